"""Looks again at pages: what they tell of an article, in the order of time, however the runs were cut."""

import pytest

from pipelines.records import FetchOutcome, Reason
from pipelines.run.selecting import Selection

pytestmark = pytest.mark.slow

LINK = "http://tide.example/{}"
MOVED = "http://tide.example/new/four"
WALL = (
    b"<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1><p>We and our partners use"
    b" cookies. Accept all cookies or manage your choices to continue to the site.</p><button>Accept all</button></body></html>"
)


@pytest.fixture
def watched(folder, build):
    """Six articles on their first day: seen, fetched, loaded. Returns the folder, and feeds with and without an edit."""
    rss, page = build["rss"], build["page"]
    names = ("one", "two", "three", "four", "five", "six")
    entries = [(name, LINK.format(name), f"The {name}", f"In short: {name}.", None) for name in names]
    edited = [*entries[:5], ("six", LINK.format("six"), "The six, edited", "In short: another.", None)]
    folder.poll(0, rss(entries[4]))
    folder.poll(1)
    feed = folder.poll(2, rss(*entries))
    folder.poll(3)
    for number, name in enumerate(names):
        folder.look(2.1 + number / 100, feed, name, page(name))
    folder.monitor(4)
    return folder, feed, rss(*edited), page


def checks(folder):
    return folder.rows(
        "select s.guid, hour(c.checked_at), c.outcome, c.moved_to from article_checks as c"
        " inner join sightings as s on c.item_id = s.item_id order by s.guid, c.checked_at"
    )


def title(folder, guid):
    return folder.rows(
        f"select a.title from articles as a inner join sightings as s using (article_id) where s.guid = '{guid}'"
    )


def test_what_looks_tell_and_that_no_cut_of_the_runs_matters(watched):
    folder, feed, edited, page = watched
    assert folder.rows("select guid, absent_at is null, hour(seen_at), hour(absent_at) from sightings order by guid") == [
        ("five", True, 0, None),
        *((name, False, 2, 1) for name in ("four", "one", "six", "three", "two")),
    ]  # fmt: skip
    assert title(folder, "one") == [("one",)]

    folder.look(5, feed, "one", page("one"), visit=1)
    folder.look(8, feed, "one", page("one", "The one, as it was not"), visit=2)
    folder.look(5.1, feed, "two", status=410, visit=1)
    folder.look(5.2, feed, "three", WALL, visit=1)
    folder.look(5.3, feed, "four", page("four"), visit=1, moved_to=MOVED, final_url=MOVED)
    folder.look(8.6, folder.poll(8.5, edited), "six", page("six", "The six, edited"))
    folder.monitor(10)
    assert title(folder, "six")[0] == ("The six, edited",)
    assert title(folder, "one") == [("The one, as it was not",)]
    assert title(folder, "three") == [("three",)]

    folder.poll(11, folder.raw.get(feed.raw_sha256))  # A, B, A in the feed: no page is asked for a known entry
    folder.look(12, feed, "one", visit=3, status=304)
    folder.look(14, feed, "one", page("one", more="<!-- printed anew -->"), visit=4)
    folder.look(12.1, feed, "two", visit=2, outcome=FetchOutcome.FAILED, reason=Reason.TIMEOUT, status=None)
    folder.look(12.2, feed, "three", page("three", more="<!-- the wall is down -->"), visit=2)
    folder.look(12.3, feed, "four", page("four"), visit=2, moved_to=MOVED, final_url=MOVED)
    folder.monitor(20)
    assert checks(folder) == [
        ("four", 5, "moved", MOVED),
        ("four", 12, "unchanged", None),
        ("one", 5, "unchanged", None),
        ("one", 8, "revised", None),
        ("one", 12, "unchanged", None),
        ("one", 14, "revised", None),
        ("three", 12, "unchanged", None),
        ("two", 5, "gone", None),
    ]
    assert title(folder, "one") == [("one",)]
    assert title(folder, "six")[0] == ("six",)
    assert title(folder, "two") == [("two",)]
    assert folder.rows("select title, text <> '', hour(gone_at) from articles where gone_at is not null") == [
        ("two", True, 5)
    ]
    assert folder.rows("select revisions, count(*) from articles group by all order by all") == [(1, 4), (2, 2)]
    assert folder.rows(
        "select outcome, reason, count(*) from documents as d where kind = 'page' and fetched_at > '2026-03-02 04:00' group by all order by all"
    ) == [
        ("duplicate", "known_revision", 5),
        ("duplicate", "not_modified", 1),
        ("loaded", None, 2),
        ("quarantined", "http_gone", 1),
        ("quarantined", "soft_block", 1),
        ("quarantined", "timeout", 1),
    ]
    assert folder.problems() == {}

    assert folder.rows(
        "select s.guid, h.step, h.title, h.is_gone, h.returns, h.text_changed from revision_history as h inner join"
        " (select distinct article_id, guid from sightings) as s using (article_id)"
        " where h.article_id in (select article_id from revision_history where step > 1) order by s.guid, h.step"
    ) == [
        ("one", 1, "one", False, False, False),
        ("one", 2, "The one, as it was not", False, False, False),
        ("one", 3, "one", False, True, False),
        ("six", 1, "six", False, False, False),
        ("six", 2, "The six, edited", False, False, False),
        ("six", 3, "six", False, True, False),
        ("two", 1, "two", False, False, False),
        ("two", 2, None, True, False, False),
    ]

    due = folder.report("revisits_due", since=folder.rows("select timestamp '2026-03-02 00:00'")[0][0])
    assert [(row["title"], row["url"]) for row in due] == [
        ("one", LINK.format("one")),
        ("three", LINK.format("three")),
        ("four", MOVED),
        ("five", LINK.format("five")),
        ("six", LINK.format("six")),
    ]

    before, told = folder.hashes(), checks(folder)
    folder.monitor(21, selection=Selection())
    assert folder.hashes() == before
    assert checks(folder) == told
    assert folder.problems() == {}
