"""What the fetch records add up to, in SQLite: what is known of each page, which bodies are not gone through yet.

The records are the truth. The index follows them: on opening it reads what was appended since it last committed, so
that a crash costs a little reading and a lost file a lot of it, but nothing is forgotten. What no record holds (the
memory of each source, robots.txt as it was kept, hosts that asked us to wait) lives here alone, durable at each
commit. The only importer of sqlite3. One process and one thread at a time.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from pipelines.collect.durable import make_folder
from pipelines.collect.fetches import FetchLog
from pipelines.collect.keeping import Kept
from pipelines.records import Fetch, FetchKind, FetchOutcome

INSTANTS_KEPT = timedelta(days=3)
"""How far back instants of fetch records are remembered, so that none is given twice."""

BODIES_CAUGHT_UP = 20
"""At most so many earlier bodies of a source are gone through again after a run that did not finish."""

_INSTANTS_OF_KEPT = ("fetched_at", "unreachable_since")

_SCHEMA = """
create table if not exists files (path text primary key, bytes integer not null) without rowid;
create table if not exists instants (at integer primary key);
create table if not exists sources (source_id text primary key, memory text not null) without rowid;
create table if not exists hosts (host text primary key, free_at real not null) without rowid;
create table if not exists kept (url text primary key, kept text not null) without rowid;
create table if not exists members (
    source_id text not null, url text not null, changed_at text, keys text not null, primary key (source_id, url)
) without rowid;
create table if not exists validators (url text primary key, fetch text not null) without rowid;
create table if not exists bodies (fetch_id text primary key, source_id text not null, fetch text) without rowid;
create index if not exists bodies_of_source on bodies (source_id) where fetch is not null;
create table if not exists pages (
    item_id text not null, item_revision text not null, source_id text not null, final integer not null,
    attempt integer not null, visit integer not null, next_try_at text, etag text, last_modified text,
    unsettled text, primary key (item_id, item_revision)
) without rowid;
create index if not exists unsettled_pages on pages (source_id) where unsettled is not null;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is known of the page of an item revision: whether it is settled, tries so far, looks again so far.

    `etag` and `last_modified` are those of its last body.
    """

    final: bool
    attempt: int
    visit: int
    next_try_at: datetime | None
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A sitemap that an index names: what the index says of its last change, and the keys of the entries it listed."""

    changed_at: datetime | None
    keys: tuple[str, ...] = ()


