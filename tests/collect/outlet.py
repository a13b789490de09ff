"""A house that collects from the fault server: what tests of whole runs are told with."""

import asyncio
import json

from pipelines.collect.collector import collect
from pipelines.collect.fetches import FetchLog
from pipelines.collect.raw import RawStore
from pipelines.records import (
    FetchKind,
    Format,
    Item,
    ParsedDocument,
    Reason,
    Rejected,
    Source,
    SourceKind,
    make_id,
)
from pipelines.settings import Settings

PAGE = b"<html><p>The talks went on.</p></html>"


def read_lines(document):
    """A parser of the plainest feed: a JSON list of [guid, link] or [guid, link, revision, text]."""
    try:
        entries = json.loads(document.body)
    except ValueError:
        return Rejected(stage="parse", reason=Reason.NOT_A_FEED)
    return ParsedDocument(
        format=Format.JSON_FEED, title=None, items=tuple(item_of(document, *each) for each in entries)
    )


def item_of(document, guid, url, revision="1", text=None):
    return Item(
        item_id=make_id(document.source_id, guid),
        item_revision=revision,
        source_id=document.source_id,
        guid=guid,
        url=url,
        title=guid,
        text=text,
    )


def answering(body=b"", status="200 OK", **headers):
    lines = {"Content-Length": len(body), "Content-Type": "text/html"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    shown = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return lambda _: [f"HTTP/1.1 {status}\r\n{shown}\r\n".encode(), body]


def feed(*entries, **headers):
    return answering(json.dumps(entries).encode(), **headers)


class House:
    """A data folder, sources of the fault server, and what runs have recorded there."""

    def __init__(self, server, data, clock):
        self.server, self.data, self.clock = server, data, clock
        self.settings = Settings(
            data=data,
            pack=data,
            allow_hosts=frozenset({f"127.0.0.1:{server.port}"}),
            connect_to=(("*.example", f"127.0.0.1:{server.port}"),),
            politeness=0,
        )
        self.sources = [self.source("outlet")]

    def source(self, name, **more):
        given = {"publisher_id": name, "publisher": name, "kind": SourceKind.FEED, "language": "en"}
        return Source(source_id=name, **(given | {"url": f"http://{name}.example/feed"} | more))

    def run(self, *sources, parse=read_lines, **more):
        chosen = sources or self.sources
        return asyncio.run(collect(chosen, settings=self.settings, clock=self.clock, parse=parse, **more))

    def fetches(self, kind):
        return [fetch for fetch in FetchLog(self.data / "raw" / "fetches").read() if fetch.kind is kind]

    def polls(self):
        return self.fetches(FetchKind.FEED)

    def pages(self):
        return self.fetches(FetchKind.PAGE)

    def raw(self):
        return RawStore(self.data / "raw", self.data / "held")


def link(path):
    return f"http://outlet.example{path}"
