"""Who wrote what, when and where: from the feed, JSON-LD, OpenGraph and meta, and the URL, in this order."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import lxml.html

from pipelines.addresses import label
from pipelines.extract.authors import ADDRESS, clean_authors
from pipelines.extract.canonical import canonical
from pipelines.extract.jsonld import Described
from pipelines.extract.text import clean_line, fold, is_site
from pipelines.extract.times import Written, read_time, read_url_day

PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
)
AUTHOR_META = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "twitter:creator")
SITE_META = ("og:site_name", "application-name", "apple-mobile-web-app-title")

TITLE_MARKS = re.compile(r"\s+(?:[|–—·•»:/-]|::)\s+|\s*\|\s*")
SEVERAL = 3
MOST_HEADINGS = 20

SLIP = timedelta(days=7)
"""How far a time may lie from the day in the URL; beyond, it is that of a template or of a move to another system."""

SEEN = ("h1", "h2", "h3", "p", "article", "main", "section", "header", "nav", "table", "ul", "form", "a")
"""Elements with which what a reader sees begins, at the latest."""

CUT = re.compile(r"(?:…|\.\.\.)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page says of itself, cleaned."""

    title: str
    authors: tuple[str, ...]
    published: Written | None
    published_origin: str | None
    language: str
    canonical_url: str | None
    site_name: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The meta elements of a page, first value by lower-case name, and what else is read before the tree is stripped."""

    meta: dict[str, str]
    headings: tuple[str, ...]
    subheadings: frozenset[str]
    title: str
    canonicals: tuple[str, ...]
    amp: str
    base: str
    language: str
    times: tuple[str, ...]
    bylines: tuple[str, ...]


def read_head(root: lxml.html.HtmlElement) -> Head:
    """Return the metadata elements of a page as they stand."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        value = clean_line(element.get("content") or "")
        if name and value:
            meta.setdefault(name, value)
    return Head(
        meta=meta,
        headings=tuple(islice(filter(None, map(_line, _outside_margins(root.iter("h1")))), MOST_HEADINGS)),
        subheadings=frozenset(fold(_line(each)) for each in root.iter("h2", "h3")),
        title=next(filter(None, map(_line, root.iter("title"))), ""),
        canonicals=tuple(_links(root, "canonical")),
        amp=next(_links(root, "amphtml"), ""),
        base=next((each.get("href") or "" for each in root.iter("base")), ""),
        language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip(),
        times=tuple(_times(root)),
        bylines=tuple(_bylines(root)),
    )


def metadata(head: Head, described: Described, *, url: str | None, zone: ZoneInfo) -> Metadata:
    """Return what head and JSON-LD of a page say, the better of the two for each value.

    `url` is where the page was fetched; `zone` is where times without an offset are written.
    """
    claims = (*head.canonicals, head.meta.get("og:url", ""), *described.urls)
    own = canonical(claims, amp=head.amp, base=head.base, url=url)
    names = (*(head.meta.get(name, "") for name in SITE_META), clean_line(described.publisher))
    site_name = next((name for name in names if name and not ADDRESS.search(name)), "")
    published, origin = _published(head, described, own.url or url, zone)
    return Metadata(
        title=_title(head, clean_line(described.headline), (site_name, clean_line(described.publisher), label(url))),
        authors=clean_authors(
            described.authors or _page_authors(head), site_name, clean_line(described.publisher), label(url)
        ),
        published=published,
        published_origin=origin,
        language=described.language or head.language or head.meta.get("og:locale", ""),
        canonical_url=own.url,
        site_name=site_name,
        flags=own.flags,
    )


# ── Title ─────────────────────────────────────────────────────────────────────────────────────────


def _title(head: Head, headline: str, sites: tuple[str, ...]) -> str:
    """Return the title that a reader sees.

    That is the heading, where it agrees with what the page says of itself elsewhere; a headline in JSON-LD may be cut
    (search engines show 110 characters) and og:title may be written for sharing. `sites` are names of the site.
    """
    names = {fold(site) for site in sites} - {""}
    shared = _without_site(head.meta.get("og:title", "") or head.meta.get("twitter:title", ""), names, head)
    tab = _without_site(head.title, names, head)
    told = _without_site(headline, names, head)
    said = [title for title in (told, shared, tab) if title and fold(title) not in names]
    headings = [heading for heading in head.headings if fold(heading) not in names]
    for heading in headings:
        if any(_agree(heading, title) for title in said):
            return next((title for title in said if heading.isupper() and fold(title) == fold(heading)), heading)
    whole = [title for title in said if not CUT.search(title)]
    if whole or said:
        return (whole or said)[0]
    return headings[0] if headings else ""


