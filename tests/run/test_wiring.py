"""The pick-up of wires: what must be out of sight is, what is urgent calls a run, and feeds are polled meanwhile."""

import functools
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from pipelines import run, warehouse
from pipelines import settings as environment
from pipelines.cli import app
from pipelines.collect.fetches import FetchLog
from pipelines.collect.index import Index
from pipelines.collect.raw import RawStore
from pipelines.errors import SettingsError
from pipelines.records import FetchOutcome, Reason
from pipelines.run.house import pack_in, single
from pipelines.run.urgent import call_urgent, settle_urgent, urgent_reasons
from pipelines.run.wiring import LOCK

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WIRES = """\
- {id: quay, publisher: quay, name: Quay News, kind: wire, path: quay, language: en}
- {id: rope, publisher: rope, name: Rope News, kind: wire, url: "http://rope.example/stories", language: en,
   profile: rope, secret: rope_token, secret_header: Authorization}
"""
PROFILES = """\
- {id: rope, provider: Rope News, api: {since_parameter: since, overlap_seconds: 0}}
"""


def story(guid, *, status="usable", embargo=None, version=1, words="Talks in the harbour went on."):
    """A NewsML-G2 news item."""
    embargoed = f"<embargoed>{embargo}</embargoed>" if embargo else ""
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}" standard="NewsML-G2"
 standardversion="2.33" conformance="power"><itemMeta><itemClass qcode="ninat:text"/><provider literal="Quay"/>
