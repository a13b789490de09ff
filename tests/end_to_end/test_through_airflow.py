"""`make demo` runs the real DAGs; what it publishes is what the command line publishes."""

import os
import subprocess
from pathlib import Path

import pytest

from pipelines import warehouse

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.airflow, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def demonstration() -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("TRUCEWATCH_", "MAKE", "MFLAGS"))
    }
    done = subprocess.run(["make", "demo"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_demo_shows_what_came_of_it(demonstration):
    for words in ("Sources", "harbour-post", "✓ Conserved", "Actors most mentioned", "Headlines", "talks", "passing"):
        assert words in demonstration
    path = demonstration.partition("Published: ")[2].splitlines()[0]
    assert Path(path).is_symlink()


def test_airflow_and_the_command_line_give_equal_tables(demonstration, two_days):
    hashes = warehouse.content_hashes(ROOT / "data-demo" / "published" / "trucewatch.duckdb")
    assert hashes == two_days.hashes()
