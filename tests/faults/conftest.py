"""The table of faults played once: a few rounds of `collect`, one `monitor`, and what they left in the warehouse."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest

from pipelines import warehouse
from pipelines.collect.fetches import FetchLog
from pipelines.records import Fetch
from pipelines.settings import Settings
from tests.faults import table
from tests.faults.certificates import Authority
from tests.faults.server import FaultServer

ROOT = Path(__file__).parents[2]
CANARY = "The canary sings only where a file was read that nobody may read."
SECRET = "Bearer canary-in-the-coal-mine"
POLITENESS = 0.001
"""Scales all waiting, also what the records promise: a day of `next_try_at` is 86.4 s here."""
PATIENCE_SECONDS = 250.0
"""For one command, on a machine that has other things to do."""

DEADLINE_SECONDS = 8.0
"""Of one request, redirects and body included; 30 where nothing is set."""


@dataclass(kw_only=True)
class Run:
    """How one command went. `child_mb` is the greatest resident size that any of its children had."""

    command: str
    code: int
    said: str
    seconds: float
    cpu_seconds: float
    peak_mb: float
    dialled: dict[str, int]
    child_mb: float = 0.0


@dataclass(kw_only=True)
class Played:
    """What the faults left behind."""

    server: FaultServer
    data: Path
    secret: str = SECRET
    rounds: int
    politeness: float = POLITENESS
    deadline_seconds: float = DEADLINE_SECONDS
    runs: list[Run] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)

    def rows(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        """Return the rows of a query over the snapshot."""
        result = warehouse.query(Settings(data=self.data, pack=self.data), query, parameters or None)
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Every case of the table, through the command line; read only: tests share it."""
    folder = tmp_path_factory.mktemp("faults")
    with FaultServer(authority=Authority(folder)) as server:
        stage = Stage(folder, server)
        result = Played(server=server, data=folder / "data", rounds=stage.rounds)
        for number in range(1, stage.rounds + 1):
            if number == 2:
                lose_bodies(result.data, "f31-body-lost")
            result.runs.append(stage.run(f"pack-{number}", "collect", "--all"))
        result.runs.append(stage.run("pack-1", "monitor"))
        result.fetches = list(FetchLog(result.data / "raw" / "fetches").read())
        yield result


class Stage:
    """The packs, the environment and the names of the net in which the house plays its part."""

    def __init__(self, folder: Path, server: FaultServer) -> None:
        self._folder = folder
        self._server = server
        every = table.cases()
        (folder / "canary.txt").write_text(CANARY)
        words = {
            "port": server.port,
            "trap": server.trap_port,
            "canary": (folder / "canary.txt").as_uri(),
            "long": "x" * 2100,
        }
        table.serve(server.table, every, words)
        self.rounds = max(max(case.rounds) for case in every)
        for number in range(1, self.rounds + 1):
            table.write_pack(folder / f"pack-{number}", [each for each in every if number in each.rounds], words)
            (folder / f"pack-{number}.dns.json").write_text(json.dumps(table.names(every, number)))
        (folder / ".netrc").write_text(f"machine f14-netrc.example login somebody password {CANARY.split()[1]}\n")

    def run(self, pack: str, *command: str) -> Run:
        """Run one command of the house in a process of its own."""
        told, dns = self._folder / "told.json", self._folder / f"{pack}.dns.json"
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("watched.py")), str(told), str(dns), *command],
            env=self._environment(pack),
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        with process, Sizes(process.pid) as sizes:
            try:
                said, _ = process.communicate(timeout=PATIENCE_SECONDS)
            finally:
                process.kill()
        seen = json.loads(told.read_text())
        return Run(
            command=command[0],
            code=process.returncode,
            said=said,
            child_mb=sizes.most_mb,
            seconds=time.monotonic() - began,
            **{name: seen[name] for name in ("cpu_seconds", "peak_mb", "dialled")},
        )

    def _environment(self, pack: str) -> dict[str, str]:
        trap = f"http://127.0.0.1:{self._server.trap_port}/"
        names = ("http_proxy", "https_proxy", "all_proxy")
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("TRUCEWATCH_")},
            **{spelling: trap for name in names for spelling in (name, name.upper())},
            "NO_PROXY": "",
            "NETRC": str(self._folder / ".netrc"),
            "SSL_CERT_FILE": str(self._server.authority.root),
            "PYTHONPATH": str(ROOT),
            "TRUCEWATCH_DATA": str(self._folder / "data"),
            "TRUCEWATCH_PACK": str(self._folder / pack),
            "TRUCEWATCH_CONTACT": "desk@example.org",
            "TRUCEWATCH_ALLOW_HOSTS": self._server.allow_hosts,
            "TRUCEWATCH_CONNECT_TO": self._server.connect_to,
            "TRUCEWATCH_POLITENESS": str(POLITENESS),
            "TRUCEWATCH_DEADLINE_SECONDS": str(DEADLINE_SECONDS),
            "TRUCEWATCH_SECRET_CANARY": SECRET,
            "TRUCEWATCH_WORKERS": "1",
        }


class Sizes:
    """Samples the children of a process: the greatest resident size of each until it ends, read 50 times a second."""

    def __init__(self, parent: int) -> None:
        self._parent = parent
        self._most_kb = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._is_over.set()
        self._thread.join()

    @property
    def most_mb(self) -> float:
        """The greatest size of any child, in megabytes."""
        return self._most_kb / 1024

    def _watch(self) -> None:
        while not self._is_over.wait(0.02):
            for child in self._children():
                with contextlib.suppress(OSError, IndexError):
                    status = Path(f"/proc/{child}/status").read_text()
                    self._most_kb = max(self._most_kb, int(status.partition("VmHWM:")[2].split()[0]))

    def _children(self) -> Iterator[str]:
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{self._parent}/task").iterdir():
                yield from (thread / "children").read_text().split()


def lose_bodies(data: Path, source_id: str) -> None:
    """Lose the stored bodies of a source, as a disk may."""
    lost = {each.raw_sha256 for each in FetchLog(data / "raw" / "fetches").read() if each.source_id == source_id}
    for sha256 in lost - {None}:
        for path in (data / "raw").rglob(f"*{sha256[4:]}*"):
            path.unlink()
