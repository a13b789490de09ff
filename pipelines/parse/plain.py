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
_BLOCK_TAG = re.compile(r"<(?:p|div|h[1-6]|li|tr|blockquote|section)\b[^<>]*>", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_LEADING_LINES = re.compile(r"\A(?:[ \t\r]*\n)+")
_STRAY_AMPERSAND = re.compile(
    r"<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+\]\]>|<!--(?:[^-]++|-(?!->))*+-->|&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);)"
)
"""What XML wants escaped; stretches in which it does not are matched to be passed over."""
_COLUMNS = re.compile(r"[^\s.!?:] {2,}\S")
"""More than one space inside a line, but behind the end of a sentence, where some type two."""
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div)\b", re.IGNORECASE)

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


def body_of_html(markup: str, beside: frozenset[str] = frozenset()) -> str:
    """Return HTML as paragraphs parted by a blank line; table rows are lines of cells parted by ` | `.

    Elements with a class in `beside`, or with one as the element of a block (`story__byline`), are left out.
    """
    return "\n\n".join(_html_paragraphs(markup, cell=" | ", beside=beside))


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


def body_of_layout(text: str) -> str:
    """Return text of one element as paragraphs where its lines are laid out as such; an empty string where not.

    Blank lines part paragraphs, and indented lines begin some where others reach the margin. Where every line is
    indented, it is the document that is, and not the story. Columns made of spaces stay lines.
    """
    lines = clean(text).expandtabs(4).strip().splitlines()
    reaches_margin = any(line[:1].strip() for line in lines[1:])
    parts = re.split(r"\n\s*\n|\n(?=  )" if reaches_margin else r"\n\s*\n", "\n".join(lines))
    paragraphs = [_joined_lines(part.splitlines()) for part in parts]
    is_laid_out = len(paragraphs) > 1 or "\n" in paragraphs[0]
    return "\n\n".join(filter(None, paragraphs)) if is_laid_out else ""


def body_of_markup_in_text(text: str, beside: frozenset[str] = frozenset()) -> str:
    """Return plain text as `body_of_text` does, but first without the tags that some put into it all the same.

    Where all of it stands in one paragraph of markup, the layout of the lines is what parts it.
    """
    if "<" not in text and _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    blocks = _BLOCK_TAG.findall(text)
    if len(blocks) > 1 or _BREAK_TAG.search(text):
        return body_of_html(text, beside)
    if blocks or _LOOKS_MARKED_UP.search(text):
        text = html.unescape(_TAG.sub("", text))
    return body_of_text(_LEADING_LINES.sub("", text).rstrip())


def body_of_element(
    element: Element, without: frozenset[str] = frozenset(), beside: frozenset[str] = frozenset()
) -> str:
    """Return the story inside an XHTML or NITF element, as `body_of_html` does, but for elements of some names."""
    return "\n\n".join(_paragraphs(element, " | ", without, beside))


def line_of_element(element: Element) -> str:
    """Return all text inside an element as one line; an empty string for None."""
    if element is None:
        return ""
    return " ".join(paragraph.replace("\n", " ") for paragraph in _paragraphs(element, " "))


def read_xml(text: str) -> Element | str:
    """Return the root element, or, for text that is not well-formed, what is wrong with it.

    The text carries neither XML declaration nor DOCTYPE (`prolog` took them off). What a line has left behind the
    last tag is no part of it, and an ampersand that begins no reference stands for itself.
    """
    text = text[: text.rfind(">") + 1]
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _XML)
    except etree.XMLSyntaxError as error:
        repaired = _STRAY_AMPERSAND.sub(lambda match: match[0] if match[0] != "&" else "&amp;", text)
        if repaired == text:
            return str(error)
    try:
        return etree.fromstring(repaired.encode("utf-8", "replace"), _XML)
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
        if element is None:
            return None
        element = next(element.iterchildren("{*}" + name), None)
    return element


def children(element: Element | None, name: str = "*") -> Iterable[Element]:
    """Yield the child elements with a local name, or all of them."""
    if element is not None:
        yield from element.iterchildren("{*}" + name)


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


def _html_paragraphs(markup: str, cell: str, beside: frozenset[str] = frozenset()) -> list[str]:
    try:
        root = etree.fromstring(clean(markup).encode("utf-8"), _HTML)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        # Nothing but comments, or markup that libxml2 refuses: what is left between the tags.
        return list(filter(None, [one_line(html.unescape(_TAG.sub(" ", markup)))]))
    return _paragraphs(root, cell, beside=beside)


def _paragraphs(
    root: Element, cell: str, without: frozenset[str] = frozenset(), beside: frozenset[str] = frozenset()
) -> list[str]:
    """Return the visible text of a tree. Iterates, for trees deeper than the interpreter's stack."""
    skipped = _SKIPPED | without if without else _SKIPPED
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
        if element is not root and (name in skipped or (beside and _is_beside(element, beside))):
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


def _joined_lines(lines: list[str]) -> str:
    rows = [line for line in lines if _COLUMNS.search(line.strip())]
    separator = "\n" if len(rows) > 1 and 2 * len(rows) >= len(lines) else " "
    return separator.join(filter(None, (" ".join(line.split()) for line in lines)))


def _is_beside(element: Element, beside: frozenset[str]) -> bool:
    return any(name.rpartition("__")[2] in beside for name in (element.get("class") or "").split())


def _lines(text: str) -> str:
    return text.replace("\n", _BREAK)


def _flush(run: list[str], found: list[str], cell: str, *, in_table: bool) -> None:
    if not run:
        return
    text = "".join(run)
    run.clear()
    if _CELL in text:
        cells = text.replace(_BREAK, " ").split(_CELL)
        row = cell.join(filter(None, (" ".join(clean(part).split()) for part in cells)))
        if row and in_table and found and cell in found[-1].rpartition("\n")[2]:
            found[-1] += "\n" + row
        elif row:
            found.append(row)
        return
    for part in re.split(rf"{_BREAK}\s*{_BREAK}[\s{_BREAK}]*", text):
        lines = (" ".join(clean(line).split()) for line in part.split(_BREAK))
        if paragraph := "\n".join(filter(None, lines)):
            found.append(paragraph)
