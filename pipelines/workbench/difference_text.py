"""What texts gain and lose as a person reads it: a table of actors, then each text with the surfaces in context."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from pipelines.packs.model import Pack
from pipelines.report.escaping import visible
from pipelines.workbench.difference import ActorChange, Change, Said, Tag, by_actor, relevance_moved
from pipelines.workbench.paragraphs import hanging
from pipelines.workbench.trial import name_of

NOBODY = "– (no name, or no holder known)"
"""How the table calls mentions without an actor."""
AROUND = 20
"""Characters shown on either side of a surface."""
MOST_TEXTS = 20
MOST_TAGS = 6
"""Texts, and tags of one text, that are shown where not all are asked for."""
MOST_ACTORS = 25
FIRST_WORDS = 60
"""Characters of a statement that are shown."""


def show(out: Console, pack: Pack, changes: Sequence[Change], compared: int, *, everything: bool) -> None:
    """Print the changes of `compared` texts; `changes` are those that are any."""
    if not changes:
        out.print(Line(f"Nothing changes in {_texts(compared)}.", style="green"))
        return
    gained, lost = (sum(len(side) for side in sides) for sides in _sides(changes))
    summary = Line(f"{len(changes)} of {_texts(compared)} change{'s' * (compared == 1)}: ", style="bold")
    summary.append(f"{gained} tags gained", style="green")
    summary.append(", ")
    summary.append(f"{lost} lost", style="red")
    moved = sum(each.relevance != each.text.relevance for each in changes)
    summary.append(f", {moved} with another relevance." if moved else ".")
    out.print(summary)
    said_gained, said_lost = (sum(map(len, sides)) for sides in _said(changes))
    if said_gained or said_lost:
        out.print(Line(f"Statements: {said_gained} gained, {said_lost} lost."))
    for (before, after), texts in sorted(relevance_moved(changes).items()):
        out.print(Line(f"Relevance: {before} → {after} in {_texts(texts)}."))
    out.print()
    actors = by_actor(changes)
    if actors:
        out.print(actors_table(pack, actors if everything else actors[:MOST_ACTORS]))
        _rest(out, len(actors), MOST_ACTORS, "actors", everything=everything)
        out.print()
    for each in changes if everything else changes[:MOST_TEXTS]:
        for line in _text(pack, each, everything=everything):
            hanging(out, line, 4)
        out.print()
    _rest(out, len(changes), MOST_TEXTS, "texts", everything=everything)


def _texts(count: int) -> str:
    return f"{count} text{'s' * (count != 1)}"


def _sides(changes: Sequence[Change]) -> tuple[list[tuple[Tag, ...]], list[tuple[Tag, ...]]]:
    return [each.gained for each in changes], [each.lost for each in changes]


def _said(changes: Sequence[Change]) -> tuple[list[tuple[Said, ...]], list[tuple[Said, ...]]]:
    return [each.gained_statements for each in changes], [each.lost_statements for each in changes]


def _rest(out: Console, count: int, most: int, what: str, *, everything: bool) -> None:
    if not everything and count > most:
        out.print(Line(f"… and {count - most} more {what} (--all shows them)", style="dim"))


def actors_table(pack: Pack, actors: Sequence[ActorChange]) -> Table:
    """Return one row an actor."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False, pad_edge=False)
    table.add_column("actor", overflow="fold")
    for name in ("gained", "lost", "texts"):
        table.add_column(name, justify="right")
    for each in actors:
        table.add_row(
            visible(name_of(pack, each.actor)) or NOBODY,
            Line(f"+{each.gained}" if each.gained else "–", style="green" if each.gained else "dim"),
            Line(f"−{each.lost}" if each.lost else "–", style="red" if each.lost else "dim"),
            str(each.articles),
        )
    return table


