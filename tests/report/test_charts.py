"""Bar charts as SVG: what is drawn, in which words, and that nothing of a label becomes mark-up."""

import re

import pytest
from lxml import etree

from pipelines.report import charts
from pipelines.report.charts import Bar

HOSTILE = '<script>alert(1)</script>" onerror=x {{7*7}} \u202eevil'
LONG = "Министерство иностранных дел Донаудампфшиффартсгезельшафт и партнёры по переговорам"


def bar(label="Someone", value=3, **others):
    return Bar(**{"label": label, "value": value, "shown": str(value), "hue": "--mediator", **others})


def drawn(*rows, **others):
    given = {"key": "test", "title": "A title", "description": "A description", **others}
    return etree.fromstring(charts.bars(rows, **given))


def lengths(svg, fill):
    return [
        float(re.match(r"M0,[\d.]+h([\d.]+)v", path.get("d"))[1]) for path in svg.iterfind(f".//path[@fill='{fill}']")
    ]


def texts(svg):
    return [" ".join(text.itertext()) for text in svg.iter("text")]


def test_bars_start_at_zero_and_are_as_long_as_their_values():
    svg = drawn(bar(value=4), bar(value=1), bar(value=0))
    assert lengths(svg, "var(--mediator)") == [320, 80, 0]


def test_the_longest_of_what_is_shown_fills_the_width():
    svg = drawn(bar(value=2, whole=8, reference=4))
    assert lengths(svg, "var(--rule)") == [320]
    assert lengths(svg, "var(--mediator)") == [80]
    assert [line.get("transform") for line in svg.iter("line")] == ["translate(160,16)"]


def test_charts_that_are_read_side_by_side_share_a_scale():
    assert lengths(drawn(bar(value=2), most=4), "var(--mediator)") == [160]


def test_every_row_has_its_label_and_its_value():
    svg = drawn(bar("One", 12, shown="12, mean 3"), bar("Two", 1, note="Mediator"))
    assert sorted(texts(svg)) == ["1", "12, mean 3", "One", "Two (Mediator)"]


def test_a_long_label_is_broken_and_whole():
    svg = drawn(bar(LONG), bar("Short"))
    (label,) = [text for text in svg.iter("text") if len(text) > 1]
    lines = [part.text for part in label]
    assert " ".join(lines) == LONG
    assert len(lines) > 1
    # In the widest system font a letter is hardly above 8 units wide; the picture has 320.
    assert max(map(len, lines)) * 8 <= charts.WIDTH
    assert len({part.get("dy") or part.get("y") for part in label}) == len(lines) or label[1].get("dy")


def test_it_names_itself():
    svg = drawn(bar(), key="some")
    assert svg.get("role") == "img"
    assert svg.get("class") == "chart"
    assert [svg.find(f"*[@id='{each}']").text for each in svg.get("aria-labelledby").split()] == [
        "A title",
        "A description",
    ]
    assert svg.get("viewBox").startswith("0 0 320 ")
    assert svg.get("height") is None


def test_two_charts_of_a_page_share_no_id():
    one, other = ({e.get("id") for e in drawn(bar(), key=key).iter() if e.get("id")} for key in ("one", "other"))
    assert one
    assert other
    assert not one & other


def test_the_same_rows_give_the_same_bytes():
    rows = [bar("Ф", 2.5, whole=7, reference=1.25), bar(LONG, 1)]
    made = [charts.bars(rows, key="k", title="t", description="d") for _ in range(3)]
    assert len(set(made)) == 1


def test_no_row_is_no_chart():
    assert charts.bars([], key="k", title="t", description="d") == ""


def test_all_zero_is_a_chart_without_lengths():
    assert lengths(drawn(bar(value=0)), "var(--mediator)") == [0]


@pytest.mark.parametrize("field", ["label", "note", "shown"])
def test_what_others_wrote_is_text(field):
    svg = drawn(bar(**{field: HOSTILE}), title=HOSTILE, description=HOSTILE)
    assert {element.tag for element in svg.iter()} <= {"svg", "title", "desc", "g", "path", "text", "tspan"}
    assert not [name for element in svg.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    heard = " ".join(svg.itertext())
    assert "<script>alert(1)</script>" in heard
    assert r"\u202eevil" in heard
    assert "\u202e" not in heard


def test_colours_come_from_the_page_and_nothing_from_elsewhere():
    svg = charts.bars([bar(reference=1, whole=4)], key="k", title="t", description="d")
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) == {
        "none",
        "var(--mediator)",
        "var(--rule)",
        "currentColor",
    }
    assert not re.search(r"http|url\(|style=|xmlns", svg)
