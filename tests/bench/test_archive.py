"""The archive that `bench.questions` asks: as large as it should be, and as a load would leave it."""

from pathlib import Path

import duckdb
import pytest

from bench import archive, questions
from pipelines.warehouse import statements
from pipelines.warehouse.views import create_views

CHECKS = Path(__file__).parents[2] / "sql" / "checks"
ARTICLES, MENTIONS_EACH = 400, 20


@pytest.fixture(scope="module")
def made():
    with duckdb.connect() as connection:
        archive.fill(connection, ARTICLES, MENTIONS_EACH)
        create_views(connection)
        yield connection


def one(made, sql):
    ((value,),) = made.execute(sql).fetchall()
    return value


def test_it_has_the_articles_and_mentions_that_were_asked_for(made):
    assert one(made, "select count(*) from articles") == ARTICLES
    assert one(made, "select count(*) from mentions") == ARTICLES * MENTIONS_EACH
    assert one(made, "select count(distinct day_on) from articles") == archive.DAYS
    assert abs(one(made, "select count(*) from talks_articles") / ARTICLES - archive.TALKS) < 0.1


def test_one_article_in_seven_is_a_copy(made):
    copies = one(made, "select count(*) from stories where place > 1")
    assert copies == ARTICLES // archive.COPIES


@pytest.mark.parametrize("check", ["unique_keys", "orphans"])
def test_its_keys_hold(made, check):
    assert made.execute((CHECKS / f"{check}.sql").read_text(encoding="utf-8")).fetchall() == []


def test_every_view_macro_and_example_is_asked(made):
    asked = [name for name, _ in questions.questions(made)]
    assert len(asked) == len(set(asked))
    held = [path.stem for kind in ("views", "macros") for path in statements.files(kind)]
    assert set(asked) >= {*held, *(f"examples/{path.stem}" for path in statements.files("examples"))}
    assert {*questions.BY_DAY, *questions.GROUPED, *questions.OF_MACROS} <= set(held)


def test_a_goal_that_is_missed_is_told():
    slow = questions.Asked(name="slow", seconds=questions.GOAL_SECONDS + 1, rows=1)
    large = questions.Asked(name="large", seconds=0.1, rows=None)
    kept = [goal.is_kept for goal in questions.goals([slow], 31.0, 2_100_000_000)]
    assert kept == [False, False, False]
    assert [goal.is_kept for goal in questions.goals([large], 29.0, 10)] == [False, True, True]
