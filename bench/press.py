"""The outlets of `world` on 127.0.0.1, in a process of their own that answers some thousand requests a second.

Run as `python -m bench.press BEGINS_AT PORTS`: says on standard output which ports it took, then obeys one command a
line on standard input and answers each with one line of JSON. It ends when standard input does.

    edition N   answer as of edition N from now on        ->  {"edition": N}
    records     what was asked since `forget`             ->  {"cpu_seconds": …, "hosts": {"12": [[…], …]}}
    forget      begin new records                         ->  {"forgotten": COUNT}
"""

import asyncio
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, NamedTuple, cast

from bench import world

LOOPBACK = "127.0.0.1"
PHRASES = {
    200: b"OK",
    301: b"Moved Permanently",
    304: b"Not Modified",
    400: b"Bad Request",
    404: b"Not Found",
    421: b"Misdirected Request",
    503: b"Service Unavailable",
}
DIGITS = 10


class Visit(NamedTuple):
    """One request as its host saw it. Instants are monotonic seconds: only differences mean something."""

    arrived: float
    answered: float
    kind: str
    status: int


# ── In its process ────────────────────────────────────────────────────────────────────────────────


class Records:
    """What every host was asked, and the edition at which they answer."""

    def __init__(self, outlets: world.World) -> None:
        self.edition = 0
        self.world = outlets
        self.visits: dict[int, list[Visit]] = defaultdict(list)

    def obey(self, command: str) -> dict[str, Any]:
        """Return the answer to one line of standard input."""
        word, _, argument = command.strip().partition(" ")
        match word:
            case "edition":
                self.edition = int(argument)
                return {"edition": self.edition}
            case "records":
                usage = resource.getrusage(resource.RUSAGE_SELF)
                return {"cpu_seconds": usage.ru_utime + usage.ru_stime, "hosts": self.visits}
            case "forget":
                count = sum(map(len, self.visits.values()))
                self.visits.clear()
                return {"forgotten": count}
            case _:
                return {"error": f"no such command: {word}"}


class Connection(asyncio.Protocol):
    """One kept connection: GET after GET, each answered after the time its outlet takes to think."""

    transport: asyncio.Transport

    def __init__(self, records: Records) -> None:
        self.records = records
        self.received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take requests; none of ours has a body."""
        self.received += data
        while (end := self.received.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.received[:end])
            del self.received[: end + 4]
            self.begin(head)

    def begin(self, head: bytes) -> None:
        """Note the arrival and answer in a moment."""
        arrived = time.monotonic()
        request, *lines = head.split(b"\r\n")
        method, _, rest = request.partition(b" ")
        path = rest.partition(b" ")[0]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
        number = world.host_number(headers.get(b"host", b""))
        if method != b"GET" or number is None:
            self.transport.write(_head(400 if method != b"GET" else 421) + b"Content-Length: 0\r\n\r\n")
            return
        delay = world.latency_seconds(number, path)
        asyncio.get_running_loop().call_later(delay, self.finish, arrived, number, path, headers)

    def finish(self, arrived: float, number: int, path: bytes, headers: dict[bytes, bytes]) -> None:
        """Answer and record the visit."""
        takes_gzip = b"gzip" in headers.get(b"accept-encoding", b"")
        said = self.records.world.answer(number, path, self.records.edition, gzip=takes_gzip)
        status = 304 if said.status == 200 and _is_current(said, headers) else said.status
        self.records.visits[number].append(Visit(arrived, time.monotonic(), said.kind, status))
        if status == 0:
            self.transport.close()
        else:
            self.transport.write(_response(said, status))


def _is_current(said: world.Answer, headers: dict[bytes, bytes]) -> bool:
    """Tell whether the asker's copy is the current one (RFC 9110, 13.2.2: If-None-Match wins over the date)."""
    wanted = headers.get(b"if-none-match")
    if wanted is not None:
        tags = {tag.strip().removeprefix(b"W/") for tag in wanted.split(b",")}
        return bool(said.etag) and said.etag.removeprefix(b"W/") in tags
    since = headers.get(b"if-modified-since")
    if since is None or said.changed_at is None:
        return False
    try:
        return said.changed_at.replace(microsecond=0) <= parsedate_to_datetime(since.decode("latin-1"))
    except ValueError:
        return False


