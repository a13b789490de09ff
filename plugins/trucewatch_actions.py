"""What the pages set going: runs of the DAG `decide`, created as Airflow's own API creates one. The only module that does.

A run is started under the name of the user who asked for it, who was allowed to (`may_decide`). Its id comes from the
token of the confirmation, so that sending the same form twice starts one run.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from airflow.api.common.trigger_dag import trigger_dag
from airflow.exceptions import DagNotFound, DagRunAlreadyExists
from airflow.models.dag import DagModel
from airflow.models.dagrun import DagRun
from airflow.sdk.exceptions import ParamValidationError
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from airflow.utils.types import DagRunTriggeredByType
from sqlalchemy import select
from trucewatch_access import DECIDING_DAG

from pipelines.errors import TrucewatchError

if TYPE_CHECKING:
    from pipelines.run.deciding import Pending

SHOWN_AFTER_FAILING: Final = timedelta(days=1)
MOST_SHOWN: Final = 200


def start_deciding(action: str, subjects: Sequence[str], why: str, *, user_name: str, nonce: str) -> str:
    """Start a run of `decide` and return its id; the id of the one that is there where it was started already.

    Raises `TrucewatchError` where Airflow does not know the DAG, it is paused, or its schema refuses what is asked.
    """
    dag_run_id = f"manual__decision_{nonce}"
    model = DagModel.get_current(DECIDING_DAG)
    if model is None or model.is_paused:
        raise TrucewatchError(
            f"The DAG {DECIDING_DAG} is {'paused' if model else 'not known to this Airflow'}, so nothing would be decided.",
            where=f"DAG {DECIDING_DAG}",
            next_step="Unpause it, or ask whoever keeps this Airflow; then decide again.",
        )
    try:
        trigger_dag(
            DECIDING_DAG,
            triggered_by=DagRunTriggeredByType.UI,
            triggering_user_name=user_name,
            run_id=dag_run_id,
            conf={"action": action, "subjects": list(subjects), "why": why},
        )
    except DagRunAlreadyExists:
        return dag_run_id
    except (ParamValidationError, DagNotFound, ValueError) as error:
        raise TrucewatchError(
            "Airflow refuses to start the run.",
            where=f"DAG {DECIDING_DAG}",
            next_step="Look at the import errors of the DAGs; please report it where there are none.",
        ) from error
    return dag_run_id


def requested() -> "tuple[Pending, ...]":
    """Return what users decided and no run has journalled yet: one a subject, of runs that wait, work or failed today.

    Its `decision_id` is the id of the DAG run, its action of a failed one `failed to …`.
    """
    from pipelines.errors import SettingsError
    from pipelines.run.deciding import Pending, subject_of

    found = []
    for run_id, state, conf, user_name, at in _unfinished():
        for key in conf.get("subjects") or ():
            try:
                subject = subject_of(str(key))
            except SettingsError:  # a finding, or started by hand; the task says what is wrong
                continue
            action = str(conf.get("action", ""))
            found.append(
                Pending(
                    decision_id=run_id,
                    action=f"failed to {action}" if state == DagRunState.FAILED else action,
                    subject=subject,
                    who=user_name,
                    why=str(conf.get("why", "")),
                    decided_at=at,
                )
            )
    return tuple(found)


def requested_findings() -> dict[str, str]:
    """Return by key of a finding who has acknowledged it, of runs that wait or work."""
    from pipelines.records import ACKNOWLEDGE

    return {
        str(key): user_name
        for _, state, conf, user_name, _ in _unfinished()
        if state != DagRunState.FAILED and conf.get("action") == ACKNOWLEDGE
        for key in conf.get("subjects") or ()
    }


def _unfinished() -> Iterator[tuple[str, str, dict[str, Any], str, datetime]]:
    """Yield id, state, parameters, user and time of the runs that wait, work or failed today, the oldest first."""
    from pipelines.run.house import clock

    failed_since = clock() - SHOWN_AFTER_FAILING
    with create_session() as session:
        runs = session.execute(
            select(DagRun.run_id, DagRun.state, DagRun.conf, DagRun.triggering_user_name, DagRun.run_after)
            .where(DagRun.dag_id == DECIDING_DAG)
            .where(
                DagRun.state.in_([DagRunState.QUEUED, DagRunState.RUNNING])
                | ((DagRun.state == DagRunState.FAILED) & (DagRun.run_after > failed_since))
            )
            .order_by(DagRun.run_after)
            .limit(MOST_SHOWN)
        ).all()
    for run_id, state, conf, user_name, at in runs:
        yield run_id, str(state), conf if isinstance(conf, dict) else {}, user_name or "", at
