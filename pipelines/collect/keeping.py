"""What a site says of itself as a whole, in one file per origin: read once, kept for a day.

`robots` and `reservation` read such files; who keeps them from run to run is passed in.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from pipelines.collect import guard
from pipelines.collect.client import Client, Response
from pipelines.collect.pace import Pace
from pipelines.collect.retry import TRANSIENT

GOOD_FOR = timedelta(hours=24)
"""RFC 9309, section 2.4: what was read is not used for longer."""

ASK_AGAIN_AFTER = timedelta(hours=1)
"""A file that cannot be had is asked for again so often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The last answer to the request for one such file, asked for at `fetched_at` (aware UTC).

    `text` is what was last read; None if there is no such file or none was ever had. While the file cannot be had,
    `unreachable_why` says why and `unreachable_since` since when, and `text` is the one before.
    """

    fetched_at: datetime
    text: str | None = None
    unreachable_why: str | None = None
    unreachable_since: datetime | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Return whether it may be used without asking again; not if it comes from the future."""
        age = now - self.fetched_at
        return timedelta(0) <= age < (GOOD_FOR if self.unreachable_why is None else ASK_AGAIN_AFTER)


class Keeper(Protocol):
    """Where answers outlive a run."""

    def recall(self, url: str) -> Kept | None:
        """Return the last answer kept for the URL of the file."""

    def keep(self, url: str, kept: Kept) -> None:
        """Keep it in place of the one before."""


class Forgetful:
    """A `Keeper` that knows nothing of earlier runs."""

    def recall(self, url: str) -> Kept | None:
        """Return None."""

    def keep(self, url: str, kept: Kept) -> None:
        """Do nothing."""


def timeless() -> datetime:
    """Return always the same instant: nothing that was read grows old."""
    return datetime.min.replace(tzinfo=UTC)


class SiteFile:
    """The file at one path of every origin. Asked for once, also when many want it at once."""

    def __init__(
        self,
        path: str,
        client: Client,
        pace: Pace,
        *,
        read: Callable[[Response], str | None],
        accept: str,
        max_bytes: int,
        keeper: Keeper,
        now: Callable[[], datetime],
    ) -> None:
        self._path = path
        self._client = client
        self._pace = pace
        self._read = read
        self._accept = accept
        self._max_bytes = max_bytes
        self._keeper = keeper
        self._now = now
        self._known: dict[str, Kept] = {}
        self._asking: dict[str, asyncio.Task[Kept]] = {}

    async def at(self, place: tuple[str, str, int]) -> Kept:
        """Return the answer of an origin: the one at hand if it is fresh enough, else a new one."""
        scheme, host, port = place
        url = f"{scheme}://{guard.host_port(host, port)}{self._path}"
        known = self._known.get(url) or self._keeper.recall(url)
        if known is not None and known.is_fresh(self._now()):
            self._known[url] = known
            return known
        if url not in self._asking:
            task = asyncio.create_task(self._ask(url, known))
            self._asking[url] = task
            task.add_done_callback(lambda _: self._asking.pop(url))
        return await asyncio.shield(self._asking[url])

    async def _ask(self, url: str, before: Kept | None) -> Kept:
        async with self._pace.turn(url) as turn:
            if turn is None:
                return self._answer(before, unreachable_why="no turn at this host in this run")
            response = await self._client.get(
                url, accept=self._accept, max_bytes=self._max_bytes, cut=True, on_start=turn.start
            )
        if response.reason in TRANSIENT:
            kept = self._answer(before, unreachable_why=f"{response.reason} {response.detail or ''}".strip())
        else:
            kept = Kept(fetched_at=self._now(), text=self._read(response))
        self._known[url] = kept
        self._keeper.keep(url, kept)
        return kept

    def _answer(self, before: Kept | None, unreachable_why: str) -> Kept:
        now = self._now()
        since = (before and before.unreachable_since) or now
        return replace(
            before or Kept(fetched_at=now),
            fetched_at=now,
            unreachable_why=unreachable_why,
            unreachable_since=min(since, now),
        )
