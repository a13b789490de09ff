"""`process`: one batch from raw bytes to tagged rows; touches neither network nor database.

work ─▶ read raw ─▶ parse (children) ─▶ settle each item ─▶ extract (children) ─▶ tag ─▶ stage
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pipelines import cluster, extract, parse, stage
from pipelines.children import Children, Lost
from pipelines.collect.raw import RawCorruptError, RawMissingError
from pipelines.records import (
    Article,
    ArticleRow,
    Document,
    DocumentRow,
    FacetRow,
    Fetch,
    FetchKind,
    FetchOutcome,
    Item,
    ItemStatus,
    Kill,
    KnownItem,
    MentionRow,
    Observation,
    Outcome,
    ParsedDocument,
    Reason,
    Rejected,
    RejectedRow,
    RoundRow,
    Source,
    SourceKind,
    StatementRow,
    make_id,
)
from pipelines.run import rows
from pipelines.run.accounting import document_row, rejected_by_child, rejected_row, unread_row
from pipelines.run.house import EXTRACT_SECONDS, PARSE_SECONDS, House, open_house, run_of, tagger_of
from pipelines.run.planning import EMBARGO_SKEW, Work
from pipelines.run.rows import Ending, Sighting
from pipelines.tag import Tagger

ITEM_RECORDS = (Observation, Kill, ArticleRow, MentionRow, StatementRow, FacetRow, RoundRow)
"""What the items of a batch are handed on as."""

ItemKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWork:
    """One page for a child to extract, with what is known of it: the entry that led to it, or a time alone."""

    document: Document
    item: Item | None = None
    published_at: datetime | None = None
    language: str | None = None


def extract_page(work: PageWork) -> Article | Rejected:
    """Extract in a child; a module-level function, so that a child can be told its name."""
    return extract.extract(work.document, work.item, published_at=work.published_at, language=work.language)


@dataclass(slots=True)
class Batch:
    """The inputs of one batch, and the rows it fills."""

    house: House
    token: int
    now: datetime
    sources: Mapping[str, Source]
    fetches: Mapping[str, Fetch]
    works: Sequence[Work]
    same_body: frozenset[str]
    known: Mapping[ItemKey, KnownItem]
    killed: frozenset[str]
    mode: str
    documents: list[DocumentRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)


def process(batch: str) -> str:
    """Work one batch and write its rows to the stage. Return the batch id.

    Raises `StageError` when the plan's files are not what its manifest says.
    """
    house = open_house()
    work = _open_batch(house, batch)
    with house.children() as children:
        sightings = _sightings(work, children)
        endings = _endings(work, sightings, children)
    _write_batch(house, batch, work, _item_tables(work, sightings, endings, tagger_of(house.settings.pack)))
    return batch


def _open_batch(house: House, batch: str) -> Batch:
    folder = house.stage(run_of(batch), "plan")
    manifest = stage.read_manifest(folder, batch)
    return Batch(
        house=house,
        token=manifest.token,
        now=datetime.fromisoformat(manifest.extra["now"]),
        mode=manifest.extra["mode"],
        sources={source.source_id: source for source in house.pack.sources},
        fetches={each.fetch_id: each for each in stage.rows(folder, manifest, Fetch)},
        works=[
            Work(fetch_id=head, due=due, pages=tuple(pages), shard=shard, shards=shards)
            for head, due, pages, shard, shards in manifest.extra["work"]
        ],
        same_body=frozenset(manifest.extra["same_body"]),
        known=cluster.known_index(stage.rows(folder, manifest, KnownItem)),
        killed=cluster.killed_items(stage.rows(folder, manifest, Kill)),
    )


# ── Documents to items ────────────────────────────────────────────────────────────────────────────


def _sightings(batch: Batch, children: Children) -> dict[ItemKey, Sighting]:
    """Parse the batch's documents, account for each, and return its items, each revision once."""
    readable: list[tuple[Work, Fetch, Document]] = []
    for work in batch.works:
        fetch = batch.fetches[work.fetch_id]
        document = _document(batch, fetch) if _has_new_body(batch, work, fetch) else None
        if isinstance(document, Document):
            readable.append((work, fetch, document))
        elif work.due and work.shard == 0:
            batch.documents.append(_refused_or_unread(batch, fetch, document))

    sightings: dict[ItemKey, Sighting] = {}
    parsed = children.map(parse.parse, [document for *_, document in readable], timeout_seconds=PARSE_SECONDS)
    for (work, fetch, _), result in zip(readable, parsed, strict=True):
        outcome = rejected_by_child("parse", result) if isinstance(result, Lost) else result
        if work.due and work.shard == 0:
            _account_document(batch, fetch, outcome)
        if isinstance(outcome, ParsedDocument):
            for item in _items(batch, work, outcome):
                _see(batch, sightings, item, fetch)
    return sightings


