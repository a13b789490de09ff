"""A killed story leaves no word, in whatever order kill and story arrive."""

import itertools
import shutil

import pytest

from pipelines import warehouse
from pipelines.records import FetchKind, Outcome
from pipelines.warehouse import connect, erasure

SECRET = "Unmistakable9Marker"


def secret_story(rows, item="i", article="a", **changes):
    seen = rows.observation(
        item,
        article=article,
        title=f"{SECRET} title",
        url=f"https://p.example/{SECRET}",
        guid=f"{SECRET}-g",
        detail=SECRET,
        **changes,
    )
    held = rows.article(seen, body=f"{SECRET} " * 20)
    page = rows.document(
        f"page-{item}", kind=FetchKind.PAGE, item_id=seen.item_id, url=f"https://p.example/{SECRET}", detail=SECRET
    )
    refused = rows.rejected(
        "revision_mentions", f"{seen.article_id}/r/3", article_id=seen.article_id, detail=f"{SECRET} is odd"
    )
    return (seen, held, *rows.children(held), page, refused)


def words(path):
    """Return every value of every table and view, as one text."""
    with connect.reader(path) as connection:
        names = [name for (name,) in connection.execute("select table_name from information_schema.tables").fetchall()]
        return " ".join(str(connection.execute(f'from "{name}"').fetchall()) for name in names)


def test_nothing_of_it_is_left_in_file_snapshot_or_older_snapshots(desk, rows):
    first, _ = desk.load(*secret_story(rows), *rows.children(rows.article(rows.observation("j", article="b"))))
    old = warehouse.publish(desk.settings, first.run)
    assert SECRET in words(old)
    inode = desk.settings.warehouse_path.stat().st_ino

    second, report = desk.load(rows.observation("j", article="b"), kills=[rows.kill("i", note="legal")])
    new = warehouse.publish(desk.settings, second.run)

    assert report.erased > 0
    assert desk.settings.warehouse_path.stat().st_ino != inode  # a fresh file: deleted bytes stay in the old one
    assert SECRET not in words(desk.settings.warehouse_path)
    assert SECRET not in words(new)
    assert not old.exists()
    assert desk.problems() == {}
    assert desk.rows("select item_id, article_id, note from tombstones") == [
        (rows.make_id("i"), rows.make_id("a"), "legal")
    ]
    assert desk.rows("select killed, current_revision from article_heads where killed") == [(True, None)]
    assert [each.item_id for each in warehouse.tombstones(desk.settings)] == [rows.make_id("i")]
    left = [path.name for path in desk.settings.warehouse_path.parent.iterdir()]
    assert sorted(left) == ["warehouse.duckdb", "warehouse.duckdb.counts.json"]


def test_uncompressed_bytes_are_gone_too(desk, rows):
    """A byte search proves nothing in general, but here the text was visible to one before."""
    desk.settings.warehouse_path.parent.mkdir(parents=True)
    desk.load(*secret_story(rows))
    assert SECRET.encode() in desk.settings.warehouse_path.read_bytes()
    desk.load(kills=[rows.kill("i")])
    assert SECRET.encode() not in desk.settings.warehouse_path.read_bytes()


@pytest.mark.parametrize("order", list(itertools.permutations(["story", "sibling", "kill"])), ids="-".join)
def test_any_order_ends_the_same(desk, rows, order):
    """`sibling` is the same article in another feed of the publisher: it goes with the story."""
    loads = {
        "story": (secret_story(rows), []),
        "sibling": (secret_story(rows, "sib", "a", seen=3), []),
        "kill": ((), [rows.kill("i")]),
    }
    for name in order:
        given, kills = loads[name]
        desk.load(*given, kills=kills)
    assert SECRET not in words(desk.settings.warehouse_path)
    assert desk.rows("select count(*) from sightings where title = ''") == [(2,)]
    assert desk.rows("select article_id from tombstones") == [(rows.make_id("a"),)]
    assert desk.rows("select article_id, killed from article_heads") == [(rows.make_id("a"), True)]
    assert desk.problems() == {}


def test_a_killed_item_never_comes_back(desk, rows):
    desk.load(kills=[rows.kill("i")])
    desk.load(*secret_story(rows, revision="y"))
    desk.load(*secret_story(rows, revision="z", seen=99))
    assert SECRET not in words(desk.settings.warehouse_path)
    assert desk.rows("select count(*) from article_revisions") == [(0,)]


def test_a_stopped_run_still_obeys(desk, rows):
    desk.load(*secret_story(rows))
    desk.load(kills=[rows.kill("i")], stop_reason="threshold")
    assert SECRET not in words(desk.settings.warehouse_path)
    assert desk.rows("select killed from article_heads") == [(True,)]


def test_the_earliest_of_two_kills_counts(desk, rows):
    desk.load(kills=[rows.kill("i", 9, "second"), rows.kill("i", 7, "first")])
    desk.load(kills=[rows.kill("i", 8, "late")])
    assert desk.rows("select killed_at, note from tombstones") == [(rows.at(7).replace(tzinfo=None), "first")]


def test_a_crash_between_commit_and_rewrite_is_made_good(desk, rows, tmp_path):
    """The mark is made before the commit: whoever opens the warehouse next rewrites it."""
    desk.load(*secret_story(rows))
    dirty = tmp_path / "dirty.duckdb"
    shutil.copyfile(desk.settings.warehouse_path, dirty)
    approved, _ = desk.load(kills=[rows.kill("i")])
    shutil.copyfile(dirty, desk.settings.warehouse_path)  # as if the swap had not happened: bytes and all
    desk.settings.warehouse_path.with_name("warehouse.duckdb.counts.json").unlink()
    erasure.mark(desk.settings.warehouse_path)
    inode = desk.settings.warehouse_path.stat().st_ino
    warehouse.publish(desk.settings, approved.run)
    assert desk.settings.warehouse_path.stat().st_ino != inode
    assert not erasure.is_due(desk.settings.warehouse_path)


def test_other_stories_are_untouched(desk, rows):
    other = rows.observation("j", article="b", outcome=Outcome.LOADED)
    held = rows.article(other)
    desk.load(*secret_story(rows), other, held, *rows.children(held))
    before = desk.rows("from revision_mentions where article_id = '" + rows.make_id("b") + "' order by all")
    desk.load(kills=[rows.kill("i")])
    assert desk.rows("from revision_mentions order by all") == before
    assert len(before) == 2
