"""`process`: one batch from raw bytes to tagged rows; touches neither network nor database.

work ─▶ read raw ─▶ parse (children) ─▶ settle each item ─▶ extract (children) ─▶ looks again ─▶ tag ─▶ stage
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pipelines import cluster, extract, lifecycle, parse, stage
from pipelines.children import Children, Lost
from pipelines.records import (
    Article,
    ArticleRow,
    CarriedRow,
    CreditRow,
    Document,
    DocumentRow,
    FacetRow,
    Fetch,
    FetchKind,
    FetchOutcome,
    Format,
    FramingRow,
    Item,
    ItemStatus,
    Kill,
    KillOrder,
    MentionRow,
    Observation,
    Outcome,
    ParsedDocument,
    Reason,
    Rejected,
    RejectedRow,
    RoundRow,
    SourceKind,
    StatementRow,
    TextDepth,
    VisitRow,
    WireRow,
    make_id,
)
from pipelines.run import rows
from pipelines.run.accounting import document_row, rejected_by_child, rejected_row, unread_row
from pipelines.run.alike import beside_each_other
from pipelines.run.batches import (
    Batch,
    ItemKey,
    PageWork,
    extract_page,
    is_mine,
    key_of,
    moment,
    open_batch,
    page_work,
    pages_by_item,
    source_of,
    stored_document,
)
from pipelines.run.house import EXTRACT_SECONDS, PARSE_SECONDS, House, open_house, run_of, tagger_of
from pipelines.run.planning import Work
from pipelines.run.revisiting import Found, Looks, look_again
from pipelines.run.rows import Ending, Sighting
from pipelines.tag import Tagger

LOG = logging.getLogger(__name__)

ITEM_RECORDS = (
    *(Observation, WireRow, CarriedRow, Kill, KillOrder, ArticleRow, VisitRow),
    *(MentionRow, StatementRow, FacetRow, RoundRow, FramingRow, CreditRow),
)
"""What the items of a batch are handed on as."""

TELEGRAPHS = (f"{Format.ANPA.value}:", f"{Format.IPTC7901.value}:")
"""How the guids begin that we make for formats without one."""

UNSEEN = Ending(outcome=Outcome.HELD)
"""Of an item that nothing is known of yet."""

PAGE_FLAGS = {Reason.HTTP_GONE: "article_gone"}
"""Flags of an article whose page is not its text, where they are not the name of the reason."""


def process(batch: str) -> str:
    """Work one batch and write its rows to the stage. Return the batch id.

    Raises `StageError` when the plan's files are not what its manifest says.
    """
    house = open_house()
    work = open_batch(house, batch)
    with house.children() as children:
        sightings = _sightings(work, children)
        endings = _endings(work, sightings, children)
        looks = look_again(work, sightings, endings, children)
    _write_batch(house, batch, work, _item_tables(work, sightings, endings, looks, tagger_of(house.settings.pack)))
    return batch


def process_all(batches: Sequence[str], tell: Callable[[str], None]) -> int:
    """Work batches one after the other in this process. Return how many were lost."""
    lost = 0
    for number, batch in enumerate(batches, 1):
        tell(f"process {number} of {len(batches)}")
        try:
            process(batch)
        except Exception:  # the one border: a lost batch is a failed outcome, the rest goes on
            LOG.exception("Batch %s is lost; the next run takes its documents up.", batch)
            lost += 1
    return lost


# ── Documents to items ────────────────────────────────────────────────────────────────────────────


def _sightings(batch: Batch, children: Children) -> dict[ItemKey, Sighting]:
    """Parse the batch's documents, account for each, and return its items, each revision once."""
    readable: list[tuple[Work, Fetch, Document]] = []
    for work in batch.works:
        fetch = batch.fetches[work.fetch_id]
        document = stored_document(batch, fetch) if _has_new_body(batch, work, fetch) else None
        if isinstance(document, Document):
            readable.append((work, fetch, document))
        elif work.due and work.shard == 0:
            batch.documents.append(_refused_or_unread(batch, fetch, document))

    sightings: dict[ItemKey, Sighting] = {}
    read = set()
    parsed = children.map(parse.parse, [document for *_, document in readable], timeout_seconds=PARSE_SECONDS)
    for (work, fetch, _), result in zip(readable, parsed, strict=True):
        outcome = rejected_by_child("parse", result) if isinstance(result, Lost) else result
        if work.due and work.shard == 0:
            _account_document(batch, fetch, outcome)
        if isinstance(outcome, ParsedDocument):
            read.add(fetch.fetch_id)
            for item in _items(batch, work, outcome):
                _see(batch, sightings, item, fetch)
    batch.unreadable |= _unreadable(batch, read)
    return sightings


