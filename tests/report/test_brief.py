"""The brief from rows: what it says, in which order, what it says when there is little to say, and that text stays text."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from lxml import html

from pipelines.records import Reason
from pipelines.report import reasons
from pipelines.report.brief import Topic, around, brief_page, latest_day, runs_of, web_address
from tests.report.brief_rows import (
    DAY,
    NOON,
    ROWS,
    actor,
    article,
    check,
    covered,
    figure,
    figures,
    lead,
    made,
    part,
    quiet,
    report,
    revision,
    rows_of,
    run,
    seen,
    source,
    statement,
    told,
    words,
)

# ── The sentence ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            {"days": [figures(DAY - timedelta(days=1), talks_articles=1), figures()]},
            (
                "3 articles by 2 of 1 outlet report on the talks, 2 more than the day before; 2 are about the first "
                "round; the most reported speaker is Eve Adams (by 1 outlet)."
            ),
        ),
        (
            {"days": [figures(DAY - timedelta(days=1), talks_articles=9), figures()], "rounds": [], "statements": []},
            "3 articles by 2 of 1 outlet report on the talks, 6 fewer than the day before.",
        ),
        (
            {"days": [figures(DAY - timedelta(days=1)), figures()], "rounds": [], "statements": []},
            "3 articles by 2 of 1 outlet report on the talks, as many as the day before.",
        ),
        (
            {"days": [figures(DAY - timedelta(days=2)), figures(talks_articles=1)], "rounds": [], "statements": []},
            "1 article by 2 of 1 outlet reports on the talks (the day before is not held).",
        ),
        (
            {"days": [figures(talks_articles=0)], "rounds": [], "statements": [], "stories": []},
            "None of the day’s 5 articles is about the talks (no earlier day to compare with).",
        ),
    ],
)
def test_the_sentence_is_made_of_figures(rows, expected):
    assert lead(seen(**rows)) == expected


def test_speakers_that_share_the_first_place_are_named_together_unless_they_are_many():
    def speaking(*names):
        return [statement(n, speaker=name, speaker_name=name) for n, name in enumerate(names)]

    assert "speakers are B and C (by 1 outlet each)" in lead(seen(statements=speaking("B", "C")))
    assert "speaker" not in lead(seen(statements=speaking("B", "C", "D", "E")))


def test_who_is_no_actor_of_the_pack_is_not_the_most_reported():
    assert "speaker" not in lead(seen(statements=[statement(speaker=None, speaker_name="a source")]))


# ── Stories ───────────────────────────────────────────────────────────────────────────────────────


def test_copies_stand_once_with_all_who_carry_them_and_the_widest_first():
    copies = [
        article(1, story="s", outlet="wire", title="From the wire"),
        article(2, story="s", outlet="post", title="Printed", place=2),
        article(3, story="s", outlet="post", title="Printed again", place=3),
    ]
    brief = made(stories=[*copies, article(9, outlet="echo")])
    first, second = brief.stories
    assert (first.title, [each.outlet for each in first.carriers], first.articles) == (
        "From the wire",
        ["The Wire", "The Post"],
        3,
    )
    assert [each.later for each in first.carriers] == ["at the same time", "1 min later"]
    assert second.title == "Headline 9"
    page = seen(stories=[*copies, article(9, outlet="echo")])
    assert "carried by 2 outlets: The Wire (17 May 2025, 12:01 UTC, 11 h ago), The Post (1 min later)" in part(
        page, "stories"
    )
    assert figure(page, "stories") == 2
    assert figure(page, "stories_articles") == 4


def test_stories_of_equal_width_stand_with_the_latest_first():
    assert [each.title for each in made(stories=[article(1), article(3), article(2)]).stories] == [
        "Headline 3",
        "Headline 2",
        "Headline 1",
    ]


def test_who_had_it_on_an_earlier_day_is_named():
    older = article(place=2, first_publisher_id="wire", first_appeared_at=NOON - timedelta(days=1))
    page = seen(stories=[older], sources=[source(), source("wire")])
    assert "first on 16 May 2025 by The Wire" in part(page, "stories")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"published_at": None}, "gives no time; seen 17 May 2025, 13:00 UTC"),
        ({"published_precision": "day"}, "The Post (17 May 2025)"),
        ({"published_at": NOON + timedelta(days=9)}, "(26 May 2025, 12:00 UTC)"),
        ({"text_depth": "headline"}, "only the headline is held"),
        ({"revisions": 3}, "edited, 3 versions held"),
        ({"language": "uk"}, "Ukrainian · "),
        ({"language": "und"}, "unknown language · "),
    ],
)
def test_what_a_reader_should_know_of_a_story(change, expected):
    assert expected in part(seen(stories=[article(**change)]), "stories")


def test_a_headline_keeps_its_language_and_direction():
    (headline,) = seen(stories=[article(language="ar", title="محادثات")]).xpath("//ol[@class='stories']//h3")
    assert (headline.get("lang"), headline.get("dir")) == ("ar", "rtl")


def test_stories_beyond_the_first_are_there_to_be_opened():
    page = seen(stories=[article(n) for n in range(12)])
    assert len(page.xpath("//ol[@class='stories']/li")) == 12
    assert "and 5 more" in part(page, "stories")


# ── Statements ────────────────────────────────────────────────────────────────────────────────────


def test_the_same_words_of_one_speaker_stand_once():
    said = [
        statement(1, content="We shall meet again,"),
        statement(2, outlet="echo", content="we shall meet again"),
        statement(3, outlet="wire", content="We shall meet again", speaker="adam", speaker_name="Adam"),
    ]
    one, other = made(statements=said).statements
    assert [each.outlet for each in one.carriers] == ["The Post", "The Echo"]
    assert [each.outlet for each in other.carriers] == ["The Wire"]


def test_quotes_come_before_reported_speech_and_the_widest_first():
    said = [
        statement(1, is_quote=False, content="everything would be well in the end"),
        statement(1, is_quote=False, outlet="echo", content="everything would be well in the end"),
        statement(2, content="Only one outlet carries these words"),
        statement(3, content="Two outlets carry these words of hers"),
        statement(3, content="Two outlets carry these words of hers", outlet="echo"),
    ]
    assert [(each.is_quote, len(each.carriers)) for each in made(statements=said).statements] == [
        (True, 2),
        (True, 1),
        (False, 2),
    ]


def test_a_statement_says_who_on_which_side_to_whom_and_in_which_outlet():
    said = statement(language="tr", aimed_at="Bland", attributed_to="a spokesman")
    page = seen(statements=[said])
    (item,) = page.xpath("//ol[@class='statements']/li")
    assert words(item) == (
        "Eve Adams Aland towards Bland offer next round “We shall meet again on day 1” "
        "Turkish, quoted by The Post (17 May 2025, 12:01 UTC, 11 h ago) · as told by a spokesman"
    )
    assert item.find(".//blockquote").get("lang") == "tr"


def test_reported_speech_is_no_quotation():
    page = seen(statements=[statement(is_quote=False, type="other", facet=None)])
    (item,) = page.xpath("//ol[@class='statements']/li")
    assert "“" not in words(item)
    assert "reported by The Post" in words(item)
    assert not item.findall(".//blockquote")


@pytest.mark.parametrize(
    ("side", "hue", "word"),
    [
        ("aland", "first-party", "Aland"),
        ("bland", "second-party", "Bland"),
        ("mediator", "mediator", "Mediator"),
        ("far-away", "other-side", "Far away"),
        (None, "no-side", "No side"),
    ],
)
def test_a_side_has_its_hue_and_its_word(side, hue, word):
    page = seen(statements=[statement(speaker_side=side)])
    (shown,) = page.xpath("//ol[@class='statements']//span[contains(@class, 'side')]")
    assert (shown.get("class"), words(shown)) == (f"side {hue}", word)


def test_many_statements_are_capped_and_counted():
    said = [statement(n, is_quote=n % 2 == 0, content=f"These are the words number {n}") for n in range(40)]
    page = seen(statements=said)
    assert len(page.xpath("//ol[@class='statements']/li")) == 13
    assert "and 12 more quotes" in part(page, "statements")
    assert "and 15 more reported statements" in part(page, "statements")
    assert (figure(page, "quotes"), figure(page, "reported")) == (20, 20)


# ── Actors and shares ─────────────────────────────────────────────────────────────────────────────


def test_actors_move_against_the_mean_of_the_days_that_are_held():
    earlier = [figures(DAY - timedelta(days=n), talks_articles=n) for n in (30, 3, 1)]
    rows = [actor("Up", 5, 1.5), actor("Down", 1, 4), actor("Same", 2, 2), actor("Town", 9, 1, type="place")]
    brief = made(days=[*earlier, figures()], actors=rows)
    assert [each.name for each in brief.rising] == ["Up"]
    assert [each.name for each in brief.falling] == ["Down"]
    page = seen(days=[*earlier, figures()], actors=rows)
    assert figure(page, "earlier_days") == 2
    assert "mean of the 2 earlier days that are held of the 14 before" in part(page, "actors")
    assert "14 May 2025 had 3, 16 May 2025 had 1" in part(page, "actors")
    assert (figure(page, "actor.up.articles"), figure(page, "actor.up.mean")) == (5, 1.5)
    assert "Town" not in part(page, "actors")


def test_a_first_day_has_no_trend():
    page = seen(actors=[actor("Up", 5), actor("Gone", 0)])
    assert "No earlier day to compare with" in part(page, "actors")
    assert "Rising" not in part(page, "actors")
    (chart,) = page.xpath("//section[@class='moves']//svg")
    assert [words(each) for each in chart.iter("text")] == ["Up (Aland)", "5"]


def test_coverage_counts_each_group():
    rows = [
        covered("one", 4, 3, side="aland", ownership="state"),
        covered("two", 2, 1, side="aland", language="uk"),
        covered("three", 5, 0, ownership=None),
    ]
    brief = made(coverage=rows)
    assert [(each.label, each.part, each.whole, each.share) for each in brief.coverage["side"]] == [
        ("Aland", 4, 6, 1),
        ("No side", 0, 5, 0),
    ]
    assert [(each.label, each.part, each.whole) for each in brief.coverage["language"]] == [
        ("English", 3, 9),
        ("Ukrainian", 1, 2),
    ]
    assert [each.label for each in brief.coverage["ownership"]] == ["State", "Private", "Not known"]
    page = seen(coverage=rows)
    assert figure(page, "side.aland.talks_articles") == 4
    assert figure(page, "language.uk.articles") == 2


def test_voices_are_the_acts_and_words_of_each_side():
    brief = made(
        actors=[actor("A", acting_mentions=3), actor("B", side=None), actor("C", side="bland", acting_mentions=0)]
    )
    assert [(each.label, each.part, each.share) for each in brief.voices] == [("Aland", 3, 0.75), ("No side", 1, 0.25)]


# ── The box, and silence ──────────────────────────────────────────────────────────────────────────

SILENT = source("echo", is_heard=False, missed_reason="timeout", last_good_at=None)
CHANGED = source("mirror", is_heard=False, missed_reason="not_a_feed", missed_detail="an HTML page")


def box(page):
    return [words(each) for each in page.xpath("//section[starts-with(@class, 'box')]/*[self::h2 or self::ul]")]


def test_all_is_well():
    assert box(seen()) == [
        "✓ Complete and sound",
        (
            "1 of 1 source heard 5 of 5 items loaded 2 of the day’s 5 articles held in full, the others as summary or "
            "headline all 1 check met everything seen is accounted for"
        ),
    ]


def test_gaps_are_named():
    outcomes = [
        {"outcome": "loaded", "reason": None, "items": 5},
        {"outcome": "duplicate", "reason": "known_revision", "items": 2},
        {"outcome": "held", "reason": "embargo", "items": 1},
    ]
    paused = source("lamp", is_heard=False, asked=0, paused_why="the site is being rebuilt")
    page = seen(
        sources=[source(), SILENT, CHANGED, paused],
        outcomes=outcomes,
        checks=[check(), check(success=False, unexpected=4)],
    )
    verdict, said = box(page)
    assert verdict == "! Sound, with gaps"
    assert "1 of 3 sources heard, 1 silent, 1 changed format; 1 paused: The Echo, The Mirror (why)" in said
    assert "7 of 8 items loaded, 2 of them there already; 1 held, as it is under embargo" in said
    assert "1 of 2 checks not met: A note. (warning, 4 of 9)" in said
    assert rows_of(page, "silence") == [
        ["The EchoEnglish", "it did not answer in time", "never"],
        ["The MirrorEnglish", "what came is not a feed (an HTML page)", "17 May 2025, 12:00 UTC, 11 h ago"],
        ["Heard, nothing new", "none: each source that was heard had something new"],
        [
            "Something new, nothing about the talks",
            "none: each source with something new had at least one article about the talks",
        ],
        ["Paused in the pack", "The Lamp: the site is being rebuilt"],
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"runs": [run(stopped=True, stop_reason="too many refused")]}, "the load was stopped: too many refused"),
        ({"conservation": [{"run": "r"}, {"run": "r"}]}, "2 things seen and not accounted for"),
        (
            {"checks": [check(success=False, severity="critical", level="batch")]},
            "1 of 1 check not met: A note. (critical",
        ),
    ],
)
def test_what_must_not_be_relied_on_says_so(rows, expected):
    verdict, said = box(seen(**rows))
    assert verdict == "✗ Not to be relied on"
    assert expected in said


def test_rows_that_are_set_aside_leave_the_others_sound():
    verdict, said = box(
        seen(checks=[check(success=False), check(success=False, severity="critical", notes="Worse. More.")])
    )
    assert verdict == "! Sound, with gaps"
    assert "2 of 2 checks not met: Worse. (critical, 0 of 9) and 1 more A note. (warning, 0 of 9)" in said


def test_who_was_heard_in_the_end_is_heard():
    page = seen(sources=[source(missed=2, missed_reason="empty"), SILENT])
    assert "1 of 2 sources heard, 1 silent: The Echo (why); 1 only after a failed request" in box(page)[1]
    assert ["Heard in the end, after a failed request", "The Post: its answer was empty"] in rows_of(page, "silence")


def test_quotes_on_what_most_articles_speak_of_come_first():
    said = [statement(n, facet=facet) for n, facet in enumerate(("rare", "often", None))]
    facets = [{"facet": name, "articles": n, "earlier_mean": None} for name, n in (("often", 9), ("rare", 1))]
    shown = made(statements=said, facets=facets).statements
    assert [each.words[-1] for each in shown] == ["often", "rare", "offer"]


def test_lost_batches_and_missing_checks_are_gaps():
    _, said = box(seen(runs=[run(lost_batches=2)], checks=[]))
    assert "2 batches lost" in said
    assert "no check was run" in said


def test_heard_without_news_and_news_without_the_talks_are_told_apart():
    page = seen(
        sources=[source(), source("echo", new_items=0), source("wire")],
        coverage=[covered("post"), covered("wire", 1, 0)],
    )
    assert rows_of(page, "silence")[-2:] == [
        ["Heard, nothing new", "The Echo"],
        ["Something new, nothing about the talks", "The Wire"],
    ]


def test_figures_of_a_source():
    page = seen()
    names = ("talks_articles", "articles", "new_items", "items", "loaded")
    assert [figure(page, f"source.post.{name}") for name in names] == [2, 3, 2, 7, 6]


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words(reason):
    assert reasons.in_words(reason.value) == reasons.IN_WORDS[reason]
    assert "_" not in reasons.IN_WORDS[reason]


def test_an_unknown_reason_is_its_name():
    assert reasons.in_words("solar_flare") == "solar flare"
    assert reasons.in_words(None) == "no reason is recorded"


# ── Which day, which runs ─────────────────────────────────────────────────────────────────────────


def test_a_brief_leads_to_the_days_around_it():
    days = [figures(DAY - timedelta(days=ago)) for ago in range(9)]

    def linked(day):
        return brief_page(made(), around(day, days, root="/trucewatch/"))

    tree = html.document_fromstring(linked(DAY - timedelta(days=3)).html)
    assert tree.xpath("//a[@rel='next']/@href") == [f"/trucewatch/brief/{DAY - timedelta(days=2)}"]
    assert tree.xpath("//a[@rel='prev']/@href") == [f"/trucewatch/brief/{DAY - timedelta(days=4)}"]
    latest = html.document_fromstring(linked(DAY).html)
    assert not latest.xpath("//a[@rel='next']")
    assert latest.xpath("//nav[@aria-label='Other days']/following::main")
    alone = brief_page(made())
    assert linked(DAY).policy == alone.policy
    assert not html.document_fromstring(alone.html).xpath("//nav[@aria-label='Other days']")


def test_the_latest_day_is_none_after_the_last_run():
    days = [figures(DAY), figures(date(2031, 1, 1))]
    assert latest_day(days, [run()], "UTC") == DAY
    assert latest_day(days[1:], [run()], "UTC") == date(2031, 1, 1)
    assert latest_day([], [], "UTC") is None
    late = [figures(DAY), figures(DAY + timedelta(days=1))]
    assert latest_day(late, [run()], "UTC") == DAY
    assert latest_day(late, [run()], "Europe/Kyiv") == DAY + timedelta(days=1)


def test_the_runs_of_a_day_reach_to_the_next_noon():
    at = [run(str(n), NOON + timedelta(hours=12 * n)) for n in range(-2, 5)]
    assert [each["run"] for each in runs_of(DAY, at, "UTC")] == ["-1", "0", "1"]
    assert [each["run"] for each in runs_of(DAY - timedelta(days=9), at, "UTC")] == ["-2"]
    assert [each["run"] for each in runs_of(DAY + timedelta(days=9), at, "UTC")] == ["4"]
    assert runs_of(DAY, [], "UTC") == ()


# ── Little to say ─────────────────────────────────────────────────────────────────────────────────


def test_a_day_without_anything_about_the_talks_says_so_in_every_part():
    page = seen(
        days=[figures(talks_articles=0, talks_outlets=0)],
        **{
            name: []
            for name in (
                "claims",
                "rounds",
                "facets",
                "stories",
                "statements",
                "actors",
                "sources",
                "outcomes",
                "checks",
                "totals",
            )
        },
        coverage=[covered(talks_articles=0)],
    )
    assert "No article of the day is about the talks." in part(page, "stories")
    assert "No claim of the day" in part(page, "claims")
    assert "No event this day" in part(page, "framing")
    assert "is known to have changed" in part(page, "revisions")
    assert "No source that was watched on the day was silent" in part(page, "silence")
    assert "No statement was found" in part(page, "statements")
    assert "No person, government or organisation" in part(page, "actors")
    assert "No actor acts or speaks" in part(page, "coverage")
    assert "names no source" in part(page, "silence")


# ── The page ──────────────────────────────────────────────────────────────────────────────────────

WRITTEN = """
    html head meta title style body a header p h1 h2 h3 main div section ul ol li nav span b data time blockquote
    del ins figure figcaption details summary pre code table caption thead tbody tr th td br dl dt dd footer
    svg g path line text tspan desc
