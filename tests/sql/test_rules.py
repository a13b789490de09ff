"""Rules over all runs: silent on ten healthy weeks, and of each thing that breaks exactly one finding, by its rule."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from pipelines.warehouse import shipped_rules, statements

NOW = datetime(2026, 3, 2, 5)  # noqa: DTZ001 - the warehouse holds naive UTC
FOLDER = Path(__file__).parent / "rules"
CASES = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def healthy(schema):
    schema.begin()
    schema.execute((FOLDER / "healthy.sql").read_text(encoding="utf-8"))
    schema.commit()
    yield schema
    for (table,) in schema.execute("select table_name from duckdb_tables() where not temporary").fetchall():
        schema.execute(f"delete from {table}")


@pytest.fixture
def house(healthy):
    healthy.begin()
    yield healthy
    healthy.rollback()


def findings(house, now=NOW):
    found = []
    for rule in shipped_rules():
        values = {"now": now} if "now" in statements.parameters(rule.sql) else None
        found += [[rule.name, *row] for row in house.execute(rule.sql, values).fetchall()]
    return found


def test_every_rule_has_something_broken_to_find():
    assert sorted(path.stem for path in CASES) == sorted(rule.name for rule in shipped_rules())


def test_the_documentation_lists_every_rule_as_its_file_calls_it():
    text = (FOLDER.parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    listed = re.findall(
        r"^\| `(\w+)` \| ([^|]+) \|", text.partition("## Findings")[2].partition("\n## ")[0], re.MULTILINE
    )
    assert listed == [(rule.name, rule.title) for rule in shipped_rules()]


def test_no_rule_finds_anything_in_a_healthy_month(house):
    """Every third day of it at another hour, after four weeks that the rules compare with."""
    for day in range(1, 31, 3):
        now = NOW - timedelta(days=day, hours=7 * day % 24)
        for table, column in (("sightings", "seen_at"), ("runs", "planned_at"), ("disk", "measured_at")):
            if day == 1:
                assert house.execute(
                    f"select count(*) > 50 from {table} where {column} <= $now", {"now": now}
                ).fetchone()[0]
        assert findings(house, now) == [], now


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_breaks_is_one_finding(house, path):
    """That it is none once it is mended is shown of all at once, in tests/end_to_end/test_broken_newsroom.py."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    for statement in case["breaks"]:
        house.execute(statement)
    found = findings(house)
    assert [row[:3] for row in found] == [[path.stem, *case["finds"]]]
    ((*_, detail, figure, threshold),) = found
    assert detail
    assert figure is not None
    assert threshold is not None
