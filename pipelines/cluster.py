"""Which article an item belongs to, which revision of it this is, and what became of each item of a run.

Pure functions. Identity needs no history, so it does not depend on the order in which runs saw the world;
only the outcome (`loaded` or `duplicate`) looks at what earlier runs had.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from pipelines.addresses import address_key
from pipelines.records import (
    ArticleRow,
    FacetRow,
    FramingRow,
    Kill,
    KnownItem,
    MentionRow,
    Observation,
    Outcome,
    Reason,
    RoundRow,
    StatementRow,
    VisitRow,
    make_id,
)

ObservationKey = tuple[str, str]
"""(item_id, item_revision)."""

ArticleKey = tuple[str, str]
"""(article_id, revision)."""

RowKey = tuple[str, str, str, str]
"""(article_id, revision, item_id, item_revision)."""

# An outcome that says more wins when one item revision was seen by several batches.
PRECEDENCE = (
    Outcome.KILLED,
    Outcome.HELD,
    Outcome.LOADED,
    Outcome.DUPLICATE,
    Outcome.QUARANTINED,
    Outcome.NOT_TEXT,
    Outcome.FAILED,
)


def identify(
    publisher_id: str, *, guid: str | None, url: str | None, canonical_url: str | None, article_id_pattern: str | None
) -> str:
    """Return the article id: the publisher's own id if the pattern finds one, else the canonical URL, else the guid.

    The pattern is tried on guid, url and canonical URL in this order; its first group is the id. A wire story
    has no URL: its guid, which all its versions share, is the identity.

    Raises `ValueError` when there is nothing to go by.
    """
    if article_id_pattern:
        for candidate in (guid, url, canonical_url):
            if candidate and (found := re.search(article_id_pattern, candidate)):
                return make_id(publisher_id, "id", found.group(1))
    if address := canonical_url or url:
        return make_id(publisher_id, "url", address_key(address))
    if guid:
        return make_id(publisher_id, "guid", guid)
    raise ValueError("neither guid nor url")


def revision_of(title: str, text: str) -> str:
    """Return the revision id: a hash of title and text without white space and case, so that a reflow is none."""
    return make_id(_letters(title), _letters(text))


def fingerprint(text: str) -> str:
    """Return a hash of the words of a text: equal for copies that differ in punctuation, case or layout only."""
    return make_id(" ".join(re.findall(r"\w+", _letters(text, keep_space=True))))


def merge_observations(
    observations: Iterable[Observation],
    articles: Iterable[ArticleRow],
    visits: Iterable[VisitRow] = (),
    *,
    known_articles: Collection[ArticleKey],
    kills: Collection[str],
) -> tuple[tuple[Observation, ...], frozenset[RowKey]]:
    """Settle a run: one observation per item revision, and the keys of the article rows to be loaded.

    `known_articles` are the article revisions that the last snapshot holds, `kills` the item ids that must
    vanish. Of several observations of one article revision the earliest is loaded (ties: source, item), the
    others are duplicates; one that a snapshot holds already is a duplicate but stays among the rows to load,
    because an earlier sighting replaces the stored one and an equal one refreshes it. A revision that only a look
    again at the page showed (`visits`) is loaded whatever became of the item itself, unless that was killed or held.
    """
    merged: dict[ObservationKey, Observation] = {}
    for observation in observations:
        key = (observation.item_id, observation.item_revision)
        merged[key] = _join(merged[key], observation) if key in merged else observation
    settled = {
        key: unseen(each, Outcome.KILLED, Reason.KILL) if each.item_id in kills else each
        for key, each in merged.items()
    }
    visited = {(each.article_id, each.revision, each.item_id, each.item_revision) for each in visits}

    winners: dict[ArticleKey, ArticleRow] = {}
    for row in articles:
        seen = settled[row.item_id, row.item_revision]
        is_own = seen.outcome is Outcome.LOADED and seen.revision == row.revision
        if not is_own and (row_key(row) not in visited or seen.outcome in {Outcome.KILLED, Outcome.HELD}):
            continue
        article = (row.article_id, row.revision)
        if article not in winners or observation_order(row) < observation_order(winners[article]):
            winners[article] = row
    chosen = frozenset(map(row_key, winners.values()))

    for key, each in settled.items():
        article = (each.article_id or "", each.revision or "")
        if each.outcome is Outcome.LOADED and ((*article, *key) not in chosen or article in known_articles):
            settled[key] = replace(each, outcome=Outcome.DUPLICATE, reason=Reason.KNOWN_REVISION)
    return tuple(settled[key] for key in sorted(settled)), chosen


def row_key(row: ArticleRow | MentionRow | StatementRow | FacetRow | RoundRow | FramingRow) -> RowKey:
    """Return which observation of which article revision a row was taken from."""
    return (row.article_id, row.revision, row.item_id, row.item_revision)


def observation_order(row: ArticleRow) -> tuple[str, str, str, str]:
    """Return what decides which observation an article revision is taken from: the earliest, then by ids."""
    return (row.observed_at.isoformat(), row.source_id, row.item_id, row.item_revision)


def killed_items(kills: Iterable[Kill]) -> frozenset[str]:
    """Return the item ids that kills name."""
    return frozenset(kill.item_id for kill in kills)


def known_index(known: Sequence[KnownItem]) -> Mapping[ObservationKey, KnownItem]:
    """Return earlier item revisions by their key."""
    return {(each.item_id, each.item_revision): each for each in known}


def _join(one: Observation, other: Observation) -> Observation:
    """Return one observation for two sightings of the same item revision."""
    first, second = sorted((one, other), key=lambda each: (PRECEDENCE.index(each.outcome), each.seen_at))
    return replace(
        first,
        seen_at=min(first.seen_at, second.seen_at),
        absent_at=_absent_at(first, second),
        last_seen_at=max(first.last_seen_at, second.last_seen_at),
        ranked_at=max(first.ranked_at, second.ranked_at),
    )


def _absent_at(one: Observation, other: Observation) -> datetime | None:
    """Return when the item was last not there before it was first seen: what the earlier sighting says of it."""
    if one.seen_at != other.seen_at:
        return min(one, other, key=lambda each: each.seen_at).absent_at
    return max((each.absent_at for each in (one, other) if each.absent_at), default=None)


def unseen(
    observation: Observation, outcome: Outcome, reason: Reason | None, until_at: datetime | None = None
) -> Observation:
    """Return the observation of a story that is held or killed, without a word of it: only ids and times are left."""
    return replace(
        observation,
        outcome=outcome,
        reason=reason,
        title="",
        url=None,
        detail=None,
        next_try_at=None,
        until_at=until_at,
        article_id=observation.article_id if outcome is Outcome.KILLED else None,
        revision=observation.revision if outcome is Outcome.KILLED else None,
    )


def _letters(text: str, *, keep_space: bool = False) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " " if keep_space else "", folded).strip()
