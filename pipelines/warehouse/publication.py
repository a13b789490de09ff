"""Snapshots: read-only copies of the warehouse with the views in them, behind one symbolic link.

A reader that opened the link keeps the file it got, whatever is published or removed meanwhile.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipelines.errors import WarehouseError
from pipelines.settings import Settings
from pipelines.warehouse import connect, contents, durable, erasure, statements
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.findings import Surroundings, judge
from pipelines.warehouse.views import comment, create_views

LINK: Final = "trucewatch.duckdb"
KEPT: Final = 3
"""Snapshots that stay, the current one among them."""

_PUBLIC_FILE: Final = 0o644
_PUBLIC_FOLDER: Final = 0o755


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What lies beside a snapshot: run and token of its last load, rows by table, `migrations` of its schema.

    `tombstones_sha256` is a hash over its tombstones and the stories it hides: a snapshot with another one may hold text
    that must not be seen. `release_at` (ISO 8601) is the earliest moment at which something that is held may be
    released; None when nothing waits for a moment.
    """

    name: str
    run: str
    token: int
    tombstones_sha256: str
    rows: Mapping[str, int]
    migrations: int
    release_at: str | None = None


def published_path(settings: Settings) -> Path:
    """Return the link that people open."""
    return settings.data / "published" / LINK


def publish(
    settings: Settings,
    run: str,
    surroundings: Surroundings | None = None,
    *,
    patience_seconds: float = connect.PATIENCE_SECONDS,
) -> Path:
    """Publish the warehouse as `trucewatch-<run>.duckdb`, swap the link, remove what is too old. Return the path.

    With `surroundings` findings are judged anew before; without, they stay as they are.

    Snapshots from before a kill are removed at once, the newest three of the others stay.
    Raises `WarehouseBusy`, and `WarehouseError` when the copy does not hold what the warehouse holds.
    """
    folder = published_path(settings).parent
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(_PUBLIC_FOLDER)
    path = folder / f"trucewatch-{run}.duckdb"
    temporary = folder / f".{path.name}.tmp"
    # What a killed publish left: its log, found beside a fresh copy, would be replayed into it.
    for leftover in (temporary, temporary.with_name(f"{temporary.name}.wal")):
        leftover.unlink(missing_ok=True)

    rows = _copy(settings, temporary, patience_seconds, surroundings)
    snapshot = _finish(settings, temporary, path.name)
    if snapshot.rows != rows:
        temporary.unlink()
        raise WarehouseError(
            "The copy to be published has other row counts than the warehouse.",
            where=str(path),
            next_step="Nothing was published. Run publish again; if it recurs, move the folder warehouse/ away and run `trucewatch rebuild`.",
        )
    durable.place(_beside(path), json.dumps(asdict(snapshot), indent=1), _PUBLIC_FILE)
    durable.move(temporary, path, _PUBLIC_FILE)
    durable.link(published_path(settings), path.name)
    _remove_old(folder, snapshot)
    return path


def publish_if_stale(settings: Settings, *, patience_seconds: float = connect.PATIENCE_SECONDS) -> Path | None:
    """Publish what was loaded and not published, as after a crash between the two, and after a change of the schema.

    Return the path, None if nothing was.

    Raises as `publish`.
    """
    if not settings.warehouse_path.exists():
        return None
    with connect.writer(settings, patience_seconds) as connection:
        if "runs" not in _tables(connection):
            return None
        loaded = statements.run(connection, "load/read_last_load")
        migrations = len(statements.run(connection, "load/read_migrations"))
    current = current_snapshot(settings)
    if not loaded or (
        current
        and current.token >= int(str(loaded[0][1]))
        and current.migrations == migrations
        and not erasure.is_due(settings.warehouse_path)
    ):
        return None
    return publish(settings, str(loaded[0][0]), patience_seconds=patience_seconds)


def current_snapshot(settings: Settings) -> Snapshot | None:
    """Return what lies beside the snapshot that the link leads to; None when nothing is published."""
    link = published_path(settings)
    return _read(_beside(link.resolve())) if link.exists() else None


def _copy(
    settings: Settings, temporary: Path, patience_seconds: float, surroundings: Surroundings | None = None
) -> dict[str, int]:
    """Copy the writer's file while nobody else can write to it, and return its row counts.

    Copying opens the file once more in this process; closing that handle drops the lock (fcntl, POSIX), so the
    connection must not be used afterwards.
    """
    warehouse = settings.warehouse_path
    with connect.writer(settings, patience_seconds) as connection:
        contents.check_counts(connection, warehouse)
        if surroundings is not None:
            judge(connection, surroundings)
        if erasure.is_due(warehouse):
            erasure.rewrite(connection, warehouse)
    with connect.writer(settings, patience_seconds) as connection:
        connection.execute(f"checkpoint {connect.CATALOG}")
        rows = contents.row_counts(connection)
        shutil.copyfile(warehouse, temporary)
    return rows


def _finish(settings: Settings, temporary: Path, name: str) -> Snapshot:
    """Put the views into the copy and return what is to lie beside it."""
    with connect.attached(temporary, settings) as connection:
        create_views(connection, keep=True)
        comment(connection)
        ((run, token, _),) = statements.run(connection, "load/read_last_load") or [("", 0, None)]
        snapshot = Snapshot(
            name=name,
            run=str(run),
            token=int(str(token)),
            tombstones_sha256=_unseen(connection),
            rows=contents.row_counts(connection),
            migrations=len(statements.run(connection, "load/read_migrations")),
            release_at=_release_at(connection),
        )
        connection.execute(f"checkpoint {connect.CATALOG}")
    return snapshot


def _unseen(connection: Connection) -> str:
    """Return a hash over what must not be seen: what was killed, and stories that are withheld."""
    hidden = [str(article_id) for (article_id,) in statements.run(connection, "load/read_hidden")]
    killed = contents.content_hash(connection, "tombstones")
    return hashlib.sha256("\n".join([killed, *hidden]).encode()).hexdigest()


def _release_at(connection: Connection) -> str | None:
    """Return when a run should release what is held: as soon as the earliest embargo says, or at once."""
    ((until_at, is_usable_again),) = statements.run(connection, "load/read_release")
    if is_usable_again:
        return datetime.min.replace(tzinfo=UTC).isoformat()
    return until_at.replace(tzinfo=UTC).isoformat() if isinstance(until_at, datetime) else None


def _remove_old(folder: Path, current: Snapshot) -> None:
    """Remove the snapshots that a kill overtook, those beyond the newest three, and what crashes left behind."""
    older = [
        snapshot
        for path in folder.glob("trucewatch-*.json")
        if (snapshot := _read(path)) and snapshot.name != current.name
    ]
    older.sort(key=lambda snapshot: snapshot.token, reverse=True)
    clean = [snapshot for snapshot in older if snapshot.tombstones_sha256 == current.tombstones_sha256]
    kept = {current.name, *(snapshot.name for snapshot in clean[: KEPT - 1])}
    for path in folder.glob("trucewatch-*.duckdb"):
        if path.name not in kept:
            path.unlink()
            _beside(path).unlink(missing_ok=True)
    for path in folder.glob(".trucewatch*.tmp*"):
        path.unlink()


def _read(path: Path) -> Snapshot | None:
    try:
        return Snapshot(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # gone or torn: the snapshot counts as one that nobody vouches for


def _beside(path: Path) -> Path:
    return path.with_suffix(".json")


def _tables(connection: Connection) -> frozenset[str]:
    found = connection.execute("select table_name from duckdb_tables() where database_name = current_database()")
    return frozenset(str(name) for (name,) in found.fetchall())
