"""Which hours count when a source is silent: its weekends and public holidays do not. The only importer of holidays.

Hours are counted in the source's own time zone. A day weighs 1 when as much is published as on a usual day, 0 on a
day of rest, and in between where the outlet publishes less: an hour of such a day counts that much of an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from statistics import fmean
from zoneinfo import ZoneInfo

from pipelines.records import Source

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

HEARD_WEEKDAYS = 3
"""A weekday is known once it was heard so many times."""

EXPECTED_ENTRIES = 5.0
"""And once so many entries should have come on them: chance leaves none with a probability of e^-5, below 1 %."""

COUNTED_DAYS = 400
"""Silence before the last 400 days counts in full: it is beyond every limit anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a source published on a day of its own calendar on which it was heard.

    `gap_from_at`, `gap_to_at` are the longest wait for a new entry that ended on this day; None when none did, or
    when the source was not heard all the while.
    """

    on: date
    new: int = 0
    gap_from_at: datetime | None = None
    gap_to_at: datetime | None = None


def local_day(source: Source, at: datetime) -> date:
    """Return the date of an instant where the source is."""
    return at.astimezone(_zone(source.time_zone)).date()


def working_hours(source: Source, weights: Sequence[float], from_at: datetime, to_at: datetime) -> float:
    """Return the hours between two instants, each counted by the weight of its day; 0 if there are none.

    `weights` are those of the weekdays, Monday first, as `learned_weights` gives them.
    """
    zone = _zone(source.time_zone)
    earliest = max(from_at, to_at - timedelta(days=COUNTED_DAYS))
    hours = max((earliest - from_at).total_seconds(), 0.0) / 3600
    while earliest < to_at:
        day = earliest.astimezone(zone).date()
        midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        until = min(midnight, to_at)
        hours += weight_of(source, weights, day) * (until - earliest).total_seconds() / 3600
        earliest = until
    return hours


def weight_of(source: Source, weights: Sequence[float], day: date) -> float:
    """Return what an hour of this day counts.

    A public holiday of a source whose pack names no days of rest counts as little as the least of its weekdays.
    """
    if DAY_NAMES[day.weekday()] in source.rests_on:
        return 0.0
    rests_on_holidays = "holiday" in source.rests_on
    if (rests_on_holidays or not source.rests_on) and day in public_holidays(source.country, day.year):
        return 0.0 if rests_on_holidays else min(weights)
    return weights[day.weekday()]


def learned_weights(source: Source, days: Sequence[Day], unknown: float = 0.0) -> tuple[float, ...]:
    """Return the weight of each weekday, Monday first, from what was published on the days heard.

    A weekday that is not known yet counts in full, except the weekend of a source whose pack names no days of
    rest, which counts as `unknown`: as long as nobody can tell whether it works then, its silence is no news.
    """
    per_day = fmean(day.new for day in days) if days else 0.0
    by_weekday = [[day.new for day in days if day.on.weekday() == each] for each in range(7)]
    means = sorted(fmean(news) for news in by_weekday if news)
    usual = max(means[-3:][0], per_day) if means else 0.0  # up to four days of rest in a week
    doubtful = frozenset() if source.rests_on else weekend(source.country)
    return tuple(
        min(fmean(news) / usual, 1.0)
        if len(news) >= HEARD_WEEKDAYS and len(news) * per_day >= EXPECTED_ENTRIES
        else unknown
        if each in doubtful
        else 1.0
        for each, news in enumerate(by_weekday)
    )


def public_holidays(country: str | None, year: int) -> frozenset[date]:
    """Return the public holidays of a country (ISO 3166-1 alpha-2); none for a country that holidays does not know."""
    return _public_holidays(country, year) if country and 1 < year < 9999 else frozenset()


def weekend(country: str | None) -> frozenset[int]:
    """Return the days of the weekend in a country, 0 is Monday."""
    return _weekend(country) if country else frozenset({5, 6})


@lru_cache(maxsize=1024)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, years=year, expand=False))
    except NotImplementedError:
        return frozenset()


@lru_cache(maxsize=512)
def _weekend(country: str) -> frozenset[int]:
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, expand=False).weekend)
    except NotImplementedError:
        return frozenset({5, 6})


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # the pack's linter reports it; here nothing may fail
        return ZoneInfo("UTC")
