"""What the metadata of a NewsML-G2 item says, each value with its place.

Every concept may be written as a QCode, as an address or as a literal, every text in several languages and roles.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.parse.content import Story, read_markup
from pipelines.parse.entry import web_link
from pipelines.parse.languages import language_of
from pipelines.parse.newscodes import author_of, code_of, kills, kind_of, place_of, qcode, replaces, scheme_alias
from pipelines.parse.plain import (
    Element,
    attribute,
    child,
    children,
    descendants,
    language_attribute,
    line_of_element,
    local_name,
)
from pipelines.parse.traced import NOTHING, Several, Value, joined, line, said
from pipelines.records import Association

_MAIN_ROLES = frozenset({"", "main", "hld", "headline", "title"})
_SUMMARY_ROLES = frozenset({"", "main", "summary", "abstract", "teaser", "lead", "lede", "intro"})
_ORGANISATIONS = frozenset({"organisation", "organization", "company"})
_NO_NAME = re.compile(r"[#:_/@\d]")
"""What a literal holds that points to somebody, and is not called so."""
_CODE = re.compile(r"[A-Za-z][\w.-]*:\S+")
"""A literal that is a code with its scheme all the same; others are names, or point to an `assert`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A news item with its parts at hand. `language` is that of the content, `wording` that of its own texts."""

    element: Element
    meta: Element | None
    content: Element | None
    rights: tuple[Element, ...]
    language: str | None
    wording: str | None
    aliases: dict[str, str]

    @property
    def guid(self) -> str:
        """Return its identity, the same for all versions."""
        return attribute(self.element, "guid")


def read_item(element: Element, header: Element | None) -> Item:
    """Return a `newsItem`; schemes that a `header` of its message declares are its own too."""
    content = child(element, "contentMeta")
    wording = language_of(language_attribute(element))
    schemes = [scheme for holder in (header, element) for scheme in descendants(child(holder, "catalog"), "scheme")]
    return Item(
        element=element,
        meta=child(element, "itemMeta"),
        content=content,
        rights=tuple(children(element, "rightsInfo")),
        language=language_of(attribute(child(content, "language"), "tag")) or wording,
        wording=wording,
        aliases={
            attribute(scheme, "alias"): scheme_alias(attribute(scheme, "uri"))
            for scheme in schemes
            if "cv.iptc.org" in attribute(scheme, "uri")
        },
    )


def language(item: Item) -> Value:
    """Return the place of the language: that of the content, else that of the item."""
    tag = said(child(item.content, "language"), "tag")
    if language_of(tag.text):
        return tag
    return said(item.element, "{http://www.w3.org/XML/1998/namespace}lang")


def concept(item: Item, element: Element | None) -> Value:
    """Return the QCode of a property: as given, or made of its concept address; a literal as it is.

    IPTC's vocabularies have the alias that IPTC gives them, whatever an inline catalog calls them.
    """
    if code := said(element, "qcode"):
        alias, colon, rest = code.text.partition(":")
        return Value(f"{item.aliases.get(alias, alias)}{colon}{rest}", element, "qcode")
    if uri := said(element, "uri"):
        return Value(qcode(uri.text), element, "uri")
    return said(element, "literal")


def subjects(item: Item) -> list[Value]:
    """Return what the item is about, with schemes; names without a code are none."""
    found = [concept(item, subject) for subject in children(item.content, "subject")]
    return [each for each in found if each.name != "literal" or _CODE.fullmatch(each.text)]


def pick(item: Item, parent: Element | None, name: str, main: frozenset[str] = _MAIN_ROLES) -> Value:
    """Return one of several texts: in the item's language, in a `main` role, first by `rank`, first, in this order."""
    found = [(element, line(element)) for element in children(parent, name)]
    ranked = [(_rank(item, element, main), value) for element, value in found if value]
    return min(ranked, key=lambda each: each[0])[1] if ranked else NOTHING


