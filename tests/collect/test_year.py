"""What lets `collect` be left alone: due times, states that outlive a restart, looks again, archives, addresses."""

import asyncio
import json
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from pipelines import settings
from pipelines.collect.archive import Archive, Range
from pipelines.collect.collector import limits_of, open_desk
from pipelines.collect.fetches import FetchLog
from pipelines.collect.imported import sorted_out, take
from pipelines.collect.index import Index
from pipelines.collect.readings import ReadingLog
from pipelines.collect.revisits import KnownArticle, visit_due
from pipelines.errors import SettingsError
from pipelines.parse import parse
from pipelines.records import FeedState, FetchOutcome, Reason, SourceKind, make_id
from pipelines.settings import Settings
from tests.collect.outlet import PAGE, House, answering, feed, link, read_lines

START = datetime(2026, 3, 1, 6, tzinfo=UTC)


@pytest.fixture
def house(server, tmp_path):
    """A house whose time stands still until a test moves it."""
    house = House(server, tmp_path, lambda: house.now)
    house.now = START
    return house


@pytest.fixture
def patient(house):
    """The same house with waiting as configured, but none between requests to one host."""
    given = {name: getattr(house.settings, name) for name in ("data", "pack", "allow_hosts", "connect_to")}
    house.settings = Settings(**given, host_interval_seconds=0)
    return house


def readings(house):
    return list(ReadingLog(house.data / "raw" / "readings").read())


def not_modified(_):
    return answering(b"", "304 Not Modified", Content_Length=None)(_)


def test_only_what_is_due_is_asked(patient):
    patient.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE)}
    assert patient.run().due == 1
    patient.now += timedelta(minutes=5)
    report = patient.run()
    assert (report.due, report.rows[0].outcome, report.outcomes) == (0, None, {})
    assert patient.run(everything=True).due == 1
    patient.now += timedelta(hours=1)
    assert patient.run().due == 1
    assert len(patient.server.asked("/feed")) == 3


def test_every_poll_leaves_a_reading(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE)}
    house.run()
    house.now += timedelta(hours=1)
    house.server.routes["/feed"] = feed(["a", link("/a")], ["b", link("/b")])
    house.run()
    house.now += timedelta(hours=1)
    house.server.routes["/feed"] = answering(b"<html>maintenance</html>")
    house.run()
    first, second, third = readings(house)
    assert (first.items, first.new_items, second.items, second.new_items) == (1, 1, 2, 1)
    assert [each.fetch_id for each in (first, second, third)] == [poll.fetch_id for poll in house.polls()]
    assert (first.state, second.state, third.new_items) == (FeedState.OK, FeedState.OK, None)
    assert third.failures > 0


def test_a_feed_that_rolled_over_between_polls_is_told(house):
    house.server.routes["/feed"] = feed(["a", None], ["b", None])
    house.run()
    house.now += timedelta(hours=1)
    house.server.routes["/feed"] = feed(["c", None], ["d", None])
    house.run()
    assert [each.is_gap for each in readings(house)] == [False, True]


@pytest.mark.parametrize("trouble", [answering(b"", "500 Oops"), answering(b"<html>Maintenance</html>", ETag='"v1"')])
def test_not_modified_after_a_failure_is_no_answer(house, trouble):
    house.server.routes["/feed"] = feed(["a", None], ETag='"v1"')
    house.run()
    house.server.routes["/feed"] = trouble
    house.now += timedelta(hours=1)
    house.run()
    house.server.routes["/feed"] = not_modified
    house.now += timedelta(hours=1)
    (row,) = house.run().rows
    assert (row.outcome, row.reason) == (FetchOutcome.FAILED, Reason.PROTOCOL)
    assert [request.headers.get("if-none-match") for request in house.server.asked("/feed")] == [None, '"v1"', None]


def test_validators_are_those_of_the_place_a_feed_really_comes_from(house):
    house.server.routes |= {
        "/feed": answering(b"", "302 Found", Location="http://outlet.example/real"),
        "/real": feed(["a", None], ETag='"real"'),
    }
    house.run()
    house.server.routes["/real"] = not_modified
    (row,) = house.run().rows
    assert row.outcome is FetchOutcome.NOT_MODIFIED
    asked = [request.headers.get("if-none-match") for request in house.server.asked("/feed")]
    assert (asked, house.server.asked("/real")[1].headers["if-none-match"]) == ([None, None], '"real"')


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address_after_three_equal_answers(house):
    house.server.routes |= {
        "/feed": answering(b"", "301 Moved Permanently", Location="http://outlet.example/new"),
        "/new": feed(["a", None]),
    }
    for _ in range(4):
        house.run()
        house.now += timedelta(hours=1)
    assert [poll.url for poll in house.polls()] == [link("/feed")] * 3 + [link("/new")]
    assert readings(house)[-1].state is FeedState.MOVED


