"""The pages of the quarantine: what was set aside, by source, reason, rule and day; and one thing of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pipelines.records import ITS_ITEM
from pipelines.report.desk_addresses import Direction, Sorted, choices, ordered, part
from pipelines.report.desk_checks import check_lines
from pipelines.report.desk_documents import Came
from pipelines.report.desk_findings import Rows, outcome_word
from pipelines.report.desk_values import CheckLine, State
from pipelines.report.desk_words import advice, meaning
from pipelines.report.pages import Page, day, page

STYLE: Final = "desk.css"
ENTRIES_A_PAGE: Final = 50
VALUES_OF_A_FILTER: Final = 10
"""How it is told that a revision was refused because a check refused its item."""


class Standing(StrEnum):
    """What was decided about something that is set aside."""

    OPEN = "open"
    WAITING = "waiting"
    DISMISSED = "dismissed"


STANDINGS: Final[dict[Standing, tuple[State, str]]] = {
    Standing.OPEN: (State.WARNING, "Open"),
    Standing.WAITING: (State.NONE, "Decided, waits for a run"),
    Standing.DISMISSED: (State.NONE, "Dismissed"),
}


class StandingFilter(StrEnum):
    """What is shown, by what was decided about it."""

    TO_DECIDE = "open"
    WAITING = "waiting"
    DISMISSED = "dismissed"
    ALL = "all"


class EntryOrder(StrEnum):
    """Columns by which the quarantine can be sorted."""

    WHEN = "when"
    SOURCE = "source"
    REASON = "reason"
    KIND = "kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineView(Sorted):
    """What is shown of the quarantine; an empty filter shows all. `day` is written YYYY-MM-DD, `run` a run's name."""

    sort: EntryOrder = EntryOrder.WHEN
    direction: Direction = Direction.DOWN
    state: StandingFilter = StandingFilter.TO_DECIDE
    source: str = ""
    reason: str = ""
    rule: str = ""
    day: str = ""
    run: str = ""
    page: int = 1


