"""Tables for a terminal: columns side by side where it is wide enough, else one row below the other."""

from dataclasses import dataclass, field

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

NARROW = 64
"""Cells below which columns would break words: each row is then a heading, and a line for each of its other cells."""
Cell = str | Text


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns as (name, width in cells), the last one taking what is left, and rows of one cell a column."""

    columns: tuple[tuple[str, int | None], ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        """Add a row."""
        self.rows.append(cells)

    def show(self, out: Console, most: int) -> None:
        """Print at most so many rows."""
        if out.width >= NARROW:
            out.print(self.wide(most))
        else:
            for row in self.rows[:most]:
                out.print(self._card(row))

    def wide(self, most: int | None = None) -> Table:
        """Return the rows as a table."""
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False, expand=True)
        for name, width in self.columns:
            table.add_column(name, width=width, ratio=None if width else 1, overflow="fold")
        for row in self.rows[:most]:
            table.add_row(*row)
        return table

    def _card(self, row: tuple[Cell, ...]) -> Table:
        table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
        table.add_column(style="dim", no_wrap=True, min_width=8)
        table.add_column(overflow="fold")
        for place, ((name, _), cell) in enumerate(zip(self.columns, row, strict=True)):
            table.add_row(name if place == 0 else f" {name}", cell)
        return table
