"""The forms of an actor as a person reads them: a block for each language, then what collides."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from babel import Locale
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipelines.packs.model import Actor, Pack
from pipelines.report.escaping import visible
from pipelines.workbench.owned import CASE_NAMES, Collision, Group
from pipelines.workbench.trial import name_of

BETWEEN = " · "
SHARED = "A form that several cases share stands under the first of them."


def show(out: Console, pack: Pack, actor: Actor, groups: Sequence[Group], found: Sequence[Collision]) -> None:
    """Print the forms of an actor; those that collide carry a `!`."""
    out.print(Text(f"{visible(actor.name)} ", style="bold") + Text(f"({actor.actor_id})", style="not bold dim"))
    out.print(Text(_described(pack, actor), style="dim"))
    marked = {(each.language, each.text) for each in found}
    for language, some in groupby(groups, key=attrgetter("language")):
        out.print()
        out.print(Text(language_name(language), style="bold"))
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        table.add_column(style="dim", width=24, overflow="fold")
        table.add_column(overflow="fold")
        for group in some:
            table.add_row(group.label, _forms(group, marked))
        out.print(Padding(table, (0, 0, 0, 2)))
    out.print()
    if any(_is_oblique(each) for each in groups):
        out.print(Text(SHARED, style="dim"))
    if not found:
        out.print(Text("No form collides with anything else in the pack.", style="green"))
        return
    out.print(Text("Collisions", style="bold"))
    for each in found:
        mark = Text("  " if each.harmless else "! ", style="bold red")
        verdict = " (the text decides)" if each.harmless else ""
        out.print(
            mark
            + Text(f"{visible(each.text)} ({each.language}): also {visible(each.other)}{verdict}", style="not bold")
        )


def _is_oblique(group: Group) -> bool:
    return group.label.partition(",")[0] in tuple(CASE_NAMES.values())[1:]


def _described(pack: Pack, actor: Actor) -> str:
    sides = [
        name_of(pack, each.side)
        + (f" from {each.from_on}" if each.from_on else "")
        + (f" until {each.to_on}" if each.to_on else "")
        for each in actor.sides
    ]
    parts = [actor.type, *([f"side of {', '.join(sides)}"] if sides else []), actor.wikidata or "no Wikidata id"]
    return visible(", ".join(parts) + ("" if actor.verified else ", unverified"))


def _forms(group: Group, marked: set[tuple[str, str]]) -> Text:
    """Return the forms of a group, each once."""
    line = Text()
    for number, text in enumerate(dict.fromkeys(form.text for form in group.forms)):
        line.append(BETWEEN if number else "", style="dim")
        collides = (group.language, text) in marked
        line.append(visible(text) + ("!" if collides else ""), style="yellow" if collides else "")
    return line


def language_name(code: str) -> str:
    """Return the English name of a language; the code itself for one without a name."""
    return Locale("en").languages.get(code) or code
