"""The pages that feed entries link to: which are wanted, how one is fetched, what is recorded of it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urldefrag

from pipelines.collect import guard
from pipelines.collect.client import Response
from pipelines.collect.desk import Desk, fetch_of
from pipelines.collect.history import History
from pipelines.collect.retry import PAGE_ATTEMPTS, TRANSIENT, next_try
from pipelines.collect.wording import one_line
from pipelines.records import Fetch, FetchKind, FetchOutcome, Item, Reason, Source

MAX_PAGE_BYTES = 10 * 1024 * 1024
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
ACCEPT = "text/html, application/xhtml+xml, */*;q=0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page to fetch for one revision of one item."""

    source_id: str
    url: str
    item_id: str
    item_revision: str
    parent_fetch_id: str | None
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one page in this run, for every item that links to it. The body is stored, not kept here.

    `is_transient` is True where waiting may help.
    """

    response: Response
    is_transient: bool
    raw_sha256: str | None = None
    body_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The pages wanted of one source, and how many of its items need none or have theirs already."""

    wanted: tuple[Wanted, ...]
    known: int


def agenda(
    source: Source, documents: Iterable[tuple[Fetch, tuple[Item, ...]]], history: History, now: datetime
) -> Agenda:
    """Return what to fetch for the items of these documents, oldest document first, and for unsettled older ones.

    An item is wanted if it has a link and no text of its own, unless its revision has a final page record or one
    whose next try is still to come.
    """
    if not source.fetch_pages:
        return Agenda(wanted=(), known=0)
    links = {
        (page.item_id or "", page.item_revision or ""): (page.url, page.parent_fetch_id)
        for page in history.unsettled(source)
    }
    for fetch, items in documents:
        for item in items:
            if item.url and not item.text:
                links.setdefault((item.item_id, item.item_revision), (item.url, fetch.fetch_id))
    wanted = []
    for (item_id, item_revision), (url, parent_fetch_id) in links.items():
        page = history.page(item_id, item_revision)
        if page is not None and (page.final or (page.next_try_at is not None and page.next_try_at > now)):
            continue
        wanted.append(
            Wanted(
                source_id=source.source_id,
                url=url,
                item_id=item_id,
                item_revision=item_revision,
                parent_fetch_id=parent_fetch_id,
                attempt=page.attempt + 1 if page else 1,
            )
        )
    return Agenda(wanted=tuple(wanted), known=len(links) - len(wanted))


class Pages:
    """Fetches pages for one run, each URL once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._answers: dict[str, asyncio.Task[Answer | None]] = {}

    async def fetch(self, wanted: Wanted) -> Fetch | None:
        """Return the record of the page, written; None if its turn would come too late in this run."""
        url = urldefrag(wanted.url).url if guard.split(wanted.url) else wanted.url
        if url not in self._answers:
            self._answers[url] = asyncio.create_task(self._answer(url))
        answer = await self._answers[url]
        if answer is None:
            return None
        fetch = page_fetch(wanted, answer, self._desk.stamp(), self._desk.settings.politeness)
        await self._desk.record(fetch)
        return fetch

    async def _answer(self, url: str) -> Answer | None:
        refusal = link_refusal(url, self._desk.settings.allow_hosts)
        if refusal is not None:
            return _refused(url, refusal, one_line(url))
        verdict = await self._desk.robots.verdict(url)
        if not verdict.allowed:
            return replace(_refused(url, Reason.ROBOTS, verdict.detail), is_transient=not verdict.is_final)
        place = guard.origin(url)
        async with self._desk.pace.turn(place[1] if place else "", verdict.crawl_delay_seconds) as has_turn:
            if not has_turn:
                return None
            response = await self._desk.client.get(url, accept=ACCEPT, max_bytes=MAX_PAGE_BYTES, only_types=HTML_TYPES)
        return await self._stored(url, response)

    async def _stored(self, url: str, response: Response) -> Answer:
        """Store the body, unless it is empty or robots.txt of the place a redirect led to forbids its use."""
        if response.reason is not None:
            return Answer(response=response, is_transient=response.reason in TRANSIENT)
        if guard.origin(response.final_url) != guard.origin(url):
            verdict = await self._desk.robots.verdict(response.final_url)
            if not verdict.allowed:
                forbidden = replace(response, body=b"", reason=Reason.ROBOTS, detail=verdict.detail)
                return Answer(response=forbidden, is_transient=not verdict.is_final)
        if not response.body.strip():
            return Answer(response=replace(response, reason=Reason.EMPTY, detail="no content"), is_transient=False)
        sha256 = await self._desk.keep(response.body)
        return Answer(
            response=replace(response, body=b""),
            is_transient=False,
            raw_sha256=sha256,
            body_bytes=len(response.body),
        )


def link_refusal(url: str, allowed: frozenset[str]) -> Reason | None:
    """Return why a link of an item must not be followed, None if it may; INVALID_LINK if it is no http URL at all."""
    place = guard.origin(url)
    if place is None or place[0] not in guard.SCHEME_PORTS:
        return Reason.INVALID_LINK
    return guard.check_url(url, allowed)


def page_fetch(wanted: Wanted, answer: Answer, fetched_at: datetime, politeness: float) -> Fetch:
    """Return the record of a page: OK, FAILED with the next try, or REFUSED for good.

    The failure of the last attempt is final, and so REFUSED.
    """
    fetch = replace(
        fetch_of(
            answer.response,
            kind=FetchKind.PAGE,
            source_id=wanted.source_id,
            url=wanted.url,
            fetched_at=fetched_at,
            outcome=FetchOutcome.OK if answer.response.reason is None else FetchOutcome.REFUSED,
            item_id=wanted.item_id,
        ),
        item_revision=wanted.item_revision,
        parent_fetch_id=wanted.parent_fetch_id,
        attempt=wanted.attempt,
        raw_sha256=answer.raw_sha256,
        body_bytes=answer.body_bytes,
    )
    if not answer.is_transient or wanted.attempt >= PAGE_ATTEMPTS:
        return fetch
    again_at = next_try(fetched_at, wanted.attempt, retry_after=answer.response.retry_after, politeness=politeness)
    return replace(fetch, outcome=FetchOutcome.FAILED, final=False, next_try_at=again_at)


def _refused(url: str, reason: Reason, detail: str | None) -> Answer:
    return Answer(response=Response(final_url=url, reason=reason, detail=detail), is_transient=False)
