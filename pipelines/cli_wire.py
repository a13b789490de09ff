"""The commands about wires of news agencies."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines.records import Rejected

wire_app = typer.Typer(no_args_is_help=True, help="The wires of news agencies.")
File = Annotated[Path, typer.Argument(help="a delivered document, as received (.gz allowed)")]


@wire_app.callback()
def wire() -> None:
    """Look into what news agencies deliver."""


@wire_app.command(epilog='Example: `trucewatch wire kill agency urn:newsml:agency:1 --note "ordered by telephone"`')
def kill(
    source: Annotated[str, typer.Argument(help="source id of a wire")],
    guid: Annotated[str, typer.Argument(help="the story's guid, as the view wire_stories shows it")],
    note: Annotated[str, typer.Option(help="who ordered it, and why; kept with the tombstone")],
) -> None:
    """Obey an order to kill that only a person understands: the story vanishes with the next run, which is called for."""
    from pipelines.run.house import clock, open_house
    from pipelines.run.wires import order_kill

    ordered = order_kill(open_house(), source, guid, note, clock())
    Console(highlight=False, markup=False, soft_wrap=True).print(
        f"Journalled: every version of {ordered.guid} vanishes with the next run of monitor (`trucewatch monitor`)."
    )


@wire_app.command(epilog="Example: `trucewatch wire show inbox/agency/story.xml --profile agency`")
def show(
    file: File,
    *,
    profile: Annotated[str | None, typer.Option(help="an agency's profile in wires.yaml of the pack")] = None,
    text: Annotated[bool, typer.Option("--text", help="show texts to the end")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Show what is understood of a wire document, field by field, with the place in the file where each value stood."""
    from pipelines.run import wireshow

    found = wireshow.understand(file, profile)
    if as_json:
        sys.stdout.write(wireshow.as_json(file, found))
        if isinstance(found, Rejected):
            raise typer.Exit(1)
        return
    if isinstance(found, Rejected):
        raise wireshow.refusal(file, found)
    wireshow.show(Console(highlight=False), found, whole=text)


@wire_app.command(epilog="Example: `trucewatch wire collect`")
def collect() -> None:
    """Pick up what agencies have delivered: folders of the inbox, and APIs that are due. Feeds are left alone."""
    from pipelines import run

    tell = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    report = run.collect_wires(tell.print)
    if report.is_busy:
        tell.print("Another process is picking up the wires; what it stores is not lost.")
        return
    counts = ", ".join(f"{count} {name.value}" for name, count in report.outcomes.items())
    Console(highlight=False, markup=False).print(f"{len(report.rows)} wires; records: {counts or 'none'}")


@wire_app.command(
    epilog="Examples: `trucewatch wire urgent && trucewatch monitor`; every minute from cron: `trucewatch wire urgent --run`"
)
def urgent(
    *, start: Annotated[bool, typer.Option("--run", help="run monitor at once if there is a reason")] = False
) -> None:
    """Show what cannot wait for the next run: kills, withheld and released stories, embargoes that are over.

    The exit code is 0 where there is a reason and 1 where there is none; with --run it is that of the run, 0 for none.
    A reason that started a run starts no other one for ten minutes.
    """
    from pipelines import run

    reasons = run.reasons_to_run(calling=start)
    for each in reasons:
        Console(highlight=False, markup=False, soft_wrap=True).print(each)
    if start and reasons:
        run.monitor(progress=Console(stderr=True, highlight=False, markup=False).print)
    elif not start and not reasons:
        raise typer.Exit(1)
