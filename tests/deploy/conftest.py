"""The scripts of this room as modules, and `airflow_here.py` as a command in an Airflow home of its own."""

import importlib.util
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "airflow_here.py"


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    return find


def module(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    found = importlib.util.module_from_spec(specification)
    sys.modules[name] = found  # dataclasses look their module up
    specification.loader.exec_module(found)
    return found


@pytest.fixture(scope="session")
def here() -> ModuleType:
    return module("airflow_here")


@pytest.fixture(scope="session")
def make_secrets() -> ModuleType:
    return module("make_secrets")


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
