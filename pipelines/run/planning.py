"""`plan`: take up every fetch record that no ledger row accounts for, and cut the work into batches.

Nothing here depends on an earlier run having gone well: what a crashed run took up and did not load has no
ledger row, so the next plan takes it up again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipelines import stage, warehouse
from pipelines.records import Fetch, FetchKind, Kill, KnownItem, Outcome, Reason
from pipelines.run import journal
from pipelines.run.house import House, clock, open_house, run_name

HISTORY = timedelta(days=45)
"""How far back an entry still counts as known without looking at its page again. Feeds roll over within days."""

BATCH_SIZE = 400
"""Documents in a batch: an Airflow task costs 0.4 CPU seconds, a page 0.04."""

MOST_BATCHES = 1000
"""Airflow refuses to map over more than 1,024 values (`[core] max_map_length`): batches grow instead."""

EMBARGO_SKEW = timedelta(minutes=5)
"""An agency's clock may run ahead of ours: an embargo ends this much later than it says."""

RETAKEN = frozenset({Reason.BATCH_LOST, Reason.LOAD_STOPPED})
"""Reasons of a ledger row that account for nothing: the work itself was lost, not the input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which stored documents `reprocess` takes up again; empty parts select everything."""

    since: datetime | None = None
    until: datetime | None = None
    sources: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()

    def takes(self, fetch: Fetch, endings: Iterable[warehouse.Ending]) -> bool:
        """Say whether a document is selected, by its own fields and by how it or its items ended."""
        if (self.since and fetch.fetched_at < self.since) or (self.until and fetch.fetched_at >= self.until):
            return False
        if self.sources and fetch.source_id not in self.sources:
            return False
        if not self.outcomes and not self.reasons:
            return True
        return any(
            (not self.outcomes or each.outcome in self.outcomes) and (not self.reasons or each.reason in self.reasons)
            for each in endings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One feed or wire document of a batch. `due` is False where only its `pages` are new, not itself.

    A document with more items than fit one batch is worked in `shards` parts, by item id.
    """

    fetch_id: str
    due: bool
    pages: tuple[str, ...] = ()
    shard: int = 0
    shards: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What `plan` hands to the other tasks."""

    run: str
    batches: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    """A feed or wire document with the page fetches that hang on it."""

    head: Fetch
    due: bool = False
    pages: list[Fetch] = field(default_factory=list)


def plan(
    *,
    run_after: datetime,
    dag_run_id: str,
    as_of: datetime | None = None,
    batch_size: int = BATCH_SIZE,
    selection: Selection | None = None,
) -> Planned:
    """Claim the warehouse for this run, write its inputs to the stage, and return the batch ids.

    `as_of` is what the run takes for now (embargoes, next tries); None = the clock. `selection` makes it a
    reprocessing run: known items are worked again.
    """
    house = open_house()
    run = run_name(run_after, dag_run_id)
    now = as_of or clock()
    warehouse.publish_if_stale(house.settings)
    token = warehouse.claim(house.settings, run, now)

    fetches = tuple(house.log.read())
    endings = warehouse.endings(house.settings)
    due = _due(fetches, endings, now, selection)
    size = max(batch_size, -(-len(due) // MOST_BATCHES))
    batches = _batches(run, _groups(fetches, due), size)

    known = () if selection else warehouse.known_items(house.settings, now - HISTORY)
    header = {
        "now": now.isoformat(),
        "mode": "reprocess" if selection else "monitor",
        "dag_run_id_sha": run.rsplit("-", 1)[1],
        "pack_version": house.pack.version,
    }
    _write_plan(
        house, stage.Manifest(run=run, task="plan", token=token, files=(), extra=header), fetches, batches, known
    )
    return Planned(run=run, batches=tuple(batches))


def same_bodies(fetches: Iterable[Fetch]) -> frozenset[str]:
    """Return the feed fetches whose body is, byte for byte, what the fetch before them brought."""
    last: dict[tuple[str, str], str] = {}
    repeated = set()
    for fetch in fetches:
        if fetch.kind is not FetchKind.FEED or fetch.raw_sha256 is None:
            continue
        key = (fetch.source_id, fetch.url)
        if last.get(key) == fetch.raw_sha256:
            repeated.add(fetch.fetch_id)
        last[key] = fetch.raw_sha256
    return frozenset(repeated)


def _due(
    fetches: Sequence[Fetch],
    endings: Mapping[str, Sequence[warehouse.Ending]],
    now: datetime,
    selection: Selection | None,
) -> frozenset[str]:
    if selection:
        return frozenset(each.fetch_id for each in fetches if selection.takes(each, endings.get(each.fetch_id, ())))
    return frozenset(each.fetch_id for each in fetches if not _accounted(endings.get(each.fetch_id, ()), now))


def _accounted(endings: Sequence[warehouse.Ending], now: datetime) -> bool:
    """Say whether a document's ledger rows settle it: there are some, none was lost, nothing held is due."""
    return bool(endings) and not any(
        each.reason in RETAKEN
        or (each.outcome == Outcome.HELD and each.until_at is not None and each.until_at + EMBARGO_SKEW <= now)
        for each in endings
    )


def _groups(fetches: Sequence[Fetch], due: frozenset[str]) -> list[_Group]:
    heads = {each.fetch_id: each for each in fetches if each.kind is not FetchKind.PAGE}
    groups: dict[str, _Group] = {}
    for each in fetches:
        if each.fetch_id not in due:
            continue
        head = heads.get(each.parent_fetch_id or "") if each.kind is FetchKind.PAGE else each
        if head is None:  # a page whose feed record is gone: nothing says which entry it belongs to
            head = each
        group = groups.setdefault(head.fetch_id, _Group(head=head))
        if head is each:
            group.due = True
        else:
            group.pages.append(each)
    return sorted(groups.values(), key=lambda group: (group.head.source_id, group.head.fetched_at, group.head.fetch_id))


def _batches(run: str, groups: Iterable[_Group], size: int) -> dict[str, tuple[Work, ...]]:
    """Fill batches in source order; a group of more than `size` documents is cut into shards, a batch each."""
    filled: list[list[Work]] = [[]]
    weight = 0
    for group in groups:
        work = Work(fetch_id=group.head.fetch_id, due=group.due, pages=tuple(each.fetch_id for each in group.pages))
        cost = 1 + len(group.pages)
        shards = -(-cost // size)
        if shards > 1:
            filled.extend([replace(work, shard=shard, shards=shards)] for shard in range(shards))
            filled.append([])
            weight = 0
            continue
        if weight + cost > size:
            filled.append([])
            weight = 0
        filled[-1].append(work)
        weight += cost
    return {f"{run}-{number:03d}": tuple(works) for number, works in enumerate(filter(None, filled))}


def _write_plan(
    house: House,
    plan: stage.Manifest,
    fetches: Sequence[Fetch],
    batches: Mapping[str, tuple[Work, ...]],
    known: Sequence[KnownItem],
) -> None:
    """Write the inputs of every batch, then the manifest of the plan with which documents each batch owes."""
    folder = house.stage(plan.run, "plan")
    shared = (
        stage.write(folder, known, KnownItem),
        stage.write(folder, journal.read_kills(house.settings.data), Kill),
    )
    by_id = {each.fetch_id: each for each in fetches}
    pages = _pages_by_source(fetches, datetime.fromisoformat(plan.extra["now"]) - HISTORY)
    repeated = same_bodies(fetches)
    for batch, works in batches.items():
        needed = {work.fetch_id: by_id[work.fetch_id] for work in works}
        for source in {each.source_id for each in needed.values()}:
            needed |= {each.fetch_id: each for each in pages[source]}
        extra = {
            **plan.extra,
            "work": [[w.fetch_id, w.due, list(w.pages), w.shard, w.shards] for w in works],
            "same_body": sorted(repeated & needed.keys()),
        }
        files = (stage.write(folder, tuple(needed.values()), Fetch), *shared)
        stage.write_manifest(folder, replace(plan, task=batch, files=files, extra=extra))
    owed = {
        batch: [w.fetch_id for w in works if w.due] + [page for w in works for page in w.pages]
        for batch, works in batches.items()
    }
    stage.write_manifest(folder, replace(plan, files=shared, extra={**plan.extra, "batches": owed}))


def _pages_by_source(fetches: Iterable[Fetch], since: datetime) -> Mapping[str, list[Fetch]]:
    """Return the page records that an entry seen again may still hang on."""
    pages: dict[str, list[Fetch]] = defaultdict(list)
    for each in fetches:
        if each.kind is FetchKind.PAGE and each.fetched_at > since:
            pages[each.source_id].append(each)
    return pages
