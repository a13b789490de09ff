"""What a finished run leaves behind, and what a kill takes with it: hand-over files and raw documents.

Hand-over files serve one run. Those of the last run stay for inspection, unless it obeyed a kill or held a story back;
older ones go.
"""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from pathlib import Path

from pipelines import parse, warehouse
from pipelines.children import Children, Lost
from pipelines.collect.raw import RawCorruptError, RawMissingError
from pipelines.collect.wire import forget_delivered
from pipelines.records import Fetch, FetchKind, FetchOutcome, Kill, ParsedDocument, WireRow
from pipelines.run.batches import document_of
from pipelines.run.house import PARSE_SECONDS, House
from pipelines.run.redactions import Redaction, redact
from pipelines.run.rows import story_id

_WORD = re.compile(r"[A-Za-z0-9]+")
BACKUP_LIFE = timedelta(days=30)
SWEPT = "swept.json"
"""Beside the raw documents: which killed stories were looked for in them, and up to which day."""


def sweep_stage(house: House, run: str, *, with_own: bool) -> None:
    """Remove the hand-over folders of runs that are over: finished, or fenced out by the token of this one."""
    own = _token(house.stage(run))
    for folder in sorted((house.settings.data / "stage").iterdir()):
        if (folder.name == run and with_own) or (folder.name != run and _is_over(folder, run, own)):
            shutil.rmtree(folder)


def expire_backups(data: Path, now: datetime) -> int:
    """Remove what lies in `data/backup/` and is older than 30 days; return how many things that was.

    A backup cannot be looked through for a killed story, and one made before the kill holds it. So none gets old enough
    to break the promise, which is 30 days.
    """
    folder = data / "backup"
    if not folder.is_dir():
        return 0
    oldest_seconds = (now - BACKUP_LIFE).timestamp()
    expired = [each for each in sorted(folder.iterdir()) if each.lstat().st_mtime < oldest_seconds]
    for each in expired:
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
    return len(expired)


def remove_killed(house: House, kills: tuple[Kill, ...]) -> int:
    """Take killed stories out of the raw documents, and out of the inbox where they were delivered.

    A document that holds nothing else is removed, one with other stories beside them replaced by what is left. Return
    how many documents were touched.
    """
    killed = {kill.item_id for kill in kills}
    days = house.log.days()
    if not killed or not days:
        return 0
    memo = house.settings.data / "raw" / SWEPT
    publishers = {source.source_id: source.publisher_id for source in house.sources}
    guids: dict[str, set[str]] = defaultdict(set)
    for kill in kills:
        if kill.guid:  # an empty one would be found in everything that has no id
            guids[publishers.get(kill.source_id, kill.source_id)].add(kill.guid)
    suspects = _suspects(house, _unswept_since(house, memo, killed))
    with house.children() as children:
        touched = [
            fetch.raw_sha256 or ""
            for fetch in suspects.values()
            if _redact(house, children, fetch, guids[publishers.get(fetch.source_id, fetch.source_id)])
        ]
    # Also of those that were taken out before: the run that did it may have died over the files.
    gone = {each for each in suspects if house.raw.is_removed(each) or house.raw.current(each) != each}
    forget_files(house, gone, {fetch.fetched_at.date() for sha256, fetch in suspects.items() if sha256 in gone})
    _remember(memo, killed, days[-1])
    return len(touched)


def hold_hidden(house: House, versions: Collection[WireRow]) -> dict[str, date]:
    """Move every document that brought one of these stories out of sight. Return by hash when it came.

    A version may have come in several documents, on each channel of its agency, alone and among others.
    """
    if not versions:
        return {}
    stories = {each.article_id for each in versions}
    guids: dict[str, set[str]] = defaultdict(set)
    for each in versions:
        if each.guid:
            guids[each.publisher_id].add(each.guid)
    sources = {each.source_id: each for each in house.sources if each.publisher_id in guids}
    named: dict[str, tuple[Fetch, bytes]] = {}
    for fetch in house.log.read(min(each.seen_at for each in versions).date()):
        source, sha256 = sources.get(fetch.source_id), fetch.raw_sha256
        if fetch.kind is FetchKind.WIRE and source and sha256 and sha256 not in named and house.raw.exists(sha256):
            body = house.raw.get(sha256)
            if any(_may_name(body, guid) for guid in guids[source.publisher_id]):
                named[sha256] = (fetch, body)
    held = {}
    with house.children() as children:
        documents = [document_of(house, fetch, body) for fetch, body in named.values()]
        found = children.map(parse.parse, documents, timeout_seconds=PARSE_SECONDS)
        for (sha256, (fetch, _)), parsed in zip(named.items(), found, strict=True):
            items = parsed.items if isinstance(parsed, ParsedDocument) else ()
            if any(story_id(sources[fetch.source_id], item.guid or item.item_id) in stories for item in items):
                house.raw.hold(sha256)
                held[sha256] = fetch.fetched_at.date()
    return held


