"""Findings of a pack as a person reads them: by kind, the gravest first, with counts; of many of one kind only some."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from pipelines.packs import Finding
from pipelines.report.escaping import visible
from pipelines.workbench.paragraphs import hanging

SHOWN = 5
"""Warnings of one kind that are shown where not all are asked for; errors always are."""
STYLES = {"error": "bold red", "warning": "yellow"}
TITLES: Mapping[str, str] = {
    "schema": "not as the schema says",
    "reference": "ids that are not defined, or twice",
    "tenures": "tenures that overlap",
    "ambiguous": "names that two actors have",
    "weak": "short or common names without a condition",
    "blocker": "blockers that are names of actors",
    "framing": "words of two sides",
    "outlet": "names of outlets that two have, or that are words of every day",
    "lock": "frozen forms",
    "example": "examples that are tagged otherwise than they say",
    "weak_form": "short or common forms without a condition",
    "unreviewed": "offices that nobody has looked up for long",
    "unverified": "unconfirmed, and no note says what is doubtful",
    "unwatched": "outlets of publishers without a source",
    "source": "sources",
    "no_example": "actors without an example",
}
"""What findings of a kind have in common, in words; in the order in which they are shown."""


def show(out: Console, findings: Iterable[Finding], *, everything: bool) -> None:
    """Print findings by kind, errors first, and how many there are."""
    every = list(findings)
    for kind in TITLES:
        alike = [each for each in every if each.kind == kind]
        if alike:
            _kind(out, alike, everything=everything or alike[0].severity == "error")
    out.print(summary(every))


def _kind(out: Console, alike: Sequence[Finding], *, everything: bool) -> None:
    first = alike[0]
    files = Counter(each.where.partition(":")[0] for each in alike)
    count = f" ({', '.join(f'{number} in {file}' for file, number in files.most_common())})" if len(files) > 1 else ""
    heading = Text(f"{len(alike)} {first.severity}{'s' * (len(alike) != 1)}", style=STYLES[first.severity])
    hanging(out, heading + Text(f"  {TITLES[first.kind]}{count}", style="not dim bold"), 2)
    shown = alike if everything else alike[:SHOWN]
    for each in shown:
        place, _, key = each.where.partition(": ")
        hanging(out, Text(f"  {visible(place)}  ", style="dim") + Text(visible(each.message), style="not dim"), 6)
        if key and first.kind in {"schema", "reference"}:
            hanging(out, Text(f"      at {visible(key)}", style="dim"), 6)
    if len(shown) < len(alike):
        out.print(Text(f"  … and {len(alike) - len(shown)} more like these (--all shows them)", style="dim"))
    hanging(out, Text(f"  → {first.advice}", style="dim"), 4)
    out.print()


def summary(findings: Sequence[Finding]) -> Text:
    """Return how many there are of each severity."""
    errors = sum(each.severity == "error" for each in findings)
    warnings = len(findings) - errors
    state = "The pack can be used" if not errors else "The pack cannot be relied on"
    counts = f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
    return Text(f"{state}: {counts}.", style="bold red" if errors else "bold green")
