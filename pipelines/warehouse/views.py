"""What a snapshot has beside the tables: views, macros, and in the database itself what each of them says.

    sql/views, sql/macros ─create_views─▶ database ◀─comment─ first comments, sql/columns.yaml

docs/tables.md (`catalogue`) is made from the same words.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

from pipelines.errors import WarehouseError
from pipelines.settings import shipped
from pipelines.warehouse import contents, statements
from pipelines.warehouse.connect import Connection

KEPT: Final = frozenset(
    {"article_actors", "co_mentions_daily", "revision_changes", "revision_history", "voice_by_outlets_daily"}
)
"""Views whose rows a snapshot holds as a table: nothing changes in it, and asked anew each takes longer than a person
waits (bench/README.md). They read the tables and each other only, so that a snapshot always has what is in it."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C, where there is one: pure Python takes ten times as long."""


def create_views(connection: Connection, *, keep: bool = False) -> None:
    """Create every view of sql/views, those that others build on first, then every macro of sql/macros.

    With `keep` those of `KEPT` are tables with the rows that the view has now.
    """
    waiting = {path.stem: path.read_text(encoding="utf-8") for path in statements.files("views")}
    while waiting:
        ready = [name for name, sql in waiting.items() if not statements.words(sql) & (waiting.keys() - {name})]
        if not ready:
            raise WarehouseError(f"These views read each other in a circle: {', '.join(waiting)}.", where="sql/views")
        for name in ready:
            sql = waiting.pop(name)
            if keep and name in KEPT:
                sql = sql.replace(f"create view {name} as", f"create table {name} as", 1)
            connection.execute(sql)
    for path in statements.files("macros"):
        connection.execute(path.read_text(encoding="utf-8"))


def meanings() -> Mapping[str, str]:
    """Return what sql/columns.yaml says of columns, by `column` or `table.column`."""
    text = (shipped("sql") / "columns.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe one
    return found


def meaning(found: Mapping[str, str], table: str, column: str) -> str:
    """Return what a column of a table or view says. Raises `KeyError` where nothing is written of it."""
    return found.get(f"{table}.{column}") or found[column]


def subjects() -> dict[str, str]:
    """Return by name what one row of each table and view is."""
    views = {path.stem: path for path in statements.files("views")}
    return {name: _subject(path) for name, path in {**contents.definitions(), **views}.items()}


def comment(connection: Connection) -> None:
    """Write into the database what one row of each table, view and macro is, and what each of their columns says."""
    told, found = subjects(), meanings()
    described = connection.execute(
        "select table_name, list(column_name) from duckdb_columns() "
        "where database_name = current_database() and not internal group by table_name"
    ).fetchall()
    views = {
        str(name)
        for (name,) in connection.execute(
            "select view_name from duckdb_views() where database_name = current_database() and not internal"
        ).fetchall()
    }
    comments = [f"macro table {path.stem} is {_quoted(_subject(path))}" for path in statements.files("macros")]
    for table, columns in described:
        kind = "view" if table in views else "table"
        comments.append(f"{kind} {table} is {_quoted(told[table])}")
        comments += [f'column {table}."{column}" is {_quoted(meaning(found, table, column))}' for column in columns]
    connection.begin()
    connection.execute("".join(f"comment on {each};" for each in comments))  # a thousand, at once in half the time
    connection.commit()


def _subject(path: Path) -> str:
    return statements.subject(path.read_text(encoding="utf-8"))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
