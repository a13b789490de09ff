"""The DAGs as Airflow sees them: their shape, what they import, which parameters they refuse."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.airflow

FLOW = {
    "plan": ["process"],
    "process": ["cluster"],
    "cluster": ["validate"],
    "validate": ["load"],
    "load": ["publish"],
    "publish": ["finish"],
    "finish": [],
}


@pytest.fixture(scope="module")
def seen() -> dict:
    probe = [sys.executable, str(Path(__file__).with_name("probe.py")), str(ROOT / "dags")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(probe, capture_output=True, text=True, env=environment, timeout=100, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def test_every_file_is_a_dag_without_errors(seen):
    assert seen["errors"] == {}
    assert set(seen["dags"]) == {"brief", "collect", "monitor", "reprocess", "wire"}


@pytest.mark.parametrize("dag", ["monitor", "reprocess"])
def test_the_flow(seen, dag):
    shape = seen["dags"][dag]
    assert shape["tasks"] == FLOW
    assert shape["mapped"] == ["process"]
    assert shape["pools"] == {"plan": "warehouse", "load": "warehouse", "publish": "warehouse"}


def test_wires_are_picked_up_every_minute_and_may_call_for_a_run_at_once(seen):
    wire, monitor = seen["dags"]["wire"], seen["dags"]["monitor"]
    assert wire["tasks"] == {"pick_up": ["call_monitor"], "call_monitor": []}
    assert wire["cron"] == "* * * * *"
    assert wire["outlets"] == {"call_monitor": ["urgent"]}
    assert monitor["assets"] == ["urgent"]
    assert monitor["cron"] == "0 5 * * *"
    assert seen["dags"]["brief"]["assets"] == ["warehouse"]


def test_no_dag_overlaps_with_itself_or_catches_up(seen):
    assert {(each["max_active_runs"], each["catchup"]) for each in seen["dags"].values()} == {(1, False)}


def test_parameters_that_are_no_values_are_refused(seen):
    assert seen["accepted"] == []
    assert seen["refused"] == []


@pytest.mark.parametrize("path", sorted((ROOT / "dags").glob("*.py")), ids=lambda path: path.name)
def test_a_dag_file_imports_the_package_inside_its_tasks_only(path):
    for statement in ast.parse(path.read_text()).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            assert "pipelines" not in ast.unparse(statement)
