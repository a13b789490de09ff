"""Articles that turn out to be one, and stories: rows move, heads follow, and no order of loads shows."""

import itertools

import pytest

from pipelines import warehouse
from pipelines.records import Basis
from pipelines.warehouse import connect

HARBOUR = (
    "The envoys of both shores sat down in the customs house on Monday and agreed on one point of eleven. "
    "Each side will send home four hundred sailors before the ice comes, said the master of the quay, who had "
    "kept the doors shut since dawn. Nothing was settled about the lighthouse, the pilot's fee or the three "
    "wrecks in the channel. A second meeting is to follow in the spring, on neutral ground, with the same seats."
)
LATER = f"{HARBOUR} The pilots, who were not asked, said that they would wait for the spring and then decide."
TITLE = "Sailors to go home before the ice"
TABLES = (
    "sightings",
    "article_revisions",
    "article_heads",
    "revision_mentions",
    "revision_statements",
    "revision_facets",
)


@pytest.fixture
def told(rows):
    """One article of an outlet as two addresses show it: (rows under the first, rows under the second)."""

    def tell(item, article, text, *, publisher="tide", hours=0, title=TITLE, **changes):
        seen = rows.observation(
            item, article=article, text=f"r-{text[-20:]}", seen=hours, publisher_id=publisher, title=title
        )
        row = rows.article(seen, text, publisher_id=publisher, **({"published_at": rows.at(hours - 1)} | changes))
        return (seen, row, *rows.children(row))

    return tell


def everything(desk):
    return {table: desk.rows(f"select article_id, count(*) from {table} group by all order by all") for table in TABLES}


def test_two_addresses_with_one_text_are_one_article(desk, told, rows):
    first, second = told("i", "a", HARBOUR), told("j", "b", LATER, hours=3)
    desk.load(*first)
    desk.load(*second)
    assert desk.rows("select article_id from article_heads") == [(rows.make_id("a"),)]
    assert desk.rows("select count(*) from article_revisions") == [(2,)]
    assert desk.rows("from article_alias") == [(rows.make_id("b"), rows.make_id("a"), "title")]
    assert {article for table in everything(desk).values() for article, _ in table} == {rows.make_id("a")}
    assert desk.problems() == {}


def test_the_id_that_says_most_stands_though_it_came_last(desk, told, rows):
    desk.load(*told("i", "a", HARBOUR, identified_by=Basis.URL))
    desk.load(*told("j", "b", HARBOUR, hours=3, identified_by=Basis.CANONICAL))
    assert desk.rows("select article_id, current_revision from article_heads") == [
        (rows.make_id("b"), rows.make_id(f"r-{HARBOUR[-20:]}"))
    ]
    (seen_first,) = desk.rows("select item_id from article_revisions")
    assert seen_first == (rows.make_id("i"),), "of one revision the earlier observation stays"
    assert desk.problems() == {}


def test_an_address_leads_to_the_article(desk, told, rows):
    other = rows.make_id("bare-link")
    desk.load(*told("i", "bare-link", HARBOUR, text_depth="summary"))
    desk.load(
        *told("j", "b", LATER, hours=1, identified_by=Basis.CANONICAL, other_ids=(other,), title="Not the same title")
    )
    assert desk.rows("select article_id, count(*) from article_revisions group by all") == [(rows.make_id("b"), 2)]
    assert desk.rows("from article_alias") == [(other, rows.make_id("b"), "address")]


def test_no_order_and_no_portion_shows(tmp_path, told, rows):
    parts = [
        told("i", "a", HARBOUR),
        told("j", "b", LATER, hours=3),
        told("k", "c", HARBOUR, publisher="mast", hours=5, title="Four hundred sailors"),
        told("l", "d", HARBOUR[:260], publisher="keel", hours=9, title="Sailors, briefly"),
    ]
    found = set()
    for number, order in enumerate([*itertools.permutations(parts, 4)][::6]):
        desk = rows.open_desk(tmp_path / str(number))
        for part in order if number % 2 else [order[0], (*order[1], *order[2]), order[3]]:
            desk.load(*part)
        assert desk.problems() == {}
        found.add(tuple(sorted(desk.hashes().items())))
        members = desk.rows("select story_id, place, relation from story_members order by place")
        assert members == [
            (rows.make_id("a"), 1, "first"),
            (rows.make_id("a"), 2, "copy"),
            (rows.make_id("a"), 3, "copy"),
        ]
    assert len(found) == 1


def test_of_a_story_whose_first_is_killed_the_rest_goes_on(desk, told, rows):
    first = told("i", "a", HARBOUR)
    desk.load(
        *first, *told("k", "c", HARBOUR, publisher="mast", hours=5), *told("l", "d", HARBOUR, publisher="keel", hours=9)
    )
    assert desk.rows("select count(*) from story_members") == [(3,)]
    desk.load(kills=[rows.kill("i")])
    assert desk.rows("select story_id, article_id, relation from story_members order by place") == [
        (rows.make_id("c"), rows.make_id("c"), "first"),
        (rows.make_id("c"), rows.make_id("d"), "copy"),
    ]


def test_old_ids_of_a_story_lead_to_it(desk, told, rows):
    desk.load(*told("l", "d", HARBOUR, publisher="keel", hours=9), *told("k", "c", HARBOUR, publisher="mast", hours=5))
    assert desk.rows("select distinct story_id from story_members") == [(rows.make_id("c"),)]
    early = told("i", "a", HARBOUR, published_at=rows.at(-30))
    desk.load(*early)
    path = warehouse.publish(desk.settings, "20260105T050000Z-00000000")
    with connect.reader(path) as connection:
        leads = dict(connection.execute("select alias_id, story_id from story_alias").fetchall())
    assert leads == {rows.make_id("c"): rows.make_id("a"), rows.make_id("d"): rows.make_id("a")}
