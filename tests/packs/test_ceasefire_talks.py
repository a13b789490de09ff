"""The pack that ships: its size, its hard names, and the examples that its actors carry."""

import re
from collections import Counter
from datetime import date

import pytest

from pipelines import packs
from pipelines.packs.model import FormKind, Need

NAMING = {FormKind.NAME, FormKind.METONYM, FormKind.DEMONYM}


def surfaces(pack, actor_id, language=None):
    return {
        form.text
        for form in packs.forms_of(pack, actor_id)
        if form.kind in NAMING and language in {None, form.language}
    }


def role_targets(pack, text):
    return {form.target for form in pack.forms if form.kind is FormKind.ROLE and form.text == text}


def test_it_is_as_wide_as_promised(shipped_pack):
    assert shipped_pack.languages == ("en", "uk", "ru", "tr", "de", "fr", "pl", "cs")
    assert shipped_pack.parties == ("ukraine", "russia")
    assert len(shipped_pack.actors) >= 80
    assert len(shipped_pack.facets) == 11
    assert len(shipped_pack.rounds) >= 50
    assert len(shipped_pack.sources) >= 100
    blockers = {form.text for form in shipped_pack.forms if form.kind is FormKind.BLOCKER}
    assert len(blockers) >= 200
    assert set(shipped_pack.other_conflicts) == set(shipped_pack.languages)
    assert set(shipped_pack.other_subjects) == set(shipped_pack.languages)


@pytest.mark.parametrize(
    ("actor", "language", "expected"),
    [
        ("putin", "ru", {"Путин", "Путина", "Путину", "Путиным", "Путине", "Владимира Путина"}),
        ("putin", "uk", {"Путін", "Путіна", "Путіну", "Путінові", "Путіним", "Володимиром Путіним"}),
        ("zelenskyy", "en", {"Zelenskyy", "Zelensky", "Zelenskiy", "Volodymyr Zelenskyy"}),
        ("zelenskyy", "ru", {"Зеленский", "Зеленского", "Зеленскому", "Зеленским", "Зеленском"}),
        ("umerov", "ru", {"Умеров", "Умерова", "Умерову", "Умеровым", "Рустема Умерова"}),
        ("erdogan", "en", {"Erdogan", "Erdoğan", "Recep Tayyip Erdogan"}),
        ("lavrov", "en", {"Lavrov", "Sergey Lavrov", "Sergei Lavrov"}),
        ("kyiv", "en", {"Kyiv", "Kiev"}),
        ("kyiv", "uk", {"Київ", "Києва", "Києву", "Києвом", "Києві"}),
        ("turkey", "en", {"Türkiye", "Turkey"}),
        ("united-states", "en", {"United States", "US", "U.S.", "USA"}),
        ("united-states", "ru", {"США", "Соединённых Штатов", "Соединенных Штатов", "Соединёнными Штатами"}),
        ("united-nations", "uk", {"ООН", "Організації Об'єднаних Націй"}),
        ("zaporizhzhia", "uk", {"Запоріжжя", "Запоріжжі", "Запоріжжям"}),
        ("abu-dhabi", "ru", {"Абу-Даби"}),
        ("donetsk", "ru", {"Донецк", "Донецком", "Донецкой области"}),
        ("kherson", "uk", {"Херсоном", "Херсонської області", "Херсонщині"}),
        ("putin", "de", {"Putin", "Putins"}),
        ("russia", "ru", {"Россия", "Россией", "россияне", "россиянам", "РФ"}),
        ("xi", "ru", {"Си Цзиньпин", "Си Цзиньпином"}),
    ],
)
def test_hard_names_are_there(shipped_pack, actor, language, expected):
    assert expected <= surfaces(shipped_pack, actor, language)


@pytest.mark.parametrize(
    ("actor", "never"),
    [
        ("zelenskyy", {"Зеленская", "Зеленской", "Зеленська", "Зеленською"}),
        ("umerov", {"Умерва", "умерва"}),
        ("peskov", {"Песок", "песок", "песком"}),
        ("washington", {"вашинґтон", "Вашинґтон"}),
        ("doha", {"Досі"}),  # an everyday word of Ukrainian
        ("sumy", {"Сумів"}),
        ("xi", {"Си Цзиньпиным"}),
    ],
)
def test_what_a_dictionary_would_add_is_not(shipped_pack, actor, never):
    assert not never & surfaces(shipped_pack, actor)


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("British foreign secretary", "uk_foreign_secretary"),
        ("Turkish president", "tr_president"),
        ("President of Turkey", "tr_president"),
        ("US secretary of state", "us_secretary_of_state"),
        ("Ukraine's defence minister", "ua_defence_minister"),
        ("Kremlin spokesman", "ru_kremlin_spokesperson"),
        ("NATO secretary general", "nato_secretary_general"),
        ("президент Украины", "ua_president"),
        ("президентом Украины", "ua_president"),
        ("украинского президента", "ua_president"),
        ("главы МИД России", "ru_foreign_minister"),
        ("президенту США", "us_president"),
        ("міністр оборони України", "ua_defence_minister"),
        ("міністра закордонних справ Великої Британії", "uk_foreign_secretary"),
        ("турецькому президенту", "tr_president"),
        ("Türkiye Cumhurbaşkanı", "tr_president"),
        ("Ukrayna Devlet Başkanı", "ua_president"),
        ("Rusya Dışişleri Bakanı", "ru_foreign_minister"),
        ("ukrainischen Präsidenten", "ua_president"),
        ("président ukrainien", "ua_president"),
        ("ministre russe des Affaires étrangères", "ru_foreign_minister"),
        ("prezydent Ukrainy", "ua_president"),
    ],
)
def test_roles_name_their_office(shipped_pack, text, office):
    assert role_targets(shipped_pack, text) == {office}


