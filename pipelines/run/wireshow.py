"""What was understood of one wire document, field by field, and where in it each value stood."""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipelines import packs, parse
from pipelines import settings as environment
from pipelines.children import Children, Lost
from pipelines.errors import SettingsError, TrucewatchError
from pipelines.records import Association, Document, Item, ItemStatus, ParsedDocument, Reason, Rejected, WireProfile
from pipelines.report.escaping import json_text, visible
from pipelines.report.formats import rendered
from pipelines.report.reasons import IN_WORDS
from pipelines.run.accounting import rejected_by_child
from pipelines.run.house import PARSE_SECONDS
from pipelines.run.jsonlines import MAX_BYTES, parsed_json

SHORT = 72
"""Characters shown of a value, unless all of it is asked for."""
PIPED = 4096
"""Cells of a line that goes to a file or a program: no value is broken."""
WIDE = 120
"""Cells of a terminal from which on places stand beside their values; below that, under them."""

_FIELDS = (
    ("guid", "version", "status", "embargo_until", "updated_at", "first_created_at", "published_at"),
    ("title", "slugline", "cues", "summary", "text", "language", "urgency"),
    ("byline", "authors", "dateline", "located", "provider", "info_source", "rights", "usage_terms", "url"),
    ("keywords", "genres", "subjects", "signals", "editorial_note"),
    ("corrects", "kills", "kill_names", "is_advisory", "associations", "flags"),
)
"""Fields of an item in groups, as a person asks for them; `categories` are the keywords and genres."""
_NAMES = {
    "title": "headline",
    "updated_at": "version created",
    "first_created_at": "first created",
    "url": "address",
} | {
    "published_at": "published",
    "embargo_until": "embargo until",
    "is_advisory": "advisory",
}
_STATUS_STYLES = {ItemStatus.WITHHELD: "yellow", ItemStatus.CANCELED: "magenta"}
_WHY = {
    Reason.NOT_A_FEED: "it is in no format of a wire",
    Reason.UNKNOWN_FORMAT: "it is in no format of a wire",
    Reason.TRUNCATED: "it breaks off before its end",
    Reason.TOO_LARGE: "it is larger than what is read",
    Reason.FEED_INVALID: "it is damaged",
}
_NEXT_STEP = {
    Reason.NOT_A_FEED: "Read are NewsML-G2, NewsML 1.x, NITF, ninjs, IPTC 7901 and ANPA 1312: is it one of them, and whole?",
    Reason.UNKNOWN_FORMAT: "Read are NewsML-G2, NewsML 1.x, NITF, ninjs, IPTC 7901 and ANPA 1312: is it one of them?",
    Reason.BAD_ENCODING: "Name its charset in the agency's profile (wires.yaml) and give it with --profile.",
    Reason.ENTITIES_DECLARED: "Ask the agency for documents without entity declarations; none is resolved here.",
    Reason.TRUNCATED: "It breaks off: have it delivered again.",
    Reason.FEED_INVALID: "It is damaged: have it delivered again, or show the agency what is said above.",
    Reason.TOO_LARGE: "Have it delivered in parts.",
    Reason.UNREADABLE_FILE: "Check the path and who may read it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A wire document as it was read; `profile` is the id of the one it was read with."""

    path: Path
    parsed: ParsedDocument
    profile: str | None = None


def understand(path: Path, profile_id: str | None = None) -> Shown | Rejected:
    """Return what is understood of a file, in a child; a refusal if it cannot be read.

    Its time of change counts as that of its arrival, which completes dates without a year. Raises `SettingsError` for
    a profile that the pack does not have.
    """
    profile = _profile(profile_id) if profile_id else None
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
        received_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, EOFError, zlib.error) as error:
        return Rejected(stage="input", reason=Reason.UNREADABLE_FILE, detail=f"{type(error).__name__}: {error}")
    document = Document(
        document_id=path.name,
        source_id="shown",
        body=body,
        received_at=received_at,
        profile=profile,
        traced=True,
    )
    with Children(1) as children:
        result = children.call(parse.parse, document, timeout_seconds=PARSE_SECONDS)
    if isinstance(result, Lost):
        return rejected_by_child("parse", result)
    return result if isinstance(result, Rejected) else Shown(path=path, parsed=result, profile=profile_id)


