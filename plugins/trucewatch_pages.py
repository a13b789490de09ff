"""The pages of trucewatch in the Airflow UI: what the menu shows and where. The routes stand in trucewatch_app.py."""

from functools import cached_property
from typing import Any, Final

from airflow.plugins_manager import AirflowPlugin

PREFIX: Final = "/trucewatch"


def _view(name: str, route: str, href: str, destination: str) -> dict[str, Any]:
    # No icon of ours: the menu shows one as an image, which does not turn light on the dark ground of the open page.
    return {
        "name": name,
        "url_route": route,
        "href": f"{PREFIX.removeprefix('/')}/{href}",
        "destination": destination,
        "nav_top_level": destination == "nav",
    }


class TrucewatchPages(AirflowPlugin):
    """Pages in the menu, and a tab on each DAG run and on each task instance."""

    name = "trucewatch"
    external_views = [  # noqa: RUF012 - the shape that Airflow reads
        _view("Data quality", "quality", "quality", "nav"),
        _view("Brief", "brief", "brief", "nav"),
        _view("Data quality", "run-quality", "dags/{DAG_ID}/runs/{RUN_ID}", "dag_run"),
        _view(
            "Data quality", "task-quality", "dags/{DAG_ID}/tasks/{TASK_ID}/{MAP_INDEX}/runs/{RUN_ID}", "task_instance"
        ),
    ]

    @cached_property
    def fastapi_apps(self) -> list[dict[str, Any]]:  # type: ignore[override]  # Airflow only reads it
        """The routes, made when the API server asks: tasks and schedulers load this file too, and need none of them."""
        from trucewatch_app import app

        return [{"name": self.name, "app": app, "url_prefix": PREFIX}]
