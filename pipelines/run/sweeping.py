"""What a finished run leaves behind, and what a kill takes with it: hand-over files and raw documents.

Hand-over files serve one run. Those of the last run stay for inspection, unless it obeyed a kill; older ones go.
"""

import json
import shutil
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from pipelines import parse, warehouse
from pipelines.children import Children
from pipelines.collect.raw import RawCorruptError, RawMissingError
from pipelines.records import Document, Fetch, FetchKind, ItemStatus, Kill, ParsedDocument
from pipelines.run.house import PARSE_SECONDS, House

SWEPT = "swept.json"
"""Beside the raw documents: which killed stories were looked for in them, and up to which day."""


def sweep_stage(house: House, run: str, *, with_own: bool) -> None:
    """Remove the hand-over folders of runs that are over: finished, or fenced out by the token of this one."""
    own = _token(house.stage(run))
    for folder in sorted((house.settings.data / "stage").iterdir()):
        if (folder.name == run and with_own) or (folder.name != run and _is_over(folder, run, own)):
            shutil.rmtree(folder)


def remove_killed(house: House, kills: tuple[Kill, ...]) -> int:
    """Remove the raw documents that hold nothing but killed stories. Return how many.

    A document with other stories beside a killed one stays: only wires deliver kills, and theirs hold one story.
    """
    killed = {kill.item_id for kill in kills}
    days = house.log.days()
    if not killed or not days:
        return 0
    memo = house.settings.data / "raw" / SWEPT
    with house.children() as children:
        doomed = {
            fetch.raw_sha256
            for fetch in _mentioning(house, kills, _unswept_since(house, memo, killed))
            if fetch.raw_sha256 and _holds_only(house, children, fetch, killed)
        }
    for sha256 in doomed:
        house.raw.remove(sha256)
    _remember(memo, killed, days[-1])
    return len(doomed)


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


def _mentioning(house: House, kills: tuple[Kill, ...], since: date | None) -> Iterator[Fetch]:
    """Yield the stored wire documents of the killing sources, from a day on, whose bytes hold a killed guid."""
    guids = {
        kill.source_id: [each.guid.encode() for each in kills if each.source_id == kill.source_id] for kill in kills
    }
    for fetch in house.log.read(since):
        if fetch.kind is not FetchKind.WIRE or fetch.raw_sha256 is None or fetch.source_id not in guids:
            continue
        try:
            body = house.raw.get(fetch.raw_sha256)
        except (RawMissingError, RawCorruptError):
            continue
        if any(guid in body for guid in guids[fetch.source_id]):
            yield fetch


def _holds_only(house: House, children: Children, fetch: Fetch, killed: set[str]) -> bool:
    """Say whether every story of a document is killed; the order to kill is no story and stays."""
    document = Document(
        document_id=fetch.fetch_id, source_id=fetch.source_id, body=house.raw.get(fetch.raw_sha256 or ""), url=fetch.url
    )
    parsed = children.call(parse.parse, document, timeout_seconds=PARSE_SECONDS)
    if not isinstance(parsed, ParsedDocument):
        return False
    stories = [item for item in parsed.items if item.status is not ItemStatus.CANCELED]
    return bool(stories) and all(item.item_id in killed for item in stories)
