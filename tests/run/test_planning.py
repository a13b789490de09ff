"""Which poll came before which, and under which document a page is worked. Pure."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.records import Fetch, FetchKind, FetchOutcome, Source, SourceKind
from pipelines.run.planning import polls_before

DAWN = datetime(2026, 3, 2, tzinfo=UTC)
SOURCES = [
    Source(source_id=name, publisher_id=name, publisher=name, kind=kind, language="en", url=name)
    for name, kind in (("feed", SourceKind.FEED), ("map", SourceKind.SITEMAP))
]


def fetches(*told):
    """Polls of (address, sha or None for a 304 or "!" for a failure), an hour apart; ids count from 0."""
    return [
        Fetch(
            fetch_id=str(number),
            source_id="map" if url.startswith("map") else "feed",
            kind=FetchKind.FEED,
            url=url.partition(">")[0],
            moved_to=url.partition(">")[2] or None,
            fetched_at=DAWN + timedelta(hours=number),
            outcome=FetchOutcome.FAILED if sha == "!" else FetchOutcome.OK if sha else FetchOutcome.NOT_MODIFIED,
            raw_sha256=None if sha == "!" else sha,
        )
        for number, (url, sha) in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("told", "unreadable", "before"),
    [
        ([("feed", "a"), ("feed", "b")], (), {"1": "0"}),
        ([("feed", "a"), ("feed", None), ("feed", "a"), ("feed", "b")], (), {"1": "0", "2": "1", "3": "2"}),
        ([("feed", "a"), ("feed", "!"), ("feed", "b")], (), {"2": "0"}),
        ([("feed", "a"), ("feed", "html"), ("feed", None), ("feed", "html"), ("feed", "b"), ("feed", "c")], ("1",), {"1": "0", "2": "0", "3": "0", "4": "0", "5": "4"}),
        ([("feed", "a"), ("page/2", "x"), ("feed", "b"), ("page/2", "y")], (), {"2": "0"}),
        ([("feed>new", "a"), ("new", "b"), ("new", "c")], (), {"1": "0", "2": "1"}),
        ([("new", "a"), ("page/2", "x"), ("new", "b"), ("page/2", "y"), ("new", "c")], (), {"2": "0", "4": "2"}),
        ([("map", "i"), ("map/1", "a"), ("map", None), ("map/1", "b")], (), {"2": "0", "3": "1"}),
    ],
    ids=["two", "nothing new", "failure", "a page in its place", "archive", "moved", "moved long ago", "sitemap"],
)  # fmt: skip
def test_the_poll_before(told, unreadable, before):
    found = polls_before(fetches(*told), SOURCES, unreadable)
    assert {each: poll.fetch_id for each, poll in found.items()} == before
    assert all(poll.fetched_at == DAWN + timedelta(hours=int(poll.fetch_id)) for poll in found.values())