def _unreadable(batch: Batch, read: set[str]) -> set[str]:
    """Return the documents that held no entries because they were no feed, or nothing new after one that was none."""
    unreadable: set[str] = set()
    for fetch in sorted((batch.fetches[work.fetch_id] for work in batch.works), key=moment):
        before = batch.before.get(fetch.fetch_id)
        is_repeat = fetch.raw_sha256 is None or fetch.fetch_id in batch.same_body
        if fetch.fetch_id not in read and (not is_repeat or (before and before.fetch_id in unreadable)):
            unreadable.add(fetch.fetch_id)
    return unreadable


def _has_new_body(batch: Batch, work: Work, fetch: Fetch) -> bool:
    """Say whether a document is to be parsed. A context document is: its pages are new though it is not."""
    if fetch.kind is FetchKind.PAGE or fetch.raw_sha256 is None:
        return False
    return bool(work.pages) or fetch.fetch_id not in batch.same_body or batch.mode == "reprocess"


def _items(batch: Batch, work: Work, parsed: ParsedDocument) -> Iterator[Item]:
    """Yield the items of a document that this batch has to settle."""
    wanted = None
    if not work.due:
        pages = (batch.fetches[page] for page in work.pages if page in batch.fetches)
        wanted = {key_of(page) for page in pages}
    for item in parsed.items:
        if is_mine(work, item.item_id) and (wanted is None or (item.item_id, item.item_revision) in wanted):
            yield item


def _see(batch: Batch, sightings: dict[ItemKey, Sighting], item: Item, fetch: Fetch) -> None:
    key = (item.item_id, item.item_revision)
    seen = sightings.get(key)
    if seen is None:
        sightings[key] = Sighting(item=item, source=source_of(batch, fetch), first=fetch, last=fetch)
        return
    first = min(seen.first, fetch, key=moment)
    last = max(seen.last, fetch, key=moment)
    carriers = (*(seen.carriers or (seen.first,)), fetch) if seen.source.kind is SourceKind.WIRE else ()
    sightings[key] = replace(seen, first=first, last=last, carriers=carriers)


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
    if refused.reason is Reason.KILL:
        return document_row(fetch, Outcome.KILLED, Reason.KILL)
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
        document = stored_document(batch, settled)
        if isinstance(document, Rejected):
            endings[key] = _without_page(sighting, settled, document)
        else:
            due[key] = (settled, page_work(document, sighting))
    results = children.map(extract_page, [work for _, work in due.values()], timeout_seconds=EXTRACT_SECONDS)
    shown = {
        key: rejected_by_child("extract", result) if isinstance(result, Lost) else result
        for key, result in zip(due, results, strict=True)
    }
    for key, article in beside_each_other(sightings, shown).items():
        fetch, _ = due[key]
        if isinstance(article, Article):
            endings[key] = Ending(outcome=Outcome.LOADED, article=article, observed=fetch)
        else:
            endings[key] = _without_page(sightings[key], fetch, article)
    _account_pages(batch, endings)
    return endings


def _settle(batch: Batch, sighting: Sighting, page: Fetch | None) -> Ending | Fetch:
    """Return how an item ends, or the fetch of the page that must be read to know."""
    item = sighting.item
    if settled := _held(batch, sighting) or _known_or_empty(batch, sighting):
        return settled
    if rows.is_of_page(sighting) or (page is not None and item.invalid_link and not item.text):
        return _settle_by_page(sighting, page)
    source = sighting.source
    lacks_link = source.kind is not SourceKind.WIRE and source.fetch_pages and not item.text
    flags = (Reason.INVALID_LINK.value,) if lacks_link else ()
    return Ending(outcome=Outcome.LOADED, article=_own_coverage(sighting, flags), observed=sighting.first)


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


