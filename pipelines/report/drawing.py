"""From a specification of Vega or Vega-Lite to a picture: inline SVG for a page, an SVG file, PNG. No browser, no network.

specification ─inline─▶ SVG in the colours of the page ─standalone─▶ SVG file in the colours of paper ─png─▶ PNG
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final
from unicodedata import east_asian_width

from lxml import etree
from markupsafe import Markup

from pipelines.report.escaping import visible

SIZE: Final = 13
"""Pixels of a letter of body size."""

TYPE: Final = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_DRAWN_TYPE: Final = "'Liberation Sans', 'Noto Sans', 'DejaVu Sans', sans-serif"
"""For PNG first the one that vl-convert carries: Latin, Greek and Cyrillic look the same on every machine."""

_DENSITY: Final = 2.0
"""Dots of a PNG for one pixel of the SVG."""

_SVG: Final = "{http://www.w3.org/2000/svg}"
_KEPT: Final = frozenset(
    {
        *("d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "transform"),
        *("fill", "stroke", "stroke-width", "text-anchor", "font-size", "font-weight"),
        *("fill-opacity", "stroke-opacity"),
    }
)
"""Attributes that draw; no style, script or address is among them."""

_VARIABLE: Final = re.compile(r"var\((--[a-z-]+)\)")
_HUE: Final = re.compile(r"^\s*(--[a-z-]+): light-dark\((#[0-9a-f]{6}), #[0-9a-f]{6}\);", re.MULTILINE)


def inline(specification: str | dict[str, Any], *, key: str, title: str, description: str) -> Markup:
    """Return a Vega-Lite chart as SVG that names itself to screen readers; its colours are the variables it was given.

    `key` (ours: it becomes part of ids) tells the charts of a page apart. The same values give the same bytes.
    """
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(specification)
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


def standalone(svg: Markup) -> str:
    """Return an inline chart as a file: on paper, with the light hues of the palette in place of its variables."""
    root = etree.fromstring(svg)
    del root.attrib["class"]
    width, height = root.get("viewBox").split()[2:]
    root.attrib.update({"width": width, "height": height, "font-family": TYPE, "color": _hues()["--ink"]})
    paper = etree.Element("rect", width=width, height=height, fill=_hues()["--ground"])
    root.insert(2, paper)  # after title and description
    for element in root.iter():
        for name, value in element.attrib.items():
            if value == "currentColor" or _VARIABLE.fullmatch(value):
                element.set(name, _hues()[value[4:-1] if value != "currentColor" else "--ink"])
    text = etree.tostring(root, encoding="unicode").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{text}\n"


def png(file: str) -> bytes:
    """Return what an SVG file shows, two dots for each of its pixels."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(file.replace(TYPE, _DRAWN_TYPE, 1), scale=_DENSITY)
    return drawn


def arranged(radii: Sequence[float], links: Sequence[tuple[int, int, float]]) -> tuple[tuple[float, float], ...]:
    """Return where to draw nodes so that those with strong links (0 to 1) are near and none covers another, by d3-force.

    The same nodes and links give the same places; only their proportions mean anything.
    """
    if not radii:
        return ()
    import vl_convert

    forces: list[dict[str, Any]] = [
        {"force": "nbody", "strength": -220},
        {"force": "x", "x": 0, "strength": 0.05},
        {"force": "y", "y": 0, "strength": 0.09},
        {"force": "collide", "radius": {"expr": "datum.datum.radius"}, "iterations": 4},
        {
            "force": "link",
            "links": "links",
            "distance": {"expr": "150 - 110 * datum.strength"},
            "strength": {"expr": "0.05 + 0.5 * datum.strength"},
        },
    ]
    graph = vl_convert.vega_to_scenegraph(
        {
            "$schema": "https://vega.github.io/schema/vega/v6.json",
            "width": 100,
            "height": 100,
            "data": [
                {"name": "nodes", "values": [{"radius": radius} for radius in radii]},
                {
                    "name": "links",
                    "values": [{"source": one, "target": other, "strength": much} for one, other, much in links],
                },
            ],
            "marks": [
                {
                    "type": "symbol",
                    "from": {"data": "nodes"},
                    "encode": {"enter": {"size": {"value": 1}}},
                    "transform": [{"type": "force", "static": True, "iterations": 400, "forces": forces}],
                }
            ],
        }
    )
    return tuple((float(item["x"]), float(item["y"])) for item in _symbols(graph["scenegraph"]))


def text_width(text: str, size: float = SIZE) -> float:
    """Return about how many pixels a text takes at most in the fonts that systems have."""
    units = sum(
        SIZE
        if east_asian_width(letter) in "WF"
        else 4.5
        if letter in " .,:;'()|!il"
        else 9.5
        if letter.isupper()
        else 7.8
        for letter in text
    )
    return units * size / SIZE


def _symbols(mark: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if mark.get("marktype") == "symbol":
        return list(mark["items"])
    return [found for each in mark.get("items", ()) for found in _symbols(each)]


@cache
def _hues() -> dict[str, str]:
    """Return the variables of the palette that have a hue, with that for paper."""
    sheet = (resources.files("pipelines.report") / "templates" / "tokens.css").read_text(encoding="utf-8")
    return dict(_HUE.findall(sheet))