"""
TAGS = set(WRITTEN.split())


def test_the_same_rows_give_the_same_bytes():
    assert brief_page(made()).html == brief_page(made()).html


def test_it_needs_nothing_from_elsewhere():
    page = brief_page(made(queries={"stories": "select 'https://no.link.example'"}))
    document = html.document_fromstring(page.html)
    assert {element.tag for element in document.iter("*")} <= TAGS
    assert not document.xpath("//@src | //@srcset | //@style | //@xmlns")
    linked = {element.tag for element in document.xpath("//*[@href]")}
    assert linked == {"a"}
    assert all(each.get("rel") == "noopener noreferrer" for each in document.xpath("//a[not(starts-with(@href, '#'))]"))
    (style,) = document.iter("style")
    assert not re.search(r"url\(|@import|</|http:", style.text)
    assert page.policy.startswith("default-src 'none'; style-src 'sha256-")


def test_links_within_the_page_lead_somewhere_and_ids_are_its_own():
    document = seen()
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {each[1:] for each in document.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)
    assert {each for names in document.xpath("//@aria-labelledby") for each in names.split()} <= set(ids)


def test_headings_go_down_one_step_at_a_time():
    levels = [int(each.tag[1]) for each in seen().iter("h1", "h2", "h3")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_part_shows_its_query():
    queries = {name: f"select '{name}'" for name in ROWS}
    document = html.document_fromstring(brief_page(made(queries=queries)).html)
    assert {words(each) for each in document.iter("code") if words(each).startswith("select")} == set(queries.values())
    assert all(section.xpath(".//details[@class='query']") for section in document.iter("section"))


HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(1)> " onerror="x \' {{7*7}} \u202e\u2066\x1b[31m&lt;b&gt; ]]>'
)
SHOWN = r"""<script>alert(1)</script><img src=x onerror=alert(1)> " onerror="x ' {{7*7}} \u202e\u2066\x1b[31m&lt;b&gt; ]]>"""


