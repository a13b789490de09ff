"""Words, times and links that the parts of the brief share."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.report.brief_values import MEDIATOR, Carrier, Row, Rows, Side, Topic
from pipelines.report.pages import ago

_NOT_IN_ADDRESSES: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")
_LASTS: Final = {"second": timedelta(0), "minute": timedelta(minutes=1), "day": timedelta(days=1)}


def side_of(side: str | None, topic: Topic) -> Side:
    """Return a side in words with the hue that it has on every page."""
    if side is None:
        return Side(word="No side", hue="no-side")
    hues = dict(zip(topic.parties, ("first-party", "second-party"), strict=False))
    hues[MEDIATOR] = "mediator"
    return Side(word=topic.names.get(side) or spaced(side).capitalize(), hue=hues.get(side, "other-side"))


def spaced(name: str) -> str:
    """Return an id as words."""
    return name.replace("_", " ").replace("-", " ")


def web_address(url: str | None) -> str | None:
    """Return an address that may be a link: http or https, with a host, without blanks or controls; else None."""
    if not url or _NOT_IN_ADDRESSES.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket without its pair, as urlsplit says of IPv6 hosts
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def local(moment: datetime, zone: str) -> datetime:
    """Return a moment of the warehouse (UTC) in a zone."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


def appeared(row: Row) -> datetime:
    """Return when something appeared, by its publisher, else when we first saw it."""
    at: datetime = row["published_at"] or row["first_seen_at"]
    return at


def carriers(rows: Iterable[Row]) -> tuple[Carrier, ...]:
    """Return each outlet once, with its earliest article, the earliest outlet first."""
    ordered = sorted(rows, key=lambda row: (appeared(row), row["article_id"]))
    found: dict[str, Carrier] = {}
    for row in ordered:
        found.setdefault(row["publisher_id"], _carrier(row, ordered[0]))
    return tuple(found.values())


def _carrier(row: Row, first: Row) -> Carrier:
    return Carrier(
        outlet=row["publisher"],
        href=web_address(row["url"]),
        at=appeared(row),
        is_day=row["published_precision"] == "day",
        is_seen=row["published_at"] is None,
        later=interval(first, row),
    )


def interval(first: Row, row: Row) -> str:
    """Return how long after another one something appeared, in words; empty where either time is not known."""
    if any(each["published_at"] is None or each["published_precision"] == "day" for each in (first, row)):
        return ""
    words = ago(first["published_at"], row["published_at"])
    return words.replace("ago", "later") if words != "just now" else "at the same time"


def bounds(row: Row) -> tuple[datetime | None, datetime]:
    """Return after when and by when a report appeared: by its publisher's time, else by our looks (None: not known)."""
    if row["published_at"] is None:
        return row["absent_at"], row["first_seen_at"]
    since: datetime = row["published_at"]
    until = since + _LASTS.get(row["published_precision"], timedelta(0))
    absent, seen = row["absent_at"], row["first_seen_at"]
    return max(since, absent) if absent and absent < until else since, min(until, seen) if since <= seen else until


def grouped(rows: Rows, name: str) -> Mapping[str, list[Row]]:
    """Return the rows by the value of a column, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found
