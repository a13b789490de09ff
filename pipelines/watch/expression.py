"""What a boolean text means: where it holds in the words of an article, and what an article must hold for it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.watch.words import Words

Span = tuple[int, int]
"""The first and the last place of what was found."""

MOST_SPANS: Final = 20_000
"""Spans of a NEAR up to which all are kept. Beyond, in texts that say the same words over and over, it is of each start
the shortest ones, and the work stays that of a text's length."""

_RARE: Final = (
    "[\u00ad\u00b5\u0149\u017f\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5\u0587\u13a0-\u13fd\u1c80-\u1c8f"
    "\u1e9a\u1fbe\uab70-\uabbf\ufb00-\ufb17]"
)
# Letters that `fold` takes together and lower case without marks does not.
_ALSO: Final = {"i": "[iı]", "l": "[lł]", "o": "[oø]", "d": "[dđ]"}


@dataclass(frozen=True, slots=True)
class Term:
    """A word: as it is, or the beginning of words (`is_prefix`)."""

    word: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; one of them is a word by itself."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two things with at most `within` words between them, in either order."""

    left: "Found"
    right: "Found"
    within: int


@dataclass(frozen=True, slots=True)
class Either:
    """One of several."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Every:
    """All of several."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Without:
    """Not that."""

    part: "Expression"


Found = Phrase | Near | Either
"""What has a place. `Either` in a `Near` holds nothing but what has one."""
Expression = Phrase | Near | Either | Every | Without


def matches(expression: Expression, words: Words) -> bool:
    """Say whether an expression holds in the words of an article."""
    match expression:
        case Without(part):
            return not matches(part, words)
        case Every(parts):
            return all(matches(each, words) for each in parts)
        case Either(parts):
            return any(matches(each, words) for each in parts)
        case _:
            return bool(spans(expression, words))


def spans(found: Expression, words: Words) -> set[Span]:
    """Return every place where it stands: of a NEAR, from the first word of either to the last."""
    match found:
        case Phrase(terms):
            return _phrase(terms, words)
        case Either(parts):
            return set().union(*(spans(each, words) for each in parts))
        case Near(left, right, within):
            return _near(spans(left, words), spans(right, words), within)
        case _:
            raise TypeError(f"{type(found).__name__} has no place")


def _phrase(terms: Sequence[Term], words: Words) -> set[Span]:
    starts = set(_places(terms[0], words))
    for offset, term in enumerate(terms[1:], 1):
        if not starts:
            break
        starts &= {place - offset for place in _places(term, words)}
    return {(start, start + len(terms) - 1) for start in starts}


def _places(term: Term, words: Words) -> Sequence[int]:
    return words.beginning_with(term.word) if term.is_prefix else words.places.get(term.word, ())


def _near(left: set[Span], right: set[Span], within: int) -> set[Span]:
    """Return the hulls of all pairs that do not overlap and are near; of more than `MOST_SPANS` the shortest of each start."""
    if not left or not right:
        return set()
    behind = sorted(right)
    before = sorted((last, first) for first, last in right)
    firsts, lasts = [first for first, _ in behind], [last for last, _ in before]
    pairs = [
        (
            (first, last),
            (bisect_left(firsts, last + 1), bisect_left(firsts, last + within + 2)),
            (bisect_left(lasts, first - within - 1), bisect_left(lasts, first)),
        )
        for first, last in left
    ]
    most = sum(end - start + stop - begin for _, (start, end), (begin, stop) in pairs)
    each = most if most <= MOST_SPANS else max(1, MOST_SPANS // len(left))
    found: set[Span] = set()
    for (first, last), (start, end), (begin, stop) in pairs:
        found.update((first, far) for _, far in behind[start : min(end, start + each)])
        found.update((near, last) for _, near in before[max(begin, stop - each) : stop])
    return found if len(found) <= MOST_SPANS else _shortest(found)


def _shortest(some: set[Span]) -> set[Span]:
    ends: dict[int, list[int]] = defaultdict(list)
    for first, last in some:
        ends[first].append(last)
    each = max(1, MOST_SPANS // len(ends))
    return {(first, last) for first, found in ends.items() for last in sorted(found)[:each]}


def needles(expression: Expression) -> frozenset[str] | None:
    """Return letters of which every text that it holds in has at least one entry, folded; None where that cannot be said.

    The longer and the fewer, the better they choose.
    """
    match expression:
        case Phrase(terms):
            return frozenset({max((term.word for term in terms), key=len)})
        case Near(left, right, _):
            return _best([needles(left), needles(right)])
        case Every(parts):
            return _best([needles(each) for each in parts])
        case Either(parts):
            found = [needles(each) for each in parts]
            return None if None in found else frozenset().union(*(each for each in found if each))
        case _:
            return None


def pattern(expression: Expression) -> str | None:
    """Return an expression for RE2 that every text holds in which the expression does, and others too; None: all may.

    It is for texts in lower case and without marks as SQL makes them (`strip_accents(lower(…))`). A text with a letter that
    SQL and `fold` do not write alike always holds it.
    """
    found = needles(expression)
    return None if found is None else "|".join((_RARE, *map(_loosely, sorted(found))))


def _loosely(needle: str) -> str:
    parts = re.split("(ss+)", needle)  # a split with a group: every other part is what was found
    return "".join(
        "[sß]+" if number % 2 else "".join(_ALSO.get(each, each) for each in part) for number, part in enumerate(parts)
    )


def _best(some: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    known = [each for each in some if each is not None]
    return max(known, key=lambda each: (min(map(len, each)), -len(each), sorted(each)), default=None)
