"""`pack try`: the text marked, each tag with its reason, and what was left out with why."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from pipelines.cli_pack import pack_app
from pipelines.report.formats import rendered
from pipelines.workbench.trial import as_json, attempt, parted, side_of
from pipelines.workbench.trial_text import framing_table, letters, marked, mentions_table

DAY = datetime(2025, 5, 17, tzinfo=UTC)
TITLE = "Moscow rejects a truce"
TEXT = (
    "KYIV, May 17 – Russia demanded that Kyiv withdraw from four regions, a senior Ukrainian official said.\n"
    "“We are ready to continue contacts,” Vladimir Medinsky said after the peace talks in Istanbul. Former president "
    "Joe Biden was not mentioned; the Moscow Times was. The British foreign secretary condemned the strike on Sumy. "
    "Andrei Lavrov, a painter, smiled. A Russian drone fell."
)


@pytest.fixture(scope="session")
def trial(pack, tagger):
    return attempt(pack, tagger, title=TITLE, text=TEXT, language="en", published_at=DAY)


@pytest.fixture
def whys(trial):
    return {each.surface: each.why for some in trial.untagged.values() for each in some}


def test_tags_stand_in_the_text(pack, trial):
    assert marked(pack, trial, "title").plain == "[1 Moscow] rejects {a a truce}"
    assert "after the peace talks in [" in marked(pack, trial, "text").plain


def test_without_its_marks_the_text_is_what_it_was(pack, trial):
    import re

    plain = marked(pack, trial, "text").plain
    assert re.sub(r"\[\d+ |\{[a-z]+ |[\]}<>]", "", plain) == TEXT


def test_a_name_has_a_reason_in_words(pack, trial):
    shown = rendered(mentions_table(pack, trial))
    assert "David Lammy" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_what_was_left_out_is_told_with_why(whys):
    assert whys["president"] == "cancelled by “former”: not the holder of the day"
    assert whys["Moscow"] == "part of the longer name “Moscow Times”, which is something else"
    assert "somebody else of the same name" in whys["Lavrov"]
    assert whys["Russian"] == "an adjective: only nouns are tagged"


def test_a_form_whose_condition_is_unmet_says_which(pack, tagger):
    form = next(
        form
        for form in pack.forms
        if form.language == "en" and {need.value for need in form.needs} == {"full_name_in_text"}
    )
    alone = attempt(pack, tagger, title="", text=f"So {form.text} left.", language="en", published_at=DAY)
    (left,) = alone.untagged["text"]
    assert (left.surface, left.why) == (
        form.text,
        "counts only where the full name stands in the text too, and it does not",
    )
    assert alone.tags.mentions == ()


def test_facets_have_their_terms(trial):
    assert trial.terms["territorial_withdrawal"] == ("withdraw from", "four regions")


def test_framing_terms_say_whose_words_they_are(pack, tagger):
    text = "Russia said that the “special military operation” went on."
    found = attempt(pack, tagger, title="", text=text, language="en", published_at=DAY)
    assert "<special military operation>" in marked(pack, found, "text").plain
    shown = rendered(framing_table(pack, found))
    assert "in the words of" in shown
    assert "Russia" in shown
    assert "yes" in shown  # quoted: not the outlet's own words


def test_json_says_it_all(pack, trial):
    told = json.loads(json.dumps(as_json(pack, trial)))
    assert [each["surface"] for each in told["mentions"]][:2] == ["Moscow", "KYIV"]
    assert told["mentions"][0]["side"] == "russia"
    assert told["statements"][0]["content"] == "a truce"
    assert all(each["why"] for each in (*told["mentions"], *told["untagged"], *told["statements"]))


def test_sides_are_those_of_the_day(pack):
    assert side_of(pack, "putin", DAY.date()) == "russia"
    assert side_of(pack, "kyiv", DAY.date()) == "ukraine"
    assert side_of(pack, None, DAY.date()) is None


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
    shown = run(lake, "-", text="")
    assert shown.exit_code == 0
    assert "Nobody of the pack is named." in shown.output


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
