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


def failed(verdict, *, suite, expectation):
    return [
        check
        for check in verdict.checks
        if (check.suite, check.expectation, check.success) == (suite, expectation, False)
    ]


def test_a_sound_run_passes_whole(sound_frames, suites, now):
    verdict = validate(sound_frames(3), suites, now=now)
    assert [check for check in verdict.checks if not check.success] == []
    assert (verdict.refused, verdict.stopped, verdict.stop_reason) == ((), False, None)
    assert {check.suite for check in verdict.checks} == {"items", "articles", "mentions", "statements"}
    assert {check.evaluated for check in verdict.checks} == {3}


def test_empty_frames_pass(sound_frames, suites, now):
    verdict = validate(sound_frames(0), suites, now=now)
    assert verdict.checks
    assert all(check.success and check.evaluated == 0 for check in verdict.checks)
    assert not verdict.stopped


@pytest.mark.parametrize("count", [0, 1, 4])
def test_frames_as_the_stage_makes_them_pass(staged_frames, suites, now, count):
    verdict = validate(staged_frames(count), suites, now=now)
    assert [check for check in verdict.checks if not check.success] == []
    assert {check.evaluated for check in verdict.checks} == {count}


def test_frames_may_be_absent(sound_frames, suites, now):
    frames = {"articles": sound_frames(2)["articles"]}
    assert {check.suite for check in validate(frames, suites, now=now).checks} == {"articles"}


def test_a_frame_without_a_suite_is_an_error(sound_frames, suites, now):
    with pytest.raises(SuiteError, match="article_revisions"):
        validate({"article_revisions": sound_frames(1)["articles"]}, suites, now=now)


def test_a_refused_article_points_to_its_bytes_and_takes_its_children_along(sound_frames, suites, now):
    frames = sound_frames(10, {("articles", 4): {"language": "english"}})
    verdict = validate(frames, suites, now=now)
    article, item = frames["articles"].iloc[4], frames["items"].iloc[4]
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


def test_a_refused_mention_leaves_its_article_alone(sound_frames, suites, now):
    frames = sound_frames(10, {("mentions", 4): {"surface": "Sergei Lavrov"}})
    del frames["statements"]
    (row,) = validate(frames, suites, now=now).refused
    assert (row.subject, row.detail) == (
        "revision_mentions",
        "expect_column_values_to_be_in_set(surface_matches_text)",
    )
    assert row.key.endswith("/0")
    assert (row.source_id, row.fetch_id) == tuple(frames["items"].iloc[4][["source_id", "fetch_id"]])


def test_offsets_count_code_points(sound_frames, suites, now):
    text = (
        "🕊️ E\u0301cole: 𝔎yiv 👩‍👩‍👧 "
        + "and then the delegations met again for a long and fruitless day. " * 3
        + "Лавров"
    )
    start = text.index("Лавров")
    span = {"start": start, "end": start + 6, "surface": "Лавров"}
    frames = sound_frames(1, {("articles", 0): {"text": text}, ("mentions", 0): span})
    del frames["statements"], frames["items"]
    verdict = validate(frames, suites, now=now)
    assert verdict.refused == ()
    utf16 = {name: frames["mentions"][name] + 3 for name in ("start", "end")}
    assert len(validate(frames | {"mentions": frames["mentions"].assign(**utf16)}, suites, now=now).refused) == 1


def test_spans_are_held_against_the_text_of_their_own_item(sound_frames, suites, now):
    """Two items may give one revision with different white space: offsets differ, both are right."""
    frames = sound_frames(2)
    articles, mentions = frames["articles"], frames["mentions"]
    for frame in (articles, mentions):
        for name in ("article_id", "revision"):
            frame.loc[1, name] = frame.loc[0, name]
    articles.loc[1, "text"] = "  " + articles.loc[1, "text"]
    mentions.loc[1, ["start", "end"]] += 2
    verdict = validate({"articles": articles, "mentions": mentions}, suites, now=now)
    assert verdict.refused == ()
    (twice,) = failed(verdict, suite="articles", expectation="expect_compound_columns_to_be_unique")
    assert (twice.severity, twice.unexpected) == ("warning", 2)


