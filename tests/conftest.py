"""The newsroom through the command line and the pack that ships, each once a session, and what tests in several rooms need."""

import gc
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

from pipelines import warehouse
from pipelines.newsroom import Newsroom, as_of, editions_of
from pipelines.packs import folder
from pipelines.packs.folder import Sheets
from pipelines.packs.model import Pack
from pipelines.run.demo import variables
from pipelines.run.house import pack_in, tagger_of
from pipelines.settings import Settings, bundled_pack
from pipelines.tag import Tagger

# Three processes of tests share two cores: how long one example takes says nothing, and pytest-timeout watches over all.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

FIRST_DAY, SECOND_DAY = (as_of(day).strftime("%Y-%m-%dT%H:%M:%S%z") for day in (1, 2))
ROOT = Path(__file__).parents[1]


def pytest_collection_finish() -> None:
    """Thousands of tests stay until the end: the garbage collector need not look through them each time."""
    gc.collect()
    gc.freeze()


class Shop:
    """A data folder with the newsroom beside it; every command is a process of its own, as for a user."""

    def __init__(self, data: Path, press: Newsroom) -> None:
        self.data = data
        self.press = press
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TRUCEWATCH_")},
            **variables(data, press),
            "TRUCEWATCH_WORKERS": "1",  # the other core belongs to the other worker of the tests
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

    def edition(self, number: int) -> None:
        self.press.edition = number
        self.press.deliver(self.data, number)
        self.call("collect")

    def monitor(self, day: int, *options: str) -> None:
        self.call("monitor", "--as-of", (FIRST_DAY, SECOND_DAY)[day - 1], *options)

    def day(self, number: int) -> None:
        for edition in editions_of(number):
            self.edition(edition)
        self.monitor(number)

    def rows(self, query: str) -> list[dict]:
        result = warehouse.query(Settings(data=self.data), query)
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]

    def hashes(self) -> Mapping[str, str]:
        return warehouse.content_hashes(self.data / "published" / "trucewatch.duckdb")


@pytest.fixture
def press() -> Iterator[Newsroom]:
    with Newsroom() as newsroom:
        yield newsroom


@pytest.fixture
def shop(tmp_path: Path, press: Newsroom) -> Shop:
    """An empty data folder."""
    return Shop(tmp_path / "data", press)


@pytest.fixture
def collected(shop: Shop, first_day_collected: Path) -> Shop:
    """A data folder in which the first press day was collected and not yet worked."""
    shutil.copytree(first_day_collected, shop.data, symlinks=True)
    return shop


@pytest.fixture
def after_two_days(shop: Shop, two_days: Shop) -> Shop:
    """A data folder of one's own with both press days in it."""
    shutil.copytree(two_days.data, shop.data, symlinks=True)
    shop.press.edition = 3
    return shop


@pytest.fixture(scope="session")
def first_day_collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after `collect` of the first press day; to be copied."""
    with Newsroom() as newsroom:
        shop = Shop(tmp_path_factory.mktemp("collected") / "data", newsroom)
        shop.edition(1)
    return shop.data


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory, first_day_collected: Path) -> Shop:
    """The first press day, collected and worked without trouble; read only: tests share it."""
    with Newsroom() as newsroom:
        shop = Shop(tmp_path_factory.mktemp("first-day") / "data", newsroom)
        shutil.copytree(first_day_collected, shop.data, symlinks=True)
        shop.monitor(1)
    return shop


@pytest.fixture(scope="session")
def two_days(tmp_path_factory: pytest.TempPathFactory, first_day: Shop) -> Iterator[Shop]:
    """Both press days through the command line; read only: tests share it."""
    with Newsroom() as newsroom:
        shop = Shop(tmp_path_factory.mktemp("two-days") / "data", newsroom)
        shutil.copytree(first_day.data, shop.data, symlinks=True)
        shop.day(2)
        yield shop


@pytest.fixture(scope="session")
def shipped_sheets() -> Sheets:
    """The files of the pack that ships, checked once."""
    sheets, problems = folder.check(folder.read(bundled_pack()))
    assert problems == []
    return sheets


@pytest.fixture(scope="session")
def shipped_pack() -> Pack:
    """The pack that ships, compiled once."""
    return pack_in(bundled_pack())


@pytest.fixture(scope="session")
def tagger(shipped_pack: Pack) -> Tagger:
    """The tagger of the pack that ships, compiled once."""
    return tagger_of(bundled_pack())


@pytest.fixture(scope="session")
def script() -> Callable[[str], ModuleType]:
    """A file of `scripts/` as a module, by its name."""

    def load(name: str) -> ModuleType:
        specification = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
        found = importlib.util.module_from_spec(specification)
        sys.modules[name] = found  # dataclasses look their module up
        specification.loader.exec_module(found)
        return found

    return load


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    return find
