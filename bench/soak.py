"""`make soak`: one process that collects again and again while its outlets publish, edit, move, fail and recover.

Prints a line a run with what may grow: memory, file handles, the data folder. Ends with exit code 1 when memory or
handles creep up, the data folder grows faster than what is published, or something that stood in a feed was not
collected. `--runs 120` is a month of runs six hours apart; the default ends after about two minutes.
"""

import argparse
import gc
import logging
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import runs, world
from bench.collect import MEBIBYTE, Goal, judge, say
from bench.once import collect
from bench.press import Press, press
from pipelines.records import FetchOutcome
from pipelines.run.house import clock

GROWTH_TOLERATED = 1.1
"""Memory in the last quarter of the runs may be this many times that of the second quarter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The process and its data folder after one run. `pages` were stored in it, `failed` are requests for feeds."""

    edition: int
    seconds: float
    cpu_seconds: float
    requests: int
    pages: int
    failed: int
    resident_bytes: int
    descriptors: int
    data_bytes: int
    index_bytes: int
    data_files: int


def main() -> int:
    """Run, print, judge. Return the exit code."""
    logging.disable(logging.WARNING)
    options = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    options.add_argument("--sources", type=int, default=50)
    options.add_argument("--runs", type=int, default=40)
    options.add_argument("--politeness", type=float, default=0.01, help="scales every wait, polls too")
    given = options.parse_args()
    say(f"{given.sources} sources, {given.runs} runs {world.EDITION} apart; {runs.machine()}", "")
    with tempfile.TemporaryDirectory(prefix="soak-") as name, press(clock()) as outlets:
        folder = Path(name)
        runs.write_pack(folder / "pack", given.sources)
        os.environ.update(runs.environment(outlets, folder, given.politeness))
        looks = []
        for edition in range(given.runs):
            looks.append(one_run(outlets, folder / "data", edition))
            show(looks[-1])
    say("")
    return judge(goals(given.sources, looks))


def one_run(outlets: Press, data: Path, edition: int) -> Look:
    """Collect once at an edition, in this process, and look at what is there afterwards."""
    outlets.tell(f"edition {edition}")
    outlets.tell("forget")
    began_seconds, before_seconds = time.monotonic(), runs.cpu_seconds()
    report = collect(world.EDITION * edition)
    sizes = dict(_sizes(data))
    gc.collect()
    return Look(
        edition=edition,
        seconds=time.monotonic() - began_seconds,
        cpu_seconds=runs.cpu_seconds() - before_seconds,
        requests=sum(map(len, outlets.visits().values())),
        pages=sum(row.pages_ok for row in report.rows),
        failed=report.outcomes.get(FetchOutcome.FAILED, 0),
        resident_bytes=_resident_bytes(),
        descriptors=sum(1 for _ in Path("/proc/self/fd").iterdir()),
        data_bytes=sum(sizes.values()),
        index_bytes=sum(size for name, size in sizes.items() if "index.sqlite" in name),
        data_files=len(sizes),
    )


def show(look: Look) -> None:
    """Print one line; the first also says what stands in it."""
    columns = (
        ("run", f"{look.edition + 1}"),
        ("s", f"{look.seconds:.1f}"),
        ("CPU s", f"{look.cpu_seconds:.2f}"),
        ("requests", f"{look.requests}"),
        ("pages", f"{look.pages}"),
        ("failed", f"{look.failed}"),
        ("MB resident", f"{look.resident_bytes / MEBIBYTE:.1f}"),
        ("handles", f"{look.descriptors}"),
        ("MB data", f"{look.data_bytes / MEBIBYTE:.2f}"),
        ("MB index", f"{look.index_bytes / MEBIBYTE:.2f}"),
        ("files", f"{look.data_files}"),
    )
    if look.edition == 0:
        say("  ".join(f"{name:>{max(len(name), 7)}}" for name, _ in columns))
    say("  ".join(f"{value:>{max(len(name), 7)}}" for name, value in columns))


def goals(sources: int, looks: Sequence[Look]) -> Iterator[Goal]:
    """Yield what is wanted of the runs; what grows is judged from the second quarter on, when all is warm."""
    quarter = max(len(looks) // 4, 1)
    early, late = looks[quarter : 2 * quarter] or looks[-1:], looks[-quarter:]
    before, after = (median(look.resident_bytes for look in some) for some in (early, late))
    yield Goal(
        "memory is flat",
        f"{before / MEBIBYTE:.1f} MB in the second quarter, {after / MEBIBYTE:.1f} MB in the last",
        is_kept=after <= before * GROWTH_TOLERATED,
    )
    handles = [max(look.descriptors for look in some) for some in (early, late)]
    yield Goal("file handles are flat", f"{handles[0]}, then {handles[1]}", is_kept=handles[1] <= handles[0])
    per_page = [_growth(some) for some in (looks[quarter : 2 * quarter + 1], looks[-quarter - 1 :])]
    yield Goal(
        "data grows with what is published",
        f"{per_page[0] / 1024:.1f} KB a page in the second quarter, {per_page[1] / 1024:.1f} KB in the last",
        is_kept=per_page[1] <= per_page[0] * 1.25,
    )
    wanted, pages = expected_pages(sources, len(looks)), sum(look.pages for look in looks)
    yield Goal("every entry that stood in a feed has its page", f"{pages} of {wanted}", is_kept=pages == wanted)


def expected_pages(sources: int, editions: int) -> int:
    """Return how many pages there are to fetch: one for each title under which an article stood in an answered feed."""
    seen = {
        (number, article, world.is_edited(number, article, edition))
        for number in range(sources)
        for edition in range(editions)
        if world.fault_of(number, edition) is None
        for article in range(world.newest(number, edition) - world.ENTRIES, world.newest(number, edition))
    }
    return len(seen)


def _growth(looks: Sequence[Look]) -> float:
    """Return the bytes by which the data folder grew for each page."""
    pages = sum(look.pages for look in looks[1:])
    return (looks[-1].data_bytes - looks[0].data_bytes) / max(pages, 1)


def _sizes(folder: Path | str) -> Iterator[tuple[str, int]]:
    """Yield path and bytes of each file below a folder; pathlib would intern every name, and memory is what we watch."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(entry.path)
            else:
                yield entry.path, entry.stat().st_size


def _resident_bytes() -> int:
    """Return what is resident now, not at the peak (Linux: the second figure of statm, in pages)."""
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main())
