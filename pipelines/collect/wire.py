"""Wires deliver files into a folder; each is stored raw, recorded, and only then taken out of the folder."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from pipelines.collect.durable import make_folder, sync_folder
from pipelines.collect.fetches import FetchLog
from pipelines.collect.raw import RawStore
from pipelines.collect.wording import one_line
from pipelines.errors import SettingsError
from pipelines.records import Fetch, FetchKind, FetchOutcome, Reason, Source, make_id

MAX_FILE_BYTES = 20 * 1024 * 1024
EMPTY_PATIENCE_SECONDS = 60.0
"""An empty file is taken for one about to be written until it is this old."""

REFUSED_FOLDER = ".refused"
UNFINISHED_SUFFIXES = (".tmp", ".part")


def pick_up(
    source: Source,
    *,
    inbox: Path,
    raw: RawStore,
    log: FetchLog,
    stamp: Callable[[], datetime],
    stable_seconds: float = 0.0,
) -> tuple[Fetch, ...] | None:
    """Return one fetch record per delivered file, by name; None when the folder of the wire is not there.

    Files younger than `stable_seconds` and unfinished ones stay. A file that cannot be taken is recorded as
    refused and moved to `.refused/` beside it. A crash before a file is taken out makes the next pick-up record
    the same bytes again, which is harmless. Raises `SettingsError` for a path that leaves the inbox.
    """
    folder = folder_of(source, inbox)
    if not folder.is_dir():
        return None
    return tuple(_take(path, source, raw, log, stamp) for path in _delivered(folder, stamp, stable_seconds))


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


def _delivered(folder: Path, stamp: Callable[[], datetime], stable_seconds: float) -> Iterator[Path]:
    now = stamp().timestamp()
    with os.scandir(folder) as entries:
        found = sorted((entry for entry in entries if _is_delivery(entry)), key=lambda entry: os.fsencode(entry.name))
    for entry in found:
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # taken by someone else
            continue
        needed_seconds = stable_seconds if status.st_size else max(stable_seconds, EMPTY_PATIENCE_SECONDS)
        if needed_seconds <= 0 or now - status.st_mtime >= needed_seconds:
            yield folder / entry.name


def _is_delivery(entry: "os.DirEntry[str]") -> bool:
    return (
        entry.is_file(follow_symlinks=False)
        and not entry.name.startswith(".")
        and not entry.name.lower().endswith(UNFINISHED_SUFFIXES)
    )


@dataclass(frozen=True, slots=True)
class _Unread:
    """A file whose content could not be had."""

    reason: Reason
    detail: str


_Mark = tuple[int, int, int]  # inode, size, mtime in ns: the file has not been replaced while these stay


def _take(path: Path, source: Source, raw: RawStore, log: FetchLog, stamp: Callable[[], datetime]) -> Fetch:
    read = _read(path)
    fetched_at = stamp()
    url = wire_url(source.source_id, path.name)
    fetch = Fetch(
        fetch_id=make_id(FetchKind.WIRE, source.source_id, url, "", fetched_at.isoformat()),
        source_id=source.source_id,
        kind=FetchKind.WIRE,
        url=url,
        fetched_at=fetched_at,
        outcome=FetchOutcome.REFUSED,
    )
    if isinstance(read, _Unread):
        fetch = replace(fetch, reason=read.reason, detail=one_line(read.detail))
        log.append(fetch)
        _set_aside(path, fetch.fetch_id)
        return fetch
    body, mark = read
    fetch = replace(fetch, outcome=FetchOutcome.OK, raw_sha256=raw.put(body), body_bytes=len(body))
    log.append(fetch)
    _take_out(path, mark)
    return fetch


def _read(path: Path) -> tuple[bytes, _Mark] | _Unread:
    """Return the content with the mark of the file it came from, or why there is none."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return _Unread(Reason.UNREADABLE_FILE, str(error.strerror))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _Unread(Reason.UNREADABLE_FILE, "not a regular file")
        try:
            body = file.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            return _Unread(Reason.UNREADABLE_FILE, str(error.strerror))
    if len(body) > MAX_FILE_BYTES:
        return _Unread(Reason.TOO_LARGE, f"more than {MAX_FILE_BYTES} bytes")
    if not body:
        return _Unread(Reason.EMPTY, "no bytes")
    return body, _mark(status)


def _mark(status: os.stat_result) -> _Mark:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _take_out(path: Path, mark: _Mark) -> None:
    """Delete the file, unless another delivery under the same name has taken its place: that one is still to come."""
    try:
        if _mark(path.lstat()) == mark:
            path.unlink()
    except FileNotFoundError:  # taken by someone else; we have the bytes
        return
    sync_folder(path.parent)


def _set_aside(path: Path, fetch_id: str) -> None:
    """Move the file to `.refused/`, under its fetch id where its name is taken there."""
    folder = path.parent / REFUSED_FOLDER
    make_folder(folder)
    target = folder / path.name
    try:
        path.rename(folder / f"{fetch_id}.refused" if target.exists() else target)
    except FileNotFoundError:  # gone by itself
        return
    sync_folder(path.parent)
