"""DAG `brief`: a page for the morning and what people watch for, whenever a snapshot was published."""

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task
from trucewatch_telling import RunFailed, channels

WAREHOUSE = Asset(name="warehouse", uri="trucewatch://warehouse")


@task
def write() -> str:
    """Write the brief of the latest day with articles; return its path."""
    from pipelines.run.briefing import brief

    return str(brief())


@task
def send() -> str:
    """Send the brief to its channels, once a day, and return what became of it; a retry asks those that did not take it."""
    from pipelines.run.telling import send_brief

    return send_brief(channels=channels()).outcome


@task
def watch() -> dict[str, int]:
    """Look at what people watch for and tell what is new, once; return how many watches and alerts there were."""
    from pipelines.run.watching import watch

    looked = watch(channels=channels())
    return {"watches": looked.watches, "alerts": len(looked.alerts)}


@dag(
    schedule=[WAREHOUSE],
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["trucewatch"],
    default_args={"retries": 1, "retry_delay": timedelta(seconds=10), "on_failure_callback": RunFailed()},
    on_failure_callback=RunFailed(),
    doc_md=__doc__,
)
def brief() -> None:
    """On the asset `warehouse`."""
    write() >> send()
    watch()


brief()
