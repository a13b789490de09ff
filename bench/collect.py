"""`make bench`: 2,000 outlets collected once, and once more unchanged; what it cost, and what the hosts say of us.

Prints a table and ends with exit code 1 when a goal is missed. README.md says how to read it.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import runs, world
from bench.press import Press, press
from bench.runs import Monitored, Run
from pipelines.run.house import clock

GOAL_RATE = 200.0
GOAL_UNCHANGED = 0.05
UNCHANGED_HOURS_LATER = 2.0
"""Every source is due again by then; robots.txt, which may be kept for a day, is not."""

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Goal:
    """What is wanted, in words, and what was measured."""

    wanted: str
    measured: str
    is_kept: bool


def main() -> int:
    """Measure and print. Return the exit code."""
    options = argparse.ArgumentParser(prog="bench.collect", description=__doc__)
    options.add_argument("--sources", type=int, default=2000)
    options.add_argument("--politeness", type=float, default=0.2, help="scales the intervals between requests")
    options.add_argument("--profile", type=Path, help="folder for the statistics of cProfile; falsifies the times")
    given = options.parse_args()
    say(f"{given.sources} sources x {world.ENTRIES} items, politeness {given.politeness:g}; {runs.machine()}", "")
    with tempfile.TemporaryDirectory(prefix="bench-") as name, press(clock()) as outlets:
        folder = Path(name)
        runs.write_pack(folder / "pack", given.sources)
        first = runs.collect(outlets, folder, politeness=given.politeness, profile=_file(given.profile, "first"))
        show("first run", first)
        first_worked = runs.monitor(outlets, folder)
        show_worked(first_worked, first)
        second = runs.collect(
            outlets,
            folder,
            politeness=given.politeness,
            hours_later=UNCHANGED_HOURS_LATER,
            profile=_file(given.profile, "second"),
        )
        show("second run, nothing has changed", second)
        second_worked = runs.monitor(outlets, folder)
        show_worked(second_worked, second)
        say(
            f"collect alone: the second run took {second.cpu_seconds / first.cpu_seconds:.1%} of the CPU of the first",
            "",
        )
        compare(outlets, folder, given.sources, (first, second))
    whole = (second.cpu_seconds + second_worked.cpu_seconds) / (first.cpu_seconds + first_worked.cpu_seconds)
    return judge([*goals(given.sources, given.politeness, first, second), unchanged(whole)])


def say(*lines: str) -> None:
    """Print at once: a person waits."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def show(name: str, run: Run) -> None:
    """Print what a run did and cost."""
    counted = ", ".join(f"{count} {outcome}" for outcome, count in run.outcomes.items())
    reasons = ", ".join(f"{count} {reason}" for reason, count in run.reasons.items()) or "none"
    total = run.cpu_seconds + run.press_cpu_seconds
    say(
        f"{name}",
        f"  requests        {run.requests} in {run.wall_seconds:.1f} s; {run.requests_a_second:.0f}/s from first to last",
        f"  records         {counted}; reasons: {reasons}; {run.items} items, {run.pages} pages, {run.waiting} waiting",
        f"  CPU             {run.cpu_seconds:.2f} s: collecting {run.own_user_seconds:.2f} user + "
        f"{run.own_system_seconds:.2f} system, parser children {run.children_cpu_seconds:.2f}",
        f"  CPU a request   {_milliseconds(run):.2f} ms; the press took {run.press_cpu_seconds:.2f} s more, "
        f"{run.press_cpu_seconds / total:.0%} of all",
        f"  peaks           {run.own_peak_bytes / MEBIBYTE:.0f} MB collecting, {run.child_peak_bytes / MEBIBYTE:.0f} MB "
        f"a child, {run.descriptors} file handles",
        f"  besides         {run.switches} context switches; {run.body_bytes / MEBIBYTE:.0f} MB of bodies",
        "",
    )


def show_worked(worked: Monitored, run: Run) -> None:
    """Print what the other half of the job cost: parse, extract, tag, cluster, validate, load, publish."""
    share = worked.cpu_seconds + run.cpu_seconds
    say(
        f"  monitor         {worked.cpu_seconds:.2f} s CPU in {worked.wall_seconds:.1f} s"
        + (f", {run.pages / worked.wall_seconds:.0f} articles/s" if run.pages else "")
        + f"; collect and monitor {share:.2f} s CPU",
        "",
    )


