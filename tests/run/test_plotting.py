"""`trucewatch plot` on the newsroom: each figure is that of the view, and the guide's commands do what it says."""

import csv
import io
import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "draw-a-picture.md"
COMMANDS = [
    shlex.split(line) for line in re.findall(r"^\$ trucewatch (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
]
COVERAGE = "select day_on, outlets as voice, talks_articles as articles from coverage_by_outlets_daily where talks_articles > 0"
VIEWS = {
    "actor": "select day_on, actor as voice, articles from share_of_voice_daily as v "
    "where v.actor not in (select actor_id from actors where type = 'place')",
    "side": "select day_on, side as voice, articles from side_voice_daily",
    **{by: f"{COVERAGE} and grouped_by = '{by}'" for by in ("outlet", "language")},
    "outlet-side": f"{COVERAGE} and grouped_by = 'side'",
}
pytestmark = pytest.mark.slow


def rows(shop, *words):
    text = shop.call("plot", *words, "--format", "csv", "--out", "-")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def told(monkeypatch, two_days):
    """Pictures of the newsroom as values."""
    from pipelines.run import plotting

    monkeypatch.setenv("TRUCEWATCH_DATA", str(two_days.data))
    monkeypatch.setenv("TRUCEWATCH_PACK", two_days.environment["TRUCEWATCH_PACK"])
    return plotting.picture


@pytest.mark.parametrize("by", VIEWS)
def test_shares_are_those_of_the_view(told, two_days, by):
    picture = told("share-of-voice", by=by, top=5)
    found = {(row[0], row[1]): row[4] for row in picture.rows}
    totals: dict = {}
    view = {(row["day_on"], row["voice"]): row["articles"] for row in two_days.rows(VIEWS[by])}
    for (_, voice), articles in view.items():
        totals[voice] = totals.get(voice, 0) + articles
    chosen = {voice for _, voice in found}
    assert 1 < len(chosen) <= 5
    assert found == {key: articles for key, articles in view.items() if key[1] in chosen}
    assert min(totals[voice] for voice in chosen) >= max(
        (articles for voice, articles in totals.items() if voice not in chosen), default=0
    )
    talks = {
        row["day_on"]: row["n"]
        for row in two_days.rows("select day_on, count(*) as n from talks_articles group by all")
    }
    assert all(row[6] == talks[row[0]] and row[7] == round(row[4] / row[6], 6) for row in picture.rows)


def test_the_timeline_is_that_of_the_view(told, two_days):
    found = told("timeline", since=date(2025, 5, 17), until=date(2025, 5, 18))
    view = two_days.rows("select * from timeline where day_on = date '2025-05-17'")
    key = str
    assert sorted(found.rows, key=key) == sorted((tuple(row[name] for name in found.columns) for row in view), key=key)


def test_pairs_are_those_of_the_view(told, two_days):
    found = told("network", top=6)
    view = {(row["actor"], row["other_actor"]): row for row in two_days.rows("select * from co_mention_network")}
    assert len(found.rows) == 6 * 5 / 2
    for actor, _, _, other, _, _, articles, originals, weight, _ in found.rows:
        row = view[actor, other]
        assert (articles, originals, weight) == (row["articles"], row["originals"], row["weight"])
    assert "Russia and Ukraine" in found.description


def test_the_commands_of_the_guide_do_what_it_says(after_two_days):
    shop = after_two_days
    said = [shop.call(*words) for words in COMMANDS]
    assert len(said) == 6
    home = shop.data / "exports"
    assert {each.name for each in home.glob("*.*g")} == {"share-of-voice.svg"}
    assert said[0] == f"{home / 'share-of-voice.svg'}\n"
    here = shop.data.parent
    for name in ("timeline.svg", "network.svg"):
        assert etree.fromstring((here / name).read_bytes()).tag.endswith("}svg")
    assert (here / "outlets.png").read_bytes().startswith(b"\x89PNG")
    assert said[4].startswith("day_on ")
    assert said[5].splitlines()[0] in GUIDE.read_text(encoding="utf-8")
    assert len(rows(shop, "network", "--top", "3")) == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["pie"], 2, "share-of-voice, timeline, network"),
        (["share-of-voice", "--by", "moon"], 2, "ownership"),
        (["network", "--top", "900"], 2, "Choose from 1 to"),
        (["timeline", "--since", "2025-05-17", "--until", "2025-05-17"], 2, "--until is the first day"),
        (["timeline", "--since", "2020-01-01"], 2, "366"),
        (["timeline", "--since", "2024-01-01", "--until", "2024-02-01"], 4, "from 2025-05-16 to 2025-05-17"),
        (["timeline", "--out", "."], 2, "This is a folder."),
        (["timeline", "--format", "gif"], 2, "svg, png"),
    ],
)
def test_what_cannot_be_drawn_is_said(two_days, words, code, said):
    assert said in " ".join(two_days.call("plot", *words, code=code).split())
