"""`rebuild`: the warehouse anew from raw and journal, in a file beside the old one, which it replaces when it is whole.

    raw, in the order of fetches ─▶ windows ─▶ process ▸ cluster ▸ validate ▸ load ─▶ history ─▶ compared ─▶ swapped

It works in a place of its own (`data/rebuild/`), with the raw documents and the journal of the house. Killed at any
moment, it leaves the old warehouse as it was or the new one in its place, and the next one goes on from there. The
network is never touched; nothing of the new file is published before all kills and embargoes were obeyed in it.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from pipelines import warehouse
from pipelines.errors import FenceLost, RunIncomplete, SettingsError, WarehouseBusy
from pipelines.records import FetchKind
from pipelines.run import corrections, decisions, journal
from pipelines.run.findings import surroundings
from pipelines.run.house import House, clock, open_house, run_name, single, working_in
from pipelines.run.loading import approve
from pipelines.run.memory import Likeness
from pipelines.run.planning import BATCH_SIZE, Window, plan
from pipelines.run.processing import process_all
from pipelines.run.rebuildplace import LOCK, place_of, remove_place, version_of
from pipelines.run.settling import cluster, validate
from pipelines.settings import Settings

WINDOW = 10 * BATCH_SIZE
"""Documents that one run of a rebuild works: what it tags of them is in memory at once."""
PATIENCE_SECONDS = 5.0
"""How long to wait for another writer: a person waits too."""
AT_WORK = timedelta(minutes=15)
"""A run that has claimed the warehouse and written to its stage since then is still at work."""
AGAIN = 2
"""Times that documents are taken up again after the last window, where any are to be."""
ATTEMPTS = 3
"""Times that what other runs loaded meanwhile is caught up with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What came of a rebuild. `snapshot` and `backup` are None where it only compared."""

    tables: tuple[warehouse.Compared, ...]
    documents: int
    pack_version: str
    snapshot: Path | None = None
    backup: Path | None = None

    @property
    def is_same(self) -> bool:
        """Say whether the new warehouse holds what the old one held."""
        return all(each.is_same for each in self.tables)


def rebuild(
    *,
    check: bool = False,
    pack: Path | None = None,
    window_size: int = WINDOW,
    batch_size: int = BATCH_SIZE,
    progress: Callable[[str], None] | None = None,
) -> Rebuilt:
    """Build the warehouse anew, compare it with the old one, and unless `check`, put it in its place and publish it.

    It takes up the documents that the old warehouse has worked (all, where there is none), with what its last run took
    for now: what waits still waits, for `monitor`. `pack` tags with another pack, only to compare.
    Raises `SettingsError` when the pack is that of another archive, `WarehouseBusy` while another run holds the
    warehouse, `FenceLost` when others kept claiming it meanwhile,
    `RunIncomplete` when a batch gave no result: the old warehouse stays then.
    """
    house = open_house()
    tell = progress or (lambda _: None)
    with single(house.settings.data / LOCK) as mine:
        if not mine:
            raise _busy("Another rebuild is at work.", house)
        _refuse_while_at_work(house)
        _refuse_another_archive(house)
        place = place_of(house.settings, pack)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return _rebuild(house, place, check=check, sizes=(window_size, batch_size), tell=tell)
            except FenceLost:
                if attempt == ATTEMPTS:
                    raise
                tell("another run has loaded meanwhile: catching up")
    raise AssertionError("the last attempt returns or raises")


def _rebuild(
    house: House, place: Settings, *, check: bool, sizes: tuple[int, int], tell: Callable[[str], None]
) -> Rebuilt:
    claim = None if check else _claim(house)
    warehouse.publish_if_stale(house.settings, patience_seconds=PATIENCE_SECONDS)
    old = warehouse.published_path(house.settings)
    documents = warehouse.worked_documents(house.settings) if old.exists() else None
    now = (warehouse.last_planned(house.settings) if old.exists() else None) or clock()
    with working_in(place):
        if claim:
            warehouse.follow_claim(place, house.settings, *claim, now)
        windows = [Window(until=until, documents=documents) for until in _windows(house, documents, sizes[0])]
        # The last one again: a story that was withheld in one window and is usable since a later one is taken up anew.
        lost = 0
        for number, window in enumerate([*windows, *windows[-1:] * AGAIN], 1):
            step = f"{number} of {len(windows)}" if number <= len(windows) else "what is usable again"
            lost += _work(window, now, sizes[1], partial(_told, tell, step))
        tell("history")
        if old.exists():
            warehouse.take_over_remains(place, old, _removed(house))
            if not check:
                warehouse.take_over_history(place, old)
        closed = _close(now)
    tell("compare")
    tables = warehouse.compare(old, place.warehouse_path)
    made = Rebuilt(tables=tables, documents=sum(1 for _ in _taken(house, documents)), pack_version=version_of(place))
    if lost:
        raise RunIncomplete(
            f"{lost} batches of the rebuild ended without a result.",
            where=str(place.data),
            next_step="The old warehouse stays. See the log, then run `trucewatch rebuild` again.",
        )
    if claim:
        tell("swap")
        made = _swap(house, place, made, claim, closed.run)
    remove_place(place)
    return made


# ── Windows ───────────────────────────────────────────────────────────────────────────────────────


def _taken(house: House, documents: frozenset[str] | None) -> Iterator[datetime]:
    """Yield when each document was fetched that is taken up, in that order."""
    for fetch in house.log.read():
        if documents is None or fetch.fetch_id in documents:
            yield fetch.fetched_at


def _removed(house: House) -> frozenset[str]:
    """Return the wire documents that a kill has taken out of raw, wholly or in part."""
    raw = house.raw
    return frozenset(
        each.fetch_id
        for each in house.log.read()
        if each.kind is FetchKind.WIRE
        and each.raw_sha256
        and (raw.is_removed(each.raw_sha256) or raw.current(each.raw_sha256) != each.raw_sha256)
    )


def _windows(house: House, documents: frozenset[str] | None, size: int) -> Iterator[datetime]:
    """Yield the moments up to which the runs of a rebuild go; what was fetched in one moment is of one run."""
    count, last = 0, None
    for at in _taken(house, documents):
        if last is not None and count >= size and at > last:
            yield last
            count = 0
        count, last = count + 1, at
    if last is not None:
        yield last


def _work(window: Window, now: datetime, batch_size: int, tell: Callable[[str], None]) -> int:
    """Work one window, load it and publish it in the place of the rebuild. Return how many batches were lost."""
    house = open_house()
    started = clock()
    planned = plan(
        run_after=started,
        dag_run_id=f"rebuild__{started.isoformat()}",
        as_of=now,
        batch_size=batch_size,
        window=window,
    )
    if not planned.batches:  # worked before this rebuild was interrupted, or nothing is to be taken up again
        return 0
    lost = process_all(planned.batches, tell)
    tell("load")
    cluster(planned.run)
    validate(planned.run)
    # Not `run.load`: where documents lie, in sight or held back, is as it should be already.
    warehouse.load(house.settings, approve(house, planned.run), Likeness())
    warehouse.publish(house.settings, planned.run)
    shutil.rmtree(house.stage(planned.run))
    return lost


def _close(now: datetime) -> warehouse.LoadReport:
    """Load nothing but the journal, so that kills are obeyed in what was taken over, and also where nothing was worked."""
    house = open_house()
    started = clock()
    dag_run_id = f"rebuild__{started.isoformat()}"
    run = run_name(started, dag_run_id)
    decided = decisions.read(house.settings.data)
    approved = warehouse.Approved(
        run=run,
        token=warehouse.claim(house.settings, run, now),
        now=now,
        run_mode="rebuild",
        dag_run_id_sha=run.rsplit("-", 1)[1],
        pack_version=house.pack.version,
        files=(),
        kills=journal.read_kills(house.settings.data),
        corrections=corrections.read(house.settings.data),
        decisions=decided,
        taken_up=tuple(each.decision_id for each in decided),
        sources=house.sources,
        actors=tuple(house.pack.actors.values()),
        rounds=house.pack.rounds,
    )
    return warehouse.load(house.settings, approved, Likeness())


# ── Old and new ───────────────────────────────────────────────────────────────────────────────────


def _told(tell: Callable[[str], None], window: str, step: str) -> None:
    tell(f"{window}: {step}")


def _claim(house: House) -> tuple[int, str]:
    """Claim the warehouse: what an earlier run has not loaded it must not load into the old file any more."""
    started = clock()
    run = run_name(started, f"rebuild__{started.isoformat()}")
    return warehouse.claim(house.settings, run, started, patience_seconds=PATIENCE_SECONDS), run


def _swap(house: House, place: Settings, made: Rebuilt, claim: tuple[int, str], run: str) -> Rebuilt:
    settings = house.settings
    backup = settings.data / "backup" / f"warehouse-{clock():%Y%m%dT%H%M%S}.duckdb"
    warehouse.swap(settings, place.warehouse_path, claim=claim, backup=backup, patience_seconds=PATIENCE_SECONDS)
    return replace(made, backup=backup, snapshot=warehouse.publish(settings, run, surroundings(settings)))


def _refuse_another_archive(house: House) -> None:
    """Refuse where the pack watches none of the sources that the archive is of: all of it would come out different."""
    if not warehouse.published_path(house.settings).exists():
        return
    held = {str(source) for (source,) in warehouse.query(house.settings, "select source_id from sources").rows}
    if held and held.isdisjoint(each.source_id for each in house.sources):
        raise SettingsError(
            "The pack watches none of the sources that this archive is of.",
            where=str(house.settings.pack),
            next_step="Set TRUCEWATCH_PACK to the pack that it was made with (pipelines/newsroom/pack for the demo).",
        )


def _refuse_while_at_work(house: House) -> None:
    """Raise `WarehouseBusy` when a run has the file open, or has claimed it and is still at work."""
    run = warehouse.open_claim(house.settings, PATIENCE_SECONDS)
    folder = house.stage(run) if run else None
    if folder is None or not folder.is_dir():
        return
    newest = max((each.stat().st_mtime for each in folder.rglob("*")), default=0.0)
    if clock() - datetime.fromtimestamp(newest, UTC) < AT_WORK:
        raise _busy(f"Run {run} is at work.", house)


def _busy(what: str, house: House) -> WarehouseBusy:
    return WarehouseBusy(
        what,
        where=str(house.settings.warehouse_path),
        next_step="Let it end, then rebuild. One that has died is taken for dead 15 minutes after its last step.",
    )
