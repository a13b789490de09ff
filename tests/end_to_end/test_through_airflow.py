"""`make demo` runs the real DAGs; what it publishes is what the command line publishes."""

import json
import os
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import lxml.html
import pytest

from pipelines import warehouse
from pipelines.settings import Settings

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.airflow, pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def demonstration() -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("TRUCEWATCH_", "MAKE", "MFLAGS"))
    }
    done = subprocess.run(["make", "demo"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_demo_shows_what_came_of_it(demonstration):
    for words in ("Sources", "harbour-post", "✓ Conserved", "Actors most mentioned", "Headlines", "talks", "passing"):
        assert words in demonstration
    path = demonstration.partition("Published: ")[2].splitlines()[0]
    assert Path(path).is_symlink()


def test_airflow_and_the_command_line_give_equal_tables(demonstration, two_days):
    hashes = warehouse.content_hashes(ROOT / "data-demo" / "published" / "trucewatch.duckdb")
    assert hashes == two_days.hashes()


def test_what_waits_for_the_warehouse_is_told_what_was_published(demonstration):
    """The event of the asset carries row counts and pass rates."""
    with closing(sqlite3.connect(ROOT / ".airflow" / "airflow.db")) as database:
        extras = [json.loads(extra) for (extra,) in database.execute("select extra from asset_event")]
    settings = Settings(data=ROOT / "data-demo")
    published = warehouse.published_path(settings).resolve().name
    (told,) = [each for each in extras if each.get("snapshot") == published]
    ((articles,),) = warehouse.query(settings, "select count(*) from article_heads").rows
    assert told["rows"]["article_heads"] == articles
    items = warehouse.query(
        settings, f"select outcome, count(*) from ledger where kind = 'item' and run = '{told['run']}' group by all"
    ).rows
    assert told["items"] == dict(items)
    checks = warehouse.query(
        settings,
        f"""
        select severity, count(*) filter (where success), count(*)
        from quality_results where run = '{told["run"]}' group by all
        """,
    ).rows
    assert told["checks"] == {severity: {"met": met, "all": held} for severity, met, held in checks}
    assert told["pass_rate"] == round(sum(row[1] for row in checks) / sum(row[2] for row in checks), 4)


def test_the_demo_the_brief_and_the_tables_agree(demonstration):
    """The two tables that the demo prints, the figures of the page it wrote, and the snapshot: one number each."""
    settings = Settings(data=ROOT / "data-demo")
    page = lxml.html.fromstring((ROOT / "data-demo" / "reports" / "brief.html").read_bytes())
    figures = {each.get("data-figure"): float(each.get("value")) for each in page.iter("data")}
    table = demonstration.partition("Sources")[2].partition("Checks that failed")[0]
    printed = {line.split()[0]: line.split() for line in table.splitlines() if line.strip()}
    counted = warehouse.query(
        settings,
        """
        select s.source_id, count(*), count(*) filter (where outcome = 'loaded')
        from sources as s inner join (
            select source_id, id, revision, arg_max(outcome, recorded_at) filter (where outcome <> 'duplicate') as outcome
            from ledger where kind = 'item' group by all
        ) as l on s.source_id = l.source_id group by s.source_id
        """,
    ).rows
    assert len(counted) >= 20
    for source, items, loaded in counted:
        assert figures[f"source.{source}.items"] == items
        assert figures[f"source.{source}.loaded"] == loaded
        numbers = [int(word) for word in printed[source] if word.isdigit()]
        assert numbers[:2] == [items, loaded], source

    actors = warehouse.query(
        settings,
        "select min(name), count(*) from mentions where relevance = 'talks' and actor is not null group by actor",
    ).rows
    mentions = {str(name): count for name, count in actors}
    for line in demonstration.partition("Actors most mentioned")[2].partition("Headlines")[0].splitlines():
        if found := re.fullmatch(r" (\S.*?) +(\d+) +(\d+) *", line):
            assert mentions[found[1]] == int(found[2]), line
    (day,) = warehouse.query(settings, "select count(*) from talks_articles where day_on = date '2025-05-17'").rows
    assert figures["talks_articles"] == day[0]
