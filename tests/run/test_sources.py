"""`trucewatch sources`, as a person calls it, on the sample press and on a site of a few pages."""

import functools
import json
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from pipelines import packs
from pipelines.cli import main
from pipelines.packs.opml import read_opml
from pipelines.records import FeedState, Reading
from pipelines.run import sources
from pipelines.run.house import pack_in
from pipelines.settings import bundled_pack

PACK = """id: harbour
topic: A quarrel that exists only here
languages: [en]
parties: [norrland]
"""
ACTORS = "- {id: norrland, name: Norrland, type: government, aliases: {en: [Norrland]}}\n"
SOURCES = """\
# The press of the harbour.
- id: tide
  publisher: tide
  name: The Tide
  kind: feed
  url: http://tide.example/rss.xml
  language: en
  country: GB
  cadence_hours: 12

- id: mast
  publisher: mast
  name: The Mast
  kind: feed
  url: http://mast.example/moved
  language: fr

- id: keel
  publisher: keel
  name: The Keel
  kind: feed
  url: http://keel.example/nothing
  language: en
  paused_why: Its feed was switched off.

- id: wire
  publisher: keel
  name: The Keel
  kind: wire
  path: keel
  language: en
"""
FEED = b"""<rss version="2.0"><channel><title>Lantern</title><language>en-gb</language>
<item><title>One [red]\x1b[31m</title><link>http://lantern.example/1</link><pubDate>Sun, 01 Mar 2026 05:00:00 GMT</pubDate></item>
<item><title>Two</title><link>http://lantern.example/2</link><pubDate>Sun, 01 Mar 2026 04:00:00 GMT</pubDate></item>
</channel></rss>"""
PAGE = b"""<html lang="en"><head><title>Home</title><meta property="og:site_name" content="The Lantern [bold]">
<link rel="alternate" type="application/rss+xml" href="/news/rss.xml"></head></html>"""
ANSWERS = {
    "/": (200, PAGE),
    "/news/rss.xml": (200, FEED),
    "/rss.xml": (200, FEED),
    "/moved": (301, b"/rss.xml"),
}
NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)


