"""Looks again at pages that are known: when they are due. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """An article about the talks whose page may have changed, as the last snapshot has it.

    `seen_at` is the first sight of the item revision `item_revision`, whose page is `url`.
    """

    article_id: str
    item_id: str
    item_revision: str
    source_id: str
    url: str
    parent_fetch_id: str | None
    seen_at: datetime


def visit_due(seen_at: datetime, visits: int, hours: Sequence[float], now: datetime) -> int | None:
    """Return the number of the visit that is due, None if none is.

    `hours` are those after `seen_at`, ascending. After visits that were missed only the last is made up for: it
    finds what they would have found.
    """
    passed = sum(seen_at + timedelta(hours=each) <= now for each in hours)
    return passed if passed > visits else None
