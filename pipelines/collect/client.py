"""HTTP, distrustful: one GET under one deadline, every hop and every dialled address judged, every byte counted.

The only importer of aiohttp. Nothing a server does raises: a `Response` carries the body or a `Reason`.
"""

import asyncio
import re
import resource
import socket
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from importlib.metadata import version
from ipaddress import ip_address
from types import MappingProxyType, SimpleNamespace, TracebackType
from typing import Any, Self
from urllib.parse import quote, urldefrag, urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from pipelines.collect import guard
from pipelines.collect.credentials import Credential
from pipelines.collect.decoding import CODINGS, BodyError, Decoder
from pipelines.collect.wording import DETAIL_LENGTH, one_line
from pipelines.records import Reason
from pipelines.settings import Settings

PRODUCT = "trucewatch"
DEADLINE_SECONDS = 30.0
MAX_HOPS = 5
MAX_HEADERS = 256  # pages behind two caches send 150; 5,000 are an attack
MAX_HEADER_BYTES = 16 * 1024
MAX_KEPT_HEADER = 1024
CHUNK_BYTES = 64 * 1024
DNS_THREADS = 128  # a resolver that hangs must not hold up the other hosts

YOUNG_AT_ONCE = 128
YOUNG_SECONDS = 0.5
"""A request that takes longer makes way for the next one: servers see no burst, and nobody waits for slow hosts."""

KNOCKS_AT_ONCE = 6
KNOCK_SECONDS = 0.1
"""New connections to one server wait for the first answers of those before: what its queue cannot hold (the smallest in
use, that of Python's `socketserver`, holds six) would be dropped, to be tried again a second later. A server that has
not answered by then lets the next ones in all the same.
"""

DESCRIPTORS = 4096
"""Wanted of the process: a quarter for requests under way, half for idle connections, the rest for everything else.

So 1,024 hosts must hang at once (256 where the system grants only 1,024 descriptors) before one waits for another,
and then for no longer than a deadline.
"""

SMALL_BODY_BYTES = 512 * 1024
LARGE_BODIES_AT_ONCE = 64
"""Bodies that may grow beyond the small size at the same time; nineteen of twenty news pages never do.

With 1,024 requests under way and 10 MB the most that is asked for, bodies take 1.2 GB at the very worst.
"""

