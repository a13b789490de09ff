"""Publication times as feeds, pages and URLs write them. What is not written is not known: no date is invented."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years outside are defaults of some system (0001, 1970), not publication times."""

EPOCH = re.compile(r"\d{10}(?:\d{3})?")
ISO = re.compile(
    r"(?:(?P<year>\d{4})(?P<mark>[-/.]?)(?P<month>\d{2})(?P=mark)(?P<day>\d{2})"
    r"|(?P<day_first>\d{1,2})\.(?P<month_next>\d{1,2})\.(?P<year_last>\d{4}))"
    r"(?:(?:T|,?\s+)(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<mark>[/_-]?)(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
)
URL_MONTH_NAME = re.compile(r"/(?P<year>20\d{2})/(?P<month>[a-z]{3})[a-z]*/(?P<day>\d{1,2})(?=/|$)", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Written:
    """A time as written: the instant in UTC, the offset that stood there (None if none), and how exact it is.

    A day alone is midnight UTC, so that it stays the day that was written.
    """

    at: datetime
    offset_minutes: int | None
    precision: str


def read_time(text: str, zone: ZoneInfo) -> Written | None:
    """Return the time in ISO 8601 or RFC 5322 form, as day.month.year or in epoch seconds; None for anything else.

    Slashes with the day or month first are ambiguous and therefore not read.

    `zone` is where the source writes its times that carry no offset.
    """
    text = text.strip()
    if EPOCH.fullmatch(text):
        return _plausible(Written(datetime.fromtimestamp(int(text[:10]), UTC), None, "second"))
    match = ISO.fullmatch(text)
    try:
        written = _from_iso(match, zone) if match else _from_mail(text, zone)
    except (ValueError, OverflowError, TypeError):  # 31 February, hour 25, and dates that are none
        return None
    return _plausible(written)


def read_url_day(url: str) -> Written | None:
    """Return the day that stands in a URL, None unless it has year, month and day."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0]
    for match in URL_DAY.finditer("/" + path):
        if match["mark"] or len(match["month"]) == len(match["day"]) == 2:
            day = _day(int(match["year"]), int(match["month"]), int(match["day"]))
            if day:
                return day
    named = URL_MONTH_NAME.search("/" + path)
    if named and named["month"].lower() in MONTHS:
        return _day(int(named["year"]), MONTHS.index(named["month"].lower()) + 1, int(named["day"]))
    return None


def _from_iso(match: re.Match[str], zone: ZoneInfo) -> Written:
    day = (
        date(int(match["year"]), int(match["month"]), int(match["day"]))
        if match["year"]
        else date(int(match["year_last"]), int(match["month_next"]), int(match["day_first"]))
    )
    if match["hour"] is None:
        return Written(datetime(day.year, day.month, day.day, tzinfo=UTC), None, "day")
    clock = datetime(  # noqa: DTZ001  # the offset follows
        day.year, day.month, day.day, int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    )
    precision = "second" if match["second"] else "minute"
    if match["zone"] is None:
        return Written(clock.replace(tzinfo=zone).astimezone(UTC), None, precision)
    offset = _offset_minutes(match["zone"])
    return Written((clock - timedelta(minutes=offset)).replace(tzinfo=UTC), offset, precision)


def _from_mail(text: str, zone: ZoneInfo) -> Written:
    moment = parsedate_to_datetime(text)
    if moment.tzinfo is None:
        return Written(moment.replace(tzinfo=zone).astimezone(UTC), None, "second")
    offset = moment.utcoffset() or timedelta()
    return Written(moment.astimezone(UTC), int(offset.total_seconds() // 60), "second")


def _offset_minutes(zone: str) -> int:
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = 60 * int(digits[:2]) + int(digits[2:])
    if minutes > 14 * 60:  # no place on Earth is further from UTC
        raise ValueError(zone)
    return -minutes if zone[0] == "-" else minutes


def _day(year: int, month: int, day: int) -> Written | None:
    try:
        return _plausible(Written(datetime(year, month, day, tzinfo=UTC), None, "day"))
    except ValueError:
        return None


def _plausible(written: Written) -> Written | None:
    return written if FIRST_YEAR <= written.at.year <= LAST_YEAR else None
