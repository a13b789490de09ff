"""Findings through the whole pipeline: what stages write is what the rules read. Every rule for itself: tests/sql/test_rules.py."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from pipelines import settings as environment
from pipelines import warehouse
from pipelines.collect import health
from pipelines.records import FetchOutcome, Reason
from pipelines.run import acknowledging
from pipelines.run.findings import open_findings, surroundings
from pipelines.run.house import open_house
from pipelines.warehouse import connect

CONSENT = (
    "We and our partners store what we learn about you on your device. Say that you agree, and you may read on; "
    "say that you do not, and we will ask again. Everything else is explained in the many pages behind this one."
)
BLANK, WALLED = ([f"{kind}{number}" for number in range(count)] for kind, count in (("blank", 10), ("walled", 5)))
FIRST = datetime(2026, 3, 2, 6, tzinfo=UTC)


class Mast:
    """A feed that is polled, and judged as the collector judges it."""

    def __init__(self, folder):
        self.folder, self.memory = folder, None
        (self.source,) = (each for each in open_house().sources if each.source_id == "mast")

    def poll(self, hours, body=None):
        failure = {} if body else {"outcome": FetchOutcome.FAILED, "reason": Reason.HTTP_SERVER_ERROR, "status": 503}
        fetch = self.folder.poll(hours, body, source="mast", url=self.source.url, **failure)
        polled = health.Polled(
            at=fetch.fetched_at, url=fetch.url, outcome=fetch.outcome, reason=fetch.reason, status=fetch.status,
            body_sha256=fetch.raw_sha256, keys=(f"k{hours}",) if body else None,
        )  # fmt: skip
        self.memory = health.remember(self.memory, polled, self.source)
        self.folder.readings.append(health.reading(self.memory, self.source, fetch.fetch_id))


@pytest.fixture
def broken(folder, build):
    """A source that does not answer, a host without text and one with a wall, worked by one run."""

    def look(hours, feed, host, names, body):
        for name in names:
            folder.look(hours, feed, f"http://{host}/{name}", body.replace("{name}", name).encode())

    mast = Mast(folder)
    mast.poll(0, build["rss"](("m", "http://mast.example/m", "Of the mast", None, None)))
    for hours in range(1, 6):
        mast.poll(hours)
    pages = [("tide.example", name) for name in BLANK] + [("wall.example", name) for name in WALLED]
    feed = folder.poll(
        0, build["rss"](*((name, f"http://{host}/{name}", f"About {name}", None, None) for host, name in pages))
    )
    look(1, feed, "tide.example", BLANK, "<html><title>{name}</title><body><nav>Home</nav></body></html>")
    page = f"<html><title>{{name}}</title><body><article><h1>{{name}}</h1><p>{CONSENT}</p></article></body></html>"
    look(1, feed, "wall.example", WALLED, page)
    folder.monitor(6)
    return mast


WALL = ("same_text", "wall.example", "warning")
DOWN, NO_TEXT = ("silent_feed", "mast", "warning"), ("extraction", "tide.example", "warning")


def found():
    return {(line.rule, line.subject, line.severity) for line in open_findings()}


@pytest.mark.soak  # in `make test` the sample press shows it (tests/end_to_end/test_broken_newsroom.py), and each rule its own case
@pytest.mark.usefixtures("broken")
def test_what_the_stages_write_is_found():
    assert found() == {DOWN, NO_TEXT, WALL}


@pytest.mark.soak
def test_what_the_stages_mend_is_closed(folder, build, broken):
    """The rest of it costs a run more; tests/warehouse/test_findings.py closes findings without one."""
    broken.poll(20, build["rss"](("n", "http://mast.example/n", "Of the mast again", None, None)))
    folder.monitor(21)
    assert found() == {NO_TEXT, WALL}
    assert list(folder.rows("select rule from findings where closed_at is not null")) == [("silent_feed",)]


def said(folder, at, words, **changes):
    """Write one line of the journal by hand."""
    line = {
        "rule": "volume", "subject": "tide", "first_seen_at": "2026-03-02T05:00:00+00:00", "acknowledged_at": at,
        "by": "desk", "why": words,
    }  # fmt: skip
    path = folder.data / "journal" / "acknowledgements.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as journal:
        journal.write(json.dumps({**line, **changes}) + "\n")
    return path


def test_lines_of_the_journal_that_are_not_understood_are_passed_over_and_counted(folder):
    path = said(folder, "2026-03-02T06:00:00+00:00", "known")
    for broken in ({"more": 1}, {"subject": None}, {"why": "\ud800"}, {"acknowledged_at": "now"}):
        said(folder, "2026-03-02T06:00:00+00:00", "no", **broken)
    said(folder, "2026-03-02T06:00:00", "no zone")
    said(folder, "0001-01-01T00:00:00+14:00", "before all time")
    with path.open("a", encoding="utf-8") as journal:
        journal.write('[]\n"volume"\n{"rule": "volume"}\n')
    said(folder, "2026-03-02T09:00:00+02:00", "known in another zone")
    assert [(each.why, each.acknowledged_at.hour) for each in acknowledging.read(folder.data)] == [
        ("known", 6),
        ("known in another zone", 7),
    ]
    around = surroundings(environment.load())
    assert (len(around.acknowledged), around.unread) == (2, 9)


def test_what_was_said_of_a_closed_finding_is_not_shown_of_one_that_came_back_at_the_same_time(folder):
    settings = environment.load()
    at = "timestamp '2026-03-02 05:00'"
    with connect.writer(settings) as writer:
        warehouse.migrate(writer, FIRST)
        for closed, known in ((at, "timestamp '2026-03-02 06:00'"), ("null", "null")):
            writer.execute(
                "insert into findings by name select 'volume' as rule, 'tide' as subject, 'warning' as severity, "
                f"'T' as title, {at} as first_seen_at, {at} as last_seen_at, cast({closed} as timestamp) as closed_at, "
                f"cast({known} as timestamp) as acknowledged_at, 'before' as acknowledged_why"
            )
    warehouse.publish(settings, "")
    said(folder, FIRST.isoformat(), "before")
    assert [line.acknowledged_at for line in open_findings()] == [None]
    said(folder, (FIRST + timedelta(minutes=5)).isoformat(), "after")
    assert [line.acknowledged_why for line in open_findings()] == ["after"]