def _profile(profile_id: str) -> WireProfile:
    profiles = packs.load(environment.load().pack).profiles
    if profile_id not in profiles:
        raise SettingsError(
            f"The pack has no profile {profile_id!r}.",
            where="wires.yaml",
            next_step=f"It has: {', '.join(sorted(profiles)) or 'none'}.",
        )
    return profiles[profile_id]


def refusal(path: Path, rejected: Rejected) -> TrucewatchError:
    """Return why a document was not read, and what to do next."""
    why = _WHY.get(rejected.reason) or IN_WORDS.get(rejected.reason, rejected.reason.value.replace("_", " "))
    detail = f": {visible(rejected.detail)}" if rejected.detail else ""
    return TrucewatchError(
        f"Nothing was understood: {why} ({rejected.reason.value}){detail}",
        where=visible(str(path)),
        next_step=_NEXT_STEP.get(rejected.reason, "Set the file aside and show it to whoever maintains the parser."),
    )


# ── For programs ──────────────────────────────────────────────────────────────────────────────────


def as_json(path: Path, found: Shown | Rejected) -> str:
    """Return the document as `parse --batch` writes it, with `profile`, and with the `places` of each field of an item."""
    if isinstance(found, Rejected):
        row: dict[str, Any] = {"outcome": "rejected", "reason": found.reason.value, "detail": found.detail}
        return _written_json({"path": str(path), **row})
    row = {"path": str(path), "profile": found.profile, **parsed_json(found.parsed)}
    for item, said in zip(found.parsed.items, row["items"], strict=True):
        said["places"] = _places(item)
    return _written_json(row)


def _written_json(row: dict[str, Any]) -> str:
    lines = json.dumps(row, ensure_ascii=False, indent=2).split("\n")
    return "\n".join(map(json_text, lines)) + "\n"


# ── For people ────────────────────────────────────────────────────────────────────────────────────


def show(console: Console, found: Shown, *, whole: bool = False) -> None:
    """Print the document: a line that sums it up, its items one after the other, what of it was refused.

    `whole` shows texts to the end. Where the output is no terminal, no line is broken.
    """
    stacked = console.is_terminal and console.width < WIDE
    for part in _parts(found, whole=whole, stacked=stacked):
        if console.is_terminal:
            console.print(part)
        else:
            console.file.write(rendered(part, width=PIPED))


def _parts(found: Shown, *, whole: bool, stacked: bool) -> Iterator[RenderableType]:
    parsed = found.parsed
    yield _summary(found)
    for position, item in enumerate(parsed.items, 1):
        heading = Text(f"Item {position} of {len(parsed.items)}", style="bold")
        yield Group(Text(""), heading, _table(item, whole=whole, stacked=stacked))
    if parsed.rejected:
        yield Group(Text(""), Text("Not taken as stories", style="bold"), _refused(parsed.rejected))


def _summary(found: Shown) -> Text:
    parsed = found.parsed
    parts = [f"{parsed.format.value}", _count(len(parsed.items), "item"), f"{len(parsed.rejected)} not taken"]
    read_with = f"profile {found.profile}" if found.profile else "no profile: read as the standard says"
    line = Text(visible(found.path.name), style="bold")
    line.append(f": {', '.join(parts)}; {read_with}", style="not bold")
    if parsed.flags:
        line.append(f"\nflags: {', '.join(map(visible, parsed.flags))}", style="yellow not bold")
    return line


