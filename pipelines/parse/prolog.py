"""What stands before the root element, and repairs that let a strict parser read what follows.

The DOCTYPE never reaches a parser: it is read here, so nothing in it can be fetched or blown up.
"""

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_EXPANSION = 200_000
"""Characters that declared entities may add to a feed."""
MAX_JUNK = 16_384
"""Characters before the root in which a feed is still looked for: warnings of a broken publishing system."""
MAX_ATTRIBUTES = 1000
"""Attributes of one tag. Feeds have a dozen; 40,000 keep feedparser busy for minutes."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
_SURROGATES = re.compile(
    r"&#(?:[xX](D[89AB][0-9A-F]{2})|(5[56]\d{3}));&#(?:[xX](D[C-F][0-9A-F]{2})|(5[67]\d{3}));", re.IGNORECASE
)
_NAMED = re.compile(r"&([^\W\d][\w.-]{0,60});")
_DOCTYPE_TOKEN = re.compile(r"<!--.*?-->|\"[^\"]*\"|'[^']*'|[\[\]>]", re.DOTALL)
_ENTITY = re.compile(
    r"<!ENTITY\s+(?:(%)\s+)?([^\s\"'<>]+)\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
_NAME = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_FEED_ROOT = re.compile(r"<(?:rss|feed|(?:rdf:)?RDF|newsItem|newsMessage|nitf)[\s>]")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4000,}")
_ATTRIBUTE = re.compile(r"\s[\w:.-]{1,100}\s?=\s?[\"']")
_KEPT = frozenset({"amp", "lt", "gt", "quot", "apos"})
_HTML_CHARACTERS = {name: chr(code) for name, code in html.entities.name2codepoint.items() if code > 127}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One declared entity; `value` is None when it lies outside the document or is a parameter entity."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prolog:
    """The root element's local name and the text from it on, references repaired, without declarations.

    `flags`: references_repaired, controls_removed, leading_junk.
    """

    root: str
    text: str
    doctype_name: str | None = None
    entities: tuple[Entity, ...] = ()
    flags: tuple[str, ...] = field(default=())


def read_prolog(text: str) -> Prolog | None:
    """Return the root and the repaired text, None where there is no element."""
    clean = _CONTROLS.sub("", text.lstrip("\ufeff"))
    position, doctype = _skip(clean)
    flags = ["controls_removed"] if len(clean) != len(text.lstrip("\ufeff")) else []
    name = _NAME.match(clean, position)
    if name is None or name[1].lower() in {"br", "b", "p", "div", "pre"}:
        found = _FEED_ROOT.search(clean, position, position + MAX_JUNK)
        if found is None:
            return Prolog(root=name[1], text="") if name else None
        flags.append("leading_junk")
        position = found.start()
        name = _NAME.match(clean, position)
    if name is None:
        return None
    rest, repaired = repair_references(clean[position:])
    return Prolog(
        root=name[1],
        text=rest,
        doctype_name=_doctype_name(doctype),
        entities=tuple(_entities(doctype)),
        flags=(*flags, *(("references_repaired",) if repaired else ())),
    )


def repair_references(text: str) -> tuple[str, bool]:
    """Replace numeric references to what is no character (XML 1.0, production 2); True if there were any.

    Two references that spell a UTF-16 pair become the character they meant; controls vanish; the rest
    becomes U+FFFD. HTML's named references become their characters, which XML without a DTD does not know.
    """
    joined = _SURROGATES.sub(_pair, text)
    repaired = _REFERENCE.sub(_checked, joined)
    changed = repaired != text
    return _NAMED.sub(lambda match: _HTML_CHARACTERS.get(match[1], match[0]), repaired), changed


def crowded_tag(text: str) -> int:
    """Return the attributes of the first tag that has absurdly many, 0 if none has: parsers need their square."""
    for tag in _LONG_TAG.finditer(text):
        attributes = len(_ATTRIBUTE.findall(tag[0]))
        if attributes > MAX_ATTRIBUTES:
            return attributes
    return 0


def expand(prolog: Prolog) -> str | None:
    """Return the text with simple declared entities put in, None where they nest or grow beyond bounds.

    What an external entity would have brought is left out. Nested ones are what bombs are made of, and no
    feed we know of needs them.
    """
    if not prolog.entities:
        return prolog.text
    values = {entity.name: entity.value or "" for entity in prolog.entities if entity.name not in _KEPT}
    uses = [match[1] for match in _NAMED.finditer(prolog.text) if match[1] in values]
    if any("&" in _REFERENCE.sub("", values[name]) for name in set(uses)):
        return None
    if sum(len(values[name]) for name in uses) > MAX_EXPANSION:
        return None
    return _NAMED.sub(lambda match: values.get(match[1], match[0]), prolog.text)


def _skip(text: str) -> tuple[int, str]:
    position, doctype = 0, ""
    while True:
        position = _white(text, position)
        if text.startswith("<?", position):
            end = text.find("?>", position)
        elif text.startswith("<!--", position):
            end = text.find("-->", position) + 1 or -1
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, position) - 1
            doctype += text[position : end + 2]
        else:
            return position, doctype
        if end < 0:
            return position, doctype
        position = end + 2


def _white(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n\ufeff":
        position += 1
    return position


def _doctype_end(text: str, position: int) -> int:
    inside = False
    for token in _DOCTYPE_TOKEN.finditer(text, position):
        if token[0] == "[":
            inside = True
        elif token[0] == "]":
            inside = False
        elif token[0] == ">" and not inside:
            return token.start()
    return -1


def _doctype_name(doctype: str) -> str | None:
    words = doctype[9:200].split(maxsplit=1)
    return words[0].rstrip(">").lower() if words else None


def _entities(doctype: str) -> Iterator[Entity]:
    for match in _ENTITY.finditer(doctype):
        outside = match[1] or match[3]
        yield Entity(name=match[2], value=None if outside else match[4] or match[5] or "")


def _pair(match: re.Match[str]) -> str:
    high = int(match[1], 16) if match[1] else int(match[2])
    low = int(match[3], 16) if match[3] else int(match[4])
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return match[0]
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _checked(match: re.Match[str]) -> str:
    digits = (match[1] or match[2]).lstrip("0") or "0"
    if len(digits) > 8:
        return "\ufffd"
    code = int(digits, 16 if match[1] else 10)
    if code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF:
        return match[0]
    return "" if code < 0x20 else "\ufffd"
