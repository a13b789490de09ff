"""A server on 127.0.0.1 that answers as badly as the web does. It knows no fault: a table of behaviours does.

    request ─▶ host and path ─▶ behaviour ─▶ `Reply`, well-formed, the connection is kept
                                          └▶ pieces of bytes, written as they come; then the connection ends

HTTP and HTTPS share the table. Beside them stands a trap, on other ports and addresses, which nobody may dial.
"""

import asyncio
import contextlib
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from tests.faults.certificates import Authority

LOOPBACK = "127.0.0.1"
FORBIDDEN = "127.0.0.2"
"""Loopback too, and no less private: the trap listens there on every port of the server."""

HEAD_BYTES = 128 * 1024
END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came. `at_seconds` is a monotonic clock; `number` counts the requests for this address from 1."""

    host: str
    path: str
    headers: Mapping[str, str]
    at_seconds: float
    number: int
    is_tls: bool = False

    @property
    def bare_path(self) -> str:
        """The path without its query."""
        return self.path.partition("?")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A well-formed answer. Content-Length is counted; `headers` come after the usual ones."""

    body: bytes = b""
    status: str = "200 OK"
    content_type: str | None = "text/html; charset=utf-8"
    headers: Iterable[tuple[str, str]] = ()
    wait_seconds: float = 0.0

    def encoded(self) -> bytes:
        """Return the answer as it is sent."""
        given = [("Content-Type", self.content_type)] if self.content_type else []
        length = [] if self.status.startswith("304") else [("Content-Length", str(len(self.body)))]
        return head(self.status, *given, *length, *self.headers) + self.body


Behaviour = Callable[[Request], Reply | AsyncIterator[bytes]]
Table = dict[tuple[str, str], Behaviour]
"""(host, path) to behaviour; the path `*` stands for every other path of the host, the host `*` for every other host."""


def head(status: str = "200 OK", *headers: tuple[str, str]) -> bytes:
    """Return a status line with headers and the empty line."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + END


def missing(_: Request) -> Reply:
    """What the table does not know."""
    return Reply(body=b"no such page", status="404 Not Found", content_type="text/plain")


@dataclass
class FaultServer:
    """Serves a table while it is entered: `with FaultServer() as server: server.table["a.example", "/"] = …`.

    `requests` holds everything that was asked; `most_at_once` the greatest number of open requests of each host;
    `trapped` the addresses of the trap that somebody dialled.
    """

    table: Table = field(default_factory=dict)
    authority: Authority | None = None
    port: int = 0
    tls_port: int = 0
    trap_port: int = 0
    requests: list[Request] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)
    trapped: list[str] = field(default_factory=list)
    _open: Counter[str] = field(default_factory=Counter)
    _asked: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __enter__(self) -> Self:
        """Listen, in a thread of its own."""
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda *_: None)  # clients that hang up are the order of the day here
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-server")
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        """Cut every connection, also those that still drip."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def allow_hosts(self) -> str:
        """What the address guard has to let through."""
        return f"{LOOPBACK}:{self.port},{LOOPBACK}:{self.tls_port}"

    @property
    def connect_to(self) -> str:
        """Where every `.example` host is dialled; those that begin with `tls-` with TLS."""
        return f"tls-*.example={LOOPBACK}:{self.tls_port},*.example={LOOPBACK}:{self.port}"

    def asked(self, host: str, path: str | None = None) -> list[Request]:
        """Return the requests for a host, or for one path of it whatever its query."""
        return [each for each in self.requests if each.host == host and path in {None, each.bare_path}]

    async def _listen(self) -> None:
        self._listeners = [await asyncio.start_server(self._serve, LOOPBACK, 0, limit=HEAD_BYTES, backlog=512)]
        self.port = self._listeners[0].sockets[0].getsockname()[1]
        if self.authority is not None:
            secure = await asyncio.start_server(
                self._serve, LOOPBACK, 0, limit=HEAD_BYTES, ssl=self.authority.server_context()
            )
            self._listeners.append(secure)
            self.tls_port = secure.sockets[0].getsockname()[1]
        trap = await asyncio.start_server(self._trap, LOOPBACK, 0)
        self.trap_port = trap.sockets[0].getsockname()[1]
        self._listeners.append(trap)
        for address, port in ((FORBIDDEN, self.trap_port), (FORBIDDEN, self.port), ("::1", self.trap_port)):
            with contextlib.suppress(OSError):  # no IPv6, or a system with a single loopback address
                self._listeners.append(await asyncio.start_server(self._trap, address, port))

    async def _cut(self) -> None:
        for listener in self._listeners:
            listener.close()
        current = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not current]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _trap(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.trapped.append("{}:{}".format(*writer.get_extra_info("sockname")[:2]))
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (
                request := await self._read(reader, is_tls=writer.get_extra_info("sslcontext") is not None)
            ) is not None:
                self._open[request.host] += 1
                self.most_at_once[request.host] = max(self.most_at_once[request.host], self._open[request.host])
                try:
                    is_kept = await self._answer(request, writer)
                finally:
                    self._open[request.host] -= 1
                if not is_kept:
                    return
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader, *, is_tls: bool) -> Request | None:
        said = (await reader.readuntil(END)).decode("latin-1").removesuffix("\r\n\r\n")
        first, *lines = said.split("\r\n")
        words = first.split(" ")
        if len(words) != 3:
            return None
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        host = headers.get("host", "").partition(":")[0].lower()
        self._asked[host, words[1]] += 1
        request = Request(
            host=host,
            path=words[1],
            headers=headers,
            at_seconds=time.monotonic(),
            number=self._asked[host, words[1]],
            is_tls=is_tls,
        )
        self.requests.append(request)
        return request

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Answer, and return whether the connection may be used again."""
        said = self._behaviour(request)(request)
        if isinstance(said, Reply):
            await asyncio.sleep(said.wait_seconds)
            writer.write(said.encoded())
            await writer.drain()
            return True
        async for piece in said:
            writer.write(piece)
            await writer.drain()
        return False

    def _behaviour(self, request: Request) -> Behaviour:
        places = ((request.host, request.path), (request.host, request.bare_path), (request.host, "*"), ("*", "*"))
        return next((self.table[place] for place in places if place in self.table), missing)
