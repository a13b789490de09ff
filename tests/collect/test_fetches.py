"""Fetch records are read as they were written, whatever a crash did to the last line."""

import multiprocessing
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.collect.fetches import FetchLog
from pipelines.collect.recordlog import RecordLogError
from pipelines.records import Fetch, FetchKind, FetchOutcome, Reason

INSTANTS = st.datetimes(
    min_value=datetime.fromisoformat("2020-01-01"),
    max_value=datetime.fromisoformat("2030-01-01"),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=3))]),
)
WORDS = st.text(max_size=20)
MAYBE = st.none() | WORDS
FETCHES = st.builds(
    Fetch,
    fetch_id=WORDS,
    source_id=WORDS,
    kind=st.sampled_from(FetchKind),
    url=WORDS,
    fetched_at=INSTANTS,
    outcome=st.sampled_from(FetchOutcome),
    final_url=MAYBE,
    reason=st.none() | st.sampled_from(Reason),
    detail=MAYBE,
    status=st.none() | st.integers(100, 599),
    content_type=MAYBE,
    etag=MAYBE,
    last_modified=MAYBE,
    raw_sha256=MAYBE,
    body_bytes=st.none() | st.integers(0),
    next_try_at=st.none() | INSTANTS,
    parent_fetch_id=MAYBE,
    item_id=MAYBE,
    item_revision=MAYBE,
    attempt=st.integers(1, 9),
    final=st.booleans(),
)


def fetch(number, day=1):
    return Fetch(
        fetch_id=f"f{number}",
        source_id="s",
        kind=FetchKind.FEED,
        url="http://outlet.example/feed",
        fetched_at=datetime(2026, 3, day, 6, 0, number, tzinfo=UTC),
        outcome=FetchOutcome.OK,
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(FETCHES, max_size=4))
def test_read_returns_what_was_appended(fetches):
    with tempfile.TemporaryDirectory() as folder:
        log = FetchLog(Path(folder))
        for each in fetches:
            log.append(each)
        assert list(log.read()) == sorted(fetches, key=lambda each: (each.fetched_at, each.fetch_id))


def test_every_writer_has_its_file_and_every_day_its_folder(tmp_path):
    one, other = FetchLog(tmp_path), FetchLog(tmp_path)
    one.append(fetch(2, day=2))
    other.append(fetch(1))
    one.append(fetch(3))
    assert sorted(path.parent.name for path in tmp_path.rglob("*.jsonl")) == ["2026-03-01", "2026-03-01", "2026-03-02"]
    assert [each.fetch_id for each in one.read()] == ["f1", "f3", "f2"]
    assert list(FetchLog(tmp_path).read()) == list(other.read())


def test_no_records_yet(tmp_path):
    assert list(FetchLog(tmp_path / "nowhere").read()) == []


@pytest.mark.parametrize("kept_bytes", [1, 40, -1])
def test_a_torn_last_line_is_ignored(tmp_path, kept_bytes):
    log = FetchLog(tmp_path)
    log.append(fetch(1))
    (path,) = tmp_path.rglob("*.jsonl")
    path.write_bytes(path.read_bytes() * 2)
    whole = path.read_bytes()
    line_bytes = len(whole) // 2
    path.write_bytes(whole[: line_bytes + (kept_bytes % line_bytes)])
    assert list(log.read()) == [fetch(1)]


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b"null", b'{"fetch_id": "x"}', b"\xff", b'{"unheard_of": 1}', b'{"fetched_at": 5}']
)
def test_any_other_broken_line_is_named(tmp_path, line):
    log = FetchLog(tmp_path)
    log.append(fetch(1))
    (path,) = tmp_path.rglob("*.jsonl")
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(RecordLogError) as caught:
        list(log.read())
    assert caught.value.where == f"{path}:2"


def test_an_instant_without_a_zone_is_refused(tmp_path):
    with pytest.raises(ValueError, match="without a zone"):
        FetchLog(tmp_path).append(
            Fetch(
                fetch_id="f",
                source_id="s",
                kind=FetchKind.FEED,
                url="u",
                fetched_at=datetime(2026, 3, 1),  # noqa: DTZ001  # the point of the test
                outcome=FetchOutcome.OK,
            )
        )


def write_many(folder, first):
    log = FetchLog(Path(folder))
    for number in range(first, first + 20):
        log.append(fetch(number))


def test_two_processes_write_at_once(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_many, args=(str(tmp_path), first)) for first in (0, 20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {each.fetch_id for each in FetchLog(tmp_path).read()} == {f"f{number}" for number in range(40)}
