"""The commands by which people decide about what is quarantined; what they decide lies in the journal."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

if TYPE_CHECKING:
    from pipelines.records import DecisionAction

quarantine_app = typer.Typer(
    no_args_is_help=True, help="See what was set aside; release it, work it again, or take it off the list."
)

Names = Annotated[list[str], typer.Argument(help="ids, their first 8 characters or more, or whole keys")]
Why = Annotated[str, typer.Option("--why", help="the reason, for everybody who sees the row")]
Who = Annotated[str | None, typer.Option("--who", help="who decides; default: the user of this machine")]
Now = Annotated[bool, typer.Option("--now", help="run monitor at once, so that it takes effect")]
Json = Annotated[bool, typer.Option("--json", help="for programs")]


@quarantine_app.command(name="list", epilog="Example: `trucewatch quarantine list`")
def list_all(
    *,
    every: Annotated[bool, typer.Option("--all", help="also what was dismissed")] = False,
    as_json: Json = False,
) -> None:
    """List what is quarantined, the latest first, and what was decided about it."""
    from pipelines.report.reasons import in_words
    from pipelines.report.tables import format_rows
    from pipelines.run import deciding

    rows = deciding.listed(deciding.STATES if every else deciding.OPEN)
    pending = {each.subject.key: str(each.action) for each in deciding.pending()}
    for row in rows:
        row["pending"] = pending.get(_key(row))
    if as_json:
        sys.stdout.write(json.dumps([{"key": _key(row), **_plain(row)} for row in rows], indent=2) + "\n")
        return
    columns = ("id", "source", "state", "what came", "why it was refused")
    table = [
        (
            row["id"][:12],
            row["source_id"],
            f"pending: {row['pending']}" if row["pending"] else row["state"],
            row["what"],
            row["detail"] if row["reason"] == "expectation" else in_words(row["reason"]),
        )
        for row in rows
    ]
    sys.stdout.write(format_rows(columns, table, "table"))


@quarantine_app.command(epilog="Example: `trucewatch quarantine show 3f2a9c41`")
def show(
    name: Annotated[str, typer.Argument(help="id, its first 8 characters or more, or a whole key")],
    *,
    as_json: Json = False,
) -> None:
    """Show one thing that is quarantined: what came, what refused it, what was decided."""
    from pipelines.report.tables import format_rows
    from pipelines.run import deciding

    keys = {each.key for each in deciding.named(name)}
    rows = [row for row in deciding.listed(deciding.STATES) if _key(row) in keys]
    if as_json:
        sys.stdout.write(json.dumps([{"key": _key(row), **_plain(row)} for row in rows], indent=2) + "\n")
        return
    if not rows:
        _told("It is not quarantined (any more): `trucewatch sql` finds its rows in the table ledger.")
    for row in rows:
        sys.stdout.write(format_rows(("column", "value"), list(_plain(row).items()), "table"))


@quarantine_app.command(epilog='Example: `trucewatch quarantine release 3f2a9c41 --why "a long list, and it is right"`')
def release(names: Names, *, why: Why, who: Who = None, now: Now = False) -> None:
    """Load it in spite of the checks that refused it."""
    from pipelines.records import DecisionAction

    _decide(DecisionAction.RELEASE, names, why=why, who=who, now=now)


@quarantine_app.command(epilog='Example: `trucewatch quarantine reprocess 3f2a9c41 --why "the extractor is mended"`')
def reprocess(names: Names, *, why: Why, who: Who = None, now: Now = False) -> None:
    """Work it again from the stored bytes, as after a fix."""
    from pipelines.records import DecisionAction

    _decide(DecisionAction.REPROCESS, names, why=why, who=who, now=now)


@quarantine_app.command(epilog='Example: `trucewatch quarantine dismiss 3f2a9c41 --why "an empty test page"`')
def dismiss(names: Names, *, why: Why, who: Who = None, now: Now = False) -> None:
    """Take it off the list of what is open; it stays counted, and its bytes stay."""
    from pipelines.records import DecisionAction

    _decide(DecisionAction.DISMISS, names, why=why, who=who, now=now)


def _decide(action: "DecisionAction", names: list[str], *, why: str, who: str | None, now: bool) -> None:
    from pipelines.run import deciding

    subjects = [each for name in names for each in deciding.named(name)]
    decided = deciding.decide(action, subjects, why=why, who=who)
    for each in decided.made:
        _told(f"Journalled: decision {each.decision_id} by {each.who}: {action.value} {each.kind.value} {each.id}.")
    for passed in decided.passed_over:
        _told(f"Passed over: {passed.subject.kind.value} {passed.subject.id}. {passed.refused}")
    if not now:
        _told("It takes effect with the next run of monitor (`trucewatch monitor`, or --now).")
        return
    from pipelines import run

    finished = run.monitor(progress=lambda step: Console(stderr=True).print(step, highlight=False, markup=False))
    _told(f"Loaded and published: {finished.snapshot}")


def _key(row: dict[str, Any]) -> str:
    return f"{row['kind']}/{row['id']}/{row['revision']}"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def _told(line: str) -> None:
    from pipelines.report.escaping import visible

    Console(highlight=False, markup=False, soft_wrap=True).print(visible(line))
