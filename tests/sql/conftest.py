"""An empty database with every table and view in it."""

from datetime import UTC, datetime

import duckdb
import pytest

from pipelines.warehouse.migrations import migrate
from pipelines.warehouse.publication import create_views


@pytest.fixture
def database():
    with duckdb.connect() as connection:
        migrate(connection, datetime(2026, 1, 5, tzinfo=UTC))
        create_views(connection)
        yield connection
