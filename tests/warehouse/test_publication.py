"""Snapshots: what is public, what the link leads to, what is kept, and what a crash in between leads to."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import warehouse
from pipelines.errors import WarehouseError
from pipelines.run.memory import Likeness
from pipelines.warehouse import connect
from pipelines.warehouse.publication import current_snapshot

ROOT = Path(__file__).parents[2]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def load_and_publish(desk, rows, number):
    seen = rows.observation(f"i{number}", article=f"a{number}")
    held = rows.article(seen)
    approved, _ = desk.load(seen, held, *rows.children(held))
    return warehouse.publish(desk.settings, approved.run)


def names(desk):
    return sorted(path.name for path in (desk.settings.data / "published").iterdir())


def test_the_link_leads_to_the_newest_and_three_stay(desk, rows):
    paths = [load_and_publish(desk, rows, number) for number in range(4)]
    assert warehouse.published_path(desk.settings).resolve() == paths[-1].resolve()
    expected = [path.name for path in paths[-3:]]
    assert names(desk) == sorted(
        [*expected, *(name.replace(".duckdb", ".json") for name in expected), "trucewatch.duckdb"]
    )
    assert json.loads(paths[-1].with_suffix(".json").read_text())["rows"]["article_revisions"] == 4


def test_published_is_public_and_the_rest_is_not(desk, rows):
    path = load_and_publish(desk, rows, 0)
    folder = desk.settings.data / "published"
    assert (mode(folder), mode(path), mode(path.with_suffix(".json"))) == (0o755, 0o644, 0o644)
    own = desk.settings.warehouse_path
    assert (mode(own.parent), mode(own)) == (0o700, 0o600)
    assert {mode(each) for each in own.parent.iterdir()} == {0o600}


def test_a_reader_keeps_what_it_opened_and_the_next_one_sees_the_new(desk, rows):
    load_and_publish(desk, rows, 0)
    question = "select count(*) from articles"
    link = warehouse.published_path(desk.settings)
    with connect.reader(link) as early:
        load_and_publish(desk, rows, 1)
        assert early.execute(question).fetchall() == [(1,)]
        with connect.reader(link) as late:
            assert late.execute(question).fetchall() == [(2,)]
        for number in range(2, 4):
            load_and_publish(desk, rows, number)
        assert early.execute(question).fetchall() == [(1,)]


def test_what_was_loaded_and_not_published_is_published(desk, rows):
    assert warehouse.publish_if_stale(desk.settings) is None
    load_and_publish(desk, rows, 0)
    assert warehouse.publish_if_stale(desk.settings) is None
    approved, _ = desk.load(rows.observation("j"))
    path = warehouse.publish_if_stale(desk.settings)
    assert path is not None
    assert approved.run in path.name
    assert current_snapshot(desk.settings).run == approved.run
    assert warehouse.publish_if_stale(desk.settings) is None


def test_a_claim_alone_publishes_nothing(desk, rows):
    warehouse.claim(desk.settings, "r", rows.DAWN)
    assert warehouse.publish_if_stale(desk.settings) is None


def test_publishing_again_replaces_what_a_crash_left(desk, rows):
    path = load_and_publish(desk, rows, 0)
    (path.parent / ".trucewatch-x.duckdb.tmp").write_bytes(b"torn")
    path.with_suffix(".json").write_text("{torn")
    warehouse.published_path(desk.settings).unlink()
    assert warehouse.publish_if_stale(desk.settings) == path
    assert names(desk) == ["trucewatch.duckdb", path.name, path.with_suffix(".json").name] or len(names(desk)) == 3


def test_the_writer_is_not_changed_by_publishing(desk, rows):
    load_and_publish(desk, rows, 0)
    with connect.reader(desk.settings.warehouse_path) as connection:
        views = connection.execute("select count(*) from duckdb_views() where not internal").fetchall()
    assert views == [(0,)]


def test_a_warehouse_that_lost_rows_is_not_published(desk, rows):
    load_and_publish(desk, rows, 0)
    with connect.attached(desk.settings.warehouse_path, desk.settings) as connection:
        connection.execute("delete from revision_mentions where position = 0")
    approved = desk.approved(rows.observation("j"))
    with pytest.raises(WarehouseError, match="revision_mentions 1 of 2"):
        warehouse.publish(desk.settings, "r")
    with pytest.raises(WarehouseError, match="revision_mentions 1 of 2"):
        warehouse.load(desk.settings, approved, Likeness())


def test_a_warehouse_set_back_to_before_its_last_load_is_noticed(desk, rows):
    desk.load(rows.observation("i"))
    before = desk.settings.warehouse_path.read_bytes()
    desk.load(rows.observation("j"))
    desk.settings.warehouse_path.write_bytes(before)
    approved = desk.approved(rows.observation("k"))
    with pytest.raises(WarehouseError, match="lost"):
        warehouse.load(desk.settings, approved, Likeness())


def test_what_a_killed_publish_left_is_not_replayed_into_the_next(desk, rows):
    """The log of a copy whose views were never finished lies beside the place of the new copy."""
    seen = rows.observation("i", article="a")
    held = rows.article(seen)
    approved, _ = desk.load(seen, held, *rows.children(held))
    folder = warehouse.published_path(desk.settings).parent
    folder.mkdir(parents=True)
    temporary = folder / f".trucewatch-{approved.run}.duckdb.tmp"
    killed = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from pipelines import settings\n"
        "from pipelines.warehouse import connect, publication\n"
        "here, path = settings.Settings(data=Path(sys.argv[1])), Path(sys.argv[2])\n"
        "publication._copy(here, path, 10)\n"
        "with connect.attached(path, here) as connection:\n"
        "    publication.create_views(connection)\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(desk.settings.data), str(temporary)], cwd=ROOT)
    assert done.returncode == 9
    assert temporary.with_name(f"{temporary.name}.wal").exists()
    warehouse.publish(desk.settings, approved.run)
    assert not list(folder.glob(".*"))
