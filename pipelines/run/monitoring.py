"""The DAG `monitor` in one process, and what its first task makes of parameters."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pipelines.errors import SettingsError
from pipelines.run.house import clock
from pipelines.run.loading import Finished, finish, load, publish
from pipelines.run.planning import BATCH_SIZE, Planned, plan
from pipelines.run.processing import process_all
from pipelines.run.selecting import Selection
from pipelines.run.settling import cluster, validate


def monitor(
    *,
    as_of: datetime | None = None,
    batch_size: int = BATCH_SIZE,
    selection: Selection | None = None,
    progress: Callable[[str], None] | None = None,
) -> Finished:
    """Run all tasks of the DAG `monitor` (or `reprocess`, with a selection) in this process, in their order.

    Raises `RunStopped` or `RunIncomplete` after everything that could be published was.
    """
    tell = progress or (lambda _: None)
    started = clock()
    tell("plan")
    planned = plan(
        run_after=started,
        dag_run_id=f"cli__{started.isoformat()}",
        as_of=as_of,
        batch_size=batch_size,
        selection=selection,
    )
    process_all(planned.batches, tell)
    for name, task in (("cluster", cluster), ("validate", validate), ("load", load), ("publish", publish)):
        tell(name)
        task(planned.run)
    return finish(planned.run)


def plan_as_told(run_after: datetime, dag_run_id: str, params: Mapping[str, Any], *, reprocessing: bool) -> Planned:
    """Plan with the parameters of a DAG run, which its schema has checked."""
    selection = None
    if reprocessing:
        selection = Selection(
            since=instant(params.get("since")),
            until=instant(params.get("until")),
            sources=frozenset(params.get("sources") or ()),
            outcomes=frozenset(params.get("outcomes") or ()),
            reasons=frozenset(params.get("reasons") or ()),
            stages=frozenset(params.get("stages") or ()),
            pack_version=params.get("pack_version") or None,
            articles=frozenset(params.get("articles") or ()),
        )
    return plan(
        run_after=run_after,
        dag_run_id=dag_run_id,
        as_of=instant(params.get("as_of")),
        batch_size=params.get("batch_size") or BATCH_SIZE,
        selection=selection,
    )


def instant(value: str | None) -> datetime | None:
    """Return an ISO 8601 instant of a parameter; one without an offset is UTC, an empty one None.

    Raises `SettingsError` for a date that no calendar has.
    """
    if not value:
        return None
    try:
        given = datetime.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(
            f"{value!r} is no instant: {error}.",
            where="parameters of the run",
            next_step="Write for example 2025-05-17T06:00:00Z.",
        ) from error
    return given if given.tzinfo else given.replace(tzinfo=UTC)
