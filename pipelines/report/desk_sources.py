"""The page of the sources: how each stood on each of the last days."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Final

from pipelines.records import FeedState, Outcome, SourceKind
from pipelines.report.desk_addresses import Direction, Sorted, badness, choices, ordered, part
from pipelines.report.desk_findings import Rows, source_lines
from pipelines.report.desk_values import SourceLine, State
from pipelines.report.desk_words import FEED_STATES
from pipelines.report.pages import Page, page

STYLE: Final = "desk.css"
SOURCES_A_PAGE: Final = 50
LETTERS: Final = {
    FeedState.OK: "O",
    FeedState.QUIET: "Q",
    FeedState.STALE: "S",
    FeedState.EMPTY: "E",
    FeedState.HTML: "H",
    FeedState.BLOCKED: "B",
    FeedState.MOVED: "M",
    FeedState.DOWN: "D",
    FeedState.DEAD: "X",
    FeedState.PAUSED: "P",
}
NOT_ASKED: Final = "·"
ASKED: Final = "+"
LEGEND: Final = (
    *((LETTERS[each], FEED_STATES[each][1], FEED_STATES[each][0]) for each in FeedState),
    (ASKED, "Asked, not judged", State.NONE),
    (NOT_ASKED, "Not asked", State.NONE),
)
"""Letters of the matrix with their words and states."""
_GRAVEST_FIRST: Final = (
    FeedState.DEAD,
    FeedState.DOWN,
    FeedState.BLOCKED,
    FeedState.HTML,
    FeedState.EMPTY,
    FeedState.MOVED,
    FeedState.STALE,
    FeedState.PAUSED,
    FeedState.QUIET,
    FeedState.OK,
)


class SourceOrder(StrEnum):
    """Columns by which the table of sources can be sorted."""

    STATE = "state"
    SOURCE = "source"
    NEW = "new"
    ITEMS = "items"
    LOADED = "loaded"
    ASIDE = "aside"
    HEARD = "heard"


class SourceFilter(StrEnum):
    """Which sources are shown."""

    ALL = "all"
    TROUBLED = "troubled"


class KindFilter(StrEnum):
    """Sources of which kind are shown."""

    ALL = "all"
    FEED = SourceKind.FEED.value
    SITEMAP = SourceKind.SITEMAP.value
    WIRE = SourceKind.WIRE.value


class Span(IntEnum):
    """How many days are shown."""

    WEEKS = 14
    MONTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesView(Sorted):
    """What is shown of the sources."""

    sort: SourceOrder = SourceOrder.STATE
    direction: Direction = Direction.UP
    show: SourceFilter = SourceFilter.ALL
    kind: KindFilter = KindFilter.ALL
    days: Span = Span.WEEKS
    page: int = 1


SourcesView.largest_first = frozenset(
    {SourceOrder.NEW, SourceOrder.ITEMS, SourceOrder.LOADED, SourceOrder.ASIDE, SourceOrder.HEARD}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How a source stood at the end of a day: a letter with its word. Numbers are of the day.

    `graver` is the word for a graver state of the same day, empty where there was none.
    """

    day_on: date
    letter: str
    word: str
    state: State
    graver: str
    new_items: int
    polls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source with its last days, the oldest first."""

    line: SourceLine
    days: tuple[Day, ...]

    @property
    def new_items(self) -> int:
        """Return how many item revisions were new on these days."""
        return sum(day.new_items for day in self.days)

    @property
    def set_aside(self) -> int:
        """Return how many of its item revisions are quarantined or failed."""
        return self.line.outcomes[Outcome.QUARANTINED] + self.line.outcomes[Outcome.FAILED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All sources at one look. `days` are those of the matrix, the oldest first; none where nothing was ever asked."""

    now: datetime
    snapshot: str
    days: tuple[date, ...]
    rows: tuple[SourceRow, ...]
    questions: Mapping[str, str]


# ── From rows ─────────────────────────────────────────────────────────────────────────────────────


def days_until(last: date | None, count: int) -> tuple[date, ...]:
    """Return the last `count` days, the oldest first; none when nothing was ever asked."""
    return tuple(last - timedelta(days=back) for back in range(count - 1, -1, -1)) if last else ()


