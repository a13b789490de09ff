"""NewsML-G2 2.x: news items, alone or inside a news message. Only text items become entries.

Publication is `firstCreated`, else `contentCreated`, else `versionCreated`: the first says when the story came into
being for its readers, the last moves with every version and is `updated_at`, in its absence `contentModified`.
"""

from collections.abc import Iterable

from pipelines.parse.content import Story
from pipelines.parse.entry import Entry, finish, unique
from pipelines.parse.newscodes import Embargo, embargo_of
from pipelines.parse.newsml_item import (
    Item,
    address,
    associations,
    authors,
    concept,
    genres,
    killed,
    language,
    located,
    nature,
    parties,
    party,
    pick,
    picks,
    read_item,
    replaced,
    rights,
    story_of,
    subjects,
    summary,
    usage_terms,
)
from pipelines.parse.plain import Element, attribute, child, children, local_name, read_xml
from pipelines.parse.profiled import marked, overlaid, status_with, urgency_with
from pipelines.parse.refusal import reject
from pipelines.parse.traced import Several, Value, entry_of, joined, line, lines, looking_in, said, times_of
from pipelines.records import Document, Format, ItemStatus, ParsedDocument, Reason, Rejected

_OTHER_ITEMS = frozenset({"packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})
ROOTS = frozenset({"newsItem", "newsMessage"}) | _OTHER_ITEMS
PARTS = frozenset({"itemSet", "groupSet", "contentSet", "contentMeta", "itemMeta", "partMeta", "conceptSet"})
"""Roots of what is cut out of an item: without one, nothing names it."""


def parse_newsml(document: Document, text: str, flags: tuple[str, ...]) -> ParsedDocument | Rejected:
    """Return the text items of a NewsML-G2 document; FEED_INVALID where it is not well-formed XML."""
    root = read_xml(text)
    if isinstance(root, str):
        return reject(Reason.FEED_INVALID, root)
    header = child(root, "header")
    entries = [_entry(document, element, header) for element in _items(root)]
    return finish(document, Format.NEWSML_G2, None, entries, flags)


def _items(root: Element) -> Iterable[Element]:
    if local_name(root) != "newsMessage":
        return [root]
    return [item for part in children(root, "itemSet") for item in children(part)]


def _entry(document: Document, element: Element, header: Element | None) -> Entry | Rejected:
    name, guid = local_name(element), attribute(element, "guid")
    if name != "newsItem":
        return reject(Reason.NOT_TEXT, f"{name} {guid}", guid=guid or None)
    item = read_item(element, header)
    story = story_of(item)
    kind = nature(item, story)
    if kind not in {"text", None}:
        return reject(Reason.NOT_TEXT, f"newsItem of class {kind} {guid}", guid=guid or None)
    status, _ = status_with(document.profile, concept(item, child(item.meta, "pubStatus")).text)
    says_nothing = not story.text and child(item.content, "headline") is None
    if kind is None and says_nothing and status is not ItemStatus.CANCELED:
        return reject(Reason.NO_CONTENT, f"newsItem without class, headline and text {guid}", guid=guid or None)
    entry = overlaid(document, _text_entry(document, item, story), looking_in(element))
    return marked(document, entry, notes=[note.text for note in lines(item.meta, "edNote")])


def _text_entry(document: Document, item: Item, story: Story) -> Entry:
    meta, content = item.meta, item.content
    times, instants, time_flags = times_of(
        document,
        line(child(meta, "versionCreated")) or line(child(content, "contentModified")),
        line(child(meta, "firstCreated")),
        line(child(content, "contentCreated")),
    )
    raw_status, raw_urgency = concept(item, child(meta, "pubStatus")), line(child(content, "urgency"))
    status, status_flags = status_with(document.profile, raw_status.text)
    embargo = _embargo(document, meta)
    title = pick(item, content, "headline") or story.headline or pick(item, meta, "title")
    bylines = picks(item, [content], "by")
    values: dict[str, Value | Several] = {
        **times,
        "guid": said(item.element, "guid"),
        "url": address(item),
        "title": title,
        "summary": summary(item) or story.abstract,
        "text": story.text_under(title.text, *(each.text for each in lines(content, "headline"))),
        "language": language(item),
        "authors": authors(item, bylines, story),
        "provider": party(item, child(meta, "provider")),
        "version": said(item.element, "version"),
        "status": raw_status,
        "embargo_until": line(child(meta, "embargoed")),
        "urgency": raw_urgency,
        "slugline": pick(item, content, "slugline"),
        "editorial_note": joined(lines(meta, "edNote")),
        "located": located(item, story),
        "corrects": replaced(item),
        "signals": [concept(item, signal) for signal in children(meta, "signal")],
        "subjects": subjects(item),
        "keywords": lines(content, "keyword"),
        "genres": genres(item),
        "byline": joined(bylines, ", ") or story.byline,
        "dateline": pick(item, content, "dateline") or story.dateline,
        "info_source": parties(item, "infoSource"),
        "rights": rights(item),
        "usage_terms": usage_terms(item),
        "kills": killed(item),
    }
    known = {
        **instants,
        "language": item.language,
        "status": status,
        "embargo_until": embargo.until,
        "embargo_unclear": embargo.unclear,
        "urgency": urgency_with(document.profile, raw_urgency.text),
        "associations": associations(item),
        "flags": unique([*time_flags, *status_flags, *embargo.flags]),
    }
    return entry_of(document, values, known)


def _embargo(document: Document, meta: Element | None) -> Embargo:
    element = child(meta, "embargoed")
    return Embargo() if element is None else embargo_of(document, line(element).text)
