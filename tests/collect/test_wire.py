"""Files of a wire: stored, recorded, then moved aside; what is no delivery stays."""

import hashlib
import os
import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from pipelines.collect import wire
from pipelines.collect.fetches import FetchLog
from pipelines.collect.raw import RawStore
from pipelines.collect.taking import Intake, Seen, look_away
from pipelines.errors import SettingsError
from pipelines.records import FetchKind, FetchOutcome, Reason, Source, SourceKind

STORY = b"<newsItem guid='1'/>"
DAY = ".done/2026-03-01"


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

        def intake(self, stamp=clock, **more):
            return Intake(raw=self.raw, log=self.log, stamp=stamp, **more)

        def pick_up(self, intake=None, **wish):
            """Return the records that one pick-up wrote."""
            before = {fetch.fetch_id for fetch in self.log.read()}
            self.tally = wire.pick_up(self.source, inbox=self.inbox, intake=intake or self.intake(), **wish)
            return [fetch for fetch in self.log.read() if fetch.fetch_id not in before]

        def left(self):
            return sorted(
                path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if not path.is_dir()
            )

    Desk.folder.mkdir(parents=True)
    return Desk()


def sha256_of(body):
    return hashlib.sha256(body).hexdigest()


def test_a_file_is_stored_recorded_and_moved_to_its_day(desk):
    (desk.folder / "b.xml").write_bytes(STORY)
    (desk.folder / "a.xml").write_bytes(b"<newsItem guid='2'/>")
    first, second = desk.pick_up()
    assert (first.url, second.url) == ("wire:agency-wire/a.xml", "wire:agency-wire/b.xml")
    assert (second.kind, second.outcome, second.body_bytes) == (FetchKind.WIRE, FetchOutcome.OK, len(STORY))
    assert desk.raw.get(second.raw_sha256) == STORY
    assert desk.left() == [f"{DAY}/a.xml", f"{DAY}/b.xml"]
    assert (desk.folder / DAY / "b.xml").read_bytes() == STORY
    assert (desk.tally.outcome, desk.tally.files, desk.tally.body_bytes) == (FetchOutcome.OK, 2, 40)
    assert desk.pick_up() == []
    assert (desk.folder / ".done").stat().st_mode & 0o777 == 0o700


def test_the_same_bytes_again_are_recorded_again_and_nothing_is_overwritten(desk):
    records = []
    for body in (STORY, STORY, b"<newsItem guid='1' version='2'/>"):
        (desk.folder / "a.xml").write_bytes(body)
        records += desk.pick_up()
    first, second, third = records
    assert first.raw_sha256 == second.raw_sha256
    assert len({each.fetch_id for each in records}) == 3
    assert desk.left() == sorted(
        [f"{DAY}/a.xml", f"{DAY}/a~{second.fetch_id[:8]}.xml", f"{DAY}/a~{third.fetch_id[:8]}.xml"]
    )


def test_a_clock_that_stands_still_gives_other_bodies_other_ids(desk):
    now = datetime(2026, 3, 1, 6, tzinfo=UTC)
    ids = set()
    for number in range(3):
        (desk.folder / "a.xml").write_bytes(STORY * (1 + number))
        ids |= {fetch.fetch_id for fetch in desk.pick_up(desk.intake(lambda: now))}
    assert len(ids) == 3


def test_files_of_many_batches_are_all_taken_in_order(desk):
    names = [f"{number:04d}.xml" for number in range(2 * wire.FILES_AT_ONCE + 1)]
    for name in names:
        (desk.folder / name).write_bytes(name.encode())
    records = desk.pick_up()
    assert [fetch.url.rpartition("/")[2] for fetch in records] == names
    assert [desk.raw.get(fetch.raw_sha256).decode() for fetch in records] == names
    assert desk.left() == [f"{DAY}/{name}" for name in names]


class PowerCutError(Exception):
    """The process ends here."""


@pytest.mark.parametrize("after", ["look", "note", "record"])
def test_whatever_crashes_before_the_move_is_done_again(desk, clock, after):
    """Nothing is lost and nothing is moved that is not on record."""

    class Log(FetchLog):
        def append(self, *records):
            super().append(*records)
            raise PowerCutError

    def stop(_):
        raise PowerCutError

    broken = {
        "look": {"look": stop},
        "note": {"note": stop},
        "record": {"log": Log(desk.log._root)},
    }[after]
    for name in ("a.xml", "b.xml"):
        (desk.folder / name).write_bytes(name.encode())
    with pytest.raises(PowerCutError):
        desk.pick_up(Intake(**({"raw": desk.raw, "log": desk.log, "stamp": clock} | broken)))
    assert desk.left() == ["a.xml", "b.xml"]
    assert len(list(desk.log.read())) == (2 if after == "record" else 0)
    desk.pick_up()
    assert {desk.raw.get(fetch.raw_sha256) for fetch in desk.log.read()} == {b"a.xml", b"b.xml"}
    assert desk.left() == [f"{DAY}/a.xml", f"{DAY}/b.xml"]


