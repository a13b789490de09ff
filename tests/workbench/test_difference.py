"""`pack diff`: what stored articles and texts on disk gain and lose."""

import json
from datetime import UTC, date, datetime

import duckdb
import pytest
from typer.testing import CliRunner

from pipelines.cli_pack import pack_app
from pipelines.packs import load
from pipelines.settings import Settings
from pipelines.tag import Tagger
from pipelines.warehouse.migrations import migrate
from pipelines.warehouse.publication import create_views, published_path
from pipelines.workbench.difference import by_actor, choose, compared, stored

TEXT = "Flavia Elphberg spoke to Rudolf Rassendyll. Rassendyll nodded."
MENTIONS = (
    ("a1", 0, 0, 15, "Flavia Elphberg", "flavia"),
    ("a1", 1, 25, 42, "Rudolf Rassendyll", "rassendyll"),
    ("a1", 2, 44, 54, "Rassendyll", "rassendyll"),
    ("a2", 0, 0, 5, "Lutha", "lutha"),
)
ARTICLES = (("a1", TEXT, "2023-03-02", "v1"), ("a2", "Lutha waited.", "2023-03-03", "v2"))


@pytest.fixture
def data(tmp_path):
    """A published snapshot of two articles, tagged by two versions of the small pack."""
    path = published_path(Settings(data=tmp_path / "data"))
    path.parent.mkdir(parents=True)
    with duckdb.connect(path) as database:
        migrate(database, datetime(2026, 1, 5, tzinfo=UTC))
        create_views(database)
        for article, text, day, version in ARTICLES:
            database.execute(
                "insert into article_heads (article_id, current_revision, killed) values (?, 'r', false)", [article]
            )
            database.execute(
                "insert into article_revisions (article_id, revision, publisher_id, title, text, language, published_at, "
                "relevance, pack_version) values (?, 'r', 'post', '', ?, 'en', ?, 'no', ?)",
                [article, text, day, version],
            )
        for article, position, start, end, surface, actor in MENTIONS:
            database.execute(
                'insert into revision_mentions (article_id, revision, position, zone, start, "end", surface, kind, actor) '
                "values (?, 'r', ?, 'text', ?, ?, ?, 'name', ?)",
                [article, position, start, end, surface, actor],
            )
    return tmp_path / "data"


def run(*arguments, data, **environment):
    variables = {"TRUCEWATCH_DATA": str(data), "NO_COLOR": "1", **environment}
    return CliRunner().invoke(pack_app, ["diff", *arguments], env=variables)


def changes(data, folder):
    settings = Settings(data=data)
    chosen = choose(settings, since=None, version="", limit=None)
    return list(compared(stored(settings, chosen.articles), Tagger(load(folder))))


def test_the_pack_that_tagged_them_changes_nothing(data, lake):
    assert [each.is_none for each in changes(data, lake)] == [True, True]
    shown = run("--folder", str(lake), data=data)
    assert shown.exit_code == 0
    assert "Nothing changes in 2 texts." in shown.output


def test_a_name_taken_away_is_lost_and_a_new_one_gained(data, lake, change):
    change("persons.yaml", "en: [Flavia Elphberg]", "en: [Flavia]")
    change("persons.yaml", "tags: [Flavia Elphberg]", "tags: [Flavia]")
    (found, _) = sorted(changes(data, lake), key=lambda each: each.is_none)
    assert [(tag.surface, tag.actor) for tag in found.lost] == [("Flavia Elphberg", "flavia")]
    assert [(tag.surface, tag.actor) for tag in found.gained] == [("Flavia", "flavia")]
    (actor,) = by_actor([found])
    assert (actor.actor, actor.gained, actor.lost, actor.articles) == ("flavia", 1, 1, 1)


