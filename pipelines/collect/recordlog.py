"""Append-only records on disk: one JSON line each, `root/YYYY-MM-DD/<writer>.jsonl`.

A day is that of the record's own instant, a writer is one start of one process, so no file has two writers. A crash
can only tear the last line of a file; what it stood for is then done again.
"""

import json
import os
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from pipelines.collect.durable import make_folder, sync_folder
from pipelines.errors import TrucewatchError

Record = TypeVar("Record")
Reader = Callable[[str], Any]


class RecordLogError(TrucewatchError):
    """A line of the records cannot be read; `where` is `file:line`."""


class RecordLog(Generic[Record]):
    """The records of one type under one folder. Threads may share a log; each process has its own."""

    def __init__(self, root: Path, record: Callable[..., Record], instant: str, read_as: Mapping[str, Reader]) -> None:
        """`instant` names the field that orders records; `read_as` says how fields that are no plain JSON are read."""
        self._root = root
        self._record = record
        self._instant = instant
        self._read_as = dict(read_as)
        self._keys = sorted(field.name for field in fields(record))  # type: ignore[arg-type]  # a dataclass
        self._writer = f"{time.time_ns():016x}-{secrets.token_hex(4)}"
        self._turn = threading.Lock()

    def append(self, *records: Record) -> None:
        """Write the records durably, all with one wait for the disk a day.

        Raises `ValueError` for an instant without a zone, `OSError` when the disk takes no more; what was written
        of their lines is then taken back.
        """
        lines: dict[date, list[bytes]] = defaultdict(list)
        for record in records:
            day = getattr(record, self._instant).astimezone(UTC).date()
            lines[day].append(self.encode(record).encode("ascii") + b"\n")
        with self._turn:
            for day, each in lines.items():
                folder = self._root / day.isoformat()
                _append(folder, folder / f"{self._writer}.jsonl", b"".join(each))

    def read(self, since: date | None = None) -> Iterator[Record]:
        """Yield every record of every writer from a day on, ordered by (instant, id).

        Raises `RecordLogError` for a line that is no record, unless it is an unfinished last one.
        """
        for day in self.days():
            if since is None or day >= since:
                yield from self.of_day(day)

    def of_day(self, day: date) -> list[Record]:
        """Return the records of a day, in order. Raises `RecordLogError`."""
        records = [record for path in self.files(day) for record, _ in self.read_file(path)]
        return sorted(records, key=self._order)

    def days(self) -> list[date]:
        """Return the days that have records, in order."""
        if not self._root.is_dir():
            return []
        names = sorted(each.name for each in self._root.iterdir() if each.is_dir())
        return [date.fromisoformat(name) for name in names]

    def files(self, day: date) -> list[Path]:
        """Return the files of a day, in the order in which their writers started."""
        return sorted((self._root / day.isoformat()).glob("*.jsonl"))

    def own_files(self) -> list[Path]:
        """Return the files that this log itself has written."""
        return sorted(self._root.glob(f"*/{self._writer}.jsonl"))

    def count(self, day: date) -> int:
        """Return how many records a day has, without reading them."""
        return sum(path.read_bytes().count(b"\n") for path in self.files(day))

    def read_file(self, path: Path, offset: int = 0) -> Iterator[tuple[Record, int]]:
        """Yield the records of a file from a byte on, each with the byte at which the next one begins.

        Raises `RecordLogError`.
        """
        with path.open("rb") as file:
            file.seek(offset)
            for number, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    return  # torn
                offset += len(line)
                try:
                    record = self.decode(line)
                except (ValueError, KeyError, TypeError) as error:
                    raise RecordLogError(
                        f"A record cannot be read: {type(error).__name__}.",
                        where=f"{path}:{number}",
                        next_step="Restore the file from a backup, or move the line out of the file.",
                    ) from error
                yield record, offset

    def encode(self, record: Record) -> str:
        """Return the record as one line of ASCII JSON, without its empty values.

        Raises `ValueError` for an instant without a zone.
        """
        values = {name: getattr(record, name) for name in self._keys}
        return json.dumps({name: _plain(value) for name, value in values.items() if value is not None})

    def decode(self, line: bytes | str) -> Record:
        """Return the record. Raises `ValueError`, `KeyError` or `TypeError` for anything `encode` did not write."""
        values = json.loads(line)
        if not isinstance(values, dict) or not values.keys() <= set(self._keys):
            raise ValueError("not the keys of the record")
        read_as = self._read_as
        return self._record(
            **{name: read_as[name](value) if name in read_as else value for name, value in values.items()}
        )

    def _order(self, record: Record) -> tuple[Any, str]:
        return getattr(record, self._instant), record.fetch_id  # type: ignore[attr-defined]  # each record has one


def _plain(value: Any) -> Any:  # noqa: ANN401  # any field of the record
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(f"an instant without a zone: {value!r}")
    return value.astimezone(UTC).isoformat()


def _append(folder: Path, path: Path, lines: bytes) -> None:
    make_folder(folder)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        before_bytes = os.fstat(descriptor).st_size
        if os.write(descriptor, lines) != len(lines):
            os.ftruncate(descriptor, before_bytes)
            raise OSError(f"could not write whole lines to {path}")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        sync_folder(folder)
