"""What earlier runs made of documents and items, read from the last snapshot; empty before the first one."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime
from typing import Final

from pipelines.records import ItemStatus, KnownItem, LedgerKind, Outcome, Reason, WireRow
from pipelines.settings import Settings
from pipelines.warehouse import connect, contents, statements
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.migrations import naive
from pipelines.warehouse.publication import published_path

WIRE_FACTS: Final = tuple(
    each.name for each in fields(WireRow) if each.default is MISSING and each.default_factory is MISSING
)
"""The part of a `WireRow` that decides over the life of its story: it holds no word of it."""

NEVER: Final = datetime.max.replace(tzinfo=UTC)
EVER: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One way in which a document (`kind` document) or items of it ended, by their latest outcome."""

    kind: LedgerKind
    outcome: Outcome
    reason: Reason | None
    until_at: datetime | None
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """One killed item and one article it took down; `article_id` is None until such an article is known."""

    article_id: str | None
    item_id: str
    killed_at: datetime
    note: str
    fingerprints: tuple[str, ...] = ()


def known_items(settings: Settings, since: datetime) -> tuple[KnownItem, ...]:
    """Return the item revisions seen since then whose article revision is stored, by item."""
    with _snapshot(settings) as connection:
        if connection is None:
            return ()
        rows = statements.run(connection, "load/read_known_items", since=naive(since))
    return tuple(
        KnownItem(
            item_id=str(item),
            item_revision=str(item_revision),
            article_id=str(article),
            revision=str(revision),
            ranked_at=_instant(ranked_at),
        )
        for item, item_revision, article, revision, ranked_at in rows
    )


def known_looks(settings: Settings, since: datetime) -> Mapping[str, str]:
    """Return by fetch id the stored revision that a page showed, of looks since then."""
    with _snapshot(settings) as connection:
        rows = statements.run(connection, "load/read_known_looks", since=naive(since)) if connection else []
    return {str(fetch_id): str(revision) for fetch_id, revision in rows}


