"""What the desk reads: the published snapshot, opened once for a page, as the values that pages are made of."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from pipelines import settings as environment
from pipelines import stage
from pipelines.errors import StageError
from pipelines.report.brief import DayFigures, day_figures
from pipelines.report.desk_checks import first_parts
from pipelines.report.desk_findings import run_lines
from pipelines.report.desk_run import Runs, TaskTab
from pipelines.report.desk_source import DAYS_OF_ONE, OneSource, one_source_of
from pipelines.report.desk_sources import Sources, days_until, sources_of
from pipelines.report.desk_values import Quality, RunReport
from pipelines.report.desk_verdict import quality_of, run_report_of
from pipelines.run.findings import findings_in
from pipelines.run.house import Reading, dag_run_hash, naive, question, reading, run_of
from pipelines.settings import Settings

COUNTS: Final = {"sources": "desk_counts"}
HEALTH: Final = {"health": "desk_health"}
OF_ALL: Final = {"waiting": "desk_waiting", "copies": "killed_copies"}
OF_DAYS: Final = {"states": "desk_states", "arrivals": "desk_arrivals"}
OF_RUNS: Final = {"runs": "desk_runs", "ends": "desk_ends"}
ASTRAY: Final = {"conservation": "desk_conservation"}
OF_A_RUN: Final = {"outcomes": "desk_outcomes", "refused": "desk_refused", "checks": "checks"}
OF_ONE_RUN: Final = {"aside": "desk_aside", "trend": "desk_trend", "failing": "desk_failing"}
"""What a page needs, each with its file in sql/report/: of days it takes `$since`, of runs from `$since` to `$until`,
of a run its name in the list `$runs`, of one run in `$run`."""

LOADING_DAGS: Final = frozenset({"monitor", "reprocess"})
"""DAGs whose runs load; the name of one is the mode of its runs."""

DAYS: Final = 30
_NO_RUN: Final = ""


# ── Overview ──────────────────────────────────────────────────────────────────────────────────────


def quality(chosen: Settings | None = None, *, now: datetime | None = None) -> Quality:
    """Return the state of all data, of runs that of the last 30 days. `now` is the clock's unless given.

    How many items its sources brought is counted by `sources` alone: here these are 0.
    Raises `NothingPublished` when there is no snapshot.
    """
    found = chosen or environment.load()
    with reading(found) as snapshot:
        window = snapshot.rows("desk_window")[0]
        runs = {"since": window["first_run"] or _NO_RUN, "until": window["last_run"] or _NO_RUN}
        of_runs = _of_runs(snapshot, **runs)
        newest = [of_runs["runs"][0]["run"] if of_runs["runs"] else _NO_RUN]
        health = _health(snapshot)
        return quality_of(
            now=naive(now),
            snapshot=snapshot.snapshot,
            **of_runs,
            **{name: snapshot.rows(file) for name, file in OF_ALL.items()},
            **{name: snapshot.rows(file, **health) for name, file in HEALTH.items()},
            checks=snapshot.rows(OF_A_RUN["checks"], runs=newest),
            outcomes=snapshot.rows(OF_A_RUN["outcomes"], runs=newest),
            passes=snapshot.rows("desk_passes", **runs),
            last_on=window["last_on"],
            findings=findings_in(snapshot, found),
            questions=_questions(OF_ALL | {"findings": "findings_open"})
            | _questions(HEALTH, **health)
            | _questions({**OF_RUNS, **ASTRAY, "passes": "desk_passes"}, **runs)
            | _questions({"checks": OF_A_RUN["checks"]}, runs=newest),
        )


# ── Runs ──────────────────────────────────────────────────────────────────────────────────────────


def runs(chosen: Settings | None = None, *, now: datetime | None = None) -> Runs:
    """Return the runs of the last 30 days. Raises `NothingPublished` when there is no snapshot."""
    with reading(chosen) as snapshot:
        window = snapshot.rows("desk_window")[0]
        only = {"since": window["first_run"] or _NO_RUN, "until": window["last_run"] or _NO_RUN}
        return Runs(
            now=naive(now),
            snapshot=snapshot.snapshot,
            days=DAYS,
            runs=run_lines(*(snapshot.rows(file, **only) for file in OF_RUNS.values())),
            earlier=window["earlier"],
            questions=_questions(OF_RUNS, **only),
        )


def run_report(run: str, chosen: Settings | None = None, *, now: datetime | None = None) -> RunReport | None:
    """Return one run by its name; None when the snapshot does not have it.

    Raises `NothingPublished` when there is no snapshot.
    """
    with reading(chosen) as snapshot:
        return _run_report(snapshot, run, now)


def run_of_dag(
    dag_id: str, dag_run_id: str, chosen: Settings | None = None, *, now: datetime | None = None
) -> RunReport | None:
    """Return what a DAG run loaded; None when it is not one of ours, or has not published yet.

    The id must be that of a run of this very DAG: who may see one DAG does not see the runs of another.
    Raises `NothingPublished` when there is no snapshot.
    """
    if dag_id not in LOADING_DAGS:
        return None
    with reading(chosen) as snapshot:
        named = snapshot.rows("desk_run_named", digest=dag_run_hash(dag_run_id), mode=dag_id)
        return _run_report(snapshot, named[0]["run"], now) if named else None


def task_of_dag(
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    map_index: int | None,
    chosen: Settings | None = None,
    *,
    now: datetime | None = None,
) -> tuple[RunReport, TaskTab] | None:
    """Return what a DAG run loaded and which part of it one of its tasks is about; None as for `run_of_dag`.

    Of a mapped task the funnel is that of its batch, as long as the hand-over files say which documents were in it.
    Raises `NothingPublished` when there is no snapshot.
    """
    found = chosen or environment.load()
    if dag_id not in LOADING_DAGS:
        return None
    with reading(found) as snapshot:
        named = snapshot.rows("desk_run_named", digest=dag_run_hash(dag_run_id), mode=dag_id)
        if not named:
            return None
        run = named[0]["run"]
        if map_index is None:
            report = _run_report(snapshot, run, now)
            return (report, TaskTab(task_id=task_id)) if report else None
        batch = f"{run}-{map_index:03}"
        documents = _documents_of(found, batch)
        report = _run_report(snapshot, run, now, documents)
        tab = TaskTab(task_id=task_id, batch=batch, documents=None if documents is None else len(documents))
        return (report, tab) if report else None


def _of_runs(snapshot: Reading, **window: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of runs. What is astray is looked for only where their counts say that something is."""
    found = {name: snapshot.rows(file, **window) for name, file in OF_RUNS.items()}
    broken = any(row["unaccounted"] for row in found["runs"])
    return found | {name: snapshot.rows(file, **window) if broken else [] for name, file in ASTRAY.items()}


