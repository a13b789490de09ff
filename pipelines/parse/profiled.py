"""What an agency's profile says of its documents, and what all formats make of sluglines and headlines in the end.

A format reads an `Entry` from the places of its standard, then asks `overlaid` to lay over it what the profile names
places for, then `marked` to add cues and orders to kill: slugline, headline and note are final only then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from pipelines.parse.cues import cues_of, guids_named, is_kill_order, slugs_named
from pipelines.parse.entry import Entry, dated, unique, web_link
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import author_of, embargo_of, qcode, status_of, urgency_of
from pipelines.records import Document, ItemStatus, WireProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One value of a document and where in it the value stood: an XPath, a JSON pointer, `line 3`."""

    value: str
    place: str


Look = Callable[[str, str], Sequence[Found]]
"""What a document holds, for a field of `Entry` (a `text` is wanted as paragraphs, all else as a line), at a path."""

_FIELDS = frozenset(field.name for field in fields(Entry)) - {"categories", "flags", "places", "associations"}
_SPELLED = {"headline": "title", "body": "text"}
"""Fields that a profile may call by what agencies call them."""
_LISTS = frozenset({"authors", "keywords", "genres", "signals", "subjects", "kills", "kill_names", "cues"})
_JOINED = frozenset({"editorial_note", "rights", "usage_terms"})
_NO_TEXT = frozenset({"is_advisory", "embargo_unclear", "published_offset_minutes"})


def status_with(profile: WireProfile | None, raw: str) -> tuple[ItemStatus, tuple[str, ...]]:
    """Return the publication status, the agency's own words first; see `newscodes.status_of`."""
    for spelled, status in profile.statuses if profile else ():
        if spelled.lower() == raw.strip().lower():
            return status, ()
    return status_of(raw)


def urgency_with(profile: WireProfile | None, raw: object) -> int | None:
    """Return the urgency, the agency's own words first; see `newscodes.urgency_of`."""
    for spelled, urgency in profile.urgencies if profile else ():
        if spelled.lower() == str(raw).strip().lower():
            return urgency
    return urgency_of(raw)


def overlaid(document: Document, entry: Entry, look: Look) -> Entry:
    """Return the entry with the profile's provider and language where it has none, and the profile's fields in it.

    What stands at a path is read as its field is: a time as a time, a status as a status. What cannot be read so leaves
    the standard's value, but for an embargo: that one is unclear then.
    """
    profile = document.profile
    if profile is None:
        return entry
    for name, paths in profile.fields:
        field = _SPELLED.get(name, name)
        for path in paths if field in _FIELDS - _NO_TEXT else ():
            found = look(field, path)
            changed = _read(document, field, found) if found else {}
            if changed:
                entry = replace(entry, **changed, places=_moved(document, entry, field, found))
                break
    return replace(
        entry,
        provider=entry.provider or profile.provider,
        language=entry.language or profile.language,
        categories=unique([*entry.keywords, *entry.genres]),
    )


def marked(document: Document, entry: Entry, *, notes: Sequence[str] = (), keyword_line: str = "") -> Entry:
    """Return the entry with its cues, and, if it orders stories to vanish, with their guids and sluglines.

    An order is recognised and read in headline, slugline and editorial note alone, never in a body. `notes` are the
    single notes that `editorial_note` is put together of. `kills` that the format knows of, by links, stay.
    """
    profile, slugline, note = document.profile, entry.slugline, entry.editorial_note
    cues = cues_of(slugline, entry.title, profile, keyword_line=keyword_line)
    entry = replace(entry, cues=unique([*entry.cues, *cues]))
    if not any(is_kill_order(entry.title, slugline, each, profile) for each in notes or (note,)):
        return entry
    return replace(
        entry,
        kills=unique([*entry.kills, *guids_named(entry.title), *guids_named(note)]),
        kill_names=unique([*entry.kill_names, *slugs_named(slugline, entry.title, note, profile)]),
        is_advisory=True,
    )


def _read(document: Document, field: str, found: Sequence[Found]) -> dict[str, Any]:
    """Return the fields of an entry that the values give, none where they cannot be read as that field."""
    if field == "embargo_until":
        embargo = embargo_of(document, found[0].value)
        return {"embargo_until": embargo.until, "embargo_unclear": embargo.unclear}
    values = unique([each.value.strip() for each in found])
    if not values:
        return {}
    if field == "status":
        status, flags = status_with(document.profile, values[0])
        return {} if flags else {"status": status}
    if field == "urgency":
        urgency = urgency_with(document.profile, values[0])
        return {} if urgency is None else {"urgency": urgency}
    if field == "language":
        language = language_of(values[0])
        return {"language": language} if language else {}
    if field.endswith("_at"):
        return _time(document, field, values[0])
    return _words(field, values)


def _time(document: Document, field: str, value: str) -> dict[str, Any]:
    instant, _ = dated(document, value)
    if instant is None:
        return {}
    offset = {"published_offset_minutes": instant.offset_minutes} if field == "published_at" else {}
    return {field: instant.at, **offset}


def _words(field: str, values: Sequence[str]) -> dict[str, Any]:
    if field == "authors":
        return {"authors": unique([author_of(value) for value in values])}
    if field in {"signals", "subjects"}:
        return {field: unique([qcode(value) for value in values])}
    if field in _LISTS:
        return {field: tuple(values)}
    if field == "byline":
        return {"byline": values[0], "authors": (author_of(values[0]),)}
    if field == "url":
        return {"url": link} if (link := web_link(values[0])) else {}
    if field in _JOINED:
        return {field: " ".join(values)}
    return {field: "\n\n".join(values) if field == "text" else values[0]}


def _moved(document: Document, entry: Entry, field: str, found: Sequence[Found]) -> tuple[tuple[str, str], ...]:
    if not document.traced:
        return ()
    others = tuple(place for place in entry.places if place[0] != field)
    return (*others, *((field, place) for place in unique([each.place for each in found])))
