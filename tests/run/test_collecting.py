"""The commands that touch the network, on an outlet of a few pages: collect, look again, import, backfill."""

import functools
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipelines import run, warehouse
from pipelines import settings as environment
from pipelines.collect.readings import ReadingLog
from pipelines.records import FeedState
from pipelines.run.house import pack_in

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHALLENGE = b"""<html><head><title>Just a moment...</title></head><body><h1>tide.example</h1>
<h2>Checking if the site connection is secure</h2><p>Enable JavaScript and cookies to continue</p>
<p>tide.example needs to review the security of your connection before proceeding.</p>
<div id="cf-challenge-running"></div><p>Performance and security by Cloudflare. Ray ID: 8f</p></body></html>"""


class Outlet(BaseHTTPRequestHandler):
    """Answers from the table of its server: path to (status, body)."""

    def do_GET(self):
        status, body = self.server.answers.get(self.path, (404, b""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def answers(build, tmp_path, monkeypatch):
    """A pack of four sources, an outlet that answers for them, and this process set up to ask nobody else."""
    pack = tmp_path / "pack"
    pack.mkdir()
    for name, text in build["pack"].items():
        (pack / name).write_text(text, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), Outlet) as server:
        server.answers = {}
        thread = threading.Thread(target=functools.partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        here = f"127.0.0.1:{server.server_address[1]}"
        settings = {"DATA": tmp_path / "data", "PACK": pack, "WORKERS": 1, "POLITENESS": 0, "ALLOW_HOSTS": here}
        for name, value in (settings | {"CONNECT_TO": f"*.example={here}"}).items():
            monkeypatch.setenv(f"TRUCEWATCH_{name}", str(value))
        yield server.answers
        server.shutdown()
        thread.join()
    pack_in.cache_clear()


def rows(query):
    return warehouse.query(environment.load(), query).rows


def link(name):
    return f"http://tide.example/{name}"


def collect(moment):
    return run.collect(now=lambda: moment)


@pytest.mark.slow
def test_a_silent_edit_is_seen_and_what_is_gone_is_kept(answers, build):
    entries = [(name, link(name), f"The {name}", "In short.", None) for name in ("one", "two")]
    answers |= {"/rss.xml": (200, build["rss"](*entries))}
    answers |= {f"/{name}": (200, build["page"](name)) for name in ("one", "two")}
    collect(NOON)
    run.monitor(as_of=NOON + timedelta(minutes=10))

    answers["/one"] = (200, build["page"]("one", "One, edited in silence"))
    collect(NOON + timedelta(hours=1, minutes=5))
    answers["/one"] = (200, build["page"]("one"))
    answers["/two"] = (410, b"")
    collect(NOON + timedelta(hours=6, minutes=5))
    run.monitor(as_of=NOON + timedelta(hours=7))

    checks = rows(
        "select title, c.outcome from article_checks as c inner join articles using (article_id) order by title, checked_at"
    )
    assert checks == (("one", "revised"), ("one", "revised"), ("two", "unchanged"), ("two", "gone"))
    assert rows(
        "select title, revisions, gone_at is not null, length(text) > 200 from articles where source_id = 'tide' order by title"
    ) == (
        ("one", 2, False, True),
        ("two", 1, True, True),
    )
    assert rows("select source_id, state from source_health where to_at is null order by source_id")[-1] == (
        "tide",
        "ok",
    )


@pytest.mark.slow
def test_addresses_of_a_person_become_articles_of_their_publishers(answers, build):
    answers |= {"/found": (200, build["page"]("found")), "/rss.xml": (200, build["rss"]())}
    report = run.import_addresses(
        ["http://www.tide.example/found", "http://else.example/found", "ftp://tide.example/x"]
    )
    assert [reason for _, reason in report.refused] == ["invalid_link"]
    run.monitor()
    assert rows("select publisher_id, source_id, title from articles order by publisher_id") == (
        ("else-example", "import-else-example", "found"),
        ("tide", "import-tide", "found"),
    )
    assert ("import-else-example",) in rows("select source_id from sources")
    run.collect()
    run.monitor()
    assert rows("select count(*) from articles") == ((2,),)


def test_an_archive_is_read_for_a_range_of_days(answers, build):
    answers |= {
        "/rss.xml": (200, build["rss"](("one", link("one"), "One", "In short.", None))),
        "/one": (200, build["page"]("one")),
    }
    found = run.backfill("tide", NOON - timedelta(days=3), NOON)
    assert (found.pages_read, found.items, found.articles, found.ended) == (1, 1, 1, "at the last page")


def test_a_challenge_in_place_of_a_feed_means_blocked(answers):
    answers["/rss.xml"] = (200, CHALLENGE)
    collect(NOON)
    by_source = {each.source_id: each for each in ReadingLog(environment.load().data / "raw" / "readings").read()}
    assert by_source["tide"].state is FeedState.BLOCKED
