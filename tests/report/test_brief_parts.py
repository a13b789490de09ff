"""What the parts of the brief say of claims, changes, framing and silence; whose words they show; that figures have rows."""

import json
from datetime import timedelta

import pytest
from lxml import html

from pipelines.report.brief import Right, brief_page
from pipelines.report.brief_figures import COUNTED, ROWS_SHOWN
from pipelines.report.brief_text import brief_json, brief_markdown, link, text
from tests.report.brief_rows import (
    DAY,
    NOON,
    ROWS,
    article,
    figure,
    made,
    part,
    quiet,
    report,
    revision,
    rows_of,
    seen,
    statement,
    told,
    words,
)

YESTERDAY = DAY - timedelta(days=1)


# ── Claims ────────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_stands_once_with_who_had_it_first_and_who_took_it_up():
    third = report(outlet="lamp", rank=3, minutes=95, is_original=False)
    rows = [report(), report(outlet="echo", rank=2, minutes=90), third]
    page = seen(claims=rows)
    assert words(page.xpath("//section[@class='claims']//li")[0]) == (
        "Eve Adams Aland towards Bland demand next round new “Let us meet, as post has it” English · first "
        "among monitored sources: The Post, 17 May 2025, 12:00 UTC, 11 h ago · carried by 3 sources, 1 copy · then "
        "The Echo (1 h later), The Lamp (1 h later, a copy)"
    )
    assert [figure(page, f"claim.c1.{name}") for name in ("sources", "copies")] == [3, 1]
    assert figure(page, "claims_new") == 1


def test_of_those_that_had_a_claim_before_as_many_are_named_as_leave_it_short():
    rows = [report("c1", f"before{number}", number, day_on=YESTERDAY, minutes=number) for number in range(1, 5)]
    rows += [report("c1", f"since{number}", number + 4, minutes=60 + number) for number in range(1, 3)]
    said = part(seen(claims=rows), "claims")
    assert said.count("The Before") == 2  # the first, and one of three more
    assert "and 2 more" in said
    assert all(f"Since{number}" in said for number in range(1, 3))


def test_of_an_older_claim_stands_what_came_since():
    rows = [
        report(day_on=YESTERDAY, published_at=NOON - timedelta(days=1)),
        report(outlet="echo", rank=2, minutes=5),
    ]
    page = seen(claims=rows)
    said = part(page, "claims")
    assert "carried by 2 sources, 1 of them since this day · new: The Echo (1 d later)" in said
    assert " new “" not in said
    assert (figure(page, "claims_new"), figure(page, "claims_spread")) == (0, 1)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"published_precision": "minute"}, "17 May 2025, 12:00 UTC, 11 h ago"),
        (
            {"published_at": NOON.replace(hour=0), "published_precision": "day"},
            "between 17 May 2025, 00:00 UTC, 23 h ago and 17 May 2025, 14:00 UTC, 9 h ago",
        ),
        (
            {"published_at": None, "absent_at": NOON},
            "between 17 May 2025, 12:00 UTC, 11 h ago and 17 May 2025, 14:00 UTC, 9 h ago",
        ),
        ({"published_at": None}, "by 17 May 2025, 14:00 UTC, 9 h ago, since when is not known"),
    ],
)
def test_a_first_report_has_its_interval(change, expected):
    assert f"first among monitored sources: The Post, {expected}" in part(seen(claims=[report(**change)]), "claims")


def test_of_a_tie_nobody_is_first_by_a_guess():
    said = part(seen(claims=[report(tie=True), report(outlet="echo", tie=True)]), "claims")
    assert "first among monitored sources, nobody can say which: The Post, 17 May" in said
    assert "; The Echo, 17 May" in said


def test_what_most_sources_took_up_on_the_day_comes_first():
    rows = [
        report("alone"),
        *(report("wide", outlet, rank) for rank, outlet in enumerate(("post", "echo", "lamp"), 1)),
        report("old", day_on=YESTERDAY),
        report("old", "echo", 2),
    ]
    assert [each.claim_id for each in made(claims=rows).claims] == ["wide", "alone", "old"]


def test_the_words_of_a_claim_are_telling_ones():
    rows = [
        report(content="peace"),
        report(outlet="echo", rank=2, content="Let us meet again before the month is over"),
    ]
    (claim,) = made(claims=rows).claims
    assert (claim.content, claim.told_by) == ("Let us meet again before the month is over", "The Echo")


