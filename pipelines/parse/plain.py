"""Markup → plain text. The only importer of lxml in this room."""

import html
import io
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from lxml import etree

T = TypeVar("T")

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "iframe", "svg", "math", "object", "head", "title", "figcaption"}
    | {"media", "button", "select", "textarea", "nav", "colgroup"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "aside", "header", "footer", "main", "body", "html", "blockquote", "figure"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot"}
    | {"tr", "caption", "pre", "hr", "address", "form", "fieldset", "center", "details", "summary", "option"}
    | {"hl1", "hl2", "block", "bq", "fn", "note", "credit", "body.content", "nitf-table", "datasource"}  # NITF 3.6
)
_CELLS = frozenset({"td", "th"})
_CELL, _BREAK = "\x1f", "\x1e"
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LESS_THAN = re.compile(r"<(?![^<>]*>)")  # opens no tag: a sign of mathematics
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOOKS_MARKED_UP = re.compile(
    r"<(?:/?(?:p|br|b|i|em|strong|a|img|span|div|ul|ol|li|font|sub|sup)\b[^<>]*)>", re.IGNORECASE
)

_HTML = etree.HTMLParser(
    encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
)
_XML = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)

Element = Any
"""An lxml element; the library publishes no types."""


def clean(text: str) -> str:
    """Return the text in NFC without NUL, C0 controls, DEL and byte order marks; lone surrogates become U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text)))


def one_line(text: str) -> str:
    """Return cleaned text with white space collapsed to single spaces."""
    return " ".join(clean(text).split())


def plain(markup: str) -> str:
    """Return HTML as one line: tags gone, references decoded, blocks parted by a space."""
    if "<" not in markup:
        return one_line(html.unescape(markup))
    return " ".join(paragraph.replace("\n", " ") for paragraph in _html_paragraphs(markup, cell=" "))


def plain_title(value: str, *, markup: bool) -> str:
    """Return a title as one line; `markup` says that it is HTML, but some that claim not to be are all the same."""
    if not markup and not _LOOKS_MARKED_UP.search(value):
        return one_line(value)
    return plain(_LESS_THAN.sub("&lt;", value))


def body_of_html(markup: str) -> str:
    """Return HTML as paragraphs parted by a blank line; table rows are lines of cells parted by ` | `."""
    return "\n\n".join(_html_paragraphs(markup, cell=" | "))


def body_of_text(text: str) -> str:
    """Return plain text as paragraphs parted by a blank line.

    Where no blank line parts them, an indented line begins one; where nothing is indented and some line is
    longer than a terminal is wide, each line is one.
    """
    lines = clean(text).expandtabs(4).splitlines()
    if any(not line.strip() for line in lines[1:-1]):
        parts = re.split(r"\n\s*\n", "\n".join(lines))
    elif any(line.startswith("  ") for line in lines[1:]):
        parts = re.split(r"\n(?=  )", "\n".join(lines))
    elif any(len(line) > 120 for line in lines):
        parts = lines
    else:
        parts = ["\n".join(lines)]
    return "\n\n".join(filter(None, (" ".join(part.split()) for part in parts)))


def body_of_element(element: Element) -> str:
    """Return the story inside an XHTML or NITF element, as `body_of_html` does."""
    return "\n\n".join(_paragraphs(element, " | "))


def line_of_element(element: Element) -> str:
    """Return all text inside an element as one line; an empty string for None."""
    if element is None:
        return ""
    return " ".join(paragraph.replace("\n", " ") for paragraph in _paragraphs(element, " "))


def read_xml(text: str) -> Element | str:
    """Return the root element, or, for text that is not well-formed, what is wrong with it.

    The text carries neither XML declaration nor DOCTYPE (`prolog` took them off).
    """
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _XML)
    except etree.XMLSyntaxError as error:
        return str(error)


def read_each(text: str, name: str, read: Callable[[Element], T]) -> tuple[list[T], bool]:
    """Return what `read` makes of each element with a local name, and whether the text is well-formed.

    Holds one of them at a time, so that 50,000 cost the memory of one. Ill-formed text is read as far as it goes.
    """
    events = etree.iterparse(
        io.BytesIO(text.encode("utf-8", "replace")),
        events=("end",),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    found = []
    for _, element in events:
        if local_name(element) == name:
            found.append(read(element))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return found, not any(entry.level == etree.ErrorLevels.FATAL for entry in events.error_log)


def repaired_xml(text: str) -> bytes | None:
    """Return ill-formed XML as well-formed bytes as far as it can be read, None where nothing can."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    return None if root is None else bytes(etree.tostring(root, encoding="utf-8"))


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element at a path of local names, None if a step is missing or `element` is None."""
    for name in path:
        element = next(iter(children(element, name)), None)
    return element


def children(element: Element | None, name: str | None = None) -> Iterable[Element]:
    """Yield the child elements with a local name, or all of them."""
    if element is not None:
        for each in element:
            if isinstance(each.tag, str) and name in {None, local_name(each)}:
                yield each


def descendants(element: Element | None, name: str) -> Iterable[Element]:
    """Yield the elements with a local name anywhere below."""
    if element is not None:
        yield from element.iter("{*}" + name)


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute as one line, an empty string if it is missing or `element` is None."""
    return "" if element is None else one_line(element.get(name) or "")


def language_attribute(element: Element | None) -> str:
    """Return `xml:lang`, an empty string if it is missing."""
    return attribute(element, "{http://www.w3.org/XML/1998/namespace}lang")


def _html_paragraphs(markup: str, cell: str) -> list[str]:
    try:
        root = etree.fromstring(clean(markup).encode("utf-8"), _HTML)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        # Nothing but comments, or markup that libxml2 refuses: what is left between the tags.
        return list(filter(None, [one_line(html.unescape(_TAG.sub(" ", markup)))]))
    return _paragraphs(root, cell)


def _paragraphs(root: Element, cell: str) -> list[str]:
    """Return the visible text of a tree. Iterates, for trees deeper than the interpreter's stack."""
    found: list[str] = []
    run: list[str] = []
    rows = tables = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = local_name(element).lower()
        inside_row = rows and name != "tr"
        if name in _BLOCKS:
            if inside_row:
                run.append(" ")
            else:
                _flush(run, found, cell, in_table=tables > 0 and name != "table")
        if event == "end":
            rows -= name == "tr"
            tables -= name == "table"
            if element is not root and element.tail:
                run.append(element.tail)
            continue
        rows += name == "tr"
        tables += name == "table"
        if name in _SKIPPED and element is not root:
            walk.skip_subtree()
            continue
        if name in _CELLS:
            run.append(_CELL)
        elif name == "br":
            run.append(_BREAK)
        if element.text:
            run.append(_lines(element.text) if name == "pre" else element.text)
    _flush(run, found, cell, in_table=tables > 0)
    return found


def _lines(text: str) -> str:
    return text.replace("\n", _BREAK)


def _flush(run: list[str], found: list[str], cell: str, *, in_table: bool) -> None:
    if not run:
        return
    text = "".join(run)
    run.clear()
    if _CELL in text:
        row = cell.join(filter(None, (" ".join(clean(part).split()) for part in text.split(_CELL))))
        if row and in_table and found and cell in found[-1].rpartition("\n")[2]:
            found[-1] += "\n" + row
        elif row:
            found.append(row)
        return
    for part in re.split(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*", text):
        lines = (" ".join(clean(line).split()) for line in part.split(_BREAK))
        if paragraph := "\n".join(filter(None, lines)):
            found.append(paragraph)
