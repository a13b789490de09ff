"""The labelled pairs: copies are found and nothing else is taken for one, in eight languages, on either part."""

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from pipelines.likeness import Kind, relate, shingle

LANGUAGES = ("en", "uk", "ru", "tr", "de", "fr", "pl", "cs")
GOAL = 0.98


@lru_cache(maxsize=len(LANGUAGES))
def read(language):
    path = Path(__file__).parent / "pairs" / f"{language}.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def related():
    """Yield the part, the language, the wanted kind and the relation of each pair, in both directions."""
    for language in LANGUAGES:
        for story in read(language):
            texts = {name: shingle(each["text"]) for name, each in story["texts"].items()}
            for pair in story["pairs"]:
                one, other = pair["first"], pair["second"]
                same = story["texts"][one]["publisher"] == story["texts"][other]["publisher"]
                there, back = (
                    relate(texts[first], texts[second], same_publisher=same)
                    for first, second in ((one, other), (other, one))
                )
                assert (there.kind, there.first_in_second) == (back.kind, back.second_in_first)
                yield story["part"], language, Kind(pair["kind"]), there


PAIRS = list(related())


def test_there_are_as_many_as_promised():
    counted = Counter((part, language) for part, language, _, _ in PAIRS)
    assert len(PAIRS) >= 120
    for language in LANGUAGES:
        assert counted["tuning", language] >= 8 <= counted["held", language]
        assert counted["tuning", language] + counted["held", language] >= 15
    used = {each["text"] for language in LANGUAGES for story in read(language) for each in story["texts"].values()}
    assert len(used) == sum(len(story["texts"]) for language in LANGUAGES for story in read(language))


@pytest.mark.parametrize("part", ["tuning", "held"])
def test_copies_and_versions(part):
    told = Counter((wanted, relation.kind) for each, _, wanted, relation in PAIRS if each == part)
    for kind in (Kind.COPY, Kind.VERSION):
        right = told[kind, kind]
        assert right >= GOAL * sum(count for (wanted, _), count in told.items() if wanted is kind)
        assert right >= GOAL * sum(count for (_, found), count in told.items() if found is kind)


def test_what_is_told_anew_or_of_another_day_is_never_merged():
    merged = [
        (language, wanted, relation)
        for _, language, wanted, relation in PAIRS
        if wanted in {Kind.REWRITE, Kind.NONE} and relation.is_one_story
    ]
    assert merged == []


def test_rewrites_are_told_from_unlike_texts():
    """Two thirds of what tells an event anew, and few of what does not: a hint, nothing is merged by it."""
    told = Counter((wanted, relation.kind) for _, _, wanted, relation in PAIRS)
    rewrites = told[Kind.REWRITE, Kind.REWRITE] + told[Kind.REWRITE, Kind.NONE]
    assert told[Kind.REWRITE, Kind.REWRITE] >= 0.6 * rewrites
    assert told[Kind.NONE, Kind.REWRITE] <= 0.1 * (told[Kind.NONE, Kind.NONE] + told[Kind.NONE, Kind.REWRITE])


def test_texts_of_different_stories_have_nothing_to_do_with_each_other():
    for language in LANGUAGES:
        texts = [shingle(next(iter(story["texts"].values()))["text"]) for story in read(language)]
        for place, one in enumerate(texts):
            for other in texts[place + 1 :]:
                assert relate(one, other).held < 0.2
