"""Two texts → what one is to the other, and who holds how much of whom.

The measures are Jaccard's (what both hold, of all that either holds) and Broder's containment (what both hold, of what
one holds: On the resemblance and containment of documents, 1997). A reprint is mostly a cut, so containment decides.
Three questions come before it is called one:

- Is it the words of the writer that are shared, or those of a speaker whom both quote?
- Do the numbers and names agree as the other words do? Where they do not, a form was filled in twice: the report of
  another day, the weather of another town.
- Is it a story at all? A list of headlines and a live blog hold a bit of many.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pipelines.likeness.layout import Layout
from pipelines.likeness.shingles import FIGURE, MOST_TELLING, NAME, QUOTED, Shingles

HELD = 0.5
"""Share of the shorter text that the other holds, from which one was taken from the other.

Real reprints, edited by a second agency, held .75 to .95 of each other; real reports of one event that quote the
same speakers .11 to .25. What is between was used in part, or edited in every sentence.
"""
EDITED = ((0.33, 0.6), (0.2, 0.75))
"""Shares held that are enough where the telling words are the same to this Jaccard, too: whoever turns the sentences of
another keeps their nouns. Whoever tells the event anew does not (.05 to .36), nor does the next day's report (.7)."""
HELD_BY_ITS_OWN, VOCABULARY_OF_ITS_OWN = 0.75, 0.7
"""The share held, or else the Jaccard of the telling words, that is wanted of two texts of one publisher: it has forms
of its own, for the fallen, for sentences of courts, for last night. Updates held .9 and more of what they updated."""

LEAST_HELD = min(held for held, _ in EDITED)
"""Share held below which two texts are never of one story; in a headline or a list it must be `FLOODED` at least."""

HELD_OWN = 0.6
"""The share outside quotation marks, as a share of that of the whole: two who write around one statement share little
but the statement."""
LEAST_OWN = 12
"""Runs outside quotations below which that cannot be asked; then `HELD_QUOTED` of the whole is wanted."""
HELD_QUOTED = 0.85

SHARE_OF_LONGER = 0.25
"""Share of the longer text that it must be: a story inside a survey of the day is not a copy of the survey."""

LEADS = 0.5
"""A text that is a smaller share of the longer one is still its beginning cut off, or a flash that has grown, when
this much of the longer one's lead is in it."""

LEAST_FIGURES, FIGURES = 5, 0.45
LEAST_NAMES, NAMES = 3, 0.25
"""Runs with a number (name) from which they are looked at, and how often those of the text with fewer are in the
other, as a share of how often all its runs are, below which a form was filled in twice."""
LEAST_NUMBERS, SAME_NUMBERS = 2, 0.75
"""Distinct numbers of a text, and the share of them in the other, from which they agree after all: an editor turned the words around them. In the
weather of two days half of them are the same by chance."""

ALIKE = 0.8
"""Jaccard from which two headlines, summaries, lists or live blogs are copies, and share of a summary that a story must
hold: nine words of ten."""
FLOODED = 0.75
"""Jaccard from which pages of one publisher are one, whatever was filled in: no reader would tell them apart. The next
day's report of one desk stayed below .5."""
LEAST_WORDS = 8
"""Words below which a text says too little to be told from another day's."""

SAME = 0.97
"""Jaccard from which two texts of one publisher are one text, not its next version: a typing error, a comma."""

TOUCHES, LEAST_TOUCHES = 0.05, 5
"""Share of the shorter text that the other holds, and runs that both have, from which two report the same, each in
its own words: a quotation, a phrase of the communiqué."""
VOCABULARY = 0.1
"""Jaccard of the telling words that does the same without a shared phrase. Real reports of one event had .3; of 4,760
pairs of unlike texts, half of them on one war, 19 reached this or the shares above."""


