"""The batch commands: one answer a row, same order, whatever the row is."""

import gzip
import json

import pytest

from pipelines.run.jsonlines import extract_batch, parse_batch, tag_batch

FEED = b"""<rss version="2.0"><channel><title>Outlet</title><link>http://outlet.example/</link>
<item><guid>a</guid><title>Talks</title><link>/a</link><pubDate>Fri, 16 May 2025 12:05:00 +0300</pubDate></item>
</channel></rss>"""
PAGE = (
    b"<html lang='en'><h1>Talks open</h1>"
    + b"<p>The delegations met for two hours and agreed to meet again soon.</p>" * 12
)
TEXT = "\U0001f54a Lavrov met Zelenskyy\u2019s envoys in Istanbul."


@pytest.fixture
def answers(tmp_path):
    (tmp_path / "feed.xml").write_bytes(FEED)
    (tmp_path / "feed.xml.gz").write_bytes(gzip.compress(FEED))
    (tmp_path / "cut.xml.gz").write_bytes(gzip.compress(FEED)[:40])
    (tmp_path / "page.html").write_bytes(PAGE)

    def work(batch, *rows):
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
        assert batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl") == len(rows)
        found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
        assert len(found) == len(rows)
        return found

    return work


def test_parse(answers):
    document = {"url": "http://outlet.example/feed", "content_type": None}
    plain, packed, cut, missing, no_json, no_object = answers(
        parse_batch,
        {"id": "plain", "path": "feed.xml", **document},
        {"id": 2, "path": "feed.xml.gz", **document},
        {"id": 3, "path": "cut.xml.gz", **document},
        {"id": 4, "path": "nowhere.xml", **document},
        "{not json",
        "[1]",
    )
    assert (plain["id"], plain["outcome"], plain["format"], plain["title"]) == ("plain", "ok", "rss", "Outlet")
    assert plain["items"] == packed["items"]
    (item,) = plain["items"]
    assert item["url"] == "http://outlet.example/a"
    assert item["published_at"] == "2025-05-16T09:05:00+00:00"
    assert item["status"] == "usable"
    for row_id, row in ((3, cut), (4, missing), (None, no_json), (None, no_object)):
        assert (row["id"], row["outcome"], row["items"]) == (row_id, "rejected", [])
        assert row["reason"]


def test_parse_tells_of_related_documents_and_why_it_gave_up(answers, tmp_path):
    (tmp_path / "index.xml").write_text(
        "<sitemapindex><sitemap><loc>http://outlet.example/1</loc></sitemap></sitemapindex>"
    )
    (tmp_path / "deep.xml").write_text("<rss><channel>" + "<a>" * 6000)
    index, missing, deep, feed = answers(
        parse_batch, *({"id": 1, "path": name} for name in ("index.xml", "nowhere.xml", "deep.xml", "feed.xml"))
    )
    assert (index["format"], index["items"]) == ("sitemap", [])
    assert index["related"] == [{"relation": "sitemap", "url": "http://outlet.example/1", "modified_at": None}]
    assert [row["reason"] for row in (missing, deep)] == ["unreadable_file", "parse_timeout"]
    assert feed["items"]


WIRE = {
    "data": {
        "items": [
            {
                "uri": "urn:wire:1",
                "type": "text",
                "headline": "UPDATE 1-Talks open",
                "firstcreated": "2025-05-16T09:00:00",
                "versioncreated": "2025-05-16T10:00:00",
                "keywords": ["talks"],
                "genre": [{"name": "Current"}],
                "byline": "By Ada Wire",
                "dateline": "ISTANBUL (WS) -",
                "infosource": [{"name": "Partner"}],
                "copyrightholder": "Wire Service",
                "usageterms": "Not for resale.",
                "associations": {"picture": {"uri": "urn:wire:2", "type": "picture", "headline": "A door"}},
            },
            {"uri": "urn:wire:2", "type": "picture"},
            {
                "uri": "urn:wire:3",
                "type": "text",
                "headline": "BULLETIN KILL",
                "slugline": "BORDER-TALKS",
                "ednote": "Kill urn:newsml:wire:4.",
            },
        ]
    }
}


def test_parse_of_a_wire_tells_everything(answers, tmp_path):
    (tmp_path / "wire.json").write_text(json.dumps(WIRE))
    row = {"id": 1, "path": "wire.json", "received_at": "2025-05-16T13:00:00+00:00"}
    helsinki, utc, nowhere = answers(
        parse_batch, {**row, "time_zone": "Europe/Helsinki"}, row, {**row, "time_zone": "Europe/Nowhere"}
    )
    story, order = helsinki["items"]
    assert story["first_created_at"] == story["published_at"] == "2025-05-16T06:00:00+00:00"
    assert utc["items"][0]["first_created_at"] == "2025-05-16T09:00:00+00:00"
    assert (story["keywords"], story["genres"], story["categories"]) == (["talks"], ["Current"], ["talks", "Current"])
    assert (story["byline"], story["dateline"], story["authors"]) == ("By Ada Wire", "ISTANBUL (WS) -", ["Ada Wire"])
    assert (story["info_source"], story["rights"], story["usage_terms"]) == (
        "Partner",
        "Wire Service",
        "Not for resale.",
    )
    assert story["associations"] == [
        {"relation": "picture", "guid": "urn:wire:2", "kind": "picture", "title": "A door"}
    ]
    assert (story["cues"], story["kills"], story["is_advisory"]) == (["update:1"], [], False)
    assert (order["kills"], order["is_advisory"]) == (["urn:newsml:wire:4"], True)
    assert "BORDER-TALKS" in order["kill_names"]
    assert "places" not in story
    assert [(each["reason"], each["guid"]) for each in helsinki["rejected"]] == [("not_text", "urn:wire:2")]
    assert (nowhere["outcome"], nowhere["reason"]) == ("rejected", "unreadable_file")


def test_extract(answers):
    row = {"path": "page.html", "url": "http://outlet.example/a"}
    dated, undated, missing = answers(
        extract_batch,
        {"id": 1, **row, "published_at": "2025-05-16T12:05:00+03:00"},
        {"id": 2, **row, "published_at": None},
        {"id": 3, "path": "nowhere.html"},
    )
    assert (dated["outcome"], dated["language"]) == ("ok", "en")
    assert dated["published_at"] == "2025-05-16T09:05:00+00:00"
    assert (undated["published_at"], undated["published_origin"]) == (None, None)
    assert "agreed to meet again" in undated["text"]
    assert missing["outcome"] == "rejected"


def test_tag(answers):
    tagged, nameless = answers(
        tag_batch,
        {"id": 1, "title": None, "text": TEXT, "language": "en", "published_at": "2025-05-16T12:00:00Z"},
        {"id": 2, "title": "No text"},
    )
    assert {mention["actor"] for mention in tagged["mentions"]} == {"lavrov", "zelenskyy", "istanbul"}
    for mention in tagged["mentions"]:
        assert TEXT[mention["start"] : mention["end"]] == mention["surface"]
    assert (nameless["id"], nameless["outcome"]) == (2, "rejected")
