"""Raw bodies on disk, named by what they hold: `root/aa/bb/<sha256>.zst`, written once, never altered.

A blob lies in one of two trees: `root`, or `held` for text under embargo. A removed blob leaves a tombstone,
so that a kill or an erasure is not undone by the next delivery of the same bytes; one of which a part was taken out
leaves the hash of what is left, which stands for it from then on.
"""

import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import zstandard

from pipelines.collect.durable import make_folder, sync_folder
from pipelines.errors import TrucewatchError

MAX_BODY_BYTES = 64 * 1024 * 1024
"""More than any cap of `collect`; a frame that claims more was not written by us."""

WAITERS = 16
"""Threads that wait for the disk at once; they do nothing else."""

_OF_THREAD = threading.local()
_SHA256 = re.compile(r"[0-9a-f]{64}")


class RawMissingError(TrucewatchError):
    """No body with this hash is stored, or it was removed on purpose."""


class RawCorruptError(TrucewatchError):
    """The stored bytes no longer have the hash they are named by."""


class RawStore:
    """Content-addressed bodies. Safe for several threads and processes at once: every write ends in a rename."""

    def __init__(self, root: Path, held: Path) -> None:
        self._root = root
        self._held = held
        self._made: set[Path] = set()
        self._waiters: ThreadPoolExecutor | None = None

    def put(self, body: bytes) -> str:
        """Store the body durably and return its SHA-256 in hex.

        Storing again changes nothing, except that a damaged blob is replaced. A body removed on purpose is not
        stored again. Raises `ValueError` above `MAX_BODY_BYTES`: callers cap what they read.
        """
        return self.put_all([body])[0]

    def put_all(self, bodies: Sequence[bytes]) -> list[str]:
        """Store several bodies as `put` does, waiting for the disk for all at once, and return their hashes, in order."""
        hashes = [_sha256_of(body) for body in bodies]
        blobs = dict(zip(hashes, bodies, strict=True))
        targets = {sha256: target for sha256 in blobs if (target := self._place_for(sha256)) is not None}
        self._wait(self._folder, list({target.parent: target for target in targets.values()}.values()))
        with ExitStack() as scratches:
            written = [
                (target, *scratches.enter_context(_scratch_file(self._folder(target)))) for target in targets.values()
            ]
            for sha256, (_, descriptor, _) in zip(targets, written, strict=True):
                _write_all(descriptor, _compressor().compress(blobs[sha256]))
            self._wait(os.fsync, [descriptor for _, descriptor, _ in written])
            for target, _, scratch in written:
                scratch.rename(target)
            self._wait(sync_folder, list({target.parent for target, _, _ in written}))
        return hashes

    def _wait(self, sync: Callable[[Any], object], things: Sequence[Any]) -> None:
        """Wait for the disk for several things at once: one after the other costs its latency each time."""
        if len(things) == 1:
            sync(things[0])
        elif things:
            self._waiters = self._waiters or ThreadPoolExecutor(WAITERS, thread_name_prefix="sync")
            for _ in self._waiters.map(sync, things):
                pass

    def _place_for(self, sha256: str) -> Path | None:
        """Return where a body is to be written; None if it is there and sound, or was removed on purpose."""
        if self.is_removed(sha256) or self._redacted(sha256):
            return None
        try:
            self.get(sha256)
        except RawMissingError:
            return self._blob(self._root, sha256)
        except RawCorruptError:
            return self._found(sha256)
        return None

    def _folder(self, target: Path) -> Path:
        if target.parent not in self._made:
            make_folder(target.parent)
            self._made.add(target.parent)
        return target.parent

    def get(self, sha256: str) -> bytes:
        """Return the body, verified against its hash; of a redacted one what is left of it, verified against its own.

        Raises `RawMissingError` or `RawCorruptError`.
        """
        sha256 = self.current(sha256)
        path = self._found(sha256)
        try:
            packed = path.read_bytes()
        except FileNotFoundError as error:  # held, released or removed since we looked
            raise _missing(sha256) from error
        body = _unpack(packed)
        if body is None or hashlib.sha256(body).hexdigest() != sha256:
            raise RawCorruptError(
                f"The raw body {sha256} is damaged.",
                where=str(path),
                next_step="Restore the file from a backup, or let the source be fetched again.",
            )
        return body

    def exists(self, sha256: str) -> bool:
        """Return whether `get` would find a blob; its content is not read."""
        sha256 = self.current(sha256)
        return not self.is_removed(sha256) and any(path.exists() for path in self._blobs(sha256))

    def is_removed(self, sha256: str) -> bool:
        """Return whether this body, or what redactions left of it, was removed on purpose."""
        return self._tombstone(self.current(sha256)).exists()

    def is_held(self, sha256: str) -> bool:
        """Return whether this body, or what redactions left of it, lies in the held tree: nobody may see it for now."""
        return self._blob(self._held, self.current(sha256)).exists()

    def current(self, sha256: str) -> str:
        """Return the hash of what stands for a body: its own, or after redactions that of what the last one left."""
        while left := self._redacted(sha256):
            sha256 = left
        return sha256

    def hold(self, sha256: str) -> None:
        """Move the blob to the held tree. Holding twice changes nothing. Raises `RawMissingError`."""
        self._move(sha256, self._held)

    def release(self, sha256: str) -> None:
        """Move the blob back from the held tree. Releasing twice changes nothing. Raises `RawMissingError`."""
        self._move(sha256, self._root)

    def remove(self, sha256: str) -> None:
        """Delete the blob from both trees and leave a tombstone; the tombstone comes first, so a crash repeats safely."""
        sha256 = self.current(sha256)
        tombstone = self._tombstone(sha256)
        make_folder(tombstone.parent)
        tombstone.touch(mode=0o600)
        sync_folder(tombstone.parent)
        self._delete(sha256)

    def redact(self, sha256: str, left: bytes) -> str:
        """Put what is left of a body in its place and delete the body. Return the hash of what is left.

        What is left and the note that it stands for the body come first, so a crash repeats safely.
        """
        sha256 = self.current(sha256)
        new = self.put(left)
        if new == sha256:
            return new
        is_held = self._blob(self._held, sha256).exists()
        note = self._note(sha256)
        make_folder(note.parent)
        with _scratch_file(note.parent) as (descriptor, scratch):
            _write_all(descriptor, new.encode("ascii"))
            os.fsync(descriptor)
            scratch.rename(note)
        sync_folder(note.parent)
        if is_held:
            self.hold(new)
        self._delete(sha256)
        return new

    def _redacted(self, sha256: str) -> str | None:
        """Return the hash of what a redaction left of this very body, None if there was none."""
        try:
            left = self._note(sha256).read_text(encoding="ascii")
        except FileNotFoundError:
            return None
        return left if _SHA256.fullmatch(left) else None

    def _delete(self, sha256: str) -> None:
        for path in self._blobs(sha256):
            if path.exists():
                path.unlink(missing_ok=True)
                sync_folder(path.parent)

    def _found(self, sha256: str) -> Path:
        if self.is_removed(sha256):
            raise RawMissingError(
                f"The raw body {sha256} was removed on purpose.",
                where=str(self._tombstone(sha256)),
                next_step="A kill or an erasure asked for it; see the journal.",
            )
        for path in self._blobs(sha256):
            if path.exists():
                return path
        raise _missing(sha256)

    def _move(self, sha256: str, tree: Path) -> None:
        sha256 = self.current(sha256)
        source, target = self._found(sha256), self._blob(tree, sha256)
        if source == target:
            return
        make_folder(target.parent)
        try:
            source.replace(target)
        except FileNotFoundError:
            if not target.exists():
                raise
            return  # another thread or process has moved it
        sync_folder(target.parent)
        sync_folder(source.parent)

    def _blobs(self, sha256: str) -> tuple[Path, Path]:
        return self._blob(self._root, sha256), self._blob(self._held, sha256)

    def _blob(self, tree: Path, sha256: str) -> Path:
        return _folder(tree, sha256) / f"{sha256}.zst"

    def _note(self, sha256: str) -> Path:
        return _folder(self._root, sha256) / f"{sha256}.redacted"

    def _tombstone(self, sha256: str) -> Path:
        return _folder(self._root, sha256) / f"{sha256}.removed"