def _has_new_body(batch: Batch, work: Work, fetch: Fetch) -> bool:
    """Say whether a document is to be parsed. A context document is: its pages are new though it is not."""
    if fetch.kind is FetchKind.PAGE or fetch.raw_sha256 is None:
        return False
    return bool(work.pages) or fetch.fetch_id not in batch.same_body or batch.mode == "reprocess"


def _document(batch: Batch, fetch: Fetch) -> Document | Rejected:
    try:
        body = batch.house.raw.get(fetch.raw_sha256 or "")
    except RawMissingError as error:
        return Rejected(stage="raw", reason=Reason.RAW_MISSING, detail=error.what)
    except RawCorruptError as error:
        return Rejected(stage="raw", reason=Reason.RAW_CORRUPT, detail=error.what)
    source = batch.sources.get(fetch.source_id)
    return Document(
        document_id=fetch.fetch_id,
        source_id=fetch.source_id,
        body=body,
        url=fetch.final_url or fetch.url,
        content_type=fetch.content_type,
        time_zone=source.time_zone if source else "UTC",
    )


def _items(batch: Batch, work: Work, parsed: ParsedDocument) -> Iterator[Item]:
    """Yield the items of a document that this batch has to settle."""
    wanted = None
    if not work.due:
        pages = (batch.fetches[page] for page in work.pages if page in batch.fetches)
        wanted = {(page.item_id, page.item_revision) for page in pages}
    for item in parsed.items:
        mine = work.shards == 1 or int(item.item_id[:8], 16) % work.shards == work.shard
        if mine and (wanted is None or (item.item_id, item.item_revision) in wanted):
            yield item


def _see(batch: Batch, sightings: dict[ItemKey, Sighting], item: Item, fetch: Fetch) -> None:
    source = batch.sources.get(fetch.source_id) or _retired(fetch)
    key = (item.item_id, item.item_revision)
    seen = sightings.get(key)
    if seen is None:
        sightings[key] = Sighting(item=item, source=source, first=fetch, last=fetch)
        return
    first = min(seen.first, fetch, key=_moment)
    last = max(seen.last, fetch, key=_moment)
    sightings[key] = replace(seen, first=first, last=last)


def _moment(fetch: Fetch) -> tuple[datetime, str]:
    return (fetch.fetched_at, fetch.fetch_id)


def _retired(fetch: Fetch) -> Source:
    """Return a source for stored documents of one that has left the pack: its archive must stay readable."""
    kind = SourceKind.WIRE if fetch.kind is FetchKind.WIRE else SourceKind.FEED
    return Source(
        source_id=fetch.source_id, publisher_id=fetch.source_id, publisher=fetch.source_id, kind=kind, language="und"
    )


# ── What becomes of a document ────────────────────────────────────────────────────────────────────


def _account_document(batch: Batch, fetch: Fetch, result: ParsedDocument | Rejected) -> None:
    if isinstance(result, Rejected):
        batch.documents.append(_refused_or_unread(batch, fetch, result))
        return
    only_refused = bool(result.rejected) and not result.items
    all_not_text = only_refused and all(each.reason is Reason.NOT_TEXT for each in result.rejected)
    batch.documents.append(
        document_row(
            fetch,
            Outcome.NOT_TEXT if all_not_text else Outcome.LOADED,
            Reason.NOT_TEXT if all_not_text else None,
            ", ".join(result.flags) or None,
            format=result.format.value,
            items=len(result.items),
        )
    )
    for position, each in enumerate(result.rejected):
        key = make_id(fetch.source_id, each.guid or f"{fetch.raw_sha256}#{position}")
        batch.rejected.append(rejected_row(fetch, each, "items", key))


