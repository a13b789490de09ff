"""One run of `collect` in a process of its own, told what it cost: `python -m bench.once [--later HOURS] [--profile FILE]`.

The environment says what is collected, as for `trucewatch collect`; the answer is one line of JSON. `--later` sets the
clock forward. FILE gets the statistics of cProfile, for `python -m pstats FILE`.
"""

import argparse
import cProfile
import json
import logging
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.collect.collector import CollectReport


def main() -> None:
    """Collect once."""
    logging.disable(logging.WARNING)
    options = argparse.ArgumentParser(prog="bench.once")
    options.add_argument("--later", type=float, default=0.0)
    options.add_argument("--profile", type=Path)
    options.add_argument("--monitor", action="store_true", help="monitor instead: work what was collected")
    given = options.parse_args()
    profile = cProfile.Profile() if given.profile else None
    began_seconds = time.monotonic()
    if given.monitor:
        monitor()
        sys.stdout.write(json.dumps(used(time.monotonic() - began_seconds)) + "\n")
        return
    if profile:
        report = profile.runcall(collect, timedelta(hours=given.later))
        profile.dump_stats(given.profile)
    else:
        report = collect(timedelta(hours=given.later))
    sys.stdout.write(json.dumps(cost(report, time.monotonic() - began_seconds)) + "\n")


def collect(later: timedelta) -> "CollectReport":
    """Do what `pipelines.run.collect` does, with a clock set forward; imports are part of what a run costs."""
    from pipelines import run
    from pipelines.run.house import clock

    return run.collect(everything=True, now=lambda: clock() + later)


def monitor() -> None:
    """Work everything that waits, in this process and its children."""
    from pipelines import run

    run.monitor()


def cost(report: "CollectReport", wall_seconds: float) -> dict[str, Any]:
    """Return what this process and its children have used, and what came of it."""
    return used(wall_seconds) | {
        "outcomes": {outcome.value: count for outcome, count in sorted(report.outcomes.items())},
        "reasons": {reason.value: count for reason, count in sorted(report.reasons.items())},
        "items": sum(row.items for row in report.rows),
        "pages": sum(row.pages_ok for row in report.rows),
        "waiting": sum(row.pages_waiting for row in report.rows),
        "body_bytes": report.body_bytes,
    }


def used(wall_seconds: float) -> dict[str, Any]:
    """Return what this process and its children have used."""
    from pipelines.children import end_kept

    end_kept()
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall_seconds": wall_seconds,
        "own_user_seconds": own.ru_utime,
        "own_system_seconds": own.ru_stime,
        "children_cpu_seconds": children.ru_utime + children.ru_stime,
        "own_peak_bytes": own.ru_maxrss * 1024,
        "child_peak_bytes": children.ru_maxrss * 1024,
        "switches": own.ru_nvcsw + own.ru_nivcsw,
    }


if __name__ == "__main__":
    main()
