"""NewsML 1.0 to 1.2: one or many news items behind one envelope. Only text items become entries.

The guid is what all revisions of an item have in common: its public identifier without the revision at the end, or,
where that names nothing, provider, date and id together. Lines and metadata stand in the component of the story or in
one around it; the inner wins. Publication is FirstCreated, else ThisRevisionCreated, which is `updated_at`, else
the date of the identifier, else that of the envelope.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipelines.parse import newsml1_item as said_of
from pipelines.parse import nitf
from pipelines.parse.content import Story
from pipelines.parse.dates import Instant
from pipelines.parse.entry import Entry, finish, unique
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import Embargo, embargo_of, kind_of
from pipelines.parse.newsml1_content import Content, abstract_of, components_of, contents_of, has_others, story_of, told
from pipelines.parse.newsml1_item import News, formal, guid_of, line_in, read_news, without_revision
from pipelines.parse.plain import Element, child, children, descendants, read_xml
from pipelines.parse.profiled import marked, overlaid, status_with, urgency_with
from pipelines.parse.refusal import reject
from pipelines.parse.traced import NOTHING, Several, Value, entry_of, joined, line, looking_in, times_of
from pipelines.parse.wiretext import embargo_of_line, is_embargo_line
from pipelines.records import Document, Format, ItemStatus, ParsedDocument, Reason, Rejected

ROOT = "NewsML"
OTHER_STORIES = "other_stories"
"""Flag of an item in whose document more stories stand than the one that it is: an id names one."""
_NO_STORY = frozenset({"picture", "video", "audio", "graphic"})


def parse_newsml1(document: Document, text: str, flags: tuple[str, ...]) -> ParsedDocument | Rejected:
    """Return the text items of a NewsML 1.x document; FEED_INVALID where it is not well-formed XML.

    UNKNOWN_FORMAT where it holds no item: a catalog, a set of topics.
    """
    root = read_xml(text)
    if isinstance(root, str):
        return reject(Reason.FEED_INVALID, root)
    envelope = child(root, "NewsEnvelope")
    entries = [_entry(document, element, envelope) for element in descendants(root, "NewsItem")]
    if not entries:
        return reject(Reason.UNKNOWN_FORMAT, "NewsML without a NewsItem")
    return finish(document, Format.NEWSML_1, None, entries, flags)


def _entry(document: Document, element: Element, envelope: Element | None) -> Entry | Rejected:
    contents = contents_of(element)
    chosen = told(contents)
    story = story_of(chosen)
    components = tuple(components_of(element))
    news = read_news(element, envelope, chosen[0].chain if chosen else (), components)
    if not story.text and (refused := _refusal(document, news, contents)):
        return refused
    entry = overlaid(document, _text_entry(document, news, story, chosen), looking_in(element))
    if has_others(contents, chosen):
        entry = replace(entry, flags=unique([*entry.flags, OTHER_STORIES]))
    order = marked(document, entry, notes=[note.text for note in said_of.advisories(news)])
    return replace(order, kills=unique([without_revision(guid) for guid in order.kills]))


def _refusal(document: Document, news: News, contents: tuple[Content, ...]) -> Rejected | None:
    """Return why an item without a story is none, None where it is one all the same: a headline, or an order."""
    guid = guid_of(news.element).text or None
    kinds = [each.kind for each in contents if each.kind != "text"]
    kinds += [kind for kind in [kind_of(formal(child(news.management, "NewsItemType")).text)] if kind in _NO_STORY]
    if kinds:
        return reject(Reason.NOT_TEXT, f"NewsItem that holds {kinds[0]} {guid}", guid=guid)
    status, _ = status_with(document.profile, said_of.status(news).text)
    if status is ItemStatus.CANCELED:
        return None
    for name in () if contents else ("NewsItem", "NewsItemRef", "TopicSet", "Update"):
        if any(each is not news.element for each in descendants(news.element, name)):
            return reject(Reason.NOT_TEXT, f"NewsItem that holds a {name} {guid}", guid=guid)
    if not line_in(news, "HeadLine"):
        return reject(Reason.NO_CONTENT, f"NewsItem without headline and text {guid}", guid=guid)
    return None


def _text_entry(document: Document, news: News, story: Story, chosen: tuple[Content, ...]) -> Entry:
    management = news.management
    times, instants, time_flags = times_of(
        document,
        line(child(management, "ThisRevisionCreated")),
        line(child(management, "FirstCreated")),
        line(child(management, "ThisRevisionCreated")),
        line(child(news.identifier, "DateId")),
        line(child(news.envelope, "DateAndTime")),
    )
    spoken = chosen[0].language if chosen else None
    language = said_of.language(news, spoken)
    raw_status, raw_urgency = said_of.status(news), formal(child(management, "Urgency"))
    status, status_flags = status_with(document.profile, raw_status.text)
    release = said_of.release(news)
    embargo = Embargo() if release is None else _embargo(document, release, instants)
    heads = [nitf_head for each in chosen for nitf_head in children(child(each.element, "DataContent"), nitf.ROOT)]
    title = line_in(news, "HeadLine") or story.headline
    byline, dateline = line_in(news, "ByLine") or story.byline, line_in(news, "DateLine") or story.dateline
    advisories = said_of.advisories(news)
    values: dict[str, Value | Several] = {
        **times,
        "guid": guid_of(news.element),
        "title": title,
        "summary": abstract_of(contents_of(news.element), spoken) or said_of.summary(news) or story.abstract,
        "text": story.text_under(title.text),
        "language": language,
        "authors": said_of.authors(news, line_in(news, "ByLine"), story),
        "provider": said_of.provider(news),
        "version": line(child(news.identifier, "RevisionId")),
        "status": raw_status,
        "embargo_until": release or NOTHING,
        "urgency": raw_urgency,
        "slugline": said_of.slugline(news),
        "editorial_note": joined(advisories),
        "located": next(filter(None, [said_of.located(news, dateline, story), *map(nitf.located, heads)]), NOTHING),
        "corrects": said_of.replaced(news),
        "signals": said_of.signals(news),
        "subjects": _either(said_of.subjects(news), [each for head in heads for each in nitf.subjects(head)]),
        "keywords": _either(said_of.keywords(news), [each for head in heads for each in nitf.keywords(head)]),
        "genres": said_of.genres(news),
        "byline": byline,
        "dateline": dateline,
        "info_source": said_of.party(news, "Source") or line_in(news, "CreditLine"),
        "rights": said_of.copyright_lines(news),
        "usage_terms": said_of.usage_lines(news),
        "kills": said_of.killed(news),
    }
    known = {
        **instants,
        "language": language_of(language.text),
        "status": status,
        "embargo_until": embargo.until,
        "embargo_unclear": embargo.unclear,
        "urgency": urgency_with(document.profile, raw_urgency.text),
        "associations": said_of.associations(news),
        "flags": unique([*time_flags, *status_flags, *embargo.flags]),
    }
    return entry_of(document, values, known)


def _either(stated: list[Value], inside: list[Value]) -> list[Value]:
    """Return what the item states, else what the NITF document inside it does."""
    return stated if any(stated) else inside


def _embargo(document: Document, release: Value, instants: Mapping[str, Any]) -> Embargo:
    """Return the embargo that a date sets, or a note to editors, whose time is that of the place it was written in."""
    if not is_embargo_line(release.text):
        return embargo_of(document, release.text)
    published, offset = instants["published_at"], instants["published_offset_minutes"]
    if published is None or offset is None or offset % 60:
        return embargo_of_line(document, release.text, None)
    written = Instant(at=published, offset_minutes=offset, has_time=True)
    return embargo_of_line(document, f"{release.text} GMT{offset // 60:+}", written)
