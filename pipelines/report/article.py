"""What is held of one article: where it was seen, what became of it step by step, and who else has it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.report.cells import json_value, plain
from pipelines.report.edits import Edits, as_html, as_text, edits, shortened
from pipelines.report.escaping import json_text, visible
from pipelines.report.formats import rendered

Row = Mapping[str, Any]

PIPED = 4096
"""Cells of a line that goes to a file or a program: no value is broken."""
SHORT = 100
"""Characters shown of a statement or headline in a list."""

_SIGNS = {"removed": "−", "added": "+", "changed": "±"}
_STYLES = {"removed": "red", "added": "green", "changed": ""}
_PLURALS = {"amount": "amounts", "mention": "mentions", "place": "places", "statement": "statements"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One article: the rows of the queries `sql/report/article_<name>.sql`."""

    held: Row
    history: Sequence[Row]
    changes: Sequence[Row]
    sightings: Sequence[Row]
    story: Sequence[Row]
    corrections: Sequence[Row]


def edits_of(step: Row) -> Edits | None:
    """Return what a step of a history changed; None where it changed no words: the first one, and a page that is gone."""
    if step["revision"] is None or step["earlier_revision"] in {None, step["revision"]}:
        return None
    return edits((step["earlier_title"], step["earlier_text"]), (step["title"], step["text"]))


# ── For programs ──────────────────────────────────────────────────────────────────────────────────


def as_json(found: Held) -> str:
    """Return all of it as JSON; `edits` of a step as pieces with their fates and as a fragment of HTML."""
    said = {
        **found.held,
        "history": [_step_json(step, found.changes) for step in found.history],
        "sightings": found.sightings,
        "story": found.story,
        "corrections": found.corrections,
    }
    lines = json.dumps(json_value(said), ensure_ascii=False, indent=2).split("\n")
    return "\n".join(map(json_text, lines)) + "\n"


def _step_json(step: Row, changes: Sequence[Row]) -> Row:
    said = {name: value for name, value in step.items() if not name.startswith("earlier_t")}
    found = edits_of(step)
    if found is not None:
        said["edits"] = {
            "words_added": found.words_added,
            "words_removed": found.words_removed,
            **{
                zone: {"pieces": [[each.fate.value, each.text] for each in pieces], "html": as_html(pieces)}
                for zone, pieces in (("title", found.title), ("text", found.text))
            },
        }
    own = [each for each in changes if each["step"] == step["step"]]
    return said | {"changes": [{name: value for name, value in each.items() if name != "step"} for each in own]}


# ── For people ────────────────────────────────────────────────────────────────────────────────────


def show(console: Console, found: Held) -> None:
    """Print the article. Where the output is no terminal, no line is broken and no colour used."""
    for part in _parts(found, coloured=console.is_terminal and console.color_system is not None):
        if console.is_terminal:
            console.print(part)
        else:
            console.file.write(rendered(part, width=PIPED))


def _parts(found: Held, *, coloured: bool) -> Iterator[RenderableType]:
    yield _heading(found.held)
    yield Group(Text("\nHistory", style="bold"), *_history(found, coloured=coloured))
    yield Group(Text("\nSeen in", style="bold"), _table(map(_sighting, found.sightings)))
    if len(found.story) > 1:
        yield Group(Text("\nStory", style="bold"), _table(_member(each, found.held) for each in found.story))
    if found.corrections:
        yield Group(Text("\nCorrections", style="bold"), _table(map(_correction, found.corrections)))


