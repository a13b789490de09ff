"""What the tasks of a run open: settings, pack, raw store, fetch records, the folders of a run.

What reads the warehouse and what tags is imported where it is used: `collect`, which runs every few minutes, needs neither.
"""

import gc
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pipelines import packs, settings
from pipelines.children import Children, lent
from pipelines.collect.fetches import FetchLog
from pipelines.collect.raw import RawStore
from pipelines.collect.readings import ReadingLog
from pipelines.errors import WarehouseError
from pipelines.packs.model import Pack
from pipelines.records import Source
from pipelines.run import imports
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines import warehouse
    from pipelines.tag import Tagger

PARSE_SECONDS = 10.0
"""Deadline of one feed or wire document in a child."""

EXTRACT_SECONDS = 15.0
"""Deadline of one page in a child."""

ATTEMPTS: Final = 3
"""Readings of a snapshot before it is said that publishing outruns them."""

Value = TypeVar("Value")

_CHOSEN: ContextVar[Settings | None] = ContextVar("chosen", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Settings and pack of this process, and the stores that lie in the data folder."""

    settings: Settings
    pack: Pack
    raw: RawStore
    log: FetchLog
    readings: ReadingLog

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the sources of the pack, and those of addresses that people imported."""
        return (*self.pack.sources, *imports.read(self.settings.data))

    def stage(self, run: str, task: str = "") -> Path:
        """Return the hand-over folder of a run, or of one of its tasks or batches."""
        folder = self.settings.data / "stage" / run
        return folder / task if task else folder

    def children(self) -> AbstractContextManager[Children]:
        """Return parser children for a `with` block."""
        return lent(self.settings.worker_count)


def naive(now: datetime | None = None) -> datetime:
    """Return an instant, the clock's unless given, as tables hold it: UTC without a zone."""
    return (now or clock()).astimezone(UTC).replace(tzinfo=None)


def report(name: str, chosen: Settings | None = None, **parameters: object) -> list[dict[str, Any]]:
    """Return the rows of a query of `sql/report/` over the published snapshot; `parameters` are bound by name."""
    with reading(chosen) as snapshot:
        return snapshot.rows(name, **parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The published snapshot, open for the queries of one page: all rows are of `snapshot`, the name of its file."""

    snapshot: str
    ask: "Callable[[str, Mapping[str, object] | None], warehouse.QueryResult]"

    def rows(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        """Return the rows of a query of `sql/report/`; `parameters` are bound by name."""
        result = self.ask(_query(name), parameters or None)
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

    def has(self, table: str) -> bool:
        """Say whether the snapshot has a table or view: one that an earlier version published may lack the newest."""
        found = self.ask("select 1 from information_schema.tables where table_name = $name", {"name": table})
        return bool(found.rows)


@contextmanager
def reading(chosen: Settings | None = None) -> Iterator[Reading]:
    """Open the published snapshot once for several queries. Raises `NothingPublished`."""
    from pipelines import warehouse

    with warehouse.asking(chosen or _CHOSEN.get() or settings.load()) as asked:
        yield Reading(snapshot=asked.snapshot, ask=asked.ask)


@cache
def _query(name: str) -> str:
    return (settings.shipped("sql") / "report" / f"{name}.sql").read_text(encoding="utf-8")


def question(name: str, **parameters: object) -> str:
    """Return a query of `sql/report/` with its parameters written out, for people to copy.

    They are ours: dates, names of runs, lists of them.
    """
    text = _query(name).strip()
    for parameter, value in parameters.items():
        text = re.sub(rf"\${parameter}\b", _literal(value).replace("\\", r"\\"), text)
    return text


def _literal(value: object) -> str:
    match value:
        case date():
            return f"date '{value:%Y-%m-%d}'"
        case list() | tuple():
            return f"[{', '.join(map(_literal, value))}]"
        case _:
            return "'{}'".format(str(value).replace("'", "''"))


def on_one_snapshot(chosen: Settings, read: Callable[[str], Value]) -> Value:
    """Return what `read` makes of the snapshot whose file name it is given; read again when a publish came in between.

    Figures that stand side by side are of one snapshot. Raises `WarehouseError` when snapshots are published faster
    than they can be read.
    """
    from pipelines import warehouse

    for _ in range(ATTEMPTS):
        before = warehouse.published_path(chosen).resolve().name
        value = read(before)
        if warehouse.published_path(chosen).resolve().name == before:
            return value
    raise WarehouseError(
        "Snapshots are published faster than they can be read.",
        where=str(warehouse.published_path(chosen)),
        next_step="Ask again in a minute.",
    )


def open_house() -> House:
    """Return the house as the environment describes it, or as `working_in` does.

    Raises `SettingsError` and `PackError`.
    """
    chosen = _CHOSEN.get() or settings.load()
    data = chosen.data
    data.mkdir(parents=True, exist_ok=True)
    return House(
        settings=chosen,
        pack=pack_in(chosen.pack),
        raw=RawStore(data / "raw", data / "held"),
        log=FetchLog(data / "raw" / "fetches"),
        readings=ReadingLog(data / "raw" / "readings"),
    )


@contextmanager
def working_in(chosen: Settings) -> Iterator[None]:
    """Let the tasks of a run that are called within work in another place than the environment says: a rebuild does."""
    token = _CHOSEN.set(chosen)
    try:
        yield
    finally:
        _CHOSEN.reset(token)


@lru_cache(maxsize=4)
def pack_in(folder: Path) -> Pack:
    """Return the compiled pack of a folder, once a process. Raises `PackError`."""
    # One process runs many tasks of one pack (`airflow dags test`, the command line).
    with uncollected():
        return packs.load(folder)


@lru_cache(maxsize=4)
def tagger_of(folder: Path) -> "Tagger":
    """Return the tagger of the pack in a folder, compiled once a process. Raises `PackError`."""
    from pipelines.tag import Tagger

    pack = pack_in(folder)
    with uncollected():
        return Tagger(pack)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the garbage collector rest while a pack is compiled.

    That makes a million small objects, and none is garbage: looking for some took half the time (2.8 s, then 1.4 s).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def clock() -> datetime:
    """Return the real time; the only reading of the clock besides Airflow's."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


def run_name(run_after: datetime, dag_run_id: str) -> str:
    """Return the run's name: its instant and a hash, so that nothing a person typed enters a path."""
    stamp = run_after.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{stamp}-{dag_run_hash(dag_run_id)}"


def dag_run_hash(dag_run_id: str) -> str:
    """Return what the warehouse keeps of the id of a DAG run: the first 8 hex digits of its SHA-256."""
    return hashlib.sha256(dag_run_id.encode()).hexdigest()[:8]


def run_of(batch: str) -> str:
    """Return the run that a batch id belongs to."""
    return batch.rsplit("-", 1)[0]


@contextmanager
def single(lock: Path) -> Iterator[bool]:
    """Yield True while holding an exclusive lock on the file, False at once if another process has it."""
    import fcntl

    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
