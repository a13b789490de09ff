"""The schema's history: numbered files, each applied once, each remembered by its hash. Append-only."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from pipelines.errors import SchemaMismatch
from pipelines.warehouse import statements
from pipelines.warehouse.connect import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One file of sql/schema: `NNN_name.sql`."""

    number: int
    name: str
    sha256: str
    sql: str


def shipped_migrations() -> tuple[Migration, ...]:
    """Return the migrations that this version knows, by number."""
    found = []
    for path in statements.files("schema"):
        number, _, name = path.stem.partition("_")
        sql = path.read_text(encoding="utf-8")
        found.append(Migration(number=int(number), name=name, sha256=hashlib.sha256(sql.encode()).hexdigest(), sql=sql))
    return tuple(found)


def migrate(
    connection: Connection, now: datetime, migrations: tuple[Migration, ...] | None = None
) -> tuple[Migration, ...]:
    """Bring the attached database up to the newest schema in one transaction and return what was applied.

    Raises `SchemaMismatch` when an applied migration was altered or is unknown here: nothing is changed then.
    """
    known = shipped_migrations() if migrations is None else migrations
    applied = _applied(connection)
    _compare(applied, known)
    pending = known[len(applied) :]
    if not pending:
        return ()
    connection.begin()
    for each in pending:
        connection.execute(each.sql)
        statements.run(
            connection,
            "load/insert_migration",
            number=each.number,
            name=each.name,
            sha256=each.sha256,
            applied_at=naive(now),
        )
    connection.commit()
    return pending


def naive(instant: datetime) -> datetime:
    """Return an instant as the database stores it: UTC without a zone. Raises `ValueError` for one without."""
    offset = instant.utcoffset()
    if offset is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.replace(tzinfo=None) - offset


def _applied(connection: Connection) -> list[tuple[int, str, str]]:
    tables = connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database() and table_name = 'migrations'"
    ).fetchall()
    if not tables:
        return []
    return [
        (int(str(n)), str(name), str(sha256)) for n, name, sha256 in statements.run(connection, "load/read_migrations")
    ]


def _compare(applied: list[tuple[int, str, str]], known: tuple[Migration, ...]) -> None:
    for position, (number, name, sha256) in enumerate(applied):
        if position >= len(known) or known[position].number != number:
            raise SchemaMismatch(
                f"The warehouse was changed by migration {number:03d}_{name}, which this version does not know.",
                where=f"sql/schema/{number:03d}_{name}.sql",
                next_step="Install the version of trucewatch that wrote the warehouse, or a later one.",
            )
        if known[position].sha256 != sha256:
            raise SchemaMismatch(
                f"Migration {number:03d}_{name} was altered after it had been applied.",
                where=f"sql/schema/{number:03d}_{name}.sql",
                next_step="Restore the file as it was and write the change as a new migration.",
            )
