"""The formats of `trucewatch sql`, with the strings that attackers and typesetters send."""

import csv
import io
import json
import math
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipelines.report.tables import format_rows

AT = datetime(2026, 3, 2, 5, 0, 7)  # noqa: DTZ001 -- the database holds naive UTC
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "two\nlines\r\nand three",
    "\u202egpj.exe",
    "[bold red]markup[/bold red]",
    "[/]",
    ":smile:",
    "pipe | in `code` <script>alert(1)</script>",
    "nul\x00 and c1 \x9b31m",
    'quote " and , comma',
    "lone \ud800 surrogate",
    "\U000e0041 tag",
]

text = st.one_of(st.text(st.characters()), st.sampled_from(HOSTILE))
values = st.one_of(text, st.none(), st.integers(), st.booleans(), st.floats(), st.datetimes(), st.dates())


@st.composite
def answers(draw):
    columns = draw(st.lists(text, min_size=1, max_size=5))
    rows = draw(st.lists(st.lists(values, min_size=len(columns), max_size=len(columns)), max_size=4))
    return columns, rows


# ── csv ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", '"\'\r=1"'),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("\n=1", '"\'\n=1"'),
        (-1, "-1"),
        (-1.5, "-1.5"),
        (Decimal("-2.50"), "-2.50"),
        ("a = b", "a = b"),
        ("it's", "it's"),
        ('say "hi", then', '"say ""hi"", then"'),
        ("two\nlines", '"two\nlines"'),
        ("\x1b[31m", r"\x1b[31m"),
        (None, ""),
        (math.nan, ""),
        (True, "true"),
        (AT, "2026-03-02 05:00:07"),
        (date(2026, 3, 2), "2026-03-02"),
        (["a", None, AT], '"[""a"", null, ""2026-03-02T05:00:07""]"'),
        (b"\x00\xff", "00ff"),
    ],
)
def test_csv_cells(value, written):
    assert format_rows(["a", "b"], [[value, "end"]], "csv") == f"a,b\r\n{written},end\r\n"


def test_csv_headings_are_no_formulas():
    assert format_rows(["=1+1"], [], "csv") == "'=1+1\r\n"


@given(answers())
def test_csv_is_read_back_and_holds_no_formula(answer):
    columns, rows = answer
    written = format_rows(columns, rows, "csv")
    written.encode("utf-8")
    head, *body = csv.reader(io.StringIO(written, newline=""), strict=True)
    assert (len(head), len(body)) == (len(columns), len(rows))
    for row, cells in zip(rows, body, strict=True):
        for value, cell in zip(row, cells, strict=True):
            if isinstance(value, str):
                assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
                assert "\x1b" not in cell
                assert value in {cell, cell[1:]} or CONTROL.search(value)


# ── json ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (math.nan, None),
        (math.inf, None),
        (Decimal("NaN"), None),
        (Decimal("-Infinity"), None),
        (Decimal(12), 12),
        (Decimal("1.5"), 1.5),
        (10**25, 10**25),
        (AT, "2026-03-02T05:00:07"),
        (AT.replace(tzinfo=UTC), "2026-03-02T05:00:07+00:00"),
        (date(2026, 3, 2), "2026-03-02"),
        (timedelta(minutes=1.5), 90.0),
        (b"\x00\xff", "00ff"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ([1, math.nan, {"at": AT}], [1, None, {"at": "2026-03-02T05:00:07"}]),
        ({"b", "a"}, ["a", "b"]),
        *((hostile, hostile) for hostile in HOSTILE),
    ],
)
def test_json_values(value, written):
    assert json.loads(format_rows(["a"], [[value]], "json")) == [{"a": written}]


def test_json_keeps_columns_of_one_name():
    assert json.loads(format_rows(["n", "n", "n_2", "n"], [[1, 2, 3, 4]], "json")) == [
        {"n": 1, "n_2": 2, "n_2_2": 3, "n_3": 4}
    ]


@given(answers())
def test_jsonl_has_the_same_objects_one_a_line(answer):
    columns, rows = answer
    lines = format_rows(columns, rows, "jsonl").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == json.loads(format_rows(columns, rows, "json"))


def test_json_of_nothing_is_an_array():
    assert json.loads(format_rows(["a"], [], "json")) == []


@given(answers())
def test_json_is_read_back_and_is_safe_to_print(answer):
    columns, rows = answer
    written = format_rows(columns, rows, "json")
    assert not CONTROL.search(written)
    loaded = json.loads(written, parse_constant=pytest.fail)
    assert [len(each) for each in loaded] == [len(columns)] * len(rows)
    for row, each in zip(rows, loaded, strict=True):
        for value, back in zip(row, each.values(), strict=True):
            if isinstance(value, str | int | bool):
                assert back == value


# ── md ───────────────────────────────────────────────────────────────────────────────────────────


def test_md_table():
    rows = [("A | B", 1, -0.5), ("*bold* <b>x</b> [l](javascript:1)", 20, None)]
    assert format_rows(["title", "n", "share"], rows, "md") == (
        "| title | n | share |\n"
        "| --- | --: | --: |\n"
        "| A \\| B | 1 | -0.5 |\n"
        "| \\*bold\\* \\<b\\>x\\</b\\> \\[l\\](javascript:1) | 20 |  |\n"
    )


@given(answers())
def test_md_keeps_its_grid(answer):
    columns, rows = answer
    lines = format_rows(columns, rows, "md").split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(rows) + 2
    for line in lines:
        assert not CONTROL.search(line)
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == len(columns) + 1


# ── table ────────────────────────────────────────────────────────────────────────────────────────


def test_table():
    rows = [("Sergey Lavrov", 12, 0.5), ("[bold]Kremlin[/bold]", 3, None)]
    assert format_rows(["name", "mentions", "share"], rows, "table") == (
        "name                   mentions   share\n"
        "───────────────────────────────────────\n"
        "Sergey Lavrov                12     0.5\n"
        "[bold]Kremlin[/bold]          3\n"
        "(2 rows)\n"
    )


def test_table_of_many_columns_shows_one_value_a_line():
    columns = [f"column_{number}" for number in range(9)]
    shown = format_rows(columns, [["a long enough value"] * 9], "table")
    assert shown.splitlines() == ["── row 1 ──", *(f"{name}  a long enough value" for name in columns), "(1 row)"]
    assert "── row" not in format_rows(columns, [["a long enough value"] * 9], "table", width=200)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_table_shows_what_is_invisible(hostile):
    shown = format_rows(["title", "n"], [[hostile, 1]], "table")
    assert not CONTROL.search(shown)
    assert len(shown.splitlines()) == 4


def test_table_shows_markup_literally():
    assert "[bold red]markup[/bold red] :smile:" in format_rows(
        ["title"], [["[bold red]markup[/bold red] :smile:"]], "table"
    )


@given(answers())
def test_table_never_fails_and_never_leaves_its_width(answer):
    shown = format_rows(*answer, "table")
    assert not CONTROL.search(shown)
    if not shown.startswith("── row 1 ──"):
        assert max(map(cell_len, shown.splitlines())) <= 80


def test_an_unknown_format_is_an_error():
    with pytest.raises(ValueError, match="xlsx"):
        format_rows(["a"], [], "xlsx")
