"""The guide to asking the database: each recipe is run on the newsroom, and gives the days with their articles."""

import contextlib
import importlib.util
import io
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "how-to" / "ask-the-database.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
RECIPES = {
    f"{language} {re.findall(r'duckdb|marimo|[.]df|[.]pl', body)[-1].strip('.')} {number}": (language, body)
    for number, (language, body) in enumerate(BLOCKS)
    if language in {"bash", "python", "r"}
}
COMMANDS = [
    shlex.split(line.removeprefix("$ trucewatch "))
    for language, body in BLOCKS
    if language == "console"
    for line in body.splitlines()
    if line.startswith("$ ")
]
pytestmark = pytest.mark.slow


@pytest.fixture
def reader(two_days, tmp_path, monkeypatch):
    """A folder that looks like the checkout after `make demo`."""
    (tmp_path / "data-demo").symlink_to(two_days.data)
    (tmp_path / "sql").symlink_to(ROOT / "sql")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def r_can_read_it() -> bool:
    script = 'quit(status = if (all(sapply(c("DBI", "duckdb"), requireNamespace, quietly = TRUE))) 0 else 1)'
    return bool(shutil.which("Rscript")) and subprocess.run(["Rscript", "-e", script]).returncode == 0


def said(language: str, body: str) -> str:
    if language == "bash":
        assert shutil.which("duckdb", path=str(ROOT / ".venv" / "bin")), "the dev extra brings duckdb-cli"
        environment = {"PATH": f"{ROOT}/.venv/bin:/usr/bin:/bin"}
        return subprocess.run(
            ["bash", "-euc", body], env=environment, capture_output=True, text=True, check=True
        ).stdout
    if language == "r":
        if not r_can_read_it():
            pytest.skip("no R with DBI and duckdb here")
        return subprocess.run(["Rscript", "-e", body], capture_output=True, text=True, check=True).stdout
    if "marimo" in body:  # a notebook looks itself up by its file
        Path("days.py").write_text(body)
        return subprocess.run([sys.executable, "days.py"], capture_output=True, text=True, check=True).stdout
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(body, str(GUIDE), "exec"), {"__name__": "__main__"})
    return out.getvalue()


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_a_recipe_gives_the_days_with_their_articles(reader, two_days, recipe):
    language, body = recipe
    only = "where language = 'en'" if "$language" in body else ""
    days = two_days.rows(f"select day_on, count(*) as articles from talks_articles {only} group by day_on")
    assert len(days) == 2
    text = said(language, body)
    for row in days:
        assert re.search(rf"{row['day_on']}\D(?s:.)*?\b{row['articles']}\b", text), text


def test_the_guide_has_a_recipe_for_each_program():
    asked = " ".join(body for _, body in RECIPES.values())
    assert all(word in asked for word in ("duckdb -readonly", ".fetchall()", ".df()", ".pl()", "marimo", "dbGetQuery"))
    assert {language for language, _ in RECIPES.values()} == {"bash", "python", "r"}
    assert importlib.util.find_spec("polars")


def test_its_commands_do_what_it_says(after_two_days):
    shop = after_two_days
    folder = shop.data.parent
    (folder / "sql").symlink_to(ROOT / "sql")
    assert len(COMMANDS) >= 11
    for words in COMMANDS:
        assert shop.call(*words), words
    written = {each.name for each in (folder / "ours").iterdir()}
    assert written == {
        "articles", "statements", "mentions.csv", "claims.jsonl", "first_reports.jsonl", "statements.xlsx",
        "pages.warc.gz", "shared.duckdb",
    }  # fmt: skip
    asked = shop.call("sql", "--history", "--format", "csv")
    assert asked.count("talks_articles group by") == 3
    assert "2025-05-16" not in asked
