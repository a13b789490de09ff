"""NITF 3.x (IPTC News Industry Text Format), stand-alone.

Published is date.issue, else date.release, else the dateline's story date, else pubdata's; `updated_at`, which orders
versions, is date.issue too: each version is issued anew.
"""

import re
from dataclasses import replace
from datetime import datetime

from pipelines.parse.content import Story, read_nitf
from pipelines.parse.entry import Entry, dated, finish, unique
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import Embargo, embargo_of, kills, kind_of, subject_code
from pipelines.parse.plain import Element, attribute, child, children, descendants, read_xml
from pipelines.parse.profiled import marked, overlaid, status_with, urgency_with
from pipelines.parse.refusal import reject
from pipelines.parse.traced import NOTHING, Several, Value, entry_of, joined, line, looking_in, said, times_of
from pipelines.parse.wiretext import without_agency
from pipelines.records import Association, Document, Format, ParsedDocument, Reason, Rejected

ROOT = "nitf"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What the head says in `meta` where its own elements are silent: names that come from older formats.
_SLUG_METAS = ("slugline", "slug", "anpa-keyword")


def parse_nitf(document: Document, text: str, flags: tuple[str, ...]) -> ParsedDocument | Rejected:
    """Return the one story of an NITF document; FEED_INVALID where it is not well-formed XML."""
    root = read_xml(text)
    if isinstance(root, str):
        return reject(Reason.FEED_INVALID, root)
    entry = _entry(document, root)
    if not (entry.guid or entry.title or entry.text):
        return finish(
            document, Format.NITF, None, [reject(Reason.NO_CONTENT, "nitf without id, headline and text")], flags
        )
    entry = overlaid(document, entry, looking_in(root))
    entry = marked(document, entry, keyword_line=_meta(root, "anpa-takekey").text)
    return finish(document, Format.NITF, None, [entry], flags)


def _entry(document: Document, root: Element) -> Entry:
    docdata, story = child(root, "head", "docdata"), read_nitf(root)
    issue, release = _date(docdata, "date.issue"), _date(docdata, "date.release")
    times, instants, time_flags = times_of(document, issue, NOTHING, issue, release, *_other_dates(root, docdata))
    raw_status = said(docdata, "management-status")
    raw_urgency = said(child(docdata, "urgency"), "ed-urg") or said(child(root, "head", "urgency"), "ed-urg")
    status, status_flags = status_with(document.profile, raw_status.text)
    embargo = _embargo(document, docdata, instants["published_at"], release.text)
    key, correction, language = child(docdata, "du-key"), child(docdata, "correction"), _language(root)
    other, provider = said(docdata, "management-doc-idref"), _provider(root, docdata, story)
    values: dict[str, Value | Several] = {
        **times,
        "guid": said(child(docdata, "doc-id"), "id-string") or line(child(docdata, "doc-id")),
        "title": story.headline,
        "summary": story.abstract,
        "text": story.text_under(story.headline.text),
        "language": language,
        "authors": _authors(root, story, provider),
        "provider": provider,
        "version": said(key, "version") or said(key, "generation"),
        "status": raw_status,
        "embargo_until": release if embargo.until else NOTHING,
        "urgency": raw_urgency,
        "slugline": _slugline(root, docdata, story),
        "editorial_note": joined([*_messages(root, docdata), said(correction, "info")]),
        "located": story.located or located(root),
        "corrects": other or said(correction, "id-string"),
        "signals": _signals(docdata),
        "subjects": subjects(root),
        "keywords": keywords(root),
        "genres": [
            said(each, "tobject.property.type") for each in descendants(child(root, "head"), "tobject.property")
        ],
        "byline": story.byline,
        "dateline": story.dateline,
        "info_source": joined((said(each, "src-name") for each in descendants(docdata, "from-src")), ", "),
        "rights": _rights(root, docdata),
        "usage_terms": _usage_terms(docdata),
        "kills": [other] if kills(attribute(docdata, "management-idref-status")) else [],
    }
    known = {
        **instants,
        "language": language_of(language.text),
        "status": status,
        "embargo_until": embargo.until,
        "embargo_unclear": embargo.unclear,
        "urgency": urgency_with(document.profile, raw_urgency.text),
        "associations": associations(root),
        "cues": _take(docdata),
        "flags": unique([*time_flags, *status_flags, *embargo.flags]),
    }
    return entry_of(document, values, known)


def _date(docdata: Element | None, name: str) -> Value:
    """Return a date of the document data; a template that nobody filled in (`YYYYMMDD`) states none."""
    date = said(child(docdata, name), "norm")
    return NOTHING if "YYYY" in date.text else date


def _other_dates(root: Element, docdata: Element | None) -> list[Value]:
    """Return the dates that stand in for those of the document data; `pubdata` is also found inside these."""
    head = child(root, "head")
    return [
        said(child(root, "body", "body.head", "dateline", "story.date"), "norm"),
        said(child(head, "pubdata"), "date.publication"),
        said(child(docdata, "pubdata"), "date.publication"),
    ]


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


def _meta(root: Element, *names: str) -> Value:
    metas = {attribute(meta, "name").lower(): meta for meta in children(child(root, "head"), "meta")}
    return next(filter(None, (said(metas.get(name), "content") for name in names)), NOTHING)


def _language(root: Element) -> Value:
    body = child(root, "body")
    metas = (meta for meta in children(child(root, "head"), "meta") if attribute(meta, "name").endswith("language"))
    named = [said(root, _XML_LANG), said(root, "baselang"), said(body, _XML_LANG)]
    named += [said(meta, "content") for meta in metas]
    return next((each for each in named if language_of(each.text)), NOTHING)