def sources_of(
    *,
    now: datetime,
    snapshot: str,
    days: Sequence[date],
    sources: Rows,
    health: Rows,
    states: Rows,
    arrivals: Rows,
    questions: Mapping[str, str],
) -> Sources:
    """Return all sources with their days; `now` is naive UTC."""
    held, came = _by_source(states), _by_source(arrivals)
    return Sources(
        now=now,
        snapshot=snapshot,
        days=tuple(days),
        rows=tuple(
            SourceRow(line=line, days=matrix_of(days, held[line.source_id], came[line.source_id]))
            for line in source_lines(sources, health)
        ),
        questions=questions,
    )


def _by_source(rows: Rows) -> Mapping[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["source_id"]].append(row)
    return found


def matrix_of(days: Sequence[date], states: Rows, arrivals: Rows) -> tuple[Day, ...]:
    """Return one source's days: rows of desk_states.sql and desk_arrivals.sql that are of it."""
    came = {row["day_on"]: row for row in arrivals}
    return tuple(_day(each, states, came.get(each)) for each in days)


def _day(day_on: date, states: Rows, came: Mapping[str, Any] | None) -> Day:
    held = [row["state"] for row in states if row["from_at"].date() <= day_on <= row["until_at"].date()]
    known = [FeedState(state) for state in held if state in set(FeedState)]
    polls = came["polls"] if came else 0
    letter, word, state, graver = (ASKED, "Asked, not judged", State.NONE, "") if polls else _SILENCE
    if known:
        letter, (state, word, _) = LETTERS[known[-1]], FEED_STATES[known[-1]]
        gravest = min(known, key=_GRAVEST_FIRST.index)
        graver = FEED_STATES[gravest][1] if gravest is not known[-1] else ""
    return Day(
        day_on=day_on,
        letter=letter,
        word=word,
        state=state,
        graver=graver,
        new_items=came["new_items"] if came else 0,
        polls=polls,
    )


_SILENCE: Final = (NOT_ASKED, "Not asked", State.NONE, "")


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


def sources_page(sources: Sources, view: SourcesView | None = None, *, root: str = "") -> Page:
    """Return the page "Sources". `root` is the address under which the plugin answers, ending with a slash."""
    return page("desk_sources.html", STYLE, section="sources", root=root, **sources_values(sources, view))


def sources_values(sources: Sources, view: SourcesView | None) -> dict[str, Any]:
    """Return what the template of the table needs. Without a `view` all lines, and no link to sort by."""
    shown = view or SourcesView()
    rows = sources.rows
    troubled = sum(_is_troubled(row) for row in rows)
    kinds = [kind for kind in KindFilter if any(row.line.kind == kind for row in rows)]
    return {
        "desk": sources,
        "now": sources.now,
        "view": shown,
        "served": view is not None,
        "letters": LEGEND,
        "shown": choices(
            shown,
            "show",
            [
                (SourceFilter.ALL, "all", len(rows)),
                (SourceFilter.TROUBLED, "only those to look at", troubled),
            ],
        ),
        "kinds": choices(
            shown,
            "kind",
            [
                (KindFilter.ALL, "every kind", len(rows)),
                *((kind, f"{kind.value}s", sum(row.line.kind == kind for row in rows)) for kind in kinds),
            ],
        )
        if len(kinds) > 1
        else (),
        "spans": [(span, span is shown.days, shown.address(days=span)) for span in Span],
        "sources": part(sorted_sources(rows, shown), shown.page, SOURCES_A_PAGE if view else None),
    }


def sorted_sources(rows: Sequence[SourceRow], view: SourcesView) -> list[SourceRow]:
    """Return the sources that a view shows in its order; equal ones by id."""
    shown = [
        row
        for row in rows
        if (view.show is SourceFilter.ALL or _is_troubled(row)) and view.kind in {KindFilter.ALL, row.line.kind}
    ]
    return ordered(shown, _ORDERS[view.sort], view.direction, tie=lambda row: row.line.source_id)


_ORDERS: Final[dict[SourceOrder, Callable[[SourceRow], Any]]] = {
    SourceOrder.STATE: lambda row: (badness(row.line.state), -row.line.failures),
    SourceOrder.SOURCE: lambda row: row.line.publisher.casefold(),
    SourceOrder.NEW: lambda row: row.new_items,
    SourceOrder.ITEMS: lambda row: row.line.items,
    SourceOrder.LOADED: lambda row: row.line.outcomes[Outcome.LOADED],
    SourceOrder.ASIDE: lambda row: row.set_aside,
    SourceOrder.HEARD: lambda row: row.line.last_heard_at or datetime.min,  # noqa: DTZ901 - naive UTC
}


def _is_troubled(row: SourceRow) -> bool:
    return row.line.state in {State.BAD, State.WARNING}
