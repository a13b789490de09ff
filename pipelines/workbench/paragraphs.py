"""Lines that stay in shape where a terminal is narrow: what goes on is indented, and a mark stays with its word."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

GLUE = "\ue000"
"""Stands for a blank at which no line may end; a character of the private area, which `visible` text does not use so."""
SHORTEST = 20
"""Cells that a line has at least, however narrow the terminal says it is."""


def hanging(out: Console, line: Text, indent: int) -> None:
    """Print a paragraph whose lines after the first one are indented by so many cells."""
    first, *others = line.wrap(out, out.width)
    out.print(first, soft_wrap=True)
    if others:
        rest = line.plain[len(first.plain) :]
        behind = line[len(line.plain) - len(rest.lstrip()) :]
        for each in behind.wrap(out, max(out.width - indent, SHORTEST)):
            out.print(Text(" " * indent) + each, soft_wrap=True)


def glued(out: Console, text: Text) -> Iterator[Text]:
    """Yield the lines of a text as wide as the console, none of which ends at a glued blank."""
    for paragraph in text.split("\n", allow_blank=True):
        for line in paragraph.wrap(out, out.width):
            line.plain = line.plain.replace(GLUE, " ")
            yield line
