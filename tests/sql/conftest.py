"""An empty database with every table and view in it."""

from datetime import UTC, datetime

import duckdb
import pytest

from pipelines.warehouse.migrations import migrate
from pipelines.warehouse.views import create_views


@pytest.fixture(scope="session")
def schema():
    with duckdb.connect() as connection:
        migrate(connection, datetime(2026, 1, 5, tzinfo=UTC))
        create_views(connection)
        yield connection


@pytest.fixture
def database(schema):
    """What a test fills is taken back after it: making the schema anew takes longer than most tests."""
    schema.begin()
    yield schema
    schema.rollback()
