"""What a person should do now, worst first: from runs, expectations, sources, items and findings."""

from collections.abc import Collection, Iterable, Sequence
from urllib.parse import quote, urlencode

from pipelines.records import Outcome
from pipelines.report.desk_findings import Rows
from pipelines.report.desk_values import WORST_FIRST, CheckLine, Promise, RunLine, SourceLine, State, Task
from pipelines.report.desk_words import advice, meaning, needs_someone
from pipelines.report.findings import FindingLine


def tasks_of(
    *,
    runs: Sequence[RunLine],
    sources: Sequence[SourceLine],
    checks: Sequence[CheckLine],
    outcomes: Rows,
    waiting: Rows,
    copies: Rows,
    promises: Sequence[Promise],
    findings: Sequence[FindingLine],
) -> tuple[Task, ...]:
    """Return what a person should do, worst first."""
    found = [
        *_run_tasks(runs),
        *_check_tasks(checks, runs),
        *_collect_tasks(promises),
        *_source_tasks(sources),
        *_item_tasks(outcomes),
        *_waiting_tasks(waiting),
        *_copy_tasks(copies),
        *_finding_tasks(findings, {line.source_id for line in sources if line.state in {State.BAD, State.WARNING}}),
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
                link=_run(run.run, "conservation"),
            )
    for run in runs[:1]:
        if run.stop_reason:
            yield Task(
                state=State.BAD,
                what=f"The last run was stopped, nothing of it was loaded: {run.stop_reason}.",
                where=f"run {run.run}",
                next_step="Read the notes of the failed expectations, mend the cause, then run monitor again.",
                link=_run(run.run, "expectations"),
            )
        if run.lost_batches:
            yield Task(
                state=State.WARNING,
                what=f"{run.lost_batches} of {run.batches} batches ended without a result.",
                where=f"run {run.run}",
                next_step="The next run takes their documents up; read the log of its task process.",
                link=_run(run.run),
            )


def _check_tasks(checks: Sequence[CheckLine], runs: Sequence[RunLine]) -> Iterable[Task]:
    for line in checks:
        if line.state is not State.GOOD:
            set_aside = line.severity == "critical" and not line.stops
            happened = f"{line.unexpected} of {line.evaluated} rows set aside" if set_aside else "Expectation not met"
            expected = f"{line.columns} {line.threshold}" if line.columns and line.threshold else line.expectation
            yield Task(
                state=line.state,
                what=f"{happened} ({line.severity}): {expected}.",
                where=f"{line.suite}: {line.columns}" if line.columns else line.suite,
                next_step=line.note,
                link=_run(runs[0].run, "expectations") if runs else "runs",
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
                link=f"sources/{quote(line.source_id, safe='')}",
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
            link=f"quarantine?{urlencode({'reason': row['reason']})}",
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
            link=f"articles/{quote(copies[0]['article_id'], safe='')}",
        )


def _finding_tasks(findings: Sequence[FindingLine], told: Collection[str]) -> Iterable[Task]:
    """Yield the findings that nobody knows of; `told` are subjects of which there is a task already."""
    for line in findings:
        if line.acknowledged_at is None and line.severity in {"critical", "warning"} and line.subject not in told:
            yield Task(
                state=State.BAD if line.severity == "critical" else State.WARNING,
                what=f"{line.title}: {line.detail}".rstrip(": "),
                where=f"{line.rule} {line.subject}".rstrip(),
                next_step=line.next_step,
                link="findings",
            )


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _run(run: str, part: str = "") -> str:
    """Return the address of a run below the desk's, or of a part of its page."""
    return f"runs/{quote(run, safe='')}{'#' if part else ''}{part}"
