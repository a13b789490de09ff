"""The shipped pack and a small second one, each compiled once."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.packs import load
from pipelines.packs.model import Actor, Form, FormKind, Need, Office, Pack, Round, SidePeriod, Tenure
from pipelines.settings import bundled_pack
from pipelines.tag import Tagger


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger(load(bundled_pack()))


@pytest.fixture(scope="session")
def lake_tagger() -> Tagger:
    return Tagger(lake_pack())


def lake_pack() -> Pack:
    """Another topic, made up by hand: two lands haggle over the water of a lake."""

    def actor(actor_id, name, kind, *, side=None, gender=None, stands_for=None, acts=True):
        sides = (SidePeriod(side=side),) if side else ()
        return Actor(
            actor_id=actor_id,
            name=name,
            wikidata=None,
            type=kind,
            gender=gender,
            sides=sides,
            stands_for=stands_for,
            acts_by_default=acts,
        )

    def form(text, kind, target, *, needs=(), weight=0, bare=False):
        return Form(
            text=text,
            language="en",
            kind=kind,
            target=target,
            rule=f"{kind}.hand",
            needs=frozenset(needs),
            weight=weight,
            bare=bare,
        )

    actors = [
        actor("ruritania", "Ruritania", "government"),
        actor("lutha", "Lutha", "government"),
        actor("strelsau", "Strelsau", "place", stands_for="ruritania", acts=False),
        actor("rassendyll", "Rudolf Rassendyll", "person", side="ruritania", gender="m"),
        actor("flavia", "Flavia Elphberg", "person", side="lutha", gender="f"),
        actor("zenda", "Zenda", "place", acts=False),
    ]
    forms = [
        form("Ruritania", FormKind.NAME, "ruritania"),
        form("Ruritanian", FormKind.ADJECTIVE, "ruritania"),
        form("Ruritanians", FormKind.DEMONYM, "ruritania"),
        form("Lutha", FormKind.NAME, "lutha"),
        form("Strelsau", FormKind.METONYM, "strelsau"),
        form("Strelsau Gazette", FormKind.BLOCKER, ""),
        form("Rudolf Rassendyll", FormKind.NAME, "rassendyll"),
        form("Rassendyll", FormKind.NAME, "rassendyll", needs=[Need.FULL_NAME_IN_TEXT]),
        form("Flavia Elphberg", FormKind.NAME, "flavia"),
        form("Zenda", FormKind.NAME, "zenda"),
        form("chancellor", FormKind.ROLE, "rt_chancellor", bare=True),
        form("water talks", FormKind.TERM, "talks", weight=3),
        form("talks", FormKind.TERM, "talks", weight=1),
        form("quota", FormKind.TERM, "quota", weight=3),
        form("dam", FormKind.TERM, "dam", weight=3),
    ]
    return Pack(
        pack_id="lake",
        version="0" * 12,
        topic="The water of a lake",
        languages=("en",),
        parties=("ruritania", "lutha"),
        sources=(),
        actors={each.actor_id: each for each in actors},
        offices={
            "rt_chancellor": Office(
                office_id="rt_chancellor",
                of="ruritania",
                title="chancellor",
                tenures=(
                    Tenure(actor="rassendyll", from_on=date(2020, 1, 1), to_on=date(2024, 1, 1)),
                    Tenure(actor="flavia", from_on=date(2024, 1, 1), to_on=None),
                ),
            )
        },
        facets=("quota", "dam"),
        rounds=(
            Round(
                round_id="zenda-1",
                name="First Zenda round",
                from_on=date(2023, 3, 1),
                to_on=date(2023, 3, 2),
                city="Zenda",
                names={"en": ("Zenda talks",)},
                participants=(),
            ),
        ),
        forms=tuple(forms),
        other_conflicts={"en": ("Grenzmark",)},
    )


def pytest_generate_tests(metafunc):
    """One case for each entry of data."""
    if "golden" in metafunc.fixturenames:
        import yaml

        cases = [
            (path.stem, case)
            for path in sorted((Path(__file__).parent / "data").rglob("*.yaml"))
            for case in yaml.safe_load(path.read_text(encoding="utf-8"))
        ]
        metafunc.parametrize("golden", cases, ids=[f"{language}: {case['name']}" for language, case in cases])
