"""A small second pack, compiled once, and the cases of data."""

from pathlib import Path

import pytest
import yaml

from pipelines.packs import load
from pipelines.tag import Tagger

LAKE = Path(__file__).parents[1] / "packs" / "data" / "lake"
"""Another topic, made up: two lands haggle over the water of a lake."""

TABLES = "types"
"""Folder of data with its own notation: test_statement_types.py reads it."""


@pytest.fixture(scope="session")
def lake_tagger() -> Tagger:
    return Tagger(load(LAKE))


def pytest_generate_tests(metafunc):
    """One case for each entry of data."""
    if "golden" in metafunc.fixturenames:
        cases = [
            (path.stem, case)
            for path in sorted((Path(__file__).parent / "data").rglob("*.yaml"))
            if path.parent.name != TABLES
            for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        ]
        metafunc.parametrize("golden", cases, ids=[f"{language}: {case['name']}" for language, case in cases])
