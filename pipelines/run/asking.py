"""Ad-hoc questions of a person: answered from the published snapshot, and remembered, for that person, without answers.

The history lies with the person's other state (`settings.state_folder`), not in the data folder: who asks what is
nobody else's business, and several people ask one archive.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from pipelines import settings, warehouse
from pipelines.errors import QueryRefused
from pipelines.run.house import clock
from pipelines.warehouse.questions import MEMORY, TIMEOUT_SECONDS

KEPT: Final = 500
"""Questions that are remembered; when there are twice as many, the older half goes."""

COLUMNS: Final = ("asked_at", "data", "seconds", "rows", "outcome", "question")

_FILE: Final = "sql-history.jsonl"
_LONGEST: Final = 10_000


def ask(
    sql: str,
    *,
    max_rows: int | None = None,
    timeout_seconds: float = TIMEOUT_SECONDS,
    memory: str = MEMORY,
) -> warehouse.QueryResult:
    """Answer a question as `warehouse.query` does, and remember it. Raises as that does."""
    chosen = settings.load()
    begun = time.monotonic()
    try:
        result = warehouse.query(chosen, sql, max_rows=max_rows, timeout_seconds=timeout_seconds, memory=memory)
    except QueryRefused:
        _remember(sql, chosen.data, begun, None)
        raise
    _remember(sql, chosen.data, begun, len(result.rows))
    return result


def history(last: int | None = None) -> tuple[tuple[object, ...], ...]:
    """Return the questions that this person asked, oldest first, of all or of the `last` ones; columns are `COLUMNS`."""
    rows = [tuple(row.get(name) for name in COLUMNS) for row in _read()]
    return tuple(rows[-last:] if last else rows)


def _remember(sql: str, data: Path, begun: float, rows: int | None) -> None:
    """Append a question. Words of an error are left out: they may quote what was read."""
    row = {
        "asked_at": clock().isoformat(timespec="seconds"),
        "data": str(data),
        "seconds": round(time.monotonic() - begun, 3),
        "rows": rows,
        "outcome": "refused" if rows is None else "answered",
        "question": sql.strip()[:_LONGEST],
    }
    with suppress(OSError, RuntimeError):  # no home, or none to write to: a question is answered all the same
        folder = settings.state_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / _FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, (json.dumps(row) + "\n").encode())
        finally:
            os.close(descriptor)
        _forget_old(folder / _FILE)


def _forget_old(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    if len(lines) <= 2 * KEPT:
        return
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(b"".join(lines[-KEPT:]))
    fresh.replace(path)


def _read() -> Iterator[dict[str, object]]:
    try:
        lines = (settings.state_folder() / _FILE).read_bytes().splitlines()
    except (OSError, RuntimeError):
        return
    for line in lines:
        with suppress(ValueError):  # torn
            row = json.loads(line)
            if isinstance(row, dict):
                yield row