@pytest.mark.parametrize(
    ("office", "day", "holder"),
    [
        ("uk_foreign_secretary", date(2025, 9, 4), "lammy"),
        ("uk_foreign_secretary", date(2025, 9, 5), "cooper"),
        ("ua_defence_minister", date(2025, 5, 16), "umerov"),
        ("ua_defence_minister", date(2025, 7, 17), "shmyhal"),
        ("ua_nsdc_secretary", date(2025, 7, 23), "umerov"),
        ("pope", date(2025, 4, 30), None),
        ("us_president", date(2025, 1, 19), "biden"),
        ("us_president", date(2025, 1, 20), "trump"),
    ],
)
def test_offices_change_hands(shipped_pack, office, day, holder):
    assert shipped_pack.offices[office].holder(day) == holder


def test_bare_titles_name_every_office_that_bears_them(shipped_pack):
    bare = {form.target for form in shipped_pack.forms if form.bare and form.text == "foreign minister"}
    assert {"ru_foreign_minister", "ua_foreign_minister", "tr_foreign_minister"} <= bare


@pytest.mark.parametrize(
    ("term", "facet"),
    [
        ("обменом пленными", "prisoner_exchange"),
        ("прекращения огня", "ceasefire"),
        ("мирних переговорів", "talks"),
        ("гарантіями безпеки", "security_guarantees"),
        ("ateşkes", "ceasefire"),
        ("nuclear power plant", "nuclear_plant"),
    ],
)
def test_terms_are_inflected(shipped_pack, term, facet):
    assert facet in {form.target for form in shipped_pack.forms if form.kind is FormKind.TERM and form.text == term}


def test_rounds_know_their_city_in_every_case(shipped_pack):
    (talks,) = [each for each in shipped_pack.rounds if each.round_id == "istanbul-2025-06-02"]
    assert (talks.from_on, talks.city) == (date(2025, 6, 2), "istanbul")
    assert {"Стамбуле", "стамбульских переговоров"} <= set(talks.names["ru"])
    assert "Çırağan Sarayı" in talks.names["tr"]


def test_namesakes_count_only_after_a_full_name(shipped_pack):
    for actor in ("fomin_alexander", "fomin_andrii", "kuleba_dmytro", "kuleba_oleksiy"):
        for form in packs.forms_of(shipped_pack, actor):
            if form.kind is FormKind.NAME and " " not in form.text:
                assert form.needs == {Need.FULL_NAME_IN_TEXT}, form


def test_every_language_has_sources_that_can_be_heard(shipped_pack):
    usable = Counter(source.language for source in shipped_pack.sources if source.paused_why is None)
    assert min(usable[language] for language in shipped_pack.languages) >= 3
    assert sum(usable.values()) >= 100


def test_who_has_no_usable_feed_is_listed_with_the_reason(shipped_pack):
    paused = {source.publisher_id for source in shipped_pack.sources if source.paused_why}
    assert {"reuters", "ap", "afp", "dpa", "nato", "osce", "ukraine_mfa"} <= paused
    assert all(source.url or source.paused_why for source in shipped_pack.sources)
    assert not any("news.google." in (source.url or "") for source in shipped_pack.sources)


def test_every_source_says_how_to_read_it(shipped_pack):
    for source in shipped_pack.sources:
        assert source.credibility, source.source_id
        assert source.rights, source.source_id
        assert source.cadence_hours, source.source_id
        assert source.affiliations, source.source_id


@pytest.mark.parametrize(
    ("publisher", "applies_from"),
    [
        ("rt", date(2022, 3, 2)),
        ("sputnik", date(2022, 3, 2)),
        ("ria_novosti", date(2024, 6, 25)),
        ("izvestia", date(2024, 6, 25)),
        ("rossiyskaya_gazeta", date(2024, 6, 25)),
        ("lenta", date(2025, 4, 9)),
        ("tass", None),
        ("kommersant", None),
    ],
)
def test_annex_xv_is_flagged_from_its_day_of_application(shipped_pack, publisher, applies_from):
    sources = [source for source in shipped_pack.sources if source.publisher_id == publisher]
    assert sources
    for source in sources:
        flags = [(sanction.regime, sanction.from_on) for sanction in source.sanctions]
        assert flags == ([("EU 833/2014 Annex XV", applies_from)] if applies_from else [])


