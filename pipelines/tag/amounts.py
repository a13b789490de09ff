"""Numbers with their unit inside a statement: "1,000 prisoners of war on each side", "four regions", «1000 на 1000».

The unit is the noun as written, without its attributes ("four key regions": regions); `%` for every word for percent;
the sign of a currency where the number carries one. Years, dates, times and numbers that belong to a name are none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.records import AmountInStatement
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene

MOST_AMOUNTS = 12
REACH = 60
"""Characters between an amount and the words that say that it holds for each side."""
MOST_ATTRIBUTES = 3
SHORTEST_UNIT = 2
SHORTEST_JOINED = 3
"""Letters from which what a hyphen joins to a number is a unit: less is the ending of an ordinal («30-й»)."""
YEARS = range(1900, 2050)
_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?:([$€£₴₽])\s?)?(\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)(?![\d:/])"
)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"([ \u00a0\u202f-]?)(%|[^\W\d_][\w-]*)")
_WORDS = re.compile(r"[^\W\d_][\w-]*")
_SWAP = re.compile(r"[ \u00a0-]?([^\W\d_]+)[ \u00a0-]?(\d{1,3}(?:[ ,.\u00a0]\d{3})+(?!\d)|\d+)")
_GROUP = re.compile(r"[ ,.\u00a0\u202f]")


class _Number(NamedTuple):
    """A number at its place; `sign` is the currency it carries, `written` whether it is a word ("four")."""

    start: int
    end: int
    value: float
    sign: str | None = None
    written: bool = False


def amounts(scene: Scene, start: int, end: int, *, worded: bool) -> tuple[AmountInStatement, ...]:
    """Return the amounts of a span in reading order, at most twelve; `worded`: the span has a number that is a word."""
    if not worded and not _DIGIT.search(scene.folded, start, end):
        return ()
    return tuple(_read(scene, start, end, worded=worded))


def _read(scene: Scene, start: int, end: int, *, worded: bool) -> Iterator[AmountInStatement]:
    numbers = _numbers(scene, start, end, worded=worded)
    each = _for_each_side(scene, numbers, start, end) if numbers else frozenset()
    reached, left = start, MOST_AMOUNTS
    for number in numbers:
        if number.start < reached or not left:
            continue
        swapped = _swapped(scene, number, end)
        value, reached = (number.value, swapped) if swapped else _multiplied(scene, number, end)
        unit = _swapped_unit(scene, swapped, start, end) if swapped else _counted(scene, number, reached, end)
        if unit:
            left -= 1
            side = "each" if swapped or number.start in each else None
            yield AmountInStatement(value=value, unit=unit, side=side)


def _for_each_side(scene: Scene, numbers: Sequence[_Number], start: int, end: int) -> frozenset[int]:
    """Return where the numbers begin that hold for each side: the last before such words, else the first behind them."""
    found: set[int] = set()
    for phrase in scene.lexicon.each_side:
        at = scene.lower.find(phrase, start, end)
        if at >= 0:
            before = [number for number in numbers if at - REACH <= number.end <= at]
            behind = [
                number for number in numbers if at <= number.start <= at + REACH and number.start > at + len(phrase) - 1
            ]
            chosen = before[-1:] or behind[:1]
            found.update(number.start for number in chosen)
    return frozenset(found)


def _numbers(scene: Scene, start: int, end: int, *, worded: bool) -> list[_Number]:
    digits = [
        _Number(found.start(2), found.end(), value_of(found[2]), found[1])
        for found in _NUMBER.finditer(scene.folded, start, end)
    ]
    if not worded:
        return digits
    known = scene.lexicon.numbers
    words = [
        _Number(found.start(), found.end(), known[found.group()], written=True)
        for found in _WORDS.finditer(scene.lower, start, end)
        if found.group() in known
    ]
    return sorted([*digits, *words], key=lambda number: number.start)


def value_of(digits: str) -> float:
    """Return the value of a number as written: three digits behind a mark are a group, fewer a fraction."""
    grouped = re.fullmatch(r"\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+", digits)
    return float(_GROUP.sub("", digits)) if grouped else float(digits.replace(",", "."))


def _swapped(scene: Scene, number: _Number, end: int) -> int:
    """Return where the second number of "1,000-for-1,000", «1000 на 1000» ends if it is the same; 0 without one."""
    other = _SWAP.match(scene.lower, number.end, end)
    if other is None or other[1] not in scene.lexicon.swap_words.set:
        return 0
    return other.end() if value_of(other[2]) == number.value else 0


def _swapped_unit(scene: Scene, at: int, start: int, end: int) -> str:
    """Return who is swapped, as written near by; else the language's word for prisoners."""
    stems = scene.lexicon.swap_units
    for begin, stop in ((at, min(end, at + REACH)), (max(start, at - 2 * REACH), at)):
        for found in _WORDS.finditer(scene.lower, begin, stop):
            if found.group().startswith(stems):
                return scene.text[found.start() : found.end()]
    return stems[0] if stems else ""


