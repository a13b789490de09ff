"""The catalogue of tables and views in docs/tables.md, written from the schema: `python -m pipelines.warehouse.catalogue FILE`."""

import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pipelines.settings import Settings
from pipelines.warehouse import connect, contents, statements
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.migrations import migrate
from pipelines.warehouse.views import KEPT, create_views, meaning, meanings

MARK: Final = "<!-- What follows is written by pipelines/warehouse/catalogue.py. -->"
_ANY_TIME: Final = datetime(2026, 1, 1, tzinfo=UTC)


def render() -> str:
    """Return the catalogue as Markdown: every table, then every view, each column with type and meaning, then macros.

    Raises `KeyError` for a column that sql/columns.yaml says nothing about.
    """
    found = meanings()
    with (
        TemporaryDirectory() as folder,
        connect.attached(Path(folder) / "empty.duckdb", Settings(workers=1)) as connection,
    ):
        migrate(connection, _ANY_TIME)
        create_views(connection)
        tables = [_section(connection, path, name, found) for name, path in contents.definitions().items()]
        views = [_section(connection, path, path.stem, found) for path in statements.files("views")]
    macros = [_macro(path) for path in statements.files("macros")]
    return (
        "\n".join([MARK, "", "## Tables", "", *tables, "## Views", "", *views, "## Macros", "", *macros]).rstrip()
        + "\n"
    )


def _section(connection: Connection, path: Path, name: str, found: Mapping[str, str]) -> str:
    described = contents.columns(connection, name)
    content = name in contents.UNCOUNTED
    uncounted = contents.UNCOUNTED.get(name, frozenset())
    lines = [f"### {name}", "", statements.subject(path.read_text(encoding="utf-8")), ""]
    if name in KEPT:
        lines += ["A table in the snapshot, computed when it is published.", ""]
    lines += (
        ["| column | type | meaning | counts |", "|---|---|---|---|"]
        if content
        else ["| column | type | meaning |", "|---|---|---|"]
    )
    for column, kind in described.items():
        cells = [
            f"`{column}`",
            kind,
            meaning(found, name, column),
            *(["" if column in uncounted else "yes"] if content else []),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _macro(path: Path) -> str:
    sql = path.read_text(encoding="utf-8")
    (signature,) = re.findall(r"^create macro (.+) as table$", sql, re.MULTILINE)
    return "\n".join([f"### {signature}", "", statements.subject(sql), ""])


def main(path: Path) -> None:
    """Write the catalogue anew below its mark in a document."""
    words, _, _ = path.read_text(encoding="utf-8").partition(MARK)
    path.write_text(words + render(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
