"""Opening and closing: the writer's file behind a lock, the published snapshot read-only. The only importer of duckdb.

A process that holds a DuckDB file for writing locks out all others, readers too. So the writer's file is opened
by the loader alone, as briefly as it can, and people read snapshots.
"""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import duckdb

from pipelines.errors import WarehouseBusy, WarehouseError
from pipelines.settings import Settings

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error
InterruptedQuery = duckdb.InterruptException
Statement = duckdb.Statement

CATALOG: Final = "warehouse"
"""Name under which the writer's file, and later a lake, is attached."""

STORAGE_VERSION: Final = "v1.5.0"
"""Written by 1.5 and 2.0 alike, so that the command line tools of either read the file."""

MEMORY: Final = "2GB"
THREADS: Final = 2
PATIENCE_SECONDS: Final = 60.0
"""How long to wait for another writer; a load of a day takes seconds."""

_OPENING: Final = threading.Lock()
"""Connections of one process to one file are one database: the first settles what all of them can reach and use."""

_READING: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": MEMORY,
    "threads": THREADS,
    "temp_directory": "",  # a query that outgrows its memory fails and leaves nothing behind
    "python_enable_replacements": "false",  # a misspelt table must not become a variable of ours
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
"""How every reader opens a file: DuckDB refuses to open what this process has open already with another configuration."""

_FIRST_PAUSE_SECONDS: Final = 0.05
_LONGEST_PAUSE_SECONDS: Final = 1.0
_LOCKED: Final = ("Could not set lock on file", "Unique file handle conflict")
"""How duckdb 1.5 and 2.0 word that another process, or another connection of this one, holds the file."""
_OTHERWISE: Final = "different configuration"


@contextmanager
def writer(settings: Settings, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[Connection]:
    """Open the writer's file, made when missing, and close it whatever happens.

    Raises `WarehouseBusy` when another writer held it for `patience_seconds`, `WarehouseError` when the file is
    damaged.
    """
    path = settings.warehouse_path
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    spill = path.parent / "spill"
    with closing(_session(spill, settings)) as connection:
        _attach_patiently(connection, path, patience_seconds)
        path.chmod(0o600)
        shutil.rmtree(spill, ignore_errors=True)  # what a killed process spilt may hold text
        connection.execute(f"use {CATALOG}")
        yield connection


@contextmanager
def attached(path: Path, settings: Settings) -> Iterator[Connection]:
    """Open a file that no other process knows yet, for writing, as `CATALOG`."""
    with closing(_session(path.parent / f".{path.name}.spill", settings)) as connection:
        attach(connection, path, CATALOG)
        connection.execute(f"use {CATALOG}")
        yield connection


def attach(connection: Connection, path: Path, name: str) -> None:
    """Attach a file under a name. Paths come from the settings, never from what was collected."""
    connection.execute(f"attach {quoted(path)} as {name} (storage_version '{STORAGE_VERSION}')")


def quoted(value: object) -> str:
    """Return a text as a literal of SQL, for the statements that take no parameter: ATTACH, COPY … TO, SET."""
    return "'{}'".format(str(value).replace("'", "''"))


@contextmanager
def reader(
    path: Path,
    *,
    memory: str = MEMORY,
    threads: int = THREADS,
    locked_down: bool = False,
    writes_to: Path | None = None,
) -> Iterator[Connection]:
    """Open a snapshot read-only. `locked_down` shuts files, network, extensions and settings away from its SQL.

    `writes_to` is the one folder that is left open to it then, for COPY … TO. While another reader of this process has
    the file open and locked down, `memory` and `threads` are those of that one.

    Links are followed first: a process that opened the link earlier would otherwise be shown what it led to then.
    Raises `WarehouseError` when the file is damaged.
    """
    with _OPENING:
        try:
            connection = duckdb.connect(str(path.resolve()), read_only=True, config=_READING)
        except duckdb.ConnectionException as error:
            raise _open_otherwise(path) if _OTHERWISE in str(error) else _damaged(path, error) from error
        except duckdb.Error as error:
            raise _damaged(path, error) from error
        try:
            _set_up(connection, memory=memory, threads=threads, locked_down=locked_down, writes_to=writes_to)
        except BaseException:
            connection.close()
            raise
    with closing(connection):
        yield connection


def _set_up(connection: Connection, *, memory: str, threads: int, locked_down: bool, writes_to: Path | None) -> None:
    """Settle what questions can reach and use, unless another connection of this process to the file has: it is one database."""
    (is_settled,) = connection.execute("select current_setting('lock_configuration')").fetchone() or (False,)
    if is_settled:
        return
    connection.execute("set global timezone = 'UTC'")
    connection.execute(f"set global memory_limit = {quoted(memory)}")
    connection.execute(f"set global threads = {int(threads)}")
    if locked_down:  # by statement: given at the opening, the first of these forbids the settings beside it
        connection.execute("set allow_community_extensions = false")
        if writes_to:
            connection.execute(f"set allowed_directories = [{quoted(f'{writes_to.resolve()}/')}]")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")


def statements(connection: Connection, sql: str) -> list[Statement]:
    """Return the statements of a text, parsed but not run. Raises `DatabaseError`."""
    return connection.extract_statements(sql)


def is_reading(statement: Statement) -> bool:
    """Say whether a statement is a SELECT (WITH, FROM, VALUES, DESCRIBE, SHOW and SUMMARIZE are) or an EXPLAIN."""
    return statement.type in {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


def _session(spill: Path, settings: Settings) -> Connection:
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY,
            "threads": settings.worker_count,
            "temp_directory": str(spill),
            "python_enable_replacements": "false",
        },
    )
    connection.execute("set timezone = 'UTC'")
    return connection


def _attach_patiently(connection: Connection, path: Path, patience_seconds: float) -> None:
    deadline = time.monotonic() + patience_seconds
    pause = _FIRST_PAUSE_SECONDS
    while True:
        try:
            attach(connection, path, CATALOG)
        except duckdb.Error as error:
            if not any(words in str(error) for words in _LOCKED):
                raise _damaged(path, error) from error
            if time.monotonic() >= deadline:
                raise WarehouseBusy(
                    f"Another process held the warehouse for {patience_seconds:g} s.",
                    where=str(path),
                    next_step="Let the other run end, or close the program that has the file open; readers use the snapshot in published/.",
                ) from error
            time.sleep(min(pause, max(deadline - time.monotonic(), 0)))
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        else:
            return


def _open_otherwise(path: Path) -> WarehouseError:
    return WarehouseError(
        "This process has the database open already, in another way than questions do.",
        where=str(path),
        next_step="Nothing is damaged: close the other connection, or ask from a process of its own.",
    )


def _damaged(path: Path, error: duckdb.Error) -> WarehouseError:
    return WarehouseError(
        f"The database cannot be opened: {str(error).splitlines()[0]}",
        where=str(path),
        next_step="Move the folder warehouse/ away and run `trucewatch rebuild`: all of it comes from raw and journal.",
    )