def hostile_rows():
    link = "javascript:alert(document.domain)"
    return {
        "stories": [
            article(title=HOSTILE, publisher=HOSTILE, url=link, language='"><script>', text_depth=HOSTILE),
            article(2, place=2, first_publisher_id=HOSTILE, first_appeared_at=NOON - timedelta(days=2)),
        ],
        "statements": [
            statement(
                content=HOSTILE,
                speaker=HOSTILE,
                speaker_name=HOSTILE,
                speaker_side=HOSTILE,
                attributed_to=HOSTILE,
                type=HOSTILE,
                facet=HOSTILE,
                aimed_at=HOSTILE,
                publisher=HOSTILE,
                url=link,
                language=HOSTILE,
                is_quote=quoted,
            )
            for quoted in (True, False)
        ],
        "actors": [actor(HOSTILE, 3, 1, side=HOSTILE), actor(HOSTILE, 1, 3, actor=HOSTILE, side=HOSTILE)],
        "coverage": [covered(HOSTILE, 3, 2, language=HOSTILE, side=HOSTILE, ownership=HOSTILE)],
        "sources": [
            source(HOSTILE, publisher=HOSTILE, is_heard=False, missed_reason=HOSTILE, missed_detail=HOSTILE),
            source("b", publisher=HOSTILE, paused_why=HOSTILE, asked=0, is_heard=False),
            source("c", publisher=HOSTILE, new_items=0),
            source("d", publisher=HOSTILE),
        ],
        "outcomes": [{"outcome": HOSTILE, "reason": HOSTILE, "items": 1}],
        "checks": [check(success=False, notes=HOSTILE, suite=HOSTILE, expectation=HOSTILE, severity=HOSTILE)],
        "rounds": [{"round": HOSTILE, "articles": 1, "outlets": 1}],
        "facets": [{"facet": HOSTILE, "articles": 1, "earlier_mean": 1.0}],
        "claims": [
            report(
                HOSTILE,
                HOSTILE,
                n,
                speaker_name=HOSTILE,
                speaker_side=HOSTILE,
                type=HOSTILE,
                facet=HOSTILE,
                aimed_at=HOSTILE,
                publisher=HOSTILE,
                url=link,
                language=HOSTILE,
                title=HOSTILE,
                content=HOSTILE,
                credited_to=[HOSTILE],
                may_quote=n == 1,
            )
            for n in (1, 2)
        ],
        "framing": [told(each, 1, HOSTILE, HOSTILE, outlets=HOSTILE) for each in ("articles", "statement", "said")],
        "revisions": [
            revision(
                publisher=HOSTILE,
                language=HOSTILE,
                earlier_title="x",
                title=HOSTILE,
                text=HOSTILE,
                url=link,
                amounts_in=[HOSTILE],
                places_out=[HOSTILE],
            )
        ],
        "silence": [quiet(HOSTILE, publisher=HOSTILE, language=HOSTILE, feed_state=HOSTILE)],
        "runs": [run(stopped=True, stop_reason=HOSTILE, pack_version=HOSTILE, name=HOSTILE, mode=HOSTILE)],
        "days": [figures(DAY - timedelta(days=1)), figures()],
    }


