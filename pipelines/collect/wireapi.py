"""Wires that are asked over HTTP: page by page, for what is new since the last time.

cursor ─▶ address of the first page ─▶ ask ─▶ record ─▶ next page … ─▶ last page ─▶ cursor moves

The cursor is kept beside the raw bodies, and moves only when everything up to it is on disk. A walk that is broken off,
by a failure or by `max_pages`, goes on at the page that it came to.
"""

import asyncio
import hashlib
import json
import re
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, unquote_plus, urldefrag, urljoin, urlsplit, urlunsplit

from pipelines.collect import guard
from pipelines.collect.client import Client, Response
from pipelines.collect.desk import fetch_of
from pipelines.collect.durable import write_whole
from pipelines.collect.pace import Pace
from pipelines.collect.polling import credential_of, outcome_of
from pipelines.collect.retry import FIRST_SECONDS, TRANSIENT, asked_seconds
from pipelines.collect.taking import Intake, Seen, Tally, identified
from pipelines.collect.wire import MAX_FILE_BYTES
from pipelines.collect.wording import one_line
from pipelines.records import Fetch, FetchKind, FetchOutcome, Reason, Source, WireApi, WireProfile
from pipelines.settings import Settings

ACCEPT = "application/json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
LONGEST_SECONDS = 900.0
"""A wire that does not answer is asked again after a minute, two, four …, at most this: a kill may wait there."""

WALK_SECONDS = 120.0
"""A walk that takes longer goes on in the next pull: other wires wait for the end of this one."""

FAILURES_IN_PLACE = 3
"""A page that failed so often is given up: the walk begins anew at the cursor, with what came meanwhile."""

BODIES_KEPT = 200
"""Hashes of pages that are remembered: those of a few pulls."""

EARLY = 0.1
"""So much of the interval early is due too: a scheduler that ticks every minute does not tick to the millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of one wire: its cursor (an instant in ISO 8601, or the agency's own word), when it is due.

    `page_url` and `page` are where a walk was broken off, `newest` the cursor of what it had seen until then.
    `bodies` are hashes of pages that are on record: the same bytes again are nothing new.
    """

    source_id: str
    url: str
    cursor: str | None = None
    due_at: str | None = None
    failures: int = 0
    bodies: tuple[str, ...] = ()
    page_url: str | None = None
    page: int = 0
    newest: str | None = None


