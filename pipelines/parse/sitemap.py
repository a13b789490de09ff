"""Sitemaps: the pages of a site, with titles and times if it is a news sitemap, and indexes of sitemaps.

sitemaps.org 0.9 and Google's news-sitemap 0.9. Names count without their namespaces, which sites declare as they
like; those of pictures, films and other languages' pages stand deeper or carry other names, and are passed over.
"""

import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from pipelines.parse.entry import Entry, Times, dated, finish, is_web, unique, web_link
from pipelines.parse.languages import language_of
from pipelines.parse.plain import Element, child, children, local_name, one_line, plain_title, read_each
from pipelines.parse.prolog import Prolog, bombed, expand
from pipelines.parse.refusal import reject
from pipelines.records import Document, Format, ParsedDocument, Reason, Rejected, Related, Relation

MAX_PAGES = 50_000
"""Of one sitemap, by its protocol."""
ELEMENT_OF = {"urlset": "url", "sitemapindex": "sitemap"}
"""The root elements, and what they are lists of."""

_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,60};)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_PREFIX = re.compile(r"<([A-Za-z][\w.-]{0,40}):")
_DECLARED = re.compile(r"\sxmlns:([\w.-]{1,40})\s*=")
_ROOT_NAME = re.compile(r"<[\w:.-]+")


def parse_sitemap(document: Document, prolog: Prolog, flags: tuple[str, ...]) -> ParsedDocument | Rejected:
    """Return the pages of a sitemap as items, the members of an index as related documents.

    `lastmod` is when a page changed and says nothing of its publication; only a news sitemap does, and only it has
    titles: the title of any other item is empty. A page without an address on the web is rejected as INVALID_LINK.
    TOO_LARGE beyond 50,000. FEED_INVALID, PARSE_TIMEOUT and the flags ill_formed and partial as for feeds; of a
    sitemap that breaks off, the element at its end is left out, whose address may have been cut.
    """
    text = expand(prolog)
    if text is None:
        return reject(Reason.FEED_INVALID, "its entities nest or expand beyond bounds")
    if bomb := bombed(text):
        return reject(Reason.PARSE_TIMEOUT, bomb)
    name = ELEMENT_OF[prolog.root]
    if sum(1 for _ in _end_of(name).finditer(text)) > MAX_PAGES:
        return reject(Reason.TOO_LARGE, f"more than {MAX_PAGES} addresses")
    text, health = _whole(_with_references(text), prolog.root, name)
    read = _page if name == "url" else _member
    found, is_well_formed = read_each(_with_prefixes(text), name, lambda element: read(document, element))
    if not found and not is_well_formed:
        return reject(Reason.FEED_INVALID, f"no {name} element in the {prolog.root} can be read")
    return finish(
        document,
        Format.SITEMAP,
        None,
        [each for each in found if not isinstance(each, Related)],
        (*flags, *prolog.flags, *(() if is_well_formed else ("ill_formed",)), *health),
        related=[each for each in found if isinstance(each, Related)],
    )


def is_text_sitemap(text: str) -> bool:
    """Return whether a text is nothing but addresses, one a line."""
    return all(is_web(line) and len(line.split()) == 1 for line in islice(_lines(text), MAX_PAGES))


def parse_text_sitemap(document: Document, text: str, flags: tuple[str, ...]) -> ParsedDocument | Rejected:
    """Return the pages that a text sitemap names, one a line; TOO_LARGE beyond 50,000."""
    entries = [Entry(url=line) for line in islice(_lines(text), MAX_PAGES + 1)]
    if len(entries) > MAX_PAGES:
        return reject(Reason.TOO_LARGE, f"more than {MAX_PAGES} addresses")
    return finish(document, Format.SITEMAP, None, entries, flags)


def _lines(text: str) -> Iterator[str]:
    lines = (line.strip() for line in io.StringIO(text.lstrip("\ufeff"), newline=None))
    return (line for line in lines if line)


def _whole(text: str, root: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text up to the end of its last whole element if the root does not end, with the flag partial."""
    if _end_of(root).search(text[-2000:]):
        return text, ()
    end = max((match.end() for match in _end_of(name).finditer(text)), default=None)
    return text[:end], ("partial",)


def _with_references(text: str) -> str:
    """Return the text with its bare ampersands, frequent in addresses, as the references they should be."""
    return _BARE_AMPERSAND.sub(lambda match: "&amp;" if match[0] == "&" else match[0], text)


def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</(?:[\w.-]+:)?{name}\s*>")


def _with_prefixes(text: str) -> str:
    """Declare at the root the prefixes that nothing declares: their elements would lose their names."""
    missing = sorted(set(_PREFIX.findall(text)) - set(_DECLARED.findall(text)))
    root = _ROOT_NAME.match(text)
    if root is None or not missing:
        return text
    declarations = "".join(f' xmlns:{prefix}="https://nowhere.invalid/{prefix}"' for prefix in missing)
    return root[0] + declarations + text[root.end() :]


def _page(document: Document, element: Element) -> Entry | Rejected:
    said = _said(element)
    url = web_link(said.get("loc", ""), document.url)
    if url is None:
        return reject(Reason.INVALID_LINK, said.get("loc", ""))
    news = child(element, "news")
    story = _said(news)
    publication = _said(child(news, "publication"))
    published, flags = dated(document, story.get("publication_date"))
    updated, more = dated(document, said.get("lastmod"))
    times = Times(published=published, updated=updated, flags=(*flags, *more))
    return Entry(
        url=url,
        title=plain_title(story.get("title", ""), markup=True),
        language=language_of(publication.get("language")),
        published_at=times.published_at,
        published_offset_minutes=times.offset_minutes,
        updated_at=times.updated_at,
        categories=unique(
            [one_line(word) for name in ("genres", "keywords") for word in story.get(name, "").split(",")]
        ),
        provider=one_line(publication.get("name", "")) or None,
        flags=times.flags,
    )


def _member(document: Document, element: Element) -> Related | Rejected:
    said = _said(element)
    url = web_link(said.get("loc", ""), document.url)
    if url is None:
        return reject(Reason.INVALID_LINK, said.get("loc", ""))
    changed, _ = dated(document, said.get("lastmod"))
    return Related(relation=Relation.SITEMAP, url=url, modified_at=changed.at if changed else None)


def _said(element: Element | None) -> Mapping[str, str]:
    """Return the texts of the child elements by local name, the last of each name."""
    return {local_name(each): "".join(each.itertext()).strip() for each in children(element)}
