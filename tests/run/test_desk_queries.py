"""The desk's own queries are quicker than the views that say the same of the whole archive: here both must agree."""

from datetime import datetime

import pytest

from pipelines.run import desk, desk_items
from pipelines.run.house import reading
from pipelines.settings import Settings

BEFORE_ALL = datetime(2020, 1, 1)  # noqa: DTZ001 - the warehouse holds naive UTC


@pytest.fixture
def snapshot(two_days):
    with reading(Settings(data=two_days.data)) as opened:
        yield opened


def rows(snapshot, sql):
    result = snapshot.ask(sql, None)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def test_health_is_what_sources_now_says(snapshot):
    told = {row["source_id"]: row for row in rows(snapshot, "from sources_now")}
    asked = snapshot.rows("desk_health", since=BEFORE_ALL, source=None)
    assert len(asked) == len(told) > 20
    for row in asked:
        assert row == {name: told[row["source_id"]][name] for name in row}
        assert snapshot.rows("desk_health", since=BEFORE_ALL, source=row["source_id"]) == [row]


def test_counts_and_what_waits_are_those_of_status(snapshot):
    told = {row["source_id"]: row for row in snapshot.rows("sources")}
    for row in snapshot.rows("desk_counts"):
        assert row == {name: told[row["source_id"]][name] for name in row}
    assert snapshot.rows("desk_waiting") == snapshot.rows("waiting")


def test_what_ended_in_the_window_is_what_ended_at_all(snapshot):
    window = {"since": "0", "until": "9"}
    ends = {row["run"]: row for row in snapshot.rows("run_ends")}
    for row in snapshot.rows("desk_ends", **window):
        assert row == {name: ends[row["run"]][name] for name in row}
    assert snapshot.rows("desk_conservation", **window) == snapshot.rows("conservation")


def test_each_thing_that_is_set_aside_has_its_page(two_days, snapshot):
    """What came, what refused it, and the bytes: nothing of them is missing for what was just collected."""
    chosen = Settings(data=two_days.data)
    entries = desk_items.quarantine(chosen).entries
    assert len(entries) > 5
    for each in entries:
        found = desk_items.entry(each.key, chosen)
        assert found is not None
        assert found.entry is not None
        assert (found.entry.reason, found.entry.rules) == (each.reason, each.rules)
        assert bool(found.checks) == bool(each.rules)
        assert found.came, each.key
        for came in found.came:
            assert came.body is None or came.body.text or "on purpose" in came.body.why


def test_bytes_that_an_agency_holds_back_or_has_killed_are_not_shown(two_days, snapshot):
    hidden = rows(
        snapshot,
        "select distinct l.fetch_id from ledger_current as l inner join documents as d on l.fetch_id = d.fetch_id "
        "where l.outcome in ('held', 'killed') and d.raw_sha256 is not null",
    )
    assert len(hidden) > 5
    for row in hidden:
        found = desk_items.document(row["fetch_id"], Settings(data=two_days.data))
        assert found is not None
        assert found.came.body is not None
        assert found.came.body.text is None


def test_every_article_has_a_page_and_a_killed_one_none(two_days, snapshot):
    chosen = Settings(data=two_days.data)
    heads = rows(snapshot, "select article_id, killed from article_heads order by article_id")
    for row in [each for each in heads if not each["killed"]][:5]:
        found = desk_items.article(row["article_id"], chosen)
        assert found is not None
        assert found.seen
    killed = [row["article_id"] for row in heads if row["killed"]]
    assert killed
    assert [desk_items.article(each, chosen) for each in killed] == [None] * len(killed)


def test_a_source_adds_up_to_what_the_list_says_of_it(two_days):
    chosen = Settings(data=two_days.data)
    for row in desk.sources(14, chosen).rows[:6]:
        found = desk.source(row.line.source_id, chosen)
        assert found is not None
        assert found.row.line.items == row.line.items
        assert found.row.line.outcomes == row.line.outcomes
        assert (found.row.line.state, found.row.line.word) == (row.line.state, row.line.word)