def _documents_of(chosen: Settings, batch: str) -> list[str] | None:
    """Return the documents of a batch as its plan wrote them; None when its files are gone."""
    try:
        manifest = stage.read_manifest(chosen.data / "stage" / run_of(batch) / "plan", batch)
    except (StageError, OSError):
        return None
    return [each for head, due, pages, *_ in manifest.extra["work"] for each in ([head] if due else []) + list(pages)]


def _run_report(
    snapshot: Reading, run: str, now: datetime | None, documents: Sequence[str] | None = None
) -> RunReport | None:
    this, names, one = {"since": run, "until": run}, {"runs": [run]}, {"run": run}
    of_runs = _of_runs(snapshot, **this)
    lines = run_lines(of_runs["runs"], of_runs["ends"])
    if not lines:
        return None
    of_run = {name: snapshot.rows(file, **one) for name, file in OF_ONE_RUN.items()}
    asked = {"outcomes": OF_A_RUN["outcomes"]}
    if documents is not None:
        asked = {"outcomes": "desk_batch_outcomes"}
        of_batch = {"documents": list(documents), **one}
    outcomes = snapshot.rows(asked["outcomes"], **(names if documents is None else of_batch))
    return run_report_of(
        lines[0],
        now=naive(now),
        snapshot=snapshot.snapshot,
        conservation=of_runs["conservation"],
        outcomes=outcomes,
        is_part=documents is not None,
        **{name: snapshot.rows(OF_A_RUN[name], **names) for name in ("refused", "checks")},
        **of_run,
        samples=snapshot.rows("desk_samples", ids=first_parts(of_run["failing"])),
        questions=_questions(OF_RUNS | ASTRAY, **this)
        | _questions(OF_A_RUN, **names)
        | _questions(OF_ONE_RUN, **one)
        | (_questions(asked, **of_batch) if documents is not None else {}),
    )