class Pull:
    """One pull of one wire."""

    def __init__(
        self,
        source: Source,
        profile: WireProfile | None,
        *,
        settings: Settings,
        client: Client,
        pace: Pace,
        intake: Intake,
    ) -> None:
        self._source = source
        self._profile = profile
        self._api = (profile.api if profile else None) or WireApi()
        self._settings = settings
        self._client = client
        self._pace = pace
        self._intake = intake
        self._path = (
            settings.data / "raw" / "wire" / f"{hashlib.sha256(source.source_id.encode()).hexdigest()[:32]}.json"
        )
        self.memory = read_memory(self._path, source)
        self.tally = Tally(source_id=source.source_id)

    def is_due(self, now: datetime) -> bool:
        """Return whether to ask now."""
        if self.memory.due_at is None:
            return True
        early = timedelta(seconds=1 if self.memory.failures else EARLY * self._api.interval_seconds)
        return datetime.fromisoformat(self.memory.due_at) - early <= now

    async def run(self) -> Tally:
        """Ask for page after page until there is none, and remember how far that came."""
        began_at = self._intake.stamp()
        if not self.is_due(began_at):
            return replace(self.tally, is_due=False)
        walk = _Walk(self._api, self._source, self.memory, began_at)
        ends_seconds = time.monotonic() + WALK_SECONDS
        while walk.url is not None and walk.pages < self._api.max_pages and time.monotonic() < ends_seconds:
            response = await self._ask(walk.url)
            if response is None:  # no turn at this host any more
                break
            if response.reason is not None and not (response.reason is Reason.HTTP_GONE and walk.is_past_first):
                return self._fail(walk, response)
            await self._page(walk, response)
            if walk.away is not None:
                return self._fail(walk, walk.away)
        self.tally.outcome = FetchOutcome.OK
        due_at = began_at + timedelta(seconds=self._settings.politeness * self._api.interval_seconds)
        self._remember(walk.memory(self.memory, due_at))
        return self.tally

    async def _ask(self, url: str) -> Response | None:
        """Return the answer; None when the turn at the host would come too late in this run."""
        source = self._source
        if guard.origin(url) is None:
            return Response(final_url=url, reason=Reason.INVALID_URL, detail="the wire has no usable URL")
        credential = credential_of(self._settings, source)
        if source.secret and credential is None:
            detail = f"no usable secret {source.secret!r} is set"
            return Response(final_url=url, reason=Reason.CREDENTIALS, detail=detail)
        async with self._pace.turn(url) as turn:
            if turn is None:
                return None
            return await self._client.get(
                url, credential=credential, accept=ACCEPT, max_bytes=MAX_FILE_BYTES, on_start=turn.start
            )

    async def _page(self, walk: "_Walk", response: Response) -> None:
        """Record a page that is new, and let the walk find the next one."""
        body, sha256 = response.body, hashlib.sha256(response.body).hexdigest()
        if response.reason is not None or not body.strip() or sha256 in walk.bodies:
            walk.end()
            return
        fetch = self._fetch(response, walk.url or "", FetchOutcome.OK)
        if sha256 in self.memory.bodies:
            seen = await asyncio.to_thread(self._intake.glance, self._source, self._profile, (fetch, body))
        else:
            given = (self._source, self._profile, [(fetch, body)])
            ((fetch, seen),) = await asyncio.to_thread(self._intake.keep, *given)
            if not seen.is_empty:
                self.tally.count(fetch)
                self.tally.files += 1
        walk.see(sha256, response, seen)

    def _fail(self, walk: "_Walk", response: Response) -> Tally:
        """Record why a walk was broken off, and when it goes on."""
        failures = self.memory.failures + 1
        outcome = outcome_of(response)
        fetch = self._fetch(response, walk.url or self._source.url or "", outcome)
        wait_seconds = min(FIRST_SECONDS * 2.0 ** min(failures - 1, 10), LONGEST_SECONDS)
        wait_seconds = max(wait_seconds, asked_seconds(response.retry_after, fetch.fetched_at) or 0.0)
        due_at = fetch.fetched_at + timedelta(seconds=self._settings.politeness * wait_seconds)
        if outcome is FetchOutcome.FAILED:
            fetch = replace(fetch, final=False, attempt=failures, next_try_at=due_at)
        fetch = identified(fetch)
        self._intake.log.append(fetch)
        self.tally.count(fetch)
        is_lost = response.reason not in TRANSIENT or failures >= FAILURES_IN_PLACE
        self._remember(walk.memory(self.memory, due_at, failures=failures, is_lost=is_lost))
        return self.tally

    def _fetch(self, response: Response, url: str, outcome: FetchOutcome) -> Fetch:
        return fetch_of(
            response,
            kind=FetchKind.WIRE,
            source_id=self._source.source_id,
            url=url,
            fetched_at=self._intake.stamp(),
            outcome=outcome,
        )

    def _remember(self, memory: Memory) -> None:
        self.memory = memory
        write_whole(self._path, json.dumps(asdict(memory), indent=1))


def read_memory(path: Path, source: Source) -> Memory:
    """Return what is remembered of a wire; of one that has moved only its instant, of one that is new nothing."""
    new = Memory(source_id=source.source_id, url=source.url or "")
    try:
        kept = Memory(**json.loads(path.read_bytes()))
        kept = replace(kept, bodies=tuple(kept.bodies))
        if kept.due_at:
            datetime.fromisoformat(kept.due_at)
    except (OSError, ValueError, TypeError):
        return new
    if kept.url == new.url:
        return kept
    return replace(new, cursor=kept.cursor if _instant(kept.cursor) else None)


