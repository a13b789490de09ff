"""A name is found however it is disguised, and given as it stands in the text."""

import pytest

from pipelines.tag.normal import folded


@pytest.mark.parametrize(
    ("text", "surface", "actor"),
    [
        ("Talks with Vladimir Putin went on in Istanbul.", "Vladimir Putin", "putin"),
        ("Talks with Vladimir Put\u0456n went on in Istanbul.", "Vladimir Put\u0456n", "putin"),
        ("Talks with Vl\u0430dimir Putin went on in Istanbul.", "Vl\u0430dimir Putin", "putin"),
        ("Talks with Vla\u200bdimir Pu\u2060tin went on in Istanbul.", "Vla\u200bdimir Pu\u2060tin", "putin"),
        ("Talks with Vladimir \u202ePutin\u202c went on in Istanbul.", "Vladimir \u202ePutin", "putin"),
        ("Володимир Зеле\u200bнcький прибув до Стамбула.", "Володимир Зеле\u200bнcький", "zelenskyy"),
    ],
)
def test_a_name_in_disguise(tagger, text, surface, actor):
    language = "uk" if text[0] == "В" else "en"
    mentions = tagger.tag(title="", text=text, language=language, published_at=None).mentions
    (found,) = [each for each in mentions if each.actor == actor]
    assert found.surface == surface == text[found.start : found.end]


@pytest.mark.parametrize("text", ["МиГ-29K", "Т-72Б3M", "IT-компанія", "iPhone'ом", "COVIDом"])
def test_words_of_two_alphabets_that_are_no_disguise(text):
    assert folded(text) == text