def forget_files(house: House, sha256s: Collection[str], days: Collection[date]) -> None:
    """Delete the delivered files with these bytes that came around these days, on every channel.

    Nothing of a story that must not be seen stays in the inbox.
    """
    around = {day + timedelta(days=shift) for day in days for shift in range(-1, house.settings.inbox_days + 1)}
    for source in house.sources if sha256s else ():
        if source.path:
            forget_delivered(house.settings.data / "inbox", source, sha256s, sorted(around))


def _suspects(house: House, since: date | None) -> dict[str, Fetch]:
    """Return by hash the wire documents from a day on, and those of any day that are known to have brought a killed story."""
    found = {
        each.raw_sha256: Fetch(
            fetch_id=each.fetch_id,
            source_id=each.source_id,
            kind=FetchKind.WIRE,
            url="",
            fetched_at=each.seen_at,
            outcome=FetchOutcome.OK,
            raw_sha256=each.raw_sha256,
        )
        for each in warehouse.killed_deliveries(house.settings)
    }
    for fetch in house.log.read(since):
        if fetch.kind is FetchKind.WIRE and fetch.raw_sha256:
            found.setdefault(fetch.raw_sha256, fetch)
    return found


def _redact(house: House, children: Children, fetch: Fetch, guids: set[str]) -> bool:
    """Take the stories of these guids out of a document. Return whether any stood in it."""
    sha256 = fetch.raw_sha256 or ""
    try:
        body = house.raw.get(sha256)
    except (RawMissingError, RawCorruptError):
        return False
    if not any(_may_name(body, guid) for guid in guids):
        return False
    work = Redaction(document=document_of(house, fetch, body), guids=frozenset(guids))
    left = children.call(redact, work, timeout_seconds=PARSE_SECONDS)
    if isinstance(
        left, Lost
    ):  # perhaps from outside, as when a machine shuts down: it is the document if it happens again
        left = children.call(redact, work, timeout_seconds=PARSE_SECONDS)
    if left == body:
        return False
    if isinstance(left, bytes) and left:
        house.raw.redact(sha256, left)
    else:  # nothing is left, or children were lost over it: then the safe side is to have none of it
        house.raw.remove(sha256)
    return True


def _may_name(body: bytes, guid: str) -> bool:
    """Say whether a document may hold a story: its guid's longest word stands in it, or how it is spelled cannot be seen.

    Escapes of XML and JSON alter signs, not words. Guids of telegraphs are made of what stands in several places, and in
    packed or two-byte text no word is found.
    """
    is_markup = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"<", b"{", b"["} and b"\x00" not in body[:64]
    return not is_markup or max(_WORD.findall(guid), key=len, default=guid).encode() in body


def _unswept_since(house: House, memo: Path, killed: set[str]) -> date | None:
    """Return from which day on documents may hold a killed story that no sweep has looked for; None = from the first.

    Of a story that was swept before, those of the last day and later; of a new one, those since it was first seen.
    """
    try:
        kept = json.loads(memo.read_bytes())
        items, until = frozenset(kept["items"]), date.fromisoformat(kept["until"])
    except (OSError, ValueError, KeyError, TypeError):  # no sweep yet, or a torn memo: then all is looked through
        return None
    new = killed - items
    seen = warehouse.first_seen(house.settings, new)
    if new - seen.keys():
        return None
    return min([until, *(each.date() for each in seen.values())])


def _remember(memo: Path, killed: Collection[str], until: date) -> None:
    temporary = memo.with_suffix(".tmp")
    temporary.write_text(json.dumps({"items": sorted(killed), "until": until.isoformat()}), encoding="ascii")
    temporary.replace(memo)


def _is_over(folder: Path, run: str, own: int | None) -> bool:
    token = _token(folder)
    if token is None or own is None:  # a plan that never got so far: older ones by name
        return folder.name < run
    return token < own


def _token(folder: Path) -> int | None:
    try:
        return int(json.loads((folder / "plan" / "plan.json").read_bytes())["token"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
