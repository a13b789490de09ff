"""What a person sees of a run in a terminal, 80 cells wide; plain text when piped.

Rows come in as mappings from column names. All text in them is untrusted: it is shown literally, on one line,
with control characters as escapes.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from rich import box
from rich.table import Table
from rich.text import Text

from pipelines.report.cells import plain
from pipelines.report.escaping import visible
from pipelines.report.formats import format_rows, rendered
from pipelines.report.reasons import in_words

__all__ = [
    "actors_table",
    "candidates_table",
    "catalogue_table",
    "check_table",
    "checks_table",
    "conservation_line",
    "format_rows",
    "headlines",
    "rendered",
    "run_summary",
    "sources_table",
]

Row = Mapping[str, object]

OUTCOME_STYLES = {
    "loaded": "green",
    "duplicate": "dim",
    "held": "yellow",
    "killed": "magenta",
    "not_text": "dim",
    "quarantined": "red",
    "failed": "red",
}
HEARD = {"", "ok", "not_modified", "not polled", "quiet", "paused"}
"""States of a feed that need no colour."""

SEVERITY_STYLES = {"critical": "bold red", "warning": "yellow", "info": "dim"}


# ── Tables of the run ─────────────────────────────────────────────────────────────────────────────


def sources_table(rows: Iterable[Row]) -> Table:
    """Return one line a source: language, state of its feed, and what became of its items.

    Rows carry source_id (or `source`), language, feed, and a count per outcome; `items` is their sum if absent. Where
    a row has a `state`, that is shown, with what `feed` says of the last request if it was not heard.
    Outcomes that no row has get no column, besides loaded and failed.
    """
    rows = list(rows)
    shown = [name for name in OUTCOME_STYLES if name in {"loaded", "failed"} or any(_count(row, name) for row in rows)]
    table = _table("Sources", [("source", "left"), ("lang", "left"), ("feed", "left"), ("items", "right")])
    longest = max((len(str(row.get("source_id") or row.get("source"))) for row in rows), default=0)
    table.columns[0].no_wrap = longest <= 19 and len(shown) <= 6  # beyond that 80 cells do not hold it
    table.columns[0].min_width, table.columns[2].min_width = 12, 8
    if len(shown) > 3:
        table.padding = (0, 0)
    for name in shown:
        table.add_column(SHORT.get(name, name), justify="right", no_wrap=True)
    for row in rows:
        counts = {name: _count(row, name) for name in OUTCOME_STYLES}
        feed = _feed(row)
        table.add_row(
            _shown(row.get("source_id") or row.get("source")),
            _shown(row.get("language")),
            Text(visible(feed).replace("_", " "), style="" if feed in HEARD else "red"),
            str(row.get("items", sum(counts.values()))),
            *(Text(str(counts[name]), style=OUTCOME_STYLES[name] if counts[name] else "dim") for name in shown),
        )
    return table


def _feed(row: Row) -> str:
    feed, state = str(row.get("feed") or ""), str(row.get("state") or "")
    if not state or state == feed:
        return feed
    return state if feed in HEARD else f"{state}: {feed}"


SHORT = {"duplicate": "dupl", "not_text": "no text", "quarantined": "quar"}
"""Headings that would otherwise push the table beyond 80 cells."""


# ── Tables of the catalogue ───────────────────────────────────────────────────────────────────────


def check_table(rows: Iterable[Row], now: datetime) -> Table:
    """Return one line a source that was looked at: its state, its newest entry, what it is, what it allows, its answer.

    Rows carry the fields of a `Checked`; `now` (aware UTC) is what the age of the newest entry counts from.
    """
    table = _table("Sources, as they answer now", [("source", "left"), ("state", "left"), ("newest", "right")])
    table.add_column("items", justify="right", no_wrap=True)
    table.add_column("format", overflow="fold")
    table.add_column("robots", overflow="fold")
    table.add_column("answer", ratio=1, overflow="fold")
    table.padding = (0, 1, 0, 0)
    for row in rows:
        state = str(row.get("state") or "–")
        paused = " (paused)" if row.get("paused_why") and row.get("state") else ""
        robots = str(row.get("robots") or "–") + (", reserved" if row.get("reserved") else "")
        table.add_row(
            _shown(row.get("source_id")),
            Text(state + paused, style="" if state in HEARD | {"–"} else "red"),
            Text(_age(row.get("newest_at"), now)),
            _shown(row.get("items")) if row.get("is_heard") else Text("–"),
            _shown(row.get("format") or "–"),
            Text(visible(robots), style="" if robots in {"allowed", "–"} else "yellow"),
            _shown(_answer(row)),
        )
    return table


def candidates_table(rows: Iterable[Row], now: datetime) -> Table:
    """Return one line a feed that was found: whether it is the chosen one, format, entries, age of the newest, address."""
    table = _table("Found", [("", "left"), ("format", "left"), ("items", "right"), ("newest", "right")])
    table.add_column("address", ratio=1, overflow="fold")
    table.add_column("where", overflow="fold")
    for row in rows:
        table.add_row(
            "→" if row.get("is_chosen") else "",
            _shown(row.get("format")),
            _shown(row.get("items")),
            Text(_age(row.get("newest_at"), now)),
            _shown(row.get("url")),
            _shown(row.get("found")),
        )
    return table


def catalogue_table(rows: Iterable[Row]) -> Table:
    """Return one line a source of the pack: language, kind, state when it was last judged, and why."""
    table = _table("Sources of the pack", [("source", "left"), ("lang", "left"), ("kind", "left"), ("state", "left")])
    table.add_column("why", ratio=1, overflow="fold")
    for row in rows:
        state = str(row.get("state") or "")
        table.add_row(
            _shown(row.get("source_id")),
            _shown(row.get("language")),
            _shown(row.get("kind")),
            Text(visible(state), style="" if state in HEARD else "red"),
            _shown(row.get("why")),
        )
    return table


def _answer(row: Row) -> str:
    """Return the answer in words: why there is no feed, else the status and where it came from in the end."""
    if row.get("state") is None:
        return str(row.get("why") or "not asked")
    status = f"HTTP {row['status']}" if row.get("status") else ""
    if row.get("reason"):
        detail = str(row.get("detail") or "") if status else ""  # else what the system says of its own failure
        more = ", ".join(dict.fromkeys(filter(None, [status, detail])))
        return in_words(str(row["reason"])) + (f" ({more})" if more else "")
    where = row.get("moved_to") or row.get("final_url")
    if where:
        return f"{status}, {'moved' if row.get('moved_to') else 'redirected'} to {where}"
    return status


def _age(moment: object, now: datetime) -> str:
    """Return how long ago it was, in the largest unit of which there are two; a dash for no moment."""
    if not isinstance(moment, datetime):
        return "–"
    seconds = max((now - moment).total_seconds(), 0.0)
    for name, unit in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * unit or name == "min":
            return f"{int(seconds // unit)} {name}"
    return ""


# ── Tables of what was loaded ─────────────────────────────────────────────────────────────────────


def actors_table(rows: Iterable[Row]) -> Table:
    """Return one line an actor: name, mentions and the articles that hold them."""
    table = _table("Actors most mentioned", [("actor", "left"), ("mentions", "right"), ("articles", "right")])
    for row in rows:
        table.add_row(
            _shown(row.get("name") or row.get("actor")), _shown(row.get("mentions")), _shown(row.get("articles"))
        )
    return table


def headlines(rows: Iterable[Row]) -> Table:
    """Return one line an article: relevance label, language, outlet, title."""
    table = _table("Headlines", [("label", "left"), ("lang", "left"), ("outlet", "left")])
    table.add_column("title", ratio=1, overflow="fold")
    for row in rows:
        table.add_row(
            _shown(row.get("label") or row.get("relevance")),
            _shown(row.get("language")),
            _shown(row.get("outlet") or row.get("publisher") or row.get("publisher_id")),
            _shown(row.get("title")),
        )
    return table


def conservation_line(rows: Iterable[Row]) -> Text:
    """Return whether every document and item is accounted for; `rows` are those of `ledger_conservation`."""
    broken = list(rows)
    if not broken:
        return Text.assemble(("✓ ", "green"), "Conserved: every document and item ended in exactly one outcome.")
    named = ", ".join(visible(str(row.get("id") or row.get("run") or "?")) for row in broken[:3])
    more = f" and {len(broken) - 3} more" if len(broken) > 3 else ""
    lines = "line" if len(broken) == 1 else "lines"
    return Text.assemble(
        ("✗ ", "bold red"), f"Not conserved: {len(broken)} {lines} in ledger_conservation: {named}{more}."
    )


def run_summary(row: Row) -> Text:
    """Return one run in a few lines: its name, counts, whether it was stopped and why.

    `row` is one of `quality_runs`: what is not in it is not shown.
    """
    stopped = row.get("stop_reason")
    shown = Text.assemble(("Run ", "bold"), (visible(str(row.get("run") or "?")), "bold"))
    counts = [
        f"{_number(value)} {name.replace('_', ' ')}"
        for name, value in row.items()
        if isinstance(value, int)
        and not isinstance(value, bool)
        and (value or name in {"documents", "items", "loaded"})
    ]
    if counts:
        shown.append(f"\n{', '.join(counts)}")
    if stopped:
        shown.append("\nStopped, nothing was loaded: ", style="bold red").append(f"{visible(str(stopped))}.")
    return shown


def checks_table(rows: Iterable[Row], *, title: str = "Checks that failed") -> Table | Text:
    """Return one line a failed check: severity, suite, expectation with its columns, what was observed.

    Rows carry the fields of `Check`. Critical ones come first, otherwise the order is kept. No row: good news.
    """
    rows = list(rows)
    if not rows:
        return Text.assemble(("✓ ", "green"), "Every check was met.")
    order = [*SEVERITY_STYLES, None]
    table = _table(title, [("severity", "left"), ("suite", "left")])
    table.add_column("expectation", ratio=1, overflow="fold")
    table.add_column("observed", overflow="fold")
    for row in sorted(rows, key=lambda each: order.index(_severity(each))):
        severity = str(row.get("severity") or "")
        table.add_row(
            Text(visible(severity), style=SEVERITY_STYLES.get(severity, "")),
            _shown(row.get("suite")),
            Text(visible(_expectation(row))),
            _shown(row.get("observed")),
        )
    return table


def _severity(row: Row) -> str | None:
    severity = str(row.get("severity"))
    return severity if severity in SEVERITY_STYLES else None


def _expectation(row: Row) -> str:
    """Return `columns: expectation`, without the word that every expectation starts with."""
    name = str(row.get("expectation") or "").removeprefix("expect_").replace("_", " ")
    try:
        kwargs = json.loads(str(row.get("kwargs") or "{}"))
    except ValueError:
        return name
    match kwargs:
        case {"column": column}:
            return f"{column}: {name}"
        case {"column_A": one, "column_B": other}:
            return f"{one}, {other}: {name}"
        case {"column_list": list(columns)}:
            return f"{', '.join(map(str, columns))}: {name}"
        case _:
            return name


def _table(title: str, columns: Iterable[tuple[str, Literal["left", "right"]]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for name, justify in columns:
        # A source or outlet may fold, a number may not.
        table.add_column(name, justify=justify, overflow="fold", no_wrap=justify == "right")
    return table


def _count(row: Row, name: str) -> int:
    value = row.get(name)
    return int(value) if isinstance(value, int | float | Decimal) else 0


def _number(value: int) -> str:
    return f"{value:,}"


def _shown(value: object) -> Text:
    """Return a cell as text that rich does not interpret; empty for None."""
    return Text(visible(plain(value)))