def _refused_or_unread(batch: Batch, fetch: Fetch, refused: Rejected | None) -> DocumentRow:
    """Return the row of a document that gave no items, setting aside what was refused."""
    if refused is None:
        return unread_row(fetch)
    batch.rejected.append(rejected_row(fetch, refused, "documents", fetch.fetch_id))
    return document_row(fetch, Outcome.QUARANTINED, refused.reason, refused.detail)


# ── What becomes of an item ───────────────────────────────────────────────────────────────────────


def _endings(batch: Batch, sightings: Mapping[ItemKey, Sighting], children: Children) -> dict[ItemKey, Ending]:
    """Settle every item; those with a page are extracted together, in child processes."""
    pages = _page_index(batch)
    endings: dict[ItemKey, Ending] = {}
    due: dict[ItemKey, tuple[Fetch, PageWork]] = {}
    for key, sighting in sightings.items():
        settled = _settle(batch, sighting, pages.get(key))
        if isinstance(settled, Ending):
            endings[key] = settled
            continue
        document = _document(batch, settled)
        if isinstance(document, Rejected):
            endings[key] = _without_page(sighting, settled, document)
        else:
            due[key] = (settled, PageWork(document=document, item=sighting.item, language=sighting.source.language))
    results = children.map(extract_page, [work for _, work in due.values()], timeout_seconds=EXTRACT_SECONDS)
    for (key, (fetch, _)), result in zip(due.items(), results, strict=True):
        article = rejected_by_child("extract", result) if isinstance(result, Lost) else result
        if isinstance(article, Article):
            endings[key] = Ending(outcome=Outcome.LOADED, article=article, observed=fetch)
        else:
            endings[key] = _without_page(sightings[key], fetch, article)
    _account_pages(batch, endings)
    return endings


def _settle(batch: Batch, sighting: Sighting, page: Fetch | None) -> Ending | Fetch:
    """Return how an item ends, or the fetch of the page that must be read to know."""
    item, source = sighting.item, sighting.source
    if settled := _held(batch, item) or _known_or_empty(batch, item):
        return settled
    if source.kind is SourceKind.WIRE or item.text or not source.fetch_pages:
        return Ending(outcome=Outcome.LOADED, article=extract.from_item(item), observed=sighting.first)
    if item.url is None:
        article = extract.from_item(item, flags=(Reason.INVALID_LINK.value,))
        return Ending(outcome=Outcome.LOADED, article=article, observed=sighting.first)
    return _settle_by_page(sighting, page)


def _settle_by_page(sighting: Sighting, page: Fetch | None) -> Ending | Fetch:
    """Return the page if it is had, the entry's own coverage if it never will be, else that the item waits for it."""
    if page is None:
        return Ending(outcome=Outcome.FAILED, reason=Reason.PAGE_PENDING)
    if page.outcome is FetchOutcome.OK:
        return page
    if not page.final:
        return Ending(
            outcome=Outcome.FAILED, reason=page.reason, detail=page.detail, next_try_at=page.next_try_at, observed=page
        )
    return _without_page(sighting, page, Rejected(stage="collect", reason=page.reason or Reason.PAGE_PENDING))


def _known_or_empty(batch: Batch, item: Item) -> Ending | None:
    """Return the ending of an item that needs no look at its page."""
    if known := batch.known.get((item.item_id, item.item_revision)):
        return Ending(outcome=Outcome.DUPLICATE, reason=Reason.KNOWN_REVISION, known=known)
    if not item.title and not item.text and not item.summary:
        return Ending(outcome=Outcome.QUARANTINED, reason=Reason.NO_CONTENT)
    return None


def _held(batch: Batch, item: Item) -> Ending | None:
    """Return the ending of an item that an agency killed or holds back, kills first."""
    if item.item_id in batch.killed or item.status is ItemStatus.CANCELED:
        return Ending(outcome=Outcome.KILLED, reason=Reason.KILL)
    if item.embargo_unclear:
        return Ending(outcome=Outcome.HELD, reason=Reason.EMBARGO_UNCLEAR)
    if item.embargo_until and item.embargo_until + EMBARGO_SKEW > batch.now:
        return Ending(outcome=Outcome.HELD, reason=Reason.EMBARGO, until_at=item.embargo_until)
    if item.status is ItemStatus.WITHHELD:
        return Ending(outcome=Outcome.HELD, reason=Reason.WITHHELD)
    return None