class _Walk:
    """The way from page to page; `url` is the next one to ask for, None at the end."""

    def __init__(self, api: WireApi, source: Source, memory: Memory, began_at: datetime) -> None:
        self._api = api
        self._source = source
        self._began_at = began_at
        self._first = self._first_url(memory)
        self._page = memory.page if memory.page_url else api.first_page
        self._newest = memory.newest if memory.page_url else None
        self._urls: set[str] = set()
        self.url: str | None = memory.page_url or self._first
        self.away: Response | None = None
        self.bodies: dict[str, None] = {}
        self.pages = 0

    @property
    def is_past_first(self) -> bool:
        """Return whether pages are counted and this is not the first: some say 404 after the last."""
        return bool(self._api.page_parameter) and self._page > self._api.first_page

    def end(self) -> None:
        """End here: there is no other page."""
        self.url = None

    def see(self, sha256: str, response: Response, seen: Seen) -> None:
        """Take note of a page, and find the next one."""
        self.pages += 1
        self.bodies[sha256] = None
        self._urls.add(self.url or "")
        if self._api.cursor_path:
            self._newest = seen.cursor or self._newest
        elif seen.newest_at is not None:
            # an agency's clock may run ahead: what comes meanwhile would never be asked for
            newest = min(seen.newest_at, self._began_at).astimezone(UTC).isoformat()
            self._newest = max(filter(None, (self._newest, newest)), key=_seconds)
        is_unread = seen.refused and not (seen.next_page or response.link)
        self.url = None if seen.is_empty or is_unread else self._next(response, seen)
        if self.url in self._urls:
            self.url = None

    def memory(self, before: Memory, due_at: datetime, *, failures: int = 0, is_lost: bool = False) -> Memory:
        """Return what is to be remembered: the cursor moves at the end of a walk, else the page that it came to."""
        bodies = tuple(dict.fromkeys((*before.bodies, *self.bodies)))[-BODIES_KEPT:]
        after = replace(
            before, due_at=due_at.isoformat(), failures=failures, page_url=None, page=0, newest=None, bodies=bodies
        )
        if is_lost:
            return after
        if self.url is not None:
            return replace(after, page_url=self.url, page=self._page, newest=self._newest)
        return replace(after, cursor=self._moved(before.cursor))

    def _moved(self, cursor: str | None) -> str | None:
        if self._newest is None or cursor is None or self._api.cursor_path:
            return self._newest or cursor
        return max(cursor, self._newest, key=_seconds)

    def _first_url(self, memory: Memory) -> str:
        api, given = self._api, {}
        if api.since_parameter and (since := self._since(memory.cursor)):
            given[api.since_parameter] = since
        if api.size_parameter:
            given[api.size_parameter] = str(api.page_size)
        if api.page_parameter:
            given[api.page_parameter] = str(api.first_page)
        return with_parameters(self._source.url or "", given)

    def _since(self, cursor: str | None) -> str | None:
        """Return the cursor as the API wants it, a little before what was seen last."""
        if cursor is not None and self._api.cursor_path:
            return cursor
        instant = _instant(cursor)
        if instant is not None:
            return _written(instant - timedelta(seconds=self._api.overlap_seconds), self._api.since_format)
        if not self._api.first_hours:
            return None
        return _written(self._began_at - timedelta(hours=self._api.first_hours), self._api.since_format)

    def _next(self, response: Response, seen: Seen) -> str | None:
        api = self._api
        if api.page_parameter:
            self._page += 1
            return with_parameters(self.url or "", {api.page_parameter: str(self._page)})
        if api.next_path and api.next_parameter:
            return with_parameters(self._first, {api.next_parameter: seen.next_page}) if seen.next_page else None
        link = seen.next_page if api.next_path else linked(response.link)
        return self._at_home(response.final_url, link) if link else None

    def _at_home(self, base: str, link: str) -> str | None:
        """Return where a link leads, without our secret; one that leads to another host is not followed."""
        try:
            url = urldefrag(urljoin(base, link.strip())).url
        except ValueError:
            url = ""
        home, there = guard.origin(self._source.url or ""), guard.origin(url)
        if home and there and there[:1] == ("http",) and home == ("https", there[1], 443) and there[2] == 80:
            url = urlunsplit(urlsplit(url)._replace(scheme="https"))  # written by a server behind another one
        elif home is None or there != home:
            detail = one_line(f"the next page lies elsewhere: {url or link}")
            self.away = Response(final_url=self.url or "", reason=Reason.INVALID_LINK, detail=detail)
            return None
        return without_parameter(url, self._source.secret_parameter) if self._source.secret_parameter else url


# ── Addresses and instants ────────────────────────────────────────────────────────────────────────


_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*!#$&+.^`|~-]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s\",;]*))?)*)")
_NEXT = re.compile(r";\s*rel\s*=\s*(?:\"(?:[^\"]*\s)?next(?:\s[^\"]*)?\"|next\b)", re.IGNORECASE)


def linked(header: str | None) -> str | None:
    """Return the target of rel=next in a `Link` header (RFC 8288)."""
    return next((target for target, rest in _LINK.findall(header or "") if _NEXT.search(rest)), None)


def with_parameters(url: str, given: dict[str, str]) -> str:
    """Return a URL whose query has these parameters, each in the place of one of its name."""
    parts = urlsplit(url)
    pairs = [each for each in parts.query.split("&") if each and _name(each) not in given]
    pairs += [f"{quote(name, safe='[]$')}={quote(value, safe=':')}" for name, value in given.items()]
    return urlunsplit(parts._replace(query="&".join(pairs)))


def without_parameter(url: str, name: str) -> str:
    """Return a URL without a parameter of its query."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(each for each in parts.query.split("&") if _name(each) != name)))


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])


def _written(instant: datetime, form: str) -> str:
    whole = instant.astimezone(UTC).replace(microsecond=0)
    seconds = int(whole.timestamp())
    return {"epoch": str(seconds), "epoch_ms": str(seconds * 1000)}.get(form) or whole.strftime("%Y-%m-%dT%H:%M:%SZ")


def _instant(cursor: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat(cursor or "")
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def _seconds(cursor: str) -> float:
    instant = _instant(cursor)
    return instant.timestamp() if instant else 0.0
