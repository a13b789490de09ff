"""What is remembered of a person's questions, and what is not."""

import json

import pytest

from pipelines import settings
from pipelines.errors import QueryRefused
from pipelines.run import asking

pytestmark = pytest.mark.slow


@pytest.fixture
def memory(two_days, tmp_path, monkeypatch):
    """The file in which questions about the newsroom are remembered."""
    monkeypatch.setenv("TRUCEWATCH_DATA", str(two_days.data))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "trucewatch" / "sql-history.jsonl"


def test_questions_are_remembered_and_answers_are_not(memory, two_days):
    title = asking.ask("select title from articles order by 1 limit 1").rows[0][0]
    with pytest.raises(QueryRefused, match="Could not convert") as refusal:
        asking.ask("select title::int from articles order by 1")
    quoted = refusal.value.what.split("'")[1]
    assert len(quoted) > 5
    assert asking.ask("from articles", max_rows=2).truncated
    assert [row[-1] for row in asking.history()] == [
        "select title from articles order by 1 limit 1",
        "select title::int from articles order by 1",
        "from articles",
    ]
    assert [row[3:5] for row in asking.history(2)] == [(None, "refused"), (2, "answered")]
    kept = memory.read_text()
    kept += json.dumps(asking.history(), ensure_ascii=False)
    assert title not in kept
    assert quoted not in kept
    assert memory.stat().st_mode & 0o777 == 0o600
    assert memory.parent.stat().st_mode & 0o777 == 0o700
    assert not memory.is_relative_to(two_days.data)


def test_only_the_last_are_kept_and_a_torn_line_is_passed_over(memory, monkeypatch):
    monkeypatch.setattr(asking, "KEPT", 3)
    for number in range(7):
        asking.ask(f"select {number}")
    assert [row[-1] for row in asking.history()] == ["select 4", "select 5", "select 6"]
    with memory.open("a") as file:
        file.write('{"question": "sel\n')
    assert len(asking.history()) == 3
    assert memory.stat().st_mode & 0o777 == 0o600


def test_where_nothing_can_be_remembered_questions_are_answered(memory, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert asking.ask("select 1").rows == ((1,),)
    assert asking.history() == ()


def test_the_folder_is_the_person_s_own():
    assert str(settings.state_folder({"XDG_STATE_HOME": "/home/ann/state"})) == "/home/ann/state/trucewatch"
    for given in ({}, {"XDG_STATE_HOME": ""}, {"XDG_STATE_HOME": "relative"}):
        assert settings.state_folder(given).parts[-3:] == (".local", "state", "trucewatch")
