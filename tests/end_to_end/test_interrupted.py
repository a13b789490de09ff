"""SIGKILL in the middle of collect, process and load; then a rerun: equal tables, nothing lost, nothing doubled."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from pipelines.newsroom import as_of

pytestmark = pytest.mark.slow

FIRST_DAY = as_of(1).strftime("%Y-%m-%dT%H:%M:%S%z")


def kill_when(process: subprocess.Popen, condition: Callable[[], bool], *, delay: float = 0.0) -> bool:
    """Kill the process group as soon as the condition holds. Return whether the process was still at work."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if condition():
            time.sleep(delay)
            break
        time.sleep(0.002)
    alive = process.poll() is None
    if alive:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    return alive


def assert_whole(shop, undisturbed) -> None:
    assert shop.hashes() == undisturbed.hashes()
    assert shop.rows("select * from ledger_conservation") == []
    outcomes = "select kind, id, revision, outcome, reason from ledger_current where kind = 'item' order by all"
    assert shop.rows(outcomes) == undisturbed.rows(outcomes)


@pytest.mark.soak  # in `make test` tests/collect kills a collector
def test_killed_while_collecting(shop, first_day):
    shop.press.deliver(shop.data, 1)
    collecting = shop.start("collect")
    assert kill_when(collecting, lambda: len(shop.press.requests) >= 20)
    before = len(shop.press.requests)
    shop.call("collect")
    assert 20 <= before < len(shop.press.requests)
    shop.monitor(1)
    assert_whole(shop, first_day)


def test_killed_while_processing(collected, first_day):
    monitoring = collected.start("monitor", "--as-of", FIRST_DAY, "--batch-size", "5")
    stage = collected.data / "stage"
    assert kill_when(monitoring, lambda: any(stage.glob("*/*-001/*.parquet")))
    assert not list(stage.glob("*/cluster")), "it was killed before the batches came together"
    collected.monitor(1)
    assert_whole(collected, first_day)


@pytest.mark.soak  # in `make test` tests/warehouse kills a load
@pytest.mark.parametrize("delay", [each / 10 for each in (0, 1, 2, 3, 4, 6)])
def test_killed_while_loading(collected, first_day, delay):
    monitoring = collected.start("monitor", "--as-of", FIRST_DAY)
    assert kill_when(monitoring, lambda: any((collected.data / "stage").glob("*/validate/*.json")), delay=delay)
    collected.monitor(1)
    assert_whole(collected, first_day)
