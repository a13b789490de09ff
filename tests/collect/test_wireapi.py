"""An agency's API on 127.0.0.1: pages, cursors, failures, and a secret that is nowhere afterwards."""

import asyncio
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from pipelines.collect.fetches import FetchLog
from pipelines.collect.raw import RawStore
from pipelines.collect.taking import Seen
from pipelines.collect.wireapi import linked, with_parameters
from pipelines.collect.wires import intake_of, pick_up_all
from pipelines.records import FetchKind, FetchOutcome, Reason, Source, SourceKind, WireApi, WireProfile
from pipelines.settings import Settings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOKEN = "t0ken-/of+an=agency"


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def read(documents):
    """A look into pages of {"items": [{"guid", "at"}], "next", "cursor"}; what is no JSON cannot be read."""
    for document in documents:
        try:
            page = json.loads(document.body)
        except ValueError:
            yield Seen(refused=Reason.NOT_A_FEED)
            continue
        times = [datetime.fromisoformat(each["at"]) for each in page["items"]]
        yield Seen(
            newest_at=max(times, default=None),
            is_empty=not times,
            next_page=page.get("next"),
            cursor=page.get("cursor"),
        )


class Agency:
    """Stories by minute after noon, answered a page of two at a time; takes the place of the server's routes."""

    def __init__(self, server):
        self.server = server
        self.minutes = []
        self.paging = "page"
        self.descending = False
        self.faults = {}  # number of the request from 1: status line
        self.more = {}
        self.host = f"http://127.0.0.1:{server.port}"

    def get(self, path, _):
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        return lambda _request: self.answer(query)

    def answer(self, query):
        status = self.faults.get(len(self.server.requests), "200 OK")
        since = datetime.fromisoformat(query.get("since", "2000-01-01T00:00:00Z"))
        found = sorted((m for m in self.minutes if at(m) > since), reverse=self.descending)
        number = int(query.get("page", 1))
        page = {"items": [{"guid": f"g{m}", "at": at(m).isoformat()} for m in found[2 * number - 2 : 2 * number]]}
        headers = ""
        if 2 * number < len(found):
            following = f"{self.host}/stories?since={query.get('since', '')}&token={TOKEN}&page={number + 1}"
            if self.paging == "link":
                page["next"] = following
            elif self.paging == "header":
                headers = f'Link: <{self.host}/first>; rel="first", <{following}>; rel="next"\r\n'
            elif self.paging == "token":
                page["next"] = str(number + 1)
        body = json.dumps({**page, **self.more}).encode()
        return [f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode(), body]


@pytest.fixture
def house(server, tmp_path):
    """An agency, a wire that asks it, and what pulls have recorded."""

    class House:
        agency = Agency(server)
        api = WireApi(since_parameter="since", page_parameter="page")
        source = Source(
            source_id="agency",
            publisher_id="agency",
            publisher="Agency",
            kind=SourceKind.WIRE,
            language="en",
            url=server.url("/stories"),
            profile="agency",
        )
        settings = Settings(
            data=tmp_path, pack=tmp_path, allow_hosts=frozenset({f"127.0.0.1:{server.port}"}), politeness=0
        )
        now = NOON + timedelta(hours=2)
        look = staticmethod(read)

        def pull(self):
            """Pull once, a minute after the pull before; return the tally."""
            self.now += timedelta(minutes=1)
            profiles = {"agency": WireProfile(profile_id="agency", api=self.api)}
            intake = intake_of(self.settings, lambda: self.now, self.look)
            return asyncio.run(pick_up_all([self.source], profiles, settings=self.settings, intake=intake))["agency"]

        def fetches(self):
            return list(FetchLog(tmp_path / "raw" / "fetches").read())

        def guids(self):
            raw = RawStore(tmp_path / "raw", tmp_path / "held")
            bodies = [json.loads(raw.get(fetch.raw_sha256)) for fetch in self.fetches() if fetch.raw_sha256]
            return [int(item["guid"][1:]) for body in bodies for item in body["items"]]

        def asked(self):
            """Return the query of each request so far."""
            return [
                {name: values[0] for name, values in parse_qs(urlsplit(each.path).query).items()}
                for each in server.requests
            ]

        def memory(self):
            (path,) = (tmp_path / "raw" / "wire").glob("*.json")
            return json.loads(path.read_bytes())

    server.routes = House.agency
    return House()


PAGING = {
    "page": {"page_parameter": "page"},
    "link": {"next_path": "next"},
    "header": {},
    "token": {"next_path": "next", "next_parameter": "page"},
}


@pytest.mark.parametrize("paging", PAGING)
@pytest.mark.parametrize("descending", [True, False])
def test_page_after_page_then_only_what_is_new(house, paging, descending):
    house.agency.paging, house.agency.descending = paging, descending
    house.api = WireApi(since_parameter="since", overlap_seconds=0, **PAGING[paging])
    house.agency.minutes = [1, 2, 3, 4, 5]
    tally = house.pull()
    assert (tally.outcome, tally.files, sorted(house.guids())) == (FetchOutcome.OK, 3, [1, 2, 3, 4, 5])
    first = house.fetches()[0]
    assert (first.kind, first.outcome, first.status) == (FetchKind.WIRE, FetchOutcome.OK, 200)
    house.agency.minutes += [6]
    house.pull()
    assert house.asked()[-1 if paging != "page" else -2]["since"] == "2026-03-01T12:05:00Z"
    assert sorted(house.guids()) == [1, 2, 3, 4, 5, 6]


