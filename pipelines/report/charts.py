"""Small bar charts as inline SVG: direct labels, zero baseline, colours from the page's palette.

[Bar] ─bars─▶ SVG that takes its colours from CSS variables and names itself to screen readers
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import east_asian_width

from lxml import etree
from markupsafe import Markup

from pipelines.report.escaping import visible

WIDTH: Final = 320
"""User units, and pixels where there is room: a phone of 360 shows them at their size."""

_LINE, _BAR, _GAP, _SIZE = 17, 9, 11, 13
_APART: Final = 14
_SVG: Final = "{http://www.w3.org/2000/svg}"
_KEPT: Final = frozenset(
    {
        *("d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "transform"),
        *("fill", "stroke", "stroke-width", "text-anchor", "font-size", "font-weight"),
    }
)
"""Attributes that draw; no style, script or address is among them."""


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
    import vl_convert

    labels = [_lines(row) for row in rows]
    top = _LINE * max(map(len, labels))
    step = top + _BAR + _GAP
    drawn = vl_convert.vegalite_to_svg(_chart(rows, labels, top=top, step=step, most=most or _longest(rows)))
    return _inline(drawn, key=key, title=title, description=description)


def _longest(rows: Sequence[Bar]) -> float:
    return max(max(row.value, row.whole or 0, row.reference or 0) for row in rows)


def _lines(row: Bar) -> list[str]:
    """Return the label in lines that leave room for the value beside the last of them."""
    label = visible(f"{row.label} ({row.note})" if row.note else row.label)
    room = WIDTH - _APART - _text_width(row.shown)
    widest = max(_text_width(label) / max(len(label), 1), 1)
    return textwrap.wrap(label, max(int(room / widest), 8)) or [""]


def _text_width(text: str) -> float:
    """Return about how many pixels a text takes at most at 13 px in the fonts that systems have."""
    return sum(
        _SIZE
        if east_asian_width(letter) in "WF"
        else 4.5
        if letter in " .,:;'()|!il"
        else 9.5
        if letter.isupper()
        else 7.8
        for letter in text
    )


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
        base.mark_text(align="left", baseline="middle", fontSize=_SIZE, lineHeight=_LINE, fill="currentColor").encode(
            x=zero, y=alt.Y(**place("label_y")), text="label:N"
        ),
        base.mark_text(align="right", baseline="middle", fontSize=_SIZE, fontWeight=600, fill="currentColor").encode(
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
    return str(chart.configure_view(stroke=None).to_json())


def _inline(drawn: str, *, key: str, title: str, description: str) -> Markup:
    """Return what was drawn with a name and a description of our own, and without the drawing's words on itself."""
    root = etree.fromstring(drawn.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    view_box, width = root.get("viewBox"), root.get("width")
    for element in root.iter():
        element.tag = str(element.tag).removeprefix(_SVG)
        for name in set(element.attrib) - _KEPT:
            del element.attrib[name]
    for empty in [path for path in root.iter("path") if not path.get("fill") and not path.get("stroke")]:
        empty.getparent().remove(empty)
    etree.cleanup_namespaces(root)
    # The description is what one hears instead of the drawing; its texts are in the table beside it as well.
    names = {"title": (f"chart-{key}-title", title), "desc": (f"chart-{key}-desc", description)}
    for name, value in {
        "class": "chart",
        "viewBox": view_box,
        "width": width,
        "role": "img",
        "aria-labelledby": " ".join(each for each, _ in names.values()),
    }.items():
        root.set(name, value)
    for position, (tag, (identity, words)) in enumerate(names.items()):
        element = etree.Element(tag, id=identity)
        element.text = visible(words)
        root.insert(position, element)
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 - serialised from a tree: texts are escaped
