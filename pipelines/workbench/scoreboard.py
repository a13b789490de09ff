"""Figures and errors for people: a table that fits 80 columns, and each miss and false alarm where it stands."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines.workbench.floors import FloorsSheet, is_below
from pipelines.workbench.judgement import Judgement, Verdict
from pipelines.workbench.judging import Judged
from pipelines.workbench.scoring import ALL, MEASURES, Figure, Figures, Measure

ONE_AND_ALL = 2
"""Columns of a set in one language: it and all, which are the same."""
NEAR = 0.05
"""How far below its target a figure is shown as near."""
INDENT, ROOM, BEFORE = 19, 56, 16
"""Columns left of the place of an error, those that it takes (brackets and dots aside), those before its bracket."""
LONGEST, CUT = 34, 15
"""Characters of a span that are shown whole; of a longer one, those from its beginning and its end."""
TOLD: Mapping[str, str] = {
    "mentions": "mention",
    "kind": "kind",
    "as_actor": "acts",
    "label": "relevance",
    "facets": "facet",
    "rounds": "round",
    "aspect": "aspect",
    "quotes": "quote",
    "quotes_speakers": "speaker",
    "reported": "reported",
    "reported_speakers": "speaker",
    "type": "type",
    "facet": "its facet",
    "target": "target",
    "negated": "negation",
    "modality": "modality",
    "attributed_to": "relayed by",
    "places": "places",
    "amounts": "amounts",
}
"""Layers whose errors are listed, each error once: the others count the same ones in another way."""
_MARKS = {Verdict.WRONG: ("wrong", "yellow"), Verdict.MISSED: ("missed", "red"), Verdict.FALSE: ("false", "magenta")}


def show(
    console: Console,
    results: Sequence[Judged],
    figures: Mapping[str, Figures],
    sheet: FloorsSheet,
    *,
    with_errors: bool,
) -> None:
    """Print the errors, if they are asked for, then the table, then what its marks mean."""
    if with_errors:
        for each in errors(results):
            console.print(each)
    counts = Counter(each.language for each in results)
    counts[ALL] = len(results)
    columns = {name: computed for name, computed in figures.items() if name != ALL or len(figures) != ONE_AND_ALL}
    console.print(board(columns, sheet, counts))
    console.print(Text(f"\n{LEGEND}", style="dim"))


# ── Figures ───────────────────────────────────────────────────────────────────────────────────────


def board(figures: Mapping[str, Figures], sheet: FloorsSheet, counts: Mapping[str, int]) -> RenderableType:
    """Return the table of figures, one column a language; `counts` is the number of texts of each.

    Below its target a figure is marked: `-` by up to .05, `=` by more; below its floor `!`.
    """
    table = Table(box=None, padding=(0, 0), pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=True)
    for language in figures:
        table.add_column(language, justify="right", min_width=6, no_wrap=True)
    table.add_row(Text("texts"), *(Text(f"{counts[language]} ", style="dim") for language in figures))
    for section, measures in groupby(MEASURES, lambda each: each.section):
        shown = [each for each in measures if any(each.name in computed for computed in figures.values())]
        if shown:
            table.add_row(Text(f"\n{section}", style="bold"))
        for measure in shown:
            table.add_row(
                Text(measure.title),
                *(
                    _cell(measure, language, computed.get(measure.name), sheet)
                    for language, computed in figures.items()
                ),
            )
    return table


def _cell(measure: Measure, language: str, figure: Figure | None, sheet: FloorsSheet) -> Text:
    if figure is None:
        return Text("· ", style="dim")
    mark, style = _state(measure, language, figure.value, sheet)
    return Text(f"{shown(figure.value)}{mark}", style=style)


def _state(measure: Measure, language: str, value: float, sheet: FloorsSheet) -> tuple[str, str]:
    floor = sheet.floors.get(language, {}).get(measure.name)
    target = sheet.target(measure.name, language)
    if floor is not None and is_below(value, floor):
        return "!", "bold red"
    if target is None:
        return " ", ""
    if value >= target:
        return " ", "green"
    return ("-", "yellow") if value >= target - NEAR else ("=", "red")


def shown(value: float) -> str:
    """Return a share with three digits, never rounded up to a whole: .998, 1.00."""
    return "1.00" if value == 1 else f"{min(value, 0.999):.3f}".removeprefix("0")


LEGEND = "- up to .05 below target   = further below   ! below floor   · nothing to judge"


# ── Errors ────────────────────────────────────────────────────────────────────────────────────────


def errors(results: Sequence[Judged]) -> Iterator[RenderableType]:
    """Yield each text that has errors, with every miss, false alarm and wrong tag in it, in reading order."""
    for judged in results:
        wrong = [each for each in judged.judgements if each.verdict is not Verdict.RIGHT and each.layer in TOLD]
        if wrong:
            heading = Text.assemble((judged.text.text_id, "bold"), "  ", (judged.text.title[:60], "italic"))
            lines = [_error(judged, each) for each in sorted(wrong, key=_reading_order)]
            yield Group(heading, *lines, Text())


def _reading_order(each: Judgement) -> tuple[bool, bool, int, int]:
    """Place errors of the whole text first, then by where they stand, title before text."""
    layer = list(TOLD).index(each.layer)
    if each.span is None:
        return False, False, 0, layer
    return True, each.span.zone == "text", each.span.start, layer


def _error(judged: Judged, each: Judgement) -> RenderableType:
    """Return one error: verdict, layer, what was wanted and found; below it where that stands."""
    word, style = _MARKS[each.verdict]
    told = Text.assemble("  ", (f"{word:<7}", style), f"{TOLD[each.layer]:<11}", _told(each))
    return told if each.span is None else Group(told, _context(judged, each, style))


def _told(each: Judgement) -> Text:
    if each.verdict is Verdict.MISSED:
        return Text.assemble(("wanted ", "dim"), each.wanted)
    if each.verdict is Verdict.FALSE:
        return Text.assemble(("found ", "dim"), each.found)
    return Text.assemble(("wanted ", "dim"), each.wanted, ("  found ", "dim"), each.found)


def _context(judged: Judged, each: Judgement, style: str) -> Text:
    """Return the place with what stands around it on one line, the span in brackets, a long one cut inside."""
    if each.span is None:
        return Text()
    zone = judged.text.title if each.span.zone == "title" else judged.text.text
    start, end = each.span.start, each.span.end
    here = zone[start:end] if end - start <= LONGEST else f"{zone[start : start + CUT]} … {zone[end - CUT : end]}"
    before, after = zone[max(0, start - BEFORE) : start], zone[end : end + ROOM - BEFORE - len(here)]
    return Text.assemble(
        " " * (INDENT + BEFORE - len(before)),
        ("…" if start > len(before) else " ", "dim"),
        (_one_line(before), "dim"),
        ("[", style),
        (_one_line(here), f"bold {style}"),
        ("]", style),
        (_one_line(after), "dim"),
        ("…" if end + len(after) < len(zone) else "", "dim"),
        no_wrap=True,
        overflow="crop",
    )


def _one_line(text: str) -> str:
    return "".join(" " if mark in "\n\r\t" else mark for mark in text)


# ── For programs ──────────────────────────────────────────────────────────────────────────────────


def as_json(
    figures: Mapping[str, Figures], about: Mapping[str, str], results: Sequence[Judged], *, listed: bool
) -> str:
    """Return figures (language → measure → value and counts) as JSON, and the errors too where they are `listed`."""
    document: dict[str, object] = {
        **about,
        "figures": {
            language: {name: {**asdict(figure), "value": round(figure.value, 6)} for name, figure in computed.items()}
            for language, computed in figures.items()
        },
    }
    if listed:
        document["errors"] = [
            {
                "text": judged.text.text_id,
                "layer": each.layer,
                "verdict": each.verdict.value,
                "wanted": each.wanted,
                "found": each.found,
                "zone": each.span.zone if each.span else None,
                "start": each.span.start if each.span else None,
                "end": each.span.end if each.span else None,
            }
            for judged in results
            for each in judged.judgements
            if each.verdict is not Verdict.RIGHT and each.layer in TOLD
        ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
