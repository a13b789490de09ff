"""The pages inside Airflow: behind its login whatever the address, under strict headers whatever the answer."""

import re
from urllib.parse import quote

import lxml.html
import pytest

pytestmark = pytest.mark.airflow

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
HEADERS = {
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
}
POLICY = re.compile(
    r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
PAGES = ["/quality", "/quality?sources=troubled&sort=items&direction=down", "/quality?checks=all", "/briefs"]
STRANGE = [
    "/",
    "/nothing",
    "/quality/",
    "/quality/more",
    "/openapi.json",
    "/docs",
    "/static/x.js",
    "/%2e%2e/x",
]


def addresses(server, run) -> list[str]:
    """Every route, its parameters filled in, and addresses that are none."""
    fill = {
        "run": run.name,
        "dag_id": "monitor",
        "dag_run_id:path": run.dag_run_id,
        "day": "2026-03-02",
        "rest:path": "x",
    }
    routes = [re.sub(r"{([^}]+)}", lambda found: fill[found[1]], route["path"]) for route in server.said["routes"]]
    return [*routes, *STRANGE]


def elements(text: str) -> set[str]:
    return {element.tag for element in lxml.html.fromstring(text).iter() if isinstance(element.tag, str)}


def test_airflow_loads_the_plugin_without_an_error(server):
    assert server.said["import_errors"] == {}


def test_the_menu_and_the_tab_are_as_airflow_reads_them(server):
    found = {(view["name"], view["destination"], view["url_route"], view["href"]) for view in server.said["views"]}
    assert found == {
        ("Data quality", "nav", "quality", "trucewatch/quality"),
        ("Brief", "nav", "brief", "trucewatch/brief"),
        ("Data quality", "dag_run", "run-quality", "trucewatch/dags/{DAG_ID}/runs/{RUN_ID}"),
    }


def test_routes_are_routes_and_nothing_is_mounted(server):
    assert {route["kind"] for route in server.said["routes"]} == {"APIRoute"}
    assert {route["path"] for route in server.said["routes"]} >= {"/quality", "/runs/{run}", "/brief", "/brief/{day}"}


@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_said_without_login(server, run, method):
    for address in addresses(server, run):
        answer = server.ask(address, method, login=False)
        assert answer.status == 401, address
        assert "Good" not in answer.text
        assert answer.headers["cache-control"] == "private, no-store"
        assert POLICY.fullmatch(answer.headers["content-security-policy"])


@pytest.mark.parametrize("headers", [{"Authorization": "Basic ZGVzazpkZXNr"}, {"Cookie": "session=1; _token="}])
def test_what_is_no_login_is_none(server, headers):
    assert server.ask("/quality", login=False, **headers).status == 401


def test_a_forged_token_is_refused(server):
    answer = server.ask("/quality", login=False, Authorization="Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJkZXNrIn0.")
    assert answer.status == 403
    assert "Good" not in answer.text


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [
        ("/quality", "GET", 200),
        ("/quality", "HEAD", 200),
        ("/briefs", "GET", 200),
        ("/nothing", "GET", 404),
        ("/quality/", "GET", 404),
        ("/runs/20260302T050000Z-00000000", "GET", 404),
        ("/brief/2026-03-02", "GET", 404),
        ("/quality", "POST", 405),
        ("/quality", "OPTIONS", 405),
        ("/quality?sort=evil", "GET", 422),
        ("/quality?sources_page=x", "GET", 422),
        ("/quality?checks=<script>", "GET", 422),
        ("/runs/..%2f..%2fetc", "GET", 404),
        ("/runs/x", "GET", 422),
        ("/brief/2025-02-30", "GET", 422),
        ("/brief/20250230", "GET", 422),
    ],
)  # fmt: skip
def test_every_answer_is_a_page_under_strict_headers(server, address, method, status):
    answer = server.ask(address, method)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert POLICY.fullmatch(answer.headers["content-security-policy"])
    if method == "GET":
        page = lxml.html.fromstring(answer.text)
        assert len(page.xpath("//h1")) == 1
        assert not page.xpath("//script | //*[@style] | //link")


