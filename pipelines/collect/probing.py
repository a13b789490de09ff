"""One look at a source, of which nothing is stored: does it answer, with what, how old, and may it be asked at all?

    answer ─▶ parse ─▶ of an index of sitemaps, one member ─▶ robots.txt, tdmrep.json ─▶ Probe ─judge─▶ Judgement

The memory of the collector is read and not changed; only what a site says of itself as a whole is kept, as ever.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from pipelines.collect import health
from pipelines.collect.client import NO_VALIDATORS, Response
from pipelines.collect.desk import Desk
from pipelines.collect.health import Judgement, Memory, Polled
from pipelines.collect.polling import answer
from pipelines.collect.reservation import Reserved, in_answer
from pipelines.collect.rounds import key_of
from pipelines.collect.schedule import Limits
from pipelines.records import (
    Document,
    FeedState,
    FetchOutcome,
    Format,
    Item,
    ParsedDocument,
    Reason,
    Rejected,
    Related,
    Relation,
    Source,
    SourceKind,
)

PARSERS_AT_ONCE = 4
"""Bodies that are parsed at once: a probe is nothing that parser children are in a hurry for."""

LONGEST_WAIT = timedelta(seconds=60)
"""A host that earlier runs were asked to leave alone for longer is not asked: a person waits for the answer."""

_UNDATED = datetime.min.replace(tzinfo=UTC)

Parsed = ParsedDocument | Rejected
Parse = Callable[[Document], Parsed]


class Permission(StrEnum):
    """What robots.txt says of an address."""

    ALLOWED = "allowed"
    DISALLOWED = "disallowed"
    UNREACHABLE = "unreachable"  # robots.txt cannot be had: forbidden for a day (RFC 9309, section 2.3.1.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one unconditional request for `url` gave at `at`; `response` without its body.

    `parsed` is what the body was, None without one. `items` are its entries, of an index of sitemaps those of the
    member that changed last, `member_url`. `robots` is None where nobody answered; `reserved` is what tdmrep.json or
    the answer itself reserves.
    """

    url: str
    at: datetime
    response: Response
    parsed: Parsed | None = None
    body_sha256: str | None = None
    items: tuple[Item, ...] = ()
    member_url: str | None = None
    robots: Permission | None = None
    reserved: Reserved | None = None

    @property
    def is_heard(self) -> bool:
        """Whether a feed or sitemap came."""
        return isinstance(self.parsed, ParsedDocument)

    @property
    def format(self) -> Format | None:
        """Return the format of what came."""
        return self.parsed.format if isinstance(self.parsed, ParsedDocument) else None

    @property
    def reason(self) -> Reason | None:
        """Return why no feed came."""
        return self.parsed.reason if isinstance(self.parsed, Rejected) else self.response.reason

    @property
    def detail(self) -> str | None:
        """Return more about it."""
        return self.parsed.detail if isinstance(self.parsed, Rejected) else self.response.detail

    @property
    def newest_at(self) -> datetime | None:
        """Return the publication time of the newest entry that is not of the future."""
        return max(self.dates, default=None)

    @property
    def dates(self) -> list[datetime]:
        """Return the publication times of its entries, none of the future."""
        return [item.published_at for item in self.items if item.published_at and item.published_at <= self.at]


