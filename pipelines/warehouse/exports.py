"""What exports read: rows of the published snapshot by day, as filters choose them and as the rights of sources allow.

    snapshot ─choose─▶ chosen articles ─sql/export/<dataset>.sql─▶ rows of a day, or its Parquet file

The statements are those of sql/export/. Killed, withheld and embargoed text is not in a snapshot to begin with.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pipelines.errors import NothingPublished, SchemaMismatch, SettingsError
from pipelines.settings import Settings
from pipelines.warehouse import connect, statements
from pipelines.warehouse.connect import Connection, DatabaseError
from pipelines.warehouse.publication import Snapshot, current_snapshot, published_path

PAGES: Final = "pages"

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "articles": ("article_id",),
    "mentions": ("article_id", "position"),
    "statements": ("article_id", "position"),
    "claims": ("claim_id",),
    "first_reports": ("claim_id", "rank", "source"),
    "stories": ("story_id", "place", "article_id"),
    "revisions": ("article_id", "step"),
    PAGES: ("fetched_at", "fetch_id"),
}
"""What can be exported, and the columns by which the rows of a day are ordered."""

_LISTED: Final = {"source": "sources", "actor": "actors", "facet": "(select distinct facet from revision_facets)"}

_MARK: Final = "may_pass_on"
_FETCHED_AT_ONCE: Final = 1_000
_WITHOUT_DAY: Final = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which rows are exported; an empty part chooses all, the others must all hold.

    `since` and `until` bound the day of a row, `until` exclusively. `sources` are ids of sources or publishers. An
    article is chosen that names one of `actors` and speaks of one of `facets`; of mentions, statements and claims only
    those are taken that are about them. `articles` are ids, of which there may be none; None chooses all.
    """

    since: date | None = None
    until: date | None = None
    sources: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    facets: frozenset[str] = frozenset()
    relevance: frozenset[str] = frozenset()
    articles: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was fetched for an article, at `fetched_at` (UTC); its bytes are named by `raw_sha256`."""

    url: str
    fetch_id: str
    fetched_at: datetime
    content_type: str | None
    raw_sha256: str
    title: str
    may_pass_on: bool


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
        return dict(self._run(sql).fetchall())

    def links_only(self, dataset: str) -> int:
        """Return how many rows are of articles of which only title and link may be passed on."""
        if _MARK not in self.columns(dataset):
            return 0
        where = f"{self._bounds() or 'where true'} and not {_MARK}"
        ((rows,),) = self._run(f"select count(*) from ({_text(dataset)}) {where}").fetchall()  # noqa: S608
        return int(rows)

    @property
    def loaded_at(self) -> datetime:
        """Return when the last run of the snapshot was loaded, by its own clock (UTC)."""
        ((at,),) = self._connection.execute("select max(loaded_at) from runs").fetchall()
        return at.replace(tzinfo=UTC) if at else datetime.min.replace(tzinfo=UTC)

    def columns(self, dataset: str) -> tuple[str, ...]:
        """Return the names of the columns, `day_on` first."""
        found = self._run(f"select * from ({_text(dataset)}) limit 0")  # noqa: S608
        return tuple(str(name) for name, *_ in found.description or ())

    def rows(self, dataset: str, day: date | None) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a day, as Python values, in the order of their keys."""
        found = self._run(self._of_day(dataset, "*", day), day)
        while rows := found.fetchmany(_FETCHED_AT_ONCE):
            yield from rows

    def pages(self, day: date | None) -> Iterator[Page]:
        """Yield the pages of the articles of a day, as they were fetched."""
        names = ", ".join(each.name for each in fields(Page))
        found = self._run(self._of_day(PAGES, names, day), day)
        while rows := found.fetchmany(_FETCHED_AT_ONCE):
            for url, fetch_id, at, content_type, sha256, title, may_pass_on in rows:
                yield Page(
                    url=url,
                    fetch_id=fetch_id,
                    fetched_at=at.replace(tzinfo=UTC),
                    content_type=content_type,
                    raw_sha256=sha256,
                    title=title or "",
                    may_pass_on=may_pass_on,
                )

    def write_parquet(self, dataset: str, day: date | None, folder: Path) -> None:
        """Write the rows of a day below a folder, as readers of Hive partitions expect: the day stands in the path."""
        path = folder / f"day_on={day or _WITHOUT_DAY}" / f"{dataset}.parquet"
        path.parent.mkdir()
        sql = self._of_day(dataset, "* exclude (day_on)", day)
        self._run(f"copy ({sql}) to {connect.quoted(path)} (format parquet, compression zstd)", day)

    def write_empty_parquet(self, dataset: str, folder: Path) -> None:
        """Write a file without rows: whoever reads the folder learns the columns."""
        path = folder / f"{dataset}.parquet"
        sql = f"select * from ({_text(dataset)}) limit 0"  # noqa: S608
        self._run(f"copy ({sql}) to {connect.quoted(path)} (format parquet, compression zstd)")

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

    def _run(self, sql: str, day: date | None = None) -> Connection:
        values = {**self._values, "since": self._choice.since, "until": self._choice.until, "day": day}
        return self._connection.execute(sql, {name: values[name] for name in statements.parameters(sql)})


def readable_snapshot(settings: Settings) -> Snapshot:
    """Return what is said of the published snapshot, if it has the tables and views that exports read.

    Raises `NothingPublished`, and `SchemaMismatch` for a snapshot that another version published.
    """
    snapshot = current_snapshot(settings)
    if snapshot is None:
        raise NothingPublished(
            "Nothing has been published yet.",
            where=str(published_path(settings)),
            next_step="Run `trucewatch collect` and `trucewatch monitor`, or `trucewatch demo`, first.",
        )
    if snapshot.migrations != len(statements.files("schema")):
        raise SchemaMismatch(
            "The snapshot was published by another version of trucewatch.",
            where=str(published_path(settings)),
            next_step="Run `trucewatch monitor`: it publishes anew.",
        )
    return snapshot


@contextmanager
def selected(settings: Settings, choice: Choice, *, writes_to: Path | None = None) -> Iterator[Selected]:
    """Open the published snapshot and choose articles. Files can be written to the folder `writes_to`, nowhere else.

    Raises `NothingPublished`, and `SettingsError` for a filter that names what the snapshot does not have.
    """
    snapshot = readable_snapshot(settings)
    path = published_path(settings).with_name(snapshot.name)
    with connect.reader(path, threads=settings.worker_count, locked_down=True, writes_to=writes_to) as connection:
        _check(connection, choice)
        values = {
            "sources": sorted(choice.sources) or None,
            "actors": sorted(choice.actors) or None,
            "facets": sorted(choice.facets) or None,
            "relevance": sorted(choice.relevance) or None,
            "articles": None if choice.articles is None else sorted(choice.articles),
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
                f"The snapshot has no {kind} {name!a}.",
                where=f"--{kind}",
                next_step=f"There are: {', '.join(like)}."
                if like
                else f'`trucewatch sql "from {_LISTED.get(kind, kind)}"` shows them all.',
            )


__all__ = ["KEYS", "PAGES", "Choice", "DatabaseError", "Page", "Selected", "readable_snapshot", "selected"]
