"""Airflow's API server without the socket: requests as JSON lines in, answers out. A process of its own.

The first line says what Airflow makes of plugins/, and holds a token of each user that its own login service signed.
Airflow knows the DAG `decide`, and what was started of it stands in the answers to `runs`. `data` names the folder that is shown.
"""

import json
import logging
import os
import sys
import warnings
from pathlib import Path

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what Airflow prints is no answer
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from airflow import plugins_manager, settings  # noqa: E402 - quiet first
from airflow.api_fastapi.app import create_app  # noqa: E402
from airflow.api_fastapi.auth.managers.simple.datamodels.login import LoginBody  # noqa: E402
from airflow.api_fastapi.auth.managers.simple.services.login import SimpleAuthManagerLogin  # noqa: E402
from airflow.api_fastapi.core_api.datamodels.plugins import PluginResponse  # noqa: E402
from airflow.configuration import AIRFLOW_HOME  # noqa: E402
from airflow.dag_processing.bundles.manager import DagBundlesManager  # noqa: E402
from airflow.dag_processing.dagbag import DagBag, sync_bag_to_db  # noqa: E402
from airflow.models.base import Base  # noqa: E402
from airflow.models.dag import DagModel  # noqa: E402
from airflow.models.dagrun import DagRun  # noqa: E402
from airflow.utils.db import synchronize_log_template  # noqa: E402
from airflow.utils.session import create_session  # noqa: E402
from sqlalchemy import select  # noqa: E402
from starlette.routing import Mount  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

server = create_app("core")
Base.metadata.create_all(settings.engine)
(mount,) = (route for route in server.routes if isinstance(route, Mount) and route.path == "/trucewatch")
passwords = json.loads((Path(AIRFLOW_HOME) / "simple_auth_manager_passwords.json.generated").read_text())
tokens = {
    user: SimpleAuthManagerLogin.create_token(LoginBody(username=user, password=password))
    for user, password in passwords.items()
}
synchronize_log_template()  # a run refers to it
DagBundlesManager().sync_bundles_to_db()
decide = DagBag(Path(os.environ["AIRFLOW__CORE__DAGS_FOLDER"]) / "decide.py")
sync_bag_to_db(decide, "dags-folder", None)


def told(asked: dict) -> list:
    """Return the runs of `decide`, after pausing it or setting their state as asked."""
    with create_session() as session:
        model = session.scalars(select(DagModel).where(DagModel.dag_id == "decide")).one()
        model.is_paused = asked.get("paused", model.is_paused)
        runs = session.scalars(select(DagRun).where(DagRun.dag_id == "decide").order_by(DagRun.id)).all()
        for run in runs:
            run.state = asked.get("state", run.state)
        return [
            {"run_id": run.run_id, "state": run.state, "conf": run.conf, "user": run.triggering_user_name}
            for run in runs
        ]


infos = [info for info in plugins_manager.get_plugin_info() if info["name"] == "trucewatch"]


def say(value: object) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()


say(
    {
        "tokens": tokens,
        "import_errors": plugins_manager.get_import_errors() | decide.import_errors,
        "views": [view.model_dump() for info in infos for view in PluginResponse.model_validate(info).external_views],
        "routes": [
            {"path": route.path, "kind": type(route).__name__, "methods": sorted(getattr(route, "methods", None) or ())}
            for route in mount.app.routes
        ],
    }
)
client = TestClient(server, raise_server_exceptions=False, follow_redirects=False)
for line in sys.stdin:
    asked = json.loads(line)
    if "runs" in asked:
        say(told(asked["runs"]))
        continue
    if "data" in asked:
        say(os.environ["TRUCEWATCH_DATA"])
        os.environ["TRUCEWATCH_DATA"] = asked["data"]
        continue
    answer = client.request(
        asked["method"], asked["path"], headers=asked["headers"], content=asked["body"], cookies=None
    )
    say({"status": answer.status_code, "headers": dict(answer.headers), "text": answer.text})
