"""A house in which everything breaks at once: each breakage is one finding with its rule, no other, and mending closes it.

The cases are those of tests/sql/rules, ten weeks of a healthy house among them; here they lie in a warehouse that is
published, with a disk that is measured.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from pipelines import warehouse
from pipelines.errors import SettingsError
from pipelines.run import acknowledging
from pipelines.run.findings import open_findings
from pipelines.settings import Settings
from pipelines.warehouse import connect

FOLDER = Path(__file__).parents[1] / "sql" / "rules"
CASES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
NOW = datetime(2026, 3, 2, 5, tzinfo=UTC)
LARGE = warehouse.Room(measured_at=NOW, free_bytes=428 * 10**9, total_bytes=10**12)
FULL = warehouse.Room(measured_at=NOW, free_bytes=10 * 10**9, total_bytes=10**12)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Settings:
    settings = Settings(data=tmp_path_factory.mktemp("broken") / "data", workers=1)
    with connect.writer(settings) as writer:
        warehouse.migrate(writer, NOW)
        writer.execute((FOLDER / "healthy.sql").read_text(encoding="utf-8"))
    return settings


def change(house: Settings, which: str) -> None:
    with connect.writer(house) as writer:
        for rule, case in CASES.items():
            if rule != "disk_full":  # of that the measure tells
                for statement in case[which]:
                    writer.execute(statement)


def publish(house: Settings, room: warehouse.Room) -> None:
    surroundings = warehouse.Surroundings(acknowledged=acknowledging.read(house.data), room=room)
    warehouse.publish(house, "test", surroundings)


def test_each_breakage_is_one_finding_and_mending_it_closes_it(house):
    change(house, "breaks")
    publish(house, FULL)
    found = open_findings(house)
    assert len(CASES) >= 10
    assert {(line.rule, line.subject, line.severity) for line in found} == {
        (rule, *case["finds"]) for rule, case in CASES.items()
    }
    assert len(found) == len(CASES), "and no other"
    severities = [line.severity for line in found]
    assert severities == sorted(severities), "critical before warning"
    assert all(line.title and line.next_step and line.first_seen_at == NOW.replace(tzinfo=None) for line in found)

    acknowledging.acknowledge("volume", "s04", "desk", "moves house", house)
    assert [line.acknowledged_why for line in open_findings(house)][-1] == "moves house", "at once, and last"
    with pytest.raises(SettingsError, match="No finding 'volume' about 's05'"):
        acknowledging.acknowledge("volume", "s05", "desk", "why not", house)
    with pytest.raises(SettingsError, match="reason"):
        acknowledging.acknowledge("volume", "s04", "desk", " ", house)

    change(house, "mends")
    publish(house, LARGE)
    assert open_findings(house) == ()
    closed = warehouse.query(
        house, "select rule, acknowledged_by, acknowledged_why from findings where closed_at is not null"
    ).rows
    assert len(closed) == len(CASES)
    assert [row for row in closed if row[1]] == [("volume", "desk", "moves house")]
    with pytest.raises(SettingsError, match="is open"):
        acknowledging.acknowledge("volume", "s04", "desk", "too late", house)


def test_the_press_days_have_the_findings_that_stand_in_them(two_days):
    """One house down, one that shows a page, one feed that nobody has touched: pipelines/newsroom/expectations.yaml."""
    assert {(line.rule, line.subject) for line in open_findings(Settings(data=two_days.data))} == {
        ("silent_feed", "kiyi-postasi"),
        ("feed_is_a_page", "vesti-zarechya"),
        ("stale_feed", "moravske-ozveny"),
    }
    listed = json.loads(two_days.call("findings", "list", "--json"))
    assert [line["first_seen_at"] for line in listed] == [
        "2025-05-16T23:59:59",
        "2025-05-17T23:59:59",
        "2025-05-17T23:59:59",
    ]
    assert "kiyi-postasi: A source does not answer" in two_days.call("findings", "list")
    told = two_days.call("quality", "--format", "prometheus")
    assert 'trucewatch_finding_open{rule="silent_feed",subject="kiyi-postasi",severity="info"} 1.0' in told
    assert json.loads(two_days.call("quality", "--format", "json"))["findings"]
    assert "median absolute deviation" in " ".join(two_days.call("findings", "show", "volume").split())
    assert "no rule" in two_days.call("findings", "show", "volumes", code=2)
