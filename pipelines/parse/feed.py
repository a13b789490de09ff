"""RSS, RDF and Atom. The only importer of feedparser, which gets bytes and nothing but bytes.

A string would make it open files and addresses. It reads text that `charset` decoded and `prolog` repaired, so it has
nothing to guess; its HTML cleaning is off, because `plain` does that without its cost (3 s per MB) and its crashes.
"""

import io
import re
from urllib.parse import urlsplit
from xml.sax import SAXException

import feedparser
from feedparser import FeedParserDict

from pipelines.parse.entry import MAX_FIELD, MIN_TEXT, Entry, Times, dated, finish, is_web, shown_link, unique, web_link
from pipelines.parse.languages import language_of
from pipelines.parse.plain import body_of_html, body_of_text, one_line, plain, plain_title, repaired_xml
from pipelines.parse.prolog import Prolog, bombed, expand
from pipelines.parse.refusal import reject
from pipelines.records import Document, Format, ParsedDocument, Reason, Rejected, Related, Relation

ROOTS = frozenset({"rss", "rdf", "feed", "channel", "item", "entry"})
"""Local names, in lower case, of root elements that feedparser makes a feed of."""

_IANA = "http://www.iana.org/assignments/relation/"
_RELATIONS = {"next": Relation.NEXT, "prev-archive": Relation.PREV_ARCHIVE}
_CUT = " .…[]"
"""How a summary ends that is the beginning of something."""
_NO_BASE = "https://nowhere.invalid/"
_BASE = re.compile(r"\s(?:xml:)?base\s*=")
_ROOT_TAG = re.compile(r"<[\w:.-]+")
_TEXT_INPUT = re.compile(r"(</?)textinput(?=[\s/>])", re.IGNORECASE)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_TEXT_TYPES = _HTML_TYPES | {"text/plain"}


def parse_feed(document: Document, prolog: Prolog, flags: tuple[str, ...]) -> ParsedDocument | Rejected:
    """Return the entries of a feed.

    FEED_INVALID where entities nest or feedparser cannot read it at all, PARSE_TIMEOUT at once where it would take
    minutes.
    Flags of the document: ill_formed (not well-formed XML, read by the lenient parser), partial (cut off before
    its end), and those of `charset` and `prolog`.
    """
    text = expand(prolog)
    if text is None:
        return reject(Reason.FEED_INVALID, "its entities nest or expand beyond bounds")
    if bomb := bombed(text):
        return reject(Reason.PARSE_TIMEOUT, bomb)
    result = _read(_with_base(text))
    if isinstance(result, Rejected):
        return result
    version = str(result.get("version") or "")
    if not version and not result.entries:
        return reject(Reason.NOT_A_FEED, f"no feed inside the root element {prolog.root!r}")
    format_ = _format(version, prolog.root)
    about = _Feed(document, result.feed, format_)
    entries = [about.entry(entry) for entry in result.entries]
    flags = (*flags, *prolog.flags, *_health(result, text, prolog.root))
    return finish(document, format_, about.title, entries, flags, related=about.related(result.feed))


def _read(text: str) -> FeedParserDict:
    data = f"<?xml version='1.0' encoding='utf-8'?>\n{text}".encode("utf-8", "replace")
    first = _ask_feedparser(data)
    if not isinstance(first, Rejected):
        return first
    # A search form inside an item breaks its state machine, and ill-formed text its lenient parser.
    mended = repaired_xml(_TEXT_INPUT.sub(r"\1set-aside", text))
    return first if mended is None else _ask_feedparser(mended)


def _with_base(text: str) -> str:
    """Give the root a base where only elements inside have one: feedparser would let theirs leak to what follows."""
    inside = _BASE.search(text) if "base" in text else None
    root = _ROOT_TAG.match(text)
    if inside is None or root is None or inside.start() < root.end():
        return text
    return f'{root[0]} xml:base="{_NO_BASE}s/"{text[root.end() :]}'


