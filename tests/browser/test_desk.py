"""The pages inside Airflow, in a real browser, over two press days and a house whose every text is mark-up."""

import json
from urllib.parse import quote, urlsplit

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.airflow, pytest.mark.timeout(300)]

PAGES = {
    "quality": ("/plugin/quality", "Data quality"),
    "brief": ("/plugin/brief", "Brief"),
}


@pytest.fixture
def shown(opened, desk, logged_in):
    """Open one of our pages inside the UI of Airflow, as someone who is logged in, in a theme of Airflow's own."""

    def show(path: str, frame: str, width: int = 1280, theme: str = "light"):
        # Playwright's own colour scheme would override what the frame inherits from Airflow.
        sight = opened("about:blank", width, "null", storage_state=themed(logged_in, desk.url, theme))
        sight.page.goto(desk.url + path)
        inside = sight.page.locator(f'iframe[title="{frame}"]')
        inside.wait_for()
        within = inside.element_handle().content_frame()
        within.wait_for_selector("h1")
        return sight, within

    return show


def themed(state: dict, url: str, theme: str) -> dict:
    return {**state, "origins": [{"origin": url, "localStorage": [{"name": "theme", "value": theme}]}]}


def last_run(desk) -> str:
    """The run of the DAG, which worked the hostile house."""
    return desk.shop.rows("select run from runs order by token desc limit 1")[0]["run"]


def run_tab(desk) -> tuple[str, str]:
    return f"/dags/monitor/runs/{quote(desk.dag_run, safe='')}/plugin/run-quality", "Data quality"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["quality", "brief", "tab"])
def test_it_reads_well_inside_airflow(shown, desk, name, theme):
    path, frame = run_tab(desk) if name == "tab" else PAGES[name]
    sight, within = shown(path, frame, theme=theme)
    for width in (1280, 768, 360):
        sight.page.set_viewport_size({"width": width, "height": 900})
        assert within.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    dark = within.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert dark == (theme == "dark")


@pytest.mark.parametrize("address", ["quality", "brief", "briefs", "runs"])
def test_it_reads_well_outside_the_frame(opened, desk, logged_in, address):
    path = f"runs/{last_run(desk)}" if address == "runs" else address
    sight = opened(f"{desk.url}/trucewatch/{path}", storage_state=logged_in)
    for look in sight.looks():
        assert sight.sideways() == 0, look
        assert sight.complaints() == [], look
        assert sight.pale_chart_texts() == [], look
    assert sight.errors == []


def test_the_quality_page_says_what_the_tables_say(shown, desk):
    _, within = shown(*PAGES["quality"])
    figures = {
        name: int(value)
        for name, value in within.evaluate(
            "[...document.querySelectorAll('data.figure')].map(d => [d.dataset.figure, d.value])"
        )
    }
    told = json.loads(desk.shop.call("status", "--json"))
    sources = {row["source_id"]: row for row in told["sources"]}
    seen = {name.split(".")[1] for name in figures if name.startswith("source.")}
    assert seen == set(sources)
    for source, row in sources.items():
        assert figures[f"source.{source}.items"] == row["items"]
        assert figures[f"source.{source}.loaded"] == row["loaded"]
    for row in told["run_ends"]:
        assert figures[f"run.{row['run']}.documents"] == row["documents"]
        assert figures[f"run.{row['run']}.items"] == row["items"]
    text = within.inner_text("body")
    for words in ("Data quality", "Promises", "What to do now", "Expectations of the last run", "Conservation"):
        assert words in text


def test_the_run_tab_shows_its_run_alone(shown, desk):
    _, within = shown(*run_tab(desk))
    assert last_run(desk) in within.inner_text("h1")
    (row,) = desk.shop.rows(f"select count(*) as n from ledger where kind = 'item' and run = '{last_run(desk)}'")
    assert within.get_attribute('data[data-figure="funnel.item.seen"]', "value") == str(row["n"])


def test_links_sort_and_keep_their_state_in_the_address(shown):
    _, within = shown(*PAGES["quality"])
    within.click("table.sources th a >> text=Items")
    within.wait_for_selector("table.sources th[aria-sort]:has-text('Items')")
    items = [
        int(value)
        for value in within.evaluate(
            "[...document.querySelectorAll('table.sources data[data-figure$=\".items\"]')].map(d => d.value)"
        )
    ]
    assert items in (sorted(items), sorted(items, reverse=True))


def test_text_of_others_runs_nowhere(opened, desk, logged_in):
    pages = ("quality", "brief/2025-05-17", "briefs", f"runs/{last_run(desk)}")
    marked = set()
    for path in [*(f"/trucewatch/{page}" for page in pages), PAGES["quality"][0]]:
        page = opened(desk.url + path, storage_state=logged_in).page
        page.wait_for_load_state("networkidle")
        ours = [frame for frame in page.frames if urlsplit(frame.url).path.startswith("/trucewatch/")]
        assert ours, path
        for frame in ours:
            assert frame.locator("script, img, iframe, object, embed").count() == 0, path
            names = frame.evaluate("[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())")
            assert [name for name in names if name.startswith("on")] == [], path
            assert frame.evaluate("[...document.links].filter(a => !/^https?:/.test(a.href)).length") == 0
            text = frame.evaluate("document.documentElement.textContent")
            if "{{7*7}}" in text and "<script>" in text:
                marked.add(path)
        assert "taken" not in page.title()
    assert {"/trucewatch/quality", "/trucewatch/brief/2025-05-17"} <= marked, "it must be there to be harmless"


@pytest.mark.parametrize("path", ["quality", "runs/x", "brief", "briefs", "dags/monitor/runs/x", "elsewhere"])
def test_nobody_reads_without_login(opened, desk, path):
    page = opened("about:blank").page
    answer = page.goto(f"{desk.url}/trucewatch/{path}")
    assert answer.status == 401
    assert page.locator("table").count() == 0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["quality", "runs"])
def test_paper_cuts_no_row(opened, desk, logged_in, name, paper):
    path = f"runs/{last_run(desk)}" if name == "runs" else name
    assert opened(f"{desk.url}/trucewatch/{path}", storage_state=logged_in).cut_in_print(paper) == []
