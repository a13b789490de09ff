"""The tree of a page, parsed once: metadata, soft blocks and body all read the same one."""

import re

import lxml.html
from lxml import etree

from pipelines.extract.encoding import decode
from pipelines.extract.letters import has_marks, hide

# Tab, line feed and carriage return are the only controls that HTML text may hold (HTML, "preprocessing").
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")

# References to halves of surrogate pairs, which HTML forbids; old scripts escape emoji so.
SURROGATES = re.compile(
    r"(?:&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}(?![0-9a-fA-F])|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3])(?!\d));?)+"
)
REFERENCE = re.compile(r"&#([xX]?)0*([0-9a-fA-F]+);?")

HEAD_LENGTH = 4096
VISIBLE_LENGTH = 6000
BINARY = 0.05
"""Share of control characters in the beginning of a body from which it is no text in any encoding."""

# Never text of the article; their bulk is most of a modern page.
DEAD = ("script", "style", "svg", "template", "iframe", "object", "embed", "canvas", "link", "meta")


def _parser() -> lxml.html.HTMLParser:
    """Return a parser whose elements are looked up in C: the default lookup calls Python for each element.

    `huge_tree` lifts the limit on nesting from 256 to 2,048 elements: without it, text further down is dropped.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    lookup = etree.ElementDefaultClassLookup(
        element=lxml.html.HtmlElement,
        comment=lxml.html.HtmlComment,
        pi=lxml.html.HtmlProcessingInstruction,
        entity=lxml.html.HtmlEntity,
    )
    parser.set_element_class_lookup(lookup)
    return parser


def grow(body: bytes, content_type: str | None) -> lxml.html.HtmlElement | None:
    """Return the root element of a page, None when there is no element in it or it is no text."""
    text = decode(body, content_type)
    if len(CONTROLS.findall(text[:HEAD_LENGTH].rstrip("\0"))) > BINARY * min(len(text), HEAD_LENGTH):
        return None
    text = SURROGATES.sub(_paired, CONTROLS.sub("", text.replace("\f", " ")))
    try:
        root = etree.fromstring(text.encode("utf-8", "ignore"), _parser())
    except etree.XMLSyntaxError as error:  # an empty document; broken markup does not raise here
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        return None
    if root is not None and has_marks(text):
        _hide_marks(root)
    return root


def _hide_marks(root: lxml.html.HtmlElement) -> None:
    """Put stand-ins for the marks that are not seen, in place; `text.clean` restores them."""
    for element in root.iter():
        if element.text and not element.text.isascii():
            element.text = hide(element.text)
        if element.tail and not element.tail.isascii():
            element.tail = hide(element.tail)


def _paired(match: re.Match[str]) -> str:
    """Return the characters that references to surrogates make in pairs, without the halves that stand alone."""
    units = [int(digits, 16 if mark else 10) for mark, digits in REFERENCE.findall(match[0])]
    return b"".join(unit.to_bytes(2, "big") for unit in units).decode("utf-16-be", "ignore")


def strip(root: lxml.html.HtmlElement) -> None:
    """Remove, in place, what holds no text of the article. JSON-LD and meta must have been read by now."""
    for element in list(root.iter(*DEAD)):
        if element.getparent() is not None:
            element.drop_tree()


def visible(root: lxml.html.HtmlElement) -> str:
    """Return the beginning of what the page shows, furniture and all."""
    pieces: list[str] = []
    length = 0
    for element in root.iter("body"):
        for piece in element.itertext():
            pieces.append(piece)
            length += len(piece)
            if length > VISIBLE_LENGTH:
                break
    return " ".join(" ".join(pieces).split())
