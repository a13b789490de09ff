"""Rows as an Excel workbook. Text is written as text, whatever it begins with, and stays text when a cell is edited."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipelines.errors import SettingsError
from pipelines.report.cells import is_number, plain
from pipelines.report.escaping import is_formula, without_controls

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet has room for below the names of the columns."""

LONGEST: Final = 32_767
"""UTF-16 units that a cell has room for; longer text is cut and ends with an ellipsis."""

_FIRST_YEAR: Final = 1900
_LARGEST_WHOLE: Final = 2**53
"""Beyond it a cell, which is a double, would round."""


class XlsxFile:
    """A workbook with the rows on as many sheets as they need. Instants are UTC, structures JSON, null is empty.

    Raises `SettingsError` where XlsxWriter is not installed.
    """

    def __init__(self, path: Path, columns: Sequence[str], name: str) -> None:
        try:
            import xlsxwriter
        except ModuleNotFoundError as error:
            raise SettingsError(
                "Spreadsheets need XlsxWriter, which is not installed.",
                where="--format xlsx",
                next_step="pip install 'trucewatch[exports]', or export as csv.",
            ) from error
        self._book = xlsxwriter.Workbook(
            path,
            {
                "constant_memory": True,
                "in_memory": False,
                "tmpdir": str(
                    path.parent
                ),  # what a killed process leaves may hold text: it lies where exports are cleared
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._instant = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._as_text = self._book.add_format({"num_format": "@", "quote_prefix": True})
        self._columns = tuple(columns)
        self._name = name
        self._sheets = 0
        self._sheet = self._begin()

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Write rows below those that are there, on the next sheet where this one is full."""
        for row in rows:
            if self._row == MOST_ROWS:
                self._sheet = self._begin()
            self._row += 1
            for column, value in enumerate(row):
                self._write(column, value)

    def close(self) -> None:
        """Put the workbook together."""
        self._book.close()

    def _begin(self) -> "Worksheet":
        self._sheets += 1
        sheet = self._book.add_worksheet(self._name if self._sheets == 1 else f"{self._name} {self._sheets}")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._columns):
            sheet.write_string(0, column, name, self._bold)
        self._row = 0
        return sheet

    def _write(self, column: int, value: object) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._row, column, value)
        elif is_number(value) and abs(value) <= _LARGEST_WHOLE:  # type: ignore[arg-type]  # a number
            self._sheet.write_number(self._row, column, float(value))  # type: ignore[arg-type]
        elif isinstance(value, datetime) and value.year >= _FIRST_YEAR:
            self._sheet.write_datetime(self._row, column, value, self._instant)
        elif isinstance(value, date) and value.year >= _FIRST_YEAR:
            self._sheet.write_datetime(self._row, column, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001 - a day
        else:
            text = cut(without_controls(plain(value)))
            self._sheet.write_string(self._row, column, text, self._format_of(text))

    def _format_of(self, text: str) -> "Format | None":
        return self._as_text if is_formula(text) else None


def cut(text: str) -> str:
    """Return a text that a cell has room for; of a longer one the beginning and an ellipsis."""
    if len(text) <= LONGEST // 2 or _units(text) <= LONGEST:
        return text
    kept = text[: LONGEST - 1]
    while _units(kept) > LONGEST - 1:
        kept = kept[: len(kept) - (_units(kept) - LONGEST + 2) // 2]
    return f"{kept}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
