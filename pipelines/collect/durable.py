"""Folders whose entries survive a power cut: a rename or a new file lasts once its folder is synced."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

FOLDER_MODE = 0o700
WAITERS = 16
"""Threads that wait for the disk at once; they do nothing else."""

Thing = TypeVar("Thing")


def make_folder(folder: Path) -> None:
    """Create the folder, 0700, and every missing one above it, each recorded durably in its parent."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the entries of the folder are on disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, text: str) -> None:
    """Put a file, 0600, in the place of the one before: after a crash it is the old one or the new one, whole."""
    write_all_whole(path.parent, {path.name: text})


def write_all_whole(folder: Path, texts: Mapping[str, str]) -> None:
    """Put several files into a folder as `write_whole` does, waiting for the disk for all at once."""
    if not texts:
        return
    make_folder(folder)
    at_once(_write_scratch, [(_scratch(folder, name), text) for name, text in texts.items()])
    for name in texts:
        _scratch(folder, name).replace(folder / name)
    sync_folder(folder)


def at_once(work: Callable[[Thing], object], things: Sequence[Thing]) -> None:
    """Do what waits for the disk for several things at the same time: one after the other costs its latency each time."""
    if len(things) == 1:
        work(things[0])
    elif things:
        with ThreadPoolExecutor(min(WAITERS, len(things)), thread_name_prefix="durable") as waiters:
            for _ in waiters.map(work, things):
                pass


def _scratch(folder: Path, name: str) -> Path:
    return folder / f".{name}.tmp"


def _write_scratch(given: tuple[Path, str]) -> None:
    scratch, text = given
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