def test_a_restart_forgets_nothing(patient):
    patient.server.routes["/feed"] = answering(b"", "429 Too Many Requests", Retry_After="7200")
    patient.run()
    patient.now += timedelta(minutes=90)
    assert patient.run().due == 0
    patient.now += timedelta(hours=1)
    assert patient.run().due == 1


def test_a_lost_index_is_made_good_from_the_records(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE)}
    house.run()
    for path in (house.data / "raw").glob("index.sqlite*"):
        path.unlink()
    house.run()
    assert len(house.server.asked("/a")) == 1


def test_what_was_appended_behind_the_index_is_taken_up(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE)}
    house.run()
    index = house.data / "raw" / "index.sqlite"
    with sqlite3.connect(index) as db:  # as if the run had died before its last commit
        db.executescript("delete from files; delete from pages; delete from bodies;")
    db.close()
    with Index(index, FetchLog(house.data / "raw" / "fetches")) as again:
        assert again.page(make_id("outlet", "a"), "1").final


def test_the_numbers_are_settings(house):
    given = settings.load({"TRUCEWATCH_LIMITS": "moved_polls=5, dead_days=30", "TRUCEWATCH_POLL_MINUTES": "15"})
    limits = limits_of(given)
    assert (limits.moved_polls, limits.dead_days, limits.shortest_seconds) == (5, 30, 900)
    with pytest.raises(SettingsError, match="no limit") as caught:
        limits_of(settings.load({"TRUCEWATCH_LIMITS": "dead_day=30"}))
    assert "dead_days" in caught.value.next_step


# ── Looks again ───────────────────────────────────────────────────────────────────────────────────


def known(house, path="/a"):
    return KnownArticle(
        article_id="article",
        item_id=make_id("outlet", "a"),
        item_revision="1",
        source_id="outlet",
        url=link(path),
        parent_fetch_id=house.polls()[0].fetch_id,
        seen_at=START,
    )


@pytest.mark.parametrize(
    ("hours", "visits", "due"), [(0.9, 0, None), (1, 0, 1), (1, 1, None), (6, 1, 2), (30, 0, 3), (30, 3, None)]
)
def test_a_visit_is_due_after_its_hours_and_missed_ones_are_made_up_for_once(hours, visits, due):
    assert visit_due(START, visits, (1, 6, 24, 72, 168), START + timedelta(hours=hours)) == due


def test_pages_about_the_talks_are_looked_at_again(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE, ETag='"v1"')}
    house.run()
    later = ((1, not_modified), (5, answering(b"<p>Edited.</p>")), (18, answering(b"", "410 Gone")))
    for hours, answer in later:
        house.now += timedelta(hours=hours)
        house.server.routes["/a"] = answer
        house.run(known=[known(house)])
        house.run(known=[known(house)])  # at once again: nothing is due
    first, *again = house.pages()
    assert [(page.visit, page.outcome, page.status, page.article_id) for page in again] == [
        (1, FetchOutcome.NOT_MODIFIED, 304, "article"),
        (2, FetchOutcome.OK, 200, "article"),
        (3, FetchOutcome.REFUSED, 410, "article"),
    ]
    assert (first.visit, {page.parent_fetch_id for page in again}) == (0, {first.parent_fetch_id})
    assert [request.headers.get("if-none-match") for request in house.server.asked("/a")] == [
        None,
        '"v1"',
        '"v1"',
        None,
    ]


def test_a_look_again_that_fails_waits_for_the_next_one(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE)}
    house.run()
    house.server.routes["/a"] = answering(b"", "503 Service Unavailable")
    house.now += timedelta(hours=1)
    house.run(known=[known(house)])
    house.run(known=[known(house)])
    failed = house.pages()[-1]
    assert (failed.visit, failed.outcome, failed.final, len(house.pages())) == (1, FetchOutcome.FAILED, True, 2)


# ── Reservations and secrets ──────────────────────────────────────────────────────────────────────

RESERVING = {
    "/.well-known/tdmrep.json": answering(b'[{"location": "/", "tdm-reservation": 1}]', Content_Type="application/json")
}


