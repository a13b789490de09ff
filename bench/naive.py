"""The plainest poller that still does the work: aiohttp, feedparser, a file a page; the measure for what ours costs.

`python -m bench.naive HOSTS FOLDER PATTERN=HOST:PORT,…` asks every outlet for its feed, with the validators of the
run before, and for the pages of entries it does not know. It asks no robots.txt, waits between no two requests, keeps
no records, judges no address, syncs nothing to disk, and parses where it fetches: none of that is free.
"""

import asyncio
import hashlib
import json
import resource
import socket
import sys
import time
from fnmatch import fnmatchcase
from pathlib import Path

import aiohttp
import feedparser
from aiohttp.abc import AbstractResolver, ResolveResult

from bench import world

AT_ONCE = 64


class Names(AbstractResolver):
    """Every name leads to the port of its pattern."""

    def __init__(self, pairs: str) -> None:
        self.pairs = [pair.partition("=")[::2] for pair in pairs.split(",")]

    async def resolve(
        self,
        host: str,
        port: int = 0,  # noqa: ARG002 - the signature of aiohttp
        family: socket.AddressFamily = socket.AF_INET,
    ) -> list[ResolveResult]:
        """Return where the name is served."""
        ip, _, served = next(target for pattern, target in self.pairs if fnmatchcase(host, pattern)).partition(":")
        return [ResolveResult(hostname=host, host=ip, port=int(served), family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Hold nothing."""


class Poller:
    """What one run works with. `known` maps a feed to its ETag and the links seen."""

    def __init__(self, session: aiohttp.ClientSession, folder: Path, known: dict[str, list[str]]) -> None:
        self.session, self.folder, self.known = session, folder, known
        self.slots = asyncio.Semaphore(AT_ONCE)
        self.requests = 0

    async def get(self, url: str, etag: str = "") -> tuple[int, str, bytes]:
        """Return status, ETag and body."""
        async with self.slots, self.session.get(url, headers={"If-None-Match": etag} if etag else None) as answer:
            self.requests += 1
            return answer.status, answer.headers.get("ETag", ""), await answer.read()

    async def poll(self, url: str) -> None:
        """Ask for one feed and what is new in it."""
        etag, *links = self.known.get(url, [""])
        status, etag, body = await self.get(url, etag)
        if status != 200:
            return
        found = [entry.link for entry in feedparser.parse(body).entries]
        for link in found:
            if link not in links:
                _, _, page = await self.get(link)
                (self.folder / hashlib.sha256(page).hexdigest()).write_bytes(page)
        self.known[url] = [etag, *found]


async def run(hosts: int, folder: Path, pairs: str) -> int:
    """Poll every outlet once and return the number of requests."""
    memory = folder / "known.json"
    known = json.loads(memory.read_text()) if memory.exists() else {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, resolver=Names(pairs))) as session:
        poller = Poller(session, folder, known)
        await asyncio.gather(*(poller.poll(world.feed_url(number)) for number in range(hosts)))
    memory.write_text(json.dumps(poller.known))
    return poller.requests


def main() -> None:
    """Run once and say what it cost."""
    hosts, folder, pairs = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    began_seconds = time.monotonic()
    requests = asyncio.run(run(hosts, folder, pairs))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    said = {
        "requests": requests,
        "wall_seconds": time.monotonic() - began_seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_bytes": usage.ru_maxrss * 1024,
    }
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
