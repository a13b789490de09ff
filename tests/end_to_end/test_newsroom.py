"""Every document and item of the newsroom, against what its expectations file says must become of it."""

from collections import Counter, defaultdict
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines import newsroom
from pipelines.newsroom.content import outlets
from pipelines.records import make_id
from pipelines.settings import shipped
from pipelines.warehouse.statements import text
from pipelines.warehouse.views import KEPT

pytestmark = pytest.mark.slow

EXPECTED = yaml.safe_load((Path(newsroom.__file__).parent / "expectations.yaml").read_text())
ITEMS = EXPECTED["items"]
EXAMPLES = shipped("sql") / "examples"
HOUSES = {outlet.outlet_id for outlet in outlets().values()}


def name(item: dict) -> str:
    return f"{item['source']}/{item['article']}"


def items_with(key: str) -> list:
    return [pytest.param(item, id=name(item)) for item in ITEMS if item.get(key)]


def item_id(item: dict) -> str:
    return make_id(item["source"], item.get("guid") or item["url"])


def key_of(item: dict) -> tuple[str, str]:
    """What tells a version of an item from the others: what is killed or held has no title, nor has a picture."""
    return (item_id(item), "" if item.get("title_only") or "before" in item else item["title"])


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
def days(ask):
    """The press day of each run."""
    return {row["run"]: day for day, row in enumerate(ask("select run from runs order by run"), start=1)}


@pytest.fixture(scope="module")
def endings(ask, days):
    """How every item version ended: by key and press day, the ledger's rows."""
    found = defaultdict(lambda: defaultdict(list))
    query = """
        select l.*, coalesce(s.title, '') as title
        from ledger as l
        left join sightings as s on l.id = s.item_id and l.revision = s.item_revision
        where l.kind = 'item'
    """
    for row in ask(query):
        found[row["id"], row["title"]][days[row["run"]]].append(row)
    return found


@pytest.fixture(scope="module")
def articles(ask):
    """The article revision that came of every item version, by key."""
    query = """
        select s.item_id, s.title as item_title, r.*
        from sightings as s
        inner join article_revisions as r on s.article_id = r.article_id and s.revision = r.revision
    """
    rows = ask(query)
    found = {(row["item_id"], row["item_title"]): row for row in rows}
    assert len(found) == len(rows)
    return found


# ── Documents ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def received(ask, days):
    """What came of every document but pages, by source and address: its rows in the order of their editions and runs."""
    found = defaultdict(list)
    for row in ask("select * from documents where kind <> 'page' order by run, fetched_at"):
        found[row["source_id"], row["url"]].append((days[row["run"]], row["outcome"], row["reason"]))
    return found


def due_documents() -> dict:
    due = defaultdict(list)
    for row in sorted(EXPECTED["documents"], key=lambda row: row["edition"]):
        address = "" if row.get("forgotten") else row.get("url") or f"wire:{row['source']}/{row['file']}"
        for day in filter(None, (newsroom.press_day(row["edition"]), row.get("again"))):
            due[row["source"], address].append((day, row["outcome"], row.get("reason")))
    return {key: sorted(rows, key=lambda row: row[0]) for key, rows in due.items()}


@pytest.mark.parametrize("address", due_documents(), ids="/".join)
def test_document_ends_as_expected(received, address):
    assert received[address] == due_documents()[address]


def test_no_document_without_a_row(received):
    assert set(received) == set(due_documents())


def test_every_page_is_worth_what_its_item_says(ask, days):
    due = Counter()
    for item in ITEMS:
        if item["source"] not in HOUSES or not item["seen"]:
            continue
        first = min(item["seen"])
        reason = item["seen"][first].get("reason") if item.get("depth") == "summary" else None
        due[item_id(item), first, "quarantined" if reason else "loaded", reason] += 1
    rows = ask("select run, item_id, outcome, reason from documents where kind = 'page'")
    assert Counter((row["item_id"], days[row["run"]], row["outcome"], row["reason"]) for row in rows) == due


