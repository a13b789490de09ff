"""What the journal knows of watches: since when each is looked at, what it raised. Ids only, never a word of an article.

One line of `data/journal/watches.jsonl` is one of

    begun   a watch, or what it looks for now, was looked at for the first time: `articles` matched already and are known
    hits    `articles` matched that were not known: an alert
    spike   the count of a `day` was more than usual: an alert
    ended   the watch is not there any more
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pipelines.run.journal import append_lines, read_lines

Kind = Literal["begun", "hits", "spike", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line. `at` is the real clock; `snapshot` is the file that was looked at; figures are those of a spike."""

    kind: Kind
    watch: str
    at: datetime
    version: str = ""
    snapshot: str = ""
    articles: tuple[str, ...] = ()
    day: date | None = None
    count: int = 0
    expected: float = 0.0
    threshold: float = 0.0

    @property
    def key(self) -> str:
        """Return what makes it the same alert, wherever it is told."""
        if self.kind == "spike":
            return f"watch:{self.watch}:spike:{self.day}"
        digest = hashlib.sha256("\n".join((self.at.isoformat(), *self.articles)).encode()).hexdigest()[:16]
        return f"watch:{self.watch}:{self.kind}:{digest}"


@dataclass(slots=True)
class State:
    """Where a watch stands: `version` is what it looked for when it was looked at last, None when it has not begun."""

    version: str | None = None
    known: set[str] = field(default_factory=set)
    spikes: set[date] = field(default_factory=set)


def path(data: Path) -> Path:
    """Return the file."""
    return data / "journal" / "watches.jsonl"


def read(data: Path) -> tuple[Entry, ...]:
    """Return all entries, oldest first."""
    return tuple(_entry(line) for line in read_lines(path(data)))


def append(data: Path, entries: Iterable[Entry]) -> None:
    """Add entries; durable on return."""
    append_lines(path(data), [_line(each) for each in entries])


def states(entries: Iterable[Entry]) -> dict[str, State]:
    """Return where each watch of the journal stands."""
    found: dict[str, State] = {}
    for each in entries:
        state = found.setdefault(each.watch, State())
        match each.kind:
            case "begun":
                state.version = each.version
            case "ended":
                state.version = None
            case "spike":
                state.spikes |= {each.day} if each.day else set()
        if each.kind in {"begun", "hits"}:
            state.known.update(each.articles)
    return found


def _line(each: Entry) -> Mapping[str, object]:
    line: dict[str, object] = {"kind": each.kind, "watch": each.watch, "at": each.at.isoformat()}
    if each.kind != "ended":
        line |= {"version": each.version, "snapshot": each.snapshot, "articles": list(each.articles)}
    if each.kind == "spike":
        line |= {"day": str(each.day), "count": each.count, "expected": each.expected, "threshold": each.threshold}
    return line


def _entry(line: Mapping[str, Any]) -> Entry:
    values = {
        **line,
        "at": datetime.fromisoformat(line["at"]),
        "articles": tuple(line.get("articles", ())),
        "day": date.fromisoformat(line["day"]) if line.get("day") else None,
    }
    return Entry(**values)
