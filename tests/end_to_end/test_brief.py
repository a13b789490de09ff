"""The brief of the newsroom's days, from the command line: its figures are those of the tables, asked in other words."""

import json
import re
import shutil
import stat
from datetime import date
from pathlib import Path

import duckdb
import pytest
from lxml import html
from markupsafe import escape

from pipelines.report.brief import REVISIONS_SHOWN
from pipelines.report.brief_figures import COUNTED, ROWS_SHOWN, recount
from pipelines.run.briefing import brief_html, delivered

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

DAYS = ("2025-05-16", "2025-05-17")


@pytest.fixture(scope="module")
def shop(two_days, tmp_path_factory):
    data = tmp_path_factory.mktemp("brief") / "data"
    shutil.copytree(two_days.data, data, symlinks=True)
    return type(two_days)(data, two_days.press)


@pytest.fixture(scope="module")
def written(shop):
    return {day: Path(shop.call("brief", "--day", day).strip()) for day in DAYS}


@pytest.fixture(params=DAYS, scope="module")
def day(request):
    return request.param


@pytest.fixture(scope="module")
def page(written, day):
    return html.document_fromstring(written[day].read_text(encoding="utf-8"))


def figures_of(page):
    found = {}
    for each in page.iter("data"):
        found.setdefault(each.get("data-figure"), set()).add(float(each.get("value")))
    assert {name for name, values in found.items() if len(values) != 1} == set()
    return {name: values.pop() for name, values in found.items()}


@pytest.fixture(scope="module")
def figures(page):
    return figures_of(page)


def of(figures, prefix, suffix):
    return {
        name.removeprefix(prefix).removesuffix(suffix): value
        for name, value in figures.items()
        if name.startswith(prefix) and name.endswith(suffix)
    }


CURRENT = """
    from article_heads as h
    join article_revisions as r on r.article_id = h.article_id and r.revision = h.current_revision
    where not h.killed and r.day_on = date '{day}'
"""


def test_articles_and_outlets(shop, day, figures):
    (row,) = shop.rows(
        f"""select count(*) as articles, sum(if(r.relevance = 'talks', 1, 0))::int as talks_articles,
        count(distinct if(r.relevance = 'talks', r.publisher_id, null)) as talks_outlets,
        (select count(distinct publisher_id) from sources) as outlets {CURRENT.format(day=day)}"""
    )
    assert {name: figures[name] for name in row} == row
    assert row["talks_articles"] > 0


def test_stories(shop, day, page, figures):
    articles = shop.rows(f"select r.article_id, r.title {CURRENT.format(day=day)} and r.relevance = 'talks'")
    story_of = {
        row["article_id"]: row["story_id"] for row in shop.rows("select article_id, story_id from story_members")
    }
    stories = {story_of.get(row["article_id"], row["article_id"]) for row in articles}
    assert figures["stories"] == len(stories)
    assert figures["stories_articles"] == len(articles)
    shown = [each.text_content() for each in page.xpath("//ol[@class='stories']//h3")]
    assert set(shown) <= {row["title"] for row in articles}
    assert len(shown) == figures["stories"]


def test_statements(shop, day, page, figures):
    said = shop.rows(
        f"""select s.content, s.is_quote from revision_statements as s
        join (select r.article_id, r.revision {CURRENT.format(day=day)} and r.relevance = 'talks') as c
        on s.article_id = c.article_id and s.revision = c.revision"""
    )
    quotes = {row["content"].rstrip(", ") for row in said if row["is_quote"]}
    shown = [each.text_content().strip().strip("“”") for each in page.xpath("//section[@class='said']//ol//blockquote")]
    assert shown
    assert set(shown) <= quotes
    assert 0 < figures["quotes"] <= sum(row["is_quote"] for row in said)
    assert 0 < figures["reported"] <= sum(not row["is_quote"] for row in said)


def test_actors(shop, day, figures):
    named = shop.rows(
        f"""select m.actor, count(distinct m.article_id) as articles from revision_mentions as m
        join (select r.article_id, r.revision {CURRENT.format(day=day)} and r.relevance = 'talks') as c
        on m.article_id = c.article_id and m.revision = c.revision
        join actors as a on a.actor_id = m.actor and a.type <> 'place' group by m.actor"""
    )
    truth = {row["actor"]: row["articles"] for row in named}
    shown = of(figures, "actor.", ".articles")
    assert shown
    assert {actor: truth.get(actor, 0) for actor in shown} == shown
    assert max(shown.values()) == max(truth.values())


def test_the_mean_is_that_of_the_earlier_days(shop, day, figures, page):
    earlier = shop.rows(
        f"select distinct day_on from articles where day_on < date '{day}' and day_on >= date '{day}' - 14"
    )
    means = of(figures, "actor.", ".mean")
    assert figures.get("earlier_days", 0) == len(earlier)
    assert bool(means) == bool(earlier)
    for actor, mean in means.items():
        (row,) = shop.rows(
            f"""select count(distinct article_id) as articles from mentions where relevance = 'talks'
            and actor = '{actor}' and day_on in (select unnest([{", ".join(f"date '{r['day_on']}'" for r in earlier)}]))"""
        )
        assert mean == pytest.approx(row["articles"] / len(earlier), abs=1e-6)


