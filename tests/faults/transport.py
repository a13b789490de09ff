"""Answers that are wrong on their way: coding, length, time, headers, status, redirects, cookies, robots.txt.

Each public function is a behaviour of the table, by its name; what follows the request are its options.
"""

import asyncio
import gzip
import re
import time
import zlib
from collections.abc import AsyncIterator
from email.utils import formatdate
from functools import cache

from tests.faults.pages import ARTICLE, article
from tests.faults.server import Reply, Request, head

MEGABYTE = 1 << 20
CHUNKED = head("200 OK", ("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))
CRC_OF_ZEROS = 0x5B64C2B0
"""CRC-32 of the 2^30 zero bytes that the bomb holds: `zlib.crc32` over them takes a second."""


def plain(request: Request, text: str = ARTICLE, type: str | None = "text/plain", status: str = "200 OK") -> Reply:  # noqa: A002 - as HTTP calls it
    """Return a text as it stands in the table."""
    return Reply(body=text.encode(), content_type=type, status=status)


def status(request: Request, code: str, **headers: str) -> Reply:
    """Return a status line such as `503 Service Unavailable`; options are headers, with `_` for `-`."""
    return Reply(status=code, headers=[(name.replace("_", "-"), value) for name, value in headers.items()])


# ── Coding ────────────────────────────────────────────────────────────────────────────────────────


async def gzip_bomb(request: Request) -> AsyncIterator[bytes]:
    """Send 1 MB of gzip that unfolds to 1 GiB of zeros, a megabyte at a time."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = pack.compress(bytes(MEGABYTE)) + pack.flush(zlib.Z_FULL_FLUSH)  # the same for every megabyte after it
    last = pack.flush()
    yield head("200 OK", ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    yield b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    for _ in range(1024):
        yield first
    yield last + CRC_OF_ZEROS.to_bytes(4, "little") + (1 << 30).to_bytes(4, "little")


def coded(request: Request, coding: str, times: int = 1) -> Reply:
    """Name a content coding, several times if wanted, over a page that is not coded at all."""
    return Reply(body=article(request).body, headers=[("Content-Encoding", ", ".join([coding] * times))])


def gzip_twice(request: Request) -> Reply:
    """Apply gzip twice, and say so."""
    body = gzip.compress(gzip.compress(article(request).body))
    return Reply(body=body, headers=[("Content-Encoding", "gzip, gzip")])


def gzip_cut(request: Request) -> Reply:
    """Break a gzip stream off, under a Content-Length that is right."""
    return Reply(body=gzip.compress(article(request).body)[:-12], headers=[("Content-Encoding", "gzip")])


# ── Length and time ───────────────────────────────────────────────────────────────────────────────


async def endless(request: Request) -> AsyncIterator[bytes]:
    """Send a body without length and without end."""
    yield head("200 OK", ("Content-Type", "text/html"))
    while True:
        yield b"<p>" + b"and so on " * 6000


async def megabytes(request: Request, count: int) -> AsyncIterator[bytes]:
    """Send a page of that many megabytes, its length announced in no header."""
    yield CHUNKED
    for _ in range(count):
        yield b"%x\r\n%s\r\n" % (MEGABYTE, b"<p>a word</p>\n".ljust(64, b" ") * (MEGABYTE // 64))
    yield b"0\r\n\r\n"


async def drip(request: Request, after: str, piece: str = "x", seconds: float = 0.5) -> AsyncIterator[bytes]:
    """Send one byte at a time for ever: `after` the head, in the middle of a header, or after nothing at all."""
    yield {"head": head("200 OK", ("Content-Type", "text/html")), "line": b"HTTP/1.1 200 OK\r\nX: ", "nothing": b""}[
        after
    ]
    while True:
        await asyncio.sleep(seconds)
        yield piece.encode()


async def short(request: Request, by: int = 9) -> AsyncIterator[bytes]:
    """End before the announced length."""
    body = article(request).body
    yield head("200 OK", ("Content-Type", "text/html"), ("Content-Length", str(len(body) + by)))
    yield body


async def chunks(request: Request, last: str) -> AsyncIterator[bytes]:
    """Send a good chunk and then one that is none: `last` as it stands, `""` ends in the middle of a chunk."""
    yield CHUNKED + b"5\r\n<html\r\n"
    await asyncio.sleep(0.05)
    yield last.encode() or b"ff\r\n<p>cut"


# ── Headers ───────────────────────────────────────────────────────────────────────────────────────


def headers(request: Request, count: int, size: int = 8) -> Reply:
    """Send many headers, or long ones, over a good page."""
    more = [(f"X-{number}", "y" * size) for number in range(count)]
    return Reply(body=article(request).body, headers=more)


async def endless_header(request: Request) -> AsyncIterator[bytes]:
    """Send one header line that does not end."""
    yield b"HTTP/1.1 200 OK\r\nX: "
    while True:
        yield b"y" * 4096


def retry_in(request: Request, seconds: int) -> Reply:
    """Ask by an HTTP date to come back after so many seconds."""
    when = formatdate(time.time() + seconds, usegmt=True)  # noqa: TID251 - a server has a clock
    return Reply(status="503 Service Unavailable", headers=[("Retry-After", when)])


# ── Redirects ─────────────────────────────────────────────────────────────────────────────────────


def to(request: Request, location: str, code: str = "302 Found") -> Reply:
    """Redirect."""
    return Reply(status=code, headers=[("Location", location)])


def hops(request: Request, count: int, prefix: str = "/hop/") -> Reply:
    """Redirect that many times, then show a page."""
    here = int(found[1]) if (found := re.search(r"/(\d+)$", request.path)) and prefix in request.path else 0
    return to(request, f"{prefix}{here + 1}") if here < count else article(request)


# ── State ─────────────────────────────────────────────────────────────────────────────────────────


def cookie(request: Request, location: str = "") -> Reply:
    """Set a cookie over a good page, or over a redirect."""
    given = [("Set-Cookie", "session=stolen; Path=/"), ("Set-Cookie", "wide=1; Domain=example; Path=/")]
    if location:
        return Reply(status="302 Found", headers=[("Location", location), *given])
    return Reply(body=article(request).body, headers=given)


@cache
def _robots(size: int) -> bytes:
    rules = b"User-agent: *\nDisallow: /page/2\n"
    filler = b"# nothing to see here\n"
    return rules + filler * ((size - len(rules)) // len(filler)) + b"Disallow: /page/1\n"


def long_robots(request: Request, size: int) -> Reply:
    """Send a robots.txt of that many bytes: a rule in its first lines, another in its last."""
    return Reply(body=_robots(size), content_type="text/plain")


def slow_missing(request: Request, seconds: float) -> Reply:
    """Answer 404, late."""
    return Reply(status="404 Not Found", body=b"gone", content_type="text/plain", wait_seconds=seconds)
