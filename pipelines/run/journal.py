"""`data/journal/`: what people and agencies decided, append-only, replayed before anything is rebuilt.

One JSON object a line. A torn last line is a decision that was never acknowledged: its writer writes it again.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from pipelines.records import Kill


def read_kills(data: Path) -> tuple[Kill, ...]:
    """Return every kill ever ordered, oldest first."""
    path = _path(data)
    if not path.exists():
        return ()
    kills = []
    for line in path.read_bytes().split(b"\n")[:-1]:
        try:
            fields = json.loads(line)
        except ValueError:
            continue  # torn by a crash, and written again after it
        kills.append(Kill(**{**fields, "ordered_at": datetime.fromisoformat(fields["ordered_at"])}))
    return tuple(kills)


def append_kills(data: Path, kills: Iterable[Kill]) -> int:
    """Append the kills that the journal does not hold; durable on return. Return how many were new."""
    path = _path(data)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = {(kill.item_id, kill.fetch_id) for kill in read_kills(data)}
    new = [kill for kill in kills if (kill.item_id, kill.fetch_id) not in known]
    if not new:
        return 0
    torn = path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
    lines = "".join(json.dumps({**asdict(kill), "ordered_at": kill.ordered_at.isoformat()}) + "\n" for kill in new)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (b"\n" if torn else b"") + lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return len(new)


def _path(data: Path) -> Path:
    return data / "journal" / "kills.jsonl"
