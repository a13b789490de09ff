"""A network of actors: who is named in how many articles, and with whom.

[Node], [Link] ─near─▶ links that are drawn ─network─▶ specification
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.report import plot_marks as marks
from pipelines.report.drawing import arranged, text_width
from pipelines.report.pages import number
from pipelines.report.plot_marks import SMALL, WIDTH, Layer, Place

NEAREST: Final = 3
"""Links of a node that are drawn at least: in talks everybody is named with everybody, and all lines would be a ball."""

SHAPES: Final = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "triangle-down",
    "cross",
    "triangle-right",
    "triangle-left",
)
NO_SIDE: Final = "no-side"

_LARGEST: Final = 22.0
_SMALLEST: Final = 3.5
_WIDEST: Final = 9.0
_THINNEST: Final = 0.7
"""Of what is hardly there a little is seen: it is not nothing."""

_LABEL: Final = 12
_TALL: Final = 15
_MARGIN: Final = 34
_LONGEST: Final = 215
_FIRST_HUES: Final = ("first-party", "second-party", "mediator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor, its side in words with the name of its hue, and the articles that name it."""

    key: str
    label: str
    side: str
    hue: str
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two actors and the articles that name both. `weight` is their part of all that name one of the two, 0 to 1."""

    key: str
    other_key: str
    articles: int
    weight: float


def near(links: Sequence[Link]) -> list[Link]:
    """Return the links that are among the strongest of one of their ends, in the given order."""
    drawn: set[tuple[str, str]] = set()
    held: Counter[str] = Counter()
    for link in sorted(links, key=lambda each: (-each.weight, each.key, each.other_key)):
        if min(held[link.key], held[link.other_key]) < NEAREST:
            drawn.add((link.key, link.other_key))
            held.update((link.key, link.other_key))
    return [link for link in links if (link.key, link.other_key) in drawn]


def network(nodes: Sequence[Node], links: Sequence[Link], *, heading: str, subheading: str, notes: str) -> Layer:
    """Return the chart. Areas and widths of lines begin at zero; each node bears its name and its number."""
    radii = _radii(nodes)
    intro, top = marks.paragraph(subheading, x=0, y=40, width=WIDTH)
    height = 260 + 9 * len(nodes)
    places = _places(nodes, links, radii, top=top, height=height)
    shapes = _shapes(nodes)
    most = max((link.articles for link in links), default=1)
    lines = [
        {
            "x": places[link.key][0],
            "y": places[link.key][1],
            "x2": places[link.other_key][0],
            "y2": places[link.other_key][1],
            "width": round(max(_WIDEST * link.articles / most, _THINNEST), 2),
            "stroke": marks.QUIET,
        }
        for link in sorted(links, key=lambda each: each.articles)
    ]
    drawn = [
        _shape(*places[node.key], radii[node.key], shapes[node.side], node.hue)
        for node in sorted(nodes, key=lambda each: -each.articles)
    ]
    labels = _labels(nodes, places, radii, top, top + height)
    legend, below = _legend(nodes, shapes, top + height + 18)
    outro, bottom = marks.paragraph(notes, x=0, y=below + 24, width=WIDTH)
    return marks.chart(
        [
            marks.texts([{"x": 0, "y": 14, "text": heading}], size=marks.HEADING, weight=600),
            marks.texts([*intro, *outro], size=SMALL, fill=marks.QUIET),
            marks.lines(lines, opacity=0.35),
            marks.shapes([*drawn, *(each for each, _ in legend)]),
            marks.texts([each for _, each in legend], size=_LABEL),
            *(
                marks.texts(given, align=align, size=_LABEL, fill=marks.GROUND, halo=3)
                for align, given in labels.items()
            ),
            *(marks.texts(given, align=align, size=_LABEL) for align, given in labels.items()),
        ],
        bottom,
    )


def _radii(nodes: Sequence[Node]) -> dict[str, float]:
    most = max((node.articles for node in nodes), default=1)
    return {node.key: max(_LARGEST * math.sqrt(node.articles / most), _SMALLEST) for node in nodes}


def _shapes(nodes: Sequence[Node]) -> dict[str, str]:
    """Return a shape for each side: the parties and mediators have the first, the others those that are left."""
    hues = {node.side: node.hue for node in nodes}
    found = {side: SHAPES[_FIRST_HUES.index(hue)] for side, hue in hues.items() if hue in _FIRST_HUES}
    others = sorted(side for side, hue in hues.items() if hue not in {*_FIRST_HUES, NO_SIDE})
    free = SHAPES[len(_FIRST_HUES) :]
    found |= {side: free[at % len(free)] for at, side in enumerate(others)}
    return {side: found.get(side, SHAPES[0]) for side in hues}


def _places(
    nodes: Sequence[Node], links: Sequence[Link], radii: Mapping[str, float], *, top: float, height: float
) -> dict[str, tuple[float, float]]:
    """Return the middle of each node, the whole stretched to fill the picture."""
    at = {node.key: position for position, node in enumerate(nodes)}
    found = arranged(
        [radii[node.key] + 10 for node in nodes],
        [(at[link.key], at[link.other_key], link.weight) for link in links],
    )

    def fitted(values: Sequence[float], low: float, high: float) -> list[float]:
        least, most = min(values, default=0), max(values, default=0)
        scale = (high - low) / (most - least) if most > least else 0
        middle = low if scale else (low + high) / 2
        return [round(middle + (value - least) * scale, 1) for value in values]

    across = fitted([x for x, _ in found], 2.2 * _MARGIN, WIDTH - 2.2 * _MARGIN)
    down = fitted([y for _, y in found], top + _MARGIN, top + height - _MARGIN)
    return {node.key: place for node, place in zip(nodes, zip(across, down, strict=True), strict=True)}


def _shape(x: float, y: float, radius: float, shape: str, hue: str) -> Place:
    """Return a shape of the area of a circle; without a side it is empty inside."""
    return {
        "x": x,
        "y": y,
        "area": round(math.pi * radius**2, 1),
        "shape": shape,
        "fill": marks.GROUND if hue == NO_SIDE else f"var(--{hue})",
        "stroke": f"var(--{hue})" if hue == NO_SIDE else marks.GROUND,
    }


_Box = tuple[float, float, float, float]

_AROUND: Final = ((0, 1), (1, 0), (-1, 0), (0, -1), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8))
"""Places around a node, the first that covers least is taken: below, right, left, above, the corners."""

_EDGES: Final = {"center": 0.0, "left": -0.5, "right": 0.5}
"""Where a text begins or ends, in widths from its middle: fonts differ, and the end at the node must be near it."""


def _labels(
    nodes: Sequence[Node],
    places: Mapping[str, tuple[float, float]],
    radii: Mapping[str, float],
    top: float,
    bottom: float,
) -> dict[str, list[Place]]:
    """Return the names with their numbers by alignment, each at that side of its node where it covers least."""
    taken: list[_Box] = [
        (x - radii[key] * 0.9, y - radii[key] * 0.9, x + radii[key] * 0.9, y + radii[key] * 0.9)
        for key, (x, y) in places.items()
    ]
    labels: dict[str, list[Place]] = {align: [] for align in _EDGES}
    for node in sorted(nodes, key=lambda each: (-each.articles, each.key)):
        (name,) = marks.wrapped(node.label, _LONGEST, _LABEL, most=1)
        words = f"{name} {number(node.articles)}"
        width = text_width(words, _LABEL)
        x, y = places[node.key]
        radius = radii[node.key]
        aside, above = radius + 4 + width / 2, radius + 2 + _TALL / 2
        tried = [
            (
                "center" if not across else "left" if across > 0 else "right",
                min(max(x + across * aside, width / 2), WIDTH - width / 2),
                min(max(y + down * above, top), bottom),
            )
            for across, down in _AROUND
        ]
        boxes = [(a - width / 2, b - _TALL / 2, a + width / 2, b + _TALL / 2) for _, a, b in tried]
        best = min(range(len(boxes)), key=lambda at: (sum(_common(boxes[at], other) for other in taken), at))
        taken.append(boxes[best])
        align, middle, height = tried[best]
        labels[align].append({"x": round(middle + _EDGES[align] * width, 1), "y": round(height, 1), "text": words})
    return labels


def _common(one: _Box, other: _Box) -> float:
    """Return the area that two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _legend(nodes: Sequence[Node], shapes: Mapping[str, str], y: float) -> tuple[list[tuple[Place, Place]], float]:
    """Return shape and word of each side in lines, those with most articles first, and where the last line stands."""
    weights: Counter[tuple[str, str]] = Counter()
    for node in nodes:
        weights[node.side, node.hue] += node.articles
    found: list[tuple[Place, Place]] = []
    x = 8.0
    for (side, hue), _ in sorted(weights.items(), key=lambda each: (-each[1], each[0])):
        (word,) = marks.wrapped(side, _LONGEST, _LABEL, most=1)
        width = text_width(word, _LABEL) + 40
        if x > 8 and x + width > WIDTH:
            x, y = 8.0, y + 20
        found.append((_shape(x, y, 6, shapes[side], hue), {"x": x + 12, "y": y, "text": word}))
        x += width
    return found, y
