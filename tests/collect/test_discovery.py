"""Finding the feeds of a site that somebody names, and one look at a source: on good sites, bad ones and hostile ones."""

import asyncio
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from pipelines.children import Children
from pipelines.collect.collector import limits_of, open_desk
from pipelines.collect.discovery import (
    MOST_LINKS,
    Scout,
    Site,
    best,
    cadence_hours,
    country_of,
    language_of,
    read_site,
    usual_feeds,
)
from pipelines.collect.health import Memory
from pipelines.collect.probing import Permission, Prober, judge
from pipelines.parse import parse
from pipelines.records import Document, FeedState, Format, Reason, SourceKind
from tests.collect.outlet import House, answering

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
HOME = "http://outlet.example/"


def rss(*hours_ago, language="en", title="The Outlet"):
    items = "".join(
        f"<item><title>Talks {hours}</title><link>http://outlet.example/{hours}</link>"
        f"<pubDate>{format_datetime(NOW - timedelta(hours=hours))}</pubDate></item>"
        for hours in hours_ago
    )
    head = f'<rss version="2.0"><channel><title>{title}</title><language>{language}</language>'
    return f"{head}{items}</channel></rss>".encode()


def news_sitemap(*hours_ago):
    urls = "".join(
        f"<url><loc>http://outlet.example/{hours}</loc><news:news><news:publication><news:name>Outlet</news:name>"
        "<news:language>fr</news:language></news:publication>"
        f"<news:publication_date>{(NOW - timedelta(hours=hours)).isoformat()}</news:publication_date>"
        f"<news:title>Pourparlers {hours}</news:title></news:news></url>"
        for hours in hours_ago
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"<urlset {spaces}>{urls}</urlset>".encode()


def page(*links, head="", body=""):
    shown = "".join(f'<link rel="alternate" type="application/rss+xml" href="{link}">' for link in links)
    return f'<!doctype html><html lang="de-AT"><head><title>A page</title>{head}{shown}</head><body>{body}</body></html>'.encode()


@pytest.fixture
def house(server, tmp_path, clock):
    return House(server, tmp_path / "data", clock)


@pytest.fixture
def look(house):
    """Look at an address as `sources add` does, in this process."""

    def at(url=HOME, read_page=read_site):
        async def run():
            async with open_desk(house.settings, house.clock, ()) as desk:
                return await Scout(desk, parse, read_page).look(url)

        return asyncio.run(run())

    return at


@pytest.fixture
def probe(house):
    """Look at a source once, and judge it."""

    def at(source=None, memory=None):
        asked = source or house.sources[0]

        async def run():
            async with open_desk(house.settings, house.clock, [asked]) as desk:
                return await Prober(desk, parse).probe(asked, asked.url)

        found = asyncio.run(run())
        return found, judge(memory, found, asked, limits_of(house.settings))

    return at


def site(body, url=HOME, content_type="text/html; charset=utf-8"):
    return read_site(Document(document_id="d", source_id="s", body=body, url=url, content_type=content_type))


# ── What a page says ──────────────────────────────────────────────────────────────────────────────


def test_a_page_names_its_feeds_its_language_and_its_name():
    found = site(
        b"""<HTML LANG=uk><head><base href="/en/"><title> The
        Outlet </title><meta property="og:site_name" content="Outlet &amp; Sons">
        <link rel="stylesheet" href="style.css"><link rel="alternate" hreflang="fr" href="/fr/">
        <link rel="alternate" type="application/json" href="/wp-json/">
        <LINK REL='Alternate home' TYPE='Application/Atom+XML; charset=utf-8' HREF='feed.atom#top'>
        <link rel=alternate type=application/feed+json href=//other.example/feed.json>
        <link rel="alternate" type="application/rss+xml" href=""><link rel="alternate" type="application/rss+xml">
        </head><body><a href="/rss/world">RSS</a> <a href="/transfer">T</a> <a href="feeds.html">F</a></body></HTML>"""
    )
    assert found == Site(
        title="The Outlet",
        name="Outlet & Sons",
        language="uk",
        announced=("http://outlet.example/en/feed.atom", "http://other.example/feed.json"),
        lookalikes=("http://outlet.example/rss/world", "http://outlet.example/en/feeds.html"),
    )


@pytest.mark.parametrize(
    ("encoding", "header", "head"),
    [
        ("utf-8", "", ""),
        ("utf-8", "; charset=iso-8859-1", ""),
        ("windows-1251", "; charset=windows-1251", ""),
        ("koi8-r", "", '<meta charset="koi8-r">'),
    ],
)
def test_names_are_read_in_the_encoding_they_have(encoding, header, head):
    named = site(page(head=f"{head}<meta property='og:site_name' content='Вестник'>").decode().encode(encoding),
                 content_type=f"text/html{header}")  # fmt: skip
    assert named.name == "Вестник"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!-- nothing -->",
        b"\x00\xff" * 500,
        b"%PDF-1.7",
        b"<base href='http://[::1'><a href='/rss'>",
        b"<html>" + b"<div>" * 100_000,
    ],
)
def test_what_is_no_page_names_nothing(body):
    assert site(body, content_type="text/html; charset=no-such").announced == ()


