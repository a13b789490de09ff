"""What a run says of items: the rows that travel to `load`. Functions of values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pipelines import cluster, lifecycle
from pipelines.records import (
    Article,
    ArticleRow,
    CreditRow,
    FacetRow,
    Fetch,
    FetchKind,
    FramingRow,
    Item,
    ItemStatus,
    Kill,
    KillOrder,
    KnownItem,
    MentionRow,
    Observation,
    Outcome,
    Reason,
    Rejected,
    Relevance,
    RoundRow,
    Source,
    SourceKind,
    StatementRow,
    Tags,
    WireRow,
    make_id,
)

Identity = tuple[str, str]
"""(article_id, revision)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An item with the earliest and latest document of a batch that held it; of a wire's also with all of several."""

    item: Item
    source: Source
    first: Fetch
    last: Fetch
    carriers: tuple[Fetch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What became of an item. `article` came of the document `observed`; `known` if an earlier run had it.

    `why` says why the page gave no text.
    """

    outcome: Outcome
    reason: Reason | None = None
    detail: str | None = None
    next_try_at: datetime | None = None
    until_at: datetime | None = None
    article: Article | None = None
    observed: Fetch | None = None
    known: KnownItem | None = None
    why: Rejected | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRows:
    """The rows of one article revision that the tagger gave."""

    mentions: list[MentionRow]
    statements: list[StatementRow]
    facets: list[FacetRow]
    rounds: list[RoundRow]
    framing: list[FramingRow]
    credits: list[CreditRow]


def story_id(source: Source, guid: str) -> str:
    """Return the article id of a wire story: its versions share the guid, whatever addresses they carry."""
    return _identified_story(source, guid).article_id


def _identified_story(source: Source, guid: str) -> cluster.Identified:
    return cluster.identify(
        source.publisher_id,
        guid=guid,
        url=None,
        canonical_url=None,
        article_id_pattern=source.article_id_pattern,
    )


def identified(source: Source, item: Item, article: Article) -> cluster.Identified:
    """Return which article this is, and what it was recognised by."""
    if source.kind is SourceKind.WIRE:
        return _identified_story(source, item.guid or item.item_id)
    return cluster.identify(
        source.publisher_id,
        guid=item.guid or item.item_id,
        url=item.url,
        canonical_url=article.canonical_url,
        article_id_pattern=source.article_id_pattern,
    )


def identity_of(source: Source, item: Item, article: Article) -> Identity:
    """Return which article this is, and which revision of it."""
    return identified(source, item, article).article_id, cluster.revision_of(article.title, article.text)


def identity(sighting: Sighting, ending: Ending) -> Identity | None:
    """Return which article an item turned out to be, and which revision; None where no article came of it."""
    if ending.known:
        return ending.known.article_id, ending.known.revision
    if ending.article and ending.observed:
        return identity_of(sighting.source, sighting.item, ending.article)
    return None


def is_of_page(sighting: Sighting) -> bool:
    """Say whether the text of an item is that of its page, and not the entry's own."""
    item, source = sighting.item, sighting.source
    return source.kind is not SourceKind.WIRE and source.fetch_pages and item.url is not None and not item.text


def observation(
    sighting: Sighting, ending: Ending, identity: Identity | None, absent_at: datetime | None
) -> Observation:
    """Return the row of an item revision; of a story that is held or killed not a word, only ids and times."""
    item = sighting.item
    secret = is_secret(sighting, ending)
    return Observation(
        item_id=item.item_id,
        item_revision=item.item_revision,
        source_id=sighting.source.source_id,
        publisher_id=sighting.source.publisher_id,
        fetch_id=sighting.first.fetch_id,
        page_fetch_id=ending.observed.fetch_id if ending.observed and ending.observed.kind is FetchKind.PAGE else None,
        guid=item.guid,
        url=None if secret else item.url,
        title="" if secret else item.title,
        seen_at=sighting.first.fetched_at,
        absent_at=absent_at,
        last_seen_at=sighting.last.fetched_at,
        ranked_at=_ranked_at(sighting, ending),
        published_at=item.published_at,
        updated_at=item.updated_at,
        version=item.version,
        status=item.status,
        flags=item.flags,
        article_id=identity[0] if identity else None,
        revision=identity[1] if identity else None,
        outcome=ending.outcome,
        reason=ending.reason,
        detail=ending.detail,
        next_try_at=ending.next_try_at,
        until_at=ending.until_at,
    )


def _ranked_at(sighting: Sighting, ending: Ending) -> datetime:
    """Return when the text of an item was looked at last, which orders the revisions of its article.

    A wire says so itself (versionCreated). What stands in a feed is seen there at each poll; of a page only the look
    at it counts, however long its entry stays in the feed.
    """
    item, first, last = sighting.item, sighting.first.fetched_at, sighting.last.fetched_at
    if sighting.source.kind is SourceKind.WIRE:
        return item.updated_at or item.published_at or last
    if not is_of_page(sighting):
        return last
    if ending.known:
        return ending.known.ranked_at
    return ending.observed.fetched_at if ending.observed else first


def is_secret(sighting: Sighting, ending: Ending) -> bool:
    """Say whether the words of an item must not travel: it is held or killed, or orders that another story be killed."""
    orders = bool(sighting.item.kills or sighting.item.kill_names)
    return ending.outcome in {Outcome.HELD, Outcome.KILLED} or orders


def wire_row(
    sighting: Sighting, ending: Ending, identity: Identity | None, text_fingerprint: str | None = None
) -> WireRow:
    """Return the version of a wire story that an item is; of one that is held or killed not a word."""
    item, source, first = sighting.item, sighting.source, sighting.first
    row = WireRow(
        article_id=story_id(source, item.guid or item.item_id),
        item_id=item.item_id,
        item_revision=item.item_revision,
        source_id=source.source_id,
        publisher_id=source.publisher_id,
        fetch_id=first.fetch_id,
        raw_sha256=first.raw_sha256 or "",
        revision=identity[1] if identity else None,
        guid=item.guid,
        version=item.version,
        version_created_at=item.updated_at or item.published_at or first.fetched_at,
        first_created_at=item.first_created_at,
        published_at=item.published_at,
        updated_at=item.updated_at,
        seen_at=first.fetched_at,
        status=item.status,
        embargo_until=item.embargo_until,
        embargo_unclear=item.embargo_unclear,
        slug_key=lifecycle.slug_key(source.publisher_id, item.slug_base)
        if item.slug_base and not item.is_advisory
        else None,
        text_fingerprint=text_fingerprint,
        flags=item.flags,
    )
    if is_secret(sighting, ending):
        return row
    return replace(
        row,
        urgency=item.urgency,
        slugline=item.slugline,
        slug_base=item.slug_base,
        cues=item.cues,
        signals=item.signals,
        corrects=item.corrects,
        corrects_article_id=story_id(source, item.corrects) if item.corrects else None,
        keywords=item.keywords,
        genres=item.genres,
        subjects=item.subjects,
        byline=item.byline,
        dateline=item.dateline,
        located=item.located,
        provider=item.provider,
        info_source=item.info_source,
        rights=item.rights,
        usage_terms=item.usage_terms,
        editorial_note=item.editorial_note,
        associations=item.associations,
    )


def kills(sighting: Sighting) -> list[Kill]:
    """Return the agency's orders that an item stands for: of itself if it is canceled, and of those whose guids it names."""
    item, source = sighting.item, sighting.source
    guids = [item.guid or item.item_id] if item.status is ItemStatus.CANCELED else []
    return [
        Kill(
            item_id=make_id(item.source_id, guid) if guid != (item.guid or item.item_id) else item.item_id,
            source_id=item.source_id,
            article_id=story_id(source, guid),
            guid=guid,
            fetch_id=sighting.first.fetch_id,
            ordered_at=_ordered_at(sighting),
            note=item.editorial_note or "",
        )
        for guid in (*guids, *item.kills)
    ]


def kill_order(sighting: Sighting) -> KillOrder:
    """Return the order of an item that names stories by their sluglines."""
    item = sighting.item
    return KillOrder(
        item_id=item.item_id,
        item_revision=item.item_revision,
        source_id=item.source_id,
        publisher_id=sighting.source.publisher_id,
        fetch_id=sighting.first.fetch_id,
        ordered_at=_ordered_at(sighting),
        names=item.kill_names,
        note=item.editorial_note or "",
        article_ids=tuple(kill.article_id for kill in kills(sighting)),
    )


def _ordered_at(sighting: Sighting) -> datetime:
    return sighting.item.updated_at or sighting.item.published_at or sighting.first.fetched_at


def article_row(
    sighting: Sighting,
    article: Article,
    observed: Fetch,
    identity: Identity,
    *,
    relevance: Relevance,
    pack_version: str,
) -> ArticleRow:
    """Return an article revision as it was observed in one document, the page or the one with the item.

    A later look may find the page under another address: that leads to the article too.
    """
    item = sighting.item
    body = observed if observed.raw_sha256 else sighting.first
    found = identified(sighting.source, item, article)
    return ArticleRow(
        article_id=identity[0],
        revision=identity[1],
        item_id=item.item_id,
        item_revision=item.item_revision,
        source_id=sighting.source.source_id,
        publisher_id=sighting.source.publisher_id,
        observed_at=observed.fetched_at,
        url=item.url,
        canonical_url=article.canonical_url,
        title=article.title,
        text=article.text,
        text_depth=article.text_depth,
        text_fingerprint=cluster.fingerprint(article.text or article.title),
        language=article.language,
        declared_language=article.declared_language,
        authors=article.authors,
        site_name=article.site_name,
        published_at=article.published_at,
        published_offset_minutes=article.published_offset_minutes,
        published_precision=article.published_precision,
        published_origin=article.published_origin,
        flags=tuple(sorted({*article.flags, *item.flags})),
        relevance=relevance.label,
        relevance_score=relevance.score,
        relevance_evidence=relevance.evidence,
        pack_version=pack_version,
        raw_sha256=body.raw_sha256 or "",
        identified_by=found.basis,
        other_ids=tuple(sorted({found.article_id, *found.other_ids} - {identity[0]})),
    )


def tag_rows(row: ArticleRow, tags: Tags, publishers: Mapping[str, str]) -> TagRows:
    """Return what the tagger said of an article revision as rows, positions in the order of the text.

    `publishers`: outlet → publisher, of the outlets that are watched.
    """
    key: dict[str, Any] = {
        "article_id": row.article_id,
        "revision": row.revision,
        "item_id": row.item_id,
        "item_revision": row.item_revision,
        "pack_version": row.pack_version,
    }
    zones = {"title": row.title, "text": row.text}
    return TagRows(
        mentions=[
            MentionRow(**key, position=position, **fields_of(each)) for position, each in enumerate(tags.mentions)
        ],
        statements=[
            StatementRow(**key, position=position, content=zones[each.zone][each.start : each.end], **fields_of(each))
            for position, each in enumerate(tags.statements)
        ],
        facets=[FacetRow(**key, **fields_of(each)) for each in tags.facets],
        rounds=[RoundRow(**key, **fields_of(each)) for each in tags.rounds],
        framing=[FramingRow(**key, position=position, **fields_of(each)) for position, each in enumerate(tags.framing)],
        credits=[
            CreditRow(**key, position=position, publisher_id=publishers.get(each.outlet or ""), **fields_of(each))
            for position, each in enumerate(tags.credits)
        ],
    )


def fields_of(record: object) -> dict[str, Any]:
    """Return a record's fields by name, one level deep (`asdict` would dissolve nested records too)."""
    return {name: getattr(record, name) for name in record.__slots__}  # type: ignore[attr-defined]
