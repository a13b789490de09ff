"""Wires deliver files into a folder; each is stored raw, recorded, and only then moved aside.

    <inbox>/<path>/name ─▶ .done/YYYY-MM-DD/name        the day (UTC) on which it was picked up
                        └▶ .refused/name, name.why.txt  what could not be taken or read, and why

Files are worked by the hundred: stored and recorded with one wait for the disk each, then moved. A crash before the move
makes the next pick-up record the same bytes again, which is harmless.
"""

import hashlib
import os
import shutil
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from pipelines.collect.durable import FOLDER_MODE
from pipelines.collect.raw import RawStore
from pipelines.collect.taking import Intake, Seen, Tally, identified
from pipelines.collect.wording import one_line
from pipelines.errors import SettingsError
from pipelines.records import Fetch, FetchKind, FetchOutcome, Reason, Source, WireProfile

MAX_FILE_BYTES = 20 * 1024 * 1024
EMPTY_PATIENCE_SECONDS = 60.0
"""An empty file is taken for one about to be written until it is this old."""

FILES_AT_ONCE = 200
BYTES_AT_ONCE = 16 * 1024 * 1024
"""Files of a batch, and what they may hold together, but for the last of them."""

REFUSED_FOLDER = ".refused"
DONE_FOLDER = ".done"
UNFINISHED_SUFFIXES = (".tmp", ".part")
MAX_NAME_BYTES = 255

NEXT_STEPS = {
    Reason.EMPTY: "ask for it again, then delete this one",
    Reason.TOO_LARGE: "ask for it in parts, then delete this one",
    Reason.UNREADABLE_FILE: "let the collector read it, then move it back",
}
LOOK_AT_IT = "`trucewatch wire show` tells what was understood; once mended, move it back"


def pick_up(
    source: Source,
    *,
    inbox: Path,
    intake: Intake,
    profile: WireProfile | None = None,
    stable_seconds: float = 0.0,
    keep_days: int = 7,
) -> Tally:
    """Take every delivered file of a wire, by name, and return what came of them.

    A file stays where it is until it has not changed for `stable_seconds`, however long this has to wait for that, and
    so do unfinished ones. One that cannot be taken is recorded as refused. A document that cannot be read is recorded
    and stored as any other, yet its file is set aside for people. Days older than `keep_days` are removed. Raises
    `SettingsError` for a path that leaves the inbox.
    """
    folder = folder_of(source, inbox)
    tally = Tally(source_id=source.source_id)
    if trouble := _trouble(folder):
        return replace(tally, reason=Reason.UNREADABLE_FILE, detail=trouble)
    tally.outcome = FetchOutcome.OK
    today = intake.stamp().astimezone(UTC).date()
    _forget_before(folder, today - timedelta(days=keep_days))
    for batch in _batches(_stable(folder, intake, stable_seconds)):
        fetches = _take(source, profile, intake, batch)
        tally.count(*fetches)
        tally.files += len(fetches)
    return tally


def folder_of(source: Source, inbox: Path) -> Path:
    """Return the folder of a wire. Raises `SettingsError` for a path that is missing or leaves the inbox."""
    given = Path(source.path or "..")
    if given.is_absolute() or ".." in given.parts:
        raise SettingsError(
            f"The wire {source.source_id} has no folder inside the inbox.",
            where=one_line(str(source.path)),
            next_step="Give it a path relative to data/inbox/ in the pack.",
        )
    return inbox / given


def wire_url(source_id: str, name: str) -> str:
    """Return the address under which a file is recorded; names may hold any byte."""
    return f"wire:{source_id}/{quote(os.fsencode(name), safe='')}"


def forget_delivered(inbox: Path, source: Source, sha256s: Collection[str], days: Iterable[date] | None = None) -> int:
    """Delete the files that hold these bytes from where they were moved to; return how many.

    `days` are those on which they were picked up; None looks through all that are kept.
    """
    folder = folder_of(source, inbox)
    done = folder / DONE_FOLDER
    places = [done / each.isoformat() for each in days] if days is not None else list(_days(done))
    found = 0
    for place in (*places, folder / REFUSED_FOLDER):
        for path in _files(place):
            read = _read(path)
            if isinstance(read, _Unread) or hashlib.sha256(read.body).hexdigest() not in sha256s:
                continue
            path.unlink(missing_ok=True)
            found += 1
    return found


