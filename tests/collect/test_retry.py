"""How long to wait: doubling, Retry-After, and their limits."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.collect.retry import asked_seconds, delay_seconds, next_try

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 60), (2, 120), (3, 240), (11, 61_440), (12, 86_400), (5000, 86_400)]
)
def test_waiting_doubles_up_to_a_day(attempt, seconds):
    assert delay_seconds(NOW, attempt) == seconds


@pytest.mark.parametrize(
    ("attempt", "retry_after", "seconds"),
    [
        (1, "300", 300),
        (1, " 300 ", 300),
        (1, "0", 60),
        (3, "100", 240),
        (1, "315360000", 86_400),
        (1, "9" * 400, 86_400),
        (1, format_datetime(NOW + timedelta(hours=2), usegmt=True), 7200),
        (1, format_datetime(NOW + timedelta(days=3650), usegmt=True), 86_400),
        (1, format_datetime(NOW - timedelta(days=1), usegmt=True), 60),
        (1, "Sun, 01 Mar 2026 06:10:00 -0000", 600),
        (1, "-5", 60),
        (1, "soon", 60),
        (1, "", 60),
        (1, "٣٠٠", 60),
        (1, "Mon, 01 Jan 999999999999 00:00:00 GMT", 60),
    ],
)
def test_retry_after_wins_where_it_is_longer(attempt, retry_after, seconds):
    assert delay_seconds(NOW, attempt, retry_after) == seconds


@given(st.integers(1, 10**6), st.none() | st.text())
def test_never_less_than_a_minute_nor_more_than_a_day(attempt, retry_after):
    assert 60 <= delay_seconds(NOW, attempt, retry_after) <= 86_400


def test_politeness_scales_waiting():
    assert next_try(NOW, 1, politeness=0) == NOW
    assert next_try(NOW, 1, politeness=0.5) == NOW + timedelta(seconds=30)


@pytest.mark.parametrize("retry_after", [None, "", "soon", "-5"])
def test_what_cannot_be_read_asks_for_nothing(retry_after):
    assert asked_seconds(retry_after, NOW) is None


@pytest.mark.parametrize(("retry_after", "seconds"), [("0", 60), ("7200", 7200), ("316800", 86_400)])
def test_what_is_asked_for_is_at_least_a_minute_and_at_most_a_day(retry_after, seconds):
    assert asked_seconds(retry_after, NOW) == seconds
