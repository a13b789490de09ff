"""The press world on 127.0.0.1: hosts told apart by the Host header, and the wires' files for the inbox.

`answer` is a function of values; `Newsroom` gives it a socket. Bytes depend on the edition and the address only:
no clock, no chance, no Date header.
"""

import gzip
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from pipelines.newsroom import wires
from pipelines.newsroom.content import Outlet, Version, outlets
from pipelines.newsroom.feeds import changed_at, feed
from pipelines.newsroom.pages import article_page, consent_page, front_page, maintenance_page, missing_page

LOOPBACK = "127.0.0.1"
RETRY_AFTER_SECONDS = 3600


class Request(NamedTuple):
    """One request as it was answered. `at_seconds` is a monotonic clock: only differences mean something."""

    at_seconds: float
    host: str
    path: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host says to one request, before conditions and content coding."""

    status: HTTPStatus
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    changed_at: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()


def answer(
    edition: int,
    host: str,
    path: str,
    *,
    query: str = "",
    token: str | None = None,
    houses: Mapping[str, Outlet] | None = None,
) -> Answer:
    """Return what `host` serves under `path` at an edition; `token` is what the asker shows to be let in.

    `houses` by host; None = those of the written world.
    """
    if host == wires.HOST:
        return _wire(edition, path, query, token)
    outlet = (outlets() if houses is None else houses).get(host)
    if outlet is None:
        return Answer(status=HTTPStatus.MISDIRECTED_REQUEST, body=b"No such host in this world.\n")
    fault = outlet.faults.get(edition)
    if fault == "down":
        retry = (("Retry-After", str(RETRY_AFTER_SECONDS)),)
        return Answer(status=HTTPStatus.SERVICE_UNAVAILABLE, body=b"Service unavailable\n", headers=retry)
    if path == "/robots.txt":
        return Answer(status=HTTPStatus.OK, body=outlet.robots.encode("ascii"))
    if fault == "html":
        return Answer(status=HTTPStatus.OK, body=maintenance_page(outlet), content_type="text/html; charset=utf-8")
    if path == outlet.feed_path:
        content_type, body = feed(outlet, edition)
        return Answer(
            status=HTTPStatus.OK, body=body, content_type=content_type, changed_at=changed_at(outlet, edition)
        )
    if path == "/":
        return _page(outlet, front_page(outlet, edition))
    return _article(outlet, edition, path)


def _wire(edition: int, path: str, query: str, token: str | None) -> Answer:
    """Return a page of an agency's stories: nobody without the token sees any."""
    if path != wires.STORIES_PATH:
        return Answer(status=HTTPStatus.NOT_FOUND, body=b"Not found\n")
    if not hmac.compare_digest((token or "").encode(), wires.TOKEN.encode()):
        return Answer(status=HTTPStatus.UNAUTHORIZED, body=b"Show your token.\n")
    page = wires.stories_page(edition, query)
    if page is None:
        return Answer(status=HTTPStatus.NO_CONTENT)
    body = json.dumps(page, ensure_ascii=False, indent=1).encode()
    return Answer(status=HTTPStatus.OK, body=body, content_type="application/json")


def _article(outlet: Outlet, edition: int, path: str) -> Answer:
    """Return the article at `path`; an address of an earlier version leads to the current one."""
    asked = next((each for each in outlet.versions if each.path == path and min(each.editions) <= edition), None)
    if asked is None or asked.serve == "gone":
        return Answer(status=HTTPStatus.NOT_FOUND, body=b"Not found\n")
    current = next(each for each in outlet.online(edition) if each.article_id == asked.article_id)
    if current.path != path:
        moved = (("Location", outlet.address(current)),)
        return Answer(status=HTTPStatus.MOVED_PERMANENTLY, body=b"Moved\n", headers=moved)
    match current.serve:
        case "consent":
            return _page(outlet, consent_page(outlet))
        case "missing":
            return _page(outlet, missing_page(outlet))
        case _:
            return _page(outlet, article_page(outlet, current), current)


def _page(outlet: Outlet, body: bytes, version: Version | None = None) -> Answer:
    """Return a page; a house with an old encoding leaves it to the page's meta element to say so."""
    content_type = f"text/html; charset={outlet.charset}" if outlet.encoding == "utf-8" else "text/html"
    changed = version.modified_at.astimezone(UTC) if version else None
    return Answer(status=HTTPStatus.OK, body=body, content_type=content_type, changed_at=changed)


