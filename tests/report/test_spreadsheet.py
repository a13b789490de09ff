"""Workbooks, read back from their XML: text stays text, whatever it begins with."""

import math
import re
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from lxml import etree

from pipelines.errors import SettingsError
from pipelines.report import spreadsheet
from pipelines.report.spreadsheet import LONGEST, XlsxFile, cut

MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    '=HYPERLINK("http://x.example","x")',
    "{=1}",
    "http://x.example/",
]


def written(path, columns, rows):
    file = XlsxFile(path, columns, "articles")
    file.add(rows)
    file.close()
    return zipfile.ZipFile(path)


def cells(book, sheet=1):
    """Return the cells of a sheet below its first row: (type, text) each."""
    tree = etree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    found = [
        [
            (cell.get("t"), "".join(cell.itertext()), cell.find("m:f", MAIN) is not None)
            for cell in row.iterfind("m:c", MAIN)
        ]
        for row in tree.iterfind(".//m:row", MAIN)
    ]
    return found[1:]


def unescaped(text):
    """What Excel makes of `_xHHHH_` (ECMA-376, part 1, 22.9.2.19)."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text)


def test_no_text_becomes_a_formula_or_a_link(tmp_path):
    book = written(tmp_path / "a.xlsx", ["title"], [[each] for each in HOSTILE])
    found = cells(book)
    assert [unescaped(text) for ((_, text, _),) in found] == HOSTILE
    assert {(kind, is_formula) for ((kind, _, is_formula),) in found} == {("inlineStr", False)}
    assert not [name for name in book.namelist() if "hyperlink" in name or "_rels/sheet" in name]
    styles = etree.fromstring(book.read("xl/styles.xml"))
    assert styles.xpath("count(//m:cellXfs/m:xf[@quotePrefix='1'])", namespaces=MAIN) == 1


def test_values_are_what_they_are(tmp_path):
    noon = datetime(2025, 5, 16, 12)  # noqa: DTZ001 - as the database gives them
    row = [None, True, 3, 2.5, Decimal("1.25"), date(2025, 5, 16), noon, 2**60, math.nan, math.inf, ["a"]]
    ((*found,),) = cells(written(tmp_path / "a.xlsx", list("abcdefghijk"), [row]))
    texts = [text for _, text, _ in found]
    assert texts == ["1", "3", "2.5", "1.25", "45793", "45793.5", str(2**60), "", "inf", '["a"]']
    assert not any(is_formula for _, _, is_formula in found)


def test_what_xml_has_no_sign_for_is_spelled_out(tmp_path):
    (((_, text, _),),) = cells(written(tmp_path / "a.xlsx", ["a"], [["a\x00b\ud800c_x0041_\x1b"]]))
    assert unescaped(text) == r"a\x00b\ud800c_x0041_\x1b"


def test_rows_that_one_sheet_has_no_room_for_go_to_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 3)
    book = written(tmp_path / "a.xlsx", ["n"], [[number] for number in range(7)])
    assert [[int(text) for ((_, text, _),) in cells(book, sheet)] for sheet in (1, 2, 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert 'name="articles 3"' in book.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("text", ["x" * LONGEST, "x" * (LONGEST + 1), "🕊" * LONGEST, "x" + "🕊" * LONGEST])
def test_a_text_that_a_cell_has_no_room_for_is_cut(text):
    shown = cut(text)
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST
    assert (shown == text) or (shown.endswith("…") and text.startswith(shown[:-1]) and len(shown) > LONGEST // 2 - 2)
    assert (shown == text) == (len(text.encode("utf-16-le")) // 2 <= LONGEST)


def test_where_the_library_is_missing_it_is_said_how_to_have_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(SettingsError) as refusal:
        XlsxFile(tmp_path / "a.xlsx", ["a"], "a")
    assert "pip install 'trucewatch[exports]'" in refusal.value.next_step