def _folder(tree: Path, sha256: str) -> Path:
    """Return `tree/aa/bb`. Raises `ValueError` for anything but 64 lower-case hex digits: it becomes a path."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a SHA-256 in hex: {sha256[:80]!r}")
    return tree / sha256[:2] / sha256[2:4]


def _sha256_of(body: bytes) -> str:
    if len(body) > MAX_BODY_BYTES:
        raise ValueError(f"a body of {len(body)} bytes exceeds {MAX_BODY_BYTES}")
    return hashlib.sha256(body).hexdigest()


def _compressor() -> zstandard.ZstdCompressor:
    """Return this thread's compressor: making one costs as much as compressing a page, and threads must not share it."""
    found: zstandard.ZstdCompressor | None = getattr(_OF_THREAD, "compressor", None)
    if found is None:
        found = _OF_THREAD.compressor = zstandard.ZstdCompressor()
    return found


def _missing(sha256: str) -> RawMissingError:
    return RawMissingError(
        f"No raw body {sha256} is stored.",
        next_step="Restore data/raw from a backup, or let the source be fetched again.",
    )


def _unpack(packed: bytes) -> bytes | None:
    """Return the body of one zstd frame, or None if it is no frame of ours; a claimed size is checked first."""
    try:
        if not 0 <= zstandard.frame_content_size(packed) <= MAX_BODY_BYTES:
            return None
        return zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError:
        return None


@contextmanager
def _scratch_file(folder: Path) -> Iterator[tuple[int, Path]]:
    """Yield a descriptor and its path in `folder`; if the path is still there in the end, delete it."""
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=folder)
    scratch = Path(name)
    try:
        yield descriptor, scratch
    finally:
        os.close(descriptor)
        scratch.unlink(missing_ok=True)


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
