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


def finish_both_days(shop) -> None:
    """Do what is left of two press days, as the next scheduled runs would."""
    shop.call("collect")
    shop.call("monitor", "--as-of", FIRST_DAY)
    shop.day(2)


def assert_whole(shop, two_days) -> None:
    assert shop.hashes() == two_days.hashes()
    assert shop.rows("select * from ledger_conservation") == []


def test_killed_while_collecting(shop, two_days):
    shop.press.deliver(shop.data, 1)
    collecting = shop.start("collect")
    assert kill_when(collecting, lambda: len(shop.press.requests) >= 20)
    assert 20 <= len(shop.press.requests) < len(two_days.press.requests)
    finish_both_days(shop)
    assert_whole(shop, two_days)


def test_killed_while_processing(shop, two_days):
    shop.press.deliver(shop.data, 1)
    shop.call("collect")
    monitoring = shop.start("monitor", "--as-of", FIRST_DAY, "--batch-size", "5")
    stage = shop.data / "stage"
    assert kill_when(monitoring, lambda: any(stage.glob("*/*-001/*.parquet")))
    assert not list(stage.glob("*/cluster")), "it was killed before the batches came together"
    finish_both_days(shop)
    assert_whole(shop, two_days)


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.25, 0.5])
def test_killed_while_loading(shop, two_days, delay):
    shop.press.deliver(shop.data, 1)
    shop.call("collect")
    monitoring = shop.start("monitor", "--as-of", FIRST_DAY)
    kill_when(monitoring, lambda: any((shop.data / "stage").glob("*/validate/*.json")), delay=delay)
    finish_both_days(shop)
    assert_whole(shop, two_days)
