"""`plan`: take up every fetch record that no ledger row accounts for, and cut the work into batches.

Nothing here depends on an earlier run having gone well: what a crashed run took up and did not load has no
ledger row, so the next plan takes it up again.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from pipelines import stage, warehouse
from pipelines.lifecycle import EMBARGO_MARGIN
from pipelines.records import (
    DecisionAction,
    Fetch,
    FetchKind,
    FetchOutcome,
    Kill,
    KnownItem,
    Reading,
    Source,
    SourceKind,
)
from pipelines.run import deciding, journal
from pipelines.run.backlog import first_open_day
from pipelines.run.house import House, clock, open_house, run_name
from pipelines.run.selecting import Selection, named_documents

HISTORY = timedelta(days=45)
"""How far back an entry still counts as known without looking at its page again. Feeds roll over within days."""

BATCH_SIZE = 400
"""Documents in a batch: an Airflow task costs 0.4 CPU seconds, a page 0.04."""

MOST_BATCHES = 1000
"""Airflow refuses to map over more than 1,024 values (`[core] max_map_length`): batches grow instead."""

READINGS_SKEW = timedelta(days=1)
"""A reading is written when its body was gone through: later than others of polls that were quicker."""


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
class Window:
    """The part of the archive that one run of a rebuild works: what was fetched until then, of `documents` (None: all)."""

    until: datetime
    documents: frozenset[str] | None = None


class Poll(NamedTuple):
    """A successful poll."""

    fetch_id: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What `plan` hands to the other tasks."""

    run: str
    batches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a plan has read: records in the order of time, and what earlier runs made of them.

    `before` and `looked` are those of `Batch`; `readings` are not counted by any load yet, but for some of one day.
    """

    fetches: Sequence[Fetch]
    before: Mapping[str, Poll]
    known: Sequence[KnownItem]
    looked: Mapping[str, str]
    readings: Sequence[Reading]


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
    window: Window | None = None,
) -> Planned:
    """Claim the warehouse for this run, write its inputs to the stage, and return the batch ids.

    `as_of` is what the run takes for now (embargoes, next tries); None = the clock. `selection` makes it a
    reprocessing run: known items are worked again; without one, so is what people decided to. `window` makes it part of a rebuild: later documents do not exist.
    """
    house = open_house()
    run = run_name(run_after, dag_run_id)
    now = as_of or clock()
    is_monitor = selection is None and window is None
    named = named_documents(house, selection) if selection else None
    token = warehouse.claim(house.settings, run, now)
    warehouse.publish_if_stale(house.settings)

    moment = min(now, window.until) if window else now
    waiting = deciding.waiting(house.settings)
    asked = frozenset(each.fetch_id for each in waiting if each.action is not DecisionAction.DISMISS)
    since = _since(house, now, moment, selection, asked)
    fetches = tuple(each for each in house.log.read(since) if window is None or each.fetched_at <= window.until)
    recorded = datetime.combine(since or date.min, time(), UTC)
    settled = warehouse.settled(house.settings, recorded, now - EMBARGO_MARGIN, asked)
    due = _due(house, fetches, settled.keys(), selection)
    if named is not None:
        due &= named
    if window is not None and window.documents is not None:
        due &= window.documents
    size = max(batch_size, -(-len(due) // MOST_BATCHES))
    batches = _batches(run, _groups(fetches, due), size)
    inputs = Inputs(
        fetches=fetches,
        before=polls_before(
            fetches, house.pack.sources, {each for each, is_unreadable in settled.items() if is_unreadable}
        ),
        known=() if selection else warehouse.known_items(house.settings, moment - HISTORY),
        looked={} if selection else warehouse.known_looks(house.settings, moment - HISTORY),
        readings=_readings(house),
    )
    header = {
        "now": now.isoformat(),
        "mode": "reprocess" if selection else "rebuild" if window else "monitor",
        "dag_run_id_sha": run.rsplit("-", 1)[1],
        "pack_version": house.pack.version,
        # A run of `monitor` takes up all that was asked for; what of it has left raw would wait for ever.
        "taken_up": [
            each.decision_id for each in waiting if each.fetch_id in due or each.fetch_id not in asked or is_monitor
        ],
    }
    _write_plan(
        house, stage.Manifest(run=run, task="plan", token=token, files=(), extra=header), inputs, batches, asked
    )
    return Planned(run=run, batches=tuple(batches))


def _since(
    house: House, now: datetime, moment: datetime, selection: Selection | None, asked: frozenset[str]
) -> date | None:
    """Return the first day of fetch records to read, None for all of them.

    A document is worked with what was fetched in `HISTORY` before it: the feed that a page belongs to, the page of an
    entry that still stands in its feed. `moment` is up to when documents are looked at.
    """
    if selection:
        return (selection.since - HISTORY).astimezone(UTC).date() if selection.since else None
    recent = (moment - HISTORY).astimezone(UTC).date()
    accounted = warehouse.accounted_days(house.settings, now - EMBARGO_MARGIN, asked)
    open_day = first_open_day(house.log, house.settings.data / "raw" / "fetches", accounted, recent)
    return open_day - HISTORY if open_day else recent


def _readings(house: House) -> tuple[Reading, ...]:
    """Return the readings that no load has counted, and those of their day that one has: the load tells them apart."""
    judged_at = warehouse.judged_at(house.settings)
    return tuple(house.readings.read((judged_at - READINGS_SKEW).date() if judged_at else None))


def polls_before(
    fetches: Sequence[Fetch], sources: Iterable[Source], unreadable: Collection[str] = frozenset()
) -> Mapping[str, Poll]:
    """Return by fetch id of each successful poll the successful one of the same address before it, where there is one.

    What it did not hold was not there yet. `unreadable` ones held nothing; one that brought nothing new after such a
    one is like it. A feed's archive is no poll: what a page of it did not hold may have stood on another. A feed that
    moved is the same feed at another address.
    """
    own = _own_addresses(fetches, {each.source_id: each for each in sources if each.kind is SourceKind.FEED})
    last: dict[tuple[str, str], Poll] = {}
    spoilt: dict[tuple[str, str], str | None] = {}
    found = {}
    for fetch in fetches:
        if fetch.kind is not FetchKind.FEED or fetch.outcome not in {FetchOutcome.OK, FetchOutcome.NOT_MODIFIED}:
            continue
        addresses = own.get(fetch.source_id)
        if addresses is not None and fetch.url not in addresses:
            continue
        key = (fetch.source_id, fetch.url if addresses is None else "")
        if key in last:
            found[fetch.fetch_id] = last[key]
        if fetch.fetch_id in unreadable:
            spoilt[key] = fetch.raw_sha256
        elif key not in spoilt or (fetch.raw_sha256 and fetch.raw_sha256 != spoilt[key]):
            spoilt.pop(key, None)
            last[key] = Poll(fetch.fetch_id, fetch.fetched_at)
    return found


def _own_addresses(fetches: Iterable[Fetch], sources: Mapping[str, Source]) -> Mapping[str, set[str]]:
    """Return where each feed was polled: the address in the pack, and where that has led for good.

    One that moved long ago was polled most often where it is by now: a page of an archive is read once in a while.
    """
    polled: dict[str, Counter[str]] = defaultdict(Counter)
    led: dict[str, set[str]] = defaultdict(set)
    for fetch in fetches:
        source = sources.get(fetch.source_id) if fetch.kind is FetchKind.FEED else None
        if source is None:
            continue
        polled[source.source_id][fetch.url] += 1
        if fetch.moved_to and (fetch.url == source.url or fetch.url in led[source.source_id]):
            led[source.source_id].add(fetch.moved_to)
    own = {}
    for source_id, addresses in polled.items():
        known = {str(sources[source_id].url)} & addresses.keys()
        own[source_id] = (known or {addresses.most_common(1)[0][0]}) | led[source_id]
    return own


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
    house: House, fetches: Sequence[Fetch], settled: AbstractSet[str], selection: Selection | None
) -> frozenset[str]:
    if selection is None:
        return frozenset(each.fetch_id for each in fetches if each.fetch_id not in settled)
    endings = warehouse.endings(house.settings, selection.since) if selection.outcomes or selection.reasons else {}
    return frozenset(each.fetch_id for each in fetches if selection.takes(each, endings.get(each.fetch_id, ())))


def _groups(fetches: Sequence[Fetch], due: frozenset[str]) -> list[_Group]:
    """Return the documents that are due, pages under a document that holds their entry.

    All pages of one item revision go under the one that its first page was fetched for: a look again is told from
    what the looks before it showed.
    """
    heads = {each.fetch_id: each for each in fetches if each.kind is not FetchKind.PAGE}
    homes: dict[tuple[str | None, str | None], Fetch] = {}
    groups: dict[str, _Group] = {}
    for each in fetches:
        head: Fetch | None = each
        if each.kind is FetchKind.PAGE:
            head = heads.get(each.parent_fetch_id or "")
            if head is not None and each.item_id:
                head = homes.setdefault((each.item_id, each.item_revision), head)
        if each.fetch_id not in due:
            continue
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
    inputs: Inputs,
    batches: Mapping[str, tuple[Work, ...]],
    asked: frozenset[str],
) -> None:
    """Write the inputs of every batch, then the manifest of the plan with which documents each batch owes.

    What a person asked to be worked again is read though the same bytes came before.
    """
    folder = house.stage(plan.run, "plan")
    shared = (
        stage.write(folder, inputs.known, KnownItem),
        stage.write(folder, journal.read_kills(house.settings.data), Kill),
    )
    by_id = {each.fetch_id: each for each in inputs.fetches}
    pages = _Pages(inputs.fetches)
    repeated = same_bodies(inputs.fetches) - asked
    for batch, works in batches.items():
        needed = {work.fetch_id: by_id[work.fetch_id] for work in works}
        needed |= {each.fetch_id: each for each in pages.near(needed.values())}
        needed |= {page: by_id[page] for work in works for page in work.pages}
        extra = {
            **plan.extra,
            "work": [[w.fetch_id, w.due, list(w.pages), w.shard, w.shards] for w in works],
            "same_body": sorted(repeated & needed.keys()),
            "before": {each: [poll[0], poll[1].isoformat()] for each in needed if (poll := inputs.before.get(each))},
            "looked": _looked(needed.values(), works, inputs.looked),
        }
        files = (stage.write(folder, tuple(needed.values()), Fetch), *shared)
        stage.write_manifest(folder, replace(plan, task=batch, files=files, extra=extra))
    owed = {
        batch: [w.fetch_id for w in works if w.due] + [page for w in works for page in w.pages]
        for batch, works in batches.items()
    }
    files = (*shared, stage.write(folder, inputs.readings, Reading))
    stage.write_manifest(folder, replace(plan, files=files, extra={**plan.extra, "batches": owed}))


def _looked(fetches: Iterable[Fetch], works: Iterable[Work], looked: Mapping[str, str]) -> dict[str, str]:
    """Return the revisions that earlier looks showed, of the entries whose pages a batch looks at again."""
    pages = {each.fetch_id: each for each in fetches if each.kind is FetchKind.PAGE}
    again = {
        (pages[page].item_id, pages[page].item_revision) for work in works for page in work.pages if pages[page].visit
    }
    return {
        fetch_id: looked[fetch_id]
        for fetch_id, page in pages.items()
        if fetch_id in looked and (page.item_id, page.item_revision) in again
    }


class _Pages:
    """The page records of each source, in the order of time."""

    def __init__(self, fetches: Iterable[Fetch]) -> None:
        self._pages: dict[str, list[Fetch]] = defaultdict(list)
        for each in fetches:
            if each.kind is FetchKind.PAGE:
                self._pages[each.source_id].append(each)

    def near(self, heads: Iterable[Fetch]) -> list[Fetch]:
        """Return the pages that the entries of these documents may hang on: those fetched within `HISTORY` of them."""
        instants: dict[str, list[datetime]] = defaultdict(list)
        for head in heads:
            instants[head.source_id].append(head.fetched_at)
        found = []
        for source, moments in instants.items():
            pages = self._pages[source]
            first = bisect_left(pages, min(moments) - HISTORY, key=_fetched_at)
            last = bisect_right(pages, max(moments) + HISTORY, key=_fetched_at)
            found += pages[first:last]
        return found


def _fetched_at(fetch: Fetch) -> datetime:
    return fetch.fetched_at
