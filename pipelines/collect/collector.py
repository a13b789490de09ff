"""One run of `collect`, from the sources to their stored bodies, fetch records and readings.

sources that are due ─▶ poll ─▶ bodies not gone through yet ─▶ parse (passed in) ─▶ agenda ─▶ pages ─▶ state ─▶ report
                                                                known articles ─▶ visits ─┘
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from pipelines.collect import guard, health, wires
from pipelines.collect.client import Client
from pipelines.collect.desk import Desk, all_of
from pipelines.collect.fetches import FetchLog
from pipelines.collect.index import Index
from pipelines.collect.pace import Pace, operators_of
from pipelines.collect.pages import Pages, agenda, visits
from pipelines.collect.polling import Parse, parse_stored
from pipelines.collect.raw import RawStore
from pipelines.collect.readings import ReadingLog
from pipelines.collect.reservation import Reservations
from pipelines.collect.revisits import KnownArticle
from pipelines.collect.robots import Robots
from pipelines.collect.rounds import Round
from pipelines.collect.schedule import Limits
from pipelines.collect.taking import Tallies, Tally
from pipelines.errors import SettingsError
from pipelines.records import (
    FeedState,
    Fetch,
    FetchOutcome,
    ParsedDocument,
    Reading,
    Reason,
    Rejected,
    Source,
    SourceKind,
)
from pipelines.settings import Settings

PARSERS_AT_ONCE = 8
"""Feed bodies in hand at once, 5 MB each at most. Waiting for hosts is not bounded: a slow one delays no other."""

KEPT_EVERY_SECONDS = 5.0
"""What was learnt is made durable so often: a run that is killed forgets no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What one source gave in this run.

    `outcome` and `reason` are those of the poll, or of the worst file of a wire; None for a source that was not due
    and for a wire without a folder. `rejected` says why the body in hand was no feed. `items` counts entries of the
    bodies gone through, `files` those of a wire. Pages: `known` had a record already, `waiting` are left to the next
    run, `visits` are looks again at known ones.
    """

    source_id: str
    kind: SourceKind
    outcome: FetchOutcome | None
    is_due: bool = True
    reason: Reason | None = None
    detail: str | None = None
    rejected: Reason | None = None
    state: FeedState | None = None
    items: int = 0
    files: int = 0
    pages_ok: int = 0
    pages_failed: int = 0
    pages_refused: int = 0
    pages_known: int = 0
    pages_waiting: int = 0
    visits: int = 0
    body_bytes: int = 0

    @property
    def is_heard(self) -> bool:
        """Whether the source answered: a poll with or without news, or a wire whose folder held nothing bad."""
        return self.outcome in {FetchOutcome.OK, FetchOutcome.NOT_MODIFIED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectReport:
    """One run of `collect`. `outcomes` and `reasons` count the fetch records it wrote; rows in source order."""

    rows: tuple[SourceRow, ...]
    paused: int
    outcomes: dict[FetchOutcome, int]
    reasons: dict[Reason, int]
    body_bytes: int
    seconds: float

    @property
    def heard(self) -> int:
        """Return how many sources answered."""
        return sum(row.is_heard for row in self.rows)

    @property
    def due(self) -> int:
        """Return how many sources were due."""
        return sum(row.is_due for row in self.rows)

    @property
    def is_network_silent(self) -> bool:
        """Whether sources were polled and not one answered; wires, which need no network, do not count."""
        polled = [row for row in self.rows if row.kind is not SourceKind.WIRE and row.outcome is not None]
        return bool(polled) and not any(row.is_heard for row in polled)


async def collect(
    sources: Sequence[Source],
    *,
    settings: Settings,
    clock: Callable[[], datetime],
    parse: Parse,
    known: Iterable[KnownArticle] = (),
    everything: bool = False,
    progress: Callable[[str], None] | None = None,
    picked_up: Tallies | None = None,
) -> CollectReport:
    """Poll the sources that are due and not paused, fetch the pages their items need, and report.

    `clock` gives aware UTC instants; `parse` runs in a thread; `known` are articles whose pages may be looked at
    again; with `everything` each source is due that was not asked to wait. `picked_up` says what the wires have given;
    None picks them up first. Raises `SettingsError` when live sources
    are to be fetched without a contact, `RecordLogError` when the records of earlier runs cannot be read; bad input
    raises nothing. A bug in one source's way does not keep the others from theirs; it is raised when they are done.
    """
    active = [source for source in sources if source.paused_why is None]
    require_contact(active, settings)
    began_seconds = time.monotonic()
    if picked_up is None:
        picked_up = await wires.pick_up_all(active, {}, settings=settings, intake=wires.intake_of(settings, clock))
    async with open_desk(settings, clock, sources) as desk:
        run = _Run(desk, parse, known, picked_up, everything=everything, progress=progress or _unwatched)
        left_over = [source for source in sources if run.has_pages_of_no_feed(source)]
        try:
            rows = await all_of(run.source(source) for source in (*active, *left_over))
        finally:
            await run.end()
    return CollectReport(
        rows=rows[: len(active)],
        paused=len(sources) - len(active),
        outcomes=dict(run.outcomes),
        reasons=dict(run.reasons),
        body_bytes=sum(row.body_bytes for row in rows),
        seconds=time.monotonic() - began_seconds,
    )


@asynccontextmanager
async def open_desk(
    settings: Settings, clock: Callable[[], datetime], sources: Sequence[Source]
) -> AsyncIterator[Desk]:
    """Open the stores of the data folder and a client. Raises `RecordLogError`."""
    raw_root = settings.data / "raw"
    log = FetchLog(raw_root / "fetches")
    now = clock()
    index = Index(raw_root / "index.sqlite", log)
    with index:
        async with Client.of(settings) as client:
            pace = Pace(
                settings.politeness,
                per_host=settings.host_concurrency,
                interval_seconds=settings.host_interval_seconds,
                operators=operators_of(sources),
                busy=index.busy_hosts(now),
                clock=clock,
            )
            desk = Desk(
                settings=settings,
                clock=clock,
                raw=RawStore(raw_root, settings.data / "held"),
                log=log,
                index=index,
                client=client,
                pace=pace,
                robots=Robots(client, pace, keeper=index, now=clock),
                reservations=Reservations(client, pace, keeper=index, now=clock),
                instants=index.instants(now),
            )
            yield desk
            for host, free_at in pace.busy(clock()).items():
                index.remember_busy(host, free_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageRow:
    """The pages of one source: their records, None for one whose turn did not come."""

    fetched: tuple[Fetch | None, ...]
    known: int
    visits: int


class _Run:
    """The way of one source, for all sources of a run."""

    def __init__(
        self,
        desk: Desk,
        parse: Parse,
        known: Iterable[KnownArticle],
        picked_up: Tallies,
        *,
        everything: bool,
        progress: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._parse = parse
        self._picked_up = picked_up
        self._progress = progress
        self._everything = everything
        self._limits = limits_of(desk.settings)
        self._pages = Pages(desk)
        self._parsers = asyncio.Semaphore(PARSERS_AT_ONCE)
        self._known: dict[str, list[KnownArticle]] = defaultdict(list)
        for article in known:
            self._known[article.source_id].append(article)
        self._unread = desk.index.unread_sources()
        self._unsettled = desk.index.unsettled_sources()
        self._log = ReadingLog(desk.settings.data / "raw" / "readings")
        self._readings: list[Reading] = []
        self._kept_seconds = time.monotonic()
        self._rounds: list[tuple[Source, Round, health.Polled]] = []
        self.outcomes: Counter[FetchOutcome] = Counter()
        self.reasons: Counter[Reason] = Counter()

    def has_pages_of_no_feed(self, source: Source) -> bool:
        """Say whether pages wait of a source that has nothing to poll: addresses that a person found."""
        waiting = self._unread | self._unsettled | self._known.keys()
        return source.url is None and source.kind is SourceKind.FEED and source.source_id in waiting

    async def source(self, source: Source) -> SourceRow:
        """Return the row of one source."""
        if source.kind is SourceKind.WIRE:
            return self._wire(source)  # of which was told when it was picked up
        row = await self._feed(source)
        if row.is_due or row.pages_ok:
            self._progress(line_of(row))
        return row

    async def end(self) -> None:
        """Remember the sources that could not be reached, unless our own network was down: that tells nothing of them."""
        is_ours = health.is_network_silent((each.before, polled) for _, each, polled in self._rounds)
        for source, each, polled in self._rounds:
            if not _is_unreached(polled):
                continue
            if not is_ours:
                self._learn(source, each)
            elif (memory := health.excused(each.before, polled.at, self._limits)) is not None:
                self._desk.index.remember(source.source_id, memory.to_json())
        await self._keep()

    def _learn(self, source: Source, each: Round) -> None:
        if each.memory is not None:
            self._desk.index.remember(source.source_id, each.memory.to_json())
            self._readings.append(health.reading(each.memory, source, each.fetches[0].fetch_id))

    async def _keep(self) -> None:
        """Make durable what was learnt so far."""
        self._kept_seconds = time.monotonic()
        readings, self._readings = self._readings, []
        await asyncio.to_thread(self._log.append, *readings)
        self._desk.index.commit()

    async def _feed(self, source: Source) -> SourceRow:
        desk = self._desk
        round_ = Round(desk, source, self._limits, self._parse_body)
        is_due = round_.is_due(everything=self._everything)
        if is_due:
            await round_.poll()
        if round_.fetches or source.source_id in self._unread:
            await round_.read()
        pages = await self._fetch_pages(source, round_)
        self._count(*round_.fetches)
        if round_.asked:
            polled = round_.polled()
            round_.memory = health.remember(round_.before, polled, source, self._limits)
            self._rounds.append((source, round_, polled))
            if not _is_unreached(polled):
                self._learn(source, round_)
        if time.monotonic() - self._kept_seconds > KEPT_EVERY_SECONDS:
            await self._keep()
        by_outcome = Counter(page.outcome if page else None for page in pages.fetched)
        fetch = round_.asked.fetch if round_.asked else None
        return SourceRow(
            source_id=source.source_id,
            kind=source.kind,
            is_due=is_due,
            outcome=fetch.outcome if fetch else None,
            reason=fetch.reason if fetch else None,
            detail=fetch.detail if fetch else None,
            rejected=round_.rejected,
            state=round_.memory.state if round_.memory else None,
            items=sum(len(items) for _, items in round_.documents),
            pages_ok=by_outcome[FetchOutcome.OK] + by_outcome[FetchOutcome.NOT_MODIFIED],
            pages_failed=by_outcome[FetchOutcome.FAILED],
            pages_refused=by_outcome[FetchOutcome.REFUSED],
            pages_known=pages.known,
            pages_waiting=by_outcome[None],
            visits=pages.visits,
            body_bytes=_bytes(*round_.fetches, *pages.fetched),
        )

    async def _fetch_pages(self, source: Source, round_: Round) -> _PageRow:
        """Fetch the pages of new entries, those to be tried again, and those of known articles to be looked at again."""
        desk, now = self._desk, self._desk.clock()
        unsettled = desk.index.unsettled(source.source_id) if source.source_id in self._unsettled else ()
        todo = agenda(source, round_.documents, desk.index, now, unsettled)
        again = visits(source, self._known[source.source_id], desk.index, desk.settings.revisit_hours, now)
        pages = await self._pages.fetch_all((*todo.wanted, *again))
        self._count(*(page for page in pages if page))
        if (round_.documents or round_.fetches) and None not in pages:
            desk.index.end(source.source_id)
        return _PageRow(fetched=pages, known=todo.known, visits=len(again))

    async def _parse_body(self, source: Source, fetch: Fetch) -> ParsedDocument | Rejected:
        async with self._parsers:
            return await asyncio.to_thread(parse_stored, self._desk, self._parse, source, fetch)

    def _wire(self, source: Source) -> SourceRow:
        tally = self._picked_up.get(source.source_id) or Tally(source_id=source.source_id, is_due=False)
        self.outcomes.update(tally.outcomes)
        self.reasons.update(tally.reasons)
        return row_of_wire(tally)

    def _count(self, *fetches: Fetch) -> None:
        for fetch in fetches:
            self.outcomes[fetch.outcome] += 1
            if fetch.reason is not None:
                self.reasons[fetch.reason] += 1


def row_of_wire(tally: Tally) -> SourceRow:
    """Return what a wire gave as a row of the report."""
    return SourceRow(
        source_id=tally.source_id,
        kind=SourceKind.WIRE,
        is_due=tally.is_due,
        outcome=tally.outcome,
        reason=tally.reason,
        detail=tally.detail,
        files=tally.files,
        body_bytes=tally.body_bytes,
    )


def _is_unreached(polled: health.Polled) -> bool:
    return polled.status is None and polled.reason in health.UNREACHED


def limits_of(settings: Settings) -> Limits:
    """Return the limits of pace and judgement as the settings have them. Raises `SettingsError` for one that is none."""
    known = {each.name for each in fields(Limits)}
    for name in settings.limits.keys() - known:
        raise SettingsError(
            f"TRUCEWATCH_LIMITS names {name!r}, which is no limit.",
            where="environment",
            next_step=f"It knows {', '.join(sorted(known))}.",
        )
    given: dict[str, Any] = {
        "politeness": settings.politeness,
        "shortest_seconds": settings.poll_minutes * 60,
        "longest_seconds": settings.poll_hours * 3600,
        **settings.limits,
    }
    whole = {each.name for each in fields(Limits) if each.type in {int, "int"}}
    return Limits(**{name: int(value) if name in whole else value for name, value in given.items()})


def require_contact(sources: Iterable[Source], settings: Settings) -> None:
    """Raise `SettingsError` when a source lies beyond this machine and nobody could write to us."""
    live = [
        source.source_id
        for source in sources
        if (source.url or source.kind is not SourceKind.WIRE)
        and not guard.is_local(source.url or "", settings.connect_to)
    ]
    if live and settings.contact is None:
        raise SettingsError(
            "Live sources are fetched only under an address that publishers can write to.",
            where=f"{len(live)} sources, first {live[0]}",
            next_step="Set TRUCEWATCH_CONTACT, for example to desk@example.org.",
        )


def _unwatched(_line: str) -> None:
    """Nobody watches this run."""


def _bytes(*fetches: Fetch | None) -> int:
    return sum(fetch.body_bytes or 0 for fetch in fetches if fetch)


def line_of(row: SourceRow) -> str:
    """Return the row as one line for a person who watches."""
    outcome = row.outcome or ("no folder" if row.kind is SourceKind.WIRE else "not asked")
    why = f" ({row.reason})" if row.reason else ""
    if row.kind is SourceKind.WIRE:
        return f"{row.source_id}: {outcome}{why}, {row.files} files"
    lost = row.pages_failed + row.pages_refused
    return f"{row.source_id}: {outcome}{why}, {row.items} items, {row.pages_ok} pages, {lost} not to be had"
