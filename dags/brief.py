"""DAG `brief`: a page for the morning, whenever a snapshot was published."""

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task

WAREHOUSE = Asset(name="warehouse", uri="trucewatch://warehouse")


@task
def write() -> str:
    """Write the brief of the latest day with articles; return its path."""
    from pipelines.run.briefing import brief

    return str(brief())


@dag(
    schedule=[WAREHOUSE],
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["trucewatch"],
    default_args={"retries": 1, "retry_delay": timedelta(seconds=10)},
    doc_md=__doc__,
)
def brief() -> None:
    """On the asset `warehouse`."""
    write()


brief()
