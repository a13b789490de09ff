"""Pictures: what is drawn stands in the rows, nothing of a name becomes mark-up, and the same rows give the same bytes."""

import re
import struct
from datetime import date
from itertools import combinations
from types import SimpleNamespace

import pytest
from lxml import etree

from pipelines.report import plots
from pipelines.report.drawing import text_width
from pipelines.report.plot_network import NEAREST, Link, near

HOSTILE = '<script>alert(1)</script>" onload=x {{7*7}} datum.x \u202eevil'
FIRST, SECOND = date(2025, 5, 16), date(2025, 5, 17)
PERIOD = plots.Period(since=FIRST, until=date(2025, 5, 19), talks={FIRST: 8, SECOND: 4})
SVG = "{http://www.w3.org/2000/svg}"
SIDES = {"north": ("North", "first-party"), "south": ("South", "second-party"), "islands": ("Islands", "other-side")}


def sided(side):
    word, hue = SIDES.get(side, ("No side", "no-side"))
    return SimpleNamespace(word=word, hue=hue)


def voice(day, name, articles, side="north"):
    whole = PERIOD.talks[day]
    return {
        "day_on": day, "voice": name, "name": name, "side": side, "articles": articles, "originals": articles,
        "day_articles": whole, "article_share": articles / whole,
    }  # fmt: skip


def shares(name="Anya"):
    rows = [voice(FIRST, name, 8), voice(SECOND, name, 2), voice(FIRST, "Бора", 2, "south")]
    return plots.share_of_voice(rows, PERIOD, "actor", sided)


def net(names, side="north"):
    actors = [
        {"actor": f"a{at:02}", "name": name, "side": side, "articles": 100 - at, "originals": 9}
        for at, name in enumerate(names)
    ]
    pairs = [
        {"actor": one["actor"], "other_actor": other["actor"], "articles": 1 + (at * 7) % 11, "originals": 1}
        for at, (one, other) in enumerate(combinations(actors, 2))
    ]
    return plots.network(actors, pairs, PERIOD, sided)


def drawn(picture):
    return etree.fromstring(picture.svg().encode())


def texts(svg):
    return ["".join(each.itertext()) for each in svg.iter(f"{SVG}text")]


def boxes(svg, fill):
    """Widths and heights of the boxes of a colour, in the order of the rows."""
    paths = [each.get("d") for each in svg.iter(f"{SVG}path") if each.get("fill") == fill]
    return [
        tuple(map(float, re.fullmatch(r"M[\d.]+,[\d.]+h([\d.]+)v([\d.]+)h-[\d.]+Z", path).groups())) for path in paths
    ]


def test_bars_begin_at_zero_and_share_one_scale():
    svg = drawn(shares())
    heights = [height for _, height in boxes(svg, "#0067a5")] + [height for _, height in boxes(svg, "#b34700")]
    assert [round(height / max(heights), 3) for height in heights] == [1, 0.5, 0.25]
    # A day of which nothing is held has no line, one without the actor has.
    assert len(boxes(svg, "#d5d9de")) == 4


def test_each_row_bears_its_name_its_side_and_its_figures():
    shown = texts(drawn(shares()))
    assert {"Anya", "North", "Бора", "South", "100\u2009%", "50\u2009%", "25\u2009%", "83\u2009%", "10 of 12"} <= {
        *shown
    }
    assert {"16 May", "17 May", "18 May"} <= {*shown}


def test_a_file_names_itself_and_fetches_nothing():
    svg = drawn(shares())
    assert svg.tag == f"{SVG}svg"
    assert svg.find(f"{SVG}title").text == "Share of voice of 2 actors, 16 to 18 May 2025"
    assert "Anya 83\u2009% (10 of 12)" in svg.find(f"{SVG}desc").text
    assert not re.search(r"var\(|currentColor|href|url\(|style=", shares().svg())
    assert re.search(r'fill="var\(--first-party\)"', shares().inline())


