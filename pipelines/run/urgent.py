"""What cannot wait for the next run: a kill, a story that is withheld or free again, an embargo that is over.

pick-up ─▶ a note beside the raw documents, before the record ─▶ reason to call `monitor` ─▶ removed by the run's finish

`data/raw/urgent/<fetch_id>.json`; a note without a record, as of a crash between the two, is forgotten after a day.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.collect.durable import write_all_whole, write_whole
from pipelines.collect.taking import Delivered
from pipelines.lifecycle import EMBARGO_MARGIN, is_over
from pipelines.settings import Settings

RELEASED = "released"
EMBARGO = "embargo"
AGAIN_AFTER = timedelta(minutes=10)
"""A reason calls once: a run takes minutes. Only then it is taken for one that came to nothing, and calls again."""

FORGOTTEN_AFTER = timedelta(days=1)
"""A note that no run has removed by then has no record: every record is accounted for by the daily run."""

HELD_DAYS = timedelta(days=45)
"""How long a held story is remembered here, so that a version that sets it free is noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """Why the document of a fetch cannot wait: kill | withheld | released | embargo; only the last one waits, until `due_at`."""

    fetch_id: str
    source_id: str
    why: str
    noted_at: str
    due_at: str | None = None

    @property
    def reason(self) -> str:
        """Return it as a line."""
        return f"{self.why}: {self.source_id}, document {self.fetch_id}"


class Notes:
    """Writes notes at pick-up. One process at a time: whoever holds the lock of the wires."""

    def __init__(self, settings: Settings) -> None:
        self._folder = _folder(settings)
        self._path = settings.data / "raw" / "wire" / "held.json"
        self._held: dict[str, str] = {str(name): str(at) for name, at in _json(self._path).items()}

    def write(self, delivered: Sequence[Delivered]) -> None:
        """Note what is urgent, and remember what is held; durable on return."""
        before, notes = dict(self._held), {}
        for fetch, seen in delivered:
            now = fetch.fetched_at.astimezone(UTC)
            free_again = self._held.keys() & seen.free
            for each in free_again:
                del self._held[each]
            self._held.update(dict.fromkeys(seen.held, now.isoformat()))
            why = seen.why or (RELEASED if free_again else EMBARGO if seen.held_until else None)
            if why is None:
                continue
            due_at = seen.held_until + EMBARGO_MARGIN if why == EMBARGO and seen.held_until else None
            note = Urgent(
                fetch_id=fetch.fetch_id,
                source_id=fetch.source_id,
                why=why,
                noted_at=now.isoformat(),
                due_at=due_at.astimezone(UTC).isoformat() if due_at else None,
            )
            notes[f"{fetch.fetch_id}.json"] = json.dumps(asdict(note))
        write_all_whole(self._folder, notes)
        if self._held != before:
            oldest = max((fetch.fetched_at for fetch, _ in delivered)) - HELD_DAYS
            kept = {name: at for name, at in self._held.items() if _instant(at) >= oldest}
            write_whole(self._path, json.dumps(kept))


def note_urgent(settings: Settings, fetch_id: str, source_id: str, why: str, now: datetime) -> None:
    """Note that something cannot wait from now on; durable on return."""
    at = now.astimezone(UTC).isoformat()
    note = Urgent(fetch_id=fetch_id, source_id=source_id, why=why, noted_at=at, due_at=at)
    write_whole(_path_of(settings, fetch_id), json.dumps(asdict(note)))


def open_reasons(settings: Settings, now: datetime) -> list[str]:
    """Return why a run is wanted: one line each, those noted first, then what the published snapshot holds back."""
    return [*(each.reason for each in _open(settings, now)), *_releases(settings, now)]


def urgent_reasons(settings: Settings, now: datetime) -> list[str]:
    """Return why a run should begin now: the open reasons but for those that called within the last ten minutes.

    Changes nothing.
    """
    called = _called(settings)
    return [each for each in open_reasons(settings, now) if not _is_called(called, each, now)]


def call_urgent(settings: Settings, now: datetime) -> list[str]:
    """Return the reasons as `urgent_reasons` does, and remember that they called. Notes that no run will remove go."""
    for each in tuple(_notes(settings)):
        if _instant(each.due_at or each.noted_at) + FORGOTTEN_AFTER < now:
            _path_of(settings, each.fetch_id).unlink(missing_ok=True)
    reasons = urgent_reasons(settings, now)
    if reasons:
        recent = {each: at for each, at in _called(settings).items() if _is_called({each: at}, each, now)}
        write_whole(_called_path(settings), json.dumps({**recent, **dict.fromkeys(reasons, now.isoformat())}))
    return reasons


def settle_urgent(settings: Settings, fetch_ids: Collection[str]) -> int:
    """Remove the notes of documents that a run has accounted for; return how many there were."""
    folder = _folder(settings)
    noted = {path.stem for path in folder.glob("*.json")} if folder.is_dir() else set()
    settled = noted & set(fetch_ids)
    for each in settled:
        _path_of(settings, each).unlink(missing_ok=True)
    return len(settled)


def _open(settings: Settings, now: datetime) -> list[Urgent]:
    due = [each for each in _notes(settings) if each.due_at is None or _instant(each.due_at) <= now]
    return sorted(due, key=lambda each: (each.noted_at, each.fetch_id))


def _notes(settings: Settings) -> Iterator[Urgent]:
    folder = _folder(settings)
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            note = Urgent(**_json(path))
        except TypeError:  # removed meanwhile
            continue
        yield note


def _releases(settings: Settings, now: datetime) -> list[str]:
    """Return the reason that the published snapshot gives: something that it holds back may be seen by now."""
    link = settings.data / "published" / "trucewatch.duckdb"
    beside = link.resolve().with_suffix(".json")
    release_at = _json(beside).get("release_at")
    if not isinstance(release_at, str) or not is_over(_instant(release_at), now):
        return []
    return [f"release: what is held may be seen since {release_at}"]


def _is_called(called: Mapping[str, Any], reason: str, now: datetime) -> bool:
    at = called.get(reason)
    return isinstance(at, str) and _instant(at) <= now < _instant(at) + AGAIN_AFTER


def _called(settings: Settings) -> dict[str, Any]:
    return _json(_called_path(settings))


def _called_path(settings: Settings) -> Path:
    return settings.data / "raw" / "wire" / "called.json"


def _folder(settings: Settings) -> Path:
    return settings.data / "raw" / "urgent"


def _path_of(settings: Settings, fetch_id: str) -> Path:
    return _folder(settings) / f"{fetch_id}.json"


def _json(path: Path) -> dict[str, Any]:
    """Return the object that a file of ours holds, an empty one where there is none."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _instant(text: str) -> datetime:
    """Return an instant of a file of ours; one that cannot be read is long ago."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