# ── Items ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("item", items_with("seen"))
def test_item_ends_as_expected(endings, item):
    for day, expected in item["seen"].items():
        found = endings[key_of(item)][day]
        wanted = (expected["outcome"], expected.get("reason"))
        assert {(row["outcome"], row["reason"]) for row in found} == {wanted}, f"day {day}: {found}"
        assert all(expected.get("detail", "") in (row["detail"] or "") for row in found)
        assert len(found) == 1 or key_of(item)[1] == ""
        if "until_at" in expected:
            assert {row["until_at"] for row in found} == {expected["until_at"].replace(tzinfo=None)}


def test_no_item_without_a_row(endings):
    due = defaultdict(set)
    for item in ITEMS:
        if item["seen"]:
            due[key_of(item)] |= set(item["seen"])
    assert {key: set(by_day) for key, by_day in endings.items()} == due


@pytest.mark.parametrize("item", items_with("unseen"))
def test_what_nobody_shows_is_not_there(ask, item):
    assert ask("select count(*) as n from article_revisions where contains(text, ?)", item["words"]) == [{"n": 0}]


# ── Articles ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("item", items_with("depth"))
def test_article_holds_what_a_reader_would_see(articles, item):
    article = articles[key_of(item)]
    assert article["text_depth"] == item["depth"]
    assert article["language"] == item["language"]
    assert article["published_at"] == item["published_at"].replace(tzinfo=None)
    assert set(item.get("flags", ())) <= set(article["flags"])
    assert "Sample page written for trucewatch" not in article["text"]


@pytest.mark.parametrize("item", items_with("relevance"))
def test_article_is_labelled(articles, item):
    assert articles[key_of(item)]["relevance"] == item["relevance"]


@pytest.mark.parametrize("item", items_with("actors"))
def test_article_mentions_its_actors(ask, articles, item):
    article = articles[key_of(item)]
    rows = ask(
        "select distinct actor from revision_mentions where article_id = ? and revision = ?",
        article["article_id"],
        article["revision"],
    )
    assert set(item["actors"]) - {row["actor"] for row in rows} == set()


@pytest.mark.parametrize("item", items_with("statements"))
def test_article_quotes_its_speakers(ask, articles, item):
    article = articles[key_of(item)]
    quotes = ask(
        "select speaker, content from revision_statements where is_quote and article_id = ? and revision = ?",
        article["article_id"],
        article["revision"],
    )
    for expected in item["statements"]:
        assert expected["speaker"] in [row["speaker"] for row in quotes if expected["words"] in row["content"]], quotes


@pytest.mark.parametrize("item", items_with("warned"))
def test_article_is_warned_of(ask, articles, item):
    article = articles[key_of(item)]
    rows = ask(
        "select unexpected_keys from quality_results where severity = 'warning' and contains(kwargs, ?)",
        item["warned"],
    )
    assert f"{article['article_id']}/{article['revision']}" in [key for row in rows for key in row["unexpected_keys"]]


def test_no_article_without_a_row(articles):
    assert set(articles) == {key_of(item) for item in ITEMS if item.get("depth")}


def test_number_of_articles(ask, first_day):
    for day, count in EXPECTED["articles"].items():
        query = "select count(*) as n from articles"
        rows = first_day.rows(query) if day == 1 else ask(query)
        assert rows == [{"n": count}]


def test_no_publication_in_the_future(ask):
    assert (
        ask("select title from article_revisions where published_at > ?", newsroom.as_of(2).replace(tzinfo=None)) == []
    )


def test_exactly_the_copies_are_one_story(ask, articles):
    story_of = {row["article_id"]: row["story_id"] for row in ask("select article_id, story_id from stories")}
    due, found = defaultdict(set), defaultdict(set)
    for item in ITEMS:
        if "story" in item:
            article_id = articles[key_of(item)]["article_id"]
            due[item["story"]].add(article_id)
            found[story_of[article_id]].add(article_id)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, due.values()))
    assert set(story_of) == {article_id for members in due.values() for article_id in members}


def article_of(ask, item: dict) -> str:
    """The article that an item of the expectations became."""
    (row,) = ask("select distinct article_id from sightings where item_id = ?", item_id(item))
    return row["article_id"]


