"""DAGs `monitor` and `reprocess`: from stored documents to a published snapshot; neither touches the network.

    plan ─▶ process (mapped over batches) ─▶ cluster ─▶ validate ─▶ load ─▶ publish ─▶ finish

Only short ids cross between tasks. A lost batch does not stop the rest: `finish` turns the run red after
everything else was published. The first task that fails tells of it, but for `process`, of which `finish` knows more.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import (
    Asset,
    AssetOrTimeSchedule,
    CronTriggerTimetable,
    Param,
    TriggerRule,
    dag,
    get_current_context,
    task,
)
from trucewatch_telling import RunFailed

WAREHOUSE = Asset(name="warehouse", uri="trucewatch://warehouse")
URGENT = Asset(name="urgent", uri="trucewatch://urgent")
"""What the DAG `wire` reports when a kill, a withheld story or the end of an embargo cannot wait."""

# One slot: DuckDB admits one writer, and a queue in the scheduler is kinder than a lock that is waited for.
WAREHOUSE_POOL = "warehouse"

# The pattern is what refuses: JSON Schema validators do not check formats unless told to.
INSTANT: dict[str, Any] = {
    "type": ["null", "string"],
    "format": "date-time",
    "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$",
}
NAMES: dict[str, Any] = {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9_-]{1,64}$"}}
VERSION: dict[str, Any] = {"type": ["null", "string"], "pattern": "^[a-z0-9._-]{1,64}$"}
ARTICLES: dict[str, Any] = {
    "type": "array",
    "items": {"type": "string", "pattern": r"^([0-9a-f]{32}|https?://[^\s\x00-\x1f]{1,2000})$"},
}

COMMON: dict[str, Any] = {
    "start_date": datetime(2026, 1, 1, tzinfo=UTC),
    "catchup": False,
    "max_active_runs": 1,
    "tags": ["trucewatch"],
    "default_args": {"retries": 1, "retry_delay": timedelta(seconds=10), "on_failure_callback": RunFailed()},
    "on_failure_callback": RunFailed(),
    "doc_md": __doc__,
}


def this_run() -> str:
    """Return the name of the run that the current task belongs to: from one chosen field, typed by nobody."""
    from pipelines import run

    dag_run = get_current_context()["dag_run"]
    return run.run_name(dag_run.run_after, dag_run.run_id)


@task(pool=WAREHOUSE_POOL)
def plan(*, reprocessing: bool) -> list[str]:
    """Take up what no ledger row accounts for (or what the parameters select) and cut it into batches."""
    from pipelines import run

    context = get_current_context()
    dag_run, params = context["dag_run"], dict(context["params"])
    return list(run.plan_as_told(dag_run.run_after, dag_run.run_id, params, reprocessing=reprocessing).batches)


@task(on_failure_callback=[])
def process(batch: str) -> str:
    """Parse, extract and tag one batch."""
    from pipelines import run

    return run.process(batch)


@task(trigger_rule=TriggerRule.ALL_DONE)
def cluster() -> str:
    """Settle identity, revisions and duplicates over all batches that came through."""
    from pipelines import run

    return run.cluster(this_run())


@task
def validate() -> str:
    """Check the run's frames with Great Expectations: the only task that imports it."""
    from pipelines import run

    return run.validate(this_run())


@task(pool=WAREHOUSE_POOL)
def load() -> str:
    """Load what was approved, in one transaction."""
    from pipelines import run

    return run.load(this_run())


@task(pool=WAREHOUSE_POOL, outlets=[WAREHOUSE])
def publish() -> str:
    """Publish the read-only snapshot, and tell those who wait for it what is in it."""
    from pipelines import run

    path = run.publish(this_run())
    get_current_context()["outlet_events"][WAREHOUSE].extra = run.published_figures(this_run())
    return path


@task(retries=0)
def finish() -> None:
    """Turn the run red if it was stopped or lost a batch."""
    from pipelines import run

    run.finish(this_run())


def flow(*, reprocessing: bool) -> None:
    """Chain the tasks of a run."""
    processed = process.expand(batch=plan(reprocessing=reprocessing))
    processed >> cluster() >> validate() >> load() >> publish() >> finish()


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("0 5 * * *", timezone="UTC"), assets=[URGENT]),
    params={
        "batch_size": Param(400, type="integer", minimum=1, maximum=5000, description="documents in a batch"),
        "as_of": Param(None, **INSTANT, description="what the run takes for now; empty: the clock"),
    },
    **COMMON,
)
def monitor() -> None:
    """Daily by default, and at once when a wire calls; any schedule will do, because `plan` takes up whatever waits."""
    flow(reprocessing=False)


@dag(
    schedule=None,
    params={
        "batch_size": Param(400, type="integer", minimum=1, maximum=5000, description="documents in a batch"),
        "as_of": Param(None, **INSTANT, description="what the run takes for now; empty: the clock"),
        "since": Param(None, **INSTANT, description="documents fetched from then on"),
        "until": Param(None, **INSTANT, description="documents fetched before then"),
        "sources": Param([], **NAMES, description="source ids; empty: all"),
        "outcomes": Param([], **NAMES, description="ledger outcomes, for example quarantined; empty: all"),
        "reasons": Param([], **NAMES, description="ledger reasons, for example extract_empty; empty: all"),
        "stages": Param([], **NAMES, description="stages that refused something, for example extract; empty: all"),
        "pack_version": Param(None, **VERSION, description="tagged with that version, or `stale`: not the present one"),
        "articles": Param([], **ARTICLES, description="article ids or addresses; empty: all"),
    },
    **COMMON,
)
def reprocess() -> None:
    """Work stored documents again, after a fix or with a new pack."""
    flow(reprocessing=True)


monitor()
reprocess()
