"""The report that the topic was first described with, read by path where it is at hand: exactly what it yields, as codes."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

REPORT = "istanbul-talks.txt"
REPOSITORY = Path(__file__).parents[2]
FOUR = {"donetsk", "luhansk", "zaporizhzhia", "kherson"}


@pytest.fixture(scope="module")
def said(tagger):
    path = Path(os.environ.get("SHARED_DATA") or REPOSITORY.parent / "shared" / "data") / REPORT
    if not path.is_file():
        pytest.skip(f"no report at {path}: set SHARED_DATA to its folder")
    tags = tagger.tag(
        title="",
        text=path.read_text(encoding="utf-8"),
        language="en",
        published_at=datetime(2025, 5, 17, 12, tzinfo=UTC),
    )
    assert tags.relevance.label == "talks"
    return tags.statements


def those(said, speaker, kind, **fields):
    """Return the statements of one speaker and kind whose fields have these values."""
    return [
        each
        for each in said
        if each.speaker == speaker
        and each.type == kind
        and all(getattr(each, name) == value for name, value in fields.items())
    ]


def test_who_makes_which_kind_of_statement(said):
    assert {(each.speaker, each.type) for each in said} == {
        ("russia", "demand"),
        ("russia", "other"),
        ("russia", "deny"),
        ("kremlin", "decline_comment"),
        ("kremlin", "demand"),
        ("kremlin", "other"),
        ("kremlin", "offer"),
        ("ukraine", "reject"),
        ("zelenskyy", "condemn"),
        ("zelenskyy", "demand"),
        ("zelenskyy", "other"),
        ("lammy", "condemn"),
        ("lammy", "other"),
        ("macron", "condemn"),
        ("trump", "condemn"),
        ("trump", "threaten"),
        ("trump", "demand"),
        ("trump", "other"),
        ("erdogan", "offer"),
        (None, "agree"),  # by both, in a noun
        (None, "demand"),  # by officials without a name
        (None, "other"),
    }
    assert {each.speaker_name for each in said if each.speaker is None} == {
        None,
        "senior Ukrainian official",
        "French officials",
        "officials",
    }


def test_russia_demands_four_regions_as_an_official_relays(said):
    demands = those(said, "russia", "demand", facet="territorial_withdrawal", target="ukraine")
    relayed = [each for each in demands if each.attributed_to == "senior Ukrainian official"]
    assert len(demands) == 3
    assert len(relayed) == 2
    of_places = [each for each in relayed if each.places]
    assert len(of_places) == 1
    assert {(each.place, each.role) for each in of_places[0].places} == {(place, "withdrawal_from") for place in FOUR}
    assert [(each.value, each.unit, each.side) for each in of_places[0].amounts] == [(4, "regions", None)]


def test_both_agree_on_a_thousand_prisoners_for_each_side(said):
    (agreed,) = those(said, None, "agree", facet="prisoner_exchange")
    assert [(each.value, each.unit, each.side) for each in agreed.amounts] == [(1000, "prisoners", "each")]
    assert not agreed.negated


def test_the_kremlin_declines_and_russia_denies(said):
    assert len(those(said, "kremlin", "decline_comment")) == 1
    (denied,) = those(said, "russia", "deny")
    assert [(each.place, each.role) for each in denied.places] == [("sumy", "strike_on")]


def test_zelenskyy_condemns_a_strike_and_demands_sanctions(said):
    struck = those(said, "zelenskyy", "condemn", facet="military_strike")
    assert [each.place for one in struck for each in one.places] == ["sumy"]
    assert {each.target for each in struck} == {"russia"}
    assert those(said, "zelenskyy", "demand", facet="sanctions", is_quote=False)
    assert those(said, "zelenskyy", "demand", facet="sanctions", is_quote=True, negated=False)


def test_london_and_paris_condemn(said):
    assert those(said, "lammy", "condemn", is_quote=True, target="russia")
    assert those(said, "lammy", "condemn", is_quote=False, target="russia")
    assert those(said, "macron", "condemn", is_quote=True, target="putin")
    assert those(said, "macron", "condemn", is_quote=False)


def test_trump_threatens_to_withdraw_and_erdogan_offers_to_mediate(said):
    threats = those(said, "trump", "threaten")
    assert len(threats) == 2
    assert {each.target for each in threats} == {None}
    assert "mediation" in {each.facet for each in threats}
    assert "hypothetical" in {each.modality for each in threats}
    (offered,) = those(said, "erdogan", "offer", facet="mediation")
    assert (offered.modality, offered.negated) == ("future", False)


def test_quotes_are_those_with_something_said(said):
    assert [each.speaker for each in said if each.is_quote] == ["zelenskyy"] * 2 + ["lammy"] * 2 + ["macron"] * 2 + [
        "trump"
    ]
    assert all(each.rule and "+" in each.rule for each in said if each.speaker)
