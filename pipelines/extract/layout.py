"""The prose of a page and the region it is densest in; old markup made plain, so that its prose is seen at all.

Sites of the nineties and their heirs part paragraphs by line breaks and lay their pages out in tables. An extractor
that looks for paragraphs finds there the slogan and the imprint, and takes the whole page for one table of data.
"""

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import lxml.html
from lxml import etree

LINE = 60
"""Characters from which a line counts as prose; shorter ones are mostly teasers and captions."""

LINKED = 0.5
"""Share of a line's characters in links up to which it is prose and not a teaser."""

MOST = 0.5
"""Share of the prose from which the way it is marked up is the way of the page."""

MASS = 1.4
"""Exponent of a region's prose against its whole text: at 1 the purest crumb would win, at 2 the whole page."""

NEARLY_ALL = 0.8
"""Share of a region's prose from which its first part is the article, and the rest an imprint."""

LONE = 0.5
"""Weight of a line that stands alone: an article has several, a slogan, a poll or an imprint one."""

ASIDE = frozenset({"nav", "footer", "aside", "button", "figcaption", "select", "noscript"})
WHOLE = frozenset({"html", "body", "main", "article"})
MARGINS = ("comment", "related", "newsletter", "cookie", "consent", "footer", "copyright", "imprint")
CELLS = frozenset({"td", "th"})
TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup")
INLINE = frozenset({"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd",
                    "mark", "nobr", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "wbr"})  # fmt: skip
UNBROKEN = frozenset({"p", "pre", "li", "address", "textarea", "option", "a"})
"""Elements whose line breaks part no paragraphs: verses, entries, addresses."""

BOX = 400
"""Characters of text up to which what stands around a field for input is a box; more is a page wrapped in a form."""

MOST_FIELDS = 50
FIELDS = frozenset({"text", "email", "search", "checkbox", "radio", ""})
LINES = ("p", "div", "span", "label", "li", "h2", "h3", "h4", "h5", "strong", "b")
IMPRINT = ("©", "(c)", "copyright")


@dataclass(frozen=True, slots=True)
class Prose:
    """A line that is long, mostly unlinked and not in the page's margins, and the element that holds it."""

    holder: lxml.html.HtmlElement
    text: str
    is_broken: bool = False


def prose(root: lxml.html.HtmlElement) -> list[Prose]:
    """Return the prose of a page: its paragraphs, then what line breaks and cells make paragraphs of."""
    found = [Prose(each, text) for each in root.iter("p") if (text := _prose_of(each))]
    for holder in _broken(root):
        found += [Prose(holder, line, is_broken=True) for line, linked in _lines(holder) if _is_prose(line, linked)]
    return _content(root, found)


def aside(root: lxml.html.HtmlElement) -> frozenset[str]:
    """Return the lines of a page that stand in its margins or beside a field for input, whatever an extractor thinks."""
    headed = _headed(root)
    elements = [each for each in root.iter("p") if any(up not in headed and _is_margin(up) for up in _upwards(each))]
    for field in islice(root.iter("input", "textarea"), MOST_FIELDS):
        if (field.get("type") or "").lower() in FIELDS and (box := _box(field)) is not None:
            elements += box.iter(*LINES)
    return frozenset(" ".join("".join(each.itertext()).split()) for each in elements)


def is_list_of_links(root: lxml.html.HtmlElement, text: str) -> bool:
    """Whether most of an extracted text are lines that stand in links of the page: its menu, its teasers."""
    links = {" ".join("".join(link.itertext()).split()) for link in root.iter("a")}
    lines = [" ".join(line.removeprefix("- ").split()) for line in text.split("\n")]
    linked = sum(len(line) for line in lines if line in links)
    return 0 < linked > LINKED * sum(map(len, lines))


