"""The batch commands `parse`, `extract` and `tag`: JSON Lines in and out, one row each, same order.

Whatever an input row is (malformed JSON included), exactly one output row answers it, and nothing raises.
What extracts and tags is imported by the commands that do: it takes four times the memory of parsing.
"""

import gzip
import json
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pipelines import parse
from pipelines import settings as environment
from pipelines.children import Children, Lost
from pipelines.records import Article, Document, Item, ParsedDocument, Reason, Rejected, Related, Statement, Tags
from pipelines.run.accounting import rejected_by_child
from pipelines.run.house import EXTRACT_SECONDS, PARSE_SECONDS, tagger_of
from pipelines.run.rows import fields_of

if TYPE_CHECKING:
    from pipelines.tag import Tagger

Row = dict[str, Any]

MAX_BYTES = 64 * 2**20
"""Most that one input file may hold once decompressed; parsing has narrower limits of its own."""


def parse_batch(source: Path, target: Path, progress: Callable[[int], None] | None = None) -> int:
    """Parse the documents that the rows of `source` name; write `target`. Return the number of rows."""
    with Children(environment.load().worker_count) as children:
        return _work(
            source,
            target,
            read=lambda row: _document(row, source.parent),
            work=lambda values: _settled("parse", children.map(parse.parse, values, timeout_seconds=PARSE_SECONDS)),
            to_json=parsed_json,
            shape={"format": None, "title": None, "items": [], "rejected": [], "related": []},
            progress=progress,
        )


def extract_batch(source: Path, target: Path, progress: Callable[[int], None] | None = None) -> int:
    """Extract the pages that the rows of `source` name; write `target`. Return the number of rows."""
    from pipelines.run.batches import PageWork, extract_page

    def page(row: Row) -> PageWork:
        published_at = _instant(row.get("published_at"))
        # Who hands us a page answers for the right to mine it.
        return PageWork(document=_document(row, source.parent), published_at=published_at, licensed=True)

    with Children(environment.load().worker_count) as children:
        return _work(
            source,
            target,
            read=page,
            work=lambda values: _settled(
                "extract", children.map(extract_page, values, timeout_seconds=EXTRACT_SECONDS)
            ),
            to_json=article_json,
            shape=dict.fromkeys(field.name for field in fields(Article)),
            progress=progress,
        )


def tag_batch(source: Path, target: Path, progress: Callable[[int], None] | None = None) -> int:
    """Tag the texts of the rows of `source`; write `target`. Return the number of rows."""
    chosen = tagger_of(environment.load().pack)
    return _work(
        source,
        target,
        read=_text,
        work=lambda values: (tag_text(chosen, value) for value in values),
        to_json=tags_json,
        shape=dict.fromkeys(field.name for field in fields(Tags)),
        progress=progress,
    )


def tag_text(tagger: "Tagger", value: Row) -> Tags:
    """Tag one row, detecting the language where none is given."""
    from pipelines.extract.language import detect_language

    language = value["language"] or detect_language(f"{value['title']}\n{value['text']}", None)
    return tagger.tag(
        title=value["title"], text=value["text"], language=language, published_at=_instant(value["published_at"])
    )


# ── Rows in ───────────────────────────────────────────────────────────────────────────────────────


def _work(
    source: Path,
    target: Path,
    *,
    read: Callable[[Row], Any],
    work: Callable[[Iterable[Any]], Iterable[Any]],
    to_json: Callable[[Any], Row],
    shape: Row,
    progress: Callable[[int], None] | None,
) -> int:
    count = 0
    with source.open("rb") as lines, target.open("w", encoding="utf-8", newline="\n") as out:
        for row_id, result in _answers(_inputs(lines, read), work):
            answer = rejected_json(result) if isinstance(result, Rejected) else to_json(result)
            answer = {"id": row_id, **shape, **answer}
            out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")
            count += 1
            if progress:
                progress(count)
    return count


def _settled(stage: str, results: Iterable[Any]) -> Iterator[Any]:
    """Yield results of children, those lost in them as what the ledger would say of it."""
    return (rejected_by_child(stage, each) if isinstance(each, Lost) else each for each in results)


def _answers(
    inputs: Iterator[tuple[Any, Any]], work: Callable[[Iterable[Any]], Iterable[Any]]
) -> Iterator[tuple[Any, Any]]:
    """Yield what `work` makes of each input that could be read, and the refusals of the others, in their order.

    Inputs are taken as `work` asks for them: a list of large documents is never in memory as a whole.
    """
    asked: deque[tuple[Any, Rejected | None]] = deque()

    def readable() -> Iterator[Any]:
        for row_id, value in inputs:
            asked.append((row_id, value if isinstance(value, Rejected) else None))
            if not isinstance(value, Rejected):
                yield value

    for result in work(readable()):
        while asked[0][1] is not None:
            yield asked.popleft()
        yield asked.popleft()[0], result
    yield from asked


