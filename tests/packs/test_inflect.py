"""Every case of names, places and phrases against tables that people wrote and can read."""

from pathlib import Path

import pytest

from pipelines.packs import inflect

DATA = Path(__file__).parent / "data"


def rows(name):
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(*line.split("\t", 1), id=line.split("\t")[1]) for line in lines if not line.startswith("#")]


def spelled(forms):
    return "\t".join("/".join(variants) for variants in forms.values())


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_tables_cover_at_least_25_persons(language):
    assert len(rows(f"persons.{language}.tsv")) >= 25


@pytest.mark.parametrize(("how", "expected"), rows("persons.ru.tsv"))
def test_russian_persons(how, expected):
    gender, _, option = how.partition("/")
    name = expected.split("\t")[0]
    forms = inflect.person("ru", name, gender, foreign=option == "foreign", last_word=option == "last_word")
    assert spelled(forms) == expected


@pytest.mark.parametrize(("how", "expected"), rows("persons.uk.tsv"))
def test_ukrainian_persons(how, expected):
    gender, _, option = how.partition("/")
    name = expected.split("\t")[0]
    forms = inflect.person("uk", name, gender, foreign=option == "foreign", last_word=option == "last_word")
    assert spelled(forms) == expected


@pytest.mark.parametrize(("how", "expected"), rows("places.ru.tsv"))
def test_russian_places(how, expected):
    assert spelled(inflect.place("ru", expected.split("\t")[0], paradigm=how)) == expected


@pytest.mark.parametrize(("how", "expected"), rows("places.uk.tsv"))
def test_ukrainian_places(how, expected):
    paradigm, _, stem = how.partition("/")
    assert spelled(inflect.place("uk", expected.split("\t")[0], stem=stem or None, paradigm=paradigm)) == expected


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_phrases_agree(language):
    wrong = []
    for row in rows(f"phrases.{language}.tsv"):
        number, expected = row.values
        number, _, written = number.partition(":")
        forms = inflect.phrase(language, written or expected.split("\t")[0], numbers=(number,))
        if spelled(forms[0]) != expected:
            wrong.append((expected, spelled(forms[0])))
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "his", "her"),
    [("ru", "Зеленский", "Зеленская"), ("uk", "Зеленський", "Зеленська")],
)
def test_no_form_of_a_man_is_the_name_of_a_woman(language, his, her):
    feminine = {form for variants in inflect.person(language, her, "f").values() for form in variants}
    masculine = {form for variants in inflect.person(language, his, "m").values() for form in variants}
    assert not feminine & masculine


@pytest.mark.parametrize(
    ("language", "name", "never"),
    [
        ("ru", "Рустем Умеров", "умерва"),
        ("ru", "Песков", "песок"),
        ("uk", "Володимир Зеленський", "Володимира Зеленська"),
        ("ru", "Пьетро Паролин", "Пьетро Паролиным"),
    ],
)
def test_guesses_of_a_dictionary_do_not_occur(language, name, never):
    forms = inflect.person(language, name, "m", foreign="Паролин" in name)
    assert never.casefold() not in {form.casefold() for variants in forms.values() for form in variants}


def test_washington_keeps_its_letters_in_ukrainian():
    assert inflect.place("uk", "Вашингтон")["ins"] == ("Вашингтоном",)


def test_adjectives_in_all_genders_and_numbers():
    assert set(inflect.every_adjective("ru", "российский")) == {
        *("российский", "российского", "российскому", "российским", "российском"),
        *("российское", "российская", "российской", "российскую", "российские", "российских", "российскими"),
    }
    assert {"український", "українського", "українська", "українську", "українськими"} <= set(
        inflect.every_adjective("uk", "український")
    )


@pytest.mark.parametrize("language", ["en", "tr", "de", "fr", "pl", "cs"])
def test_other_languages_stay_as_they_are(language):
    assert inflect.person(language, "Ada Berg", "f") == {"nom": ("Ada Berg",)}
    assert inflect.place(language, "Berg") == {"nom": ("Berg",)}
    assert inflect.phrase(language, "old quay") == [{"nom": ("old quay",)}]
    assert inflect.every_adjective(language, "old") == ("old",)
