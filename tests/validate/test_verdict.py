"""What follows from a failure: rows set aside, children with them, or the load stopped."""

import json
from dataclasses import asdict, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from pipelines.errors import SuiteError
from pipelines.records import Reason
from pipelines.validate import validate
from pipelines.validate.verdict import DERIVED, SUBJECTS

RECORDS = SUBJECTS.keys() - DERIVED


def failed(verdict, *, suite, expectation):
    return [
        check
        for check in verdict.checks
        if (check.suite, check.expectation, check.success) == (suite, expectation, False)
    ]


def test_a_sound_run_passes_whole(sound_frames, suites, now, languages):
    verdict = validate(sound_frames(3, of=RECORDS), suites, now=now, languages=languages)
    assert [check for check in verdict.checks if not check.success] == []
    assert (verdict.refused, verdict.stopped, verdict.stop_reason) == ((), False, None)
    assert {check.suite for check in verdict.checks} == set(SUBJECTS)
    assert {check.evaluated for check in verdict.checks} == {3}


def test_empty_frames_pass(sound_frames, suites, now):
    verdict = validate(sound_frames(0, of=RECORDS), suites, now=now)
    assert verdict.checks
    assert all(check.success and check.evaluated == 0 for check in verdict.checks)
    assert not verdict.stopped


@pytest.mark.parametrize("count", [0, 4])
def test_frames_as_the_stage_makes_them_pass(staged_frames, suites, now, count):
    verdict = validate(staged_frames(count), suites, now=now)
    assert [check for check in verdict.checks if not check.success] == []
    assert {check.evaluated for check in verdict.checks} == {count}


def test_frames_may_be_absent(sound_frames, lean, now):
    frames = {"revisions": sound_frames(2)["revisions"]}
    # Articles and stories are made of revisions.
    assert {check.suite for check in validate(frames, lean, now=now).checks} == {"revisions", "articles", "stories"}
    frames = {"items": sound_frames(2)["items"]}
    assert {check.suite for check in validate(frames, lean, now=now).checks} == {"items"}


def test_a_frame_without_a_suite_is_an_error(sound_frames, suites, now):
    with pytest.raises(SuiteError, match="article_revisions"):
        validate({"article_revisions": sound_frames(1)["revisions"]}, suites, now=now)


def test_a_refused_article_points_to_its_bytes_and_takes_its_children_along(sound_frames, lean, now):
    frames = sound_frames(10, {("revisions", 4): {"language": "english"}})
    verdict = validate(frames, lean, now=now)
    article, item = frames["revisions"].iloc[4], frames["items"].iloc[4]
    (row,) = verdict.refused
    assert asdict(row) == {
        "stage": "validate",
        "subject": "article_revisions",
        "key": f"{article['article_id']}/{article['revision']}",
        "source_id": item["source_id"],
        "fetch_id": item["fetch_id"],
        "article_id": article["article_id"],
        "revision": article["revision"],
        "reason": Reason.EXPECTATION,
        "detail": "expect_column_values_to_match_regex(language)",
    }
    assert not verdict.stopped
    assert {check.evaluated for check in verdict.checks if check.suite == "mentions"} == {9}


def test_what_a_person_released_passes_that_check_and_no_other(sound_frames, suites, now):
    spoilt = {"language": "english"}
    frames = sound_frames(10, {("revisions", 3): spoilt, ("revisions", 4): spoilt | {"relevance": "perhaps"}})
    key = [f"{row.article_id}/{row.revision}" for row in frames["revisions"].itertuples()]
    label = "expect_column_values_to_match_regex(language)"
    released = {("article_revisions", key[4]): {label}, ("sightings", key[3]): {label}}
    verdict = validate(frames, suites, now=now, released=released)
    assert {row.key: row.detail for row in verdict.refused if row.subject == "article_revisions"} == {
        key[3]: label,
        key[4]: "expect_column_values_to_be_in_set(relevance)",
    }
    assert verdict.passed == {("article_revisions", key[4])}
    (check,) = failed(verdict, suite="revisions", expectation="expect_column_values_to_match_regex")
    assert check.observed == "2 of 10 unexpected, 1 released by a person"

    both = {("article_revisions", each): {label, "expect_column_values_to_be_in_set(relevance)"} for each in key}
    verdict = validate(frames, suites, now=now, released=both)
    assert verdict.refused == ()
    assert failed(verdict, suite="revisions", expectation="expect_column_values_to_match_regex") == []


def test_a_refused_mention_leaves_its_article_alone(sound_frames, lean, now):
    frames = sound_frames(10, {("mentions", 4): {"surface": "Sergei Lavrov"}})
    del frames["statements"]
    (row,) = validate(frames, lean, now=now).refused
    assert (row.subject, row.detail) == (
        "revision_mentions",
        "expect_span_to_match_text(zone_text, start, end, surface)",
    )
    assert row.key.endswith("/0")
    assert (row.source_id, row.fetch_id) == tuple(frames["items"].iloc[4][["source_id", "fetch_id"]])


