"""Dates as publishers write them → instants. No clock: a date that lacks its year is no date.

Read are ISO 8601 and W3CDTF in all their shapes, RFC 822/2822 and its variants, asctime, day.month.year, and
dates with the month's name in the languages of `_MONTHS`.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST_YEAR, LAST_YEAR = 1990, 2099
MAX_LENGTH = 120
MAX_OFFSET_MINUTES = 15 * 60

# One row a language: January to December, other spellings after a bar. Case and accents do not matter.
_MONTHS = (
    "jan|january feb|february mar|march apr|april may jun|june jul|july aug|august sep|sept|september oct|october nov|november dec|december",
    "янв|январь|января фев|февр|февраль|февраля мар|март|марта апр|апрель|апреля май|мая июн|июнь|июня июл|июль|июля авг|август|августа сен|сент|сентябрь|сентября окт|октябрь|октября ноя|нояб|ноябрь|ноября дек|декабрь|декабря",
    "січ|січень|січня лют|лютий|лютого бер|берез|березень|березня кві|квіт|квітень|квітня тра|трав|травень|травня чер|черв|червень|червня лип|липень|липня сер|серп|серпень|серпня вер|верес|вересень|вересня жов|жовт|жовтень|жовтня лис|лист|листопад|листопада гру|груд|грудень|грудня",
    "oca|ocak sub|subat mar|mart nis|nisan mayis haz|haziran tem|temmuz agu|agustos eyl|eylul eki|ekim kas|kasim ara|aralik",
    "januar|janner feb|februar marz|mrz april mai juni juli august september okt|oktober november dez|dezember",  # codespell:ignore
    "janv|janvier fev|fevr|fevrier mars avr|avril mai juin juil|juillet aout sept|septembre oct|octobre nov|novembre dec|decembre",
    "sty|stycz|styczen|stycznia lut|luty|lutego marzec|marca kwi|kwiec|kwiecien|kwietnia maj|maja cze|czerw|czerwiec|czerwca lip|lipiec|lipca sie|sierp|sierpien|sierpnia wrz|wrzes|wrzesien|wrzesnia paz|pazdz|pazdziernik|pazdziernika lis|listop|listopad|listopada gru|grudz|grudzien|grudnia",  # codespell:ignore
    "led|leden|ledna uno|unor|unora bre|brezen|brezna dub|duben|dubna kve|kveten|kvetna cvn|cerven|cervna cvc|cervenec|cervence srp|srpen|srpna zar|zari rij|rijen|rijna listopad|listopadu pro|prosinec|prosince",  # codespell:ignore
    "ene|enero febrero marzo abr|abril mayo junio julio ago|agosto septiembre|setiembre octubre noviembre dic|diciembre",
    "gen|gennaio febbraio marzo aprile mag|maggio giu|giugno lug|luglio agosto set|settembre ott|ottobre novembre dicembre",
    "janeiro fevereiro marco abril maio junho julho agosto set|setembro out|outubro novembro dez|dezembro",
    "januari februari mrt|maart april mei juni juli augustus september oktober november december",  # codespell:ignore
    "януари февруари март април май юни юли август септември октомври ноември декември",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ιαν|ιανουαριου φεβ|φεβρουαριου μαρ|μαω|μαρτιου απρ|απριλιου μαι|μαιου ιουν|ιον|ιουνιου ιουλ|ιολ|ιουλιου αυγ|αυγουστου σεπ|σεπτεμβριου οκτ|οκτωβριου νοε|νοεμβριου δεκ|δεκεμβριου",
    "januar februar|februari marcius|marc aprilis majus junius julius augusztus szeptember|szept oktober november december",  # codespell:ignore
    "студзеня лютага сакавіка красавіка траўня чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "januari februari mars|marts april maj juni juli augusti september oktober november desember",  # codespell:ignore
    "jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember",  # codespell:ignore
    "janvaris|janvari februaris|februari marts|marta aprilis|aprili maijs junijs|junija julijs|julija augusts|augusta septembris|septembri oktobris|oktobri novembris|novembri decembris|decembri",
    "sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio",
    "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
)
# Short names of week days that are a month's in another language: Fri-Tue "mar", Turkish Sunday "paz", …
_ALSO_WEEK_DAYS = frozenset({"mar", "paz", "сер", "sub", "lis", "nov"})

_ZONES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet", "zulu"), 0),
    **dict.fromkeys(("cet", "mez", "met", "bst", "west"), 60),
    **dict.fromkeys(("cest", "mesz", "mest", "eet", "sast", "cat"), 120),
    **dict.fromkeys(("eest", "msk", "мск", "trt", "tsi", "ast3", "eat", "idt"), 180),
    "a": -60,
    "n": 60,
    "m": -720,
    "y": 720,  # RFC 822 as it was meant, the only four that it names
    **dict.fromkeys(("msd", "gst", "azt", "samt"), 240),
    "pkt": 300,
    "hkt": 480,
    "sgt": 480,
    "awst": 480,
    "jst": 540,
    "kst": 540,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
    "nst": -210,
    "ndt": -150,
    "adt": -180,
    "ast": -240,
    "at": -240,
    "edt": -240,
    "est": -300,
    "et": -300,
    "cdt": -300,
    "cst": -360,
    "ct": -360,
    "mdt": -360,
    "mst": -420,
    "mt": -420,
    "pdt": -420,
    "pst": -480,
    "pt": -480,
    "akst": -540,
    "akdt": -480,
    "hst": -600,
}
_TIME = r"(?P<hour>\d{1,2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?)?"
_CLOCK = re.compile(
    r"(?P<before>\b[ap]\.?m\.?\s+)?(?<![\d:])(?P<hour>\d{1,2})"
    r"(?:(?::|\s?h\s?)(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?"  # 14:30:00, 14 h 30
    r"|\.(?P<minutes>\d{2})(?![\d.])"  # 14.30, in Turkey and Germany
    r"|(?=\s?(?:h|uhr|[ap]\.?m)\b))"  # 14 Uhr, 2 pm
    r"\s*(?P<after>[ap]\.?m\b\.?|uhr\b|h\b)?"
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>[-/.])\s?(?P<month>\d{1,2})(?:(?P=mark)\s?(?P<day>\d{1,2})\.?)?|(?P<month2>\d{2})(?P<day2>\d{2})"
    rf"|-?(?P<ordinal>\d{{3}}))?(?:(?:\s*t\s*|[\s,]+|(?<=\d{{8}}))(?P<before>[ap]m\s+)?{_TIME}\s*(?P<zone>(?:[^\W\d]|[+-]\s?\d).*)?"
    r"|(?P<bare_zone>z|[+-]\d{2}:\d{2})"  # the date of XML Schema
    r"|[\st,].*)?"  # a time of day that is none
)
_YY_MM_DD = re.compile(
    r"(?P<year>\d{2})(-?)(?:(?P<month>[01]\d)\2(?P<day>\d{2})(?:[t\s]+(?P<rest>.*))?|(?<=-)(?P<ordinal>\d{3}))"
)
_WEEK_DAY = re.compile(r"^[^\W\d_]{2,12}\.?,?\s+(?=\d{4}[-/.])")
_DAY_FIRST = re.compile(r"(?<![\d:])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d:])")
_OFFSET = re.compile(r"(?:gmt|utc|ut|z)?\s*([+-])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_EPOCH = re.compile(r"1[0-8]\d{8}(?:\d{3})?")  # 2001 to 2030; what begins with 19 or 20 is a date without marks
_KOREAN = re.compile("년|오전|오후")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_EAST_ASIAN = str.maketrans({"年": "-", "년": "-", "月": "-", "월": "-", "日": " ", "일": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment in UTC, the offset in which it was written (None: none was), and whether the time of day was."""

    at: datetime
    offset_minutes: int | None
    has_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fields:
    year: int
    month: int
    day: int
    hour: int = 0
    minute: int = 0
    second: int = 0
    offset: int | None = None
    has_time: bool = False


