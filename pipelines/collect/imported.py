"""Addresses that a person found: they enter as a document of their own, and go the way of any feed from there."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.collect.desk import Desk
from pipelines.collect.pages import Pages, agenda, link_refusal
from pipelines.collect.polling import Parse
from pipelines.records import (
    Document,
    Fetch,
    FetchKind,
    FetchOutcome,
    ParsedDocument,
    Source,
    make_id,
)

MOST_ADDRESSES = 10_000
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of the addresses of one publisher: the document that lists them and the records of their pages.

    `waiting` are left to the next run of `collect`.
    """

    source: Source
    listed: Fetch
    pages: tuple[Fetch, ...]
    waiting: int


def sorted_out(lines: Iterable[str], allowed: frozenset[str]) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the addresses of a list, each once, and the lines that are none with the reason why.

    A line is an address, perhaps with words behind it; blank lines and those that begin with # are comments.
    """
    good: dict[str, None] = {}
    bad: list[tuple[str, str]] = []
    for line in lines:
        url = next(iter(line.split(maxsplit=1)), "")
        if not url or url.startswith("#"):
            continue
        refusal = link_refusal(url, allowed)
        if refusal is None and len(good) < MOST_ADDRESSES:
            good[url] = None
        else:
            bad.append((url, refusal.value if refusal else f"more than {MOST_ADDRESSES} addresses"))
    return tuple(good), tuple(bad)


def listing(urls: Iterable[str]) -> bytes:
    """Return a JSON Feed that lists the addresses: what is stored of them."""
    items = [{"id": url, "url": url} for url in urls]
    return json.dumps({"version": JSON_FEED, "title": "Addresses found by a person", "items": items}).encode()


async def take(desk: Desk, source: Source, urls: Iterable[str], parse: Parse) -> Imported:
    """Store the list durably, fetch the pages it names as those of a feed, and return what came of them."""
    body = listing(urls)
    fetched_at = desk.stamp()
    sha256 = await desk.keep(body)
    url = f"import:{sha256[:16]}"
    listed = Fetch(
        fetch_id=make_id(FetchKind.FEED, source.source_id, url, "", fetched_at.isoformat()),
        source_id=source.source_id,
        kind=FetchKind.FEED,
        url=url,
        fetched_at=fetched_at,
        outcome=FetchOutcome.OK,
        content_type="application/feed+json",
        raw_sha256=sha256,
        body_bytes=len(body),
    )
    await desk.record(listed)
    parsed = parse(Document(document_id=listed.fetch_id, source_id=source.source_id, body=body))
    items = parsed.items if isinstance(parsed, ParsedDocument) else ()
    todo = agenda(source, [(listed, items)], desk.index, desk.clock())
    pages = Pages(desk)
    fetched = await pages.fetch_all(todo.wanted)
    if None not in fetched:
        desk.index.put_aside(listed.fetch_id)
    return Imported(
        source=source,
        listed=listed,
        pages=tuple(page for page in fetched if page is not None),
        waiting=fetched.count(None),
    )
