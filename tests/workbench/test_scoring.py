"""The scorer against itself: a perfect tagger scores one, a wrong one what can be counted by hand."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipelines import packs
from pipelines.records import (
    AmountInStatement,
    FacetScore,
    Mention,
    PlaceInStatement,
    Relevance,
    RoundMention,
    Statement,
    Tags,
)
from pipelines.workbench import scoreboard, scoring
from pipelines.workbench.floors import FloorsSheet
from pipelines.workbench.judgement import Span, Spans
from pipelines.workbench.labelled import LabelledMention, LabelledStatement, LabelledText


@pytest.fixture(scope="module")
def lake():
    return packs.load(Path(__file__).parent / "data" / "lake")


BODY = "Havn said the keeper met Ada Berg in Sudland. “No water,” she said. The dam stays. Norrlanders cheered."


def mention(surface, kind, actor, *, acts=True, zone="text", start=None):
    at = BODY.index(surface) if start is None else start
    return Mention(
        zone=zone,
        start=at,
        end=at + len(surface),
        surface=surface,
        kind=kind,
        actor=actor,
        wikidata=None,
        name=None,
        as_actor=acts,
        rule="hand",
    )


def said(words, *, is_quote=False, speaker=None, **inside):
    at = BODY.index(words)
    return Statement(
        zone="text",
        start=at,
        end=at + len(words),
        is_quote=is_quote,
        speaker=speaker,
        speaker_name=inside.pop("speaker_name", None),
        rule="hand",
        **inside,
    )


HAVN = mention("Havn", "metonym", "havn")
KEEPER = mention("keeper", "role", "berg")
BERG = mention("Ada Berg", "name", "berg")
SUDLAND = mention("Sudland", "name", "sudland", acts=False)
PEOPLE = mention("Norrlanders", "demonym", "norrland")
QUOTE = said("No water,", is_quote=True, speaker="berg", type="reject", facet="quota", target="sudland", negated=True)
DAM = said(
    "The dam stays",
    speaker="norrland",
    type="other",
    modality="future",
    places=(PlaceInStatement(place="havn"),),
    amounts=(AmountInStatement(value=2, unit="Gates", side="each"),),
    attributed_to="Keeper",
)


def labelled(number=1, language="en", label="talks", mentions=(HAVN, KEEPER, BERG, SUDLAND, PEOPLE), **layers):
    fields = frozenset({
        "speaker", "type", "facet", "target", "negated", "modality", "places", "amounts", "attributed_to",
    })  # fmt: skip
    every = {
        "facets": frozenset({"quota", "dam"}),
        "rounds": (("havn-2024", "subject"),),
        "quotes": (LabelledStatement(wanted=QUOTE, judged=fields),),
        "reported": (LabelledStatement(wanted=DAM, judged=fields),),
    }
    return LabelledText(
        text_id=f"{language}-{number}",
        language=language,
        text=BODY,
        published_on=date(2024, 3, 2),
        mentions=tuple(LabelledMention(wanted=each) for each in mentions),
        label=label,
        judges_kinds=True,
        judges_acting=True,
        **{**every, **layers},
    )


def tags(*, mentions=(), label="talks", score=1.0, facets=(), rounds=(), statements=()):
    return Tags(
        language="en",
        relevance=Relevance(label=label, score=score, evidence=()),
        mentions=tuple(mentions),
        facets=tuple(FacetScore(facet=each, score=1.0) for each in facets),
        statements=tuple(statements),
        rounds=tuple(RoundMention(round=each, aspect=aspect, evidence="") for each, aspect in rounds),
    )


def perfect(text):
    """Return tags that say what the labels say."""
    return tags(
        mentions=[each.wanted for each in text.mentions],
        label=text.label,
        score={"talks": 0.9, "passing": 0.4, "no": 0.0}[text.label],
        facets=sorted(text.facets),
        rounds=text.rounds,
        statements=[each.wanted for each in (*text.quotes, *(text.reported or ()))],
    )


class Canned:
    """A tagger that answers with the tags it was given, in turn."""

    def __init__(self, answers):
        self.answers = iter(answers)

    def tag(self, **_text):
        return next(self.answers)


def figures(pack, texts, answers):
    return scoring.figures(scoring.judged(texts, Canned(answers), pack))


def test_a_perfect_tagger_scores_one(lake):
    texts = [labelled(1), labelled(2, label="passing"), labelled(3, label="no", facets=frozenset(), reported=None)]
    scored = figures(lake, texts, [perfect(each) for each in texts])
    assert {name: figure.value for name, figure in scored.items()} == {
        measure.name: 1.0 for measure in scoring.MEASURES if measure.name != "mentions.unnamed"
    }


def test_a_wrong_tagger_scores_what_can_be_counted_by_hand(lake):
    """Five mentions: one right, one wrong identity, one cut short, one missed, one right of the wrong kind; one too many."""
    found = [
        replace(HAVN, as_actor=False),  # right, but it acts
        replace(KEEPER, actor=None),  # the wrong holder
        replace(BERG, start=BERG.start + 4, surface="Berg"),  # cut short
        replace(PEOPLE, kind="name"),  # right, another kind
        mention("water", "name", "sudland"),  # nobody
    ]
    scored = figures(lake, [labelled()], [tags(mentions=found)])
    values = {name: round(figure.value, 6) for name, figure in scored.items()}
    assert scored["mentions"].right == 2
    assert scored["mentions"].wanted == scored["mentions"].found == 5
    assert values["mentions"] == values["mentions.precision"] == values["mentions.recall"] == 0.4
    assert values["mentions.overlap"] == 0.6
    assert values["mentions.metonym"] == 1.0
    assert values["mentions.role"] == 0.0
    assert values["mentions.demonym"] == 0.0
    assert values["mentions.name"] == 0.0
    assert values["kind"] == 0.5
    assert values["roles"] == values["roles.holder"] == 0.0
    assert values["as_actor"] == 0.5  # of the two that are right
    assert values["metonymy"] == 0.0


def test_a_role_without_a_date_has_no_holder(lake):
    wanted = replace(KEEPER, actor=None)
    right = figures(lake, [labelled(mentions=[wanted])], [tags(mentions=[wanted])])
    wrong = figures(lake, [labelled(mentions=[wanted])], [tags(mentions=[KEEPER])])
    missed = figures(lake, [labelled(mentions=[wanted])], [tags()])
    assert [each["roles"].value for each in (right, wrong, missed)] == [1.0, 0.0, 0.0]
    assert "roles.holder" not in missed


def test_optional_mentions_neither_help_nor_hurt(lake):
    text = labelled(mentions=[HAVN])
    optional = replace(text, mentions=(*text.mentions, LabelledMention(wanted=KEEPER, optional=True)))
    for found in ([HAVN], [HAVN, KEEPER], [HAVN, replace(KEEPER, actor=None)]):
        scored = figures(lake, [optional], [tags(mentions=found)])
        assert scored["mentions"].value == 1.0
        assert scored["mentions"].wanted == scored["mentions"].found == 1


def test_a_title_that_leans_on_a_name_may_be_tagged_or_not(lake):
    body = "Keeper Ada Berg left. Keeper, Ada Berg said."
    leaning = mention("Keeper", "role", "berg", start=0)
    alone = mention("Keeper", "role", "berg", start=22)
    names = [mention("Ada Berg", "name", "berg", start=at) for at in (7, 30)]
    text = replace(labelled(mentions=names), text=body)
    assert figures(lake, [text], [tags(mentions=[leaning, *names])])["mentions"].found == 2
    assert figures(lake, [text], [tags(mentions=[alone, *names])])["mentions"].found == 3


def test_a_country_inside_a_leaning_title_may_be_tagged_or_not(lake):
    """Neither rewarded nor punished: "[Norrland] keeper Ada Berg"; but not behind a comma, acting, or before nobody."""
    body = "Norrland keeper Ada Berg left. Norrland, Ada Berg said. Norrland keeper left."
    names = [mention("Ada Berg", "name", "berg", start=at) for at in (16, 41)]
    text = replace(labelled(mentions=names), text=body)
    inside, apart, before_nobody = (mention("Norrland", "name", "norrland", start=at, acts=False) for at in (0, 31, 56))
    acting = replace(inside, as_actor=True)
    for counted, tag in [(2, inside), (3, apart), (3, before_nobody), (3, acting)]:
        assert figures(lake, [text], [tags(mentions=[tag, *names])])["mentions"].found == counted


def test_strict_wants_nothing_else_inside(lake):
    inner = replace(BERG, start=BERG.start + 4, surface="Berg")
    scored = figures(lake, [labelled(mentions=[BERG])], [tags(mentions=[BERG, inner])])
    assert scored["mentions"].right == 1
    assert scored["mentions.strict"].right == 0


def test_relevance_by_hand(lake):
    """Labels talks, talks, passing, no, no; found talks, passing, talks, passing, no."""
    labels = ["talks", "talks", "passing", "no", "no"]
    found = [("talks", 0.9), ("passing", 0.3), ("talks", 0.8), ("passing", 0.3), ("no", 0.0)]
    texts = [labelled(number, label=label) for number, label in enumerate(labels)]
    scored = figures(lake, texts, [tags(label=label, score=score) for label, score in found])
    assert scored["relevance"].value == pytest.approx(0.5)  # 1 right of 2 and 2
    assert scored["relevance.any"].value == pytest.approx(6 / 7)  # 3 right of 3 and 4
    assert scored["relevance.label"].value == pytest.approx(2 / 5)
    assert scored["relevance.ap"].value == pytest.approx((1 / 1 + 2 / 4) / 2)  # two texts share rank 4
    assert scored["relevance.any_ap"].value == pytest.approx((1 + 2 / 2 + 3 / 4) / 3)


def test_facets_and_rounds_by_hand(lake):
    texts = [labelled(1), labelled(2, facets=frozenset({"quota"}))]
    answers = [
        tags(facets=["quota"], rounds=[("havn-2024", "background")]),
        tags(facets=["quota", "dam"], rounds=[("unknown", "subject")]),
    ]
    scored = figures(lake, texts, answers)
    assert scored["facets"].value == pytest.approx(4 / 6)  # quota twice right, dam missed once and false once
    assert scored["facets.macro"].value == pytest.approx((1 + 0) / 2)
    assert scored["rounds"].value == pytest.approx(2 / 4)
    assert scored["rounds.aspect"].value == 0.0


def test_quotes_by_hand(lake):
    """One quote cut short with the wrong speaker, one that is none."""
    short = replace(QUOTE, end=QUOTE.end - 1, speaker=None, speaker_name="she")
    none = said("Norrlanders cheered.", is_quote=True)
    scored = figures(lake, [labelled()], [tags(statements=[short, none, DAM])])
    assert scored["quotes"].value == 0.0
    assert scored["quotes.overlap"].value == pytest.approx(2 / 3)
    assert scored["quotes.speaker"].value == 0.0
    assert scored["reported"].value == scored["reported.overlap"].value == scored["reported.speaker"].value == 1.0


def test_a_speaker_outside_the_pack_is_told_by_name(lake):
    wanted = replace(QUOTE, speaker=None, speaker_name="the Mayor")
    text = labelled(quotes=(LabelledStatement(wanted=wanted, judged=frozenset({"speaker", "speaker_name"})),))
    for name, right in (
        ("The mayor", 1.0),
        ("mayor", 1.0),
        ("the Mayor of Lutha", 1.0),
        ("the miller", 0.0),
        (None, 0.0),
    ):
        scored = figures(lake, [text], [tags(statements=[replace(wanted, speaker_name=name)])])
        assert scored["quotes.speaker"].value == right


def test_statement_content_by_hand(lake):
    """Types reject→reject and other→demand, and every field of the second wrong; unmatched statements are not judged."""
    wrong = replace(
        DAM,
        type="demand",
        facet="dam",
        target="norrland",
        negated=True,
        modality=None,
        places=(),
        amounts=(AmountInStatement(value=2, unit="gates"),),
        attributed_to=None,
    )
    scored = figures(lake, [labelled(1), labelled(2)], [tags(statements=[QUOTE, wrong]), tags()])
    assert scored["types"].value == pytest.approx((1 + 0) / 2)  # of reject and other; demand was never labelled
    assert scored["types.right"].value == 0.5
    for field in ("facet", "target", "negated", "modality", "places", "amounts", "attributed_to"):
        assert scored[field].value == 0.5, field
        assert scored[field].wanted == 2


def test_capitals_of_units_and_relays_say_nothing(lake):
    other = replace(DAM, amounts=(AmountInStatement(value=2.0, unit="gates", side="each"),), attributed_to="keeper")
    scored = figures(lake, [labelled()], [tags(statements=[other])])
    assert scored["amounts"].value == scored["attributed_to"].value == 1.0


def test_fields_without_a_label_are_not_judged(lake):
    text = labelled(quotes=(LabelledStatement(wanted=QUOTE),), reported=())
    scored = figures(lake, [text], [tags(statements=[QUOTE])])
    assert scored["quotes"].value == 1.0
    assert not {"types", "target", "quotes.speaker"} & scored.keys()


def test_each_language_and_all(lake):
    texts = [labelled(1), labelled(2, language="de")]
    results = scoring.judged(texts, Canned([perfect(texts[0]), tags()]), lake)
    scored = scoring.by_language(results)
    assert list(scored) == ["all", "de", "en"]
    assert [scored[language]["mentions.recall"].value for language in scored] == [0.5, 0.0, 1.0]


# ── For people and programs ───────────────────────────────────────────────────────────────────────


@pytest.fixture
def results(lake):
    found = [replace(HAVN, as_actor=False), replace(KEEPER, actor=None), mention("water", "name", "sudland")]
    answers = [tags(mentions=found, facets=["quota"], statements=[QUOTE]), perfect(labelled(2, language="de"))]
    return scoring.judged([labelled(1), labelled(2, language="de")], Canned(answers), lake)


def printed(results, *, terminal=False, with_errors=False, sheet=None):
    console = Console(
        file=io.StringIO(),
        width=80,
        force_terminal=terminal,
        highlight=False,
        color_system="truecolor" if terminal else None,
    )
    scoreboard.show(console, results, scoring.by_language(results), sheet or FloorsSheet(), with_errors=with_errors)
    return console.file.getvalue()


def test_the_board_fits_and_is_plain_when_piped(results):
    text = printed(results, with_errors=True)
    assert "\x1b" not in text
    assert max(len(line.rstrip()) for line in text.split("\n")) <= 80
    assert "\x1b" in printed(results, terminal=True)


def test_colours_go_with_no_color(results, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in printed(results, terminal=True, with_errors=True)


def test_marks_stand_beside_colours(results):
    sheet = FloorsSheet(
        targets={"quotes": {"default": 1.0}, "facets": {"default": 0.88, "en": 0.7}, "mentions": {"default": 0.9}},
        floors={"en": {"rounds": 0.5}},
    )
    lines = {line[:25].strip(): line[25:].split() for line in printed(results, sheet=sheet).split("\n")}
    assert lines["quotes: F1, exact span"] == ["1.00", "1.00", "1.00"]
    assert lines["facets: micro F1"] == [".857-", "1.00", ".667-"]
    assert lines["F1 (span and identity)"] == [".667=", "1.00", ".250="]
    assert lines["rounds: F1"] == [".667", "1.00", ".000!"]


def test_errors_stand_where_they_happened(results):
    lines = [line.rstrip() for line in printed(results, with_errors=True).split("\n")]
    assert lines[0].startswith("en-1")
    assert "  missed facet      wanted dam" in lines
    assert "  wrong  acts       wanted acts  found does not act" in lines
    assert "  wrong  mention    wanted berg (role)  found nobody (role)" in lines
    assert "  false  mention    found sudland (name)" in lines
    below = {line: lines[place + 1].strip() for place, line in enumerate(lines[:-1])}
    assert "[keeper]" in below["  wrong  mention    wanted berg (role)  found nobody (role)"]
    assert "“No [water],” she said." in below["  false  mention    found sudland (name)"]
    assert not any("de-2" in line for line in lines)


def test_brackets_stand_in_one_column(results):
    text = printed(results, with_errors=True)
    assert len({line.index("[") for line in text.split("\n") if "[" in line}) == 1


def test_a_share_is_never_rounded_up_to_a_whole():
    assert [scoreboard.shown(each) for each in (1.0, 0.99999, 0.9985, 0.0)] == ["1.00", ".999", ".999", ".000"]


def test_json_says_the_same(results):
    document = json.loads(scoreboard.as_json(scoring.by_language(results), {"pack": "lake"}, results, listed=True))
    assert document["pack"] == "lake"
    assert document["figures"]["en"]["mentions"] == {"value": 0.25, "right": 1, "wanted": 5, "found": 3}
    assert {"text": "en-1", "layer": "facets", "verdict": "missed", "wanted": "dam"}.items() <= document["errors"][
        0
    ].items() or any(each["layer"] == "facets" for each in document["errors"])
    assert {each["text"] for each in document["errors"]} == {"en-1"}


_STRETCH = st.tuples(st.sampled_from(["title", "text"]), st.integers(0, 30), st.integers(1, 12)).map(
    lambda each: Span(each[0], each[1], each[1] + each[2])
)


@given(st.lists(_STRETCH), _STRETCH)
def test_stretches_are_found_where_they_cross(spans, here):
    crossing = {number for number, span in enumerate(spans) if here.overlap(span)}
    assert {number for number, _ in Spans(spans).crossing(here)} == crossing
