"""Ad-hoc questions: one reading statement on the published snapshot, locked down."""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from pipelines.errors import NothingPublished, QueryRefused
from pipelines.settings import Settings
from pipelines.warehouse import connect
from pipelines.warehouse.connect import Connection, DatabaseError
from pipelines.warehouse.publication import published_path

TIMEOUT_SECONDS: Final = 60.0
MEMORY: Final = "1GB"
THREADS: Final = 2

_CARET: Final = re.compile(r"^(LINE (\d+): )(.*)\n( *)\^", re.MULTILINE)
"""Where DuckDB sees a fault: the number of the line, a part of it, and a sign below."""
_WORD: Final = re.compile(r"\w+|\S")

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONGEST_MESSAGE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryResult:
    """Rows of a question: column names, their DuckDB types in lower case, rows as Python values.

    `truncated` says that `max_rows` was asked for and there were more.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    truncated: bool = False


def query(
    settings: Settings,
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    memory: str = MEMORY,
    timeout_seconds: float = TIMEOUT_SECONDS,
    max_rows: int | None = None,
) -> QueryResult:
    """Answer one SELECT, WITH, FROM, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN from the published snapshot.

    `parameters` are bound to the `$name` of the statement; the statement must use all of them.
    Files, network, extensions and settings are out of its reach, whatever the statement says. `memory` is a DuckDB
    size; `timeout_seconds` covers running and reading all rows.
    Raises `QueryRefused` for anything else and for a question that fails; `NothingPublished` when there is no snapshot.
    """
    with asking(settings, memory=memory, timeout_seconds=timeout_seconds, max_rows=max_rows) as asked:
        return asked.ask(sql, parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """An open snapshot: the name of its file, and what answers one question after the other."""

    snapshot: str
    ask: Callable[[str, Mapping[str, object] | None], QueryResult]


@contextmanager
def asking(
    settings: Settings,
    *,
    memory: str = MEMORY,
    timeout_seconds: float = TIMEOUT_SECONDS,
    max_rows: int | None = None,
) -> Iterator[Asking]:
    """Open the published snapshot for several questions, each as `query` answers it: all are of one snapshot.

    Raises `NothingPublished` when there is none, and at a question what `query` raises.
    """
    path = published_path(settings)
    if not path.exists():
        raise NothingPublished(
            "Nothing has been published yet.",
            where=str(path),
            next_step="Run `trucewatch collect` and `trucewatch monitor`, or `trucewatch demo`, first.",
        )
    resolved = path.resolve()  # once: another snapshot may be published while this one is read
    with connect.reader(resolved, memory=memory, threads=THREADS, locked_down=True) as connection:

        def ask(sql: str, parameters: Mapping[str, object] | None = None) -> QueryResult:
            try:
                _check_kind(connection, sql)
                return _answer(connection, sql, parameters, timeout_seconds, max_rows)
            except connect.InterruptedQuery as error:
                raise QueryRefused(
                    f"The question took longer than {timeout_seconds:g} s.",
                    where=_where(sql),
                    next_step="Ask for fewer days or actors (where day_on >= …), or for a longer time (`--timeout`).",
                ) from error
            except DatabaseError as error:
                raise _refusal(connection, sql, str(error)) from error

        yield Asking(snapshot=resolved.name, ask=ask)


def _check_kind(connection: Connection, sql: str) -> None:
    found = connect.statements(connection, sql)
    if len(found) != 1:
        raise QueryRefused(
            f"One statement can be asked at a time, here are {len(found)}.",
            where=_where(sql),
            next_step="Ask them one after the other.",
        )
    if not connect.is_reading(found[0]):
        raise QueryRefused(
            "Only questions that read are answered: SELECT, WITH, FROM, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN.",
            where=_where(sql),
            next_step="`trucewatch export` writes files; to change data, copy the snapshot and open the copy with DuckDB.",
        )


def _answer(
    connection: Connection,
    sql: str,
    parameters: Mapping[str, object] | None,
    timeout_seconds: float,
    max_rows: int | None,
) -> QueryResult:
    timer = threading.Timer(timeout_seconds, connection.interrupt)
    timer.start()
    try:
        result = connection.execute(sql, parameters)
        description = result.description or []
        rows = result.fetchall() if max_rows is None else result.fetchmany(max_rows + 1)
    finally:
        timer.cancel()
    return QueryResult(
        columns=tuple(str(column[0]) for column in description),
        types=tuple(str(column[1]).lower() for column in description),
        rows=tuple(rows if max_rows is None else rows[:max_rows]),
        truncated=max_rows is not None and len(rows) > max_rows,
    )


def _refusal(connection: Connection, sql: str, message: str) -> QueryRefused:
    """Say what DuckDB says, without its drawing, and name what there is to ask for."""
    where = f"{_spot(message)}{_where(sql)}"
    words = _plain(message.partition("\n\nLINE ")[0].partition("\nLINE ")[0])
    if "configuration" in words or message.startswith("Permission"):
        return QueryRefused(
            "Questions cannot reach files, network, extensions or settings.",
            where=_where(sql),
            next_step="Ask for the tables and views of the snapshot only; `show all tables` lists them.",
        )
    if message.startswith("Out of Memory"):
        return QueryRefused(
            "The question needs more memory than it is given.",
            where=_where(sql),
            next_step="Ask for fewer days or columns, aggregate before joining, or give it more (`--memory`).",
        )
    if message.startswith("Binder") and "column" in words:
        return QueryRefused(
            words,
            where=where,
            next_step="`describe TABLE` lists the columns of a table or view; docs/tables.md says what they mean.",
        )
    if message.startswith(("Catalog", "Binder")):
        return QueryRefused(words, where=where, next_step=f"There are: {', '.join(_names(connection))}.")
    return QueryRefused(
        words,
        where=where,
        next_step="docs/tables.md describes the tables, sql/examples/ has queries to start from.",
    )


def _spot(message: str) -> str:
    """Return the line and the word at which DuckDB sees a fault; empty where it says nothing of that."""
    found = _CARET.search(message)
    if not found:
        return ""
    prefix, line, shown, blanks = found.groups()
    word = _WORD.match(shown, max(len(blanks) - len(prefix), 0))
    return f"line {line}, at {_plain(word.group())}, " if word else f"line {line}, "


def _names(connection: Connection) -> list[str]:
    found = connection.execute(
        "select table_name from information_schema.tables where table_catalog = current_database() order by table_name"
    )
    return [str(name) for (name,) in found.fetchall()]


def _where(sql: str) -> str:
    return f"in: {_plain(sql)}"


def _plain(text: str) -> str:
    """Return a text as one line without control characters, at most 300 characters."""
    line = _CONTROL.sub(" ", text).strip()
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[:_LONGEST_MESSAGE]}…"
