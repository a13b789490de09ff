"""Cues of sluglines and headlines, what versions have in common, and orders to kill."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parse.cues import base_of, cues_of, guids_named, is_kill_order, slugs_named, without_cue
from pipelines.records import WireProfile

SLUGLINES = [
    ("BC-EU--Talks,1st Ld-Writethru,0456", "BC-EU--Talks", ("writethru:1",)),
    ("BC-Talks, 2nd Ld", "BC-Talks", ("lead:2",)),
    ("Talks 3rd Ld-Writethru", "Talks", ("writethru:3",)),
    ("HARBOUR FIRE 3RDLD-WRITETHRU", "HARBOUR FIRE", ("writethru:3",)),
    ("Markets, 7th Writethru", "Markets", ("writethru:7",)),
    ("Talks,Writethru", "Talks", ("writethru",)),
    ("Talks-2ndLd", "Talks", ("lead:2",)),
    ("HARBOUR-TALKS/ (UPDATE 2, PIX)", "HARBOUR-TALKS", ("update:2",)),
    ("Talks,ADV17", "Talks", ("advance:17",)),
    ("Talks, ADV 17", "Talks", ("advance:17",)),
    ("Talks,Adv for Sunday", "Talks", ("advance",)),
    ("ADV17-Talks", "Talks", ("advance:17",)),
    ("Talks, 1st Add", "Talks", ("add:1",)),
    ("Talks,Add 1", "Talks", ("add:1",)),
    ("Talks take 2", "Talks", ("take:2",)),
    ("Talks,TAKE 3", "Talks", ("take:3",)),
    ("Talks, 2nd take", "Talks", ("take:2",)),
    ("Talks,SUB", "Talks", ("sub",)),
    ("Talks,1st Insert", "Talks", ("insert:1",)),
    ("Talks,REPEAT", "Talks", ("repeat",)),
    ("Talks,RETRANSMITTED", "Talks", ("repeat",)),
    ("Talks,BULLETIN", "Talks", ("bulletin",)),
    ("Talks,URGENT,1st Ld-Writethru", "Talks", ("urgent", "writethru:1")),
    ("Talks, KILL", "Talks", ("kill",)),
    ("Talks,MANDATORY KILL", "Talks", ("kill",)),
    ("Talks, EMBARGOED", "Talks", ("embargo",)),
    ("Talks,HOLD", "Talks", ("hold",)),
    ("Talks,OPTIONAL", "Talks", ("optional",)),
    ("Talks,CORRECTION", "Talks", ("correction",)),
    ("Hafen,Berichtigung", "Hafen", ("correction",)),
    ("Port,RECTIFICATIF", "Port", ("correction",)),
    ("Hafen,Eil", "Hafen", ("urgent",)),
    ("AM-Talks, Bjt, 0800", "AM-Talks", ("budget",)),
    ("bc-story 1st Ld-Writethru 5-16 0456", "bc-story", ("writethru:1",)),
    ("KILL", "", ("kill",)),
    # names that only look like one
    ("Road-Kill", "Road-Kill", ()),
    ("Kill", "Kill", ()),
    ("Flash-Floods", "Flash-Floods", ()),
    ("Lead-Poisoning", "Lead-Poisoning", ()),
    ("Sub-Sahara", "Sub-Sahara", ()),
    ("Harbour, killed", "Harbour,killed", ()),
    ("Overtake 2", "Overtake 2", ()),
    ("Formula 1", "Formula 1", ()),
    ("", "", ()),
]

HEADLINES = [
    ("UPDATE 1-Talks end", ("update:1",), "Talks end"),
    ("UPDATE 2: Talks end", ("update:2",), "Talks end"),
    ("REFILE-UPDATE 1-Talks end", ("refile", "update:1"), "Talks end"),
    ("RPT-UPDATE 3-Talks end", ("repeat", "update:3"), "Talks end"),
    ("CORRECTED-Talks end", ("correction",), "Talks end"),
    ("Correction: Talks story", ("correction",), "Talks story"),
    ("(2nd LD) Talks end", ("lead:2",), "Talks end"),
    ("(LEAD) Talks end", ("lead",), "Talks end"),
    ("1st LD: Talks end", ("lead:1",), "Talks end"),
    ("2nd Ld-Writethru: Talks end", ("writethru:2",), "Talks end"),
    ("FLASH - Talks end", ("flash",), "Talks end"),
    ("Urgent: Talks end", ("urgent",), "Talks end"),
    ("ADVISORY-Talks", ("advisory",), "Talks"),
    ("WRAPUP 3-Talks end", ("wrapup:3",), "Talks end"),
    ("Talks end (UPDATE 1)", ("update:1",), "Talks end (UPDATE 1)"),
    ("KILL: Talks end", ("kill",), "Talks end"),
    *(
        (plain, (), plain)
        for plain in (
            "Take two: the harbour film",
            "Update on talks",
            "Update 24-hour strike",
            "Updates: live from the harbour",
            "Killed in the harbour",
            "Kill: a film opens",
            "KILL-SWITCH law passed",
            "Add salt and stir",
            "Add 1 spoon",
            "Lead: a metal's history",
            "Flash-flood hits the harbour",
            "FLASH-FLOOD HITS THE HARBOUR",
            "SUB-SAHARAN STATES MEET",
            "Urgent - call for help",
            "Hold: the line that held",
            "Corrections officer held",
            "Repeat offenders freed",
            "Optional extras",
            "Talks resume (video)",
        )
    ),
]


@pytest.mark.parametrize(("slugline", "base", "cues"), SLUGLINES)
def test_slugline(slugline: str, base: str, cues: tuple[str, ...]) -> None:
    assert (base_of(slugline, None), cues_of(slugline, None, None)) == (base, cues)


@pytest.mark.parametrize(("headline", "cues", "bare"), HEADLINES)
def test_headline(headline: str, cues: tuple[str, ...], bare: str) -> None:
    assert (cues_of(None, headline, None), without_cue(headline)) == (cues, bare)


def test_cues_of_keyword_line_come_first_and_a_number_makes_the_bare_kind_needless() -> None:
    assert cues_of("Talks,URGENT", "UPDATE 1-Talks", None, keyword_line="Talks,1st Ld,UPDATE") == (
        "lead:1",
        "urgent",
        "update:1",
    )


def test_profile_is_asked_before_the_rest() -> None:
    profile = WireProfile(
        profile_id="x",
        cues=((r"^(\d+)\. Zusammenfassung\b", "summary"), (r"\bEil\b", "bulletin"), ("(", "broken")),
        slugline=r"^(?P<base>[^:]+)(?::v\d+)?$",
    )
    assert cues_of("Hafen:v2", "3. Zusammenfassung Eil: Hafen", profile) == ("summary:3", "bulletin")
    assert base_of("Hafen:v2", profile) == "Hafen"


KILLS = [
    ("BC-Talks, KILL", None, None),
    ("BC-Talks-KILL", None, None),
    (None, "KILL: Talks end", None),
    (None, "MANDATORY KILL", None),
    (None, "Mandatory Kill: Talks", None),
    (None, "Kill advisory: Talks", None),
    (None, "ATTENTION EDITORS - MANDATORY KILL - Talks", None),
    (None, "STORY WITHDRAWN: Talks", None),
    (None, "WITHDRAWN-Talks", None),
    (None, "Talks", "EDS: MANDATORY KILL BC-Talks. The figures are wrong."),
    (None, "Talks", "Please kill the story slugged BC-Talks"),
    (None, "Talks", "The following story, sent at 1405 GMT, has been withdrawn."),
]
NO_KILLS = [
    ("Road-Kill", "Road kill on the rise", None),
    ("Talks", "Kill zone at the harbour", None),
    ("Talks", "Killed in the harbour", None),
    ("Talks", "Mandatory kill switch for scooters", None),
    ("Talks", "Kill order issued against wolf", None),
    ("Talks", "Withdrawal of troops begins", None),
    ("Talks", "Withdrawn troops return", None),
    ("Talks", "Story of the harbour", "Kills 3rd graf, adds quote"),
    ("Talks", "Talks", "Replaces story that has been withdrawn"),
    ("Talks", "Talks", "Adds that three were killed."),
    ("Talks", "Talks", "Killed were three people."),
    ("Talks", "Talks", "KILL 4th paragraph"),
]


@pytest.mark.parametrize(("slugline", "headline", "note"), KILLS)
def test_kill_order(slugline: str | None, headline: str | None, note: str | None) -> None:
    assert is_kill_order(headline, slugline, note, None)


@pytest.mark.parametrize(("slugline", "headline", "note"), NO_KILLS)
def test_no_kill_order(slugline: str | None, headline: str | None, note: str | None) -> None:
    assert not is_kill_order(headline, slugline, note, None)


def test_profile_knows_more_kill_orders() -> None:
    profile = WireProfile(profile_id="x", kills=(r"^ANNULATION\b",))
    assert is_kill_order("ANNULATION - Port", None, None, profile)
    assert not is_kill_order("ANNULATION - Port", None, None, None)


def test_what_a_kill_order_names() -> None:
    note = (
        "Kill story slugged BC-Talks, 1st Ld-Writethru (urn:newsml:wire.example:20250516:nTalks:2), see"
        " tag:wire.example,2025:newsml_T1. https://wire.example/item/9, and story HARBOUR-FIRE/."
    )
    assert guids_named(note) == (
        "urn:newsml:wire.example:20250516:nTalks:2",
        "tag:wire.example,2025:newsml_T1",
        "https://wire.example/item/9",
    )
    assert slugs_named("AM-Port, KILL", None, note) == ("AM-Port", "BC-Talks", "HARBOUR-FIRE")
    assert guids_named(None) == ()


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_read(slugline: str, headline: str) -> None:
    assert cues_of(slugline, headline, None) == cues_of(slugline, headline, None)
    is_kill_order(headline, slugline, headline, None)
    base_of(slugline, None)
    slugs_named(slugline, headline, headline)
