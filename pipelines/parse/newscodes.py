"""What NewsML-G2, NITF and ninjs share: IPTC vocabularies and how their values become an `Entry`'s."""

import re
from dataclasses import dataclass
from datetime import datetime

from pipelines.parse.dates import read_date
from pipelines.parse.plain import one_line
from pipelines.records import Document, ItemStatus

# Controlled vocabularies by address (cv.iptc.org) → the alias IPTC's own catalog gives them.
_ALIASES = {
    "mediatopic": "medtop",
    "subjectcode": "subj",
    "newsitemnature": "ninat",
    "ninature": "ninat",
    "pubstatusg2": "stat",
    "pubstatus": "stat",
    "signal": "sig",
    "itemrelation": "irel",
    "genre": "genre",
    "cpnature": "cpnat",
    "provider": "nprov",
    "newsprovider": "nprov",
    "descriptionrole": "drol",
    "urgency": "edurg",
}
_ADDRESS = re.compile(r"https?://cv\.iptc\.org/newscodes/([a-z0-9]+)/([^/\s]*)", re.IGNORECASE)
# Relations that lead from an item to the one it takes the place of, whichever vocabulary they stand in.
_REPLACES = re.compile(
    r"(is)?(correct(s|ion(of)?|ionto|edversionof)|replac(es|ing|ementof|ementfor)|superse(des|ding)|cancel(s|ationof|lationof)"
    r"|kills|killof|withdraws|retracts|retractionof|updates|updateof|updatedversionof|previousversion|evolvedfrom)",
    re.IGNORECASE,
)
# Relations by which an item takes another one back altogether.
_KILLS = re.compile(
    r"(is)?(cancel(s|ed|led|ationof|lationof)?|kill(s|ed|of)?|withdr(aws?|awn|awalof)|retract(s|ed|ionof)?)",
    re.IGNORECASE,
)
_STATUSES = {
    "usable": ItemStatus.USABLE,
    "embargoed": ItemStatus.USABLE,  # NITF: the embargo itself is told apart
    "withheld": ItemStatus.WITHHELD,
    "withhold": ItemStatus.WITHHELD,
    "canceled": ItemStatus.CANCELED,
    "cancelled": ItemStatus.CANCELED,
    "killed": ItemStatus.CANCELED,
    "kill": ItemStatus.CANCELED,
}
_KINDS = {
    **dict.fromkeys(("text", "textitem", "article", "news", "story"), "text"),
    **dict.fromkeys(("picture", "photo", "image", "photograph", "still"), "picture"),
    **dict.fromkeys(("graphic", "graphics", "infographic", "animation", "illustration"), "graphic"),
    **dict.fromkeys(("video", "audiovideo", "movie"), "video"),
    **dict.fromkeys(("audio", "sound"), "audio"),
    **dict.fromkeys(("composite", "package"), "composite"),
}
_LEADING_CREDIT = re.compile(r"^\([^()]*\)\s*[-–—]+\s*")
_AFTER_PLACE = re.compile(r"\s*[(\[]|\s+[-–—/]|\s*--|\s*[–—]|\s/|:\s|\.-")
_WEEK_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_EITHER_DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b")
_BY = re.compile(r"^by[:\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """Until when an item is held; `unclear` means: held until a person decides."""

    until: datetime | None = None
    unclear: bool = False
    flags: tuple[str, ...] = ()


def qcode(value: str) -> str:
    """Return the QCode of an IPTC concept address; other values as they are."""
    match = _ADDRESS.fullmatch(value.strip())
    return f"{_ALIASES.get(match[1].lower(), match[1].lower())}:{match[2]}" if match else value.strip()


def scheme_alias(scheme: str) -> str:
    """Return the alias of a vocabulary given by address or by alias: `medtop` for IPTC's media topics."""
    address = _ADDRESS.fullmatch(scheme.strip().rstrip("/") + "/")
    name = address[1].lower() if address else scheme.strip()
    return _ALIASES.get(name, name)


def code_of(value: str) -> str:
    """Return the last part of a QCode or concept address, in lower case: `text` for `ninat:text`."""
    return re.split(r"[:/#]", value.strip().rstrip("/"))[-1].lower()


def status_of(value: str) -> tuple[ItemStatus, tuple[str, ...]]:
    """Return the publication status. None given is usable; one we do not know is withheld, with a flag."""
    if not value.strip():
        return ItemStatus.USABLE, ()
    status = _STATUSES.get(code_of(value))
    return (ItemStatus.WITHHELD, ("status_unclear",)) if status is None else (status, ())


def embargo_of(document: Document, raw: str) -> Embargo:
    """Return the embargo that a present, perhaps empty, element or property sets.

    A date alone does not say whether the day's beginning or end is meant, and 06/07/2025 may be either of two days:
    unclear. What may be a guess for a publication time must not release a story.
    """
    instant = read_date(raw, document.time_zone)
    if instant is None or not instant.has_time or _EITHER_DAY.search(raw):
        return Embargo(unclear=True)
    flags = ("date_without_zone",) if instant.offset_minutes is None else ()
    return Embargo(until=instant.at, flags=flags)


def replaces(relation: str) -> bool:
    """Return whether a link with this relation leads to an item that the linking one takes the place of."""
    return bool(_REPLACES.fullmatch(code_of(relation).replace("-", "").replace("_", "")))


def kills(relation: str) -> bool:
    """Return whether a link with this relation leads to an item that the linking one orders to vanish."""
    return bool(_KILLS.fullmatch(code_of(relation).replace("-", "").replace("_", "")))


def kind_of(raw: str) -> str | None:
    """Return what a class (`ninat:picture`), media type (`image/jpeg`) or name (`Photo`) makes of an item.

    text | picture | video | audio | graphic | composite, else the code itself; None for the type of a wire document,
    which may hold anything, and for nothing at all.
    """
    whole = raw.strip().lower()
    if "/" in whole and not whole.startswith(("http:", "https:")):
        return _KINDS.get(whole.partition("/")[0])
    code = code_of(whole)
    return _KINDS.get(code, code) or None


def subject_code(code: str, scheme: str = "") -> str:
    """Return a subject as `scheme:code`; eight digits without a scheme are IPTC's, media topics begin with 2."""
    if not code:
        return ""
    if re.fullmatch(r"\d{8}", code) and (not scheme or "iptc" in scheme.lower()):
        return f"medtop:{code}" if code.startswith("2") else f"subj:{code}"
    return f"{scheme}:{code}" if scheme else code


def place_of(dateline: str) -> str:
    """Return the place that a dateline begins with: `GENEVA` of `GENEVA, 5 May 2025 (WE) -`, as it is spelled there."""
    line = _LEADING_CREDIT.sub("", one_line(dateline))
    line = _AFTER_PLACE.split(line, maxsplit=1)[0]
    kept: list[str] = []
    for part in line.split(","):
        if any(char.isdigit() for char in part) or part.strip().lower() in _WEEK_DAYS:
            break
        kept.append(part)
    return ",".join(kept).strip(" ,:-–—")


def urgency_of(raw: object) -> int | None:
    """Return an urgency of 1 (flash) to 9; None for anything else."""
    text = str(raw).strip()
    return int(text) if re.fullmatch(r"[1-9]", text) else None


def author_of(byline: str) -> str:
    """Return a byline as one line without its English "By"."""
    return _BY.sub("", one_line(byline)).strip(" ,;")
