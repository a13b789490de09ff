"""A server on 127.0.0.1 that answers as badly as servers do, and a short way to ask it."""

import asyncio
import contextlib
import functools
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.collect.client import Client, Response


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    at: float


Route = Callable[[Request], Iterable[bytes]]


def no_such_page(_: Request) -> Iterable[bytes]:
    return [b"HTTP/1.1 404 Not Found\r\nContent-Length: 12\r\n\r\n", b"nothing here"]


@dataclass
class FaultServer:
    """Routes by path; what is not routed is 404. `requests` holds every request with its time."""

    port: int = 0
    routes: dict[str, Route] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    open_requests: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def answer(self, request: Request, write: Callable[[bytes], None]) -> None:
        with self.lock:
            self.requests.append(request)
            self.open_requests += 1
            self.most_at_once = max(self.most_at_once, self.open_requests)
        try:
            for chunk in self.routes.get(request.path, no_such_page)(request):
                write(chunk)
        finally:
            with self.lock:
                self.open_requests -= 1


class Connection(socketserver.StreamRequestHandler):
    """One request per connection."""

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self.exchange()

    def exchange(self) -> None:
        line = self.rfile.readline().decode("latin-1").split()
        if len(line) != 3:
            return
        headers = {}
        while (header := self.rfile.readline().decode("latin-1").strip()) != "":
            name, _, value = header.partition(":")
            headers[name.strip().lower()] = value.strip()
        self.server.faults.answer(Request(line[1], headers, time.monotonic()), self.wfile.write)


class Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with Listener(("127.0.0.1", 0), Connection) as listener:
        faults = FaultServer(port=listener.server_address[1])
        listener.faults = faults
        thread = threading.Thread(target=functools.partial(listener.serve_forever, poll_interval=0.01))
        thread.start()
        try:
            yield faults
        finally:
            listener.shutdown()
            thread.join()


@pytest.fixture
def get(server: FaultServer) -> Callable[..., Response]:
    """Ask for a path of the server, or a whole URL, with a fresh client that may dial the server only."""

    def ask(target: str, *, client: dict[str, object] | None = None, **wish: object) -> Response:
        async def once() -> Response:
            given = {"allow_hosts": frozenset({f"127.0.0.1:{server.port}"})} | (client or {})
            async with Client(**given) as one:
                return await one.get(url, **({"max_bytes": 1_000_000} | wish))

        url = server.url(target) if target.startswith("/") else target
        return asyncio.run(once())

    return ask


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that moves on a second each time it is read."""
    ticks = iter(range(10**9))
    return lambda: datetime(2026, 3, 1, 6, tzinfo=UTC) + timedelta(seconds=next(ticks))