def test_owners_change_with_their_dates(shipped_pack):
    (hurriyet,) = [source for source in shipped_pack.sources if source.source_id == "hurriyet_tr"]
    assert [each.owner for each in hurriyet.affiliations] == ["Doğan Group", "Demirören Group"]
    assert hurriyet.affiliations[-1].from_on.year == 2018
    (meduza, _) = [source for source in shipped_pack.sources if source.publisher_id == "meduza"]
    assert (meduza.ownership, meduza.affiliations[0].from_on) == ("exile", date(2014, 10, 20))


@pytest.mark.parametrize(
    ("source_id", "address", "article_id"),
    [
        ("moscow_times_en", "https://www.themoscowtimes.com/2025/05/16/resume-direct-talks-a89098", "89098"),
        ("ria_novosti_ru", "https://ria.ru/20250516/stambul-2017232312.html", "2017232312"),
        ("tass_ru", "https://tass.ru/politika/23966111", "23966111"),
        ("kommersant_ru", "https://www.kommersant.ru/doc/7725402?from=rss", "7725402"),
        ("anadolu_en", "https://www.aa.com.tr/en/europe/istanbul-talks/3569857", "3569857"),
        ("bbc_world_en", "https://www.bbc.com/news/articles/c1vw6q14rzqt#0", "c1vw6q14rzqt"),
        ("dw_russian_ru", "https://www.dw.com/ru/peregovory/a-72563021?maca=rus", "72563021"),
        ("irozhlas_cs", "https://www.irozhlas.cz/zpravy-svet/jednani-v-istanbulu_2505161234_abc", "2505161234"),
        (
            "le_monde_fr",
            "https://www.lemonde.fr/international/article/2025/05/16/istanbul_6606333_3210.html",
            "6606333",
        ),
        ("bbc_world_en", "https://www.bbc.com/news/live/c4g2z3", None),
        ("moscow_times_ru", "https://ru.themoscowtimes.com/2025/05/16/peregovory-a163456", None),
    ],
)
def test_article_ids_stand_in_addresses(shipped_pack, source_id, address, article_id):
    (source,) = [each for each in shipped_pack.sources if each.source_id == source_id]
    found = re.search(source.article_id_pattern, address) if source.article_id_pattern else None
    assert (found and found[1]) == article_id


MOST_WORDS = 10
"""Words of the longest names that examples hold."""


@pytest.fixture(scope="module")
def by_surface(shipped_pack):
    """Surface, as it stands inside a sentence and at its beginning → the forms of names and the blockers."""
    found = {}
    for form in shipped_pack.forms:
        if form.kind in NAMING or form.kind is FormKind.BLOCKER:
            for surface in {form.text, form.text[:1].upper() + form.text[1:]}:
                found.setdefault(surface, []).append(form)
    return found


def spans(text, by_surface, language):
    """Return (start, end) → forms, of every run of whole words that is one; of one language if it is given."""
    words = [match.span() for match in re.finditer(r"\w+", text)]
    found = {}
    for at, (start, _) in enumerate(words):
        for _, end in words[at : at + MOST_WORDS]:
            for stop in (end, end + 1):
                forms = by_surface.get(text[start:stop], ())
                if (
                    forms
                    and stop <= len(text)
                    and (counting := [each for each in forms if language in {None, each.language}])
                ):
                    found[start, stop] = counting
    return found


def test_examples_hold(shipped_pack, shipped_sheets, by_surface):
    """A plain longest-match over the forms finds what each example says."""
    examples = [(actor.id, example) for actor in shipped_sheets.every_actor for example in actor.examples]
    assert len(examples) > 500
    found = [matched(shipped_pack, by_surface, *each) for each in examples]
    assert not [
        (actor, example.text, here)
        for (actor, example), here in zip(examples, found, strict=True)
        if here != sorted(example.tags)
    ]


def matched(shipped_pack, by_surface, actor, example):
    """Return the surfaces of an actor that count in the text of an example, sorted."""
    text = example.text
    every = spans(text, by_surface, example.language)
    on_topic = any(form.target in shipped_pack.parties for forms in every.values() for form in forms if not form.needs)
    own = {
        span: [form for form in forms if form.target == actor or form.kind is FormKind.BLOCKER]
        for span, forms in every.items()
    }
    wanted = {span: forms for span, forms in own.items() if forms}
    longest = [
        (span, forms)
        for span, forms in sorted(wanted.items())
        if not any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in wanted)
        and not any(form.kind is FormKind.BLOCKER for form in forms)
    ]
    named = any(not form.needs for _, forms in longest for form in forms)
    met = {Need.FULL_NAME_IN_TEXT} if named else set()
    met |= {Need.TOPIC_IN_TEXT} if on_topic or named or "переговори" in text else set()
    return sorted(text[slice(*span)] for span, forms in longest if any(form.needs <= met for form in forms))
