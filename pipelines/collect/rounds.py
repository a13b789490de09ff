"""One round at one source: its own document, the sitemaps that this names, and what all of them hold."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pipelines.collect import health
from pipelines.collect.client import NO_VALIDATORS, Validator
from pipelines.collect.desk import Desk
from pipelines.collect.health import Memory, Polled
from pipelines.collect.index import Member
from pipelines.collect.polling import Asked, ask
from pipelines.collect.schedule import Limits
from pipelines.records import Fetch, FetchOutcome, Item, ParsedDocument, Reason, Rejected, Related, Relation, Source

MEMBERS_AT_ONCE = 10
"""Sitemaps of an index that are asked for in one round: news are in the one or two that changed last."""

Parsed = ParsedDocument | Rejected
Body = tuple[Fetch, Parsed]
ParseBody = Callable[[Source, Fetch], Awaitable[Parsed]]


class Round:
    """What a source was asked for and what it said; `memory` is what is remembered of it afterwards."""

    def __init__(self, desk: Desk, source: Source, limits: Limits, parse: ParseBody) -> None:
        self._desk = desk
        self._source = source
        self._limits = limits
        self._parse = parse
        self.before = memory_of(desk, source)
        self._parsed: dict[str, tuple[Fetch, Parsed]] = {}
        self.memory = self.before
        self.asked: Asked | None = None
        self.fetches: list[Fetch] = []

    def is_due(self, *, everything: bool) -> bool:
        """Return whether to poll now. With `everything` a source is due unless its publisher asked us to wait."""
        now = self._desk.clock()
        if self._source.paused_why is not None:
            return False
        if not everything or self.before is None or self.before.failures:
            return health.is_due(self.before, self._source, now, self._limits)
        return self._source.url is not None

    async def poll(self) -> None:
        """Ask for the source's own document; the record is written before anybody reads the body."""
        now = self._desk.clock()
        url = health.url_of(self.before, self._source) or ""
        known = health.validators(self.before, self._source, now, self._limits)
        if known is not None and not self._desk.raw.exists(known.body_sha256 or ""):
            known = None
        validators = (
            {known.final_url or url: Validator(etag=known.etag, last_modified=known.last_modified)}
            if known
            else NO_VALIDATORS
        )
        asked = await ask(self._desk, self._source, url, validators)
        if asked is None:
            return
        if asked.fetch.outcome is FetchOutcome.FAILED:
            after = health.remember(self.before, _polled(asked), self._source, self._limits)
            asked = replace(asked, fetch=replace(asked.fetch, attempt=_attempts(after), next_try_at=after.next_poll_at))
        self.asked = asked
        await self._record(asked.fetch, _known_bodies(self.before))

    async def read(self) -> None:
        """Go through every body of the source that no run has gone through, then through the sitemaps they name."""
        await self._read()
        for url in self._members():
            before = self._desk.index.validated(url)
            asked = await ask(self._desk, self._source, url, _validators(before))
            if asked is not None:
                await self._record(asked.fetch, {before.raw_sha256} if before else set())
                if asked.fetch.raw_sha256:
                    self._desk.index.remember_validated(asked.fetch)
        await self._read()

    @property
    def documents(self) -> list[tuple[Fetch, tuple[Item, ...]]]:
        """Return the documents that were gone through with their items, oldest first."""
        return [(fetch, parsed.items) for fetch, parsed in self._parsed.values() if isinstance(parsed, ParsedDocument)]

    @property
    def rejected(self) -> Reason | None:
        """Return why the latest body was no feed, None if it was one or there was none."""
        last = next(reversed(self._parsed.values()), None)
        return last[1].reason if last and isinstance(last[1], Rejected) else None

    def polled(self) -> Polled:
        """Return what the poll gave, for the memory of the source."""
        if self.asked is None:
            raise ValueError("nothing was asked")
        fetched = {fetch.fetch_id for fetch in self.fetches}
        bodies = [(fetch, parsed) for fetch, parsed in self._parsed.values() if fetch.fetch_id in fetched]
        return _polled(self.asked, bodies, self._keys_of_members(bodies))

    async def _record(self, fetch: Fetch, known: AbstractSet[str | None]) -> None:
        self.fetches.append(fetch)
        await self._desk.record(fetch)
        if fetch.raw_sha256 is not None and fetch.raw_sha256 in known:
            self._desk.index.put_aside(fetch.fetch_id)

    async def _read(self) -> None:
        for fetch in self._desk.index.unread(self._source.source_id):
            if fetch.fetch_id not in self._parsed:
                self._parsed[fetch.fetch_id] = (fetch, await self._parse(self._source, fetch))

    def _members(self) -> list[str]:
        """Return the sitemaps to ask for now: those that changed since they were last had, or do not say."""
        if self.asked is None or not _is_heard(self.asked.fetch):
            return []
        index, source_id = self._desk.index, self._source.source_id
        members = index.members(source_id)
        named = [each for _, parsed in self._parsed.values() for each in _sitemaps(parsed)]
        if named:
            keys = {url: member.keys for url, member in members.items()}
            members = {each.url: Member(changed_at=each.modified_at, keys=keys.get(each.url, ())) for each in named}
            index.remember_members(source_id, members)
        due = [url for url, member in members.items() if self._is_due(url, member)]
        return sorted(due, key=lambda url: _urgency(url, members[url]))[:MEMBERS_AT_ONCE]

    def _is_due(self, url: str, member: Member) -> bool:
        before = self._desk.index.validated(url) if member.changed_at else None
        return before is None or (member.changed_at is not None and member.changed_at > before.fetched_at)

    def _keys_of_members(self, bodies: Sequence[Body]) -> tuple[str, ...]:
        """Return the keys of the entries of every sitemap of the index, and remember those just read."""
        index, source_id = self._desk.index, self._source.source_id
        members = index.members(source_id)
        if not members:
            return ()
        read = {fetch.url: _keys(parsed) for fetch, parsed in bodies if isinstance(parsed, ParsedDocument)}
        members = {url: replace(each, keys=read.get(url, each.keys)) for url, each in members.items()}
        index.remember_members(source_id, members)
        return tuple(key for member in members.values() for key in member.keys)


