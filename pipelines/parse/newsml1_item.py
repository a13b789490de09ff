"""What identification, management, lines and metadata of a NewsML 1.x item say, each value with its place."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from pipelines.parse.content import Story
from pipelines.parse.cues import is_cue
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import author_of, kills, kind_of, place_of, replaces, status_of, subject_code
from pipelines.parse.plain import Element, attribute, child, children, descendants
from pipelines.parse.traced import NOTHING, Several, Value, joined, line, said
from pipelines.parse.wiretext import is_embargo_line, without_agency
from pipelines.records import Association, ItemStatus

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SUBJECTS = ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")
_ADVISORIES = frozenset({"advisoryline", "advisory", "ednote", "editorialnote", "editorsnote", "editornote", "note"})
"""Formal names of news lines that are meant for editors."""
_SLUGS = frozenset({"slugline", "slug", "catchword", "catchline"})
_SUMMARIES = frozenset({"summary", "summaryline", "abstract", "synopsis"})
_KINDS = frozenset({"text", "picture", "video", "audio", "graphic", "composite"})
_PARTS_OF_A_NAME = 4
"""Colons in `urn:newsml:provider:date:id`, without a revision."""
_ORIGINS = frozenset({"", "origin", "dateline"})
"""What `HowPresent` calls the place that a story comes from."""
_DELETES = frozenset({"delete", "deletion", "remove", "removal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A news item with its parts at hand.

    `chain` are the components around the story, the outermost first, `nearest` the same the innermost first. What
    stands beside them is of pictures and other stories. Where there is no story, they are all components.
    """

    element: Element
    envelope: Element | None
    identifier: Element | None
    management: Element | None
    chain: tuple[Element, ...]
    nearest: tuple[Element, ...]


def read_news(
    element: Element, envelope: Element | None, chain: tuple[Element, ...], components: tuple[Element, ...]
) -> News:
    """Return a `NewsItem` whose story stands in the innermost of `chain`, out of all its `components`."""
    return News(
        element=element,
        envelope=envelope,
        identifier=child(element, "Identification", "NewsIdentifier"),
        management=child(element, "NewsManagement"),
        chain=chain or components,
        nearest=chain[::-1] or components,
    )


def formal(element: Element | None) -> Value:
    """Return the formal name of a property, else what stands in it: some agencies write it there."""
    return said(element, "FormalName") or line(element)


def guid_of(element: Element) -> Value:
    """Return the identity of a `NewsItem`: the same for all its revisions.

    A public identifier ends with the revision and, of some, the letter of its update: `…:20250516:abc:2N`. Where it
    names no item in particular, provider, date and id do together; but a date with a time of day is that of the
    revision, and the id stands alone.
    """
    identifier = child(element, "Identification", "NewsIdentifier")
    provider, date, own, public = (
        line(child(identifier, name)) for name in ("ProviderId", "DateId", "NewsItemId", "PublicIdentifier")
    )
    named = _without_undated_revision(public.text, child(identifier, "RevisionId"))
    own = own if own.text.strip("0") else NOTHING
    is_urn = public.text.lower().startswith("urn:newsml:")
    if public.text.count(":") >= _PARTS_OF_A_NAME or (public and not is_urn) or (own and own.text in public.text):
        return Value(without_revision(named), public.element)
    if own and re.fullmatch(r"\d{8}", date.text):
        return Value(":".join(filter(None, ("urn:newsml", provider.text, date.text, own.text))), own.element)
    return own


def _without_undated_revision(guid: str, revision: Element | None) -> str:
    """Return a urn without a date (`urn:newsml:provider:id:1N`) without the revision that the item has and says."""
    name, _, last = guid.rpartition(":")
    number = line(revision).text
    is_revision = bool(number) and re.fullmatch(rf"{re.escape(number)}[A-Z]?", last) is not None
    is_undated = name.count(":") == _PARTS_OF_A_NAME - 1 and not re.search(r":(?:19|20)\d{6}(?:T\w*)?$", name)
    return name if guid.lower().startswith("urn:newsml:") and is_revision and is_undated else guid


def without_revision(guid: str) -> str:
    """Return a urn of a NewsML item without the revision at its end; anything else as it is."""
    name, _, revision = guid.rpartition(":")
    has_revision = name.count(":") >= _PARTS_OF_A_NAME and re.fullmatch(r"\d+[A-Z]?", revision)
    return name if guid.lower().startswith("urn:newsml:") and has_revision else guid


def language(news: News, spoken: str | None) -> Value:
    """Return what says that the story is `spoken` in its language; where nothing is known of that, the first to say."""
    for component in news.nearest:
        for named in (
            said(child(component, "DescriptiveMetadata", "Language"), "FormalName"),
            said(component, _XML_LANG),
        ):
            if language_of(named.text) in ({spoken} if spoken else {language_of(named.text)} - {None}):
                return named
    own = said(news.element, _XML_LANG)
    return own if language_of(own.text) or not spoken else Value(spoken)


