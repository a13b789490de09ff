"""Every pattern that stands in a text, in one pass. The only importer of ahocorasick_rs."""

import unicodedata
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class Matcher:
    """Finds patterns wherever they occur, overlapping ones too; thread-safe.

    ContiguousNFA: 40,000 patterns build in 0.25 s and 33 MB at 80 MB/s; the DFA took 1.4 s and 390 MB at 62 MB/s.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._automaton = AhoCorasick(
            patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA, store_patterns=False
        )

    def occurrences(self, text: str) -> list[tuple[int, int, int]]:
        """Return (pattern, start, end) of each occurrence, ordered by end; offsets count code points."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return found


def in_word(mark: str) -> bool:
    """Say whether a character can be part of a word: letter, digit, underscore or combining mark."""
    return mark.isalnum() or mark == "_" or (mark > "\u02ff" and unicodedata.combining(mark) > 0)


def starts_word(text: str, start: int, *, apostrophe_is_letter: bool) -> bool:
    """Say whether a word may begin at `start`; an apostrophe before it parts words (l'Ukraine) except in Ukrainian."""
    if start == 0 or not in_word(text[start]):
        return True
    before = text[start - 1]
    if before == "'" and apostrophe_is_letter:
        return start < 2 or not in_word(text[start - 2])
    return not in_word(before)


def ends_word(text: str, end: int, *, apostrophe_is_letter: bool) -> bool:
    """Say whether a word may end at `end`; an apostrophe ends it (Putin's, Erdoğan'ın) except in Ukrainian."""
    if end >= len(text) or not in_word(text[end - 1]):
        return True
    after = text[end]
    if after == "'" and apostrophe_is_letter:
        return end + 1 >= len(text) or not text[end + 1].isalpha()
    return not in_word(after)
