"""What exports read: rows of the published snapshot by day, as filters choose them and as the rights of sources allow.

    snapshot ─choose─▶ chosen articles ─sql/export/<dataset>.sql─▶ rows of a day, or its Parquet file

The statements are those of sql/export/. Killed, withheld and embargoed text is not in a snapshot to begin with.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pipelines.errors import NothingPublished, SettingsError
from pipelines.settings import Settings
from pipelines.warehouse import connect, statements
from pipelines.warehouse.connect import Connection, DatabaseError
from pipelines.warehouse.publication import Snapshot, current_snapshot, published_path

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "articles": ("article_id",),
    "mentions": ("article_id", "position"),
    "statements": ("article_id", "position"),
    "claims": ("claim_id",),
    "first_reports": ("claim_id", "rank", "source"),
    "stories": ("story_id", "place", "article_id"),
    "revisions": ("article_id", "step"),
    "pages": ("fetched_at", "fetch_id"),
}
"""What can be exported, and the columns by which the rows of a day are ordered."""

_FETCHED_AT_ONCE: Final = 1_000
_WITHOUT_DAY: Final = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which rows are exported; an empty part chooses all, the others must all hold.

    `since` and `until` bound the day of a row, `until` exclusively. `sources` are ids of sources or publishers. An
    article is chosen that names one of `actors` and speaks of one of `facets`; of mentions, statements and claims only
    those are taken that are about them.
    """

    since: date | None = None
    until: date | None = None
    sources: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    facets: frozenset[str] = frozenset()
    relevance: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Selected:
    """A snapshot, open for reading, in which the articles of an export are chosen."""

    snapshot: Snapshot
    _connection: Connection
    _choice: Choice
    _values: Mapping[str, object] = field(default_factory=dict)

    def days(self, dataset: str) -> dict[date | None, int]:
        """Return the days on which there are rows, in order, with how many there are."""
        sql = (
            f"select day_on, count(*) as rows from ({_text(dataset)}) {self._bounds()} group by day_on order by day_on"  # noqa: S608
        )
        return {day: rows for day, rows in self._run(dataset, sql).fetchall()}

    def columns(self, dataset: str) -> tuple[str, ...]:
        """Return the names of the columns, `day_on` first."""
        found = self._run(dataset, f"select * from ({_text(dataset)}) limit 0")  # noqa: S608
        return tuple(str(name) for name, *_ in found.description or ())

    def rows(self, dataset: str, day: date | None) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a day, as Python values, in the order of their keys."""
        found = self._run(dataset, self._of_day(dataset, "*", day), day)
        while rows := found.fetchmany(_FETCHED_AT_ONCE):
            yield from rows

    def write_parquet(self, dataset: str, day: date | None, folder: Path) -> None:
        """Write the rows of a day below a folder, as readers of Hive partitions expect: the day stands in the path."""
        path = folder / f"day_on={day or _WITHOUT_DAY}" / f"{dataset}.parquet"
        path.parent.mkdir()
        sql = self._of_day(dataset, "* exclude (day_on)", day)
        self._run(dataset, f"copy ({sql}) to {connect.quoted(path)} (format parquet, compression zstd)", day)

    def write_empty_parquet(self, dataset: str, folder: Path) -> None:
        """Write a file without rows: whoever reads the folder learns the columns."""
        path = folder / f"{dataset}.parquet"
        sql = f"select * from ({_text(dataset)}) limit 0"  # noqa: S608
        self._run(dataset, f"copy ({sql}) to {connect.quoted(path)} (format parquet, compression zstd)")

    def _of_day(self, dataset: str, columns: str, day: date | None) -> str:
        where = "day_on is null" if day is None else "day_on = $day"
        return f"select {columns} from ({_text(dataset)}) where {where} order by {', '.join(KEYS[dataset])}"  # noqa: S608

    def _bounds(self) -> str:
        bounds = []
        if self._choice.since:
            bounds.append("day_on >= $since")
        if self._choice.until:
            bounds.append("day_on < $until")
        return f"where {' and '.join(bounds)}" if bounds else ""

    def _run(self, dataset: str, sql: str, day: date | None = None) -> Connection:
        values = {**self._values, "since": self._choice.since, "until": self._choice.until, "day": day}
        return self._connection.execute(sql, {name: values[name] for name in statements.parameters(sql)})


@contextmanager
def selected(settings: Settings, choice: Choice, *, writes_to: Path | None = None) -> Iterator[Selected]:
    """Open the published snapshot and choose articles. Files can be written to the folder `writes_to`, nowhere else.

    Raises `NothingPublished`, and `SettingsError` for a filter that names what the snapshot does not have.
    """
    snapshot = current_snapshot(settings)
    if snapshot is None:
        raise NothingPublished(
            "Nothing has been published yet.",
            where=str(published_path(settings)),
            next_step="Run `trucewatch collect` and `trucewatch monitor`, or `trucewatch demo`, first.",
        )
    path = published_path(settings).with_name(snapshot.name)
    with connect.reader(path, threads=settings.worker_count, locked_down=True, writes_to=writes_to) as connection:
        _check(connection, choice)
        values = {
            "sources": sorted(choice.sources) or None,
            "actors": sorted(choice.actors) or None,
            "facets": sorted(choice.facets) or None,
            "relevance": sorted(choice.relevance) or None,
            "day_zone": settings.day_zone,
        }
        statements.run(connection, "export/choose", **values)
        yield Selected(snapshot, connection, choice, values)


def _text(dataset: str) -> str:
    if dataset not in KEYS:
        raise ValueError(f"{dataset!r} is no dataset")
    return statements.text(f"export/{dataset}").rstrip()


def _check(connection: Connection, choice: Choice) -> None:
    """Refuse names that nothing has: a misspelt one would be an empty export."""
    known: dict[str, list[str]] = {}
    for kind, name in statements.run(connection, "export/known"):
        known.setdefault(str(kind), []).append(str(name))
    asked = {
        "source": choice.sources,
        "actor": choice.actors,
        "facet": choice.facets,
        "relevance": choice.relevance,
    }
    for kind, names in asked.items():
        for name in sorted(names - set(known.get(kind, ()))):
            there = known.get(kind, [])
            like = get_close_matches(name, there, n=3) or (there if len(there) < 40 else [])
            raise SettingsError(
                f"The snapshot has no {kind} {ascii(name)}.",
                where=f"--{kind}",
                next_step=f"There are: {', '.join(like)}."
                if like
                else f'`trucewatch sql "from {kind}s"` shows what there is.',
            )


__all__ = ["KEYS", "Choice", "DatabaseError", "Selected", "selected"]
