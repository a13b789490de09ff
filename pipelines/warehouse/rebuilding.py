"""A second warehouse beside the first: what it takes over from it, how the two compare, how it takes its place.

    raw, journal ─loads─▶ fresh file ─ history of the old one ─▶ compared ─▶ swapped, the old one kept as a backup

Every step can be cut short: until the swap the old file stands untouched, after it the new one does.
"""

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipelines.errors import FenceLost
from pipelines.settings import Settings
from pipelines.warehouse import connect, contents, durable, statements
from pipelines.warehouse.connect import CATALOG, Connection
from pipelines.warehouse.migrations import migrate, naive
from pipelines.warehouse.publication import current_snapshot, published_path

HISTORY: Final = ("runs", "documents", "run_items", "ledger", "rejected_rows", "quality_results")
"""The tables whose rows belong to runs."""

WHOLE: Final = ("source_health", "findings", "disk")
"""The tables that are taken over as they are: what they say of the past the loads of a rebuild do not know."""

REMAINS: Final = ("sightings", "wire_versions")
"""The tables in which a killed story stays, without its words."""

OLD: Final = "former"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One content table of two warehouses. `before` is None where the old one has no such table."""

    table: str
    before: str | None
    after: str
    rows_before: int
    rows_after: int

    @property
    def is_same(self) -> bool:
        """Say whether both hold the same."""
        return self.before == self.after or (self.before is None and not self.rows_after)


def worked_documents(settings: Settings) -> frozenset[str]:
    """Return the fetch ids of all documents that the published warehouse has worked."""
    with connect.reader(published_path(settings)) as connection:
        return frozenset(str(each) for (each,) in statements.run(connection, "load/read_worked_documents"))


def last_planned(settings: Settings) -> datetime | None:
    """Return the latest moment that a run of the published warehouse took for now."""
    with connect.reader(published_path(settings)) as connection:
        ((planned_at,),) = statements.run(connection, "load/read_last_planned")
    return planned_at.replace(tzinfo=UTC) if isinstance(planned_at, datetime) else None


def open_claim(settings: Settings, patience_seconds: float) -> str | None:
    """Return the run that has claimed the warehouse and not loaded; None where none has. Raises `WarehouseBusy`."""
    if not settings.warehouse_path.exists():
        return None
    with connect.writer(settings, patience_seconds) as connection:
        if not contents.has_table(connection, "fence"):
            return None
        claims = statements.run(connection, "load/read_open_claim")
    return str(claims[0][0]) if claims else None


def follow_claim(fresh: Settings, old: Settings, token: int, run: str, now: datetime) -> None:
    """Let the fresh file give out tokens above the one that the old file gave to a run, and above what is published.

    The two are not the same where the old file was lost.
    """
    published = current_snapshot(old)
    token = max(token, published.token if published else 0)
    with connect.writer(fresh) as connection:
        migrate(connection, now)
        statements.run(connection, "load/insert_claim", token=token, run=run, claimed_at=naive(now))
        connection.execute(f"checkpoint {CATALOG}")


def take_over_remains(fresh: Settings, old: Path, documents: Collection[str]) -> None:
    """Put what is left of stories whose documents a kill took into the fresh file: that they came, without a word.

    `documents` are fetch ids of those that raw holds no more as they came. The next load settles their heads.
    """
    with _beside(fresh, old) as connection:
        for table in REMAINS:
            connection.execute(
                f"insert into {table} by name select * from {OLD}.{table} "  # noqa: S608  # our own names
                f"where fetch_id in (select unnest(cast($documents as varchar[]))) "
                f"and (item_id, item_revision) not in (select (item_id, item_revision) from {table})",
                {"documents": sorted(documents)},
            )


def take_over_history(fresh: Settings, old: Path) -> None:
    """Put the runs of a published snapshot, health of sources and findings into the fresh file; twice does nothing more."""
    with _beside(fresh, old) as connection:
        for table in HISTORY:
            connection.execute(  # our own names
                f"insert into {table} by name select * from {OLD}.{table} where run not in (select run from {table})"  # noqa: S608
            )
        for table in WHOLE:
            if _has(connection, table):
                connection.execute(f"delete from {table}")  # noqa: S608
                connection.execute(f"insert into {table} by name select * from {OLD}.{table}")  # noqa: S608


def _has(connection: Connection, table: str) -> bool:
    """Say whether the old file has a table: one of an older schema lacks the newest."""
    found = connection.execute("select 1 from duckdb_tables() where database_name = ? and table_name = ?", [OLD, table])
    return bool(found.fetchall())


@contextmanager
def _beside(fresh: Settings, old: Path) -> Iterator[Connection]:
    """Open the fresh file for one transaction, with a snapshot attached as `OLD`."""
    quoted = str(old.resolve()).replace("'", "''")
    with connect.writer(fresh) as connection:
        connection.execute(f"attach '{quoted}' as {OLD} (read_only)")
        connection.begin()
        yield connection
        # Without counts beside it a file is taken as it is: killed after the commit, it must not look as if it had lost rows.
        contents.counts_path(fresh.warehouse_path).unlink(missing_ok=True)
        connection.commit()
        connection.execute(f"detach {OLD}")
        connection.execute(f"checkpoint {CATALOG}")


def compare(old: Path, fresh: Path) -> tuple[Compared, ...]:
    """Compare the content tables of two files that nobody writes to."""
    before, after = _contents(old), _contents(fresh)
    return tuple(
        Compared(
            table=table,
            before=before.get(table, (None, 0))[0],
            after=str(after[table][0]),
            rows_before=before.get(table, (None, 0))[1],
            rows_after=after[table][1],
        )
        for table in contents.UNCOUNTED
    )


def _contents(path: Path) -> Mapping[str, tuple[str | None, int]]:
    if not path.exists():
        return {}
    with connect.reader(path) as connection:
        return {
            table: (contents.content_hash(connection, table), contents.count(connection, table))
            for table in contents.UNCOUNTED
            if contents.has_table(connection, table)
        }


def swap(settings: Settings, fresh: Path, *, claim: tuple[int, str], backup: Path, patience_seconds: float) -> None:
    """Put a finished file in the place of the warehouse, which becomes a backup. One of the two always stands there.

    `claim`: token and run that must still be the latest. Raises `FenceLost` when another run has claimed the warehouse
    meanwhile, `WarehouseBusy`.
    """
    warehouse = settings.warehouse_path
    with connect.writer(settings, patience_seconds) as connection:
        held = statements.run(connection, "load/read_fence")
        if held != [claim]:
            raise FenceLost(
                f"Another run has claimed the warehouse while it was rebuilt: {held[0][1] if held else 'nobody'}.",
                where=str(warehouse),
                next_step="The old warehouse stays. Run `trucewatch rebuild` again: it goes on from where it was.",
            )
        connection.execute(f"checkpoint {CATALOG}")
        _keep(warehouse, backup)
        # Its log would be replayed into the file that takes its name.
        warehouse.with_name(f"{warehouse.name}.wal").unlink(missing_ok=True)
        durable.move(fresh, warehouse, 0o600)
    # A crash before this harms nothing: a file that is newer than its counts is whole.
    durable.move(contents.counts_path(fresh), contents.counts_path(warehouse), 0o600)


def _keep(warehouse: Path, backup: Path) -> None:
    """Give the warehouse a second name, as old as it is now: backups go when they are 30 days old."""
    backup.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    backup.unlink(missing_ok=True)
    try:
        backup.hardlink_to(warehouse)
    except OSError:  # another file system
        shutil.copyfile(warehouse, backup)
    backup.chmod(0o600)
    os.utime(backup)
