"""Words by which a text takes a side: found in every case, told by side, and apart where the outlet only quotes them."""

import pytest


def framing(tagger, text, language="en", title=""):
    return [
        (each.surface, each.concept, each.side, each.quoted)
        for each in tagger.tag(title=title, text=text, language=language, published_at=None).framing
    ]


def of(tagger, concept, text, language):
    return [(surface, side) for surface, each, side, _ in framing(tagger, text, language) if each == concept]


@pytest.mark.parametrize(
    ("language", "text", "concept", "found"),
    [
        ("en", "Moscow calls its war on Ukraine a special military operation.", "war_name", "russia"),
        ("ru", "Россия продолжит специальную военную операцию на Украине.", "war_name", "russia"),
        ("uk", "Росія почала повномасштабне вторгнення в Україну.", "war_name", "ukraine"),
        ("tr", "Rusya, Ukrayna'da özel askeri operasyonu sürdürüyor.", "war_name", "russia"),
        ("de", "Russland setzt die militärische Spezialoperation in der Ukraine fort.", "war_name", "russia"),
        ("fr", "La Russie poursuit son opération militaire spéciale en Ukraine.", "war_name", "russia"),
        ("pl", "Rosja mówi o specjalnej operacji wojskowej przeciw Ukrainie.", "war_name", "russia"),
        ("cs", "Rusko mluví o speciální vojenské operaci proti Ukrajině.", "war_name", "russia"),
        ("ru", "Россия и Украина спорят о новых регионах.", "occupied_land", "russia"),
        ("uk", "Росія утримує українців на тимчасово окупованих територіях України.", "occupied_land", "ukraine"),
        ("de", "Russland und die Ukraine streiten über die besetzten Gebiete.", "occupied_land", "neutral"),
        ("pl", "Rosja i Ukraina spierają się o los okupowanych terytoriów.", "occupied_land", "neutral"),
        ("ru", "Россия и Украина: бои идут под Артёмовском.", "toponyms_renamed", "russia"),
        ("ru", "Россия и Украина: бои идут под Артемовском.", "toponyms_renamed", "russia"),
        ("pl", "Rosja i Ukraina: ostrzał Charkowa.", "region_names", "neutral"),
    ],
)
def test_a_term_is_found_in_its_case(tagger, language, text, concept, found):
    assert [side for _, side in of(tagger, concept, text, language)] == [found]


def test_a_term_that_is_quoted_is_marked(tagger):
    text = (
        "Russia says its “special military operation” goes on. Its special military operation began in Ukraine in 2022. "
        "“Our special military operation in Ukraine goes as planned,” Dmitry Peskov said."
    )
    found = [quoted for surface, _, _, quoted in framing(tagger, text) if surface == "special military operation"]
    assert found == [True, False, True]


def test_capitals_and_headlines_are_found_too(tagger):
    title = "Russia: Special Military Operation in Ukraine Goes On"
    assert ("Special Military Operation", "war_name", "russia", False) in framing(tagger, "Nothing else.", title=title)
    text = "УКРАИНА И РОССИЯ: СПЕЦИАЛЬНАЯ ВОЕННАЯ ОПЕРАЦИЯ ПРОДОЛЖАЕТСЯ."
    assert of(tagger, "war_name", text, "ru") == [("СПЕЦИАЛЬНАЯ ВОЕННАЯ ОПЕРАЦИЯ", "russia")]


def test_of_one_concept_the_longer_term_counts_and_another_concept_beside_it(tagger):
    text = "Россия и Украина: конфликт на Украине продолжается."
    assert framing(tagger, text, "ru") == [
        ("конфликт на Украине", "war_name", "russia", False),
        ("на Украине", "na_v_ukraine", "russia", False),
    ]


def test_another_war_has_its_own_words(tagger):
    text = "Israel and Hamas argue over the occupied territories in Gaza. The ceasefire in Gaza holds in the West Bank."
    assert framing(tagger, text) == []


def test_the_folder_makes_the_words(lake_tagger):
    text = (
        "Ruritania and Lutha opened water talks on the quota and the dam. Lutha calls the shield of the lake a theft of "
        "water, and a barrier. The works go on.\nNobody knows how high the barrier is."
    )
    assert framing(lake_tagger, text) == [
        ("shield of the lake", "dam_name", "ruritania", False),
        ("theft of water", "dam_name", "lutha", False),
        ("theft", "quota_name", "lutha", False),
        ("barrier", "dam_name", "lutha", False),
    ]


def test_a_second_language_declines_them(lake_tagger):
    text = "Rurytania i Lutha: rozmowy o wodzie. Rurytania broni tarczy jeziora i Wielkiego Muru; Zabór trwa."
    assert [surface for surface, *_ in framing(lake_tagger, text, "pl")] == [
        "tarczy jeziora",
        "Wielkiego Muru",
        "Zabór",
    ]


def test_a_name_that_is_a_framing_term_stays_a_mention(tagger):
    tags = tagger.tag(title="", text="Kiev said that Russia lied.", language="en", published_at=None)
    assert [each.actor for each in tags.mentions] == ["kyiv", "russia"]
    assert [(each.start, each.end, each.concept, each.side) for each in tags.framing] == [
        (0, 4, "kyiv_spelling", "russia")
    ]