def test_the_first_pull_goes_back_some_hours_and_each_later_one_a_little(house):
    house.api = replace(house.api, first_hours=1, overlap_seconds=120, size_parameter="limit", page_size=50)
    house.agency.minutes = [70, 90]
    house.pull()
    assert house.asked()[0] == {"since": "2026-03-01T13:01:00Z", "limit": "50", "page": "1"}
    house.pull()
    assert house.asked()[2]["since"] == "2026-03-01T13:28:00Z"


@pytest.mark.parametrize(("form", "since"), [("epoch", "1772365500"), ("epoch_ms", "1772365500000")])
def test_instants_are_written_as_the_api_wants_them(house, form, since):
    house.api = replace(house.api, since_format=form, overlap_seconds=300)
    house.agency.answer = lambda _query: [b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"items":[]}']
    (house.settings.data / "raw" / "wire").mkdir(parents=True)
    house.pull()
    path = next((house.settings.data / "raw" / "wire").glob("*.json"))
    path.write_text(json.dumps({**json.loads(path.read_text()), "cursor": "2026-03-01T11:50:00+00:00"}))
    house.pull()
    assert house.asked()[-1]["since"] == since


def test_a_cursor_of_the_agencys_own_is_handed_back_as_it_is(house):
    house.api = WireApi(since_parameter="after", cursor_path="cursor", first_hours=0)
    house.agency.minutes, house.agency.more = [1], {"cursor": "abc/1+2"}
    house.pull()
    house.pull()
    assert house.asked() == [{}, {"after": "abc/1+2"}]


def test_the_same_page_again_is_no_new_record(house):
    house.agency.minutes = [1, 2, 3]
    house.pull()
    before = house.fetches()
    for _ in range(3):  # the overlap brings the same bytes again, then they fall out of it
        tally = house.pull()
    assert (tally.outcome, tally.files) == (FetchOutcome.OK, 0)
    house.agency.minutes = []
    house.agency.more = {"answered_at": "now"}
    house.pull()
    assert house.fetches() == before


@pytest.mark.parametrize("status", ["503 Busy", "429 Too Many", "304 Not Modified", "500 Oh"])
def test_a_failure_is_on_record_and_the_walk_goes_on_where_it_was(house, status):
    house.agency.descending = True
    house.agency.minutes = [1, 2, 3, 4, 5]
    house.agency.faults = {2: status}
    tally = house.pull()
    failed = house.fetches()[-1]
    assert (tally.outcome, tally.reason, tally.files) == (FetchOutcome.FAILED, failed.reason, 1)
    assert (failed.outcome, failed.final, failed.attempt) == (FetchOutcome.FAILED, False, 1)
    assert failed.next_try_at is not None
    assert house.memory()["cursor"] is None
    house.agency.minutes += [6]  # and the page that comes then begins with a story that was seen
    house.pull()
    assert set(house.guids()) == {1, 2, 3, 4, 5}
    assert house.asked()[2]["page"] == "2"
    house.pull()
    assert set(house.guids()) == {1, 2, 3, 4, 5, 6}


def test_a_page_that_is_gone_for_good_begins_the_walk_anew(house):
    house.api = replace(house.api, page_parameter=None, next_path="next")
    house.agency.paging = "link"
    house.agency.minutes = [1, 2, 3]
    house.agency.faults = {2: "400 That link is too old"}
    house.pull()
    assert house.memory()["page_url"] is None
    house.pull()
    assert sorted(set(house.guids())) == [1, 2, 3]


def test_a_page_that_always_fails_does_not_keep_what_is_new_from_us(house):
    house.agency.descending = True
    house.agency.minutes = [1, 2, 3]
    house.agency.faults = dict.fromkeys(range(2, 5), "500 Oh") | {6: "500 Oh"}
    for _ in range(3):
        house.pull()
    house.agency.minutes += [4]
    house.pull()
    assert [each["page"] for each in house.asked()] == ["1", "2", "2", "2", "1", "2"]
    assert set(house.guids()) == {2, 3, 4}


def test_waiting_grows_and_a_wire_is_not_asked_before(house):
    house.settings = replace(house.settings, politeness=1.0, host_interval_seconds=0.0)
    house.agency.faults = dict.fromkeys(range(1, 99), "503 Busy")
    for _ in range(20):
        house.pull()
    waits = [(fetch.next_try_at - fetch.fetched_at).total_seconds() for fetch in house.fetches()]
    assert waits == [60, 120, 240, 480, 900]
    assert len(house.asked()) == 5


