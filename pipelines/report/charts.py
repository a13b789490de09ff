"""Small bar charts as inline SVG: direct labels, zero baseline, colours from the page's palette.

[Bar] ─bars─▶ SVG that takes its colours from CSS variables and names itself to screen readers
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from pipelines.report.drawing import SIZE, inline, text_width
from pipelines.report.escaping import visible

WIDTH: Final = 320
"""User units, and pixels where there is room: a phone of 360 shows them at their size."""

_LINE, _BAR, _GAP = 17, 9, 11
_APART: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: a length from zero, its words, the CSS variable of its hue and what that means (`note`).

    `whole` draws a pale bar behind (a part of a whole), `reference` a tick (what the length is compared with).
    """

    label: str
    value: float
    shown: str
    hue: str
    note: str = ""
    whole: float | None = None
    reference: float | None = None


def bars(rows: Sequence[Bar], *, key: str, title: str, description: str, most: float | None = None) -> Markup:
    """Return the rows as horizontal bars below their labels, in the given order; nothing for no row.

    `key` (ours: it becomes part of ids) tells the charts of a page apart; `most` is the length that fills the width,
    for charts that are read side by side. The same rows give the same bytes.
    """
    if not rows:
        return Markup()
    labels = [_lines(row) for row in rows]
    top = _LINE * max(map(len, labels))
    step = top + _BAR + _GAP
    chart = _chart(rows, labels, top=top, step=step, most=most or _longest(rows))
    return inline(chart, key=key, title=title, description=description)


def _longest(rows: Sequence[Bar]) -> float:
    return max(max(row.value, row.whole or 0, row.reference or 0) for row in rows)


def _lines(row: Bar) -> list[str]:
    """Return the label in lines that leave room for the value beside the last of them."""
    label = visible(f"{row.label} ({row.note})" if row.note else row.label)
    room = WIDTH - _APART - text_width(row.shown)
    widest = max(text_width(label) / max(len(label), 1), 1)
    return textwrap.wrap(label, max(int(room / widest), 8)) or [""]


def _chart(rows: Sequence[Bar], labels: Sequence[list[str]], *, top: int, step: int, most: float) -> str:
    """Return the Vega-Lite specification. All places are in pixels: no scale decides what a reader compares."""
    import altair as alt

    scale = WIDTH / most if most else 0
    values = [
        {
            # A label of one line stands right above its bar, also where its neighbours need two.
            "label_y": at * step + top - _LINE * len(lines) + _LINE / 2 + 1,
            "value_y": at * step + top - _LINE / 2 + 1,
            "bar_y": at * step + top + 2,
            "bar_y2": at * step + top + 2 + _BAR,
            "tick_y": at * step + top - 1,
            "tick_y2": at * step + top + 5 + _BAR,
            "value_x": round(row.value * scale, 2),
            "whole_x": round((row.whole or 0) * scale, 2),
            "reference_x": None if row.reference is None else min(max(round(row.reference * scale, 2), 1), WIDTH - 1),
            "zero": 0,
            "label": lines,
            "shown": visible(row.shown),
            "fill": f"var({row.hue})",
        }
        for at, (row, lines) in enumerate(zip(rows, labels, strict=True))
    ]

    def place(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": None, "axis": None}

    base = alt.Chart(alt.Data(values=values))  # type: ignore[no-untyped-call] # generated class without annotations
    zero = alt.X(**place("zero"))
    span = {"x": zero, "y": alt.Y(**place("bar_y")), "y2": alt.Y2("bar_y2")}
    layers = [
        base.mark_rect(fill="var(--rule)").encode(x2=alt.X2("whole_x"), **span),
        base.mark_rect().encode(x2=alt.X2("value_x"), fill=alt.Fill("fill:N", scale=None), **span),
        base.transform_filter("isValid(datum.reference_x)")
        .mark_rule(stroke="currentColor", strokeWidth=2)
        .encode(x=alt.X(**place("reference_x")), y=alt.Y(**place("tick_y")), y2=alt.Y2("tick_y2")),
        base.mark_text(align="left", baseline="middle", fontSize=SIZE, lineHeight=_LINE, fill="currentColor").encode(
            x=zero, y=alt.Y(**place("label_y")), text="label:N"
        ),
        base.mark_text(align="right", baseline="middle", fontSize=SIZE, fontWeight=600, fill="currentColor").encode(
            x=alt.value(WIDTH), y=alt.Y(**place("value_y")), text="shown:N"
        ),
    ]
    chart = alt.layer(*layers).properties(
        width=WIDTH,
        height=step * len(rows) - _GAP + 6,
        padding=0,
        autosize=alt.AutoSizeParams(type="none"),
        background="transparent",
    )
    # What we write does not change with the rows: checking it against the schema of Vega-Lite took half of the time.
    return str(chart.configure_view(stroke=None).to_json(validate=False))