def _without_page(sighting: Sighting, page: Fetch, why: Rejected) -> Ending:
    """Return the coverage that the feed entry alone gives, flagged with why its page is not the text.

    `soft_block:consent` and alike carry the kind of the wall.
    """
    soft = why.reason is Reason.SOFT_BLOCK
    flag = f"{why.reason.value}:{why.detail}" if soft and why.detail else why.reason.value
    article = extract.from_item(sighting.item, flags=(flag,))
    return Ending(outcome=Outcome.LOADED, reason=why.reason, detail=why.detail or None, article=article, observed=page)


def _page_index(batch: Batch) -> dict[ItemKey, Fetch]:
    """Return the page record that speaks for each item revision: the first with a body, else the last."""
    by_item: dict[ItemKey, list[Fetch]] = defaultdict(list)
    for fetch in batch.fetches.values():
        if fetch.kind is FetchKind.PAGE and fetch.item_id and fetch.item_revision:
            by_item[fetch.item_id, fetch.item_revision].append(fetch)
    chosen = {}
    for key, fetches in by_item.items():
        ordered = sorted(fetches, key=_moment)
        with_body = [each for each in ordered if each.outcome is FetchOutcome.OK]
        chosen[key] = with_body[0] if with_body else ordered[-1]
    return chosen


def _account_pages(batch: Batch, endings: Mapping[ItemKey, Ending]) -> None:
    """Add a document row for each page of the batch: what it was worth."""
    for work in batch.works:
        for page_id in work.pages:
            page = batch.fetches[page_id]
            key = (page.item_id or "", page.item_revision or "")
            if work.shards > 1 and int((page.item_id or "0")[:8], 16) % work.shards != work.shard:
                continue
            batch.documents.append(_page_row(batch, page, endings.get(key)))


def _page_row(batch: Batch, page: Fetch, ending: Ending | None) -> DocumentRow:
    if page.outcome is not FetchOutcome.OK:
        return unread_row(page)
    if ending is None:
        return document_row(page, Outcome.QUARANTINED, Reason.NO_IDENTITY, "its entry is not in the feed document")
    if ending.observed is not page:
        return document_row(page, Outcome.DUPLICATE, Reason.KNOWN_REVISION)
    if ending.reason is not None:
        batch.rejected.append(
            rejected_row(
                page,
                Rejected(stage="extract", reason=ending.reason, detail=ending.detail or ""),
                "documents",
                page.fetch_id,
            )
        )
        return document_row(page, Outcome.QUARANTINED, ending.reason, ending.detail)
    return document_row(page, Outcome.LOADED)


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────


def _item_tables(
    batch: Batch, sightings: Mapping[ItemKey, Sighting], endings: Mapping[ItemKey, Ending], tag: Tagger
) -> dict[type, list[Any]]:
    """Tag the articles and return the rows of all items by record type."""
    tables: dict[type, list[Any]] = {record: [] for record in ITEM_RECORDS}
    for key, sighting in sightings.items():
        ending = endings[key]
        identity = (ending.known.article_id, ending.known.revision) if ending.known else None
        if ending.outcome is Outcome.KILLED and sighting.item.status is ItemStatus.CANCELED:
            tables[Kill].append(rows.kill(sighting))
        if ending.article and ending.observed:
            article = ending.article
            identity = rows.identity_of(sighting.source, sighting.item, article)
            tags = tag.tag(
                title=article.title, text=article.text, language=article.language, published_at=article.published_at
            )
            row = rows.article_row(
                sighting,
                article,
                ending.observed,
                identity,
                relevance=tags.relevance,
                pack_version=batch.house.pack.version,
            )
            tagged = rows.tag_rows(row, tags)
            tables[ArticleRow].append(row)
            tables[MentionRow] += tagged.mentions
            tables[StatementRow] += tagged.statements
            tables[FacetRow] += tagged.facets
            tables[RoundRow] += tagged.rounds
        tables[Observation].append(rows.observation(sighting, ending, identity))
    return tables


def _write_batch(house: House, batch: str, work: Batch, tables: Mapping[type, Sequence[Any]]) -> None:
    folder = house.stage(run_of(batch), batch)
    every: dict[type, Sequence[Any]] = {DocumentRow: work.documents, RejectedRow: work.rejected, **tables}
    files = tuple(stage.write(folder, tuple(table), record) for record, table in every.items())
    stage.write_manifest(folder, stage.Manifest(run=run_of(batch), task=batch, token=work.token, files=files))
