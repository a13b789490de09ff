"""ninjs 1.x, 2.x and 3.x (IPTC News in JSON) and what agencies derive from it: a single item, or any number of them.

The versions differ in spelling (`versioncreated`, `versionCreated`; `body_text`, `bodies`); names are compared in
lower case. Publication is `firstcreated`, else `contentcreated`, else `versioncreated`, as in NewsML-G2. Derivatives
call `guid` what the standard calls `uri`; where an item has both, `uri` is only where it was fetched.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from pipelines.parse import ninjs_text
from pipelines.parse.entry import Entry, dated, finish, unique, web_link, wire_times
from pipelines.parse.jsonpart import Part, part_of, plain_value, reached
from pipelines.parse.jsonvalue import Json
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import (
    Embargo,
    author_of,
    code_of,
    embargo_of,
    kills,
    kind_of,
    qcode,
    replaces,
    scheme_alias,
    subject_code,
)
from pipelines.parse.ninjs_envelope import NOT_TEXT, TEXT, entries_in, has_body, is_event, loose_body
from pipelines.parse.ninjs_schema import shaped
from pipelines.parse.plain import one_line
from pipelines.parse.profiled import Found, marked, overlaid, status_with, urgency_with
from pipelines.parse.refusal import reject
from pipelines.records import Association, Document, Format, ItemStatus, ParsedDocument, Reason, Rejected

_IDENTITIES = ("guid", "uri", "_id", "itemid", "id")
_REPLACED = ("replacing", "replaces", "corrects", "evolvedfrom")
_PICTURES = ("image/", "video/", "audio/")
_PICTURED = re.compile(r"(?:ph|f)oto|pictur|bild|illustra|videogra|camera", re.IGNORECASE)
"""Roles of those who took the pictures, and did not write the story."""


def recognises(value: Json) -> bool:
    """Return whether a JSON value holds ninjs items: is one, is a list of some, or an answer around either."""
    return bool(entries_in(value))


def parse_ninjs(document: Document, value: Json, flags: tuple[str, ...]) -> ParsedDocument:
    """Return the text items of all in the document; everything else is rejected as NOT_TEXT."""
    found = entries_in(value)
    beside = loose_body(value) if len(found) == 1 and found[0][0] else None
    entries = [_entry(document, each, pointer, beside) for pointer, each in found]
    return finish(document, Format.NINJS, None, entries, flags)


def entries(document: Document, value: Json) -> list[tuple[str, str | None]]:
    """Return the pointer to each entry of a JSON value and the guid under which it is known."""
    return [(pointer, _entry(document, each, pointer, None).guid) for pointer, each in entries_in(value)]


def _entry(document: Document, value: Json, pointer: str, beside: Part | None) -> Entry | Rejected:
    if not isinstance(value, dict):
        return reject(Reason.NOT_TEXT, "an entry that is no object")
    part = part_of(value, pointer)
    values, flags = shaped(part.values)
    item = Part(values=values, spelled=part.spelled, pointer=pointer)
    guid = _identity(item)
    kind = _kind(item)
    if kind in NOT_TEXT:
        return reject(Reason.NOT_TEXT, f"{kind} {guid.value if guid else ''}", guid=guid.value if guid else None)
    if not guid and not has_body(item) and not ninjs_text.headline(item):
        return reject(Reason.NOT_TEXT, "an entry that is no news item")
    entry = _Reader(document, item).entry(beside, (*flags, *(() if kind in TEXT else ("kind_unclear",))))
    if kind == "advisory":
        entry = replace(entry, is_advisory=True)
    entry = overlaid(document, entry, lambda field, path: _look(value, pointer, field, path))
    return marked(document, entry)


def _identity(item: Part, *names: str) -> Found | None:
    """Return what an item is known by, under the first of these names: ids that are told as such, before an address.

    An address with a query is that of one request for the item, and no other request has the same.
    """
    found = item.text(*(names or _IDENTITIES))
    others = item.values.get("altids")
    if found is None or "?" not in found.value or not web_link(found.value) or not isinstance(others, dict):
        return found
    return part_of(others, item.place("altids")).text("itemid") or found


def _kind(item: Part) -> str:
    """Return what an item is: as it says, else by its media type; an item that says neither is a text."""
    said = plain_value(item.values.get("type")).strip().lower()
    if said:
        return "text" if said.startswith("text/") else code_of(said)
    if is_event(item.values) and not has_body(item):
        return "event"
    media = plain_value(item.values.get("mimetype")).lower()
    return "picture" if media.startswith(_PICTURES) else "text"


def _look(value: Json, pointer: str, field: str, path: str) -> list[Found]:
    """Return what stands at a place that a profile names."""
    found = list(reached(value, path, pointer))
    if field == "text":
        return [Found(value=ninjs_text.paragraphs(each.value), place=each.place) for each in found]
    return [Found(value=one_line(each.value), place=each.place) for each in found]


class _Reader:
    """Reads the fields of one item, and keeps where each value stood."""

    def __init__(self, document: Document, item: Part) -> None:
        self.document, self.item = document, item
        self.places: list[tuple[str, str]] = []

    def entry(self, beside: Part | None, flags: tuple[str, ...]) -> Entry:
        """Return the item as an entry; `beside` holds its body where it has none."""
        item, document = self.item, self.document
        version, first, content = (item.text(name) for name in ("versioncreated", "firstcreated", "contentcreated"))
        times = wire_times(document, *(found.value if found else "" for found in (version, first, content)))
        created = dated(document, first.value if first else None)[0]
        status, status_flags = self.status()
        embargo = self.embargo()
        title = self.one("title", ninjs_text.headline(item)) or ""
        body = self.one("text", ninjs_text.body(item) or (ninjs_text.body(beside) if beside else None)) or ""
        keywords, genres = self.names("keywords", "keyword", "keywords"), self.names("genres", "genre", "genres")
        byline, authors = self.byline()
        return Entry(
            guid=self.one("guid", _identity(item)),
            url=self.address(),
            title=title,
            summary=self.one("summary", ninjs_text.summary(item)) or "",
            text=body.removeprefix(f"{title}\n\n") or None,  # pages of HTML repeat the headline
            language=language_of(self.one("language", item.text("language"))),
            published_at=times.published_at,
            published_offset_minutes=times.offset_minutes,
            updated_at=times.updated_at,
            first_created_at=created.at if created else None,
            byline=byline,
            authors=authors,
            keywords=keywords,
            genres=genres,
            categories=unique([*keywords, *genres]),
            provider=self.provider(),
            info_source=self.info_source(),
            version=self.one("version", item.text("version")),
            status=status,
            embargo_until=embargo.until,
            embargo_unclear=embargo.unclear,
            urgency=self.urgency(),
            slugline=self.one("slugline", item.text("slugline", "slug")),
            editorial_note=self.joined("editorial_note", "ednote"),
            dateline=self.one("dateline", item.text("dateline") or _inside(item, ("dateline",), ("text", "value"))),
            located=self.located(),
            rights=self.rights(),
            usage_terms=self.joined("usage_terms", "usageterms"),
            signals=self.codes("signals", "signal", "signals"),
            subjects=self.codes("subjects", "subject", "subjects"),
            associations=self.associations(),
            corrects=self.corrects(),
            kills=self.kills(),
            flags=unique([*flags, *self.partial(), *times.flags, *status_flags, *embargo.flags]),
            places=self.all_places(times_of={"updated_at": version, "first_created_at": first}, content=content),
        )

    def one(self, field: str, found: Found | None) -> str | None:
        """Return a value, its place kept."""
        if found is None:
            return None
        self.places.append((field, found.place))
        return found.value

    def address(self) -> str | None:
        """Return where the story stands on the web, if a link says so."""
        for link in self.item.parts("links"):
            found = link.text("href", "uri") if _relation(link) == "canonical" else None
            if found and (address := web_link(found.value)):
                return self.one("url", Found(value=address, place=found.place))
        return None

    def joined(self, field: str, name: str) -> str | None:
        """Return a text that stands as one string or as several."""
        found = list(self.item.texts(name))
        self.places.extend((field, each.place) for each in found)
        return " ".join(unique([each.value for each in found])) or None

    def all_places(self, times_of: dict[str, Found | None], content: Found | None) -> tuple[tuple[str, str], ...]:
        """Return where each field stood, if the document is traced."""
        if not self.document.traced:
            return ()
        published = next(filter(None, (times_of["first_created_at"], content, times_of["updated_at"])), None)
        times_of = {"published_at": published, **times_of}
        self.places.extend((field, found.place) for field, found in times_of.items() if found)
        return tuple(dict.fromkeys(self.places))

    def status(self) -> tuple[ItemStatus, tuple[str, ...]]:
        """Return the publication status; what is no text where one should be is withheld."""
        raw = self.item.values.get("pubstatus")
        if raw is None:
            return ItemStatus.USABLE, ()
        found = self.item.text("pubstatus") or _inside(self.item, ("pubstatus",), ("code", "qcode", "uri", "literal"))
        if found is None:
            return (ItemStatus.USABLE, ()) if raw == "" else (ItemStatus.WITHHELD, ("status_unclear",))
        self.places.append(("status", found.place))
        return status_with(self.document.profile, found.value)

    def embargo(self) -> Embargo:
        """Return the embargo under any of its names, also among the extra properties of a derivative.

        A null says that there is none; anything else that gives no moment holds the item.
        """
        extra = self.item.values.get("extra")
        parts = [self.item, *([part_of(extra, self.item.place("extra"))] if isinstance(extra, dict) else [])]
        for part in parts:
            names = [name for name, value in part.values.items() if name.startswith("embargo") and value is not None]
            times = [name for name in names if "reason" not in name and "note" not in name]
            if names:
                name = (times or names)[0]
                self.places.append(("embargo_until", part.place(name)))
                return embargo_of(self.document, plain_value(part.values[name])) if times else Embargo(unclear=True)
        return Embargo()

    def urgency(self) -> int | None:
        """Return the urgency; AP and others write it as a number, some as a string."""
        found = self.item.text("urgency")
        raw = self.one("urgency", found)
        return urgency_with(self.document.profile, raw.removesuffix(".0")) if raw else None

    def byline(self) -> tuple[str | None, tuple[str, ...]]:
        """Return the line that names the authors, and them."""
        line = self.item.text("byline", "by")
        wrote = [
            part for part in self.item.parts("bylines") if not _PICTURED.match(plain_value(part.values.get("role")))
        ]
        named = [part.text("byline", "by", "name", "value") for part in wrote]
        if not line and not any(named):
            named = [part.text("name", "byline") for part in self.item.parts("authors")]
        found = list(filter(None, named)) or list(filter(None, [line]))
        said = [line] if line else found
        self.places.extend(("byline", each.place) for each in said)
        self.places.extend(("authors", each.place) for each in found)
        whole = ", ".join(unique([each.value for each in said]))
        return whole or None, unique([author_of(each.value) for each in found])

    def provider(self) -> str | None:
        """Return who delivers: as said, else who the information or the rights come from."""
        item = self.item
        inside = ("name", "literal", "code", "qcode", "uri")
        found = item.text("provider") or _inside(item, ("provider", "infosource", "infosources"), inside)
        return self.one("provider", found or item.text("copyrightholder", "source"))

    def info_source(self) -> str | None:
        """Return where the provider has the story from; several in their order."""
        named = [part.text("name", "literal", "code", "uri") for part in self.item.parts("infosource", "infosources")]
        found = list(filter(None, named)) or list(filter(None, [self.item.text("source")]))
        self.places.extend(("info_source", each.place) for each in found)
        return ", ".join(unique([each.value for each in found])) or None

    def located(self) -> str | None:
        """Return the place from which the story comes, by name."""
        names = ("name", "city", "literal")
        found = self.item.text("located") or _inside(self.item, ("located",), names)
        if found is None:
            for dateline in self.item.parts("dateline"):
                found = dateline.text("located") or _inside(dateline, ("located",), names)
        return self.one("located", found or _inside(self.item, ("datelinelocation",), names))

    def rights(self) -> str | None:
        """Return holder and notice of the copyright."""
        found = [*self.item.texts("copyrightholder"), *self.item.texts("copyrightnotice")]
        self.places.extend(("rights", each.place) for each in found)
        return " ".join(unique([each.value for each in found])) or None

    def names(self, field: str, *names: str) -> tuple[str, ...]:
        """Return concepts by name, by code where they have none."""
        found = [each.text("name") or _code(each) for each in self.item.parts(*names)]
        self.places.extend((field, each.place) for each in found if each)
        return unique([each.value for each in found if each])

    def codes(self, field: str, *names: str) -> tuple[str, ...]:
        """Return concepts by code, by name where they have none."""
        found = [_code(each) or each.text("name") for each in self.item.parts(*names)]
        self.places.extend((field, each.place) for each in found if each)
        return unique([each.value for each in found if each])

    def associated(self) -> list[Part]:
        """Return the associated items: an object by names in version 1, which some fill with lists; a list later."""
        value = self.item.values.get("associations")
        if isinstance(value, dict) and not any(isinstance(value.get(name), str) for name in ("uri", "guid", "href")):
            by_name = part_of(value, self.item.place("associations"))
            listed = [
                replace(part, name=by_name.spelled[name])
                for name, each in by_name.values.items()
                if isinstance(each, list)
                for part in by_name.parts(name)
            ]
            return [*self.item.named("associations"), *listed]
        return list(self.item.parts("associations"))

    def associations(self) -> tuple[Association, ...]:
        """Return what the item names beside itself, as far as it has an id."""
        found = {}
        for part in self.associated():
            guid = _identity(part, "guid", "uri", "_id", "id", "href", "literal")
            if guid:
                title = ninjs_text.headline(part) or (part.text("title") if part.spelled else None)
                each = Association(
                    relation=_relation(part),
                    guid=guid.value,
                    kind=kind_of(plain_value(part.values.get("type"))),
                    title=title.value if title else None,
                )
                found[each] = guid.place
        self.places.extend(("associations", place) for place in found.values())
        return tuple(found)

    def linked(self, by: Callable[[str], bool]) -> list[Found]:
        """Return the ids of what is associated or linked by such a relation."""
        parts = [*self.associated(), *self.item.parts("links")]
        found = [_identity(part, "guid", "uri", "href") for part in parts if by(_relation(part) or "")]
        return list(filter(None, found))

    def corrects(self) -> str | None:
        """Return the item that this one takes the place of."""
        named = [part.text("guid", "uri", "_id", "name") for part in self.item.parts(*_REPLACED)]
        return self.one("corrects", next(filter(None, [*named, *self.linked(replaces)]), None))

    def kills(self) -> tuple[str, ...]:
        """Return the items that a link orders to vanish."""
        found = self.linked(kills)
        self.places.extend(("kills", each.place) for each in found)
        return unique([each.value for each in found])

    def partial(self) -> tuple[str, ...]:
        """Return a flag for an item that says it is not all of it."""
        said = plain_value(self.item.values.get("representationtype")).lower()
        return ("partial",) if said in {"partial", "incomplete", "associated"} else ()


def _inside(item: Part, names: tuple[str, ...], inner: tuple[str, ...]) -> Found | None:
    """Return the first of the inner properties of the objects that an item holds under these names."""
    return next(filter(None, (part.text(*inner) for part in item.parts(*names))), None)


def _relation(part: Part) -> str | None:
    said = part.text("rel", "role")
    return code_of(said.value) if said else part.name.lower() or None


def _code(concept: Part) -> Found | None:
    """Return a concept as a QCode. Version 1: scheme and code; later ones: an address or a literal."""
    code, scheme = concept.text("code"), concept.text("scheme")
    if code is None:
        found = concept.text("uri", "qcode", "literal")
        return Found(value=subject_code(qcode(found.value)), place=found.place) if found else None
    if ":" in code.value or scheme is None:
        return Found(value=subject_code(qcode(code.value)), place=code.place)
    alias = scheme_alias(scheme.value)
    if "://" not in alias:
        return Found(value=f"{alias}:{code.value}", place=code.place)
    # A vocabulary of an agency's own, by its address: so does version 2 write its concepts.
    return Found(value=qcode(f"{alias if alias[-1] in '/#' else alias + '/'}{code.value}"), place=code.place)
