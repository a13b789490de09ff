"""DAG `brief`: a page for the morning, what people watch for and what the rules found, whenever a snapshot was published."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, dag, task
from airflow.sdk.exceptions import AirflowSkipException
from trucewatch_telling import RunFailed, channels

WAREHOUSE = Asset(name="warehouse", uri="trucewatch://warehouse")


@contextmanager
def skipped_without_news() -> Iterator[None]:
    """A first snapshot without articles, or without a day that is over, is nothing to tell of, and no failure."""
    from pipelines.errors import NothingHeld, NothingPublished

    try:
        yield
    except (NothingHeld, NothingPublished) as nothing:
        raise AirflowSkipException(nothing.what) from None


@task
def write() -> str:
    """Write the brief of the latest day with articles; return its path."""
    from pipelines.run.briefing import brief

    with skipped_without_news():
        return str(brief())


@task
def send() -> str:
    """Send the brief of the last day that is over, once, and return what became of it; a retry asks who did not take it."""
    from pipelines.run.telling import send_brief

    with skipped_without_news():
        return send_brief(channels=channels()).outcome


@task
def watch() -> dict[str, int]:
    """Look at what people watch for and tell what is new, once; return how many watches and alerts there were."""
    from pipelines.run.watching import watch

    with skipped_without_news():
        looked = watch(channels=channels())
        return {"watches": looked.watches, "alerts": len(looked.alerts)}


@task
def tell() -> list[str]:
    """Tell of findings that are new, grave and acknowledged by nobody, in one message; return what became of it."""
    from pipelines.run.telling import tell_findings

    with skipped_without_news():
        return [each.outcome for each in tell_findings(channels=channels())]


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
    tell()


brief()