# ── Statements by type, facets ────────────────────────────────────────────────────────────────────


def test_statements_are_counted_by_type_and_side_with_what_was_said():
    rows = [
        statement(1),
        statement(2, speaker_side="bland"),
        statement(3, type=None, content="what else was said of it"),
    ]
    page = seen(statements=rows)
    (table,) = page.xpath("//table[caption[starts-with(., 'Statements by type')]]")
    assert [[words(cell) for cell in row] for row in table.iter("tr")] == [
        ["Type", "Aland", "Bland", "All"],
        ["offer", "1", "1", "2"],
        ["other", "1", "–", "1"],
    ]
    assert figure(page, "said.offer.bland") == 1
    assert "Other: 1" in part(page, "statements")
    assert "what else was said of it" in words(page.get_element_by_id("said-2").getnext())


def test_facets_move_like_actors():
    days = [{**ROWS["days"][0], "day_on": YESTERDAY}, *ROWS["days"]]
    page = seen(days=days, facets=[{"facet": "next_round", "articles": 2, "earlier_mean": 5.0}])
    assert "next round25−3" in part(page, "actors")


# ── Framing ───────────────────────────────────────────────────────────────────────────────────────


def test_the_event_of_the_day_stands_side_by_side():
    rows = [
        told("articles", 4),
        told("originals", 3),
        told("statement", 7, side="bland"),
        told("statement", 2),
        told("headline", 2, "Eve Adams", "aland"),
        told("facet", 4, "next_round"),
        told("said", 3, "war_name", "bland"),
        told("said", 9, "war_name", "neutral"),
        told("articles", 9, outlets=None),
        told("articles", 13, outlets="state", grouped_by="ownership"),
    ]
    page = seen(framing=rows)
    assert "13 articles are about the first round." in part(page, "framing")
    by_side, by_ownership = page.xpath("//section[h2/@id='framing']//table[contains(@class, 'frames')]")
    assert [[words(cell) for cell in row] for row in by_side.find("tbody")] == [
        ["No side", "9", "–", "–", "–", "–", "–"],
        ["Aland", "4", "3", "Bland 7, No side 2", "Eve Adams 2", "next round 4", "war name (Bland) 3"],
    ]
    assert words(by_ownership.find("tbody")).startswith("State13")
    assert figure(page, "framing.side.aland.said.war_name.bland") == 3


# ── Stories, changes, silence ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"basis": "credited", "origin": "A far paper", "credited_by": 2}, "credited to A far paper by 2 outlets"),
        ({"basis": "wire", "origin": "The Agency", "place": 2}, "from the wire of The Agency"),
        ({}, "11 h ago), The Echo (1 min later)"),
    ],
)
def test_a_story_says_who_made_it_where_that_is_known(change, expected):
    rows = [article(1, story="s", **change), article(2, story="s", outlet="echo", **change)]
    assert expected in part(seen(stories=rows), "stories")


def test_a_change_is_a_short_diff():
    page = seen(revisions=[revision()])
    item = page.xpath("//section[h2/@id='revisions']//li")[0]
    assert [(each.tag, each.text) for each in item.iter("del", "ins")] == [
        ("del", "fail"),
        ("ins", "go on"),
        ("del", "3"),
        ("ins", "2"),
    ]
    assert "amounts: + 1000 prisoners, − 300 prisoners · statements: 1 came, 0 went" in words(item)


def test_silence_is_by_topic_or_by_feed():
    rows = [quiet("lamp", "feed", feed_state="down", items=0, expected=None), quiet()]
    page = seen(silence=rows)
    assert rows_of(page, "silence")[:2] == [
        ["The EchoEnglish", "on the topicfeed ok", "3", "2"],
        ["The LampEnglish", "the feedfeed down", "0", "–"],
    ]
    assert [figure(page, f"silent_{kind}") for kind in ("topic", "outlet", "feed")] == [1, 0, 1]


# ── Rights ────────────────────────────────────────────────────────────────────────────────────────

SECRET = "Nobody may repeat these words of ours"


def reserved(*, inside, outside):
    rights = {"may_quote": inside, "may_pass_on": outside}
    return {
        "claims": [report(content=SECRET, **rights)],
        "statements": [
            statement(1, content=SECRET, attributed_to=SECRET, **rights),
            statement(2, content=SECRET, is_quote=False, speaker=None, speaker_name=SECRET, **rights),
        ],
        "revisions": [revision(text=SECRET, earlier_text="Other words.", statements_in=[SECRET], **rights)],
    }


