"""`process`: what a look again at the page of a known article showed.

pages with a visit ─▶ the body that stood then ─▶ extract, each body once ─▶ revision ─▶ VisitRow, document row

A look tells something when it shows an article, or that there is none any more (404, 410). One that failed, or met a
wall or an empty page, tells nothing of the article: its document row says what happened, and the text stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.children import Children, Lost
from pipelines.cluster import revision_of
from pipelines.records import (
    Article,
    DocumentRow,
    Fetch,
    FetchKind,
    FetchOutcome,
    Outcome,
    Reason,
    Rejected,
    VisitRow,
)
from pipelines.run import rows
from pipelines.run.accounting import document_row, rejected_by_child, rejected_row, unread_row
from pipelines.run.batches import (
    Batch,
    ItemKey,
    PageWork,
    extract_page,
    is_mine,
    key_of,
    page_work,
    pages_by_item,
    stored_document,
)
from pipelines.run.house import EXTRACT_SECONDS
from pipelines.run.rows import Ending, Sighting

Body = tuple[ItemKey, str]
"""An item revision and the hash of a body of its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A revision that a look showed first: `article` is what came of the body of the fetch `observed`."""

    sighting: Sighting
    article: Article
    observed: Fetch
    identity: rows.Identity


@dataclass(slots=True)
class Looks:
    """What the looks of a batch came to."""

    visits: list[VisitRow] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One look and the fetch of the body that stood then: its own, or for a 304 the one before."""

    page: Fetch
    body: Fetch
    sighting: Sighting
    identity: rows.Identity
    moved_to: str | None


def look_again(
    batch: Batch, sightings: Mapping[ItemKey, Sighting], endings: Mapping[ItemKey, Ending], children: Children
) -> Looks:
    """Return what the looks of a batch showed, and account for each in the batch's documents."""
    pages = pages_by_item(batch.fetches.values())
    identities = {key: found for key, sighting in sightings.items() if (found := rows.identity(sighting, endings[key]))}
    looks = Looks()
    readable: list[_Look] = []
    for page in _due(batch):
        key = key_of(page)
        if key not in identities:
            batch.documents.append(_of_nothing(page, is_seen=key in sightings))
            continue
        look = _look(page, pages[key], sightings[key], identities[key])
        if isinstance(look, _Look):
            readable.append(look)
            continue
        batch.documents.append(unread_row(page))
        if look is not None:
            looks.visits.append(look)
    shown = _shown(batch, readable, pages, endings, children)
    told = {(key, revision) for key, (_, revision) in identities.items()}
    for look in readable:
        _tell(batch, look, shown[_body_of(look)], told, looks)
    return looks


def _due(batch: Batch) -> Iterator[Fetch]:
    """Yield the looks of a batch in the order of its works."""
    for work in batch.works:
        for page in map(batch.fetches.__getitem__, work.pages):
            if page.visit and is_mine(work, page.item_id or ""):
                yield page


def _of_nothing(page: Fetch, *, is_seen: bool) -> DocumentRow:
    """Return the row of a look at the page of an entry that is not on record, or whose story is held or killed."""
    if page.outcome is FetchOutcome.OK and is_seen:
        return document_row(page, Outcome.DUPLICATE, Reason.KNOWN_REVISION)
    return unread_row(page)


def _look(page: Fetch, pages: Sequence[Fetch], sighting: Sighting, identity: rows.Identity) -> _Look | VisitRow | None:
    """Return the look with its body, a visit that found nothing any more, or None for a look that tells nothing."""
    earlier = [each for each in pages if each.fetched_at < page.fetched_at]
    if page.reason is Reason.HTTP_GONE:
        return _visit(page, identity[0], revision=None, raw_sha256=None, moved_to=None)
    if page.outcome is FetchOutcome.OK:
        body: Fetch | None = page
    elif page.outcome is FetchOutcome.NOT_MODIFIED:
        body = next((each for each in reversed(earlier) if each.raw_sha256), None)
    else:
        body = None
    if body is None:
        return None
    return _Look(page=page, body=body, sighting=sighting, identity=identity, moved_to=_moved_to(page, earlier))


