"""The brief in a real browser: three widths, both themes, paper."""

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


@pytest.fixture(scope="session")
def brief(browser, two_days, tmp_path_factory):
    """The brief of the second press day, as the command line writes it."""
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    two_days.call("brief", "--day", "2025-05-17", "--out", str(path))
    return path


def test_it_reads_well(brief, opened):
    sight = opened(brief)
    assert sight.page.title()
    for number, look in enumerate(sight.looks()):
        assert sight.sideways() == 0, look
        if number % 2 == 0:  # each width and each theme once: this page is long, and a look through it takes seconds
            assert sight.complaints() == [], look
        assert sight.pale_chart_texts() == [], look
    assert sight.errors == []


def test_a_person_sees_the_day(brief, opened, two_days):
    page = opened(brief, 360).page
    assert "17 May 2025" in page.locator("h1").inner_text()
    (row,) = two_days.rows(
        "select count(*) as n, count(distinct publisher_id) as outlets from talks_articles where day_on = date '2025-05-17'"
    )
    shown = page.locator("header, main").first.inner_text() + page.locator("main").inner_text()
    for figure in (f"{row['n']} articles", f"{row['outlets']} of"):
        assert figure in shown.replace("\n", " ")
    assert page.locator("svg.chart").count() >= 3
    assert page.locator("blockquote").count() >= 5
    assert page.locator("blockquote[lang]").count() == page.locator("blockquote").count()


def test_two_screens_of_a_phone_tell_what_happened(brief, opened):
    page = opened(brief, 360).page
    for part in ("#box", "#claims", ".claims li"):
        assert page.locator(part).first.bounding_box()["y"] < 2 * 900, part
    third = page.locator(".claims li").nth(2).bounding_box()
    assert third["y"] + third["height"] < 2 * 900


def test_a_figure_leads_to_its_rows(brief, opened):
    page = opened(brief, 768).page
    rows = page.locator("#rows-claims table")
    assert not rows.is_visible()
    page.locator("a.fig[href='#rows-claims']").first.click()
    assert rows.is_visible()
    assert page.locator("#rows-claims code").inner_text().startswith("-- One row is one source that reports a claim")


def test_the_parts_stand_in_their_order(brief, opened):
    page = opened(brief, 1280).page
    parts = page.locator("main h2").evaluate_all("all => all.map(each => each.id)")
    assert parts == ["box", "claims", "statements", "actors", "framing", "coverage", "stories", "revisions", "silence"]
    assert page.locator("#framing ~ .wide table.frames").count() == 2
    assert page.locator(".changes ins").count() > 0


def test_the_themes_differ(brief, opened):
    grounds = {
        opened(brief, 768, theme).page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        for theme in ("light", "dark")
    }
    assert len(grounds) == 2


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_paper_cuts_no_row(brief, opened, paper):
    assert opened(brief, 1280, "dark").cut_in_print(paper) == []


def test_a_cut_row_would_be_found(tmp_path, opened):
    rows = "".join(f"<tr><td>{at}<br>" + "<br>".join(f"line {at} {n}" for n in range(40)) for at in range(9))
    path = tmp_path / "cut.html"
    path.write_text(f"<!doctype html><title>t</title><table>{rows}</table>")
    assert opened(path).cut_in_print("A4")


def test_paper_is_light(brief, opened):
    sight = opened(brief, 1280, "dark")
    sight.page.emulate_media(media="print", color_scheme="dark")
    assert sight.page.evaluate("getComputedStyle(document.body).color") in ("rgb(26, 29, 33)", "rgb(0, 0, 0)")
