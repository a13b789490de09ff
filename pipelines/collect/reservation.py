"""Reservations of text and data mining: the TDM Reservation Protocol of the W3C community group (TDMRep).

A publisher reserves his rights (Directive (EU) 2019/790, article 4) in one of three ways, each of which supersedes
the ones before it: `/.well-known/tdmrep.json`, read once per origin and day; the header `tdm-reservation` of an
answer; a `meta` element of that name. Any value but 0 and 1 counts as not stated.
https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
"""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import quote, urlsplit

from pipelines.collect import guard
from pipelines.collect.client import Client, Response
from pipelines.collect.keeping import Forgetful, Keeper, SiteFile, timeless
from pipelines.collect.pace import Pace
from pipelines.collect.wording import one_line

MAX_FILE_BYTES = 500 * 1024
HEAD_BYTES = 64 * 1024
"""So much of a page is searched for `meta`: the head of a page that anybody wants found is shorter."""

_UNRESERVED = re.compile(r"%(2D|2E|5F|7E|3\d|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])", re.IGNORECASE)
_PATH_SAFE = "/?&=:@!'(),;+~-._%[]"
_INVISIBLE = re.compile(rb"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)", re.DOTALL | re.IGNORECASE)
_HEAD_END = re.compile(rb"</head\b|<body\b", re.IGNORECASE)
_META = re.compile(rb"<meta\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/>]+))""", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """Text and data mining is reserved: `stated_in` tdmrep.json | header | meta; `policy` leads to the terms."""

    stated_in: str
    policy: str | None = None

    @property
    def detail(self) -> str:
        """Return it as one line for a record."""
        return one_line(f"{self.stated_in}: tdm-reservation 1" + (f", policy {self.policy}" if self.policy else ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What tdmrep.json says of the paths that fit a pattern, split at its `*`."""

    pieces: tuple[str, ...]
    is_whole: bool  # ended with `$`
    reserved: Reserved | None

    def fits(self, path: str) -> bool:
        """Return whether the path fits, in time that grows with its length only."""
        first, *others = self.pieces
        if not path.startswith(first):
            return False
        at = len(first)
        last = others.pop() if others and self.is_whole else ""
        for piece in others:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        if not self.is_whole:
            return True
        return len(path) - at >= len(last) and path.endswith(last) if len(self.pieces) > 1 else at == len(path)


class Reservations:
    """Verdicts by tdmrep.json. Without `keeper` and `now` what was read holds as long as this object."""

    def __init__(
        self, client: Client, pace: Pace, *, keeper: Keeper | None = None, now: Callable[[], datetime] = timeless
    ) -> None:
        self._file = SiteFile(
            "/.well-known/tdmrep.json",
            client,
            pace,
            read=text_of,
            accept="application/json, */*;q=0.1",
            max_bytes=MAX_FILE_BYTES,
            keeper=Forgetful() if keeper is None else keeper,
            now=now,
        )
        self._rules: dict[tuple[str, str, int], tuple[str, tuple[Rule, ...]]] = {}

    async def verdict(self, url: str) -> Reserved | None:
        """Return how the site reserves the URL, None if it does not, as far as one can know."""
        place = guard.origin(url)
        text = (await self._file.at(place)).text if place else None
        if place is None or text is None:
            return None
        known, found = self._rules.get(place, (None, ()))
        if known != text:
            found = rules(text)
            self._rules[place] = text, found
        return reserved_by(found, url)


def text_of(response: Response) -> str | None:
    """Return the text of tdmrep.json, None where nothing is stated: no such file, no answer, another kind of file."""
    if response.reason is not None or response.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"[":
        return None
    return response.body.decode("utf-8-sig", "replace")


def rules(text: str) -> tuple[Rule, ...]:
    """Return the rules of a tdmrep.json, the most specific first, none where it is malformed.

    The report wants the most specific match and reads that as the first in sequence. We take the longest pattern, as
    robots.txt does, and the first of several that are equally long: what stands below `/` is not lost.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    found = (
        [rule for each in given if isinstance(each, dict) for rule in _rule(each)] if isinstance(given, list) else []
    )
    return tuple(sorted(found, key=lambda rule: -sum(map(len, rule.pieces))))


def reserved_by(found: Sequence[Rule], url: str) -> Reserved | None:
    """Return what the first rule that fits says of the URL."""
    parts = urlsplit(url)
    path = _comparable(parts.path or "/").replace("*", "%2A").replace("$", "%24")
    if parts.query:
        path += "?" + _comparable(parts.query).replace("*", "%2A").replace("$", "%24")
    return next((rule.reserved for rule in found if rule.fits(path)), None)


def in_answer(response: Response) -> Reserved | None:
    """Return how an answer reserves itself: its `meta` element if it has one, else its header."""
    media_type = (response.content_type or "html").lower()
    stated = _metas(response.body) if "html" in media_type else {}
    value = stated.get("tdm-reservation", "").strip()
    if value in {"0", "1"}:
        return Reserved(stated_in="meta", policy=stated.get("tdm-policy")) if value == "1" else None
    if (response.tdm_reservation or "").strip() == "1":
        return Reserved(stated_in="header", policy=response.tdm_policy)
    return None


def _rule(given: dict[str, object]) -> Iterator[Rule]:
    location, value, policy = given.get("location"), given.get("tdm-reservation"), given.get("tdm-policy")
    # a list, not a set: what a stranger wrote need not be hashable
    if not isinstance(location, str) or not location or value not in [0, 1, "0", "1"]:
        return
    is_whole = location.endswith("$")
    pieces = location.removesuffix("$").split("*")
    reserved = Reserved(stated_in="tdmrep.json", policy=policy if isinstance(policy, str) else None)
    yield Rule(
        pieces=tuple(_comparable(piece).replace("$", "%24") for piece in pieces),
        is_whole=is_whole,
        reserved=reserved if str(int(value)) == "1" else None,
    )


def _comparable(path: str) -> str:
    """Return a path in one spelling: unreserved characters plain, all others as they are or percent-encoded."""
    plain = _UNRESERVED.sub(lambda found: chr(int(found[1], 16)), path)
    encoded = quote(plain.encode("utf-8", "surrogatepass"), safe=_PATH_SAFE + "*$")
    return re.sub(r"%[0-9a-f]{2}", lambda found: found[0].upper(), encoded, flags=re.IGNORECASE)


def _metas(body: bytes) -> dict[str, str]:
    """Return the contents of the `meta` elements of a page's head that speak of text and data mining."""
    head = body[:HEAD_BYTES]
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    if b"tdm-" not in head.lower():
        return {}
    head = _INVISIBLE.sub(b" ", head)
    end = _HEAD_END.search(head)
    stated: dict[str, str] = {}
    for element in _META.finditer(head, 0, end.start() if end else len(head)):
        given = {
            each[1].lower(): unescape((each[2] or each[3] or each[4] or b"").decode("utf-8", "replace"))
            for each in _ATTRIBUTE.finditer(element[1])
        }
        name = given.get(b"name", "").strip().lower()
        if name.startswith("tdm-"):
            stated.setdefault(name, given.get(b"content", ""))
    return stated