def test_a_huge_page_is_read_as_far_as_its_head_and_quickly():
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}.xml">' for n in range(10_000))
    began = time.process_time()
    found = site(b"<html><head>" + links.encode() + b"<!--" * 1_100_000 + b"</head></html>")
    assert time.process_time() - began < 3
    assert len(found.announced) == 4 * MOST_LINKS


@pytest.mark.parametrize(
    ("tag", "language"),
    [("uk", "uk"), ("de-AT", "de"), (" EN_us", "en"), ("ukr", None), ("x", None), ("", None), (None, None)],
)
def test_languages(tag, language):
    assert language_of(tag) == language


@pytest.mark.parametrize(
    ("host", "country"),
    [("a.fr", "FR"), ("www.bbc.co.uk", "GB"), ("a.com", None), ("a.tv", None), ("a.eu", None), ("127.0.0.1", None)],
)
def test_countries(host, country):
    assert country_of(host) == country


def test_where_feeds_usually_lie():
    assert usual_feeds("http://a.example/en?x=1")[:4] == (
        "http://a.example/en/feed",
        "http://a.example/en/rss",
        "http://a.example/en/rss.xml",
        "http://a.example/feed",
    )
    assert usual_feeds("http://a.example/index.html") == usual_feeds("http://a.example")
    assert usual_feeds("http://a.example/")[-1] == "http://a.example/?feed=rss2"


# ── A site ────────────────────────────────────────────────────────────────────────────────────────


def test_a_feed_is_taken_as_it_is(server, look):
    server.routes["/world.xml"] = answering(rss(1, 3, 5, 7, 20, 30, 32))
    found = look("http://outlet.example/world.xml")
    (only,) = found.candidates
    assert (only.url, only.kind, only.language, only.probe.format) == (
        "http://outlet.example/world.xml", SourceKind.FEED, "en", Format.RSS,
    )  # fmt: skip
    assert only.probe.newest_at == NOW - timedelta(hours=1)
    assert cadence_hours(only.probe) == 12  # waits of 13, 10, 2 …: the second longest is 10
    assert not server.asked("/feed")


@pytest.mark.parametrize(
    ("hours", "cadence"),
    [((1, 2, 3, 4, 5), None), ((1, 2, 3, 4, 5, 6), 12), (range(0, 300, 5), 6), ((1, 2, 3, 4, 9e3, 18e3), None)],
)
def test_a_cadence_is_guessed_from_what_is_listed(server, look, hours, cadence):
    server.routes["/world.xml"] = answering(rss(*hours))
    (only,) = look("http://outlet.example/world.xml").candidates
    assert cadence_hours(only.probe) == cadence


def test_the_feed_with_the_latest_entry_is_the_best_and_comments_are_not(server, look):
    server.routes |= {
        "/": answering(page("/old.xml", "comments.xml", "http://cdn.example/new.xml", "/empty.xml", "/gone.xml")),
        "/old.xml": answering(rss(90, 100)),
        "/new.xml": answering(rss(2, 100)),
        "/comments.xml": answering(rss(0.1)),
        "/empty.xml": answering(rss()),
    }
    found = look()
    assert [each.url.rpartition("/")[2] for each in found.candidates] == [
        "old.xml",
        "comments.xml",
        "new.xml",
        "empty.xml",
    ]
    assert best(found.candidates).url == "http://cdn.example/new.xml"
    assert found.failed == (("http://outlet.example/gone.xml", Reason.HTTP_GONE),)
    assert found.site.language == "de"
    assert not server.asked("/feed"), "what the page announces has entries: nothing is guessed"


def test_a_feed_that_moved_for_good_is_polled_where_it_is_now(server, look):
    server.routes |= {
        "/feed": answering(status="301 Moved", Location="/feed/"),
        "/feed/": answering(rss(1)),
        "/": answering(page("/feed", "/feed/")),
    }
    (only,) = look().candidates
    assert (only.url, only.probe.url) == ("http://outlet.example/feed/", "http://outlet.example/feed")


