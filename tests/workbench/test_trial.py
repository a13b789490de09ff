"""`pack try`: the text marked, each tag with its reason, and what was left out with why."""

import json
import re
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from pipelines.cli_pack import pack_app
from pipelines.report.formats import rendered
from pipelines.workbench.paragraphs import GLUE
from pipelines.workbench.trial import as_json, attempt, parted, side_of
from pipelines.workbench.trial_text import credits_table, framing_table, letters, marked, mentions_table

DAY = datetime(2025, 5, 17, tzinfo=UTC)
TITLE = "Moscow rejects a truce"
TEXT = (
    "KYIV, May 17 – Russia demanded that Kyiv withdraw from four regions, a senior Ukrainian official said.\n"
    "“We are ready to continue contacts,” Vladimir Medinsky said after the peace talks in Istanbul. Former president "
    "Joe Biden was not mentioned; the Moscow Times was. The British foreign secretary condemned the strike on Sumy. "
    "Andrei Lavrov, a painter, smiled. A Russian drone fell."
)


@pytest.fixture(scope="session")
def trial(shipped_pack, tagger):
    return attempt(shipped_pack, tagger, title=TITLE, text=TEXT, language="en", published_at=DAY)


@pytest.fixture
def whys(trial):
    return {each.surface: each.why for some in trial.untagged.values() for each in some}


def test_tags_stand_in_the_text(shipped_pack, trial):
    assert marked(shipped_pack, trial, "title").plain.replace(GLUE, " ") == "[1 Moscow] rejects {a a truce}"
    assert "after the peace talks in [" in marked(shipped_pack, trial, "text").plain


def test_without_its_marks_the_text_is_what_it_was(shipped_pack, trial):
    plain = marked(shipped_pack, trial, "text").plain.replace(GLUE, " ")
    assert re.sub(r"\[\d+ |\{[a-z]+ |[\]}<>]", "", plain) == TEXT


def test_a_name_has_a_reason_in_words(shipped_pack, trial):
    shown = rendered(mentions_table(shipped_pack, trial).wide())
    assert "David Lammy" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_what_was_left_out_is_told_with_why(whys):
    assert whys["president"] == "cancelled by “former”: not the holder of the day"
    assert whys["Moscow"] == "part of the longer name “Moscow Times”, which is something else"
    assert "somebody else of the same name" in whys["Lavrov"]
    assert whys["Russian"] == "an adjective: only nouns are tagged"


def test_a_form_whose_condition_is_unmet_says_which(shipped_pack, tagger):
    form = next(
        form
        for form in shipped_pack.forms
        if form.language == "en" and {need.value for need in form.needs} == {"full_name_in_text"}
    )
    alone = attempt(shipped_pack, tagger, title="", text=f"So {form.text} left.", language="en", published_at=DAY)
    (left,) = alone.untagged["text"]
    assert (left.surface, left.why) == (
        form.text,
        "counts only where the full name stands in the text too, and it does not",
    )
    assert alone.tags.mentions == ()


def test_facets_have_their_terms(trial):
    assert trial.terms["territorial_withdrawal"] == ("withdraw from", "four regions")


def test_framing_terms_say_whose_words_they_are(shipped_pack, tagger):
    text = "Russia said that the “special military operation” went on."
    found = attempt(shipped_pack, tagger, title="", text=text, language="en", published_at=DAY)
    assert "<special military operation>" in marked(shipped_pack, found, "text").plain
    shown = rendered(framing_table(shipped_pack, found).wide())
    assert "in the words of" in shown
    assert "Russia" in shown
    assert "yes" in shown  # quoted: not the outlet's own words


def test_credits_say_which_outlet_is_the_source(shipped_pack, tagger):
    text = "Russia will answer next week, TASS reported, citing the newspaper Quay Herald."
    found = attempt(shipped_pack, tagger, title="", text=text, language="en", published_at=DAY)
    shown = rendered(credits_table(found).wide())
    assert "TASS" in shown
    assert "none of the pack" in shown
    assert [each["outlet"] for each in as_json(shipped_pack, found)["credits"]] == ["tass", None]


def test_json_says_it_all(shipped_pack, trial):
    told = json.loads(json.dumps(as_json(shipped_pack, trial)))
    assert [each["surface"] for each in told["mentions"]][:2] == ["Moscow", "KYIV"]
    assert told["mentions"][0]["side"] == "russia"
    assert told["statements"][0]["content"] == "a truce"
    assert all(each["why"] for each in (*told["mentions"], *told["untagged"], *told["statements"]))


