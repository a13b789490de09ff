"""`trucewatch findings`: what the rules over all runs found and still find, and that somebody knows of it."""

import json
import sys
from typing import Annotated

import typer
from rich.console import Console

findings_app = typer.Typer(
    no_args_is_help=True, help="What the rules over all runs find: open findings, who knows of them."
)


@findings_app.command(name="list", epilog="Example: `trucewatch findings list --json`")
def list_all(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """List the findings that stand: worst first, since when, what to do, who acknowledged them and why."""
    from dataclasses import asdict

    from pipelines.report.cells import json_value
    from pipelines.report.findings import summary
    from pipelines.run.findings import open_findings

    found = open_findings()
    if as_json:
        sys.stdout.write(json.dumps(json_value([asdict(line) for line in found]), indent=2) + "\n")
        return
    for part in summary(found):
        Console().print(part)


@findings_app.command(epilog="Example: `trucewatch findings show volume`")
def show(
    rule: Annotated[
        str | None, typer.Argument(help="name of a rule; default: all of them, without what they find")
    ] = None,
) -> None:
    """Explain a rule: what it finds, why that matters, what to do, where it draws the line; and its open findings."""
    from pipelines.errors import SettingsError
    from pipelines.report.findings import explanation
    from pipelines.report.tables import format_rows
    from pipelines.run.findings import explained, open_findings

    rules = explained()
    if rule is None:
        rows = [(each.name, each.title) for each in rules.values()]
        sys.stdout.write(format_rows(("rule", "finds"), rows, "table"))
        return
    if rule not in rules:
        raise SettingsError(
            f"{rule[:80]!r} is no rule.", where="sql/rules", next_step=f"There are: {', '.join(rules)}."
        )
    for part in explanation([line for line in open_findings() if line.rule == rule], rules[rule]):
        Console().print(part)


@findings_app.command(epilog='Example: `trucewatch findings ack silent_feed tide --why "moves house until Friday"`')
def ack(
    rule: Annotated[str, typer.Argument(help="rule of an open finding")],
    subject: Annotated[str, typer.Argument(help="what the finding is about, as it is listed")],
    *,
    why: Annotated[str, typer.Option("--why", help="the reason, for everybody who sees the finding")],
    who: Annotated[
        str | None, typer.Option("--who", help="who acknowledges; default: the user of this machine")
    ] = None,
) -> None:
    """Say of an open finding that it is known. Journalled; once it is closed and comes back, it is new again."""
    from pipelines.report.escaping import visible
    from pipelines.run.acknowledging import acknowledge

    made = acknowledge(rule, subject, who, why)
    Console(highlight=False, markup=False, soft_wrap=True).print(
        f"Acknowledged: {made.rule} {visible(made.subject)}, by {visible(made.by)}."
    )
