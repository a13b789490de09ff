"""Titles of one outlet that may head one article: the same to the letter, or turned a little."""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

LEAST_WORDS: Final = 5
"""Words from which the same title twice in two days is one article, where there is no text to look at: fewer are a
column ("Daily digest"), or what happens every day ("Air raid alert in Kyiv")."""

ALIKE: Final = 0.6
"""Ratio of the letters that two titles share, in their order, from which an editor may have turned one into the other;
whether it is one article their texts must say."""

_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+")


def title_key(title: str) -> str:
    """Return the words of a title, by which it is told from others; "" for one that says too little."""
    words = _WORD.findall(_folded(title))
    return " ".join(words) if len(words) >= LEAST_WORDS else ""


def alike_titles(first: str, second: str) -> bool:
    """Say whether two titles may be those of one article.

    The figures in them must be the same: yesterday's report of 122 drones is not today's of 96.
    """
    one, other = _folded(first), _folded(second)
    if set(_FIGURE.findall(one)) != set(_FIGURE.findall(other)):
        return False
    words, others = set(_WORD.findall(one)), set(_WORD.findall(other))
    if words and others and (words <= others or others <= words):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _folded(title: str) -> str:
    return unicodedata.normalize("NFKC", title).casefold()
