"""Every document and item of the newsroom, against what its expectations file says must become of it."""

from collections import Counter
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines import newsroom
from pipelines.records import make_id

pytestmark = pytest.mark.slow

EXPECTED = yaml.safe_load((Path(newsroom.__file__).parent / "expectations.yaml").read_text())
ITEMS = EXPECTED["items"]


def name(item: dict) -> str:
    return f"{item['source']}/{item['article']}"


def items_with(key: str) -> list:
    return [pytest.param(item, id=name(item)) for item in ITEMS if item.get(key)]


@pytest.fixture(scope="module")
def database(two_days):
    with duckdb.connect(
        str((two_days.data / "published" / "trucewatch.duckdb").resolve()), read_only=True
    ) as connection:
        yield connection


@pytest.fixture(scope="module")
def ask(database):
    def rows(query: str, *values) -> list[dict]:
        result = database.execute(query, values)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    return rows


@pytest.fixture(scope="module")
def runs(ask):
    """The runs of the two press days, in their order."""
    found = [row["run"] for row in ask("select run from runs order by planned_at, run")]
    assert len(found) == 2 or len({run[:16] for run in found}) >= 1
    return sorted(found)


def item_id(item: dict) -> str:
    return make_id(item["source"], item.get("guid") or item["url"])


def endings(ask, item: dict) -> list[dict]:
    return ask(
        "select run, revision, outcome, reason, until_at, article_id, article_revision from ledger where kind = 'item' and id = ?",
        item_id(item),
    )


def article_of(ask, item: dict) -> dict:
    """The article revision that came of this version of an item: told from its other versions by its title."""
    rows = ask(
        "select r.* from article_revisions r join sightings s using (article_id, revision) where s.item_id = ? order by r.published_at",
        item_id(item),
    )
    if len(rows) > 1:
        rows = [
            row
            for row in rows
            if row["published_at"].isoformat() == item["published_at"].replace(tzinfo=None).isoformat()
        ] or rows
    assert rows, f"no article of {name(item)}"
    return rows[0] if min(item["seen"]) == 1 else rows[-1]


@pytest.mark.parametrize(
    "document", EXPECTED["documents"], ids=lambda each: f"{each['source']}/{each['day']}/{each.get('file') or ''}"
)
def test_document(ask, runs, document):
    url = document.get("url") or f"wire:{document['source']}/{document['file']}"
    rows = ask(
        "select run, outcome, reason from documents where source_id = ? and url = ? and kind <> 'page' order by run",
        document["source"],
        url,
    )
    mine = [row for row in rows if row["run"] == runs[document["day"] - 1]]
    # A held document is taken up again when its embargo ends: the first run speaks for its own day.
    assert [(row["outcome"], row["reason"]) for row in mine] == [(document["outcome"], document.get("reason"))]


@pytest.mark.parametrize("item", [pytest.param(item, id=name(item)) for item in ITEMS])
def test_item_ends_as_expected(ask, runs, item):
    found = endings(ask, item)
    for day, expected in item["seen"].items():
        mine = [row for row in found if row["run"] == runs[day - 1]]
        wanted = (expected["outcome"], expected.get("reason"))
        assert wanted in {(row["outcome"], row["reason"]) for row in mine}, f"day {day}: {mine}"
        if "until_at" in expected:
            assert {row["until_at"] for row in mine} == {expected["until_at"].replace(tzinfo=None)}


@pytest.mark.parametrize("item", items_with("depth"))
def test_article_holds_what_a_reader_would_see(ask, item):
    article = article_of(ask, item)
    assert article["text_depth"] == item["depth"]
    assert article["language"] == item["language"]
    assert article["published_at"] == item["published_at"].replace(tzinfo=None)
    assert "Sample page written for trucewatch" not in article["text"]


@pytest.mark.parametrize("item", items_with("relevance"))
def test_article_is_labelled(ask, item):
    assert article_of(ask, item)["relevance"] == item["relevance"]


@pytest.mark.parametrize("item", items_with("actors"))
def test_article_mentions_its_actors(ask, item):
    article = article_of(ask, item)
    rows = ask(
        "select distinct actor from revision_mentions where article_id = ? and revision = ?",
        article["article_id"],
        article["revision"],
    )
    assert set(item["actors"]) <= {row["actor"] for row in rows}