def test_the_command_shows_surfaces_in_their_context(data, lake, change):
    change(
        "persons.yaml",
        "en: [Rudolf Rassendyll, {form: Rassendyll, needs: full_name_in_text}]",
        "en: [Rudolf Rassendyll]",
    )
    change("persons.yaml", '    - {text: "Rassendyll Street is closed.", tags: [], language: en}\n', "")
    shown = run("--folder", str(lake), data=data)
    assert "1 of 2 texts change: 0 tags gained, 1 lost." in shown.output
    assert "Rassendyll. [Rassendyll] nodded." in shown.output
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_only_one_version_some_days_the_newest(data):
    settings = Settings(data=data)
    assert choose(settings, since=None, version="", limit=None).versions == {"v1": 1, "v2": 1}
    assert choose(settings, since=None, version="v1", limit=None).articles == ("a1",)
    assert choose(settings, since=date(2023, 3, 3), version="", limit=None).articles == ("a2",)
    assert choose(settings, since=None, version="", limit=1).articles == ("a2",)


def test_a_version_that_nobody_used_is_told(data, lake):
    error = run("--folder", str(lake), "--against", "v9", data=data).exception
    assert "No stored article was tagged with version 'v9'" in str(error)


def test_stored_articles_against_another_pack(data, lake, tmp_path, change):
    import shutil

    shutil.copytree(lake, tmp_path / "other")
    change("governments.yaml", "aliases: {en: [Lutha], pl: [Lutha]}", "aliases: {pl: [Lutha]}")
    shown = run("--folder", str(lake), "--against", str(tmp_path / "other"), "--json", data=data)
    told = json.loads(shown.stdout)
    assert [(each["name"], [tag["surface"] for tag in each["lost"]]) for each in told["texts"]] == [
        ("post a2", ["Lutha"])
    ]
    assert [told[name] for name in ("compared", "changed", "gained", "lost", "gained_statements")] == [2, 1, 0, 1, 0]


def test_statements_are_compared_too_and_corrections_of_analysts_are_no_change(data, lake):
    text = "“The lake will stay as it is for ever,” said Flavia Elphberg."
    with duckdb.connect(published_path(Settings(data=data))) as database:
        database.execute("update article_revisions set text = ? where article_id = 'a2'", [text])
        database.execute("delete from revision_mentions where article_id = 'a2'")
        database.execute(
            "insert into uncorrected_revisions (article_id, revision, relevance, mentions, statements) values ('a2', 'r', 'no', "
            "[{'position': 0, 'zone': 'text', 'start': 45, 'end': 60, 'surface': 'Flavia Elphberg', 'kind': 'name', 'actor': 'flavia', "
            "'wikidata': null, 'name': null, 'as_actor': true, 'rule': 'r'}], [])"
        )
    (found,) = [each for each in changes(data, lake) if not each.is_none]
    assert (found.gained, found.lost, found.lost_statements) == ((), (), ())
    ((zone, start, end, is_quote, speaker, *_),) = found.gained_statements
    assert (zone, start, text[start:end], is_quote, speaker) == ("text", 1, text[1:38], True, "flavia")
    assert "Statements: 1 gained, 0 lost." in run("--folder", str(lake), data=data).output


def test_texts_on_disk_against_another_pack(lake, tmp_path, change):
    import shutil

    shutil.copytree(lake, tmp_path / "other")
    (tmp_path / "a.txt").write_text("Zenda is quiet\n\nThe two lands met in Zenda and said that the lake would stay.")
    change("places.yaml", "aliases: {en: [Zenda], pl: [Zenda]}", "aliases: {en: [Old Zenda], pl: [Zenda]}")
    shown = run(str(tmp_path / "a.txt"), "--folder", str(lake), "--against", str(tmp_path / "other"), data=tmp_path)
    assert "1 of 1 text changes: 0 tags gained, 2 lost." in shown.output


def test_texts_on_disk_need_another_pack(lake, tmp_path):
    assert "--against FOLDER" in str(run(str(tmp_path / "a.txt"), "--folder", str(lake), data=tmp_path).exception)


def test_without_a_snapshot_it_says_what_to_run(lake, tmp_path):
    assert "Nothing has been published yet." in str(run("--folder", str(lake), data=tmp_path).exception)


def test_a_range_without_articles_says_so(data, lake):
    shown = run("--folder", str(lake), "--since", "2099-01-31", data=data)
    assert shown.exit_code == 0
    assert "No article published since 31 January 2099 is stored." in shown.output
    assert json.loads(run("--folder", str(lake), "--since", "2099-01-31", "--json", data=data).stdout)["compared"] == 0