def _multiplied(scene: Scene, number: _Number, end: int) -> tuple[float, int]:
    """Return the value with the words for thousands and millions behind it, and where they end."""
    value, at = number.value, number.end
    while (word := _WORD.match(scene.lower, at, end)) and (times := scene.lexicon.multipliers.get(word[2])):
        value, at = value * times, word.end()
        if scene.text[at : at + 1] == ".":
            at += 1
    return value, at


def _counted(scene: Scene, number: _Number, at: int, end: int) -> str | None:
    """Return the currency or the noun that is counted, as written; None where the number counts nothing."""
    if number.sign:
        return number.sign
    noun, fallback = _noun_counted(scene, number, at, end)
    if noun or fallback is None or scene.lexicon.nouns_capital:
        return noun  # where nouns have capitals, what is left are attributes or a verb
    year = number.value in YEARS and not number.written and number.value % 100
    return None if year else fallback


def _noun_counted(scene: Scene, number: _Number, at: int, end: int) -> tuple[str | None, str | None]:
    """Return the noun behind a number, or where there is none the first of its attributes."""
    lexicon = scene.lexicon
    fallback: str | None = None
    for _ in range(MOST_ATTRIBUTES + 1):
        word = _WORD.match(scene.text, at, end)
        if word is None:
            break
        joined, written, lower = word[1] == "-", word[2], scene.lower[word.start(2) : word.end(2)]
        if written == "%" or lower in lexicon.percent_words.set:
            return "%", None
        if not joined and not word[1]:
            break
        if _counts_nothing(lexicon, lower, first=fallback is None) or (joined and len(lower) < SHORTEST_JOINED):
            break
        if _is_date(lexicon, number, lower) and fallback is None:
            return None, None
        if not _is_attribute(lexicon, written, lower):
            return (written.split("-")[0] if joined else written), None
        fallback, at = fallback or written, word.end()
    return None, fallback


def _counts_nothing(lexicon: Lexicon, word: str, *, first: bool) -> bool:
    """Say whether a word behind a number shows that no noun follows: a preposition, a verb, "and"."""
    return (
        len(word) < SHORTEST_UNIT
        or word in lexicon.obliques.set
        or word in lexicon.ands.set
        or word in lexicon.ors.set
        or word in lexicon.conjunctions.set
        or word in lexicon.no_units.set
        or (first and word in lexicon.stopwords.set)
    )


def _is_date(lexicon: Lexicon, number: _Number, word: str) -> bool:
    """Say whether a number is a year or the day of a month."""
    if number.written:
        return False
    year = number.value in YEARS and number.end - number.start == len("2025")
    month = word in lexicon.months.set or word in lexicon.months_other.set
    return month or (year and (bool(number.value % 100) or word in lexicon.year_words.set))


def _is_attribute(lexicon: Lexicon, written: str, word: str) -> bool:
    """Say whether a word is an attribute of the noun that follows."""
    if lexicon.nouns_capital:
        return written[0].islower()
    if word in lexicon.unit_attributes.set or written[0].isupper():
        return True
    return bool(lexicon.attribute_endings) and word.endswith(lexicon.attribute_endings)
