"""DAG `collect`: poll every feed and wire folder, fetch new pages. The only DAG that touches the network."""

from datetime import UTC, datetime, timedelta

from airflow.sdk import dag, task


@dag(
    schedule="*/15 * * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    tags=["trucewatch"],
    doc_md=__doc__,
)
def collect() -> None:
    """One task: per-host limits need one place, and asyncio overlaps the waiting."""

    @task
    def collect_sources() -> dict[str, int]:
        from pipelines import run

        return {outcome.value: count for outcome, count in run.collect().outcomes.items()}

    collect_sources()


collect()
