"""Walls are told from articles, in eight languages; articles about walls are articles."""

import html
import pathlib

import pytest
import yaml

from pipelines.extract import extract
from pipelines.records import Article, Reason

DATA = pathlib.Path(__file__).parent / "data"
WALLS = yaml.safe_load((DATA / "walls.yml").read_text("utf-8"))
MET = yaml.safe_load((DATA / "walls_met.yml").read_text("utf-8"))
ABOUT = yaml.safe_load((DATA / "about_walls.yml").read_text("utf-8"))

MENU = "<nav><ul>" + "".join(f"<li><a href=/s{n}>Section {n}</a></li>" for n in range(12)) + "</ul></nav>"
TEASERS = "<h2>Most read</h2><ul>" + "".join(
    f"<li><a href=/a{n}>Teaser number {n} tells in one line of what has happened on the day</a></li>" for n in range(10)
) + "</ul>"  # fmt: skip
FOOTER = "<footer><p>Harbour Courier, all rights reserved. Privacy policy. Contact. Advertise with us.</p></footer>"
DECLARED = '<meta property="og:type" content="article"><script type="application/ld+json">{"@type": "NewsArticle", "headline": "x"}</script>'


def page(case, *, head="", around=(MENU, TEASERS + FOOTER)):
    before, after = ("", "") if case.get("bare") else around
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in case["lines"])
    title = html.escape(case["title"])
    heading = html.escape(case.get("heading", case["title"]))
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{before}<main><h1>{heading}</h1>"
        f"{lines}{case.get('below', '')}</main>{after}</body></html>"
    ).encode()


@pytest.mark.parametrize(("kind", "language"), [(kind, language) for kind in WALLS for language in WALLS[kind]])
def test_walls(document, kind, language):
    rejected = extract(document(page(WALLS[kind][language]), url="https://press.example/world/talks-7"))
    assert (rejected.reason, rejected.detail) == (Reason.SOFT_BLOCK, kind)


@pytest.mark.parametrize("bare", [False, True], ids=["furnished", "bare"])
@pytest.mark.parametrize(
    ("kind", "said"), [(kind, said) for kind in MET for said in MET[kind]], ids=lambda each: each[0]
)
def test_walls_as_they_are_met(document, entry, kind, said, bare):
    title, heading, line = said
    body = page({"title": title, "heading": heading, "lines": [line], "bare": bare})
    entitled = title.partition(" | ")[0] if kind == "paywall" else "Envoys meet in Istanbul again"
    rejected = extract(document(body, url="https://press.example/world/talks-7"), entry(title=entitled))
    assert rejected.reason in {Reason.SOFT_BLOCK, Reason.EXTRACT_EMPTY}
    assert rejected.reason == Reason.EXTRACT_EMPTY or rejected.detail == kind


@pytest.mark.parametrize("case", ABOUT, ids=lambda case: case["title"])
def test_what_the_feed_announced_is_no_wall(document, entry, case):
    result = extract(document(page(case), url="https://press.example/world/talks-7"), entry(title=case["title"]))
    assert isinstance(result, Article), result


@pytest.mark.parametrize("declared", [False, True], ids=["plain", "declared"])
@pytest.mark.parametrize("case", ABOUT, ids=lambda case: case["title"])
def test_articles_about_walls(document, case, declared):
    if case.get("article") and not declared:
        return
    result = extract(document(page(case, head=DECLARED if declared else ""), url="https://press.example/world/talks-7"))
    assert isinstance(result, Article), result
    assert case["lines"][0] in result.text


def test_every_kind_is_held_in_every_language():
    assert all(set(cases) == {"en", "uk", "ru", "tr", "de", "fr", "pl", "cs"} for cases in WALLS.values())
    assert len(ABOUT) >= 20
