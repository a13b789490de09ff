"""More than usual, and not: weekdays, quiet days, small numbers, the last spike, an archive that is young or was deaf."""

from datetime import date, timedelta

import pytest

from pipelines.watch import SpikeRule, judge

MONDAY = date(2025, 5, 19)
RULE = SpikeRule(times=2, at_least=5)


def counted(before: list[int], today: int, *, deaf: tuple[int, ...] = ()):
    """Judge a Monday after these days, yesterday last; `deaf` are days back on which nothing was heard."""
    days = {MONDAY - timedelta(days=len(before) - place): count for place, count in enumerate(before)}
    heard = frozenset(day for day in days if (MONDAY - day).days not in deaf)
    return judge({**days, MONDAY: today}, heard, MONDAY, RULE)


WEEK = [20, 21, 19, 20, 22, 4, 3]  # Monday to Sunday


@pytest.mark.parametrize(
    ("before", "today", "is_spike"),
    [
        ([*WEEK, *WEEK], 22, False),  # an ordinary Monday after a quiet weekend
        ([*WEEK, *WEEK], 39, False),
        ([*WEEK, *WEEK], 40, True),  # twice the Mondays before
        ([0] * 14, 4, False),  # small numbers
        ([0] * 14, 5, True),
        ([1, 0, 2, 1, 0, 1, 1] * 2, 5, True),
        ([2, 3, 2, 2, 3, 2, 2] * 2, 6, False),  # thrice as many, but rare events do that
        ([20] * 10 + [90] + [20] * 3, 45, True),  # the last spike does not hide the next
        ([5, 45] * 7, 60, False),  # it goes up and down all the time
        ([20] * 6, 90, False),  # too young
        ([20] * 7, 90, True),
    ],
)
def test_what_is_more_than_usual(before, today, is_spike):
    verdict = counted(before, today)
    assert verdict.is_spike is is_spike, verdict


def test_a_day_on_which_nothing_was_heard_says_nothing():
    quiet = counted([20] * 7 + [0] * 7, 40, deaf=tuple(range(1, 8)))
    assert (quiet.days, quiet.expected, quiet.is_spike) == (7, 20, True)
    assert counted([20] * 14, 90, deaf=tuple(range(1, 9))).is_spike is False


def test_only_the_fourteen_days_before_count():
    assert counted([500] * 20 + [10] * 14, 30).expected == 10
