"""SIGKILL anywhere in load and publish, then again: as if nothing had happened."""

import pickle
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from pipelines import warehouse
from pipelines.run.memory import Likeness
from pipelines.warehouse import connect

CHILD = """
import os, pickle, signal, sys
from pathlib import Path
from pipelines import warehouse
from pipelines.run.memory import Likeness
from pipelines.warehouse import durable, erasure, statements

fatal = int(sys.argv[2])
calls = 0

def deadly(function):
    def call(*arguments, **named):
        global calls
        calls += 1
        if calls == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return call

for module, names in ((statements, ["run"]), (durable, ["place", "move", "link"]), (erasure, ["rewrite"])):
    for name in names:
        setattr(module, name, deadly(getattr(module, name)))

settings, approved = pickle.loads(Path(sys.argv[1]).read_bytes())
warehouse.load(settings, approved, Likeness())
warehouse.publish(settings, approved.run)
print(calls)
"""


def work(path, fatal):
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(fatal)], capture_output=True, text=True, timeout=60
    )


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("points", [2, pytest.param(6, marks=pytest.mark.soak)])
def test_a_killed_load_is_made_good_by_the_next(desk, rows, tmp_path, points):
    doomed, other = rows.observation("i", article="a", title="Unmistakable9Marker"), rows.observation("j", article="b")
    first, _ = desk.load(doomed, rows.article(doomed), *rows.children(rows.article(doomed)))
    warehouse.publish(desk.settings, first.run)
    approved = desk.approved(other, rows.article(other), *rows.children(rows.article(other)), kills=[rows.kill("i")])

    def start(name):
        data = tmp_path / name
        shutil.copytree(desk.settings.data, data, symlinks=True)
        settings = replace(desk.settings, data=data)
        order = tmp_path / f"{name}.pickle"
        order.write_bytes(pickle.dumps((settings, approved)))
        return settings, order

    def finish(settings):
        warehouse.load(settings, approved, Likeness())
        path = warehouse.publish(settings, approved.run)
        with connect.reader(path) as connection:
            words = str(connection.execute("from sightings").fetchall())
            history = connection.execute("select run, token, count(*) from ledger group by all order by all").fetchall()
        assert "Unmistakable9Marker" not in words
        assert len(list(path.parent.glob("*.duckdb"))) == 2  # the snapshot and the link to it
        return warehouse.content_hashes(path), history

    settings, order = start("whole")
    whole = work(order, -1)
    assert whole.returncode == 0, whole.stderr
    total = int(whole.stdout)
    expected = finish(settings)

    for fatal in sorted({*range(3, total, total // points), *range(total - 9, total + 1, 12 // points)}):
        settings, order = start(f"killed-{fatal}")
        assert work(order, fatal).returncode == -signal.SIGKILL
        assert finish(settings) == expected, f"killed at call {fatal} of {total}"
