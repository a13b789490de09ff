"""Which versions of a wire story may be seen at a moment: embargo, withheld, killed. Functions of values.

An agency speaks of a story as a whole, in versions that arrive in any order, twice, or never. What holds is decided
from all the versions of a story that are known, so it does not depend on the order in which they came:

    killed     once a kill names the story, every version, whatever comes later
    withheld   every version while the newest one is withheld; a version that is itself withheld until one that is not
    embargo    a version with an embargo until that is over, and no newer one of the story extends it
    visible    what is left
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.records import ItemStatus, Kill, KillOrder, Outcome, Reason, WireRow, make_id

EMBARGO_MARGIN = timedelta(minutes=2)
"""An agency's clock may run behind ours: a hold ends this much later than the embargo says. What is released must be
published within five minutes of its time: that leaves three for the look of every minute and the run."""

NAMED_WITHIN = timedelta(hours=72)
"""An order that names a story by its slugline means one of these last hours: sluglines come back."""

_CONTINUED = re.compile(r":(?:take|add)\d+$")
"""How the guids end that we make for what continues a story of a telegraph."""

Key = tuple[str, str]
"""(item id, item revision)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds for one version: HELD with its reason, and until when if that is known, KILLED, or LOADED: it may be seen."""

    outcome: Outcome
    reason: Reason | None = None
    until_at: datetime | None = None


VISIBLE = Standing(outcome=Outcome.LOADED)
KILLED = Standing(outcome=Outcome.KILLED, reason=Reason.KILL)


def key_of(version: WireRow) -> Key:
    """Return the key of a version."""
    return (version.item_id, version.item_revision)


def order_of(version: WireRow) -> tuple[datetime, int, str, datetime, str]:
    """Return what orders the versions of a story: versionCreated, then version; of equal ones the one seen later wins."""
    return (
        version.version_created_at,
        _number(version.version),
        version.version or "",
        version.seen_at,
        version.item_revision,
    )


def is_over(until_at: datetime, now: datetime) -> bool:
    """Say whether an embargo is over, on the safe side of clocks that differ."""
    return until_at + EMBARGO_MARGIN <= now


def standings(versions: Iterable[WireRow], *, killed: Collection[str], now: datetime) -> dict[Key, Standing]:
    """Return the standing of every version, given all that is known of their stories.

    `killed` are ids of articles. A version that was delivered several times counts as first seen.
    """
    found = {}
    for article_id, story in _stories(versions).items():
        if article_id in killed:
            found.update(dict.fromkeys(map(key_of, story), KILLED))
            continue
        newest_first = story[::-1]
        is_hidden = newest_first[0].status is ItemStatus.WITHHELD
        newer = VISIBLE
        for version in newest_first:
            own = _embargo(version, newer, now)
            newer = own if own is not VISIBLE else newer
            withheld = is_hidden or version.status is ItemStatus.WITHHELD
            found[key_of(version)] = Standing(outcome=Outcome.HELD, reason=Reason.WITHHELD) if withheld else own
    return found


def hidden(versions: Iterable[WireRow]) -> frozenset[str]:
    """Return the stories (article ids) of which nothing may be seen: their newest version is withheld."""
    return frozenset(
        article_id for article_id, story in _stories(versions).items() if story[-1].status is ItemStatus.WITHHELD
    )


def _stories(versions: Iterable[WireRow]) -> dict[str, list[WireRow]]:
    """Return the versions of each story in their order, each once, as it was first seen."""
    first: dict[Key, WireRow] = {}
    for version in versions:
        before = first.get(key_of(version))
        if before is None or version.seen_at < before.seen_at:
            first[key_of(version)] = version
    stories: dict[str, list[WireRow]] = defaultdict(list)
    for version in sorted(first.values(), key=order_of):
        stories[version.article_id].append(version)
    return stories


def _embargo(version: WireRow, newer: Standing, now: datetime) -> Standing:
    """Return how an embargo holds a version: its own, or a longer one of a newer version that it would give away."""
    if version.embargo_until is None and not version.embargo_unclear:
        return VISIBLE
    if version.embargo_unclear or newer.reason is Reason.EMBARGO_UNCLEAR or version.embargo_until is None:
        return Standing(outcome=Outcome.HELD, reason=Reason.EMBARGO_UNCLEAR)
    until_at = max(filter(None, (version.embargo_until, newer.until_at)))
    if is_over(until_at, now):
        return VISIBLE
    return Standing(outcome=Outcome.HELD, reason=Reason.EMBARGO, until_at=until_at)


def _number(version: str | None) -> int:
    """Return a version as a number, 0 where it is none, as in SQL."""
    return int(version) if version and re.fullmatch(r"\d{1,18}", version) else 0


# ── Orders that name a story ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Obeyed:
    """What came of orders that name stories by slugline: the kills of those that mean one story.

    `unclear` says by key of the order what a name means where it is not one story: a person must decide.
    """

    kills: tuple[Kill, ...]
    unclear: Mapping[Key, str]


def obey(orders: Iterable[KillOrder], versions: Iterable[WireRow]) -> Obeyed:
    """Return the kills of orders that name one story of the publisher, of the hours before.

    A name that means none or several kills nothing: a wrong story taken down is as bad as a right one left. Where the
    order tells the story by a guid too, that one is meant; takes and adds of a story go with it. A story that was
    killed before has no guid any more: an order that names it again is clear, and there is nothing left to kill.
    """
    known = [each for each in sorted(versions, key=order_of) if each.status is not ItemStatus.CANCELED]
    kills: list[Kill] = []
    unclear = {}
    for order in orders:
        is_clear, doubts = False, []
        for name in order.names:
            stories = _meant(order, known, slug_key(order.publisher_id, name))
            told = [each for each in stories if order.article_ids and not each.keys().isdisjoint(order.article_ids)]
            stories = told or stories
            if len(stories) == 1:
                is_clear = True
                kills += [_kill(order, story, story.guid) for story in stories[0].values() if story.guid]
            elif stories or not order.article_ids:  # one told by its guid may be killed before it comes
                doubts.append(f"{len(stories)} stories have the slugline that it names")
        if doubts and not is_clear:
            unclear[order.item_id, order.item_revision] = "; ".join(doubts)
    return Obeyed(kills=tuple(kills), unclear=unclear)


def _meant(order: KillOrder, known: Iterable[WireRow], key: str) -> list[dict[str, WireRow]]:
    """Return the stories with a slugline, each as the newest version of its articles: takes and adds have their own.

    What was killed before has no guid any more and counts as one story, also when it is delivered anew.
    """
    meant = [
        each
        for each in known
        if each.slug_key == key and abs(order.ordered_at - each.version_created_at) <= NAMED_WITHIN
    ]
    killed = {each.article_id for each in meant if not each.guid}
    guids = {each.article_id: each.guid for each in meant if each.guid and each.article_id not in killed}
    stories: dict[str, dict[str, WireRow]] = defaultdict(dict)
    for each in meant:
        stories[_CONTINUED.sub("", guids.get(each.article_id, ""))][each.article_id] = each
    return list(stories.values())


def slug_key(publisher_id: str, slug_base: str) -> str:
    """Return the hash by which a story is found that an order names by its slugline."""
    return make_id(publisher_id, "slug", " ".join(slug_base.casefold().split()))


def _kill(order: KillOrder, story: WireRow, guid: str) -> Kill:
    return Kill(
        item_id=story.item_id,
        source_id=story.source_id,
        article_id=story.article_id,
        guid=guid,
        fetch_id=order.fetch_id,
        ordered_at=order.ordered_at,
        note=order.note,
    )
