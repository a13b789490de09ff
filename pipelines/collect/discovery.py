"""The feeds and sitemaps of a site that a person names: found, tried politely, and the best of them chosen.

    address ─▶ a feed or sitemap: that is it
            └▶ a page ─read_site─▶ links it announces ─▶ links that look like feeds ─▶ usual paths
                                   └▶ none of them has entries: sitemaps of robots.txt ─▶ usual sitemaps

What a page names is a stranger's word: so many links of it are tried and no more, each passes the guard, and the page
is read where it can be killed. The only importer of lxml in this room.
"""

import asyncio
import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipelines.addresses import site as site_of
from pipelines.collect import guard
from pipelines.collect.client import NO_VALIDATORS, Response
from pipelines.collect.desk import Desk
from pipelines.collect.polling import answer
from pipelines.collect.probing import Parse, Permission, Probe, Prober
from pipelines.packs.sources import address_of
from pipelines.records import Document, Format, Reason, Rejected, Source, SourceKind

PAGE_BYTES = 2 * 1024 * 1024
"""So much of a page is read: what it announces stands in its head."""

MOST_LINKS = 8
MOST_LOOKALIKES = 4
MOST_SITEMAPS = 5
"""Addresses of each kind that are tried; with the usual ones some thirty requests to a site at the very worst."""

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
    }
)
"""Media types by which a page announces a feed. `application/json` is not one: it announces programming interfaces."""

USUAL_FEEDS = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "news/rss", "?feed=rss2")
USUAL_FEEDS_BELOW = ("feed", "rss", "rss.xml")
"""Tried below the path that was named, where editions in several languages have their own."""

USUAL_SITEMAPS = ("news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "sitemap.xml")

NOT_A_COUNTRY = frozenset(
    {
        "ac",
        "ai",
        "cc",
        "co",
        "eu",
        "fm",
        "gg",
        "im",
        "io",
        "la",
        "ly",
        "me",
        "nu",
        "sh",
        "su",
        "tk",
        "to",
        "tv",
        "vc",
        "ws",
    }
)
"""Two-letter top levels that are used from everywhere, or are no country of ISO 3166-1."""

LEAST_DATES = 6
CADENCES = (3, 6, 12, 24, 48, 72, 168, 336, 720)
"""Hours that a person would write; a wait is rounded up to one of them."""

LONGEST_TITLE = 200

_LOOKS_LIKE_A_FEED = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?)(?:[/._-]|$)|\.(?:rss|rdf|atom)$", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2})(?![a-z])", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


# ── What a page says ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a page says of its site: names as they stand there, addresses absolute and judged by nobody yet.

    `announced` are its `link rel="alternate"` to feeds, `lookalikes` links in its text whose path looks like a feed.
    """

    title: str = ""
    name: str = ""
    language: str | None = None
    announced: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()


def read_site(document: Document) -> Site:
    """Return what the first part of a page says of its site, nothing of what is no page. To be called in a child."""
    parser = etree.HTMLParser(
        encoding=_encoding(document), recover=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(document.body[:PAGE_BYTES], parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return Site()
    base = document.url or ""
    given = next((each.get("href") for each in root.iter("base") if each.get("href")), None)
    base = _joined(base, given) or base if given else base
    return Site(
        title=_one_line("".join(next(root.iter("title"), root).itertext()))
        if root.find(".//title") is not None
        else "",
        name=next((_one_line(each.get("content") or "") for each in root.iter("meta") if _is_site_name(each)), ""),
        language=language_of(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")),
        announced=_first(_announced(root, base), 4 * MOST_LINKS),
        lookalikes=_first(_lookalikes(root, base), 4 * MOST_LOOKALIKES),
    )


def _announced(root: Any, base: str) -> Iterator[str]:  # noqa: ANN401  # an lxml element; the library has no types
    for each in root.iter("link"):
        relations = (each.get("rel") or "").lower().split()
        media_type = (each.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in relations and media_type in FEED_TYPES:
            yield from filter(None, [_joined(base, each.get("href") or "")])


def _lookalikes(root: Any, base: str) -> Iterator[str]:  # noqa: ANN401  # as above
    for each in root.iter("a"):
        url = _joined(base, each.get("href") or "")
        if url and _LOOKS_LIKE_A_FEED.search(urlsplit(url).path):
            yield url


def _first(urls: Iterator[str], most: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for url in urls:
        if len(found) == most:
            break
        found[url] = None
    return tuple(found)


def _joined(base: str, reference: str) -> str | None:
    """Return the absolute address of a reference without its fragment, None where there is none."""
    reference = reference.strip()
    if not reference or len(reference) > guard.MAX_URL_LENGTH:
        return None
    try:
        url = urljoin(base, reference).partition("#")[0]
        urlsplit(url)
    except ValueError:
        return None
    return url


def _is_site_name(meta: Any) -> bool:  # noqa: ANN401  # as above
    return (meta.get("property") or meta.get("name") or "").strip().lower() == "og:site_name"


def _encoding(document: Document) -> str | None:
    """Return UTF-8 for what can be read as such, else what the header declares, None where lxml must look for itself."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(document.body[:PAGE_BYTES])
    except UnicodeDecodeError:
        declared = _CHARSET.search(document.content_type or "")
    else:
        return "utf-8"
    try:
        return codecs.lookup(declared[1]).name if declared else None
    except LookupError:
        return None