def _box(field: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """Return the largest element around a field that holds little text, None where there is none."""
    box = None
    for up in field.iterancestors():
        if up.tag in {"body", "html"}:
            return box
        length = 0
        for text in up.itertext():
            length += len(text.strip())
            if length > BOX:
                return box
        if up.find(".//h1") is not None:
            return box
        box = up
    return box


def plain(root: lxml.html.HtmlElement, written: list[Prose]) -> lxml.html.HtmlElement:
    """Return the tree of a page with modern markup; of one with old markup a new tree of its densest region, made plain.

    `written` is the prose of the tree, which is left as it was.
    """
    if not _is_old(written):
        return root
    written = [*written, *_content(root, list(_bare(root)))]
    if not _is_old(written):
        return root
    region = copy.deepcopy(densest(root, written))
    region.tail = None
    page = etree.fromstring("<html><body/></html>", root.getroottree().parser)
    page[0].append(region)
    for holder in list(_broken(region)):
        _part(holder)
    for each in prose(region):
        _unfold(each.holder)
    return page


def _is_old(written: list[Prose]) -> bool:
    """Whether most of the prose is parted by line breaks or lies in cells."""
    total = sum(len(each.text) for each in written)
    broken = sum(len(each.text) for each in written if each.is_broken)
    tabled = sum(len(each.text) for each in written if any(up.tag in CELLS for up in _upwards(each.holder)))
    return max(broken, tabled) >= MOST * total > 0


def _bare(root: lxml.html.HtmlElement) -> Iterator[Prose]:
    """Yield what stands in divisions that hold a paragraph's text without being one: no blocks in them, no breaks."""
    for element in root.iter("div"):
        text = _prose_of(element) if all(map(_is_inline, element)) else ""
        if text and not any(up.tag == "p" for up in element.iterancestors()):
            yield Prose(element, text)


def densest(root: lxml.html.HtmlElement, written: list[Prose]) -> lxml.html.HtmlElement:
    """Return the element that holds most of the prose, of which there must be some, with least beside it.

    A little prose that follows in an element of its own is left out: imprints do, while a lead comes before.
    """
    lines = Counter(_surroundings(each) for each in written)
    weights: dict[lxml.html.HtmlElement, float] = {}
    for each in written:
        if not each.text.lower().startswith(IMPRINT):
            weight = len(each.text) * (1 if lines[_surroundings(each)] > 1 else LONE)
            for element in _upwards(each.holder):
                weights[element] = weights.get(element, 0) + weight
    lengths = _lengths(root)
    region = max(weights, key=lambda each: weights[each] ** MASS / max(lengths[each], weights[each]), default=root)
    while (first := next((child for child in region if child in weights), None)) is not None:
        if weights[first] < NEARLY_ALL * weights[region]:
            break
        region = first
    return region


def _lengths(root: lxml.html.HtmlElement) -> dict[lxml.html.HtmlElement, int]:
    """Return the characters of text in each element, what it contains included."""
    lengths: dict[lxml.html.HtmlElement, int] = {}
    for element in reversed(list(root.iter())):
        own = len((element.text or "").strip())
        lengths[element] = own + sum(lengths[child] + len((child.tail or "").strip()) for child in element)
    return lengths


# ── Lines ─────────────────────────────────────────────────────────────────────────────────────────


def _broken(root: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """Yield the elements in which line breaks part text, and cells that hold text without any paragraph."""
    holders = dict.fromkeys(each.getparent() for each in root.iter("br"))
    holders.update(dict.fromkeys(each for each in root.iter(*CELLS) if (each.text or "").strip()))
    for holder in holders:
        if holder is not None and holder.tag not in UNBROKEN and any(_is_prose(*line) for line in _lines(holder)):
            yield holder


def _lines(holder: lxml.html.HtmlElement) -> Iterator[tuple[str, int]]:
    """Yield each line that breaks and blocks make in an element, with the count of its characters in links."""
    pieces, linked = [holder.text or ""], 0
    for child in holder:
        if _is_inline(child):
            piece = "".join(child.itertext())
            pieces.append(piece)
            linked += len(piece) if child.tag == "a" or child.find(".//a") is not None else 0
        else:
            yield " ".join("".join(pieces).split()), linked
            pieces, linked = [], 0
        pieces.append(child.tail or "")
    yield " ".join("".join(pieces).split()), linked


def _is_inline(child: lxml.html.HtmlElement) -> bool:
    return child.tag in INLINE and child.find(".//br") is None


def _part(holder: lxml.html.HtmlElement) -> None:
    """Make a paragraph of each line of an element. What is a block already stays between them."""
    children, lead = list(holder), holder.text
    for child in children:
        holder.remove(child)
    for element in _upwards(holder):
        if element.tag not in INLINE:
            break
        element.tag = "div"  # a paragraph cannot stand in a font
    holder.text = None
    line = _open(holder, lead)
    for child in children:
        tail, child.tail = child.tail, None
        if _is_inline(child):
            line = etree.SubElement(holder, "p") if line is None else line
            line.append(child)
            child.tail = tail
        else:
            if child.tag != "br":
                holder.append(child)
            line = _open(holder, tail)


def _open(holder: lxml.html.HtmlElement, text: str | None) -> lxml.html.HtmlElement | None:
    """Begin a paragraph at the end of an element, unless there is nothing to write in it yet."""
    if not (text or "").strip():
        return None
    line = etree.SubElement(holder, "p")
    line.text = text
    return line


def _unfold(element: lxml.html.HtmlElement) -> None:
    """Turn the tables around an element into divisions: they lay out a page, they hold no data.

    Rows of one cell are left out, lest a single paragraph with a link passes for a list of links.
    """
    for table in [up for up in _upwards(element) if up.tag == "table"]:
        for part in list(table.iter(*TABLE_PARTS)):
            if part.tag == "tr" and len(part) == 1 and part[0].find("p") is not None:
                part[0].drop_tag()
                part.drop_tag()
            else:
                part.tag = "div"


# ── Elements ──────────────────────────────────────────────────────────────────────────────────────


def _upwards(element: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    yield element
    yield from element.iterancestors()


def _surroundings(line: Prose) -> lxml.html.HtmlElement:
    """Return the element in which an article would have more lines like this one."""
    holder = line.holder
    if not line.is_broken:
        return holder.getparent()
    row = holder.getparent() if holder.tag in CELLS else None
    return holder if row is None or len(row) > 1 else row.getparent()  # some sites give each paragraph a row


def _prose_of(paragraph: lxml.html.HtmlElement) -> str:
    text = " ".join("".join(paragraph.itertext()).split())
    if len(text) < LINE:
        return ""
    return text if _is_prose(text, sum(len("".join(link.itertext())) for link in paragraph.iter("a"))) else ""


def _is_prose(text: str, linked: int) -> bool:
    return len(text) >= LINE and linked <= LINKED * len(text)


def _content(root: lxml.html.HtmlElement, lines: list[Prose]) -> list[Prose]:
    """Return the lines that do not lie in a margin; what has the heading in it is none, whatever its name."""
    headed = _headed(root)
    return [each for each in lines if not any(up not in headed and _is_margin(up) for up in _upwards(each.holder))]


def _headed(root: lxml.html.HtmlElement) -> set[lxml.html.HtmlElement]:
    return {up for heading in root.iter("h1") for up in heading.iterancestors()}


def _is_margin(element: lxml.html.HtmlElement) -> bool:
    if element.tag in WHOLE:  # a body of the class "cookies-not-set" is no margin
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    return element.tag in ASIDE or any(name.startswith(MARGINS) or name == "sidebar" for name in names)