def _attempts(memory: Memory) -> int:
    return sum(count for _, count in memory.trouble.kinds) if memory.trouble else 1


def _is_heard(fetch: Fetch) -> bool:
    return fetch.outcome in {FetchOutcome.OK, FetchOutcome.NOT_MODIFIED}


def memory_of(desk: Desk, source: Source) -> Memory | None:
    """Return what is remembered of a source, None where nothing is that this version can read."""
    text = desk.index.memory(source.source_id)
    try:
        return Memory.from_json(text) if text else None
    except (ValueError, KeyError, TypeError):  # of a version that remembered otherwise
        return None


def _known_bodies(memory: Memory | None) -> set[str | None]:
    """Return the hashes of bodies that need no second look: the last feed, and what stood in its place since."""
    return {memory.body_sha256, memory.trouble.bad_sha256 if memory.trouble else None} if memory else set()


def _polled(asked: Asked, bodies: Sequence[Body] = (), keys_of_members: tuple[str, ...] = ()) -> Polled:
    """Return what the poll gave, with what its bodies held."""
    fetch = asked.fetch
    items = [item for _, parsed in bodies if isinstance(parsed, ParsedDocument) for item in parsed.items]
    own = next((parsed for each, parsed in bodies if each.fetch_id == fetch.fetch_id), None)
    listed = dict.fromkeys([*(key_of(item) for item in items), *keys_of_members])
    dates = [item.published_at for item in items if item.published_at and item.published_at <= fetch.fetched_at]
    return Polled(
        at=fetch.fetched_at,
        url=fetch.url,
        outcome=fetch.outcome,
        reason=fetch.reason,
        status=fetch.status,
        retry_after=asked.retry_after,
        moved_to=fetch.moved_to,
        rejected=own.reason if isinstance(own, Rejected) else None,
        detail=own.detail if isinstance(own, Rejected) else fetch.detail,
        body_sha256=fetch.raw_sha256,
        final_url=fetch.final_url,
        etag=fetch.etag,
        last_modified=fetch.last_modified,
        keys=tuple(listed) if any(isinstance(parsed, ParsedDocument) for _, parsed in bodies) else None,
        newest_at=max(dates, default=None),
        oldest_at=min(dates, default=None),
    )


def key_of(item: Item) -> str:
    """Return what an entry is known by from poll to poll: its link, because some feeds give new guids each time."""
    return item.url or item.item_id


def _keys(parsed: ParsedDocument) -> tuple[str, ...]:
    # blanks part keys in the index
    return tuple(key_of(item).replace(" ", "%20") for item in parsed.items)


def _sitemaps(parsed: Parsed) -> list[Related]:
    if isinstance(parsed, Rejected):
        return []
    return [each for each in parsed.related if each.relation is Relation.SITEMAP]


def _urgency(url: str, member: Member) -> tuple[bool, float]:
    """Return what sorts sitemaps: those that say "news" first, then the latest change; undated ones are of now."""
    return "news" not in url.lower(), -member.changed_at.timestamp() if member.changed_at else float("-inf")


def _validators(before: Fetch | None) -> Mapping[str, Validator]:
    if before is None:
        return NO_VALIDATORS
    return {before.final_url or before.url: Validator(etag=before.etag, last_modified=before.last_modified)}
