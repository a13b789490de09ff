"""Stored text is NFC, and the offsets of every tag count its code points: what is cut out of it is the surface."""

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.extract.text import clean, clean_line

PIECES = [
    "Володимир Зеленськии\u0306", "Мо\u0301сква сказала", "Erdog\u0306an\u2019\u0131n", "Kyiv", "Kiev", "the special military operation",
    "“We are ready for peace talks,” said Dmitry Peskov.", "«Мир», — сказав він.", "Ukraine", "Russia", "🕊", "👩\u200d🚀",
    "Pu\u00adtin", "Ru\u200bssia", "\u200e", "\ufeff", "e\u0301", "\u0301", "\r\n", "\n", "\t", "\u00a0", "\x00", "\ud800", "한", "İ",
]  # fmt: skip
RAW = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.lists(st.sampled_from(PIECES), max_size=25).map(
    "".join
)


@given(title=RAW, text=RAW, language=st.sampled_from(["en", "uk", "ru", "tr"]))
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_offsets_count_in_the_text_that_is_stored(tagger, title, text, language):
    stored = {"title": clean_line(title), "text": clean(text)}
    assert all(unicodedata.is_normalized("NFC", each) for each in stored.values())
    assert {"title": clean_line(stored["title"]), "text": clean(stored["text"])} == stored
    tags = tagger.tag(**stored, language=language, published_at=None)
    for each in (*tags.mentions, *tags.framing):
        assert stored[each.zone][each.start : each.end] == each.surface
        assert each.surface
    for each in tags.statements:
        assert stored[each.zone][each.start : each.end].strip()


def test_marks_nobody_sees_stay_in_the_text_and_count(tagger):
    stored = clean("Ru\u200bssia and Vladimir Pu\u00adtin met Володимир Зеленськии\u0306.")
    assert stored == "Ru\u200bssia and Vladimir Putin met Володимир Зеленський."
    russia, putin = tagger.tag(title="", text=stored, language="en", published_at=None).mentions[:2]
    assert (russia.surface, russia.actor, russia.end) == ("Ru\u200bssia", "russia", 7)
    assert (putin.surface, putin.start) == ("Vladimir Putin", 12)
