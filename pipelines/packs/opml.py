"""Subscription lists of feed readers (OPML 2.0, opml.org/spec2), read into stanzas of a pack and written from its sources.

OPML ──read_opml──▶ Found … ──to_stanzas──▶ Imported (YAML for `append_stanza`)        Source … ──write_opml──▶ OPML

Nothing here touches the network, and lists are untrusted: size, number and depth are capped, entities refused.
"""

import codecs
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from listparser.opml import OpmlMixin
from pydantic import TypeAdapter, ValidationError

from pipelines.errors import PackError
from pipelines.packs.schema import WebAddress
from pipelines.packs.sources import address_of
from pipelines.packs.stanzas import stanza
from pipelines.records import Source, SourceKind

MOST_BYTES = 2 << 20
MOST_OUTLINES = 10_000
DEEPEST = 32
LONGEST_TEXT = 2_000
"""Caps of a list, far above what readers export: 2,600 feeds take some 600 KB and three levels."""
NAME_LENGTH = 200
ID_LENGTH = 64
SITEMAP = "sitemap"
"""The `type` under which sitemaps are exported; feeds are `rss` whatever their format, as the specification asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One feed of a list. `folders` are the paths under which it stands and its categories, outermost name first."""

    url: str
    title: str
    kind: SourceKind = SourceKind.FEED
    site_url: str | None = None
    language: str | None = None
    folders: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Stanzas for sources.yaml (`text`, empty if there is none), their ids, and how many feeds were left out and why."""

    text: str
    ids: tuple[str, ...]
    known: int
    refused: int


class _Outlines(OpmlMixin):
    """listparser's handler of OPML, which also keeps what it drops of a feed: site, type and language."""

    def __init__(self) -> None:
        super().__init__()
        self.harvest.update({"feeds": [], "lists": [], "opportunities": [], "meta": {}, "version": ""})
        self.attributes: dict[str, dict[str, str]] = {}
        self._outlines = 0

    def start_opml_outline(self, attrs: dict[str, str]) -> None:
        self._outlines += 1
        if self._outlines > MOST_OUTLINES or len(self.hierarchy) >= DEEPEST:
            raise _refused(f"more than {MOST_OUTLINES} outlines, or more than {DEEPEST} levels")
        short = {key: value for key, value in attrs.items() if len(value) <= LONGEST_TEXT}
        if url := short.get("xmlurl", "").strip():
            self.attributes.setdefault(url, short)
        super().start_opml_outline(short)

    def end_opml_outline(self) -> None:
        if self.hierarchy:  # listparser fails on an end without a start
            super().end_opml_outline()


def read_opml(text: bytes) -> tuple[Found, ...]:
    """Return the feeds of a subscription list, each address once, in document order.

    Ill-formed XML is read as far as it goes. Raises `PackError` for what is no OPML, declares entities, is larger
    than 2 MiB, or holds more outlines or levels than any reader exports.
    """
    if len(text) > MOST_BYTES:
        raise _refused(f"{len(text)} bytes are more than {MOST_BYTES}")
    document = _decoded(text)
    if re.search(r"<!(ENTITY|DOCTYPE[^>]*\[)", document, re.IGNORECASE):
        raise _refused("it declares entities")
    outlines = _Outlines()
    outlines.feed(document)
    if not outlines.harvest["version"]:
        raise _refused("there is no <opml> in it")
    return tuple(_found(feed, outlines.attributes[feed["url"]]) for feed in outlines.harvest["feeds"])


def to_stanzas(found: Iterable[Found], known_sources: Iterable[Source]) -> Imported:
    """Return stanzas for the feeds that no known source has.

    Ids come of host and title, are ASCII and unlike all known ones. A feed on the host of a known source becomes
    one of its publisher. What a list cannot tell (country, cadence, ownership) is left to a person; a language that
    the list does not tell is `und`. A feed whose address no source could have is refused and counted.
    """
    sources = tuple(known_sources)
    addresses = {address_of(source.url) for source in sources if source.url}
    hosts = {_host(source.url): source for source in reversed(sources) if source.url}
    taken = {source.source_id for source in sources}
    texts, ids, known, refused = [], [], 0, 0
    for each in found:
        if not _is_address(each.url):
            refused += 1
        elif (address := address_of(each.url)) in addresses:
            known += 1
        else:
            addresses.add(address)
            ids.append(_new_id(each, taken))
            texts.append(_stanza(each, ids[-1], hosts.get(_host(each.url))))
    return Imported(text="\n".join(texts), ids=tuple(ids), known=known, refused=refused)


