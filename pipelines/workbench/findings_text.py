"""Findings of a pack as a person reads them: what, where, what to do; many of one kind are shown as some and a number."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from rich.console import Console
from rich.text import Text

from pipelines.packs import Finding
from pipelines.report.escaping import visible

SHOWN = 5
"""Warnings of one kind that are shown where not all are asked for; errors always are."""
STYLES = {"error": "bold red", "warning": "yellow"}


def show(out: Console, findings: Iterable[Finding], *, everything: bool) -> None:
    """Print findings by kind, errors first, and how many there are."""
    ordered = sorted(findings, key=lambda each: each.severity)
    for _, group in groupby(ordered, key=attrgetter("kind")):
        alike = list(group)
        shown = alike if everything or alike[0].severity == "error" else alike[:SHOWN]
        for each in shown:
            out.print(
                Text(f"{each.severity}  ", style=STYLES[each.severity]) + Text(visible(each.where), style="not bold")
            )
            out.print(Text(f"  {visible(each.message)}"))
        if len(shown) < len(alike):
            out.print(Text(f"  … and {len(alike) - len(shown)} more like these (--all shows them)", style="dim"))
        out.print(Text(f"  → {alike[0].advice}", style="dim"))
        out.print()
    out.print(summary(ordered))


def summary(findings: Sequence[Finding]) -> Text:
    """Return how many there are of each severity."""
    errors = sum(each.severity == "error" for each in findings)
    warnings = len(findings) - errors
    state = "The pack can be used" if not errors else "The pack cannot be relied on"
    counts = f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
    return Text(f"{state}: {counts}.", style="bold red" if errors else "bold green")
