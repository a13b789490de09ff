"""When to ask again for a page, and what Retry-After means. Pure: the moment is an argument.

Feeds wait by `pipelines.collect.schedule`: nobody misses a page for an hour, a feed rolls over.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipelines.records import Reason

PAGE_ATTEMPTS = 3
"""Tries of one page revision; the failure of the last one is final."""

FIRST_SECONDS = 60.0
LONGEST_SECONDS = 86_400.0

TRANSIENT = frozenset(
    {
        Reason.TIMEOUT,
        Reason.DNS,
        Reason.CONNECT,
        Reason.TLS,
        Reason.PROTOCOL,
        Reason.TRUNCATED,
        Reason.HTTP_THROTTLED,
        Reason.HTTP_SERVER_ERROR,
    }
)
"""Failures that waiting may cure."""

SLOW = frozenset({Reason.HTTP_GONE, Reason.HTTP_FORBIDDEN, Reason.HTTP_CLIENT_ERROR})
"""Failures of a feed that someone has to repair; it is asked again all the same."""


def next_try(now: datetime, attempt: int, *, retry_after: str | None = None, politeness: float = 1.0) -> datetime:
    """Return the instant of the next try after attempt number `attempt` (from 1) failed at `now`.

    `politeness` scales the waiting; 0 means at once.
    """
    return now + timedelta(seconds=politeness * delay_seconds(now, attempt, retry_after))


def delay_seconds(now: datetime, attempt: int, retry_after: str | None = None) -> float:
    """Return the seconds to wait: a minute, doubling with each attempt, at most a day.

    Retry-After wins where it is longer.
    """
    doubled = min(FIRST_SECONDS * 2.0 ** min(attempt - 1, 20), LONGEST_SECONDS)
    return max(doubled, asked_seconds(retry_after, now) or 0.0)


def asked_seconds(retry_after: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header (RFC 9110, section 10.2.3) asks for, between a minute and a day.

    None where it is absent or cannot be read. A server once asked Media Cloud for 88 hours.
    """
    seconds = _seconds(retry_after, now)
    return None if seconds is None else min(max(seconds, FIRST_SECONDS), LONGEST_SECONDS)


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:  # "-0000": the date is in UTC (RFC 5322, section 3.3)
        moment = moment.replace(tzinfo=UTC)
    return (moment - now).total_seconds()
