"""Who reserves text and data mining, in the three ways of the TDM Reservation Protocol."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.collect.client import Client, Response
from pipelines.collect.keeping import Kept
from pipelines.collect.pace import Pace
from pipelines.collect.reservation import MAX_FILE_BYTES, Reservations, Reserved, in_answer, reserved_by, rules

SITE = "http://outlet.example"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def rule(location, value=1, **more):
    return {"location": location, "tdm-reservation": value, **more}


def is_reserved(given, path):
    return reserved_by(rules(json.dumps(given)), SITE + path) is not None


@pytest.mark.parametrize(
    ("location", "path", "fits"),
    [
        ("/", "", True),
        ("/", "/anything?a=1", True),
        ("/news/", "/news/1", True),
        ("/news/", "/news", False),
        ("/news/", "/en/news/1", False),
        ("/News/", "/news/1", False),
        ("*", "/news/1", True),
        ("/*/then", "/this/is/then/more", True),
        ("/*/then", "/then", False),
        ("/*.jpg$", "/a/b.jpg", True),
        ("/*.jpg$", "/a/b.jpg?size=1", False),
        ("/*.jpg$", "/a/b.jpg.html", False),
        ("/*.jpg$", "/a.jpg.jpg", True),
        ("/exactly$", "/exactly", True),
        ("/exactly$", "/exactly/not", False),
        ("/a*a$", "/a", False),
        ("/a*a$", "/aa", True),
        ("/a*", "/a", True),
        ("/a*$", "/abc", True),
        ("/news?id=", "/news?id=7", True),
        ("/path/foo-%24", "/path/foo-$", True),
        ("/path/foo-%24", "/path/foo-%24", True),
        ("/a$b", "/a$b", True),
        ("/star%2a", "/star*", True),
        ("/star%2a", "/starry", False),
        ("/%7Euser", "/~user", True),
        ("/~user", "/%7euser", True),
        ("/a%2Fb", "/a/b", False),
        ("/мир", "/%D0%BC%D0%B8%D1%80/1", True),
        ("/%d0%bc%d0%b8%d1%80", "/мир", True),
    ],
)
def test_patterns(location, path, fits):
    assert is_reserved([rule(location)], path) is fits


@pytest.mark.parametrize(
    ("given", "path", "reserved"),
    [
        ([rule("/"), rule("/free/", 0)], "/free/1", False),
        ([rule("/"), rule("/free/", 0)], "/news/1", True),
        ([rule("/", 0), rule("/news/")], "/news/1", True),
        ([rule("/news/"), rule("/news/", 0)], "/news/1", True),
        ([rule("/news/", 0), rule("/news/")], "/news/1", False),
        ([rule("/", "1")], "/", True),
        ([rule("/", True)], "/", True),
        ([rule("/", 2)], "/", False),
        ([rule("/", "yes")], "/", False),
        ([rule("/", None)], "/", False),
        ([rule("/", [1])], "/", False),
        ([rule("/", 1.0)], "/", True),
        ([rule(""), rule(7), rule(None), {"location": "/"}, {"tdm-reservation": 1}, 7, None, [], "x"], "/", False),
        ([7, rule("/news/")], "/news/1", True),
        ({"location": "/", "tdm-reservation": 1}, "/", False),
        ("/", "/", False),
    ],
)
def test_which_rule_decides(given, path, reserved):
    assert is_reserved(given, path) is reserved


def test_policy_and_detail():
    found = reserved_by(rules(json.dumps([rule("/", **{"tdm-policy": "https://outlet.example/terms\n"})])), SITE)
    assert found == Reserved(stated_in="tdmrep.json", policy="https://outlet.example/terms\n")
    assert found.detail == "tdmrep.json: tdm-reservation 1, policy https://outlet.example/terms\\n"
    assert Reserved(stated_in="header").detail == "header: tdm-reservation 1"


@given(st.text(max_size=300))
@example("[" * 100_000)
@example('[{"location": "\\ud800", "tdm-reservation": 1}]')
@example('[{"location": "/", "tdm-reservation": 1e999}]')
@example('[{"location": "/", "tdm-reservation": ' + "9" * 5000 + "}]")
def test_any_text_is_read(text):
    reserved_by(rules(text), SITE)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(st.lists(st.dictionaries(st.sampled_from(["location", "tdm-reservation", "tdm-policy"]), ANYTHING), max_size=4))
@example([{"location": "/", "tdm-reservation": [1]}])
def test_any_json_is_read(given):
    reserved_by(rules(json.dumps(given)), SITE)


def test_hostile_patterns_cost_little():
    given = [rule("/*" + "a*" * 2000 + "b") for _ in range(20)]
    began = time.process_time()
    assert not is_reserved(given, "/" + "a" * 2000)
    assert time.process_time() - began < 1


def page(body, header=None, policy=None, content_type="text/html; charset=utf-8"):
    return Response(
        final_url=SITE, status=200, body=body, content_type=content_type, tdm_reservation=header, tdm_policy=policy
    )


META = b'<meta name="tdm-reservation" content="1">'
FREE = b"<meta name=tdm-reservation content=0>"


@pytest.mark.parametrize(
    "body",
    [
        META,
        b"<html><head><title>x</title>\n" + META + b"</head><body>",
        b"<META CONTENT='1' data-x NAME = 'TDM-Reservation' />",
        b"<meta content=1 name=tdm-reservation/>",
        b'<meta\n  name="tdm-reservation"\n  content=" 1 "\n>',
        b'<meta name="tdm-reservation" content="&#49;">',
        b"<!-- " + FREE + b" -->" + META,
        META + FREE,
        ("\ufeff" + META.decode()).encode("utf-16-le"),
        ("\ufeff" + META.decode()).encode("utf-16-be"),
    ],
)
def test_pages_that_reserve_themselves(body):
    assert in_answer(page(body)) == Reserved(stated_in="meta")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<meta name=tdm-reservation content=2>",
        b"<meta name=tdm-reservation>",
        b"<meta name=tdm-reservations content=1>",
        b"<meta property=x content=tdm-reservation>",
        b"<!-- " + META + b" -->",
        b"<!-- " + META,
        b"<script>var a = '" + META + b"'</script>",
        b"<body>" + META,
        b"</head>" + META,
        b" " * 65_536 + META,
        FREE,
    ],
)
def test_pages_that_do_not(body):
    assert in_answer(page(body)) is None


def test_policy_of_a_page():
    terms = b"<meta content='https://outlet.example/terms?a=1&amp;b=2' name=tdm-policy>"
    assert in_answer(page(META + terms)).policy == "https://outlet.example/terms?a=1&b=2"


@pytest.mark.parametrize(
    ("header", "body", "stated_in"),
    [
        ("1", b"", "header"),
        (" 1 ", b"", "header"),
        ("0", b"", None),
        ("2", b"", None),
        (None, b"", None),
        ("0", META, "meta"),
        ("1", FREE, None),
        ("1", b"<meta name=tdm-reservation content=maybe>", "header"),
    ],
)
def test_what_supersedes_what(header, body, stated_in):
    found = in_answer(page(body, header, policy="https://outlet.example/terms"))
    assert (found.stated_in if found else None) == stated_in


def test_meta_counts_in_html_only():
    assert in_answer(page(META, content_type="application/rss+xml")) is None
    assert in_answer(page(META, "1", content_type="application/rss+xml")) == Reserved(stated_in="header")
    assert in_answer(page(META, content_type=None)) == Reserved(stated_in="meta")


@pytest.mark.parametrize("start", [b"<!--", b"<script ", b"<meta ", b'<meta "', b"<meta a='", b"tdm-<meta name="])
def test_hostile_heads_cost_little(start):
    began = time.process_time()
    assert in_answer(page((b"tdm-" + start * 20_000)[:100_000])) is None
    assert time.process_time() - began < 1


@pytest.fixture
def ask(server):
    def asking(*paths, **given):
        async def run():
            async with Client(allow_hosts=frozenset({f"127.0.0.1:{server.port}"}), deadline_seconds=0.5) as client:
                reservations = Reservations(client, Pace(0), **given)
                return await asyncio.gather(*(reservations.verdict(server.url(path)) for path in paths))

        return asyncio.run(run())

    return asking


def answering(body=b"", status=200, content_type="application/json"):
    return lambda _: [f"HTTP/1.1 {status} Said\r\nContent-Type: {content_type}\r\n\r\n".encode(), body]


WELL_KNOWN = "/.well-known/tdmrep.json"
ALL = json.dumps([rule("/")]).encode()


def test_file_is_read_once_per_origin(server, ask):
    server.routes[WELL_KNOWN] = answering(
        b"\xef\xbb\xbf" + json.dumps([rule("/news/")]).encode(), content_type="text/x"
    )
    assert [each is not None for each in ask("/news/1", "/", "/news/2")] == [True, False, True]
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        answering(ALL, 404),
        answering(ALL, 403),
        answering(ALL, 500),
        answering(b"<html>", content_type="text/html"),
        answering(b"{}"),
        answering(b""),
        answering(b"[ nonsense"),
        answering(b"[" * 200_000),
        answering(b'[{"location": "/", "tdm-reservation": 1},' + b" " * MAX_FILE_BYTES + b"null]"),
        lambda _: [b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n\r\n"],
        lambda _: [],
        lambda _: [time.sleep(0.6) or b""],
    ],
)
def test_states_of_the_file_that_state_nothing(server, ask, answer):
    server.routes[WELL_KNOWN] = answer
    assert ask("/news/1") == [None]


def test_no_host_no_reservation():
    async def run():
        async with Client() as client:
            return await Reservations(client, Pace(0)).verdict("nonsense")

    assert asyncio.run(run()) is None


def test_kept_for_a_day_and_while_the_file_is_out_of_reach(server, ask):
    class Drawer(dict[str, Kept]):
        recall = dict.get
        keep = dict.__setitem__

    drawer = Drawer()
    server.routes[WELL_KNOWN] = answering(ALL)
    seen = []
    for hours in (0, 23, 25, 25.5, 27):
        now = NOON + timedelta(hours=hours)
        seen += ask("/news/1", keeper=drawer, now=lambda now=now: now)
        server.routes[WELL_KNOWN] = answering(b"", 503)
    assert seen == [Reserved(stated_in="tdmrep.json")] * 5
    assert len(server.requests) == 3
    server.routes[WELL_KNOWN] = answering(b"", 404)
    assert ask("/news/1", keeper=drawer, now=lambda: NOON + timedelta(hours=30)) == [None]