def test_sides_are_those_of_the_day(shipped_pack):
    assert side_of(shipped_pack, "putin", DAY.date()) == "russia"
    assert side_of(shipped_pack, "kyiv", DAY.date()) == "ukraine"
    assert side_of(shipped_pack, None, DAY.date()) is None


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Head\n\nBody", "Head"),
        ("One\nTwo\n\nThree", ""),
        ("Only one line", ""),
        ("Head\n\n", ""),
        ("x" * 301 + "\n\ny", ""),
    ],
)
def test_the_first_line_is_a_title_if_an_empty_one_follows(written, title):
    assert parted(written)[0] == title


def test_there_is_a_letter_for_every_statement():
    some = list(letters())
    assert some[:2] + some[25:28] == ["a", "b", "z", "aa", "ab"]


LAKE_TEXT = (
    "Strelsau rejects the quota\n\nRuritania and Lutha opened water talks in Zenda. “No quota will be accepted,” said "
    "Rudolf Rassendyll. The former chancellor did not come, and the Strelsau Gazette was sold out."
)


def run(lake, *arguments, text=None):
    return CliRunner().invoke(pack_app, ["try", *arguments, "--folder", str(lake)], input=text)


def test_the_command_shows_a_text_from_standard_input(lake):
    shown = run(lake, "-", "--date", "2023-03-02", "--language", "en", text=LAKE_TEXT)
    assert shown.exit_code == 0
    assert "\x1b" not in shown.output
    assert max(map(len, shown.output.splitlines())) <= 80
    for heading in ("Mentions", "Not tagged", "Relevance", "Facets", "Rounds", "Statements"):
        assert heading in shown.output
    assert "First Zenda round" in shown.output


def test_the_command_speaks_json(lake, tmp_path):
    (tmp_path / "report.txt").write_text("Rozmowa z Rudolfem Rassendyllem trwała godzinę.", encoding="utf-8")
    shown = run(lake, str(tmp_path / "report.txt"), "--language", "pl", "--json")
    (mention,) = json.loads(shown.output)["mentions"]
    assert (mention["surface"], mention["actor"], mention["side"], mention["why"]) == (
        "Rudolfem Rassendyllem",
        "rassendyll",
        "ruritania",
        "The name, in the instrumental (by whom, with whom).",
    )


def test_an_empty_text_is_no_fault(lake):
    for text in ("", " \n\n"):
        shown = run(lake, "-", text=text)
        assert shown.exit_code == 0
        assert "The text is empty: there is nothing to tag." in shown.output


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_nothing_is_wider_than_the_terminal_and_no_mark_is_torn_from_its_word(lake, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    text = LAKE_TEXT + " 停火谈判在湖边举行 🇺🇦🕊️ Flavia Elphberg е\u0301 " * 20
    shown = run(lake, "-", "--language", "en", text=text)
    assert max(map(cell_len, shown.output.splitlines())) <= columns
    assert not re.search(r"[\[{]\w+$", shown.output, re.MULTILINE)
    assert "why not" in shown.output
    assert "\ue000" not in shown.output


def test_a_long_text_is_shown_with_some_of_its_mentions(lake):
    shown = run(lake, "-", "--language", "en", "--title", "", text="Flavia Elphberg smiled. " * 400)
    assert "[400 Flavia Elphberg]" in shown.output.replace("\n", " ")
    assert "… and 100 more (--json has them all)" in shown.output


@pytest.mark.parametrize(
    ("language", "told"), [("pl", "Polish;"), ("it", "Italian, a language that the pack does not")]
)
def test_the_language_is_told_by_its_name(lake, language, told):
    assert told in run(lake, "-", "--language", language, text="Zenda.").output


@pytest.mark.parametrize("language", ["english", "EN", "e"])
def test_what_is_no_code_of_a_language_is_refused(lake, language):
    assert "is no code of a language." in str(run(lake, "-", "--language", language, text="Zenda.").exception)


def test_json_holds_what_nobody_sees_as_escapes(lake):
    shown = run(lake, "-", "--language", "en", "--json", text="“Flavia\u202e Elphberg \\u000a smiled,” he said.").output
    assert "\u202e" not in shown
    (said,) = json.loads(shown)["statements"]
    assert said["content"] == "Flavia\u202e Elphberg \\u000a smiled,"


def test_escapes_of_others_are_shown_not_obeyed(lake):
    shown = run(lake, "-", "--title", "", text="Flavia Elphberg \x1b[31msmiled\u202e.")
    assert "\\x1b[31msmiled\\u202e" in shown.output


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", None])
def test_what_is_no_text_is_refused_in_three_lines(lake, tmp_path, body):
    path = tmp_path / "x.txt"
    if body is not None:
        path.write_bytes(body)
    error = run(lake, str(path)).exception
    assert len(str(error).splitlines()) == 3
