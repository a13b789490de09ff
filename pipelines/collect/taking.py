"""What a wire delivers becomes a record, whether it came as a file or over HTTP.

bytes ─▶ looked into (passed in) ─▶ stored ─▶ held back where it must be ─▶ noted where it is urgent ─▶ recorded
"""

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipelines.collect.durable import at_once
from pipelines.collect.fetches import FetchLog
from pipelines.collect.raw import RawStore
from pipelines.records import Document, Fetch, FetchOutcome, Reason, Source, WireProfile, make_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look into one document found; nothing of its text.

    `held` are ids of items that nobody may see yet, `free` of stories that may be seen; `held_until` is when the first
    of the held ones may be, None where no time says so. `why` is what makes it urgent: kill | withheld. `newest_at` is
    the greatest versionCreated. Of the answer of an API: `is_empty` where it is readable and holds no document,
    `next_page` and `cursor` are what stood at the paths of its profile. `refused` says why it could not be read.
    """

    held: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    held_until: datetime | None = None
    why: str | None = None
    newest_at: datetime | None = None
    is_empty: bool = False
    next_page: str | None = None
    cursor: str | None = None
    refused: Reason | None = None
    detail: str = ""


Look = Callable[[Sequence[Document]], Iterable[Seen]]
"""Looks into documents, in order."""

Delivered = tuple[Fetch, Seen]
"""A record as it is written, and what was seen in its body."""

Note = Callable[[Sequence[Delivered]], None]
"""Notes durably what is urgent of documents about to be recorded."""

Delivery = tuple[Fetch, bytes]
"""A record to be written, and the body it speaks of."""


def look_away(documents: Sequence[Document]) -> Iterable[Seen]:
    """Look into nothing: what is held is then told by the run that works the documents."""
    return [Seen()] * len(documents)


def note_nothing(_: Sequence[Delivered]) -> None:
    """Note nothing."""


class Stamp:
    """A clock of which no two readings are equal: the order of records is that of their instants."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._turn = threading.Lock()
        self._last: datetime | None = None

    def __call__(self) -> datetime:
        """Return the time, or a microsecond after the reading before, whichever is later."""
        with self._turn:
            moment = self._clock()
            if self._last is not None:
                moment = max(moment, self._last + timedelta(microseconds=1))
            self._last = moment
            return moment


@dataclass(slots=True, kw_only=True)
class Intake:
    """The stores that deliveries go to, and what is done with them on the way; threads may share it."""

    raw: RawStore
    log: FetchLog
    stamp: Callable[[], datetime]
    look: Look = look_away
    note: Note = note_nothing
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def glance(self, source: Source, profile: WireProfile | None, delivery: Delivery) -> Seen:
        """Return what is seen in a body that is on record already."""
        fetch, body = delivery
        return next(iter(self.look([_document(source, profile, fetch, body)])))

    def keep(self, source: Source, profile: WireProfile | None, deliveries: Sequence[Delivery]) -> list[Delivered]:
        """Look, store, hold, note and record; return each record with what was seen, in order.

        An answer without a document in it is neither stored nor recorded. Nothing is recorded before its bytes are on
        disk, its story is out of sight if it must be, and its urgency is noted: whatever crashes in between is done
        again with the next delivery of the same.
        """
        fetches = [identified(_with_body(fetch, body)) for fetch, body in deliveries]
        documents = [
            _document(source, profile, fetch, body) for fetch, (_, body) in zip(fetches, deliveries, strict=True)
        ]
        delivered = list(zip(fetches, self.look(documents), strict=True))
        full = [each for each in delivered if not each[1].is_empty]
        self.raw.put_all(
            [document.body for document, (_, seen) in zip(documents, delivered, strict=True) if not seen.is_empty]
        )
        held = {fetch.raw_sha256 or "" for fetch, seen in full if seen.held}
        at_once(self.raw.hold, [each for each in held if not self.raw.is_removed(each)])
        with self._turn:
            self.note(full)
        if full:
            self.log.append(*(fetch for fetch, _ in full))
        return delivered


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one wire gave in one pick-up; `outcome`, `reason` and `detail` are those of the first bad record, if any.

    `outcome` is None for a wire that was not due and for one whose folder is not there.
    """

    source_id: str
    is_due: bool = True
    outcome: FetchOutcome | None = None
    reason: Reason | None = None
    detail: str | None = None
    files: int = 0
    body_bytes: int = 0
    outcomes: Counter[FetchOutcome] = field(default_factory=Counter)
    reasons: Counter[Reason] = field(default_factory=Counter)

    def count(self, *fetches: Fetch) -> None:
        """Count records that were written."""
        for fetch in fetches:
            self.body_bytes += fetch.body_bytes or 0
            self.outcomes[fetch.outcome] += 1
            if fetch.reason is None:
                continue
            self.reasons[fetch.reason] += 1
            if self.reason is None:
                self.outcome, self.reason, self.detail = fetch.outcome, fetch.reason, fetch.detail


Tallies = Mapping[str, Tally]
"""By source id."""


def identified(fetch: Fetch) -> Fetch:
    """Return a record with its id: another body at the same instant, of a clock that stands still, is another record."""
    parts = (fetch.kind, fetch.source_id, fetch.url, fetch.raw_sha256 or "", fetch.fetched_at.isoformat())
    return replace(fetch, fetch_id=make_id(*parts))


def _with_body(fetch: Fetch, body: bytes) -> Fetch:
    return replace(fetch, raw_sha256=hashlib.sha256(body).hexdigest(), body_bytes=len(body))


def _document(source: Source, profile: WireProfile | None, fetch: Fetch, body: bytes) -> Document:
    return Document(
        document_id=fetch.fetch_id,
        source_id=source.source_id,
        body=body,
        url=fetch.final_url or fetch.url,
        content_type=fetch.content_type,
        time_zone=source.time_zone,
        received_at=fetch.fetched_at,
        profile=profile,
    )
