"""From what a format says of one entry to an `Item` with its identity."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from pipelines.parse.cues import base_of
from pipelines.parse.dates import Instant, read_date
from pipelines.records import (
    Association,
    Document,
    Format,
    Item,
    ItemStatus,
    ParsedDocument,
    Rejected,
    Related,
    make_id,
)

MIN_TEXT = 600
"""Characters of a feed's full content below which it is but another summary."""
MAX_FIELD = 1_000_000
"""Characters read of one field, markup included: 5 million cost 3 s and 60 MB, and the longest story has 200,000."""
MAX_LINK = 2048
"""Characters kept of a link that is none, as many as a link may have."""
MAX_LINE = 20_000
"""Characters kept of a title or summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An `Item` that has no identity yet; the same fields, the same meaning."""

    guid: str | None = None
    url: str | None = None
    title: str = ""
    summary: str = ""
    text: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    published_offset_minutes: int | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    provider: str | None = None
    version: str | None = None
    status: ItemStatus = ItemStatus.USABLE
    embargo_until: datetime | None = None
    embargo_unclear: bool = False
    urgency: int | None = None
    slugline: str | None = None
    editorial_note: str | None = None
    located: str | None = None
    corrects: str | None = None
    signals: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    first_created_at: datetime | None = None
    keywords: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    info_source: str | None = None
    rights: str | None = None
    usage_terms: str | None = None
    associations: tuple[Association, ...] = ()
    cues: tuple[str, ...] = ()
    kills: tuple[str, ...] = ()
    kill_names: tuple[str, ...] = ()
    is_advisory: bool = False
    invalid_link: str | None = None
    flags: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()


_SAID = tuple(field.name for field in fields(Entry) if field.name not in {"flags", "invalid_link", "places"})
"""What the publisher said: flags are our remarks, and no reason for a new revision; nor is a link that is none."""


def finish(
    document: Document,
    format_: Format,
    title: str | None,
    entries: Sequence[Entry | Rejected],
    flags: tuple[str, ...] = (),
    *,
    related: Sequence[Related] = (),
) -> ParsedDocument:
    """Return the document with every entry identified, in the order given, and what its format refused beside them."""
    said = [entry for entry in entries if isinstance(entry, Entry)]
    reused = _reused_guids(said)
    return ParsedDocument(
        format=format_,
        title=title or None,
        items=tuple(_identify(document, entry, reused) for entry in said),
        rejected=tuple(entry for entry in entries if isinstance(entry, Rejected)),
        related=tuple(dict.fromkeys(related)),
        flags=tuple(dict.fromkeys(flags)),
    )


def _reused_guids(entries: list[Entry]) -> frozenset[str]:
    """Return the guids that stand for several links in one document: they identify nothing."""
    links = {(entry.guid, entry.url) for entry in entries if entry.guid and entry.url}
    return frozenset(guid for guid, count in Counter(guid for guid, _ in links).items() if guid and count > 1)


def _identify(document: Document, entry: Entry, reused: frozenset[str]) -> Item:
    """Return the entry under its guid, else its link, else what it says: that is how a reader would know it again."""
    key, flags = entry.guid or entry.url or entry.title, entry.flags
    if entry.guid in reused and entry.url:
        key, flags = entry.url, (*flags, "guid_reused")
    if len(entry.title) > MAX_LINE or len(entry.summary) > MAX_LINE:
        entry = replace(entry, title=entry.title[:MAX_LINE], summary=entry.summary[:MAX_LINE])
        flags = (*flags, "summary_cut")
    said = {name: getattr(entry, name) for name in _SAID}
    revision = make_id(*(_spelled(value) for value in said.values()))
    if not key:
        key, flags = entry.summary or entry.text or revision, (*flags, "identity_from_content")
    return Item(
        item_id=make_id(document.source_id, key),
        item_revision=revision,
        source_id=document.source_id,
        **said,
        slug_base=base_of(entry.slugline, document.profile) or None,
        invalid_link=entry.invalid_link,
        flags=tuple(dict.fromkeys(flags)),
        places=entry.places,
    )


def _spelled(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Association):  # the other's title says nothing of this one, and goes when the other is killed
        return str((value.relation, value.guid, value.kind))
    return "\x1e".join(map(_spelled, value)) if isinstance(value, tuple) else str(value)


def dated(document: Document, raw: str | None) -> tuple[Instant | None, tuple[str, ...]]:
    """Return an instant and its flags: bad_date for a text that names none, date_without_zone."""
    if not raw or not raw.strip():
        return None, ()
    instant = read_date(raw, document.time_zone)
    if instant is None:
        return None, ("bad_date",)
    return instant, ("date_without_zone",) if instant.offset_minutes is None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When an entry was published and last changed, with what was wrong with either."""

    published: Instant | None
    updated: Instant | None
    flags: tuple[str, ...] = ()

    @property
    def published_at(self) -> datetime | None:
        """Return the moment of publication in UTC."""
        return self.published.at if self.published else None

    @property
    def offset_minutes(self) -> int | None:
        """Return the offset in which publication was written."""
        return self.published.offset_minutes if self.published else None

    @property
    def updated_at(self) -> datetime | None:
        """Return the moment of the last change in UTC."""
        return self.updated.at if self.updated else None


def wire_times(document: Document, version_created: str, *created: str) -> Times:
    """Return the times of a wire item: published is the first readable of `created`, else the version's."""
    updated, flags = dated(document, version_created)
    for raw in created:
        published, more = dated(document, raw)
        flags = (*flags, *more)
        if published:
            return Times(published=published, updated=updated, flags=flags)
    return Times(published=updated, updated=updated, flags=flags)


def web_link(raw: str, *bases: str | None) -> str | None:
    """Return an absolute http(s) address, resolved against the first base that is one; None if it is none."""
    link = raw.strip()
    if not link or any(ord(char) < 32 for char in link):
        return None
    if is_web(link):
        return link
    for base in bases:
        if base and is_web(base):
            try:
                joined = urljoin(base, link)
            except ValueError:
                return None
            return joined if is_web(joined) else None
    return f"https:{link}" if link.startswith("//") and is_web(f"https:{link}") else None


def shown_link(raw: str) -> str:
    """Return a link that is none as one line of at most 2,048 characters, for the record."""
    return " ".join(raw.split())[:MAX_LINK]


def is_web(link: str) -> bool:
    """Return whether a link is an absolute http or https address with a host."""
    try:
        parts = urlsplit(link)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def unique(values: Sequence[str]) -> tuple[str, ...]:
    """Return the non-empty values without repetition, in order."""
    return tuple(dict.fromkeys(filter(None, values)))
