"""A look into one wire document, in a child, as it is delivered: whether it must be out of sight, whether it is urgent.

Nothing of the text comes back: what the document says is for the run that works it.
"""

from pipelines import parse
from pipelines.collect.taking import Seen
from pipelines.lifecycle import is_over
from pipelines.parse.jsonvalue import Json, read_json
from pipelines.records import Document, Item, ItemStatus, ParsedDocument, Reason, WireApi

KILL = "kill"
WITHHELD = "withheld"


def glance(document: Document) -> Seen:
    """Return what a delivery holds, as of `received_at`; of an answer of an API also where it leads."""
    parsed = parse.parse(document)
    is_file = (document.url or "").startswith("wire:")
    api = document.profile.api if document.profile and not is_file else None
    answer = _answer(document, api) if api else Seen()
    if not isinstance(parsed, ParsedDocument):
        is_refused = parsed.reason is not Reason.NOT_TEXT and not answer.is_empty
        return Seen(
            is_empty=answer.is_empty,
            next_page=answer.next_page,
            cursor=answer.cursor,
            refused=parsed.reason if is_refused else None,
            detail=parsed.detail if is_refused else "",
        )
    held = [item for item in parsed.items if is_held(item, document)]
    gone = {item.item_id for item in held}
    free = [item for item in parsed.items if item.item_id not in gone and not _is_order(item)]
    times = [item.updated_at or item.published_at for item in parsed.items]
    ends = [item.embargo_until for item in held if item.status is ItemStatus.USABLE and not item.embargo_unclear]
    return Seen(
        held=tuple(item.item_id for item in held),
        free=tuple(item.item_id for item in free),
        held_until=min(filter(None, ends), default=None),
        why=_why(parsed),
        newest_at=max(filter(None, times), default=None),
        is_empty=not (is_file or parsed.items or parsed.rejected),
        next_page=answer.next_page,
        cursor=answer.cursor,
    )


def is_held(item: Item, document: Document) -> bool:
    """Say whether nobody may see an item when it is delivered. A kill holds nothing: it takes away."""
    if item.status is ItemStatus.CANCELED:
        return False
    if item.embargo_unclear or item.status is ItemStatus.WITHHELD:
        return True
    until_at, now = item.embargo_until, document.received_at
    return until_at is not None and (now is None or not is_over(until_at, now))


def _is_order(item: Item) -> bool:
    return item.status is ItemStatus.CANCELED or bool(item.kills or item.kill_names)


def _why(parsed: ParsedDocument) -> str | None:
    if any(_is_order(item) for item in parsed.items):
        return KILL
    return WITHHELD if any(item.status is ItemStatus.WITHHELD for item in parsed.items) else None


# ── Answers of an API ─────────────────────────────────────────────────────────────────────────────


def _answer(document: Document, api: WireApi) -> Seen:
    """Return what stands at the paths of the profile, and whether the answer is JSON with nothing in its lists."""
    value = read_json(document.body.decode("utf-8-sig", "replace"))
    if isinstance(value, ValueError):
        return Seen()
    return Seen(
        is_empty=_is_bare(value),
        next_page=_text_at(value, api.next_path),
        cursor=_text_at(value, api.cursor_path),
    )


def _is_bare(value: Json) -> bool:
    """Return whether an answer has lists, at its top or one level below, and nothing in any of them."""
    if isinstance(value, list):
        return not value
    if not isinstance(value, dict):
        return False
    inner = [
        each for part in value.values() for each in ((part, *part.values()) if isinstance(part, dict) else (part,))
    ]
    lists = [each for each in inner if isinstance(each, list)]
    return bool(lists) and not any(lists)


def _text_at(value: Json, path: str | None) -> str | None:
    for name in path.split("/") if path else ():
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    if not path or isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) or None
