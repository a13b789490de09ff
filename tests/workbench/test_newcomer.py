"""`pack add-actor`: with questions or without, into the right file, nothing overwritten, what is wrong said in three lines."""

import pytest
from typer.testing import CliRunner

from pipelines import packs
from pipelines.cli_pack import pack_app
from pipelines.errors import PackError
from pipelines.packs.loading import checked
from pipelines.packs.newcomers import append_actor, file_for
from pipelines.workbench.newcomer import Answers, add, proposed_aliases, proposed_id, write

OPTIONS = (
    *("--id", "hentzau", "--name", "Rupert Hentzau", "--type", "person", "--gender", "m"),
    *("--side", "ruritania:2022-01-01:2023-06-01"),
    *("--alias", "en=Rupert Hentzau", "--alias", "en=Hentzau | full_name_in_text", "--alias", "pl=Rupert Hentzau"),
    *("--example", "Rupert Hentzau grinned. | Rupert Hentzau"),
    *("--example", "pl=Spotkanie z Rupertem Hentzauem odwołano. | Rupertem Hentzauem"),
    *("--example", "en=Hentzau Street is closed. |"),
)
STANZA = """\
- id: hentzau
  name: Rupert Hentzau
  type: person
  gender: m
  side: [{side: ruritania, from: 2022-01-01, to: 2023-06-01}]
  aliases:
    en: [Rupert Hentzau, {form: Hentzau, needs: full_name_in_text}]
    pl: [Rupert Hentzau]
  examples:
    - {text: Rupert Hentzau grinned., tags: [Rupert Hentzau]}
    - {text: Spotkanie z Rupertem Hentzauem odwołano., tags: [Rupertem Hentzauem], language: pl}
    - {text: Hentzau Street is closed., tags: [], language: en}
"""


def run(*arguments, folder, text=None):
    return CliRunner().invoke(pack_app, ["add-actor", *arguments, "--folder", str(folder)], input=text)


def test_options_make_an_entry_behind_what_is_there(lake):
    before = (lake / "persons.yaml").read_text(encoding="utf-8")
    shown = run(*OPTIONS, folder=lake)
    assert shown.exit_code == 0, shown.output
    assert (lake / "persons.yaml").read_text(encoding="utf-8") == f"{before}\n{STANZA}"
    assert "Rupertem Hentzauem" in shown.output
    assert "3 of 3 examples are tagged as they say." in shown.output
    assert packs.load(lake).actors["hentzau"].gender == "m"


def test_questions_make_the_same_entry_as_options(lake):
    answers = [
        "Rupert Hentzau",
        "person",
        "",  # the proposed id
        "ruritania:2022-01-01:2023-06-01",
        "m",
        "",  # no Wikidata id
        "Rupert Hentzau",
        "",  # no name in Polish yet
        "Rupert Hentzau grinned. | Rupert Hentzau",
        "",
    ]
    shown = run(folder=lake, text="\n".join(answers) + "\n")
    assert shown.exit_code == 0, shown.output
    assert "trucewatch pack add-actor --id hentzau --name 'Rupert Hentzau' --type person" in shown.output
    assert "Write the names in Polish: their lists are empty." in shown.output
    assert "    pl: []\n" in (lake / "persons.yaml").read_text(encoding="utf-8")


def test_a_wrong_answer_is_told_and_the_question_asked_again(lake):
    answers = [
        *("", "Flavia Elphberg", "Rupert\u200bHentzau", "Rupert Hentzau"),
        *("persom", "person"),
        *("flavia", "Rupert!", "hentzau"),
        *("narnia", "ruritania:May", "ruritania"),
        *("x", "m"),
        *("217", ""),
        *("", ""),
        *("no bar", "Rupert Hentzau grinned. | Hentzauer", "Rupert Hentzau grinned. | Rupert Hentzau", ""),
    ]
    shown = run(folder=lake, text="\n".join(answers) + "\n")
    assert shown.exit_code == 0, shown.output
    for told in (
        "A new actor needs a name.",
        "The pack has Flavia Elphberg already, as flavia",
        "Character 7 is one that nobody sees: \\u200b.",
        "There is no type 'persom'.",
        "The pack has an actor flavia already",
        "'Rupert!' is no id.",
        "There is no side 'narnia'.",
        "'May' is no day.",
        "There is no gender 'x'.",
        "'217' is no Wikidata id.",
        "does not say what must be tagged in it.",
        "'Hentzauer' does not stand in its example.",
    ):
        assert told in shown.stderr
    assert packs.load(lake).actors["hentzau"].sides[0].side == "ruritania"


