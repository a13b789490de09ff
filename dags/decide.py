"""DAG `decide`: what a person decided about quarantined things or findings, written to the journal; then `monitor` runs.

    write ─▶ call_monitor ─asset urgent─▶ the DAG `monitor`

Findings that are acknowledged call for no run: people see it at once. The pages Quarantine and Findings start it. Who
decides is who started the run, by Airflow's own record.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Asset, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException
from trucewatch_telling import RunFailed

URGENT = Asset(name="urgent", uri="trucewatch://urgent")

# The patterns are what refuses. A subject is kind/id/revision, as the ledger has them, or finding/rule/subject.
SUBJECTS: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "maxItems": 500,
    "items": {
        "type": "string",
        "pattern": r"^((item|document)/[0-9a-zA-Z_-]{1,80}/[0-9a-zA-Z_-]{0,80}|finding/[a-z0-9_-]{1,80}/[^\x00-\x1f\x7f]{0,500})$",
    },
}
ACTIONS = ["release", "reprocess", "dismiss", "acknowledge"]
WHY: dict[str, Any] = {"type": "string", "pattern": r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]{1,2000}$"}


@dag(
    schedule=None,
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["trucewatch"],
    params={
        # Defaults that name nothing: Airflow builds the context of a failure without what the run was given.
        "action": Param("dismiss", type="string", enum=ACTIONS, description="what is decided"),
        "subjects": Param(
            ["item/none/none"], **SUBJECTS, description="what it is about: kind/id/revision of ledger rows"
        ),
        "why": Param("no reason given", **WHY, description="the reason, for everybody who sees the row"),
    },
    default_args={"retries": 1, "retry_delay": timedelta(seconds=10), "on_failure_callback": RunFailed()},
    on_failure_callback=RunFailed(),
    doc_md=__doc__,
)
def decide() -> None:
    """Started by people only."""

    @task
    def write() -> dict[str, int]:
        """Write the decisions to the journal; a retry adds nothing. Return how many were made, passed over, and wait."""
        from pipelines.run.deciding import decide_as_told

        context = get_current_context()
        dag_run: Any = context["dag_run"]
        who = dag_run.triggering_user_name or ""
        return decide_as_told(dict(context["params"]), who=who, request=dag_run.run_id)

    @task(outlets=[URGENT])
    def call_monitor(written: dict[str, int]) -> None:
        """Call for a run, which the asset starts; where no decision waits for one, be skipped, and no event."""
        if not written["waiting"]:
            raise AirflowSkipException("No run has to take anything up.")

    call_monitor(write())  # type: ignore[arg-type]  # what it returned, once the task runs


decide()
