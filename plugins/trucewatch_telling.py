"""Word of a run that failed, and where its channels are: for the DAGs, which Airflow lets import from this folder."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from airflow.sdk import BaseNotifier, Connection
from airflow.sdk.configuration import conf
from airflow.sdk.exceptions import AirflowNotFoundException

WITH_PAGES: Final = frozenset({"monitor", "reprocess"})
"""The DAGs whose runs have a page of ours."""


def password_of(connection_id: str) -> str | None:
    """Return the password of an Airflow Connection, None where there is no such connection."""
    try:
        connection: Any = Connection.get(connection_id)
    except AirflowNotFoundException:
        return None
    return connection.password or None


def channels() -> str | None:
    """Return the addresses that the Airflow Connection `trucewatch_notify` holds; they live in this process only."""
    from pipelines.run.channels import CONNECTION

    return password_of(CONNECTION)


class RunFailed(BaseNotifier):
    """Tell of a failed run, once a run.

    On a task it speaks from the process that failed and knows why. On a DAG it speaks from the DAG processor, of what
    no task can: the run took too long, or a task was killed.
    """

    def render_template_fields(self, context: Any, jinja_env: Any = None) -> None:  # noqa: ANN401 - Airflow's own types
        """Render nothing: what a person typed (the id of a run) is no template of ours."""

    def notify(self, context: Mapping[str, Any]) -> None:
        """Send the message; `Failure` says what it is made of."""
        from pipelines.run.telling import Failure, tell_failure

        dag_run, task = context.get("dag_run"), context.get("task")
        if dag_run is None:
            return
        of_a_task = "reason" not in context
        tell_failure(
            Failure(
                dag=dag_run.dag_id,
                run_id=dag_run.run_id,
                run_after=dag_run.run_after,
                task=task.task_id if of_a_task and task is not None else None,
                error=context.get("exception") if of_a_task else None,
                reason=context.get("reason") or "",
                page=page_of(dag_run.dag_id, dag_run.run_id),
            ),
            channels=channels(),
        )


def page_of(dag_id: str, run_id: str) -> str | None:
    """Return where a run can be looked at; None where `[api] base_url` does not say under which address."""
    base = conf.get("api", "base_url", fallback="") or ""
    if not base.startswith(("http://", "https://")):
        return None
    route = "trucewatch/dags" if dag_id in WITH_PAGES else "dags"
    return f"{base.rstrip('/')}/{route}/{quote(dag_id)}/runs/{quote(run_id, safe='')}"