def test_questions_that_are_broken_off_change_nothing(lake):
    before = {path.name: path.read_bytes() for path in lake.iterdir()}
    error = run(folder=lake, text="Rupert Hentzau\nperson\n").exception
    assert error.exit_code == 1
    assert str(error).splitlines()[0] == "Broken off: nothing was changed."
    assert {path.name: path.read_bytes() for path in lake.iterdir()} == before


def test_what_is_typed_is_stored_in_nfc(lake):
    shown = run("--name", "Jose\u0301 Zendas", "--id", "zendas", folder=lake)
    assert "name: José Zendas\n" in shown.output
    assert packs.load(lake).actors["zendas"].name == "José Zendas"


def test_a_name_without_latin_letters_needs_an_id(lake):
    error = run("--name", "Руперт", folder=lake).exception
    assert (error.what, error.where) == ("No id can be made of this name.", "--id")


def test_what_yaml_reads_as_something_else_stays_text(lake):
    name = "Evil: {a: [b]} #x &y *z !!w 'q'"
    shown = run("--id", "null", "--name", name, "--alias", f"en={name}", "--alias", "en=2024-01-01", folder=lake)
    assert shown.exit_code == 0, shown.output
    actor = next(each for each in checked(lake).every_actor if each.id == "null")
    assert actor.name == name
    assert [each.form for each in actor.aliases["en"]] == [name, "2024-01-01"]


def test_an_id_that_is_there_is_left_alone(lake):
    before = {path.name: path.read_bytes() for path in lake.iterdir()}
    error = run("--id", "flavia", "--name", "Flavia Two", folder=lake).exception
    assert isinstance(error, PackError)
    assert "nothing was changed" in error.what
    assert error.where == "persons.yaml:15"
    assert {path.name: path.read_bytes() for path in lake.iterdir()} == before


