"""The scripts of this room as modules, and `airflow_here.py` as a command in an Airflow home of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "airflow_here.py"


@pytest.fixture(scope="session")
def here(script) -> ModuleType:
    return script("airflow_here")


@pytest.fixture(scope="session")
def make_secrets(script) -> ModuleType:
    return script("make_secrets")


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Calls the script as `make up` does, in an environment without settings but the given ones."""

    def call(*arguments: str, timeout: float = 290, **given: str) -> subprocess.CompletedProcess[str]:
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TRUCEWATCH_", "AIRFLOW", "MAKE", "PORT"))
        }
        environment = {**clean, "PYTHONPATH": str(ROOT), **given}
        return subprocess.run(
            [sys.executable, str(SCRIPT), *arguments], env=environment, capture_output=True, text=True, timeout=timeout
        )

    return call


@pytest.fixture
def place(here: ModuleType, tmp_path: Path) -> Iterator:
    """An Airflow home in which nothing runs yet; what runs there afterwards is ended."""
    place = here.Place(tmp_path / "home")
    place.folder.mkdir(parents=True)
    yield place
    here.down(place)
