"""The ratchet: the test part of the gold is scored, and no figure may fall below its floor. And the floors themselves."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pipelines import cli_score, packs
from pipelines.errors import SettingsError
from pipelines.workbench import floors, gold, scoring
from pipelines.workbench.labelled import LabelsError

GOLD = Path(__file__).parents[2] / "gold"


def test_no_figure_is_below_its_floor(shipped_pack, tagger):
    texts = gold.read(GOLD, "test", shipped_pack, shipped_pack.languages)
    figures = scoring.by_language(scoring.judged(texts, tagger, shipped_pack))
    sheet = floors.read(GOLD)
    assert not [str(each) for each in floors.falls(sheet, figures)]
    assert not floors.missing(sheet, figures), "raise the floors: `trucewatch pack score --write-floors`"


def test_the_dev_part_is_sound_and_no_text_stands_in_both(shipped_pack):
    dev, test = (gold.read(GOLD, part, shipped_pack, shipped_pack.languages) for part in ("dev", "test"))
    assert not {each.text for each in dev} & {each.text for each in test}


# ── The floors themselves, on a small pack ────────────────────────────────────────────────────────

LAKE = Path(__file__).parent / "data" / "lake"
ONE = """\
- id: en-test-01
  text: Ada Berg met Sudland. Berg left, Norrland stayed.
  mentions: [Ada Berg | name | berg, Sudland | name | sudland, {last}]
  label: no
"""
GOOD, WORSE = (
    ONE.replace("{last}", "Berg | name | berg, Norrland | name | norrland"),
    ONE.replace("{last}", "Berg | name | berg"),
)


@pytest.fixture
def lake_gold(tmp_path):
    """Return a function that writes the test part of a gold folder, and the folder."""
    folder = tmp_path / "gold"
    (folder / "test").mkdir(parents=True)

    def write(text, notes=""):
        (folder / "test" / "en.yaml").write_text(text, encoding="utf-8")
        if notes:
            (folder / "floors.yaml").write_text(notes, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def run():
    """Return a function that runs `score` as the command line does."""
    app = typer.Typer()
    app.callback()(lambda: None)
    cli_score.register(app)

    def invoke(*arguments):
        return CliRunner().invoke(app, ["score", *map(str, arguments), "--folder", str(LAKE)])

    return invoke


def test_floors_rise_and_keep_what_a_person_wrote(lake_gold, run):
    notes = "# why\ntargets:\n  mentions: {default: 0.9}\n# floors: by language\nfloors:\n  en: {mentions: 0.5}\n"
    folder = lake_gold(GOOD, notes)
    result = run(folder, "--write-floors")
    assert result.exit_code == 0, result.output
    written = (folder / "floors.yaml").read_text(encoding="utf-8")
    assert written.startswith(notes[: notes.index("\nfloors:") + 1])
    sheet = floors.read(folder)
    assert sheet.floors["en"]["mentions"] == sheet.floors["all"]["mentions"] == 1.0
    assert sheet.target("mentions", "en") == 0.9
    assert run(folder, "--write-floors").output.endswith("0 floors raised or new\n")
    assert (folder / "floors.yaml").read_text(encoding="utf-8") == written


def test_floors_never_fall_by_themselves(lake_gold, run):
    folder = lake_gold(GOOD)
    run(folder, "--write-floors")
    written = (folder / "floors.yaml").read_text(encoding="utf-8")
    lake_gold(WORSE)
    result = run(folder, "--write-floors")
    assert isinstance(result.exception, LabelsError)
    assert "Floors only rise" in result.exception.what
    assert "en: mentions is 0.857, its floor 1.000" in result.exception.where
    assert (folder / "floors.yaml").read_text(encoding="utf-8") == written
    result = run(folder)
    assert isinstance(result.exception, LabelsError)
    assert "below the floor" in result.exception.what
    assert ".857!" in result.output


def test_a_floor_is_cut_and_never_above_its_figure(lake_gold, run):
    folder = lake_gold(WORSE)
    run(folder, "--write-floors")
    assert floors.read(folder).floors["en"]["mentions"] == 0.857
    assert run(folder).exit_code == 0


def test_a_figure_that_is_not_computed_any_more_has_fallen(lake_gold, run):
    folder = lake_gold(GOOD, "floors:\n  en: {rounds: 0.1}\n  de: {mentions: 0.1}\n")
    assert run(folder).exception.where.split("\n") == [
        "en: rounds is not computed, its floor 0.100",
        "de: mentions is not computed, its floor 0.100",
    ]


def test_a_part_or_a_language_is_held_by_no_floor(lake_gold, run):
    folder = lake_gold(WORSE, "floors:\n  en: {mentions: 1.0}\n")
    assert run(folder, "--language", "en").exit_code == 0
    for arguments in (["--part", "dev"], ["--language", "en"], ["--external", folder]):
        assert isinstance(run(folder, "--write-floors", *arguments).exception, SettingsError)
    assert isinstance(run(folder, "--part", "train").exception, SettingsError)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("floors: {en: {mentions: 2}}", "less than or equal to 1"),
        ("floors: {en: {mention: 1}}", "names figures that there are not: mention"),
        ("targets: {mentions: 0.9}", "valid dictionary"),
        ("ceilings: {}", "line 1: Extra inputs"),
        ("floors: [", "not readable as YAML"),
    ],
)
def test_faults_of_the_file_are_told(lake_gold, text, told):
    with pytest.raises(LabelsError) as caught:
        floors.read(lake_gold(GOOD, text))
    assert told in caught.value.what
    assert caught.value.where.endswith("floors.yaml")


def test_missing_floors_are_named(lake_gold):
    lake = packs.load(LAKE)
    figures = {"en": {"mentions": scoring.Figure(value=1.0, right=1, wanted=1, found=1)}}
    assert floors.missing(floors.FloorsSheet(), figures) == ["en: mentions"]
    with pytest.raises(LabelsError, match=r"test/de\.yaml is missing"):
        gold.read(lake_gold(GOOD), "test", lake, lake.languages)


def test_the_command_prints_json_and_errors(lake_gold, run):
    folder = lake_gold(WORSE)
    document = json.loads(run(folder, "--json", "--errors").stdout)
    assert document["pack"] == "lake"
    assert document["figures"]["en"]["mentions"]["found"] == 4
    assert document["errors"] == [
        {
            "text": "en-test-01",
            "layer": "mentions",
            "verdict": "false",
            "wanted": "",
            "found": "norrland (name)",
            "zone": "text",
            "start": 33,
            "end": 41,
        }
    ]
    assert "[Norrland] stayed." in run(folder, "--errors").stdout


def test_a_missing_folder_is_told_in_three_lines(tmp_path, run):
    error = run(tmp_path / "gold").exception
    assert isinstance(error, LabelsError)
    assert len(str(error).split("\n")) == 3


def test_the_command_scores_a_set_from_elsewhere(tmp_path, run):
    (tmp_path / "one.jsonl").write_text(
        '{"id": 1, "language": "en", "text": "Sudland.", "mentions": [{"start": 0, "end": 7, "actor": "sudland"}]}\n'
    )
    result = run("--external", tmp_path)
    assert result.exit_code == 0, result.output
    assert "1.00" in result.stdout
