"""What analysts say stands over what the tagger said, however often and in whatever order that is loaded, until undone."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from pipelines.records import Correction, CorrectionKind, FieldValue
from pipelines.warehouse import connect, contents
from pipelines.warehouse.migrations import migrate

WORDS = "Quoted9Words"


@pytest.fixture(scope="module")
def correct(rows):
    """Return what makes a correction of article a, revision r: (name, kind, minutes, fields, span)."""

    def made(name, kind, minutes=0, fields=(), span=(None, None, None), *, revision="r", **changes):
        zone, start, end = span
        row = Correction(
            correction_id=name, kind=CorrectionKind(kind), article_id=rows.make_id("a"),
            revision=revision and rows.make_id(revision), who="vera", why=WORDS, corrected_at=rows.at(20) + timedelta(minutes=minutes),
            zone=zone, start=start, end=end, field_values=tuple(FieldValue(field=field, value=value) for field, value in fields),
        )  # fmt: skip
        return replace(row, **changes)

    return made


def undone(row):
    return replace(
        row, undone_at=row.corrected_at + timedelta(hours=1), undone_by="vera", undone_why="no, it was right"
    )


MENTION = ("text", 0, 5)
TITLE = ("title", 0, 5)
STATEMENT = ("text", 3, 9)
NOBODY = (("actor", None), ("as_actor", "true"))
ANYA = (("actor", "anya"), ("as_actor", "false"))


def tags(desk):
    mentions = desk.rows(
        'select position, zone, start, "end", surface, kind, actor, name, as_actor, rule from revision_mentions order by 1'
    )
    statements = desk.rows(
        "select position, speaker, speaker_name, type, target, negated, condition, rule from revision_statements order by 1"
    )
    return mentions, statements, desk.rows("select relevance, relevance_evidence from article_revisions")  # fmt: skip


@pytest.fixture(scope="module")
def lives(rows, correct, tmp_path_factory):
    """Return what three warehouses held after loads in other orders; every load is dear, so all tests look at these."""
    given = [
        correct("wrong", "label", 1, [("relevance", "passing")], revision=None),
        correct("label", "label", 2, [("relevance", "no")]),
        correct("early", "mention", 3, ANYA, MENTION),
        correct("gone", "mention", 4, NOBODY, ("text", 2, 4)),  # overlaps
        correct("title", "mention", 5, ANYA, TITLE),
        correct("new", "mention", 6, ANYA, ("text", 6, 11)),
        correct("type", "statement", 7, [("type", "offer"), ("target", "anya")], STATEMENT),
        correct("type2", "statement", 8, [("type", None), ("negated", "true"), ("speaker", None)], STATEMENT),
        correct("elsewhere", "statement", 9, [("removed", "true")], ("text", 4, 9)),
        correct("lost", "mention", 9, NOBODY, TITLE, revision="no such revision"),
        undone(correct("undone", "label", 10, [("relevance", "talks")])),
    ]
    taken_back = [each if each.undone_at else undone(each) for each in given]
    seen = rows.observation()
    held = rows.article(seen)
    story = (seen, held, *rows.children(held))
    step, late, early, never = SimpleNamespace(), *(rows.open_desk(tmp_path_factory.mktemp("desk")) for _ in range(3))

    late.load(*story)
    step.as_tagged = tags(late)
    late.load(corrections=given)
    step.corrected, step.late, step.problems = tags(late), late.hashes(), late.problems()
    late.load(*story, corrections=given)
    step.worked_again = late.hashes()
    late.load(corrections=taken_back)
    step.taken_back, step.after_all = late.hashes(), tags(late)

    early.load(*story, corrections=given)
    step.early = early.hashes()
    step.kept = early.rows("select count(*) from uncorrected_revisions")
    _, step.erasing = early.load(kills=[rows.kill("i")], corrections=given)
    step.killed = early.rows("select correction_id, who, why, undone_why from corrections order by corrected_at desc")
    step.left = early.rows("select count(*) from uncorrected_revisions")
    step.problems |= early.problems()

    never.load(*story, corrections=taken_back)
    step.never = never.hashes()
    return step


def test_corrections_stand_over_the_tagger_and_the_later_one_over_the_earlier(lives):
    assert lives.corrected == (
        [
            (0, "title", 0, 5, "Title", "name", "anya", "Anya", False, "correction:title"),
            (1, "text", 6, 11, "spoke", "name", "anya", "Anya", False, "correction:new"),
        ],
        [(0, None, None, None, "anya", True, "if it rains", "correction:type2")],
        [("no", ["correction:label"])],
    )
    assert lives.problems == {}


def test_they_stand_whenever_they_come_and_however_often_the_text_is_worked(lives):
    assert lives.late == lives.early
    assert lives.worked_again == lives.early


def test_once_taken_back_the_tagger_stands_as_if_nothing_had_been(lives):
    assert lives.after_all == lives.as_tagged != lives.corrected
    assert lives.taken_back == lives.never != lives.early


def test_of_a_killed_article_it_is_left_who_corrected_it_and_no_word(lives):
    assert lives.kept == [(1,)]
    assert lives.erasing.erased > 0
    assert lives.left == [(0,)]
    by_id = {name: (who, why, undone_why) for name, who, why, undone_why in lives.killed}
    assert len(by_id) == 11
    assert by_id["gone"] == ("vera", "", None)
    assert by_id["undone"] == ("vera", "", "")
    assert not any(why for _, why, _ in by_id.values())


def test_what_is_kept_aside_is_all_that_the_tagger_said(desk, rows):
    key = {"article_id", "revision", "item_id", "item_revision", "pack_version"}
    with connect.writer(desk.settings) as connection:
        migrate(connection, rows.DAWN)
        for child in ("mentions", "statements"):
            kept = connection.execute(f"describe select unnest({child}[1]) from uncorrected_revisions").fetchall()
            whole = contents.columns(connection, f"revision_{child}")
            assert {name: kind.lower() for name, kind, *_ in kept} == {
                name: kind for name, kind in whole.items() if name not in key
            }
