"""The command that shows one article: what is held of it, and its history."""

import sys
from typing import Annotated

import typer
from rich.console import Console


def article(
    asked: Annotated[
        str, typer.Argument(metavar="ID_OR_URL", help="an article's id or address, or the beginning of it")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Show what is held of one article: where it was seen, each edit of it with what it changed, its story, corrections."""
    from pipelines.report import article as pages
    from pipelines.run import articles

    found = articles.held(asked)
    if as_json:
        sys.stdout.write(pages.as_json(found))
    else:
        pages.show(Console(highlight=False), found)