def test_a_wire_is_asked_once_an_interval(house):
    house.settings = replace(house.settings, politeness=1.0, host_interval_seconds=0.0)
    house.api = replace(house.api, interval_seconds=180)
    dues = [house.pull().is_due for _ in range(6)]
    assert dues == [True, False, False, True, False, False]


def test_a_long_walk_goes_on_in_the_next_pull(house):
    house.api = replace(house.api, max_pages=2)
    house.agency.descending = True
    house.agency.minutes = list(range(1, 11))
    house.pull()
    assert (sorted(house.guids()), house.memory()["cursor"]) == ([7, 8, 9, 10], None)
    house.pull()
    house.pull()
    assert sorted(house.guids()) == list(range(1, 11))
    assert house.memory()["cursor"] == at(10).isoformat()


def test_pages_that_lead_in_a_circle_end(house):
    house.api = WireApi(next_path="next")
    house.agency.minutes, house.agency.more = [1], {"next": "/stories"}
    house.pull()
    assert len(house.asked()) == 1
    house.agency.more = {"next": "/stories?again=1"}
    house.pull()
    assert len(house.asked()) == 3  # the second page is the first one again


def test_a_story_from_the_future_does_not_hide_what_comes_until_then(house):
    house.agency.minutes = [1, 10**6]
    house.pull()
    assert house.memory()["cursor"] == house.now.isoformat()


def test_a_link_to_another_host_is_not_followed(house, server):
    house.api = WireApi(since_parameter="since", next_path="next")
    house.agency.minutes = [1]
    house.agency.more = {"next": f"http://localhost:{server.port}/stories?page=2"}
    tally = house.pull()
    refused = house.fetches()[-1]
    assert (tally.reason, refused.outcome, len(house.asked())) == (Reason.INVALID_LINK, FetchOutcome.REFUSED, 1)
    assert "localhost" in refused.detail
    assert house.memory()["cursor"] is None


def test_after_counted_pages_a_404_is_the_end(house):
    house.agency.minutes = [1]
    house.agency.faults = {2: "404 No such page"}
    assert house.pull().outcome is FetchOutcome.OK
    assert house.memory()["cursor"] == at(1).isoformat()
    house.agency.faults = {3: "404 No such place"}
    assert house.pull().reason is Reason.HTTP_GONE


def test_what_cannot_be_read_is_recorded_once_and_moves_no_cursor(house):
    house.agency.answer = lambda _query: [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<h1>Login"]
    for _ in range(3):
        house.pull()
    (fetch,) = house.fetches()
    assert (fetch.outcome, house.memory()["cursor"]) == (FetchOutcome.OK, None)


@pytest.mark.parametrize("way", ["header", "parameter"])
@pytest.mark.parametrize("paging", ["link", "header"])
def test_the_token_goes_to_the_agency_and_nowhere_else(house, server, caplog, way, paging):
    """Not even where the agency writes it into the links it gives."""
    caplog.set_level(logging.DEBUG)
    sent = {"header": {"secret_header": "Authorization"}, "parameter": {"secret_parameter": "token"}}[way]
    value = f"Bearer {TOKEN}" if way == "header" else TOKEN
    house.source = replace(house.source, secret="agency_token", **sent)
    assert house.pull().reason is Reason.CREDENTIALS
    assert server.requests == []
    house.settings = replace(house.settings, secrets={"agency_token": value})
    house.api = WireApi(since_parameter="since", **PAGING[paging])
    house.agency.paging = paging
    house.agency.minutes = [1, 2, 3]
    house.pull()
    house.agency.faults = {3: "500 Oh"}
    house.pull()
    assert sorted(set(house.guids())) == [1, 2, 3]
    if way == "header":
        assert [each.headers["authorization"] for each in server.requests] == [value] * 3
    else:
        assert [parse_qs(urlsplit(each.path).query)["token"] for each in server.requests] == [[TOKEN]] * 3
    files = [path for path in house.settings.data.rglob("*") if path.is_file() and path.suffix != ".zst"]
    raw = RawStore(house.settings.data / "raw", house.settings.data / "held")
    bodies = [raw.get(path.stem) for path in house.settings.data.rglob("*.zst")]
    for shown in (*(path.read_bytes() for path in files), *bodies, caplog.text.encode()):
        assert b"t0ken" not in shown
    assert len(files) >= 2


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ('<https://a.example/?p=2>; rel="next"', "https://a.example/?p=2"),
        ("</a,b;c>; title=\"x, y; z\"; rel=prev, </d>; rel='x'; rel=next", "/d"),
        ('</a>; rel="last next"', "/a"),
        ('</a>; rel="nextish"', None),
        ("nonsense", None),
        (None, None),
    ],
)
def test_link_headers(header, target):
    assert linked(header) == target


def test_parameters_take_the_place_of_their_namesakes():
    url = "https://a.example/x?lang=en&page%5Bnumber%5D=1&flag"
    assert with_parameters(url, {"page[number]": "2", "since": "2026-03-01T12:00:00Z"}) == (
        "https://a.example/x?lang=en&flag&page[number]=2&since=2026-03-01T12:00:00Z"
    )
