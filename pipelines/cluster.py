"""Which article an item belongs to, which revision of it this is, and what became of each item of a run.

Pure functions. Identity needs no history, so it does not depend on the order in which runs saw the world;
only the outcome (`loaded` or `duplicate`) looks at what earlier runs had.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipelines.addresses import address_key
from pipelines.records import (
    ArticleRow,
    Basis,
    CreditRow,
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
from pipelines.stamps import folded, without_stamps

ObservationKey = tuple[str, str]
"""(item_id, item_revision)."""

ArticleKey = tuple[str, str]
"""(article_id, revision)."""

RowKey = tuple[str, str, str, str]
"""(article_id, revision, item_id, item_revision)."""

TITLE_DIGITS = 12
"""Of a revision id: two revisions that share these have one title (sql/views/revision_history.sql)."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_QUOTES = re.compile("[\"'`‘’‚‛“”„‟«»‹›′″‵‶ʹʺʻʼʽˈ〝〞〟❛❜❝❞]+")
"""All as one: which of a pair, single or double, is a house's style; apostrophes are written with them too."""
_DASHES = re.compile("[-‐‑‒–—―⁃−─⸺⸻]+")

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


@dataclass(frozen=True, slots=True)
class Identified:
    """Which article an item belongs to. `other_ids` are those that it would have had, had we known less of it."""

    article_id: str
    basis: Basis
    other_ids: tuple[str, ...] = ()


def identify(
    publisher_id: str, *, guid: str | None, url: str | None, canonical_url: str | None, article_id_pattern: str | None
) -> Identified:
    """Return the article: by the publisher's own id if the pattern finds one, else the canonical URL, else the guid.

    The pattern is tried on guid, url and canonical URL in this order; its first group is the id. A wire story
    has no URL: its guid, which all its versions share, is the identity. Seen without its page, or from a feed that
    shortens its links, an article goes by its link alone: the ids of its addresses lead to it (`article_alias`).

    Raises `ValueError` when there is nothing to go by.
    """
    addresses = [make_id(publisher_id, "url", address_key(each)) for each in (canonical_url, url) if each]
    if own := _own_id(article_id_pattern, (guid, url, canonical_url)):
        article_id, basis = make_id(publisher_id, "id", own), Basis.OWN
    elif addresses:
        article_id, basis = addresses[0], Basis.CANONICAL if canonical_url else Basis.URL
    elif guid:
        article_id, basis = make_id(publisher_id, "guid", guid), Basis.GUID
    else:
        raise ValueError("neither guid nor url")
    return Identified(article_id, basis, tuple(sorted(set(addresses) - {article_id})))


def _own_id(pattern: str | None, candidates: Iterable[str | None]) -> str | None:
    """Return what the pattern finds in the first candidate that has it."""
    found = (re.search(pattern, each) for each in candidates if each) if pattern else ()
    return next((each.group(1) for each in found if each), None)


def revision_of(title: str, text: str) -> str:
    """Return the revision id: 12 hex digits that stand for what the title says, and 20 for what the text says.

    White space, case, invisible characters and stamps (`pipelines.stamps`: counters, "updated at") make no revision, nor
    do the shapes of quotation marks, apostrophes, hyphens and dashes: systems and house styles choose them, also anew
    for an old text. That such a mark is there, counts. A title that is nothing but a stamp counts as it stands.
    """
    said = make_id(_essence(title) or _essence(title, stamped=True))
    return said[:TITLE_DIGITS] + make_id(_essence(text))[TITLE_DIGITS:]


def fingerprint(text: str) -> str:
    """Return a hash of the words of a text: equal for copies that differ in punctuation, case or layout only."""
    return make_id(_words(text))


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


def row_key(row: ArticleRow | MentionRow | StatementRow | FacetRow | RoundRow | FramingRow | CreditRow) -> RowKey:
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


def _essence(text: str, *, stamped: bool = False) -> str:
    """Return the letters, digits and marks of a text by which revisions are told apart; `stamped` leaves its stamps."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).replace("´", "'"))
    plain = folded(plain if stamped else without_stamps(plain))
    return "".join(_DASHES.sub("-", _QUOTES.sub("'", plain)).split())


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))
