"""What is compared of a text, and what of it is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.likeness import Layout, shingle, shingle_all
from pipelines.likeness.furniture import is_furniture, story_of
from pipelines.likeness.letters import LONGEST
from pipelines.likeness.shingles import FIGURE, MOST, NAME, QUOTED

LONG = " ".join(f"word{number * number} and" for number in range(900))


def same(one, other):
    return np.array_equal(shingle(one).marks, shingle(other).marks)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The U.S. envoy, he said, left.", "the US envoy he said LEFT"),
        ("“They agreed,” she said at noon", '"They agreed", she said at noon'),
        ("a swap of 1,000 men and 12 500 shells", "a swap of 1000 men and 12.500 shells"),
        ("Zelenskyy met the delegation", "Zelensky met the delegation"),
        ("переговоры ещё идут в Орле", "переговоры еще идут в Орле"),
        ("у Лукомʼї домовилися про обмін", "у Луком'ї домовилися про обмін"),
        ("İstanbul'da görüşme başladı", "istanbul’da görüsme basladi"),
        ("die Straße zum fließenden Wasser", "die Strasse zum fliessenden Wasser"),
        ("un cœur d'été à Séville", "un cœur d’été à Séville"),
        ("soft\u00adware and zero\u200bwidth marks", "software and zerowidth marks"),
        ("ｆｕｌｌ width １２ letters", "full width 12 letters"),
        ("Спра\u0301ва вирішена сьогодні", "Справа вирішена сьогодні"),
    ],
)  # fmt: skip
def test_what_a_reprint_changes_without_changing_the_text(one, other):
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("they lost 112 tanks there", "they lost 121 tanks there"),
        ("at 14:30 the bus left", "at 14:35 the bus left"),
        ("1000000 people came today", "1000001 people came today"),
        ("the envoy met the general", "the general met the envoy"),
    ],
)
def test_what_is_another_text(one, other):
    assert not same(one, other)


def test_lines_that_are_not_of_the_story():
    text = (
        "BELMARE, April 8 (Littoral) - The envoys met again on Monday.\nUpdated at 14:30\n1,204 views\nAdvertisement\n"
        "Read also: How the lists are drawn up\nBoth sides left at noon.\n(Reporting by A. Keller; editing by R. Osei)"
    )
    assert story_of(text) == ["The envoys met again on Monday.", "Both sides left at noon."]
    for line in (
        "Оновлено о 08:15",
        "Читайте также: как это было",
        "Anzeige",
        "Son güncelleme: 10.12",
        "© Desk. All rights reserved.",
    ):
        assert is_furniture(line)
    for line in (
        "Anzeige gegen den Minister",
        "Publicité ou propagande ?",
        "Photographs show the fire.",
        "Updated figures " * 6,
    ):
        assert not is_furniture(line)


def test_a_dash_within_a_sentence_is_no_dateline():
    for line in ("Peace - or what is left of it - held on Monday.", "Он сказал - и был прав - что мира нет."):
        assert story_of(line) == [line]


def test_what_a_run_holds():
    text = shingle('The aide met Anna Keller there. "We leave now", said he. It cost 40 crowns.')
    count = {
        name: int(np.count_nonzero(text.flags & flag))
        for name, flag in (("figure", FIGURE), ("name", NAME), ("quoted", QUOTED))
    }
    assert count == {"figure": 2, "name": 4, "quoted": 3}
    assert not (shingle('Five " inches are no quotation here').flags & QUOTED).any()


def test_scripts_without_spaces_are_compared_by_character():
    text = shingle("双方同意延长停火三十天，并将于下周再次会面。")
    assert (text.words, len(text.marks)) == (20, 18)


def test_layouts():
    headline = "Envoys meet again in the harbour town of Varn"
    sentence = "The envoys met again on Monday and spoke about the bridge, the prisoners and the dead of the winter."
    assert shingle(headline).layout is Layout.SHORT
    assert shingle("\n".join([sentence] * 5)).layout is Layout.PROSE
    assert shingle("\n".join([headline + " today"] * 6)).layout is Layout.LIST
    assert shingle("\n".join(f"{hour}:05 {sentence}" for hour in range(8, 14))).layout is Layout.LIVE


@pytest.mark.parametrize(
    "text", ["", " \n ", "a", "a b", "\ud800 \uffff \x00", "😀😀", '"""', "x " * LONGEST, "\u0301" * 9]
)
def test_any_text_will_do(text):
    assert len(shingle(text).marks) <= max(shingle(text).words, 1)


@given(st.lists(st.text(max_size=80), max_size=6))
def test_texts_do_not_touch_each_other(texts):
    for text, among_others in zip(texts, shingle_all(texts), strict=True):
        alone = shingle(text)
        assert alone.words == among_others.words
        assert alone.layout is among_others.layout
        for name in ("marks", "flags", "opening", "vocabulary"):
            assert np.array_equal(getattr(alone, name), getattr(among_others, name))


def test_many_texts_are_worked_in_chunks():
    texts = [f"{LONG} {number}" for number in range(20)]
    assert [len(each.marks) for each in shingle_all(texts)] == [len(shingle(text).marks) for text in texts]


def test_a_long_text_is_sampled_alike():
    one, other = shingle(LONG), shingle(LONG + " and so on to the end of the day")
    small, other_small = one.sampled(), other.sampled()
    assert len(one.marks) > 2 * MOST >= 2 * len(small.marks) > MOST / 2
    assert np.isin(small.at(2)[0], other_small.at(2)[0]).all()
    assert shingle("three words only").sampled().level == 0
