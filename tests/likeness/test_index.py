"""The index finds what belongs together, whatever the order and the portions, and forgets."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.likeness import Entry, Index, Member, group, shingle, shingle_all

BEGIN = datetime(2025, 5, 16, tzinfo=UTC)
RANDOM = Random(11)
WORDS = ["".join(RANDOM.choices("abcdefghijklmnoprstuvw", k=RANDOM.randint(3, 9))) for _ in range(4000)]


def sentence():
    return " ".join(RANDOM.choices(WORDS, k=18)).capitalize() + "."


def reprint(text):
    words = text[: max(4, RANDOM.randint(len(text) // 2, len(text)))]
    return [sentence(), *words]


def entry(name, lines, *, days=0.0, publisher=None):
    text = shingle("\n".join(lines)) if isinstance(lines, list) else lines
    return Entry(name, publisher or f"outlet of {name}", BEGIN + timedelta(days=days), text)


def world():
    """Return articles of six days: each of twelve stories in one to six outlets, chains of cuts of cuts among them."""
    entries = []
    for story in range(12):
        text = [sentence() for _ in range(RANDOM.randint(6, 25))]
        for copy in range(story % 6 + 1):
            entries.append(entry(f"{story:02}-{copy}", text, days=copy + story / 24))
            text = reprint(text) if copy % 2 else reprint(reprint(text))
    return entries


WORLD = world()
MEMBERS = [Member(each.at, each.article_id) for each in WORLD]


def stories(portions):
    index, links = Index(), []
    for portion in portions:
        links += [(link.first_id, link.second_id) for link in index.add(portion)]
    assert len(index) == sum(map(len, portions))
    return group(MEMBERS, links)


ALL_AT_ONCE = stories([WORLD])


def test_stories_are_found():
    together = [{each.article_id[:2] for each in story.members} for story in ALL_AT_ONCE]
    assert all(len(each) == 1 for each in together)
    assert len(ALL_AT_ONCE) < 20


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(len(WORLD))), cuts=st.sets(st.integers(1, len(WORLD) - 1), max_size=9))
def test_neither_order_nor_portions_matter(order, cuts):
    bounds = [0, *sorted(cuts), len(WORLD)]
    portions = [[WORLD[place] for place in order[start:end]] for start, end in pairwise(bounds)]
    assert stories(portions) == ALL_AT_ONCE


def test_nothing_is_joined_over_more_than_seven_days():
    text = [sentence() for _ in range(10)]
    index = Index()
    assert index.add([entry("a", text)]) == ()
    assert index.add([entry("c", text, days=7.1)]) == ()
    (link,) = Index().add([entry("a", text), entry("b", text, days=6.9)])
    assert (link.first_id, link.second_id, link.relation.jaccard) == ("a", "b", 1)
    assert [(link.first_id, link.second_id) for link in index.add([entry("b", text, days=3)])] == [
        ("a", "b"),
        ("b", "c"),
    ]


def test_the_same_again_adds_nothing_and_a_revision_is_of_its_article():
    text = [sentence() for _ in range(10)]
    other = [sentence() for _ in range(10)]
    index = Index()
    index.add([entry("a", text), entry("a", text)])
    assert (index.add([entry("a", text)]), len(index)) == ((), 1)
    assert (index.add([entry("a", other)]), len(index)) == ((), 2)
    links = index.add([entry("b", text, days=1), entry("c", other, days=2)])
    assert [(link.first_id, link.second_id) for link in links] == [("a", "b"), ("a", "c")]


def test_a_day_more_touches_nothing_and_forgetting_keeps_what_is_known():
    text = [sentence() for _ in range(10)]
    index = Index()
    index.add([entry("a", text), entry("b", text)])
    index.add([entry("c", text, days=4)])
    before = index.portions
    index.add([entry("d", text, days=5)])
    assert all(one is other for one, other in zip(index.portions, before, strict=False))
    index.forget(BEGIN + timedelta(days=1))
    assert len(index) == 2
    assert [(link.first_id, link.second_id) for link in index.add([entry("e", text, days=8)])] == [("c", "e")]
    index.forget(BEGIN + timedelta(days=30))
    assert (len(index), index.add([entry("f", text, days=31)])) == (0, ())


def test_it_is_the_same_after_it_was_arrays():
    half = len(WORLD) // 2
    index = Index()
    first = index.add(WORLD[:10]) + index.add(WORLD[10:half])
    again = Index.of(index.arrays())
    assert len(again) == half
    assert all(isinstance(array, np.ndarray) for array in again.arrays().values())
    links = [(link.first_id, link.second_id) for link in (*first, *again.add(WORLD[half:]))]
    assert group(MEMBERS, links) == ALL_AT_ONCE
    assert again.add(WORLD) == ()


def test_no_texts_and_texts_without_words():
    index = Index.of(Index().arrays())
    index.forget(BEGIN)
    assert index.add([]) == ()
    assert index.add([entry("a", [""]), entry("b", [""]), entry("c", ["two words"]), entry("d", ["two words"])]) == ()
    assert Index.of(index.arrays()).add([entry("e", ["two words"])]) == ()


def test_a_thousand_pages_of_a_host_are_one_story_and_cost_little():
    page = "\n".join(sentence() for _ in range(5))
    texts = list(shingle_all(f"{page}\nPage {number} of the register of the harbour." for number in range(1000)))
    entries = [entry(f"{number:04}", text, publisher="host") for number, text in enumerate(texts)]
    began = time.process_time()
    links = Index().add(entries)
    assert time.process_time() - began < 4
    assert len(links) == 999


def test_a_form_filled_in_each_day_is_as_many_stories_and_costs_little():
    form = [
        f"Near {{}} the enemy attacked {{}} times and fired {{}} shells at positions and villages, {number}."
        for number in range(9)
    ]
    entries = []
    for day in range(5):
        filled = [
            line.format(WORDS[day * 9 + place].capitalize(), day * 9 + place, 500 + day * 31 + place)
            for place, line in enumerate(form)
        ]
        texts = shingle_all("\n".join([sentence(), *filled]) for _ in range(60))
        entries += [entry(f"{day}-{paper:02}", text, days=day) for paper, text in enumerate(texts)]
    began = time.process_time()
    links = Index().add(entries)
    assert time.process_time() - began < 4
    found = group(
        [Member(each.at, each.article_id) for each in entries], [(link.first_id, link.second_id) for link in links]
    )
    assert [len(story.members) for story in found] == [60] * 5


def test_a_thousand_forms_that_are_all_different_end_in_time():
    line = "The council informs all who pass that {} is closed until {} of {} and asks for patience at number {}."
    texts = list(shingle_all(line.format(*(RANDOM.choice(WORDS) for _ in range(3)), number) for number in range(1000)))
    began = time.process_time()
    Index().add([entry(f"{number:04}", text, publisher="host") for number, text in enumerate(texts)])
    assert time.process_time() - began < 15


def test_memory():
    texts = shingle_all("\n".join(sentence() for _ in range(40)) for _ in range(300))
    index = Index()
    index.add([entry(f"{number:032}", text) for number, text in enumerate(texts)])
    assert index.nbytes / len(index) <= 4000
