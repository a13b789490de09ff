"""Making deleted text vanish from the writer's file: a deleted row's bytes stay in a DuckDB file until it is rewritten."""

from pathlib import Path

from pipelines.errors import WarehouseError
from pipelines.warehouse import connect, contents, durable
from pipelines.warehouse.connect import CATALOG, Connection


def mark(warehouse: Path) -> None:
    """Note, before the commit that erases, that the file is to be rewritten: a crash after it must not forget."""
    durable.place(_marker(warehouse), "rows were erased: rewrite the file\n", 0o600)


def is_due(warehouse: Path) -> bool:
    """Say whether the file still holds the bytes of erased rows."""
    return _marker(warehouse).exists()


def rewrite(connection: Connection, warehouse: Path) -> None:
    """Copy the open warehouse into a fresh file and put that in its place. The connection must not be used after.

    The old file stays open, and so locked, until the new one has its name.
    Raises `WarehouseError` when the copy has other row counts; the old file stays then.
    """
    fresh = warehouse.with_name(f"{warehouse.name}.fresh")
    for leftover in (fresh, fresh.with_name(f"{fresh.name}.wal")):
        leftover.unlink(missing_ok=True)
    before = contents.row_counts(connection)
    connect.attach(connection, fresh, "fresh")
    connection.execute(f"copy from database {CATALOG} to fresh")
    connection.execute("use fresh")
    after = contents.row_counts(connection)
    connection.execute("checkpoint fresh")
    connection.execute(f"use {CATALOG}")
    connection.execute("detach fresh")
    if after != before:
        fresh.unlink()
        raise WarehouseError(
            "A copy of the warehouse has other row counts than the warehouse.",
            where=str(warehouse),
            next_step="Run the load again; if it recurs, move the folder warehouse/ away and run `trucewatch rebuild`.",
        )
    durable.move(fresh, warehouse, 0o600)
    _marker(warehouse).unlink()


def _marker(warehouse: Path) -> Path:
    return warehouse.with_name(f"{warehouse.name}.erase")
