"""The newsroom through the command line, once a session, and the means to ask what came of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipelines.newsroom import Newsroom
from pipelines.run.demo import variables

ROOT = Path(__file__).parents[1]


class Shop:
    """A data folder with the newsroom beside it; every command is a process of its own, as for a user."""

    def __init__(self, data: Path, press: Newsroom) -> None:
        self.data = data
        self.press = press
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TRUCEWATCH_")},
            **variables(data, press),
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "pipelines.cli", *arguments]
        return subprocess.Popen(
            command,
            env=self.environment,
            cwd=self.data.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def call(self, *arguments: str, code: int = 0) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=110)
        assert process.returncode == code, f"{arguments}: exit {process.returncode}\n{out}\n{err}"
        return out if code == 0 else err

    def day(self, number: int) -> None:
        from pipelines.newsroom import as_of

        self.press.day = number
        self.press.deliver(self.data, number)
        self.call("collect")
        self.call("monitor", "--as-of", as_of(number).strftime("%Y-%m-%dT%H:%M:%S%z"))

    def rows(self, query: str) -> list[dict]:
        return json.loads(self.call("sql", "--format", "json", query))

    def hashes(self) -> Mapping[str, str]:
        lines = self.call("status", "--hashes").splitlines()
        return dict(line.split("  ") for line in lines if len(line.split("  ")) == 2 and len(line.split("  ")[1]) == 64)


@pytest.fixture
def press() -> Iterator[Newsroom]:
    with Newsroom() as newsroom:
        yield newsroom


@pytest.fixture
def shop(tmp_path: Path, press: Newsroom) -> Shop:
    return Shop(tmp_path / "data", press)


@pytest.fixture(scope="session")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Both press days through the command line; read only: tests share it."""
    with Newsroom() as newsroom:
        shop = Shop(tmp_path_factory.mktemp("two-days") / "data", newsroom)
        shop.day(1)
        shop.day(2)
        yield shop
