"""Older entries of a source, page by page, for a range of days: RFC 5005 archives, `next` links, numbered pages."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pipelines.collect.client import NO_VALIDATORS
from pipelines.collect.desk import Desk
from pipelines.collect.pages import Pages, agenda
from pipelines.collect.polling import Asked, Parse, ask, parse_stored
from pipelines.records import Fetch, FetchOutcome, Item, ParsedDocument, Reason, Rejected, Relation, Source

MOST_PAGES = 500
"""Pages of an archive that one backfill reads: a feed whose links run in a circle must end too."""

NUMBER = "{n}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From `since` to before `until`, by publication."""

    since: datetime
    until: datetime

    def takes(self, item: Item) -> bool:
        """Say whether an entry lies in the range; one without a date may."""
        at = item.published_at or item.updated_at
        return at is None or self.since <= at < self.until

    def is_past(self, items: tuple[Item, ...]) -> bool:
        """Say whether every entry is older than the range: what follows is older still."""
        dates = [item.published_at or item.updated_at for item in items]
        return bool(dates) and all(at is not None and at < self.since for at in dates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfilled:
    """What one backfill found: pages of the archive read and kept, entries in the range, their pages, why it ended."""

    pages_read: int
    pages_kept: int
    items: int
    articles: int
    ended: str


class Archive:
    """Walks through the archive of one source. Pages of the archive outside the range are read but not kept."""

    def __init__(self, desk: Desk, source: Source, wanted: Range, parse: Parse) -> None:
        self._desk = desk
        self._source = source
        self._wanted = wanted
        self._parse = parse
        self._pages = Pages(desk)
        self._seen: set[str] = set()
        self._kept: list[tuple[Fetch, tuple[Item, ...]]] = []

    async def backfill(self, progress: Callable[[str], None]) -> Backfilled:
        """Read the archive until it is older than the range, and fetch the pages of the entries in it."""
        read, ended = 0, f"after {MOST_PAGES} pages, the most that are read at once"
        numbers = self._numbered()
        url = next(numbers, None) or self._source.url
        while url is not None and read < MOST_PAGES:
            asked = await ask(self._desk, self._source, url, NO_VALIDATORS)
            if asked is None or asked.fetch.outcome is not FetchOutcome.OK:
                ended = _why(url, asked)
                break
            read += 1
            parsed = await asyncio.to_thread(parse_stored, self._desk, self._parse, self._source, asked.fetch)
            if isinstance(parsed, Rejected):
                ended = f"{url} is no feed: {parsed.reason.value}"
                break
            is_new = any(item.item_id not in self._seen for item in parsed.items)
            self._seen.update(item.item_id for item in parsed.items)
            await self._keep(asked.fetch, parsed.items)
            progress(f"{self._source.source_id}: page {read}, {len(parsed.items)} entries")
            if self._wanted.is_past(parsed.items):
                ended = "at entries older than the range"
                break
            url = (next(numbers, None) or self._linked(parsed)) if is_new else None
            if url is None:
                ended = "at the last page"
        articles = await self._fetch_pages()
        items = sum(len(items) for _, items in self._kept)
        return Backfilled(pages_read=read, pages_kept=len(self._kept), items=items, articles=articles, ended=ended)

    def _numbered(self) -> Iterator[str]:
        template = self._source.archive_url or ""
        if NUMBER in template:
            yield from (template.replace(NUMBER, str(number)) for number in range(1, MOST_PAGES + 1))

    def _linked(self, parsed: ParsedDocument) -> str | None:
        """Return the next older document that a feed names, of the host it came from."""
        by_relation = {each.relation: each.url for each in parsed.related}
        return by_relation.get(Relation.PREV_ARCHIVE) or by_relation.get(Relation.NEXT)

    async def _keep(self, fetch: Fetch, items: tuple[Item, ...]) -> None:
        if any(self._wanted.takes(item) for item in items):
            await self._desk.record(fetch)
            self._kept.append((fetch, items))

    async def _fetch_pages(self) -> int:
        """Fetch the pages of all entries that were kept: a document is accounted for with everything in it."""
        todo = agenda(self._source, self._kept, self._desk.index, self._desk.clock())
        pages = await self._pages.fetch_all(todo.wanted)
        if None not in pages:
            for fetch, _ in self._kept:
                self._desk.index.put_aside(fetch.fetch_id)
        return sum(page is not None and page.outcome is FetchOutcome.OK for page in pages)


def _why(url: str, asked: Asked | None) -> str:
    if asked is None:
        return f"before {url}: no turn at this host in this run"
    reason = asked.fetch.reason or Reason.PROTOCOL
    return f"at {url}: {reason.value}"
