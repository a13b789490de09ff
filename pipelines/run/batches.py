"""One batch of a run: what `process` is given, and the pieces that its steps share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipelines import cluster, extract, stage
from pipelines.collect.raw import RawCorruptError, RawMissingError
from pipelines.records import (
    Article,
    Document,
    DocumentRow,
    Fetch,
    FetchKind,
    Item,
    Kill,
    KnownItem,
    Reason,
    Rejected,
    RejectedRow,
    Source,
    SourceKind,
)
from pipelines.run.house import House, run_of
from pipelines.run.planning import Poll, Work
from pipelines.run.rows import Sighting

ItemKey = tuple[str, str]
"""(item_id, item_revision)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWork:
    """One page for a child to extract, with what is known of it: the entry that led to it, or a time alone."""

    document: Document
    item: Item | None = None
    published_at: datetime | None = None
    language: str | None = None
    licensed: bool = False


def page_work(document: Document, sighting: Sighting) -> PageWork:
    """Return the page of an item, with what its source says of itself."""
    source = sighting.source
    return PageWork(document=document, item=sighting.item, language=source.language, licensed=source.licensed)


def extract_page(work: PageWork) -> Article | Rejected:
    """Extract in a child; a module-level function, so that a child can be told its name."""
    return extract.extract(
        work.document, work.item, published_at=work.published_at, language=work.language, licensed=work.licensed
    )


@dataclass(slots=True)
class Batch:
    """The inputs of one batch, and the rows it fills.

    `before` names the successful poll before each; `looked` the revision that a page showed, of looks that earlier
    runs settled. `unreadable` collects the polls whose body was no feed.
    """

    house: House
    token: int
    now: datetime
    sources: Mapping[str, Source]
    fetches: Mapping[str, Fetch]
    works: Sequence[Work]
    same_body: frozenset[str]
    before: Mapping[str, Poll]
    looked: Mapping[str, str]
    known: Mapping[ItemKey, KnownItem]
    killed: frozenset[str]
    mode: str
    documents: list[DocumentRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)


def open_batch(house: House, batch: str) -> Batch:
    """Return a batch as the plan wrote it. Raises `StageError` for files that are not what its manifest says."""
    folder = house.stage(run_of(batch), "plan")
    manifest = stage.read_manifest(folder, batch)
    extra = manifest.extra
    return Batch(
        house=house,
        token=manifest.token,
        now=datetime.fromisoformat(extra["now"]),
        mode=extra["mode"],
        sources={source.source_id: source for source in house.sources},
        fetches={each.fetch_id: each for each in stage.rows(folder, manifest, Fetch)},
        works=[
            Work(fetch_id=head, due=due, pages=tuple(pages), shard=shard, shards=shards)
            for head, due, pages, shard, shards in extra["work"]
        ],
        same_body=frozenset(extra["same_body"]),
        before={each: Poll(fetch_id, datetime.fromisoformat(at)) for each, (fetch_id, at) in extra["before"].items()},
        looked=extra["looked"],
        known=cluster.known_index(stage.rows(folder, manifest, KnownItem)),
        killed=_killed(stage.rows(folder, manifest, Kill)),
    )


def _killed(kills: Sequence[Kill]) -> frozenset[str]:
    """Return the ids of items and of stories that kills name."""
    return cluster.killed_items(kills) | {kill.article_id for kill in kills if kill.article_id}


def stored_document(batch: Batch, fetch: Fetch) -> Document | Rejected:
    """Return the stored body of a fetch with what parsing needs to know of it."""
    try:
        body = batch.house.raw.get(fetch.raw_sha256 or "")
    except RawMissingError as error:
        removed = batch.house.raw.is_removed(fetch.raw_sha256 or "")
        return Rejected(stage="raw", reason=Reason.KILL if removed else Reason.RAW_MISSING, detail=error.what)
    except RawCorruptError as error:
        return Rejected(stage="raw", reason=Reason.RAW_CORRUPT, detail=error.what)
    return document_of(batch.house, fetch, body, batch.sources)


def document_of(house: House, fetch: Fetch, body: bytes, sources: Mapping[str, Source] | None = None) -> Document:
    """Return a body with what parsing needs to know of it; `sources` by id, those of the house unless given."""
    if sources is None:
        sources = {source.source_id: source for source in house.sources}
    source = sources.get(fetch.source_id)
    return Document(
        document_id=fetch.fetch_id,
        source_id=fetch.source_id,
        body=body,
        url=fetch.final_url or fetch.url,
        content_type=fetch.content_type,
        time_zone=source.time_zone if source else "UTC",
        received_at=fetch.fetched_at,
        profile=house.pack.profiles.get(source.profile or "") if source else None,
    )


def source_of(batch: Batch, fetch: Fetch) -> Source:
    """Return the source of a document; one that has left the pack stands for itself: its archive stays readable."""
    if known := batch.sources.get(fetch.source_id):
        return known
    return Source(
        source_id=fetch.source_id,
        publisher_id=fetch.source_id,
        publisher=fetch.source_id,
        kind=SourceKind.WIRE if fetch.kind is FetchKind.WIRE else SourceKind.FEED,
        language="und",
        url=fetch.url,
    )


def is_mine(work: Work, item_id: str) -> bool:
    """Say whether an item belongs to the shard of a document that a work is."""
    return work.shards == 1 or int((item_id or "0")[:8], 16) % work.shards == work.shard


def moment(fetch: Fetch) -> tuple[datetime, str]:
    """Return what orders fetches."""
    return (fetch.fetched_at, fetch.fetch_id)


def key_of(page: Fetch) -> ItemKey:
    """Return the item revision that a page was fetched for."""
    return (page.item_id or "", page.item_revision or "")


def pages_by_item(fetches: Iterable[Fetch]) -> Mapping[ItemKey, list[Fetch]]:
    """Return the page records of each item revision, in the order of time."""
    pages: dict[ItemKey, list[Fetch]] = {}
    for fetch in sorted(fetches, key=moment):
        if fetch.kind is FetchKind.PAGE and fetch.item_id and fetch.item_revision:
            pages.setdefault(key_of(fetch), []).append(fetch)
    return pages
