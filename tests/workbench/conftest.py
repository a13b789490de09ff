"""A small pack of an invented topic that a test may change."""

import shutil
from pathlib import Path

import pytest

LAKE = Path(__file__).parents[1] / "packs" / "data" / "lake"


@pytest.fixture
def lake(tmp_path) -> Path:
    """Return a copy of the small pack: English and Polish, every kind of file."""
    return Path(shutil.copytree(LAKE, tmp_path / "lake"))


@pytest.fixture
def change(lake):
    """Return a function that replaces a text in a file of the small pack."""

    def replace(file: str, old: str, new: str) -> None:
        text = (lake / file).read_text(encoding="utf-8")
        assert old in text
        (lake / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
