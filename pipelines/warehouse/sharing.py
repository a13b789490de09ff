"""A snapshot to be passed on: all tables and views of the published one, without the columns that are not to go with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pipelines.settings import Settings
from pipelines.warehouse import connect, contents
from pipelines.warehouse.views import comment, create_views

_FROM: Final = "published"


def copy_without(
    settings: Settings, snapshot: Path, path: Path, columns: Mapping[str, frozenset[str]]
) -> dict[str, int]:
    """Write a snapshot to a file that does not exist yet, with nulls in these columns by table; return its row counts.

    Rows are written anew, so that no byte of what is left out can lie between them.
    """
    with connect.attached(path, settings) as connection:
        connection.execute(f"attach {connect.quoted(snapshot)} as {_FROM} (read_only)")
        for table in contents.tables():
            kinds = contents.columns(connection, f"{_FROM}.{table}")
            listed = ", ".join(
                f'cast(null as {kind}) as "{name}"' if name in columns.get(table, frozenset()) else f'"{name}"'
                for name, kind in kinds.items()
            )
            connection.execute(f"create table {table} as select {listed} from {_FROM}.{table}")  # noqa: S608 - our own names
        connection.execute(f"detach {_FROM}")
        create_views(connection, keep=True)
        comment(connection)
        rows = contents.row_counts(connection)
        connection.execute(f"checkpoint {connect.CATALOG}")
    return rows
