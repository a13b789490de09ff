"""HTTP, distrustful: one GET under one deadline, every hop and every dialled address judged, every byte counted.

The only importer of aiohttp. Nothing a server does raises: a `Response` carries the body or a `Reason`.
"""

import asyncio
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import quote, urldefrag, urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from pipelines.collect import guard
from pipelines.collect.decoding import CODINGS, BodyError, Decoder
from pipelines.collect.wording import one_line
from pipelines.records import Reason
from pipelines.settings import Settings

PRODUCT = "trucewatch"
DEADLINE_SECONDS = 30.0
MAX_HOPS = 5
MAX_CONNECTIONS = 64
MAX_HEADERS = 256  # pages behind two caches send 150; 5,000 are an attack
MAX_HEADER_BYTES = 16 * 1024
MAX_KEPT_HEADER = 1024
CHUNK_BYTES = 64 * 1024
DNS_THREADS = 32  # a resolver that hangs must not hold up the other hosts

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LOCATION_SAFE = "".join(chr(each) for each in range(0x80) if each != 0x20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How one GET ended. `reason` is None exactly for a 2xx with its whole body and for a wanted 304.

    `final_url` is the last URL that was judged, after redirects; `body` is decoded; `retry_after` as sent.
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
    body: bytes = b""


class Client:
    """An HTTP client for `async with`. Keeps connections, forgets cookies, reads no proxy or netrc settings.

    `connect_to` pairs a host pattern (`fnmatch`) with the host:port to dial instead; the guard judges the address
    dialled. Without `contact` only this machine is dialled: a live request must say whom to write to.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        allow_hosts: frozenset[str] = frozenset(),
        connect_to: tuple[tuple[str, str], ...] = (),
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self._allowed = allow_hosts
        self._dialler = _Dialler(allow_hosts, connect_to, is_live=contact is not None)
        self._deadline_seconds = deadline_seconds
        self._user_agent = user_agent(contact)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return a client as the settings describe it."""
        return cls(contact=settings.contact, allow_hosts=settings.allow_hosts, connect_to=settings.connect_to)

    async def __aenter__(self) -> Self:
        self._slots = asyncio.Semaphore(MAX_CONNECTIONS)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,  # ours: waiting for a connection must not eat up the deadline
                resolver=self._dialler,
                socket_factory=self._dialler.open_socket,
                ttl_dns_cache=60,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=self._deadline_seconds),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip, deflate"},
            auto_decompress=False,
            trust_env=False,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()
        await self._dialler.close()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "*/*",
        max_bytes: int,
        only_types: frozenset[str] | None = None,
        cut: bool = False,
    ) -> Response:
        """Return what a GET of the URL ended in, after at most `MAX_HOPS` redirects and within the deadline.

        `max_bytes` caps the body before and after decoding; with `cut` a longer one ends there instead of being
        TOO_LARGE. A body whose media type is not among `only_types` is NOT_HTML and not read; no type is any type.
        """
        conditions = {"If-None-Match": _header_text(etag), "If-Modified-Since": _header_text(last_modified)}
        wish = _Wish(
            headers={"Accept": accept} | {name: value for name, value in conditions.items() if value},
            max_bytes=max_bytes,
            only_types=only_types,
            cut=cut,
        )
        progress = _Progress(url)
        try:
            async with self._slots, asyncio.timeout(self._deadline_seconds):
                return await self._follow(url, wish, progress)
        except TimeoutError:
            return Response(
                final_url=progress.url, reason=Reason.TIMEOUT, detail=f"not done in {self._deadline_seconds:g} s"
            )

    async def _follow(self, url: str, wish: "_Wish", progress: "_Progress") -> Response:
        for _ in range(1 + MAX_HOPS):
            progress.url = url
            refusal = guard.check_url(url, self._allowed)
            if refusal:
                return Response(final_url=url, reason=refusal, detail=one_line(url))
            response = await self._hop(url, wish)
            if response.location is None:
                return response
            target = _resolved(url, response.location)
            if target is None:
                return replace(response, reason=Reason.INVALID_URL, detail=one_line(response.location))
            if guard.origin(target) != guard.origin(url):
                wish = replace(wish, headers={"Accept": wish.headers["Accept"]})
            url = target
        return Response(
            final_url=url, reason=Reason.TOO_MANY_REDIRECTS, detail=f"more than {MAX_HOPS}, next: {one_line(url, 120)}"
        )

    async def _hop(self, url: str, wish: "_Wish") -> Response:
        """Return the answer to one request; a redirect has a `location`."""
        dialled = _Dialled(url)
        token = _DIALLED.set(dialled)
        try:
            async with self._session.get(url, headers=wish.headers, allow_redirects=False) as answer:
                return await _read(answer, url, wish)
        except (aiohttp.ClientError, OSError, ssl.SSLError) as error:
            if isinstance(error, TimeoutError):
                raise
            reason, detail = _explain(error, dialled)
            return Response(final_url=url, reason=reason, detail=one_line(detail))
        finally:
            _DIALLED.reset(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the caller wants of one GET, on every hop."""

    headers: dict[str, str]
    max_bytes: int
    only_types: frozenset[str] | None
    cut: bool


@dataclass(slots=True)
class _Progress:
    """The URL a GET has come to, known even when the deadline cuts it."""

    url: str


def user_agent(contact: str | None) -> str:
    """Return the User-Agent header: product, version and whom to write to."""
    name = f"{PRODUCT}/{version(PRODUCT)}"
    return f"{name} (+{_header_text(contact)})" if contact else name


# ── Dialling ──────────────────────────────────────────────────────────────────────────────────────


class _RefusedAddressError(OSError):
    """The guard refused an address at the moment of dialling."""


@dataclass(slots=True)
class _Dialled:
    """What was dialled for one hop; shared with the tasks that aiohttp starts for it through `_DIALLED`."""

    url: str
    target: str | None = None  # host:port that was resolved
    attempts: set[str] = field(default_factory=set)
    refusals: dict[str, Reason] = field(default_factory=dict)


_DIALLED: ContextVar[_Dialled] = ContextVar("_DIALLED")


class _Dialler(AbstractResolver):
    """Resolves names, with `connect_to`, and opens the sockets, with the guard. Literal addresses only meet the latter."""

    def __init__(self, allowed: frozenset[str], connect_to: tuple[tuple[str, str], ...], *, is_live: bool) -> None:
        self._allowed = allowed
        self._connect_to = connect_to
        self._is_live = is_live
        self._threads = ThreadPoolExecutor(DNS_THREADS, thread_name_prefix="dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses to dial for a name. Raises `OSError` when there are none."""
        dial_host, dial_port = self.target(host, port)
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, _look_up, host, dial_host, dial_port, family
        )

    async def close(self) -> None:
        """Drop the look-ups that have not begun."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def target(self, host: str, port: int) -> tuple[str, int]:
        """Return the host and port to dial for a host and port of a URL."""
        return guard.dialled(host, port, self._connect_to)

    def open_socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Return an unconnected socket for the address about to be dialled.

        Raises `_RefusedAddressError` where the guard forbids it; always with the same text, so that aiohttp
        passes it on when several addresses of one name are refused.
        """
        family, kind, protocol, _, address = info
        ip, port = str(address[0]), int(address[1])
        dialled = _DIALLED.get()
        dialled.attempts.add(ip)
        refusal = self._judge(ip, port, dialled.url)
        if refusal:
            dialled.refusals[ip] = refusal
            raise _RefusedAddressError("address refused")
        return socket.socket(family, kind, protocol)

    def _judge(self, ip: str, port: int, url: str) -> Reason | None:
        if not self._is_live and not ip_address(ip).is_loopback:
            return Reason.BLOCKED_ADDRESS
        parts = guard.split(url)
        name = self.target(parts.hostname or "", guard.port_of(parts)) if parts else ("", 0)
        if guard.host_port(*name) in self._allowed and name[1] == port:
            return None
        return guard.check_address(ip, port, self._allowed)


