"""What the rows of a snapshot come to: is the data complete and sound, and what should a person do now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from pipelines.report.desk_checks import check_lines, samples_of, trends_of
from pipelines.report.desk_findings import Rows, asides_of, astray_of, funnel, refusal, run_lines, source_lines, wait
from pipelines.report.desk_tasks import tasks_of
from pipelines.report.desk_values import (
    WORST_FIRST,
    CheckLine,
    Passes,
    Promise,
    Quality,
    RunLine,
    RunReport,
    SourceLine,
    State,
)
from pipelines.report.findings import FindingLine

FRESH: Final = timedelta(hours=24)
"""Age of the last request beyond which nobody is collecting: the DAG asks every 15 minutes."""


def quality_of(
    *,
    now: datetime,
    snapshot: str,
    health: Rows,
    runs: Rows,
    ends: Rows,
    checks: Rows,
    outcomes: Rows,
    waiting: Rows,
    conservation: Rows,
    copies: Rows,
    passes: Rows = (),
    last_on: date | None = None,
    findings: Sequence[FindingLine] | None = None,
    questions: Mapping[str, str],
) -> Quality:
    """Return the desk at one look; `now` is naive UTC. `checks` and `outcomes` are those of the newest run.

    `findings` are those that stand; None where no rule was asked.
    """
    lines = run_lines(runs, ends)
    source_list = source_lines((), health)
    checked = check_lines(checks)
    promises = _promises(now, runs=lines, sources=source_list, health=health, checks=checked, findings=findings)
    tasks = tasks_of(
        runs=lines,
        sources=source_list,
        checks=checked,
        outcomes=outcomes,
        waiting=waiting,
        copies=copies,
        promises=promises,
        findings=findings or (),
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
        passes=tuple(Passes(**row) for row in passes),
        last_on=last_on,
        findings=None if findings is None else tuple(findings),
        questions=questions,
    )


def run_report_of(
    line: RunLine,
    *,
    now: datetime,
    snapshot: str,
    outcomes: Rows,
    refused: Rows,
    aside: Rows,
    checks: Rows,
    failing: Rows,
    samples: Rows,
    trend: Rows,
    conservation: Rows,
    is_part: bool = False,
    questions: Mapping[str, str],
) -> RunReport:
    """Return one run from what it saw to what it loaded: rows of the queries `sql/report/desk_<name>.sql`.

    With `is_part` the outcomes are those of one batch: what it saw is what they add up to.
    """
    seen = {"document": line.documents, "item": line.items}
    if is_part:
        seen = {kind: sum(row["ended"] for row in outcomes if row["kind"] == kind) for kind in seen}
    return RunReport(
        now=now,
        snapshot=snapshot,
        line=line,
        funnels=tuple(funnel(kind, seen[kind], outcomes) for kind in seen),
        refusals=tuple(refusal(row) for row in refused),
        aside=asides_of(aside),
        checks=check_lines(checks, trends=trends_of(trend), samples=samples_of(failing, samples)),
        astray=astray_of(conservation),
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
    now: datetime,
    *,
    runs: Sequence[RunLine],
    sources: Sequence[SourceLine],
    health: Rows,
    checks: Sequence[CheckLine],
    findings: Sequence[FindingLine] | None,
) -> tuple[Promise, ...]:
    return (
        _conserved(runs),
        _not_stopped(runs),
        _fresh(now, health),
        _heard(sources),
        _expectations_met(runs, checks),
        _nothing_strange(findings if runs else None),
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


def _nothing_strange(findings: Sequence[FindingLine] | None) -> Promise:
    open_ones = [line for line in findings or () if line.acknowledged_at is None]
    state = State.NONE if findings is None else worst(line.state for line in open_ones) if open_ones else State.GOOD
    known = len(findings or ()) - len(open_ones)
    return Promise(
        name="findings",
        title="Nothing strange goes unseen",
        state=_at_most_warning(State.WARNING if open_ones and state is State.NONE else state),
        kept=known,
        out_of=len(findings or ()),
        unit="open findings are known to somebody",
        since=min((line.first_seen_at for line in open_ones), default=None),
        more="" if findings is not None else "no rule was asked yet: the next run that publishes asks them",
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
