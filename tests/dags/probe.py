"""Prints what Airflow makes of dags/, as JSON; a process of its own, so that Airflow stays out of the test run."""

import copy
import json
import logging
import os
import sys
from pathlib import Path

logging.disable(logging.WARNING)

from airflow.dag_processing.dagbag import DagBag  # noqa: E402 - logging is quiet first
from airflow.sdk.exceptions import AirflowSkipException, ParamValidationError  # noqa: E402

HOSTILE = {
    "sources": [["{{ 7 * 7 }}"], ["$(reboot)"], ["a'; drop table runs --"], ["../../etc"], "tass"],
    "as_of": ["tomorrow", 7, "{{ ds }}"],
    "batch_size": [0, "400; rm", -1, 10**9],
    "stages": [["extract; rm"], "extract"],
    "pack_version": ["../stale", "{{ ds }}"],
    "articles": [["3f2a"], ["file:///etc/passwd"], ["https://p.example/a b"], "3f2a"],
}
DECIDED = {"action": "release", "subjects": [f"item/{'0' * 32}/{'1' * 32}", "document/f-1/"], "why": "Ja, so\nist es."}
MISDECIDED = {
    "action": ["erase", "{{ ds }}", None],
    "subjects": [[], ["item/a"], ["item/../x"], ["feed/a/b"], ["item/a/b; rm"], ["item/a/b"] * 501, "item/a/b"],
    "why": ["", "\x1b[31m", "x" * 2001, 7],
}
FINE = {
    "stages": [["extract", "validate"]],
    "pack_version": ["stale", "other", "0a1b2c3d4e5f", None],
    "articles": [["0" * 32, "https://p.example/a?b=1#c"]],
}


def refused(dag, name: str, value: object) -> bool:
    params = copy.deepcopy(dag.params)
    try:
        params[name] = value
        params.validate()
    except ParamValidationError:
        return True
    return False


def assets_of(timetable) -> list:
    condition = getattr(timetable, "asset_condition", None)
    return [] if condition is None else list(condition.objects)


bag = DagBag(Path(sys.argv[1]))
shape = {
    "errors": {Path(path).name: error for path, error in bag.import_errors.items()},
    "dags": {
        dag.dag_id: {
            "tasks": {task.task_id: sorted(task.downstream_task_ids) for task in dag.tasks},
            "mapped": sorted(task.task_id for task in dag.tasks if task.is_mapped),
            "pools": {task.task_id: task.pool for task in dag.tasks if task.pool != "default_pool"},
            "max_active_runs": dag.max_active_runs,
            "catchup": dag.catchup,
            "cron": getattr(getattr(dag.timetable, "timetable", dag.timetable), "expression", None),
            "assets": sorted(each.name for each in assets_of(dag.timetable)),
            "tells": [""] * bool(dag.on_failure_callback)
            + sorted(task.task_id for task in dag.tasks if task.on_failure_callback),
            "outlets": {task.task_id: [each.name for each in task.outlets] for task in dag.tasks if task.outlets},
        }
        for dag in bag.dags.values()
    },
    "accepted": [],
}
reprocess = bag.dags["reprocess"]
shape["refused"] = [
    [name, value] for name, values in FINE.items() for value in values if refused(reprocess, name, value)
]
for name, values in HOSTILE.items():
    for value in values:
        if not refused(reprocess, name, value):
            shape["accepted"].append([name, value])
for name, values in {"": [None], **MISDECIDED}.items():
    for value in values:
        params = copy.deepcopy(bag.dags["decide"].params)
        try:
            params.update(DECIDED | ({name: value} if name else {}))
            params.validate()
        except ParamValidationError:
            shape["refused"] += [] if name else [["decide", DECIDED]]
        else:
            shape["accepted"] += [["decide", name, value]] if name else []
shape["empty"] = {}
no_pack = os.environ["TRUCEWATCH_PACK"]
os.environ["TRUCEWATCH_PACK"] = sys.argv[2]
for task in bag.dags["brief"].tasks:  # of a data folder in which nothing was published
    try:
        shape["empty"][task.task_id] = repr(task.python_callable())
    except AirflowSkipException as skipped:
        shape["empty"][task.task_id] = f"skipped: {skipped}"
os.environ["TRUCEWATCH_PACK"] = no_pack
red = bag.dags["collect"]
for task in red.tasks:
    task.retries = 0
shape["red"] = red.test().state
sys.stdout.write("\n" + json.dumps(shape))
