"""States of sources over time, counted once however often they are loaded."""

from dataclasses import replace

from pipelines import warehouse

STATES = "select state, (from_at - timestamp '2026-01-05 05:00')::varchar, (to_at - timestamp '2026-01-05 05:00')::varchar, polls, new_items from source_health order by from_at"


def states(desk):
    return desk.rows(STATES)


def test_states_follow_each_other_and_no_reading_counts_twice(desk, rows):
    first = [rows.reading(0), rows.reading(1, since=0, is_gap=True), rows.reading(2, "quiet", why="no news for 2 h")]
    desk.load(*first)
    assert states(desk) == [("ok", "00:00:00", "02:00:00", 2, 2), ("quiet", "02:00:00", None, 1, 1)]
    desk.load(*first, rows.reading(3, "quiet", since=2, items=None, new_items=None), rows.reading(4, "down"))
    assert states(desk) == [
        ("ok", "00:00:00", "02:00:00", 2, 2),
        ("quiet", "02:00:00", "04:00:00", 2, 1),
        ("down", "04:00:00", None, 1, 1),
    ]
    assert desk.rows("select gaps, items, why from source_health order by from_at") == [
        (1, 3, None),
        (0, 3, None),
        (0, 3, None),
    ]
    assert desk.problems() == {}


def test_a_stopped_run_still_tells_that_a_source_fell_silent(desk, rows):
    approved, _ = desk.load(rows.reading(0, "down"), stop_reason="too much")
    assert states(desk) == [("down", "00:00:00", None, 1, 1)]
    warehouse.publish(desk.settings, approved.run)
    assert warehouse.judged_at(desk.settings) == rows.at(0)


def test_a_pause_is_a_state_of_its_own_and_ends_with_the_next_poll(desk, rows):
    paused = (replace(rows.SOURCE, paused_why="closed for August"),)
    desk.load(rows.reading(-2))
    desk.load(sources=paused, now=rows.at(1))
    desk.load(sources=paused, now=rows.at(3))
    assert states(desk) == [("ok", "-02:00:00", "01:00:00", 1, 1), ("paused", "01:00:00", None, 0, 0)]
    assert desk.rows("select why, hour(judged_at) from source_health where state = 'paused'") == [
        ("closed for August", 8)
    ]
    desk.load(rows.reading(4, since=-2), now=rows.at(5))  # the collector remembers the state from before the pause
    desk.load(rows.reading(5, since=-2), now=rows.at(6))
    assert states(desk) == [
        ("ok", "-02:00:00", "01:00:00", 1, 1),
        ("paused", "01:00:00", "03:00:00", 0, 0),
        ("ok", "03:00:00", None, 2, 2),
    ]
    assert desk.problems() == {}


def test_a_warehouse_without_readings_has_no_states(desk, rows):
    desk.load(rows.document("f0"))
    assert states(desk) == []
