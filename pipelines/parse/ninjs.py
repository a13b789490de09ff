"""ninjs 1.x, 2.x and 3.x (IPTC News in JSON): one item a document, or a list of them.

The versions differ in spelling (`versioncreated`, `versionCreated`; `body_text`, `bodies`); names are compared in
lower case. Publication is `firstcreated`, else `contentcreated`, else `versioncreated`, as in NewsML-G2.
"""

from collections.abc import Iterator

from pipelines.parse.entry import Entry, finish, unique, wire_times
from pipelines.parse.jsonvalue import Json, text_at
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import (
    Embargo,
    author_of,
    embargo_of,
    qcode,
    replaces,
    scheme_alias,
    status_of,
    urgency_of,
)
from pipelines.parse.plain import body_of_html, body_of_text, one_line, plain
from pipelines.parse.refusal import reject
from pipelines.records import Document, Format, ParsedDocument, Reason, Rejected

_TYPES = frozenset({"text", "audio", "video", "picture", "graphic", "composite", "planning", "component", "event"})
_MARKS = ("versioncreated", "firstcreated", "headline", "headlines", "bodies", "body_text", "body_xhtml", "pubstatus")
_NOT_THE_STORY = frozenset({"caption", "summary", "abstract", "teaser", "promo"})


def recognises(value: Json) -> bool:
    """Return whether a JSON value is a ninjs item or a list that begins with one."""
    if isinstance(value, list):
        return bool(value) and recognises(value[0])
    if not isinstance(value, dict):
        return False
    item = _lower(value)
    if not isinstance(item.get("uri"), str):
        return False
    standard = item.get("standard")
    says_so = isinstance(standard, dict) and standard.get("name") == "ninjs"
    return says_so or text_at(item, "type") in _TYPES or any(mark in item for mark in _MARKS)


def parse_ninjs(document: Document, value: Json, flags: tuple[str, ...]) -> ParsedDocument:
    """Return the text items; everything else is rejected as NOT_TEXT."""
    items = value if isinstance(value, list) else [value]
    return finish(document, Format.NINJS, None, [_entry(document, item) for item in items], flags)


def _entry(document: Document, value: Json) -> Entry | Rejected:
    if not isinstance(value, dict):
        return reject(Reason.NOT_TEXT, "an entry that is no object")
    item = _lower(value)
    kind = text_at(item, "type") or "text"
    if kind.lower() != "text":
        return reject(Reason.NOT_TEXT, f"{kind} {text_at(item, 'uri')}", guid=text_at(item, "uri") or None)
    return _text_entry(document, item)


def _text_entry(document: Document, item: dict[str, Json]) -> Entry:
    times = wire_times(
        document, text_at(item, "versioncreated"), text_at(item, "firstcreated"), text_at(item, "contentcreated")
    )
    status, status_flags = status_of(text_at(item, "pubstatus"))
    embargo = _embargo(document, item)
    return Entry(
        guid=one_line(text_at(item, "uri")) or None,
        title=_headline(item),
        summary=_summary(item),
        text=_body(item) or None,
        language=language_of(text_at(item, "language")),
        published_at=times.published_at,
        published_offset_minutes=times.offset_minutes,
        updated_at=times.updated_at,
        authors=_authors(item),
        categories=_categories(item),
        provider=_provider(item),
        version=one_line(text_at(item, "version")) or None,
        status=status,
        embargo_until=embargo.until,
        embargo_unclear=embargo.unclear,
        urgency=urgency_of(item.get("urgency")),
        slugline=one_line(text_at(item, "slugline")) or None,
        editorial_note=one_line(text_at(item, "ednote")) or None,
        located=one_line(text_at(item, "located")) or None,
        corrects=_corrects(item),
        signals=unique([_code(signal) for name in ("signal", "signals") for signal in _objects(item, name)]),
        subjects=unique([_code(subject) for name in ("subject", "subjects") for subject in _objects(item, name)]),
        flags=unique([*times.flags, *status_flags, *embargo.flags]),
    )


def _lower(value: dict[Json, Json]) -> dict[str, Json]:
    return {str(name).lower(): part for name, part in value.items()}