def _known_or_empty(batch: Batch, sighting: Sighting) -> Ending | None:
    """Return the ending of an item that needs no look at its page."""
    item = sighting.item
    if known := batch.known.get((item.item_id, item.item_revision)):
        return Ending(outcome=Outcome.DUPLICATE, reason=Reason.KNOWN_REVISION, known=known)
    if _is_bare(item) and not rows.is_of_page(sighting):
        return Ending(outcome=Outcome.QUARANTINED, reason=Reason.NO_CONTENT)
    return None


def _is_bare(item: Item) -> bool:
    """Say whether an entry is an address alone, as in a plain sitemap: only its page can say what it is about."""
    return not item.title and not item.text and not item.summary


def _held(batch: Batch, sighting: Sighting) -> Ending | None:
    """Return the ending of an item that an agency killed or holds back, kills first, or that is a message to editors.

    What other versions of its story say of it, `cluster` sees.
    """
    item = sighting.item
    if _is_killed(batch, sighting) or item.status is ItemStatus.CANCELED:
        return Ending(outcome=Outcome.KILLED, reason=Reason.KILL)
    if sighting.source.kind is not SourceKind.WIRE:
        return None
    (standing,) = lifecycle.standings([rows.wire_row(sighting, UNSEEN, None)], killed=(), now=batch.now).values()
    if standing is not lifecycle.VISIBLE:
        return Ending(outcome=standing.outcome, reason=standing.reason, until_at=standing.until_at)
    if item.is_advisory:
        return Ending(outcome=Outcome.NOT_TEXT, reason=Reason.ADVISORY)
    return None


def _is_killed(batch: Batch, sighting: Sighting) -> bool:
    """Say whether an order to kill is on record: of the item, or of its story in another channel."""
    item, source = sighting.item, sighting.source
    if item.item_id in batch.killed:
        return True
    return source.kind is SourceKind.WIRE and rows.story_id(source, item.guid or item.item_id) in batch.killed


def _without_page(sighting: Sighting, page: Fetch, why: Rejected) -> Ending:
    """Return the coverage that the feed entry alone gives, flagged with why its page is not the text.

    `soft_block:consent` and alike carry the kind of the wall. An entry that says nothing itself is set aside.
    """
    if _is_bare(sighting.item):
        told = f"{why.reason.value}: {why.detail}" if why.detail else why.reason.value
        return Ending(
            outcome=Outcome.QUARANTINED, reason=Reason.NO_CONTENT, detail=f"no page: {told}", observed=page, why=why
        )
    flag = PAGE_FLAGS.get(why.reason, why.reason.value)
    if why.reason is Reason.SOFT_BLOCK and why.detail:
        flag = f"{flag}:{why.detail}"
    article = _own_coverage(sighting, (flag,))
    return Ending(
        outcome=Outcome.LOADED, reason=why.reason, detail=why.detail or None, article=article, observed=page, why=why
    )


def _own_coverage(sighting: Sighting, flags: tuple[str, ...] = ()) -> Article:
    """Return the article that an entry itself is, as much of it as its source is kept for."""
    item = sighting.item
    match sighting.source.depth:
        case TextDepth.HEADLINE:
            return extract.from_item(item, flags=flags, headline_only=True)
        case TextDepth.SUMMARY if item.text:
            summary = item.summary or item.text.split("\n\n", 1)[0]
            return extract.from_item(replace(item, text=None, summary=summary), flags=flags)
        case _:
            return extract.from_item(item, flags=flags)


def _page_index(batch: Batch) -> dict[ItemKey, Fetch]:
    """Return the page record that speaks for each item revision: the first with a body, else the last.

    Looks again do not speak for the entry: `revisiting` tells what they showed.
    """
    chosen = {}
    for key, pages in pages_by_item(batch.fetches.values()).items():
        if first_looks := [each for each in pages if not each.visit]:
            with_body = (each for each in first_looks if each.outcome is FetchOutcome.OK)
            chosen[key] = next(with_body, first_looks[-1])
    return chosen


def _account_pages(batch: Batch, endings: Mapping[ItemKey, Ending]) -> None:
    """Add a document row for each page of the batch: what it was worth."""
    for work in batch.works:
        for page in map(batch.fetches.__getitem__, work.pages):
            if not page.visit and is_mine(work, page.item_id or ""):
                batch.documents.append(_page_row(batch, page, endings.get(key_of(page))))


