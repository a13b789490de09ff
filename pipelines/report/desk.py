"""The desk's pages: data quality, one run, and the small pages that say why there is nothing to see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote, urlencode

from pipelines.records import Outcome
from pipelines.report.brief import DayFigures
from pipelines.report.desk_values import WORST_FIRST, CheckLine, Quality, RunReport, SourceLine, State
from pipelines.report.desk_words import OUTCOMES
from pipelines.report.pages import Page, country_name, language_name, page

STYLE: Final = "desk.css"
SOURCES_A_PAGE: Final = 50
CHECKS_A_PAGE: Final = 25
RUNS_A_PAGE: Final = 15
TASKS_SHOWN: Final = 12

Line = TypeVar("Line")


class SourceOrder(StrEnum):
    """Columns by which the table of sources can be sorted."""

    STATE = "state"
    SOURCE = "source"
    COUNTRY = "country"
    LANGUAGE = "language"
    HEARD = "heard"
    ITEMS = "items"
    LOADED = "loaded"
    DUPLICATE = "duplicate"
    HELD = "held"
    KILLED = "killed"
    NOT_TEXT = "not_text"
    QUARANTINED = "quarantined"
    FAILED = "failed"


class Direction(StrEnum):
    """Which end of a sorted table comes first: the first letter, the smallest number, the worst state; or the other."""

    UP = "up"
    DOWN = "down"


class SourceFilter(StrEnum):
    """Which sources are shown."""

    ALL = "all"
    TROUBLED = "troubled"


class CheckFilter(StrEnum):
    """Which expectations are shown."""

    FAILED = "failed"
    MET = "met"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What of the desk is shown, as the address says it. Pages count from 1; one beyond an end shows that end."""

    sort: SourceOrder = SourceOrder.STATE
    direction: Direction = Direction.UP
    sources: SourceFilter = SourceFilter.ALL
    checks: CheckFilter = CheckFilter.FAILED
    sources_page: int = 1
    checks_page: int = 1
    runs_page: int = 1

    def address(self, **changes: object) -> str:
        """Return the query of an address that shows this view with changes; what is as usual is left out."""
        changed = replace(self, **changes)  # type: ignore[arg-type]  # the template names fields of this class
        usual = View()
        given = {
            name: str(getattr(changed, name))
            for name in self.__slots__
            if getattr(changed, name) != getattr(usual, name)
        }
        return f"?{urlencode(given)}"

    def sorted_by(self, column: str) -> str:
        """Return the query that sorts by a column, the other way round if it is sorted by it already."""
        order = SourceOrder(column)
        first = Direction.DOWN if order in _NUMBERS else Direction.UP
        if order is self.sort:
            first = Direction.DOWN if self.direction is Direction.UP else Direction.UP
        return self.address(sort=order, direction=first, sources_page=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[Line]):
    """One page of a table: its lines, the number of the page, how many pages and lines there are."""

    lines: Sequence[Line]
    number: int
    pages: int
    total: int


def quality_page(quality: Quality, view: View | None = None, *, root: str = "") -> Page:
    """Return the page "Data quality". `root` is the address under which the plugin answers, ending with a slash.

    Without a `view` it is a file of its own: all lines, no links to other pages.
    """
    shown = view or View()
    return page(
        "desk_quality.html",
        STYLE,
        quality=quality,
        view=shown,
        served=view is not None,
        root=root,
        now=quality.now,
        states=State,
        columns=_columns(quality.sources),
        sources=_part(sorted_sources(quality.sources, shown), shown.sources_page, SOURCES_A_PAGE if view else None),
        checks=_part(chosen_checks(quality.checks, shown.checks), shown.checks_page, CHECKS_A_PAGE if view else None),
        runs=_part(quality.runs, shown.runs_page, RUNS_A_PAGE if view else None),
        tasks_shown=TASKS_SHOWN,
        met=chosen_checks(quality.checks, CheckFilter.MET),
        troubled=sum(_is_troubled(line) for line in quality.sources),
        failed_checks=sum(line.state is not State.GOOD for line in quality.checks),
        run_address=lambda run: f"{root}runs/{quote(run, safe='')}",
    )


