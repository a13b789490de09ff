"""Runs against the press, each in a process of its own, and what the hosts recorded of them."""

import contextlib
import json
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import world
from bench.press import Press, Visit
from pipelines.children import end_kept

PACK = "id: bench\ntopic: a press world made for measuring\nlanguages: [en]\nparties: []\n"
AT_ONCE = 2
INTERVAL_SECONDS = 1.0
"""The limits at one host that runs are told by settings, before `politeness` scales the interval."""

LOOK_SECONDS = 0.25
LIBRARIES = ("aiohttp", "feedparser", "protego", "zstandard")


def cpu_seconds() -> float:
    """Return what this process and its children have used. Children that are kept are ended: only then do they count."""
    end_kept()
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run of `collect` cost, and the visits that hosts recorded of it, by outlet and arrival."""

    wall_seconds: float
    own_user_seconds: float
    own_system_seconds: float
    children_cpu_seconds: float
    own_peak_bytes: int
    child_peak_bytes: int
    switches: int
    descriptors: int
    outcomes: Mapping[str, int]
    reasons: Mapping[str, int]
    items: int
    pages: int
    waiting: int
    body_bytes: int
    press_cpu_seconds: float
    visits: Mapping[int, list[Visit]]

    @property
    def cpu_seconds(self) -> float:
        """Return user and system time of the collecting process and its parser children."""
        return self.own_user_seconds + self.own_system_seconds + self.children_cpu_seconds

    @property
    def requests(self) -> int:
        """Return how many requests the hosts recorded."""
        return sum(map(len, self.visits.values()))

    @property
    def requests_a_second(self) -> float:
        """Return the rate from the first arrival to the last answer, as the hosts saw it."""
        every = [visit for visits in self.visits.values() for visit in visits]
        if not every:
            return 0.0
        return len(every) / (max(visit.answered for visit in every) - min(visit.arrived for visit in every))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What hosts recorded of our manners, over all of them.

    `most_at_once` is the largest number of requests open at one host. A gap is the time between two arrivals at one
    host, its share that of the interval which was due: 1.0 is just in time. `early` counts the gaps shorter than
    `TOLERATED` of their interval; `shortest_share` is the smallest of all, `shortest_delayed_share` that of the
    `delayed_hosts`, which ask for a Crawl-delay.
    """

    most_at_once: int
    gaps: int
    early: int
    shortest_share: float
    delayed_hosts: int
    shortest_delayed_share: float


TOLERATED = 0.9
"""A gap of this share of its interval passes: arrivals are told by the loop of the press, on the same busy cores."""


def manners(visits: Mapping[int, list[Visit]], politeness: float) -> Manners:
    """Return what the records say. Hosts with a Crawl-delay are held to it from the first request after robots.txt was answered."""
    plain: list[float] = []
    delayed: list[float] = []
    for number, seen in visits.items():
        due_seconds = politeness * max(INTERVAL_SECONDS, world.crawl_delay_seconds(number))
        shares = plain if not world.crawl_delay_seconds(number) else delayed
        after = _told(seen) if shares is delayed else 0
        if due_seconds > 0:
            shares.extend((later.arrived - earlier.arrived) / due_seconds for earlier, later in pairwise(seen[after:]))
    both = plain + delayed
    return Manners(
        most_at_once=max((most_at_once(seen) for seen in visits.values()), default=0),
        gaps=len(both),
        early=sum(share < TOLERATED for share in both),
        shortest_share=min(both, default=1.0),
        delayed_hosts=sum(world.crawl_delay_seconds(number) > 0 for number in visits),
        shortest_delayed_share=min(delayed, default=1.0),
    )


def most_at_once(seen: Iterable[Visit]) -> int:
    """Return how many requests of one host were open at the same time at most."""
    seen = tuple(seen)
    changes = sorted([(each.arrived, 1) for each in seen] + [(each.answered, -1) for each in seen])
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