# ── Sources ───────────────────────────────────────────────────────────────────────────────────────


def sources(days: int, chosen: Settings | None = None, *, now: datetime | None = None) -> Sources:
    """Return all sources with their last `days` days. Raises `NothingPublished` when there is no snapshot."""
    with reading(chosen) as snapshot:
        shown = days_until(_last_day(snapshot), days)
        since, health = {"since": _start_of(shown)}, _health(snapshot)
        return sources_of(
            now=naive(now),
            snapshot=snapshot.snapshot,
            days=shown,
            **{name: snapshot.rows(file) for name, file in COUNTS.items()},
            **{name: snapshot.rows(file, **health) for name, file in HEALTH.items()},
            **{name: snapshot.rows(file, **since) for name, file in OF_DAYS.items()},
            questions=_questions(COUNTS) | _questions(HEALTH, **health) | _questions(OF_DAYS, **since),
        )


def source(source_id: str, chosen: Settings | None = None, *, now: datetime | None = None) -> OneSource | None:
    """Return one source with its history; None when the pack of the last load has none of this id.

    Raises `NothingPublished` when there is no snapshot.
    """
    only = {"source": source_id}
    with reading(chosen) as snapshot:
        about = snapshot.rows("desk_source", **only)
        if not about:
            return None
        shown = days_until(_last_day(snapshot), DAYS_OF_ONE)
        since = {"since": _start_of(shown)}
        files = {"ends": "desk_source_ends", "history": "desk_source_states", "polls": "desk_source_polls"}
        return one_source_of(
            now=naive(now),
            snapshot=snapshot.snapshot,
            days=shown,
            about=about[0],
            health=snapshot.rows(HEALTH["health"], **_health(snapshot, source_id))[0],
            **{
                name: [row for row in snapshot.rows(file, **since) if row["source_id"] == source_id]
                for name, file in OF_DAYS.items()
            },
            **{name: snapshot.rows(file, **only) for name, file in files.items()},
            questions=_questions(files, **only) | _questions(OF_DAYS, **since),
        )


def _health(snapshot: Reading, source_id: str | None = None) -> dict[str, object]:
    """Return what desk_health.sql takes: since when it looks at requests, and of which source; None: of all."""
    return {"since": _start_of(days_until(_last_day(snapshot), DAYS)), "source": source_id}


def _last_day(snapshot: Reading) -> date | None:
    return snapshot.rows("desk_days")[0]["last_on"]  # type: ignore[no-any-return]


def _start_of(days: Sequence[date]) -> datetime:
    return datetime.combine(days[0] if days else date.min, time())


# ── Briefs ────────────────────────────────────────────────────────────────────────────────────────


def brief_days(chosen: Settings | None = None) -> tuple[tuple[DayFigures, ...], Mapping[str, str]]:
    """Return the days that have a brief, the latest first, and the query that found them.

    Raises `NothingPublished` when there is no snapshot.
    """
    with reading(chosen) as snapshot:
        days = sorted(map(day_figures, snapshot.rows("brief_days")), key=lambda each: each.day_on, reverse=True)
    return tuple(days), _questions({"days": "brief_days"})


def _questions(files: Mapping[str, str], **parameters: object) -> dict[str, str]:
    return {name: question(file, **parameters) for name, file in files.items()}
