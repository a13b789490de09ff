"""The pages inside Airflow, in a real browser, over two press days and a house whose every text is mark-up."""

import json
from urllib.parse import quote, urlsplit

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.airflow, pytest.mark.timeout(300)]


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


def in_airflow(desk) -> dict[str, tuple[str, str]]:
    """What Airflow leads to: the menu, the tab of the DAG run, those of a task and of a mapped one. Path and frame."""
    run = f"/dags/monitor/runs/{quote(desk.dag_run, safe='')}"
    return {
        "quality": ("/plugin/quality", "Data quality"),
        "brief": ("/plugin/brief", "Brief"),
        "run": (f"{run}/plugin/run-quality", "Data quality"),
        "validate": (f"{run}/tasks/validate/plugin/task-quality", "Data quality"),
        "process": (f"{run}/tasks/process/mapped/0/plugin/task-quality", "Data quality"),
    }


def addresses(desk) -> dict[str, str]:
    """One address of each kind of page, by the name of the kind; those of the hostile house where there is one."""
    (article,) = desk.shop.rows(
        "select article_id as id from article_heads where publisher_id = 'hostile' and not killed limit 1"
    )
    (document,) = desk.shop.rows(
        "select fetch_id as id from documents where source_id = 'hostile-feed' and kind = 'feed' limit 1"
    )
    (entry,) = desk.shop.rows("select kind || '/' || id || '/' || revision as key from quarantine order by key limit 1")
    return {
        "quality": "quality",
        "runs": "runs",
        "run": f"runs/{last_run(desk)}",
        "sources": "sources",
        "source": "sources/hostile-error",
        "quarantine": "quarantine?state=all",
        "entry": f"quarantine/{entry['key']}",
        "findings": "findings",
        "article": f"articles/{article['id']}",
        "document": f"documents/{document['id']}",
        "brief": "brief/2025-05-17",
        "briefs": "briefs",
    }


@pytest.mark.parametrize(
    ("theme", "names"),
    [("light", ["quality", "brief", "run", "validate", "process"]), ("dark", ["quality", "validate"])],
)
def test_it_reads_well_inside_airflow(shown, desk, theme, names):
    said = {
        "quality": [
            "Data quality",
            "Promises",
            "What to do now",
            "Open findings",
            "Expectations met, day by day",
            "Last runs",
        ],
        "brief": ["Method"],
        "run": [last_run(desk), "From seen to loaded", "Set aside", "Expectations", "Conservation"],
        "validate": ["Task validate of run", last_run(desk), "Not all met"],
        "process": ["Task process of run", f"{last_run(desk)}-000"],
    }
    for name in names:
        path, frame = in_airflow(desk)[name]
        sight, within = shown(path, frame, theme=theme)
        for width in (1280, 768, 360):
            sight.page.set_viewport_size({"width": width, "height": 900})
            sideways = within.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert sideways <= 0, (name, width)
        assert within.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (theme == "dark")
        text = within.inner_text("body")
        for words in said[name]:
            assert words in text, (name, words)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_person_walks_from_page_to_page_inside_airflow(shown, desk, theme):
    """By the links alone, and from the lists to one thing of each; what a heading and a row must say comes from the tables."""
    _, within = shown(*in_airflow(desk)["quality"], theme=theme)
    (row,) = desk.shop.rows(
        "select (select publisher from sources where source_id = 'hostile-error') as source,"
        " (select count(*) from findings_open) as findings"
    )

    def follow(link: str, heading: str, *words: str) -> None:
        within.locator("a", has_text=link).first.click()
        within.locator("h1", has_text=heading).wait_for()
        assert within.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (theme == "dark")
        text = within.inner_text("body")
        assert [each for each in words if each not in text] == [], heading

    follow("Runs", "Runs", last_run(desk))
    follow(last_run(desk), last_run(desk), "From seen to loaded", "Conservation")
    follow("Sources", "Sources", "HTTP 500", "14 days")
    follow("hostile-error", "hostile-error", "HTTP 500")
    assert row["source"].split()[0] in within.inner_text("h1")
    follow("Quarantine", "Quarantine", "a check refused it", "Decide about what is ticked")
    follow("Hauliers see no relief", "Hauliers see no relief", "What refused it", "The bytes as they came")
    follow("Findings", "Findings", "vesti-zarechya")
    assert row["findings"] >= 3
    follow("Brief", "17 May 2025", "What is new, claim by claim")