def _provider(root: Element, docdata: Element | None, story: Story) -> Value:
    return (
        story.distributor
        or said(child(docdata, "doc.copyright"), "holder")
        or said(child(root, "head", "pubdata"), "name")
        or said(child(docdata, "doc-id"), "regsrc")
        or next((said(each, "src-name") for each in descendants(docdata, "from-src")), NOTHING)
        or _owner(root)
    )


def _owner(root: Element) -> Value:
    """Return the owner of the rights, which some name outside of `rights`."""
    return line(next(iter(descendants(child(root, "body", "body.head"), "rights.owner")), None))


def _authors(root: Element, story: Story, provider: Value) -> list[Value]:
    """Return who signed the story, without their agency, else whom the head names."""
    signed = [replace(each, text=without_agency(each.text, provider.text)) for each in story.authors]
    return signed or list(filter(None, [_meta(root, "author")]))


def located(root: Element) -> Value:
    """Return the place of the event."""
    return said(child(root, "head", "docdata", "evloc"), "city")


def keywords(root: Element) -> list[Value]:
    """Return the list of keywords, else those of a `meta`, parted by commas."""
    listed = [
        said(each, "key") or line(each) for each in children(child(root, "head", "docdata", "key-list"), "keyword")
    ]
    meta = _meta(root, "keywords")
    return listed if any(listed) else [replace(meta, text=part.strip()) for part in meta.text.split(",")]


def _messages(root: Element, docdata: Element | None) -> list[Value]:
    """Return the messages to editors, and what the history says of this revision."""
    notes = [said(message, "info") or line(message) for message in children(docdata, "ed-msg")]
    revisions = (*children(docdata, "revision-history"), *children(child(root, "head"), "revision-history"))
    return notes + [said(revision, "comment") for revision in revisions]


def _slugline(root: Element, docdata: Element | None, story: Story) -> Value:
    """Return the slugline: a key, an element that no DTD has, a fixture, a `meta`, or a title of the head that is one tied word."""
    named = (
        said(child(docdata, "du-key"), "key")
        or line(child(root, "body", "body.head", "slugline"))
        or said(child(docdata, "fixture"), "fix-id")
        or _meta(root, *_SLUG_METAS)
    )
    title = line(child(root, "head", "title"))
    is_slug = " " not in title.text and "-" in title.text and title.text != story.headline.text
    return named or (title if is_slug else NOTHING)


def _signals(docdata: Element | None) -> list[Value]:
    """Return what the document does to the one it names in management-doc-idref, `idref:canceled`, or corrects."""
    status = said(docdata, "management-idref-status")
    found = [Value(f"idref:{status.text.lower()}", docdata, status.name)] if status else []
    return found + [Value("correction", each) for each in children(docdata, "correction")]


def subjects(root: Element) -> list[Value]:
    """Return subject codes: IPTC's eight digits, in older files after a provider (`IPTC:…`), or an agency's own.

    `ipr` says whose a code is, the type of a classifier what it classifies by.
    """
    found = []
    for subject in descendants(child(root, "head"), "tobject.subject"):
        number = said(subject, "tobject.subject.refnum")
        scheme = attribute(subject, "tobject.subject.ipr") or number.text.rpartition(":")[0]
        found.append(Value(subject_code(number.text.rpartition(":")[2], scheme), subject, number.name))
    for classifier in descendants(child(root, "head", "docdata", "identified-content"), "classifier"):
        code = said(classifier, "value")
        scheme = attribute(classifier, "idsrc") or attribute(classifier, "type")
        found.append(replace(code, text=subject_code(code.text, scheme)))
    metas = (
        said(meta, "content")
        for meta in children(child(root, "head"), "meta")
        if "iptc" in attribute(meta, "name").lower()
    )
    return found + [replace(code, text=subject_code(code.text)) for code in metas if re.fullmatch(r"\d{8}", code.text)]


def associations(root: Element) -> tuple[Association, ...]:
    """Return the pictures, films and sounds beside the story that lie outside the document."""
    found = []
    for media in descendants(child(root, "body"), "media"):
        kind = kind_of(attribute(media, "media-type"))
        for reference in children(media, "media-reference"):
            address = attribute(reference, "source") or attribute(reference, "data-location")
            if address and not address.startswith("#"):
                found.append(Association(relation=None, guid=address, kind=kind))
    return tuple(dict.fromkeys(found))


def _rights(root: Element, docdata: Element | None) -> Several:
    right = child(docdata, "doc.copyright")
    year = attribute(right, "year")
    holder = said(right, "holder")
    dated_holder = Value(f"{holder.text} {year}".strip(), right, "holder") if holder else NOTHING
    return joined([dated_holder, line(child(root, "body", "body.head", "rights")) or _owner(root)])


def _usage_terms(docdata: Element | None) -> Several:
    right = child(docdata, "doc.rights")
    return joined([said(right, "type"), said(right, "geography"), said(right, "limitations")])


def _take(docdata: Element | None) -> tuple[str, ...]:
    """Return which take of a series the document is; a series of one part, or of none, has no takes."""
    series = child(docdata, "series")
    part, total = attribute(series, "series.part"), attribute(series, "series.totalpart")
    is_one_of_several = part.isdigit() and (int(total) > 1 if total.isdigit() else int(part) > 1)
    return (f"take:{int(part)}",) if is_one_of_several else ()