def write_opml(sources: Iterable[Source], *, by: str = "country", title: str = "trucewatch") -> bytes:
    """Return an OPML 2.0 document of the sources that have an address, in folders by `country` or `language`.

    UTF-8, no date in it: the same sources give the same bytes. Credentials are not among what is written.
    """
    folders: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if source.url:
            folders[(source.language if by == "language" else source.country) or "other"].append(source)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(_one_line(title))}</title></head>",
        "  <body>",
    ]
    for folder in sorted(folders):
        lines.append(f"    <outline text={_attribute(folder)}>")
        lines += [f"      {_outline(source)}" for source in folders[folder]]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""]).encode()


def _refused(why: str) -> PackError:
    return PackError(
        "This subscription list cannot be read.",
        where=why,
        next_step="Export it anew as OPML from your feed reader.",
    )


def _decoded(text: bytes) -> str:
    """Return the document by its byte order mark, else by its XML declaration, else as UTF-8."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    encoding = next((name for mark, name in marks if text.startswith(mark)), None)
    declared = re.match(rb"\s*<\?xml[^>]*?encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']", text[:500])
    try:
        return text.decode(encoding or (declared[1].decode() if declared else "utf-8"))
    except (LookupError, UnicodeError) as error:
        raise _refused("its bytes are not in the encoding that it declares") from error


def _found(feed: dict[str, object], attributes: dict[str, str]) -> Found:
    categories = feed.get("categories")
    paths = categories if isinstance(categories, list) else []
    folders = (tuple(name for name in path if name) for path in paths)
    language = attributes.get("language", "")[:2].lower()
    site = attributes.get("htmlurl", "").strip()
    return Found(
        url=str(feed["url"]),
        title=_one_line(str(feed["title"])),
        kind=SourceKind.SITEMAP if attributes.get("type", "").strip().lower() == SITEMAP else SourceKind.FEED,
        site_url=site if _is_address(site) else None,
        language=language if re.fullmatch("[a-z]{2}", language) else None,
        folders=tuple(dict.fromkeys(folder for folder in folders if folder)),
    )


_ADDRESS: TypeAdapter[str] = TypeAdapter(WebAddress)


def _is_address(url: str) -> bool:
    try:
        _ADDRESS.validate_python(url)
    except ValidationError:
        return False
    return bool(_host(url))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _stanza(found: Found, source_id: str, relative: Source | None) -> str:
    host = _host(found.url)
    folders = " · ".join("/".join(folder) for folder in found.folders)
    note = f"From a subscription list{f', folder {folders}' if folders else ''}."
    return stanza(
        id=source_id,
        publisher=relative.publisher_id if relative else _slug(host) or source_id,
        name=found.title or host[:NAME_LENGTH],
        kind=found.kind,
        url=found.url,
        language=found.language or "und",
        country=relative.country if relative else None,
        time_zone=relative.time_zone if relative else None,
        operator=relative.operator if relative else None,
        note=_one_line(note),
    )


def _new_id(found: Found, taken: set[str]) -> str:
    """Return an id that is not taken, and take it."""
    stem = _slug(f"{_host(found.url)} {found.title}") or "source"
    source_id, number = stem, 1
    while source_id in taken:
        number += 1
        source_id = f"{stem[: ID_LENGTH - 6]}_{number}"
    taken.add(source_id)
    return source_id


def _slug(text: str) -> str:
    """Return the ASCII letters and digits of a text, small, parted by underscores; empty if it has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "_".join(re.findall(r"[a-z0-9]+", plain))[:ID_LENGTH].strip("_")


def _one_line(text: str) -> str:
    """Return a text without line breaks and control characters, cut to what a name may hold."""
    return " ".join("".join(_printable(text)).split())[:NAME_LENGTH].strip()


def _printable(text: str) -> Iterator[str]:
    """Yield the characters that XML 1.0 may hold, controls and line breaks as blanks."""
    for each in text:
        category = unicodedata.category(each)
        if category in {"Cc", "Zl", "Zp"}:
            yield " "
        elif category != "Cs" and each not in "\ufffe\uffff":
            yield each


def _attribute(text: str) -> str:
    """Return a text in quotes, as XML wants it in an attribute."""
    return quoteattr(_one_line(text))


def _outline(source: Source) -> str:
    kind = SITEMAP if source.kind is SourceKind.SITEMAP else "rss"
    name = _attribute(source.publisher)
    return (
        f'<outline type="{kind}" text={name} title={name} xmlUrl={quoteattr(source.url or "")}'
        f" language={_attribute(source.language)}/>"
    )
