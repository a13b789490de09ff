"""What thousands of outlets that exist only here answer: a function of host, address and edition. No clock, no chance.

Each outlet has a feed of five entries, their pages at the size of real ones (38-51 KB, every second outlet gzips
them), robots.txt and no TDM reservation. One in eight sends no validators, one in ten wants a Crawl-delay, one in
twenty is slow. An edition is one moment of that world; after edition 0 outlets publish, edit, move and fail.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from html import escape
from itertools import islice

DOMAIN = "example"
ENTRIES = 5
EDITION = timedelta(hours=6)
CRAWL_DELAY_SECONDS = 4
FEED_PATH = "/feed.xml"
MOVED_FEED_PATH = "/news/rss.xml"
HTML = b"text/html; charset=utf-8"
PLAIN = b"text/plain; charset=utf-8"
RSS = b"application/rss+xml; charset=utf-8"

STYLES = 8
"""House styles of pages: what surrounds an article is the same in every page of one style."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an outlet says to one request; status 0 hangs up without a word. `kind` names it in the records."""

    kind: str
    status: int
    body: tuple[bytes, ...] = ()
    content_type: bytes = PLAIN
    etag: bytes = b""
    changed_at: datetime | None = None
    headers: bytes = b""


def host_name(number: int) -> str:
    """Return the host of an outlet; numbers count from 0."""
    return f"outlet-{number:04d}.{DOMAIN}"


def host_number(name: bytes) -> int | None:
    """Return the outlet of a Host header, None for a host of another world."""
    digits = name[7:11]
    return int(digits) if name.startswith(b"outlet-") and digits.isdigit() else None


def feed_url(number: int) -> str:
    """Return the address of an outlet's feed as the pack has it."""
    return f"http://{host_name(number)}{FEED_PATH}"


def crawl_delay_seconds(number: int) -> int:
    """Return what robots.txt of the outlet asks for: one in ten has a Crawl-delay."""
    return CRAWL_DELAY_SECONDS if number % 10 == 3 else 0


def has_validators(number: int) -> bool:
    """Return whether the outlet sends ETag and Last-Modified with its feed: one in eight does not."""
    return number % 8 != 5


def is_slow(number: int) -> bool:
    """Return whether the outlet takes its time: one in twenty does, so that two requests may be open there at once."""
    return number % 20 == 11


def latency_seconds(number: int, path: bytes) -> float:
    """Return how long the outlet thinks about a request: 5 to 45 ms, the same at each run; a slow one 0.6 s more."""
    return 0.005 + (zlib.crc32(path, number) % 41) / 1000 + 0.6 * is_slow(number)