def _text(pack: Pack, change: Change, *, everything: bool) -> Iterator[Line]:
    """Yield the lines of one text: its name, its title, and one line a tag."""
    text = change.text
    day = f"{text.published_at:%Y-%m-%d}  " if text.published_at else ""
    yield Line(f"{day}{text.name}", style="dim")
    if text.title:
        yield Line(visible(text.title), style="bold")
    if change.relevance != text.relevance:
        yield Line(f"  relevance: {text.relevance} → {change.relevance}", style="yellow")
    tags = [*((tag, "+", "green") for tag in change.gained), *((tag, "−", "red") for tag in change.lost)]
    tags.sort(key=lambda each: (each[0].zone != "title", each[0].start, each[1] == "+"))
    for tag, sign, style in tags if everything else tags[:MOST_TAGS]:
        yield _tag(pack, change, tag, sign, style)
    if not everything and len(tags) > MOST_TAGS:
        yield Line(f"  … and {len(tags) - MOST_TAGS} more tags", style="dim")
    said = [
        *((one, "+", "green") for one in change.gained_statements),
        *((one, "−", "red") for one in change.lost_statements),
    ]
    said.sort(key=lambda each: (each[0].zone != "title", each[0].start, each[0].end, each[1] == "+"))
    for one, sign, style in said if everything else said[:MOST_TAGS]:
        yield _statement(pack, change, one, sign, style)
    if not everything and len(said) > MOST_TAGS:
        yield Line(f"  … and {len(said) - MOST_TAGS} more statements", style="dim")


def _tag(pack: Pack, change: Change, tag: Tag, sign: str, style: str) -> Line:
    """Return a tag in its context: `+ … said [Ada Berg] on … → Ada Berg, name`."""
    written = change.text.zone(tag.zone)
    left, right = written[max(0, tag.start - AROUND) : tag.start], written[tag.end : tag.end + AROUND]
    line = Line("  ")
    line.append(f"{sign} ", style=style)
    line.append(visible(left.rpartition("\n")[2].lstrip()), style="not bold")
    line.append(f"[{visible(tag.surface)}]", style=f"bold {style}")
    line.append(visible(right.partition("\n")[0]))
    line.append(f"  → {visible(name_of(pack, tag.actor)) or 'nobody known'}, {tag.kind}", style="dim")
    return line


def _statement(pack: Pack, change: Change, one: Said, sign: str, style: str) -> Line:
    """Return a statement with its first words: `+ “the lake would stay” → said by Ada Berg: demand`."""
    words = " ".join(change.text.zone(one.zone)[one.start : one.end].split())
    line = Line("  ")
    line.append(f"{sign} ", style=style)
    line.append(f"“{visible(words if len(words) <= FIRST_WORDS else words[:FIRST_WORDS] + '…')}”", style=style)
    who = visible(name_of(pack, one.speaker)) or "nobody known"
    of_what = " ".join(each for each in ("not" if one.negated else "", one.type or "no type", one.facet or "") if each)
    line.append(f"  → said by {who}: {of_what}", style="dim")
    return line


def as_json(changes: Sequence[Change], compared: int) -> dict[str, Any]:
    """Return the changes as JSON can say them."""
    return {
        "compared": compared,
        "changed": len(changes),
        "gained": sum(len(each.gained) for each in changes),
        "lost": sum(len(each.lost) for each in changes),
        "gained_statements": sum(len(each.gained_statements) for each in changes),
        "lost_statements": sum(len(each.lost_statements) for each in changes),
        "relevance": [
            {"before": before, "after": after, "texts": texts}
            for (before, after), texts in sorted(relevance_moved(changes).items())
        ],
        "actors": [asdict(each) for each in by_actor(changes)],
        "texts": [
            {
                "name": each.text.name,
                "title": each.text.title,
                "published_at": each.text.published_at.isoformat() if each.text.published_at else None,
                "relevance": {"before": each.text.relevance, "after": each.relevance},
                "gained": [tag._asdict() for tag in each.gained],
                "lost": [tag._asdict() for tag in each.lost],
                "gained_statements": [one._asdict() for one in each.gained_statements],
                "lost_statements": [one._asdict() for one in each.lost_statements],
            }
            for each in changes
        ],
    }
