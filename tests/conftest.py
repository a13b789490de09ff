"""The newsroom through the command line and the pack that ships, each once a session, and what tests in several rooms need."""

import asyncio
import contextlib
import fcntl
import gc
import importlib.util
import io
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import hypothesis
import pytest

from pipelines import warehouse
from pipelines.cli import main
from pipelines.newsroom import Newsroom, as_of, editions_of
from pipelines.packs import folder
from pipelines.packs.folder import Sheets
from pipelines.packs.model import Pack
from pipelines.run.demo import variables
from pipelines.run.house import pack_in, tagger_of
from pipelines.settings import Settings, bundled_pack
from pipelines.tag import Tagger

# Four processes of tests share two cores: how long one example takes says nothing, and pytest-timeout watches over all.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

FIRST_DAY, SECOND_DAY = (as_of(day).strftime("%Y-%m-%dT%H:%M:%S%z") for day in (1, 2))
ROOT = Path(__file__).parents[1]


def pytest_collection_finish() -> None:
    """Thousands of tests stay until the end: the garbage collector need not look through them each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def state_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What commands remember of the person who gives them is not put among what this person asked."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class Shop:
    """A data folder with the newsroom beside it, and the command line of one who works there.

    `call` runs a command in this process, where the pack and the libraries are read once: as a process of its own each
    costs five seconds more. `start` is that process, to be killed; what a user types runs in tests/end_to_end.
    """

    def __init__(self, data: Path, press: Newsroom) -> None:
        self.data = data
        self.press = press
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TRUCEWATCH_")},
            **variables(data, press),
            "TRUCEWATCH_WORKERS": "1",  # the other core belongs to the other tests
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
        """Run a command and return what it says: on the standard output, or of a failure what it is."""
        if _in_a_loop():  # the one that drives a browser: no other can run in this thread
            process = self.start(*arguments)
            said, failed = process.communicate()
            assert process.returncode == code, f"{arguments}: exit {process.returncode}\n{said}\n{failed}"
            return said if code == 0 else failed
        out, err, ended = io.StringIO(), io.StringIO(), 0
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            for name in os.environ.keys() - self.environment.keys():
                patch.delenv(name)
            for name, value in self.environment.items():
                patch.setenv(name, value)
            patch.chdir(self.data.parent)
            patch.setattr(sys, "argv", ["trucewatch", *arguments])
            try:
                main()
            except SystemExit as exiting:
                ended = exiting.code or 0
        assert ended == code, f"{arguments}: exit {ended}\n{out.getvalue()}\n{err.getvalue()}"
        return out.getvalue() if code == 0 else err.getvalue()

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


@dataclass
class Hooks:
    """A server that takes what is posted to it as JSON, but under the names that are `down`."""

    SECRET: ClassVar = "Xq7secretToken"
    """What every address of it holds and nobody may see."""

    port: int = 0
    down: set[str] = field(default_factory=set)
    got: list[tuple[str, dict]] = field(default_factory=list)

    def url(self, name: str) -> str:
        """Return the address of a channel (Apprise, json://)."""
        return f"json://user:{self.SECRET}@127.0.0.1:{self.port}/{name}/{self.SECRET}"

    def taken(self, name: str) -> list[dict]:
        """Return what was posted there, in its order."""
        return [body for path, body in self.got if path.startswith(f"/{name}/")]


@contextlib.contextmanager
def _listening() -> Iterator[Hooks]:
    found = Hooks()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            is_down = self.path.split("/")[1] in found.down
            if not is_down:
                found.got.append((self.path, body))
            self.send_response(503 if is_down else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        found.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield found
        server.shutdown()


@pytest.fixture(scope="session")
def listening() -> Callable[[], contextlib.AbstractContextManager[Hooks]]:
    """Open a server for messages."""
    return _listening


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    """A server for messages."""
    with _listening() as found:
        yield found


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
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Shop], None]], Path]:
    """A data folder of the press days by its name, made once: by whichever of the processes of `make test` is first."""
    shared = os.environ.get("SHARED_BY_TESTS")
    folder = Path(shared) if shared else tmp_path_factory.mktemp("pressed")

    def made(name: str, make: Callable[[Shop], None]) -> Path:
        data = folder / name / "data"
        done = folder / name / "done"
        data.parent.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                with Newsroom() as newsroom:
                    make(Shop(data, newsroom))
                done.touch()
        return data

    return made


@pytest.fixture(scope="session")
def first_day_collected(pressed) -> Path:
    """The data folder after `collect` of the first press day; to be copied."""
    return pressed("collected", lambda shop: shop.edition(1))


@pytest.fixture(scope="session")
def first_day(pressed, first_day_collected: Path) -> Iterator[Shop]:
    """The first press day, collected and worked without trouble; read only: tests share it."""

    def work(shop: Shop) -> None:
        shutil.copytree(first_day_collected, shop.data, symlinks=True)
        shop.monitor(1)

    with Newsroom() as newsroom:
        yield Shop(pressed("first-day", work), newsroom)


@pytest.fixture(scope="session")
def two_days(pressed, first_day: Shop) -> Iterator[Shop]:
    """Both press days through the command line; read only: tests share it."""

    def work(shop: Shop) -> None:
        shutil.copytree(first_day.data, shop.data, symlinks=True)
        shop.day(2)

    with Newsroom() as newsroom:
        yield Shop(pressed("two-days", work), newsroom)


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
    """Ports for programs that listen later, or never.

    They lie below those that systems give to whoever asks for any port (32768 and up on Linux, 49152 on macOS):
    a server of another test that runs beside this one would be given the same port meanwhile.
    Each process has ten of its own, since the lanes of `make test` run side by side.
    """
    first = 20_000 + os.getpid() % 1_000 * 10
    candidates = itertools.cycle(range(first, first + 10))

    def find() -> int:
        for port in itertools.islice(candidates, 10):
            with socket.socket() as probe, contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
        raise AssertionError(f"no free port from {first} to {first + 9}")

    return find
