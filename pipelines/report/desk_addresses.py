"""Addresses of the desk: what of a table is shown, in which order, which page of it. All of it stands in the URL."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote, urlencode

from pipelines.report.desk_values import WORST_FIRST, State

Line = TypeVar("Line")


class Direction(StrEnum):
    """Which end of a sorted table comes first: the first letter, the smallest number, the worst state; or the other."""

    UP = "up"
    DOWN = "down"


class Shown:
    """What of a page is shown: a frozen dataclass whose fields are the parts of the query; subclasses add them.

    Pages of a table count from 1; one beyond an end shows that end.
    """

    __slots__ = ()

    def address(self, **changes: object) -> str:
        """Return the query of an address that shows this with changes; what is as usual is left out."""
        changed: Any = replace(self, **changes)  # type: ignore[type-var]  # subclasses are dataclasses
        usual = type(self)()
        names = [each.name for each in fields(changed)]
        given = {name: str(getattr(changed, name)) for name in names if getattr(changed, name) != getattr(usual, name)}
        return f"?{urlencode(given)}"


class Sorted(Shown):
    """What is shown of a table that can be sorted: it has the fields `sort`, `direction` and `page`."""

    __slots__ = ()
    sort: Any
    direction: Direction
    largest_first: frozenset[Any] = frozenset()

    def sorted_by(self, column: str) -> str:
        """Return the query that sorts by a column, the other way round if it is sorted by it already."""
        order = type(self.sort)(column)
        first = Direction.DOWN if order in self.largest_first else Direction.UP
        if order is self.sort:
            first = Direction.DOWN if self.direction is Direction.UP else Direction.UP
        return self.address(sort=order, direction=first, page=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter, with how many lines it shows."""

    label: str
    count: int
    is_current: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[Line]):
    """One page of a table: its lines, the number of the page, how many pages and lines there are."""

    lines: Sequence[Line]
    number: int
    pages: int
    total: int


def part(lines: Sequence[Line], number: int, size: int | None) -> Part[Line]:
    """Return page `number` of lines, `size` of them a page; None: all on one."""
    size = size or max(len(lines), 1)
    pages = max(-(-len(lines) // size), 1)
    number = min(max(number, 1), pages)
    return Part(lines=lines[(number - 1) * size : number * size], number=number, pages=pages, total=len(lines))


def choices(
    view: Shown, name: str, values: Iterable[tuple[Any, str, int]], *, most: int | None = None
) -> tuple[Choice, ...]:
    """Return the values of a filter as links: (value, label, lines) each; the current one is always among them."""
    current = getattr(view, name)
    found = [
        Choice(label=label, count=count, is_current=value == current, address=view.address(**{name: value, "page": 1}))
        for value, label, count in values
    ]
    if most is None or len(found) <= most:
        return tuple(found)
    return tuple(each for number, each in enumerate(found) if number < most or each.is_current)


def ordered(
    lines: Iterable[Line], key: Callable[[Line], Any], direction: Direction, tie: Callable[[Line], Any]
) -> list[Line]:
    """Return the lines by a key in a direction; equal ones by `tie`, always upwards."""
    found = sorted(lines, key=tie)
    found.sort(key=key, reverse=direction is Direction.DOWN)
    return found


def badness(state: State) -> int:
    """Return a key that puts the worst first."""
    return WORST_FIRST.index(state)


SECTIONS: Final = (
    ("quality", "Overview"),
    ("runs", "Runs"),
    ("sources", "Sources"),
    ("quarantine", "Quarantine"),
    ("findings", "Findings"),
    ("brief", "Brief"),
)
"""The pages that each page leads to: path and name, in their order."""


def path_of(root: str, *parts: str) -> str:
    """Return an address of the desk; each part is quoted whole, so that none of them adds another."""
    return root + "/".join(quote(each, safe="") for each in parts)
