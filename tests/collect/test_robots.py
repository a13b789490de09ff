"""What robots.txt allows, in every state it can be found in (fault 37)."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.collect.client import Client
from pipelines.collect.keeping import Kept
from pipelines.collect.pace import Pace
from pipelines.collect.robots import MAX_ROBOTS_BYTES, Robots
from pipelines.records import Reason

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FORBIDDEN = b"User-agent: *\nDisallow: /"


def answering(body=b"", status=200, content_type="text/plain"):
    return lambda _: [f"HTTP/1.1 {status} Said\r\nContent-Type: {content_type}\r\n\r\n".encode(), body]


@pytest.fixture
def ask(server):
    """Verdicts on paths of the server, or whatever else one wants of `Robots`, asked at once."""

    def asking(*paths, wish=Robots.verdict, **given):
        async def run():
            async with Client(allow_hosts=frozenset({f"127.0.0.1:{server.port}"}), deadline_seconds=0.5) as client:
                robots = Robots(client, Pace(0), **given)
                return await asyncio.gather(*(wish(robots, server.url(path)) for path in paths))

        return asyncio.run(run())

    return asking


class Drawer:
    """A keeper with everything in the open."""

    def __init__(self):
        self.kept = {}

    def recall(self, url):
        return self.kept.get(url)

    def keep(self, url, kept):
        self.kept[url] = kept


@pytest.mark.parametrize(
    ("body", "allowed", "delay_seconds"),
    [
        (b"", True, 0),
        (b"User-agent: *\nDisallow: /", False, 0),
        (b"User-agent: *\nDisallow:", True, 0),
        (b"User-agent: *\nDisallow: /news/", False, 0),
        (b"User-agent: *\nDisallow: /news/\nAllow: /news/1.html", True, 0),
        (b"User-agent: *\nDisallow: /*.html$", False, 0),
        (b"User-agent: otherbot\nDisallow: /", True, 0),
        (b"User-agent: trucewatch\nDisallow: /\n\nUser-agent: *\nAllow: /", False, 0),
        (b"user-agent: TruceWatch/1.0\nDisallow: /", False, 0),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: trucewatch\nAllow: /", True, 0),
        (b"User-agent: otherbot\nUser-agent: *\nDisallow: /", False, 0),
        (b"User-agent: otherbot # us\nDisallow: /\nUser-agent: *\nAllow: /", True, 0),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /admin/", True, 0),
        (b"User-agent: *\nCrawl-delay: 7", True, 7),
        (b"User-agent: *\nCrawl-delay: 1e9", True, 60),
        (b"User-agent: *\nCrawl-delay: -3", True, 0),
        (b"User-agent: *\nCrawl-delay: nan", True, 0),
        (b"\xff\xfe\x00garbage\x00" * 50, True, 0),
    ],
)
def test_rules(server, ask, body, allowed, delay_seconds):
    server.routes["/robots.txt"] = answering(body)
    [verdict] = ask("/news/1.html")
    assert (verdict.allowed, verdict.is_final, verdict.crawl_delay_seconds) == (allowed, True, delay_seconds)


@pytest.mark.parametrize(
    ("answer", "allowed", "is_final"),
    [
        (answering(FORBIDDEN, 404), True, True),
        (answering(FORBIDDEN, 410), True, True),
        (answering(FORBIDDEN, 403), True, True),
        (answering(FORBIDDEN, 400), True, True),
        (answering(b"<!doctype html><p>" + FORBIDDEN, content_type="text/html"), True, True),
        (answering(b"\n <html>\n" + FORBIDDEN, content_type="text/plain"), True, True),
        (lambda _: [b"HTTP/1.1 302 Found\r\nLocation: /robots.txt\r\n\r\n"], True, True),
        (lambda _: [b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/robots.txt\r\n\r\n"], True, True),
        (answering(b"", 500), False, False),
        (answering(b"", 503), False, False),
        (answering(b"", 429), False, False),
        (lambda _: [b"nonsense\r\n\r\n"], False, False),
        (lambda _: [], False, False),
        (lambda _: [time.sleep(0.6) or b""], False, False),
    ],
)
def test_states_of_the_file(server, ask, answer, allowed, is_final):
    server.routes["/robots.txt"] = answer
    [verdict] = ask("/news/1.html")
    assert (verdict.allowed, verdict.is_final) == (allowed, is_final)


def test_thousands_of_agents_above_thousands_of_rules_cost_little(server, ask):
    agents = b"".join(b"User-agent: a%d\n" % number for number in range(15_000))
    server.routes["/robots.txt"] = answering((agents + b"Disallow: /x\n" * 20_000)[:MAX_ROBOTS_BYTES])
    began = time.process_time()
    assert ask("/news/1.html")[0].allowed
    assert time.process_time() - began < 5


def test_read_once_per_origin_even_when_asked_at_once(server, ask):
    """Of a file of megabytes its first 500 KiB."""
    server.routes["/robots.txt"] = answering(
        b"User-agent: *\nDisallow: /no\n" + b"#" * MAX_ROBOTS_BYTES + b"\nDisallow: /yes\n" + b"#" * 9_000_000
    )
    assert [each.allowed for each in ask("/yes", "/no", "/no/2", "/yes/2")] == [True, False, False, True]
    assert len(server.requests) == 1


def test_sitemaps(server, ask):
    server.routes["/robots.txt"] = answering(
        b"Sitemap: https://cdn.example/news.xml\nUser-agent: *\nDisallow: /\nsitemap: /local.xml # ours\n"
        b"Sitemap: javascript:alert(1)\nSitemap: http://10.0.0.1/x.xml\nSitemap: http://[x\nSitemap:\n"
        b"Sitemap: https://cdn.example/news.xml\n" + b"".join(b"Sitemap: http://a.example/%d\n" % n for n in range(200))
    )
    [named] = ask("/news/1.html", wish=Robots.sitemaps)
    assert len(named) == 100
    assert named[:2] == ("https://cdn.example/news.xml", "http://a.example/0")


def test_sitemaps_of_a_site_without_robots(ask):
    assert ask("/news/1.html", wish=Robots.sitemaps) == [()]


def test_no_host_no_robots():
    async def run():
        async with Client() as client:
            return await Robots(client, Pace(0)).verdict("nonsense")

    assert asyncio.run(run()).allowed


@pytest.mark.parametrize(
    ("hours", "asked"),
    [(0, 1), (23.9, 1), (24, 2), (-1, 2)],
)
def test_kept_for_a_day_from_run_to_run(server, ask, hours, asked):
    server.routes["/robots.txt"] = answering(FORBIDDEN)
    drawer = Drawer()
    for now in (NOON, NOON + timedelta(hours=hours)):
        assert not ask("/", keeper=drawer, now=lambda now=now: now)[0].allowed
    assert len(server.requests) == asked


def test_absence_is_kept_too(server, ask):
    drawer = Drawer()
    for hours in (0, 12):
        assert ask("/", keeper=drawer, now=lambda hours=hours: NOON + timedelta(hours=hours))[0].allowed
    assert len(server.requests) == 1
    assert drawer.kept == {server.url("/robots.txt"): Kept(fetched_at=NOON)}


@pytest.mark.parametrize("before", [None, FORBIDDEN, b"User-agent: *\nDisallow: /no"])
def test_a_file_out_of_reach_forbids_for_a_day_and_is_asked_for_hourly(server, ask, before):
    """After that the rules of before hold, or none (RFC 9309, section 2.3.1.4)."""
    drawer = Drawer()
    if before is not None:
        server.routes["/robots.txt"] = answering(before)
        ask("/", keeper=drawer, now=lambda: NOON - timedelta(hours=30))
    server.routes["/robots.txt"] = answering(b"", 503)
    server.requests.clear()
    seen = []
    for minutes in range(0, 26 * 60, 30):
        now = NOON + timedelta(minutes=minutes)
        [verdict] = ask("/page", keeper=drawer, now=lambda now=now: now)
        seen.append((verdict.allowed, verdict.is_final))
    assert len(server.requests) == 26
    assert seen[:48] == [(False, False)] * 48
    assert seen[48:] == [(before != FORBIDDEN, True)] * 4
    server.routes["/robots.txt"] = answering(FORBIDDEN)
    later = NOON + timedelta(hours=30)
    [verdict] = ask("/page", keeper=drawer, now=lambda: later)
    assert (verdict.allowed, verdict.is_final) == (False, True)
    assert drawer.kept[server.url("/robots.txt")].unreachable_since is None


def test_a_verdict_without_a_turn_is_not_kept(server, ask):
    async def run(drawer):
        async with Client(allow_hosts=frozenset({f"127.0.0.1:{server.port}"})) as client:
            robots = Robots(client, Pace(0, patience_seconds=-1), keeper=drawer, now=lambda: NOON)
            return await robots.verdict(server.url("/"))

    drawer = Drawer()
    verdict = asyncio.run(run(drawer))
    assert (verdict.allowed, verdict.is_final) == (False, False)
    assert drawer.kept == {}
    assert server.requests == []


def test_why_it_is_out_of_reach_is_told(server, ask):
    server.routes["/robots.txt"] = answering(b"", 503)
    [verdict] = ask("/")
    assert verdict.detail == f"robots.txt: {Reason.HTTP_SERVER_ERROR} HTTP 503"