def _without_base(address: str) -> str:
    """Return an address relative again that had nothing but our base."""
    return "/" * (not address.startswith(f"{_NO_BASE}s/")) + address.removeprefix(_NO_BASE).removeprefix("s/")


def _ask_feedparser(data: bytes) -> FeedParserDict:
    try:
        return feedparser.parse(
            io.BytesIO(data),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # noqa: BLE001 - its parsers raise whatever their state machines run into
        return reject(Reason.FEED_INVALID, f"feedparser: {type(error).__name__}: {error}")


def _format(version: str, root: str) -> Format:
    if version.startswith("atom") or root.lower() in {"feed", "entry"}:
        return Format.ATOM
    return Format.RDF if version in {"rss10", "rss090"} or root.lower() == "rdf" else Format.RSS


def _health(result: FeedParserDict, text: str, root: str) -> tuple[str, ...]:
    if not isinstance(result.get("bozo_exception"), SAXException):
        return ()
    ended = re.search(rf"</(?:[\w.-]+:)?{re.escape(root)}\b", text[-2000:], re.IGNORECASE)
    return ("ill_formed",) if ended else ("ill_formed", "partial")


class _Feed:
    """What the entries of a feed inherit from it."""

    def __init__(self, document: Document, feed: FeedParserDict, format_: Format) -> None:
        self.document = document
        self.title = _title(feed) or None
        self.language = language_of(_get(feed, "language"))
        link = web_link(_get(feed, "link") or "", document.url)
        # RFC 4287 resolves against the document; RSS says nothing, and its links are meant for the site.
        self.bases = (document.url, link) if format_ is Format.ATOM else (link, document.url)

    def entry(self, entry: FeedParserDict) -> Entry:
        guid = one_line(_get(entry, "id") or "") or None
        url, invalid_link = self._link(entry, guid)
        summary, text, text_flags = _summary_and_text(entry)
        times = self._times(entry)
        title, provider = _title(entry), _provider(entry)
        if provider and _comes_from_elsewhere(entry, url):
            title, summary = _without_provider(title, summary, provider)
        return Entry(
            guid=guid,
            url=url,
            title=title,
            summary=summary,
            text=text,
            language=self._language(entry),
            published_at=times.published_at,
            published_offset_minutes=times.offset_minutes,
            updated_at=times.updated_at,
            authors=_authors(entry),
            categories=unique([plain(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags", [])]),
            provider=provider,
            invalid_link=invalid_link,
            flags=(*(("invalid_link",) if invalid_link else ()), *times.flags, *text_flags),
        )

    def related(self, feed: FeedParserDict) -> list[Related]:
        """Return the pages and archives with older entries, of which RSS too tells by links of Atom (RFC 5005)."""
        found = []
        for link in dict.get(feed, "links") or []:
            relation = _RELATIONS.get(str(link.get("rel") or "").lower().removeprefix(_IANA))
            href = _get(link, "href") or ""
            url = web_link(href, self.document.url, *self.bases) if relation and href.strip() else None
            if relation and url and url != self.document.url:
                found.append(Related(relation=relation, url=url))
        return found

    def _link(self, entry: FeedParserDict, guid: str | None) -> tuple[str | None, str | None]:
        """Return the link, and what stood in its place if that is none."""
        raw = _raw_link(entry, guid)
        url = web_link(raw, *self.bases) if raw else None
        invalid = shown_link(raw) if raw and url is None else None
        if url is None and guid and is_web(guid) and _get(entry, "link") is not None:
            return guid, invalid  # the link is empty or no address; without one feedparser decides on the guid
        return url, invalid

    def _times(self, entry: FeedParserDict) -> Times:
        """Return publication and update; dc:date and an Atom entry's only date count as publication too."""
        published, flags = dated(self.document, _get(entry, "published"))
        updated, more = dated(self.document, _get(entry, "updated"))
        flags = (*flags, *more)
        if not _get(entry, "published"):
            created, more = dated(self.document, _get(entry, "created"))
            published = created or updated
            flags = (*flags, *more, *(("published_from_updated",) if published else ()))
        return Times(published=published, updated=updated, flags=flags)

    def _language(self, entry: FeedParserDict) -> str | None:
        title = entry.get("title_detail") or {}
        return language_of(_get(entry, "language")) or language_of(title.get("language")) or self.language


def _get(mapping: FeedParserDict, key: str) -> str | None:
    """Return a string value; dict.get, because feedparser's own invents `updated` from `published` and warns."""
    value = dict.get(mapping, key)
    if isinstance(value, str):
        return _without_base(value.strip()) if value.lstrip().startswith(_NO_BASE) else value[:MAX_FIELD]
    return None


def _title(mapping: FeedParserDict) -> str:
    kind = (dict.get(mapping, "title_detail") or {}).get("type")
    return plain_title(_get(mapping, "title") or "", markup=kind in _HTML_TYPES)


def _raw_link(entry: FeedParserDict, guid: str | None) -> str:
    original = (_get(entry, "feedburner_origlink") or "").strip()
    if is_web(original):
        return original  # the link itself counts clicks and will be gone with its service
    link = (_get(entry, "link") or "").strip()
    if link and (is_web(link) or link.startswith("/") or link != guid or not dict.get(entry, "guidislink")):
        return link
    # No text/html alternate: any alternate will do, then any relation that leads to the entry itself.
    links = [each for each in dict.get(entry, "links") or [] if each.get("href")]
    for wanted in ("alternate", "related", "via"):
        for each in links:
            if each.get("rel") == wanted:
                return _get(each, "href") or ""
    return ""


def _summary_and_text(entry: FeedParserDict) -> tuple[str, str | None, tuple[str, ...]]:
    """Return the summary, the text if the entry holds one, and the flag text_cut if it is longer than we read."""
    contents = [
        each for each in dict.get(entry, "content") or [] if each.get("type") in _TEXT_TYPES and each.get("value")
    ]
    raw_summary = _get(entry, "summary") or ""
    kind = (dict.get(entry, "summary_detail") or {}).get("type") or "text/html"
    text = max((_body(each) for each in contents), key=len, default="")
    copied = "summary_detail" not in dict.keys(entry) and dict.get(entry, "summary")
    if copied and any(each["value"] == copied for each in contents):
        raw_summary = ""  # feedparser's copy of the content: the publisher gave no summary
    summary = plain(raw_summary) if kind in _HTML_TYPES else one_line(raw_summary)
    if len(text) >= MIN_TEXT and len(text) > len(summary):
        return summary, text, ("text_cut",) * any(len(each["value"]) > MAX_FIELD for each in contents)
    line = one_line(text)
    return (line if summary.rstrip(_CUT) in line else summary), None, ()


def _body(content: FeedParserDict) -> str:
    value = str(content["value"])[:MAX_FIELD]
    return body_of_text(value) if content.get("type") == "text/plain" and "<p" not in value else body_of_html(value)


def _authors(entry: FeedParserDict) -> tuple[str, ...]:
    names = [plain(author.get("name") or "") for author in dict.get(entry, "authors") or [] if author]
    return unique(names) or unique([plain(_get(entry, "author") or "")])


def _provider(entry: FeedParserDict) -> str | None:
    source = dict.get(entry, "source") or {}
    return plain(source.get("title") or "") or one_line(_get(entry, "publisher") or "") or None


def _comes_from_elsewhere(entry: FeedParserDict, url: str | None) -> bool:
    """Return whether the entry's source is another site than the one it links to: an aggregator's feed."""
    source = _get(dict.get(entry, "source") or FeedParserDict(), "href") or ""
    return bool(url) and is_web(source) and _site(source) != _site(url or "")


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _without_provider(title: str, summary: str, provider: str) -> tuple[str, str]:
    """Return the headline as its publisher wrote it: Google News adds ` - Publisher`, and makes its summary of both."""
    headline = title.removesuffix(f" - {provider}")
    return headline or title, "" if summary in {title, headline, f"{headline} {provider}"} else summary