QuarantineView.largest_first = frozenset({EntryOrder.WHEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A decision that no published run has taken up yet: to release, reprocess or dismiss."""

    action: str
    who: str
    why: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that is set aside. `rules` are the labels of the expectations that refused it; `what` a title or address."""

    key: str
    kind: str
    id: str
    revision: str
    standing: Standing
    source_id: str
    what: str
    reason_code: str
    reason: str
    advice: str
    rules: tuple[str, ...]
    detail: str
    fetch_id: str
    article_id: str
    run: str
    at: datetime
    pending: Pending | None
    action: str
    who: str
    why: str
    decided_at: datetime | None

    @property
    def state(self) -> State:
        """Return how it stands: decided is not open, also before a run took the decision up."""
        return State.NONE if self.pending else STANDINGS[self.standing][0]

    @property
    def word(self) -> str:
        """Return how it stands, in words."""
        return f"{self.pending.action.capitalize()}: pending" if self.pending else STANDINGS[self.standing][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine:
    """All that is set aside, the latest first."""

    now: datetime
    snapshot: str
    entries: tuple[Entry, ...]
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How one run ended something, or what a stage refused of it."""

    run: str
    at: datetime | None
    what: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneEntry:
    """One thing that was set aside, with what came, what refused it, and its history.

    `entry` is None when it is not set aside any more.
    """

    now: datetime
    snapshot: str
    key: str
    entry: Entry | None
    sighting: Mapping[str, Any] | None
    came: tuple[Came, ...]
    checks: tuple[CheckLine, ...]
    refused: tuple[Ended, ...]
    history: tuple[Ended, ...]
    questions: Mapping[str, str]


# ── From rows ─────────────────────────────────────────────────────────────────────────────────────


def entries_of(rows: Rows, pending: Mapping[str, Pending]) -> tuple[Entry, ...]:
    """Return one entry a row of quarantine.sql; `pending` by key."""
    return tuple(_entry(row, pending) for row in rows)


def key_of(row: Mapping[str, Any]) -> str:
    """Return what a thing is called in addresses and forms: its kind, id and revision."""
    return f"{row['kind']}/{row['id']}/{row['revision']}"


def _entry(row: Mapping[str, Any], pending: Mapping[str, Pending]) -> Entry:
    is_check = row["reason"] == "expectation"
    return Entry(
        key=key_of(row),
        kind=row["kind"],
        id=row["id"],
        revision=row["revision"],
        standing=Standing(row["state"]),
        source_id=row["source_id"] or "",
        what=row["what"] or "",
        reason_code=row["reason"] or "",
        reason=meaning(row["reason"]),
        advice=advice(row["reason"]),
        rules=tuple(each.removeprefix(ITS_ITEM) for each in (row["detail"] or "").split("; ") if each)
        if is_check
        else (),
        detail="" if is_check else row["detail"] or "",
        fetch_id=row["fetch_id"] or "",
        article_id=row["article_id"] or "",
        run=row["run"],
        at=row["recorded_at"],
        pending=pending.get(key_of(row)),
        action=row["action"] or "",
        who=row["who"] or "",
        why=row["why"] or "",
        decided_at=row["decided_at"],
    )


def ended_of(rows: Rows) -> tuple[Ended, ...]:
    """Return how runs ended something: rows of desk_endings.sql."""
    return tuple(
        Ended(
            run=row["run"],
            at=row["recorded_at"],
            what=outcome_word(row["outcome"]),
            reason=meaning(row["reason"]),
            detail=row["detail"] or "",
        )
        for row in rows
    )


def refused_of(rows: Rows) -> tuple[Ended, ...]:
    """Return what stages refused of something: rows of desk_refusals.sql."""
    return tuple(
        Ended(
            run=row["run"],
            at=None,
            what=f"{row['stage']}: {row['subject']}",
            reason=meaning(row["reason"]),
            detail=row["detail"] or "",
        )
        for row in rows
    )


def checks_that_refused(entry: Entry | None, checks: Rows) -> tuple[CheckLine, ...]:
    """Return the expectations that refused something, of the run that set it aside, with their notes."""
    rules = set(entry.rules) if entry else set()
    return tuple(line for line in check_lines(checks) if line.state is not State.GOOD and line.label in rules)


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


def quarantine_page(
    quarantine: Quarantine,
    view: QuarantineView,
    *,
    root: str,
    form: Any = None,  # noqa: ANN401 - what the form's template needs
) -> Page:
    """Return the list of what is set aside; with a `form`, each can be ticked and all of them decided about at once."""
    entries = quarantine.entries
    of_state = [each for each in entries if _is_of(each, view.state)]
    shown = [each for each in of_state if _is_chosen(each, view)]
    return page(
        "desk_quarantine.html",
        STYLE,
        forms=form is not None,
        form=form,
        section="quarantine",
        root=root,
        desk=quarantine,
        now=quarantine.now,
        view=view,
        served=True,
        states=choices(
            view,
            "state",
            [(each, _STATES[each], sum(_is_of(entry, each) for entry in entries)) for each in StandingFilter],
        ),
        filters=[
            ("Source", _values(view, "source", ((each.source_id, each.source_id) for each in of_state))),
            ("Reason", _values(view, "reason", ((each.reason_code, each.reason) for each in of_state))),
            ("Rule", _values(view, "rule", ((rule, rule) for each in of_state for rule in each.rules))),
            ("Day", _values(view, "day", ((f"{each.at:%Y-%m-%d}", day(each.at.date())) for each in of_state))),
            *([("Run", _values(view, "run", ((each.run, each.run) for each in of_state)))] if view.run else []),
        ],
        is_filtered=bool(view.source or view.reason or view.rule or view.day or view.run),
        everything=view.address(source="", reason="", rule="", day="", run="", page=1),
        entries=part(
            ordered(shown, _ORDERS[view.sort], view.direction, tie=lambda each: each.key), view.page, ENTRIES_A_PAGE
        ),
        pending=sum(each.pending is not None for each in entries),
    )


def entry_page(found: OneEntry, *, root: str, form: Any = None) -> Page:  # noqa: ANN401 - what the form's template needs
    """Return the page of one thing that is or was set aside; `form` is what the form that decides needs."""
    return page(
        "desk_entry.html",
        STYLE,
        forms=form is not None,
        section="quarantine",
        root=root,
        desk=found,
        now=found.now,
        entry=found.entry,
        form=form,
    )


_STATES: Final = {
    StandingFilter.TO_DECIDE: "to decide",
    StandingFilter.WAITING: "decided, waits for a run",
    StandingFilter.DISMISSED: "dismissed",
    StandingFilter.ALL: "all",
}

_ORDERS: Final[dict[EntryOrder, Callable[[Entry], Any]]] = {
    EntryOrder.WHEN: lambda each: each.at,
    EntryOrder.SOURCE: lambda each: each.source_id,
    EntryOrder.REASON: lambda each: (each.reason, each.rules),
    EntryOrder.KIND: lambda each: each.kind,
}


def _is_of(entry: Entry, wanted: StandingFilter) -> bool:
    return wanted is StandingFilter.ALL or entry.standing.value == wanted.value


def _is_chosen(entry: Entry, view: QuarantineView) -> bool:
    return (
        view.source in {"", entry.source_id}
        and view.reason in {"", entry.reason_code}
        and (not view.rule or view.rule in entry.rules)
        and view.day in {"", f"{entry.at:%Y-%m-%d}"}
        and view.run in {"", entry.run}
    )


def _values(view: QuarantineView, name: str, values: Iterable[tuple[str, str]]) -> Sequence[Any]:
    """Return the values of a filter, the most frequent first, and what shows all; nothing where there is no choice."""
    counted = Counter(values)
    current = getattr(view, name)
    if len(counted) < 2 and not current:
        return ()
    if current and current not in {value for value, _ in counted}:
        counted[current, current] = 0
    every = sum(counted.values())
    most = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return choices(
        view, name, [("", "any", every), *((value, label, n) for (value, label), n in most)], most=VALUES_OF_A_FILTER
    )
