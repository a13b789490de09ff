"""What becomes of the wire stories of a run, given all that is known of them: the one place where `lifecycle` is asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pipelines import cluster, lifecycle, warehouse
from pipelines.errors import SettingsError
from pipelines.lifecycle import Key, Standing
from pipelines.records import (
    HiddenRow,
    Kill,
    KillOrder,
    Observation,
    Outcome,
    Reason,
    SourceKind,
    WireRow,
    make_id,
)
from pipelines.run import journal
from pipelines.run.house import House
from pipelines.run.rows import story_id
from pipelines.run.urgent import note_urgent
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Wires:
    """The verdicts of a run over its wire stories.

    `rows` are the versions to be loaded, `kills` the orders that concern them, with the fingerprints of the texts that
    they take down. `unclear` are orders that a person must look at. `again` are versions of earlier runs
    that may not be seen any more, `hidden` the stories of which nothing may.
    """

    rows: tuple[WireRow, ...]
    standings: Mapping[Key, Standing]
    unclear: Mapping[Key, str]
    again: tuple[Observation, ...]
    hidden: tuple[HiddenRow, ...]
    kills: tuple[Kill, ...]
    killed_items: frozenset[str]

    def decide(self, observation: Observation) -> Observation:
        """Return an observation with the outcome that its story's versions and kills leave it."""
        key = (observation.item_id, observation.item_revision)
        standing = self.standings.get(key, lifecycle.VISIBLE)
        if standing is not lifecycle.VISIBLE:
            return cluster.unseen(observation, standing.outcome, standing.reason, standing.until_at)
        return observation

    def doubt(self, observation: Observation) -> Observation:
        """Return an order that cannot be obeyed as one for a person to look at, others as they are."""
        if told := self.unclear.get((observation.item_id, observation.item_revision)):
            return replace(observation, outcome=Outcome.QUARANTINED, reason=Reason.ADVISORY, detail=told)
        return observation


def settle_wires(
    settings: Settings, rows: tuple[WireRow, ...], kills: Iterable[Kill], orders: tuple[KillOrder, ...], now: datetime
) -> Wires:
    """Decide over the versions that a run saw, with those of their stories that earlier runs saw."""
    obeyed = _obey(settings, orders, rows)
    journalled = journal.read_kills(settings.data)
    ordered = (*kills, *obeyed.kills, *_unobeyed(settings, journalled))
    stories = {row.article_id for row in rows} | {kill.article_id for kill in ordered if kill.article_id}
    known = warehouse.known_wires(settings, stories) if stories else ()
    every = (*journalled, *ordered)
    killed_items = cluster.killed_items(every)
    killed = {kill.article_id for kill in every if kill.article_id}
    killed |= {row.article_id for row in (*known, *rows) if row.item_id in killed_items}

    versions = (*known, *rows)
    standings = lifecycle.standings(versions, killed=killed, now=now)
    released = {lifecycle.key_of(row) for row in known if row.revision}
    for key in released:
        # What was released stays so when a version that comes late sets a longer embargo.
        if standings[key].reason in {Reason.EMBARGO, Reason.EMBARGO_UNCLEAR}:
            standings[key] = lifecycle.VISIBLE
    withheld = (lifecycle.hidden(versions) & stories) - killed
    seen = {lifecycle.key_of(row) for row in rows}
    taken_back = [
        row
        for row in known
        if lifecycle.key_of(row) not in seen
        and ((row.article_id in withheld and row.revision) or (row.article_id in killed and row.guid))
    ]
    return Wires(
        rows=tuple(_as_it_stands(row, standings) for row in (*rows, *taken_back)),
        standings=standings,
        unclear=obeyed.unclear,
        again=tuple(_observation(row, standings[lifecycle.key_of(row)]) for row in taken_back),
        hidden=tuple(HiddenRow(article_id=each) for each in sorted(withheld)),
        kills=_with_fingerprints((*ordered, *(kill for kill in journalled if kill.article_id in stories)), versions),
        killed_items=killed_items,
    )


def _with_fingerprints(kills: Iterable[Kill], versions: Iterable[WireRow]) -> tuple[Kill, ...]:
    """Return the kills, each with the fingerprints of all texts that it takes down."""
    prints: dict[str, set[str]] = defaultdict(set)
    for version in versions:
        prints[version.article_id].update(filter(None, [version.text_fingerprint]))
    found = {
        replace(kill, fingerprints=tuple(sorted({*kill.fingerprints, *prints[kill.article_id]}))): None
        for kill in kills
    }
    return tuple(found)


def order_kill(house: House, source_id: str, guid: str, note: str, now: datetime) -> Kill:
    """Write a person's order to kill a story into the journal, and call for a run. Return the order.

    Raises `SettingsError` for a source that is no wire of the pack.
    """
    source = next((each for each in house.sources if each.source_id == source_id), None)
    if source is None or source.kind is not SourceKind.WIRE:
        raise SettingsError(
            f"The pack has no wire {source_id!r}.",
            where=str(house.settings.pack),
            next_step="`trucewatch sources list` shows the ids; articles of the web are not killed but corrected.",
        )
    kill = Kill(
        item_id=make_id(source_id, guid),
        source_id=source_id,
        article_id=story_id(source, guid),
        guid=guid,
        fetch_id=make_id("person", source_id, guid, now.isoformat()),
        ordered_at=now,
        note=note,
    )
    journal.append_kills(house.settings.data, [kill])
    note_urgent(house.settings, kill.fetch_id, source_id, "kill", now)
    return kill


def _unobeyed(settings: Settings, kills: Iterable[Kill]) -> tuple[Kill, ...]:
    """Return the kills of the journal that no load has obeyed yet: a person's, or those of a run that broke off."""
    obeyed = {each.item_id for each in warehouse.tombstones(settings)}
    return tuple(kill for kill in kills if kill.item_id not in obeyed)


def _obey(settings: Settings, orders: tuple[KillOrder, ...], rows: tuple[WireRow, ...]) -> lifecycle.Obeyed:
    if not orders:
        return lifecycle.Obeyed(kills=(), unclear={})
    keys = {lifecycle.slug_key(order.publisher_id, name) for order in orders for name in order.names}
    named = {article_id for order in orders for article_id in order.article_ids}
    return lifecycle.obey(orders, (*warehouse.known_wires(settings, named, keys), *rows))


def _as_it_stands(row: WireRow, standings: Mapping[Key, Standing]) -> WireRow:
    """Return the version without its words where it is held or killed."""
    if standings[lifecycle.key_of(row)] is lifecycle.VISIBLE:
        return row
    return WireRow(**{name: getattr(row, name) for name in warehouse.WIRE_FACTS} | {"revision": None})


def _observation(row: WireRow, standing: Standing) -> Observation:
    """Return the row of a version loaded before that may not be seen any more: held or killed, as of this run."""
    return Observation(
        item_id=row.item_id,
        item_revision=row.item_revision,
        source_id=row.source_id,
        publisher_id=row.publisher_id,
        fetch_id=row.fetch_id,
        page_fetch_id=None,
        guid=row.guid,
        url=None,
        title="",
        seen_at=row.seen_at,
        absent_at=None,
        last_seen_at=row.seen_at,
        ranked_at=row.version_created_at,
        published_at=row.published_at,
        updated_at=row.updated_at,
        version=row.version,
        status=row.status,
        flags=row.flags,
        article_id=None,
        revision=None,
        outcome=standing.outcome,
        reason=standing.reason,
        detail=None,
        next_try_at=None,
        until_at=standing.until_at,
    )
