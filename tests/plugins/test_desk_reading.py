"""What the desk reads from a snapshot, and `trucewatch quality`: the same figures as `trucewatch status`."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import lxml.html
import pytest

from pipelines import warehouse
from pipelines.errors import NothingPublished
from pipelines.report.desk import quality_page
from pipelines.report.desk_sources import SourcesView, sources_page
from pipelines.run import desk, desk_items
from pipelines.run.house import report
from pipelines.settings import Settings

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def command(data, *arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRUCEWATCH_")}
    return subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        env={**environment, "TRUCEWATCH_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def figures(page):
    return {
        each.get("data-figure"): float(each.get("value")) for each in lxml.html.fromstring(page.html).xpath("//data")
    }


def test_figures_of_the_pages_are_those_of_status(settings, run):
    shown = figures(sources_page(desk.sources(14, settings, now=NOW), SourcesView(), root="/"))
    for row in report("sources", settings):
        for name in ("items", "loaded"):
            assert shown[f"source.{row['source_id']}.{name}"] == row[name]
        assert shown[f"source.{row['source_id']}.aside"] == row["failed"] + row["quarantined"]
    shown = figures(quality_page(desk.quality(settings, now=NOW), root="/"))
    for row in report("run_ends", settings):
        for name in ("documents", "items", "loaded"):
            assert shown[f"run.{row['run']}.{name}"] == row[name]
    assert shown[f"run.{run.name}.unaccounted"] == len(report("conservation", settings)) == 0


def test_what_failed_is_what_status_says_failed(settings):
    found = desk.quality(settings, now=NOW)
    failed = {(line.suite, line.note) for line in found.checks if line.state != "good"}
    assert failed == {(row["suite"], row["notes"]) for row in report("failed_checks", settings)}
    assert [(wait.count, wait.kind) for wait in found.waits] == [(1, "document")]


def test_a_dag_run_is_found_by_its_id_and_its_dag(settings, run):
    found = desk.run_of_dag("monitor", run.dag_run_id, settings, now=NOW)
    assert found is not None
    assert found.line.run == run.name
    for dag_id, dag_run_id in (("reprocess", run.dag_run_id), ("monitor", "other"), ("collect", run.dag_run_id)):
        assert desk.run_of_dag(dag_id, dag_run_id, settings, now=NOW) is None


def test_every_loss_of_a_run_is_named(settings, run):
    found = desk.run_report(run.name, settings, now=NOW)
    assert found is not None
    for funnel in found.funnels:
        assert funnel.unaccounted == 0
    assert [(refusal.count, refusal.stage) for refusal in found.refusals] == [(1, "parse")]


def test_nothing_published(tmp_path):
    empty = Settings(data=tmp_path)
    with pytest.raises(NothingPublished, match="Nothing has been published"):
        desk.quality(empty)


def test_the_command_speaks_to_people_and_to_programs(data, tmp_path):
    told = command(data, "quality", "--out", str(tmp_path / "quality.html"))
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("✗ Not to be relied on.")
    assert "\x1b" not in told.stdout
    assert lxml.html.parse(tmp_path / "quality.html").xpath("string(//h1)") == "Data quality"
    said = json.loads(command(data, "quality", "--json").stdout)
    assert (said["state"], len(said["promises"]), said["runs"][0]["loaded"]) == ("bad", 6, 1)


def test_the_command_fails_in_three_lines_when_nothing_is_published(tmp_path):
    told = command(tmp_path, "quality")
    assert (told.returncode, told.stdout) == (4, "")
    assert len(told.stderr.splitlines()) == 3


def test_the_queries_that_a_page_shows_can_be_asked_as_they_stand(settings, run):
    read = (
        desk.quality(settings, now=NOW),
        desk.runs(settings, now=NOW),
        desk.run_report(run.name, settings, now=NOW),
        desk.sources(14, settings, now=NOW),
        desk.source("evil", settings, now=NOW),
        desk_items.quarantine(settings, now=NOW),
        desk_items.entry("item/i2/r", settings, now=NOW),
        desk_items.document("f1", settings, now=NOW),
        desk_items.article("a1", settings, now=NOW),
        desk_items.findings(settings, now=NOW),
    )
    for text in {text for page in read if page for text in page.questions.values()}:
        assert warehouse.query(settings, text).columns, text
    assert all(read)