def _told(seen: list[Visit]) -> int:
    """Return the index of the first visit that arrived after robots.txt was answered."""
    robots = next((visit for visit in seen if visit.kind == "robots"), None)
    if robots is None:
        return 0
    return next((index for index, visit in enumerate(seen) if visit.arrived > robots.answered), len(seen))


def write_pack(folder: Path, hosts: int) -> None:
    """Write a pack with one source for each outlet."""
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    stanzas = (
        f"- id: outlet-{number:04d}\n  publisher: outlet-{number:04d}\n  name: Outlet {number}\n  kind: feed\n"
        f"  url: {world.feed_url(number)}\n  language: en\n  cadence_hours: 12\n"
        for number in range(hosts)
    )
    (folder / "sources.yaml").write_text("\n".join(stanzas), encoding="utf-8")


def environment(press: Press, folder: Path, politeness: float) -> dict[str, str]:
    """Return the settings of a run on the pack and the data in `folder`."""
    return {
        "TRUCEWATCH_DATA": str(folder / "data"),
        "TRUCEWATCH_PACK": str(folder / "pack"),
        "TRUCEWATCH_CONNECT_TO": press.connect_to,
        "TRUCEWATCH_ALLOW_HOSTS": press.allow_hosts,
        "TRUCEWATCH_POLITENESS": str(politeness),
        "TRUCEWATCH_HOST_CONCURRENCY": str(AT_ONCE),
        "TRUCEWATCH_HOST_INTERVAL_SECONDS": str(INTERVAL_SECONDS),
    }


def collect(
    press: Press, folder: Path, *, politeness: float, hours_later: float = 0.0, profile: Path | None = None
) -> Run:
    """Run `collect` on the pack and the data in `folder`. Raises `RuntimeError` with its last words when it fails."""
    press.tell("forget")
    before_seconds = press.cpu_seconds()
    arguments = ["--later", str(hours_later), *(["--profile", str(profile)] if profile else [])]
    said = told("bench.once", *arguments, environment=environment(press, folder, politeness))
    return Run(**said, press_cpu_seconds=press.cpu_seconds() - before_seconds, visits=press.visits())


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitored:
    """What `monitor` cost: the process with its children."""

    wall_seconds: float
    cpu_seconds: float


def monitor(press: Press, folder: Path) -> Monitored:
    """Run `monitor` on what was collected into `folder`. Raises `RuntimeError` with its last words when it fails."""
    said = told("bench.once", "--monitor", environment=environment(press, folder, 0))
    cpu_seconds = said["own_user_seconds"] + said["own_system_seconds"] + said["children_cpu_seconds"]
    return Monitored(wall_seconds=said["wall_seconds"], cpu_seconds=cpu_seconds)


def told(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run a module and return the line of JSON it ends with, and `descriptors`: its most open file handles.

    Raises `RuntimeError` when it fails.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TRUCEWATCH_")}
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env=clean | dict(environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        descriptors, (out, error) = _watched(process)
    if process.returncode:
        raise RuntimeError(f"{module} ended with exit code {process.returncode}:\n{error[-2000:]}")
    return {**json.loads(out.splitlines()[-1]), "descriptors": descriptors}


def _watched(process: "subprocess.Popen[str]") -> tuple[int, tuple[str, str]]:
    """Wait for the end; return the most file handles seen open (0 where there is no /proc) and what it wrote."""
    handles = Path(f"/proc/{process.pid}/fd")
    most = 0
    while True:
        try:
            return most, process.communicate(timeout=LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(OSError):
                most = max(most, sum(1 for _ in handles.iterdir()))


def machine() -> str:
    """Return what the figures were taken on: cores, system, limits, versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    handles, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{cores} cores ({platform.machine()}, {platform.system()}), {handles} file handles allowed, load {os.getloadavg()[0]:.1f} at the start, "
        f"Python {platform.python_version()}, {libraries}"
    )
