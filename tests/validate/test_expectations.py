"""Every expectation that ships can fail, and fails for exactly the row that breaks it (data/spoilt_rows.json)."""

import json
from pathlib import Path

import pandas as pd
import pytest

from pipelines.validate import validate
from pipelines.validate.suites import read_suite
from pipelines.validate.verdict import SUBJECTS

CASES = json.loads((Path(__file__).parent / "data" / "spoilt_rows.json").read_text("utf-8"))
FEWEST = {"items": 6, "articles": 14, "mentions": 8, "statements": 8}


@pytest.fixture(scope="session")
def frames(sound_frames, spoilt):
    changes = {(case["suite"], number): case["change"] for number, case in enumerate(spoilt, start=1)}
    return sound_frames(len(spoilt) + 1, changes)


@pytest.fixture(scope="session")
def verdict(frames, suites, now):
    return validate(frames, suites, now=now)


def label(check):
    kwargs = json.loads(check.kwargs)
    named = [kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs]
    return f"{check.severity} {check.level} {check.expectation}({', '.join(named + kwargs.get('column_list', []))})"


def key_of(frames, suite, number):
    parts = frames[suite].iloc[number][list(SUBJECTS[suite].key)].tolist()
    return "/".join("null" if pd.isna(part) else str(part).removesuffix(".0") for part in parts)


def name_of(case):
    return "-".join([case["suite"], *(f"{name}={str(value)[:12]!r}" for name, value in case["change"].items())])


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES, start=1)), ids=list(map(name_of, CASES)))
def test_a_spoilt_row_fails_what_it_breaks_and_nothing_else(number, case, frames, verdict):
    suite, key = case["suite"], key_of(frames, case["suite"], number)
    failed = {label(check) for check in verdict.checks if check.suite == suite and key in check.unexpected_keys}
    assert failed == set(case["fails"])

    refused = [row for row in verdict.refused if (row.subject, row.key) == (SUBJECTS[suite].table, key)]
    causes = sorted(each.removeprefix("critical row ") for each in failed if each.startswith("critical row "))
    assert [sorted(row.detail.split("; ")) for row in refused] == ([causes] if causes else [])


def test_the_sound_row_beside_them_is_not_refused(frames, verdict):
    sound = {(SUBJECTS[suite].table, key_of(frames, suite, 0)) for suite in frames}
    assert not sound & {(row.subject, row.key) for row in verdict.refused}


def test_every_row_expectation_but_uniqueness_has_a_case(suites):
    covered = {(case["suite"], failed) for case in CASES for failed in case["fails"]}
    shipped = {
        (name, f"{each.severity} row {each.label}")
        for name in SUBJECTS
        for each in read_suite(suites, name).expectations
        if each.meta.level == "row" and each.type != "expect_compound_columns_to_be_unique"
    }
    assert shipped <= covered


@pytest.mark.parametrize(("name", "fewest"), list(FEWEST.items()))
def test_suites_are_as_rich_as_promised(suites, name, fewest):
    assert len(read_suite(suites, name).expectations) >= fewest


@pytest.mark.parametrize("name", list(SUBJECTS))
def test_no_expectation_is_stated_twice(suites, name):
    stated = [each.model_dump_json(include={"type", "kwargs"}) for each in read_suite(suites, name).expectations]
    assert len(stated) == len(set(stated))