# ── Which files ───────────────────────────────────────────────────────────────────────────────────


_Mark = tuple[int, int, int]  # inode, size, mtime in ns: the file has not been replaced while these stay


def _trouble(folder: Path) -> str | None:
    """Return why nothing can be picked up, None if it can: what cannot be moved away would be taken again for ever."""
    if not folder.is_dir():
        return "the folder of the wire does not exist"
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return "the folder of the wire cannot be read and written"
    for name in (DONE_FOLDER, REFUSED_FOLDER):
        if (folder / name).is_symlink() or ((folder / name).exists() and not (folder / name).is_dir()):
            return f"{name} in the folder of the wire is no folder"
    return None


def _stable(folder: Path, intake: Intake, stable_seconds: float) -> Iterator[Path]:
    """Yield the files that are whole: those old enough, then the young ones that stayed as they were for so long."""
    young: dict[str, _Mark] = {}
    now = intake.stamp().timestamp()
    for name, status in _delivered(folder):
        age_seconds = now - status.st_mtime
        if status.st_size == 0 and age_seconds < EMPTY_PATIENCE_SECONDS:
            continue
        if stable_seconds <= 0 or age_seconds >= stable_seconds:
            yield folder / name
        else:
            young[name] = _mark(status)
    if young:
        time.sleep(stable_seconds)
        yield from (folder / name for name, mark in young.items() if _is_still(folder / name, mark))


def _delivered(folder: Path) -> list[tuple[str, os.stat_result]]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.lower().endswith(UNFINISHED_SUFFIXES):
                continue
            with suppress(FileNotFoundError):  # taken by someone else
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    found.append((entry.name, status))
    return sorted(found, key=lambda each: os.fsencode(each[0]))


def _is_still(path: Path, mark: _Mark) -> bool:
    try:
        return _mark(path.lstat()) == mark
    except FileNotFoundError:
        return False


def _mark(status: os.stat_result) -> _Mark:
    return status.st_ino, status.st_size, status.st_mtime_ns


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Unread:
    """A file whose content could not be had."""

    path: Path
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class _Read:
    """The content of a file, with the mark of the file it came from."""

    path: Path
    body: bytes
    mark: _Mark


