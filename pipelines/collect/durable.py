"""Folders whose entries survive a power cut: a rename or a new file lasts once its folder is synced."""

import os
from pathlib import Path

FOLDER_MODE = 0o700


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
