"""`pack forms`: every form of an actor by language and case, and what else has the same form."""

from typer.testing import CliRunner

from pipelines import packs
from pipelines.cli_pack import pack_app
from pipelines.packs.loading import checked
from pipelines.workbench.owned import collisions, groups


def labels(folder, actor, language):
    found = groups(packs.load(folder), actor)
    return {each.label: [form.text for form in each.forms] for each in found if each.language == language}


def colliding(folder, actor):
    pack = packs.load(folder)
    return [
        (each.text, each.other, each.harmless)
        for each in collisions(checked(folder), pack, packs.forms_of(pack, actor))
    ]


def test_forms_stand_by_case_and_condition(lake):
    found = labels(lake, "rassendyll", "pl")
    assert found["genitive"] == ["Rudolfa Rassendylla"]
    assert found["instrumental, needs full name in text"] == ["Rassendyllem"]
    assert "kanclerzem Rurytanii" in found["titles"]
    assert list(labels(lake, "ruritania", "en")) == ["basic form", "people", "adjective", "titles"]


def test_every_form_is_shown(lake):
    pack = packs.load(lake)
    shown = [form for each in groups(pack, "rassendyll") for form in each.forms]
    assert sorted(shown, key=str) == sorted(packs.forms_of(pack, "rassendyll"), key=str)


def test_the_small_pack_has_no_collision(lake):
    assert colliding(lake, "rassendyll") == []


def test_another_actor_a_blocker_a_term_a_word_and_a_conflict_collide(lake, change):
    change(
        "persons.yaml", "en: [Flavia Elphberg]", "en: [Flavia Elphberg, Zenda, Quota, Hentzau, Grenzmark, Blentz Gate]"
    )
    change("blockers.yaml", "Zenda Bank", "Blentz Gate")
    change("facets.yaml", "strong: [quota]", "strong: [Quota]")
    assert colliding(lake, "flavia") == [
        ("Blentz Gate", "a blocker: the form is never tagged", False),
        ("Grenzmark", "a name of another conflict: it speaks against relevance", False),
        ("Hentzau", "a common word (common_words.yaml)", False),
        ("Zenda", "Zenda", False),
        ("Quota", "a term of the facet quota", True),
    ]


def test_a_condition_makes_a_collision_harmless(lake, change):
    change("persons.yaml", "en: [Flavia Elphberg]", "en: [Flavia Elphberg, {form: Zenda, needs: full_name_in_text}]")
    assert colliding(lake, "flavia") == [("Zenda", "Zenda", True)]


def run(*arguments):
    return CliRunner().invoke(pack_app, ["forms", *arguments])


def test_the_command_shows_them_in_80_columns(lake):
    shown = run("rassendyll", "--folder", str(lake))
    assert shown.exit_code == 0
    assert "Rudolf Rassendyll (rassendyll)" in shown.output
    assert "side of Ruritania from 2019-06-01" in shown.output
    assert shown.output.index("English") < shown.output.index("Polish")
    assert max(map(len, shown.output.splitlines())) <= 80


def test_an_unknown_id_is_told_with_what_is_like_it(lake):
    error = run("rasendyl", "--folder", str(lake)).exception
    assert str(error).splitlines() == ["The pack has no actor 'rasendyl'.", str(lake), "Did you mean rassendyll?"]


def test_without_an_id_it_asks_for_one(lake):
    assert "Name an actor" in str(run("--folder", str(lake)).exception)
