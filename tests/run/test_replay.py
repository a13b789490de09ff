"""The archive played again: corrections stay, and a warehouse built anew from raw and journal is the one that was there."""

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines import settings as environment
from pipelines import warehouse
from pipelines.cli import app
from pipelines.errors import SettingsError, WarehouseBusy
from pipelines.run import correcting, corrections, rebuilding
from pipelines.run.house import open_house
from pipelines.run.selecting import Selection, named_documents
from pipelines.warehouse import connect

DAWN = datetime(2026, 3, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
A, B, C = (f"http://tide.example/{name}" for name in "abc")


class Killed(BaseException):
    """What no step of a rebuild may catch."""


def kill_at(step):
    def tell(told):
        if told == step:
            raise Killed(told)

    return tell


@pytest.fixture
def archive(folder, build):
    """Three articles, one with a second revision and corrections; what came at hour 30 is not worked yet."""
    rss, page = build["rss"], build["page"]
    first = folder.poll(0, rss(("a", A, "Anna", None, None), ("b", B, "Berta", None, None)))
    folder.look(1, first, "a", page("Anna"))
    folder.look(1.5, first, "b", page("Berta"))
    folder.monitor(2)
    correcting.label(A, "no", why="about a harbour", who="vera")
    correcting.mention(B, 1, "sudland", why="they mean the other", who="vera")
    second = folder.poll(12, rss(("a", A, "Anna again", None, None), ("c", C, "Carla", None, None)))
    folder.look(13, second, "a", page("Anna again"))
    folder.look(13.5, second, "c", page("Carla"))
    folder.monitor(14)
    folder.poll(30, rss(("d", f"{C}d", "Dora", "Dora waits.", None)))
    return folder


def articles(archive):
    return archive.rows("select url, relevance from articles order by url")


def test_corrections_reprocessing_and_rebuilding_give_what_was_there(archive, monkeypatch):
    """One archive for all of it: each run of the pipeline costs a second and more."""
    assert articles(archive) == [(A, "no"), (B, "talks"), (C, "talks")]
    assert [each.state for each in correcting.listed()] == ["applied", "applied"]
    ((rule,),) = archive.rows(
        f"select rule from mentions as m, articles as a where m.article_id = a.article_id and url = '{B}' and position = 0"
    )
    assert rule.startswith("correction:")
    what_selects_documents(archive)
    what_is_refused(archive)
    before, history = archive.hashes(), archive.rows("select run, token, planned_at from runs order by token")
    health = archive.rows("from source_health order by all")

    archive.monitor(15, selection=Selection(articles=frozenset({B, f"{A}?utm_source=x"})))
    assert archive.rows("select count(*) from documents where run = (select max(run) from runs)") == [(5,)]
    assert archive.hashes() == before

    monkeypatch.setattr(rebuilding, "PATIENCE_SECONDS", 0.05)
    with connect.writer(environment.load()), pytest.raises(WarehouseBusy):
        rebuilding.rebuild(check=True)
    warehouse.claim(environment.load(), "20990101T000000Z-aaaaaaaa", DAWN)
    at_work = archive.data / "stage" / "20990101T000000Z-aaaaaaaa" / "plan"
    at_work.mkdir(parents=True)
    with pytest.raises(WarehouseBusy, match="20990101T000000Z-aaaaaaaa is at work"):
        rebuilding.rebuild()
    at_work.rmdir()
    at_work.parent.rmdir()
    with pytest.raises(Killed):
        rebuilding.rebuild(window_size=4, progress=kill_at("2 of 2: load"))
    assert archive.hashes() == before
    found = rebuilding.rebuild(window_size=4)
    assert [each for each in found.tables if not each.is_same] == []
    assert found.documents == 6  # what waits for the next run is none of it
    assert archive.hashes() == before
    assert archive.rows("select run, token, planned_at from runs where mode <> 'rebuild' order by token")[:2] == history
    assert archive.rows("from source_health order by all") == health
    assert archive.problems() == {}
    assert found.backup.stat().st_mode & 0o777 == 0o600
    assert warehouse.content_hashes(found.backup) == before
    assert not (archive.data / "rebuild").exists()
    forgetting(archive)
    what_the_guide_says(archive, monkeypatch)


def what_selects_documents(archive):
    house = open_house()
    now = house.pack.version
    for selection, documents in (
        (Selection(pack_version="stale"), 0),
        (Selection(pack_version=now), 6),
        (Selection(pack_version=now, articles=frozenset({C})), 2),
        (Selection(stages=frozenset({"extract"})), 0),
    ):
        assert len(named_documents(house, selection)) == documents, selection
    assert named_documents(house, Selection()) is None


def what_is_refused(archive):
    ((article, length),) = archive.rows(f"select article_id, length(text) from articles where url = '{B}'")
    for wrong in (
        lambda: correcting.label(article, "perhaps", why="w"),
        lambda: correcting.label("http://tide.example/none", "no", why="w"),
        lambda: correcting.label(article, "no", why="  "),
        lambda: correcting.mention(article, length - 2, "norrland", why="w"),
        lambda: correcting.mention(article, length - 2, "norrland", to=length + 1, why="w"),
        lambda: correcting.mention(article, 1, "atlantis", why="w"),
        lambda: correcting.statement(article, length + 5, {"type": "offer"}, why="w"),
        lambda: correcting.identity(article, B, same=True, why="w"),
        lambda: correcting.undo("no such id", why="w"),
        lambda: archive.monitor(15, selection=Selection(articles=frozenset({"0" * 32}))),
    ):
        with pytest.raises(SettingsError) as refusal:
            wrong()
        assert len(str(refusal.value).split("\n")) == 3
    assert len(corrections.read(archive.data)) == 2


def forgetting(archive):
    ((article,),) = archive.rows(f"select article_id from articles where url = '{B}'")
    made = correcting.identity(article, A, same=False, why="two of them", who="vera")
    correcting.undo(made.correction_id[:6], why="Secret9 after all", who="olga")
    assert corrections.forget_words(archive.data, {article}) == 3
    kept = corrections.read(archive.data)
    assert [each.why for each in kept] == ["about a harbour", "", ""]
    assert (kept[-1].undone_by, kept[-1].undone_why) == ("olga", "")
    assert "Secret9" not in (archive.data / "journal" / "corrections.jsonl").read_text()
    assert [each.state for each in correcting.listed()] == ["applied", "applied", "waiting"]


def what_the_guide_says(archive, monkeypatch):
    """Run the commands of the guide; those that cost seconds and ran above are only asked whether they understand it."""
    text = (ROOT / "docs" / "how-to" / "correct-and-replay.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\$ trucewatch (.+)$", text, re.MULTILINE)
    assert len(commands) >= 15
    monkeypatch.chdir(archive.data.parent)
    (archive.data.parent / "my-pack").mkdir()
    for command in commands:
        words = shlex.split(command.replace("5be1f00c22aa", corrections.read(archive.data)[-1].correction_id))
        is_dear = words[0] in {"reprocess", "rebuild"}
        done = CliRunner().invoke(app, [*words, "--help"] if is_dear else words)
        assert done.exit_code == 0, f"{command}: {done.output} {done.exception}"
    assert len(corrections.read(archive.data)) == 3 + 5


def test_the_pack_of_another_archive_is_refused(two_days, monkeypatch):
    monkeypatch.setenv("TRUCEWATCH_DATA", str(two_days.data))
    monkeypatch.delenv("TRUCEWATCH_PACK", raising=False)
    with pytest.raises(SettingsError, match="none of the sources"):
        rebuilding.rebuild(check=True)
