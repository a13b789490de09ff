"""Two texts → what one is to the other, and who holds how much of whom.

The measures are Jaccard's (what both hold, of all that either holds) and Broder's containment (what both hold, of what
one holds: On the resemblance and containment of documents, 1997). A reprint is mostly a cut, so containment decides.
Three questions come before it is called one:

- Is it the words of the writer that are shared, or those of a speaker whom both quote?
- Do the numbers and names agree as the other words do? Where they do not, a form was filled in twice: the report of
  another day, the weather of another town.
- Is it a story at all? A list of headlines and a live blog hold a bit of many.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pipelines.likeness.layout import Layout
from pipelines.likeness.shingles import FIGURE, NAME, QUOTED, Shingles

HELD = 0.5
"""Share of the shorter text that the other holds, from which one was taken from the other.

Real reprints, edited by a second agency, held .76 to .95 of each other; real reports of one event that quote the
same speakers .11 to .25. The middle of the gap, on the logarithm of it: what is between is a text used in part.
"""

HELD_OWN = 0.45
"""The same of what stands in no quotation marks: two who write around one statement share little of it."""

LEAST_OWN = 12
"""Runs outside quotations below which that cannot be asked; then `HELD_QUOTED` of the whole is wanted."""
HELD_QUOTED = 0.85

SHARE_OF_LONGER = 0.25
"""Share of the longer text that it must be: a story inside a survey of the day is not a copy of the survey."""

LEADS = 0.5
"""A text that is a smaller share of the longer one is still its beginning cut off, or a flash that has grown, when
this much of the longer one's lead is in it."""

LEAST_FIGURES, FIGURES = 5, 0.45
LEAST_NAMES, NAMES = 8, 0.4
"""Runs with a number (name) from which they are looked at, and how often they are shared, of the shorter text's
and as a share of how often its other runs are."""

ALIKE_SHORT = 0.8
"""Jaccard from which headlines, summaries, lists and live blogs are copies: nine words of ten."""
LEAST_WORDS = 8
"""Words below which a text says too little to be told from another day's."""

SAME = 0.97
"""Jaccard from which two texts of one publisher are one text, not its next version: a typing error, a comma."""

TOUCHES = 0.1
"""Share of the shorter text that the other holds, from which two report the same, each in its own words: a quotation,
a phrase of the communiqué. Unrelated reports from one war held up to .04 of each other."""
ANCHORS, LEAST_ANCHORS = 0.45, 5
"""Share of the shorter text's names and numbers, and their count, that does the same without a shared phrase."""


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
    way; `is_first_longer` by words. The reasons are what decided: `figures` and `names` the shares of the runs with a
    number or a name that both have, `own` that of the runs outside quotations; each None where there are too few.
    """

    kind: Kind
    jaccard: float
    first_in_second: float
    second_in_first: float
    own: float | None
    figures: float | None
    names: float | None

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
    relation = Relation(
        kind=Kind.NONE,
        jaccard=shared.jaccard,
        first_in_second=shared.of_first,
        second_in_first=shared.of_second,
        own=shared.share(0, QUOTED, LEAST_OWN),
        figures=shared.share(FIGURE, FIGURE, LEAST_FIGURES),
        names=shared.share(NAME, NAME, LEAST_NAMES),
    )
    kind = _kind(first, second, shared, relation, same_publisher=same_publisher)
    return Relation(
        kind, shared.jaccard, shared.of_first, shared.of_second, relation.own, relation.figures, relation.names
    )


def _kind(
    first: Shingles, second: Shingles, shared: "_Shared", relation: Relation, *, same_publisher: bool
) -> Kind:
    fewest = min(first.words, second.words)
    if fewest < LEAST_WORDS:
        return Kind.NONE
    if _is_other_day(relation):
        return Kind.NONE
    if _is_taken(first, second, shared, relation):
        return Kind.VERSION if same_publisher and relation.jaccard < SAME else Kind.COPY
    if Layout.LIST in {first.layout, second.layout} or Layout.LIVE in {first.layout, second.layout}:
        return Kind.NONE
    if relation.held >= TOUCHES or _anchored(first.anchors, second.anchors):
        return Kind.REWRITE
    return Kind.NONE


def _is_other_day(relation: Relation) -> bool:
    """Whether the words agree and what was filled in between them does not."""
    return relation.held >= TOUCHES and any(
        share is not None and share < least * relation.held
        for share, least in ((relation.figures, FIGURES), (relation.names, NAMES))
    )


def _is_taken(first: Shingles, second: Shingles, shared: "_Shared", relation: Relation) -> bool:
    """Whether one text was made from the other, or both from a third."""
    if first.layout is not Layout.PROSE and second.layout is not Layout.PROSE:
        return relation.jaccard >= ALIKE_SHORT
    if Layout.PROSE not in {first.layout, second.layout} or {first.layout, second.layout} & {Layout.LIST, Layout.LIVE}:
        return relation.jaccard >= ALIKE_SHORT
    if Layout.SHORT in {first.layout, second.layout} and relation.held < ALIKE_SHORT:
        return False
    if relation.held < HELD:
        return False
    if relation.held < HELD_QUOTED and (relation.own is None or relation.own < HELD_OWN):
        return False
    if min(relation.first_in_second, relation.second_in_first) >= SHARE_OF_LONGER * relation.held:
        return True
    shorter, longer = (first, second) if first.words <= second.words else (second, first)
    return bool(np.isin(longer.opening, shorter.marks).mean() >= LEADS)


@dataclass(frozen=True, slots=True)
class _Shared:
    """The runs of two texts beside each other, at the level of the longer one: marks, flags, and which are shared."""

    first_flags: NDArray[np.uint8]
    second_flags: NDArray[np.uint8]
    both_flags: NDArray[np.uint8]  # of the shared runs; what either text says of them

    @classmethod
    def of(cls, first: Shingles, second: Shingles) -> "_Shared":
        level = max(first.level, second.level)
        marks, flags = _at_level(first, level)
        others, other_flags = _at_level(second, level)
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

    def share(self, wanted: int, among: int, least: int) -> float | None:
        """Return the larger share of the runs whose flags `among` are `wanted`; None if a text has fewer than `least`.

        A run that one text has between quotation marks and the other has not counts as quoted.
        """
        fewest = min(_count(self.first_flags, wanted, among), _count(self.second_flags, wanted, among))
        return min(1.0, _count(self.both_flags, wanted, among) / fewest) if fewest >= least else None


def _count(flags: NDArray[np.uint8], wanted: int, among: int) -> int:
    return int(np.count_nonzero((flags & among > 0) == (wanted > 0)))


def _at_level(text: Shingles, level: int) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    if level == text.level:
        return text.marks, text.flags
    kept = text.marks & np.uint32((1 << level) - 1) == 0
    return text.marks[kept], text.flags[kept]


def _anchored(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> bool:
    """Whether two texts share so many names and numbers that they report one event."""
    fewest = min(len(first), len(second))
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared >= LEAST_ANCHORS and shared >= ANCHORS * fewest
