"""Every expectation that ships can fail, and fails for exactly the row that breaks it (data/spoilt_rows.json)."""

import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from pipelines import settings
from pipelines.validate import validate
from pipelines.validate.columns import Beside, articles_of, stories_of, with_columns
from pipelines.validate.measure import measure
from pipelines.validate.suites import Suite, read_suite
from pipelines.validate.verdict import DERIVED, SUBJECTS

CASES = json.loads((Path(__file__).parent / "data" / "spoilt_rows.json").read_text("utf-8"))
FEWEST = {"documents": 10, "items": 6, "revisions": 14, "mentions": 8, "statements": 8}
RECORDS = SUBJECTS.keys() - DERIVED
COUNTED = "expect_table_row_count_to_be_between"
TWICE = {"expect_compound_columns_to_be_unique", "expect_column_values_to_be_unique"}
"""One row alone cannot break these: a row written twice does."""

AGGREGATES = [
    ("revisions", "expect_column_mean_to_be_between(relevance_score)", {"relevance_score": 0.0}),
    ("revisions", "expect_column_mean_to_be_between(relevance_score)", {"relevance_score": 1.0}),
    ("facets", "expect_column_mean_to_be_between(score)", {"score": 0.0}),
    ("facets", "expect_column_mean_to_be_between(score)", {"score": 1.0}),
]
ONE = {"article_id": "a" * 32}
"""Makes every row a revision of one article."""
SAME = {"text_fingerprint": "f" * 32}
"""Makes every row an article with the same words."""

FOLLOWING = [
    # suite, how many revisions, what all of them say, what single ones do, and which expectations fail of it
    ("articles", 12, ONE, {}, {"warning row", "warning batch"}, "expect_column_values_to_be_between(revisions)"),
    ("articles", 2, ONE, {1: {"publisher_id": "elsewhere"}}, {"warning row"}, "expect_column_values_to_be_between(publishers)"),
    ("articles", 2, ONE, {1: {"language": "fr"}}, {"warning row"}, "expect_column_values_to_be_between(languages)"),
    ("articles", 2, ONE, {1: {"published_at": datetime(2026, 2, 1)}}, {"warning row"}, "expect_column_values_to_be_between(published_span_days)"),  # noqa: DTZ001
    ("stories", 4, SAME, {}, {"warning row"}, "expect_column_values_to_be_between(most_of_one_publisher)"),
    ("stories", 41, SAME, {number: {"publisher_id": f"p{number}"} for number in range(41)}, {"warning row"}, "expect_column_values_to_be_between(publishers)"),
    ("stories", 2, SAME, {1: {"language": "fr"}}, {"warning row"}, "expect_column_values_to_be_between(languages)"),
    ("stories", 2, SAME, {1: {"published_at": datetime(2026, 2, 1)}}, {"warning row"}, "expect_column_values_to_be_between(published_span_days)"),  # noqa: DTZ001
    ("stories", 2, SAME, {}, {"warning batch"}, "expect_column_values_to_be_between(articles)"),
]  # fmt: skip


@pytest.fixture(scope="session")
def frames(sound_frames, spoilt):
    changes = {(case["suite"], number): case["change"] for number, case in enumerate(spoilt, start=1)}
    return sound_frames(len(spoilt) + 1, changes, of=RECORDS)


@pytest.fixture(scope="session")
def verdict(frames, suites, now, languages):
    return validate(frames, suites, now=now, languages=languages)


def label(check):
    kwargs = json.loads(check.kwargs)
    named = [kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs]
    return f"{check.severity} {check.level} {check.expectation}({', '.join(named + kwargs.get('column_list', []))})"


def key_of(frames, suite, number):
    parts = frames[suite].iloc[number][list(SUBJECTS[suite].key)].tolist()
    return "/".join("null" if pd.isna(part) else str(part).removesuffix(".0") for part in parts)


def name_of(case):
    return "-".join([case["suite"], *(f"{name}={str(value)[:12]!r}" for name, value in case["change"].items())])


def labelled(suite, *, level=None):
    """Return the expectations of a suite that ships, by severity, level and label."""
    return {
        f"{each.severity} {each.meta.level} {each.label}": each
        for each in read_suite(settings.shipped("expectations"), suite).expectations
        if level in {None, each.meta.level}
    }