def _heading(held: Row) -> RenderableType:
    said = f"(to the {held['published_precision']}, from {held['published_origin']})" if held["published_at"] else ""
    facts = [
        ("publisher", f"{held['publisher']} ({held['publisher_id']})"),
        ("address", held["url"] or "none"),
        ("authors", ", ".join(held["authors"] or ()) or "none named"),
        ("published", f"{_at(held['published_at'])} {said}".strip()),
        ("seen", f"{_at(held['first_seen_at'])} to {_at(held['last_seen_at'])}"),
        ("language", held["language"]),
        ("about the talks", held["relevance"]),
        ("text", f"{held['text_depth']}, {_count(held['revisions'], 'revision')}"),
        ("id", held["article_id"]),
    ]
    if held["gone_at"]:
        facts.append(("gone", f"since {_at(held['gone_at'])}; its text is kept"))
    title = Text(visible(held["title"]), style="bold")
    return Group(title, _table((Text(label, style="dim"), Text(visible(value))) for label, value in facts))


def _history(found: Held, *, coloured: bool) -> Iterator[RenderableType]:
    for step in found.history:
        yield _step(step)
        changed = edits_of(step)
        if changed is None:
            continue
        for pieces in (changed.title, changed.text):
            if shown := shortened(pieces):
                yield _indented(as_text(shown, coloured=coloured))
        own = [each for each in found.changes if each["step"] == step["step"]]
        for kind, rows in groupby(own, key=lambda each: str(each["kind"])):
            yield _indented(_listed(kind, list(rows)))


def _step(step: Row) -> Text:
    line = Text(f"{step['step']}  {_at(step['since_at'])}  ", style="bold")
    found = edits_of(step)
    if step["is_gone"]:
        return line.append("gone: the page was not found any more; its text is kept", style="yellow not bold")
    if found is None:
        again = "there again, with the same words" if step["earlier_revision"] else f"first: {visible(step['title'])}"
        return line.append(again, style="not bold")
    zones = [zone for zone in ("title", "text") if step[f"{zone}_changed"]]
    line.append(f"{' and '.join(zones)} changed, ", style="not bold")
    line.append(f"+{found.words_added} −{found.words_removed} words", style="not bold")
    if step["returns"]:
        line.append("; back to what it said before", style="yellow not bold")
    return line


def _listed(kind: str, rows: Sequence[Row]) -> Text:
    """Return the changes of one kind: names on one line, statements on a line each."""
    shown = Text(f"{_PLURALS[kind]}: ", style="dim")
    between = "\n  " if kind == "statement" else ", "
    for number, each in enumerate(rows):
        shown.append(between if number or kind == "statement" else "")
        shown.append(f"{_SIGNS[each['change']]} {_cut(each['what'])}", style=f"not dim {_STYLES[each['change']]}")
        if each["change"] == "changed":
            shown.append(f" {each['count_before']}→{each['count_after']}", style="dim")
    return shown


def _sighting(row: Row) -> tuple[Text, ...]:
    absent = f" (not there {_at(row['absent_at'])})" if row["absent_at"] else ""
    cells = (
        row["source_id"],
        f"{_at(row['seen_at'])}{absent}",
        f"to {_at(row['last_seen_at'])}",
        row["url"] or row["guid"],
    )
    return tuple(Text(visible(plain(each))) for each in cells)


def _member(row: Row, held: Row) -> tuple[Text, ...]:
    style = "bold" if row["article_id"] == held["article_id"] else ""
    cells = (str(row["place"]), _at(row["appeared_at"]), row["publisher_id"], row["relation"], _cut(row["title"]))
    return tuple(Text(visible(plain(each)), style=style) for each in cells)


def _correction(row: Row) -> tuple[Text, ...]:
    cells = (_at(row["corrected_at"]), row["kind"], row["state"], row["who"], row["why"])
    return tuple(Text(visible(plain(each))) for each in cells)


def _table(rows: Iterator[tuple[Text, ...]]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for cells in rows:
        table.add_row(*cells)
    return table


def _indented(text: Text) -> Table:
    table = Table(box=None, show_header=False, padding=0, pad_edge=False)
    table.add_row("   ", text)
    return table


def _cut(text: str) -> str:
    line = visible(" ".join(text.split()))
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"


def _at(instant: Any) -> str:  # noqa: ANN401 - a value of a query
    return f"{instant:%Y-%m-%d %H:%M} UTC" if instant else "not said"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