def known_wires(settings: Settings, articles: Collection[str], slug_keys: Collection[str] = ()) -> tuple[WireRow, ...]:
    """Return every version known of these wire stories, and of those whose sluglines have one of these hashes.

    Without what describes them.
    """
    with _snapshot(settings) as connection:
        wanted = {"articles": sorted(articles), "slug_keys": sorted(slug_keys)}
        rows = statements.run(connection, "load/read_known_wires", **wanted) if connection else []
    return tuple(map(_wire, rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class KilledDelivery:
    """One delivery of a version of a killed wire story, by its fetch record and the hash of its bytes."""

    source_id: str
    fetch_id: str
    raw_sha256: str
    seen_at: datetime


def killed_deliveries(settings: Settings) -> tuple[KilledDelivery, ...]:
    """Return every delivery on record of a wire story that was killed."""
    with _snapshot(settings) as connection:
        rows = statements.run(connection, "load/read_killed_wires") if connection else []
    return tuple(
        KilledDelivery(source_id=str(source), fetch_id=str(fetch), raw_sha256=str(sha256), seen_at=_instant(seen_at))
        for source, fetch, sha256, seen_at in rows
    )


def judged_at(settings: Settings) -> datetime | None:
    """Return the moment of the last poll whose reading was counted; None when none was."""
    with _snapshot(settings) as connection:
        rows = statements.run(connection, "load/read_judged") if connection else []
    return _aware(rows[0][0]) if rows else None


def first_seen(settings: Settings, items: Collection[str]) -> Mapping[str, datetime]:
    """Return by item id the moment of its first sighting, of those of the items that were ever seen."""
    with _snapshot(settings) as connection:
        rows = statements.run(connection, "load/read_first_seen", items=sorted(items)) if connection else []
    return {str(item): _instant(seen_at) for item, seen_at in rows}


def accounted_days(settings: Settings, due_at: datetime, also: Collection[str] = ()) -> Mapping[date, int]:
    """Return by day (UTC) of fetch records how many of its documents the ledger accounts for.

    Not counted are those that a run lost, those that hold a story whose embargo is over at `due_at`, and `also`.
    """
    with _snapshot(settings) as connection:
        if connection is None:
            return {}
        rows = statements.run(connection, "load/read_accounted_days", reopened=_reopened(connection, due_at, also))
    return {day: int(str(accounted)) for day, accounted in rows if isinstance(day, date)}


def settled(settings: Settings, since: datetime, due_at: datetime, also: Collection[str] = ()) -> Mapping[str, bool]:
    """Return by fetch id, of documents fetched since then that the ledger accounts for, whether no run could read it.

    As for `accounted_days`, what a run lost is not among them, nor what holds a story whose embargo is over, nor `also`.
    """
    with _snapshot(settings) as connection:
        if connection is None:
            return {}
        reopened = _reopened(connection, due_at, also)
        rows = statements.run(connection, "load/read_settled", since=naive(since), reopened=reopened)
    return {str(fetch_id): bool(is_unreadable) for fetch_id, is_unreadable in rows}


def _reopened(connection: Connection, due_at: datetime, also: Collection[str]) -> list[str]:
    """Return the documents that are to be taken up again: lost by a run, with a story whose embargo is over, or `also`."""
    found = statements.run(connection, "load/read_reopened", due_at=naive(due_at))
    return sorted({str(fetch_id) for (fetch_id,) in found} | set(also))


def killed_ids(settings: Settings) -> frozenset[tuple[str, str]]:
    """Return kind (article, item or document) and id of all that came of killed stories: no word about it stays."""
    with _snapshot(settings) as connection:
        # A snapshot of an older version of ours has no such table; the next load writes all of it.
        if connection is None or not contents.has_table(connection, "killed_ids"):
            return frozenset()
        return frozenset((str(kind), str(id_)) for kind, id_ in statements.run(connection, "load/read_killed_ids"))


def endings(settings: Settings, since: datetime | None = None) -> Mapping[str, tuple[Ending, ...]]:
    """Return by fetch id the distinct ways in which the document and its items ended, the document's own first.

    Only of documents fetched since then; None = of all.
    """
    with _snapshot(settings) as connection:
        rows = statements.run(connection, "load/read_endings", since=naive(since or EVER)) if connection else []
    found: dict[str, list[Ending]] = {}
    for fetch_id, kind, outcome, reason, until_at, next_try_at in rows:
        ending = Ending(
            kind=LedgerKind(str(kind)),
            outcome=Outcome(str(outcome)),
            reason=None if reason is None else Reason(str(reason)),
            until_at=_aware(until_at),
            next_try_at=_aware(next_try_at),
        )
        found.setdefault(str(fetch_id), []).append(ending)
    return {fetch_id: tuple(each) for fetch_id, each in found.items()}


def rejected_documents(settings: Settings, stages: Collection[str]) -> frozenset[str]:
    """Return the fetch ids of documents in which one of these stages refused something, the last time they were worked."""
    return _documents(settings, "read_rejected_documents", stages=sorted(stages))


def tagged_documents(settings: Settings, versions: Collection[str], *, other_than: str | None = None) -> frozenset[str]:
    """Return the fetch ids of documents whose articles were tagged with these versions of the pack.

    With `other_than`, also those that were with any other than that one.
    """
    return _documents(settings, "read_tagged_documents", versions=sorted(versions), present=other_than)


def article_documents(settings: Settings, articles: Collection[str]) -> frozenset[str]:
    """Return the fetch ids of the documents that brought these articles, given by ids or addresses."""
    return _documents(settings, "read_article_documents", articles=sorted(articles))


def _documents(settings: Settings, name: str, **wanted: object) -> frozenset[str]:
    with _snapshot(settings) as connection:
        rows = statements.run(connection, f"load/{name}", **wanted) if connection else []
    return frozenset(str(fetch_id) for (fetch_id,) in rows)


def accounted(settings: Settings) -> Mapping[str, Ending]:
    """Return by fetch id how the document ended, or where a story in it is held, that one that is due first."""
    latest = {}
    for fetch_id, ended in endings(settings).items():
        held = [each for each in ended if each.outcome is Outcome.HELD]
        documents = [each for each in ended if each.kind is LedgerKind.DOCUMENT]
        if held:
            latest[fetch_id] = min(held, key=lambda each: each.until_at or NEVER)
        elif documents:
            latest[fetch_id] = documents[0]
    return latest


def tombstones(settings: Settings) -> tuple[Tombstone, ...]:
    """Return what was killed, by item and article."""
    with _snapshot(settings) as connection:
        rows = statements.run(connection, "load/read_tombstones") if connection else []
    found = []
    for article_id, item_id, killed_at, note, fingerprints in rows:
        instant = _aware(killed_at)
        if instant is not None:
            found.append(
                Tombstone(
                    article_id=None if article_id is None else str(article_id),
                    item_id=str(item_id),
                    killed_at=instant,
                    note=str(note),
                    fingerprints=tuple(fingerprints or ()) if isinstance(fingerprints, list) else (),
                )
            )
    return tuple(found)


@contextmanager
def _snapshot(settings: Settings) -> Iterator[Connection | None]:
    path = published_path(settings)
    if not path.exists():
        yield None
        return
    with connect.reader(path) as connection:
        yield connection


def _wire(row: tuple[object, ...]) -> WireRow:
    values = dict(zip(WIRE_FACTS, row, strict=True))
    values["flags"] = tuple(values["flags"] or ())  # type: ignore[arg-type]  # a list in the table
    instants = {
        name: _aware(values[name]) for name in ("first_created_at", "published_at", "updated_at", "embargo_until")
    }
    moments = {name: _instant(values[name]) for name in ("version_created_at", "seen_at")}
    return WireRow(**values | instants | moments | {"status": ItemStatus(str(values["status"]))})  # type: ignore[arg-type]  # typed by the table


def _aware(value: object) -> datetime | None:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None


def _instant(value: object) -> datetime:
    return _aware(value) or EVER