def test_copies_are_one_story_and_each_is_what_it_is(ask):
    for members in EXPECTED["one_story"]:
        ids = [article_of(ask, each) for each in members]
        rows = ask("select article_id, relation, story_id from stories where story_id = ? order by place", ids[0])
        assert [row["article_id"] for row in rows] == ids
        assert [row["relation"] for row in rows] == [each["relation"] for each in members]


def test_who_made_a_story(ask):
    for each in EXPECTED["origins"]:
        (row,) = ask("select * from story_origins where story_id = ?", article_of(ask, each))
        assert row["origin_publisher_id"] == each["origin"]
        assert row["basis"] in each["basis"]


@pytest.mark.parametrize("claim", EXPECTED["claims"], ids=lambda each: f"{each['speaker']} {each['facet']}")
def test_a_claim_and_who_had_it_first(ask, claim):
    found = ask(
        """
        select claim_id, languages, list_sort(list_transform(places, lambda p: p.place)) as places,
            list_sort(list_transform(amounts, lambda a: a.value)) as amounts
        from claims where speaker = ? and type = ? and facet = ? and target is not distinct from ?
        """,
        *(claim.get(name) for name in ("speaker", "type", "facet", "target")),
    )
    wanted = [
        row
        for row in found
        if row["places"] == claim.get("places", [])
        and row["languages"] == claim["languages"]
        and set(claim.get("amounts", [])) <= set(row["amounts"])
    ]
    (row,) = wanted
    reports = ask(
        "select source, rank, tie, credited_to from first_reports where claim_id = ? order by rank, published_at, source",
        row["claim_id"],
    )
    assert [report["source"] for report in reports] == claim["sources"]
    ranks = claim.get("ranks", list(range(1, len(reports) + 1)))
    assert [report["rank"] for report in reports] == ranks
    assert [report["tie"] for report in reports] == [ranks.count(rank) > 1 for rank in ranks]
    credited = {report["source"]: report["credited_to"] for report in reports if report["credited_to"]}
    assert credited == claim.get("credited", {})


def test_edited_articles_keep_every_revision_and_show_the_last(ask, articles):
    counts = Counter(article["article_id"] for article in articles.values())
    edited = {}
    for each in EXPECTED["revisions"]:
        mine = [
            articles[key_of(item)]
            for item in ITEMS
            if item_id(item) == item_id(each) and item["seen"] and item.get("depth")
        ]
        (article_id,) = {article["article_id"] for article in mine}
        edited[article_id] = each["count"]
        if "article_id" in each:
            assert article_id == make_id(each["source"], "id", each["article_id"])
        current = ask("select title, revisions from articles where article_id = ?", article_id)
        assert current == [{"title": titles_shown(each)[-1], "revisions": each["count"]}]
    assert {article_id: count for article_id, count in counts.items() if count > 1} == edited


def titles_shown(each: dict) -> list[str]:
    """The titles of an item's versions as they were shown: its rows stand in that order, unless `steps` say otherwise."""
    titles = [item["title"] for item in ITEMS if item_id(item) == item_id(each) and item.get("depth")]
    return [titles[step - 1] for step in each["steps"]] if "steps" in each else titles


def test_the_history_of_an_article_is_what_it_showed(ask):
    rows = ask(
        "select s.item_id, h.* from revision_history as h join (select distinct item_id, article_id from sightings) as s using (article_id)"
    )
    shown = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["step"]):
        shown[row["item_id"]].append((row["title"], row["returns"]))
    due = {}
    for each in EXPECTED["revisions"]:
        titles = titles_shown(each)
        due[item_id(each)] = [(title, title in titles[:place]) for place, title in enumerate(titles)]
    assert {item: steps for item, steps in shown.items() if len(steps) > 1} == due
    assert any(returns for steps in due.values() for _, returns in steps)


def test_the_last_step_of_a_history_is_current(ask):
    unlike = """
        select h.article_id from article_heads as h
        left join (select article_id, arg_max(revision, step) as shown from revision_history group by all) as r using (article_id)
        where not h.killed and h.current_revision is distinct from r.shown
    """
    assert ask(unlike) == []


