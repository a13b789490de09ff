"""What one run of `collect` works with: the stores, the client, the turns, and the clock."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pipelines.collect.client import Client, Response
from pipelines.collect.fetches import FetchLog
from pipelines.collect.index import Index
from pipelines.collect.pace import THROTTLED_SECONDS, Pace
from pipelines.collect.raw import RawStore
from pipelines.collect.reservation import Reservations
from pipelines.collect.retry import asked_seconds
from pipelines.collect.robots import Robots
from pipelines.records import Fetch, FetchKind, FetchOutcome, Reason, make_id
from pipelines.settings import Settings

Result = TypeVar("Result")
Job = bytes | Fetch
"""A body to store or a record to write."""


@dataclass(slots=True, kw_only=True)
class Desk:
    """Shared by every source of one run."""

    settings: Settings
    clock: Callable[[], datetime]
    raw: RawStore
    log: FetchLog
    index: Index
    client: Client
    pace: Pace
    robots: Robots
    reservations: Reservations
    instants: set[datetime]
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _last: datetime | None = None
    _pending: "list[tuple[Job, asyncio.Future[str]]]" = field(default_factory=list)
    _writing: "asyncio.Task[None] | None" = None
    _disk: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="disk"))

    def stamp(self) -> datetime:
        """Return the time, moved on by microseconds where needed to differ from every recorded instant.

        Fetch ids are made of it, and the order of records is that of these instants.
        """
        with self._turn:  # wires are picked up in threads
            moment = self.clock()
            if self._last is not None:
                moment = max(moment, self._last + timedelta(microseconds=1))
            while moment in self.instants:
                moment += timedelta(microseconds=1)
            self._last = moment
            return moment

    async def keep(self, body: bytes) -> str:
        """Store a body durably, outside the event loop, and return its hash."""
        return await self._written(body)

    async def record(self, fetch: Fetch) -> None:
        """Write a fetch record durably and add it to the index."""
        await self._written(fetch)
        self.index.add(fetch)

    async def _written(self, job: Job) -> str:
        """Wait until a body or record is on disk. All that come while the disk is busy share its next turn."""
        written: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._pending.append((job, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await written

    async def _write(self) -> None:
        while self._pending:
            batch, self._pending = self._pending, []
            try:
                results = await asyncio.get_running_loop().run_in_executor(
                    self._disk, self._to_disk, [job for job, _ in batch]
                )
            except Exception as error:  # noqa: BLE001 - whoever waits for it shall know
                for _, written in batch:
                    written.set_exception(error)
                continue
            for (_, written), result in zip(batch, results, strict=True):
                written.set_result(result)

    def _to_disk(self, jobs: list[Job]) -> list[str]:
        """Store and write; a body lasts before the record that names it is given to us."""
        hashes = iter(self.raw.put_all([job for job in jobs if isinstance(job, bytes)]))
        self.log.append(*(job for job in jobs if isinstance(job, Fetch)))
        return [next(hashes) if isinstance(job, bytes) else "" for job in jobs]

    def rest_if_asked(self, url: str, response: Response) -> None:
        """Leave a host alone that says that we ask too much (RFC 6585, section 4; RFC 9110, section 10.2.3)."""
        rest_seconds = asked_seconds(response.retry_after, self.clock())
        if response.reason is Reason.HTTP_THROTTLED or (response.status == 503 and rest_seconds):
            self.pace.rest(url, rest_seconds or THROTTLED_SECONDS)


async def all_of(works: Iterable[Coroutine[Any, Any, Result]]) -> tuple[Result, ...]:
    """Return every result, in order. Raises the first exception, once all the others have ended too."""
    ended = await asyncio.gather(*works, return_exceptions=True)
    for each in ended:
        if isinstance(each, BaseException):
            raise each
    return tuple(each for each in ended if not isinstance(each, BaseException))


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
        moved_to=response.moved_to,
        reason=response.reason,
        detail=response.detail,
        status=response.status,
        content_type=response.content_type,
        etag=response.etag,
        last_modified=response.last_modified,
        item_id=item_id,
    )