def _moved_to(page: Fetch, earlier: Sequence[Fetch]) -> str | None:
    """Return where permanent redirects led, unless the look before had ended there already."""
    answered = {FetchOutcome.OK, FetchOutcome.NOT_MODIFIED}
    before = next((each for each in reversed(earlier) if each.outcome in answered), None)
    ended_at = (before.final_url or before.url) if before else None
    return None if page.moved_to == ended_at else page.moved_to


def _shown(
    batch: Batch,
    looks: Sequence[_Look],
    pages: Mapping[ItemKey, Sequence[Fetch]],
    endings: Mapping[ItemKey, Ending],
    children: Children,
) -> dict[Body, str | Article | Rejected]:
    """Return what each body shows: the revision where an earlier look settled it, else what is extracted now."""
    shown: dict[Body, str | Article | Rejected] = {}
    for look in looks:
        key = key_of(look.page)
        for each in pages[key]:
            if each.raw_sha256 and each.fetch_id in batch.looked:
                shown[key, each.raw_sha256] = batch.looked[each.fetch_id]
        first = endings[key]
        if first.article and first.why is None and first.observed and first.observed.kind is FetchKind.PAGE:
            shown[key, first.observed.raw_sha256 or ""] = revision_of(first.article.title, first.article.text)
    due: dict[Body, PageWork] = {}
    for look in looks:
        body = _body_of(look)
        if body in shown or body in due:
            continue
        document = stored_document(batch, look.body)
        if isinstance(document, Rejected):
            shown[body] = document
        else:
            due[body] = page_work(document, look.sighting)
    results = children.map(extract_page, list(due.values()), timeout_seconds=EXTRACT_SECONDS)
    for body, result in zip(due, results, strict=True):
        shown[body] = rejected_by_child("extract", result) if isinstance(result, Lost) else result
    return shown


def _tell(
    batch: Batch, look: _Look, shown: str | Article | Rejected, told: set[tuple[ItemKey, str]], looks: Looks
) -> None:
    """Add the visit, the revision if nobody has shown it yet, and the document row of one look."""
    page, key = look.page, key_of(look.page)
    if isinstance(shown, Rejected):
        if page.outcome is FetchOutcome.OK:
            batch.rejected.append(rejected_row(page, shown, "documents", page.fetch_id))
            batch.documents.append(document_row(page, Outcome.QUARANTINED, shown.reason, shown.detail or None))
        else:
            batch.documents.append(unread_row(page))
        return
    article_id = look.identity[0]
    revision = shown if isinstance(shown, str) else revision_of(shown.title, shown.text)
    looks.visits.append(
        _visit(page, article_id, revision=revision, raw_sha256=look.body.raw_sha256, moved_to=look.moved_to)
    )
    is_new = isinstance(shown, Article) and (key, revision) not in told
    told.add((key, revision))
    if is_new and isinstance(shown, Article):
        found = Found(sighting=look.sighting, article=shown, observed=look.body, identity=(article_id, revision))
        looks.found.append(found)
    if page.outcome is not FetchOutcome.OK:
        batch.documents.append(unread_row(page))
    elif is_new:
        batch.documents.append(document_row(page, Outcome.LOADED))
    else:
        batch.documents.append(document_row(page, Outcome.DUPLICATE, Reason.KNOWN_REVISION))


def _visit(
    page: Fetch, article_id: str, *, revision: str | None, raw_sha256: str | None, moved_to: str | None
) -> VisitRow:
    return VisitRow(
        article_id=article_id,
        fetch_id=page.fetch_id,
        item_id=page.item_id or "",
        item_revision=page.item_revision or "",
        source_id=page.source_id,
        checked_at=page.fetched_at,
        status=page.status,
        revision=revision,
        url=page.final_url or page.url,
        moved_to=moved_to,
        raw_sha256=raw_sha256,
    )


def _body_of(look: _Look) -> Body:
    return (key_of(look.page), look.body.raw_sha256 or "")
