"""Findings as rows: seen again, closed, back as another one, acknowledged; and kept when their file is lost or rebuilt."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines import warehouse
from pipelines.errors import WarehouseError
from pipelines.warehouse import Acknowledgement, Room, Surroundings, connect
from pipelines.warehouse.findings import MOST, judge
from pipelines.warehouse.rules import Rule, _explained

GIB = 1 << 30


def disk(rows, free_bytes, *acknowledged):
    room = Room(measured_at=rows.DAWN, free_bytes=free_bytes, total_bytes=100 * GIB)
    return Surroundings(acknowledged=acknowledged, room=room)


@pytest.fixture
def found(desk, rows):
    """Judge one more run with a disk of which so much is free, as publishing does, and return all findings."""

    def again(free_bytes, *acknowledged, times=1):
        desk.load()
        with connect.writer(desk.settings) as writer:
            for _ in range(times):
                judge(writer, disk(rows, free_bytes, *acknowledged))
            return writer.execute(
                "select rule, first_seen_at, last_seen_at, closed_at, acknowledged_why from findings order by first_seen_at"
            ).fetchall()

    return again


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


def rule(sql, name="ruled"):
    return Rule(name=name, title="T", finds="F", why="W", next_step="D", threshold="X", sql=sql)


@pytest.fixture
def judged(desk):
    """Judge a run that is loaded by rules of these queries, again and again, and return all findings."""
    desk.load()
    with connect.writer(desk.settings) as writer:

        def again(*queries, acknowledged=()):
            judge(writer, Surroundings(acknowledged=acknowledged), [rule(*each) for each in queries])
            return writer.execute(
                "select rule, subject, severity, closed_at is null, acknowledged_why from findings order by all"
            ).fetchall()

        yield again


ONE = "select 'it' as subject, 'info' as severity, 'a' as detail, 1 as figure, 0 as threshold"
FAILS = "select subject from a_table_of_another_version;"


def test_a_rule_that_fails_stops_nothing_and_closes_nothing(judged):
    judged((ONE, "other"), (ONE,))
    assert judged((FAILS,)) == [
        ("other", "it", "info", False, None),
        ("rule_failed", "ruled", "critical", True, None),
        ("ruled", "it", "info", True, None),
    ]
    assert [row[3] for row in judged((f"{ONE} where false",))] == [False] * 3


def test_a_finding_without_a_subject_is_one_that_closes(judged):
    whole = ONE.replace("'it'", "null")
    for _ in range(2):
        assert judged((f"{whole} union all {ONE};",)) == [
            ("ruled", "", "info", True, None),
            ("ruled", "it", "info", True, None),
        ]
    assert [row[3] for row in judged((whole,))] == [True, False]
    assert [row[3] for row in judged((f"{whole} limit 0",))] == [False, False]


def test_of_too_many_findings_the_gravest_are_kept(judged):
    many = (
        "select lpad(i::varchar, 4, '0') as subject, if(i = 900, 'critical', 'info') as severity, '' as detail, "
        f"i as figure, 0 as threshold from range({MOST + 500}) as t (i) order by i desc"
    )
    found = judged((many,))
    assert [row[1] for row in found] == [*(f"{number:04}" for number in range(MOST - 1)), "0900"]


def test_what_comes_back_in_a_run_of_the_same_time_is_not_acknowledged_by_what_was_said_before(judged, rows):
    judged((ONE,))
    said = Acknowledgement(
        rule="ruled", subject="it", first_seen_at=rows.DAWN, acknowledged_at=rows.DAWN,
        by="desk", why="before",
    )  # fmt: skip
    judged((f"{ONE} limit 0",), acknowledged=(said,))  # said since the run before, closed by this one
    for _ in range(2):
        assert [row[3:] for row in judged((ONE,), acknowledged=(said,))] == [(False, "before"), (True, None)]
    anew = replace(said, acknowledged_at=rows.DAWN + timedelta(hours=1), why="anew")
    assert [row[3:] for row in judged((ONE,), acknowledged=(said, anew))] == [(False, "before"), (True, "anew")]


def test_what_was_found_and_measured_is_taken_over_by_a_rebuild(desk, rows, tmp_path):
    approved, _ = desk.load()
    warehouse.publish(desk.settings, approved.run, disk(rows, GIB // 2))
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