def test_offsets_count_code_points(sound_frames, lean, now):
    text = (
        "🕊️ E\u0301cole: 𝔎yiv 👩‍👩‍👧 "
        + "and then the delegations met again for a long and fruitless day. " * 3
        + "Лавров"
    )
    start = text.index("Лавров")
    span = {"start": start, "end": start + 6, "surface": "Лавров"}
    frames = sound_frames(1, {("revisions", 0): {"text": text}, ("mentions", 0): span})
    del frames["statements"], frames["items"]
    verdict = validate(frames, lean, now=now)
    assert verdict.refused == ()
    utf16 = {name: frames["mentions"][name] + 3 for name in ("start", "end")}
    assert len(validate(frames | {"mentions": frames["mentions"].assign(**utf16)}, lean, now=now).refused) == 1


def test_spans_are_held_against_the_text_of_their_own_item(sound_frames, lean, now):
    """Two items may give one revision with different white space: offsets differ, both are right."""
    frames = sound_frames(2)
    articles, mentions = frames["revisions"], frames["mentions"]
    for frame in (articles, mentions):
        for name in ("article_id", "revision"):
            frame.loc[1, name] = frame.loc[0, name]
    articles.loc[1, "text"] = "  " + articles.loc[1, "text"]
    mentions.loc[1, ["start", "end"]] += 2
    verdict = validate({"revisions": articles, "mentions": mentions}, lean, now=now)
    assert verdict.refused == ()
    (twice,) = failed(verdict, suite="revisions", expectation="expect_compound_columns_to_be_unique")
    assert (twice.severity, twice.unexpected) == ("warning", 2)


@pytest.mark.parametrize("suite", ["revisions", "mentions", "statements", "facets", "rounds", "framing", "credits"])
def test_a_row_written_twice_is_shown_and_loads_once(sound_frames, suites, now, suite):
    frames = sound_frames(3, of={suite})
    frames[suite] = pd.concat([frames[suite], frames[suite].iloc[[1]]])
    verdict = validate(frames, suites, now=now)
    (check,) = failed(verdict, suite=suite, expectation="expect_compound_columns_to_be_unique")
    assert check.unexpected == 2
    assert verdict.refused == ()


def test_two_outcomes_for_one_item_stop_the_load(sound_frames, suites, now):
    frames = sound_frames(3)
    items = pd.concat([frames["items"], frames["items"].iloc[[1]].assign(outcome="duplicate")])
    verdict = validate({"items": items}, suites, now=now)
    assert verdict.stopped
    assert verdict.stop_reason == (
        "items: expect_compound_columns_to_be_unique(item_id, item_revision) failed for the run as a whole"
        " (2 of 4 unexpected)"
    )
    assert verdict.refused == ()


def test_two_outcomes_for_one_document_stop_the_load(sound_frames, suites, now):
    documents = sound_frames(3, of={"documents"})["documents"]
    verdict = validate({"documents": pd.concat([documents, documents.iloc[[1]]])}, suites, now=now)
    assert verdict.stopped
    assert "documents: expect_column_values_to_be_unique(fetch_id)" in verdict.stop_reason
    assert verdict.refused == ()


def test_a_look_again_written_twice_is_shown_and_loads(sound_frames, suites, now):
    visits = sound_frames(3, of={"visits"})["visits"]
    verdict = validate({"visits": pd.concat([visits, visits.iloc[[1]]])}, suites, now=now)
    (check,) = failed(verdict, suite="visits", expectation="expect_compound_columns_to_be_unique")
    assert (check.unexpected, verdict.refused, verdict.stopped) == (2, (), False)


def test_a_refused_item_takes_its_article_and_all_its_children_along(sound_frames, suites, now):
    frames = sound_frames(10, {("items", 4): {"source_id": None}}, of=RECORDS)
    verdict = validate(frames, suites, now=now)
    item, revision = verdict.refused
    keys = frames["revisions"].iloc[4]
    assert (item.subject, item.detail) == ("sightings", "expect_column_values_to_not_be_null(source_id)")
    assert (revision.subject, revision.key) == ("article_revisions", f"{keys['article_id']}/{keys['revision']}")
    assert revision.detail == "its item: expect_column_values_to_not_be_null(source_id)"
    assert revision.fetch_id == frames["items"].iloc[4]["fetch_id"]
    counted = {check.suite: check.evaluated for check in verdict.checks}
    whole = {"documents", "items", "visits", "wires"}
    assert counted == {suite: 10 if suite in whole else 9 for suite in SUBJECTS}