def _one_line(text: str) -> str:
    line = " ".join("".join(each if each.isprintable() else " " for each in text[: 4 * LONGEST_TITLE]).split())
    return line[:LONGEST_TITLE].strip()


# ── Where feeds usually lie ───────────────────────────────────────────────────────────────────────


def usual_feeds(url: str) -> tuple[str, ...]:
    """Return where feeds usually lie: below the path that was named, then at the root of its site."""
    plain = url.partition("?")[0].partition("#")[0]
    root = urljoin(plain, "/")
    is_file = "." in urlsplit(plain).path.rpartition("/")[2]
    below = urljoin(plain, ".") if is_file else plain.rstrip("/") + "/"
    deeper = () if below == root else tuple(below + path for path in USUAL_FEEDS_BELOW)
    return (*deeper, *(root + path for path in USUAL_FEEDS))


def usual_sitemaps(url: str) -> tuple[str, ...]:
    """Return where sitemaps usually lie, those of news first."""
    return tuple(urljoin(url, f"/{path}") for path in USUAL_SITEMAPS)


# ── What can be told of a source without knowing it ───────────────────────────────────────────────


def language_of(text: str | None) -> str | None:
    """Return the ISO 639-1 code at the beginning of a language tag (RFC 5646), None where there is none."""
    found = _LANGUAGE.match((text or "").strip())
    return found[1].lower() if found else None


def country_of(host: str) -> str | None:
    """Return the country in whose top level domain a host lies (ISO 3166-1), None where that says nothing."""
    top = host.rstrip(".").rpartition(".")[2].lower()
    if re.fullmatch("[a-z]{2}", top) is None or top in NOT_A_COUNTRY:
        return None
    return {"uk": "GB"}.get(top, top.upper())


def cadence_hours(probe: Probe) -> float | None:
    """Return the longest usual wait for a new entry, guessed from the dates of those listed; None for too few.

    It is the second longest of the waits, so that one outage does not count. A list that does not reach back over a
    night says nothing of nights: then it is 12 at least.
    """
    dates = sorted(set(probe.dates))
    if len(dates) < LEAST_DATES:
        return None
    waits = sorted((later - earlier).total_seconds() / 3600 for earlier, later in pairwise(dates))
    reaches_hours = (dates[-1] - dates[0]).total_seconds() / 3600
    wait = max(waits[-2], 12.0 if reaches_hours < 24 else 0.0)
    return next((float(each) for each in CADENCES if wait <= each), None)


