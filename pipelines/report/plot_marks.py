"""What pictures are made of: texts, boxes, lines and shapes at given pixels, as layers of one Vega-Lite chart.

All places are in pixels from the upper left corner; what a reader compares is computed by whoever places it. Colours are
`currentColor` or variables of the page's palette.
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pipelines.report.drawing import SIZE, text_width
from pipelines.report.escaping import visible

WIDTH: Final = 720
"""Pixels across of every picture: what a page of text is wide."""

_MARGIN: Final = 16

SMALL: Final = 11.5
HEADING: Final = 18
INK, QUIET, RULE, GROUND = "currentColor", "var(--quiet)", "var(--rule)", "var(--ground)"

Layer = dict[str, Any]
Place = Mapping[str, Any]


def chart(layers: Iterable[Layer | None], height: float) -> Layer:
    """Return the layers as one specification, the first at the bottom."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": round(height),
        "padding": _MARGIN,
        "autosize": "none",
        "background": "transparent",
        "config": {"view": {"stroke": None}},
        "layer": [layer for layer in layers if layer],
    }


def texts(
    places: Sequence[Place],
    *,
    align: str = "left",
    size: float = SIZE,
    weight: int = 400,
    fill: str = INK,
    halo: float = 0,
) -> Layer | None:
    """Return texts, each a mapping with `x`, `y` (its middle) and `text`; `halo` is the width of a stroke around."""
    mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": size, "fontWeight": weight, "fill": fill}
    if halo:
        mark |= {"stroke": fill, "strokeWidth": halo}
    shown = [{**place, "text": visible(str(place["text"]))} for place in places]
    return _layer(mark, shown, ("x", "y"), text={"field": "text", "type": "nominal"})


def boxes(places: Sequence[Place]) -> Layer | None:
    """Return filled boxes, each a mapping with `x`, `x2`, `y`, `y2` and `fill`."""
    return _layer({"type": "rect"}, places, ("x", "x2", "y", "y2"), fill=_as_given("fill"))


def lines(places: Sequence[Place], *, opacity: float = 1) -> Layer | None:
    """Return straight lines, each a mapping with `x`, `x2`, `y`, `y2`, `width` and `stroke`."""
    return _layer(
        {"type": "rule", "strokeOpacity": opacity},
        places,
        ("x", "x2", "y", "y2"),
        stroke=_as_given("stroke"),
        strokeWidth=_as_given("width", "quantitative"),
    )


def shapes(places: Sequence[Place]) -> Layer | None:
    """Return shapes, each a mapping with `x`, `y`, `area`, `shape`, `fill` and `stroke`."""
    return _layer(
        {"type": "point", "filled": True, "strokeWidth": 1.5, "opacity": 1},
        places,
        ("x", "y"),
        size=_as_given("area", "quantitative"),
        shape=_as_given("shape"),
        fill=_as_given("fill"),
        stroke=_as_given("stroke"),
    )


def paragraph(words: str, *, x: float, y: float, width: float, size: float = SMALL) -> tuple[list[Place], float]:
    """Return the lines of a text from `y` (the middle of the first) on, and where the next one would stand."""
    found = wrapped(words, width, size)
    return [{"x": x, "y": y + at * size * 1.4, "text": line} for at, line in enumerate(found)], y + len(
        found
    ) * size * 1.4


def wrapped(words: str, width: float, size: float = SIZE, most: int | None = None) -> list[str]:
    """Return a text in lines that fit a width, the last of `most` lines ending with … if there is more."""
    shown = visible(words)
    letter = max(text_width(shown, size) / max(len(shown), 1), 1)
    found = textwrap.wrap(shown, max(int(width / letter), 8)) or [""]
    if most is None or len(found) <= most:
        return found
    return [*found[: most - 1], found[most - 1][: max(int(width / letter), 8) - 1] + "…"]


def _layer(mark: Layer, places: Sequence[Place], pixels: Sequence[str], **encoding: Layer) -> Layer | None:
    if not places:
        return None
    given = {name: {"field": name, **({} if name.endswith("2") else _PIXEL)} for name in pixels}
    return {"mark": mark, "data": {"values": [dict(place) for place in places]}, "encoding": {**given, **encoding}}


_PIXEL: Final = {"type": "quantitative", "scale": None, "axis": None}


def _as_given(name: str, kind: str = "nominal") -> Layer:
    return {"field": name, "type": kind, "scale": None, "legend": None}
