"""`load`, `publish` and `finish`: the one transaction, the snapshot, and the colour of the run."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines import stage, warehouse
from pipelines.errors import RunIncomplete, RunStopped, StageError
from pipelines.records import (
    Check,
    DocumentRow,
    FetchKind,
    HiddenRow,
    Kill,
    LedgerKind,
    LedgerRow,
    Outcome,
    Reading,
    RejectedRow,
    WireRow,
)
from pipelines.run import corrections, decisions, journal, places
from pipelines.run.findings import surroundings
from pipelines.run.house import House, clock, open_house, report
from pipelines.run.memory import Likeness
from pipelines.run.settling import LOADABLE
from pipelines.run.sweeping import forget_files, hold_hidden
from pipelines.run.urgent import settle_urgent
from pipelines.warehouse.publication import current_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A run that went well, and the file it published."""

    run: str
    snapshot: Path


def load(run: str) -> str:
    """Load what validation approved in one transaction; kills are journalled first. Running it again changes nothing.

    Raises `FenceLost` when a newer run has claimed the warehouse, `StageError` for altered stage files.
    """
    house = open_house()
    settled = stage.read_manifest(house.stage(run, "cluster"), "cluster")
    verdict = stage.read_manifest(house.stage(run, "validate"), "validate")
    with_held = frozenset(settled.extra["held"])
    warehouse.load(house.settings, approve(house, run), Likeness())
    held = _move_held(
        house,
        stage.rows(house.stage(run, "cluster"), settled, DocumentRow),
        stage.rows(house.stage(run, "validate"), verdict, LedgerRow),
        with_held,
    )
    hidden = {each.article_id for each in stage.rows(house.stage(run, "cluster"), settled, HiddenRow)}
    versions = stage.rows(house.stage(run, "cluster"), settled, WireRow)
    held |= hold_hidden(house, [each for each in versions if each.article_id in hidden])
    forget_files(house, held.keys(), set(held.values()))
    return run


def approve(house: House, run: str) -> warehouse.Approved:
    """Return what validation let through of a run, with all that the journal says; its kills are journalled first.

    Raises `StageError` for altered stage files.
    """
    plan = stage.read_manifest(house.stage(run, "plan"), "plan")
    settled = stage.read_manifest(house.stage(run, "cluster"), "cluster")
    verdict = stage.read_manifest(house.stage(run, "validate"), "validate")
    stopped = bool(verdict.extra["stopped"])

    kills = stage.rows(house.stage(run, "cluster"), settled, Kill)
    journal.append_kills(house.settings.data, kills)
    return warehouse.Approved(
        run=run,
        token=plan.token,
        now=datetime.fromisoformat(plan.extra["now"]),
        run_mode=plan.extra["mode"],
        dag_run_id_sha=plan.extra["dag_run_id_sha"],
        pack_version=plan.extra["pack_version"],
        batches=len(plan.extra["batches"]),
        lost_batches=len(settled.extra["lost"]),
        stop_reason=verdict.extra["stop_reason"] if stopped else None,
        files=(
            *_files(house.stage(run, "plan"), plan, [Reading]),
            *_files(house.stage(run, "cluster"), settled, [*LOADABLE]),
            *_files(house.stage(run, "validate"), verdict, [Check, RejectedRow, LedgerRow]),
        ),
        refused=tuple((table, key) for table, key in verdict.extra["refused"]),
        kills=journal.read_kills(house.settings.data),
        corrections=corrections.read(house.settings.data),
        decisions=decisions.read(house.settings.data),
        taken_up=tuple(plan.extra.get("taken_up", ())),
        sources=house.sources,
        actors=tuple(house.pack.actors.values()),
        rounds=house.pack.rounds,
    )


def publish(run: str) -> str:
    """Judge the findings and publish the warehouse as a read-only snapshot, of a stopped run too. Return its path."""
    settings = open_house().settings
    return str(warehouse.publish(settings, run, surroundings(settings)))