def test_a_reserved_page_is_not_fetched(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE), **RESERVING}
    house.run()
    (page,) = house.pages()
    assert (page.outcome, page.reason, house.server.asked("/a")) == (FetchOutcome.REFUSED, Reason.RESERVED, [])
    assert "tdmrep.json" in page.detail


def test_a_licensed_source_may(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE), **RESERVING}
    house.run(house.source("outlet", licensed=True))
    assert [page.outcome for page in house.pages()] == [FetchOutcome.OK]


@pytest.mark.parametrize(
    "page", [answering(PAGE, TDM_Reservation="1"), answering(b'<head><meta name="tdm-reservation" content="1"></head>')]
)
def test_what_an_answer_reserves_is_not_kept(house, page):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": page}
    house.run()
    (record,) = house.pages()
    assert (record.reason, record.raw_sha256) == (Reason.RESERVED, None)


def test_robots_txt_is_read_once_a_day(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")], ["b", link("/b")])}
    house.run()
    house.server.routes["/feed"] = feed(["c", link("/c")])
    for hours in (1, 22, 2):
        house.now += timedelta(hours=hours)
        house.server.routes["/feed"] = feed([f"c{hours}", link(f"/c{hours}")])
        house.run()
    assert len(house.server.asked("/robots.txt")) == 2


def test_a_secret_is_sent_and_stands_nowhere(house):
    canary = "s3cr3t-canary"
    house.server.routes |= {"/feed": feed(["a", None]), f"/feed?key={canary}": feed(["b", None])}
    by_header = house.source("header", secret="paid", secret_header="X-Key")
    by_parameter = house.source("parameter", secret="paid", secret_parameter="key")
    house.settings = Settings(
        **{name: getattr(house.settings, name) for name in ("data", "pack", "allow_hosts", "connect_to", "politeness")},
        secrets={"paid": canary},
    )
    rows = house.run(by_header, by_parameter, house.source("none", secret="lost", secret_header="X-Key")).rows
    assert [row.reason for row in rows] == [None, None, Reason.CREDENTIALS]
    assert {request.headers.get("x-key") for request in house.server.asked("/feed")} == {canary}
    assert len(house.server.asked(f"/feed?key={canary}")) == 1
    written = b"".join(path.read_bytes() for path in house.data.rglob("*") if path.is_file())
    assert canary.encode() not in written
    assert canary not in repr(house.settings)


# ── Sitemaps, archives, addresses ─────────────────────────────────────────────────────────────────

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def urlset(*paths):
    entries = "".join(
        f"<url><loc>{link(path)}</loc><news:news><news:title>{path}</news:title></news:news></url>" for path in paths
    )
    given = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{NEWS}">{entries}</urlset>'
    return answering(given.encode(), Content_Type="application/xml")


def sitemap_index(**changed):
    entries = "".join(
        f"<sitemap><loc>{link(f'/{name}.xml')}</loc><lastmod>{at.isoformat()}</lastmod></sitemap>"
        for name, at in changed.items()
    )
    given = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'
    return answering(given.encode(), Content_Type="application/xml")


def test_a_sitemap_index_is_followed_where_it_changed(house):
    source = house.source("outlet", kind=SourceKind.SITEMAP)
    house.server.routes |= {
        "/feed": sitemap_index(old=START - timedelta(days=9), news=START),
        "/old.xml": urlset("/o"),
        "/news.xml": urlset("/a"),
        **dict.fromkeys(("/o", "/a", "/b"), answering(PAGE)),
    }
    (row,) = house.run(source, parse=parse).rows
    assert (row.items, row.pages_ok) == (2, 2)
    house.now += timedelta(hours=1)
    house.server.routes |= {
        "/feed": sitemap_index(old=START - timedelta(days=9), news=START + timedelta(minutes=30)),
        "/news.xml": urlset("/a", "/b"),
    }
    house.run(source, parse=parse)
    assert [len(house.server.asked(path)) for path in ("/old.xml", "/news.xml", "/a", "/b")] == [1, 2, 1, 1]
    last = readings(house)[-1]
    assert (last.items, last.new_items, last.is_gap) == (3, 1, False)


def rss(*entries):
    items = "".join(
        f"<item><title>{name}</title><link>{link(f'/{name}')}</link><guid>{name}</guid><pubDate>{at:%a, %d %b %Y} 08:00:00 GMT"
        "</pubDate></item>"
        for name, at in entries
    )
    return answering(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode())


def backfilled(house, source, since, until):
    async def walk():
        async with open_desk(house.settings, house.clock, [source]) as desk:
            return await Archive(desk, source, Range(since=since, until=until), parse).backfill(lambda _: None)

    return asyncio.run(walk())


def test_numbered_pages_are_read_back_to_the_range(house):
    day = lambda number: datetime(2026, 2, number, tzinfo=UTC)  # noqa: E731
    source = house.source("outlet", archive_url=link("/page/{n}"))
    house.server.routes |= {f"/page/{n}": rss((f"p{n}", day(20 - n)), (f"q{n}", day(20 - n))) for n in range(1, 9)}
    house.server.routes |= {f"/{letter}{n}": answering(PAGE) for letter in "pq" for n in range(1, 9)}
    found = backfilled(house, source, since=day(15), until=day(18))
    assert (found.pages_read, found.pages_kept, found.items, found.articles) == (6, 3, 6, 6)
    assert found.ended == "at entries older than the range"
    assert [poll.url for poll in house.polls()] == [link(f"/page/{n}") for n in (3, 4, 5)]
    assert house.run(source, parse=parse).rows[0].pages_ok == 0  # nothing is left over


def test_archive_links_are_followed(house):
    def page(older, *entries):
        more = (
            f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="prev-archive" href="{older}"/>' if older else ""
        )
        route = rss(*entries)
        return lambda request: [
            b"".join(route(request))
            .replace(b"<title>x</title>", b"<title>x</title>" + more.encode())
            .replace(b"Content-Length", b"X-Length")
        ]

    house.server.routes |= {
        "/feed": page(link("/2"), ("a", START)),
        "/2": page(link("/3"), ("b", START - timedelta(days=1))),
        "/3": page(None, ("c", START - timedelta(days=2))),
        **dict.fromkeys(("/a", "/b", "/c"), answering(PAGE)),
    }
    found = backfilled(house, house.source("outlet"), START - timedelta(days=5), START + timedelta(days=1))
    assert (found.pages_read, found.items, found.articles, found.ended) == (3, 3, 3, "at the last page")


def test_an_archive_that_runs_in_a_circle_ends(house):
    source = house.source("outlet", archive_url=link("/page/{n}"))
    house.server.routes |= {f"/page/{n}": rss(("a", START)) for n in range(1, 9)} | {"/a": answering(PAGE)}
    found = backfilled(house, source, START - timedelta(days=5), START + timedelta(days=1))
    assert (found.pages_read, found.ended) == (2, "at the last page")


def test_addresses_of_a_person(house):
    urls, refused = sorted_out(
        [
            "# found today",
            "",
            link("/a"),
            f"{link('/b')}  seen on the wire",
            link("/a"),
            "javascript:1",
            "http://10.0.0.1/",
        ],
        house.settings.allow_hosts,
    )
    assert urls == (link("/a"), link("/b"))
    assert [reason for _, reason in refused] == ["invalid_link", "blocked_address"]
    house.server.routes |= {"/a": answering(PAGE)}
    source = house.source("import-outlet", url=None)

    async def fetch():
        async with open_desk(house.settings, house.clock, [source]) as desk:
            return await take(desk, source, urls, parse)

    taken = asyncio.run(fetch())
    assert [(page.url, page.reason) for page in taken.pages] == [(link("/a"), None), (link("/b"), Reason.HTTP_GONE)]
    (listed,) = house.polls()
    assert json.loads(house.raw().get(listed.raw_sha256))["items"][0]["url"] == link("/a")
    assert {page.parent_fetch_id for page in taken.pages} == {listed.fetch_id}


def test_addresses_whose_pages_failed_are_tried_again(house):
    house.server.routes["/a"] = answering(b"", "503 Service Unavailable")
    source = house.source("import-outlet", url=None, paused_why="no feed of its own")

    async def fetch():
        async with open_desk(house.settings, house.clock, [source]) as desk:
            return await take(desk, source, [link("/a")], parse)

    asyncio.run(fetch())
    house.server.routes["/a"] = answering(PAGE)
    house.now += timedelta(hours=1)
    report = house.run(source, parse=parse)
    assert [page.outcome for page in house.pages()] == [FetchOutcome.FAILED, FetchOutcome.OK]
    assert (report.rows, report.paused, report.due) == ((), 1, 0)


def test_a_bug_at_one_source_forgets_nothing_of_the_others(house):
    house.server.routes["/feed"] = feed(["a", None])

    def crash_for_one(document):
        if document.source_id == "bad":
            raise ZeroDivisionError
        return read_lines(document)

    with pytest.raises(ZeroDivisionError):
        house.run(house.source("bad"), house.source("outlet"), parse=crash_for_one)
    assert [each.source_id for each in readings(house)] == ["outlet"]