class Prober:
    """Looks at sources from one desk; `parse` runs in a thread."""

    def __init__(self, desk: Desk, parse: Parse) -> None:
        self._desk = desk
        self._parse = parse
        self._parsers = asyncio.Semaphore(PARSERS_AT_ONCE)
        self._asked_to_wait = desk.pace.busy(desk.clock())

    def rests_until(self, url: str) -> datetime | None:
        """Return until when the host of the URL asked earlier runs to be left alone, None if it may be asked now."""
        until = self._asked_to_wait.get(self._desk.pace.budget_of(url))
        return until if until is not None and until > self._desk.clock() + LONGEST_WAIT else None

    async def probe(self, source: Source, url: str) -> Probe | None:
        """Return what the address gives; None when its host would have its turn too late in this run."""
        response = await answer(self._desk, source, url, NO_VALIDATORS)
        return None if response is None else await self.read(source, url, response)

    async def read(self, source: Source, url: str, response: Response) -> Probe:
        """Return what an answer to a request for the address holds, and what its site says of it."""
        parsed = await self._parsed(source, response)
        probe = Probe(
            url=url,
            at=self._desk.clock(),
            response=replace(response, body=b""),
            parsed=parsed,
            body_sha256=hashlib.sha256(response.body).hexdigest() if parsed is not None else None,
            items=parsed.items if isinstance(parsed, ParsedDocument) else (),
        )
        if response.status is None:
            return probe
        probe = await self._with_member(source, probe)
        reserved = in_answer(response) or await self._desk.reservations.verdict(response.final_url)
        return replace(probe, robots=await self.permission(url), reserved=reserved)

    async def permission(self, url: str) -> Permission:
        """Return what robots.txt says of the address."""
        verdict = await self._desk.robots.verdict(url)
        if verdict.allowed:
            return Permission.ALLOWED
        return Permission.DISALLOWED if verdict.is_final else Permission.UNREACHABLE

    async def _parsed(self, source: Source, response: Response) -> Parsed | None:
        if response.reason is not None:
            return None
        document = Document(
            document_id=source.source_id,
            source_id=source.source_id,
            body=response.body,
            url=response.final_url,
            content_type=response.content_type,
            time_zone=source.time_zone,
        )
        async with self._parsers:
            return await asyncio.to_thread(self._parse, document)

    async def _with_member(self, source: Source, probe: Probe) -> Probe:
        """Return the probe of an index of sitemaps with the entries of the member that is most likely to hold news."""
        related = probe.parsed.related if isinstance(probe.parsed, ParsedDocument) else ()
        members = [each for each in related if each.relation is Relation.SITEMAP]
        if probe.items or not members:
            return probe
        member = max(members, key=_promise)
        response = await answer(self._desk, replace(source, kind=SourceKind.SITEMAP), member.url, NO_VALIDATORS)
        parsed = await self._parsed(source, response) if response is not None else None
        items = parsed.items if isinstance(parsed, ParsedDocument) else ()
        return replace(probe, items=items, member_url=member.url)


def judge(before: Memory | None, probe: Probe, source: Source, limits: Limits) -> Judgement:
    """Return the state that a probe shows the source in, given what the collector remembers of it.

    Unlike the collector, who waits for failures and redirects to repeat themselves, it tells what was seen just now.
    A paused source is judged as if it were not.
    """
    asked = replace(source, paused_why=None)
    polled = _polled(probe)
    remembered = health.remember(before, polled, asked, limits)
    if not probe.is_heard:
        alone = health.remember(None, polled, asked, limits)
        shown = remembered if remembered.state is FeedState.DEAD else alone
        return Judgement(state=shown.state, why=shown.why)
    moved_to = probe.response.moved_to
    if moved_to not in {None, source.url} and remembered.state in {FeedState.OK, FeedState.QUIET}:
        return Judgement(state=FeedState.MOVED, why=f"answers from {moved_to}: correct its url in the pack")
    return Judgement(state=remembered.state, why=remembered.why)


def _polled(probe: Probe) -> Polled:
    dates = probe.dates
    return Polled(
        at=probe.at,
        url=probe.url,
        outcome=FetchOutcome.OK if probe.response.reason is None else FetchOutcome.FAILED,
        reason=probe.response.reason,
        status=probe.response.status,
        retry_after=probe.response.retry_after,
        moved_to=probe.response.moved_to,
        rejected=probe.reason if probe.response.reason is None else None,
        detail=probe.detail,
        body_sha256=probe.body_sha256,
        final_url=probe.response.final_url,
        keys=tuple(dict.fromkeys(map(key_of, probe.items))) if probe.is_heard else None,
        newest_at=max(dates, default=None),
        oldest_at=min(dates, default=None),
    )


def _promise(member: Related) -> tuple[bool, datetime]:
    """Return what sorts sitemaps: one that says "news" above all others, then by the last change."""
    return "news" in member.url.lower(), member.modified_at or _UNDATED