def _response(said: world.Answer, status: int) -> bytes:
    validators = b""
    if said.etag:
        validators += b"ETag: %s\r\n" % said.etag
    if said.changed_at:
        validators += b"Last-Modified: %s\r\n" % format_datetime(said.changed_at, usegmt=True).encode("ascii")
    if status == 304:
        return _head(status) + validators + b"\r\n"
    size = sum(map(len, said.body))
    described = b"Content-Type: %s\r\nContent-Length: %d\r\n" % (said.content_type, size)
    return b"".join((_head(status), validators, said.headers, described, b"\r\n", *said.body))


def _head(status: int) -> bytes:
    return b"HTTP/1.1 %d %s\r\nServer: bench\r\nCache-Control: max-age=60\r\n" % (status, PHRASES[status])


async def serve(outlets: world.World, count: int) -> None:
    """Serve on `count` ports until standard input ends."""
    for style in range(world.STYLES):  # made now, not while somebody waits
        outlets.answer(style, b"/articles/0.html", 0, gzip=True)
    loop = asyncio.get_running_loop()
    records = Records(outlets)
    servers = [await loop.create_server(lambda: Connection(records), LOOPBACK, 0, backlog=4096) for _ in range(count)]
    _say({"ports": [server.sockets[0].getsockname()[1] for server in servers]})
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := await commands.readline():
        _say(records.obey(line.decode()))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


# ── For those who start it ────────────────────────────────────────────────────────────────────────


class Press:
    """The process, from outside."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.ports: list[int] = self._heard()["ports"]

    def tell(self, command: str) -> dict[str, Any]:
        """Send one command and return its answer. Raises `RuntimeError` when the process has died."""
        if self._process.stdin is None:
            raise RuntimeError("the press has no standard input")
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return self._heard()

    def visits(self) -> dict[int, list[Visit]]:
        """Return what every host recorded since `forget`, by arrival."""
        hosts = self.tell("records")["hosts"]
        return {int(number): sorted(Visit(*each) for each in visits) for number, visits in hosts.items()}

    def cpu_seconds(self) -> float:
        """Return the CPU time that the process has used so far."""
        return float(self.tell("records")["cpu_seconds"])

    @property
    def connect_to(self) -> str:
        """Return the value for TRUCEWATCH_CONNECT_TO: the last digit of an outlet decides on its port."""
        pairs = []
        for index, port in enumerate(self.ports):
            digits = "".join(str(digit) for digit in range(index, DIGITS, len(self.ports)))
            pairs.append(f"outlet-???[{digits}].{world.DOMAIN}={LOOPBACK}:{port}")
        return ",".join(pairs)

    @property
    def allow_hosts(self) -> str:
        """Return the value for TRUCEWATCH_ALLOW_HOSTS."""
        return ",".join(f"{LOOPBACK}:{port}" for port in self.ports)

    def _heard(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(f"the press ended with exit code {self._process.wait()}")
        return cast("dict[str, Any]", json.loads(line))


@contextmanager
def press(begins_at: datetime, ports: int = 4) -> Iterator[Press]:
    """Run the press while the block lasts; the articles of edition 0 appeared in the hours before `begins_at`."""
    command = [sys.executable, "-m", "bench.press", begins_at.isoformat(), str(ports)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Press(process)
        finally:
            if process.stdin:
                process.stdin.close()
            process.wait(timeout=10)


def main() -> None:
    """Serve as the command line says."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else max(soft, 65536), hard))
    asyncio.run(serve(world.World(datetime.fromisoformat(sys.argv[1])), int(sys.argv[2])))


if __name__ == "__main__":
    main()
