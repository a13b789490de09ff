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


def urgency_of(raw: object) -> int | None:
    """Return an urgency of 1 (flash) to 9; None for anything else."""
    text = str(raw).strip()
    return int(text) if re.fullmatch(r"[1-9]", text) else None


def author_of(byline: str) -> str:
    """Return a byline as one line without its English "By"."""
    return _BY.sub("", one_line(byline)).strip(" ,;")
