"""One poll of one feed: ask with what we know, store what comes, record it."""

import asyncio
from dataclasses import replace

from pipelines.collect import guard
from pipelines.collect.client import Response
from pipelines.collect.desk import Desk, fetch_of
from pipelines.collect.retry import FIRST_SECONDS, SLOW, SLOW_FIRST_SECONDS, TRANSIENT, next_try
from pipelines.records import Fetch, FetchKind, FetchOutcome, Reason, Source

MAX_FEED_BYTES = 5 * 1024 * 1024
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


async def poll(desk: Desk, source: Source) -> Fetch:
    """Return the record of this poll, written before anybody reads the body.

    A feed whose server asked us to wait is not asked: its last record is returned again.
    """
    waiting = desk.history.backing_off(source, desk.clock())
    if waiting is not None:
        return waiting
    response = await _ask(desk, source)
    fetched_at = desk.stamp()
    fetch = fetch_of(
        response,
        kind=FetchKind.FEED,
        source_id=source.source_id,
        url=source.url or "",
        fetched_at=fetched_at,
        outcome=_outcome(response),
    )
    if fetch.outcome is FetchOutcome.OK:
        await asyncio.to_thread(desk.unfinished.begin, source.source_id, fetched_at)
        fetch = replace(fetch, raw_sha256=await desk.keep(response.body), body_bytes=len(response.body))
    elif fetch.outcome is FetchOutcome.FAILED:
        attempt = desk.history.failures(source) + 1
        again_at = next_try(
            fetched_at,
            attempt,
            retry_after=response.retry_after,
            politeness=desk.settings.politeness,
            first_seconds=SLOW_FIRST_SECONDS if response.reason in SLOW else FIRST_SECONDS,
        )
        fetch = replace(fetch, attempt=attempt, final=False, next_try_at=again_at)
    await desk.record(fetch)
    return fetch


async def _ask(desk: Desk, source: Source) -> Response:
    url = source.url or ""
    place = guard.origin(url)
    if place is None:
        return Response(final_url=url, reason=Reason.INVALID_URL, detail="the source has no usable URL")
    crawl_delay_seconds = 0.0
    if source.obey_robots_for_feed:
        verdict = await desk.robots.verdict(url)
        crawl_delay_seconds = verdict.crawl_delay_seconds
        if not verdict.allowed:
            return Response(final_url=url, reason=Reason.ROBOTS, detail=verdict.detail)
    known = desk.history.validator(source)
    if known is not None and not desk.raw.exists(known.raw_sha256 or ""):
        known = None
    async with desk.pace.turn(place[1], crawl_delay_seconds) as has_turn:
        if not has_turn:
            return Response(final_url=url, reason=Reason.TIMEOUT, detail="no turn at this host in this run")
        response = await desk.client.get(
            url,
            etag=known.etag if known else None,
            last_modified=known.last_modified if known else None,
            accept=ACCEPT,
            max_bytes=MAX_FEED_BYTES,
        )
    if response.reason is None and response.status != 304 and not response.body.strip():
        return replace(response, reason=Reason.EMPTY, detail="no content")
    return response


def _outcome(response: Response) -> FetchOutcome:
    """Return the outcome: whatever time or the publisher may repair is FAILED, a feed is asked again for years."""
    if response.reason is None:
        return FetchOutcome.NOT_MODIFIED if response.status == 304 else FetchOutcome.OK
    may_heal = response.reason in TRANSIENT | SLOW | {Reason.ROBOTS}
    return FetchOutcome.FAILED if may_heal else FetchOutcome.REFUSED