def test_usual_paths_are_tried_one_by_one_where_robots_allow_it(server, look):
    server.routes |= {
        "/": answering(page(body='<a href="/syndication/rss/">RSS</a>')),
        "/robots.txt": answering(b"User-agent: *\nDisallow: /rss\nDisallow: /syndication\n", Content_Type="text/plain"),
        "/feed": answering(page()),
        "/rss": answering(rss(1)),
        "/feed.xml": answering(rss(2)),
    }
    found = look()
    assert [each.url for each in found.candidates] == ["http://outlet.example/feed.xml"]
    assert [request.path for request in server.requests if request.path not in {"/robots.txt", "/.well-known/tdmrep.json"}] == [
        "/", "/feed", "/feed.xml",
    ]  # fmt: skip
    assert (HOME + "syndication/rss/", Reason.ROBOTS) in found.failed
    assert (HOME + "feed", Reason.NOT_A_FEED) in found.failed


def test_a_site_without_feeds_has_a_news_sitemap(server, look):
    lines = "Sitemap: http://outlet.example/all.xml\nSitemap: /maps/index-news.xml\nSitemap: http://10.0.0.1/news.xml\n"
    index = "<sitemapindex>{}</sitemapindex>".format(
        "".join(f"<sitemap><loc>http://outlet.example/{name}</loc></sitemap>" for name in ("a.xml", "news-1.xml"))
    )
    server.routes |= {
        "/": answering(page("/empty.xml")),
        "/empty.xml": answering(rss()),
        "/robots.txt": answering(lines.encode(), Content_Type="text/plain"),
        "/maps/index-news.xml": answering(index.encode()),
        "/news-1.xml": answering(news_sitemap(2, 4)),
    }
    found = look()
    chosen = best(found.candidates)
    assert (chosen.url, chosen.kind, chosen.language) == (HOME + "maps/index-news.xml", SourceKind.SITEMAP, "fr")
    assert chosen.probe.member_url == HOME + "news-1.xml"
    assert chosen.probe.newest_at == NOW - timedelta(hours=2)
    assert not server.asked("/all.xml")


def test_who_asks_us_to_stop_is_left_alone(server, look):
    server.routes |= {"/": answering(page()), "/feed": answering(status="429 Slow down")}
    found = look()
    assert found.candidates == ()
    guessed = [request.path for request in server.requests]
    assert "/rss" not in guessed
    assert len(server.asked("/feed")) == 1


def test_a_site_that_is_down_is_asked_once(server, look):
    server.routes["/"] = answering(status="503 Down")
    found = look()
    assert found.named.response.reason is Reason.HTTP_SERVER_ERROR
    assert server.requests[0].path == "/"
    assert not server.asked("/feed")


# ── A hostile site ────────────────────────────────────────────────────────────────────────────────


def test_a_hostile_page_costs_a_bounded_number_of_requests(server, look):
    bad = [
        "javascript:alert(1)", "data:text/xml,%3Crss/%3E", "file:///etc/passwd", "http://10.0.0.1/feed", "http://[::1]/feed",
        "http://127.0.0.1:1/feed", "http://169.254.169.254/latest", "http://user:pw@outlet.example/feed", "http://2130706433/feed", "http://outlet.example/\u202efeed",
    ]  # fmt: skip
    many = [f"/{number}.xml" for number in range(10_000)]
    filler = "<p>" + "x" * 5_000_000
    server.routes["/"] = answering(
        page(*bad, *many, body=filler + "".join(f"<a href=/rss/{n}>r</a>" for n in range(100)))
    )
    began = time.process_time()
    found = look()
    assert time.process_time() - began < 10
    assert len(server.requests) < 40
    assert {reason for url, reason in found.failed if url in bad} == {
        Reason.BLOCKED_SCHEME, Reason.BLOCKED_ADDRESS, Reason.INVALID_URL,
    }  # fmt: skip
    assert {url for url, _ in found.failed} >= set(bad) - {"http://127.0.0.1:1/feed"}
    assert (
        sum(request.path.endswith(".xml") and request.path[1:-4].isdigit() for request in server.requests) == MOST_LINKS
    )


def test_redirects_to_private_addresses_and_in_circles_lead_nowhere(server, look):
    server.routes |= {
        "/": answering(page("/inside", "/circle", "/bomb")),
        "/inside": answering(status="302 Found", Location="http://192.168.1.1/feed"),
        "/circle": answering(status="302 Found", Location="/circle"),
        "/bomb": answering(b"<!DOCTYPE rss [<!ENTITY a '" + b"a" * 99 + b"'>" + b"".join(
            b"<!ENTITY a%d '%s'>" % (n, b"&a%s;" % (str(n - 1).encode() if n else b"") * 50) for n in range(9)
        ) + b"]><rss><channel><title>&a8;</title></channel></rss>"),
    }  # fmt: skip
    failed = dict(look().failed)
    assert failed[HOME + "inside"] is Reason.BLOCKED_ADDRESS
    assert failed[HOME + "circle"] is Reason.TOO_MANY_REDIRECTS
    assert failed[HOME + "bomb"] in {Reason.FEED_INVALID, Reason.ENTITIES_DECLARED}
    assert len(server.asked("/circle")) == 6


