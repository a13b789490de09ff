"""What an edit changed: nothing lost, nothing made up, readable, quick, and harmless where it is shown."""

import itertools
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.report.edits import Fate, as_html, as_text, edits, shortened

SENTENCES = [
    "The talks ended without a truce.",
    "Kyiv asked for 30 days; Moscow did not answer.",
    "«Ми не закінчили», — сказав посол і пішов.",
    "Beide Seiten vereinbarten, je 1.000 Gefangene freizulassen.",
    "“We are not done,” he said.\n",
    "A <b>bold</b> [-line-] & more\n\n",
]
CASES = [
    ("A truce for 30 days.", "A truce for 10 days.", "A truce for [-30-] {+10+} days."),
    ("The talks ended.", "The talks have not ended.", "The talks {+have not+} ended."),
    ("Kyiv said yes. Moscow said no.", "Kyiv said yes.", "Kyiv said yes. [-Moscow said no.-]"),
    ("One.\nTwo.", "One.\nNew here.\nTwo.", "One.\n{+New here.+}\nTwo."),
    ("Some 1.200 came.", "Some 1.000 came.", "Some [-1.200-] {+1.000+} came."),
    ("In three years it ended.", "In three years, it ended.", "In three years{+,+} it ended."),
    (
        "All else is new.",
        "Completely different words here.",
        "[-All else is new.-]{+Completely different words here.+}",
    ),
    ("", "Text.", "{+Text.+}"),
    ("Same.", "Same.", "Same."),
]
texts = st.lists(st.sampled_from([*SENTENCES, "x", " ", "\n"]), max_size=8).map(" ".join) | st.text(max_size=60)


@pytest.mark.parametrize(("earlier", "later", "shown"), CASES)
def test_it_reads_like_a_correction_by_hand(earlier, later, shown):
    found = edits(("t", earlier), ("t", later))
    assert as_text(found.text, coloured=False).plain == shown
    assert as_text(found.title, coloured=False).plain == "t"


@settings(max_examples=150)
@given(texts, texts)
def test_nothing_is_lost_and_nothing_made_up(earlier, later):
    found = edits((earlier, later), (later, earlier))
    for pieces, old, new in ((found.title, earlier, later), (found.text, later, earlier)):
        assert "".join(each.text for each in pieces if each.fate is not Fate.REMOVED) == new
        kept = "".join(each.text for each in pieces if each.fate is not Fate.ADDED)
        assert "".join(kept.split()) == "".join(old.split())
        assert all(one.fate is not other.fate for one, other in itertools.pairwise(pieces))


def test_only_the_surroundings_of_a_change_are_shown():
    before = "Word for word it goes on here. " * 30
    found = edits(("t", f"{before}It costs 5 dollars. {before}"), ("t", f"{before}It costs 6 dollars. {before}"))
    shown = as_text(shortened(found.text), coloured=False).plain
    assert "[-5-] {+6+}" in shown
    assert len(shown) < 200
    assert shown.count("…") == 2
    assert shortened(found.title) == ()
    assert (found.words_added, found.words_removed) == (1, 1)


def test_colours_stand_in_place_of_marks():
    shown = as_text(edits(("t", "A 5 b c d"), ("t", "A 6 b c d")).text, coloured=True)
    assert shown.plain == "A 5 6 b c d"
    assert {str(span.style) for span in shown.spans} == {"red strike", "green"}


def test_what_others_wrote_stays_text():
    old, new = "He said <script>alert(1)</script> & left.", "He said <img src=x onerror=y> \x1b[31m& left.\nNew"
    found = edits(("t", old), ("<i>", new))
    html = as_html(found.text)
    assert "<script" not in html
    assert "<img" not in html
    assert "\x1b" not in html
    assert "&lt;" in html
    assert "<br>" in html
    assert "<ins>" in as_html(found.title)
    assert "\x1b" not in as_text(found.text, coloured=True).plain


def many(seed, words, of):
    draw = random.Random(seed)
    return " ".join(draw.choice(of) + (". " if number % 15 == 14 else "") for number in range(words))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (many(1, 8000, [f"w{n}" for n in range(900)]), many(2, 8000, [f"w{n}" for n in range(900)])),
        (many(1, 8000, ["a", "b"]), many(2, 8000, ["a", "b"])),
        ("." * 30000, "." * 29000 + "!" * 900),
        ("a b " * 8000, "b a " * 8000),
        ("\n" * 30000 + "x", "y" + " " * 30000),
    ],
    ids=["all new", "two words", "dots", "one sentence", "blanks"],
)
def test_long_texts_take_a_moment(earlier, later):
    started = time.process_time()
    edits(("t", earlier), ("t", later))
    assert time.process_time() - started < 0.5  # 0.05 s on our machine
