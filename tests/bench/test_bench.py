"""The press and the judgements that `make bench` and `make soak` rest on."""

import gzip
import http.client
from datetime import UTC, datetime

import pytest

from bench import runs, soak, wire, world
from bench.collect import MEBIBYTE
from bench.press import Visit, press
from pipelines.run.house import clock

BEGINS_AT = datetime(2026, 3, 1, 6, tzinfo=UTC)
WORLD = world.World(BEGINS_AT)


def visit(arrived, answered, kind="page"):
    return Visit(arrived=arrived, answered=answered, kind=kind, status=200)


@pytest.fixture(scope="module")
def outlets():
    with press(BEGINS_AT) as running:
        yield running


def get(outlets, host, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", outlets.ports[0], timeout=10)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers={"Host": host} | given)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def test_a_gzipped_page_is_the_plain_page_at_the_size_of_a_real_one():
    for number in range(1, 40, 2):
        plain = b"".join(WORLD.answer(number, b"/articles/3.html", 0, gzip=False).body)
        assert gzip.decompress(b"".join(WORLD.answer(number, b"/articles/3.html", 0, gzip=True).body)) == plain
        assert 35_000 < len(plain) < 60_000


def test_pages_differ_from_each_other_and_articles_from_their_second_edition():
    numbers = range(60)
    pages = {
        b"".join(WORLD.answer(number, b"/articles/%d.html" % article, 0, gzip=False).body)
        for number in numbers
        for article in range(world.ENTRIES)
    }
    assert len(pages) == len(numbers) * world.ENTRIES
    assert world.title(0, 0, 2) != world.title(0, 0, 3)


def test_the_press_answers_conditional_requests_and_records_every_visit(outlets):
    outlets.tell("forget")
    host = world.host_name(4)
    status, headers, body = get(outlets, host, world.FEED_PATH)
    assert (status, body.count(b"<item>")) == (200, world.ENTRIES)
    assert get(outlets, host, world.FEED_PATH, If_None_Match=headers["ETag"])[0] == 304
    assert get(outlets, host, world.FEED_PATH, If_None_Match='"other"')[0] == 200
    assert get(outlets, host, world.FEED_PATH, If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert get(outlets, host, "/.well-known/tdmrep.json")[0] == 404
    assert get(outlets, "elsewhere.example", "/")[0] == 421
    assert [seen.status for seen in outlets.visits()[4]] == [200, 304, 200, 304, 404]


def test_an_outlet_without_validators_sends_its_feed_each_time(outlets):
    status, headers, _ = get(outlets, world.host_name(5), world.FEED_PATH)
    assert (status, headers.keys() & {"ETag", "Last-Modified"}) == (200, set())


def test_manners_are_read_off_the_records():
    polite = [visit(0.0, 0.5), visit(0.2, 0.4), visit(0.4, 0.41)]
    hasty = [visit(0.0, 0.5), visit(0.1, 0.4), visit(0.3, 0.41)]
    seen = runs.manners({0: polite}, politeness=0.2)
    assert (seen.most_at_once, seen.gaps, seen.early) == (2, 2, 0)
    seen = runs.manners({0: polite, 1: hasty}, politeness=0.2)
    assert (seen.most_at_once, seen.gaps, seen.early, round(seen.shortest_share, 2)) == (3, 4, 1, 0.5)


def test_a_crawl_delay_binds_once_robots_txt_was_answered():
    assert world.crawl_delay_seconds(3) == 4
    told = [visit(0.0, 0.1, "robots"), visit(0.2, 0.25), visit(1.0, 1.1)]
    assert runs.manners({3: told}, politeness=0.2).early == 0
    deaf = [*told, visit(1.3, 1.4)]
    assert runs.manners({3: deaf}, politeness=0.2).early == 1


def test_the_wire_delivers_every_format_and_poison_at_the_size_of_real_stories():
    delivered = list(wire.files(1200))
    assert delivered == list(wire.files(1200))
    assert len({body for _, body in delivered}) == len({name for name, _ in delivered}) == 1200
    read = [len(body) for number, (_, body) in enumerate(delivered) if not wire.is_poison(number)]
    assert sum(map(wire.is_poison, range(1200))) == 1200 - len(read) == 4
    assert min(read) > 1300
    assert 6000 < max(read) < 9000
    assert 2500 < sum(read) / len(read) < 4500


def test_few_wire_files_are_parsed_and_picked_up(tmp_path):
    wire.deliver(tmp_path, 24)
    told = wire.parse_all(tmp_path / "data" / "inbox" / "spool")
    assert (told["files"], told["items"], told["refused"]) == (24, 24, 0)
    assert [count for count, *_ in told["by_format"].values()] == [4] * 6
    run = wire.picked_up(tmp_path)
    assert (run.files, run.outcomes, run.refused, run.left) == (24, {"ok": 24}, 0, 0)
    assert run.child_peak_bytes > MEBIBYTE, "children that outlive their block count too"


def test_two_runs_against_the_press(tmp_path):
    runs.write_pack(tmp_path / "pack", 4)
    with press(clock()) as outlets:
        first = runs.collect(outlets, tmp_path, politeness=0.01)
        second = runs.collect(outlets, tmp_path, politeness=0.01, hours_later=2)
    assert (first.pages, first.reasons, first.items) == (soak.expected_pages(4, 1), {}, 4 * world.ENTRIES)
    assert first.requests >= 4 * (1 + world.ENTRIES)
    assert (second.requests, second.outcomes, second.children_cpu_seconds) == (4, {"not_modified": 4}, 0)
