"""The forms of framing terms: every case and number where a language has them, as written where nothing is known."""

import pytest

from pipelines import packs
from pipelines.packs.framing import FramingTermSheet, surfaces
from pipelines.packs.model import FormKind


@pytest.mark.parametrize(
    ("language", "term", "some"),
    [
        ("en", {"form": "trade war"}, {"trade war", "trade wars"}),
        ("en", {"form": "ballots"}, {"ballots"}),
        ("de", {"form": "neue Zone"}, {"neue Zone", "neuen Zonen", "neuer Zone"}),
        ("de", {"form": "Zollkrieg"}, {"Zollkrieg", "Zollkriegs", "Zollkriege"}),
        ("de", {"form": "Geist von Strelsau"}, {"Geist von Strelsau"}),
        ("ru", {"form": "торговая война"}, {"торговую войну", "торговых войн"}),
        ("uk", {"form": "Стрільськ", "inflect": "place"}, {"Стрільська", "Стрільську"}),
        ("ru", {"form": "незаконный", "inflect": "adjective"}, {"незаконная", "незаконного"}),
        ("pl", {"form": "wojna celna"}, {"wojny celnej", "wojnę celną"}),
        ("pl", {"form": "siły morskie", "cases": ["sił morskich"]}, {"siły morskie", "sił morskich"}),
        ("cs", {"form": "celní válka"}, {"celní válku", "celní války"}),
        ("tr", {"form": "gümrük savaşı"}, {"gümrük savaşı"}),
    ],
)
def test_a_term_has_the_forms_of_its_language(language, term, some):
    assert some <= set(surfaces(language, FramingTermSheet(**term)))


@pytest.mark.parametrize("language", ["ru", "pl", "de", "en"])
def test_what_is_not_inflected_stays_as_it_is(language):
    assert surfaces(language, FramingTermSheet(form="в море", inflect="none")) == ("в море",)


def test_a_form_tells_concept_side_and_weight(harbour, write_pack):
    harbour["framing.yaml"] = (
        "- id: toll\n  wordings:\n    - {side: norrland, telling: {en: [due]}, common: {en: [fee]}, vague: {en: [sum]}}\n"
    )
    pack = packs.load(write_pack(harbour))
    found = {form.text: (form.target, form.weight) for form in pack.forms if form.kind is FormKind.FRAMING}
    assert found == {"due": ("toll/norrland", 3), "dues": ("toll/norrland", 3), "fee": ("toll/norrland", 1), "fees": ("toll/norrland", 1)}  # fmt: skip