def compare(outlets: Press, folder: Path, hosts: int, ours: Sequence[Run]) -> None:
    """Run the naive poller as often on the same input, and print the ratios; nothing here is a goal."""
    kept = folder / "naive"
    kept.mkdir()
    say("a naive poller on the same outlets (aiohttp, feedparser; no robots, no waiting, no records, nothing synced)")
    for name, run in zip(("first run", "second run"), ours, strict=True):
        naive = runs.told("bench.naive", str(hosts), str(kept), outlets.connect_to)
        rate = naive["requests"] / naive["wall_seconds"]
        milliseconds = 1000 * naive["cpu_seconds"] / naive["requests"]
        say(
            f"  {name:15} {naive['requests']} requests, {rate:.0f}/s; {naive['cpu_seconds']:.2f} s CPU, "
            f"{milliseconds:.2f} ms a request, {naive['peak_bytes'] / MEBIBYTE:.0f} MB",
            f"  ours / naive    {_milliseconds(run) / milliseconds:.2f} of the CPU a request, "
            f"{run.requests_a_second / rate:.2f} of the requests a second",
        )
    say("")


def judge(goals: Iterable[Goal]) -> int:
    """Print each goal with what was measured. Return 1 if one is missed, else 0."""
    exit_code = 0
    for goal in goals:
        say(f"{'kept  ' if goal.is_kept else 'MISSED'}  {goal.wanted}: {goal.measured}")
        exit_code |= not goal.is_kept
    return exit_code


def goals(hosts: int, politeness: float, first: Run, second: Run) -> Iterator[Goal]:
    """Yield what is wanted of both runs, and whether it is so."""
    wanted = hosts * world.ENTRIES
    yield Goal(
        "every page of every outlet is collected",
        f"{first.pages} of {wanted}; {sum(first.reasons.values())} failures",
        is_kept=first.pages == wanted and not first.reasons,
    )
    rate = first.requests / first.wall_seconds
    yield Goal(
        f"at least {GOAL_RATE:.0f} requests a second",
        f"{rate:.0f}/s, start and end of the process included",
        is_kept=rate >= GOAL_RATE,
    )
    yield from _unchanged(hosts, second)
    yield from _polite(politeness, first, second)
    child_peak_bytes = max(first.child_peak_bytes, second.child_peak_bytes)
    yield Goal(
        "one parser child stays below 512 MB",
        f"{child_peak_bytes / MEBIBYTE:.0f} MB",
        is_kept=child_peak_bytes < 512 * MEBIBYTE,
    )


def _unchanged(hosts: int, second: Run) -> Iterator[Goal]:
    feeds = _asked(second, "feed")
    heard = second.outcomes.get("ok", 0) + second.outcomes.get("not_modified", 0)
    yield Goal(
        "the second run asks every feed, and nothing else",
        f"{feeds} feeds, {second.requests - feeds} others; {heard} answered",
        is_kept=feeds == second.requests == heard == hosts,
    )


def unchanged(share: float) -> Goal:
    """Return the goal of a run that finds nothing new: `share` is its CPU, collect and monitor, of the first run's."""
    return Goal(
        f"a run over unchanged sources costs at most {GOAL_UNCHANGED:.0%} of the first run's CPU, collect and monitor",
        f"{share:.1%}",
        is_kept=share <= GOAL_UNCHANGED,
    )


def _polite(politeness: float, first: Run, second: Run) -> Iterator[Goal]:
    seen = [runs.manners(run.visits, politeness) for run in (first, second)]
    most = max(each.most_at_once for each in seen)
    yield Goal(
        f"at most {runs.AT_ONCE} requests are open at one host",
        f"{most} at most, by the hosts' records",
        is_kept=most <= runs.AT_ONCE,
    )
    if politeness:
        told = seen[0]
        yield Goal(
            f"requests of one host are {1000 * politeness * runs.INTERVAL_SECONDS:.0f} ms apart, or its Crawl-delay",
            f"{told.early} of {told.gaps} gaps are shorter than {runs.TOLERATED:.0%} of that, the shortest is "
            f"{told.shortest_share:.0%}; {told.shortest_delayed_share:.0%} at the {told.delayed_hosts} hosts with a "
            f"Crawl-delay",
            is_kept=told.early == 0,
        )


def _asked(run: Run, kind: str) -> int:
    return sum(visit.kind == kind for visits in run.visits.values() for visit in visits)


def _milliseconds(run: Run) -> float:
    return 1000 * run.cpu_seconds / max(run.requests, 1)


def _file(folder: Path | None, name: str) -> Path | None:
    if folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / f"{name}.prof").absolute()


if __name__ == "__main__":
    sys.exit(main())
