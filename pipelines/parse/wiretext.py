"""What a text wire says in words that other formats have elements for: times, dateline, embargo, identity, kill.

No text wire has a guid. Versions of a story share its slugline on one day, so that is what names it here, in lower
case and without what tells versions apart: `anpa:xyz:2025-05-16:bc-talks`, with `:take2` or `:add1` behind it for what
continues a story instead of taking its place. Where there is no slugline, the message number stands in its place.
"""

import re
from calendar import month_abbr
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipelines.parse.cues import base_of
from pipelines.parse.dates import Instant, read_date
from pipelines.parse.entry import Entry, unique
from pipelines.parse.newscodes import Embargo, author_of
from pipelines.parse.plain import clean
from pipelines.parse.profiled import Found, marked, overlaid, urgency_with
from pipelines.records import Document, Format, ItemStatus

_MONTH = r"[^\W\d_]{3,9}\.?"
_ZONE = r"[A-Z]{1,5}(?:[+-]\d{1,2})?"
# 161405 MAY 25, 171234 Mai 25, 212322 GMT Nov 18, 101137Z Dez 2018, 051430 jan, 061405
_GROUP = re.compile(
    rf"^\W{{0,3}}(?P<day>[0-3]\d)(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)\s?(?P<zone>{_ZONE})?"
    rf"(?:\s+(?:(?P<late>{_ZONE})\s+)?(?P<month>{_MONTH})(?:\s+(?P<year>\d{{4}}|\d\d))?(?:\s+{_ZONE})?)?\W{{0,3}}$"
)
# XX-WF-05-16-25 1405GMT: month first, as ANPA 1312 has it
_MONTH_FIRST = re.compile(
    r"(?P<month>\d{1,2})-(?P<day>\d{1,2})-(?P<year>\d\d)\s+(?P<hour>\d\d):?(?P<minute>\d\d)\s?(?P<zone>[A-Z]{1,4})?\b"
)
# XXS-21:37-09-12-18 and 16:35ET 31-10-14: the hour first, then the day
_HOUR_FIRST = re.compile(
    r"(?P<hour>\d\d):(?P<minute>\d\d)\s?(?P<zone>[A-Z]{1,4})?[ -](?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d\d)\b"
)
# 09-12-18 16-35-10: the day first
_DAY_FIRST = re.compile(r"(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d\d) (?P<hour>\d\d)-(?P<minute>\d\d)-\d\d\b")

_CREDIT = r"[(/](?P<credit>[^\W\d_][\w.&+ -]{0,20}(?:/[\w.&+ -]{2,20})?)[)/]"
_DATELINE = re.compile(
    rf"(?P<line>(?P<place>[^\W\d_a-z][^()/\n]{{1,70}}?)(?:,?\s+\d{{1,2}}/\d{{1,2}})?,?\s*{_CREDIT})\s*(?P<dash>--?|[–—_:=])?\s"
)
_BARE_DATELINE = re.compile(
    r"(?P<line>(?P<place>[^\W\d_a-z][^()\n]{1,60}?,? [^\W\d_]{3,9}\.? \d{1,2}),? (?P<credit>[^\W\d_][\w]{1,15}))\s+(?P<dash>--?|[–—_])\s"
)
_CAPITALS_DATELINE = re.compile(
    r"(?P<line>(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'-]{2,40}(?:, [A-Z][\w.]{1,15})?))(?P<credit>)\s+(?P<dash>--?|[–—_])\s"
)
_DAY_IN_PLACE = re.compile(rf",?\s+(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\.?\s+{_MONTH})(?:,?\s+\d{{4}})?\s*$")
_MAX_PLACE_WORDS = 9
DATELINE_WITHIN = 3
"""Paragraphs that may hold the dateline: a summary may stand above it."""
MAX_EMBARGO_LINE = 200
# Zones that mean standard time in winter and daylight saving time in summer, by the names that POSIX gives them.
_TWO_OFFSETS = {
    "ET": "EST5EDT",
    "CT": "CST6CDT",
    "MT": "MST7MDT",
    "PT": "PST8PDT",
}
OLDEST_YEAR = 70
"""Of the last century, in two digits: the formats are that old."""

