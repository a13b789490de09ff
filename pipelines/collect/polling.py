"""One request for a feed, a sitemap or a page of an archive: ask with what we know, store what comes, record it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipelines.collect import guard
from pipelines.collect.client import Response, Validator
from pipelines.collect.credentials import Credential
from pipelines.collect.desk import Desk, fetch_of
from pipelines.collect.raw import RawCorruptError, RawMissingError
from pipelines.collect.retry import SLOW, TRANSIENT
from pipelines.collect.robots import Verdict
from pipelines.records import (
    Document,
    Fetch,
    FetchKind,
    FetchOutcome,
    ParsedDocument,
    Reason,
    Rejected,
    Source,
    SourceKind,
)
from pipelines.settings import Settings

MAX_FEED_BYTES = 5 * 1024 * 1024
MAX_SITEMAP_BYTES = 20 * 1024 * 1024
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


Parse = Callable[[Document], ParsedDocument | Rejected]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An answer to a poll with its record; `retry_after` as the server sent it."""

    fetch: Fetch
    retry_after: str | None


async def ask(desk: Desk, source: Source, url: str, validators: Mapping[str, Validator]) -> Asked | None:
    """Ask for a document of a source, store its body, and return the record, still to be written.

    None when the turn at its host would come too late in this run: then nothing was asked.
    """
    response = await answer(desk, source, url, validators)
    if response is None:
        return None
    fetch = fetch_of(
        response,
        kind=FetchKind.FEED,
        source_id=source.source_id,
        url=url,
        fetched_at=desk.stamp(),
        outcome=outcome_of(response, is_out_of_reach=await _is_out_of_reach(desk, url, response)),
    )
    if fetch.outcome is FetchOutcome.OK:
        fetch = replace(fetch, raw_sha256=await desk.keep(response.body), body_bytes=len(response.body))
    elif fetch.outcome is FetchOutcome.FAILED:
        fetch = replace(fetch, final=False)
    return Asked(fetch=fetch, retry_after=response.retry_after)


async def answer(desk: Desk, source: Source, url: str, validators: Mapping[str, Validator]) -> Response | None:
    """Return the answer to one request for a document of a source, of which nothing is stored; None as for `ask`."""
    if guard.origin(url) is None:
        return Response(final_url=url, reason=Reason.INVALID_URL, detail="the source has no usable URL")
    credential = credential_of(desk.settings, source)
    if source.secret and credential is None:
        return Response(final_url=url, reason=Reason.CREDENTIALS, detail=f"no usable secret {source.secret!r} is set")
    verdict = await desk.robots.verdict(url) if source.obey_robots_for_feed else Verdict(allowed=True)
    if not verdict.allowed:
        return Response(final_url=url, reason=verdict.reason, detail=verdict.detail)
    async with desk.pace.turn(url, verdict.crawl_delay_seconds) as turn:
        if turn is None:
            return None
        response = await desk.client.get(
            url,
            validators=validators,
            accept=ACCEPT,
            max_bytes=MAX_SITEMAP_BYTES if source.kind is SourceKind.SITEMAP else MAX_FEED_BYTES,
            credential=credential,
            on_start=turn.start,
        )
    desk.rest_if_asked(url, response)
    if response.reason is None and response.status != 304 and not response.body.strip():
        return replace(response, reason=Reason.EMPTY, detail="no content")
    return response


async def _is_out_of_reach(desk: Desk, url: str, response: Response) -> bool:
    """Say whether robots.txt kept us from a feed only because it could not be had."""
    return response.reason is Reason.ROBOTS and not (await desk.robots.verdict(url)).is_final


def credential_of(settings: Settings, source: Source) -> Credential | None:
    """Return the credential that a source refers to; None where it refers to none or none is set that can be sent."""
    value = settings.secrets.get(source.secret or "")
    try:
        return Credential(value or "", header=source.secret_header, parameter=source.secret_parameter)
    except ValueError:
        return None


def outcome_of(response: Response, *, is_out_of_reach: bool = False) -> FetchOutcome:
    """Return the outcome: whatever time or the publisher may repair is FAILED, a feed is asked again for years.

    So is a feed whose robots.txt cannot be had; one that robots.txt forbids is REFUSED.
    """
    if response.reason is None:
        return FetchOutcome.NOT_MODIFIED if response.status == 304 else FetchOutcome.OK
    may_heal = response.reason in TRANSIENT | SLOW or is_out_of_reach
    return FetchOutcome.FAILED if may_heal else FetchOutcome.REFUSED


def parse_stored(desk: Desk, parse: Parse, source: Source, fetch: Fetch) -> ParsedDocument | Rejected:
    """Return what a stored body holds."""
    try:
        body = desk.raw.get(fetch.raw_sha256 or "")
    except RawMissingError as error:
        return Rejected(stage="collect", reason=Reason.RAW_MISSING, detail=error.what)
    except RawCorruptError as error:
        return Rejected(stage="collect", reason=Reason.RAW_CORRUPT, detail=error.what)
    return parse(
        Document(
            document_id=fetch.fetch_id,
            source_id=source.source_id,
            body=body,
            url=fetch.final_url or fetch.url,
            content_type=fetch.content_type,
            time_zone=source.time_zone,
        )
    )
