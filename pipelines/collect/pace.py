"""Politeness: how many requests a host gets at once, and how far apart. Hosts never wait for one another."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PER_HOST = 2
INTERVAL_SECONDS = 1.0
PATIENCE_SECONDS = 600.0
"""A request that would begin later than this in a run is left to the next run."""


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    free_at: float = field(default=0.0)


class Pace:
    """Turns at hosts, first come first served at each. `politeness` scales every waiting; 0 means none."""

    def __init__(
        self,
        politeness: float = 1.0,
        *,
        per_host: int = PER_HOST,
        interval_seconds: float = INTERVAL_SECONDS,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._politeness = politeness
        self._per_host = per_host
        self._interval_seconds = interval_seconds
        self._hosts: dict[str, _Host] = {}
        self._ends_at = asyncio.get_running_loop().time() + patience_seconds

    @asynccontextmanager
    async def turn(self, host: str, interval_seconds: float = 0.0) -> AsyncIterator[bool]:
        """Wait for a turn at the host and hold it; yields False at once when it would come too late in this run.

        The next turn there begins at least the configured interval, or `interval_seconds` if longer, after this one.
        """
        place = self._hosts.setdefault(host, _Host(asyncio.Semaphore(self._per_host)))
        async with place.slots:
            now = asyncio.get_running_loop().time()
            begins_at = max(now, place.free_at)
            if begins_at > self._ends_at:
                yield False
                return
            place.free_at = begins_at + self._politeness * max(self._interval_seconds, interval_seconds)
            await asyncio.sleep(begins_at - now)
            yield True
