"""The formats of `trucewatch sql`: a table for people, csv, json, jsonl and md for everything else."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.report.cells import is_number, json_value, plain
from pipelines.report.escaping import csv_cell, json_text, markdown_cell, visible

WIDTH = 80
"""Cells of a line where nothing else is known."""

FORMATS = ("table", "csv", "json", "jsonl", "md")

NARROWEST = 8
"""Cells that a column needs to be read; where not even these fit, rows are shown one below the other."""

Rows = Sequence[Sequence[object]]


def format_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    format: str,  # noqa: A002 -- the option's name
    *,
    width: int = WIDTH,
) -> str:
    """Return the rows as table, csv, json, jsonl or md, ending with a newline.

    csv: RFC 4180 (CRLF, doubled quotes), null empty, text that a spreadsheet would run begins with an apostrophe.
    json: an array of objects, instants ISO 8601, null for NaN and infinities; a name that occurs twice gets a number.
    jsonl: the same objects, one a line.
    table: `width` cells wide; where the columns do not fit, one line a value.
    Raises `ValueError` for another format.
    """
    table = [tuple(row) for row in rows]
    match format:
        case "csv":
            return _csv(columns, table)
        case "json":
            return _json(columns, table)
        case "jsonl":
            names = distinct(columns)
            return "".join(f"{json_line(names, row)}\n" for row in table)
        case "md":
            return _markdown(columns, table)
        case "table":
            return _table(columns, table, width)
        case _:
            raise ValueError(f"{format!r} is none of {', '.join(FORMATS)}")


def rendered(renderable: RenderableType, *, width: int = WIDTH) -> str:
    """Return what rich makes of it on a terminal without colours, lines without trailing blanks."""
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(renderable)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().split("\n")[:-1])


def _csv(columns: Sequence[str], rows: Rows) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(csv_cells(columns))
    writer.writerows(map(csv_cells, rows))
    return stream.getvalue()


def csv_cells(row: Iterable[object]) -> list[str]:
    """Return the cells of a row as CSV has them, before they are quoted."""
    return [csv_cell(value) if type(value) is str else _csv_value(value) for value in row]


def _csv_value(value: object) -> str:
    if value is None:
        return ""
    return plain(value) if is_number(value) else csv_cell(plain(value))


def _json(columns: Sequence[str], rows: Rows) -> str:
    names = distinct(columns)
    # One object a line: readable, and a diff of two answers shows rows.
    lines = ",\n".join(f"  {json_line(names, row)}" for row in rows)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def json_line(names: Sequence[str], row: Sequence[object]) -> str:
    """Return a row as a JSON object on one line; the names are distinct."""
    values = {name: json_value(value) for name, value in zip(names, row, strict=True)}
    return json_text(json.dumps(values, ensure_ascii=False, allow_nan=False))


def _markdown(columns: Sequence[str], rows: Rows) -> str:
    def line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cells)} |\n"

    rule = line("--:" if _is_numeric(rows, number) else "---" for number in range(len(columns)))
    body = "".join(line(markdown_cell(plain(value), number=is_number(value)) for value in row) for row in rows)
    return line(map(markdown_cell, columns)) + rule + body


def _table(columns: Sequence[str], rows: Rows, width: int) -> str:
    names = [visible(name) for name in columns]
    shown = [[visible(plain(value)) for value in row] for row in rows]
    total = f"({len(rows)} row{'' if len(rows) == 1 else 's'})\n"
    if not _fits(names, shown, width):
        return _records(names, shown) + total
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, name in enumerate(names):
        numeric = _is_numeric(rows, number)
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold", no_wrap=numeric)
    for cells in shown:
        table.add_row(*map(Text, cells))
    return rendered(table, width=width) + total


def _is_numeric(rows: Rows, number: int) -> bool:
    """Say whether a column holds numbers and nulls only, and at least one number."""
    values = [row[number] for row in rows if row[number] is not None]
    return bool(values) and all(map(is_number, values))


def _fits(names: Sequence[str], shown: Sequence[Sequence[str]], width: int) -> bool:
    """Say whether each column gets the cells it needs, or at least the narrowest that can be read."""
    widest = [
        max(map(cell_len, [name, *(row[number] for row in shown)]), default=0) for number, name in enumerate(names)
    ]
    return sum(min(cells, NARROWEST) + 2 for cells in widest) - 2 <= width


def _records(names: Sequence[str], shown: Sequence[Sequence[str]]) -> str:
    margin = max(map(cell_len, names), default=0)
    return "".join(
        f"── row {number} ──\n"
        + "".join(
            f"{name}{' ' * (margin - cell_len(name))}  {cell}".rstrip() + "\n"
            for name, cell in zip(names, cells, strict=True)
        )
        for number, cells in enumerate(shown, start=1)
    )


def distinct(columns: Sequence[str]) -> list[str]:
    """Return the names, those that occurred before with `_2`, `_3` …: a JSON object holds each name once."""
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names
