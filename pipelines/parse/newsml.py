"""NewsML-G2 2.x: news items, alone or inside a news message. Only text items become entries.

Publication is `firstCreated`, else `contentCreated`, else `versionCreated`: the first says when the story came into
being for its readers, the last moves with every version and is `updated_at`.
"""

from collections.abc import Iterable

from pipelines.parse.entry import Entry, finish, unique, web_link, wire_times
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import (
    Embargo,
    author_of,
    code_of,
    embargo_of,
    qcode,
    replaces,
    scheme_alias,
    status_of,
    urgency_of,
)
from pipelines.parse.nitf import Story, read_story
from pipelines.parse.plain import (
    Element,
    attribute,
    body_of_element,
    body_of_html,
    body_of_text,
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

_OTHER_ITEMS = frozenset({"packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})
ROOTS = frozenset({"newsItem", "newsMessage"}) | _OTHER_ITEMS
_MARKED_UP = frozenset({"html", "body", "body.content", "div", "section", "article"})
Languages = tuple[str | None, str | None]
"""The language of the content and that of the item's own wording."""

_NOTHING = Story(headline="", authors=(), located="", abstract="", text="")


def parse_newsml(document: Document, text: str, flags: tuple[str, ...]) -> ParsedDocument | Rejected:
    """Return the text items of a NewsML-G2 document; FEED_INVALID where it is not well-formed XML."""
    root = read_xml(text)
    if isinstance(root, str):
        return reject(Reason.FEED_INVALID, root)
    entries = [_entry(document, item) for item in _items(root)]
    return finish(document, Format.NEWSML_G2, None, entries, flags)


def _items(root: Element) -> Iterable[Element]:
    if local_name(root) != "newsMessage":
        return [root]
    return [item for part in children(root, "itemSet") for item in children(part)]


def _entry(document: Document, item: Element) -> Entry | Rejected:
    name = local_name(item)
    guid = attribute(item, "guid")
    if name != "newsItem":
        return reject(Reason.NOT_TEXT, f"{name} {guid}", guid=guid or None)
    meta = child(item, "itemMeta")
    nature = code_of(_concept(child(meta, "itemClass")))
    if nature not in {"text", ""}:
        return reject(Reason.NOT_TEXT, f"newsItem of class {nature} {guid}", guid=guid or None)
    story = _story(child(item, "contentSet"), _languages(item))
    if not nature and not story.text and child(item, "contentMeta", "headline") is None:
        return reject(Reason.NO_CONTENT, f"newsItem without class, headline and text {guid}")
    return _text_entry(document, item, story)


def _text_entry(document: Document, item: Element, story: Story) -> Entry:
    meta, content = child(item, "itemMeta"), child(item, "contentMeta")
    times = wire_times(
        document,
        line_of_element(child(meta, "versionCreated")),
        line_of_element(child(meta, "firstCreated")),
        line_of_element(child(content, "contentCreated")),
    )
    status, status_flags = status_of(_concept(child(meta, "pubStatus")))
    embargo = _embargo(document, meta)
    languages = _languages(item)
    title = _pick(content, "headline", languages) or story.headline or _pick(meta, "title", languages)
    return Entry(
        guid=attribute(item, "guid") or None,
        url=_address(item),
        title=title,
        summary=_summary(content, languages) or story.abstract,
        text=story.text.removeprefix(f"{title}\n\n") or None,  # XHTML repeats the headline
        language=languages[0],
        published_at=times.published_at,
        published_offset_minutes=times.offset_minutes,
        updated_at=times.updated_at,
        authors=_authors(content, languages) or story.authors or _names(content, "creator", languages),
        categories=unique([*_lines(content, "keyword"), *_names(content, "genre", languages)]),
        provider=_party(child(meta, "provider"), languages) or None,
        version=attribute(item, "version") or None,
        status=status,
        embargo_until=embargo.until,
        embargo_unclear=embargo.unclear,
        urgency=urgency_of(line_of_element(child(content, "urgency"))),
        slugline=_pick(content, "slugline", languages) or None,
        editorial_note=" ".join(_lines(meta, "edNote")) or None,
        located=_located(content, languages) or story.located or None,
        corrects=_corrects(meta),
        signals=unique([_concept(signal) for signal in children(meta, "signal")]),
        subjects=_subjects(item, content),
        flags=unique([*times.flags, *status_flags, *embargo.flags]),
    )


def _embargo(document: Document, meta: Element | None) -> Embargo:
    element = child(meta, "embargoed")
    return Embargo() if element is None else embargo_of(document, line_of_element(element))


def _concept(element: Element | None) -> str:
    """Return the QCode of a property: as given, or made of its concept address; a literal as it is."""
    return attribute(element, "qcode") or qcode(attribute(element, "uri")) or attribute(element, "literal")


def _languages(item: Element) -> Languages:
    """Return the language of the content and that of the item's own wording."""
    wording = language_of(language_attribute(item))
    return language_of(attribute(child(item, "contentMeta", "language"), "tag")) or wording, wording


def _pick(parent: Element | None, name: str, languages: Languages) -> str:
    """Return one of several texts: in the item's language, the main one, the first, in this order of weight."""
    found = [(element, line_of_element(element)) for element in children(parent, name)]
    ranked = [(_rank(element, languages), text) for element, text in found if text]
    return min(ranked, key=lambda each: each[0], default=(0, ""))[1]


def _rank(element: Element, languages: Languages) -> int:
    role = code_of(attribute(element, "role"))
    return 2 * _distance(element, languages) + (role not in {"", "main", "hld", "headline"})


def _distance(element: Element, languages: Languages) -> int:
    """Return 0 for the content's language or none, 1 for that of the item's wording, 2 for others."""
    own = language_of(language_attribute(element))
    return 0 if own is None or own == languages[0] else 1 if own == languages[1] else 2


def _lines(parent: Element | None, name: str) -> tuple[str, ...]:
    return unique([line_of_element(element) for element in children(parent, name)])


def _names(parent: Element | None, name: str, languages: Languages) -> tuple[str, ...]:
    return unique([_pick(element, "name", languages) for element in children(parent, name)])


def _party(element: Element | None, languages: Languages) -> str:
    if element is None:
        return ""
    code = attribute(element, "qcode").partition(":")[2]
    return _pick(element, "name", languages) or attribute(element, "literal") or code or attribute(element, "uri")


def _authors(content: Element | None, languages: Languages) -> tuple[str, ...]:
    byline = _pick(content, "by", languages)
    return (author_of(byline),) if byline else ()


def _located(content: Element | None, languages: Languages) -> str:
    return next(iter(_names(content, "located", languages)), "") or _pick(content, "dateline", languages)


def _summary(content: Element | None, languages: Languages) -> str:
    return _pick(content, "description", languages)


def _corrects(meta: Element | None) -> str | None:
    for link in children(meta, "link"):
        relation = attribute(link, "rel") or attribute(link, "reluri")
        if replaces(relation):
            return attribute(link, "residref") or attribute(link, "href") or None
    return None


def _subjects(item: Element, content: Element | None) -> tuple[str, ...]:
    aliases = {
        attribute(scheme, "alias"): scheme_alias(attribute(scheme, "uri"))
        for scheme in descendants(child(item, "catalog"), "scheme")
        if "cv.iptc.org" in attribute(scheme, "uri")
    }
    codes = []
    for subject in children(content, "subject"):
        alias, colon, code = attribute(subject, "qcode").partition(":")
        codes.append(f"{aliases.get(alias, alias)}:{code}" if colon else qcode(attribute(subject, "uri")))
    return unique(codes)


def _address(item: Element) -> str | None:
    for remote in children(child(item, "contentSet"), "remoteContent"):
        if "html" in attribute(remote, "contenttype"):
            return web_link(attribute(remote, "href"))
    return None


def _story(content_set: Element | None, languages: Languages) -> Story:
    """Return the first rendition that holds text, one in the item's own language before others."""
    stories = []
    for rendition in children(content_set):
        story = _rendition(rendition)
        if story.text or story.headline:
            stories.append((not story.text, _distance(rendition, languages), story))
    return min(stories, key=lambda each: each[:2], default=(True, 0, _NOTHING))[2]


def _rendition(rendition: Element) -> Story:
    name = local_name(rendition)
    if name == "inlineData":
        return _inline_data(rendition)
    if name != "inlineXML":
        return _NOTHING
    root = next(iter(children(rendition)), None)
    if root is None:
        return _NOTHING
    if local_name(root) == "nitf" or child(root, "body.content") is not None:
        return read_story(root)
    if local_name(root) in _MARKED_UP:
        heading = next(iter(descendants(root, "h1")), None)
        headline = line_of_element(heading) or line_of_element(child(root, "head", "title"))
        body = child(root, "body") if local_name(root) == "html" else root
        return _story_of(headline, "" if body is None else body_of_element(body))
    # Bare paragraphs, or a vocabulary of the provider's own: its paragraphs, and nothing of tables of results.
    paragraphs = [body_of_element(each) for each in descendants(rendition, "p")]
    return _story_of("", "\n\n".join(filter(None, paragraphs)))


def _inline_data(rendition: Element) -> Story:
    if attribute(rendition, "encoding") or "base64" in attribute(rendition, "contenttype"):
        return _NOTHING
    text = "".join(rendition.itertext())
    marked_up = "html" in attribute(rendition, "contenttype")
    return _story_of("", body_of_html(text) if marked_up else body_of_text(text))


def _story_of(headline: str, text: str) -> Story:
    return Story(headline=headline, authors=(), located="", abstract="", text=text)
