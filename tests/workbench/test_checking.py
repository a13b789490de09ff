"""`pack lint` with its examples tried: what it finds, where, what to do; exit codes."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from pipelines import packs
from pipelines.cli_pack import pack_app
from pipelines.packs.linting import ADVICE
from pipelines.workbench.checking import about, check, examples
from pipelines.workbench.findings_text import TITLES

SOON = date(2023, 4, 1)


def kinds(folder, today=SOON):
    return [each.kind for each in check(folder, today) if each.kind != "source"]


def test_the_small_pack_has_no_finding(lake):
    assert kinds(lake) == []


def test_examples_of_the_shipped_pack_hold(shipped_sheets, tagger):
    assert [each.message for each in examples(shipped_sheets, tagger)] == []


def test_an_example_that_does_not_tag_as_it_says_is_an_error(lake, change):
    change("persons.yaml", "tags: [Flavia Elphberg]", "tags: [Flavia]")
    (found,) = [each for each in check(lake, SOON) if each.severity == "error"]
    assert found.where == "persons.yaml:24: 1.examples.0"
    assert found.message == "flavia is tagged as Flavia Elphberg here, not as Flavia: “Flavia Elphberg smiled.”"
    assert "pack try" in found.advice


def test_examples_of_the_pack_that_is_extended_are_its_own_matter(lake, change, tmp_path):
    change("persons.yaml", "tags: [Rudolfem Rassendyllem]", "tags: [Rudolfem]")
    assert kinds(lake) == ["example"]
    (tmp_path / "mine").mkdir()
    text = "id: mine\ntopic: The same lake\nlanguages: [en]\nparties: [lutha]\nextends: ../lake\n"
    (tmp_path / "mine" / "pack.yaml").write_text(text)
    assert kinds(tmp_path / "mine") == []


def test_offices_that_nobody_looked_up_for_half_a_year(lake, change):
    assert kinds(lake, date(2023, 8, 28)) == []
    assert kinds(lake, date(2023, 8, 29)) == ["unreviewed"]
    change("offices.yaml", "  of: lutha\n", "  of: lutha\n  reviewed: 2023-01-01\n")
    found = [each for each in packs.lint(lake, date(2023, 7, 5)) if each.kind == "unreviewed"]
    assert [(each.where, each.message) for each in found] == [
        ("offices.yaml:11: 1.reviewed", "the holder of lu_water_minister was last looked up on 2023-01-01")
    ]


def test_a_pack_without_a_day_of_review_says_so(lake, change):
    change("pack.yaml", "reviewed: 2023-03-01\n", "")
    (found,) = [each for each in check(lake, SOON) if each.kind == "unreviewed"]
    assert found.message == "the holders of 2 offices have never been looked up"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("persons.yaml", "  side: lutha\n", "  side: lutha\n  verified: false\n", "flavia"),
        (
            "offices.yaml",
            "from: 2021-05-01,",
            "from: 2021-05-01, verified: false,",
            "flavia as lu_water_minister from 2021-05-01",
        ),
        ("rounds.yaml", "  city: zenda\n", "  city: zenda\n  verified: false\n", "zenda-1"),
        (
            "rounds.yaml",
            "  city: zenda\n",
            "  city: zenda\n  verified: false\n  note: The second day is doubtful.\n",
            None,
        ),
    ],
)
def test_what_is_doubtful_says_why(lake, change, file, old, new, message):  # noqa: PLR0917 - pytest passes by name
    change(file, old, new)
    found = [each.message for each in check(lake, SOON) if each.kind == "unverified"]
    assert found == ([f"{message} is unverified, and has no note"] if message else [])


def test_a_generated_form_that_is_a_common_word_is_a_warning(lake, change):
    change("common_words.yaml", "en: [hentzau]\n", "en: [hentzau]\npl: [zendą]\n")
    (found,) = [each for each in check(lake, SOON) if each.kind == "weak_form"]
    assert found.message == "Zendą (pl), a form of zenda, is a common word (common_words.yaml)"
    assert found.where.startswith("places.yaml:")


def test_findings_about_a_new_entry_are_those_behind_its_line(lake, change):
    change("persons.yaml", "tags: [Flavia Elphberg]", "tags: [Flavia]")
    found = check(lake, SOON)
    assert about(found, "persons.yaml", 24) == [found[0]]
    assert about(found, "persons.yaml", 25) == []
    assert about(found, "places.yaml", 1) == []


def run(*arguments):
    return CliRunner().invoke(pack_app, ["lint", *arguments])


def test_the_command_exits_with_0_and_says_what_to_do(lake):
    shown = run("--folder", str(lake))
    assert shown.exit_code == 0
    assert "→ docs/how-to/add-a-source.md explains the key." in shown.output
    assert "The pack can be used: 0 errors" in shown.output


def test_the_command_exits_with_3_on_an_error(lake, change):
    change("offices.yaml", "to: 2024-01-01}", "to: 2024-06-01}")
    shown = run("--folder", str(lake))
    assert shown.exit_code == 3
    assert "1 error  tenures that overlap\n  offices.yaml:7  this tenure" in shown.output
    assert "The pack cannot be relied on: 1 error," in shown.output


def test_many_warnings_are_some_and_a_number(lake, change):
    text = (lake / "persons.yaml").read_text()
    for number in range(8):
        text += f"\n- id: extra{number}\n  name: Extra {number}\n  type: person\n  aliases: {{en: [Extra Person {number}]}}\n"
    (lake / "persons.yaml").write_text(text)
    assert "… and 3 more like these (--all shows them)" in run("--folder", str(lake)).output
    assert run("--folder", str(lake), "--all").output.count("has no example") == 8
    assert "8 warnings  actors without an example" in run("--folder", str(lake)).output


def test_actors_with_most_names_come_first_among_those_without_an_example(lake):
    text = (lake / "persons.yaml").read_text()
    text += "\n- {id: one, name: One, type: person, aliases: {en: [One Extra]}}\n"
    text += "\n- {id: two, name: Two, type: person, aliases: {en: [Two Extra], pl: [Dwa Extra]}}\n"
    (lake / "persons.yaml").write_text(text)
    found = [each.message for each in check(lake, SOON) if each.kind == "no_example"]
    assert found == ["two (2 names) has no example", "one has no example"]


def test_every_kind_of_finding_has_a_heading_the_errors_before_the_warnings():
    assert set(TITLES) == set(ADVICE)
    severities = [ADVICE[kind][0] for kind in TITLES]
    assert severities == sorted(severities)


def test_findings_fit_a_terminal(lake, change):
    change("persons.yaml", "tags: [Flavia Elphberg]", "tags: [Flavia]")
    assert max(map(len, run("--folder", str(lake)).output.splitlines())) <= 80


def test_an_example_without_a_language_says_how_it_was_read(lake, change):
    change("persons.yaml", "tags: [Flavia Elphberg], language: en", "tags: [Flavia]")
    (found,) = [each for each in check(lake, SOON) if each.kind == "example"]
    assert found.message.endswith("(read as no language that can be told; it has no `language`)")


def test_json_has_kind_place_message_and_advice(lake, change):
    change("persons.yaml", "gender: m", "gendre: m")
    shown = run("--folder", str(lake), "--json")
    assert shown.exit_code == 3
    (found,) = json.loads(shown.output)
    assert found["kind"] == "schema"
    assert found["where"] == "persons.yaml:5: 0.gendre"
    assert found["message"] == "there is no key `gendre`: did you mean `gender`?"
    assert found["advice"]
