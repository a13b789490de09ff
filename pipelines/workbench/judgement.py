"""One judgement: what was wanted in one place and what was found there."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Verdict(StrEnum):
    """What became of a label or a tag."""

    RIGHT = "right"
    WRONG = "wrong"  # something was tagged, and it is something else
    MISSED = "missed"  # labelled, not tagged
    FALSE = "false"  # tagged, not labelled


class Span(NamedTuple):
    """A stretch of the title or the text; code points."""

    zone: str
    start: int
    end: int

    def overlap(self, other: "Span") -> int:
        """Return how many characters both have."""
        return max(0, min(self.end, other.end) - max(self.start, other.start)) if self.zone == other.zone else 0

    def inside(self, other: "Span") -> bool:
        """Say whether the other is longer and holds this whole."""
        return self != other and self.overlap(other) == self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`layer` names what was judged (mentions, quotes, label …), `group` the class that macro averages part by.

    `wanted` and `found` are in words, for people.
    """

    layer: str
    verdict: Verdict
    group: str = ""
    wanted: str = ""
    found: str = ""
    span: Span | None = None


class Spanned(Protocol):
    """Anything with a place in a text: a mention, a statement."""

    @property
    def zone(self) -> str:
        """Return title or text."""

    @property
    def start(self) -> int:
        """Return the first code point."""

    @property
    def end(self) -> int:
        """Return the code point behind the last."""


def span_of(one: Spanned) -> Span:
    """Return where something stands."""
    return Span(one.zone, one.start, one.end)


class Spans:
    """Stretches, looked up by where they are: a set from elsewhere may be one text with ten thousand labels."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._numbered = sorted((span, number) for number, span in enumerate(spans))
        self._longest = max((span.end - span.start for span, _ in self._numbered), default=0)

    def hold(self, here: Span) -> bool:
        """Say whether one of them is longer and holds this whole."""
        return any(here.inside(other) for _, other in self.crossing(here))

    def crossing(self, here: Span) -> Iterator[tuple[int, Span]]:
        """Yield number and stretch of each that shares a character with `here`, in reading order."""
        at = bisect_left(self._numbered, (Span(here.zone, here.start - self._longest, 0),))
        while at < len(self._numbered):
            span, number = self._numbered[at]
            if span.zone != here.zone or span.start >= here.end:
                return
            if here.overlap(span):
                yield number, span
            at += 1


def paired(
    labels: Sequence[Spanned], tags: Sequence[Spanned], fits: Callable[[int, int], bool] = lambda _label, _tag: True
) -> dict[int, int]:
    """Return number of a label → that of its tag, one to one, of those that overlap and of which `fits` says so.

    Exact ones go first, then those that share most characters; of equals the earlier.
    """
    spans = Spans(map(span_of, tags))
    overlaps = [
        (span_of(label) != span, -span_of(label).overlap(span), number, other)
        for number, label in enumerate(labels)
        for other, span in spans.crossing(span_of(label))
        if fits(number, other)
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, number, other in sorted(overlaps):
        if number not in pairs and other not in taken:
            pairs[number] = other
            taken.add(other)
    return pairs