_HIDDEN = re.compile("[\x00-\x20\x7f]")
"""What no reference holds; `urljoin` would drop a TAB and follow what was never written."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_LOCATION_SAFE = "".join(chr(each) for each in range(0x80) if each != 0x20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """What a server gave to recognise the state of one URL by (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS: Mapping[str, Validator] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How one GET ended. `reason` is None exactly for a 2xx with its whole body and for a wanted 304.

    `final_url` is the last URL that was judged, after redirects, and the same as `moved_to` where permanent ones
    alone (301, 308) led to an answer; `body` is decoded; `retry_after`, `link` and the `tdm_…` headers are as sent.
    A credential that was sent is nowhere in it.
    """

    final_url: str
    status: int | None = None
    reason: Reason | None = None
    detail: str | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after: str | None = None
    location: str | None = None
    moved_to: str | None = None
    tdm_reservation: str | None = None
    tdm_policy: str | None = None
    link: str | None = None
    body: bytes = b""


class Client:
    """An HTTP client for `async with`. Keeps connections, forgets cookies, reads no proxy or netrc settings.

    `connect_to` pairs a host pattern (`fnmatch`) with the host:port to dial instead; the guard judges the address
    dialled. Without `contact` only this machine is dialled: a live request must say whom to write to. `look_up`
    turns names into addresses in place of the system's resolver. The process may have more files open from then on.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        allow_hosts: frozenset[str] = frozenset(),
        connect_to: tuple[tuple[str, str], ...] = (),
        deadline_seconds: float = DEADLINE_SECONDS,
        look_up: "LookUp | None" = None,
    ) -> None:
        self._allowed = allow_hosts
        self._dialler = _Dialler(allow_hosts, connect_to, look_up, is_live=contact is not None)
        self._deadline_seconds = deadline_seconds
        self._user_agent = user_agent(contact)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return a client as the settings describe it."""
        return cls(
            contact=settings.contact,
            allow_hosts=settings.allow_hosts,
            connect_to=settings.connect_to,
            deadline_seconds=settings.deadline_seconds,
        )

    async def __aenter__(self) -> Self:
        self._room = _Room(_descriptors())
        self._keeping, self._closing = self._session(force_close=False), self._session(force_close=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._keeping.close()
        await self._closing.close()
        await self._dialler.close()

    def _session(self, *, force_close: bool) -> aiohttp.ClientSession:
        tracing = aiohttp.TraceConfig()
        tracing.on_connection_create_start.append(self._dialler.knock)
        tracing.on_connection_create_end.append(_has_connection)
        tracing.on_connection_reuseconn.append(_has_connection)
        return aiohttp.ClientSession(
            trace_configs=[tracing],
            connector=aiohttp.TCPConnector(
                limit=0,  # ours: waiting for a connection must not eat up the deadline
                resolver=self._dialler,
                socket_factory=self._dialler.open_socket,
                ttl_dns_cache=60,
                dns_cache_max_size=10_000,
                force_close=force_close,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(),  # none but ours
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"},
            auto_decompress=False,
            trust_env=False,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
        )

    async def get(
        self,
        url: str,
        *,
        validators: Mapping[str, Validator] = NO_VALIDATORS,
        credential: Credential | None = None,
        accept: str = "*/*",
        max_bytes: int,
        only_types: frozenset[str] | None = None,
        cut: bool = False,
        on_start: Callable[[], None] | None = None,
    ) -> Response:
        """Return what a GET of the URL ended in, after at most `MAX_HOPS` redirects and within the deadline.

        `validators` are by URL: each is sent to exactly its own, wherever in the chain of redirects that stands, and
        304 is an answer only there. `credential` is sent to the origin of `url` only.
        `max_bytes` caps the body before and after decoding; with `cut` a longer one ends there instead of being
        TOO_LARGE. A body whose media type is not among `only_types` is NOT_HTML and not read; no type is any type.
        `on_start` is called when there is a connection for the first request, right before that is sent, if ever.
        """
        wish = _Wish(
            validators=validators,
            credential=credential,
            home=guard.origin(url) if credential else None,
            accept=accept,
            max_bytes=max_bytes,
            only_types=only_types,
            cut=cut,
        )
        progress = _Progress(url, on_start)
        try:
            async with self._room.request(), asyncio.timeout(self._deadline_seconds):
                response = await self._follow(url, wish, progress)
        except TimeoutError:
            response = Response(
                final_url=progress.url, reason=Reason.TIMEOUT, detail=f"not done in {self._deadline_seconds:g} s"
            )
        return response if credential is None else _without(credential, response)

    async def _follow(self, url: str, wish: "_Wish", progress: "_Progress") -> Response:
        has_moved = True
        for hop in range(1 + MAX_HOPS):
            progress.url = url
            refusal = guard.check_url(url, self._allowed)
            if refusal:
                return Response(final_url=url, reason=refusal, detail=wish.one_line(url))
            response = await self._hop(wish, progress)
            if response.location is None:
                has_arrived = hop > 0 and response.reason is None
                return replace(response, moved_to=url) if has_arrived and has_moved else response
            target = None if _HIDDEN.search(response.location) else _resolved(url, response.location)
            if target is not None and wish.credential is not None:
                target = wish.credential.taken_out_of(target)
            if target is None or wish.would_give_away(target):
                return replace(response, reason=Reason.INVALID_URL, detail=wish.one_line(response.location))
            has_moved = has_moved and response.status in _PERMANENT
            url = target
        next_hop = wish.one_line(url, 120)
        return Response(
            final_url=url, reason=Reason.TOO_MANY_REDIRECTS, detail=f"more than {MAX_HOPS}, next: {next_hop}"
        )

    async def _hop(self, wish: "_Wish", progress: "_Progress") -> Response:
        """Return the answer to one request; a redirect has a `location`."""
        url = progress.url
        dialled = _Dialled(progress)
        token = _DIALLED.set(dialled)
        asked, headers = wish.request(url)
        session = self._keeping if self._room.may_keep(self._dialler.open_sockets()) else self._closing
        try:
            async with session.get(asked, headers=headers, allow_redirects=False, trace_request_ctx=dialled) as answer:
                dialled.let_next_knock()
                return await _read(answer, url, wish, self._room)
        except (aiohttp.ClientError, OSError, ssl.SSLError) as error:
            if isinstance(error, TimeoutError):
                raise
            reason, detail = _explain(error, dialled)
            return Response(final_url=url, reason=reason, detail=wish.one_line(detail))
        finally:
            dialled.let_next_knock()
            _DIALLED.reset(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the caller wants of one GET, on every hop. `home` is the origin that the credential is for."""

    validators: Mapping[str, Validator]
    credential: Credential | None
    home: tuple[str, str, int] | None
    accept: str
    max_bytes: int
    only_types: frozenset[str] | None
    cut: bool

    def conditions(self, url: str) -> dict[str, str]:
        """Return the headers that make the request for this URL conditional, if any."""
        known = self.validators.get(url)
        if known is None:
            return {}
        given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, each in given.items() if (value := _header_text(each))}

    def request(self, url: str) -> tuple[str, dict[str, str]]:
        """Return the URL to ask for and the headers to send."""
        headers = {"Accept": self.accept, **self.conditions(url)}
        if self.credential is None or guard.origin(url) != self.home:
            return url, headers
        return self.credential.put_into(url), headers | self.credential.headers

    def would_give_away(self, target: str) -> bool:
        """Return whether a redirect carries the credential to another origin."""
        return self.credential is not None and guard.origin(target) != self.home and self.credential.is_in(target)

    def one_line(self, text: str, limit: int = DETAIL_LENGTH) -> str:
        """Return the text fit for `detail`; a credential is hidden before the cut could leave half of it."""
        return one_line(self.credential.hidden_in(text) if self.credential else text, limit)


