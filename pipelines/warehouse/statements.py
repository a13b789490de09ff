"""The files of sql/: one statement each, values only as `$name` parameters."""

import re
from functools import lru_cache
from pathlib import Path

from pipelines.settings import shipped
from pipelines.warehouse.connect import Connection

Value = object
Row = tuple[object, ...]

_COMMENT = re.compile(r"--[^\n]*")
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")


def run(connection: Connection, name: str, /, **values: Value) -> list[Row]:
    """Run `sql/<name>.sql` with the values it names and return its rows; for a change, one row with its count."""
    sql = text(name)
    wanted = {parameter: values[parameter] for parameter in parameters(sql)}
    rows: list[Row] = connection.execute(sql, wanted).fetchall() if wanted else connection.execute(sql).fetchall()
    return rows


def count(connection: Connection, name: str, /, **values: Value) -> int:
    """Run a statement that changes rows and return how many it changed."""
    ((changed,),) = run(connection, name, **values)
    return int(str(changed))


@lru_cache(maxsize=256)
def text(name: str) -> str:
    """Return the text of `sql/<name>.sql`."""
    return (shipped("sql") / f"{name}.sql").read_text(encoding="utf-8")


def parameters(sql: str) -> frozenset[str]:
    """Return the names of the parameters of a statement."""
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", sql)))


def words(sql: str) -> frozenset[str]:
    """Return the words of a statement outside its comments, among them the tables and views it reads."""
    return frozenset(re.findall(r"\w+", _COMMENT.sub("", sql)))


def files(folder: str) -> tuple[Path, ...]:
    """Return the files of a folder of sql/, by name."""
    return tuple(sorted((shipped("sql") / folder).glob("*.sql")))


def subject(sql: str) -> str:
    """Return the first comment of a file, which says what one row is, as one line."""
    lines = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)
