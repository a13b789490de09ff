"""The command `trucewatch sql`."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines.report.formats import FORMATS, format_rows

_SIZE = re.compile(r"\d+(\.\d+)? ?([KMGT]i?B)", re.IGNORECASE)

EXAMPLES = (
    "Examples:",
    '`trucewatch sql "select day_on, name, article_share from share_of_voice_daily"`',
    "`trucewatch sql --file sql/examples/01_demands_for_withdrawal.sql --format csv`",
    '`trucewatch sql --format jsonl --max-rows 1000 "from statements"`',
    "`trucewatch sql --history --max-rows 20`: what you asked, newest last; only you can read it, and no answers are kept",
    "Ways to ask with other programs: docs/how-to/ask-the-database.md",
)


def sql(
    query: Annotated[str | None, typer.Argument(help="one SELECT; `-` reads it from standard input")] = None,
    *,
    format: Annotated[str, typer.Option(help=", ".join(FORMATS))] = "table",  # noqa: A002 - the option's name
    file: Annotated[bool, typer.Option("--file", help="QUERY names a .sql file")] = False,
    max_rows: Annotated[int | None, typer.Option(min=1, help="show no more rows than that")] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="seconds after which a question is given up")] = 60.0,
    memory: Annotated[str, typer.Option(help="memory that a question may use")] = "1GB",
    history: Annotated[bool, typer.Option("--history", help="show the questions that you asked before")] = False,
) -> None:
    """Answer from the published snapshot: read-only, no files, no network."""
    from pipelines.run import asking

    if format not in FORMATS:
        raise typer.BadParameter(f"must be one of {', '.join(FORMATS)}", param_hint="--format")
    if history:
        sys.stdout.write(format_rows(asking.COLUMNS, asking.history(max_rows), format))
        return
    if not _SIZE.fullmatch(memory):
        raise typer.BadParameter("must be a size, such as 500MB or 2GB", param_hint="--memory")
    if query is None:
        raise typer.BadParameter("a question, or --history", param_hint="QUERY")
    text = sys.stdin.read() if query == "-" else _read(Path(query)) if file else query
    result = asking.ask(text, max_rows=max_rows, timeout_seconds=timeout, memory=memory)
    sys.stdout.write(format_rows(result.columns, result.rows, format))
    if result.truncated:
        Console(stderr=True, highlight=False).print(f"The first {max_rows} rows; there are more (--max-rows).")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{str(path)!a} cannot be read: {error}", param_hint="--file") from error