def is_current(said: Answer, etag: str, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Tell whether the asker's copy is the current one (RFC 9110, 13.2.2: If-None-Match wins over the date)."""
    if if_none_match is not None:
        known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return "*" in known or etag.removeprefix("W/") in known
    if if_modified_since is None or said.changed_at is None:
        return False
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False
    return since.tzinfo is not None and said.changed_at <= since


class Newsroom:
    """The press world, served while it is entered: `with Newsroom() as press: press.edition = 2`.

    `houses` are those of the written world by host; others may be put in their place at any time, broken ones too.
    """

    def __init__(self, port: int = 0) -> None:
        """`port` 0 takes a free one. The world starts at edition 1."""
        self.edition = 1
        self.houses: Mapping[str, Outlet] = outlets()
        self.requests: list[Request] = []
        self._wanted_port = port
        self._server: _Server | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        """Start serving."""
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop serving."""
        self.stop()

    def start(self) -> None:
        """Serve on 127.0.0.1 until `stop`. Raises `OSError` when the port is taken."""
        if self._server is None:
            self._server = _Server(self, self._wanted_port)
            self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="newsroom", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Close the port; harmless when not started."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = self._thread = None

    @property
    def port(self) -> int:
        """Return the port that is served. Raises `RuntimeError` before `start`."""
        if self._server is None:
            raise RuntimeError("The newsroom is closed: start it first.")
        return self._server.server_address[1]

    @property
    def connect_to(self) -> str:
        """Return the value for TRUCEWATCH_CONNECT_TO."""
        return f"*.example={LOOPBACK}:{self.port}"

    @property
    def allow_hosts(self) -> str:
        """Return the value for TRUCEWATCH_ALLOW_HOSTS."""
        return f"{LOOPBACK}:{self.port}"

    def deliver(self, data: Path, edition: int) -> int:
        """Put the files that agencies drop at that edition into `data/inbox/<path>/` and return their number.

        Each appears whole: written under a dot-name, then renamed.
        """
        files = wires.dropped(edition)
        for file in files:
            folder = data / "inbox" / file.parent.name
            folder.mkdir(parents=True, exist_ok=True)
            hidden = folder / f".{file.name}.part"
            hidden.write_bytes(file.read_bytes())
            hidden.replace(folder / file.name)
        return len(files)


@dataclass(slots=True)
class _Coding:
    """Body and headers after content coding."""

    body: bytes
    headers: list[tuple[str, str]] = field(default_factory=list)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    server_address: tuple[str, int]

    def __init__(self, newsroom: Newsroom, port: int) -> None:
        self.newsroom = newsroom
        super().__init__((LOOPBACK, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent about clients that hang up: a collector may be killed, and closes what it no longer needs."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # typeshed wants the socket's type


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._respond(with_body=True)

    def do_HEAD(self) -> None:
        self._respond(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        """Keep quiet: `Newsroom.requests` is the log."""

    def _respond(self, *, with_body: bool) -> None:
        newsroom = self.server.newsroom
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0].lower()
        asked, token = urlsplit(self.path), self.headers.get(wires.TOKEN_HEADER)
        houses = newsroom.houses
        said = answer(newsroom.edition, host, asked.path, query=asked.query, token=token, houses=houses)
        etag = f'"{hashlib.sha256(said.body).hexdigest()[:20]}"'
        status = said.status
        if status == HTTPStatus.OK and is_current(
            said, etag, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        ):
            status = HTTPStatus.NOT_MODIFIED
        newsroom.requests.append(Request(time.monotonic(), host, self.path, status))
        self._send(said, status, etag, self._coding(houses.get(host), said), with_body=with_body)

    def _coding(self, outlet: Outlet | None, said: Answer) -> _Coding:
        """Return the body gzipped where the house does that and the asker accepts it."""
        accepts = "gzip" in (self.headers.get("Accept-Encoding") or "")
        if outlet is None or not outlet.compressed or not accepts or said.status != HTTPStatus.OK:
            return _Coding(said.body)
        packed = gzip.compress(said.body, mtime=0)
        return _Coding(packed, [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")])

    def _send(self, said: Answer, status: HTTPStatus, etag: str, coding: _Coding, *, with_body: bool) -> None:
        self.send_response_only(status)  # no Date: bytes must not depend on the clock
        self.send_header("Server", "trucewatch-newsroom")
        for name, value in said.headers:
            self.send_header(name, value)
        if said.status == HTTPStatus.OK:
            weak = "W/" if coding.headers else ""
            self.send_header("ETag", weak + etag)
            if said.changed_at:
                self.send_header("Last-Modified", format_datetime(said.changed_at, usegmt=True))
        if status in {HTTPStatus.NOT_MODIFIED, HTTPStatus.NO_CONTENT}:
            self.end_headers()
            return
        for name, value in coding.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", said.content_type)
        self.send_header("Content-Length", str(len(coding.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(coding.body)
