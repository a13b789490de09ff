"""The way from the bytes of a page to its article."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import lxml.html

from pipelines.addresses import clean_url
from pipelines.extract import jsonld
from pipelines.extract.authors import clean_authors
from pipelines.extract.body import body
from pipelines.extract.canonical import is_front_page
from pipelines.extract.garbled import garbled
from pipelines.extract.language import UNKNOWN, detect_language, normal_language
from pipelines.extract.layout import is_list_of_links
from pipelines.extract.letters import misleading
from pipelines.extract.media import not_html
from pipelines.extract.metadata import Head, Metadata, metadata, read_head
from pipelines.extract.soft_blocks import NOT_FOUND, empty_shell, soft_block
from pipelines.extract.text import clean, clean_line, first_line, without_furniture
from pipelines.extract.times import Written
from pipelines.extract.tree import grow, strip, visible
from pipelines.records import Article, Document, Item, Reason, Rejected

STAGE = "extract"

MAXIMUM_BYTES = 10 * 2**20

MAXIMUM_CHARACTERS = 1_000_000
"""A longer text is no article but a machine's: ten novels, and minutes of work for all that comes after."""

FEWEST_LETTERS = 60
"""A shorter text is no article, unless the page says that it is one: then a third will do."""


RESERVATION, RESERVATION_POLICY = "tdm-reservation", "tdm-policy"
"""Names of meta elements (TDM Reservation Protocol, W3C community group report, section 6.3)."""

TIER = "article:content_tier"
"""Property by which publishers tell social networks free, metered and locked articles apart."""


def extract(
    page: Document,
    item: Item | None = None,
    *,
    published_at: datetime | None = None,
    language: str | None = None,
    licensed: bool = False,
) -> Article | Rejected:
    """Return the article of a page, or why there is none.

    `TOO_LARGE` and `NOT_HTML` before anything is parsed, `RESERVED` (text and data mining, unless `licensed`),
    `SOFT_BLOCK` with its kind, `BAD_ENCODING`, `EXTRACT_EMPTY`. `item` is the feed entry that led to the page; its time
    of publication, or `published_at` where no item is at hand, comes before what the page says. `language` is what
    the source declares. Raises nothing for any bytes.
    """
    root = _root(page)
    if isinstance(root, Rejected):
        return root
    head = read_head(root)
    if refused := _refused(head, page, item, licensed=licensed):
        return refused
    described = jsonld.read(root)
    said = metadata(head, described, url=page.url, zone=ZoneInfo(page.time_zone))
    strip(root)
    title = said.title or (clean_line(item.title) if item else "")
    text = without_furniture(clean(body(root)), title)
    if not described.is_article and is_list_of_links(root, text):
        text = ""
    kind = soft_block(
        root,
        page.body,
        text,
        (head.title, title, *head.headings),
        free=False if head.meta.get(TIER) == "locked" else described.free,
        entitled=item.title if item else "",
        is_declared=described.is_article,
    )
    if kind:
        return _reject(Reason.SOFT_BLOCK, kind)
    flags = []
    if not _is_article(text, said_so=described.is_article) and len(described.body) > len(text):
        text = without_furniture(clean(described.body), title)
        flags.append("jsonld_body")
    said_so = described.is_article or head.meta.get("og:type") == "article"
    if unfit := _unfit(page.body, root, title, text, said_so=said_so):
        return unfit
    return _article(
        title=title,
        text=text,
        said=said,
        item=item,
        fed=_from_feed(item, published_at),
        language=language,
        flags=flags,
    )


def _root(page: Document) -> lxml.html.HtmlElement | Rejected:
    """Return the tree of a page, or why it is not parsed, or holds nothing."""
    if len(page.body) > MAXIMUM_BYTES:
        return _reject(Reason.TOO_LARGE, f"{len(page.body)} bytes")
    if found := not_html(page.body, page.content_type):
        return _reject(Reason.NOT_HTML, found)
    root = grow(page.body, page.content_type)
    return _reject(Reason.EXTRACT_EMPTY, "no element in it") if root is None else root


def _refused(head: Head, page: Document, item: Item | None, *, licensed: bool) -> Rejected | None:
    """Return why a page must not be read, or cannot be the item's; None if it may."""
    if head.meta.get(RESERVATION) == "1" and not licensed:
        return _reject(Reason.RESERVED, head.meta.get(RESERVATION_POLICY, ""))
    if item and item.url and page.url and is_front_page(page.url) and not is_front_page(item.url):
        return _reject(Reason.SOFT_BLOCK, NOT_FOUND)  # led on to the beginning of the site
    return None


def _unfit(markup: bytes, root: lxml.html.HtmlElement, title: str, text: str, *, said_so: bool) -> Rejected | None:
    """Return why a text is not kept as an article's, None if it is one. `said_so`: the page says that it is."""
    if len(text) > MAXIMUM_CHARACTERS:
        return _reject(Reason.TOO_LARGE, f"{len(text)} characters of text")
    if misread := garbled(text) or garbled(title):
        return _reject(Reason.BAD_ENCODING, misread)
    if _is_article(text, said_so=said_so):
        return None
    if kind := empty_shell(markup, visible(root)):
        return _reject(Reason.SOFT_BLOCK, kind)
    return _reject(Reason.EXTRACT_EMPTY, f"{len(text)} characters of text")


def _article(
    *,
    title: str,
    text: str,
    said: Metadata,
    item: Item | None,
    fed: Written | None,
    language: str | None,
    flags: list[str],
) -> Article:
    declared = normal_language(language) or normal_language(item.language if item else None)
    declared = declared or normal_language(said.language)
    found = detect_language(text, declared)
    published = fed or said.published
    return Article(
        title=title or first_line(text),
        text=text,
        language=found,
        authors=(clean_authors(item.authors, said.site_name) if item else ()) or said.authors,
        published_at=published.at if published else None,
        published_offset_minutes=published.offset_minutes if published else None,
        published_precision=published.precision if published else None,
        published_origin="feed" if fed else said.published_origin,
        declared_language=declared,
        canonical_url=said.canonical_url or (clean_url(item.url) if item and item.url else None),
        site_name=said.site_name or None,
        flags=(
            *flags,
            *said.flags,
            *misleading(f"{title}\n{text}"),
            *flags_of(is_dated=published is not None, language=found, declared=declared),
        ),
    )


def flags_of(*, is_dated: bool, language: str, declared: str | None) -> tuple[str, ...]:
    """Return the flags that pages and feed entries share."""
    flags = () if is_dated else ("no_date",)
    differs = declared is not None and language not in {declared, UNKNOWN}
    return (*flags, "language_differs") if differs else flags


def _from_feed(item: Item | None, published_at: datetime | None) -> Written | None:
    at = published_at or (item.published_at if item else None)
    if at is None:
        return None
    if item and at == item.published_at:
        return Written(at.astimezone(UTC), item.published_offset_minutes, "second")
    offset = at.utcoffset()
    if offset is None:
        return Written(at.replace(tzinfo=UTC), None, "second")
    return Written(at.astimezone(UTC), int(offset.total_seconds() // 60), "second")


def _is_article(text: str, *, said_so: bool) -> bool:
    letters = sum(map(str.isalpha, text[: 4 * FEWEST_LETTERS]))
    return letters >= (FEWEST_LETTERS // 3 if said_so else FEWEST_LETTERS)


def _reject(reason: Reason, detail: str) -> Rejected:
    return Rejected(stage=STAGE, reason=reason, detail=detail)
