"""Lines of the desk's tables, from rows of sql/report/: runs, funnels, refusals, checks, sources."""

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import sub
from typing import Any, Final

from pipelines.records import Outcome
from pipelines.report.desk_values import (
    WORST_FIRST,
    Astray,
    CheckLine,
    Funnel,
    Loss,
    Refusal,
    RunLine,
    SourceLine,
    State,
    Wait,
)
from pipelines.report.desk_words import OUTCOMES, advice, meaning, needs_someone, standing
from pipelines.report.severity import gravity, stops_load

Rows = Sequence[Mapping[str, Any]]

FAILING_FOR_GOOD: Final = 3
"""Polls without a good answer in a row after which a source needs a person and not another try."""


# ── Runs ──────────────────────────────────────────────────────────────────────────────────────────


def run_lines(runs: Rows, ends: Rows) -> tuple[RunLine, ...]:
    """Return one line a run, newest first: rows of desk_runs.sql with the counts of run_ends.sql."""
    counted = {row["run"]: row for row in ends}
    return tuple(_run_line(row, counted[row["run"]]) for row in runs if row["run"] in counted)


def _run_line(row: Mapping[str, Any], ended: Mapping[str, Any]) -> RunLine:
    state, word = _run_state(row, ended)
    return RunLine(
        run=row["run"],
        mode=row["mode"],
        planned_at=row["planned_at"],
        dag_run_id_sha=row["dag_run_id_sha"],
        pack_version=row["pack_version"],
        state=state,
        word=word,
        stop_reason=ended["stop_reason"] or "",
        batches=ended["batches"] or 0,
        lost_batches=ended["lost_batches"] or 0,
        documents=row["seen_documents"],
        items=row["seen_items"],
        loaded=ended["loaded"],
        refused=row["refused_rows"],
        unaccounted=row["unaccounted"],
        checks=row["checks"],
        failed_checks=row["failed_checks"],
    )


def _run_state(row: Mapping[str, Any], ended: Mapping[str, Any]) -> tuple[State, str]:
    if row["unaccounted"]:
        return State.BAD, "Not conserved"
    if row["stopped"]:
        return State.BAD, "Stopped"
    if ended["lost_batches"]:
        return State.WARNING, "Incomplete"
    if row["failed_checks"]:
        return State.WARNING, "Loaded, checks failed"
    return State.GOOD, "Loaded"


def astray_of(rows: Rows) -> tuple[Astray, ...]:
    """Return what conservation.sql found."""
    return tuple(
        Astray(
            run=row["run"],
            kind=row["kind"],
            id=row["id"],
            outcomes=row["outcomes"],
            found=tuple(row["found"] or ()),
        )
        for row in rows
    )


def funnel(kind: str, seen: int, outcomes: Rows) -> Funnel:
    """Return how `seen` things of a kind ended: rows of desk_outcomes.sql, the largest loss first."""
    ended = [row for row in outcomes if row["kind"] == kind]
    loaded = [row for row in ended if row["outcome"] == Outcome.LOADED]
    lost = [row for row in ended if row["outcome"] != Outcome.LOADED]
    after = accumulate((row["ended"] for row in lost), sub, initial=seen)
    next(after)
    return Funnel(
        kind=kind,
        seen=seen,
        losses=tuple(_loss(row, left) for row, left in zip(lost, after, strict=True)),
        left=sum(row["ended"] for row in loaded),
        notes=tuple(_loss(row, row["ended"]) for row in loaded if row["reason"]),
    )


def _loss(row: Mapping[str, Any], after: int) -> Loss:
    troubling = row["outcome"] in {Outcome.QUARANTINED, Outcome.FAILED} and needs_someone(row["reason"])
    return Loss(
        outcome=outcome_word(row["outcome"]),
        reason=meaning(row["reason"]),
        count=row["ended"],
        after=after,
        samples=tuple(row["samples"] or ()),
        sources=tuple(row["sources"] or ()),
        detail=row["detail"] or "",
        state=State.WARNING if troubling else State.NONE,
    )


def outcome_word(outcome: str) -> str:
    """Return the word for an outcome; the outcome itself if it is not one of ours."""
    return OUTCOMES[Outcome(outcome)] if outcome in set(Outcome) else outcome


def refusal(row: Mapping[str, Any]) -> Refusal:
    """Return a row of desk_refused.sql in words."""
    return Refusal(
        stage=row["stage"],
        subject=row["subject"],
        reason=meaning(row["reason"]),
        advice=advice(row["reason"]),
        count=row["refused"],
        samples=tuple(zip(row["samples"], row["details"], strict=True)),
    )


