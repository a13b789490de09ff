"""DAGs `collect` and `wire`: poll the feeds that are due and fetch pages; pick up what agencies deliver, every minute.

    pick_up ─▶ call_monitor ─asset urgent─▶ the DAG `monitor`, at once

The only DAGs that touch the network. A kill, a story that is withheld or an embargo that is over does not wait for the
schedule of `monitor`.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Asset, TriggerRule, dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from trucewatch_telling import RunFailed, password_of

URGENT = Asset(name="urgent", uri="trucewatch://urgent")

COMMON: dict[str, Any] = {
    "start_date": datetime(2026, 1, 1, tzinfo=UTC),
    "catchup": False,
    "max_active_runs": 1,
    "default_args": {"retries": 1, "retry_delay": timedelta(seconds=10)},
    "tags": ["trucewatch"],
    "doc_md": __doc__,
}


def secrets() -> dict[str, str]:
    """Return the credentials that the pack refers to, from Airflow Connections of their names.

    By reference only: the values live in this process and are handed to nothing that is stored or rendered.
    """
    from pipelines import run

    return {name: secret for name in run.secret_names() if (secret := password_of(name))}


@dag(schedule="*/15 * * * *", dagrun_timeout=timedelta(hours=1), on_failure_callback=RunFailed(), **COMMON)
def collect() -> None:
    """One task: per-host limits need one place, and asyncio overlaps the waiting."""

    @task(on_failure_callback=RunFailed())
    def collect_sources() -> dict[str, int]:
        from pipelines import run

        return {outcome.value: count for outcome, count in run.collect(secrets=secrets()).outcomes.items()}

    collect_sources()


@dag(schedule="* * * * *", dagrun_timeout=timedelta(minutes=30), **COMMON)
def wire() -> None:
    """Every minute, beside `collect`: neither waits for the other."""

    @task
    def pick_up() -> dict[str, int]:
        """Pick up folders and APIs that are due."""
        from pipelines import run

        return {outcome.value: count for outcome, count in run.collect_wires(secrets=secrets()).outcomes.items()}

    @task(outlets=[URGENT], trigger_rule=TriggerRule.ALL_DONE)
    def call_monitor(picked_up: dict[str, int] | None) -> list[str]:
        """Call for a run, which the asset starts, and return why; nothing urgent is a skipped task and no event.

        A wire that fails keeps no other one's kill waiting.
        """
        from pipelines import run

        reasons = run.reasons_to_run(calling=True)
        if not reasons and picked_up is None:
            raise AirflowFailException("Nothing urgent is known, and the pick-up failed: see there.")
        if not reasons:
            raise AirflowSkipException("Nothing urgent.")
        return reasons

    call_monitor(pick_up())  # type: ignore[arg-type]  # what it returned, once the task runs


collect()
wire()
