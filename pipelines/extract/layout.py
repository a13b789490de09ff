"""The prose of a page and the region it is densest in; old markup made plain, so that its prose is seen at all.

Sites of the nineties and their heirs part paragraphs by line breaks and lay their pages out in tables. An extractor
that looks for paragraphs finds there the slogan and the imprint, and takes the whole page for one table of data.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml import etree

LINE = 60
"""Characters from which a line counts as prose; shorter ones are mostly teasers and captions."""

LINKED = 0.5
"""Share of a line's characters in links up to which it is prose and not a teaser."""

MOST = 0.5
"""Share of the prose from which the way it is marked up is the way of the page."""

MASS = 1.5
"""Exponent of a region's prose against its whole text: at 1 the purest crumb would win, at 2 the whole page."""

ASIDE = frozenset({"nav", "footer", "aside", "form", "button", "figcaption", "select", "noscript"})
MARGINS = ("comment", "related", "newsletter", "cookie", "consent")
CELLS = frozenset({"td", "th"})
INLINE = frozenset({"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd",
                    "mark", "nobr", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "wbr"})  # fmt: skip
UNBROKEN = frozenset({"p", "pre", "li", "address", "textarea", "option", "a"})
"""Elements whose line breaks part no paragraphs: verses, entries, addresses."""

IMPRINT = ("©", "(c)", "copyright")


@dataclass(frozen=True, slots=True)
class Prose:
    """A line that is long, mostly unlinked and not in the page's margins, and the element that holds it."""

    holder: lxml.html.HtmlElement
    text: str


def prose(root: lxml.html.HtmlElement) -> list[Prose]:
    """Return the prose of a page: its paragraphs, and what line breaks and cells make paragraphs of."""
    found = [Prose(each, text) for each in root.iter("p") if (text := _prose_of(each))]
    for holder in _broken(root):
        found += [Prose(holder, line) for line, linked in _lines(holder) if _is_prose(line, linked)]
    return [each for each in found if not any(map(_is_margin, _upwards(each.holder)))]


def plain(root: lxml.html.HtmlElement, written: list[Prose]) -> lxml.html.HtmlElement:
    """Return a copy in which paragraphs are paragraphs and layout tables are gone; the tree itself if it is so.

    `written` is the prose of the tree. In layout tables, cells outside of the densest region are left out, and those that
    hold nothing but links.
    """
    total = sum(len(each.text) for each in written)
    broken = sum(len(each.text) for each in written if each.holder.tag != "p")
    tabled = sum(len(each.text) for each in written if any(up.tag in CELLS for up in _upwards(each.holder)))
    if not total or max(broken, tabled) < MOST * total:
        return root
    root = copy.deepcopy(root)
    for holder in list(_broken(root)):
        _part(holder)
    if tabled >= MOST * total:
        _unfold_tables(root)
    return root


def densest(root: lxml.html.HtmlElement, written: list[Prose]) -> lxml.html.HtmlElement | None:
    """Return the element that holds most of the prose with least beside it, None where there is no prose."""
    weights: dict[lxml.html.HtmlElement, int] = {}
    for each in written:
        if not each.text.lower().startswith(IMPRINT):
            for element in _upwards(each.holder):
                weights[element] = weights.get(element, 0) + len(each.text)
    lengths = _lengths(root)
    return max(weights, key=lambda each: weights[each] ** MASS / max(lengths[each], weights[each]), default=None)


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
    holders.update(dict.fromkeys(each for each in root.iter(*CELLS) if len((each.text or "").strip()) >= LINE))
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
    holder.text = None
    for element in _upwards(holder):
        if element.tag not in INLINE:
            break
        element.tag = "div"  # a paragraph cannot stand in a font
    line = _continued(holder, None, lead)
    for child in children:
        tail, child.tail = child.tail, None
        if _is_inline(child):
            line = _continued(holder, line, "") if line is None else line
            line.append(child)
            child.tail = tail
            continue
        if child.tag != "br":
            holder.append(child)
        line = _continued(holder, None, tail)


def _continued(
    holder: lxml.html.HtmlElement, line: lxml.html.HtmlElement | None, text: str | None
) -> lxml.html.HtmlElement | None:
    """Return a new paragraph at the end of an element, None where there would be nothing in it yet."""
    if line is not None or (text is not None and not text.strip() and text != ""):
        return line
    if text is None:
        return None
    line = etree.SubElement(holder, "p")
    line.text = text
    return line


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────


def _unfold_tables(root: lxml.html.HtmlElement) -> None:
    """Turn the tables around the densest region to divisions, and drop the cells beside it."""
    region = densest(root, prose(root))
    if region is None:
        return
    around = set(_upwards(region))
    tables = [table for table in root.iter("table") if table in around or any(up in around for up in _upwards(table))]
    return tables
