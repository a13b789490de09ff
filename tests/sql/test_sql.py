"""Rows in, rows out, for each view and check; the examples people copy; and what every file promises."""

import re
import threading
from pathlib import Path

import pytest
import yaml

from pipelines.warehouse import statements

SQL = Path(__file__).parents[2] / "sql"
CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
VIEWS = sorted(SQL.glob("views/*.sql"))
CHECKS = sorted(SQL.glob("checks/*.sql"))
EXAMPLES = sorted(SQL.glob("examples/*.sql"))
FILES = [
    path
    for folder in ("schema", "load", "views", "macros", "checks", "rules", "examples")
    for path in sorted(SQL.glob(f"{folder}/*.sql"))
]


def stem(path):
    return path.stem


def fill(database, tables):
    for table, rows in tables.items():
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            database.execute(f"insert into {table} ({names}) values ({', '.join('?' * len(row))})", list(row.values()))


@pytest.mark.parametrize("path", CASES, ids=stem)
def test_a_view_makes_of_its_rows_what_is_expected(database, path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    fill(database, case["given"])
    columns = ", ".join(f'"{name}"' for name in case["columns"])
    found = database.execute(f"select {columns} from {path.stem} order by all").fetchall()
    assert [list(row) for row in found] == case["expected"]


def test_every_view_has_a_case():
    assert [path.stem for path in CASES] == [path.stem for path in VIEWS]


@pytest.mark.parametrize("path", BROKEN, ids=stem)
def test_a_check_finds_what_is_broken(database, path):
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    sql = (SQL / "checks" / f"{path.stem}.sql").read_text(encoding="utf-8")
    assert database.execute(sql).fetchall() == []
    fill(database, case["given"])
    found = database.execute(sql).fetchall()
    assert sorted([list(row) for row in found], key=str) == sorted(case["expected"], key=str)


def test_every_check_has_something_broken_to_find():
    assert [path.stem for path in BROKEN] == [path.stem for path in CHECKS]


def test_a_macro_gives_the_rows_of_its_view(database):
    case = yaml.safe_load((CASES[0].parent / "mentions.yaml").read_text(encoding="utf-8"))
    fill(database, case["given"])
    for call, rows in (
        ("talks('2026-01-05')", "talks_articles where day_on = date '2026-01-05'"),
        ("mentions_of('x')", "mentions as m where m.actor = 'x'"),
        ("mentions_of(actor := 'y')", "mentions as m where m.actor = 'y'"),
    ):
        found = database.execute(f"from {call} order by all").fetchall()
        assert found
        assert found == database.execute(f"from {rows} order by all").fetchall()


@pytest.mark.parametrize("path", EXAMPLES, ids=stem)
def test_an_example_runs(database, path):
    assert database.execute(path.read_text(encoding="utf-8")).fetchall() == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_is_one_statement_that_says_what_a_row_is(database, path):
    sql = path.read_text(encoding="utf-8")
    assert len(database.extract_statements(sql)) == 1
    assert statements.subject(sql).startswith(("One row is ", "Removes ", "Takes ", "Leaves ", "Keeps "))
    assert len(re.findall(r";\s*$", sql)) == 1


@pytest.mark.timeout(20)
def test_a_view_of_many_rows_is_no_product(database):
    """Ten thousand articles with four mentions each: a join without its key would take minutes."""
    database.execute(
        "insert into article_heads (article_id, current_revision, killed) select 'a' || range, 'r', false from range(10000)"
    )
    database.execute(
        "insert into article_revisions (article_id, revision, relevance, day_on, title, text, text_fingerprint, text_depth) "
        "select 'a' || range, 'r', 'talks', date '2026-01-05' + (range % 30)::int, 't', 'x', (range % 500)::varchar, 'full' from range(10000)"
    )
    database.execute(
        "insert into revision_mentions (article_id, revision, position, actor, as_actor) "
        "select 'a' || (range // 4), 'r', range % 4, 'actor' || (hash(range) % 40), true from range(40000)"
    )
    timer = threading.Timer(10, database.interrupt)
    timer.start()
    for path in VIEWS:
        database.execute(f"select count(*) from {path.stem}").fetchall()
    timer.cancel()
