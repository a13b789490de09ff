"""Files of a wire: stored, recorded, then taken out; what is no delivery stays."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.collect import wire
from pipelines.collect.fetches import FetchLog
from pipelines.collect.raw import RawStore
from pipelines.errors import SettingsError
from pipelines.records import FetchKind, FetchOutcome, Reason, Source, SourceKind

STORY = b"<newsItem guid='1'/>"


@pytest.fixture
def desk(tmp_path, clock):
    """The folder of a wire, its stores, and a way to pick up."""

    class Desk:
        source = Source(
            source_id="agency-wire",
            publisher_id="agency",
            publisher="Agency",
            kind=SourceKind.WIRE,
            language="en",
            path="agency",
        )
        inbox = tmp_path / "inbox"
        folder = inbox / "agency"
        raw = RawStore(tmp_path / "raw", tmp_path / "held")
        log = FetchLog(tmp_path / "raw" / "fetches")

        def pick_up(self, **wish):
            return wire.pick_up(
                self.source, **({"inbox": self.inbox, "raw": self.raw, "log": self.log, "stamp": clock} | wish)
            )

        def left(self):
            return sorted(
                path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if not path.is_dir()
            )

    Desk.folder.mkdir(parents=True)
    return Desk()


def test_a_file_is_stored_recorded_and_taken_out(desk):
    (desk.folder / "b.xml").write_bytes(STORY)
    (desk.folder / "a.xml").write_bytes(b"<newsItem guid='2'/>")
    first, second = desk.pick_up()
    assert (first.url, second.url) == ("wire:agency-wire/a.xml", "wire:agency-wire/b.xml")
    assert (second.kind, second.outcome, second.body_bytes) == (FetchKind.WIRE, FetchOutcome.OK, len(STORY))
    assert desk.raw.get(second.raw_sha256) == STORY
    assert list(desk.log.read()) == [first, second]
    assert desk.left() == []
    assert desk.pick_up() == ()


def test_the_same_bytes_again_are_recorded_again(desk):
    (desk.folder / "a.xml").write_bytes(STORY)
    (first,) = desk.pick_up()
    (desk.folder / "a.xml").write_bytes(STORY)
    (second,) = desk.pick_up()
    assert first.raw_sha256 == second.raw_sha256
    assert first.fetch_id != second.fetch_id


def test_what_is_no_delivery_stays(desk, tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    (desk.folder / "link.xml").symlink_to(tmp_path / "secret")
    (desk.folder / "folder.xml").mkdir()
    os.mkfifo(desk.folder / "pipe.xml")
    for name in (".hidden.xml", "a.xml.tmp", "b.PART"):
        (desk.folder / name).write_bytes(STORY)
    before = desk.left()
    assert desk.pick_up() == ()
    assert desk.left() == before


def test_young_files_wait(desk):
    now = datetime(2026, 3, 1, 6, tzinfo=UTC)
    (desk.folder / "young.xml").write_bytes(STORY)
    os.utime(desk.folder / "young.xml", (now.timestamp() - 5,) * 2)
    assert desk.pick_up(stable_seconds=10, stamp=lambda: now) == ()
    assert len(desk.pick_up(stable_seconds=10, stamp=lambda: now + timedelta(seconds=5))) == 1


def test_an_empty_file_is_given_time_to_fill(desk):
    now = datetime(2026, 3, 1, 6, tzinfo=UTC)
    (desk.folder / "a.xml").write_bytes(b"")
    os.utime(desk.folder / "a.xml", (now.timestamp(),) * 2)
    assert desk.pick_up(stamp=lambda: now) == ()
    (fetch,) = desk.pick_up(stamp=lambda: now + timedelta(minutes=2))
    assert (fetch.outcome, fetch.reason) == (FetchOutcome.REFUSED, Reason.EMPTY)
    assert desk.left() == [".refused/a.xml"]


def test_too_large_files_are_set_aside(desk):
    for _ in range(2):
        with (desk.folder / "big.xml").open("wb") as file:
            file.truncate(wire.MAX_FILE_BYTES + 1)
        (fetch,) = desk.pick_up()
        assert (fetch.outcome, fetch.reason, fetch.raw_sha256) == (FetchOutcome.REFUSED, Reason.TOO_LARGE, None)
    assert len(desk.left()) == 2
    assert all(name.startswith(".refused/") for name in desk.left())


def test_a_newer_delivery_under_the_same_name_is_not_lost(desk, clock):
    path = desk.folder / "a.xml"
    path.write_bytes(STORY)

    def stamp():  # read between taking the bytes and taking the file out
        scratch = desk.folder / "a.xml.part"
        scratch.write_bytes(b"<newsItem guid='1' version='2'/>")
        scratch.rename(path)
        return clock()

    files = wire._take(path, desk.source, desk.raw, desk.log, stamp)
    assert desk.raw.get(files.raw_sha256) == STORY
    (second,) = desk.pick_up()
    assert desk.raw.get(second.raw_sha256) == b"<newsItem guid='1' version='2'/>"


def test_names_of_any_bytes(desk):
    name = b"\xd1\x82\xff ../%\n.xml".replace(b"/", b"_")
    (desk.folder / os.fsdecode(name)).write_bytes(STORY)
    (fetch,) = desk.pick_up()
    assert fetch.url == "wire:agency-wire/%D1%82%FF%20.._%25%0A.xml"


def test_no_folder_is_no_pick_up(desk):
    desk.folder.rmdir()
    assert desk.pick_up() is None


@pytest.mark.parametrize("path", [None, "", "..", "/etc", "agency/../../raw"])
def test_the_folder_lies_in_the_inbox(desk, path):
    source = Source(source_id="w", publisher_id="p", publisher="P", kind=SourceKind.WIRE, language="en", path=path)
    with pytest.raises(SettingsError, match="inbox"):
        wire.pick_up(
            source, inbox=desk.inbox, raw=desk.raw, log=desk.log, stamp=lambda: datetime(2026, 3, 1, tzinfo=UTC)
        )
