"""What monitors are told: the reference parser reads it, and no word of others leaves the house in it."""

import json
from datetime import datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pipelines.records import Outcome
from pipelines.report import findings, monitors
from pipelines.report.desk_values import Promise, Quality, RunLine, SourceLine, State

NOW = datetime(2026, 3, 2, 5)  # noqa: DTZ001 - the warehouse holds naive UTC
HOSTILE = [
    'quay"}\n# TYPE x counter\nx 1',
    "back\\slash\\",
    "\x1b[31mred\x07",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "=HYPERLINK(1)",
]
RUN = RunLine(
    run="r", mode="monitor", planned_at=NOW, dag_run_id_sha="", pack_version="p", state=State.WARNING, word="", stop_reason="",
    batches=1, lost_batches=0, documents=5, items=7, loaded=6, refused=1, unaccounted=0, checks=9, failed_checks=1,
)  # fmt: skip


def source(source_id, heard):
    return SourceLine(
        source_id=source_id, publisher="<b>P</b>", kind="feed", language="en", country="GB", state=State.BAD, word="Down",
        last_heard_at=heard, items=0, outcomes=dict.fromkeys(Outcome, 0), reason="words of others", detail="words of others",
        advice="", next_try_at=None, failures=2,
    )  # fmt: skip


def line(subject, severity="warning", known=None):
    row = {
        "rule": "volume", "subject": subject, "severity": severity, "title": "a title", "detail": "words of others", "figure": 2.0,
        "threshold": 6.5, "first_seen_at": NOW, "last_seen_at": NOW, "acknowledged_at": known, "acknowledged_by": "N. N.",
        "acknowledged_why": "words of a person",
    }  # fmt: skip
    return findings.finding_lines([row], {}, {})[0]


@pytest.fixture
def state():
    promise = Promise(
        name="heard", title="Every source is heard", state=State.WARNING, kept=3, out_of=4, unit="sources", since=None
    )
    quality = Quality(
        now=NOW, snapshot="trucewatch-r.duckdb", state=State.WARNING, word="", sentence="words", promises=(promise,), tasks=(),
        waits=(), sources=(source("tide", NOW - timedelta(hours=1)), source("mast", None)), checks=(), runs=(RUN,), astray=(),
        questions={}, passes=(), last_on=None, findings=None,
    )  # fmt: skip
    return quality, (*map(line, HOSTILE), line("known", known=NOW), line("grave", "critical"))


def test_the_reference_parser_reads_every_sample(state):
    found = {}
    for family in text_string_to_metric_families(monitors.prometheus(*state)):
        assert family.type == "gauge"
        assert family.documentation
        for sample in family.samples:
            found[sample.name.removeprefix("trucewatch_"), *sample.labels.values()] = sample.value
    assert found["promise_state", "heard"] == 2
    assert found["promise_kept_ratio", "heard"] == 0.75
    assert found["last_run_loaded",] == 6
    assert found["last_run_time_seconds",] == 1772427600
    assert found["source_state", "mast"] == 3
    assert found["source_heard_time_seconds", "tide"] == 1772427600 - 3600
    assert ("source_heard_time_seconds", "mast") not in found
    assert found["open_findings", "warning", "false"] == len(HOSTILE)
    assert found["open_findings", "warning", "true"] == 1
    assert found["open_findings", "critical", "false"] == 1
    assert found["open_findings", "info", "false"] == 0
    subjects = {key[2] for key in found if key[0] == "finding_open"}
    readable = {"".join(sign if sign.isprintable() or sign == "\n" else "\ufffd" for sign in text) for text in HOSTILE}
    assert subjects == readable | {"known", "grave"}


def test_only_ids_leave_the_house(state):
    for said in (monitors.prometheus(*state), json.dumps(monitors.as_json(*state))):
        assert "words of" not in said
        assert "N. N." not in said
        assert "title" not in said
        assert "\x1b" not in said
