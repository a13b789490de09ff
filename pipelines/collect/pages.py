"""The pages that feed entries link to: which are wanted, how one is fetched, what is recorded of it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urldefrag

from pipelines.collect import guard
from pipelines.collect.client import Response, Validator
from pipelines.collect.desk import Desk, all_of, fetch_of
from pipelines.collect.index import Index
from pipelines.collect.reservation import in_answer
from pipelines.collect.retry import PAGE_ATTEMPTS, TRANSIENT, next_try
from pipelines.collect.revisits import KnownArticle, visit_due
from pipelines.collect.wording import one_line
from pipelines.records import Fetch, FetchKind, FetchOutcome, Item, Reason, Source

MAX_PAGE_BYTES = 10 * 1024 * 1024
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
ACCEPT = "text/html, application/xhtml+xml, */*;q=0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page to fetch for one revision of one item; the `visit`-th look again, with what the last body came with."""

    source_id: str
    url: str
    item_id: str
    item_revision: str
    parent_fetch_id: str | None
    attempt: int = 1
    licensed: bool = False
    visit: int = 0
    article_id: str | None = None
    validator: Validator | None = None


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
    source: Source,
    documents: Iterable[tuple[Fetch, tuple[Item, ...]]],
    index: Index,
    now: datetime,
    unsettled: Iterable[Fetch] = (),
) -> Agenda:
    """Return what to fetch for the items of these documents, oldest document first, and for unsettled older ones.

    An item is wanted if it has a link and no text of its own, unless its revision has a final page record or one
    whose next try is still to come.
    """
    if not source.fetch_pages:
        return Agenda(wanted=(), known=0)
    links = {(page.item_id or "", page.item_revision or ""): (page.url, page.parent_fetch_id) for page in unsettled}
    for fetch, items in documents:
        for item in items:
            link = item.url or item.invalid_link  # one that leads nowhere is refused, and the refusal recorded
            if link and not item.text:
                links.setdefault((item.item_id, item.item_revision), (link, fetch.fetch_id))
    wanted = []
    for (item_id, item_revision), (url, parent_fetch_id) in links.items():
        page = index.page(item_id, item_revision)
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
                licensed=source.licensed,
            )
        )
    return Agenda(wanted=tuple(wanted), known=len(links) - len(wanted))


def visits(
    source: Source, articles: Iterable[KnownArticle], index: Index, hours: Sequence[float], now: datetime
) -> tuple[Wanted, ...]:
    """Return the pages of known articles of a source that are to be looked at again now."""
    wanted = []
    for article in articles if source.fetch_pages else ():
        page = index.page(article.item_id, article.item_revision)
        visit = visit_due(article.seen_at, page.visit, hours, now) if page else None
        if page is None or visit is None:
            continue
        wanted.append(
            Wanted(
                source_id=source.source_id,
                url=article.url,
                item_id=article.item_id,
                item_revision=article.item_revision,
                parent_fetch_id=article.parent_fetch_id,
                licensed=source.licensed,
                visit=visit,
                article_id=article.article_id,
                validator=Validator(etag=page.etag, last_modified=page.last_modified),
            )
        )
    return tuple(wanted)


