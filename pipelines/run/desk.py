"""What the desk reads: the published snapshot, always one and the same for a page, as the values that pages are made of."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from pipelines import settings as environment
from pipelines.report.brief import DayFigures, day_figures
from pipelines.report.desk_findings import run_lines
from pipelines.report.desk_values import Quality, RunReport
from pipelines.report.desk_verdict import quality_of, run_report_of
from pipelines.run.house import clock, dag_run_hash, on_one_snapshot, question, report
from pipelines.settings import Settings

QUALITY: Final = {
    "sources": "sources",
    "health": "desk_health",
    "runs": "desk_runs",
    "ends": "run_ends",
    "waiting": "waiting",
    "conservation": "conservation",
    "copies": "killed_copies",
}
OF_A_RUN: Final = {"outcomes": "desk_outcomes", "refused": "desk_refused", "checks": "checks"}
"""What a page needs, each with its file in sql/report/; those of a run take its name in `$runs`."""

LOADING_DAGS: Final = frozenset({"monitor", "reprocess"})
"""DAGs whose runs load; the name of one is the mode of its runs."""


def quality(chosen: Settings | None = None, *, now: datetime | None = None) -> Quality:
    """Return the state of all data. `now` is the clock's unless given.

    Raises `NothingPublished` when there is no snapshot.
    """
    found = chosen or environment.load()

    def read(snapshot: str) -> Quality:
        rows = {name: report(file, found) for name, file in QUALITY.items()}
        newest = rows["runs"][0]["run"] if rows["runs"] else ""
        return quality_of(
            now=_naive(now),
            snapshot=snapshot,
            checks=report(OF_A_RUN["checks"], found, runs=[newest]),
            outcomes=report(OF_A_RUN["outcomes"], found, runs=[newest]),
            questions=_questions(QUALITY | {"checks": OF_A_RUN["checks"]}, runs=[newest]),
            **rows,
        )

    return on_one_snapshot(found, read)


def run_report(run: str, chosen: Settings | None = None, *, now: datetime | None = None) -> RunReport | None:
    """Return one run by its name; None when the snapshot does not have it.

    Raises `NothingPublished` when there is no snapshot.
    """
    return _run_report(lambda row: row["run"] == run, chosen, now)


def run_of_dag(
    dag_id: str, dag_run_id: str, chosen: Settings | None = None, *, now: datetime | None = None
) -> RunReport | None:
    """Return what a DAG run loaded; None when it is not one of ours, or has not published yet.

    The id must be that of a run of this very DAG: who may see one DAG does not see the runs of another.
    Raises `NothingPublished` when there is no snapshot.
    """
    if dag_id not in LOADING_DAGS:
        return None
    digest = dag_run_hash(dag_run_id)
    return _run_report(lambda row: row["dag_run_id_sha"] == digest and row["mode"] == dag_id, chosen, now)


def brief_days(chosen: Settings | None = None) -> tuple[tuple[DayFigures, ...], Mapping[str, str]]:
    """Return the days that have a brief, the latest first, and the query that found them.

    Raises `NothingPublished` when there is no snapshot.
    """
    days = sorted(map(day_figures, report("brief_days", chosen)), key=lambda each: each.day_on, reverse=True)
    return tuple(days), _questions({"days": "brief_days"})


def _run_report(
    wanted: Callable[[Mapping[str, Any]], bool], chosen: Settings | None, now: datetime | None
) -> RunReport | None:
    found = chosen or environment.load()

    def read(snapshot: str) -> RunReport | None:
        runs = [row for row in report(QUALITY["runs"], found) if wanted(row)]
        lines = run_lines(runs, report(QUALITY["ends"], found))
        if not lines:
            return None
        only = {"runs": [lines[0].run]}
        return run_report_of(
            lines[0],
            now=_naive(now),
            snapshot=snapshot,
            conservation=report(QUALITY["conservation"], found),
            questions=_questions(OF_A_RUN | {name: QUALITY[name] for name in ("runs", "conservation")}, **only),
            **{name: report(file, found, **only) for name, file in OF_A_RUN.items()},
        )

    return on_one_snapshot(found, read)


def _questions(files: Mapping[str, str], **parameters: object) -> dict[str, str]:
    return {name: question(file, **parameters) for name, file in files.items()}


def _naive(now: datetime | None) -> datetime:
    return (now or clock()).astimezone(UTC).replace(tzinfo=None)
