"""Putting files in place so that they are there, whole, after a crash."""

import os
from pathlib import Path


def place(path: Path, content: str, mode: int) -> None:
    """Write a small file, all or nothing, durable on return; two writers at once do not meet."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_text(content, encoding="utf-8", newline="\n")
    move(temporary, path, mode)


def move(temporary: Path, path: Path, mode: int) -> None:
    """Give a finished file its permissions and its name, replacing what had it; durable on return."""
    temporary.chmod(mode)
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


def link(path: Path, target: str) -> None:
    """Point a symbolic link elsewhere in one step; durable on return."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