class Site(BaseHTTPRequestHandler):
    """The same few pages under every name."""

    def do_GET(self):
        self.server.asked.append((self.headers["Host"], self.path))
        answers = {"/": (200, b"<html></html>")} if "bare" in self.headers["Host"] else ANSWERS
        status, body = answers.get(self.path, (404, b""))
        self.send_response(status)
        if status == 301:
            self.send_header("Location", body.decode())
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.asked = []
        thread = threading.Thread(target=functools.partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def pack(tmp_path, site, monkeypatch):
    """A pack of four sources, and this process set up to ask nobody but the site."""
    folder = tmp_path / "pack"
    folder.mkdir()
    for name, text in {"pack.yaml": PACK, "actors.yaml": ACTORS, "sources.yaml": SOURCES}.items():
        (folder / name).write_text(text, encoding="utf-8")
    here = f"127.0.0.1:{site.server_address[1]}"
    settings = {"DATA": tmp_path / "data", "PACK": folder, "WORKERS": 1, "POLITENESS": 0, "ALLOW_HOSTS": here}
    for name, value in (settings | {"CONNECT_TO": f"*.example={here}"}).items():
        monkeypatch.setenv(f"TRUCEWATCH_{name}", str(value))
    yield folder
    pack_in.cache_clear()


@pytest.fixture
def call(pack, monkeypatch, capsys):
    """Call the command line in this process; return what it wrote to standard output and to standard error."""

    def run(*arguments, code=0):
        monkeypatch.setattr(sys, "argv", ["trucewatch", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        assert (ended.value.code or 0) == code, written
        return written

    return run


# ── check ─────────────────────────────────────────────────────────────────────────────────────────


def test_check_shows_what_answers_and_writes_the_findings(pack, call, site, tmp_path):
    shown = call("sources", "check", "--out", tmp_path / "found.json")
    assert "2 of 2 sources answer" in shown.out
    assert "1 moved" in shown.out
    assert "moved to" in shown.out
    reports = tmp_path / "data" / "reports"
    (dated,) = reports.glob("sources-2*.json")
    found = json.loads((reports / "sources-check.json").read_text())
    assert dated.read_text() == (reports / "sources-check.json").read_text() == (tmp_path / "found.json").read_text()
    assert [(row["source_id"], row["items"], row["format"]) for row in found["sources"]] == [
        ("tide", 2, "rss"), ("mast", 2, "rss"),
    ]  # fmt: skip
    assert found["sources"][1]["moved_to"] == "http://mast.example/rss.xml"
    assert "tide: " in shown.err
    assert (pack / "sources.yaml").read_text() == SOURCES, "without --write"
    assert not (tmp_path / "data" / "raw" / "fetches").exists(), "no records"
    assert site.asked.count(("tide.example", "/rss.xml")) == 1


def test_check_of_chosen_sources_marks_what_was_heard(pack, call):
    shown = call("sources", "check", "tide", "keel", "wire", "--write", "--json")
    found = json.loads(shown.out)
    assert [(row["source_id"], row["state"], row["reason"]) for row in found["sources"]][1:] == [
        ("keel", "down", "http_gone"), ("wire", None, None),
    ]  # fmt: skip
    assert found["sources"][2]["why"] == "a wire: files in keel"
    assert found["marked_verified"] == ["tide"]
    day = found["checked_at"][:10]
    assert (pack / "sources.yaml").read_text() == SOURCES.replace(
        "hours: 12\n", f"hours: 12\n  verified: true\n  note: Answered on {day}.\n"
    )


def test_check_says_when_nothing_answers(call):
    shown = call("sources", "check", "keel", code=9)
    assert "Not one of 1 sources answered with a feed.\n1 × the page is gone" in shown.err
    assert "the page is gone (HTTP 404)" in " ".join(shown.out.split())
    assert "down (paused)" in " ".join(shown.out.split())


def test_check_names_what_was_meant(call):
    shown = call("sources", "check", "tidy", code=1)
    assert "The pack has no source 'tidy'.\nDid you mean tide?\n" in shown.err


def test_check_needs_a_contact_beyond_this_machine(call, monkeypatch):
    monkeypatch.setenv("TRUCEWATCH_CONNECT_TO", "")
    assert "TRUCEWATCH_CONTACT" in call("sources", "check", code=2).err


# ── add ───────────────────────────────────────────────────────────────────────────────────────────


def test_add_finds_the_feed_of_a_site_and_adds_it_once(pack, call):
    shown = call("sources", "add", "http://lantern.example", "--dry-run")
    assert (pack / "sources.yaml").read_text() == SOURCES
    (entry,) = yaml.safe_load(shown.out)
    assert entry.pop("note").startswith("Found by `trucewatch sources add`. Answered on 20")
    assert entry == {
        "id": "lantern_en",
        "publisher": "lantern",
        "name": "The Lantern [bold]",
        "kind": "feed",
        "url": "http://lantern.example/news/rss.xml",
        "language": "en",
        "verified": True,
    }
    assert "announced" in shown.err

    shown = call(
        "sources", "add", "http://lantern.example", "--id", "lamp", "--country", "NO", "--language", "nn", "--yes"
    )
    text = (pack / "sources.yaml").read_text()
    assert text == f"{SOURCES}\n{shown.out}"
    assert [each.source_id for each in packs.load(pack).sources][-1] == "lamp"

    shown = call("sources", "add", "http://www.lantern.example/news/rss.xml", "--publisher", "x", "--dry-run")
    assert yaml.safe_load(shown.out)[0]["name"] == "The Lantern [bold]", "of the house that the pack has by now"
    for url in ("http://lantern.example", "https://lantern.example/news/rss.xml/"):
        assert "The pack has this address already: lamp." in call("sources", "add", url, code=3).err
    assert (pack / "sources.yaml").read_text() == text


@pytest.mark.parametrize(
    ("url", "code", "what", "next_step"),
    [
        ("http://bare.example/", 1, "No feed and no sitemap was found.", "paused_why"),
        ("http://lantern.example/gone", 9, "Nothing could be had from this address: the page is gone.", "browser"),
        ("http://10.0.0.1/rss", 2, "in a network that must not be asked", "as a browser shows it"),
        ("javascript:alert(1)", 2, "neither http nor https", "as a browser shows it"),
        ("gazette", 2, "", "TRUCEWATCH_CONTACT"),
    ],
)
def test_add_says_what_is_wrong_and_what_to_do(call, site, url, code, what, *, next_step):
    shown = call("sources", "add", url, code=code)
    assert what in shown.err
    assert next_step in shown.err
    assert shown.out == ""
    assert len(site.asked) < 25


def test_add_refuses_what_the_pack_would_refuse(pack, call):
    assert (
        "language: write two small letters"
        in call("sources", "add", "http://lantern.example/rss.xml", "--language", "English", code=3).err
    )
    assert (pack / "sources.yaml").read_text() == SOURCES


def test_the_pack_of_an_installed_package_is_not_written_to(tmp_path, monkeypatch):
    sources.require_writable(bundled_pack())  # of this checkout
    installed = tmp_path / "site" / "pipelines" / "packs" / "ceasefire_talks"
    installed.mkdir(parents=True)
    monkeypatch.setattr("pipelines.settings.__file__", str(tmp_path / "site" / "pipelines" / "settings.py"))
    with pytest.raises(packs.loading.PackError, match="TRUCEWATCH_PACK"):
        sources.require_writable(installed)


# ── list, import, export ──────────────────────────────────────────────────────────────────────────


def test_list_without_a_snapshot(call):
    rows = json.loads(call("sources", "list", "--json").out)
    assert [(row["source_id"], row["state"], row["why"]) for row in rows] == [
        ("tide", "not polled", None),
        ("mast", "not polled", None),
        ("keel", "paused", "Its feed was switched off."),
        ("wire", "not polled", None),
    ]
    shown = call("sources", "list", "--state", "paused", "--language", "en").out
    assert "switched off" in shown
    assert "1 sources" in shown
    assert "'weak' is no state of a source." in call("sources", "list", "--state", "weak", code=2).err


def test_list_with_a_snapshot(folder, build):
    fetch = folder.poll(0, build["rss"](("one", "http://tide.example/one", "One", "In short.", "In full.")))
    at = fetch.fetched_at
    folder.readings.append(
        Reading(source_id="tide", fetch_id=fetch.fetch_id, read_at=at, state=FeedState.QUIET, state_since_at=at, why="It rests.")
    )  # fmt: skip
    folder.monitor(1)
    rows = {row["source_id"]: row for row in sources.catalogue(languages=["en"])}
    assert [(row["state"], row["why"]) for row in rows.values()] == [
        ("quiet", "It rests."),
        *[("not polled", None)] * 3,
    ]
    assert rows["tide"]["last_heard_at"] == at
    assert sources.catalogue(states=["quiet"]) == [rows["tide"]]


def test_a_list_goes_out_and_comes_in(pack, call, tmp_path):
    written = tmp_path / "feeds.opml"
    call("sources", "export", "--by", "language", "--out", written)
    assert [each.url for each in read_opml(written.read_bytes())] == [
        "http://tide.example/rss.xml", "http://mast.example/moved",
    ]  # fmt: skip
    assert "nothing" in call("sources", "export", "--all").out
    shown = call("sources", "import", written)
    assert "0 added, 2 known already, 0 refused" in shown.err
    assert (pack / "sources.yaml").read_text() == SOURCES

    written.write_text(written.read_text().replace("tide.example", "gull.example"))
    shown = call("sources", "import", written, "--dry-run")
    assert "1 would be added, 1 known already" in shown.err
    call("sources", "import", written)
    assert (pack / "sources.yaml").read_text() == f"{SOURCES}\n{shown.out}"
    (tmp_path / "no.opml").write_text("<html/>")
    assert "This subscription list cannot be read." in call("sources", "import", tmp_path / "no.opml", code=3).err
    call("sources", "export", "--by", "colour", code=2)


@pytest.mark.parametrize("command", ["check", "add", "list", "import", "export"])
def test_each_command_has_an_example(call, command):
    shown = " ".join(call("sources", command, "--help").out.split())
    assert f"trucewatch sources {command}" in shown