@dataclass(slots=True)
class _Progress:
    """The URL a GET has come to, known even when the deadline cuts it, and whom to tell of its first request."""

    url: str
    on_start: Callable[[], None] | None

    def start(self) -> None:
        """Tell that a request is about to be sent, the first time."""
        if self.on_start is not None:
            self.on_start()
            self.on_start = None


def user_agent(contact: str | None) -> str:
    """Return the User-Agent header: product, version and whom to write to."""
    name = f"{PRODUCT}/{version(PRODUCT)}"
    return f"{name} (+{_header_text(contact)})" if contact else name


# ── Room ──────────────────────────────────────────────────────────────────────────────────────────


def _descriptors() -> int:
    """Return how many files the process may have open, after asking the system for as many as we want."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= DESCRIPTORS:
        return DESCRIPTORS
    granted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (granted, hard))
    return granted


class _Room:
    """How much may go on at once: requests, idle connections, large bodies. First come, first served."""

    def __init__(self, descriptors: int) -> None:
        self._requests = asyncio.Semaphore(descriptors // 4)
        self._young = asyncio.Semaphore(YOUNG_AT_ONCE)
        self._most_kept = descriptors // 2
        self._under_way = 0
        self.large_body = asyncio.Semaphore(LARGE_BODIES_AT_ONCE)

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """Wait for room for a request and hold it."""
        async with self._requests:
            await self._young.acquire()
            grown_up = asyncio.get_running_loop().call_later(YOUNG_SECONDS, self._young.release)
            self._under_way += 1
            try:
                yield
            finally:
                self._under_way -= 1
                if grown_up.when() > asyncio.get_running_loop().time():
                    grown_up.cancel()
                    self._young.release()

    def may_keep(self, open_sockets: int) -> bool:
        """Return whether the next connection may idle when its answer is read.

        Requests under way count twice, because most have a socket: so what idles later never exceeds its share.
        """
        return open_sockets + self._under_way <= self._most_kept


# ── Dialling ──────────────────────────────────────────────────────────────────────────────────────


class _RefusedAddressError(OSError):
    """The guard refused an address at the moment of dialling."""


@dataclass(slots=True)
class _Dialled:
    """What was dialled for one hop; shared with the tasks that aiohttp starts for it through `_DIALLED`."""

    progress: _Progress
    refusals: dict[str, Reason] = field(default_factory=dict)
    door: asyncio.Semaphore | None = None  # held from the making of a connection to the first answer

    async def knock(self, door: asyncio.Semaphore) -> None:
        """Wait until few enough others stand at the door, and stand there."""
        self.let_next_knock()
        await door.acquire()
        self.door = door
        asyncio.get_running_loop().call_later(KNOCK_SECONDS, self.let_next_knock)

    def let_next_knock(self) -> None:
        """Leave the door, if still there."""
        if self.door is not None:
            self.door.release()
            self.door = None


_DIALLED: ContextVar[_Dialled] = ContextVar("_DIALLED")


LookUp = Callable[..., list[tuple[Any, ...]]]
"""`socket.getaddrinfo(host, port, family=…, type=…)`, or what does as it does."""


class _Dialler(AbstractResolver):
    """Resolves names, with `connect_to`, and opens the sockets, with the guard. Literal addresses only meet the latter."""

    def __init__(
        self,
        allowed: frozenset[str],
        connect_to: tuple[tuple[str, str], ...],
        look_up: LookUp | None,
        *,
        is_live: bool,
    ) -> None:
        self._allowed = allowed
        self._connect_to = connect_to
        self._look_up = look_up
        self._is_live = is_live
        self._threads = ThreadPoolExecutor(DNS_THREADS, thread_name_prefix="dns")
        self._doors: defaultdict[tuple[str, int], asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(KNOCKS_AT_ONCE)
        )
        self._sockets: list[socket.socket] = []
        self._looked_through = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses to dial for a name: if one of them is forbidden, nothing but those that are.

        Raises `OSError` when there are none, also for a name that cannot be asked for.
        """
        name = self.target(host, port)
        if guard.is_address(name[0]):
            infos = _literal(*name)
        else:
            infos = await asyncio.get_running_loop().run_in_executor(self._threads, self._addresses, *name, family)
        forbidden = [info for info in infos if self._judge(info[4][0], info[4][1], name)]
        return [
            ResolveResult(hostname=host, host=str(address[0]), port=name[1], family=kind, proto=protocol, flags=0)
            for kind, _, protocol, _, address in forbidden or infos
        ]

    async def close(self) -> None:
        """Drop the look-ups that have not begun."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def target(self, host: str, port: int) -> tuple[str, int]:
        """Return the host and port to dial for a host and port of a URL."""
        return guard.dialled(host, port, self._connect_to)

    async def knock(self, _session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
        """Wait until few enough others are making their first connection to the server of the request."""
        dialled: _Dialled = context.trace_request_ctx
        await dialled.knock(self._doors[self._place(dialled.progress.url)])

    def open_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Return an unconnected socket for the address about to be dialled.

        Raises `_RefusedAddressError` where the guard forbids it; always with the same text, so that aiohttp
        passes it on when several addresses of one name are refused.
        """
        family, kind, protocol, _, address = info
        ip, port = str(address[0]), int(address[1])
        dialled = _DIALLED.get()
        refusal = self._judge(ip, port, self._place(dialled.progress.url))
        if refusal:
            dialled.refusals[ip] = refusal
            raise _RefusedAddressError("address refused")
        opened = socket.socket(family, kind, protocol)
        self._sockets.append(opened)
        return opened

    def _place(self, url: str) -> tuple[str, int]:
        parts = guard.split(url)
        return self.target(parts.hostname or "", guard.port_of(parts)) if parts else ("", 0)

    def open_sockets(self) -> int:
        """Return how many sockets are open, or a few more: the closed ones are sorted out now and then."""
        if len(self._sockets) >= self._looked_through + YOUNG_AT_ONCE:
            self._sockets = [each for each in self._sockets if each.fileno() >= 0]
            self._looked_through = len(self._sockets)
        return len(self._sockets)

    def _judge(self, ip: str, port: int, name: tuple[str, int]) -> Reason | None:
        if not self._is_live and not ip_address(ip).is_loopback:
            return Reason.BLOCKED_ADDRESS
        if guard.host_port(*name) in self._allowed and name[1] == port:
            return None
        return guard.check_address(ip, port, self._allowed)

    def _addresses(self, host: str, port: int, family: socket.AddressFamily) -> list[tuple[Any, ...]]:
        try:
            look_up = self._look_up or socket.getaddrinfo
            return look_up(host, port, family=family, type=socket.SOCK_STREAM)
        except UnicodeError as error:  # a label that is empty or too long for IDNA
            raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error


