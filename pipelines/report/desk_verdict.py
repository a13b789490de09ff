"""What the rows of a snapshot come to: is the data complete and sound, and what should a person do now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from pipelines.records import Outcome
from pipelines.report.desk_findings import Rows, astray_of, check_lines, funnel, refusal, run_lines, source_lines, wait
from pipelines.report.desk_values import (
    WORST_FIRST,
    CheckLine,
    Promise,
    Quality,
    RunLine,
    RunReport,
    SourceLine,
    State,
    Task,
)
from pipelines.report.desk_words import advice, meaning, needs_someone

FRESH: Final = timedelta(hours=24)
"""Age of the last request beyond which nobody is collecting: the DAG asks every 15 minutes."""


def quality_of(
    *,
    now: datetime,
    snapshot: str,
    sources: Rows,
    health: Rows,
    runs: Rows,
    ends: Rows,
    checks: Rows,
    outcomes: Rows,
    waiting: Rows,
    conservation: Rows,
    copies: Rows,
    questions: Mapping[str, str],
) -> Quality:
    """Return the desk at one look; `now` is naive UTC. `checks` and `outcomes` are those of the newest run."""
    lines = run_lines(runs, ends)
    source_list = source_lines(sources, health)
    checked = check_lines(checks)
    promises = _promises(now, lines, source_list, health, checked)
    tasks = _tasks(
        runs=lines,
        sources=source_list,
        checks=checked,
        outcomes=outcomes,
        waiting=waiting,
        copies=copies,
        promises=promises,
    )
    state = worst(promise.state for promise in promises)
    return Quality(
        now=now,
        snapshot=snapshot,
        state=state,
        word=_WORDS[state],
        sentence=_sentence(state, promises),
        promises=promises,
        tasks=tasks,
        waits=tuple(wait(row) for row in waiting),
        sources=source_list,
        checks=checked,
        runs=lines,
        astray=astray_of(conservation),
        questions=questions,
    )


def run_report_of(
    line: RunLine,
    *,
    now: datetime,
    snapshot: str,
    outcomes: Rows,
    refused: Rows,
    checks: Rows,
    conservation: Rows,
    questions: Mapping[str, str],
) -> RunReport:
    """Return one run from what it saw to what it loaded."""
    seen = {"document": line.documents, "item": line.items}
    return RunReport(
        now=now,
        snapshot=snapshot,
        line=line,
        funnels=tuple(funnel(kind, seen[kind], outcomes) for kind in seen),
        refusals=tuple(refusal(row) for row in refused),
        checks=check_lines(checks),
        astray=tuple(each for each in astray_of(conservation) if each.run == line.run),
        questions=questions,
    )


def worst(states: Iterable[State]) -> State:
    """Return the worst of the states; `NONE` for none."""
    return min(states, key=WORST_FIRST.index, default=State.NONE)


# ── Promises ──────────────────────────────────────────────────────────────────────────────────────

_WORDS: Final = {
    State.GOOD: "Complete and sound",
    State.WARNING: "Sound, with gaps",
    State.BAD: "Not to be relied on",
    State.NONE: "Nothing to judge yet",
}


def _promises(
    now: datetime, runs: Sequence[RunLine], sources: Sequence[SourceLine], health: Rows, checks: Sequence[CheckLine]
) -> tuple[Promise, ...]:
    return (
        _conserved(runs),
        _not_stopped(runs),
        _fresh(now, health),
        _heard(sources),
        _expectations_met(runs, checks),
    )


def _conserved(runs: Sequence[RunLine]) -> Promise:
    seen, astray = sum(run.seen for run in runs), sum(run.unaccounted for run in runs)
    broken = [run for run in runs if run.unaccounted]
    return Promise(
        name="conserved",
        title="Nothing is lost",
        state=_judged(runs, State.BAD if astray else State.GOOD),
        kept=seen - astray,
        out_of=seen,
        unit="documents and item revisions ended in exactly one outcome",
        since=(broken or runs)[-1].planned_at if runs else None,
    )


def _not_stopped(runs: Sequence[RunLine]) -> Promise:
    whole = [not run.stop_reason and not run.lost_batches for run in runs]
    last = runs[0] if runs else None
    state = (
        State.NONE
        if last is None
        else State.BAD
        if last.stop_reason
        else State.WARNING
        if last.lost_batches
        else State.GOOD
    )
    return Promise(
        name="not_stopped",
        title="Nothing was stopped",
        state=state,
        kept=sum(whole),
        out_of=len(runs),
        unit="runs ended whole",
        since=_since(runs, whole),
        more=last.stop_reason if last else "",
    )


def _fresh(now: datetime, health: Rows) -> Promise:
    asked = [row["last_fetched_at"] for row in health if row["last_fetched_at"]]
    fresh = sum(now - moment <= FRESH for moment in asked)
    active = sum(not row["paused_why"] for row in health)
    return Promise(
        name="fresh",
        title="Someone is collecting",
        state=State.NONE if not asked else State.GOOD if now - max(asked) <= FRESH else State.WARNING,
        kept=fresh,
        out_of=active,
        unit="sources were asked in the last 24 hours",
        since=max(asked, default=None),
    )


def _heard(sources: Sequence[SourceLine]) -> Promise:
    judged = [line for line in sources if line.state is not State.NONE]
    unheard = [line for line in judged if line.failures]
    silent = sum(line.word == "Silent" for line in judged)
    state = State.NONE
    if judged:
        state = State.BAD if len(unheard) == len(judged) else worst(_at_most_warning(line.state) for line in judged)
    lost_at = [line.last_heard_at for line in unheard if line.last_heard_at]
    heard_at = [line.last_heard_at for line in judged if line.last_heard_at]
    return Promise(
        name="heard",
        title="Every source is heard",
        state=state,
        kept=len(judged) - len(unheard),
        out_of=len(judged),
        unit="sources answered the last time they were asked",
        since=min(lost_at or heard_at, default=None),
        more=f"{silent} of them brought nothing new for 7 days" if silent else "",
    )


def _at_most_warning(state: State) -> State:
    # One source of many that is lost is a gap; the rest can be relied on.
    return State.WARNING if state is State.BAD else state


def _expectations_met(runs: Sequence[RunLine], checks: Sequence[CheckLine]) -> Promise:
    return Promise(
        name="expectations",
        title="Expectations are met",
        state=worst(line.state for line in checks),
        kept=sum(line.state is State.GOOD for line in checks),
        out_of=len(checks),
        unit="expectations of the last run were met",
        since=_since(runs, [not run.failed_checks for run in runs]),
    )


def _judged(runs: Sequence[RunLine], state: State) -> State:
    return state if runs else State.NONE


def _since(runs: Sequence[RunLine], good: Sequence[bool]) -> datetime | None:
    """Return when the oldest of the newest runs was planned that all ended as the last one did."""
    since = None
    for run, each in zip(runs, good, strict=True):
        if each is not good[0]:
            break
        since = run.planned_at
    return since


def _sentence(state: State, promises: Sequence[Promise]) -> str:
    match state:
        case State.NONE:
            return "No run has loaded anything yet."
        case State.GOOD:
            return "Every source was heard, every expectation was met, and all that was seen is accounted for."
    troubled = [promise for promise in promises if promise.state in {State.WARNING, State.BAD}]
    missing = ", ".join(f"{promise.kept} of {promise.out_of} {promise.unit}" for promise in troubled)
    kept = len(promises) - len(troubled)
    return f"{missing[0].upper()}{missing[1:]}; {kept} of {len(promises)} promises are kept."


# ── Tasks ─────────────────────────────────────────────────────────────────────────────────────────


def _tasks(
    *,
    runs: Sequence[RunLine],
    sources: Sequence[SourceLine],
    checks: Sequence[CheckLine],
    outcomes: Rows,
    waiting: Rows,
    copies: Rows,
    promises: Sequence[Promise],
) -> tuple[Task, ...]:
    """Return what a person should do, worst first."""
    found = [
        *_run_tasks(runs),
        *_check_tasks(checks),
        *_collect_tasks(promises),
        *_source_tasks(sources),
        *_item_tasks(outcomes),
        *_waiting_tasks(waiting),
        *_copy_tasks(copies),
    ]
    return tuple(sorted(found, key=lambda task: WORST_FIRST.index(task.state)))


def _run_tasks(runs: Sequence[RunLine]) -> Iterable[Task]:
    for run in runs:
        if run.unaccounted:
            yield Task(
                state=State.BAD,
                what=f"{_many(run.unaccounted, 'document or item', 'documents or items')} did not end in exactly one outcome.",
                where=f"run {run.run}",
                next_step="This is a fault of ours: keep the run's stage and report it; trucewatch reprocess repairs the rows.",
                link="conservation",
            )
    for run in runs[:1]:
        if run.stop_reason:
            yield Task(
                state=State.BAD,
                what=f"The last run was stopped, nothing of it was loaded: {run.stop_reason}.",
                where=f"run {run.run}",
                next_step="Read the notes of the failed expectations, mend the cause, then run monitor again.",
                link="expectations",
            )
        if run.lost_batches:
            yield Task(
                state=State.WARNING,
                what=f"{run.lost_batches} of {run.batches} batches ended without a result.",
                where=f"run {run.run}",
                next_step="The next run takes their documents up; read the log of its task process.",
                link="runs",
            )


def _check_tasks(checks: Sequence[CheckLine]) -> Iterable[Task]:
    for line in checks:
        if line.state is not State.GOOD:
            set_aside = line.severity == "critical" and not line.stops
            happened = f"{line.unexpected} of {line.evaluated} rows set aside" if set_aside else "Expectation not met"
            yield Task(
                state=line.state,
                what=f"{happened} ({line.severity}): {line.expectation}.",
                where=f"{line.suite}: {line.columns}" if line.columns else line.suite,
                next_step=line.note,
                link="expectations",
            )


def _collect_tasks(promises: Sequence[Promise]) -> Iterable[Task]:
    for promise in promises:
        if promise.name == "fresh" and promise.state is State.WARNING:
            yield Task(
                state=State.WARNING,
                what="No source has been asked for more than 24 hours.",
                where="DAG collect",
                next_step="Look whether the DAG is paused or fails; sample data does not grow by itself.",
                link="sources",
            )


def _source_tasks(sources: Sequence[SourceLine]) -> Iterable[Task]:
    for line in sources:
        if line.state in {State.BAD, State.WARNING}:
            silent = line.word == "Silent"
            yield Task(
                state=line.state,
                what=_what_of(line),
                where=f"{line.publisher} ({line.source_id})",
                next_step="Open the feed in a browser: it may have moved and left the old one standing."
                if silent
                else line.advice,
                link="sources",
            )


def _what_of(line: SourceLine) -> str:
    """Return what is the matter with a source."""
    if line.failures:
        return f"Not heard {_times(line.failures)}: {line.reason}."
    if line.word == "Silent":
        return "Nothing new for 7 days."
    return f"{line.word}: {line.reason}." if line.reason else f"{line.word}."


def _times(count: int) -> str:
    return "the last time it was asked" if count == 1 else f"the last {count} times it was asked"


def _item_tasks(outcomes: Rows) -> Iterable[Task]:
    """Yield what the last run set aside and a person can do something about."""
    for row in outcomes:
        if row["outcome"] != Outcome.QUARANTINED or row["kind"] != "item" or not needs_someone(row["reason"]):
            continue
        yield Task(
            state=State.WARNING,
            what=f"{_many(row['ended'], 'item', 'items')} set aside: {meaning(row['reason'])}.",
            where=", ".join(row["sources"] or ()),
            next_step=advice(row["reason"]),
            link="runs",
        )


def _waiting_tasks(waiting: Rows) -> Iterable[Task]:
    for row in waiting:
        if row["outcome"] == Outcome.HELD and row["next_at"] is None and needs_someone(row["reason"]):
            yield Task(
                state=State.WARNING,
                what=f"{row['waiting']} held without an end: {meaning(row['reason'])}.",
                where=row["kind"],
                next_step=advice(row["reason"]),
                link="sources",
            )


def _copy_tasks(copies: Rows) -> Iterable[Task]:
    if copies:
        yield Task(
            state=State.WARNING,
            what=f"{_many(len(copies), 'article', 'articles')} of other outlets with a text that its agency killed.",
            where=", ".join(sorted({str(row["publisher_id"]) for row in copies})),
            next_step="Look at them with: from killed_copies. Whether they may be shown is for a person to decide.",
            link="runs",
        )


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