def picks(item: Item, parents: Iterable[Element | None], name: str) -> list[Value]:
    """Return all texts of one name in one language, the one nearest to the item's: their translations are no others."""
    elements = [element for parent in parents for element in children(parent, name)]
    found = [(_distance(item, element), line(element)) for element in elements if line(element)]
    nearest = min((distance for distance, _ in found), default=0)
    return [value for distance, value in found if distance == nearest]


def summary(item: Item) -> Value:
    """Return the description that sums the story up, else any."""
    return pick(item, item.content, "description", _SUMMARY_ROLES)


def genres(item: Item) -> list[Value]:
    """Return the names of the genres, codes where they have none."""
    return [_name(item, genre) or concept(item, genre) for genre in children(item.content, "genre")]


def party(item: Item, element: Element | None) -> Value:
    """Return the name of a person or organisation, else its literal, its code without the scheme, its address."""
    return _name(item, element) or said(element, "literal") or _code(concept(item, element))


def _name(item: Item, element: Element | None) -> Value:
    """Return the name of a concept: with it, else in the `assert` that tells more of the same."""
    if name := pick(item, element, "name"):
        return name
    ids = [(key, attribute(element, key)) for key in ("qcode", "uri", "literal") if attribute(element, key)]
    alike = (
        each for each in children(item.element, "assert") if any(attribute(each, key) == told for key, told in ids)
    )
    return next(filter(None, (pick(item, each, "name") for each in alike)), NOTHING)


def _code(value: Value) -> Value:
    """Return a QCode without its scheme, an address whole, and what has no scheme as it is."""
    scheme, colon, rest = value.text.partition(":")
    return value if rest.startswith("//") or scheme == "urn" or not colon else Value(rest, value.element, value.name)


def parties(item: Item, name: str) -> Several:
    """Return all parties of one name as one value."""
    return joined((party(item, each) for each in children(item.content, name)), ", ")


def authors(item: Item, bylines: Several, story: Story) -> Several:
    """Return who wrote the story: the bylines, that of the text, else who created it."""
    if bylines:
        return [Value(author_of(each.text), each.element) for each in bylines]
    return story.authors or [_creator(item, creator) for creator in children(item.content, "creator")]


def _creator(item: Item, creator: Element) -> Value:
    """Return the name of who created the story, or a literal that is one, but for the agency's own name."""
    if name := _name(item, creator):
        return name
    literal = said(creator, "literal")
    is_agency = (
        code_of(attribute(creator, "type")) in _ORGANISATIONS or child(creator, "organisationDetails") is not None
    )
    holders = [holder for rights in item.rights for holder in children(rights, "copyrightHolder")]
    agencies = [child(item.meta, "provider"), *children(item.content, "infoSource"), *holders]
    names = [party(item, each).text.casefold() for each in agencies]
    is_agency = is_agency or any(literal.text.casefold() in name for name in names)
    return NOTHING if is_agency or _NO_NAME.search(literal.text) else literal


def located(item: Item, story: Story) -> Value:
    """Return the place of the dateline: by name, by what the dateline begins with, by a code that is a name."""
    place = child(item.content, "located")
    dateline = pick(item, item.content, "dateline")
    code = _code(said(place, "qcode"))
    return (
        _name(item, place)
        or said(place, "literal")
        or Value(place_of(dateline.text), dateline.element)
        or story.located
        or (code if code.text.isalpha() else NOTHING)
    )


def rights(item: Item) -> Several:
    """Return copyright holders and notices."""
    holders = [party(item, holder) for each in item.rights for holder in children(each, "copyrightHolder")]
    return joined([*holders, *picks(item, item.rights, "copyrightNotice")])


def usage_terms(item: Item) -> Several:
    """Return all that is said of how the story may be used."""
    return joined(picks(item, item.rights, "usageTerms"))


