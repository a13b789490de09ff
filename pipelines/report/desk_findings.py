"""Lines of the desk's tables, from rows of sql/report/: runs, funnels, refusals, sources."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import sub
from typing import Any, Final

from pipelines.records import Outcome
from pipelines.report.desk_values import (
    Aside,
    Astray,
    Funnel,
    Loss,
    Refusal,
    RunLine,
    SourceLine,
    State,
    Wait,
)
from pipelines.report.desk_words import OUTCOMES, STAGES, advice, meaning, needs_someone, stage_of, standing

Rows = Sequence[Mapping[str, Any]]

FAILING_FOR_GOOD: Final = 3
"""Polls without a good answer in a row after which a source needs a person and not another try."""


_NO_COUNTS: Final = {"items": 0, **{outcome.value: 0 for outcome in Outcome}}


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
    """Return how `seen` things of a kind ended: rows of desk_outcomes.sql, by stage, the largest loss of each first."""
    ended = [row for row in outcomes if row["kind"] == kind]
    loaded = [row for row in ended if row["outcome"] == Outcome.LOADED]
    lost = [row for row in ended if row["outcome"] != Outcome.LOADED]
    lost.sort(key=lambda row: STAGES.index(stage_of(row["outcome"], row["reason"])))
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
        stage=stage_of(row["outcome"], row["reason"]),
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


def asides_of(rows: Rows) -> tuple[Aside, ...]:
    """Return what a run set aside: rows of desk_aside.sql."""
    return tuple(
        Aside(
            key=f"{row['kind']}/{row['id']}/{row['revision']}",
            kind=row["kind"],
            what=row["what"] or row["id"][:12],
            source_id=row["source_id"] or "",
            reason=meaning(row["reason"]),
            detail=row["detail"] or "",
        )
        for row in rows
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


# ── Sources ───────────────────────────────────────────────────────────────────────────────────────


def source_lines(counts: Rows, health: Rows) -> tuple[SourceLine, ...]:
    """Return one line a source by id: rows of desk_health.sql with those of desk_counts.sql, without one 0 of all."""
    counted = {row["source_id"]: row for row in counts}
    return tuple(source_line(counted.get(row["source_id"], _NO_COUNTS), row) for row in health)


def source_line(counts: Mapping[str, Any], heard: Mapping[str, Any]) -> SourceLine:
    """Return a source from its counts by outcome and a row of desk_health.sql."""
    state, word = _source_state(heard)
    troubled = state in {State.BAD, State.WARNING}
    return SourceLine(
        source_id=heard["source_id"],
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