@pytest.mark.parametrize("suite", ["articles", "mentions", "statements"])
def test_a_row_written_twice_is_shown_and_loads_once(sound_frames, suites, now, suite):
    frames = sound_frames(3)
    frames[suite] = pd.concat([frames[suite], frames[suite].iloc[[1]]])
    frames = {name: frames[name] for name in {"articles", suite}}
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


@pytest.mark.parametrize(
    "case",
    [(4, 4, False), (5, 5, True), (25, 5, False), (24, 5, True), (40, 8, False), (40, 9, True)],
)
def test_too_many_refused_rows_stop_the_load(sound_frames, suites, now, case):
    rows, spoilt, stopped = case
    changes = {("articles", number): {"relevance": "maybe"} for number in range(spoilt)}
    frames = {"articles": sound_frames(rows, changes)["articles"]}
    verdict = validate(frames, suites, now=now)
    assert len(verdict.refused) == spoilt
    assert verdict.stopped is stopped
    if stopped:
        assert verdict.stop_reason == (
            f"articles: {spoilt} of {rows} rows refused ({spoilt / rows:.0%}), more than 20%,"
            " most often by expect_column_values_to_be_in_set(relevance)"
        )


def test_the_threshold_can_be_set(sound_frames, suites, now):
    frames = {"articles": sound_frames(10, {("articles", 0): {"relevance": "maybe"}})["articles"]}
    assert validate(frames, suites, now=now, stop_share=0.05, stop_rows=1).stopped


def test_warnings_load(sound_frames, suites, now):
    changes = {("articles", number): {"language": "und", "text_depth": "summary"} for number in range(10)}
    verdict = validate({"articles": sound_frames(10, changes)["articles"]}, suites, now=now)
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
def test_now_is_an_argument(sound_frames, suites, now, ahead, refused):
    published_at = (now + ahead).replace(tzinfo=None).isoformat()
    frames = {"articles": sound_frames(10, {("articles", 3): {"published_at": published_at}})["articles"]}
    assert len(validate(frames, suites, now=now).refused) == refused
    elsewhere = now.astimezone(ZoneInfo("Europe/Kyiv"))
    assert len(validate(frames, suites, now=elsewhere).refused) == refused


def test_the_index_of_a_frame_does_not_matter(sound_frames, suites, now):
    frames = sound_frames(8, {("mentions", 6): {"kind": "nickname"}})
    del frames["statements"], frames["items"]
    shuffled = {name: frame.iloc[::-1].set_index(pd.Index(["same"] * len(frame))) for name, frame in frames.items()}
    assert validate(shuffled, suites, now=now).refused == validate(frames, suites, now=now).refused


def test_nothing_is_written_into_the_frames(sound_frames, suites, now):
    frames = sound_frames(2)
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    validate(frames, suites, now=now)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_nulls_of_pandas_never_reach_the_verdict(sound_frames, suites, now):
    changes = {("mentions", 1): {"position": None}, ("mentions", 2): {"article_id": None}}
    verdict = validate(sound_frames(12, changes), suites, now=now)
    rows = [asdict(row) for row in (*verdict.refused, *(replace(check, kwargs="") for check in verdict.checks))]
    written = json.dumps(rows, allow_nan=False)
    assert "NaN" not in written
    assert "NaT" not in written
    assert [row.key.split("/")[-1] for row in verdict.refused] == ["null", "0"]
    assert verdict.refused[1].article_id is None


def test_lists_of_failing_keys_are_cut(sound_frames, suites, now):
    frame = pd.concat([sound_frames(1)["articles"].assign(language="und")] * 1_200)
    (check,) = failed(
        validate({"articles": frame}, suites, now=now),
        suite="articles",
        expectation="expect_column_values_to_not_be_in_set",
    )
    assert (check.unexpected, len(check.unexpected_keys)) == (1_200, 1_000)
