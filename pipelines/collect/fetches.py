"""What was fetched, when, and how it ended: one JSON line each, only ever appended.

`root/YYYY-MM-DD/<writer>.jsonl`: a day is that of `fetched_at`, a writer is one start of one process, so no file
has two writers. A crash can only tear the last line of a file; the request it stood for is then made again.
"""

import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.collect.durable import make_folder, sync_folder
from pipelines.errors import TrucewatchError
from pipelines.records import Fetch, FetchKind, FetchOutcome, Reason

_READ_AS: dict[str, Callable[[str], Any]] = {
    "kind": FetchKind,
    "outcome": FetchOutcome,
    "reason": Reason,
    "fetched_at": datetime.fromisoformat,
    "next_try_at": datetime.fromisoformat,
}
_KEYS = frozenset(field.name for field in fields(Fetch))


class FetchLogError(TrucewatchError):
    """A line of the fetch records cannot be read; `where` is `file:line`."""


class FetchLog:
    """The fetch records under one folder. Threads may share it; each process has its own."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._writer = f"{time.time_ns():016x}-{secrets.token_hex(4)}"
        self._turn = threading.Lock()

    def append(self, fetch: Fetch) -> None:
        """Record the fetch durably.

        Raises `ValueError` for an instant without a zone, `OSError` when the disk takes no more; what was written
        of the line is then taken back.
        """
        line = encode(fetch).encode("ascii") + b"\n"
        folder = self._root / fetch.fetched_at.astimezone(UTC).date().isoformat()
        with self._turn:
            _append_line(folder, folder / f"{self._writer}.jsonl", line)

    def read(self) -> Iterator[Fetch]:
        """Yield every record of every writer, ordered by (fetched_at, fetch_id).

        Raises `FetchLogError` for a line that is no record, unless it is an unfinished last one.
        """
        records = [fetch for path in sorted(self._root.glob("*/*.jsonl")) for fetch in _read_file(path)]
        yield from sorted(records, key=lambda fetch: (fetch.fetched_at, fetch.fetch_id))


def encode(fetch: Fetch) -> str:
    """Return the record as one line of ASCII JSON, without its empty values.

    Raises `ValueError` for an instant without a zone.
    """
    values = {name: getattr(fetch, name) for name in sorted(_KEYS)}
    return json.dumps({name: _plain(value) for name, value in values.items() if value is not None})


def decode(line: bytes) -> Fetch:
    """Return the record. Raises `ValueError`, `KeyError` or `TypeError` for anything `encode` did not write."""
    values = json.loads(line)
    if not isinstance(values, dict) or not values.keys() <= _KEYS:
        raise ValueError("not the keys of a fetch record")
    return Fetch(**{name: _READ_AS[name](value) if name in _READ_AS else value for name, value in values.items()})


def _plain(value: Any) -> Any:  # noqa: ANN401  # any field of the record
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(f"an instant without a zone: {value!r}")
    return value.astimezone(UTC).isoformat()


def _append_line(folder: Path, path: Path, line: bytes) -> None:
    make_folder(folder)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        before_bytes = os.fstat(descriptor).st_size
        if os.write(descriptor, line) != len(line):
            os.ftruncate(descriptor, before_bytes)
            raise OSError(f"could not write a whole line to {path}")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        sync_folder(folder)


def _read_file(path: Path) -> Iterator[Fetch]:
    *whole, _torn = path.read_bytes().split(b"\n")
    for number, line in enumerate(whole, start=1):
        try:
            yield decode(line)
        except (ValueError, KeyError, TypeError) as error:
            raise FetchLogError(
                f"A fetch record cannot be read: {type(error).__name__}.",
                where=f"{path}:{number}",
                next_step="Restore the file from a backup, or move the line out of the file.",
            ) from error