def _agree(heading: str, title: str) -> bool:
    left, right = set(fold(heading).split()), set(fold(CUT.sub("", title)).split())
    shared = len(left & right)
    return shared > 0 and shared >= 0.6 * min(len(left), len(right)) and shared >= 0.4 * max(len(left), len(right))


def _without_site(title: str, names: set[str], head: Head) -> str:
    """Return a title without the site's name at its end or start.

    A part is cut when it is a name of the site, or when the rest is a heading of the page; a lower heading, such as
    pages without a first one have, must be of several words: a section has a heading too.
    """
    headings = {fold(heading) for heading in head.headings}
    headings.update(heading for heading in head.subheadings if len(heading.split()) >= SEVERAL)
    marks = list(reversed(list(TITLE_MARKS.finditer(title))))
    for match in marks:
        before = fold(title[: match.start()])
        if before in headings and before not in names:
            return title[: match.start()].strip()
    for match in marks:
        if any(_names(fold(title[match.end() :]), name) for name in names):
            return title[: match.start()].strip()
        if fold(title[: match.start()]) in names:
            return title[match.end() :].strip()
    return title.strip()


def _names(part: str, name: str) -> bool:
    """Whether a folded part of a title names the site, be it as its host does: without spaces and accents."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", part.replace("ı", "i")) if each.isalnum())
    return is_site(part, name) or plain == name


# ── Time ──────────────────────────────────────────────────────────────────────────────────────────


def _published(head: Head, described: Described, url: str | None, zone: ZoneInfo) -> tuple[Written | None, str | None]:
    said = [("jsonld", text) for text in described.published]
    said += [("meta", head.meta[name]) for name in PUBLISHED_META if name in head.meta]
    said += [("text", text) for text in head.times]
    in_url = read_url_day(url) if url else None
    for origin, text in said:
        written = read_time(text, zone)
        if written and (in_url is None or abs(written.at - in_url.at) <= SLIP):
            return written, origin
    return in_url, "url" if in_url else None


def _times(root: lxml.html.HtmlElement) -> Iterator[str]:
    """Yield the machine-readable times that mark the publication: never a search through the text.

    A time is the article's if it says so, or if it is the only one beside the heading or on the whole page, outside
    of the margins, where today's date may stand.
    """
    dated = [element for element in root.iter("time") if element.get("datetime") or element.get("content")]
    for element in dated:
        marks = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
        if "publish" in marks or "entry-date" in marks or element.get("pubdate") is not None:
            yield _moment(element)
    for heading in list(root.iter("h1"))[:1]:
        around = heading.getparent()
        beside = (
            [] if around is None or around.tag == "body" else [each for each in around.iter("time") if each in dated]
        )
        if len(beside) == 1:
            yield _moment(beside[0])
    if len(dated) == 1 and not _in_margin(dated[0]):
        yield _moment(dated[0])


def _moment(element: lxml.html.HtmlElement) -> str:
    return (element.get("datetime") or element.get("content") or "").strip()


def _in_margin(element: lxml.html.HtmlElement) -> bool:
    tags = [parent.tag for parent in element.iterancestors()]
    return bool({"nav", "footer", "aside"}.intersection(tags)) or ("header" in tags and "article" not in tags)


# ── Authors ───────────────────────────────────────────────────────────────────────────────────────


def _page_authors(head: Head) -> tuple[str, ...]:
    for name in AUTHOR_META:
        value = ADDRESS.sub("", head.meta.get(name, "")).strip()
        if value:
            return (value,)
    return head.bylines


def _bylines(root: lxml.html.HtmlElement) -> Iterator[str]:
    for element in root.iter("a", "span", "address", "div"):
        if element.get("rel") == "author" or element.get("itemprop") == "author":
            named = next((each for each in element.iter() if each.get("itemprop") == "name"), element)
            if line := _line(named):
                yield line


# ── Elements ──────────────────────────────────────────────────────────────────────────────────────


def _links(root: lxml.html.HtmlElement, relation: str) -> Iterator[str]:
    """Yield where the links of a relation lead that stand before anything a reader sees.

    That is the head, or what was meant to be: one wrong element in it, and all that follows lands in the body. Links
    further down may be a reader's (RFC 6596 has them in the head alone).
    """
    for element in root.iter("link", *SEEN):
        if element.tag in SEEN:
            return
        if relation in (element.get("rel") or "").lower().split() and (target := (element.get("href") or "").strip()):
            yield target


def _line(element: lxml.html.HtmlElement) -> str:
    return clean_line("".join(element.itertext()))


def _outside_margins(elements: Iterable[lxml.html.HtmlElement]) -> Iterator[lxml.html.HtmlElement]:
    for element in elements:
        if not any(parent.tag in {"nav", "footer", "aside"} for parent in element.iterancestors()):
            yield element