async def _has_connection(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
    dialled: _Dialled = context.trace_request_ctx
    dialled.progress.start()


def _literal(ip: str, port: int) -> list[tuple[Any, ...]]:
    """Return an address as `getaddrinfo` would, without asking it."""
    family = socket.AF_INET6 if ip_address(ip).version == 6 else socket.AF_INET
    return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (ip, port))]


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────


async def _read(answer: aiohttp.ClientResponse, url: str, wish: _Wish, room: _Room) -> Response:
    """Return the response without its body, or with it where it is wanted and whole."""
    response = Response(
        final_url=url,
        status=answer.status,
        content_type=_header(answer, "Content-Type"),
        etag=_header(answer, "ETag"),
        last_modified=_header(answer, "Last-Modified"),
        retry_after=_header(answer, "Retry-After"),
        tdm_reservation=_header(answer, "tdm-reservation"),
        tdm_policy=_header(answer, "tdm-policy"),
        link=_header(answer, "Link"),
    )
    if answer.status in _REDIRECTS and "Location" in answer.headers:
        return replace(response, location=_location(answer.headers["Location"]))
    if answer.status == 304 and wish.conditions(url):
        return response
    refusal = reason_for_status(answer.status)
    if refusal:
        return replace(response, reason=refusal, detail=f"HTTP {answer.status}")
    media_type = (response.content_type or "").partition(";")[0].strip().lower()
    if wish.only_types is not None and media_type and media_type not in wish.only_types:
        return replace(response, reason=Reason.NOT_HTML, detail=wish.one_line(media_type))
    try:
        return replace(response, body=await _read_body(answer, wish, room))
    except BodyError as error:
        return replace(response, reason=error.reason, detail=wish.one_line(error.detail))