def test_rounds_are_marked_on_the_days_on_which_they_took_place():
    row = {"round": "r", "name": "Harbour talks", "originals": 1, "statements": 2, "new_claims": 3}
    rows = [
        {**row, "day_on": FIRST, "is_on": True, "articles": 4},
        {**row, "day_on": SECOND, "is_on": False, "articles": 2},
    ]
    never = {**row, "round": "q", "name": "Never", "day_on": FIRST, "is_on": False, "articles": 0}
    picture = plots.timeline([*rows, never], PERIOD)
    svg = drawn(picture)
    assert [height for _, height in boxes(svg, "#1a1d21")] == [3]
    assert {"Harbour talks", "6 articles", "6 new claims"} <= {*texts(svg)}
    assert "Never" not in texts(svg)
    assert len(picture.rows) == 3


def test_a_network_draws_of_each_actor_what_it_has_most_in_common_with():
    links = [
        Link(key=one, other_key=other, articles=1, weight=weight)
        for (one, other), weight in zip(combinations("abcdef", 2), [each / 15 for each in range(15)], strict=True)
    ]
    found = near(links)
    for name in "abcdef":
        its = sorted((each for each in links if name in {each.key, each.other_key}), key=lambda each: -each.weight)
        assert {*its[:NEAREST]} <= {*found}
    assert len(found) < len(links)


def test_forty_names_can_be_read():
    names = [f"Somebody Ødegård {at}" for at in range(40)]
    svg = drawn(net(names))
    begins = {"start": 0, "middle": 0.5, "end": 1}
    labels = [
        (
            float(x) + (0.5 - begins[each.get("text-anchor")]) * text_width("".join(each.itertext()), 12),
            float(y),
            "".join(each.itertext()),
        )
        for each in svg.iter(f"{SVG}text")
        if each.get("fill") == "#1a1d21" and "Ødegård" in "".join(each.itertext())
        for x, y in [re.search(r"translate\(([-\d.]+),([-\d.]+)\)", each.get("transform")).groups()]
    ]
    assert len(labels) == 40
    for x, _, words in labels:
        assert abs(x - 360) <= 360.1 - text_width(words, 12) / 2
    covered = [
        (one, other)
        for one, other in combinations(labels, 2)
        if abs(one[1] - other[1]) < 9
        and abs(one[0] - other[0]) < (text_width(one[2], 12) + text_width(other[2], 12)) * 0.4
    ]
    assert len(covered) <= 2, covered


def test_sides_of_one_hue_differ_in_shape():
    actors = [
        {"actor": side, "name": side, "side": side, "articles": 9, "originals": 9}
        for side in ("islands", "hills", "north")
    ]
    others = {"islands": "Islands", "hills": "Hills"}
    picture = plots.network(
        actors,
        [],
        PERIOD,
        lambda side: SimpleNamespace(word=others[side], hue="other-side") if side in others else sided(side),
    )
    svg = drawn(picture)
    # Two in the picture, two beside it to say what they mean.
    assert len({each.get("d") for each in svg.iter(f"{SVG}path") if each.get("fill") == "#8b3f73"}) == 4
    assert {"Islands", "Hills", "North"} <= {*texts(svg)}


@pytest.mark.parametrize("picture", [shares(HOSTILE), net([HOSTILE, "Other"])], ids=["shares", "network"])
def test_what_others_wrote_is_text(picture):
    svg = drawn(picture)
    assert {etree.QName(each).localname for each in svg.iter()} <= {
        "svg", "title", "desc", "rect", "g", "path", "line", "text", "tspan",
    }  # fmt: skip
    assert not [
        name for each in svg.iter() for name in each.attrib if name.startswith("on") or name in {"style", "href"}
    ]
    heard = "".join(svg.itertext())
    assert "<script>" in heard
    assert "\u202e" not in heard
    assert picture.rows[0][1] == HOSTILE


def test_the_same_rows_give_the_same_bytes_and_a_png_twice_as_dense():
    names = [f"Name {at}" for at in range(12)]
    assert net(names).svg() == net(names).svg()
    one, other = (shares().png() for _ in range(2))
    assert one == other
    assert one[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", one[16:24])
    svg = drawn(shares())
    assert (width, height) == (2 * float(svg.get("width")), 2 * float(svg.get("height")))
