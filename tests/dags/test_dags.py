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

PACK = {
    "pack": "id: harbour\ntopic: A quarrel that exists only here\nlanguages: [en]\nparties: [norrland]\n",
    "actors": """\
- id: norrland
  name: Norrland
  type: government
  aliases: {en: [Norrland]}
  examples: [{text: Norrland refused., tags: [Norrland]}]
""",
    "facets": "- id: talks\n  terms: {en: {strong: [harbour talks], weak: [meeting]}}\n",
    "sources": """\
- {id: tide, publisher: tide, name: The Tide, kind: feed, url: "http://tide.example/rss", language: en, verified: true}
""",
}


@pytest.fixture(scope="module")
def seen(listening, tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("probe")
    probe = [sys.executable, str(Path(__file__).with_name("probe.py")), str(ROOT / "dags"), str(folder / "pack")]
    (folder / "pack").mkdir()
    for name, text in PACK.items():
        (folder / "pack" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "data" / "watches").mkdir(parents=True)
    (folder / "data" / "watches" / "ours.yaml").write_text("- {id: ships, name: Ships, text: ship}", encoding="utf-8")
    channels = folder / "channels"
    channels.touch(mode=0o600)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TRUCEWATCH_")},
        "PYTHONPATH": str(ROOT),
        "AIRFLOW__API__BASE_URL": "https://desk.example/airflow",
        "TRUCEWATCH_DATA": str(folder / "data"),
        "TRUCEWATCH_PACK": str(folder / "no-pack"),  # what makes the run of `collect` red
        "TRUCEWATCH_NOTIFY": str(channels),
    }
    with listening() as hooks:
        channels.write_text(f"run,finding={hooks.url('desk')}\n")
        done = subprocess.run(probe, capture_output=True, text=True, env=environment, timeout=100, check=True)
    return {**json.loads(done.stdout.splitlines()[-1]), "told": hooks.taken("desk"), "said": done.stdout + done.stderr}


def test_every_file_is_a_dag_without_errors(seen):
    assert seen["errors"] == {}
    assert set(seen["dags"]) == {"brief", "collect", "decide", "monitor", "reprocess", "wire"}


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


def test_without_articles_nothing_of_the_brief_is_red(seen):
    assert seen["dags"]["brief"]["tasks"] == {"write": ["send"], "send": [], "watch": [], "tell": []}
    assert {name: said.partition(":")[0] for name, said in seen["empty"].items()} == dict.fromkeys(
        ("write", "send", "watch", "tell"), "skipped"
    )


def test_what_a_person_decided_calls_for_a_run(seen):
    assert seen["dags"]["decide"]["tasks"] == {"write": ["call_monitor"], "call_monitor": []}
    assert seen["dags"]["decide"]["outlets"] == {"call_monitor": ["urgent"]}
    assert seen["dags"]["decide"]["cron"] is None


def test_a_red_run_is_told_of_once(seen):
    """The task that fails speaks, and then the DAG, whose word is the same message."""
    assert seen["red"] == "failed"
    (told,) = seen["told"]
    assert told["title"] == "trucewatch: collect: the task collect_sources failed"
    for words in ("DAG collect, run manual", "There is no pack in", "What to do next: Name the folder of a pack"):
        assert words in told["message"]
    assert "Page: https://desk.example/airflow/dags/collect/runs/manual__" in told["message"]
    assert "secretToken" not in seen["said"]


def test_each_dag_that_people_wait_for_tells_of_a_failure(seen):
    assert {name: each["tells"] for name, each in seen["dags"].items() if each["tells"]} == {
        "brief": ["", "send", "tell", "watch", "write"],
        "collect": ["", "collect_sources"],
        "decide": ["", "call_monitor", "write"],
        "monitor": ["", *sorted(FLOW.keys() - {"process"})],
        "reprocess": ["", *sorted(FLOW.keys() - {"process"})],
    }


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