def reason_for_status(status: int) -> Reason | None:
    """Return why an answer with this status has no body for us, None for 2xx."""
    if status == 206:  # we never ask for a range
        return Reason.PROTOCOL
    if 200 <= status < 300:
        return None
    named = {
        401: Reason.HTTP_FORBIDDEN,
        403: Reason.HTTP_FORBIDDEN,
        404: Reason.HTTP_GONE,
        410: Reason.HTTP_GONE,
        429: Reason.HTTP_THROTTLED,
        451: Reason.HTTP_FORBIDDEN,
    }
    classes = {4: Reason.HTTP_CLIENT_ERROR, 5: Reason.HTTP_SERVER_ERROR}
    return named.get(status) or classes.get(status // 100, Reason.PROTOCOL)


async def _read_body(answer: aiohttp.ClientResponse, wish: _Wish, room: _Room) -> bytes:
    """Return the decoded body. Raises `BodyError`."""
    decoder = Decoder(_content_encoding(answer), wish.max_bytes, SMALL_BODY_BYTES)
    declared_bytes = answer.content_length or 0
    if declared_bytes > wish.max_bytes and not wish.cut:
        raise BodyError(Reason.TOO_LARGE, f"{declared_bytes} bytes announced, {wish.max_bytes} allowed")
    _end_reading_when_closed(answer)
    try:
        async with AsyncExitStack() as held:
            async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
                decoder.feed(chunk)
                if decoder.is_paused:
                    await held.enter_async_context(room.large_body)
                    decoder.go_on()
                if decoder.is_over:
                    break
    except (aiohttp.ClientError, ConnectionError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise BodyError(Reason.TRUNCATED, f"{type(error).__name__}: {error}") from error
    if not decoder.is_over:
        return decoder.finish()
    if wish.cut:
        return decoder.cut()
    raise BodyError(Reason.TOO_LARGE, f"more than {wish.max_bytes} bytes")


def _end_reading_when_closed(answer: aiohttp.ClientResponse) -> None:
    """Make the reader of a chunked body fail once the connection is gone.

    aiohttp 3.14.5 closes it at a malformed chunk header and leaves the reader waiting for the deadline.
    """
    protocol = answer.connection.protocol if answer.connection is not None else None
    closed = protocol.closed if protocol is not None else None  # its truth is the length of a queue
    if closed is None or "chunked" not in answer.headers.get("Transfer-Encoding", "").lower():
        return

    def end(ended: "asyncio.Future[None]") -> None:
        if not ended.cancelled():
            ended.exception()  # else asyncio complains that nobody looked
        if not answer.content.is_eof() and answer.content.exception() is None:
            answer.content.set_exception(aiohttp.ClientPayloadError("malformed chunk"))

    closed.add_done_callback(end)


def _content_encoding(answer: aiohttp.ClientResponse) -> str | None:
    """Return the one content coding, None for identity. Raises `BodyError` for any other or for several."""
    coded = ",".join(answer.headers.getall("Content-Encoding", ()))
    codings = [each.strip().lower() for each in coded.split(",")]
    real = [each for each in codings if each not in {"", "identity"}]
    transfer = ",".join(answer.headers.getall("Transfer-Encoding", ())).strip().lower()
    if len(real) > 1 or not set(real) <= CODINGS or transfer not in {"", "chunked", "identity"}:
        raise BodyError(Reason.UNSUPPORTED_ENCODING, coded or transfer)
    return real[0] if real else None


# ── Headers and errors ────────────────────────────────────────────────────────────────────────────


def _header(answer: aiohttp.ClientResponse, name: str) -> str | None:
    """Return a header as clean text, None if absent or absurdly long."""
    value = answer.headers.get(name)
    if value is None:
        return None
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    return value if 0 < len(value) <= MAX_KEPT_HEADER else None


def _header_text(value: str | None) -> str | None:
    """Return the value if it can be sent as a header as it is, else None."""
    return value if value and all(" " <= each <= "~" for each in value) else None


def _location(value: str) -> str:
    """Return a Location header as a URL reference in ASCII; what the guard refuses is left for it to see."""
    return quote(value.strip().encode("utf-8", "surrogateescape"), safe=_LOCATION_SAFE)


def _resolved(base: str, reference: str) -> str | None:
    """Return the absolute URL of a reference without its fragment (RFC 3986, section 5), None if it is unreadable."""
    try:
        return urldefrag(urljoin(base, reference)).url
    except ValueError:
        return None


def _without(credential: Credential, response: Response) -> Response:
    """Return the response as one may show it, store it and go on with it."""
    shown: dict[str, Any] = {each.name: getattr(response, each.name) for each in fields(response)}
    for name, value in shown.items():
        if type(value) is str:
            shown[name] = credential.hidden_in(value)
        elif isinstance(value, bytes):
            shown[name] = credential.hidden_in_bytes(value)
    return Response(**shown)


def _explain(error: Exception, dialled: _Dialled) -> tuple[Reason, str]:
    """Return the reason and the detail of a request that got no whole header."""
    if dialled.refusals:
        ip, reason = next(iter(sorted(dialled.refusals.items())))
        return reason, f"leads to {ip}"
    if isinstance(error, aiohttp.ClientConnectorError) and not isinstance(error, aiohttp.ClientSSLError):
        reason = Reason.DNS if isinstance(error, aiohttp.ClientConnectorDNSError) else Reason.CONNECT
        return reason, str(error.os_error)
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Reason], ...] = (
        ((aiohttp.ClientSSLError, ssl.SSLError), Reason.TLS),
        (aiohttp.InvalidURL, Reason.INVALID_URL),
        ((aiohttp.ServerDisconnectedError, OSError), Reason.CONNECT),
    )
    reason = next((reason for kind, reason in kinds if isinstance(error, kind)), Reason.PROTOCOL)
    if isinstance(error, aiohttp.ClientResponseError) and "chunk size" in error.message:
        reason = Reason.TRUNCATED  # the header was whole, and a malformed chunk came in the same packet
    said = error.message if isinstance(error, aiohttp.ClientResponseError) else str(error)
    return reason, f"{type(error).__name__}: {said}"
