"""The dates that a sentence says: “June 2”, «2 июня 2025 года», “2. června”, “16.05.2025”, “2–3 Mart”."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene

_YEAR = re.compile(r"20\d\d")
_DAY = re.compile(r"([0-3]?\d)(?:st|nd|rd|th|er)?")
_WORD = re.compile(r"[^\W_]+")
_NUMERIC = re.compile(r"(?<![\d.,])([0-3]?\d)\.\s?([01]?\d)\.(?:\s?(20\d\d))?(?!\d)")
"""Day, month and perhaps year in figures with points, as it is written in all but English and French."""
_FIGURES = re.compile(r"\d\.\s?\d")
"""What all of these have: it begins with a set, which is looked for fast."""
MONTHS = 12
LINK = 2
"""Letters of a word that may stand between day and month."""


@dataclass(frozen=True, slots=True)
class DateSaid:
    """A date as far as a sentence says it."""

    year: int | None
    month: int
    day: int | None

    def agrees(self, one: date) -> bool:
        """Say whether a day fits all that is said."""
        return self.month == one.month and self.year in {None, one.year} and self.day in {None, one.day}

    def lies_ahead(self, today: date | None) -> bool:
        """Say whether the day comes after another; without a year, whether it does in the same one."""
        if today is None or not self.day:
            return False
        return (self.year or today.year, self.month, self.day) > (today.year, today.month, today.day)


def dates_said(scene: Scene, start: int, end: int) -> list[DateSaid]:
    """Return the dates of a span that name a month, with day and year where they stand beside it."""
    months = _months(scene.lexicon)
    text = scene.text[start:end]
    words = _WORD.findall(text)
    said = []
    for at, month in enumerate(map(months.get, words)):
        if month:
            beside = [*_before(words, at), *words[at + 1 : at + 2]]
            day = next((int(found[1]) for each in beside if (found := _DAY.fullmatch(each))), None)
            year = next((int(each) for each in words[at + 1 : at + 3] if _YEAR.fullmatch(each)), None)
            said.append(DateSaid(year, month, day))
    if _FIGURES.search(text):
        said.extend(_in_figures(text))
    return said


def _before(words: Sequence[str], at: int) -> Sequence[str]:
    """Return the word before a month, and the one before that where a small word stands between (“2nd of June”)."""
    links = at > 1 and len(words[at - 1]) <= LINK and not words[at - 1].isdigit()
    return words[at - 2 : at] if links else words[max(0, at - 1) : at]


def _in_figures(text: str) -> Iterator[DateSaid]:
    for found in _NUMERIC.finditer(text):
        day, month, year = found.groups()
        if 1 <= int(month) <= MONTHS and int(day):
            yield DateSaid(int(year) if year else None, int(month), int(day))


@lru_cache(maxsize=64)
def _months(lexicon: Lexicon) -> Mapping[str, int]:
    """Return month name → number, as a month is written: with a capital where the language capitalises it, else in all ways.

    `months_other` may hold the months several times over, a dozen for each case.
    """
    named = lexicon.months_capital
    return {
        written: number % MONTHS + 1
        for words in (lexicon.months, lexicon.months_other)
        for number, word in enumerate(words)
        for written in ((word.capitalize(),) if named else (word, word.capitalize(), word.upper()))
    }
