"""When a source is polled next: weights, linear back-off, an interval that adapts, and what bounds it."""

import random
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.collect.health import Memory, Polled, is_due, remember
from pipelines.collect.schedule import (
    DEFAULT_LIMITS,
    Flow,
    Limits,
    adapted_seconds,
    failure_weight,
    longest_safe_seconds,
    next_poll_at,
)
from pipelines.records import FetchOutcome, Reason, Source, SourceKind

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
EVEN = Limits(jitter=0)  # without the spread


def waiting(limits: Limits = EVEN, **changes: object) -> float:
    values = {"interval_seconds": 1800.0, "failures": 0.0, "retry_after": None, "is_dead": False}
    return (next_poll_at(NOW, "source", **values | changes, limits=limits) - NOW).total_seconds()


@pytest.mark.parametrize(
    ("reason", "detail", "weight"),
    [
        (Reason.HTTP_SERVER_ERROR, "HTTP 503", 0.5),
        (Reason.HTTP_THROTTLED, "HTTP 429", 0.5),
        (Reason.HTTP_GONE, "HTTP 404", 0.5),
        (Reason.TIMEOUT, None, 0.5),
        (Reason.DNS, "[Errno -3] Temporary failure in name resolution", 0.25),
        (Reason.DNS, "[Errno -2] Name or service not known", 1.0),
        (Reason.DNS, None, 1.0),
        (Reason.HTTP_FORBIDDEN, "HTTP 403", 1.0),
        (Reason.NOT_A_FEED, "an HTML page", 1.0),
        (Reason.TOO_LARGE, None, 1.0),
    ],
)
def test_failures_weigh_by_their_kind(reason, detail, weight):
    assert failure_weight(reason, detail, DEFAULT_LIMITS) == weight


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 1800), (0.25, 1800), (1, 1800), (2, 3600), (10.5, 18_900), (48, 86_400), (500, 86_400)],
)
def test_the_back_off_is_linear_up_to_a_day(failures, seconds):
    assert waiting(failures=failures) == seconds


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("7200", 7200),
        ("60", 1800),
        ("315360000", 86_400),
        ("-1", 1800),
        ("soon", 1800),
        (format_datetime(NOW + timedelta(hours=3), usegmt=True), 10_800),
        (format_datetime(NOW + timedelta(days=3650), usegmt=True), 86_400),
    ],
)
def test_retry_after_wins_where_it_is_longer(retry_after, seconds):
    assert waiting(failures=0.5, retry_after=retry_after) == seconds


def test_a_dead_source_is_probed_weekly():
    assert waiting(failures=60, is_dead=True) == 7 * 86_400


def test_politeness_scales_every_waiting():
    assert waiting(Limits(jitter=0, politeness=0)) == 0
    assert waiting(Limits(jitter=0, politeness=0.5), retry_after="7200") == 3600


def test_sources_that_failed_together_come_back_apart_and_the_same_way_each_time():
    def at(source_id: str) -> datetime:
        return next_poll_at(
            NOW,
            source_id,
            interval_seconds=36_000.0,
            failures=1.0,
            retry_after=None,
            is_dead=False,
            limits=DEFAULT_LIMITS,
        )

    instants = [at(f"source-{number}") for number in range(100)]
    assert instants == [at(f"source-{number}") for number in range(100)]
    assert len(set(instants)) == 100
    assert min(instants) < NOW + timedelta(hours=9.2)
    assert max(instants) > NOW + timedelta(hours=9.8)


@given(
    interval=st.floats(0, 1e7),
    failures=st.floats(0, 1e4),
    retry_after=st.none() | st.text() | st.integers(-10, 10**9).map(str),
    is_dead=st.booleans(),
    source_id=st.text(),
)
@settings(max_examples=50)
def test_the_next_poll_is_never_sooner_than_the_shortest_nor_later_than_the_longest(
    interval, failures, retry_after, is_dead, source_id
):
    at = next_poll_at(
        NOW,
        source_id,
        interval_seconds=interval,
        failures=failures,
        retry_after=retry_after,
        is_dead=is_dead,
        limits=DEFAULT_LIMITS,
    )
    longest = DEFAULT_LIMITS.probe_seconds if is_dead else DEFAULT_LIMITS.longest_seconds
    assert timedelta(seconds=DEFAULT_LIMITS.shortest_seconds) <= at - NOW <= timedelta(seconds=longest)


