"""Letters that mislead: marks that are not seen, and letters of one alphabet among those of another.

The text is stored as the publisher wrote it; the flag says that what is read may not be what is there. The tagger
compares a copy without the marks and with each word in one alphabet.
"""

import re

DISGUISED = "disguised_letters"

# Letters of the alphabets in which marks that join or turn letters have no work to do.
PLAIN = "A-Za-z\u00c0-\u024f\u0400-\u052f"

# Zero-width spaces and joiners and the marks of direction beside such a letter; overrides, embeddings and isolates of
# direction anywhere (Unicode standard, chapter 23.2 and annex 9).
UNSEEN = re.compile(f"(?<=[{PLAIN}])[\u200b-\u200f\u2060-\u2064\ufeff](?=[{PLAIN}])|[\u202a-\u202e\u2066-\u2069]")

STAND_INS = {
    mark: chr(0x14400 + at)
    for at, mark in enumerate(
        (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A))
    )
}
"""Anatolian hieroglyphs, which nobody writes news in, for marks that are not seen: extractors drop those."""

MARKS = (*map(chr, STAND_INS), "&#82", "&#x20", "&#X20", "&zw", "&lrm", "&rlm")
"""The marks and the beginnings of references to them. Looking for each is faster than one pattern for all."""

SEEN_AGAIN = str.maketrans({stand_in: chr(mark) for mark, stand_in in STAND_INS.items()})
STAND_IN = re.compile("[\U00014400-\U0001442f]")

BESIDE = re.compile("[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z]")
WORD = re.compile(r"[^\W\d_]+")
INFLECTED = re.compile("[A-Za-z\u00c0-\u024f]{3,}[\u0400-\u052f]{1,3}")
"""A foreign name with the ending of a Slavic case: `Telegramу`."""

TWINS = frozenset("ABESIJKMHOPCTYXaesijopcyxАВЕЅІЈКМНОРСТУХаеѕіјорсух")
FEWEST = 4
"""Letters from which a word of two alphabets is no abbreviation: `МиГ-29K`, `T-72Б`."""


def has_marks(markup: str) -> bool:
    """Whether a page may hold marks that are not seen."""
    return any(mark in markup for mark in MARKS)


def hide(text: str) -> str:
    """Return a text with stand-ins for the marks that are not seen."""
    return text.translate(STAND_INS)


def restore(text: str) -> str:
    """Return a text with the marks again for which stand-ins stood."""
    return text.translate(SEEN_AGAIN) if STAND_IN.search(text) else text


def misleading(text: str) -> tuple[str, ...]:
    """Return the flag for a text whose letters mislead."""
    if text.isascii():
        return ()
    disguised = UNSEEN.search(text) or (BESIDE.search(text) and any(map(_is_mixed, WORD.findall(text))))
    return (DISGUISED,) if disguised else ()


def _is_mixed(word: str) -> bool:
    """Whether the fewer letters of one alphabet in a word all look like letters of the other."""
    if len(word) < FEWEST or not BESIDE.search(word) or INFLECTED.fullmatch(word):
        return False
    cyrillic = [letter for letter in word if letter >= "\u0400"]
    latin = [letter for letter in word if letter < "\u0400"]
    return TWINS.issuperset(cyrillic if len(cyrillic) < len(latin) else latin)
