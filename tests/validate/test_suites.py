"""A suite that cannot be used is named with file and expectation; none is dropped in silence."""

import json

import pytest

from pipelines.errors import SuiteError
from pipelines.validate import validate

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


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a suite of articles and returns its folder."""

    def write(content):
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / "articles.json").write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(("change", "named"), list(BROKEN.values()), ids=list(BROKEN))
def test_a_broken_expectation_is_named(written, sound_frames, now, change, named):
    folder = written({"name": "articles", "expectations": [SOUND, SOUND | change]})
    with pytest.raises(SuiteError) as caught:
        validate({"articles": sound_frames(2)["articles"]}, folder, now=now)
    assert f"{folder / 'articles.json'}: expectation 2" in caught.value.where
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "not JSON"),
        ("[]", "The file"),
        ({"name": "articles", "expectations": []}, "expectations"),
        ({"name": "items", "expectations": [SOUND]}, "'items'"),
    ],
)
def test_a_broken_file_is_named(written, sound_frames, now, content, named):
    folder = written(content)
    with pytest.raises(SuiteError) as caught:
        validate({"articles": sound_frames(2)["articles"]}, folder, now=now)
    assert str(folder / "articles.json") in caught.value.where
    assert named in caught.value.what


def test_a_missing_file_is_named(tmp_path, sound_frames, now):
    with pytest.raises(SuiteError, match=r"articles\.json"):
        validate({"articles": sound_frames(2)["articles"]}, tmp_path, now=now)