def _page_row(batch: Batch, page: Fetch, ending: Ending | None) -> DocumentRow:
    if page.outcome is not FetchOutcome.OK:
        return unread_row(page)
    if ending is None:
        return document_row(page, Outcome.QUARANTINED, Reason.NO_IDENTITY, "its entry is not in the feed document")
    if ending.observed is not page:
        return document_row(page, Outcome.DUPLICATE, Reason.KNOWN_REVISION)
    if why := ending.why:
        batch.rejected.append(rejected_row(page, replace(why, stage="extract"), "documents", page.fetch_id))
        return document_row(page, Outcome.QUARANTINED, why.reason, why.detail or None)
    return document_row(page, Outcome.LOADED)


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────


def _item_tables(
    batch: Batch,
    sightings: Mapping[ItemKey, Sighting],
    endings: Mapping[ItemKey, Ending],
    looks: Looks,
    tag: Tagger,
) -> dict[type, list[Any]]:
    """Tag the articles and return the rows of all items by record type."""
    tables: dict[type, list[Any]] = {record: [] for record in ITEM_RECORDS}
    found = list(looks.found)
    for key, sighting in sightings.items():
        ending = endings[key]
        identity = rows.identity(sighting, ending)
        if sighting.source.kind is SourceKind.WIRE:
            _account_wire(tables, sighting, ending, identity)
        if ending.article and ending.observed and identity:
            found.append(Found(sighting=sighting, article=ending.article, observed=ending.observed, identity=identity))
        tables[Observation].append(rows.observation(sighting, ending, identity, _absent_at(batch, sighting.first)))
    for each in found:
        _tag(batch, tables, each, tag)
    tables[VisitRow] += looks.visits
    return tables


def _account_wire(
    tables: Mapping[type, list[Any]],
    sighting: Sighting,
    ending: Ending,
    identity: rows.Identity | None,
) -> None:
    """Add what a wire's item is beside an article: a version of its story, and orders to kill."""
    item = sighting.item
    tables[CarriedRow] += [
        CarriedRow(fetch_id=each.fetch_id, item_id=item.item_id, item_revision=item.item_revision)
        for each in sighting.carriers
    ]
    article = ending.article or (_own_coverage(sighting) if item.text or item.title else None)
    words = (article.text or article.title) if article else ""
    tables[WireRow].append(rows.wire_row(sighting, ending, identity, cluster.fingerprint(words) if words else None))
    orders = rows.kills(sighting)
    tables[Kill] += orders
    # Only the guid of a telegraph may miss the story that its order means: it is made of slugline and day.
    if item.kill_names and all(order.guid.startswith(TELEGRAPHS) for order in orders):
        tables[KillOrder].append(rows.kill_order(sighting))


def _tag(batch: Batch, tables: Mapping[type, list[Any]], found: Found, tag: Tagger) -> None:
    """Add the rows of one article revision."""
    article = found.article
    tags = tag.tag(title=article.title, text=article.text, language=article.language, published_at=article.published_at)
    row = rows.article_row(
        found.sighting,
        article,
        found.observed,
        found.identity,
        relevance=tags.relevance,
        pack_version=batch.house.pack.version,
    )
    tagged = rows.tag_rows(row, tags, batch.house.pack.publishers)
    tables[ArticleRow].append(row)
    tables[MentionRow] += tagged.mentions
    tables[StatementRow] += tagged.statements
    tables[FacetRow] += tagged.facets
    tables[RoundRow] += tagged.rounds
    tables[FramingRow] += tagged.framing
    tables[CreditRow] += tagged.credits


def _absent_at(batch: Batch, first: Fetch) -> datetime | None:
    """Return the last successful poll before the one that first held an item.

    None where there was none, as for a wire or a page of an archive. A poll whose body was no feed held nothing and
    proves nothing.
    """
    poll = batch.before.get(first.fetch_id)
    while poll and poll.fetch_id in batch.unreadable:
        poll = batch.before.get(poll.fetch_id)
    return poll.fetched_at if poll else None


def _write_batch(house: House, batch: str, work: Batch, tables: Mapping[type, Sequence[Any]]) -> None:
    folder = house.stage(run_of(batch), batch)
    every: dict[type, Sequence[Any]] = {DocumentRow: work.documents, RejectedRow: work.rejected, **tables}
    files = tuple(stage.write(folder, tuple(table), record) for record, table in every.items())
    stage.write_manifest(folder, stage.Manifest(run=run_of(batch), task=batch, token=work.token, files=files))
