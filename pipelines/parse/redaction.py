"""A raw document without some of its items: what is kept of a delivery in which one story of several was killed.

An item goes as a whole. A reference to it from another item keeps the id and the relation, and loses every word:
headline, description, caption. What comes out is parsed again and compared with what went in, so that a document in
which anything else has changed, or the killed item is still found, is never handed out.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from xml.parsers.expat import ExpatError

from pipelines.parse import ninjs, packed
from pipelines.parse.charset import decode
from pipelines.parse.document import MAX_BYTES, parse
from pipelines.parse.jsonpart import part_of, plain_value
from pipelines.parse.jsonvalue import Json, read_json
from pipelines.parse.redaction_text import cut_text
from pipelines.parse.redaction_xml import cut_xml
from pipelines.records import Document, Format, Item, ParsedDocument, Rejected

_TEXT = frozenset({Format.IPTC7901, Format.ANPA})
_XML = frozenset({Format.NEWSML_G2, Format.NEWSML_1, Format.NITF})
# What a reference in JSON keeps: ids, and words of fixed meaning.
_KEPT = frozenset(
    {"guid", "uri", "_id", "id", "itemid", "href", "rel", "role", "name", "type", "version", "versioncreated"}
    | {"firstcreated", "pubstatus", "representationtype", "mimetype", "contenttype", "altids", "replacing"}
)
_IDENTITIES = ("guid", "uri", "_id", "id", "itemid", "href")


def redact(document: Document, guids: frozenset[str]) -> bytes | None:
    """Return the bytes of a document without the items of these guids and without words beside references to them.

    The same object if none of them occurs. None if no other item is left, and where the document cannot be parsed or
    cut with certainty: whoever asks then removes it whole. A gzip file is answered unpacked. Never raises.
    """
    body = document.body
    if body.startswith(packed.MAGIC):
        unpacked = packed.unpack(body, MAX_BYTES)
        if isinstance(unpacked, Rejected):
            return None
        body = unpacked
    plain = replace(document, body=body, traced=False)
    before = parse(plain)
    if isinstance(before, Rejected) or _all_killed(before, guids):
        return None
    try:
        redacted = _redacted(plain, before, guids)
    except (ExpatError, ValueError, RecursionError):
        return None
    if redacted is None:
        return None
    if redacted == body:
        return document.body if _is_without(before, before, guids) else None
    after = parse(replace(plain, body=redacted))
    return redacted if isinstance(after, ParsedDocument) and _is_without(after, before, guids) else None


def _redacted(document: Document, before: ParsedDocument, guids: frozenset[str]) -> bytes | None:
    if before.format in _TEXT:
        return cut_text(document, guids)
    decoded = decode(document.body, document.content_type)
    if decoded is None:
        return None
    encoded = decoded.text.encode(decoded.codec)
    if not document.body.endswith(encoded):
        return None  # damaged, or read in another encoding than it was written in
    mark = document.body[: len(document.body) - len(encoded)]
    if before.format in _XML:
        text = cut_xml(decoded.text, guids)
    elif before.format is Format.NINJS:
        text = _cut_json(document, decoded.text, guids)
    else:
        text = decoded.text
    if text is None or text is decoded.text:
        return document.body if text else None
    return mark + text.encode(decoded.codec)


def _all_killed(parsed: ParsedDocument, guids: frozenset[str]) -> bool:
    named = [item.guid for item in parsed.items] + [each.guid for each in parsed.rejected]
    return bool(named) and all(guid in guids for guid in named)


def _is_without(after: ParsedDocument, before: ParsedDocument, guids: frozenset[str]) -> bool:
    """Return whether all is as it was but for the killed items, and these are not there."""
    kept = [_compared(item, guids) for item in before.items if item.guid not in guids]
    others = [each for each in before.rejected if each.guid is None or each.guid not in guids]
    return (
        after.format is before.format
        and [_compared(item, guids) for item in after.items] == kept
        and [(each.reason, each.guid) for each in after.rejected] == [(each.reason, each.guid) for each in others]
    )


def _compared(item: Item, guids: frozenset[str]) -> Item:
    """Return an item without what it says of killed ones: words of associations, and their count in its revision."""
    associations = tuple(replace(each, title=None) for each in item.associations if each.guid not in guids)
    return replace(item, associations=associations, item_revision="", flags=())


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────


def _cut_json(document: Document, text: str, guids: frozenset[str]) -> str | None:
    value = read_json(text.lstrip("\ufeff"))
    if isinstance(value, ValueError):
        return None
    entries = ninjs.entries(document, value)
    killed = [pointer for pointer, guid in entries if guid in guids]
    kept = [pointer for pointer, guid in entries if guid not in guids]
    if not kept:
        return None
    around = {place for pointer in kept for place in _ways(pointer)}
    dropped = {_outermost(value, pointer, around) for pointer in killed}
    if "" in dropped:
        return None
    cut = _cut(value, "", dropped, frozenset(kept), guids)
    if cut == value:
        return text
    mark = text[: len(text) - len(text.lstrip("\ufeff"))]
    try:
        return mark + _written(cut, document, ascii_only=False)
    except UnicodeError:
        return mark + _written(cut, document, ascii_only=True)


def _written(value: Json, document: Document, *, ascii_only: bool) -> str:
    text = json.dumps(value, ensure_ascii=ascii_only)
    decoded = decode(document.body, document.content_type)
    text.encode(decoded.codec if decoded else "utf-8")
    return text


def _ways(pointer: str) -> Iterator[str]:
    """Yield each pointer on the way to a place, itself the last."""
    for at, char in enumerate(pointer):
        if char == "/" and at:
            yield pointer[:at]
    yield pointer


def _outermost(value: Json, pointer: str, around: set[str]) -> str:
    """Return the outermost element of a list on the way that has no kept entry in it; nothing where there is none."""
    here = value
    for place in _ways(pointer):
        step = place.rpartition("/")[2]
        inside_list = isinstance(here, list)
        if inside_list and place not in around:
            return place
        here = here[int(step)] if inside_list else here[step.replace("~1", "/").replace("~0", "~")]
    return ""


def _cut(value: Json, place: str, dropped: set[str], kept: frozenset[str], guids: frozenset[str]) -> Json:
    """Return a value without the dropped elements, and with bare references to what was killed."""
    if isinstance(value, list):
        return [
            _cut(each, f"{place}/{at}", dropped, kept, guids)
            for at, each in enumerate(value)
            if f"{place}/{at}" not in dropped
        ]
    if not isinstance(value, dict):
        return value
    if place not in kept and _names(value, guids):
        value = {name: each for name, each in value.items() if _is_code(str(name).lower(), each)}
    steps = {name: f"{place}/{str(name).replace('~', '~0').replace('/', '~1')}" for name in value}
    return {name: _cut(each, steps[name], dropped, kept, guids) for name, each in value.items()}


def _is_code(name: str, value: Json) -> bool:
    """Return whether a property of a reference is no words; a name of several words is a headline."""
    return name in _KEPT and not (name in {"name", "id"} and len(plain_value(value).split()) > 1)


def _names(value: dict[Json, Json], guids: frozenset[str]) -> bool:
    """Return whether an object is by one of its ids a killed item."""
    part = part_of(value, "")
    others = part.values.get("altids")
    ids = [plain_value(part.values.get(name)) for name in _IDENTITIES]
    if isinstance(others, dict):
        ids.extend(map(plain_value, others.values()))
    return not guids.isdisjoint(" ".join(each.split()) for each in ids)
