"""The shipped pack and its tagger, each compiled once; a small pack of an invented topic that a test may change."""

import shutil
from pathlib import Path

import pytest

from pipelines.packs.model import Pack
from pipelines.run.house import pack_in, tagger_of
from pipelines.settings import bundled_pack
from pipelines.tag import Tagger

LAKE = Path(__file__).parents[1] / "packs" / "data" / "lake"


@pytest.fixture(scope="session")
def pack() -> Pack:
    return pack_in(bundled_pack())


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return tagger_of(bundled_pack())


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