def line_in(news: News, name: str) -> Value:
    """Return a news line of the story, else of what is around it; some put it into a `NewsLine` of no type."""
    return _first(news, lambda component: line(next(iter(descendants(child(component, "NewsLines"), name)), None)))


def keywords(news: News) -> list[Value]:
    """Return keyword lines, and keywords among the descriptive metadata."""
    found = [line(each) for part in news.chain for each in children(child(part, "NewsLines"), "KeywordLine")]
    return [*found, *_properties(news.chain, ("DescriptiveMetadata", "Metadata"), "keyword")]


def _properties(components: Iterable[Element], holders: Iterable[str], name: str) -> Iterator[Value]:
    """Yield the values of the properties of this formal name in such parts of components."""
    for holder in (each for component in components for part in holders for each in children(component, part)):
        yield from _values(holder, name)


def _values(holder: Element | None, name: str) -> Iterator[Value]:
    """Yield the values of the properties of this formal name."""
    return (
        said(each, "Value") for each in children(holder, "Property") if attribute(each, "FormalName").lower() == name
    )


def genres(news: News) -> list[Value]:
    """Return the genres of the story and of what is around it."""
    return [formal(genre) for part in news.chain for genre in children(child(part, "DescriptiveMetadata"), "Genre")]


def subjects(news: News) -> list[Value]:
    """Return what the story is about: IPTC's codes, and an agency's own with the name of its vocabulary."""
    found = []
    for component in news.chain:
        metadata = child(component, "DescriptiveMetadata")
        for holder in (*children(metadata, "SubjectCode"), metadata):
            for name in _SUBJECTS:
                for subject in children(holder, name):
                    code = said(subject, "FormalName")
                    found.append(Value(subject_code(code.text, _scheme(subject)), subject, "FormalName"))
        found.extend(_topics(news, metadata))
    return found


def _topics(news: News, metadata: Element | None) -> Iterator[Value]:
    """Yield the subjects that metadata name by a topic of the item's own topic sets (`Topic="#t1"`)."""
    named = [attribute(each, "Topic").removeprefix("#") for each in children(metadata, "TopicOccurrence")]
    topics = {attribute(each, "Duid"): each for each in descendants(news.element, "Topic")} if named else {}
    for topic in (child(topics.get(each), "FormalName") for each in named):
        if topic is not None:
            yield Value(subject_code(line(topic).text, attribute(topic, "Scheme")), topic)


def party(news: News, name: str) -> Value:
    """Return the first party of one role: `Provider`, `Source`."""

    def named(component: Element) -> Value:
        roles = children(child(component, "AdministrativeMetadata"), name)
        return next(
            filter(None, (said(each, "FormalName") for role in roles for each in children(role, "Party"))), NOTHING
        )

    return _first(news, named)


def provider(news: News) -> Value:
    """Return who delivers: by name in the metadata or the envelope, else by its address."""
    sender = said(child(news.envelope, "SentFrom", "Party"), "FormalName")
    return party(news, "Provider") or sender or line(child(news.identifier, "ProviderId"))


def authors(news: News, byline: Value, story: Story) -> Several:
    """Return who wrote the story: the byline, that of the text, else who created it; all without their agency."""
    agency = provider(news).text
    if byline:
        return [Value(without_agency(author_of(byline.text), agency), byline.element)]
    if story.authors:
        return [replace(each, text=without_agency(each.text, agency)) for each in story.authors]
    metadata = [child(part, "AdministrativeMetadata") for part in news.nearest]
    parties = [
        each for part in metadata for creator in children(part, "Creator") for each in children(creator, "Party")
    ]
    creators = [said(each, "FormalName") for each in parties if attribute(each, "Topic").lower() != "editor"]
    return list(filter(None, creators)) or list(_properties(news.nearest, ["AdministrativeMetadata"], "author"))


def located(news: News, dateline: Value, story: Story) -> Value:
    """Return the place of the dateline, spelled as in the metadata where that is the same; without one, of these."""
    city = _first(news, _city)
    place = Value(place_of(dateline.text), dateline.element) if dateline else story.located
    if city and place.text.casefold().startswith(city.text.casefold()):
        return city
    return place or city


def copyright_lines(news: News) -> Several:
    """Return the copyright line, else the copyright's holder and date."""
    if stated := line_in(news, "CopyrightLine"):
        return [stated]
    found = (child(part, "RightsMetadata", "Copyright") for part in news.nearest)
    right = next((each for each in found if each is not None), None)
    return joined([line(child(right, "CopyrightHolder")), line(child(right, "CopyrightDate"))])


def usage_lines(news: News) -> Several:
    """Return the line of rights and all that the metadata say of usage."""
    stated = line_in(news, "RightsLine")
    usages = (each for part in news.nearest for each in children(child(part, "RightsMetadata"), "UsageRights"))
    return joined([stated, *(line(each) for usage in usages for each in children(usage))])


def advisories(news: News) -> list[Value]:
    """Return the notes to editors: news lines of that type, and comments of components and instructions."""
    holders = (*news.chain, *children(news.management, "Instruction"))
    return _news_lines(news, _ADVISORIES) + [line(note) for holder in holders for note in children(holder, "Comment")]