@pytest.mark.parametrize("item", items_with("statements"))
def test_article_quotes_its_speakers(ask, item):
    article = article_of(ask, item)
    quotes = ask(
        "select speaker, content from revision_statements where is_quote and article_id = ? and revision = ?",
        article["article_id"],
        article["revision"],
    )
    for expected in item["statements"]:
        assert expected["speaker"] in [row["speaker"] for row in quotes if expected["words"] in row["content"]], quotes


def test_nothing_else_came_of_it(ask):
    expected = {item_id(item) for item in ITEMS if not item.get("title_only")}
    found = {
        row["id"]
        for row in ask("select distinct id from ledger where kind = 'item' and outcome in ('loaded', 'held', 'killed')")
    }
    assert found - expected <= {item_id(item) for item in ITEMS}
    assert expected <= found


def test_number_of_articles(ask):
    assert ask("select count(*) as n from articles")[0]["n"] == EXPECTED["articles"][2]


def test_copies_are_one_story(ask):
    for pair in EXPECTED["one_story"]:
        articles = {
            row["article_id"]
            for each in pair
            for row in ask("select article_id from sightings where item_id = ?", item_id(each))
        }
        assert len(articles) == 2
        stories = ask("select distinct story_id from stories where article_id in (select unnest(?))", sorted(articles))
        assert len(stories) == 1


def test_an_edited_article_has_two_revisions(ask):
    for each in EXPECTED["two_revisions"]:
        publisher = each["source"]
        article = make_id(publisher, "id", each["article_id"])
        titles = ask(
            "select title, revision from article_revisions where article_id = ? order by published_at", article
        )
        assert len(titles) == 2
        current = ask("select revision from articles where article_id = ?", article)
        assert current[0]["revision"] == titles[-1]["revision"] or current[0]["revision"] in {
            row["revision"] for row in titles
        }


def test_nothing_is_left_of_a_killed_story(two_days, ask, database):
    for killed in EXPECTED["killed"]:
        words = killed["words"]
        assert ask("select * from tombstones where item_id = ?", item_id(killed))
        for (table,) in database.execute(
            "select table_name from information_schema.tables where table_type = 'BASE TABLE'"
        ).fetchall():
            rows = database.execute(
                f'select count(*) from "{table}" as t where contains(t::varchar, ?)', [words]
            ).fetchone()
            assert rows == (0,), table
        for path in two_days.data.rglob("*.duckdb"):
            if path.is_symlink():
                continue
            with duckdb.connect(str(path), read_only=True) as other:
                found = other.execute(
                    "select count(*) from article_revisions where contains(text, ?)", [words]
                ).fetchone()
                assert found == (0,), path
        assert words not in "".join(decoded(two_days.data))


def decoded(data: Path) -> list[str]:
    """Every raw, held and staged file as text, however it is stored."""
    import pyarrow.parquet as pq
    import zstandard

    texts = []
    for path in data.rglob("*"):
        if path.suffix == ".zst":
            texts.append(zstandard.decompress(path.read_bytes(), max_output_size=2**26).decode("utf-8", "replace"))
        elif path.suffix == ".parquet":
            texts.append(str(pq.read_table(path).to_pylist()))
        elif path.suffix in {".json", ".jsonl", ".xml", ".nitf"}:
            texts.append(path.read_text(errors="replace"))
    return texts


def test_embargoed_words_lie_in_held_and_nowhere_else(first_day):
    shop = first_day
    for held in EXPECTED["held"]:
        elsewhere = [part for part in shop.data.iterdir() if part.name != "held" and part.is_dir()]
        assert any(held["words"] in text for text in decoded(shop.data / "held"))
        for part in elsewhere:
            assert not any(held["words"] in text for text in decoded(part)), part
        for path in shop.data.rglob("*.duckdb"):
            with duckdb.connect(str(path.resolve()), read_only=True) as connection:
                found = connection.execute(
                    "select count(*) from article_revisions where contains(text, ?)", [held["words"]]
                ).fetchone()
            assert found == (0,)
    assert Counter(path.suffix for path in (shop.data / "held").rglob("*") if path.is_file())[".zst"] == 1


def test_every_check_in_sql_finds_nothing(two_days, database):
    from pipelines import settings

    checks = sorted((settings.shipped("sql") / "checks").glob("*.sql"))
    assert checks
    for check in checks:
        assert database.execute(check.read_text()).fetchall() == [], check.name


def test_everything_is_conserved(ask):
    assert ask("select * from ledger_conservation") == []