def replaced(item: Item) -> Value:
    """Return the item that this one takes the place of; what names itself says nothing."""
    found = (_target(link) for link in children(item.meta, "link") if replaces(_relation(link)))
    return next((each for each in found if each and each.text != item.guid), NOTHING)


def killed(item: Item) -> list[Value]:
    """Return the items that this one orders to vanish."""
    return [_target(link) for link in children(item.meta, "link") if kills(_relation(link))]


def associations(item: Item) -> tuple[Association, ...]:
    """Return what the item points to: links to items and pages, and content that lies elsewhere."""
    links = [
        _association(item, link, _relation(link))
        for link in children(item.meta, "link")
        if code_of(_relation(link)) != "canonical"
    ]
    remotes = (each for each in _remotes(item) if "html" not in attribute(each, "contenttype"))
    elsewhere = [_association(item, remote, attribute(remote, "rendition")) for remote in remotes]
    return tuple(dict.fromkeys(each for each in [*links, *elsewhere] if each))


def address(item: Item) -> Value:
    """Return where the story stands on the web, if the item says so."""
    pages = [link for link in children(item.meta, "link") if code_of(_relation(link)) == "canonical"]
    pages += [remote for remote in _remotes(item) if "html" in attribute(remote, "contenttype")]
    return next(filter(None, (Value(web_link(attribute(each, "href")) or "", each, "href") for each in pages)), NOTHING)


def story_of(item: Item) -> Story:
    """Return the first rendition that holds text: in the item's language before others, marked up before plain."""
    ranked = []
    for rendition in children(child(item.element, "contentSet")):
        name = local_name(rendition)
        story = _rendition(rendition)
        if story.text or story.headline:
            ranked.append((not story.text, _distance(item, rendition), name == "inlineData", story))
    return min(ranked, key=lambda each: each[:3])[3] if ranked else Story()


def nature(item: Item, story: Story) -> str | None:
    """Return what the item is: by its class, else, where it holds no story, by the media of what lies elsewhere."""
    said_so = kind_of(concept(item, child(item.meta, "itemClass")).text)
    if said_so or story.text:
        return said_so
    media = [kind_of(attribute(remote, "contenttype")) for remote in _remotes(item)]
    return media[0] if media and media[0] != "text" and len(set(media)) == 1 else None


def _remotes(item: Item) -> Iterable[Element]:
    return children(child(item.element, "contentSet"), "remoteContent")


def _rendition(rendition: Element) -> Story:
    name, media_type = local_name(rendition), attribute(rendition, "contenttype")
    if name not in {"inlineXML", "inlineData"}:
        return Story()
    if attribute(rendition, "encoding") or "base64" in media_type:
        return Story()
    return read_markup(rendition, media_type)


def _association(item: Item, element: Element, relation: str) -> Association | None:
    target = _target(element)
    if not target:
        return None
    media_type = attribute(element, "contenttype")
    kind = kind_of(concept(item, child(element, "itemClass")).text or media_type)
    return Association(
        relation=code_of(relation) or None,
        guid=target.text,
        kind=kind,
        title=line_of_element(child(element, "title")) or line_of_element(child(element, "headline")) or None,
    )


def _target(element: Element) -> Value:
    return said(element, "residref") or said(element, "guidref") or said(element, "href")


def _relation(link: Element) -> str:
    return attribute(link, "rel") or attribute(link, "reluri")


def _rank(item: Item, element: Element, main: frozenset[str]) -> tuple[int, bool, int]:
    rank = attribute(element, "rank")
    is_main = code_of(attribute(element, "role")) in main
    return _distance(item, element), not is_main, int(rank) if rank.isdecimal() else 0


def _distance(item: Item, element: Element) -> int:
    """Return 0 for the content's language or none, 1 for that of the item's wording, 2 for others."""
    own = language_of(language_attribute(element))
    return 0 if own is None or own == item.language else 1 if own == item.wording else 2
