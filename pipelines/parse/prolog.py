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
MAX_ATTRIBUTES, MAX_DEPTH = 200, 5000
"""Of one tag, and of elements inside each other. Feeds have a dozen; 40,000 attributes keep feedparser busy for
minutes, and 200,000 levels take 120 MB."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
_SURROGATES = re.compile(
    r"&#(?:[xX](D[89AB][0-9A-F]{2})|(5[56]\d{3}));&#(?:[xX](D[C-F][0-9A-F]{2})|(5[67]\d{3}));", re.IGNORECASE
)
_NAMED = re.compile(r"&([^\W\d][\w.-]{0,60});")
_DOCTYPE_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|\"[^\"]*\"|'[^']*'|[\[\]>]", re.DOTALL)
_ENTITY = re.compile(
    r"<!ENTITY\s+(?:(%)\s+)?([^\s\"'<>]+)\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
_NAME = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_FEED_ROOT = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|newsItem|newsMessage|packageItem|NewsML|nitf|urlset|sitemapindex)[\s>]",
    re.IGNORECASE,
)
_LONG_TAG = re.compile(r"<[A-Za-z][^<]{4000,}")
_TAG = re.compile(r"<(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+")
_TOKEN = re.compile(
    r"<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+(?:\]\]>)?|<!--(?:[^-]++|-(?!->))*+(?:-->)?"
    r"|<(/?)([A-Za-z_][^\s<>/]*+)[^<>]*+>"
)
_ATTRIBUTE = re.compile(r"\s[\w:.-]{1,100}\s?=")
_ENTRIES = frozenset({"item", "entry", "url"})
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
    repaired = _SURROGATES.sub(_pair, text)
    # A text may be nothing but references: `sub` would hold each of them, so look first whether there is need.
    if any(_checked(match) != match[0] for match in _REFERENCE.finditer(repaired)):
        repaired = _REFERENCE.sub(_checked, repaired)
    changed = repaired != text
    if any(match[1] in _HTML_CHARACTERS for match in _NAMED.finditer(repaired)):
        repaired = _NAMED.sub(lambda match: _HTML_CHARACTERS.get(match[1], match[0]), repaired)
    return repaired, changed


def bombed(text: str) -> str | None:
    """Return what in a text would keep a parser busy for minutes, None where nothing would."""
    if (attributes := _crowd(text)) > MAX_ATTRIBUTES:
        return f"a tag with {attributes} attributes"
    if _depth(text) > MAX_DEPTH:
        return f"elements nested more than {MAX_DEPTH} deep"
    return None


def _crowd(text: str) -> int:
    """Return the attributes of the first tag that has too many: parsers need the square of them."""
    for start in _LONG_TAG.finditer(text):
        tag = _TAG.match(text, start.start())
        attributes = len(_ATTRIBUTE.findall(tag[0])) if tag else 0
        if attributes > MAX_ATTRIBUTES:
            return attributes
    return 0


def _depth(text: str) -> int:
    """Return how deep elements nest; the end of an entry ends whatever was left open in it."""
    depth = deepest = entry = 0
    for token in _TOKEN.finditer(text):
        closes, name = token.groups()
        if name is None or text[token.end() - 2] == "/":
            continue
        if closes:
            depth = entry if name in _ENTRIES else max(0, depth - 1)
            continue
        if name in _ENTRIES:
            entry = depth
        depth += 1
        if depth > deepest:
            deepest = depth
            if deepest > MAX_DEPTH:
                break
    return deepest


def expand(prolog: Prolog) -> str | None:
    """Return the text with simple declared entities put in, None where they nest or grow beyond bounds.

    What an external entity would have brought is left out. Nested ones are what bombs are made of, and no
    feed we know of needs them.
    """
    values = {entity.name: entity.value or "" for entity in prolog.entities if entity.name not in _KEPT}
    if not values:
        return prolog.text
    added = 0
    for match in _NAMED.finditer(prolog.text):
        value = values.get(match[1], "")
        added += len(value)
        if added > MAX_EXPANSION or "&" in _REFERENCE.sub("", value):
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
    # A declaration inside a comment declares nothing; what looks like a comment inside quotes is none.
    bare = _DOCTYPE_TOKEN.sub(lambda token: "" if token[0].startswith("<!--") else token[0], doctype)
    for match in _ENTITY.finditer(bare):
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