<versionCreated>2026-03-02T11:0{version}:00Z</versionCreated>{embargoed}<pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><headline>Harbour talks {guid}</headline></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml">
<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.content><p>{words}</p></body.content></body></nitf>
</inlineXML></contentSet></newsItem>""".encode()


class Agency(BaseHTTPRequestHandler):
    """Answers with the stories of its server as a list of ninjs, to whoever shows the token."""

    def do_GET(self):
        self.server.asked.append(self.path)
        is_known = self.headers["Authorization"] == "Bearer open sesame"
        body = json.dumps(self.server.stories).encode() if is_known else b"no"
        self.send_response(200 if is_known else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def desk(build, tmp_path, monkeypatch):
    """A pack of two wires, a folder and an API, and this process set up to ask nobody else."""
    pack = tmp_path / "pack"
    pack.mkdir()
    for name, text in {**build["pack"], "sources.yaml": WIRES, "wires.yaml": PROFILES}.items():
        (pack / name).write_text(text, encoding="utf-8")

    class Desk:
        data = tmp_path / "data"
        inbox = data / "inbox" / "quay"
        raw = RawStore(data / "raw", data / "held")
        log = FetchLog(data / "raw" / "fetches")

        def deliver(self, *bodies):
            for number, body in enumerate(bodies):
                (self.inbox / f"{number}.xml").write_bytes(body)

        def pick_up(self, moment=NOON, **more):
            self.report = run.collect_wires(now=lambda: moment, **more)
            return self.report

        @property
        def settings(self):
            return environment.load()

        def reasons(self, moment):
            """Return why a run is called at a moment, without the ids."""
            return [each.split(",")[0] for each in urgent_reasons(self.settings, moment)]

        def places(self):
            """Return in which tree the body of each story lies."""
            trees = {path.stem: path.relative_to(self.data).parts[0] for path in self.data.rglob("*.zst")}
            return [trees[fetch.raw_sha256] for fetch in self.log.read() if fetch.raw_sha256]

    Desk.inbox.mkdir(parents=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), Agency) as server:
        server.asked, server.stories = [], []
        Desk.agency = server
        thread = threading.Thread(target=functools.partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        here = f"127.0.0.1:{server.server_address[1]}"
        settings = {"DATA": Desk.data, "PACK": pack, "WORKERS": 1, "POLITENESS": 0, "INBOX_SECONDS": 0}
        for name, value in (settings | {"ALLOW_HOSTS": here, "CONNECT_TO": f"*.example={here}"}).items():
            monkeypatch.setenv(f"TRUCEWATCH_{name}", str(value))
        yield Desk()
        server.shutdown()
        thread.join()
    pack_in.cache_clear()


TOKEN = {"rope_token": "Bearer open sesame"}


def test_stories_are_out_of_sight_and_urgent_ones_are_noted(desk):
    desk.deliver(
        story("plain"),
        story("withheld", status="withheld"),
        story("later", embargo="2026-03-02T14:00:00Z"),
        story("over", embargo="2026-03-02T11:00:00Z"),
        story("margin", embargo="2026-03-02T11:59:00Z"),
        story("unclear", embargo="when the ship is in"),
        story("killed", status="canceled"),
        b"<newsItem",
    )
    report = desk.pick_up(secrets=TOKEN)
    assert [(row.source_id, row.outcome, row.files) for row in report.rows] == [
        ("quay", FetchOutcome.OK, 8),
        ("rope", FetchOutcome.OK, 0),
    ]
    assert (report.outcomes, report.reasons) == ({FetchOutcome.OK: 8}, {})
    assert desk.places() == ["raw", "held", "held", "raw", "held", "held", "raw", "raw"]
    assert (desk.inbox / ".refused" / "7.xml.why.txt").exists()
    assert sorted(desk.reasons(NOON)) == ["kill: quay", "withheld: quay"]
    assert sorted(desk.reasons(NOON + timedelta(seconds=59))) == ["kill: quay", "withheld: quay"]
    assert sorted(desk.reasons(NOON + timedelta(minutes=1))) == ["embargo: quay", "kill: quay", "withheld: quay"]
    assert desk.reasons(NOON + timedelta(hours=2, minutes=1)).count("embargo: quay") == 1
    assert desk.reasons(NOON + timedelta(hours=2, minutes=2)).count("embargo: quay") == 2


def test_a_note_is_there_before_the_record_and_goes_with_the_run_that_accounted_for_it(desk):
    desk.deliver(story("killed", status="canceled"))
    desk.pick_up()
    (fetch,) = (each for each in desk.log.read() if each.source_id == "quay")
    note = desk.data / "raw" / "urgent" / f"{fetch.fetch_id}.json"
    assert json.loads(note.read_text()) | {"noted_at": ""} == {
        "fetch_id": fetch.fetch_id, "source_id": "quay", "why": "kill", "noted_at": "", "due_at": None,
    }  # fmt: skip
    assert settle_urgent(desk.settings, ["another", fetch.fetch_id]) == 1
    assert (note.exists(), desk.reasons(NOON)) == (False, [])
    assert settle_urgent(desk.settings, [fetch.fetch_id]) == 0


def test_a_reason_calls_once_in_ten_minutes_and_each_reason_for_itself(desk):
    desk.deliver(story("killed", status="canceled"))
    desk.pick_up()

    def calls(minutes):
        return len(call_urgent(desk.settings, NOON + timedelta(minutes=minutes)))

    assert [calls(minutes) for minutes in (0, 1, 9, 10.1, 11)] == [1, 0, 0, 1, 0]
    desk.deliver(story("other", status="canceled"))
    desk.pick_up(NOON + timedelta(minutes=11))
    assert [calls(minutes) for minutes in (12, 13)] == [1, 0]
    assert run.reasons_to_run(calling=True, now=lambda: NOON + timedelta(minutes=14)) == []
    assert len(run.reasons_to_run(now=lambda: NOON + timedelta(minutes=14))) == 2
    assert calls(60 * 24 * 2) == 0  # no run has removed them: they have no record
    assert list((desk.data / "raw" / "urgent").glob("*.json")) == []


def test_a_version_that_sets_a_story_free_calls_a_run(desk):
    desk.deliver(story("a", status="withheld"))
    desk.pick_up()
    settle_urgent(desk.settings, [fetch.fetch_id for fetch in desk.log.read()])
    desk.deliver(story("a", version=2), story("b"))
    desk.pick_up(NOON + timedelta(minutes=5))
    assert desk.reasons(NOON + timedelta(minutes=5)) == ["released: quay"]
    desk.deliver(story("a", version=3))
    desk.pick_up(NOON + timedelta(minutes=6))
    assert len(desk.reasons(NOON + timedelta(minutes=6))) == 1


@pytest.mark.parametrize(("minutes", "due"), [(-1, False), (1, False), (2, True)])
def test_the_published_snapshot_says_when_something_may_be_released(desk, minutes, due):
    """And the margin of an embargo comes on top of that."""
    published = desk.data / "published"
    published.mkdir()
    (published / "trucewatch.duckdb").symlink_to("trucewatch-x.duckdb")
    beside = published / "trucewatch-x.json"
    assert desk.reasons(NOON) == []
    for given in ({}, {"release_at": None}, {"release_at": 7}):
        beside.write_text(json.dumps(given))
        assert desk.reasons(NOON) == []
    beside.write_text(json.dumps({"release_at": NOON.isoformat()}))
    assert [each.partition(":")[0] for each in desk.reasons(NOON + timedelta(minutes=minutes))] == ["release"] * due


def test_feeds_are_polled_meanwhile_and_the_index_follows(desk):
    """The wires neither wait for whoever holds the index nor miss in it."""
    desk.deliver(story("a"))
    with Index(desk.data / "raw" / "index.sqlite", FetchLog(desk.data / "raw" / "fetches")) as index:
        desk.pick_up(secrets=TOKEN)
        assert index.instants(NOON) == set()
    with Index(desk.data / "raw" / "index.sqlite", FetchLog(desk.data / "raw" / "fetches")) as index:
        assert index.instants(NOON) == {fetch.fetched_at for fetch in desk.log.read()}
        assert len(index.instants(NOON)) == 1


def test_of_two_that_pick_up_one_does(desk):
    desk.deliver(story("a"))
    with single(desk.data / LOCK):
        assert (desk.pick_up().is_busy, desk.report.rows) == (True, ())
        report = run.collect(now=lambda: NOON)
        assert [(row.source_id, row.is_due, row.files) for row in report.rows] == [
            ("quay", False, 0),
            ("rope", False, 0),
        ]
    assert list(desk.log.read()) == []
    assert desk.pick_up().rows[0].files == 1


def test_collect_picks_up_the_wires_first_and_tells_of_them(desk):
    desk.deliver(story("a", status="withheld"))
    told = []
    report = run.collect(told.append, now=lambda: NOON)
    assert [(row.source_id, row.outcome, row.files) for row in report.rows] == [
        ("quay", FetchOutcome.OK, 1),
        ("rope", FetchOutcome.REFUSED, 0),
    ]
    assert report.outcomes == {FetchOutcome.OK: 1, FetchOutcome.REFUSED: 1}
    assert report.reasons == {Reason.CREDENTIALS: 1}
    assert told == ["quay: ok, 1 files", "rope: refused (credentials), 0 files"]
    assert desk.places() == ["held"]


def test_an_api_is_asked_page_by_page_with_the_token_of_the_connection(desk):
    ninjs = {"uri": "tag:rope.example,2026:1", "type": "text", "headline": "Harbour talks", "version": "1",
             "versioncreated": "2026-03-02T11:30:00Z", "pubstatus": "withheld", "body_text": "They went on."}  # fmt: skip
    desk.agency.stories = [ninjs]
    (_, row) = desk.pick_up(secrets=TOKEN).rows
    assert (row.outcome, row.files) == (FetchOutcome.OK, 1)
    assert (desk.places(), desk.reasons(NOON)) == (["held"], ["withheld: rope"])
    desk.agency.stories = []
    for minutes in (1, 2):
        (_, row) = desk.pick_up(NOON + timedelta(minutes=minutes), secrets=TOKEN).rows
        assert (row.outcome, row.files) == (FetchOutcome.OK, 0)
    assert desk.agency.asked == [
        "/stories?since=2026-03-01T12:00:00Z",
        "/stories?since=2026-03-02T11:30:00Z",
        "/stories?since=2026-03-02T11:30:00Z",
    ]
    shown = [path.read_bytes() for path in desk.data.rglob("*") if path.is_file()]
    assert not any(b"sesame" in each for each in shown)


def test_folders_are_picked_up_though_nobody_may_ask_a_live_api(desk, monkeypatch):
    monkeypatch.delenv("TRUCEWATCH_CONNECT_TO")
    desk.deliver(story("a"))
    with pytest.raises(SettingsError, match="address"):
        desk.pick_up()
    assert len(list(desk.log.read())) == 1


def test_a_document_that_takes_too_long_costs_only_itself(desk, monkeypatch):
    monkeypatch.setattr("pipelines.run.wiring.PARSE_SECONDS", 0.02)
    desk.deliver(story("a", words="<br/>".join(["Talks in the harbour went on."] * 50_000)))
    assert desk.pick_up().rows[0].outcome is FetchOutcome.OK
    (fetch,) = (each for each in desk.log.read() if each.source_id == "quay")
    assert fetch.outcome is FetchOutcome.OK
    assert (desk.inbox / ".refused" / "0.xml.why.txt").read_text().startswith("parse_timeout: ")


@pytest.mark.slow
def test_the_command_line_picks_up_and_runs_what_is_urgent(desk):
    def call(*arguments):
        done = CliRunner().invoke(app, ["wire", *arguments], catch_exceptions=False)
        return done.exit_code, done.stdout.partition(", document")[0].strip()

    assert call("urgent") == (1, "")
    assert call("urgent", "--run") == (0, "")
    desk.deliver(story("a"), story("b", status="canceled"))
    assert call("collect") == (0, "2 wires; records: 2 ok, 1 refused")
    assert call("urgent") == (0, "kill: quay")
    assert call("urgent", "--run") == (0, "kill: quay")
    assert call("urgent") == (1, "")
    rows = warehouse.query(desk.settings, "select count(*) from tombstones").rows
    assert (rows, call("urgent", "--run")) == (((1,),), (0, ""))
