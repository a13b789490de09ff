"""What a run says of documents: their rows, and what was refused of them. Functions of values."""

from pipelines.children import Lost
from pipelines.records import DocumentRow, Fetch, FetchKind, FetchOutcome, Outcome, Reason, Rejected, RejectedRow

LOST_REASON = {
    ("parse", "timeout"): Reason.PARSE_TIMEOUT,
    ("extract", "timeout"): Reason.EXTRACT_TIMEOUT,
    ("parse", "memory"): Reason.PARSE_CRASH,
    ("extract", "memory"): Reason.EXTRACT_CRASH,
    ("parse", "crash"): Reason.PARSE_CRASH,
    ("extract", "crash"): Reason.EXTRACT_CRASH,
}


def rejected_by_child(stage: str, lost: Lost) -> Rejected:
    """Return what the ledger says when a child hung, grew too large or died at `stage`: parse | extract."""
    return Rejected(stage=stage, reason=LOST_REASON[stage, lost.why], detail=lost.detail)


def unread_row(fetch: Fetch) -> DocumentRow:
    """Return the row of a document that brought no body of its own, by how its request ended."""
    match fetch.outcome:
        case FetchOutcome.NOT_MODIFIED:
            return document_row(fetch, Outcome.DUPLICATE, Reason.NOT_MODIFIED)
        case FetchOutcome.FAILED if not fetch.final or fetch.kind is not FetchKind.PAGE:
            return document_row(fetch, Outcome.FAILED, fetch.reason, fetch.detail)
        case FetchOutcome.FAILED | FetchOutcome.REFUSED:
            return document_row(fetch, Outcome.QUARANTINED, fetch.reason, fetch.detail)
        case FetchOutcome.OK if fetch.kind is FetchKind.PAGE:
            return document_row(fetch, Outcome.QUARANTINED, Reason.NO_IDENTITY, "its feed entry is not on record")
        case _:
            return document_row(fetch, Outcome.DUPLICATE, Reason.SAME_BODY)


def document_row(
    fetch: Fetch,
    outcome: Outcome,
    reason: Reason | None = None,
    detail: str | None = None,
    *,
    format: str | None = None,  # noqa: A002 - the column's name
    items: int | None = None,
) -> DocumentRow:
    """Return the row of a fetch record with what became of its document; `format` and `items` if it was parsed."""
    return DocumentRow(
        fetch_id=fetch.fetch_id,
        source_id=fetch.source_id,
        kind=fetch.kind,
        url=fetch.url,
        fetched_at=fetch.fetched_at,
        fetch_outcome=fetch.outcome,
        final_url=fetch.final_url,
        status=fetch.status,
        content_type=fetch.content_type,
        raw_sha256=fetch.raw_sha256,
        body_bytes=fetch.body_bytes,
        format=format,
        items=items,
        item_id=fetch.item_id,
        attempt=fetch.attempt,
        outcome=outcome,
        reason=reason,
        detail=detail,
        next_try_at=fetch.next_try_at,
    )


def rejected_row(fetch: Fetch, rejected: Rejected, subject: str, key: str) -> RejectedRow:
    """Return a row for something refused of a document; `subject` is a table name, `key` its key there."""
    return RejectedRow(
        stage=rejected.stage,
        subject=subject,
        key=key,
        source_id=fetch.source_id,
        fetch_id=fetch.fetch_id,
        article_id=None,
        revision=None,
        reason=rejected.reason,
        detail=rejected.detail,
    )
