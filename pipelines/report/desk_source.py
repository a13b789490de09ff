"""The page of one source: how it stands, its last days, what became of what it brought, its states and requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pipelines.records import FeedState, Outcome
from pipelines.report.desk_findings import Rows, outcome_word, source_line
from pipelines.report.desk_sources import LEGEND, SourceRow, matrix_of
from pipelines.report.desk_values import State
from pipelines.report.desk_words import FEED_STATES, meaning
from pipelines.report.pages import Page, page

STYLE: Final = "desk.css"
STATES_SHOWN: Final = 40
DAYS_OF_ONE: Final = 30
"""Days that the page of one source looks back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A state that a source was in, until `to_at` or still."""

    state: State
    word: str
    from_at: datetime
    to_at: datetime | None
    why: str
    polls: int
    new_items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One of the last requests of a source, in words."""

    fetch_id: str
    run: str
    at: datetime
    answer: str
    items: int | None
    outcome: str
    reason: str
    detail: str
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """So many documents or items of a source that stand like this."""

    kind: str
    outcome: str
    word: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSource:
    """One source with its history."""

    now: datetime
    snapshot: str
    about: Mapping[str, Any]
    row: SourceRow
    past: tuple[Past, ...]
    polls: tuple[Poll, ...]
    endings: tuple[Ending, ...]
    questions: Mapping[str, str]


def one_source_of(
    *,
    now: datetime,
    snapshot: str,
    days: Sequence[date],
    about: Mapping[str, Any],
    health: Mapping[str, Any],
    ends: Rows,
    states: Rows,
    arrivals: Rows,
    history: Rows,
    polls: Rows,
    questions: Mapping[str, str],
) -> OneSource:
    """Return one source with its history."""
    endings = tuple(
        Ending(
            kind=row["kind"],
            outcome=row["outcome"],
            word=outcome_word(row["outcome"]),
            reason=meaning(row["reason"]),
            count=row["ended"],
        )
        for row in ends
    )
    counts = {outcome.value: 0 for outcome in Outcome}
    for each in endings:
        if each.kind == "item":
            counts[each.outcome] = counts.get(each.outcome, 0) + each.count
    counted = {"source_id": about["source_id"], "items": sum(counts.values()), **counts}
    return OneSource(
        now=now,
        snapshot=snapshot,
        about=about,
        row=SourceRow(line=source_line(counted, health), days=matrix_of(days, states, arrivals)),
        past=tuple(_past(row) for row in history[:STATES_SHOWN]),
        polls=tuple(_poll(row) for row in polls),
        endings=endings,
        questions=questions,
    )


def _past(row: Mapping[str, Any]) -> Past:
    known = row["state"] in set(FeedState)
    state, word, _ = FEED_STATES[FeedState(row["state"])] if known else (State.NONE, row["state"] or "", "")
    return Past(
        state=state,
        word=word,
        from_at=row["from_at"],
        to_at=row["to_at"],
        why=row["why"] or "",
        polls=row["polls"] or 0,
        new_items=row["new_items"] or 0,
    )


_ANSWERS: Final = {"ok": "answered", "not_modified": "nothing new", "failed": "failed", "refused": "not asked"}


def _poll(row: Mapping[str, Any]) -> Poll:
    answer = _ANSWERS.get(row["fetch_outcome"], row["fetch_outcome"] or "")
    return Poll(
        fetch_id=row["fetch_id"],
        run=row["run"],
        at=row["fetched_at"],
        answer=f"{answer} ({row['status']})" if row["status"] else answer,
        items=row["items"],
        outcome=outcome_word(row["outcome"]),
        reason=meaning(row["reason"]),
        detail=row["detail"] or "",
        next_try_at=row["next_try_at"],
    )


def source_page(source: OneSource, *, root: str) -> Page:
    """Return the page of one source."""
    return page(
        "desk_source.html",
        STYLE,
        section="sources",
        root=root,
        desk=source,
        now=source.now,
        line=source.row.line,
        about=source.about,
        letters=LEGEND,
    )