def _look_up(name: str, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    """Return what the system resolver says of `host`, as aiohttp wants it for `name`.

    Raises `OSError`, also for a name that cannot be asked for.
    """
    try:
        infos = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is empty or too long for IDNA
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error
    return [
        ResolveResult(hostname=name, host=str(address[0]), port=port, family=kind, proto=protocol, flags=0)
        for kind, _, protocol, _, address in infos
    ]


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────


async def _read(answer: aiohttp.ClientResponse, url: str, wish: _Wish) -> Response:
    """Return the response without its body, or with it where it is wanted and whole."""
    response = Response(
        final_url=url,
        status=answer.status,
        content_type=_header(answer, "Content-Type"),
        etag=_header(answer, "ETag"),
        last_modified=_header(answer, "Last-Modified"),
        retry_after=_header(answer, "Retry-After"),
    )
    if answer.status in _REDIRECTS and "Location" in answer.headers:
        return replace(response, location=_location(answer.headers["Location"]))
    if answer.status == 304 and len(wish.headers) > 1:
        return response
    refusal = reason_for_status(answer.status)
    if refusal:
        return replace(response, reason=refusal, detail=f"HTTP {answer.status}")
    media_type = (response.content_type or "").partition(";")[0].strip().lower()
    if wish.only_types is not None and media_type and media_type not in wish.only_types:
        return replace(response, reason=Reason.NOT_HTML, detail=one_line(media_type))
    try:
        return replace(response, body=await _read_body(answer, wish))
    except BodyError as error:
        return replace(response, reason=error.reason, detail=one_line(error.detail))


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


async def _read_body(answer: aiohttp.ClientResponse, wish: _Wish) -> bytes:
    """Return the decoded body. Raises `BodyError`."""
    decoder = Decoder(_content_encoding(answer), wish.max_bytes)
    declared_bytes = answer.content_length or 0
    if declared_bytes > wish.max_bytes and not wish.cut:
        raise BodyError(Reason.TOO_LARGE, f"{declared_bytes} bytes announced, {wish.max_bytes} allowed")
    _end_reading_when_closed(answer)
    try:
        async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
            decoder.feed(chunk)
            if decoder.is_over:
                if wish.cut:
                    return decoder.cut()
                raise BodyError(Reason.TOO_LARGE, f"more than {wish.max_bytes} bytes")
    except (aiohttp.ClientError, ConnectionError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise BodyError(Reason.TRUNCATED, f"{type(error).__name__}: {error}") from error
    return decoder.finish()


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
    value = answer.headers.get(name, "").encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
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


def _explain(error: Exception, dialled: _Dialled) -> tuple[Reason, str]:
    """Return the reason and the detail of a request that got no whole header."""
    if dialled.refusals and dialled.refusals.keys() == dialled.attempts:
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
    said = error.message if isinstance(error, aiohttp.ClientResponseError) else str(error)
    return reason, f"{type(error).__name__}: {said}"