class Kind(StrEnum):
    """What one text is to another."""

    COPY = "copy"  # one is a reprint of the other, or both of a third; cut, or lightly edited
    VERSION = "version"  # the same story of the same publisher, grown, shortened or corrected
    REWRITE = "rewrite"  # the same event, told anew
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Relation:
    """What two texts are to each other.

    `jaccard` 0 to 1; `first_in_second` the share of the first text that the second holds, `second_in_first` the other
    way. The rest is what else decided: `own` the share of the runs outside quotations that both have, `figures` and
    `names` those of the runs with a number or a name, each of the text with fewer and None where they are too few;
    `numbers` that of the distinct numbers, `vocabulary` the Jaccard of the telling words.
    """

    kind: Kind
    jaccard: float
    first_in_second: float
    second_in_first: float
    own: float | None
    figures: float | None
    names: float | None
    numbers: float | None
    vocabulary: float

    @property
    def held(self) -> float:
        """Return the share of the shorter text that the other one holds."""
        return max(self.first_in_second, self.second_in_first)

    @property
    def is_one_story(self) -> bool:
        """Whether both belong into one story: one was made from the other."""
        return self.kind in {Kind.COPY, Kind.VERSION}


def relate(first: Shingles, second: Shingles, *, same_publisher: bool = False) -> Relation:
    """Return what two texts are to each other; it is symmetric but for the order of the two shares.

    `same_publisher` is whether both are of one outlet, or of one agency: what is alike is then a version.
    """
    shared = _Shared.of(first, second)
    measured = Relation(
        kind=Kind.NONE,
        jaccard=shared.jaccard,
        first_in_second=shared.of_first,
        second_in_first=shared.of_second,
        own=shared.lacking(QUOTED, LEAST_OWN),
        figures=shared.having(FIGURE, LEAST_FIGURES),
        names=shared.having(NAME, LEAST_NAMES),
        numbers=_numbers(first, second),
        vocabulary=_vocabulary(first, second),
    )
    return replace(measured, kind=_kind(first, second, measured, same_publisher=same_publisher))


def may_be_one_story(first: Shingles, second: Shingles) -> bool:
    """Whether `relate` could find two texts to be of one story: a fifth of its work."""
    level = max(first.level, second.level)
    (ours, _), (theirs, _) = first.at(level), second.at(level)
    fewer, more = (ours, theirs) if len(ours) <= len(theirs) else (theirs, ours)
    if not len(fewer):
        return False
    shared = np.count_nonzero(more.take(np.searchsorted(more, fewer), mode="clip") == fewer)
    least = LEAST_HELD if first.layout is second.layout is Layout.PROSE else FLOODED
    return bool(shared >= least * len(fewer))


def _kind(first: Shingles, second: Shingles, measured: Relation, *, same_publisher: bool) -> Kind:
    layouts = {first.layout, second.layout}
    if min(first.words, second.words) < LEAST_WORDS:
        return Kind.NONE
    if _is_other_day(measured) and not (same_publisher and measured.jaccard >= FLOODED):
        return Kind.NONE
    is_alike = measured.jaccard >= (FLOODED if same_publisher else ALIKE)
    if _is_taken(first, second, measured, same_publisher=same_publisher) if _is_story(layouts) else is_alike:
        return Kind.VERSION if same_publisher and measured.jaccard < SAME else Kind.COPY
    touches = measured.held >= TOUCHES and measured.held * min(len(first.marks), len(second.marks)) >= LEAST_TOUCHES
    if _is_story(layouts) and (touches or measured.vocabulary >= VOCABULARY):
        return Kind.REWRITE
    return Kind.NONE


def _is_other_day(measured: Relation) -> bool:
    """Whether the writers' words agree and what was filled in between them does not."""
    agree = measured.held if measured.own is None else min(measured.held, measured.own)
    is_form = agree >= LEAST_HELD and measured.vocabulary < EDITED[-1][1]
    if is_form and measured.names is not None and measured.names < NAMES * measured.held:
        return True
    differ = measured.figures is not None and agree >= TOUCHES and measured.figures < FIGURES * measured.held
    return differ and (measured.numbers is None or measured.numbers < SAME_NUMBERS)


def _is_story(layouts: AbstractSet[Layout]) -> bool:
    """Whether both texts tell one story at some length, or one of them does and the other sums it up."""
    return Layout.PROSE in layouts and layouts <= {Layout.PROSE, Layout.SHORT}