def test_the_page_is_read_in_a_child(server, look):
    server.routes |= {"/": answering(page("/a.xml")), "/a.xml": answering(rss(1))}
    with Children(1) as children:
        found = look(read_page=lambda document: children.call(read_site, document, timeout_seconds=10))
    assert [each.url for each in found.candidates] == [HOME + "a.xml"]


# ── One look at a source ──────────────────────────────────────────────────────────────────────────


def test_a_source_that_is_well(server, house, probe):
    server.routes |= {
        "/feed": answering(rss(1, 200), ETag='"1"'),
        "/.well-known/tdmrep.json": answering(json.dumps([{"location": "/*", "tdm-reservation": 1}]).encode()),
    }
    found, judgement = probe()
    assert (judgement.state, found.format, len(found.items)) == (FeedState.OK, Format.RSS, 2)
    assert found.robots is Permission.ALLOWED
    assert found.reserved.stated_in == "tdmrep.json"
    assert found.response.body == b""
    probe()
    assert [("if-none-match" in request.headers) for request in server.asked("/feed")] == [False, False]
    assert house.polls() == [], "no record is written"
    assert not (house.data / "raw" / "bodies").exists()


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (answering(page()), FeedState.HTML, Reason.NOT_A_FEED),
        (answering(rss()), FeedState.EMPTY, None),
        (answering(b""), FeedState.EMPTY, Reason.EMPTY),
        (answering(status="410 Gone"), FeedState.DOWN, Reason.HTTP_GONE),
        (answering(status="403 No"), FeedState.BLOCKED, Reason.HTTP_FORBIDDEN),
        (answering(rss(24 * 40)), FeedState.STALE, None),
        (answering(b'{"version": "https://jsonfeed.org/version/1", "items"'), FeedState.DOWN, Reason.NOT_A_FEED),
    ],
)
def test_a_source_that_is_not(server, probe, answer, state, reason):
    server.routes["/feed"] = answer
    found, judgement = probe()
    assert (judgement.state, found.reason) == (state, reason)


def test_a_source_that_moved_says_so_at_once(server, probe):
    server.routes |= {"/feed": answering(status="308 Moved", Location="/new"), "/new": answering(rss(1))}
    found, judgement = probe()
    assert judgement.state is FeedState.MOVED
    assert "http://outlet.example/new" in judgement.why
    server.routes["/feed"] = answering(status="302 Found", Location="/new")
    found, judgement = probe()
    assert (judgement.state, found.response.final_url) == (FeedState.OK, "http://outlet.example/new")


def test_robots_are_told_and_do_not_stop_the_look(server, probe):
    server.routes |= {
        "/feed": answering(rss(1)),
        "/robots.txt": answering(b"User-agent: *\nDisallow: /", Content_Type="text/plain"),
    }
    found, judgement = probe()
    assert (found.robots, judgement.state) == (Permission.DISALLOWED, FeedState.OK)


def test_robots_that_cannot_be_had_are_told(server, probe):
    server.routes |= {"/feed": answering(rss(1)), "/robots.txt": answering(status="500 Oops")}
    assert probe()[0].robots is Permission.UNREACHABLE


def test_what_the_collector_remembers_counts_and_stays(server, house, probe):
    server.routes["/feed"] = answering(status="404 Gone")
    house.run(parse=parse, everything=True)

    async def memory():
        async with open_desk(house.settings, house.clock, house.sources) as desk:
            return desk.index.memory("outlet")

    before = asyncio.run(memory())
    known = Memory.from_json(before)
    for weight, state in ((known.trouble.weight, FeedState.DOWN), (50, FeedState.DEAD)):
        trouble = replace(known.trouble, weight=weight, since_at=NOW - timedelta(days=365))
        assert probe(memory=replace(known, trouble=trouble))[1].state is state
    server.routes["/feed"] = answering(rss(1))
    assert probe(memory=known)[1].state is FeedState.OK
    assert asyncio.run(memory()) == before


def test_a_host_that_asked_to_be_left_alone_is_not_asked(server, house):
    server.routes["/feed"] = answering(rss(1))
    source = house.sources[0]

    async def run():
        async with open_desk(house.settings, house.clock, [source]) as desk:
            desk.index.remember_busy(desk.pace.budget_of(source.url), NOW + timedelta(hours=3))
        async with open_desk(house.settings, house.clock, [source]) as desk:
            return Prober(desk, parse).rests_until(source.url)

    assert asyncio.run(run()).hour == 9
    assert server.requests == []
