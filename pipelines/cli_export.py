"""The command `trucewatch export`."""

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from pipelines.warehouse.exports import Choice

RIGHTS = (
    "Of a source that does not let its text be passed on (`redistributable`, `rights` and `sanctions` in sources.yaml) "
    "an export holds title and link only. Killed, withheld and embargoed text is never in it."
)
KILLS = (
    "When an agency kills a story, everything in data/exports/ is removed within 15 minutes. What was exported "
    "elsewhere, or copied from there, is out of our hands: obeying the kill there is up to you."
)
EXAMPLES = (
    "Examples:",
    "`trucewatch export` writes articles as Parquet, a folder a day, to data/exports/",
    "`trucewatch export statements claims --format xlsx --since 2025-05-16 --until 2025-05-18`",
    "`trucewatch export mentions --format csv --actor ACTOR --relevance talks --out /tmp/ours`",
    "`trucewatch export statements --format xlsx --watch WATCH`: of the articles that a saved query matches",
    "`trucewatch export --format warc --source SOURCE`: the raw pages",
    "`trucewatch export snapshot --without-texts --out shared.duckdb`",
    RIGHTS,
    KILLS,
)


def export(
    datasets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DATASET]…",
            help="articles (default), mentions, statements, claims, first_reports, stories, revisions; or snapshot",
        ),
    ] = None,
    *,
    file_format: Annotated[
        str, typer.Option("--format", help="parquet, csv, xlsx, jsonl, or warc: raw pages")
    ] = "parquet",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="first day")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="first day after the last one")] = None,
    source: Annotated[list[str] | None, typer.Option(help="id of a source or publisher; may be repeated")] = None,
    actor: Annotated[list[str] | None, typer.Option(help="articles that name one; may be repeated")] = None,
    facet: Annotated[list[str] | None, typer.Option(help="articles that speak of one; may be repeated")] = None,
    relevance: Annotated[list[str] | None, typer.Option(help="talks, passing or no; may be repeated")] = None,
    watch: Annotated[str | None, typer.Option(help="articles that a watch matches, by its id")] = None,
    without_texts: Annotated[
        bool, typer.Option("--without-texts", help="of snapshot: titles and links are the only words in it")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="a folder, of snapshot a file; default: exports/ in the data folder")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Write what is published as files for other programs, as far as the rights of each source allow."""
    from pipelines.warehouse.exports import Choice

    first, last = (each.date() if each else None for each in (since, until))
    choice = Choice(
        since=first,
        until=last,
        sources=frozenset(source or ()),
        actors=frozenset(actor or ()),
        facets=frozenset(facet or ()),
        relevance=frozenset(relevance or ()),
        articles=_matching(watch, first, last),
    )
    if "snapshot" not in (datasets or ()):
        if without_texts:
            raise typer.BadParameter("only with `export snapshot`", param_hint="--without-texts")
        _export(datasets or [], file_format, choice, out, as_json=as_json)
        return
    if not without_texts:
        raise typer.BadParameter(
            "only --without-texts; the whole one is published/trucewatch.duckdb in the data folder",
            param_hint="snapshot",
        )
    if datasets != ["snapshot"] or choice != Choice() or file_format != "parquet":
        raise typer.BadParameter("is exported by itself and whole: no filter, no format", param_hint="snapshot")
    _share(out, as_json=as_json)


def _export(datasets: list[str], file_format: str, choice: "Choice", out: Path | None, *, as_json: bool) -> None:
    from pipelines.run.exporting import export as write

    with _progress() as bar:
        tasks: dict[str, TaskID] = {}

        def tell(dataset: str, done: int, total: int) -> None:
            if dataset not in tasks:
                tasks[dataset] = bar.add_task(dataset, total=total)
            bar.update(tasks[dataset], completed=done)

        written = write(datasets, file_format, choice, out=out, progress=tell)
    if as_json:
        rows = [{**asdict(each), "path": str(each.path)} for each in written]
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
        return
    for each in written:
        _say(str(each.path))
        more = f", of {each.links_only} title and link only" if each.links_only else ""
        more += f"; {each.left_out} pages left out: no longer kept, or not to be seen" if each.left_out else ""
        _say(f"{each.rows} rows{more}", err=True)


def _matching(watch: str | None, since: date | None, until: date | None) -> frozenset[str] | None:
    if watch is None:
        return None
    from pipelines.run.watching import matching

    return matching(watch, since, until)


def _share(out: Path | None, *, as_json: bool) -> None:
    from pipelines.run.sharing import share

    with Console(stderr=True).status("copying the snapshot without texts"):
        shared = share(out)
    if as_json:
        sys.stdout.write(json.dumps({**asdict(shared), "path": str(shared.path)}, indent=2) + "\n")
        return
    _say(str(shared.path))
    _say(f"{shared.rows} rows; {shared.emptied} columns with words of articles are empty in them", err=True)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def _say(text: str, *, err: bool = False) -> None:
    Console(stderr=err, highlight=False, markup=False, soft_wrap=True).print(text)