def held_against(expectation, suite, frames, now, languages):
    """Hold one frame against one expectation alone."""
    naive = now.replace(tzinfo=None)
    beside = Beside(now=naive, items=frames["items"], revisions=frames["revisions"], languages=languages)
    alone = Suite(name=suite, path=Path(f"{suite}.json"), expectations=(expectation,))
    (measured,) = measure(alone, with_columns(suite, frames[suite], beside))
    return measured


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


SHARES = sorted(
    {
        (case["suite"], failed): case["change"] for case in CASES for failed in case["fails"] if " batch " in failed
    }.items(),
    key=str,
)


@pytest.mark.parametrize(("named", "change"), SHARES, ids=[" ".join(named) for named, _ in SHARES])
def test_an_expectation_about_the_batch_fails_when_every_row_is_so(named, change, sound_frames, now, languages):
    suite, failed = named
    every = sound_frames(3, {(suite, number): change for number in range(3)}, of={"items", "revisions", suite})
    assert not held_against(labelled(suite)[failed], suite, every, now, languages).success


@pytest.mark.parametrize("case", AGGREGATES)
def test_an_aggregate_out_of_its_bounds_fails(case, sound_frames, now, languages):
    suite, named, change = case
    every = sound_frames(3, {(suite, number): change for number in range(3)}, of={"items", "revisions", suite})
    (expectation,) = (each for each in labelled(suite).values() if each.label == named)
    measured = held_against(expectation, suite, every, now, languages)
    assert not measured.success
    assert measured.observed == next(iter(change.values()))


@pytest.mark.parametrize("case", FOLLOWING, ids=[f"{case[0]}-{case[-1]}" for case in FOLLOWING])
def test_articles_and_stories_are_judged_by_their_revisions(case, sound_frames, now, languages):
    suite, count, shared, single, levels, named = case
    frames = sound_frames(count)
    rows = frames["revisions"].assign(**shared)
    for number, change in single.items():
        for column, value in change.items():
            rows.loc[number, column] = value
    frames[suite] = articles_of(rows) if suite == "articles" else stories_of(rows)
    for level in levels:
        assert not held_against(labelled(suite)[f"{level} {named}"], suite, frames, now, languages).success


@pytest.mark.parametrize("suite", list(SUBJECTS))
def test_a_flood_of_rows_fails(suite, sound_frames, now, languages):
    (flood,) = (each for each in labelled(suite).values() if each.type == COUNTED)
    assert flood.kwargs["max_value"] >= 500_000
    few = flood.model_copy(update={"kwargs": flood.kwargs | {"max_value": 1}})
    frames = sound_frames(2, of=RECORDS)
    for derived in DERIVED:
        frames[derived] = frames["revisions"]
    measured = held_against(few, suite, frames, now, languages)
    assert not measured.success
    assert measured.observed == 2


@pytest.mark.parametrize("suite", list(SUBJECTS))
def test_every_expectation_has_a_case_that_breaks_it(suite):
    covered = {failed for case in CASES if case["suite"] == suite for failed in case["fails"]}
    covered |= {
        f"{level} {named}" for derived, _, _, _, levels, named in FOLLOWING if derived == suite for level in levels
    }
    aggregates = {named for of, named, _ in AGGREGATES if of == suite}
    left = {
        named
        for named, each in labelled(suite).items()
        if named not in covered and each.label not in aggregates and each.type not in {COUNTED, *TWICE}
    }
    assert left == set()


@pytest.mark.parametrize(("name", "fewest"), list(FEWEST.items()))
def test_suites_are_as_rich_as_promised(suites, name, fewest):
    assert len(read_suite(suites, name).expectations) >= fewest


@pytest.mark.parametrize("name", list(SUBJECTS))
def test_no_expectation_is_stated_twice(suites, name):
    stated = [each.model_dump_json(include={"type", "kwargs"}) for each in read_suite(suites, name).expectations]
    assert len(stated) == len(set(stated))


def test_every_file_of_expectations_is_of_a_frame(suites):
    assert {path.stem for path in suites.glob("*.json")} == set(SUBJECTS)