class Index:
    """The index of one data folder, for `with`."""

    def __init__(self, path: Path, log: FetchLog) -> None:
        self._path = path
        self._log = log

    def __enter__(self) -> Self:
        make_folder(self._path.parent)
        self._db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._db.executescript("pragma journal_mode = wal; pragma synchronous = full;" + _SCHEMA)
        self._path.chmod(0o600)
        self._begin()
        self._catch_up()
        self._db.execute("delete from bodies where fetch is null")  # no record will bring them up again
        self.commit()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:  # else a record may be written that nobody added: then our own files are read again
            own = [(f"{path.parent.name}/{path.name}", path.stat().st_size) for path in self._log.own_files()]
            self._db.executemany("insert or replace into files values (?, ?)", own)
        self._db.execute("commit")
        self._db.close()

    def commit(self) -> None:
        """Make durable what was remembered so far."""
        self._db.execute("commit")
        self._begin()

    def _begin(self) -> None:
        self._db.execute("begin immediate")

    # ── Records ───────────────────────────────────────────────────────────────────────────────────

    def _catch_up(self) -> None:
        """Read every record that was appended since the last commit. Raises `RecordLogError`."""
        known = dict(self._db.execute("select path, bytes from files"))
        for day in self._log.days():
            for path in self._log.files(day):
                name = f"{day}/{path.name}"
                offset = known.get(name, 0)
                if path.stat().st_size == offset:
                    continue
                for fetch, end in self._log.read_file(path, offset):
                    self.add(fetch)
                    offset = end
                self._db.execute("insert or replace into files values (?, ?)", (name, offset))

    def add(self, fetch: Fetch) -> None:
        """Remember a record. Adding it again changes nothing."""
        self._db.execute("insert or ignore into instants values (?)", (_micros(fetch.fetched_at),))
        if fetch.kind is FetchKind.PAGE and fetch.item_id and fetch.item_revision:
            self._add_page(fetch)
        elif fetch.kind is FetchKind.FEED and fetch.raw_sha256:
            row = (fetch.fetch_id, fetch.source_id, self._log.encode(fetch))
            self._db.execute("insert or ignore into bodies values (?, ?, ?)", row)

    def instants(self, now: datetime) -> set[datetime]:
        """Return the instants of recent records, and of those that lie in the future of a clock set back."""
        since = _micros(now - INSTANTS_KEPT)
        self._db.execute("delete from instants where at < ?", (since,))
        return {_moment(at) for (at,) in self._db.execute("select at from instants")}

    # ── Bodies and pages ──────────────────────────────────────────────────────────────────────────

    def unread(self, source_id: str) -> list[Fetch]:
        """Return the fetches of a source whose bodies no run has gone through, oldest first, the last ones only."""
        rows = self._db.execute("select fetch from bodies where source_id = ? and fetch is not null", (source_id,))
        fetches = sorted((self._log.decode(row) for (row,) in rows), key=lambda each: each.fetched_at)
        return fetches[-BODIES_CAUGHT_UP:]

    def unread_sources(self) -> set[str]:
        """Return the sources with bodies that no run has gone through."""
        return {each for (each,) in self._db.execute("select distinct source_id from bodies where fetch is not null")}

    def put_aside(self, fetch_id: str) -> None:
        """Note that a body need not be gone through: it is the one before."""
        self._db.execute("update bodies set fetch = null where fetch_id = ?", (fetch_id,))

    def end(self, source_id: str) -> None:
        """Note that every body of a source was gone through and its pages are had or on record."""
        self._db.execute("update bodies set fetch = null where source_id = ?", (source_id,))

    def page(self, item_id: str, item_revision: str) -> Page | None:
        """Return what is known of the page of an item revision."""
        row = self._db.execute(
            "select final, attempt, visit, next_try_at, etag, last_modified from pages"
            " where item_id = ? and item_revision = ?",
            (item_id, item_revision),
        ).fetchone()
        if row is None:
            return None
        final, attempt, visit, next_try_at, etag, last_modified = row
        return Page(
            final=bool(final),
            attempt=attempt,
            visit=visit,
            next_try_at=datetime.fromisoformat(next_try_at) if next_try_at else None,
            etag=etag,
            last_modified=last_modified,
        )

    def unsettled(self, source_id: str) -> list[Fetch]:
        """Return the page records of a source that are to be followed by another try."""
        rows = self._db.execute(
            "select unsettled from pages where source_id = ? and unsettled is not null", (source_id,)
        )
        return [self._log.decode(row) for (row,) in rows]

    def unsettled_sources(self) -> set[str]:
        """Return the sources with pages that are to be tried again."""
        return {
            each for (each,) in self._db.execute("select distinct source_id from pages where unsettled is not null")
        }

    def _add_page(self, fetch: Fetch) -> None:
        known = self.page(fetch.item_id or "", fetch.item_revision or "")
        is_ok = fetch.outcome is FetchOutcome.OK
        key = (fetch.item_id, fetch.item_revision)
        if fetch.visit:
            self._db.execute(
                "update pages set visit = max(visit, ?), etag = case when ? then ? else etag end,"
                " last_modified = case when ? then ? else last_modified end"
                " where item_id = ? and item_revision = ?",
                (fetch.visit, is_ok, fetch.etag, is_ok, fetch.last_modified, *key),
            )
        elif known is None or not known.final:
            values = (
                *key,
                fetch.source_id,
                fetch.final,
                fetch.attempt,
                0,
                fetch.next_try_at.isoformat() if fetch.next_try_at else None,
                fetch.etag if is_ok else None,
                fetch.last_modified if is_ok else None,
                None if fetch.final else self._log.encode(fetch),
            )
            self._db.execute(f"insert or replace into pages values ({', '.join('?' * len(values))})", values)  # noqa: S608

    # ── What no record holds ──────────────────────────────────────────────────────────────────────

    def memory(self, source_id: str) -> str | None:
        """Return what is remembered of a source, as it was given."""
        row = self._db.execute("select memory from sources where source_id = ?", (source_id,)).fetchone()
        return row[0] if row else None

    def remember(self, source_id: str, memory: str) -> None:
        """Remember a source."""
        self._db.execute("insert or replace into sources values (?, ?)", (source_id, memory))

    def validated(self, url: str) -> Fetch | None:
        """Return the last fetch of a URL with a body, for URLs that are asked beside a source's own."""
        row = self._db.execute("select fetch from validators where url = ?", (url,)).fetchone()
        return self._log.decode(row[0]) if row else None

    def remember_validated(self, fetch: Fetch) -> None:
        """Remember the last fetch of a URL with a body."""
        self._db.execute("insert or replace into validators values (?, ?)", (fetch.url, self._log.encode(fetch)))

    def busy_hosts(self, now: datetime) -> dict[str, datetime]:
        """Return the hosts that are not to be asked before an instant still to come."""
        self._db.execute("delete from hosts where free_at <= ?", (now.timestamp(),))
        rows = self._db.execute("select host, free_at from hosts")
        return {host: datetime.fromtimestamp(free_at, UTC) for host, free_at in rows}

    def remember_busy(self, host: str, free_at: datetime) -> None:
        """Remember until when a host is not to be asked."""
        self._db.execute("insert or replace into hosts values (?, ?)", (host, free_at.timestamp()))

    def recall(self, url: str) -> Kept | None:
        """Return the last answer kept for a site's own file."""
        row = self._db.execute("select kept from kept where url = ?", (url,)).fetchone()
        if row is None:
            return None
        given = json.loads(row[0])
        instants = {name: datetime.fromisoformat(given[name]) for name in _INSTANTS_OF_KEPT if given[name]}
        return Kept(**{**given, **instants})

    def keep(self, url: str, kept: Kept) -> None:
        """Keep it in place of the one before."""
        self._db.execute("insert or replace into kept values (?, ?)", (url, json.dumps(asdict(kept), default=str)))

    def members(self, source_id: str) -> dict[str, Member]:
        """Return the sitemaps that a source's index names, by URL."""
        rows = self._db.execute("select url, changed_at, keys from members where source_id = ?", (source_id,))
        return {
            url: Member(changed_at=datetime.fromisoformat(changed_at) if changed_at else None, keys=tuple(keys.split()))
            for url, changed_at, keys in rows
        }

    def remember_members(self, source_id: str, members: Mapping[str, Member]) -> None:
        """Remember which sitemaps a source's index names, in place of those before."""
        self._db.execute("delete from members where source_id = ?", (source_id,))
        self._db.executemany(
            "insert into members values (?, ?, ?, ?)",
            [
                (source_id, url, each.changed_at.isoformat() if each.changed_at else None, " ".join(each.keys))
                for url, each in members.items()
            ],
        )


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _moment(micros: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
