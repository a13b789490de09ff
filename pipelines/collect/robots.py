"""robots.txt, read once per origin and run (RFC 9309). The only importer of protego."""

import asyncio
import re
from dataclasses import dataclass

from protego import Protego

from pipelines.collect import guard
from pipelines.collect.client import PRODUCT, Client, Response
from pipelines.collect.pace import Pace
from pipelines.collect.retry import TRANSIENT

MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309, section 2.5: at least this much is read; we stop there."""

LONGEST_CRAWL_DELAY_SECONDS = 60.0

_AGENT_LINE = re.compile(r"\s*user[- ]?agent\b[\s:]*([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """May we ask for this URL? `is_final` is False while robots.txt cannot be had: then ask again later."""

    allowed: bool
    is_final: bool = True
    crawl_delay_seconds: float = 0.0
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The robots.txt of one origin: parsed, absent (both None), or out of reach."""

    parsed: Protego | None = None
    unreachable_why: str | None = None

    def verdict(self, url: str) -> Verdict:
        """Return what the rules say of the URL."""
        if self.unreachable_why is not None:
            return Verdict(allowed=False, is_final=False, detail=f"robots.txt: {self.unreachable_why}")
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
    """Verdicts for one run."""

    def __init__(self, client: Client, pace: Pace) -> None:
        self._client = client
        self._pace = pace
        self._rules: dict[tuple[str, str, int], asyncio.Task[Rules]] = {}

    async def verdict(self, url: str) -> Verdict:
        """Return whether the URL may be asked for; a URL without a host may, the guard deals with it."""
        place = guard.origin(url)
        if place is None:
            return Verdict(allowed=True)
        if place not in self._rules:
            self._rules[place] = asyncio.create_task(self._read(place))
        return (await self._rules[place]).verdict(url)

    async def _read(self, place: tuple[str, str, int]) -> Rules:
        scheme, host, port = place
        async with self._pace.turn(host):
            return rules(
                await self._client.get(
                    f"{scheme}://{guard.host_port(host, port)}/robots.txt",
                    accept="text/plain, */*;q=0.1",
                    max_bytes=MAX_ROBOTS_BYTES,
                    cut=True,
                )
            )


def rules(response: Response) -> Rules:
    """Return the rules that an answer to the request for robots.txt stands for (RFC 9309, section 2.3.1).

    No such file (4xx), an endless redirect or an address we must not ask means no rules; a server that fails or
    is out of reach means no access for now. 429 counts as failing: the server asks to be left alone.
    """
    if response.reason in TRANSIENT:
        return Rules(unreachable_why=f"{response.reason} {response.detail or ''}".strip())
    if response.reason is not None or _is_markup(response):
        return Rules()
    return Rules(parsed=Protego.parse(_ours(response.body.decode("utf-8", "replace"))))


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
