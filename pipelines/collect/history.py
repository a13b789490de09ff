"""What the fetch records say about what to do next. Pure: records and the moment in, decisions out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pipelines.records import Fetch, FetchKind, FetchOutcome, Source

BODIES_CAUGHT_UP = 20
"""At most so many earlier bodies of a source are gone through again after a run that did not finish."""


@dataclass(slots=True)
class _Feed:
    """The polls of one source, oldest first: those with a body, and the failures since the last answer.

    `unsettled` holds the pages of its items that are to be tried again, by item and revision.
    """

    bodies: list[Fetch] = field(default_factory=list)
    failures: list[Fetch] = field(default_factory=list)
    unsettled: dict[tuple[str, str], Fetch] = field(default_factory=dict)


class History:
    """The records of all earlier runs, read in the order of `FetchLog.read`."""

    def __init__(self, fetches: Iterable[Fetch] = ()) -> None:
        self.instants: set[datetime] = set()
        self._feeds: dict[str, _Feed] = {}
        self._pages: dict[tuple[str, str], Fetch] = {}
        for fetch in fetches:
            self._remember(fetch)

    def validator(self, source: Source) -> Fetch | None:
        """Return the fetch whose ETag or Last-Modified may be sent: the last body of the source's present URL."""
        last = self.latest(source)
        return last if last and last.url == source.url and (last.etag or last.last_modified) else None

    def latest(self, source: Source) -> Fetch | None:
        """Return the last fetch of the source that has a body."""
        bodies = self._feed(source.source_id).bodies
        return bodies[-1] if bodies else None

    def since(self, source: Source, instant: datetime) -> list[Fetch]:
        """Return the last fetches with different bodies from that instant on, oldest first."""
        by_body = {f.raw_sha256: f for f in self._feed(source.source_id).bodies if f.fetched_at >= instant}
        return sorted(by_body.values(), key=lambda fetch: fetch.fetched_at)[-BODIES_CAUGHT_UP:]

    def failures(self, source: Source) -> int:
        """Return how many polls failed since the last answer."""
        return len(self._feed(source.source_id).failures)

    def backing_off(self, source: Source, now: datetime) -> Fetch | None:
        """Return the last poll if its server answered with a failure and its time to wait is not over.

        Failures before any answer (no name, no connection) may be our own network: they do not make us wait.
        """
        failures = self._feed(source.source_id).failures
        last = failures[-1] if failures else None
        if last is None or last.url != source.url or last.status is None or last.next_try_at is None:
            return None
        return last if last.next_try_at > now else None

    def page(self, item_id: str, item_revision: str) -> Fetch | None:
        """Return what is known of the page of an item revision: its final record, else its last one."""
        return self._pages.get((item_id, item_revision))

    def unsettled(self, source: Source) -> list[Fetch]:
        """Return the page records of the source that are to be followed by another try."""
        return list(self._feed(source.source_id).unsettled.values())

    def _feed(self, source_id: str) -> _Feed:
        return self._feeds.setdefault(source_id, _Feed())

    def _remember(self, fetch: Fetch) -> None:
        self.instants.add(fetch.fetched_at)
        if fetch.kind is FetchKind.PAGE and fetch.item_id and fetch.item_revision:
            self._remember_page((fetch.item_id, fetch.item_revision), fetch)
        elif fetch.kind is FetchKind.FEED:
            self._remember_poll(self._feed(fetch.source_id), fetch)

    def _remember_poll(self, feed: _Feed, fetch: Fetch) -> None:
        if fetch.outcome in {FetchOutcome.OK, FetchOutcome.NOT_MODIFIED}:
            feed.failures.clear()
        else:
            feed.failures.append(fetch)
        if fetch.raw_sha256 is not None:
            feed.bodies.append(fetch)

    def _remember_page(self, key: tuple[str, str], fetch: Fetch) -> None:
        known = self._pages.get(key)
        if known is not None and known.final:
            return
        self._pages[key] = fetch
        unsettled = self._feed(fetch.source_id).unsettled
        if fetch.final:
            unsettled.pop(key, None)
        else:
            unsettled[key] = fetch
