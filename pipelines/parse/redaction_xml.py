"""Killed items cut out of an XML wire document: NewsML-G2, NewsML 1.x, references in NITF.

The text is cut by the offsets of its elements and not written anew: declaration, DOCTYPE, white space, comments and
every other item stay as they are, character by character. What is not well-formed is not cut.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from pipelines.parse.newsml1_item import without_revision

_ITEMS = frozenset(
    {"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "NewsItem"}
)
# What stands here are words of the story that holds them, whatever they link to.
_CONTENT = frozenset({"inlineXML", "inlineData", "DataContent", "body.content"})
_ID_PARTS = ("ProviderId", "DateId", "NewsItemId", "PublicIdentifier")
# Attributes that name, count or classify; any other may hold words of what is referred to.
_CODES = frozenset(
    {"residref", "href", "hreftype", "guidref", "idref", "persistidref", "guid", "id", "id-string", "regsrc", "key"}
    | {"rel", "reluri", "role", "roleuri", "type", "typeuri", "qcode", "uri", "class", "version", "rank", "mode"}
    | {"contenttype", "contenttypevariant", "format", "formaturi", "mime-type", "size", "dir", "hash", "hashtype"}
    | {"validfrom", "validto", "created", "modified", "creator", "custom", "NewsItem", "Duid", "Euid", "FormalName"}
    | {"Vocabulary", "Scheme", "Href", "Url", "Urn"}
)
_TAG = re.compile(rb"<(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_ATTRIBUTE = re.compile(rb"\s+([^\s=<>/\"']+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(slots=True, kw_only=True)
class _Node:
    """One element; offsets are those of its first byte, of the first behind its start tag, of the first behind it."""

    name: str
    attributes: dict[str, str]
    parent: "_Node | None"
    start: int
    inside: int
    end: int = 0
    has_words: bool = False
    words: list[str] = field(default_factory=list)
    """Of a part of an identifier: what stands in it."""
    identifier: dict[str, str] = field(default_factory=dict)
    """Of an item of NewsML 1.x: the parts of its identifier by name."""

    def above(self) -> Iterator["_Node"]:
        """Yield the elements around it, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def cut_xml(text: str, guids: frozenset[str]) -> str | None:
    """Return the text without those items and without the words beside references to them; unchanged if it has none.

    A reference keeps what names and relates, as an empty element. None where the root element is to go, or no item is
    left in it. Raises `expat.ExpatError` for what is not well-formed.
    """
    data = text.encode("utf-8", "surrogatepass")
    nodes = _nodes(_CONTROLS.sub(lambda match: " " * len(match[0].encode("utf-8", "surrogatepass")), text), data)
    items = [node for node in nodes if node.name in _ITEMS and not any(each.name in _CONTENT for each in node.above())]
    killed = [node for node in items if _ids(node) & guids]
    if any(node.parent is None for node in killed) or (items and len(killed) == len(items)):
        return None
    pieces = [(node.start, node.end, b"") for node in killed]
    pieces.extend(
        (node.start, node.end, _bare(data, node))
        for node in nodes
        if node.parent is not None and node.name not in _ITEMS and _refers(node, guids) and _is_wordy(node)
    )
    return _without(data, pieces).decode("utf-8", "surrogatepass") if pieces else text


def _nodes(text: str, data: bytes) -> list[_Node]:
    """Return the elements in document order. `text` has blanks for controls, which no parser takes, in as many bytes."""
    nodes: list[_Node] = []
    around: list[_Node] = []
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.UseForeignDTD(True)  # HTML's entities, which the DTD would declare: skipped, not refused

    def opened(name: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        tag = _TAG.match(data, start)
        node = _Node(
            name=name.rpartition(":")[2],
            attributes={key.rpartition(":")[2]: value for key, value in attributes.items()},
            parent=around[-1] if around else None,
            start=start,
            inside=tag.end() if tag else start,
        )
        nodes.append(node)
        around.append(node)

    def closed(_: str) -> None:
        node = around.pop()
        is_empty = data[node.inside - 2 : node.inside] == b"/>"
        tag = None if is_empty else _TAG.match(data, parser.CurrentByteIndex)
        node.end = tag.end() if tag else node.inside
        if node.parent is not None and _is_wordy(node):
            node.parent.has_words = True
        item = next((each for each in node.above() if each.name == "NewsItem"), None) if node.words else None
        if item is not None:
            item.identifier.setdefault(node.name, "".join(node.words).strip())

    def words(said: str) -> None:
        if said.strip():
            around[-1].has_words = True
            if around[-1].name in _ID_PARTS:
                around[-1].words.append(said)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, words
    parser.Parse(text.encode("utf-8"), True)
    return nodes


def _ids(item: _Node) -> frozenset[str]:
    """Return the ids of an item: in G2 an attribute, in 1.x what `newsml1_item.guid_of` may make of its identifier."""
    if item.name != "NewsItem":
        return frozenset({item.attributes.get("guid", "")} - {""})
    provider, date, own, public = (item.identifier.get(name, "") for name in _ID_PARTS)
    made = ":".join(filter(None, ("urn:newsml", provider, date, own)))
    return frozenset({public, without_revision(public), own, made} - {""})


def _refers(node: _Node, guids: frozenset[str]) -> bool:
    if not any(value in guids or without_revision(value) in guids for value in node.attributes.values()):
        return False
    return not any(each.name in _CONTENT for each in (node, *node.above()))


def _is_wordy(node: _Node) -> bool:
    return node.has_words or _wordy_attributes(node)


def _wordy_attributes(node: _Node) -> bool:
    return any(name not in _CODES and re.search(r"[^\W\d_]{2}", value) for name, value in node.attributes.items())


def _bare(data: bytes, node: _Node) -> bytes:
    """Return an element with nothing in it but attributes that are codes."""
    tag = data[node.start : node.inside]
    kept = [
        match[0]
        for match in _ATTRIBUTE.finditer(tag)
        if match[1].decode().rpartition(":")[2] in _CODES or match[1].startswith((b"xmlns", b"xml:"))
    ]
    name = re.match(rb"<[^\s/>]+", tag)
    return (name[0] if name else b"<removed") + b"".join(kept) + b"/>"


def _without(data: bytes, pieces: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Return the bytes with pieces replaced; one inside another goes with it."""
    kept: list[bytes] = []
    at = 0
    for start, end, instead in sorted(pieces, key=lambda piece: (piece[0], -piece[1])):
        if start >= at:
            kept.extend((data[at:start], instead))
            at = end
    return b"".join([*kept, data[at:]])
