"""`data/journal/acknowledgements.jsonl`: findings that a person knows of, by whom and why. Append-only, as all of the journal.

An acknowledgement is of one finding: what was closed and comes back is to be looked at again.
"""

from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipelines import settings as environment
from pipelines.errors import SettingsError
from pipelines.run.house import clock, reading
from pipelines.run.journal import alone, append_lines, read_lines
from pipelines.run.people import author_of, reason_of
from pipelines.settings import Settings
from pipelines.warehouse import Acknowledgement

_KEYS: Final = frozenset(each.name for each in fields(Acknowledgement))
_TIMES: Final = ("first_seen_at", "acknowledged_at")


def acknowledge(
    rule: str, subject: str, by: str | None = None, why: str = "", chosen: Settings | None = None
) -> Acknowledgement:
    """Say of an open finding that it is known, and journal that; durable on return. Again replaces what was said.

    `by` is the user of this machine unless given. Readers of the desk see it at once, the table from the next
    publication on. Raises `SettingsError` for a finding that is not open and without a reason, `NothingPublished`.
    """
    found = chosen or environment.load()
    reason = reason_of(why, "An acknowledgement")
    with reading(found) as snapshot:
        rows = snapshot.rows("findings_open") if snapshot.has("findings_open") else []
    open_now = [row for row in rows if (row["rule"], row["subject"]) == (rule, subject)]
    if not open_now:
        named = [str(row["subject"]) for row in rows if row["rule"] == rule] or sorted(
            {str(row["rule"]) for row in rows}
        )
        raise SettingsError(
            f"No finding {rule[:80]!r} about {subject[:80]!r} is open.",
            where="published snapshot",
            next_step=f"`trucewatch findings list` shows those that are: {', '.join(named[:8]) or 'none'}.",
        )
    made = Acknowledgement(
        rule=rule,
        subject=subject,
        first_seen_at=open_now[0]["first_seen_at"].replace(tzinfo=UTC),
        acknowledged_at=clock(),
        by=author_of(by),
        why=reason,
    )
    with alone(_path(found.data)):
        append_lines(
            _path(found.data),
            [
                asdict(made)
                | {"first_seen_at": made.first_seen_at.isoformat(), "acknowledged_at": made.acknowledged_at.isoformat()}
            ],
        )
    return made


def read(data: Path) -> tuple[Acknowledgement, ...]:
    """Return every acknowledgement ever journalled, oldest first; lines that are none are passed over."""
    return tuple(each for each in _read(data) if each)


def count_unread(data: Path) -> int:
    """Return how many lines of the journal are passed over: of another version, or written by hand."""
    return sum(each is None for each in _read(data))


def _read(data: Path) -> Iterator[Acknowledgement | None]:
    return map(_understood, read_lines(_path(data)))


def _understood(line: object) -> Acknowledgement | None:
    if not isinstance(line, dict) or set(line) != _KEYS or not all(_is_text(each) for each in line.values()):
        return None
    try:
        times = {name: datetime.fromisoformat(line[name]) for name in _TIMES}
        if any(each.tzinfo is None for each in times.values()):
            return None
        return Acknowledgement(**{**line, **{name: each.astimezone(UTC) for name, each in times.items()}})
    except (ValueError, OverflowError):
        return None


def _is_text(value: object) -> bool:
    """Say whether a value can be stored: JSON can write halves of characters, UTF-8 cannot."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _path(data: Path) -> Path:
    return data / "journal" / "acknowledgements.jsonl"
