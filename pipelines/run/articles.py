"""What the published snapshot holds of one article, found by its id or address."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pipelines import settings, warehouse
from pipelines.addresses import address_key
from pipelines.errors import NothingHeld
from pipelines.records import make_id
from pipelines.report.article import Held
from pipelines.report.escaping import visible
from pipelines.run.house import on_one_snapshot, report
from pipelines.settings import Settings

MOST_SHOWN: Final = 5
"""Articles that are named where several may be meant."""

_SCHEME: Final = re.compile(r"^https?://(www\.)?")


def held(asked: str) -> Held:
    """Return what is held of the article with an id or an address, or the beginning of one that only it has.

    Raises `NothingHeld` where no article is meant, several are, or one that was killed; `NothingPublished`.
    """
    chosen = settings.load()
    return on_one_snapshot(chosen, lambda _: _read(chosen, asked))


def _read(chosen: Settings, asked: str) -> Held:
    article_id = _meant(chosen, asked)
    rows = {
        name: report(f"article_{name}", chosen, article=article_id)
        for name in ("held", "history", "changes", "sightings", "story", "corrections")
    }
    return Held(
        held=rows["held"][0],
        history=rows["history"],
        changes=rows["changes"],
        sightings=rows["sightings"],
        story=rows["story"],
        corrections=rows["corrections"],
    )


def _meant(chosen: Settings, asked: str) -> str:
    called = asked.strip().casefold()
    tail = _SCHEME.sub("", called.partition("?")[0].partition("#")[0]).rstrip("/")
    found = report("article_named", chosen, called=called, tail=tail, ids=_ids(chosen, asked.strip()))
    if len(found) == 1 and found[0]["title"] is not None:
        return str(found[0]["article_id"])
    raise _unclear(chosen, asked, found)


def _ids(chosen: Settings, asked: str) -> list[str]:
    """Return the id itself, and the ids that an article has of an address, whatever form of it: one for each publisher."""
    if "://" not in asked:
        return [asked.casefold()]
    publishers = warehouse.query(chosen, "select distinct publisher_id from article_heads").rows
    return [make_id(str(publisher), "url", address_key(asked)) for (publisher,) in publishers]


def _unclear(chosen: Settings, asked: str, found: Sequence[Mapping[str, Any]]) -> NothingHeld:
    where = str(warehouse.published_path(chosen).resolve())
    if not found:
        return NothingHeld(
            f"No article is held that {visible(asked)!r} is an id or address of.",
            where=where,
            next_step="`trucewatch sql \"select article_id, url from articles where contains(title, '…')\"` finds articles by their words.",
        )
    if len(found) == 1:
        return NothingHeld(
            f"The article {found[0]['article_id']} was killed or is withheld: nothing of it may be shown.",
            where=where,
            next_step='`trucewatch sql "select killed_at, note from tombstones"` says what was killed, when and why.',
        )
    shown = "; ".join(
        f"{each['article_id'][:12]} {visible(each['url'] or each['title'] or '')}" for each in found[:MOST_SHOWN]
    )
    more = f"; and {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
    return NothingHeld(
        f"{len(found)} articles may be meant by {visible(asked)!r}.",
        where=where,
        next_step=f"Name one: {shown}{more}.",
    )