def _batches(paths: Iterable[Path]) -> Iterator[list[_Read | _Unread]]:
    batch: list[_Read | _Unread] = []
    size = 0
    for path in paths:
        read = _read(path)
        batch.append(read)
        size += len(read.body) if isinstance(read, _Read) else 0
        if len(batch) >= FILES_AT_ONCE or size >= BYTES_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read(path: Path) -> _Read | _Unread:
    """Return the content of a regular file, or why it cannot be had."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return _Unread(path, Reason.UNREADABLE_FILE, str(error.strerror))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _Unread(path, Reason.UNREADABLE_FILE, "not a regular file")
        try:
            body = file.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            return _Unread(path, Reason.UNREADABLE_FILE, str(error.strerror))
    if len(body) > MAX_FILE_BYTES:
        return _Unread(path, Reason.TOO_LARGE, f"more than {MAX_FILE_BYTES} bytes")
    if not body:
        return _Unread(path, Reason.EMPTY, "no bytes")
    return _Read(path, body, _mark(status))


# ── Taking ────────────────────────────────────────────────────────────────────────────────────────


def _take(source: Source, profile: WireProfile | None, intake: Intake, batch: Sequence[_Read | _Unread]) -> list[Fetch]:
    """Record a batch of files and move them aside. Return their records, those that were taken first."""
    good = [each for each in batch if isinstance(each, _Read)]
    bad = [each for each in batch if isinstance(each, _Unread) and _exists(each.path)]
    kept = intake.keep(source, profile, [(_fetch(source, each, intake), each.body) for each in good])
    refused = [_fetch(source, each, intake) for each in bad]
    if refused:
        intake.log.append(*refused)
    for read, (fetch, seen) in zip(good, kept, strict=True):
        _put_away(read, fetch, seen, is_whole=_is_whole(intake.raw, fetch.raw_sha256 or ""))
    for unread, fetch in zip(bad, refused, strict=True):
        _set_aside(unread.path, fetch, unread.reason, unread.detail)
    return [*(fetch for fetch, _ in kept), *refused]


def _exists(path: Path) -> bool:
    return os.path.lexists(path)  # a file that went by itself is no delivery


def _fetch(source: Source, file: _Read | _Unread, intake: Intake) -> Fetch:
    fetch = Fetch(
        fetch_id="",
        source_id=source.source_id,
        kind=FetchKind.WIRE,
        url=wire_url(source.source_id, file.path.name),
        fetched_at=intake.stamp(),
        outcome=FetchOutcome.OK,
    )
    if isinstance(file, _Unread):
        fetch = replace(fetch, outcome=FetchOutcome.REFUSED, reason=file.reason, detail=one_line(file.detail))
    return identified(fetch)


def _is_whole(raw: RawStore, sha256: str) -> bool:
    """Return whether a kill has taken nothing of these bytes."""
    return raw.current(sha256) == sha256 and not raw.is_removed(sha256)


def _put_away(read: _Read, fetch: Fetch, seen: Seen, *, is_whole: bool) -> None:
    """Move a file that was recorded to its day, or to where people look.

    One of which a kill took something is deleted, and one with a story that is held: that lies in `data/held/` only.
    """
    if not is_whole or seen.held:
        if _is_still(read.path, read.mark):
            read.path.unlink(missing_ok=True)
    elif seen.refused:
        _set_aside(read.path, fetch, seen.refused, seen.detail, read.mark)
    else:
        day = fetch.fetched_at.astimezone(UTC).date().isoformat()
        _move(read.path, read.path.parent / DONE_FOLDER / day, fetch.fetch_id, read.mark)


def _set_aside(path: Path, fetch: Fetch, reason: Reason, detail: str, mark: _Mark | None = None) -> None:
    """Move a file to `.refused/`, with a line beside it that says why, since when, and what to do."""
    moved = _move(path, path.parent / REFUSED_FOLDER, fetch.fetch_id, mark)
    if moved is None:
        return
    when = fetch.fetched_at.astimezone(UTC).isoformat(timespec="seconds")
    said = one_line(f"{reason}: {detail}" if detail else reason)
    beside = _free(moved.parent, f"{os.fsdecode(os.fsencode(moved.name))}.why.txt", fetch.fetch_id, ".why.txt")
    beside.write_text(f"{said}; set aside {when}; next: {NEXT_STEPS.get(reason, LOOK_AT_IT)}\n", encoding="utf-8")


def _move(path: Path, folder: Path, fetch_id: str, mark: _Mark | None) -> Path | None:
    """Move a file and return where it is then; None where another delivery has taken its name, which is still to come.

    Moved first and looked at then: whoever replaces the file in between must not lose what he brings.
    """
    folder.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    target = _free(folder, path.name, fetch_id, Path(path.name).suffix)
    try:
        path.rename(target)
    except FileNotFoundError:  # taken by someone else; we have the bytes
        return None
    if mark is None or _is_still(target, mark):
        return target
    target.rename(_free(path.parent, path.name, fetch_id, path.suffix))
    return None


def _free(folder: Path, name: str, fetch_id: str, suffix: str) -> Path:
    """Return a path in a folder at which nothing lies: of that name, else of that name and a part of the id."""
    stem = name.removesuffix(suffix) if suffix else name
    for each in (name, f"{stem}~{fetch_id[:8]}{suffix}"):
        if len(os.fsencode(each)) <= MAX_NAME_BYTES and not os.path.lexists(folder / each):
            return folder / each
    number = 0
    while os.path.lexists(folder / f"{fetch_id}.{number}"):
        number += 1
    return folder / f"{fetch_id}.{number}"


# ── Days that are over ────────────────────────────────────────────────────────────────────────────


def _forget_before(folder: Path, day: date) -> None:
    """Delete the days of `.done/` before one; what is no day stays."""
    for each in _days(folder / DONE_FOLDER):
        if date.fromisoformat(each.name) < day:
            shutil.rmtree(each)


def _days(done: Path) -> Iterator[Path]:
    if done.is_symlink() or not done.is_dir():
        return
    for each in sorted(done.iterdir()):
        with suppress(ValueError):
            if datetime.strptime(each.name, "%Y-%m-%d").date().isoformat() == each.name and not each.is_symlink():  # noqa: DTZ007 - a day has no zone
                yield each


def _files(folder: Path) -> list[Path]:
    if folder.is_symlink() or not folder.is_dir():
        return []
    return [each for each in sorted(folder.iterdir()) if each.is_file() and not each.is_symlink()]
