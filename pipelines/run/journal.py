"""`data/journal/`: what people and agencies decided, append-only, replayed before anything is rebuilt.

One JSON object a line. A torn last line is a decision that was never acknowledged: its writer writes it again.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.records import Kill


def read_kills(data: Path) -> tuple[Kill, ...]:
    """Return every kill ever ordered, oldest first."""
    lines = read_lines(_path(data))
    return tuple(
        Kill(
            **{
                **fields,
                "ordered_at": datetime.fromisoformat(fields["ordered_at"]),
                "fingerprints": tuple(fields.get("fingerprints", ())),
            }
        )
        for fields in lines
    )


def append_kills(data: Path, kills: Iterable[Kill]) -> int:
    """Append the kills that the journal does not hold; durable on return. Return how many were new."""
    known = {(kill.item_id, kill.fetch_id, kill.fingerprints) for kill in read_kills(data)}
    new = [kill for kill in kills if (kill.item_id, kill.fetch_id, kill.fingerprints) not in known]
    append_lines(_path(data), [{**asdict(kill), "ordered_at": kill.ordered_at.isoformat()} for kill in new])
    return len(new)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of the journal, oldest first; none where it has not been begun."""
    if not path.exists():
        return
    for line in path.read_bytes().split(b"\n")[:-1]:
        try:
            yield json.loads(line)
        except ValueError:
            continue  # torn by a crash, and written again after it


def append_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Append rows to a file of the journal, one JSON object a line; durable on return."""
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    if not lines:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    torn = path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (b"\n" if torn else b"") + lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a file of the journal against another process that adds to it or rewrites it; wait for that."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def replace_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write a file of the journal anew, to be called by who holds it alone.

    All of the new file is on the disk before it takes the old one's place.
    """
    temporary = path.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    append_lines(temporary, rows)
    temporary.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _path(data: Path) -> Path:
    return data / "journal" / "kills.jsonl"
