"""The story inside a wire document: NITF, XHTML, plain text, or a vocabulary of the agency's own."""

import html
import re
from dataclasses import dataclass, field

from pipelines.parse.newscodes import author_of, place_of
from pipelines.parse.plain import (
    Element,
    attribute,
    body_of_element,
    body_of_html,
    body_of_layout,
    body_of_markup_in_text,
    child,
    children,
    descendants,
    line_of_element,
    local_name,
)
from pipelines.parse.traced import NOTHING, Several, Value, line

_MARKED_UP = frozenset({"html", "body", "body.content", "div", "section", "article", "block"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "hl2", "ul", "ol", "dl", "table", "blockquote", "pre"})
_PAGE_FURNITURE = frozenset({"header", "footer"})
"""Of a whole page: keywords, time and headline once more."""
# Of vocabularies of agencies' own: what stands beside the story, in the languages they are written in.
_BESIDE = frozenset(
    {"caption", "picture", "photo", "image", "img", "media", "figure", "bild", "bildtext", "foto", "photocaption"}
    | {"byline", "headline", "title", "dateline", "object"}
)
BESIDE_CLASSES = frozenset({"byline", "dat"})
"""Of elements in a marked-up story that hold its byline, or its section and source."""
_TWICE_ESCAPED = re.compile(r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,5}|quot|apos|amp|nbsp);")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a reader sees of a story; silent where it is. `authors` are without "By" and their titles."""

    headline: Value = NOTHING
    byline: Value = NOTHING
    authors: Several = field(default=())
    dateline: Value = NOTHING
    located: Value = NOTHING
    distributor: Value = NOTHING
    abstract: Value = NOTHING
    text: Value = NOTHING

    def text_under(self, *titles: str) -> Value:
        """Return the text without the headlines that some repeat at its beginning; never without all of it."""
        text = self.text.text
        first, _, rest = text.partition("\n\n")
        while first in titles and rest:
            text = rest
            first, _, rest = text.partition("\n\n")
        return Value(text, self.text.element)


def story_text(text: str) -> str:
    """Return a text with references decoded that were escaped twice: `o&#39;clock` that XML spells `&amp;#39;`."""
    return _TWICE_ESCAPED.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def read_nitf(nitf: Element) -> Story:
    """Return headline, byline, dateline, abstract and text of an `nitf` or `body` element."""
    body = nitf if local_name(nitf) == "body" else child(nitf, "body")
    head = child(body, "body.head")
    content = child(body, "body.content")
    if content is None:
        content = child(nitf, "body.content")
    headline = line(child(head, "hedline", "hl1")) or line(child(head, "headline", "hl1"))
    dateline = child(head, "dateline")
    return Story(
        headline=headline or line(child(head, "hedline")) or line(child(nitf, "head", "title")),
        byline=next(filter(None, map(_spaced, children(head, "byline"))), NOTHING),
        authors=[author for byline in children(head, "byline") for author in _authors(byline)],
        dateline=_dateline(dateline),
        located=_located(dateline),
        distributor=line(child(head, "distributor")),
        abstract=line(child(head, "abstract")),
        text=_body(content),
    )


def read_markup(holder: Element, media_type: str = "") -> Story:
    """Return the story that an element holds: one document of a known vocabulary, paragraphs, or text."""
    root = next(iter(children(holder)), None)
    if root is None:
        return Story(text=_told(_plain(holder, media_type), holder))
    name = local_name(root).lower()
    if name == "nitf" or child(root, "body.content") is not None:
        return read_nitf(root)
    if local_name(root) in _MARKED_UP:
        return _page(root)
    if name in _PARAGRAPHS:
        return Story(text=_told(_marked_up(holder), holder))
    return Story(text=_told("\n\n".join(_foreign(holder)), holder))


def _told(text: str, element: Element) -> Value:
    return Value(story_text(text), element)