def published_figures(run: str) -> dict[str, Any]:
    """Return what a run published, in figures, for whatever waits for it; JSON.

    `snapshot` is the file, `rows` its rows by table; `items` are the run's item revisions by outcome, `checks` its
    expectations by severity, `met` of `all`; `pass_rate` is met of all, None of a run without any.
    """
    chosen = open_house().settings
    snapshot = current_snapshot(chosen)
    items = Counter[str]()
    for row in report("brief_outcomes", chosen, runs=[run]):
        items[row["outcome"]] += row["items"]
    met, held = Counter[str](), Counter[str]()
    for row in report("checks", chosen, runs=[run]):
        held[row["severity"]] += 1
        met[row["severity"]] += bool(row["success"])
    return {
        "run": run,
        "snapshot": snapshot.name if snapshot else None,
        "rows": dict(snapshot.rows) if snapshot else {},
        "items": dict(sorted(items.items())),
        "checks": {severity: {"met": met[severity], "all": held[severity]} for severity in sorted(held)},
        "pass_rate": round(met.total() / held.total(), 4) if held else None,
    }


def finish(run: str) -> Finished:
    """Sweep up after the run and return how it ended. Running it again gives the same answer.

    Raises `RunStopped` or `RunIncomplete`, so that the scheduler shows red what was published all the same.
    """
    house = open_house()
    (ended,) = (row for row in report("run_ends", house.settings) if row["run"] == run)
    kills = journal.read_kills(house.settings.data)
    owed = _owed(house, run)  # before the hand-over files go, which say so
    places.clear(
        places.Erasing(house=house, run=run, kills=kills, with_own=ended["killed"] + ended["held"] > 0, now=clock())
    )
    obeyed = {each.item_id for each in warehouse.tombstones(house.settings)}
    settle_urgent(house.settings, {*owed, *(each.fetch_id for each in kills if each.item_id in obeyed)})
    if ended["stop_reason"]:
        raise RunStopped(
            f"Nothing of run {run} was loaded: {ended['stop_reason']}.",
            where=f"expectations/, run {run}",
            next_step="`trucewatch status` shows the failing checks; mend the cause, then run monitor again.",
        )
    if ended["lost_batches"]:
        raise RunIncomplete(
            f"{ended['lost_batches']} of {ended['batches']} batches of run {run} ended without a result.",
            where=f"run {run}",
            next_step="See the log of the process task; the next run takes their documents up again.",
        )
    return Finished(run=run, snapshot=warehouse.published_path(house.settings))


def _owed(house: House, run: str) -> set[str]:
    """Return the documents that a run had to account for, of one whose plan is still there."""
    try:
        plan = stage.read_manifest(house.stage(run, "plan"), "plan")
    except StageError:  # it ended before, and was swept
        return set()
    return {fetch_id for batch in plan.extra["batches"].values() for fetch_id in batch}


def _files(folder: Path, manifest: stage.Manifest, records: Iterable[type]) -> list[tuple[type, Path, str]]:
    """Return (record, path, sha256) of the files of these record types."""
    wanted = {record.__name__: record for record in records}
    return [(wanted[file.record], folder / file.name, file.sha256) for file in manifest.files if file.record in wanted]


def _move_held(
    house: House, documents: Iterable[DocumentRow], ledger: Iterable[LedgerRow], with_held: frozenset[str]
) -> dict[str, date]:
    """Move the bytes of documents with a held story to `held/`, and back when nothing in them is held any more.

    `with_held` are the documents that brought one. Return by hash the ones that are held, and when they came.
    """
    bodies = {
        each.fetch_id: (each.raw_sha256, each.fetched_at) for each in documents if each.kind is not FetchKind.PAGE
    }
    shown = {
        row.fetch_id
        for row in ledger
        if row.kind is LedgerKind.ITEM and row.outcome in {Outcome.LOADED, Outcome.DUPLICATE}
    }
    held: dict[str, date] = {}
    for fetch_id in (with_held | shown) & bodies.keys():
        sha256, fetched_at = bodies[fetch_id]
        if not sha256 or not house.raw.exists(sha256):
            continue
        if fetch_id in with_held:
            house.raw.hold(sha256)
            held[sha256] = fetched_at.date()
        else:
            house.raw.release(sha256)
    return held
