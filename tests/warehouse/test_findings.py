"""Findings as rows: seen again, closed, back as another one, acknowledged; and kept when their file is lost or rebuilt."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines import warehouse
from pipelines.errors import WarehouseError
from pipelines.warehouse import Acknowledgement, Room, Surroundings, connect
from pipelines.warehouse.rules import _explained

GIB = 1 << 30


@pytest.fixture
def found(desk, rows):
    """Publish a run with a disk of which so much is free, and return its findings."""

    def publish(free_bytes, *acknowledged, times=1):
        approved, _ = desk.load()
        room = Room(measured_at=rows.DAWN, free_bytes=free_bytes, total_bytes=100 * GIB)
        for _ in range(times):
            warehouse.publish(desk.settings, approved.run, Surroundings(acknowledged=acknowledged, room=room))
        return warehouse.query(
            desk.settings,
            "select rule, first_seen_at, last_seen_at, closed_at, acknowledged_why from findings order by first_seen_at",
        ).rows

    return publish


def test_a_finding_goes_from_the_run_that_first_saw_it_to_the_one_that_does_not(desk, rows, found):
    ((rule, first, last, closed, _),) = found(GIB // 2, times=2)
    assert (rule, first, closed) == ("disk_full", last, None)
    known = Acknowledgement(
        rule="disk_full", subject="data", first_seen_at=first.replace(tzinfo=rows.DAWN.tzinfo), acknowledged_at=rows.DAWN,
        by="desk", why="a disk is ordered",
    )  # fmt: skip
    later = replace(known, acknowledged_at=rows.DAWN + timedelta(hours=1), why="it is here on Friday")
    ((_, again, last, closed, why),) = found(GIB // 3, later, known)
    assert (again, closed, why) == (first, None, "it is here on Friday"), "the last word counts"
    assert last > first
    ((_, _, last, closed, _),) = found(9 * GIB, known)
    assert closed > last
    old, new = found(GIB // 2, known)
    assert old[3] == closed
    assert (new[1] > closed, new[3:]) == (True, (None, None)), "what comes back is new, and nobody knows of it"

    with connect.writer(desk.settings) as writer:  # a file that was lost, and built from raw and journal
        writer.execute("delete from findings")
    ((_, again, last, _, why),) = found(GIB // 2, known)
    assert (again, why) == (first, "a disk is ordered"), "it goes on from when it was first seen"


def test_what_was_found_and_measured_is_taken_over_by_a_rebuild(desk, rows, found, tmp_path):
    found(GIB // 2)
    fresh = replace(desk.settings, data=tmp_path / "fresh")
    with connect.writer(fresh) as writer:
        warehouse.migrate(writer, rows.DAWN)
    for _ in range(2):
        warehouse.take_over_history(fresh, warehouse.published_path(desk.settings))
    with connect.reader(fresh.warehouse_path) as reader:
        assert reader.execute("select rule, subject from findings").fetchall() == [("disk_full", "data")]
        assert reader.execute("select free_bytes from disk").fetchall() == [(GIB // 2,)]


def test_a_rule_that_explains_nothing_is_refused(tmp_path):
    with pytest.raises(WarehouseError, match="Do, Threshold is missing"):
        _explained(tmp_path / "x.sql", "-- One row is x.\n--\n-- Title: T\n-- Why: W\nselect 1")