def read_date(raw: str | None, time_zone: str) -> Instant | None:
    """Return the instant a text names, None if it names none or one outside 1990-2099; never raises.

    `time_zone` (IANA) applies where the text gives no offset or an unknown abbreviation; in Europe's 06/07/2025 is
    6 July, elsewhere it may be either and is no date. Dates in Korean are Korea's.
    """
    raw = (raw or "")[:MAX_LENGTH]
    text = _fold(raw)
    if not text:
        return None
    is_european = time_zone.startswith("Europe/")
    fields = _read_epoch(text) or _read_iso(text) or _read_numbers(text, day_first=is_european) or _read_named(text)
    if fields is None:
        return None
    if fields.has_time and fields.offset is None and _KOREAN.search(raw):
        fields = replace(fields, offset=_ZONES["kst"])
    return _instant(fields, time_zone)


def _fold(raw: str) -> str:
    if raw.isascii():
        return " ".join(_BRACKETS.sub(_zone_in_brackets, raw.lower()).split()).strip(" ,;")
    decomposed = unicodedata.normalize("NFKD", raw.casefold().replace("ı", "i"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    # NFKD takes Hangul syllables apart; NFC puts them together again.
    text = unicodedata.normalize("NFC", bare)
    for word, meaning in (
        ("오전", "am"),
        ("오후", "pm"),
        ("上午", "am"),
        ("下午", "pm"),
        ("午前", "am"),
        ("午後", "pm"),
    ):
        text = text.replace(word, f" {meaning} ")
    text = re.sub(r"(?<=\d)\s*([年년月월])\s*(?=\d)", r"\1", text)
    text = _BRACKETS.sub(_zone_in_brackets, text.translate(_EAST_ASIAN)).replace("\u2212", "-")
    return " ".join(text.split()).strip(" ,;")


def _zone_in_brackets(match: re.Match[str]) -> str:
    """Return what a bracket says of the zone, which may be said nowhere else: 14:30 (MSK)."""
    inside = match[0][1:-1].strip()
    return f" {inside} " if inside in _ZONES else " "


def _read_epoch(text: str) -> _Fields | None:
    if not _EPOCH.fullmatch(text):
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text[:10]))
    return _Fields(
        year=moment.year,
        month=moment.month,
        day=moment.day,
        hour=moment.hour,
        minute=moment.minute,
        second=moment.second,
        offset=0,
        has_time=True,
    )