def test_what_is_no_delivery_stays(desk, tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    (desk.folder / "link.xml").symlink_to(tmp_path / "secret")
    (desk.folder / "folder.xml").mkdir()
    os.mkfifo(desk.folder / "pipe.xml")
    for name in (".hidden.xml", "a.xml.tmp", "b.PART"):
        (desk.folder / name).write_bytes(STORY)
    before = desk.left()
    assert desk.pick_up() == []
    assert desk.left() == before


def test_a_file_is_taken_once_it_has_not_changed_for_so_long(desk):
    now = datetime(2026, 3, 1, 6, tzinfo=UTC)

    def write(name, body, age_seconds):
        (desk.folder / name).write_bytes(body)
        os.utime(desk.folder / name, (now.timestamp() - age_seconds,) * 2)

    for name, body, age_seconds in (("old.xml", STORY, 9), ("young.xml", STORY, 0), ("growing.xml", b"<news", 0)):
        write(name, body, age_seconds)
    writer = threading.Timer(0.1, write, ("growing.xml", STORY, 0))
    writer.start()
    taken = desk.pick_up(desk.intake(lambda: now), stable_seconds=0.3)
    writer.join()
    assert {fetch.url for fetch in taken} == {"wire:agency-wire/old.xml", "wire:agency-wire/young.xml"}
    (late,) = desk.pick_up(desk.intake(lambda: now), stable_seconds=0.1)
    assert desk.raw.get(late.raw_sha256) == STORY


def test_an_empty_file_is_given_time_to_fill(desk):
    now = datetime(2026, 3, 1, 6, tzinfo=UTC)
    (desk.folder / "a.xml").write_bytes(b"")
    os.utime(desk.folder / "a.xml", (now.timestamp(),) * 2)
    assert desk.pick_up(desk.intake(lambda: now)) == []
    (fetch,) = desk.pick_up(desk.intake(lambda: now + timedelta(minutes=2)))
    assert (fetch.outcome, fetch.reason) == (FetchOutcome.REFUSED, Reason.EMPTY)
    assert desk.left() == [".refused/a.xml", ".refused/a.xml.why.txt"]
    assert (desk.folder / ".refused" / "a.xml.why.txt").read_text() == (
        "empty: no bytes; set aside 2026-03-01T06:02:00+00:00; next: ask for it again, then delete this one\n"
    )


def test_too_large_files_are_set_aside_and_none_is_overwritten(desk):
    for _ in range(2):
        with (desk.folder / "big.xml").open("wb") as file:
            file.truncate(wire.MAX_FILE_BYTES + 1)
        (fetch,) = desk.pick_up()
        assert (fetch.outcome, fetch.reason, fetch.raw_sha256) == (FetchOutcome.REFUSED, Reason.TOO_LARGE, None)
        assert (desk.tally.outcome, desk.tally.reason) == (FetchOutcome.REFUSED, Reason.TOO_LARGE)
    again = f".refused/big~{fetch.fetch_id[:8]}.xml"
    assert desk.left() == [".refused/big.xml", ".refused/big.xml.why.txt", again, f"{again}.why.txt"]


def test_a_document_that_cannot_be_read_is_on_record_and_its_file_before_people(desk):
    (desk.folder / "a.xml").write_bytes(b"\x00")
    (desk.folder / "b.xml").write_bytes(STORY)

    def look(documents):
        refused = Seen(refused=Reason.UNKNOWN_FORMAT, detail="XML with\na root")
        return [refused if document.body == b"\x00" else Seen() for document in documents]

    first, _ = desk.pick_up(desk.intake(look=look))
    assert (first.outcome, desk.raw.get(first.raw_sha256)) == (FetchOutcome.OK, b"\x00")
    assert desk.left() == [f"{DAY}/b.xml", ".refused/a.xml", ".refused/a.xml.why.txt"]
    (line,) = (desk.folder / ".refused" / "a.xml.why.txt").read_text().splitlines()
    assert line.startswith("unknown_format: XML with\\na root; set aside 2026-03-01T06:00:0")
    assert "wire show" in line


def test_what_is_held_leaves_the_raw_tree_before_it_is_recorded(desk, tmp_path):
    (desk.folder / "a.xml").write_bytes(STORY)
    seen = []

    def note(delivered):
        ((fetch, _),) = delivered
        seen.append(((tmp_path / "held").exists(), list(desk.log.read()), fetch.fetch_id))

    (fetch,) = desk.pick_up(desk.intake(look=lambda _: [Seen(held=("x",))], note=note))
    assert seen == [(True, [], fetch.fetch_id)]
    assert [path.stem for path in (tmp_path / "held").rglob("*.zst")] == [fetch.raw_sha256]
    assert list((tmp_path / "raw").rglob("*.zst")) == []
    assert desk.raw.get(fetch.raw_sha256) == STORY


@pytest.mark.parametrize("part", [True, False])
def test_bytes_of_which_a_kill_took_something_are_recorded_and_kept_nowhere(desk, part):
    desk.raw.put(STORY)
    if part:
        desk.raw.redact(sha256_of(STORY), b"<newsItem/>")
    else:
        desk.raw.remove(sha256_of(STORY))
    (desk.folder / "a.xml").write_bytes(STORY)
    (fetch,) = desk.pick_up(desk.intake(look=lambda _: [Seen(held=("x",))]))
    assert fetch.raw_sha256 == sha256_of(STORY)
    assert desk.raw.is_removed(fetch.raw_sha256) or desk.raw.get(fetch.raw_sha256) == b"<newsItem/>"
    assert desk.left() == []


def test_a_newer_delivery_under_the_same_name_is_not_lost(desk):
    """It comes after the bytes were read, and before the file is moved."""
    newer = b"<newsItem guid='1' version='2'/>"

    def replace_it(documents):
        (desk.folder / "a.xml.part").write_bytes(newer)
        (desk.folder / "a.xml.part").rename(desk.folder / "a.xml")
        return look_away(documents)

    (desk.folder / "a.xml").write_bytes(STORY)
    (first,) = desk.pick_up(desk.intake(look=replace_it))
    assert desk.raw.get(first.raw_sha256) == STORY
    assert desk.left() == ["a.xml"]
    (second,) = desk.pick_up()
    assert desk.raw.get(second.raw_sha256) == newer
    assert desk.left() == [f"{DAY}/a.xml"]


@pytest.mark.parametrize("name", [b"\xd1\x82\xff .._%\n.xml", b"a" * 255, b"-rf", b"a.xml.why.txt"])
def test_names_of_any_bytes(desk, name):
    for number in range(2):
        (desk.folder / os.fsdecode(name)).write_bytes(STORY * (number + 1))
        (fetch,) = desk.pick_up()
        assert fetch.url == "wire:agency-wire/" + wire.quote(name, safe="")
        assert desk.raw.get(fetch.raw_sha256) == STORY * (number + 1)
    (desk.folder / os.fsdecode(name)).write_bytes(b"")
    os.utime(desk.folder / os.fsdecode(name), (0, 0))
    assert desk.pick_up()[0].reason is Reason.EMPTY
    assert len(desk.left()) == 4  # two stories, what is empty, and why


def test_no_folder_is_no_pick_up(desk):
    desk.folder.rmdir()
    assert desk.pick_up() == []
    assert (desk.tally.outcome, desk.tally.reason) == (None, Reason.UNREADABLE_FILE)


@pytest.mark.parametrize("name", [".done", ".refused"])
def test_where_nothing_can_be_moved_to_nothing_is_taken(desk, tmp_path, name):
    """Whoever may write into the folder must not have us write elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    (desk.folder / name).symlink_to(tmp_path / "elsewhere")
    (desk.folder / "a.xml").write_bytes(STORY)
    assert desk.pick_up() == []
    assert "no folder" in desk.tally.detail
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_days_that_are_over_are_removed_and_nothing_else(desk):
    for name in ("2026-02-20", "2026-02-22", "notes"):
        (desk.folder / ".done" / name).mkdir(parents=True)
        (desk.folder / ".done" / name / "a.xml").write_bytes(STORY)
    desk.pick_up(keep_days=7)
    assert desk.left() == [".done/2026-02-22/a.xml", ".done/notes/a.xml"]


def test_a_killed_story_vanishes_from_the_days(desk):
    killed = b"<newsItem guid='2'/>"
    for name, body in (("a.xml", STORY), ("b.xml", killed), ("c.xml", killed)):
        (desk.folder / name).write_bytes(body)
    desk.pick_up()
    (desk.folder / ".refused").mkdir()
    (desk.folder / ".refused" / "d.xml").write_bytes(killed)
    other_day = [date(2026, 2, 28)]
    assert wire.forget_delivered(desk.inbox, desk.source, {sha256_of(killed)}, other_day) == 1  # what was set aside
    assert wire.forget_delivered(desk.inbox, desk.source, {sha256_of(killed)}, [date(2026, 3, 1)]) == 2
    assert wire.forget_delivered(desk.inbox, desk.source, {sha256_of(killed)}) == 0
    assert desk.left() == [f"{DAY}/a.xml"]


@pytest.mark.parametrize("path", [None, "", "..", "/etc", "agency/../../raw"])
def test_the_folder_lies_in_the_inbox(desk, path):
    source = Source(source_id="w", publisher_id="p", publisher="P", kind=SourceKind.WIRE, language="en", path=path)
    with pytest.raises(SettingsError, match="inbox"):
        wire.pick_up(source, inbox=desk.inbox, intake=desk.intake())
