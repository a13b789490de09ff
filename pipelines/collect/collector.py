"""One run of `collect`, from the sources to their stored bodies and fetch records.

sources ─▶ poll ─▶ bodies not gone through yet ─▶ parse (passed in) ─▶ agenda ─▶ pages ─▶ report
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from pipelines.collect import guard, wire
from pipelines.collect.client import Client
from pipelines.collect.desk import Desk
from pipelines.collect.fetches import FetchLog
from pipelines.collect.history import History
from pipelines.collect.pace import Pace
from pipelines.collect.pages import Pages, agenda
from pipelines.collect.polling import poll
from pipelines.collect.raw import RawCorruptError, RawMissingError, RawStore
from pipelines.collect.robots import Robots
from pipelines.collect.unfinished import Unfinished
from pipelines.errors import SettingsError
from pipelines.records import (
    Document,
    Fetch,
    FetchOutcome,
    Item,
    ParsedDocument,
    Reason,
    Rejected,
    Source,
    SourceKind,
)
from pipelines.settings import Settings

PARSERS_AT_ONCE = 8
"""Feed bodies in hand at once, 5 MB each at most. Waiting for hosts is not bounded: a slow one delays no other."""

Result = TypeVar("Result")
Parse = Callable[[Document], ParsedDocument | Rejected]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """What one source gave in this run.

    `outcome` and `reason` are those of the poll, or of the worst file of a wire; None for a wire without a folder.
    `rejected` says why the body in hand was no feed. `items` counts entries of the bodies gone through, `files`
    those of a wire. Pages: `known` had a record already, `waiting` are left to the next run.
    """

    source_id: str
    kind: SourceKind
    outcome: FetchOutcome | None
    reason: Reason | None = None
    detail: str | None = None
    rejected: Reason | None = None
    items: int = 0
    files: int = 0
    pages_ok: int = 0
    pages_failed: int = 0
    pages_refused: int = 0
    pages_known: int = 0
    pages_waiting: int = 0
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
    def is_network_silent(self) -> bool:
        """Whether feeds were polled and not one answered; wires, which need no network, do not count."""
        feeds = [row for row in self.rows if row.kind is SourceKind.FEED]
        return bool(feeds) and not any(row.is_heard for row in feeds)


async def collect(
    sources: Sequence[Source],
    *,
    settings: Settings,
    clock: Callable[[], datetime],
    parse: Parse,
    progress: Callable[[str], None] | None = None,
) -> CollectReport:
    """Poll every source that is not paused, fetch the pages its items need, and report.

    `clock` gives aware UTC instants; `parse` runs in a thread. Raises `SettingsError` when live sources are to be
    fetched without a contact, `FetchLogError` when the records of earlier runs cannot be read; bad input raises
    nothing. A bug in one source's way does not keep the others from theirs; it is raised when they are done.
    """
    active = [source for source in sources if source.paused_why is None]
    _require_contact(active, settings)
    began_seconds = time.monotonic()
    raw_root = settings.data / "raw"
    raw, log = RawStore(raw_root, settings.data / "held"), FetchLog(raw_root / "fetches")
    history = await asyncio.to_thread(lambda: History(log.read()))
    async with Client.of(settings) as client:
        pace = Pace(settings.politeness)
        desk = Desk(
            settings=settings,
            clock=clock,
            raw=raw,
            log=log,
            unfinished=Unfinished(raw_root / "unfinished"),
            history=history,
            client=client,
            pace=pace,
            robots=Robots(client, pace),
        )
        run = _Run(desk, parse, progress or _unwatched)
        rows = await _all(run.source(source) for source in active)
    return CollectReport(
        rows=rows,
        paused=len(sources) - len(active),
        outcomes=dict(run.outcomes),
        reasons=dict(run.reasons),
        body_bytes=sum(row.body_bytes for row in rows),
        seconds=time.monotonic() - began_seconds,
    )


class _Run:
    """The way of one source, for all sources of a run."""

    def __init__(self, desk: Desk, parse: Parse, progress: Callable[[str], None]) -> None:
        self._desk = desk
        self._parse = parse
        self._progress = progress
        self._pages = Pages(desk)
        self._parsers = asyncio.Semaphore(PARSERS_AT_ONCE)
        self.outcomes: Counter[FetchOutcome] = Counter()
        self.reasons: Counter[Reason] = Counter()

    async def source(self, source: Source) -> SourceRow:
        """Return the row of one source."""
        row = await (self._wire(source) if source.kind is SourceKind.WIRE else self._feed(source))
        self._progress(_line(row))
        return row

    async def _feed(self, source: Source) -> SourceRow:
        polled = await poll(self._desk, source)
        if polled.fetched_at not in self._desk.history.instants:  # else an earlier record: the feed was not asked
            self._count(polled)
        documents, rejected = await self._read(source, polled)
        todo = agenda(source, documents, self._desk.history, self._desk.clock())
        pages = await _all(self._pages.fetch(wanted) for wanted in todo.wanted)
        self._count(*(page for page in pages if page))
        if None not in pages:
            await asyncio.to_thread(self._desk.unfinished.end, source.source_id)
        by_outcome = Counter(page.outcome if page else None for page in pages)
        return SourceRow(
            source_id=source.source_id,
            kind=source.kind,
            outcome=polled.outcome,
            reason=polled.reason,
            detail=polled.detail,
            rejected=rejected,
            items=sum(len(items) for _, items in documents),
            pages_ok=by_outcome[FetchOutcome.OK],
            pages_failed=by_outcome[FetchOutcome.FAILED],
            pages_refused=by_outcome[FetchOutcome.REFUSED],
            pages_known=todo.known,
            pages_waiting=by_outcome[None],
            body_bytes=_bytes(polled, *pages),
        )

    async def _read(self, source: Source, polled: Fetch) -> tuple[list[tuple[Fetch, tuple[Item, ...]]], Reason | None]:
        """Return the items of every body to go through, oldest first, and why the last of them had none."""
        documents: list[tuple[Fetch, tuple[Item, ...]]] = []
        rejected: Reason | None = None
        for fetch in await asyncio.to_thread(self._bodies, source, polled):
            async with self._parsers:
                parsed = await asyncio.to_thread(self._parse_body, source, fetch)
            if isinstance(parsed, ParsedDocument):
                documents.append((fetch, parsed.items))
            rejected = parsed.reason if isinstance(parsed, Rejected) else None
        return documents, rejected

    def _bodies(self, source: Source, polled: Fetch) -> list[Fetch]:
        """Return the fetches whose bodies are to be gone through: the latest, and those an earlier run left."""
        history, since = self._desk.history, self._desk.unfinished.since(source.source_id)
        latest = polled if polled.raw_sha256 else history.latest(source)
        if latest is None:
            return []
        left = history.since(source, since) if since else []
        return [fetch for fetch in left if fetch.raw_sha256 != latest.raw_sha256] + [latest]

    def _parse_body(self, source: Source, fetch: Fetch) -> ParsedDocument | Rejected:
        try:
            body = self._desk.raw.get(fetch.raw_sha256 or "")
        except RawMissingError as error:
            return Rejected(stage="collect", reason=Reason.RAW_MISSING, detail=error.what)
        except RawCorruptError as error:
            return Rejected(stage="collect", reason=Reason.RAW_CORRUPT, detail=error.what)
        return self._parse(
            Document(
                document_id=fetch.fetch_id,
                source_id=source.source_id,
                body=body,
                url=fetch.final_url or fetch.url,
                content_type=fetch.content_type,
                time_zone=source.time_zone,
            )
        )

    async def _wire(self, source: Source) -> SourceRow:
        desk = self._desk
        files = await asyncio.to_thread(
            wire.pick_up, source, inbox=desk.settings.data / "inbox", raw=desk.raw, log=desk.log, stamp=desk.stamp
        )
        row = SourceRow(source_id=source.source_id, kind=source.kind, outcome=None)
        if files is None:
            return replace(row, reason=Reason.UNREADABLE_FILE, detail="the folder of the wire does not exist")
        self._count(*files)
        bad = next((file for file in files if file.reason), None)
        return replace(
            row,
            outcome=bad.outcome if bad else FetchOutcome.OK,
            reason=bad.reason if bad else None,
            detail=bad.detail if bad else None,
            files=len(files),
            body_bytes=_bytes(*files),
        )

    def _count(self, *fetches: Fetch) -> None:
        for fetch in fetches:
            self.outcomes[fetch.outcome] += 1
            if fetch.reason is not None:
                self.reasons[fetch.reason] += 1


async def _all(works: Iterable[Coroutine[Any, Any, Result]]) -> tuple[Result, ...]:
    """Return every result, in order. Raises the first exception, once all the others have ended too."""
    ended = await asyncio.gather(*works, return_exceptions=True)
    for each in ended:
        if isinstance(each, BaseException):
            raise each
    return tuple(each for each in ended if not isinstance(each, BaseException))


def _unwatched(_line: str) -> None:
    """Nobody watches this run."""


def _bytes(*fetches: Fetch | None) -> int:
    return sum(fetch.body_bytes or 0 for fetch in fetches if fetch)


def _line(row: SourceRow) -> str:
    """Return the row as one line for a person who watches."""
    outcome = row.outcome or "no folder"
    why = f" ({row.reason})" if row.reason else ""
    if row.kind is SourceKind.WIRE:
        return f"{row.source_id}: {outcome}{why}, {row.files} files"
    lost = row.pages_failed + row.pages_refused
    return f"{row.source_id}: {outcome}{why}, {row.items} items, {row.pages_ok} pages, {lost} not to be had"


def _require_contact(sources: Iterable[Source], settings: Settings) -> None:
    live = [
        source.source_id
        for source in sources
        if source.kind is SourceKind.FEED and not guard.is_local(source.url or "", settings.connect_to)
    ]
    if live and settings.contact is None:
        raise SettingsError(
            "Live sources are fetched only under an address that publishers can write to.",
            where=f"{len(live)} sources, first {live[0]}",
            next_step="Set TRUCEWATCH_CONTACT, for example to desk@example.org.",
        )