def _inputs(lines: Iterable[bytes], read: Callable[[Row], Any]) -> Iterator[tuple[Any, Any]]:
    for line in lines:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            yield None, _refused(f"the row is no JSON: {error}")
            continue
        if not isinstance(row, dict):
            yield None, _refused("the row is no JSON object")
            continue
        try:
            yield row.get("id"), read(row)
        except (OSError, EOFError, zlib.error, KeyError, TypeError, ValueError) as error:
            yield row.get("id"), _refused(f"{type(error).__name__}: {error}")


def _refused(detail: str) -> Rejected:
    return Rejected(stage="input", reason=Reason.UNREADABLE_FILE, detail=detail)


def _document(row: Row, folder: Path) -> Document:
    path = Path(row["path"])
    if not path.is_absolute() and not path.exists():
        path = folder / path
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES} bytes")
    return Document(
        document_id=str(row.get("id")),
        source_id=str(row.get("source_id") or "batch"),
        body=body,
        url=row.get("url"),
        content_type=row.get("content_type"),
        time_zone=_time_zone(row.get("time_zone")),
        received_at=_instant(row.get("received_at")),
    )


def _time_zone(name: str | None) -> str:
    """Return the time zone (IANA) of dates without an offset; raises like `ZoneInfo` for a name that is none."""
    return "UTC" if name is None else ZoneInfo(name).key


def _text(row: Row) -> Row:
    if not isinstance(row["text"], str):
        raise TypeError("text must be a string")
    return {
        "title": row.get("title") or "",
        "text": row["text"],
        "language": row.get("language"),
        "published_at": row.get("published_at"),
    }


def _instant(value: object) -> datetime | None:
    """Return an ISO 8601 instant in UTC; a value without an offset counts as UTC, anything else is None."""
    if not isinstance(value, str):
        return None
    try:
        instant = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


# ── Rows out ──────────────────────────────────────────────────────────────────────────────────────


def rejected_json(result: Rejected) -> Row:
    """Return the answer to an input that could not be worked."""
    return {"outcome": "rejected", "reason": result.reason.value, "detail": result.detail}


def parsed_json(parsed: ParsedDocument) -> Row:
    """Return a parsed document as `parse --batch` writes it."""
    return {
        "outcome": "ok",
        "reason": None,
        "format": parsed.format.value,
        "title": parsed.title,
        "items": [item_json(item) for item in parsed.items],
        "rejected": [
            {"reason": each.reason.value, "detail": each.detail, "guid": each.guid} for each in parsed.rejected
        ],
        "related": [_related_json(each) for each in parsed.related],
        "flags": list(parsed.flags),
    }


def _related_json(related: Related) -> Row:
    return {"relation": related.relation.value, "url": related.url, "modified_at": _iso(related.modified_at)}


def item_json(item: Item) -> Row:
    """Return an item as `parse --batch` writes it."""
    return {
        "guid": item.guid,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "text": item.text,
        "language": item.language,
        "published_at": _iso(item.published_at),
        "updated_at": _iso(item.updated_at),
        "authors": list(item.authors),
        "categories": list(item.categories),
        "provider": item.provider,
        "version": item.version,
        "status": item.status.value,
        "embargo_until": _iso(item.embargo_until),
        "embargo_unclear": item.embargo_unclear,
        "urgency": item.urgency,
        "slugline": item.slugline,
        "editorial_note": item.editorial_note,
        "located": item.located,
        "corrects": item.corrects,
        "signals": list(item.signals),
        "subjects": list(item.subjects),
        "first_created_at": _iso(item.first_created_at),
        "keywords": list(item.keywords),
        "genres": list(item.genres),
        "byline": item.byline,
        "dateline": item.dateline,
        "info_source": item.info_source,
        "rights": item.rights,
        "usage_terms": item.usage_terms,
        "associations": [asdict(each) for each in item.associations],
        "cues": list(item.cues),
        "kills": list(item.kills),
        "kill_names": list(item.kill_names),
        "is_advisory": item.is_advisory,
        "flags": list(item.flags),
    }


def article_json(article: Article) -> Row:
    """Return an article as `extract --batch` writes it."""
    fields = fields_of(article)
    return {
        "outcome": "ok",
        "reason": None,
        **fields,
        "text_depth": article.text_depth.value,
        "published_at": _iso(article.published_at),
        "authors": list(article.authors),
        "flags": list(article.flags),
    }


def tags_json(tags: Tags) -> Row:
    """Return tags as `tag --batch` writes them."""
    return {
        "outcome": "ok",
        "language": tags.language,
        "relevance": asdict(tags.relevance),
        "mentions": [fields_of(each) for each in tags.mentions],
        "facets": [fields_of(each) for each in tags.facets],
        "statements": [_statement_json(each) for each in tags.statements],
        "rounds": [fields_of(each) for each in tags.rounds],
        "framing": [fields_of(each) for each in tags.framing],
        "credits": [fields_of(each) for each in tags.credits],
    }


def _statement_json(statement: Statement) -> Mapping[str, Any]:
    return {
        **fields_of(statement),
        "places": [fields_of(each) for each in statement.places],
        "amounts": [fields_of(each) for each in statement.amounts],
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
