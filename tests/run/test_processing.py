"""What becomes of entries by what they hold, what their source is kept for, and what their page was worth."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.records import FeedState, FetchOutcome, Reading, Reason
from pipelines.run.backlog import first_open_day
from pipelines.run.planning import plan
from pipelines.stage import read_manifest

pytestmark = pytest.mark.slow

BARE = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>"""


def addresses(*names):
    return BARE.format("".join(f"<url><loc>http://map.example/{name}</loc></url>" for name in names)).encode()


def fill(folder, build):
    """One document each of a feed followed to its pages, one kept by summary, one by headline, and of a bare sitemap."""
    rss, page, long = build["rss"], build["page"], "\n".join(build["page"]("x").decode().split("<p>")[1:])
    entry = ("g", "Title", "In short.", long)
    folder.poll(0, rss(("h", "http://mast.example/h", *entry[1:])), source="mast", url="http://mast.example/rss.xml")
    folder.poll(0, rss(("k", "http://keel.example/k", *entry[1:])), source="keel", url="http://keel.example/rss.xml")
    feed = folder.poll(
        0,
        rss(
            *(
                (name, f"http://tide.example/{name}", f"The {name}", f"In short: {name}.", None)
                for name in ("gone", "kept")
            )
        ),
    )
    folder.look(0.1, feed, "gone", status=404)
    folder.look(0.2, feed, "kept", status=200, outcome=FetchOutcome.REFUSED, reason=Reason.RESERVED)
    folder.poll(0, addresses("index"), source="map", url="http://map.example/index.xml")
    part = folder.poll(1, addresses("paged", "gone", "waiting"), source="map", url="http://map.example/part.xml")
    folder.look(1.1, part, "http://map.example/paged", page("paged"))
    folder.look(1.2, part, "http://map.example/gone", status=410)


def test_entries_end_as_they_should(folder, build):
    fill(folder, build)
    for hours, state, since in ((0, FeedState.OK, 0), (0.5, FeedState.OK, 0), (1, FeedState.DOWN, 1)):
        folder.readings.append(
            Reading(
                source_id="tide",
                fetch_id=f"t{hours}",
                read_at=build["at"](hours),
                state=state,
                state_since_at=build["at"](since),
                new_items=2,
            )
        )
    folder.monitor(24)
    assert folder.rows("select coalesce(s.guid, s.url), l.outcome, l.reason, l.detail from ledger as l inner join sightings as s on l.id = s.item_id order by all") == [
        ("gone", "loaded", "http_gone", None),
        ("h", "loaded", None, None),
        ("http://map.example/gone", "quarantined", "no_content", "no page: http_gone"),
        ("http://map.example/index", "failed", "page_pending", None),
        ("http://map.example/paged", "loaded", None, None),
        ("http://map.example/waiting", "failed", "page_pending", None),
        ("k", "loaded", None, None),
        ("kept", "loaded", "reserved", None),
    ]  # fmt: skip
    assert folder.rows(
        "select source_id, title, left(text, 8), text_depth, flags from articles order by source_id, title"
    ) == [
        ("keel", "Title", "In short", "summary", ["no_date"]),
        ("map", "paged", "Norrland", "full", ["no_date"]),
        ("mast", "Title", "", "headline", ["no_date"]),
        ("tide", "The gone", "In short", "summary", ["article_gone", "no_date"]),
        ("tide", "The kept", "In short", "summary", ["no_date", "reserved"]),
    ]
    assert folder.rows(
        "select outcome, reason from documents where kind = 'page' and source_id = 'map' order by all"
    ) == [
        ("loaded", None),
        ("quarantined", "http_gone"),
    ]
    assert folder.rows(
        "select state, hour(from_at), hour(to_at), polls, new_items from source_health order by from_at"
    ) == [
        ("ok", 0, 1, 2, 4),
        ("down", 1, None, 1, 2),
    ]
    assert folder.problems() == {}
    takes_up_what_an_old_day_still_owes(folder, build)


def takes_up_what_an_old_day_still_owes(folder, build):
    """The records of a year are not read again; one of them that no ledger accounts for is."""
    now, root = build["at"](24 * 400), folder.data / "raw" / "fetches"
    day = build["at"](0).date()

    def planned():
        run = plan(run_after=now, dag_run_id="test", as_of=now)
        owed = read_manifest(folder.data / "stage" / run.run / "plan", "plan").extra["batches"]
        return [fetch for batch in owed.values() for fetch in batch]

    assert planned() == []
    assert first_open_day(folder.log, root, {day: 9}, now.date()) is None
    assert first_open_day(folder.log, root, {day: 8}, now.date()) == day
    late = folder.poll(5, build["rss"](("late", "http://tide.example/late", "Late", "In short.", None)))
    assert planned() == [late.fetch_id]


def test_a_day_that_grew_is_counted_anew(folder, build):
    root = folder.data / "raw" / "fetches"
    first = folder.poll(0)
    before = first.fetched_at.date() + timedelta(days=1)
    assert first_open_day(folder.log, root, {}, before) == first.fetched_at.date()
    assert first_open_day(folder.log, root, {first.fetched_at.date(): 1}, before) is None
    folder.log.append(replace(first, fetch_id="another", fetched_at=build["at"](1)))
    assert first_open_day(folder.log, root, {first.fetched_at.date(): 1}, before) == first.fetched_at.date()
    (root / "counts.json").write_text("{torn")
    assert first_open_day(folder.log, root, {first.fetched_at.date(): 2}, before) is None