def _is_taken(first: Shingles, second: Shingles, measured: Relation, *, same_publisher: bool) -> bool:
    """Whether one story was made from the other, or both from a third."""
    if Layout.SHORT in {first.layout, second.layout} and measured.held < ALIKE:
        return False
    if measured.held < HELD and not any(
        measured.held >= held and measured.vocabulary >= vocabulary for held, vocabulary in EDITED
    ):
        return False
    if same_publisher and measured.held < HELD_BY_ITS_OWN and measured.vocabulary < VOCABULARY_OF_ITS_OWN:
        return False
    if measured.own is None and measured.held < HELD_QUOTED:
        return False
    if measured.own is not None and measured.own < HELD_OWN * measured.held:
        return False
    if min(measured.first_in_second, measured.second_in_first) >= SHARE_OF_LONGER * measured.held:
        return True
    shorter, longer = (first, second) if first.words <= second.words else (second, first)
    leading = np.count_nonzero(np.isin(longer.opening, shorter.marks))
    return bool(leading >= LEADS * min(len(longer.opening), len(shorter.marks)))


@dataclass(frozen=True, slots=True)
class _Shared:
    """The runs of two texts beside each other, at the level of the longer one: marks, flags, and which are shared."""

    first_flags: NDArray[np.uint8]
    second_flags: NDArray[np.uint8]
    both_flags: NDArray[np.uint8]  # of the shared runs; what either text says of them

    @classmethod
    def of(cls, first: Shingles, second: Shingles) -> "_Shared":
        level = max(first.level, second.level)
        marks, flags = first.at(level)
        others, other_flags = second.at(level)
        if not len(marks) or not len(others):
            return cls(flags, other_flags, np.zeros(0, np.uint8))
        places = np.minimum(np.searchsorted(others, marks), len(others) - 1)
        is_shared = others[places] == marks
        return cls(flags, other_flags, flags[is_shared] | other_flags[places[is_shared]])

    @property
    def jaccard(self) -> float:
        """Return what both hold, as a share of what either holds."""
        either = len(self.first_flags) + len(self.second_flags) - len(self.both_flags)
        return len(self.both_flags) / either if either else 0.0

    @property
    def of_first(self) -> float:
        """Return what both hold, as a share of the first."""
        return len(self.both_flags) / len(self.first_flags) if len(self.first_flags) else 0.0

    @property
    def of_second(self) -> float:
        """Return what both hold, as a share of the second."""
        return len(self.both_flags) / len(self.second_flags) if len(self.second_flags) else 0.0

    def having(self, flag: int, least: int) -> float | None:
        """Return the share of the runs with a flag that both have, of the text with fewer; None below `least`."""
        fewest = min(_count(self.first_flags, flag), _count(self.second_flags, flag))
        return min(1.0, _count(self.both_flags, flag) / fewest) if fewest >= least else None

    def lacking(self, flag: int, least: int) -> float | None:
        """Return the same of the runs without it; a run that has it in one of the texts has it."""
        fewest = min(len(flags) - _count(flags, flag) for flags in (self.first_flags, self.second_flags))
        shared = len(self.both_flags) - _count(self.both_flags, flag)
        return min(1.0, shared / fewest) if fewest >= least else None


def _count(flags: NDArray[np.uint8], flag: int) -> int:
    return int(np.count_nonzero(flags & flag))


def _vocabulary(first: Shingles, second: Shingles) -> float:
    """Return the Jaccard of the telling words, estimated from the smallest of both texts together."""
    both = np.sort(np.concatenate((first.vocabulary, second.vocabulary)))
    if not len(both):
        return 0.0
    is_second = np.zeros(len(both), np.bool_)
    is_second[1:] = both[1:] == both[:-1]
    smallest = min(MOST_TELLING, len(both) - int(np.count_nonzero(is_second)))
    is_among = np.cumsum(~is_second) <= smallest
    return int(np.count_nonzero(is_second & is_among)) / smallest


def _numbers(first: Shingles, second: Shingles) -> float | None:
    """Return the share of the numbers of the text with fewer that the other has; None if it has fewer than two."""
    ours, theirs = (text.vocabulary[text.vocabulary & 1 == 1] for text in (first, second))
    fewest = min(len(ours), len(theirs))
    return len(np.intersect1d(ours, theirs, assume_unique=True)) / fewest if fewest >= LEAST_NUMBERS else None
