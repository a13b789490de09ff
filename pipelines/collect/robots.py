"""robots.txt, read once per origin and day (RFC 9309). The only importer of protego."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from protego import Protego

from pipelines.collect import guard
from pipelines.collect.client import PRODUCT, Client, Response
from pipelines.collect.keeping import Forgetful, Keeper, Kept, SiteFile, timeless
from pipelines.collect.pace import Pace
from pipelines.records import Reason

MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309, section 2.5: at least this much is read; we stop there."""

UNCONNECTED = (Reason.TLS, Reason.DNS, Reason.CONNECT, Reason.TIMEOUT)
"""Why a site is not there at all, for robots.txt as for anything else."""

LONGEST_CRAWL_DELAY_SECONDS = 60.0

DISALLOWED_FOR = timedelta(hours=24)
"""How long a robots.txt that cannot be had forbids everything.

RFC 9309, section 2.3.1.4 demands it for "a reasonably long period". After that we go by the rules of before, which
section 2.4 permits while the file is out of reach, or by none if there never were any: a site that serves its
pages and nothing but errors for robots.txt has no rules to break, and the pages are asked for as slowly as ever.
"""

MOST_SITEMAPS = 100

_AGENT_LINE = re.compile(r"\s*user[- ]?agent\b[\s:]*([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """May we ask for this URL? `is_final` is False while robots.txt cannot be had: then ask again later."""

    allowed: bool
    is_final: bool = True
    crawl_delay_seconds: float = 0.0
    reason: Reason = Reason.ROBOTS
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The robots.txt of one origin: parsed, absent (both None), or out of reach."""

    parsed: Protego | None = None
    unreachable_why: str | None = None

    def verdict(self, url: str) -> Verdict:
        """Return what the rules say of the URL."""
        if self.unreachable_why is not None:
            return Verdict(
                allowed=False,
                is_final=False,
                reason=_hindrance(self.unreachable_why),
                detail=f"robots.txt: {self.unreachable_why}",
            )
        if self.parsed is None:
            return Verdict(allowed=True)
        asked_seconds = self.parsed.crawl_delay(PRODUCT) or 0.0
        allowed = bool(self.parsed.can_fetch(url, PRODUCT))
        return Verdict(
            allowed=allowed,
            crawl_delay_seconds=min(asked_seconds, LONGEST_CRAWL_DELAY_SECONDS),
            detail=None if allowed else "disallowed by robots.txt",
        )


class Robots:
    """Verdicts. Without `keeper` and `now` what was read holds as long as this object."""

    def __init__(
        self, client: Client, pace: Pace, *, keeper: Keeper | None = None, now: Callable[[], datetime] = timeless
    ) -> None:
        self._now = now
        self._file = SiteFile(
            "/robots.txt",
            client,
            pace,
            read=text_of,
            accept="text/plain, */*;q=0.1",
            max_bytes=MAX_ROBOTS_BYTES,
            keeper=Forgetful() if keeper is None else keeper,
            now=now,
        )
        self._parsed: dict[tuple[str, str, int], tuple[str, Protego]] = {}

    async def verdict(self, url: str) -> Verdict:
        """Return whether the URL may be asked for; a URL without a host may, the guard deals with it."""
        place = guard.origin(url)
        if place is None:
            return Verdict(allowed=True)
        return (await self._rules(place)).verdict(url)

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of the URL's origin names, on whatever host, in its order."""
        place = guard.origin(url)
        parsed = (await self._rules(place)).parsed if place else None
        if place is None or parsed is None:
            return ()
        named = dict.fromkeys(found for each in parsed.sitemaps if (found := _joined(urljoin(url, "/"), each)))
        return tuple(named)[:MOST_SITEMAPS]

    async def _rules(self, place: tuple[str, str, int]) -> Rules:
        kept = await self._file.at(place)
        why = closed_why(kept, self._now())
        if why is not None or kept.text is None:
            return Rules(unreachable_why=why)
        text, parsed = self._parsed.get(place, (None, None))
        if parsed is None or text != kept.text:
            parsed = Protego.parse(_ours(kept.text))
            self._parsed[place] = kept.text, parsed
        return Rules(parsed=parsed)


def closed_why(kept: Kept, now: datetime) -> str | None:
    """Return why the site is closed to us for now, None if the text that is kept decides."""
    since = kept.unreachable_since
    return kept.unreachable_why if since is not None and now - since < DISALLOWED_FOR else None


def text_of(response: Response) -> str | None:
    """Return the rules in an answer that waiting would not change (RFC 9309, section 2.3.1), None for no rules.

    No such file (4xx), an endless redirect, an address we must not ask or an HTML page mean that there are none.
    """
    if response.reason is not None or _is_markup(response):
        return None
    return response.body.decode("utf-8", "replace")


def _joined(base: str, reference: str) -> str | None:
    """Return the absolute http URL of a sitemap, None where there is none."""
    try:
        url = urljoin(base, reference.strip())
    except ValueError:
        return None
    return url if guard.check_url(url) is None else None


def _hindrance(unreachable_why: str) -> Reason:
    """Return why nothing of a site can be asked for: that no connection comes about stops its pages as well."""
    named = unreachable_why.partition(" ")[0]
    return next((each for each in UNCONNECTED if each.value == named), Reason.ROBOTS)


def _is_markup(response: Response) -> bool:
    """Whether an HTML page came instead: a catch-all page, not rules."""
    return "html" in (response.content_type or "").lower() or response.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _ours(text: str) -> str:
    """Return the text with every agent that is not us or `*` under one name.

    Thousands of agents above thousands of rules would cost protego their product in memory.
    """
    return "\n".join(_our_line(line) for line in text.splitlines())


def _our_line(line: str) -> str:
    named = _AGENT_LINE.match(line)
    if named is None:
        return line
    agent = named[1].strip().lower()
    is_ours = agent in {"*", PRODUCT, f"{PRODUCT}*"} or agent.startswith(f"{PRODUCT}/")
    return f"User-agent: {agent.partition('/')[0] if is_ours else '-'}"
