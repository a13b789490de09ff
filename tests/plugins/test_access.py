"""Every route of the plugin, walked: who is not logged in, and who may not, learns nothing. A new route is in it by itself."""

import re
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.airflow

ANYTHING = "/{rest:path}"
"""The route of addresses that do not exist: whoever is logged in may know that."""
FILLED = {
    "dag_id": "monitor", "task_id": "validate", "map_index": "{MAP_INDEX}",
    "source_id": "good", "fetch_id": "f1", "article_id": "a1", "key:path": "item/i2/r", "day": "2026-03-02",
}  # fmt: skip
STRANGE = ["/", "/nothing", "/quality/", "/quality/more", "/openapi.json", "/docs", "/static/x.js", "/%2e%2e/x"]


@pytest.fixture(scope="module")
def routes(server, run):
    """Each route with an address of it that shows something, and each method that it answers."""
    filled = {**FILLED, "run": run.name, "dag_run_id:path": quote(run.dag_run_id)}
    found = [
        (route["path"], re.sub(r"{([^}]+)}", lambda part: filled.get(part[1], "x"), route["path"]), method)
        for route in server.said["routes"]
        for method in route["methods"]
    ]
    assert len(found) > 15
    return found


def test_routes_are_routes_and_nothing_is_mounted(server):
    """A folder of files inside the app would answer without asking for the login."""
    assert {route["kind"] for route in server.said["routes"]} == {"APIRoute"}
    assert {route["path"] for route in server.said["routes"]} >= {"/quality", "/runs/{run}", "/brief", "/brief/{day}"}


def test_nothing_is_said_without_login(server, routes):
    asked = {(address, method) for _, path, each in routes for address, method in ((path, each), (path, "POST"))}
    asked |= {(address, method) for address in STRANGE for method in ("GET", "HEAD", "OPTIONS", "POST")}
    for address, method in sorted(asked):
        answer = server.ask(address, method, login=False)
        assert answer.status == 401, (method, address)
        assert "Good" not in answer.text
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")


def test_each_route_asks_for_a_right(server, routes):
    """The tab of a DAG run asks for that DAG; forms ask for the right to start runs before they are read."""
    for path, address, method in routes:
        status = server.ask(address, method, user="nobody").status
        assert status in {404, 405} if path == ANYTHING else status == 403, (method, address, status)


def test_what_changes_something_asks_for_more_than_the_right_to_read(server, routes):
    acting = {path for path, _, method in routes if method == "POST" and path != ANYTHING}
    assert acting == {"/quarantine/decide", "/findings/acknowledge"}
    for path, address, method in routes:
        if path in acting:
            assert server.ask(address, method).status == 403, (method, address)
        elif path != ANYTHING:
            assert method in {"GET", "HEAD"}
