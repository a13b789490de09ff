"""Where exports go: `data/exports/`, from where a kill takes them out, or a place that we know nothing of afterwards.

a hidden folder beside the target ─▶ nothing was killed meanwhile? ─▶ the target, in one step
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipelines.errors import SettingsError, WarehouseError
from pipelines.settings import Settings
from pipelines.warehouse import durable
from pipelines.warehouse.publication import current_snapshot

FOLDER: Final = "exports"

_PUBLIC_FILE, _PUBLIC_FOLDER, _PRIVATE_FOLDER = 0o644, 0o755, 0o700
_LOCK: Final = ".lock"
_MARK: Final = ".tombstones"


def forget_exports(chosen: Settings) -> None:
    """Remove what lies in `data/exports/` if something was killed or withheld since it was written."""
    home = chosen.data / FOLDER
    if home.is_dir():
        with _alone(home):
            _forget(chosen, home)


def target(chosen: Settings, out: Path | None) -> Path:
    """Return the folder that is written to, made where it is missing.

    Raises `SettingsError` for another place in the data folder: a kill would not find it there.
    """
    home = chosen.data / FOLDER
    folder = (out or home).absolute()
    inside = folder.resolve().is_relative_to(chosen.data.resolve())
    if inside and not _is_cleared(chosen, folder):
        raise SettingsError(
            "Of the data folder only exports/ takes exports: from there a kill takes them out.",
            where=str(folder),
            next_step=f"Leave --out away, or name a folder in {home} or outside of {chosen.data}.",
        )
    if folder.exists() and not folder.is_dir():
        raise SettingsError("This is no folder.", where=str(folder), next_step="Name a folder with --out.")
    if inside:
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(_PUBLIC_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Yield a folder beside the target in which files grow; it is gone in the end."""
    beside = folder / _own()
    shutil.rmtree(beside, ignore_errors=True)  # of a killed process that had this number
    beside.mkdir(mode=_PRIVATE_FOLDER)
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def settled(chosen: Settings, tombstones: str, folder: Path) -> Iterator[None]:
    """Let files be put in place that know these tombstones, while nothing can be killed unseen.

    A kill is published before exports are cleared, and clearing waits for this. Raises `WarehouseError` if a snapshot
    with other tombstones is published by now.
    """
    if not _is_cleared(chosen, folder):
        check_still_seen(chosen, tombstones)
        yield
        return
    with _alone(chosen.data / FOLDER):
        check_still_seen(chosen, tombstones)
        _forget(chosen, chosen.data / FOLDER)
        yield


def check_still_seen(chosen: Settings, tombstones: str) -> None:
    """Raise `WarehouseError` unless these are the tombstones of the snapshot that is published now."""
    now = current_snapshot(chosen)
    if now is None or now.tombstones_sha256 != tombstones:
        raise WarehouseError(
            "A story was killed, withheld or released while this was exported: nothing was written.",
            where=str(chosen.data / "published"),
            next_step="Run the export again.",
        )


def place(made: Path, path: Path) -> None:
    """Put a finished file or folder in the place of the one before; durable on return.

    Raises `SettingsError` for a folder that holds anything else than an export.
    """
    if not made.is_dir():
        durable.move(made, path, _PUBLIC_FILE)
        return
    for each in sorted(made.rglob("*")):
        if each.is_dir():
            each.chmod(_PUBLIC_FOLDER)
        else:
            durable.move(each, each, _PUBLIC_FILE)
    made.chmod(_PUBLIC_FOLDER)
    if path.exists():
        _check_is_export(path)
        path.rename(made.with_name(f"{made.name}.former"))  # goes with the folder beside
    made.rename(path)


def _check_is_export(path: Path) -> None:
    files = [each for each in path.rglob("*") if not each.is_dir()] if path.is_dir() else [path]
    strange = [each for each in files if each.name != f"{path.name}.parquet"]
    if strange:
        raise SettingsError(
            "The folder to be replaced holds other files than an export.",
            where=str(strange[0]),
            next_step="Name another folder with --out, or move them away.",
        )


def _is_cleared(chosen: Settings, folder: Path) -> bool:
    """Say whether a folder is one that a kill clears."""
    return folder.resolve().is_relative_to((chosen.data / FOLDER).resolve())


def _own() -> str:
    return f".export-{os.getpid()}"


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Wait for whoever puts exports in place or takes them away."""
    with (home / _LOCK).open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _forget(chosen: Settings, home: Path) -> None:
    """Remove everything but what this process is writing, unless it knows the present tombstones."""
    mark = home / _MARK
    now = current_snapshot(chosen)
    tombstones = now.tombstones_sha256 if now else ""
    if mark.exists() and mark.read_text(encoding="utf-8") == tombstones:
        return
    for path in sorted(home.iterdir()):
        if path.name == _LOCK:
            continue
        if path.is_dir() and not path.is_symlink():
            _remove_all(path)
        else:
            path.unlink()
    durable.place(mark, tombstones, _PUBLIC_FILE)


def _remove_all(folder: Path) -> None:
    """Remove a folder, but for the one that this process writes to, and what leads there."""
    if folder.name == _own():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            _remove_all(path)
        else:
            path.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()