def wait(row: Mapping[str, Any]) -> Wait:
    """Return a row of waiting.sql in words."""
    return Wait(
        kind=row["kind"],
        outcome=outcome_word(row["outcome"]),
        reason=meaning(row["reason"]),
        count=row["waiting"],
        due_at=row["next_at"],
    )


# ── Checks ────────────────────────────────────────────────────────────────────────────────────────


def check_lines(rows: Rows) -> tuple[CheckLine, ...]:
    """Return one line an expectation, failed ones first, the most severe of them first."""
    lines = [_check_line(row) for row in rows]
    lines.sort(key=lambda line: (WORST_FIRST.index(line.state), gravity(line.severity)))
    return tuple(lines)


def _check_line(row: Mapping[str, Any]) -> CheckLine:
    columns, arguments = _arguments(row["kwargs"])
    return CheckLine(
        suite=row["suite"],
        columns=columns,
        expectation=row["expectation"].removeprefix("expect_").replace("_", " "),
        arguments=arguments,
        severity=row["severity"],
        stops=row["level"] == "batch",
        state=_check_state(row),
        evaluated=row["evaluated"] or 0,
        unexpected=row["unexpected"] or 0,
        observed=row["observed"] or "",
        note=row["notes"] or "",
    )


def _check_state(row: Mapping[str, Any]) -> State:
    if row["success"]:
        return State.GOOD
    return State.BAD if stops_load(row) else State.WARNING


def _arguments(kwargs: str | None) -> tuple[str, str]:
    """Return the columns that an expectation is about, and what else it was given."""
    try:
        given = json.loads(kwargs or "{}")
    except ValueError:
        return "", kwargs or ""
    if not isinstance(given, dict):
        return "", kwargs or ""
    named = [given.pop(name, None) for name in ("column", "column_A", "column_B")]
    columns = [str(name) for name in [*named, *(given.pop("column_list", None) or ())] if name is not None]
    return ", ".join(columns), ", ".join(f"{name} {json.dumps(value)}" for name, value in sorted(given.items()))


# ── Sources ───────────────────────────────────────────────────────────────────────────────────────


def source_lines(sources: Rows, health: Rows) -> tuple[SourceLine, ...]:
    """Return one line a source by id: rows of sources.sql with those of desk_health.sql."""
    known = {row["source_id"]: row for row in health}
    return tuple(_source_line(row, known[row["source_id"]]) for row in sources if row["source_id"] in known)


def _source_line(counts: Mapping[str, Any], heard: Mapping[str, Any]) -> SourceLine:
    state, word = _source_state(heard)
    troubled = state in {State.BAD, State.WARNING}
    return SourceLine(
        source_id=counts["source_id"],
        publisher=heard["publisher"] or "",
        kind=heard["kind"],
        language=heard["language"],
        country=heard["country"],
        state=state,
        word=word,
        last_heard_at=heard["last_good_at"],
        items=counts["items"],
        outcomes={outcome: counts[outcome.value] for outcome in Outcome},
        reason=heard["paused_why"] or (_trouble(heard) if troubled else ""),
        detail=(heard["last_detail"] or "") if troubled else "",
        advice=(advice(heard["last_reason"]) if heard["failures_in_a_row"] else "") or _state_advice(heard),
        next_try_at=heard["next_try_at"] if troubled else None,
        failures=heard["failures_in_a_row"],
    )


def _trouble(heard: Mapping[str, Any]) -> str:
    """Return what is the matter with a source: why its last request failed, else what its state was judged by."""
    return (meaning(heard["last_reason"]) if heard["failures_in_a_row"] else "") or heard["why"] or ""


def _state_advice(heard: Mapping[str, Any]) -> str:
    found = standing(heard["state"])
    return found[2] if found else ""


def _source_state(heard: Mapping[str, Any]) -> tuple[State, str]:
    if heard["paused_why"]:
        return State.NONE, "Paused"
    if (found := standing(heard["state"])) and not (found[0] is State.GOOD and heard["failures_in_a_row"]):
        return found[:2]
    if not heard["polls"]:
        return State.NONE, "Not asked yet"
    if heard["failures_in_a_row"] >= FAILING_FOR_GOOD:
        return State.BAD, "Lost"
    if heard["failures_in_a_row"]:
        return State.WARNING, "Not heard"
    if not heard["new_items_7_days"]:
        return State.WARNING, "Silent"
    return State.GOOD, "Heard"
