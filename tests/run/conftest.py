"""A data folder that is filled by hand, request by request, and worked in this process under a pack of four lines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines import parse, warehouse
from pipelines import settings as environment
from pipelines.collect.fetches import FetchLog
from pipelines.collect.raw import RawStore
from pipelines.collect.readings import ReadingLog
from pipelines.records import Document, Fetch, FetchKind, FetchOutcome, Reason, make_id
from pipelines.run.house import report
from pipelines.run.monitoring import monitor

DAY = datetime(2026, 3, 2, tzinfo=UTC)
FEED = "http://tide.example/rss.xml"
PACK = {
    "pack.yaml": "id: harbour\ntopic: A quarrel that exists only here\nlanguages: [en]\nparties: [norrland, sudland]\n",
    "actors.yaml": """\
- id: norrland
  name: Norrland
  type: government
  aliases: {en: [Norrland]}
  examples: [{text: Norrland refused., tags: [Norrland]}]
- id: sudland
  name: Sudland
  type: government
  aliases: {en: [Sudland]}
  examples: [{text: Sudland agreed., tags: [Sudland]}]
""",
    "facets.yaml": "- id: talks\n  terms: {en: {strong: [harbour talks], weak: [meeting]}}\n",
    "sources.yaml": """\
- {id: tide, publisher: tide, name: The Tide, kind: feed, url: "http://tide.example/rss.xml", language: en, cadence_hours: 12, verified: true}
- {id: mast, publisher: mast, name: The Mast, kind: feed, url: "http://mast.example/rss.xml", language: en, depth: headline, cadence_hours: 12, verified: true}
- {id: keel, publisher: keel, name: The Keel, kind: feed, url: "http://keel.example/rss.xml", language: en, depth: summary, cadence_hours: 12, verified: true}
- {id: map, publisher: map, name: The Map, kind: sitemap, url: "http://map.example/index.xml", language: en, cadence_hours: 12, verified: true}
""",
}
TEXT = (
    "Norrland and Sudland went on with the harbour talks on Monday, and {name} said that both had sent their "
    "masters of the quay. The meeting lasted into the night, said those who had waited outside for a word of it. "
    "What was agreed about {name} will be read out in the morning, they said, and then both sides will sign."
)


def at(hours):
    return DAY + timedelta(hours=hours)


def rss(*entries):
    """A feed of (guid, title, summary, text) with whatever of them there is."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>{link}</link>"
        + (f"<title>{title}</title>" if title else "")
        + (f"<description>{summary}</description>" if summary else "")
        + (f"<content:encoded>{text}</content:encoded>" if text else "")
        + "</item>"
        for guid, link, title, summary, text in entries
    )
    head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title>'
    return f"{head}{items}</channel></rss>".encode()


def page(name, title=None, more=""):
    """An article's page; `more` changes its bytes and not its text."""
    words = TEXT.format(name=name)
    return f"<html><head><title>{title or name}</title>{more}</head><body><article><h1>{title or name}</h1><p>{words}</p></article></body></html>".encode()


class Folder:
    """A data folder and what was ever fetched into it."""

    def __init__(self, data):
        self.data = data
        self.raw = RawStore(data / "raw", data / "held")
        self.log = FetchLog(data / "raw" / "fetches")
        self.readings = ReadingLog(data / "raw" / "readings")

    def poll(self, hours, body=None, *, source="tide", url=FEED, **changes):
        """Record one poll: of a body, or of none."""
        fetch = Fetch(
            fetch_id=make_id("poll", source, url, str(hours)), source_id=source, kind=FetchKind.FEED, url=url,
            fetched_at=at(hours), outcome=FetchOutcome.OK if body else FetchOutcome.NOT_MODIFIED,
            status=200 if body else 304, raw_sha256=self.raw.put(body) if body else None, body_bytes=len(body or b""),
        )  # fmt: skip
        fetch = replace(fetch, **changes)
        self.log.append(fetch)
        return fetch

    def item(self, feed, guid):
        """Return the item of a polled feed."""
        parsed = parse.parse(
            Document(document_id="d", source_id=feed.source_id, body=self.raw.get(feed.raw_sha256), url=feed.url)
        )
        (found,) = [item for item in parsed.items if guid in {item.guid, item.url}]
        return found

    def look(self, hours, feed, guid, body=None, *, visit=0, status=200, **changes):
        """Record one look at the page of an item: a body, a 304, a page that is gone, or what `changes` say."""
        item = self.item(feed, guid)
        gone = status in {404, 410}
        fetch = Fetch(
            fetch_id=make_id("page", item.item_id, str(hours)), source_id=feed.source_id, kind=FetchKind.PAGE,
            url=item.url, final_url=item.url, fetched_at=at(hours), status=status,
            outcome=FetchOutcome.OK if body else FetchOutcome.REFUSED if gone else FetchOutcome.NOT_MODIFIED,
            reason=Reason.HTTP_GONE if gone else None, raw_sha256=self.raw.put(body) if body else None,
            parent_fetch_id=feed.fetch_id, item_id=item.item_id, item_revision=item.item_revision, visit=visit,
            article_id=make_id(feed.source_id, "url", item.url.removeprefix("http://")) if visit else None,
        )  # fmt: skip
        fetch = replace(fetch, **changes)
        self.log.append(fetch)
        return fetch

    def monitor(self, hours, **options):
        return monitor(as_of=at(hours), **options)

    def rows(self, query):
        return list(warehouse.query(environment.load(), query).rows)

    def report(self, name, **parameters):
        return report(name, environment.load(), **parameters)

    def hashes(self):
        return warehouse.content_hashes(self.data / "published" / "trucewatch.duckdb")

    def problems(self):
        checks = sorted((environment.shipped("sql") / "checks").glob("*.sql"))
        return {each.stem: found for each in checks if (found := self.rows(each.read_text().strip().rstrip(";")))}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty data folder that this process is set up to work."""
    pack = tmp_path / "pack"
    pack.mkdir()
    for name, text in PACK.items():
        (pack / name).write_text(text, encoding="utf-8")
    for name, value in {"DATA": tmp_path / "data", "PACK": pack, "WORKERS": 1}.items():
        monkeypatch.setenv(f"TRUCEWATCH_{name}", str(value))
    return Folder(tmp_path / "data")


@pytest.fixture
def build():
    """The feeds and pages of the data folder, and its pack."""
    return {"rss": rss, "page": page, "at": at, "pack": PACK}