@pytest.mark.parametrize(
    "expected", EXPECTED["revision_changes"], ids=lambda each: f"{each['guid']}/{each['step']}/{each['kind']}"
)
def test_an_edit_changes_what_a_reader_says(ask, expected):
    rows = ask(
        "select change, what from revision_changes where kind = ? and step = ? and article_id in (select article_id from sightings where item_id = ?)",
        expected["kind"],
        expected["step"],
        item_id(expected),
    )
    for change in ("added", "removed"):
        assert set(expected[change]) - {row["what"] for row in rows if row["change"] == change} == set()


def test_an_agency_s_correction_replaces_what_was_wrong(ask):
    for each in EXPECTED["corrections"]:
        rows = ask("select text from articles join sightings using (article_id) where item_id = ?", item_id(each))
        assert rows
        assert all(each["words"] in row["text"] for row in rows)


@pytest.mark.parametrize("expected", EXPECTED["credits"], ids=lambda each: each["guid"])
def test_whose_reports_an_article_passes_on(ask, expected):
    rows = ask(
        """
        select distinct c.outlet, c.credited_publisher_id, c.name, c.is_self, c.zone, c.start
        from credits as c
        inner join sightings as s using (article_id)
        where s.item_id = ?
        order by c.zone desc, c.start
        """,
        item_id(expected),
    )
    assert [[row["outlet"], row["credited_publisher_id"]] for row in rows] == expected["of"]
    assert {row["is_self"] for row in rows} == {expected.get("is_self", False)}
    assert "name" not in expected or {row["name"] for row in rows} == {expected["name"]}


# ── Answers ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("answer", EXPECTED["answers"], ids=lambda each: each["question"])
def test_a_question_is_answered(ask, answer):
    rows = [told(row) for row in ask((EXAMPLES / f"{answer['question']}.sql").read_text())]
    if "first" in answer:
        assert says(rows[0], answer["first"]), rows[0]
    for expected in answer.get("among", []):
        for each in apart(expected):
            assert any(says(row, each) for row in rows), each
    if only := answer.get("only"):
        found = [[row[column] for column in only["columns"]] for row in rows]
        assert sorted(found) == sorted(only["rows"])


def told(row: dict) -> dict:
    """A row with what its lists of framing say first: whom an outlet lets speak most, in whose words it tells."""
    if "statements_by_side" in row:
        row["leading_side"] = row["statements_by_side"][0]["side"] if row["statements_by_side"] else None
        row["own_words"] = {f"{term['concept']}/{term['side']}" for term in row["framing_terms"] if term["said"]}
    return row


def apart(expected: dict) -> list[dict]:
    """What is expected, once for each of several values of a column that has one in a row."""
    several = [
        key for key in ("place", "actor", "name", "concept", "speaker_name") if isinstance(expected.get(key), list)
    ]
    return [expected | {key: value} for key in several for value in expected[key]] or [expected]


def says(row: dict, expected: dict) -> bool:
    words = {"words_said", "words_not_said"}
    return (
        all(row[key] == value for key, value in expected.items() if key not in words)
        and set(expected.get("words_said", ())) <= row.get("own_words", set())
        and not set(expected.get("words_not_said", ())) & row.get("own_words", set())
    )


def test_every_question_has_an_answer():
    assert sorted(each["question"] for each in EXPECTED["answers"]) == [
        path.stem for path in sorted(EXAMPLES.glob("*.sql"))
    ]


# ── Kills, embargoes, sums ────────────────────────────────────────────────────────────────────────


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
    """Every raw, held, staged and delivered file as text, however it is stored and in whichever charset."""
    import pyarrow.parquet as pq
    import zstandard

    texts = []
    for path in data.rglob("*"):
        if path.suffix == ".zst":
            texts += in_any_charset(zstandard.decompress(path.read_bytes(), max_output_size=2**26))
        elif path.suffix == ".parquet":
            texts.append(str(pq.read_table(path).to_pylist()))
        elif path.is_file() and path.suffix not in {".duckdb", ".wal"}:
            texts += in_any_charset(path.read_bytes())
    return texts