def _read_iso(text: str) -> _Fields | None:
    match = _ISO.fullmatch(_WEEK_DAY.sub("", text))
    if match is None:
        return _read_short_year(text)
    year = int(match["year"])
    if match["ordinal"]:
        return _nth_day(year, int(match["ordinal"]))
    zone = match["zone"] or match["bare_zone"] or ""
    after = re.match(r"[ap]\.?m\b\.?", zone)
    hour = _hour(int(match["hour"] or 0), match["before"] or (after[0] if after else ""))
    zone = zone[after.end() :].strip() if after else zone
    return _Fields(
        year=year,
        month=int(match["month"] or match["month2"] or 1),
        day=int(match["day"] or match["day2"] or 1),
        hour=hour,
        minute=int(match["minute"] or 0),
        second=int(match["second"] or 0),
        offset=_offset(zone),
        has_time=match["hour"] is not None,
    )


def _read_short_year(text: str) -> _Fields | None:
    match = _YY_MM_DD.fullmatch(text)
    if match is None:
        return None
    year = _full_year(match["year"])
    if match["ordinal"]:
        return _nth_day(year, int(match["ordinal"]))
    return _read_iso(f"{year}-{match['month']}-{match['day']} {match['rest'] or ''}".strip())


def _nth_day(year: int, ordinal: int) -> _Fields | None:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= ordinal <= 366):
        return None
    day = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=ordinal - 1)
    return _Fields(year=day.year, month=day.month, day=day.day)


