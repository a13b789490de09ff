"""read(write(x)) == x, names say content, and nothing altered is believed."""

import dataclasses
import typing
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import records, stage
from pipelines.errors import StageError
from pipelines.packs.model import Actor
from pipelines.records import (
    ArticleRow,
    Check,
    DocumentRow,
    FacetRow,
    Fetch,
    FramingRow,
    Kill,
    KnownItem,
    LedgerRow,
    MentionRow,
    Observation,
    RejectedRow,
    RoundRow,
    Source,
    StatementRow,
)

STAGED = [
    Observation, ArticleRow, MentionRow, StatementRow, FacetRow, RoundRow, FramingRow, DocumentRow, Kill, RejectedRow,
    LedgerRow, Check, KnownItem, Fetch, Source, Actor,
]  # fmt: skip

EARLIEST = datetime.fromisoformat("0002-01-01")
LATEST = datetime.fromisoformat("9998-01-01")


def values_of(annotation):
    if typing.get_origin(annotation) is tuple:
        return st.lists(values_of(typing.get_args(annotation)[0]), max_size=3).map(tuple)
    if typing.get_args(annotation):
        return st.one_of(*(values_of(each) for each in typing.get_args(annotation)))
    if annotation is type(None):
        return st.none()
    if dataclasses.is_dataclass(annotation):
        return rows_of(annotation)
    if issubclass(annotation, StrEnum):
        return st.sampled_from(annotation)
    return {
        str: st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8),
        bool: st.booleans(),
        int: st.integers(-(2**63), 2**63 - 1),
        float: st.floats(allow_nan=False),
        date: st.dates(),
        datetime: st.datetimes(
            timezones=st.sampled_from([UTC, timezone(timedelta(hours=3))]),
            min_value=EARLIEST,
            max_value=LATEST,
        ),
    }[annotation]


def rows_of(record):
    hints = typing.get_type_hints(record)
    return st.builds(record, **{each.name: values_of(hints[each.name]) for each in dataclasses.fields(record)})


@pytest.mark.parametrize("record", STAGED, ids=lambda each: each.__name__)
@given(data=st.data())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_what_is_read_is_what_was_written(record, data, tmp_path):
    rows = tuple(data.draw(st.lists(rows_of(record), max_size=4)))
    file = stage.write(tmp_path, rows, record)
    assert file.rows == len(rows)
    assert stage.read(tmp_path / file.name, record) == rows
    assert stage.write(tmp_path, rows, record) == file


@pytest.mark.parametrize("record", STAGED, ids=lambda each: each.__name__)
def test_an_empty_file_keeps_its_schema(record, tmp_path):
    file = stage.write(tmp_path, (), record)
    assert stage.read(tmp_path / file.name, record) == ()
    assert list(stage.frame(tmp_path / file.name, record).columns) == [each.name for each in dataclasses.fields(record)]


KILL = Kill(item_id="i", source_id="s", guid="g", fetch_id="f", ordered_at=datetime(2026, 1, 1, 5, tzinfo=UTC), note="")


@pytest.mark.parametrize(
    "row",
    [
        dataclasses.replace(KILL, ordered_at=KILL.ordered_at.replace(tzinfo=None)),
        dataclasses.replace(KILL, note=None),
        dataclasses.replace(KILL, note="\ud800"),
        dataclasses.replace(KILL, note=7),
    ],
    ids=["naive instant", "missing", "lone surrogate", "wrong type"],
)
def test_a_row_that_its_record_does_not_allow_is_refused(row, tmp_path):
    with pytest.raises(StageError, match="Kill"):
        stage.write(tmp_path, (row,), Kill)
    assert list(tmp_path.iterdir()) == []


def manifest_of(folder, *rows):
    file = stage.write(folder, rows, Kill)
    manifest = stage.Manifest(run="r", task="r-000", token=3, files=(file,), extra={"work": [["f", True]], "п": "ü"})
    return manifest, stage.write_manifest(folder, manifest), folder / file.name


def test_a_manifest_comes_back_with_its_rows(tmp_path):
    manifest, path, _ = manifest_of(tmp_path, KILL)
    assert stage.read_manifest(path) == manifest == stage.read_manifest(tmp_path, "r-000")
    assert stage.rows(tmp_path, manifest, Kill) == (KILL,)
    assert stage.rows(tmp_path, manifest, Fetch) == ()


def test_every_altered_byte_is_noticed(tmp_path):
    manifest, path, file = manifest_of(tmp_path, KILL)
    content = bytearray(file.read_bytes())
    for position in range(0, len(content), 97):
        changed = bytearray(content)
        changed[position] ^= 1
        file.write_bytes(changed)
        with pytest.raises(StageError, match="hash"):
            stage.read_manifest(path)
        with pytest.raises(StageError, match="hash"):
            stage.read(file, Kill)
    file.write_bytes(content)
    assert stage.read_manifest(path) == manifest


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"files": 3}', b'{"files": [], "run": "r"}'])
def test_a_broken_manifest_is_refused(content, tmp_path):
    path = tmp_path / "m.json"
    path.write_bytes(content)
    with pytest.raises(StageError, match=r"m\.json"):
        stage.read_manifest(path)


def test_a_missing_file_is_refused(tmp_path):
    _, path, file = manifest_of(tmp_path, KILL)
    file.unlink()
    with pytest.raises(StageError, match="cannot be read"):
        stage.read_manifest(path)


def test_a_file_of_another_record_is_refused(tmp_path):
    file = stage.write(tmp_path, (KILL,), Kill)
    with pytest.raises(StageError, match="no file of Fetch"):
        stage.read(tmp_path / file.name, Fetch)


def test_a_file_with_the_fields_of_another_version_is_refused(tmp_path):
    older = dataclasses.make_dataclass("Kill", ["item_id"], frozen=True, kw_only=True)
    older.__annotations__["item_id"] = str
    file = stage.write(tmp_path, (older(item_id="i"),), older)
    with pytest.raises(StageError, match="other fields"):
        stage.read(tmp_path / file.name, Kill)


def test_a_frame_holds_plain_values(tmp_path):
    place = records.PlaceInStatement(place="p", role=None)
    row = StatementRow(
        article_id="a", revision="r", item_id="i", item_revision="ir", position=0, zone="text", start=0, end=3,
        content="abc", is_quote=True, speaker=None, speaker_name=None, attributed_to=None, type=None, facet=None,
        target=None, negated=False, modality=None, places=(place,), amounts=(), rule="r", pack_version="v",
    )  # fmt: skip
    frame = stage.frame((row,), StatementRow)
    assert frame["places"][0] == [{"place": "p", "role": None}]
    assert frame["amounts"][0] == []
    assert frame["speaker"][0] is None
    assert frame["end"].dtype == "int64"
    kills = stage.frame((KILL,), Kill)
    assert kills["ordered_at"][0].to_pydatetime() == KILL.ordered_at.replace(tzinfo=None)


def test_no_temporary_file_stays(tmp_path):
    manifest_of(tmp_path, KILL)
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]
