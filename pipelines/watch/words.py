"""A text as a row of words, written alike whatever their case, accents and apostrophes."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

APART: Final = 1_000
"""Places between the title and the text: no phrase and no NEAR reaches over them."""

# What neither casefold nor taking the marks off makes alike. Turkish writes i with and without a dot, in both cases.
_ALIKE: Final = str.maketrans({
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "\u00ad": None,
})  # fmt: skip
# A word is a run of letters and digits (Unicode). An apostrophe parts: `name` is to find `name's`, which UAX #29 holds
# together; and what is searched is parted likewise, so that words with an apostrophe inside are phrases.
_WORD: Final = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return a text in one case and without marks: İstanbul, ISTANBUL and ıstanbul alike, й as и, ё as е."""
    if text.isascii():
        return text.lower()
    bare = "".join(each for each in unicodedata.normalize("NFD", text) if unicodedata.category(each)[0] != "M")
    return unicodedata.normalize("NFC", bare.casefold()).translate(_ALIKE)


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True)
class Words:
    """The words of an article: those of the title, and far behind them those of the text."""

    title: Sequence[str]
    text: Sequence[str]

    @classmethod
    def of(cls, title: str | None, text: str | None) -> "Words":
        """Return the words of a title and a text, either of which may be missing."""
        return cls(words_of(title or ""), words_of(text or ""))

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Return at which places each word stands, ascending."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.title):
            found[word].append(place)
        for place, word in enumerate(self.text, len(self.title) + APART):
            found[word].append(place)
        return found

    def beginning_with(self, start: str) -> list[int]:
        """Return the places of all words that begin so, ascending."""
        return sorted(place for word, places in self.places.items() if word.startswith(start) for place in places)
