"""A suite that cannot be used is named with file and expectation; none is dropped in silence."""

import json
from pathlib import Path

import pytest

from pipelines.errors import SuiteError
from pipelines.validate import validate
from pipelines.validate.measure import measure
from pipelines.validate.suites import read_suite

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "add-an-expectation.md"
SOUND = {
    "type": "expect_column_values_to_not_be_null",
    "kwargs": {"column": "title"},
    "severity": "warning",
    "notes": "A note that is long enough to say why.",
    "meta": {"level": "row"},
}

BROKEN = {
    "unknown type": ({"type": "expect_nothing_at_all"}, "expect_nothing_at_all"),
    "no type": ({"type": "column_is_fine"}, "type"),
    "unknown keyword": ({"kwargs": {"colum": "title"}}, "colum"),
    "missing keyword": ({"kwargs": {}}, "column"),
    "column that is not there": ({"kwargs": {"column": "headline"}}, "headline"),
    "broken regular expression": (
        {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "title", "regex": "("}},
        "missing )",
    ),
    "unordered values": (
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "title", "min_value": 3}},
        "expectation 2",
    ),
    "unknown severity": ({"severity": "loud"}, "severity"),
    "unknown level": ({"meta": {"level": "column"}}, "level"),
    "no level": ({"meta": {}}, "level"),
    "no reason": ({"notes": ""}, "notes"),
    "unknown key": ({"mostly": 0.5}, "mostly"),
    "aggregate that claims to name rows": (
        {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 0}},
        "names no rows",
    ),
}


SPAN = {"type": "expect_span_to_match_text", "kwargs": {"column_list": ["text", "title"]}}


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a suite of revisions and returns its folder."""

    def write(content):
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / "revisions.json").write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(("change", "named"), list(BROKEN.values()), ids=list(BROKEN))
def test_a_broken_expectation_is_named(written, sound_frames, now, change, named):
    folder = written({"name": "revisions", "expectations": [SOUND, SOUND | change]})
    with pytest.raises(SuiteError) as caught:
        validate({"revisions": sound_frames(2)["revisions"]}, folder, now=now)
    assert f"{folder / 'revisions.json'}: expectation 2" in caught.value.where
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "not JSON"),
        ("[]", "The file"),
        ({"name": "revisions", "expectations": []}, "expectations"),
        ({"name": "items", "expectations": [SOUND]}, "'items'"),
    ],
)
def test_a_broken_file_is_named(written, sound_frames, now, content, named):
    folder = written(content)
    with pytest.raises(SuiteError) as caught:
        validate({"revisions": sound_frames(2)["revisions"]}, folder, now=now)
    assert str(folder / "revisions.json") in caught.value.where
    assert named in caught.value.what


def test_columns_of_ours_that_are_missing_are_named(written, sound_frames, now):
    folder = written({"name": "revisions", "expectations": [SOUND | SPAN]})
    with pytest.raises(SuiteError, match="column_list must name text, start, end, words"):
        validate({"revisions": sound_frames(2)["revisions"]}, folder, now=now)


def test_the_guide_shows_an_expectation_that_works(written, sound_frames):
    guide = GUIDE.read_text(encoding="utf-8")
    shown = json.loads(guide.partition("```json\n")[2].partition("```")[0])
    frame = sound_frames(3, {("revisions", 1): {"title": "Subscribe to go on"}})["revisions"]
    (measured,) = measure(read_suite(written({"name": "revisions", "expectations": [shown]}), "revisions"), frame)
    assert measured.failing == (1,)


def test_rows_that_cannot_be_set_aside_are_not_asked_to_be(written):
    folder = written({"name": "revisions", "expectations": [SOUND, SOUND | {"severity": "critical"}]})
    read_suite(folder, "revisions")
    with pytest.raises(SuiteError, match="No row of the frame revisions can be set aside") as caught:
        read_suite(folder, "revisions", refuses=False)
    assert "expectation 2" in caught.value.where


def test_a_missing_file_is_named(tmp_path, sound_frames, now):
    with pytest.raises(SuiteError, match=r"revisions\.json"):
        validate({"revisions": sound_frames(2)["revisions"]}, tmp_path, now=now)