def test_what_others_wrote_is_text_everywhere():
    topic = Topic(topic=HOSTILE, version=HOSTILE)
    text = brief_page(made(topic=topic, queries={"stories": "<script>1</script>"}, **hostile_rows())).html
    document = html.document_fromstring(text)
    assert {element.tag for element in document.iter("*")} <= TAGS
    attributes = {name for element in document.iter("*") for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on")}
    assert not attributes & {"src", "style"}
    assert all(each.startswith(("#", "https://")) for each in document.xpath("//@href"))
    assert "49" not in re.sub(r"\W", " ", lead(document)).split()
    body = document.find("body").text_content()
    assert body.count(SHOWN) > 20
    assert not re.search("[\u202e\u2066\x1b]", body)


def test_hostile_text_opens_no_more_elements_than_harmless_text():
    def count(marker):
        def harmless(value):
            if isinstance(value, str):
                return value.replace(HOSTILE, marker)
            if isinstance(value, dict):
                return {name: harmless(each) for name, each in value.items()}
            return [harmless(each) for each in value] if isinstance(value, list) else value

        page = brief_page(made(**harmless(hostile_rows())))
        return sum(
            1 for element in html.document_fromstring(page.html).iter("*") if element.tag not in {"tspan", "text"}
        )

    assert count(HOSTILE) == count("harmless")


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example/x",
        "/relative",
        "https://",
        "http://[::1",
        "https://a.example/\nb",
        " https://a.example/",
        "https://a.example/ onclick=x",
        "ftp://a.example/",
    ],
)
def test_what_is_no_web_address_is_no_link(url):
    assert web_address(url) is None


@pytest.mark.parametrize("url", ["https://a.example/x?y=1&z=2#f", "http://пример.example/я", "HTTPS://A.EXAMPLE/"])
def test_a_web_address_is_a_link(url):
    assert web_address(url) == url