@pytest.mark.parametrize(
    ("rights", "right", "is_shown"),
    [
        ({"inside": True, "outside": False}, Right.INSIDE, True),
        ({"inside": True, "outside": False}, Right.OUTSIDE, False),
        ({"inside": False, "outside": False}, Right.INSIDE, False),
        ({"inside": True, "outside": True}, Right.OUTSIDE, True),
    ],
)
def test_of_sources_that_reserve_their_words_there_are_title_and_link(rights, right, is_shown):
    brief = made(right=right, **reserved(**rights))
    for written in (brief_page(brief).html, brief_markdown(brief), brief_json(brief)):
        assert (SECRET in written) is is_shown
        assert "Headline 1" in written or is_shown
        assert "https://post.example/1" in written
    assert figure(html.document_fromstring(brief_page(brief).html), "quotes") == 1


def test_equal_words_are_shown_by_the_source_that_lets_them_be():
    rows = [statement(1, may_quote=False), statement(1, outlet="echo", content="We shall meet again on day 1!")]
    (said,) = made(statements=rows).statements
    assert said.content == "We shall meet again on day 1!"


# ── Every figure has its rows ─────────────────────────────────────────────────────────────────────

FULL = {
    "claims": [report(), report(outlet="echo", rank=2, is_original=False)],
    "framing": [told("articles", 2), told("said", 1, "war_name", "bland")],
    "revisions": [revision()],
    "silence": [quiet()],
}


def test_every_figure_leads_to_the_rows_behind_it():
    document = html.document_fromstring(brief_page(made(queries=dict.fromkeys(COUNTED, "select 1"), **FULL)).html)
    figures = document.findall(".//data")
    assert len(figures) > 50
    for each in figures:
        query = each.get("data-query")
        assert each.getparent().get("href") == f"#rows-{query}"
        (behind,) = document.xpath("//*[@id=$name]", name=f"rows-{query}")
        assert behind.xpath(".//code[@data-query=$name]", name=query)
    assert (
        set(ROWS)
        == set(COUNTED)
        == {each.get("data-query") for each in document.iter("code") if each.get("data-query")}
    )


def test_many_rows_are_cut_and_counted():
    page = seen(silence=[quiet(f"s{n}") for n in range(50)])
    behind = page.get_element_by_id("rows-silence")
    assert len(behind.findall(".//tbody/tr")) == ROWS_SHOWN
    assert f"50 rows, the first {ROWS_SHOWN} of them here" in words(behind)


# ── Markdown and JSON ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x</script>",
        "[a](javascript:x)",
        "![a](https://a.example/x)",
        "**b** `c` | d",
        "me@a.example",
        "https://a.example",
    ],
)
def test_in_markdown_the_words_of_others_are_words(hostile):
    escaped = text(hostile)
    assert all(escaped[at - 1] == "\\" for at, sign in enumerate(escaped) if sign in "<>[]*`|!@")
    assert "://" not in escaped.replace("\\://", "")


def test_a_link_of_markdown_ends_where_its_address_does():
    assert link("a]b", "https://a.example/>)x") == "[a\\]b](<https://a.example/%3E%29x>)"
    assert link("a", None) == "a"


def test_the_json_has_every_figure_with_its_query():
    brief = made(queries={name: f"select '{name}'" for name in COUNTED}, **FULL)
    said = json.loads(brief_json(brief))
    assert {each["query"] for each in said["figures"].values()} <= set(said["queries"])
    assert said["figures"]["talks_articles"] == {"value": 3, "query": "days"}
    assert said["claims"][0]["first"] == ["post"]
    assert said["claims"][0]["side"] == "Aland"
    assert [each["fate"] for each in said["revisions"][0]["title"]] == ["kept", "removed", "added"]


def test_the_markdown_says_what_the_page_says():
    said = brief_markdown(made(**FULL))
    headings = [line.removeprefix("## ") for line in said.splitlines() if line.startswith("## ")]
    page = seen(**FULL)
    shown = {words(each) for each in page.iter("h2")}
    assert len(headings) == 8
    assert set(headings) - shown == set()
    assert "carried by 2 sources, 1 of them copies: [The Echo](<https://echo.example/c1>)" in said
    assert "Talks ~~fail~~ **go on**" in said