def test_it_reads_well_outside_the_frame(opened, desk, logged_in):
    """Each page in each theme, the themes at different widths: what axe-core looks for hangs on the one or the other."""
    for name, address in addresses(desk).items():
        if name == "brief":  # tests/browser/test_brief.py
            continue
        sight = opened(f"{desk.url}/trucewatch/{address}", storage_state=logged_in)
        for theme, width in (("light", 1280), ("dark", 360)):
            sight.page.emulate_media(color_scheme=theme)
            sight.page.set_viewport_size({"width": width, "height": 900})
            assert sight.sideways() == 0, (name, width)
            assert sight.complaints() == [], (name, theme)
        sight.page.set_viewport_size({"width": 768, "height": 900})
        assert sight.sideways() == 0, (name, 768)
        assert sight.errors == [], name


def test_the_pages_say_what_the_tables_say(opened, desk, logged_in):
    def figures(address: str) -> dict[str, int]:
        page = opened(f"{desk.url}/trucewatch/{address}", storage_state=logged_in).page
        told = page.evaluate("[...document.querySelectorAll('data.figure')].map(d => [d.dataset.figure, d.value])")
        return {name: int(float(value)) for name, value in told}

    told = json.loads(desk.shop.call("status", "--json"))
    shown = figures("sources")
    assert {name.split(".")[1] for name in shown} == {row["source_id"] for row in told["sources"]}
    for row in told["sources"]:
        assert shown[f"source.{row['source_id']}.items"] == row["items"]
        assert shown[f"source.{row['source_id']}.loaded"] == row["loaded"]
    shown = figures("quality")
    for row in told["run_ends"]:
        assert shown[f"run.{row['run']}.documents"] == row["documents"]
        assert shown[f"run.{row['run']}.items"] == row["items"]
    (row,) = desk.shop.rows(f"select count(*) as n from ledger where kind = 'item' and run = '{last_run(desk)}'")
    assert figures(f"runs/{last_run(desk)}")["funnel.item.seen"] == row["n"]


def test_links_sort_filter_and_keep_their_state_in_the_address(shown, desk):
    _, within = shown(*in_airflow(desk)["quality"])
    within.click("nav.sections >> text=Sources")
    within.click("table.sources th a[href*='sort=items&']")
    within.wait_for_selector("table.sources th[aria-sort='descending']:has-text('Items')")
    within.click(".choices >> text=only those to look at")
    within.wait_for_selector(".choices strong:has-text('only those to look at')")
    assert urlsplit(within.url).query == "sort=items&direction=down&show=troubled"
    items = within.evaluate(
        "[...document.querySelectorAll('table.sources data[data-figure$=\".items\"]')].map(d => Number(d.value))"
    )
    assert items == sorted(items, reverse=True)
    within.click("table.sources th a >> text=hostile-error")
    within.wait_for_selector("h2:has-text('Last requests')")
    assert "its server reported an error" in within.inner_text(".verdict")


def test_text_of_others_runs_nowhere(opened, desk, logged_in):
    marked = set()
    for name, path in [
        *((each, f"/trucewatch/{to}") for each, to in addresses(desk).items()),
        ("inside", "/plugin/quality"),
    ]:
        sight = opened(desk.url + path, storage_state=logged_in)
        page = sight.page
        if name == "inside":
            page.locator("iframe").element_handle().content_frame().wait_for_selector("h1")
        ours = [frame for frame in page.frames if urlsplit(frame.url).path.startswith("/trucewatch/")]
        assert ours, path
        for frame in ours:
            assert frame.locator("script, img, iframe, object, embed").count() == 0, path
            names = frame.evaluate("[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())")
            assert [name for name in names if name.startswith("on")] == [], path
            assert frame.evaluate("[...document.links].filter(a => !/^https?:/.test(a.href)).length") == 0
            text = frame.evaluate("document.documentElement.textContent")
            assert "\x1b" not in text
            if "{{7*7}}" in text and "<script>" in text and "=HYPERLINK(" in text:
                marked.add(name)
        assert page.title() != "taken"
        assert not [error for error in sight.errors if "dialog" in error], path
    assert marked >= {"quality", "sources", "source", "article", "brief"}, "it must be there to be harmless"


def test_nobody_reads_without_login(opened, desk):
    page = opened("about:blank").page
    for path in (
        "quality",
        "runs/x",
        "sources",
        "quarantine",
        "articles/x",
        "dags/monitor/runs/x",
        "metrics",
        "elsewhere",
    ):
        answer = page.goto(f"{desk.url}/trucewatch/{path}")
        assert answer.status == 401, path
        assert page.locator("table").count() == 0


@pytest.mark.parametrize(
    ("name", "paper"), [("quality", "A4"), ("run", "Letter"), ("sources", "A4"), ("quarantine", "Letter")]
)
def test_paper_cuts_no_row(opened, desk, logged_in, name, paper):
    assert opened(f"{desk.url}/trucewatch/{addresses(desk)[name]}", storage_state=logged_in).cut_in_print(paper) == []