@pytest.mark.parametrize(
    ("seconds", "known_share", "adapted"),
    [
        (1800, 1.0, 2250),
        (1800, 0.68, 2250),
        (1800, 0.5, 1800),
        (1800, 0.33, 1800),
        (1800, 0.2, 900),
        (36_000, 0.2, 1800),
        (36_000, 0.0, 1800),
    ],
)
def test_the_interval_follows_the_share_of_known_entries(seconds, known_share, adapted):
    assert adapted_seconds(seconds, known_share, DEFAULT_LIMITS) == adapted


@pytest.mark.parametrize(
    ("flow", "seconds"),
    [
        (Flow(usual_wait_hours=6), 6 * 3600 / 4),
        (Flow(usual_wait_hours=1), 900),
        (Flow(usual_wait_hours=0.1), 600),
        (Flow(usual_wait_hours=1000), 86_400),
        (Flow(usual_wait_hours=1000, new_per_day=12), 7200),
        (Flow(usual_wait_hours=1000, listed=30, span_seconds=8 * 3600), 7200),
        (Flow(usual_wait_hours=1000, listed=30, peak_per_hour=10), 5400),
        (Flow(usual_wait_hours=1000, listed=30, span_seconds=0, peak_per_hour=0), 86_400),
    ],
)
def test_no_interval_hides_silence_or_lets_the_feed_roll_over(flow, seconds):
    assert longest_safe_seconds(flow, DEFAULT_LIMITS) == seconds


# ── A feed of thirty entries that publishes three hundred a day ───────────────────────────────────

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
SIMULATED_DAYS = 4
LISTED = 30


def evenly(chance: random.Random) -> list[float]:
    return [4.8 * number for number in range(300)]


def at_random(chance: random.Random) -> list[float]:
    return [1440 * chance.random() for _ in range(300)]


def by_day(chance: random.Random) -> list[float]:
    return [60 * (8 + 8 * chance.random()) for _ in range(300)]


def in_bursts(chance: random.Random) -> list[float]:
    """Twelve times a day 25 within ten minutes."""
    return [120 * burst + 40 + 10 * chance.random() for burst in range(12) for _ in range(25)]


def all_morning(chance: random.Random) -> list[float]:
    """A third of them between nine and eleven, the rest over the day."""
    return [540 + 120 * chance.random() for _ in range(100)] + [1440 * chance.random() for _ in range(200)]


@pytest.mark.parametrize("tick_minutes", [5, 15])
@pytest.mark.parametrize("pattern", [evenly, at_random, by_day, in_bursts, all_morning])
@pytest.mark.parametrize("is_dated", [True, False])
def test_none_of_three_hundred_a_day_is_lost(pattern, tick_minutes, is_dated):
    chance = random.Random(pattern.__name__)
    published = sorted(
        BEGIN + timedelta(days=day, minutes=minutes) for day in range(-1, SIMULATED_DAYS) for minutes in pattern(chance)
    )
    source = Source(
        source_id="rolling",
        publisher_id="p",
        publisher="P",
        kind=SourceKind.FEED,
        language="en",
        url="https://a.example/",
    )
    memory: Memory | None = None
    seen: set[int] = set()
    for tick in range(SIMULATED_DAYS * 24 * 60 // tick_minutes):
        at = BEGIN + timedelta(minutes=tick * tick_minutes)
        if is_due(memory, source, at):
            end = bisect_right(published, at)
            listed = range(max(end - LISTED, 0), end)
            seen.update(listed)
            polled = Polled(
                at=at,
                url="https://a.example/",
                outcome=FetchOutcome.OK,
                status=200,
                keys=tuple(str(number) for number in listed),
                newest_at=published[end - 1] if is_dated else None,
                oldest_at=published[listed[0]] if is_dated else None,
            )
            memory = remember(memory, polled, source)
            assert not memory.is_gap
    begun = bisect_right(published, BEGIN)
    assert max(seen) - begun > 300 * (SIMULATED_DAYS - 1)
    assert [number for number in range(begun, max(seen) + 1) if number not in seen] == []