# ── Trying ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A feed or sitemap that answered; `found` says where its address was found."""

    probe: Probe
    found: str

    @property
    def url(self) -> str:
        """Return the address to poll: where permanent redirects lead, else the one that was tried."""
        return self.probe.response.moved_to or self.probe.url

    @property
    def kind(self) -> SourceKind:
        """Return how it delivers."""
        return SourceKind.SITEMAP if self.probe.format is Format.SITEMAP else SourceKind.FEED

    @property
    def language(self) -> str | None:
        """Return the language that most of its entries are said to have."""
        said = [language for item in self.probe.items if (language := language_of(item.language))]
        return max(dict.fromkeys(said), key=said.count, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look at a site found: the answer at the address itself, what a page there says, and what was tried.

    `failed` are addresses that gave no feed, and those that must not be asked, each with the reason.
    """

    named: Probe
    site: Site
    candidates: tuple[Candidate, ...] = ()
    failed: tuple[tuple[str, Reason], ...] = ()


def best(candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the feed with the most recent entry, the first of equals; a sitemap only where no feed has entries."""
    return max(candidates, key=_worth, default=None)


def _worth(candidate: Candidate) -> tuple[bool, bool, bool, float]:
    newest_at = candidate.probe.newest_at
    return (
        bool(candidate.probe.items),
        candidate.kind is SourceKind.FEED,
        "comment" not in candidate.url.lower(),
        newest_at.timestamp() if newest_at else float("-inf"),
    )


class Scout:
    """Looks for the feeds of one site; `parse` and `read_page` (`read_site` in a child) run in threads."""

    def __init__(self, desk: Desk, parse: Parse, read_page: Callable[[Document], Site | Rejected]) -> None:
        self._desk = desk
        self._prober = Prober(desk, parse)
        self._read_page = read_page
        self._tried: set[str] = set()
        self._candidates: list[Candidate] = []
        self._failed: list[tuple[str, Reason]] = []

    async def look(self, url: str) -> Found:
        """Return what the address and its site have to offer. One request at a time, at the pace of the house.

        The address itself is asked whatever robots.txt says, as feeds are: a person named it, once. So is what a page
        announces; what is only guessed is asked where robots.txt allows it.
        """
        self._tried.add(address_of(url))
        response = await answer(self._desk, _source(url), url, NO_VALIDATORS)
        if response is None:
            response = Response(final_url=url, reason=Reason.HTTP_THROTTLED, detail="no turn at this host for now")
        named = await self._prober.read(_source(url), url, response)
        site = Site()
        if named.is_heard:
            self._candidates.append(Candidate(probe=named, found="the address itself"))
        elif response.reason is None:
            site = await self._site(response)
            await self._look_around(response.final_url, site)
        return Found(
            named=named, site=site, candidates=tuple(self._candidates), failed=tuple(dict.fromkeys(self._failed))
        )

    async def _site(self, response: Response) -> Site:
        document = Document(
            document_id="site",
            source_id="site",
            body=response.body[:PAGE_BYTES],
            url=response.final_url,
            content_type=response.content_type,
        )
        read = await asyncio.to_thread(self._read_page, document)
        if isinstance(read, Rejected):
            self._failed.append((response.final_url, read.reason))
            return Site()
        return read

    async def _look_around(self, url: str, site: Site) -> None:
        """Try what the page announces, then what is less and less likely, until something has entries."""
        await self._try_all("announced by the page", site.announced, MOST_LINKS)
        if not self._has_entries():
            await self._guess("linked on the page", site.lookalikes, MOST_LOOKALIKES)
        if not self._has_entries():
            await self._guess("usual path", usual_feeds(url))
        if not self._has_entries():
            named = await self._desk.robots.sitemaps(url)
            news_first = sorted(named, key=lambda each: "news" not in each.lower())
            await self._guess("named in robots.txt", news_first, MOST_SITEMAPS)
        if not self._has_entries():
            await self._guess("usual path", usual_sitemaps(url))

    async def _try_all(self, found: str, urls: Iterable[str], most: int) -> None:
        for url in self._new(urls, most):
            await self._try(found, url)

    async def _guess(self, found: str, urls: Iterable[str], most: int | None = None) -> None:
        """Try addresses that nobody promised, until one has entries or the host asks us to stop."""
        for url in self._new(urls, most):
            if await self._prober.permission(url) is not Permission.ALLOWED:
                self._failed.append((url, Reason.ROBOTS))
            elif await self._try(found, url) is Reason.HTTP_THROTTLED or self._has_entries():
                return

    def _new(self, urls: Iterable[str], most: int | None) -> Iterator[str]:
        """Yield the addresses that may be asked and were not, so many at most."""
        count = 0
        for url in urls:
            if count == most:
                return
            refusal = guard.check_url(url, self._desk.settings.allow_hosts)
            if refusal is None and not url.isprintable():  # it would be shown, and stand in the pack
                refusal = Reason.INVALID_URL
            if refusal is not None:
                self._failed.append((url, refusal))
            elif address_of(url) not in self._tried:
                self._tried.add(address_of(url))
                count += 1
                yield url

    async def _try(self, found: str, url: str) -> Reason | None:
        probe = await self._prober.probe(_source(url), url)
        if probe is None:
            return Reason.HTTP_THROTTLED
        if not probe.is_heard:
            self._failed.append((url, probe.reason or Reason.NOT_A_FEED))
        elif probe.response.final_url not in {each.probe.response.final_url for each in self._candidates}:
            self._candidates.append(Candidate(probe=probe, found=found))
        return probe.reason

    def _has_entries(self) -> bool:
        return any(each.probe.items for each in self._candidates)


def _source(url: str) -> Source:
    """Return what is asked as long as nobody knows what it is: as large as a sitemap, in a language not known yet."""
    host = urlsplit(url).hostname or "site"
    name = site_of(host)
    return Source(source_id=name, publisher_id=name, publisher=name, kind=SourceKind.SITEMAP, language="und", url=url)
