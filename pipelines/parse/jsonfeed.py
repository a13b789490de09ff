"""JSON Feed 1.0 and 1.1 (jsonfeed.org), which feedparser does not read."""

from pipelines.parse.entry import MIN_TEXT, Entry, Times, dated, finish, is_web, shown_link, unique, web_link
from pipelines.parse.jsonvalue import Json, text_at
from pipelines.parse.languages import language_of
from pipelines.parse.plain import body_of_html, body_of_text, one_line, plain
from pipelines.parse.refusal import reject
from pipelines.records import Document, Format, ParsedDocument, Reason, Rejected, Related, Relation


def recognises(value: Json) -> bool:
    """Return whether a JSON value says that it is a JSON Feed."""
    return isinstance(value, dict) and "jsonfeed.org/version/" in str(value.get("version", ""))[:100]


def parse_json_feed(document: Document, feed: dict[str, Json], flags: tuple[str, ...]) -> ParsedDocument:
    """Return the items of a JSON Feed; what is no object among them is rejected as NO_IDENTITY.

    Flag of the document: expired (its publisher says that it will never hold anything new).
    """
    entries = [_entry(document, feed, item) for item in _list(feed, "items")]
    flags = (*flags, *(("expired",) if feed.get("expired") is True else ()))
    return finish(
        document, Format.JSON_FEED, one_line(text_at(feed, "title")), entries, flags, related=_related(document, feed)
    )


def _related(document: Document, feed: dict[str, Json]) -> list[Related]:
    url = web_link(text_at(feed, "next_url"), document.url) if text_at(feed, "next_url").strip() else None
    return [Related(relation=Relation.NEXT, url=url)] if url and url != document.url else []


def _entry(document: Document, feed: dict[str, Json], item: Json) -> Entry | Rejected:
    if not isinstance(item, dict):
        return reject(Reason.NO_IDENTITY, "an item that is no object")
    guid = one_line(text_at(item, "id")) or None
    raw = text_at(item, "url") or text_at(item, "external_url")
    url = web_link(raw, text_at(feed, "home_page_url"), document.url) if raw.strip() else None
    invalid = shown_link(raw) if raw.strip() and url is None else None
    if url is None and guid and is_web(guid):
        url = guid
    times = _times(document, item)
    body = body_of_html(text_at(item, "content_html")) or body_of_text(text_at(item, "content_text"))
    summary = plain(text_at(item, "summary"))
    full = len(body) >= MIN_TEXT and len(body) > len(summary)
    return Entry(
        guid=guid,
        url=url,
        title=one_line(text_at(item, "title")),
        summary=summary if full or summary else one_line(body),
        text=body if full else None,
        language=language_of(text_at(item, "language")) or language_of(text_at(feed, "language")),
        published_at=times.published_at,
        published_offset_minutes=times.offset_minutes,
        updated_at=times.updated_at,
        authors=_authors(item) or _authors(feed),
        categories=unique([one_line(str(tag)) for tag in _list(item, "tags")]),
        invalid_link=invalid,
        flags=(*(("invalid_link",) if invalid else ()), *times.flags),
    )


def _times(document: Document, item: dict[str, Json]) -> Times:
    published, flags = dated(document, text_at(item, "date_published"))
    updated, more = dated(document, text_at(item, "date_modified"))
    if published is None and updated and "date_published" not in item:
        return Times(published=updated, updated=updated, flags=(*more, "published_from_updated"))
    return Times(published=published, updated=updated, flags=(*flags, *more))


def _list(mapping: dict[str, Json], key: str) -> list[Json]:
    value = mapping.get(key)
    return value if isinstance(value, list) else []


def _authors(mapping: dict[str, Json]) -> tuple[str, ...]:
    people = [*_list(mapping, "authors"), mapping.get("author")]  # `author` is version 1.0
    return unique([one_line(text_at(person, "name")) for person in people if isinstance(person, dict)])