class Pages:
    """Fetches pages for one run, each URL once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._answers: dict[tuple[str, bool], asyncio.Task[Answer | None]] = {}

    async def fetch_all(self, wanted: Iterable[Wanted]) -> tuple[Fetch | None, ...]:
        """Return the records of several pages, in order, as `fetch` does."""
        return await all_of(self.fetch(each) for each in wanted)

    async def fetch(self, wanted: Wanted) -> Fetch | None:
        """Return the record of the page, written; None if its turn would come too late in this run."""
        url = urldefrag(wanted.url).url if guard.split(wanted.url) else wanted.url
        key = (url, wanted.licensed)
        if key not in self._answers:
            self._answers[key] = asyncio.create_task(self._answer(url, wanted))
        answer = await self._answers[key]
        if answer is None:
            return None
        fetch = page_fetch(wanted, answer, self._desk.stamp(), self._desk.settings.politeness)
        await self._desk.record(fetch)
        return fetch

    async def _answer(self, url: str, wanted: Wanted) -> Answer | None:
        refusal = link_refusal(url, self._desk.settings.allow_hosts)
        if refusal is not None:
            return _refused(url, refusal, one_line(url))
        verdict = await self._desk.robots.verdict(url)
        if not verdict.allowed:
            return replace(_refused(url, verdict.reason, verdict.detail), is_transient=not verdict.is_final)
        if not wanted.licensed and (reserved := await self._desk.reservations.verdict(url)):
            return _refused(url, Reason.RESERVED, reserved.detail)
        async with self._desk.pace.turn(url, verdict.crawl_delay_seconds) as turn:
            if turn is None:
                return None
            response = await self._desk.client.get(
                url,
                validators={url: wanted.validator} if wanted.validator else {},
                accept=ACCEPT,
                max_bytes=MAX_PAGE_BYTES,
                only_types=HTML_TYPES,
                on_start=turn.start,
            )
        self._desk.rest_if_asked(url, response)
        return await self._stored(url, response, licensed=wanted.licensed)

    async def _stored(self, url: str, response: Response, *, licensed: bool) -> Answer:
        """Store the body, unless it is empty, reserved, or robots.txt of the place a redirect led to forbids its use."""
        if response.reason is not None:
            return Answer(response=response, is_transient=response.reason in TRANSIENT)
        if guard.origin(response.final_url) != guard.origin(url):
            verdict = await self._desk.robots.verdict(response.final_url)
            if not verdict.allowed:
                forbidden = replace(response, body=b"", reason=verdict.reason, detail=verdict.detail)
                return Answer(response=forbidden, is_transient=not verdict.is_final)
        if response.status == 304:
            return Answer(response=response, is_transient=False)
        if not response.body.strip():
            return Answer(response=replace(response, reason=Reason.EMPTY, detail="no content"), is_transient=False)
        if not licensed and (reserved := in_answer(response)):
            kept_out = replace(response, body=b"", reason=Reason.RESERVED, detail=reserved.detail)
            return Answer(response=kept_out, is_transient=False)
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
    """Return the record of a page: OK, FAILED with the next try, or REFUSED for good; NOT_MODIFIED for a visit.

    The failure of the last attempt is final, and so REFUSED. A visit that fails is FAILED and final: the next one
    is on the calendar.
    """
    fetch = replace(
        fetch_of(
            answer.response,
            kind=FetchKind.PAGE,
            source_id=wanted.source_id,
            url=wanted.url,
            fetched_at=fetched_at,
            outcome=_outcome(answer.response),
            item_id=wanted.item_id,
        ),
        article_id=wanted.article_id,
        visit=wanted.visit,
        item_revision=wanted.item_revision,
        parent_fetch_id=wanted.parent_fetch_id,
        attempt=wanted.attempt,
        raw_sha256=answer.raw_sha256,
        body_bytes=answer.body_bytes,
    )
    if not answer.is_transient or wanted.attempt >= PAGE_ATTEMPTS:
        return fetch
    if wanted.visit:
        return replace(fetch, outcome=FetchOutcome.FAILED)
    again_at = next_try(fetched_at, wanted.attempt, retry_after=answer.response.retry_after, politeness=politeness)
    return replace(fetch, outcome=FetchOutcome.FAILED, final=False, next_try_at=again_at)


def _refused(url: str, reason: Reason, detail: str | None) -> Answer:
    return Answer(response=Response(final_url=url, reason=reason, detail=detail), is_transient=False)


def _outcome(response: Response) -> FetchOutcome:
    if response.reason is not None:
        return FetchOutcome.REFUSED
    return FetchOutcome.NOT_MODIFIED if response.status == 304 else FetchOutcome.OK
