"""What one run of `collect` works with: the stores, the client, the turns, and the clock."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipelines.collect.client import Client, Response
from pipelines.collect.fetches import FetchLog
from pipelines.collect.history import History
from pipelines.collect.pace import Pace
from pipelines.collect.raw import RawStore
from pipelines.collect.robots import Robots
from pipelines.collect.unfinished import Unfinished
from pipelines.records import Fetch, FetchKind, FetchOutcome, make_id
from pipelines.settings import Settings


@dataclass(slots=True, kw_only=True)
class Desk:
    """Shared by every source of one run."""

    settings: Settings
    clock: Callable[[], datetime]
    raw: RawStore
    log: FetchLog
    unfinished: Unfinished
    history: History
    client: Client
    pace: Pace
    robots: Robots
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _last: datetime | None = field(default=None)

    def stamp(self) -> datetime:
        """Return the time, moved on by microseconds where needed to differ from every recorded instant.

        Fetch ids are made of it, and the order of records is that of these instants.
        """
        with self._turn:  # wires are picked up in threads
            moment = self.clock()
            if self._last is not None:
                moment = max(moment, self._last + timedelta(microseconds=1))
            while moment in self.history.instants:
                moment += timedelta(microseconds=1)
            self._last = moment
            return moment

    async def keep(self, body: bytes) -> str:
        """Store a body durably, outside the event loop, and return its hash."""
        return await asyncio.to_thread(self.raw.put, body)

    async def record(self, fetch: Fetch) -> None:
        """Write a fetch record durably, outside the event loop."""
        await asyncio.to_thread(self.log.append, fetch)


def fetch_of(
    response: Response,
    *,
    kind: FetchKind,
    source_id: str,
    url: str,
    fetched_at: datetime,
    outcome: FetchOutcome,
    item_id: str | None = None,
) -> Fetch:
    """Return the record of a request, without what is stored of its body."""
    return Fetch(
        fetch_id=make_id(kind, source_id, url, item_id or "", fetched_at.isoformat()),
        source_id=source_id,
        kind=kind,
        url=url,
        fetched_at=fetched_at,
        outcome=outcome,
        final_url=response.final_url,
        reason=response.reason,
        detail=response.detail,
        status=response.status,
        content_type=response.content_type,
        etag=response.etag,
        last_modified=response.last_modified,
        item_id=item_id,
    )
