"""NITF 3.x (IPTC News Industry Text Format), stand-alone, and the story inside a NewsML-G2 item."""

from dataclasses import dataclass
from datetime import datetime

from pipelines.parse.entry import Entry, Times, dated, finish, unique
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import Embargo, author_of, embargo_of, status_of, urgency_of
from pipelines.parse.plain import (
    Element,
    attribute,
    body_of_element,
    child,
    children,
    descendants,
    language_attribute,
    line_of_element,
    local_name,
    read_xml,
)
from pipelines.parse.refusal import reject
from pipelines.records import Document, Format, ParsedDocument, Reason, Rejected

ROOT = "nitf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a reader sees of an NITF document; empty where it is silent."""

    headline: str
    authors: tuple[str, ...]
    located: str
    abstract: str
    text: str


def parse_nitf(document: Document, text: str, flags: tuple[str, ...]) -> ParsedDocument | Rejected:
    """Return the one story of an NITF document; FEED_INVALID where it is not well-formed XML."""
    root = read_xml(text)
    if isinstance(root, str):
        return reject(Reason.FEED_INVALID, root)
    return finish(document, Format.NITF, None, [_entry(document, root)], flags)


def read_story(nitf: Element) -> Story:
    """Return headline, byline, dateline, abstract and text of an `nitf` or `body` element."""
    body = nitf if local_name(nitf) == "body" else child(nitf, "body")
    head = child(body, "body.head")
    headline = line_of_element(child(head, "hedline", "hl1")) or line_of_element(child(head, "headline", "hl1"))
    content = child(body, "body.content")
    return Story(
        headline=headline or line_of_element(child(nitf, "head", "title")),
        authors=_authors(head),
        located=_located(head),
        abstract=line_of_element(child(head, "abstract")),
        text="" if content is None else body_of_element(content),
    )


def _entry(document: Document, root: Element) -> Entry:
    """Return the entry. Published is date.issue, else date.release, else the dateline's story date.

    `updated_at`, which orders versions, is date.issue too: each version is issued anew.
    """
    docdata = child(root, "head", "docdata")
    story = read_story(root)
    raw_issue = attribute(child(docdata, "date.issue"), "norm")
    raw_release = attribute(child(docdata, "date.release"), "norm")
    raw_story = attribute(child(root, "body", "body.head", "dateline", "story.date"), "norm")
    published, date_flags = dated(document, raw_issue or raw_release or raw_story)
    times = Times(published=published, updated=published if raw_issue else None, flags=date_flags)
    status, status_flags = status_of(attribute(docdata, "management-status"))
    embargo = _embargo(document, docdata, times.published_at, raw_release)
    key = child(docdata, "du-key")
    return Entry(
        guid=attribute(child(docdata, "doc-id"), "id-string") or None,
        title=story.headline,
        summary=story.abstract,
        text=story.text or None,
        language=language_of(language_attribute(root) or language_attribute(child(root, "body"))),
        published_at=times.published_at,
        published_offset_minutes=times.offset_minutes,
        updated_at=times.updated_at,
        authors=story.authors,
        categories=unique([attribute(each, "key") for each in children(child(docdata, "key-list"), "keyword")]),
        provider=_provider(root, docdata) or None,
        version=attribute(key, "version") or None,
        status=status,
        embargo_until=embargo.until,
        embargo_unclear=embargo.unclear,
        urgency=urgency_of(attribute(child(docdata, "urgency"), "ed-urg")),
        slugline=attribute(key, "key") or attribute(child(docdata, "fixture"), "fix-id") or None,
        editorial_note=_message(child(docdata, "ed-msg")) or None,
        located=story.located or None,
        corrects=attribute(docdata, "management-doc-idref") or None,
        signals=_signals(docdata),
        subjects=_subjects(root),
        flags=unique([*times.flags, *status_flags, *embargo.flags]),
    )


def _embargo(document: Document, docdata: Element | None, issued_at: datetime | None, release: str) -> Embargo:
    """Read date.release, the earliest moment of publication: an embargo where it lies after the issue."""
    embargoed = attribute(docdata, "management-status").lower() == "embargoed"
    if embargoed:
        return embargo_of(document, release)
    if not release or child(docdata, "date.issue") is None:
        return Embargo()
    until = embargo_of(document, release)
    if until.unclear or (until.until and issued_at and until.until <= issued_at):
        released, _ = dated(document, release)
        # A mere day that is not after the day of issue holds nothing back.
        if (released and issued_at and released.at.date() <= issued_at.date()) or not until.unclear:
            return Embargo()
    return until


def _authors(head: Element | None) -> tuple[str, ...]:
    return unique([_byline(byline) for byline in children(head, "byline")])


def _byline(byline: Element) -> str:
    people = [line_of_element(person) for person in descendants(byline, "person")]
    if people:
        return ", ".join(people)
    titles = {line_of_element(title) for title in descendants(byline, "byttl")}
    line = line_of_element(byline)
    for title in titles:
        if line != title:
            line = line.replace(title, "")
    return author_of(line)


def _located(head: Element | None) -> str:
    dateline = child(head, "dateline")
    location = child(dateline, "location")
    if location is not None:
        return line_of_element(child(location, "city")) or line_of_element(location)
    return line_of_element(dateline)


def _provider(root: Element, docdata: Element | None) -> str:
    return (
        attribute(child(docdata, "doc.copyright"), "holder")
        or line_of_element(child(root, "body", "body.head", "distributor"))
        or attribute(child(root, "head", "pubdata"), "name")
        or attribute(child(docdata, "doc-id"), "regsrc")
    )


def _message(message: Element | None) -> str:
    return attribute(message, "info") or line_of_element(message)


def _signals(docdata: Element | None) -> tuple[str, ...]:
    """Return what the document does to the one it names in management-doc-idref: `idref:canceled`."""
    status = attribute(docdata, "management-idref-status").lower()
    return (f"idref:{status}",) if status else ()


def _subjects(root: Element) -> tuple[str, ...]:
    """Return subject codes. NITF's refnum is IPTC's eight digits, in older files after a provider: `IPTC:…`."""
    codes = []
    for subject in descendants(child(root, "head"), "tobject.subject"):
        number = attribute(subject, "tobject.subject.refnum").rpartition(":")[2]
        scheme = "medtop" if number.startswith("2") else "subj"
        codes.append(f"{scheme}:{number}" if number else "")
    return unique(codes)