def test_what_cannot_be_said_passes_the_expectations_of_ours(sound_frames, suites, now, languages):
    changes = {
        ("revisions", 0): {"language": "und"},
        ("revisions", 1): {"source_id": "left_the_pack", "language": "fr"},
        ("revisions", 2): {"published_at": None},
        ("items", 3): {"published_at": None},
        ("revisions", 4): {"published_precision": "day", "published_at": "2026-03-02T20:00:00"},
    }
    frames = sound_frames(12, changes, of={"items", "revisions"})
    verdict = validate(frames, suites, now=now, languages=languages)
    ours = [check for check in verdict.checks if check.suite == "revisions" and "column_list" in check.kwargs]
    assert len(ours) == 4
    assert {check.unexpected for check in ours} == {0}


@pytest.mark.parametrize(
    "case",
    [(4, 4, False), (5, 5, True), (25, 5, False), (24, 5, True), (40, 8, False), (40, 9, True)],
)
def test_too_many_refused_rows_stop_the_load(sound_frames, lean, now, case):
    rows, spoilt, stopped = case
    changes = {("revisions", number): {"relevance": "maybe"} for number in range(spoilt)}
    frames = {"revisions": sound_frames(rows, changes)["revisions"]}
    verdict = validate(frames, lean, now=now)
    assert len(verdict.refused) == spoilt
    assert verdict.stopped is stopped
    if stopped:
        assert verdict.stop_reason == (
            f"revisions: {spoilt} of {rows} rows refused ({spoilt / rows:.0%}), more than 20%,"
            " most often by expect_column_values_to_be_in_set(relevance)"
        )


def test_the_threshold_can_be_set(sound_frames, lean, now):
    frames = {"revisions": sound_frames(10, {("revisions", 0): {"relevance": "maybe"}})["revisions"]}
    assert validate(frames, lean, now=now, stop_share=0.05, stop_rows=1).stopped


def test_warnings_load(sound_frames, lean, now):
    changes = {("revisions", number): {"language": "und", "text_depth": "summary"} for number in range(10)}
    verdict = validate({"revisions": sound_frames(10, changes)["revisions"]}, lean, now=now)
    shown = {
        (check.severity, check.level, json.loads(check.kwargs)["column"], check.observed)
        for check in verdict.checks
        if not check.success
    }
    assert shown == {
        ("warning", "batch", "language", "10 of 10 unexpected"),
        ("warning", "batch", "text_depth", "10 of 10 unexpected"),
    }
    assert (verdict.refused, verdict.stopped) == ((), False)


@pytest.mark.parametrize(("ahead", "refused"), [(timedelta(days=2), 0), (timedelta(days=2, seconds=1), 1)])
def test_now_is_an_argument(sound_frames, lean, now, ahead, refused):
    published_at = (now + ahead).replace(tzinfo=None).isoformat()
    frames = {"revisions": sound_frames(10, {("revisions", 3): {"published_at": published_at}})["revisions"]}
    assert len(validate(frames, lean, now=now).refused) == refused
    elsewhere = now.astimezone(ZoneInfo("Europe/Kyiv"))
    assert len(validate(frames, lean, now=elsewhere).refused) == refused


def test_the_index_of_a_frame_does_not_matter(sound_frames, lean, now):
    frames = sound_frames(8, {("mentions", 6): {"kind": "nickname"}})
    del frames["statements"], frames["items"]
    shuffled = {name: frame.iloc[::-1].set_index(pd.Index(["same"] * len(frame))) for name, frame in frames.items()}
    assert validate(shuffled, lean, now=now).refused == validate(frames, lean, now=now).refused


def test_nothing_is_written_into_the_frames(sound_frames, lean, now):
    frames = sound_frames(2)
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    validate(frames, lean, now=now)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_nulls_of_pandas_never_reach_the_verdict(sound_frames, lean, now):
    changes = {("mentions", 1): {"position": None}, ("mentions", 2): {"article_id": None}}
    verdict = validate(sound_frames(12, changes), lean, now=now)
    rows = [asdict(row) for row in (*verdict.refused, *(replace(check, kwargs="") for check in verdict.checks))]
    written = json.dumps(rows, allow_nan=False)
    assert "NaN" not in written
    assert "NaT" not in written
    assert [row.key.split("/")[-1] for row in verdict.refused] == ["null", "0"]
    assert verdict.refused[1].article_id is None


def test_lists_of_failing_keys_are_cut(sound_frames, lean, now):
    frame = pd.concat([sound_frames(1)["revisions"].assign(language="und")] * 1_200)
    (check,) = failed(
        validate({"revisions": frame}, lean, now=now),
        suite="revisions",
        expectation="expect_column_values_to_not_be_in_set",
    )
    assert (check.unexpected, len(check.unexpected_keys)) == (1_200, 1_000)