def in_any_charset(body: bytes) -> list[str]:
    """The body in every charset in which the agencies of the newsroom write, on one line."""
    return [
        " ".join(body.decode(charset, "replace").split())
        for charset in ("utf-8", "koi8-r", "windows-1251", "windows-1250")
    ]


def test_embargoed_words_lie_in_held_and_nowhere_else(first_day):
    shop = first_day
    for held in EXPECTED["held"]:
        elsewhere = [part for part in shop.data.iterdir() if part.name not in {"held", "inbox"} and part.is_dir()]
        assert any(held["words"] in text for text in decoded(shop.data / "held"))
        for part in elsewhere:
            assert not any(held["words"] in text for text in decoded(part)), part
        for path in shop.data.rglob("*.duckdb"):
            with duckdb.connect(str(path.resolve()), read_only=True) as connection:
                found = connection.execute(
                    "select count(*) from article_revisions where contains(text, ?)", [held["words"]]
                ).fetchone()
            assert found == (0,)
    kept = Counter(path.suffix for path in (shop.data / "held").rglob("*") if path.is_file())
    assert kept[".zst"] == len(EXPECTED["held"])


def test_what_stays_held_may_be_seen_by_nobody_after_the_second_run(ask):
    seen = {item_id(item) for item in ITEMS if item.get("depth")}
    silent = [held for held in EXPECTED["held"] if item_id(held) not in seen]
    assert silent
    for held in silent:
        assert ask("select title from sightings where item_id = ? and title <> ''", item_id(held)) == []
        assert ask("select title from article_revisions where contains(text, ?)", held["words"]) == []


def test_copies_of_a_killed_story_are_listed_for_a_person(ask):
    found = {
        (row["item_id"], row["killed_item_id"])
        for row in ask(
            "select s.item_id, k.killed_item_id from killed_copies as k join sightings as s using (article_id)"
        )
    }
    assert found == {(item_id(copy), item_id(copy["of"])) for copy in EXPECTED["killed_copies"]}


def test_who_had_it_first(ask):
    rows = ask("""
        select copy.item_id, wire.item_id as wire_item_id, w.is_wire_first, w.minutes_after_wire
        from wire_copies as w
        inner join sightings as copy on w.article_id = copy.article_id
        inner join sightings as wire on w.wire_article_id = wire.article_id
    """)
    found = {(row["item_id"], row["wire_item_id"], row["is_wire_first"], row["minutes_after_wire"]) for row in rows}
    due = {(item_id(copy), item_id(copy["of"]), True, copy["minutes"]) for copy in EXPECTED["wire_first"]}
    assert found == due


@pytest.mark.parametrize("name", sorted(KEPT))
def test_what_a_snapshot_keeps_is_what_its_view_says(database, name):
    _, _, query = text(f"views/{name}").partition(f"create view {name} as\n")
    asked = "select count(*), sum(hash(t)) from {} as t"  # rows in any order
    kept = database.execute(asked.format(name)).fetchall()
    assert kept[0][0] > 0
    assert kept == database.execute(asked.format(f"({query.rstrip().rstrip(';')})")).fetchall()


def test_every_check_in_sql_finds_nothing(two_days, database):
    from pipelines import settings

    checks = sorted((settings.shipped("sql") / "checks").glob("*.sql"))
    assert checks
    for check in checks:
        assert database.execute(check.read_text()).fetchall() == [], check.name


@pytest.mark.parametrize(
    "table",
    [
        "revision_mentions",
        "revision_statements",
        "revision_framing",
        "framing_terms",
        "revision_credits",
        "statement_places",
        "statement_amounts",
    ],
)
def test_the_tags_that_the_checks_look_at_are_there(ask, table):
    ((found,),) = [row.values() for row in ask(f"select count(*) from {table}")]
    assert found > 0


def test_a_word_that_is_only_quoted_is_not_what_the_outlet_says(ask):
    assert ask("select count(*) as n from framing_terms where terms <> said + quoted") == [{"n": 0}]
    ((said, quoted),) = [row.values() for row in ask("select sum(said), sum(quoted) from framing_terms")]
    assert said > 0 < quoted


def test_everything_is_conserved(ask):
    assert ask("select * from ledger_conservation") == []