def summary(news: News) -> Value:
    """Return a news line that sums the story up."""
    return next(filter(None, _news_lines(news, _SUMMARIES)), NOTHING)


def instructions(news: News) -> list[Value]:
    """Return the names of what the provider says is to be done."""
    return [said(each, "FormalName") for each in children(news.management, "Instruction")]


def signals(news: News) -> list[Value]:
    """Return the instructions, and what the metadata say that this version is: `Correction`, not a number."""
    versions = _properties(news.chain, ["DescriptiveMetadata"], "version")
    updates = [child(news.identifier, "RevisionId")]
    return [
        *instructions(news),
        *(each for each in versions if is_cue(each.text)),
        *(Value("Update", each, "Update") for each in updates if attribute(each, "Update") == "U"),
    ]


def slugline(news: News) -> Value:
    """Return the slugline, a news line of that type, else the label of the item."""
    named = next(filter(None, _news_lines(news, _SLUGS)), NOTHING)
    return line_in(news, "SlugLine") or named or line(child(news.element, "Identification", "NameLabel"))


def status(news: News) -> Value:
    """Return the publication status; an instruction to cancel or delete is one."""
    for each in instructions(news):
        if kills(each.text) or each.text.lower() in _DELETES:
            return Value("canceled", each.element, each.name)
    return formal(child(news.management, "Status"))


def release(news: News) -> Value | None:
    """Return when an item becomes usable that is not yet, a value without words where that is not said, or None.

    It may be said in a note alone, which is returned as it is.
    """
    now = formal(child(news.management, "Status")).text.lower()
    if now not in {"embargoed", "embargo", "withheld"}:
        return None
    for change in children(news.management, "StatusWillChange"):
        future, _ = status_of(formal(child(change, "FutureStatus")).text)
        if future is ItemStatus.USABLE:
            return line(child(change, "DateAndTime"))
    if now == "withheld":
        return None
    noted = next((note for note in advisories(news) if is_embargo_line(note.text)), NOTHING)
    return noted or Value("", child(news.management, "Status"))


def replaced(news: News) -> Value:
    """Return the item that this one takes the place of."""
    return next(iter(_named(news, replaces)), NOTHING)


def killed(news: News) -> list[Value]:
    """Return the items that this one orders to vanish."""
    return _named(news, kills)


def associations(news: News) -> tuple[Association, ...]:
    """Return the items that this one is derived from or goes with, and content that lies outside the document."""
    return tuple(dict.fromkeys([*_related(news), *_remote(news)]))


def _named(news: News, means: Callable[[str], bool]) -> list[Value]:
    related = [each for each in children(news.management, "AssociatedWith") if means(attribute(each, "FormalName"))]
    return [Value(without_revision(attribute(each, "NewsItem")), each, "NewsItem") for each in related]


def _related(news: News) -> Iterator[Association]:
    for name in ("DerivedFrom", "AssociatedWith"):
        for each in children(news.management, name):
            formal_name = attribute(each, "FormalName").lower()
            kind = kind_of(formal_name)
            relation = name.lower() if kind in _KINDS or not formal_name else formal_name
            if guid := attribute(each, "NewsItem"):
                yield Association(relation=relation, guid=without_revision(guid), kind=kind if kind in _KINDS else None)
    for reference in descendants(news.element, "NewsItemRef"):
        if guid := attribute(reference, "NewsItem"):
            yield Association(relation=None, guid=without_revision(guid))


def _remote(news: News) -> Iterator[Association]:
    for content in descendants(news.element, "ContentItem"):
        if address := attribute(content, "Href"):
            named = (attribute(child(content, name), "FormalName") for name in ("MediaType", "MimeType"))
            kind = next((kind for kind in map(kind_of, named) if kind in _KINDS), None)
            role = attribute(child(content.getparent(), "Role"), "FormalName").lower()
            yield Association(relation=role or None, guid=address, kind=kind)


def _news_lines(news: News, types: frozenset[str]) -> list[Value]:
    found: list[Value] = []
    for component in news.chain:
        for each in children(child(component, "NewsLines"), "NewsLine"):
            if formal(child(each, "NewsLineType")).text.replace(" ", "").lower() in types:
                found.extend(line(text) for text in children(each, "NewsLineText"))
    return found


def _first(news: News, read: Callable[[Element], Value]) -> Value:
    return next(filter(None, map(read, news.nearest)), NOTHING)


def _city(component: Element) -> Value:
    """Return the city of origin. Where metadata are misspelled, locations still stand in the component."""
    origins = [each for each in descendants(component, "Location") if attribute(each, "HowPresent").lower() in _ORIGINS]
    holders = (*origins, child(component, "DescriptiveMetadata"))
    return next(filter(None, (city for holder in holders for city in _values(holder, "city"))), NOTHING)


def _scheme(subject: Element) -> str:
    """Return the name of a vocabulary: its scheme, or the item id in the urn of its topic set."""
    vocabulary = attribute(subject, "Vocabulary")
    parts = vocabulary.split(":")
    return attribute(subject, "Scheme") or (parts[4] if len(parts) > 4 else "")