@dataclass(frozen=True, slots=True)
class World:
    """The outlets, with edition 0 at `begins_at`."""

    begins_at: datetime

    def answer(self, number: int, path: bytes, edition: int, *, gzip: bool) -> Answer:
        """Return what outlet `number` answers to a GET of `path`; `gzip` says whether the asker takes it."""
        if path == b"/robots.txt":
            return _robots(number)
        if path in {FEED_PATH.encode(), MOVED_FEED_PATH.encode()}:
            return self._feed(number, path, edition)
        digits = path.removeprefix(b"/articles/").removesuffix(b".html")
        if digits.isdigit() and int(digits) < newest(number, edition):
            return self._page(number, int(digits), edition, gzip=gzip and number % 2 == 1)
        return Answer(kind="absent", status=404, body=(b"Not found\n",))

    def published_at(self, number: int, article: int) -> datetime:
        """Return when an article appeared: those of edition 0 in the hours before it, later ones at their edition."""
        if article < ENTRIES:
            return self.begins_at - timedelta(minutes=47 * (ENTRIES - article) + number % 40)
        rate = number % 4
        return self.begins_at + EDITION * ((article - ENTRIES) // rate + 1) - timedelta(minutes=number % 40)

    def _feed(self, number: int, path: bytes, edition: int) -> Answer:
        fault = fault_of(number, edition)
        if fault == "unavailable":
            return Answer(kind="feed", status=503, body=(b"Service unavailable\n",), headers=b"Retry-After: 900\r\n")
        if fault == "hangs_up":
            return Answer(kind="feed", status=0)
        if has_moved(number, edition) and path == FEED_PATH.encode():
            location = f"Location: http://{host_name(number)}{MOVED_FEED_PATH}\r\n".encode("ascii")
            return Answer(kind="feed", status=301, body=(b"Moved\n",), headers=location)
        if fault == "html":
            return Answer(kind="feed", status=200, body=(_MAINTENANCE,), content_type=HTML)
        return self._entries(number, edition, is_empty=fault == "empty")

    def _entries(self, number: int, edition: int, *, is_empty: bool) -> Answer:
        count = newest(number, edition)
        shown = () if is_empty else tuple(range(count - 1, count - 1 - ENTRIES, -1))
        edits = sum(is_edited(number, each, edition) for each in shown)
        validates = has_validators(number)
        return Answer(
            kind="feed",
            status=200,
            body=(self._rss(number, edition, shown),),
            content_type=RSS,
            etag=f'"{number:x}-{count:x}-{edits}-{len(shown)}"'.encode("ascii") if validates else b"",
            changed_at=self.published_at(number, count - 1) if validates else None,
        )

    def _rss(self, number: int, edition: int, shown: tuple[int, ...]) -> bytes:
        site = f"http://{host_name(number)}"
        items = "".join(self._entry(site, number, article, edition) for article in shown)
        return (
            f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n<title>Outlet {number}</title>\n'
            f"<link>{site}/</link>\n<description>The latest from outlet {number}</description>\n"
            f"<language>en</language>\n<ttl>15</ttl>\n{items}</channel>\n</rss>\n"
        ).encode()

    def _entry(self, site: str, number: int, article: int, edition: int) -> str:
        summary = " ".join(islice(_sentences(number, article, edition), 3))
        return (
            f"<item>\n<title>{escape(title(number, article, edition))}</title>\n"
            f'<link>{site}/articles/{article}.html</link>\n<guid isPermaLink="false">{number}-{article}</guid>\n'
            f"<pubDate>{format_datetime(self.published_at(number, article))}</pubDate>\n"
            f"<dc:creator>The desk of outlet {number}</dc:creator>\n"
            f"<category>World</category>\n<category>Talks</category>\n<description>{escape(summary)}</description>\n"
            f'<media:content url="{site}/pictures/{article}.jpg" medium="image" width="1200" height="675"/>\n</item>\n'
        )

    def _page(self, number: int, article: int, edition: int, *, gzip: bool) -> Answer:
        style = _style(number % STYLES)
        appeared_at = self.published_at(number, article)
        own = _own_part(number, article, edition, appeared_at)
        etag = f'"{number:x}-{article:x}-{is_edited(number, article, edition):d}"'.encode("ascii")
        return Answer(
            kind="page",
            status=200,
            body=_gzip(style, own) if gzip else (style.before.plain, own, style.behind.plain),
            content_type=HTML,
            etag=b"W/" + etag if gzip else etag,
            changed_at=appeared_at,
            headers=b"Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n" if gzip else b"",
        )


def fault_of(number: int, edition: int) -> str | None:
    """Return what ails an outlet at an edition; nothing does at edition 0, and one in ten is ill at any other."""
    if edition == 0:
        return None
    faults = {0: "unavailable", 1: "hangs_up", 2: "html", 3: "empty"}
    return faults.get((number * 31 + edition * 17) % 40)


def newest(number: int, edition: int) -> int:
    """Return how many articles an outlet has published: none to three an edition, by outlet."""
    return ENTRIES + edition * (number % 4)


def has_moved(number: int, edition: int) -> bool:
    """Return whether the feed is at another address for good: one in twenty-five moves at edition 2."""
    return number % 25 == 7 and edition >= 2


def is_edited(number: int, article: int, edition: int) -> bool:
    """Return whether an article has had its second title: one in seventeen has, from edition 3 on."""
    return edition >= 3 and (number + article) % 17 == 0


def _robots(number: int) -> Answer:
    if number % 10 == 7:
        return Answer(kind="robots", status=404, body=(b"Not found\n",))
    delay = f"Crawl-delay: {crawl_delay_seconds(number)}\n" if crawl_delay_seconds(number) else ""
    text = f"User-agent: *\nDisallow: /account/\nDisallow: /search\n{delay}\nUser-agent: hoarder\nDisallow: /\n"
    return Answer(kind="robots", status=200, body=(text.encode("ascii"),))


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────

_WHO = ("Delegates", "Both sides", "Mediators", "Officials", "Observers", "Two envoys", "The hosts", "Negotiators")
_DID = ("discussed", "put off", "welcomed", "examined", "rejected", "described", "prepared", "returned to")
_WHAT = (
    "a pause in the fighting",
    "the exchange of prisoners",
    "the text of a first document",
    "the monitoring of a line of contact",
    "guarantees for shipping",
    "the order of further meetings",
    "access for relief convoys",
)
_WHEN = ("on Monday", "late in the evening", "for a second day", "behind closed doors", "after a short break")
_WHY = (
    "while the question of dates stayed open",
    "and said that work would go on",
    "without naming a place for the next round",
    "although their accounts of the day differed",
    "as both capitals waited for a report",
)
_MAINTENANCE = b"<!DOCTYPE html><html><head><title>Back soon</title></head><body>We are working on it</body></html>"


def title(number: int, article: int, edition: int) -> str:
    """Return the title of an article: a sentence, its number, and a word more once it was edited."""
    words = next(_sentences(number, article, 0)).removesuffix(".")
    return f"{words} ({number}-{article})" + (", updated" if is_edited(number, article, edition) else "")


def _sentences(number: int, article: int, edition: int) -> Iterator[str]:
    """Yield sentences without end, others for each article, and others again once it was edited."""
    seed = zlib.crc32(f"{number}/{article}/{is_edited(number, article, edition)}".encode())
    while True:
        seed = (seed * 1103515245 + 12345) & 0xFFFFFFFF  # the generator of the C standard's example
        parts = []
        rest = seed >> 4
        for words in (_WHO, _DID, _WHAT, _WHEN, _WHY):
            rest, chosen = divmod(rest, len(words))
            parts.append(words[chosen])
        yield " ".join(parts) + "."


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of page as it is, and deflated so that it can stand between others (RFC 1951, after a full flush)."""

    plain: bytes
    deflated: bytes


@dataclass(frozen=True, slots=True)
class _Style:
    """What stands before and behind the part of a page that is its own."""

    before: _Part
    behind: _Part


def _gzip(style: _Style, own: bytes) -> tuple[bytes, ...]:
    """Return one gzip member (RFC 1952) of the three parts; only the middle one is compressed anew."""
    crc = zlib.crc32(style.behind.plain, zlib.crc32(own, zlib.crc32(style.before.plain)))
    size = len(style.before.plain) + len(own) + len(style.behind.plain)
    trailer = crc.to_bytes(4, "little") + size.to_bytes(4, "little")
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return head, style.before.deflated, _deflated(own, zlib.Z_FULL_FLUSH), style.behind.deflated, trailer


def _deflated(plain: bytes, end: int) -> bytes:
    packer = zlib.compressobj(level=4, wbits=-15)
    return packer.compress(plain) + packer.flush(end)


def _own_part(number: int, article: int, edition: int, appeared_at: datetime) -> bytes:
    heading = escape(title(number, article, edition))
    address = f"http://{host_name(number)}/articles/{article}.html"
    sentences = _sentences(number, article, edition)
    paragraphs = "\n".join(f"<p>{' '.join(islice(sentences, 4))}</p>" for _ in range(8 + (number + article) % 9))
    appeared = appeared_at.isoformat()
    return (
        f'<title>{heading} | Outlet {number}</title>\n<link rel="canonical" href="{address}">\n'
        f'<meta property="og:title" content="{heading}">\n<meta property="og:url" content="{address}">\n'
        f'<meta property="article:published_time" content="{appeared}">\n'
        f'<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", '
        f'"headline": "{heading}", "datePublished": "{appeared}", "url": "{address}"}}</script>\n</head>\n'
        f'<body class="story">\n<main id="content"><article>\n<h1>{heading}</h1>\n'
        f'<time datetime="{appeared}">{appeared}</time>\n{paragraphs}\n</article>\n'
    ).encode()


def dressed(number: int, own: bytes) -> bytes:
    """Return the page of an outlet around the part that is its own: from the end of the head to that of the article."""
    style = _style(number % STYLES)
    return style.before.plain + own + style.behind.plain


@cache
def _style(number: int) -> _Style:
    """Return one of the house styles: style sheet and scripts before the article, teasers and footer behind it."""
    rules = "\n".join(
        f".s{number}-{each} .cell-{each % 7} > a:hover{{margin:{each % 13}px {each * 7 % 29}px;"
        f"color:#{(each * 2654435761 + number) & 0xFFFFFF:06x};flex:{each % 3} 1 {each % 90}%}}"
        for each in range(130)
    )
    calls = "\n".join(
        f'window.queue.push(["slot-{number}-{each}",{{"sizes":[[{300 + each},{each * 37 % 600}]],"lazy":{each % 2}}}]);'
        for each in range(110)
    )
    before = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<style>\n{rules}\n</style>\n'
        f"<script>\nwindow.queue=window.queue||[];\n{calls}\n</script>\n"
    ).encode()
    behind = f"<aside>\n{_teasers(number)}\n</aside></main>\n{_footer(number)}\n</body>\n</html>\n".encode()
    return _Style(
        _Part(before, _deflated(before, zlib.Z_FULL_FLUSH)),
        _Part(behind, _deflated(behind, zlib.Z_FINISH)),
    )


def _teasers(number: int) -> str:
    return "\n".join(
        f'<div class="teaser cell-{each % 7}"><a href="/sections/{each % 5}/{each}"><img loading="lazy" alt="" '
        f'src="/pictures/{number}-{each}-320.jpg"></a><h3><a href="/sections/{each % 5}/{each}">'
        f"{next(_sentences(number, each, 0))}</a></h3></div>"
        for each in range(50 + 5 * number)
    )


def _footer(number: int) -> str:
    links = "".join(
        f'<li><a href="/sections/{each}" data-track="footer-{number}-{each}">Section {each}</a></li>'
        for each in range(60)
    )
    return f"<footer><nav><ul>{links}</ul></nav><p>Outlet of a press world that was made for measuring.</p></footer>"
