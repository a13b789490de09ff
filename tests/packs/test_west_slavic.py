"""Polish and Czech in every case, against tables that people can read, and what the shipped pack makes of them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.packs import west_slavic

DATA = Path(__file__).parent / "data"
LANGUAGES = ("pl", "cs")


def rows(kind):
    found = []
    for language in LANGUAGES:
        for line in (DATA / f"{kind}.{language}.tsv").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                how, expected = line.split("\t", 1)
                found.append(pytest.param(language, how, expected, id=f"{language} {how} {expected.split(chr(9))[0]}"))
    return found


def spelled(forms):
    return "\t".join("/".join(variants) for variants in forms.values())


def every(forms):
    return {form for variants in forms.values() for form in variants}


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_cover_at_least_25_persons(language):
    assert sum(row.values[0] == language for row in rows("persons")) >= 25


@pytest.mark.parametrize(("language", "how", "expected"), rows("persons"))
def test_persons(language, how, expected):
    gender, _, option = how.partition("/")
    name = expected.split("\t")[0]
    assert spelled(west_slavic.person(language, name, gender, last_word=option == "last_word")) == expected


@pytest.mark.parametrize(
    ("surname", "masculine", "feminine"),
    [
        ("Trump", "Trumpův", "Trumpova"),
        ("Lavrov", "Lavrovův", "Lavrovova"),
        ("Fiala", "Fialův", "Fialova"),
        ("Vance", "Vanceův", "Vanceova"),
        ("Porošenko", "Porošenkův", "Porošenkova"),
    ],
)
def test_possessive_adjectives_of_czech_surnames(surname, masculine, feminine):
    forms = west_slavic.possessive("cs", surname, "m")
    assert forms[:2] == (masculine, feminine)
    assert forms[-1] == f"{feminine.removesuffix('ova')}ovými"


@pytest.mark.parametrize(
    ("language", "surname", "gender"),
    [
        ("cs", "Zelenskyj", "m"),  # declined like an adjective
        ("cs", "Černý", "m"),
        ("cs", "Pavel", "m"),  # Pavlova is somebody else's genitive
        ("cs", "Macinka", "f"),
        ("cs", "Šmíd-Nový", "m"),
        ("pl", "Trump", "m"),
    ],
)
def test_who_has_no_possessive_adjective(language, surname, gender):
    assert west_slavic.possessive(language, surname, gender) == ()


@pytest.mark.parametrize(("language", "how", "expected"), rows("places"))
def test_places(language, how, expected):
    paradigm, _, stem = how.partition("/")
    name = expected.split("\t")[0]
    assert spelled(west_slavic.place(language, name, stem=stem or None, paradigm=paradigm)) == expected


@pytest.mark.parametrize(("language", "how", "expected"), rows("phrases"))
def test_titles_and_institutions(language, how, expected):
    text = expected.split("\t")[0]
    forms = west_slavic.phrase(language, text) if how == "phrase" else west_slavic.title(language, text, how)
    assert spelled(forms) == expected


@pytest.mark.parametrize(
    ("language", "his", "her"),
    [("pl", "Zełenski", "Zełenska"), ("cs", "Zelenskyj", "Zelenská"), ("cs", "Putin", "Putinová")],
)
def test_no_form_of_a_man_is_the_name_of_a_woman(language, his, her):
    assert not every(west_slavic.person(language, his, "m")) & every(west_slavic.person(language, her, "f"))


@pytest.mark.parametrize(
    ("language", "word", "some"),
    [
        ("pl", "ukraiński", {"ukraińska", "ukraińscy", "ukraińskich", "ukraińskiego", "ukraińską"}),
        ("pl", "polski", {"polskie", "polscy", "polskiej"}),
        ("cs", "ruský", {"ruská", "ruští", "ruských", "ruského", "ruskou"}),
    ],
)
def test_adjectives_agree_with_everything(language, word, some):
    assert some < set(west_slavic.every_adjective(language, word))


@given(st.sampled_from(LANGUAGES), st.sampled_from("mf"), st.text(min_size=1, max_size=30))
def test_any_name_keeps_its_nominative(language, gender, name):
    """Whatever a pack calls someone, the name as written stays among the forms, in the order of its words."""
    assert west_slavic.person(language, name, gender)["nom"] == ((" ".join(name.split()) or name),)


@pytest.fixture(scope="module")
def shipped(shipped_pack):
    return {(form.language, form.text, form.target) for form in shipped_pack.forms}


@pytest.mark.parametrize(
    ("language", "text", "target"),
    [
        ("pl", "Zełenskiego", "zelenskyy"),
        ("pl", "Miedinskim", "medinsky"),
        ("pl", "Umierowa", "umerov"),
        ("pl", "Kijowie", "kyiv"),
        ("pl", "Stanach Zjednoczonych", "united-states"),
        ("pl", "obwodu chersońskiego", "kherson"),
        ("pl", "ukraińskiego ministra obrony", "ua_defence_minister"),
        ("pl", "rzecznikiem Kremla", "ru_kremlin_spokesperson"),
        ("cs", "Zelenského", "zelenskyy"),
        ("cs", "Medinským", "medinsky"),
        ("cs", "Umerovem", "umerov"),
        ("cs", "Paříži", "paris"),
        ("cs", "Bílém domě", "white-house"),
        ("cs", "prezidenta Ruska", "ru_president"),
        ("cs", "ruským ministrem zahraničí", "ru_foreign_minister"),
        ("cs", "mluvčího Kremlu", "ru_kremlin_spokesperson"),
    ],
)
def test_the_shipped_pack_knows_the_forms_news_uses(shipped, language, text, target):
    assert (language, text, target) in shipped


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Bezpieczeństwej"),
        ("pl", "ministra obronego"),
        ("pl", "Departamentu Obronego"),
        ("pl", "ukraińskiego prezydentem"),
        ("cs", "ruského ministrem zahraničí"),
        ("cs", "Putinová"),
    ],
)
def test_no_form_disagrees_with_itself(shipped, language, text):
    assert not [each for each in shipped if each[0] == language and text in each[1]]