def _table(item: Item, *, whole: bool, stacked: bool) -> Table:
    places = _places(item)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True, style="dim", min_width=15)
    table.add_column(overflow="fold", ratio=3)
    if not stacked:
        table.add_column(overflow="fold", style="cyan", ratio=2)
    for group in _FIELDS:
        rows = [row for name in group for row in _rows(item, name, places.get(name, []), whole=whole)]
        if rows and table.rows:
            table.add_row("")
        for label, value, place in rows:
            table.add_row(label, value, *([] if stacked else [place]))
            if stacked and place:
                table.add_row("", Text(place.plain, style="cyan"))
    return table


def _rows(item: Item, name: str, places: list[str], *, whole: bool) -> Iterator[tuple[str, Text, Text]]:
    """Yield the lines of a field, none where nothing was said; one for each value that has a place of its own."""
    values = list(_values(item, name, whole=whole))
    label = _NAMES.get(name, name.replace("_", " "))
    matched = places if len(places) == len(values) else ["\n".join(places), *[""] * (len(values) - 1)]
    for position, (value, place) in enumerate(zip(values, matched, strict=True)):
        yield label if position == 0 else "", value, Text("\n".join(map(visible, place.split("\n"))))


def _values(item: Item, name: str, *, whole: bool) -> Iterator[Text]:
    value = getattr(item, name)
    match name:
        case "status":
            yield Text(value.value, style=_STATUS_STYLES.get(value, ""))
        case "embargo_until" if item.embargo_unclear:
            yield Text("unclear: held until a person decides", style="yellow")
        case "text" if value:
            yield _long(value, whole=whole, count=_count(value.count("\n\n") + 1, "paragraph"))
        case "associations":
            yield from (Text(visible(_association(each))) for each in value)
        case "is_advisory" if value:
            yield Text("a message to editors, no story", style="yellow")
        case "kills" | "kill_names" | "flags":
            yield from (Text(visible(each), style="yellow") for each in value)
        case _:
            yield from _plain(item, name, value, whole=whole)


def _plain(item: Item, name: str, value: object, *, whole: bool) -> Iterator[Text]:
    if isinstance(value, datetime):
        offset = item.published_offset_minutes if name == "published_at" else None
        yield Text(f"{value:%Y-%m-%d %H:%M:%S} UTC{_written(value, offset)}")
    elif isinstance(value, tuple):
        yield from (_long(str(each), whole=whole) for each in value)
    elif value is not None and value is not False and value != "":
        yield _long(str(value), whole=whole)


def _written(instant: datetime, offset_minutes: int | None) -> str:
    if not offset_minutes:
        return ""
    there = instant.astimezone(timezone(timedelta(minutes=offset_minutes)))
    return f", written {there:%H:%M %z}"


def _long(value: str, *, whole: bool, count: str = "") -> Text:
    """Return a value on one line, shortened with its length; or all of it, paragraph by paragraph."""
    if whole:
        return Text("\n".join(visible(line) for line in value.split("\n")))
    beginning = " ".join(value.split("\n"))
    shown = Text(visible(beginning[:SHORT]) + ("…" if len(beginning) > SHORT else ""))
    told = [count] if count else []
    if len(beginning) > SHORT:
        told.insert(0, f"{len(value):,} characters")
    if told:
        shown.append(f" ({', '.join(told)})", style="dim")
    return shown


def _association(each: Association) -> str:
    said = f"{each.relation or 'related'}: {each.guid}"
    more = ", ".join(filter(None, [each.kind, each.title and f"“{each.title[:SHORT]}”"]))
    return f"{said} ({more})" if more else said


def _refused(rejected: Iterable[Rejected]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True, style="dim", min_width=15)
    table.add_column(overflow="fold")
    for each in rejected:
        table.add_row(each.reason.value.replace("_", " "), Text(visible(each.detail or each.guid or "–")))
    return table


def _places(item: Item) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, place in item.places:
        found.setdefault(name, []).append(place)
    return found


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