def _marked_up(element: Element, without: frozenset[str] = frozenset()) -> str:
    """Return a body, by the layout of its lines where it is all one paragraph: some only type."""
    only = _only_paragraph(element)
    laid_out = "" if only is None else body_of_layout(only.text or "")
    return laid_out or body_of_element(element, without, BESIDE_CLASSES)


def _only_paragraph(element: Element) -> Element | None:
    """Return the innermost of elements that hold nothing but each other and text; None where there are others."""
    while inside := list(children(element)):
        name = local_name(inside[0]).lower()
        if len(inside) > 1 or (element.text or "").strip() or (inside[0].tail or "").strip():
            return None
        if name not in _MARKED_UP | {"p"}:
            return None
        element = inside[0]
    return element


def _plain(holder: Element, media_type: str) -> str:
    text = "".join(holder.itertext())
    if "html" in media_type.lower():
        return body_of_html(text, BESIDE_CLASSES)
    return body_of_markup_in_text(text, BESIDE_CLASSES)


def _page(root: Element) -> Story:
    heading = next(iter(descendants(root, "h1")), None)
    body = child(root, "body") if local_name(root) == "html" else root
    headline = line(heading) or line(child(root, "head", "title"))
    if body is None:
        return Story(headline=headline)
    text = _marked_up(body, _PAGE_FURNITURE)
    return Story(
        headline=headline, text=_told("" if heading is not None and text == line(heading).text else text, body)
    )


def _foreign(element: Element) -> list[str]:
    """Return the paragraphs of a vocabulary nobody else knows: wherever some stand, all that stands beside them.

    Of a table of results, which has no paragraphs, that is nothing.
    """
    parts = list(children(element))
    is_story = any(map(_is_paragraph, parts))
    found: list[str] = []
    for part in parts:
        if local_name(part).lower() in _BESIDE or attribute(part, "type").lower() in _BESIDE:
            continue
        holds_paragraphs = any(_is_paragraph(each) for each in part.iter("{*}*") if each is not part)
        if not _is_paragraph(part) and (holds_paragraphs or not is_story):
            found.extend(_foreign(part))
        elif text := body_of_element(part, beside=BESIDE_CLASSES):
            found.append(text)
    return found


def _is_paragraph(element: Element) -> bool:
    return local_name(element).lower() == "p" or attribute(element, "type").lower() == "paragraph"


def _body(content: Element | None) -> Value:
    """Return the body, which some write as text with markup in it."""
    if content is None:
        return NOTHING
    is_text = next(iter(children(content)), None) is None
    text = body_of_markup_in_text(content.text or "", BESIDE_CLASSES) if is_text else _marked_up(content)
    return _told(text, content)


def _spaced(element: Element) -> Value:
    """Return a line as it stands, its parts parted by spaces."""
    return Value(" ".join(" ".join(element.itertext()).split()).replace(" ,", ","), element)


def _authors(byline: Element) -> list[Value]:
    people = [line(person) for person in descendants(byline, "person")]
    if any(people):
        return [Value(author_of(person.text), person.element) for person in people if person]
    titles = {line_of_element(title) for title in descendants(byline, "byttl")}
    text = line_of_element(byline)
    for title in filter(None, titles):
        if text != title:
            text = text.replace(title, "")
    return [Value(author_of(text), byline)] if author_of(text) else []


def _dateline(dateline: Element | None) -> Value:
    """Return the line without the date that stands in it for machines."""
    if dateline is None:
        return NOTHING
    whole = _spaced(dateline)
    for date in children(dateline, "story.date"):
        written = line_of_element(date)
        if written and written[:8].isdigit():
            whole = Value(whole.text.replace(written, "").strip(), dateline)
    return whole


def _located(dateline: Element | None) -> Value:
    location = child(dateline, "location")
    city = line(child(location, "city"))
    if city or location is not None:
        return city or Value(line_of_element(location).strip(" ,"), location)
    return Value(place_of(_dateline(dateline).text), dateline)
