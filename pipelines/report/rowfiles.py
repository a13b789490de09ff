"""Rows as files for other programs: CSV and JSON Lines, one row after the other, so that any number fits into memory."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from pipelines.report.formats import csv_cells, distinct, json_line


class RowFile(Protocol):
    """A file that takes the rows of a table, one after the other."""

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Write rows below those that are there."""

    def close(self) -> None:
        """Write what is left to be written, and close the file."""


class CsvFile:
    """CSV as RFC 4180 has it, UTF-8: null empty, text that a spreadsheet would run begins with an apostrophe."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow(csv_cells(columns))

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Write rows below those that are there."""
        self._writer.writerows(map(csv_cells, rows))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class JsonLinesFile:
    """JSON Lines, UTF-8: one object a row; instants and days ISO 8601, null for NaN."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._names = distinct(columns)

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Write rows below those that are there."""
        self._file.writelines(f"{json_line(self._names, row)}\n" for row in rows)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
