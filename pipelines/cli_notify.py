"""The commands about channels: where briefs, alerts and failures go."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from pipelines.report.formats import format_rows

notify_app = typer.Typer(no_args_is_help=True, help="Where briefs, alerts and failures are sent.")
Tag = Annotated[str | None, typer.Option(help="only channels that take it: brief, watch, run, finding")]


@notify_app.callback()
def notify() -> None:
    """Look after the channels that TRUCEWATCH_NOTIFY names (docs/how-to/send-it-somewhere.md)."""


@notify_app.command(name="list", epilog="Example: `trucewatch notify list`")
def list_channels() -> None:
    """List the channels by number, kind and tags. Addresses are never shown: they hold passwords."""
    from pipelines.run.telling import configured

    rows = [(each.number, each.scheme, ", ".join(sorted(each.tags)) or "everything") for each in configured()]
    sys.stdout.write(format_rows(("channel", "kind", "takes"), rows, "table"))


@notify_app.command(name="test", epilog="Example: `trucewatch notify test --tag brief`")
def try_out(tag: Tag = None) -> None:
    """Send a word to each channel and say which ones took it; exit code 1 when one did not."""
    from pipelines.run.telling import try_channels

    tried = try_channels(tag)
    rows = [(each.number, each.scheme, "taken" if taken else "not taken") for each, taken in tried]
    sys.stdout.write(format_rows(("channel", "kind", "message"), rows, "table"))
    if not all(taken for _, taken in tried):
        Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(
            "Not taken: address, password or tag is wrong, or nobody answers there. Addresses are not shown; compare by number."
        )
        raise typer.Exit(1)
