"""What the desk reads: the published snapshot, always one and the same for a page, as the values that pages are made of."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from pipelines import settings as environment
from pipelines import warehouse
from pipelines.errors import WarehouseError
from pipelines.report.desk_findings import run_lines
from pipelines.report.desk_values import BriefDay, Quality, RunReport
from pipelines.report.desk_verdict import quality_of, run_report_of
from pipelines.run.house import clock, report
from pipelines.settings import Settings

QUALITY: Final = {
    "sources": "sources",
    "health": "desk_health",
    "runs": "desk_runs",
    "ends": "run_ends",
    "waiting": "waiting",
    "conservation": "conservation",
}
OF_A_RUN: Final = {"outcomes": "desk_outcomes", "refused": "desk_refused", "checks": "desk_checks"}
"""What a page needs, each with its file in sql/report/; those of a run take its name as `$run`."""

LOADING_DAGS: Final = frozenset({"monitor", "reprocess"})
"""DAGs whose runs load; the name of one is the mode of its runs."""

ATTEMPTS: Final = 3

Value = TypeVar("Value")


def is_published(chosen: Settings | None = None) -> bool:
    """Say whether there is a snapshot to read."""
    return warehouse.published_path(chosen or environment.load()).exists()


def quality(chosen: Settings | None = None, *, now: datetime | None = None) -> Quality:
    """Return the state of all data. `now` is the clock's unless given.

    Raises `WarehouseError` when nothing is published.
    """

    def read(found: Settings, snapshot: str) -> Quality:
        rows = {name: report(file, found) for name, file in QUALITY.items()}
        newest = rows["runs"][0]["run"] if rows["runs"] else ""
        return quality_of(
            now=_naive(now),
            snapshot=snapshot,
            checks=report(OF_A_RUN["checks"], found, run=newest),
            outcomes=report(OF_A_RUN["outcomes"], found, run=newest),
            questions=_questions(QUALITY | {"checks": OF_A_RUN["checks"]}, newest),
            **rows,
        )

    return _on_one_snapshot(chosen, read)


def run_report(run: str, chosen: Settings | None = None, *, now: datetime | None = None) -> RunReport | None:
    """Return one run by its name; None when the snapshot does not have it.

    Raises `WarehouseError` when nothing is published.
    """
    return _run_report(lambda row: row["run"] == run, chosen, now)


def run_of_dag(
    dag_id: str, dag_run_id: str, chosen: Settings | None = None, *, now: datetime | None = None
) -> RunReport | None:
    """Return what a DAG run loaded; None when it is not one of ours, or has not published yet.

    The id must be that of a run of this very DAG: who may see one DAG does not see the runs of another.
    Raises `WarehouseError` when nothing is published.
    """
    if dag_id not in LOADING_DAGS:
        return None
    digest = hashlib.sha256(dag_run_id.encode()).hexdigest()[:8]
    return _run_report(lambda row: row["dag_run_id_sha"] == digest and row["mode"] == dag_id, chosen, now)


def brief_days(chosen: Settings | None = None) -> tuple[tuple[BriefDay, ...], Mapping[str, str]]:
    """Return the days that have a brief, the latest first, and the query that found them.

    Raises `WarehouseError` when nothing is published.
    """
    rows = report("brief_days", chosen)
    days = [BriefDay(**{each.name: row[each.name] for each in fields(BriefDay)}) for row in rows]
    days.sort(key=lambda each: each.day_on, reverse=True)
    return tuple(days), _questions({"days": "brief_days"})


def _run_report(
    wanted: Callable[[Mapping[str, Any]], bool], chosen: Settings | None, now: datetime | None
) -> RunReport | None:
    def read(found: Settings, snapshot: str) -> RunReport | None:
        runs = [row for row in report(QUALITY["runs"], found) if wanted(row)]
        lines = run_lines(runs, report(QUALITY["ends"], found))
        if not lines:
            return None
        return run_report_of(
            lines[0],
            now=_naive(now),
            snapshot=snapshot,
            conservation=report(QUALITY["conservation"], found),
            questions=_questions(OF_A_RUN | {name: QUALITY[name] for name in ("runs", "conservation")}, lines[0].run),
            **{name: report(file, found, run=lines[0].run) for name, file in OF_A_RUN.items()},
        )

    return _on_one_snapshot(chosen, read)


def _on_one_snapshot(chosen: Settings | None, read: Callable[[Settings, str], Value]) -> Value:
    """Read again when a publish came in between: figures of one page are of one snapshot."""
    found = chosen or environment.load()
    for _ in range(ATTEMPTS):
        before = _snapshot(found)
        value = read(found, before)
        if _snapshot(found) == before:
            return value
    raise WarehouseError(
        "Snapshots are published faster than they can be read.",
        where=str(warehouse.published_path(found)),
        next_step="Load the page again in a minute.",
    )


def _snapshot(found: Settings) -> str:
    return warehouse.published_path(found).resolve().name


def _questions(files: Mapping[str, str], run: str = "") -> dict[str, str]:
    """Return the SQL of each file with the run's name in place of its parameter, for people to copy."""
    folder = environment.shipped("sql") / "report"
    literal = "'{}'".format(run.replace("'", "''"))
    return {
        name: (folder / f"{file}.sql").read_text("utf-8").strip().replace("$run", literal)
        for name, file in files.items()
    }


def _naive(now: datetime | None) -> datetime:
    return (now or clock()).astimezone(UTC).replace(tzinfo=None)
