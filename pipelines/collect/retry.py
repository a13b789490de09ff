"""When to ask again. Pure: the moment is an argument."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from pipelines.records import Reason

PAGE_ATTEMPTS = 3
"""Tries of one page revision; the failure of the last one is final."""

FIRST_SECONDS = 60.0
SLOW_FIRST_SECONDS = 3600.0
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
"""Failures of a feed that someone has to repair; asked again all the same, more slowly."""


def next_try(
    now: datetime,
    attempt: int,
    *,
    retry_after: str | None = None,
    politeness: float = 1.0,
    first_seconds: float = FIRST_SECONDS,
) -> datetime:
    """Return the instant of the next try after attempt number `attempt` (from 1) failed at `now`.

    `politeness` scales the waiting; 0 means at once.
    """
    return now + timedelta(seconds=politeness * delay_seconds(now, attempt, retry_after, first_seconds))


def delay_seconds(
    now: datetime, attempt: int, retry_after: str | None = None, first_seconds: float = FIRST_SECONDS
) -> float:
    """Return the seconds to wait: doubling with each attempt from `first_seconds`, at most a day.

    Retry-After wins where it is longer (RFC 9110, section 10.2.3), clamped to between a minute and a day; one
    that cannot be read counts as absent.
    """
    doubled = min(first_seconds * 2.0 ** min(attempt - 1, 20), LONGEST_SECONDS)
    asked = _retry_after_seconds(retry_after, now)
    return doubled if asked is None else max(doubled, min(max(asked, FIRST_SECONDS), LONGEST_SECONDS))


def _retry_after_seconds(value: str | None, now: datetime) -> float | None:
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:  # "-0000": the date is in UTC (RFC 5322, section 3.3)
        moment = moment.replace(tzinfo=UTC)
    return (moment - now).total_seconds()
