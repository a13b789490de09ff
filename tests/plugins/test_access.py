"""Every route of the plugin, walked: who is not logged in, and who may not, learns nothing. A new route is in it by itself."""

import re

import pytest

pytestmark = pytest.mark.airflow

ANYTHING = "/{rest:path}"
"""The route of addresses that do not exist: whoever is logged in may know that."""


def routes(server):
    """Return each route with an address of it and each method that it answers."""
    found = [
        (route["path"], re.sub(r"{[^}]+}", "x", route["path"]), method)
        for route in server.said["routes"]
        for method in route["methods"]
    ]
    assert len(found) > 15
    return found


def test_routes_are_routes_and_nothing_is_mounted(server):
    """A folder of files inside the app would answer without asking for the login."""
    assert {route["kind"] for route in server.said["routes"]} == {"APIRoute"}


def test_each_route_asks_for_the_login(server):
    for _, address, method in routes(server):
        assert server.ask(address, method, login=False).status == 401, (method, address)


def test_each_route_asks_for_a_right(server):
    """The tab of a DAG run asks for that DAG; forms ask for the right to start runs before they are read."""
    for path, address, method in routes(server):
        status = server.ask(address, method, user="nobody").status
        assert status in {404, 405} if path == ANYTHING else status == 403, (method, address, status)


def test_what_changes_something_asks_for_more_than_the_right_to_read(server):
    acting = {path for path, _, method in routes(server) if method == "POST" and path != ANYTHING}
    assert acting == {"/quarantine/decide", "/findings/acknowledge"}
    for path, address, method in routes(server):
        if path in acting:
            assert server.ask(address, method).status == 403, (method, address)
        elif path != ANYTHING:
            assert method in {"GET", "HEAD"}
