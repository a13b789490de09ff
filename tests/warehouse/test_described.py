"""A snapshot says itself what its tables, views, macros and columns are; what it keeps is what the view would say."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from pipelines import warehouse
from pipelines.packs.model import ListedRound
from pipelines.settings import shipped
from pipelines.warehouse import connect, statements, views

ROUND = ListedRound(
    round_id="harbour",
    name="Harbour talks",
    from_on=date(2026, 1, 5),
    to_on=date(2026, 1, 6),
    city="",
    participants=("anya",),
)


@pytest.fixture(scope="module")
def snapshot(rows, tmp_path_factory):
    desk = rows.open_desk(tmp_path_factory.mktemp("described") / "data")
    seen = rows.observation("i", article="a")
    held = rows.article(seen)
    later = rows.observation("i", "y", article="a", text="later", seen=2)
    edited = rows.article(later, body="Somebody else spoke of it")
    desk.load(seen, held, *rows.children(held))
    desk.load(later, edited, rounds=(replace(ROUND, round_id="before"),))
    approved, _ = desk.load(rounds=(ROUND,))
    path = warehouse.publish(desk.settings, approved.run)
    with connect.reader(path, locked_down=True) as connection:
        yield connection


def test_every_column_says_what_it_means(snapshot):
    meanings = yaml.safe_load((shipped("sql") / "columns.yaml").read_text(encoding="utf-8"))
    found = snapshot.execute(
        "select table_name, column_name, comment from duckdb_columns() where not internal"
    ).fetchall()
    assert {table for table, _, _ in found} >= {"rounds", "article_revisions", "articles", "framing", *views.KEPT}
    for table, column, comment in found:
        assert comment == meanings.get(f"{table}.{column}", meanings.get(column)), (table, column)


def test_every_table_and_view_says_what_one_row_is(snapshot):
    found = snapshot.execute(
        "select view_name, comment from duckdb_views() where not internal "
        "union all select table_name, comment from duckdb_tables() where not internal"
    ).fetchall()
    assert len(found) == len(views.subjects())
    assert all(comment.startswith("One row is ") for _, comment in found)
    assert ("rounds", views.subjects()["rounds"]) in found


def test_macros_are_there_and_say_what_they_give(snapshot):
    found = snapshot.execute(
        "select function_name, comment from duckdb_functions() where function_type = 'table_macro' and not internal"
    ).fetchall()
    assert sorted(name for name, _ in found) == ["mentions_of", "talks"]
    assert all(comment.startswith("One row is ") for _, comment in found)
    assert snapshot.execute("select count(*) from talks('2026-01-05')").fetchall() == [(1,)]
    assert snapshot.execute("select count(*) from mentions_of('nobody')").fetchall() == [(0,)]


def test_rounds_are_those_of_the_last_load(snapshot):
    assert snapshot.execute("from rounds").fetchall() == [
        ("harbour", "Harbour talks", date(2026, 1, 5), date(2026, 1, 6), None, ["anya"], True)
    ]


@pytest.mark.parametrize("name", sorted(views.KEPT))
def test_what_is_kept_is_what_the_view_says(snapshot, name):
    assert snapshot.execute("select 1 from duckdb_tables() where table_name = ?", [name]).fetchall()
    _, _, query = statements.text(f"views/{name}").partition(f"create view {name} as\n")
    assert (
        snapshot.execute(f"from {name} order by all").fetchall()
        == snapshot.execute(f"from ({query.rstrip().rstrip(';')}) order by all").fetchall()
    )
