"""One run after another against a server that changes, fails and is killed in between."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.collect.collector import collect
from pipelines.collect.fetches import FetchLog
from pipelines.collect.index import Index
from pipelines.errors import SettingsError
from pipelines.records import (
    FetchKind,
    FetchOutcome,
    Reason,
    Source,
    SourceKind,
    TextDepth,
    make_id,
)
from pipelines.settings import Settings
from tests.collect.outlet import PAGE, House, answering, feed, link, read_lines


@pytest.fixture
def house(server, tmp_path, clock):
    return House(server, tmp_path, clock)


def test_feed_and_pages_are_stored_and_recorded(house):
    house.server.routes |= {
        "/feed": feed(["a", link("/a")], ["b", link("/b")]),
        "/a": answering(PAGE),
        "/b": answering(PAGE + b"b"),
    }
    lines = []
    report = house.run(progress=lines.append)
    (row,) = report.rows
    assert (row.outcome, row.items, row.pages_ok, report.heard, report.is_network_silent) == (
        FetchOutcome.OK,
        2,
        2,
        1,
        False,
    )
    assert report.outcomes == {FetchOutcome.OK: 3}
    assert lines == ["outlet: ok, 2 items, 2 pages, 0 not to be had"]
    (poll,), pages = house.polls(), house.pages()
    assert {page.parent_fetch_id for page in pages} == {poll.fetch_id}
    assert {(page.url, page.item_id, page.final, page.attempt) for page in pages} == {
        (link("/a"), make_id("outlet", "a"), True, 1),
        (link("/b"), make_id("outlet", "b"), True, 1),
    }
    assert {house.raw().get(page.raw_sha256) for page in pages} == {PAGE, PAGE + b"b"}
    assert report.body_bytes == sum(fetch.body_bytes for fetch in [poll, *pages])
    assert len({fetch.fetch_id for fetch in [poll, *pages]}) == 3


def test_the_record_is_written_before_anything_is_parsed(house):
    house.server.routes["/feed"] = feed(["a", link("/a")])

    def crash(document):
        assert [fetch.fetch_id for fetch in house.polls()] == [document.document_id]
        assert house.raw().get(house.polls()[0].raw_sha256) == document.body
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        house.run(parse=crash)


def test_a_bug_in_one_source_lets_the_others_finish(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE)}

    def crash_for_one(document):
        if document.source_id == "bad":
            raise ZeroDivisionError
        return read_lines(document)

    with pytest.raises(ZeroDivisionError):
        house.run(house.source("bad"), house.source("outlet"), parse=crash_for_one)
    assert [page.outcome for page in house.pages()] == [FetchOutcome.OK]


def test_a_second_run_asks_conditionally_and_fetches_nothing_known(house):
    def conditional(request):
        if request.headers.get("if-none-match") == '"v1"':
            return answering(b"", "304 Not Modified", Content_Length=None)(request)
        return feed(["a", link("/a")], ETag='"v1"')(request)

    house.server.routes |= {"/feed": conditional, "/a": answering(PAGE)}
    house.run()
    (row,) = house.run().rows
    assert (row.outcome, row.items, row.pages_known, row.pages_ok) == (FetchOutcome.NOT_MODIFIED, 0, 0, 0)
    assert [poll.outcome for poll in house.polls()] == [FetchOutcome.OK, FetchOutcome.NOT_MODIFIED]
    assert len(house.server.asked("/a")) == 1


def test_without_the_stored_body_it_asks_unconditionally(house):
    house.server.routes["/feed"] = feed(ETag='"v1"')
    house.run()
    house.raw().remove(house.polls()[0].raw_sha256)
    house.run()
    assert [request.headers.get("if-none-match") for request in house.server.asked("/feed")] == [None, None]


def test_validators_belong_to_the_url(house):
    house.server.routes |= {"/feed": feed(ETag='"v1"'), "/new": feed()}
    house.run()
    house.run(house.source("outlet", url="http://outlet.example/new"))
    assert "if-none-match" not in house.server.asked("/new")[0].headers


def test_an_edited_entry_has_its_page_fetched_again(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE)}
    house.run()
    house.server.routes |= {"/feed": feed(["a", link("/a"), "2"]), "/a": answering(PAGE + b"edited")}
    house.run()
    assert [page.item_revision for page in house.pages()] == ["1", "2"]


def test_an_outage_leaves_the_last_body_in_charge(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(b"", "503 Service Unavailable")}
    house.run()
    house.server.routes |= {"/feed": answering(b"", "503 Service Unavailable"), "/a": answering(PAGE)}
    report = house.run()
    (row,) = report.rows
    assert (row.outcome, row.reason, row.pages_ok) == (FetchOutcome.FAILED, Reason.HTTP_SERVER_ERROR, 1)
    assert (report.heard, report.is_network_silent) == (0, True)
    assert [page.outcome for page in house.pages()] == [FetchOutcome.FAILED, FetchOutcome.OK]
    assert [page.attempt for page in house.pages()] == [1, 2]


@pytest.mark.parametrize(
    ("route", "outcome", "reason"),
    [
        (answering(b"", "404 Not Found"), FetchOutcome.FAILED, Reason.HTTP_GONE),
        (answering(b"", "403 Forbidden"), FetchOutcome.FAILED, Reason.HTTP_FORBIDDEN),
        (answering(b"", "429 Too Many Requests"), FetchOutcome.FAILED, Reason.HTTP_THROTTLED),
        (answering(b"x", Content_Length=9), FetchOutcome.FAILED, Reason.TRUNCATED),
        (answering(b" \n"), FetchOutcome.REFUSED, Reason.EMPTY),
        (answering(b"", Content_Length=6 * 1024 * 1024), FetchOutcome.REFUSED, Reason.TOO_LARGE),
        (answering(b"", "302 Found", Location="http://169.254.169.254/"), FetchOutcome.REFUSED, Reason.BLOCKED_ADDRESS),
    ],
)
def test_polls_that_fail(house, route, outcome, reason):
    house.server.routes["/feed"] = route
    (row,) = house.run().rows
    (poll,) = house.polls()
    assert (row.outcome, row.reason) == (poll.outcome, poll.reason) == (outcome, reason)
    assert (poll.next_try_at is not None, poll.final) == (
        outcome is FetchOutcome.FAILED,
        outcome is FetchOutcome.REFUSED,
    )
    assert poll.raw_sha256 is None


def test_a_server_that_asks_to_wait_is_left_alone(house):
    house.settings = Settings(
        data=house.data, pack=house.data, allow_hosts=house.settings.allow_hosts, connect_to=house.settings.connect_to
    )
    house.server.routes["/feed"] = answering(b"", "503 Service Unavailable", Retry_After="3600")
    house.run()
    report = house.run()
    assert (report.rows[0].is_due, report.due, report.outcomes) == (False, 0, {})
    assert len(house.server.asked("/feed")) == 1
    start = house.polls()[0].fetched_at
    asked_for = house.polls()[0].next_try_at - start
    assert timedelta(hours=1) <= asked_for <= timedelta(hours=1.1)  # never sooner, and not all at once
    assert house.run(everything=True).due == 0
    house.clock = lambda: start + asked_for
    house.run()
    assert [poll.attempt for poll in house.polls()] == [1, 2]


def test_html_instead_of_a_feed_is_told(house):
    house.server.routes["/feed"] = answering(b"<html>Just a moment</html>")
    (row,) = house.run().rows
    assert (row.outcome, row.rejected, row.items) == (FetchOutcome.OK, Reason.NOT_A_FEED, 0)


PAGES = {
    "/gone": (answering(b"", "404 Not Found"), Reason.HTTP_GONE),
    "/gone-for-good": (answering(b"", "410 Gone"), Reason.HTTP_GONE),
    "/login": (answering(b"", "401 Unauthorized"), Reason.HTTP_FORBIDDEN),
    "/forbidden": (answering(b"", "403 Forbidden"), Reason.HTTP_FORBIDDEN),
    "/legal": (answering(b"", "451 Unavailable"), Reason.HTTP_FORBIDDEN),
    "/empty": (answering(b""), Reason.EMPTY),
    "/image": (answering(b"GIF89a", Content_Type="image/gif"), Reason.NOT_HTML),
    "/pdf": (answering(b"%PDF-", Content_Type="application/pdf"), Reason.NOT_HTML),
    "/brotli": (answering(b"x", Content_Encoding="br"), Reason.UNSUPPORTED_ENCODING),
    "/private": (answering(b"", "302 Found", Location="http://10.0.0.1/"), Reason.BLOCKED_ADDRESS),
    "/secret/page": (answering(PAGE), Reason.ROBOTS),
    "/to-secret": (answering(b"", "302 Found", Location="http://other.example/secret/page"), Reason.ROBOTS),
}


@pytest.mark.parametrize("path", PAGES)
def test_pages_that_are_refused_for_good(house, path):
    route, reason = PAGES[path]
    house.server.routes |= {
        "/feed": feed(["a", link(path)]),
        path: route,
        "/secret/page": answering(PAGE),
        "/robots.txt": answering(b"User-agent: *\nDisallow: /secret/", Content_Type="text/plain"),
    }
    for _ in range(2):
        house.run()
    (page,) = house.pages()
    assert (page.outcome, page.reason, page.final, page.next_try_at) == (FetchOutcome.REFUSED, reason, True, None)
    assert page.raw_sha256 is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "news/1.html", "mailto:desk@outlet.example", "http://[bad/"])
def test_links_that_are_none(house, url):
    house.server.routes["/feed"] = feed(["a", url])
    house.run()
    (page,) = house.pages()
    assert (page.outcome, page.reason, page.final) == (FetchOutcome.REFUSED, Reason.INVALID_LINK, True)


@pytest.mark.parametrize(
    ("route", "robots", "reason"),
    [
        (answering(b"", "503 Service Unavailable"), answering(b"", "404 Not Found"), Reason.HTTP_SERVER_ERROR),
        (answering(b"", "429 Too Many Requests"), answering(b"", "404 Not Found"), Reason.HTTP_THROTTLED),
        (answering(b"x", Content_Length=9), answering(b"", "404 Not Found"), Reason.TRUNCATED),
        (lambda _: [], answering(b"", "404 Not Found"), Reason.CONNECT),
        (answering(PAGE), answering(b"", "503 Service Unavailable"), Reason.ROBOTS),
    ],
)
def test_pages_are_tried_three_times(house, route, robots, reason):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": route, "/robots.txt": robots}
    for _ in range(5):
        house.run()
    first, second, third = house.pages()
    assert {page.reason for page in house.pages()} == {reason}
    assert [page.attempt for page in house.pages()] == [1, 2, 3]
    assert (first.outcome, first.final, first.next_try_at) == (FetchOutcome.FAILED, False, first.fetched_at)
    assert (second.outcome, second.final) == (FetchOutcome.FAILED, False)
    assert (third.outcome, third.final, third.next_try_at) == (FetchOutcome.REFUSED, True, None)


def test_a_page_whose_entry_has_left_the_feed_is_still_tried_again(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(b"", "503 Service Unavailable")}
    house.run()
    house.server.routes |= {"/feed": feed(["b", link("/b")]), "/a": answering(PAGE), "/b": answering(PAGE)}
    house.run()
    first, *second = [(page.url, page.outcome) for page in house.pages()]
    assert first == (link("/a"), FetchOutcome.FAILED)
    assert sorted(second) == [(link("/a"), FetchOutcome.OK), (link("/b"), FetchOutcome.OK)]


def test_one_url_is_fetched_once_and_recorded_for_each_item(house):
    house.server.routes |= {"/feed": feed(["a", link("/a")], ["b", link("/a#top")]), "/a": answering(PAGE)}
    house.run(house.source("outlet"), house.source("sister"))
    assert len(house.server.asked("/a")) == 1
    assert len({page.fetch_id for page in house.pages()}) == 4
    assert {page.outcome for page in house.pages()} == {FetchOutcome.OK}
    assert len({page.raw_sha256 for page in house.pages()}) == 1


def test_what_needs_no_page(house):
    house.server.routes["/feed"] = feed(["a", link("/a"), "1", "full text"], ["b", None])
    house.run()
    house.run(house.source("teaser", depth=TextDepth.SUMMARY))
    assert house.pages() == []
    assert house.server.asked("/a") == []


def test_feeds_obey_robots_by_flag(house):
    house.server.routes |= {
        "/feed": feed(),
        "/robots.txt": answering(b"User-agent: *\nDisallow: /", Content_Type="text/plain"),
    }
    report = house.run(house.source("shy", obey_robots_for_feed=True), house.source("outlet"))
    assert [row.reason for row in report.rows] == [Reason.ROBOTS, None]
    assert len(house.server.asked("/feed")) == 1


def test_paused_sources_are_skipped_and_counted(house):
    report = house.run(house.source("outlet", paused_why="moved"))
    assert (report.paused, report.rows, house.server.requests) == (1, (), [])


def test_rows_stand_in_source_order_and_hosts_do_not_wait_for_one_another(house):
    names = [f"outlet{number}" for number in range(30)]

    def slow(request):
        until = time.monotonic() + 10  # whoever waited for it would wait so long
        while len(done) < len(names) and time.monotonic() < until:
            time.sleep(0.05)
        return feed()(request)

    house.server.routes |= {"/slow": slow, "/feed": feed()}
    sources = [house.source("slow", url="http://slow.example/slow"), *(house.source(name) for name in names)]
    done = []
    report = house.run(*sources, progress=done.append)
    assert [row.source_id for row in report.rows] == ["slow", *names]
    assert done[-1].startswith("slow:")


def test_no_host_gets_more_than_two_requests_at_once(house):
    def slowly(request):
        time.sleep(0.02)
        return answering(PAGE)(request)

    paths = [f"/{number}" for number in range(20)]
    house.server.routes |= {"/feed": feed(*([path, link(path)] for path in paths)), **dict.fromkeys(paths, slowly)}
    house.run()
    assert len(house.pages()) == 20
    assert house.server.most_at_once == 2


def test_live_sources_need_a_contact(house):
    live = house.source("live", url="http://live.test/feed")
    with pytest.raises(SettingsError, match="address") as caught:
        house.run(live)
    assert "TRUCEWATCH_CONTACT" in caught.value.next_step
    house.run(house.source("live", url="http://live.test/feed", paused_why="not now"))
    assert house.server.requests == []


def test_wires_are_picked_up_beside_the_feeds(house):
    wire = Source(
        source_id="agency",
        publisher_id="agency",
        publisher="Agency",
        kind=SourceKind.WIRE,
        language="en",
        path="agency",
    )
    house.server.routes["/feed"] = feed()
    (row, _) = house.run(wire, *house.sources).rows
    assert (row.outcome, row.is_heard) == (None, False)
    (house.data / "inbox" / "agency").mkdir(parents=True)
    (house.data / "inbox" / "agency" / "a.xml").write_bytes(b"<newsItem/>")
    report = house.run(wire, *house.sources)
    assert (report.rows[0].outcome, report.rows[0].files, report.heard) == (FetchOutcome.OK, 1, 2)
    assert [fetch.url for fetch in house.fetches(FetchKind.WIRE)] == ["wire:agency/a.xml"]


def test_a_clock_that_stands_still_or_goes_back_makes_no_equal_ids(house):
    moments = [
        datetime(2026, 3, 1, 6, tzinfo=UTC),
        datetime(2026, 3, 1, 5, tzinfo=UTC),
        datetime(2026, 3, 1, 6, tzinfo=UTC),
    ]
    house.server.routes |= {"/feed": feed(["a", link("/a")]), "/a": answering(PAGE)}
    for moment in moments:
        house.clock = lambda moment=moment: moment
        house.run(everything=True)
    assert len({poll.fetch_id for poll in house.polls()}) == 3
    assert len(house.pages()) == 1


RUN = """
import sys
from tests.collect.test_collector import run_in_child
run_in_child(int(sys.argv[1]), sys.argv[2])
"""


def child_settings(port, data):
    return Settings(
        data=Path(data),
        pack=Path(data),
        allow_hosts=frozenset({f"127.0.0.1:{port}"}),
        connect_to=(("*.example", f"127.0.0.1:{port}"),),
        politeness=0,
    )


def run_in_child(port, data):
    """What the killed process runs."""
    ticks = iter(range(10**9))
    sources = [
        Source(
            source_id=name,
            publisher_id=name,
            publisher=name,
            kind=SourceKind.FEED,
            language="en",
            url=f"http://{name}.example/feed",
        )
        for name in ("outlet", "sister")
    ]
    began = time.time_ns() // 1000
    clock = lambda: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=began + next(ticks))  # noqa: E731
    asyncio.run(collect(sources, settings=child_settings(port, data), clock=clock, parse=read_lines))


def start(server, data):
    here = str(Path(__file__).parents[2])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([here, *sys.path])}
    return subprocess.Popen([sys.executable, "-c", RUN, str(server.port), str(data)], env=environment)


def finish(server, data):
    with start(server, data) as child:
        assert child.wait(30) == 0


def settled(data):
    """The pages that are there, as a list: a double would show."""
    return sorted(
        (fetch.item_id, fetch.item_revision, fetch.raw_sha256)
        for fetch in FetchLog(data / "raw" / "fetches").read()
        if fetch.kind is FetchKind.PAGE and fetch.outcome is FetchOutcome.OK
    )


@pytest.mark.parametrize(
    "answered_before_kill", [3, *(pytest.param(each, marks=pytest.mark.soak) for each in (0, 9, 14))]
)
def test_a_killed_run_loses_nothing_and_doubles_nothing(server, tmp_path, answered_before_kill):
    paths = [f"/{number}" for number in range(15)]
    reached = threading.Event()

    def page(request):
        if len([each for each in server.requests if each.path in paths]) > answered_before_kill:
            reached.set()
            time.sleep(0.05)
        return answering(PAGE + request.path.encode())(request)

    entries = [[path, link(path)] for path in paths]
    server.routes |= dict.fromkeys(paths, page)
    server.routes["/feed"] = feed(*entries)
    with start(server, tmp_path / "killed") as child:
        was_reached = reached.wait(30)
        time.sleep(0.005 * answered_before_kill)
        child.send_signal(signal.SIGKILL)
    assert was_reached
    assert child.returncode == -signal.SIGKILL

    server.routes["/feed"] = feed(*entries[7:], ["new", link("/14")])  # the feed rolls over before the rerun
    for _ in range(2):
        finish(server, tmp_path / "killed")
    server.routes["/feed"] = feed(*entries)
    finish(server, tmp_path / "whole")
    server.routes["/feed"] = feed(*entries[7:], ["new", link("/14")])
    finish(server, tmp_path / "whole")
    assert settled(tmp_path / "killed") == settled(tmp_path / "whole")
    assert len(settled(tmp_path / "whole")) == 32
    with Index(
        tmp_path / "killed" / "raw" / "index.sqlite", FetchLog(tmp_path / "killed" / "raw" / "fetches")
    ) as index:
        assert index.unread_sources() == set()
