"""What earlier runs made of documents and items, read from the last snapshot; empty before the first one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pipelines.records import KnownItem, LedgerKind, Outcome, Reason
from pipelines.settings import Settings
from pipelines.warehouse import connect, statements
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.migrations import naive
from pipelines.warehouse.publication import published_path

NEVER: Final = datetime.max.replace(tzinfo=UTC)


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


def known_items(settings: Settings, since: datetime) -> tuple[KnownItem, ...]:
    """Return the item revisions seen since then whose article revision is stored, by item."""
    with _snapshot(settings) as connection:
        if connection is None:
            return ()
        rows = statements.run(connection, "load/read_known_items", since=naive(since))
    return tuple(
        KnownItem(item_id=str(item), item_revision=str(item_revision), article_id=str(article), revision=str(revision))
        for item, item_revision, article, revision in rows
    )


def endings(settings: Settings) -> Mapping[str, tuple[Ending, ...]]:
    """Return by fetch id the distinct ways in which the document and its items ended, the document's own first."""
    with _snapshot(settings) as connection:
        rows = statements.run(connection, "load/read_endings") if connection else []
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
    for article_id, item_id, killed_at, note in rows:
        instant = _aware(killed_at)
        if instant is not None:
            found.append(
                Tombstone(
                    article_id=None if article_id is None else str(article_id),
                    item_id=str(item_id),
                    killed_at=instant,
                    note=str(note),
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


def _aware(value: object) -> datetime | None:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None