@pytest.mark.parametrize("by", ["side", "ownership", "language"])
def test_coverage(shop, day, figures, by):
    column = (
        "r.language"
        if by == "language"
        else f"(select any_value(s.{by}) from sources as s where s.source_id = r.source_id)"
    )
    for name, condition in (("articles", "true"), ("talks_articles", "r.relevance = 'talks'")):
        rows = shop.rows(
            f"select coalesce(kind, 'none') as kind, count(*) filter (where counts) as many from "
            f"(select {column} as kind, {condition} as counts {CURRENT.format(day=day)}) group by all"
        )
        assert of(figures, f"{by}.", f".{name}") == {row["kind"]: row["many"] for row in rows}


def test_sources_and_items(shop, figures):
    totals = shop.rows(
        "select source_id, count(distinct (id, revision)) as items from ledger where kind = 'item' group by all"
    )
    shown = of(figures, "source.", ".items")
    assert {name: items for name, items in shown.items() if items} == {row["source_id"]: row["items"] for row in totals}
    assert len(shown) == shop.rows("select count(*) as sources from sources")[0]["sources"]


def test_the_latest_day_is_as_the_last_run_left_it(shop, written):
    figures = figures_of(html.document_fromstring(written[DAYS[-1]].read_text(encoding="utf-8")))
    health = shop.rows("select failures_in_a_row, last_reason from sources_now where paused_why is null")
    assert figures["sources_heard"] == sum(row["failures_in_a_row"] == 0 for row in health)
    (last,) = shop.rows(
        """select count(distinct (id, revision)) filter (where outcome in ('loaded', 'duplicate')) as loaded,
        count(distinct (id, revision)) as items from ledger
        where kind = 'item' and run = (select run from runs order by token desc limit 1)"""
    )
    assert (figures["items_loaded"], figures["items"]) == (last["loaded"], last["items"])
    (checks,) = shop.rows(
        """select count(*) as checks, count(*) filter (where not success) as failed from quality_results
        where run = (select run from runs order by token desc limit 1)"""
    )
    assert (figures["checks"], figures.get("checks_failed", 0)) == (checks["checks"], checks["failed"])
    assert figures["unaccounted"] == len(shop.rows("from ledger_conservation"))


@pytest.fixture(scope="module")
def answers(shop, page):
    """What the queries answer, as they stand on the page, by their names."""
    return {each.get("data-query"): shop.rows(each.text_content()) for each in page.xpath("//code[@data-query]")}


def test_every_figure_equals_what_its_query_answers(day, page, answers):
    assert set(answers) == set(COUNTED)
    counted = {query: recount(query, rows, date.fromisoformat(day)) for query, rows in answers.items()}
    shown = page.findall(".//data")
    assert len(shown) > 250
    wrong = {
        each.get("data-figure"): (each.get("value"), counted[each.get("data-query")].get(each.get("data-figure"), 0))
        for each in shown
        if float(each.get("value")) != counted[each.get("data-query")].get(each.get("data-figure"), 0)
    }
    assert wrong == {}


def test_every_figure_leads_to_rows_of_its_query(page, answers):
    for name, rows in answers.items():
        (behind,) = page.xpath("//*[@id=$name]", name=f"rows-{name}")
        assert len(behind.findall(".//tbody/tr")) == min(len(rows), ROWS_SHOWN)
    assert {each.getparent().get("href") for each in page.iter("data")} <= {f"#rows-{name}" for name in answers}


def test_claims(shop, day, page, figures):
    """A claim is of the day if a source began to report it then, in an article about the talks."""
    begun = shop.rows(
        f"""select claim_id, min(r.day_on) = date '{day}' as is_new from first_reports as f
        join article_revisions as r on r.article_id = f.article_id and r.revision = f.revision
        where claim_id in (select claim_id from claim_reports) group by claim_id
        having bool_or(r.day_on = date '{day}' and r.relevance = 'talks')"""
    )
    assert figures["claims_new"] == sum(row["is_new"] for row in begun)
    assert figures["claims_spread"] == sum(not row["is_new"] for row in begun)
    pickup = {row["claim_id"]: row for row in shop.rows("select * from claim_pickup")}
    shown = of(figures, "claim.", ".sources")
    assert shown
    for claim, sources in shown.items():
        assert 2 <= sources <= pickup[claim]["sources"]
        if day == DAYS[-1]:
            assert sources == pickup[claim]["sources"]


def test_the_event_of_the_day(shop, day, page, figures):
    (event,) = shop.rows(
        f"""select r.round, count(distinct t.article_id) as articles from talks_articles as t
        join revision_rounds as r on r.article_id = t.article_id and r.revision = t.revision
        where t.day_on = date '{day}' and r.aspect = 'subject' group by all order by 2 desc, 1 limit 1"""
    )
    assert figures["framing.articles"] == figures["round_articles"] == event["articles"]
    assert sum(of(figures, "framing.ownership.", ".articles").values()) == event["articles"]


