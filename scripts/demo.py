"""The demo through the real DAGs: the newsroom's two press days, `collect` and `monitor` for each.

Called by `make demo`. Airflow runs each DAG in this process (`DAG.test`): the same operators, mapping, trigger
rules and parameters as under the scheduler, without waiting for one.
"""

import logging
import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.cli import show_demo, steps
from pipelines.errors import TrucewatchError
from pipelines.run.demo import demo

ROOT = Path(__file__).parent.parent


def run_dag(dag_id: str, params: Mapping[str, Any]) -> None:
    """Run one DAG to its end; raise if the run did not succeed."""
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(ROOT / "dags" / f"{dag_id}.py")
    if bag.import_errors:
        raise TrucewatchError(f"DAG {dag_id} cannot be imported.", where=str(bag.import_errors))
    run = bag.dags[dag_id].test(run_conf=dict(params))
    if run.state != "success":
        raise TrucewatchError(
            f"The run of DAG {dag_id} ended as {run.state}.",
            where=os.environ.get("AIRFLOW_HOME", ""),
            next_step="See .airflow/demo.log.",
        )


def main() -> int:
    """Run the demo and show what came of it. Return the exit code."""
    os.environ.setdefault("AIRFLOW__LOGGING__LOGGING_LEVEL", "WARNING")
    logging.disable(logging.INFO)
    warnings.simplefilter("ignore", DeprecationWarning)  # Airflow's own, about its dependencies
    try:
        with steps() as tell:
            result = demo(ROOT / "data-demo", run_dag, tell)
        show_demo(result)
    except TrucewatchError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line prints
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
