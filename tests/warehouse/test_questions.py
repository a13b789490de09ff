"""What may be asked, and how the rest is refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from pipelines import warehouse
from pipelines.errors import QueryRefused, WarehouseError


@pytest.fixture(scope="module")
def ask(tmp_path_factory, rows):
    desk = rows.open_desk(tmp_path_factory.mktemp("asked") / "data")
    seen = rows.observation()
    held = rows.article(seen)
    approved, _ = desk.load(seen, held, *rows.children(held))
    warehouse.publish(desk.settings, approved.run)
    return lambda sql, **limits: warehouse.query(desk.settings, sql, **limits)


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from articles",
        "with a as (from articles) select title from a;",
        "from mentions",
        "values (1)",
        "describe articles",
        "show tables",
        "summarize article_heads",
        "explain select 1",
        "-- a comment\nselect ';' as semicolon",
        "select title from articles where title like '%drop table%'",
        "select '{\"a\": 1}'::json->>'a', (timestamp '2026-01-01' at time zone 'UTC') at time zone 'Europe/Kyiv'",
    ],
)
def test_reading_is_answered(ask, sql):
    assert ask(sql).columns


def test_rows_come_with_names_and_types(ask):
    answer = ask("select 1 as n, title, day_on from articles")
    assert answer.columns == ("n", "title", "day_on")
    assert answer.types == ("integer", "varchar", "date")
    assert [row[:2] for row in answer.rows] == [(1, "Title i x")]
    assert not answer.truncated


def test_rows_can_be_capped(ask):
    answer = ask("select * from range(10)", max_rows=3)
    assert (len(answer.rows), answer.truncated) == (3, True)
    assert not ask("select * from range(3)", max_rows=3).truncated


REFUSED = {
    "read a file": "select * from read_text('{secret}')",
    "read a file by its name": "select * from '{secret}'",
    "list files": "select * from glob('/*')",
    "sniff a file": "select * from sniff_csv('{secret}')",
    "write a file": "copy articles to '{target}'",
    "write from a query": "copy (select 1) to '{target}'",
    "export": "export database '{target}'",
    "attach": "attach '{target}' as other",
    "install": "install httpfs",
    "load": "load httpfs",
    "set": "set memory_limit = '64GB'",
    "set access": "set enable_external_access = true",
    "reset": "reset lock_configuration",
    "pragma": "pragma enable_profiling",
    "call": "call enable_logging()",
    "create": "create temp table t as select 1",
    "create a macro": "create temp macro m() as 1",
    "insert": "insert into runs (run) values ('x')",
    "update": "update article_heads set killed = true",
    "delete": "delete from tombstones",
    "drop": "drop view articles",
    "transaction": "begin",
    "prepare": "prepare p as select 1",
    "checkpoint": "checkpoint",
    "use": "use memory",
    "vacuum": "vacuum",
    "two statements": "select 1; select 2",
    "a second one that writes": "select 1; drop table runs",
    "explain analyze of a change": "explain analyze delete from tombstones",
    "network": "select * from read_csv('http://127.0.0.1:1/x.csv')",
    "secrets": "select * from duckdb_secrets()",
    "nothing": "",
    "only a comment": "-- hello",
    "no sql": "who demanded withdrawal?",
    "a variable of ours": "select * from sql",
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED.keys())
def test_the_rest_is_refused_in_three_lines(ask, tmp_path, sql):
    secret, target = tmp_path / "secret.csv", tmp_path / "target"
    secret.write_text("Secret9Word,1\n")
    with pytest.raises(QueryRefused) as refusal:
        ask(sql.format(secret=secret, target=target))
    lines = str(refusal.value).split("\n")
    assert len(lines) == 3
    assert "Secret9Word" not in str(refusal.value)
    assert not target.exists()
    assert secret.read_text() == "Secret9Word,1\n"


def test_a_misspelt_table_is_answered_with_what_there_is(ask):
    with pytest.raises(QueryRefused) as refusal:
        ask("select * from articlez")
    assert 'Did you mean "articles"' in refusal.value.what
    assert "talks_articles" in refusal.value.next_step


def test_a_misspelt_column_is_answered_with_candidates(ask):
    with pytest.raises(QueryRefused, match="titlez"):
        ask("select titlez from articles")


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("select title,\n  titlez\nfrom articles", "line 2, at titlez, "),
        ("selec 1", "line 1, at selec, "),
        (f"select {'1, ' * 200} titlez from articles", "line 1, at titlez, "),
        ("select * from articlez", "line 1, at articlez, "),
    ],
)
def test_it_is_said_where_the_fault_is(ask, sql, where):
    with pytest.raises(QueryRefused) as refusal:
        ask(sql)
    assert refusal.value.where.startswith(f"{where}in: sele")


def test_control_characters_of_a_question_reach_no_terminal(ask):
    with pytest.raises(QueryRefused) as refusal:
        ask("select '\x1b[31m\r\x07' from nowhere\n\n")
    assert not {"\x1b", "\r", "\x07"} & set(str(refusal.value))
    assert str(refusal.value).count("\n") == 2


def test_a_long_question_is_stopped(ask):
    with pytest.raises(QueryRefused, match=r"longer than 0\.3 s"):
        ask("select sum(hash(a.range, b.range)) from range(1000000) a, range(1000000) b", timeout_seconds=0.3)


def test_a_large_question_is_stopped(ask):
    with pytest.raises(QueryRefused, match="memory"):
        ask("select list(repeat('x', 1000) || range) from range(1000000)", memory="60MB")


def test_several_ask_at_once_and_none_reaches_further(ask):
    """Connections of one process to one file are one database, whose settings the first of them has locked."""

    def twice(_: int) -> list[object]:
        said: list[object] = [ask("select current_setting('timezone') from range(200000) limit 1").rows]
        with pytest.raises(QueryRefused, match="cannot reach files"):
            ask("select * from read_csv('/etc/passwd')")
        return said

    with ThreadPoolExecutor(6) as people:
        assert list(people.map(twice, range(24))) == [[(("UTC",),)]] * 24


def test_before_anything_is_published(desk):
    with pytest.raises(WarehouseError, match="Nothing has been published"):
        warehouse.query(desk.settings, "select 1")