_EMBARGO = re.compile(
    r"[\W_]{0,4}(?:(?:strictly )?embargo(?:ed)?\b|sperrfrist\b|hold for release\b|hfr\b|not for (?:release|publication|use|broadcast)"
    r" (?:before|until|till)\b|for release\b(?= (?:at|on|after|\d)))",
    re.IGNORECASE,
)
_EMBARGO_IN_BODY = re.compile(
    r"\W{0,4}(?:EMBARGO(?:ED)?|SPERRFRIST|HOLD FOR RELEASE|NOT FOR (?:RELEASE|PUBLICATION) (?:BEFORE|UNTIL))\b(?!-)"
)
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4])(?::(?P<colon>[0-5]\d)|\.(?P<dot>[0-5]\d)(?![\d.])|(?P<bare>[0-5]\d)(?!\d)"
    r"|(?=\s?(?:uhr|h|[ap]\.?m)\b))\s*(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of )?(?P<month>{_MONTH})(?:,?\s+(?P<year>20\d\d)(?!\s?[A-Z]))?"
)
_MONTH_DAY = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.])(?:,?\s+(?P<year>20\d\d)(?!\s?[A-Z]))?"
)
_NUMBERED_DAY = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d\d)?")
_ZONE_WORD = re.compile(
    r"\b(GMT|UTC|UT|Z|CET|CEST|MEZ|MESZ|MSK|EET|EEST|BST|EST|EDT|ET|CST|CDT|PST|PDT|JST|KST|AEST|AEDT|IST)\b(?:\s?([+-]\d{1,2}))?"
)
_OFFSET = re.compile(r"(?<=[\d ])[+-]\d\d:?\d\d\b")


