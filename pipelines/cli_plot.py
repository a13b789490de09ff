"""The command `trucewatch plot`."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from pipelines.report.formats import FORMATS, format_rows

if TYPE_CHECKING:
    from pipelines.report.plots import Picture

EXAMPLES = (
    "Examples:",
    "`trucewatch plot share-of-voice` draws the last four weeks of the actors that are named most, as SVG",
    "`trucewatch plot share-of-voice --by outlet --top 20 --format png --out outlets.png`",
    "`trucewatch plot timeline --since 2025-05-01 --until 2025-06-01`",
    "`trucewatch plot network --top 40 --format csv --out pairs.csv`: the rows behind the picture",
    "`trucewatch plot share-of-voice --by side --table`: as a table, here",
    "Pictures in data/exports/ go when an agency kills a story, as all exports do. More: docs/how-to/draw-a-picture.md",
)

PICTURES: Final = ("svg", "png")
TABLES: Final = tuple(each for each in FORMATS if each != "table")


def plot(
    picture: Annotated[str, typer.Argument(metavar="PICTURE", help="share-of-voice, timeline or network")],
    *,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="first day; default: four weeks before the last")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="first day after the last one; default: that of the latest articles"),
    ] = None,
    by: Annotated[
        str,
        typer.Option(help="of share-of-voice: actor, side, outlet, outlet-side, language, country or ownership"),
    ] = "actor",
    top: Annotated[int | None, typer.Option(help="so many rows, of the network actors; default: 12 and 30")] = None,
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option(help=f"{', '.join(PICTURES)}; the rows behind: {', '.join(TABLES)}")
    ] = "svg",
    table: Annotated[bool, typer.Option("--table", help="print the rows behind the picture and draw nothing")] = False,
    out: Annotated[
        Path | None, typer.Option(help="a file, - is standard output; default: one in exports/ in the data folder")
    ] = None,
) -> None:
    """Draw from the published snapshot: who is spoken of, when the talks were, who is named together."""
    from pipelines.run import plotting

    if format not in {*PICTURES, *TABLES}:
        raise typer.BadParameter(f"must be one of {', '.join((*PICTURES, *TABLES))}", param_hint="--format")
    drawn = plotting.picture(
        picture, since=since.date() if since else None, until=until.date() if until else None, by=by, top=top
    )
    if table:
        sys.stdout.write(format_rows(drawn.shown, drawn.narrow, "table"))
        return

    if out == Path("-") and format != "png":
        sys.stdout.write(_text(drawn, format))
        return
    if out == Path("-"):
        sys.stdout.buffer.write(drawn.png())
        return
    path = plotting.write(
        out, f"{drawn.name}.{format}", lambda: drawn.png() if format == "png" else _text(drawn, format).encode()
    )
    Console(highlight=False, markup=False, soft_wrap=True).print(str(path))


def _text(drawn: "Picture", file_format: str) -> str:
    return drawn.svg() if file_format == "svg" else format_rows(drawn.columns, drawn.rows, file_format)
