"""Which of the many components of a NewsML 1.x item is the story.

An item nests components: a story in two languages, its title, lead and body each by itself, pictures with captions,
the same text in two formats. A `Role` says what a component is for, `MediaType`, `MimeType` or `Format` what it holds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.parse.content import Story, read_markup
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import kind_of
from pipelines.parse.plain import (
    Element,
    attribute,
    child,
    children,
    language_attribute,
    line_of_element,
    local_name,
)
from pipelines.parse.traced import NOTHING, Value

_STORY_ROLES = frozenset({"main", "body", "story", "text", "article", "maintext", "mainbody", "lead", "content"})
_ABSTRACT_ROLES = frozenset({"abstract", "summary", "teaser", "synopsis"})
_OTHER_ROLES = frozenset(
    {
        "caption",
        "legend",
        "title",
        "headline",
        "subheadline",
        "hedline",
        "subtitle",
        "byline",
        "slug",
        "slugline",
        "keyword",
        "keywords",
    }
    | {"stylesheet", "contact", "contacts", "tweettext", "logo", "thumbnail", "preview", "quicklook", "clip", "script"}
    | {"supporting", "sidebar", "related", "metadata", "credit"}
)
"""Roles of text that is not the story, whatever else there is. Others than all of these are, if there is nothing better."""
_NO_STORY = frozenset({"picture", "video", "audio", "graphic"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One `ContentItem` that holds something: what, for what, in which language, inside which components.

    `chain` are its components, the outermost first. `kind` is that of `newscodes.kind_of`; what does not say so is text.
    """

    element: Element
    chain: tuple[Element, ...]
    role: str
    kind: str
    language: str | None

    @property
    def is_text(self) -> bool:
        """Return whether it is text that stands in the document, and no part of a picture or film."""
        return self.kind == "text" and child(self.element, "DataContent") is not None


def contents_of(item: Element) -> tuple[Content, ...]:
    """Return the content of an item in document order, not that of items inside it."""
    own = _language(item)
    return tuple(found for component in children(item, "NewsComponent") for found in _contents(component, (), "", own))


def components_of(item: Element) -> Iterator[Element]:
    """Yield the components of an item in document order, but for pictures, films and items inside it."""
    for component in children(item, "NewsComponent"):
        if kind_of(_role(component)) not in _NO_STORY:
            yield component
            yield from components_of(component)


def told(contents: Iterable[Content]) -> tuple[Content, ...]:
    """Return the content that makes up the story: that with a role that says so, else without one, else with another.

    Only in the language that comes first, under one headline, and only one of several that are said to be equivalent.
    """
    texts = list(filter(_is_story, contents))
    ranked = [
        [each for each in texts if each.role in _STORY_ROLES],
        [each for each in texts if not each.role],
        [each for each in texts if each.role and each.role not in _STORY_ROLES],
    ]
    chosen = next((group for group in ranked if any(_has_words(each) for each in group)), [])
    spoken = [each for each in chosen if each.language == chosen[0].language]
    spoken = [each for each in spoken if _headline(each) == _headline(spoken[0])]
    equivalent: set[int] = set()
    kept = []
    for each in spoken:
        choice = next((part for part in each.chain if attribute(part, "EquivalentsList").lower() == "yes"), None)
        if choice is not None and id(choice) in equivalent:
            continue
        if _has_words(each):
            kept.append(each)
            equivalent.add(id(choice))
    return tuple(kept)


def has_others(contents: Iterable[Content], chosen: tuple[Content, ...]) -> bool:
    """Say whether stories under other headlines stand beside the one that was chosen: an item is one story."""
    return any(
        _is_story(each)
        and each.language == chosen[0].language
        and _headline(each) not in {"", _headline(chosen[0])}
        and _has_words(each)
        for each in (contents if chosen else ())
    )


def story_of(contents: Iterable[Content]) -> Story:
    """Return the story that the contents make up together, with the headline and byline of the first that has one."""
    stories = [read_markup(child(each.element, "DataContent"), media_type(each.element)) for each in contents]
    if not stories:
        return Story()
    texts = dict.fromkeys(story.text.text for story in stories if story.text)
    first = next((story.text for story in stories if story.text), NOTHING)
    best = next((story for story in stories if story.headline or story.byline), stories[0])
    return Story(
        headline=best.headline,
        byline=best.byline,
        authors=best.authors,
        dateline=best.dateline,
        located=best.located,
        abstract=best.abstract,
        text=Value("\n\n".join(texts), first.element),
    )


def abstract_of(contents: Iterable[Content], language: str | None) -> Value:
    """Return what a component with the role of an abstract says, one in the language of the story."""
    for each in contents:
        if each.is_text and each.role in _ABSTRACT_ROLES and each.language == language:
            text = read_markup(child(each.element, "DataContent"), media_type(each.element)).text
            if text:
                return Value(" ".join(text.text.split()), text.element)
    return NOTHING


def media_type(content: Element) -> str:
    """Return the MIME type of a content item, else its format, in lower case."""
    named = (attribute(child(content, name), "FormalName").lower() for name in ("MimeType", "Format"))
    return next(filter(None, named), "")


def _contents(component: Element, chain: tuple[Element, ...], role: str, language: str | None) -> Iterator[Content]:
    chain = (*chain, component)
    role = _role(component) or role
    language = _language(component) or language
    for part in children(component):
        if local_name(part) == "ContentItem":
            kind = _kind(part, chain)
            own = language_of(language_attribute(part)) or language
            yield Content(element=part, chain=chain, role=role, kind=kind, language=own)
        elif local_name(part) == "NewsComponent":
            yield from _contents(part, chain, role, language)


def _role(component: Element) -> str:
    """Return the role of a component, without the spaces that some put into its name."""
    return attribute(child(component, "Role"), "FormalName").lower().replace(" ", "")


def _language(element: Element) -> str | None:
    named = attribute(child(element, "DescriptiveMetadata", "Language"), "FormalName")
    return language_of(named) or language_of(language_attribute(element))


def _kind(content: Element, chain: tuple[Element, ...]) -> str:
    """Return what a content item is: a part of a film is a film, a style sheet is no text."""
    for component in chain:
        if (kind := kind_of(_role(component))) in _NO_STORY:
            return str(kind)
    mime = attribute(child(content, "MimeType"), "FormalName").lower()
    if mime in {"text/css", "text/javascript"}:
        return mime
    named = [attribute(child(content, "MediaType"), "FormalName"), mime, _component_class(chain[-1])]
    for name in named:
        if (kind := kind_of(name)) in _NO_STORY:
            return str(kind)
    return "text"


def _component_class(component: Element) -> str:
    for each in children(child(component, "DescriptiveMetadata"), "Property"):
        if attribute(each, "FormalName") == "ComponentClass":
            return attribute(each, "Value")
    return ""


def _is_story(content: Content) -> bool:
    return content.is_text and content.role not in _OTHER_ROLES | _ABSTRACT_ROLES


def _headline(content: Content) -> str:
    """Return the headline over a content item: that of the innermost component that has one."""
    lines = (child(component, "NewsLines", "HeadLine") for component in reversed(content.chain))
    return next(filter(None, map(line_of_element, lines)), "")


def _has_words(content: Content) -> bool:
    return any(text.strip() for holder in children(content.element, "DataContent") for text in holder.itertext())
