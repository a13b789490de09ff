"""Times as written; nothing is read into them."""

import datetime as dt
import zoneinfo

import pytest

from pipelines.extract.times import read_time, read_url_day

KYIV = zoneinfo.ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize(
    ("text", "at", "offset_minutes", "precision"),
    [
        ("2025-05-16T14:30:05+03:00", "2025-05-16T11:30:05", 180, "second"),
        ("2025-05-16T14:30:05.123+0300", "2025-05-16T11:30:05", 180, "second"),
        ("2025-05-16T14:30Z", "2025-05-16T14:30:00", 0, "minute"),
        ("2025-05-16 14:30:05 UTC", "2025-05-16T14:30:05", 0, "second"),
        ("2025-05-16T14:30:05-05", "2025-05-16T19:30:05", -300, "second"),
        ("2025-05-16 14:30", "2025-05-16T11:30:00", None, "minute"),
        ("2025-01-16 14:30", "2025-01-16T12:30:00", None, "minute"),
        ("20250516T143005Z", "2025-05-16T14:30:05", 0, "second"),
        ("16.05.2025, 14:30", "2025-05-16T11:30:00", None, "minute"),
        ("2025-05-16", "2025-05-16T00:00:00", None, "day"),
        ("2025/05/16", "2025-05-16T00:00:00", None, "day"),
        ("20250516", "2025-05-16T00:00:00", None, "day"),
        ("Fri, 16 May 2025 14:30:05 +0300", "2025-05-16T11:30:05", 180, "second"),
        ("1747395005", "2025-05-16T11:30:05", None, "second"),
        ("1747395005123", "2025-05-16T11:30:05", None, "second"),
    ],
)
def test_read_time(text, at, offset_minutes, precision):
    written = read_time(text, KYIV)
    assert written.at == dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    assert (written.offset_minutes, written.precision) == (offset_minutes, precision)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2025-02-31", "0001-01-01T00:00:00Z", "1970-01-01", "05/06/2025", "2025-05-16T25:00:00Z",
     "2025-05-16T10:00:00+19:00", "9" * 5000, "2150-01-01", "0000000000", "Fri, 99 May 2025 14:30:05 +0300", "\x00"],
)  # fmt: skip
def test_what_is_no_time(text):
    assert read_time(text, KYIV) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2025/05/16/talks", "2025-05-16"),
        ("https://a.example/world/2025/5/6/talks", "2025-05-06"),
        ("https://a.example/2025-05-16-talks.html", "2025-05-16"),
        ("https://a.example/news/20250516/talks", "2025-05-16"),
        ("https://a.example/world/2025/may/16/talks", "2025-05-16"),
        ("https://a.example/2025/05/talks", None),
        ("https://a.example/2025/13/16/talks", None),
        ("https://a.example/2025/02/31/talks", None),
        ("https://a.example/id/202505161234", None),
        ("https://a.example/id/1202505", None),
        ("https://a.example/talks?d=2025/05/16", None),
        ("https://2025-05-16.example/talks", None),
        ("no url", None),
    ],
)
def test_read_url_day(url, day):
    written = read_url_day(url)
    assert (written and written.at.date().isoformat()) == day
