"""What the warehouse holds: how many rows, whether that is what was written, and whether two hold the same."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pipelines.errors import WarehouseError
from pipelines.warehouse import connect, statements
from pipelines.warehouse.connect import Connection

UNCOUNTED: Final[Mapping[str, frozenset[str]]] = {
    "sightings": frozenset(
        {"fetch_id", "page_fetch_id", "seen_at", "absent_at", "last_seen_at", "ranked_at", "described_at"}
    ),
    "article_heads": frozenset({"first_seen_at", "last_seen_at"}),
    "article_revisions": frozenset({"observed_at", "day_on"}),
    "article_visits": frozenset({"fetch_id", "checked_at"}),
    "revision_mentions": frozenset(),
    "revision_statements": frozenset(),
    "revision_facets": frozenset(),
    "revision_rounds": frozenset(),
    "revision_framing": frozenset(),
    "revision_credits": frozenset(),
    "identity_links": frozenset(),
    "article_alias": frozenset(),
    "story_members": frozenset(),
    "claims": frozenset({"first_at", "last_at"}),
    "claim_reports": frozenset(),
    "first_reports": frozenset({"absent_at", "seen_at"}),
    "wire_versions": frozenset({"fetch_id", "raw_sha256", "seen_at"}),
    "tombstones": frozenset(),
    "corrections": frozenset(),
    "decisions": frozenset({"run"}),
    "uncorrected_revisions": frozenset(),
    "sources": frozenset(),
    "actors": frozenset(),
    "rounds": frozenset(),
}
"""The content tables, each with its columns that do not count: they say when and by which request, not what.

`day_on` follows from `published_at`, or where there is none from `observed_at`. The other tables are the history
of runs and polls, which differs between two ways to the same content.
"""

_BOOKKEEPING: Final = frozenset({"migrations", "fence", "findings", "disk"})
"""Tables that change outside a load."""

_FETCHED_AT_ONCE: Final = 10_000


def definitions() -> dict[str, Path]:
    """Return the newest migration of each table by its name: `NNN_table.sql` makes a table or changes it."""
    return {path.stem.partition("_")[2]: path for path in statements.files("schema")}


def tables() -> tuple[str, ...]:
    """Return the names of all tables, in the order of the migrations that made them."""
    return tuple(definitions())


def row_counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows by table, of those that only a load changes."""
    counts = {}
    for table in tables():
        if table not in _BOOKKEEPING:
            counts[table] = count(connection, table)
    return counts


def count(connection: Connection, table: str) -> int:
    """Return the number of rows of a table of ours."""
    ((rows,),) = connection.execute(f"select count(*) from {table}").fetchall()  # noqa: S608  # our own names
    return int(rows)


def has_table(connection: Connection, table: str) -> bool:
    """Say whether a database has a table: one of an older schema lacks the newest."""
    found = connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database() and table_name = ?", [table]
    )
    return bool(found.fetchall())


def columns(connection: Connection, table: str) -> dict[str, str]:
    """Return the columns of a table or view with their types, in order."""
    described = connection.execute(f"describe {table}").fetchall()
    return {str(name): str(kind).lower() for name, kind, *_ in described}


def content_hashes(path: Path) -> dict[str, str]:
    """Return a SHA-256 per content table over its sorted rows, of the columns that count (docs/tables.md).

    `path` is a snapshot, or a writer's file that nobody holds. Raises `WarehouseError` when it cannot be opened.
    """
    with connect.reader(path) as connection:
        return {table: content_hash(connection, table) for table in UNCOUNTED}


def content_hash(connection: Connection, table: str) -> str:
    """Return the hash of one content table of an open database."""
    counted = ", ".join(f'"{name}"' for name in columns(connection, table) if name not in UNCOUNTED[table])
    rows = connection.execute(
        f"select sha256(cast(to_json(struct_pack({_packed(counted)})) as varchar)) as row_hash "  # noqa: S608  # our own names
        f"from {table} order by row_hash"
    )
    digest = hashlib.sha256()
    while batch := rows.fetchmany(_FETCHED_AT_ONCE):
        for (row_hash,) in batch:
            digest.update(str(row_hash).encode())
    return digest.hexdigest()


def _packed(counted: str) -> str:
    return ", ".join(f"{name} := {name}" for name in counted.split(", "))


# ── The count kept outside the file ───────────────────────────────────────────────────────────────
# A damaged or cut write-ahead log drops committed rows without an error (docs/decisions): so the counts of the
# last load lie beside the file and are compared when it is opened.


def counts_path(warehouse: Path) -> Path:
    """Return where the counts of a writer's file lie."""
    return warehouse.with_name(f"{warehouse.name}.counts.json")


def counts_text(token: int, rows: Mapping[str, int]) -> str:
    """Return the counts as they are kept."""
    return json.dumps({"token": token, "rows": dict(rows)}, indent=1)


def check_counts(connection: Connection, warehouse: Path) -> None:
    """Compare the open warehouse with the counts kept beside it.

    A warehouse that is newer than its counts is whole: the process died between commit and writing them down.
    Raises `WarehouseError` where rows are missing.
    """
    path = counts_path(warehouse)
    if not path.exists():
        return
    kept = json.loads(path.read_text(encoding="utf-8"))
    loaded = statements.run(connection, "load/read_last_load")
    token = int(str(loaded[0][1])) if loaded else 0
    if token > kept["token"]:
        return
    rows = row_counts(connection)
    missing = [
        f"{table} {rows.get(table, 0)} of {count}" for table, count in kept["rows"].items() if rows.get(table) != count
    ]
    if token < kept["token"] or missing:
        raise WarehouseError(
            f"The warehouse has lost what was committed: {', '.join(missing) or 'its last load'}.",
            where=str(warehouse),
            next_step="Move the folder warehouse/ away and run `trucewatch rebuild`: all of it comes from raw and journal.",
        )