def test_changes_of_the_day_are_diffs(shop, day, page, figures):
    known = shop.rows("select title, earlier_title from notable_revisions where relevance = 'talks'")
    items = page.xpath("//section[h2/@id='revisions']//li")
    assert len(items) == min(figures["revisions"], REVISIONS_SHOWN)
    assert figures["revisions"] <= len(known)
    assert all(item.xpath(".//ins | .//del | ./p[@class='meta']") for item in items)


def test_silence(shop, day, figures):
    rows = shop.rows(f"select source, silence from topic_silence where day = date '{day}' and silence is not null")
    for kind in ("topic", "outlet", "feed"):
        assert figures.get(f"silent_{kind}", 0) == len({row["source"] for row in rows if row["silence"] == kind})


def test_the_three_forms_stand_beside_each_other_and_agree(shop, written, day, figures):
    said = json.loads(written[day].with_suffix(".json").read_text(encoding="utf-8"))
    assert {name: said["figures"][name]["value"] for name in figures} == figures
    assert {figure["query"] for figure in said["figures"].values()} == set(said["queries"])
    assert documented_keys() == set(said)
    text = written[day].with_suffix(".md").read_text(encoding="utf-8")
    assert f"{figures['claims_new']:.0f} new, {figures['claims_spread']:.0f} from before" in text
    assert "<" not in re.sub(r"\]\(<https?://[^<>()\s]+>\)|\\<", "", text)


def documented_keys():
    how_to = (Path(__file__).parents[2] / "docs" / "how-to" / "read-the-brief.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `(\w+)` \|", how_to, re.MULTILINE))


def test_words_are_shown_of_those_who_let_them_be(two_days, tmp_path, monkeypatch):
    """Of one house all rights are reserved, of a second nothing is known: the first is never quoted, the second inside."""
    shutil.copytree(two_days.data / "published", tmp_path / "published", symlinks=True)
    with duckdb.connect((tmp_path / "published" / "trucewatch.duckdb").resolve()) as snapshot:
        snapshot.execute("update sources set redistributable = false, rights = 'Not checked.' where language = 'en'")
        snapshot.execute("update sources set rights = 'All rights reserved.' where source_id = 'harbour-post'")
        said = snapshot.execute(
            """select s.source_id = 'harbour-post' as is_reserved, s.content from statements as s
            join sources as o on s.source_id = o.source_id
            where s.day_on = date '2025-05-17' and s.relevance = 'talks' and not o.redistributable and s.is_quote
            and not exists (select 1 from articles as a where contains(a.title, s.content))"""
        ).fetchall()
    for name, value in (two_days.environment | {"TRUCEWATCH_DATA": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    title, text, page = delivered(date(2025, 5, 17))
    inside = brief_html(date(2025, 5, 17)).html
    assert title.startswith("Brief of 17 May 2025")
    quotes = {
        reserved: {str(escape(words.rstrip(" ,"))) for is_reserved, words in said if is_reserved is reserved}
        for reserved in (True, False)
    }
    assert all(quotes.values())
    assert not [each for each in quotes[True] | quotes[False] if each in page or each in text]
    assert not [each for each in quotes[True] if each in inside]
    assert [each for each in quotes[False] if each in inside]
    assert "This brief has left the house." in text
    assert "This brief has left the house." in page
    assert "http://harbour-post.example/" in page
    assert "select" not in page


def test_files_can_be_read_and_the_latest_is_at_hand(shop, written):
    folder = shop.data / "reports"
    for form in ("html", "md", "json"):
        assert (folder / f"brief.{form}").resolve().name == f"brief-2025-05-17.{form}"
    assert stat.S_IMODE((folder / "brief-2025-05-16.html").stat().st_mode) == 0o644
    assert written["2025-05-16"] == folder / "brief-2025-05-16.html"
    assert not [path for path in folder.iterdir() if path.name.startswith(".brief")]


def test_the_same_snapshot_gives_the_same_bytes_wherever_they_go(shop, written, tmp_path):
    elsewhere = tmp_path / "page.html"
    for form in ("html", "md"):
        assert shop.call("brief", "--format", form, "--out", str(elsewhere)).strip() == str(elsewhere)
        assert written["2025-05-17"].with_suffix(f".{form}").read_bytes() == elsewhere.read_bytes()


def test_what_was_killed_leaves_older_briefs_too(shop, written):
    folder = shop.data / "reports"
    for form in ("html", "md", "json"):
        for day in ("2025-05-16", "2019-01-01"):
            (folder / f"brief-{day}.{form}").write_text("words that an agency has since ordered to vanish")
    (folder / ".tombstones").write_text("as before the kill")
    shop.call("brief")
    for form in ("html", "md", "json"):
        assert not (folder / f"brief-2019-01-01.{form}").exists()
        assert "ordered to vanish" not in (folder / f"brief-2025-05-16.{form}").read_text()


def test_a_day_without_articles_is_a_sentence(shop):
    said = shop.call("brief", "--day", "2024-02-29", code=4)
    assert said.startswith("trucewatch: No article of 2024-02-29 is held.")
    assert "2025-05-17, 2025-05-16" in said
    assert "Traceback" not in said
