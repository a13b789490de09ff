"""Hours that count: weekends, public holidays, time zones, and weekdays on which an outlet is known to rest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pipelines.collect.restdays import (
    Day,
    learned_weights,
    local_day,
    public_holidays,
    weekend,
    weight_of,
    working_hours,
)
from pipelines.records import Source, SourceKind

ALL = (1.0,) * 7
SOURCE = Source(
    source_id="paper",
    publisher_id="paper",
    publisher="Paper",
    kind=SourceKind.FEED,
    language="en",
    country="DE",
    url="https://paper.example/feed",
)
FRIDAY_NOON = datetime(2025, 5, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rests_on", "hours"), [((), 72), (("sat",), 48), (("sat", "sun"), 24), (("fri", "sat", "sun", "mon"), 0)]
)
def test_days_of_rest_do_not_count(rests_on, hours):
    source = replace(SOURCE, rests_on=rests_on)
    assert working_hours(source, ALL, FRIDAY_NOON, FRIDAY_NOON + timedelta(days=3)) == hours


def test_an_hour_counts_by_the_weight_of_its_day():
    weights = (1, 1, 1, 1, 1, 0.5, 0.25)
    assert working_hours(SOURCE, weights, FRIDAY_NOON, FRIDAY_NOON + timedelta(days=3)) == 12 + 12 + 6 + 12


def test_nothing_lies_between_an_instant_and_an_earlier_one():
    assert working_hours(SOURCE, ALL, FRIDAY_NOON, FRIDAY_NOON) == 0
    assert working_hours(SOURCE, ALL, FRIDAY_NOON, FRIDAY_NOON - timedelta(days=3)) == 0


def test_days_begin_where_the_source_is():
    new_york = replace(SOURCE, time_zone="America/New_York", rests_on=("sat",))
    assert local_day(new_york, datetime(2025, 5, 3, 3, tzinfo=UTC)) == date(2025, 5, 2)
    assert working_hours(new_york, ALL, FRIDAY_NOON, FRIDAY_NOON + timedelta(days=1)) == 16


def test_the_day_on_which_clocks_change_has_an_hour_less():
    kyiv = replace(SOURCE, time_zone="Europe/Kyiv")
    begin = datetime(2025, 3, 29, 22, tzinfo=UTC)  # midnight in Kyiv
    assert working_hours(replace(kyiv, rests_on=("mon",)), ALL, begin, begin + timedelta(days=1)) == 23


def test_a_silence_of_years_is_counted_in_an_instant():
    hours = working_hours(SOURCE, ALL, FRIDAY_NOON - timedelta(days=9000), FRIDAY_NOON)
    assert hours == pytest.approx(9000 * 24, rel=0.01)


@pytest.mark.parametrize(
    ("rests_on", "weight"),
    [(("holiday",), 0.0), ((), 0.2), (("sun",), 1.0), (("thu",), 0.0)],
)
def test_a_holiday_counts_as_the_pack_says_or_like_the_weakest_weekday(rests_on, weight):
    weights = (1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.2)
    assert weight_of(replace(SOURCE, rests_on=rests_on), weights, date(2025, 5, 1)) == weight


@pytest.mark.parametrize(
    ("country", "day", "is_holiday"),
    [
        ("DE", date(2025, 5, 29), True),
        ("GB", date(2025, 5, 29), False),
        ("GB", date(2025, 5, 26), True),
        ("RU", date(2025, 5, 9), True),
        ("TR", date(2025, 5, 19), True),
        ("EU", date(2025, 5, 9), False),
        ("XX", date(2025, 1, 1), False),
        (None, date(2025, 1, 1), False),
    ],
)
def test_public_holidays_of_a_country(country, day, is_holiday):
    assert (day in public_holidays(country, day.year)) is is_holiday


def test_weekends_differ():
    assert weekend("SA") == {4, 5}
    assert weekend("DE") == weekend(None) == weekend("XX") == {5, 6}


def weeks(count: int, by_weekday: tuple[int, ...]) -> list[Day]:
    monday = date(2025, 5, 5)
    return [
        Day(on=monday + timedelta(days=7 * week + each), new=new)
        for week in range(count)
        for each, new in enumerate(by_weekday)
    ]


def test_weekdays_without_news_are_learned_as_days_of_rest():
    assert learned_weights(SOURCE, weeks(3, (9, 9, 9, 9, 9, 3, 0))) == pytest.approx((1, 1, 1, 1, 1, 1 / 3, 0))


def test_before_they_are_known_weekends_do_not_count_unless_the_pack_names_the_days_of_rest():
    assert learned_weights(SOURCE, []) == (1, 1, 1, 1, 1, 0, 0)
    assert learned_weights(replace(SOURCE, country="SA"), []) == (1, 1, 1, 1, 0, 0, 1)
    assert learned_weights(SOURCE, weeks(2, (9,) * 7)) == (1, 1, 1, 1, 1, 0, 0)
    assert learned_weights(SOURCE, weeks(2, (9,) * 7), unknown=1.0) == ALL
    assert learned_weights(replace(SOURCE, rests_on=("holiday",)), []) == ALL


def test_too_few_entries_teach_nothing():
    assert learned_weights(replace(SOURCE, rests_on=("sun",)), weeks(8, (0, 0, 0, 1, 0, 0, 0))) == ALL


def test_an_outlet_that_works_all_week_counts_all_week():
    assert learned_weights(SOURCE, weeks(3, (9,) * 7)) == ALL