def run_page(report: RunReport, *, root: str = "", dag_run_id: str | None = None) -> Page:
    """Return the page of one run, from what it saw to what it loaded; inside the tab of its DAG run with its id."""
    return page(
        "desk_run.html",
        STYLE,
        report=report,
        line=report.line,
        root=root,
        now=report.now,
        states=State,
        dag_run_id=dag_run_id,
        failed=[line for line in report.checks if line.state is not State.GOOD],
        met=[line for line in report.checks if line.state is State.GOOD],
    )


def notice_page(title: str, what: str, *, where: str = "", next_step: str = "", root: str = "") -> Page:
    """Return a small page: what there is, where, and what to do. Also the page of every error."""
    return page("desk_notice.html", STYLE, title=title, what=what, where=where, next_step=next_step, root=root)


def briefs_page(days: Sequence[DayFigures], questions: Mapping[str, str], *, root: str) -> Page:
    """Return the list of all briefs; `days` the latest first."""
    return page("desk_briefs.html", STYLE, days=days, questions=questions, root=root)


# ── Which lines, in which order ───────────────────────────────────────────────────────────────────

_OUTCOME_ORDERS: Final = {SourceOrder(outcome.value): outcome for outcome in Outcome}
_NUMBERS: Final = frozenset({SourceOrder.ITEMS, SourceOrder.HEARD, *_OUTCOME_ORDERS})


def sorted_sources(lines: Sequence[SourceLine], view: View) -> list[SourceLine]:
    """Return the sources that a view shows in its order; equal ones by id."""
    shown = [line for line in lines if view.sources is SourceFilter.ALL or _is_troubled(line)]
    shown.sort(key=lambda line: line.source_id)
    shown.sort(key=_sort_key(view.sort), reverse=view.direction is Direction.DOWN)
    return shown


def _sort_key(order: SourceOrder) -> Callable[[SourceLine], Any]:
    if order in _OUTCOME_ORDERS:
        return lambda line: line.outcomes[_OUTCOME_ORDERS[order]]
    match order:
        case SourceOrder.SOURCE:
            return lambda line: line.publisher.casefold()
        case SourceOrder.COUNTRY:
            return lambda line: country_name(line.country)
        case SourceOrder.LANGUAGE:
            return lambda line: language_name(line.language)
        case SourceOrder.HEARD:
            return lambda line: line.last_heard_at or datetime.min  # noqa: DTZ901 - naive UTC, as in the warehouse
        case SourceOrder.ITEMS:
            return lambda line: line.items
        case _:
            return lambda line: (WORST_FIRST.index(line.state), -line.failures)


def chosen_checks(lines: Sequence[CheckLine], wanted: CheckFilter) -> list[CheckLine]:
    """Return the expectations that a filter lets through, in their order."""
    match wanted:
        case CheckFilter.FAILED:
            return [line for line in lines if line.state is not State.GOOD]
        case CheckFilter.MET:
            return [line for line in lines if line.state is State.GOOD]
        case _:
            return list(lines)


def _is_troubled(line: SourceLine) -> bool:
    return line.state in {State.BAD, State.WARNING}


def _columns(lines: Sequence[SourceLine]) -> list[tuple[Outcome, str]]:
    """Return the outcomes that get a column: those that some source has, and always the two that everyone asks for."""
    always = {Outcome.LOADED, Outcome.FAILED}
    return [
        (outcome, OUTCOMES[outcome])
        for outcome in Outcome
        if outcome in always or any(line.outcomes[outcome] for line in lines)
    ]


def _part(lines: Sequence[Line], number: int, size: int | None) -> Part[Line]:
    size = size or max(len(lines), 1)
    pages = max(-(-len(lines) // size), 1)
    number = min(max(number, 1), pages)
    return Part(lines=lines[(number - 1) * size : number * size], number=number, pages=pages, total=len(lines))