def _objects(item: dict[str, Json], name: str) -> Iterator[dict[str, Json]]:
    value = item.get(name)
    # Version 1 keeps associations in an object, by name; a single object or string stands for a list of one.
    if isinstance(value, dict):
        value = list(value.values()) if value and all(isinstance(part, dict) for part in value.values()) else [value]
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            yield _lower(part)
        elif isinstance(part, str):
            yield {"name": part, "literal": part}


def _variants(item: dict[str, Json], single: str, several: str) -> list[tuple[str, str, str]]:
    """Return (role, content type, value) of a text that ninjs gives in several forms, in document order."""
    found = [
        (name.removeprefix(single).strip("_"), "", part)
        for name, part in item.items()
        if (name == single or name.startswith(f"{single}_")) and isinstance(part, str)
    ]
    found.extend(
        (text_at(part, "role").lower(), text_at(part, "contenttype").lower(), text_at(part, "value"))
        for part in _objects(item, several)
    )
    return [variant for variant in found if variant[2].strip()]


def _headline(item: dict[str, Json]) -> str:
    ranked = sorted(_variants(item, "headline", "headlines"), key=lambda each: each[0] not in {"", "main"})
    return plain(ranked[0][2]) if ranked else one_line(text_at(item, "title"))


def _summary(item: dict[str, Json]) -> str:
    variants = _variants(item, "description", "descriptions")
    ranked = sorted(variants, key=lambda each: each[0] not in {"summary", "abstract", "", "text", "main"})
    return plain(ranked[0][2]) if ranked else ""


def _body(item: dict[str, Json]) -> str:
    """Return the story: marked-up forms know their paragraphs, unless one is much shorter than the plain one."""
    marked_up, unmarked = "", ""
    for role, kind, value in _variants(item, "body", "bodies"):
        if role in _NOT_THE_STORY:
            continue
        if "html" in kind or "html" in role or "<p" in value:
            marked_up = max(marked_up, body_of_html(value), key=len)
        else:
            unmarked = max(unmarked, body_of_text(value), key=len)
    return marked_up if len(marked_up) >= 0.8 * len(unmarked) else unmarked


def _authors(item: dict[str, Json]) -> tuple[str, ...]:
    names = [text_at(item, "byline"), text_at(item, "by")]
    names.extend(
        text_at(part, "byline") or text_at(part, "by") or text_at(part, "name") for part in _objects(item, "bylines")
    )
    return unique([author_of(name) for name in names])


def _categories(item: dict[str, Json]) -> tuple[str, ...]:
    names = ("keyword", "keywords", "genre", "genres")
    return unique([one_line(text_at(part, "name")) for name in names for part in _objects(item, name)])


def _provider(item: dict[str, Json]) -> str | None:
    for name in ("provider", "infosource", "infosources"):
        for part in _objects(item, name):
            if found := one_line(text_at(part, "name") or text_at(part, "literal")):
                return found
    return one_line(text_at(item, "copyrightholder")) or None


def _embargo(document: Document, item: dict[str, Json]) -> Embargo:
    if "embargoed" in item:
        return embargo_of(document, text_at(item, "embargoed"))
    return Embargo(unclear="embargoedreason" in item)


def _code(concept: dict[str, Json]) -> str:
    """Return a concept as a QCode. Version 1: scheme and code; later ones: an address or a literal."""
    code, scheme = one_line(text_at(concept, "code")), one_line(text_at(concept, "scheme"))
    if not code:
        return qcode(one_line(text_at(concept, "uri") or text_at(concept, "qcode") or text_at(concept, "literal")))
    if ":" in code:
        return qcode(code)
    return f"{scheme_alias(scheme)}:{code}" if scheme else code


def _corrects(item: dict[str, Json]) -> str | None:
    for name in ("replacing", "replaces", "corrects"):
        for part in _objects(item, name):
            if found := one_line(text_at(part, "uri") or text_at(part, "name")):
                return found
    return _replaced_association(item)


def _replaced_association(item: dict[str, Json]) -> str | None:
    named = item.get("associations")
    if isinstance(named, dict):
        for name, part in named.items():
            if replaces(str(name)) and isinstance(part, dict):
                return one_line(text_at(_lower(part), "uri")) or None
    for part in [*_objects(item, "associations"), *_objects(item, "links")]:
        relation = text_at(part, "rel") or text_at(part, "role") or text_at(part, "name")
        if replaces(relation):
            return one_line(text_at(part, "uri") or text_at(part, "href")) or None
    return None
