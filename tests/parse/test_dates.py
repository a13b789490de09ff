"""Dates are read or refused; they are never guessed from the clock."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parse.dates import read_date


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "  ",
        "14:30",
        "10 June",
        "June 2025",
        "Tue",
        "00",
        "12",
        "--12-31",
        "2025-W24-2",
        "32 May 2025",
        "x" * 10_000,
    ],
)
def test_what_lacks_a_year_or_a_day_is_no_date(raw):
    assert read_date(raw, "UTC") is None


@pytest.mark.parametrize(
    ("month", "words"),
    [
        (1, "Ocak січня января January Januar janvier stycznia ledna"),  # codespell:ignore
        (2, "Şubat лютого февраля February Februar février lutego února"),  # codespell:ignore
        (3, "Mart березня марта March März mars marca března"),
        (4, "Nisan квітня апреля April April avril kwietnia dubna"),
        (5, "Mayıs травня мая May Mai mai maja května"),
        (6, "Haziran червня июня June Juni juin czerwca června"),  # codespell:ignore
        (7, "Temmuz липня июля July Juli juillet lipca července"),  # codespell:ignore
        (8, "Ağustos серпня августа August August août sierpnia srpna"),
        (9, "Eylül вересня сентября September September septembre września září"),
        (10, "Ekim жовтня октября October Oktober octobre października října"),  # codespell:ignore
        (11, "Kasım листопада ноября November November novembre listopada listopadu"),
        (12, "Aralık грудня декабря December Dezember décembre grudnia prosince"),  # codespell:ignore
    ],
)
def test_months_of_eight_languages(month, words):
    for word in words.split():
        for raw in (f"7 {word} 2025 14:30 +0000", f"7 {word.upper()} 2025, 14:30 Z", f"{word} 7, 2025 14:30 UTC"):
            assert read_date(raw, "UTC").at == datetime(2025, month, 7, 14, 30, tzinfo=UTC), raw


def test_slashes_are_read_where_the_day_is_known_to_come_first():
    assert read_date("06/07/2025 14:30", "Europe/Kyiv").at == datetime(2025, 7, 6, 11, 30, tzinfo=UTC)
    assert read_date("06/07/2025 14:30", "America/New_York") is None
    assert read_date("06/07/2025 2:30 pm", "Europe/Kyiv").at == datetime(2025, 6, 7, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "Tue, 10 Jun 2025 11:30:00 GMT",
        "Tue Jun 10 11:30:00 2025",
        "Tue Jun 10 14:30:00 +0300 2025",
        "2025-06-10T14:30:00+03:00",
        "2025-06-10 14:30:00 +0300",
        "20250610T113000Z",
        "10 Jun 25 14:30 Etc/GMT+3",
        "Fri, 2025/06/10 07:30:00 EDT",
        "Τρι, 10 Ιουν 2025 14:30:00 EEST",
        "2025-június-10T13:30+02:00",
        "2025년 06월 10일  20:30:00",
    ],
)
def test_shapes_that_feed_readers_know(raw):
    assert read_date(raw, "UTC").at == datetime(2025, 6, 10, 11, 30, tzinfo=UTC)


def test_the_sources_zone_applies_where_none_is_written():
    winter, summer = (read_date(f"2025-{month}-10 12:00", "Europe/Kyiv") for month in ("01", "07"))
    assert (winter.at.hour, summer.at.hour) == (10, 9)
    assert winter.offset_minutes is None
    assert read_date("2025-01-10 12:00", "No/Such_Zone").at.hour == 12


@given(st.text(max_size=60), st.sampled_from(["UTC", "Europe/Istanbul", ""]))
def test_any_text_gives_a_bounded_instant_or_none(raw, zone):
    instant = read_date(raw, zone)
    assert instant is None or 1989 <= instant.at.year <= 2100


@given(st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001 - naive is meant: the offset is drawn beside it
def test_an_offset_is_kept_and_taken_off(local, minutes):
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    instant = read_date(f"{local:%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:{rest:02}", "UTC")
    assert instant.offset_minutes == minutes
    assert (local.replace(microsecond=0, tzinfo=UTC) - instant.at).total_seconds() == minutes * 60
