"""Politeness: how many requests an operator's hosts get at once, and how far apart. Operators never wait for one another."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipelines.addresses import site
from pipelines.collect import guard
from pipelines.records import Source

PER_HOST = 2
INTERVAL_SECONDS = 1.0
PATIENCE_SECONDS = 600.0
"""A request that would begin later than this in a run is left to the next run."""

THROTTLED_SECONDS = 30.0
"""Rest of a host that says 429 without saying for how long; Media Cloud's page fetcher waits as long."""


@dataclass(slots=True)
class _Budget:
    """What the hosts of one operator share: requests at once, a place at the head of the queue, the next instant."""

    slots: asyncio.Semaphore
    head: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    started_at: float = float("-inf")


@dataclass(slots=True)
class Turn:
    """A turn at a host. The interval to the next one counts from `start`, the moment the request is sent."""

    _budget: _Budget
    _interval_seconds: float
    _has_started: bool = False

    @property
    def earliest(self) -> float:
        """Return when the loop's clock lets it start."""
        return max(self._budget.free_at, self._budget.started_at + self._interval_seconds)

    def start(self) -> None:
        """Book the interval and let the next in the queue prepare; calling again does nothing."""
        if not self._has_started:
            self._has_started = True
            self._budget.started_at = _seconds()
            self._budget.free_at = max(self._budget.free_at, self._budget.started_at + self._interval_seconds)
            self._budget.head.release()

    def give_up(self) -> None:
        """Leave without a request."""
        if not self._has_started:
            self._has_started = True
            self._budget.head.release()


class Pace:
    """Turns, first come first served at each budget. `politeness` scales every waiting; 0 means none.

    `operators` maps hosts to whoever runs them; these hosts share a budget, and so do others of a registrable domain
    of which all known hosts are run by one. Any other host has its own. `busy` says which budgets are not to be
    used before an instant that an earlier run was told.
    """

    def __init__(
        self,
        politeness: float = 1.0,
        *,
        per_host: int = PER_HOST,
        interval_seconds: float = INTERVAL_SECONDS,
        patience_seconds: float = PATIENCE_SECONDS,
        operators: Mapping[str, str] | None = None,
        busy: Mapping[str, datetime] | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._politeness = politeness
        self._per_host = per_host
        self._interval_seconds = interval_seconds
        self._operators = dict(operators or {})
        self._domains = _domains(self._operators)
        self._budgets: dict[str, _Budget] = {}
        self._ends_at = _seconds() + patience_seconds
        if busy and clock:
            now, seconds = clock(), _seconds()
            for name, free_at in busy.items():
                self._named(name).free_at = seconds + (free_at - now).total_seconds()

    @asynccontextmanager
    async def turn(self, url: str, interval_seconds: float = 0.0) -> AsyncIterator[Turn | None]:
        """Wait for a turn at the URL's host and hold it; None at once when it would come too late in this run.

        It starts at least the configured interval, or `interval_seconds` if longer, after the one before, and the next
        one after it.
        """
        budget = self._named(self.budget_of(url))
        async with budget.slots:
            await budget.head.acquire()
            turn = Turn(budget, self._politeness * max(self._interval_seconds, interval_seconds))
            try:
                wait_seconds = turn.earliest - _seconds()
                if max(wait_seconds, 0.0) + _seconds() > self._ends_at:
                    turn.give_up()
                    yield None
                    return
                if wait_seconds > 0:
                    await asyncio.sleep(wait_seconds)
                yield turn
            finally:
                turn.start()

    def rest(self, url: str, seconds: float) -> None:
        """Let nobody have a turn at the URL's host for so many seconds: it asked to be left alone."""
        budget = self._named(self.budget_of(url))
        budget.free_at = max(budget.free_at, _seconds() + self._politeness * seconds)

    def busy(self, now: datetime) -> dict[str, datetime]:
        """Return which budgets are not to be used before an instant still to come."""
        seconds = _seconds()
        return {
            name: now + timedelta(seconds=budget.free_at - seconds)
            for name, budget in self._budgets.items()
            if budget.free_at > seconds
        }

    def budget_of(self, url: str) -> str:
        """Return the name of the budget that a request for the URL draws on."""
        place = guard.origin(url)
        if place is None:
            return ""
        host = place[1]
        if host in self._operators:
            return self._operators[host]
        named = self._domains.get(site(host))
        if named is not None:
            return named
        # several servers may share an address or this machine's name, each at its own port
        return host if place[2] in guard.OPEN_PORTS else guard.host_port(host, place[2])

    def _named(self, name: str) -> _Budget:
        if name not in self._budgets:
            self._budgets[name] = _Budget(asyncio.Semaphore(self._per_host))
        return self._budgets[name]


def operators_of(sources: Iterable[Source]) -> dict[str, str]:
    """Return who runs the hosts of the sources: the operator that the pack names, else the publisher.

    A host that several publishers use, and no operator runs, is its own: nobody knows who else is behind it.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        place = guard.origin(source.url or "")
        if place is not None and place[2] in guard.OPEN_PORTS:
            names[place[1]].add(
                f"operator {source.operator}" if source.operator else f"publisher {source.publisher_id}"
            )
    return {host: each.pop() for host, each in names.items() if len(each) == 1}


def _domains(operators: Mapping[str, str]) -> dict[str, str]:
    """Return the registrable domains of which all known hosts are run by one operator."""
    names: dict[str, set[str]] = defaultdict(set)
    for host, operator in operators.items():
        names[site(host)].add(operator)
    return {domain: each.pop() for domain, each in names.items() if len(each) == 1}


def _seconds() -> float:
    return asyncio.get_running_loop().time()