@dataclass(slots=True)
class Told:
    """What one message says, as its format reads it; every value with the line where it stood, if any."""

    format: Format
    service: str = ""
    number: str = ""
    priority: str = ""
    urgency: int | None = None
    category: str = ""
    slugline: str = ""
    keyword_line: str = ""
    title: str = ""
    summary: str = ""
    byline: str = ""
    credit: str = ""
    sender: str = ""
    paragraphs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    embargoes: list[str] = field(default_factory=list)
    sent: Instant | None = None
    filed_on: date | None = None
    flags: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The beginning of a story: the line as it stands, the place in it, and who is credited."""

    line: str = ""
    place: str = ""
    credit: str = ""


def sent_at(document: Document, text: str) -> Instant | None:
    """Return the instant of a date-time group or of a footer of ANPA 1312; None for a line that is neither.

    Year and month that a group leaves out are those nearest to `document.received_at`.
    """
    text = text.strip()[:120]
    if match := _GROUP.match(text):
        return _from_group(document, match)
    for pattern in (_MONTH_FIRST, _HOUR_FIRST, _DAY_FIRST):
        if match := pattern.search(text):
            day, month = int(match["day"]), int(match["month"])
            if month > 12 >= day:
                day, month = month, day
            zone = match.groupdict().get("zone") or ""
            when = f"{_full_year(match['year'])}-{month:02}-{day:02} {match['hour']}:{match['minute']}"
            if zone in _TWO_OFFSETS:
                return _in_zone(when, _TWO_OFFSETS[zone])
            return read_date(f"{when} {zone}", document.time_zone)
    return None


def _in_zone(when: str, time_zone: str) -> Instant | None:
    """Return the instant of a local time in a zone that has been named, with its offset on that day."""
    instant = read_date(when, time_zone)
    offset = instant.at.astimezone(ZoneInfo(time_zone)).utcoffset() if instant else None
    return replace(instant, offset_minutes=int(offset.total_seconds()) // 60) if instant and offset else instant


def _from_group(document: Document, match: re.Match[str]) -> Instant | None:
    zone = match["zone"] or match["late"] or ""
    clock = f"{match['hour']}:{match['minute']} {zone}"
    if match["year"]:
        year = _full_year(match["year"])
        return read_date(f"{match['day']} {match['month']} {year} {clock}", document.time_zone)
    received = document.received_at
    if received is None:
        return None
    months = [(received - timedelta(days=30 * back)) for back in (-1, 0, 1)]
    texts = (
        [f"{match['day']} {match['month']} {received.year + step} {clock}" for step in (-1, 0, 1)]
        if match["month"]
        else [f"{each.year}-{each.month:02}-{match['day']} {clock}" for each in months]
    )
    return nearest([read_date(text, document.time_zone) for text in texts], received)


def _full_year(digits: str) -> str:
    return digits if len(digits) == 4 else f"{19 if int(digits) >= OLDEST_YEAR else 20}{digits}"


def nearest(instants: Sequence[Instant | None], moment: datetime) -> Instant | None:
    """Return the one that is nearest to a moment."""
    known = [each for each in instants if each is not None]
    return min(known, key=lambda each: abs(each.at - moment), default=None)


def dateline_of(first: str, credits_known: Sequence[str]) -> Dateline:
    """Return the dateline that a first paragraph begins with: GENEVA, May 16 (XYZ) - … or Genf (xyz) ….

    Without a dash, the credit in the brackets has to be one of those known, or in small letters, to be one.
    """
    for pattern in (_DATELINE, _BARE_DATELINE, _CAPITALS_DATELINE):
        match = pattern.match(first[:200])
        if match is None or len(match["place"].split()) > _MAX_PLACE_WORDS:
            continue
        credit = match["credit"].split("/")[-1].strip()
        known = {each.lower() for each in credits_known if each}
        if match["dash"] or credit.lower() in known or (credit.islower() and len(credit) <= 5):
            place = _DAY_IN_PLACE.sub("", match["place"]).strip(" ,")
            return Dateline(line=match["line"].strip(), place=place, credit=credit)
    return Dateline()


def is_embargo_line(text: str, *, in_body: bool = False) -> bool:
    """Return whether a line sets an embargo: in the head in any case, in a body only in capitals."""
    if not in_body:
        return bool(_EMBARGO.match(text))
    match = _EMBARGO_IN_BODY.match(text)
    if match is None or len(text) > MAX_EMBARGO_LINE:
        return False
    return text.isupper() or not text[match.end() :].strip(" .!*") or bool(re.search(r"[\d:]", text))


def embargo_of_line(document: Document, text: str, sent: Instant | None) -> Embargo:
    """Return the embargo of a line; without a day and a time of day that can both be read it is unclear."""
    if match := _ISO_TIME.search(text):
        return _embargo(read_date(match[0], document.time_zone))
    day = _day_of(text)
    if day is None:
        return Embargo(unclear=True)
    rest = text[: day[0].start()] + " | " + text[day[0].end() :]
    clock = _CLOCK.search(rest)
    if clock is None or len(_CLOCK.findall(rest)) > 1:
        return Embargo(unclear=True)
    minutes = clock["colon"] or clock["dot"] or clock["bare"] or "00"
    zone = _ZONE_WORD.search(rest)
    offset = _OFFSET.search(rest[clock.end() - 1 :])
    words = f"{clock['hour']}:{minutes} {clock['half'] or ''} {zone[0] if zone else offset[0] if offset else ''}"
    if day[1]:
        return _embargo(read_date(f"{day[2]} {day[1]} {words}", document.time_zone))
    since = sent.at if sent else document.received_at
    if since is None:
        return Embargo(unclear=True)
    years = [read_date(f"{day[2]} {since.year + step} {words}", document.time_zone) for step in (-1, 0, 1)]
    # An embargo looks ahead: 2 January, said on 30 December, is the next one.
    ahead = [each for each in years if each is not None and each.at > since - timedelta(days=60)]
    return _embargo(min(ahead, key=lambda each: each.at, default=None))


def _day_of(text: str) -> tuple[re.Match[str], str, str] | None:
    """Return where a day stands in a text, its year or nothing, and day and month as words or numbers with dots."""
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for match in pattern.finditer(text):
            said = f"{match['day']} {match['month']}"
            if read_date(f"{said} 2024", "UTC") is not None:
                return match, match["year"] or "", said
    numbered = _NUMBERED_DAY.search(text)
    if numbered and 1 <= int(numbered["month"]) <= 12:
        year = numbered["year"] or ""
        return (
            numbered,
            f"20{year}" if len(year) == 2 else year,
            f"{numbered['day']} {month_abbr[int(numbered['month'])]}",
        )
    return None


def _embargo(instant: Instant | None) -> Embargo:
    if instant is None or not instant.has_time:
        return Embargo(unclear=True)
    return Embargo(until=instant.at, flags=("date_without_zone",) if instant.offset_minutes is None else ())


def entry_of(document: Document, told: Told) -> Entry:
    """Return what a message says as an `Entry` with its guid, its cues and, if it is a kill order, whom it kills."""
    dateline = _dateline_in(told)
    profile = document.profile
    # A header names its agency in capitals, the dateline then whom it quotes; in small letters it may be a desk.
    is_quoted = (
        told.format is Format.IPTC7901
        and bool(told.service)
        and told.credit.isupper()
        and dateline.credit.upper() != told.credit
    )
    deliverer = told.credit if is_quoted else dateline.credit or told.credit
    provider = (profile.provider if profile else None) or deliverer or None
    embargo = _strictest([embargo_of_line(document, line, told.sent) for line in told.embargoes])
    sent = told.sent
    flags = [*told.flags, *embargo.flags]
    if sent is not None and sent.offset_minutes is None:
        flags.append("date_without_zone")
    entry = Entry(
        title=clean(told.title or base_of(told.slugline, profile)),
        summary=clean(told.summary),
        text=clean("\n\n".join(told.paragraphs)) or None,
        published_at=sent.at if sent else None,
        published_offset_minutes=sent.offset_minutes if sent else None,
        updated_at=sent.at if sent else None,
        authors=unique([_author(told.byline, provider or "")]),
        categories=unique(told.keywords),
        keywords=unique(told.keywords),
        provider=provider,
        embargo_until=embargo.until,
        embargo_unclear=embargo.unclear,
        urgency=urgency_with(profile, told.priority) or told.urgency,
        slugline=told.slugline or None,
        editorial_note=clean(" ".join(told.notes)) or None,
        located=dateline.place or None,
        subjects=unique([f"{told.format.value}:{told.category.lower()}" if told.category else "", *told.codes]),
        byline=told.byline or None,
        dateline=dateline.line or None,
        info_source=(dateline.credit if is_quoted else None) or None,
        flags=unique(flags),
    )
    entry = replace(entry, places=_places(document, told, entry))
    entry = overlaid(document, entry, _Header(told))
    entry = marked(document, entry, notes=told.notes, keyword_line=told.keyword_line)
    entry = _held(entry, told)
    return _named(document, told, entry)


def _dateline_in(told: Told) -> Dateline:
    """Return the dateline of a story; below its first paragraph only one that credits the agency itself."""
    credits_known = (told.credit, told.service)
    for at, paragraph in enumerate(told.paragraphs[:DATELINE_WITHIN]):
        dateline = dateline_of(paragraph, credits_known)
        if dateline.line and (at == 0 or dateline.credit.lower() in {each.lower() for each in credits_known}):
            return dateline
    return Dateline()


def _author(byline: str, provider: str) -> str:
    name = author_of(re.sub(r"^(?:von|par|por|di|da|av|af|door|przez)\s+", "", byline, flags=re.IGNORECASE))
    return without_agency(name, provider)


def without_agency(name: str, provider: str) -> str:
    """Return an author without the agency behind the name, and what follows that: `Ann Wire, XYZ Correspondent`."""
    if not provider:
        return name
    return re.sub(rf"\s*[,/(]\s*{re.escape(provider)}\b.*$", "", name, flags=re.IGNORECASE) or name


def _strictest(found: Sequence[Embargo]) -> Embargo:
    if any(each.unclear for each in found):
        return Embargo(unclear=True)
    return max(found, key=lambda each: each.until or datetime.min.replace(tzinfo=UTC), default=Embargo())


def _held(entry: Entry, told: Told) -> Entry:
    """Return the entry, held where a cue says so and no line of it says until when."""
    if {"embargo", "hold"} & set(entry.cues) and not told.embargoes:
        return replace(entry, embargo_unclear=entry.embargo_until is None)
    return entry


def _named(document: Document, told: Told, entry: Entry) -> Entry:
    """Return the entry with its guid; a kill order also with the guids of the stories it names, and canceled itself."""
    profile = document.profile
    base = base_of(entry.slugline, profile)
    day = told.filed_on or (entry.published_at.date() if entry.published_at else None)
    if day is None and document.received_at is not None:
        day = document.received_at.date()
    # The dateline is no part of it: a kill order has none.
    sender = (profile.provider if profile else None) or told.sender or told.service or "wire"
    stem = f"{told.format.value}:{sender}:{day.isoformat() if day else ''}"
    number = next((int(cue[5:]) for cue in entry.cues if cue.startswith("take:")), 1)
    add = next((cue for cue in entry.cues if cue.startswith("add:")), None)
    by_number = not base or (profile is not None and profile.identity == "number")
    key = told.number.strip("0") and f"{told.service}{told.number}" if by_number else _spelled(base)
    suffix = "" if by_number else f":take{number}" if number > 1 else f":{add.replace(':', '')}" if add else ""
    version = next(
        (
            str(int(cue.partition(":")[2]) + 1)
            for cue in entry.cues
            if re.fullmatch(r"(?:writethru|lead|update):\d+", cue)
        ),
        None,
    )
    entry = replace(entry, guid=f"{stem}:{key}{suffix}".lower() if key else None, version=entry.version or version)
    if not entry.is_advisory:
        return replace(entry, is_advisory="advisory" in entry.cues)
    kills = unique([*entry.kills, *(f"{stem}:{_spelled(name)}".lower() for name in entry.kill_names)])
    return replace(entry, kills=kills, status=ItemStatus.CANCELED)


def _spelled(base: str) -> str:
    return re.sub(r"\s+", " ", base).strip(" /").lower()


@dataclass(frozen=True, slots=True)
class _Header:
    """The header fields that a profile may name: service, number, priority, category, slugline and so on."""

    told: Told

    def __call__(self, _: str, path: str) -> list[Found]:
        told = self.told
        values = {
            "service": told.service,
            "number": told.number,
            "priority": told.priority,
            "category": told.category,
            "slugline": told.slugline,
            "keyword_line": told.keyword_line,
            "headline": told.title,
            "byline": told.byline,
            "credit": told.credit,
            "note": " ".join(told.notes),
        }
        value = values.get(path, "")
        line = told.lines.get(path) or told.lines.get("header", 1)
        return [Found(value=value, place=f"line {line}")] if value else []


_PLACE_OF = {
    "title": "title",
    "slugline": "slugline",
    "byline": "byline",
    "authors": "byline",
    "text": "text",
    "dateline": "text",
    "located": "text",
    "keywords": "slugline",
    "summary": "summary",
    "editorial_note": "notes",
    "published_at": "sent",
    "updated_at": "sent",
    "urgency": "header",
    "subjects": "header",
    "embargo_until": "embargo",
}


def _places(document: Document, told: Told, entry: Entry) -> tuple[tuple[str, str], ...]:
    if not document.traced:
        return ()
    said = [(name, part) for name, part in _PLACE_OF.items() if part in told.lines and getattr(entry, name)]
    return tuple((name, f"line {told.lines[part]}") for name, part in said)