def test_the_policy_of_the_header_is_that_of_the_page(server):
    answer = server.ask("/quality")
    (meta,) = lxml.html.fromstring(answer.text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert answer.headers["content-security-policy"] == f"{meta}; frame-ancestors 'self'"


def test_text_of_others_makes_no_element(server, run):
    pages = [*PAGES, f"/runs/{run.name}", f"/dags/monitor/runs/{quote(run.dag_run_id)}"]
    for address in pages:
        text = server.ask(address).text
        assert not elements(text) & {"script", "img", "iframe", "object", "embed", "form", "link"}, address
        assert "9359" not in text
        assert "\u202e" not in text
        for element in lxml.html.fromstring(text).iter():
            assert not [name for name in element.attrib if name.startswith("on")]
            assert not element.get("href", "").strip().lower().startswith("javascript:")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in server.ask("/quality").text
    assert "{{7*1337}}" in server.ask("/quality").text


def test_the_tab_shows_the_run_of_the_dag_run(server, run):
    answer = server.ask(f"/dags/monitor/runs/{quote(run.dag_run_id, safe='')}")
    assert answer.status == 200
    page = lxml.html.fromstring(answer.text)
    assert run.name in page.xpath("string(//h1)")
    figures = {each.get("data-figure"): each.get("value") for each in page.xpath("//data")}
    assert figures["funnel.document.seen"] == "2"
    assert figures["funnel.item.seen"] == "2"
    assert figures["funnel.item.loaded"] == "1"
    assert figures["run.checks.met"] == "1"


@pytest.mark.parametrize(
    ("dag", "dag_run_id", "words"),
    [
        ("collect", "manual__1", "Runs of collect fetch"),
        ("brief", "asset_triggered__1", "Runs of brief write"),
        ("other", "<script>alert(1)</script>", "not one of trucewatch"),
        ("monitor", "manual__never", "Nothing of this run is published"),
        ("monitor", "a/b/../../c?x=<b>", "Nothing of this run is published"),
    ],
)
def test_a_dag_run_that_loaded_nothing_is_a_sentence(server, dag, dag_run_id, words):
    answer = server.ask(f"/dags/{dag}/runs/{quote(dag_run_id, safe='')}")
    assert answer.status == 200
    assert words in lxml.html.fromstring(answer.text).text_content()


def test_a_run_is_shown_under_its_own_dag_only(server, run):
    for dag in ("reprocess", "other"):
        assert run.name not in server.ask(f"/dags/{dag}/runs/{quote(run.dag_run_id, safe='')}").text


def test_links_lead_to_pages(server):
    page = lxml.html.fromstring(server.ask("/quality?checks=all").text)
    hrefs = {href.partition("#")[0] for href in page.xpath("//a/@href") if not href.startswith("#")}
    assert len(hrefs) > 10
    for href in hrefs:
        address = f"/quality{href}" if href.startswith("?") else href.removeprefix("/trucewatch")
        assert server.ask(address).status == 200, href


@pytest.mark.usefixtures("unpublished")
def test_nothing_published_is_a_page_that_says_what_to_do(server, run):
    for address in ("/quality", f"/runs/{run.name}", "/dags/monitor/runs/x", "/brief", "/briefs"):
        answer = server.ask(address)
        assert answer.status == 200
        assert "Nothing published yet" in answer.text
        assert "collect" in answer.text


@pytest.mark.parametrize(("spoil", "unspoil"), [("touch", "unlink"), ("mkdir", "rmdir")], ids=["damaged", "a folder"])
def test_a_snapshot_that_cannot_be_read_is_a_page_without_a_traceback(server, unpublished, spoil, unspoil):
    getattr(unpublished, spoil)()
    if spoil == "touch":
        unpublished.write_bytes(b"no database" * 1000)
    try:
        answer = server.ask("/quality")
    finally:
        getattr(unpublished, unspoil)()
    assert answer.status in {500, 503}
    assert "Traceback" not in answer.text
    assert "site-packages" not in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert POLICY.fullmatch(answer.headers["content-security-policy"])


def test_a_fault_of_ours_is_a_page_without_a_traceback(server, unpublished, emptied):
    """A snapshot whose rows break a promise of the schema, so that reading it raises what nobody foresaw."""
    emptied(unpublished)
    try:
        answer = server.ask("/quality")
    finally:
        unpublished.unlink()
    assert answer.status == 500
    assert "A fault of ours" in answer.text
    assert "Traceback" not in answer.text
    assert "Error" not in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert POLICY.fullmatch(answer.headers["content-security-policy"])
