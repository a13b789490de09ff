"""Pages are judged beside each other: what stands under many links is no text of theirs, what floods is flagged."""

from datetime import UTC, datetime

import pytest

from pipelines.records import (
    Article,
    Fetch,
    FetchKind,
    FetchOutcome,
    Item,
    Reason,
    Rejected,
    Source,
    SourceKind,
    TextDepth,
)
from pipelines.run.alike import beside_each_other
from pipelines.run.rows import Sighting

SOURCE = Source(source_id="tide", publisher_id="tide", publisher="The Tide", kind=SourceKind.FEED, language="en")
FETCH = Fetch(
    fetch_id="f", source_id="tide", kind=FetchKind.FEED, url="http://tide.example/rss.xml",
    fetched_at=datetime(2026, 3, 2, tzinfo=UTC), outcome=FetchOutcome.OK,
)  # fmt: skip
WALL = "The Tide has moved to a new house, and all that is in it has moved with it. Welcome to the Tide."


def sighting(number):
    url, title = f"http://tide.example/{number}", f"Envoys met for the {number}th time"
    item = Item(item_id=f"i{number}", item_revision="r", source_id="tide", guid=None, url=url, title=title)
    return Sighting(item=item, source=SOURCE, first=FETCH, last=FETCH)


def article(text):
    return Article(title="The Tide", text=text, language="en", text_depth=TextDepth.FULL, flags=("no_date",))


@pytest.fixture
def judged():
    def judge(*texts):
        shown = {(f"i{n}", "r"): article(text) if isinstance(text, str) else text for n, text in enumerate(texts)}
        sightings = {key: sighting(number) for number, key in enumerate(shown)}
        result = beside_each_other(sightings, shown)
        assert list(result) == list(shown)
        return list(result.values())

    return judge


def test_one_text_under_many_links(judged):
    empty = Rejected(stage="extract", reason=Reason.EXTRACT_EMPTY)
    found = judged(WALL, "The envoys met on Monday.", WALL, empty, WALL.upper())
    walled = Rejected(stage="extract", reason=Reason.SOFT_BLOCK, detail="same_text")
    assert found == [walled, article("The envoys met on Monday."), walled, empty, walled]


def test_a_flood(judged):
    found = judged(*(f"{WALL} Notice {number}." for number in range(60)), "The envoys met on Monday.")
    assert [each.flags for each in found] == [("no_date", "flood")] * 60 + [("no_date",)]


def test_nothing_to_compare(judged):
    assert judged() == []
    assert judged(WALL) == [article(WALL)]