@pytest.mark.parametrize(
    ("options", "what", "next_step"),
    [
        (("--type", "persom"), "There is no type 'persom'.", "did you mean person?"),
        (("--alias", "uk=Руперт"), "The pack does not speak 'uk'.", "Its languages are en, pl"),
        (("--alias", "Rupert"), "'Rupert' does not say in which language it is written.", "Write LANGUAGE=NAME"),
        (("--alias", "en=Rupert | fullname"), "There is no condition 'fullname'.", "full_name_in_text"),
        (
            ("--example", "Rupert came."),
            "The example 'Rupert came.' does not say what must be tagged in it.",
            "TEXT | SURFACE",
        ),
        (("--example", "uk=Прийшов. |"), "The pack does not speak 'uk'.", "add-a-language.md"),
        (("--side", "ruritania:May"), "'May' is no day.", "Write it as 2024-09-05"),
        (("--gender", "x"), "There is no gender 'x'.", "Write one of m, f."),
        (("--stands-for", "zemda"), "The pack has no actor 'zemda'.", "Did you mean zenda?"),
        (("--side", "ruritanja"), "There is no side 'ruritanja'.", "did you mean ruritania?"),
        (("--side", "lutha:2023-06-01:2023-01-01"), "2023-01-01 is not later than 2023-06-01.", "SIDE:FROM:TO"),
        (("--wikidata", "217"), "'217' is no Wikidata id.", "Write Q and digits"),
        (("--id", "../rupert"), "'../rupert' is no id.", "small Latin letters"),
        (("--alias", "en= | full_name_in_text"), "holds no name.", "LANGUAGE=NAME"),
        (("--example", "Rupert came. | Rupret"), "'Rupret' does not stand in its example.", "letter by letter"),
        (("--example", "en= |"), "does not say a text.", "TEXT | SURFACE"),
        (("--note", "x" * 999), "note: longer than 200 characters", "add-an-actor.md"),
        (("--alias", "en=Rupert\u202eHentzau"), "Character 10 is one that nobody sees: \\u202e.", "Type the text anew"),
        (("--name", "Rupert\n- id: x"), "Character 7 is one that nobody sees: \\n.", "on one line"),
        (("--name", "Rupert \x1b[31m"), "Character 8 is one that nobody sees: \\x1b.", "on one line"),
        (("--name", "FLAVIA Elphberg"), "The pack has Flavia Elphberg already, as flavia", "longer one"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(lake, options, what, next_step):
    before = {path.name: path.read_bytes() for path in lake.iterdir()}
    error = run("--id", "rupert", "--name", "Rupert Hentzau", *options, folder=lake).exception
    assert isinstance(error, PackError)
    assert what in str(error)
    assert next_step in str(error)
    assert len(str(error).splitlines()) >= 3
    assert {path.name: path.read_bytes() for path in lake.iterdir()} == before


def test_an_example_that_does_not_hold_is_told_with_exit_code_3(lake):
    shown = run("--name", "Rupert Hentzau", "--example", "en=Rupert Hentzau grinned. | Rupert", folder=lake)
    assert shown.exit_code == 3
    assert "hentzau is tagged as Rupert Hentzau here, not as Rupert" in shown.output
    assert "0 of 1 examples are tagged as they say." in shown.output


def test_options_without_a_name_are_refused(lake):
    assert "A new actor needs a name." in str(run("--id", "rupert", folder=lake).exception)


def test_forms_that_cannot_be_written_leave_the_pack_as_it_was(lake, change):
    change("pack.yaml", "[en, pl]", "[en, pl, uk]")
    packs.write_forms(lake)
    (lake / "forms.lock.new").mkdir()  # where the new lock would be written
    before = {path.name: path.read_bytes() for path in lake.iterdir() if path.is_file()}
    with pytest.raises(IsADirectoryError):
        add(lake, Answers(actor_id="x", name="X Y", type="person", aliases=("uk=Руперт Гентцау",)))
    assert {path.name: path.read_bytes() for path in lake.iterdir() if path.is_file()} == before


def test_a_pack_with_cases_gets_its_lock_anew(lake, change):
    change("pack.yaml", "[en, pl]", "[en, pl, uk]")
    packs.write_forms(lake)
    added = add(
        lake,
        Answers(actor_id="hentzau", name="Rupert Hentzau", type="person", gender="m", aliases=("uk=Руперт Гентцау",)),
    )
    assert added.missing == ("en", "pl")
    assert "Руперта" in " ".join(form.text for form in packs.forms_of(packs.load(lake), "hentzau"))


@pytest.mark.parametrize(
    ("kind", "own", "file"),
    [
        ("place", ("places.yaml",), "places.yaml"),
        ("place", (), "actors.yaml"),
        ("person", ("actors.yaml",), "actors.yaml"),
    ],
)
def test_an_entry_goes_where_its_type_stands(tmp_path, kind, own, file):
    for name in own:
        (tmp_path / name).write_text("")
    assert file_for(tmp_path, kind) == file


def test_a_pack_that_extends_another_gets_a_file_of_its_own(lake, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "pack.yaml").write_text(
        "id: mine\ntopic: The same lake\nlanguages: [en]\nparties: [ruritania]\nextends: ../lake\n"
    )
    answers = Answers(actor_id="hentzau", name="Rupert Hentzau", type="person", aliases=("en=Rupert Hentzau",))
    stanza = write(answers, checked(mine))
    assert append_actor(mine, "person", stanza) == mine / "actors.yaml"
    assert {"hentzau", "flavia"} <= set(packs.load(mine).actors)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Ada Bërg", "person", "berg"),
        ("Oda Flavia", "person", "flavia_oda"),
        ("Lake Commission Two", "organisation", "lake-commission-two"),
        ("高市早苗", "person", ""),
    ],
)
def test_an_id_is_proposed(name, kind, expected):
    assert proposed_id(name, {"flavia"}, kind) == expected


def test_english_names_are_proposed():
    assert proposed_aliases("Ada Berg", "person") == ("Ada Berg", "Berg | full_name_in_text")
    assert proposed_aliases("Lake Commission", "organisation") == ("Lake Commission",)
