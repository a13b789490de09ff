"""Migrations, locks, damage."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from pipelines import warehouse
from pipelines.errors import SchemaMismatch, WarehouseBusy, WarehouseError
from pipelines.warehouse import connect, contents, statements
from pipelines.warehouse.migrations import migrate, shipped_migrations


@pytest.fixture
def schema():
    return shipped_migrations()


def test_numbers_count_from_one_without_a_gap(schema):
    assert [each.number for each in schema] == list(range(1, len(schema) + 1))
    assert schema[0].name == "migrations"


def test_migrating_twice_applies_nothing_more(desk, rows, schema):
    with connect.writer(desk.settings) as connection:
        assert migrate(connection, rows.DAWN) == schema
        assert migrate(connection, rows.DAWN) == ()
        assert statements.run(connection, "load/read_migrations") == [
            (each.number, each.name, each.sha256) for each in schema
        ]


def test_an_older_warehouse_is_brought_up(desk, rows, schema):
    with connect.writer(desk.settings) as connection:
        migrate(connection, rows.DAWN, schema[:-2])
    with connect.writer(desk.settings) as connection:
        assert migrate(connection, rows.DAWN, schema) == schema[-2:]


def altered(schema):
    return (*schema[:-1], replace(schema[-1], sha256="0" * 64))


@pytest.mark.parametrize(
    ("change", "words"),
    [(altered, "altered"), (lambda schema: schema[:-1], "does not know"), (lambda schema: schema[1:], "does not know")],
    ids=["altered", "unknown", "missing"],
)
def test_another_history_is_refused(desk, rows, schema, change, words):
    with connect.writer(desk.settings) as connection:
        migrate(connection, rows.DAWN, schema)
        with pytest.raises(SchemaMismatch, match=words):
            migrate(connection, rows.DAWN, change(schema))


def test_a_failing_migration_leaves_nothing(desk, rows, schema):
    broken = (*schema, replace(schema[-1], number=len(schema) + 1, sql="create table sources (x integer)"))
    with connect.writer(desk.settings) as connection, pytest.raises(connect.DatabaseError):
        migrate(connection, rows.DAWN, broken)
    with connect.writer(desk.settings) as connection:
        assert migrate(connection, rows.DAWN, schema) == schema


def test_every_table_is_counted_or_history(desk, rows):
    with connect.writer(desk.settings) as connection:
        migrate(connection, rows.DAWN)
        for table, uncounted in contents.UNCOUNTED.items():
            assert uncounted < contents.columns(connection, table).keys()


HOLD = """
import sys, time
from pathlib import Path
from pipelines.settings import Settings
from pipelines.warehouse import connect
with connect.writer(Settings(data=Path(sys.argv[1]), workers=1)):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(desk, seconds):
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk.settings.data), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "held\n"
    return child


def test_a_writer_waits_for_another_process(desk, rows):
    child = hold(desk, 0.5)
    assert warehouse.claim(desk.settings, "r", rows.DAWN) == 1
    assert child.wait(10) == 0
    child.stdout.close()


def test_and_gives_up_at_its_limit(desk, rows):
    child = hold(desk, 30)
    try:
        with pytest.raises(WarehouseBusy, match=r"0\.2 s"):
            warehouse.claim(desk.settings, "r", rows.DAWN, patience_seconds=0.2)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    assert warehouse.claim(desk.settings, "r", rows.DAWN) == 1


def test_a_second_writer_of_this_process_waits_too(desk, rows):
    with connect.writer(desk.settings), pytest.raises(WarehouseBusy):
        warehouse.claim(desk.settings, "r", rows.DAWN, patience_seconds=0.1)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:5000],
        lambda content: b"\0" * 4096 + content[4096:],
        lambda _: b"no database at all" * 1000,
    ],
)
def test_a_damaged_file_is_named(desk, rows, damage):
    desk.load(rows.observation())
    path = desk.settings.warehouse_path
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(WarehouseError) as error:
        warehouse.claim(desk.settings, "r", rows.DAWN)
    assert str(path) in str(error.value)
    assert "trucewatch rebuild" in str(error.value)
    with pytest.raises(WarehouseError):
        warehouse.content_hashes(path)


def test_what_a_killed_process_spilt_is_removed(desk, rows):
    warehouse.claim(desk.settings, "r", rows.DAWN)
    spill = desk.settings.warehouse_path.parent / "spill"
    spill.mkdir(exist_ok=True)
    (spill / "duckdb_temp_storage-0.tmp").write_text("text")
    warehouse.claim(desk.settings, "r2", rows.DAWN)
    assert not (spill / "duckdb_temp_storage-0.tmp").exists()


def test_statements_take_no_text(desk, rows):
    """Every parameter of every statement is named; none is formatted in."""
    for path in statements.files("load"):
        assert not re.search(r"{\w*}", path.read_text(encoding="utf-8")), path
        assert statements.subject(path.read_text(encoding="utf-8")), path
