"""Five feeds, a short link, a moved page, a second title: one article all the same, and nothing seen is lost."""

import pytest

SOURCES = "".join(
    f"- {{id: tide-{name}, publisher: tide, name: The Tide, kind: feed, url: 'http://tide.example/{name}.xml', language: en,"
    " cadence_hours: 12, verified: true}\n"
    for name in ("top", "world", "harbour", "crew", "late")
)
FEEDS = ("top", "world", "harbour", "crew", "late")


@pytest.fixture
def tide(folder, tmp_path):
    (tmp_path / "pack" / "sources.yaml").write_text(SOURCES)
    return folder


def test_five_feeds_give_one_article_and_five_sightings(tide, build):
    for hours, name in enumerate(FEEDS):
        entry = ("7", f"http://tide.example/envoys?utm_source={name}", "Envoys meet on the quay", None, None)
        feed = tide.poll(hours, build["rss"](entry), source=f"tide-{name}", url=f"http://tide.example/{name}.xml")
        tide.look(hours + 0.5, feed, "7", build["page"]("envoys"))
    tide.monitor(9)
    assert tide.rows("select count(*) from articles") == [(1,)]
    assert tide.rows("select count(*), count(distinct source_id) from sightings") == [(5, 5)]
    assert tide.problems() == {}


@pytest.mark.parametrize("at_once", [True, False], ids=["in one run", "in two"])
def test_a_refused_page_and_its_address_found_later_are_one_article(tide, build, at_once):
    """First the link of a feed whose page was refused, then another feed's link, whose page says where it stands."""
    rss, page = build["rss"], build["page"]
    short = ("1", "http://tide.example/s/1", "Envoys meet on the quay", "They met.", None)
    feed = tide.poll(0, rss(short), source="tide-top", url="http://tide.example/top.xml")
    tide.look(1, feed, "1", status=404)
    if not at_once:
        tide.monitor(2)
        assert tide.rows("select text_depth from articles") == [("summary",)]
    long = ("2", "http://tide.example/s/1?from=world", "Envoys meet on the quay", None, None)
    feed = tide.poll(3, rss(long), source="tide-world", url="http://tide.example/world.xml")
    tide.look(4, feed, "2", page("envoys", more="<link rel='canonical' href='http://tide.example/world/envoys'>"))
    if not at_once:
        before = tide.rows("select article_id from articles")
    tide.monitor(5)
    assert tide.rows("select count(*), min(text_depth), max(revisions) from articles") == [(1, "full", 2)]
    assert tide.rows("select count(*) from sightings") == [(2,)]
    if not at_once:
        (now,) = tide.rows("select article_id from articles")
        leads = dict(tide.rows("select alias_id, article_id from article_alias"))
        assert leads.get(before[0][0], before[0][0]) == now[0]
    assert tide.problems() == {}


def test_one_text_under_two_addresses_and_titles_is_one_article(tide, build):
    rss, page = build["rss"], build["page"]
    for hours, (name, title) in enumerate(
        (("envoys-meet", "Envoys meet on the quay"), ("envoys", "Envoys meet on the quay at night"))
    ):
        entry = (name, f"http://tide.example/{name}", title, None, None)
        feed = tide.poll(hours, rss(entry), source="tide-top", url="http://tide.example/top.xml")
        tide.look(hours + 0.5, feed, name, page("the quay", title))
    tide.monitor(3)
    assert tide.rows("select title, revisions from articles") == [("Envoys meet on the quay at night", 2)]
    assert tide.rows("select rule from article_alias where rule = 'title'") == [("title",)]
    hashes = tide.hashes()
    tide.monitor(4)
    assert tide.hashes() == hashes