def _read_numbers(text: str, *, day_first: bool) -> _Fields | None:
    """Read 31.12.2025; with slashes only where the numbers, am/pm or `day_first` tell which of the two is the day."""
    match = _DAY_FIRST.search(text)
    if match is None:
        return None
    clock, offset = _clock(text[: match.start()] + " " + text[match.end() :])
    first, second = int(match[1]), int(match[3])
    if match[2] == "/":
        has_twelve_hours = clock is not None and (clock["before"] or clock["after"] or "")[:1] in {"a", "p"}
        if second > 12 or (has_twelve_hours and first <= 12):
            first, second = second, first
        elif first <= 12 and first != second and not day_first:
            return None
    return _with_clock(_full_year(match[4]), second, first, clock, offset)


def _read_named(text: str) -> _Fields | None:
    clock, offset = _clock(text)
    rest = text if clock is None else text[: clock.start()] + " " + _OFFSET.sub(" ", text[clock.end() :], count=1)
    words = [word for word in _WORD.findall(rest) if word in _month_numbers()]
    if not words:
        return None
    certain = [word for word in words if word not in _ALSO_WEEK_DAYS]
    month = _month_numbers()[(certain or words)[-1]]
    numbers = re.findall(r"\d+", rest)
    day = next((number for number in numbers if len(number) <= 2), None)
    if day is None:
        return None
    numbers.remove(day)
    year = next((number for number in numbers if len(number) == 4), None)
    year = year or next((number for number in numbers if len(number) == 2), None)
    if year is None:
        return None
    return _with_clock(_full_year(year), month, int(day), clock, offset)


def _clock(text: str) -> tuple[re.Match[str] | None, int | None]:
    match = _CLOCK.search(text)
    return match, None if match is None else _offset(text[match.end() :])


def _with_clock(year: int, month: int, day: int, clock: re.Match[str] | None, offset: int | None) -> _Fields:
    if clock is None:
        return _Fields(year=year, month=month, day=day)
    return _Fields(
        year=year,
        month=month,
        day=day,
        hour=_hour(int(clock["hour"]), clock["before"] or clock["after"] or ""),
        minute=int(clock["minute"] or clock["minutes"] or 0),
        second=int(clock["second"] or 0),
        offset=offset,
        has_time=True,
    )


def _hour(hour: int, meridiem: str) -> int:
    if meridiem.startswith("p") and hour < 12:
        return hour + 12
    return 0 if meridiem.startswith("a") and hour == 12 else hour


def _offset(text: str) -> int | None:
    """Return minutes east of UTC as the rest of a date gives them: +0300, GMT+3, +03:00, MSK, Z."""
    text = text.strip(" ,").removeprefix("etc/")
    if match := _OFFSET.match(text):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        return None if minutes > MAX_OFFSET_MINUTES else minutes if match[1] == "+" else -minutes
    word = _WORD.match(text)
    return _ZONES.get(word[0]) if word else None


def _full_year(digits: str) -> int:
    # RFC 2822, section 4.3, except that it takes 50-99 for the last century, and news is younger.
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= 90 else 2000)


@cache
def _month_numbers() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for row in _MONTHS:
        for number, spellings in enumerate(row.split(), start=1):
            for spelling in spellings.split("|"):
                numbers.setdefault(_fold(spelling), number)
    return numbers


@cache
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _instant(fields: _Fields, time_zone: str) -> Instant | None:
    if not FIRST_YEAR <= fields.year <= LAST_YEAR:
        return None
    zone = _zone(time_zone) if fields.offset is None else timezone(timedelta(minutes=fields.offset))
    midnight = fields.hour == 24 and not (fields.minute or fields.second)  # ISO 8601:2004, the end of a day
    try:
        local = datetime(
            fields.year,
            fields.month,
            fields.day,
            0 if midnight else fields.hour,
            fields.minute,
            min(fields.second, 59) if fields.second <= 60 else fields.second,  # a leap second
            tzinfo=zone,
        )
    except ValueError:
        return None
    if midnight:
        local += timedelta(days=1)
    return Instant(at=local.astimezone(UTC), offset_minutes=fields.offset, has_time=fields.has_time)
