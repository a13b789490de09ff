"""Pictures of the archive: from the published snapshot to a file."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from pipelines import settings, warehouse
from pipelines.errors import NothingHeld, SettingsError
from pipelines.packs.model import covers
from pipelines.report import plots
from pipelines.report.brief_values import Topic
from pipelines.report.brief_words import side_of
from pipelines.report.plots import Period, Picture
from pipelines.run.exportplace import forget_exports, place, scratch, settled, target
from pipelines.run.house import on_one_snapshot, pack_in, report
from pipelines.settings import Settings
from pipelines.warehouse.exports import readable_snapshot

PICTURES: Final = ("share-of-voice", "timeline", "network")
DAYS: Final = 28
"""Days that are shown where nobody says which: the last ones with articles about the talks."""

MOST_DAYS: Final = 366
TOP: Final = {"share-of-voice": 12, "network": 30}
MOST: Final = {"share-of-voice": 40, "network": 60}
"""Rows or actors of a picture: as many as are shown where nobody says how many, and as many as can be read."""

_QUERIES: Final = {"actor": "plot_voice_actor", "side": "plot_voice_side"}
_GROUPS: Final = {"outlet-side": "side"}


def picture(
    name: str, *, since: date | None = None, until: date | None = None, by: str = "actor", top: int | None = None
) -> Picture:
    """Return one of `PICTURES` of the days from `since` to the one before `until`; by default the last 28 with talks.

    `by` is one of `plots.VOICES` and says what shares of voice are shown by, `top` how many rows or actors there are.
    Raises `NothingPublished`, `NothingHeld` when these days have no article about the talks, and `SettingsError` for
    what cannot be drawn.
    """
    chosen = settings.load()
    _check(name, by, top)
    return on_one_snapshot(chosen, lambda _: _drawn(chosen, name, since, until, by=by, top=top or TOP.get(name, 0)))


def write(out: Path | None, file_name: str, made: Callable[[], bytes]) -> Path:
    """Write a picture to a file (None: `file_name` in `data/exports/`) and return its path.

    Readers see the old file or the new one. Raises as `made` does, `SettingsError` for a file that cannot be, and
    `WarehouseError` when a kill was obeyed meanwhile: then nothing is written.
    """
    chosen = settings.load()
    if out is not None and out.is_dir():
        raise SettingsError(
            "This is a folder.", where=str(out), next_step=f"Name a file with --out, such as {file_name}."
        )
    now = readable_snapshot(chosen)
    forget_exports(chosen)
    folder = target(chosen, out.absolute().parent if out else None)
    path = folder / (out.name if out else file_name)
    with scratch(folder) as beside:
        (beside / path.name).write_bytes(made())
        with settled(chosen, now.tombstones_sha256, folder):
            place(beside / path.name, path)
    return path


def _check(name: str, by: str, top: int | None) -> None:
    if name not in PICTURES:
        raise SettingsError(f"{name!a} is no picture.", where="PICTURE", next_step=f"There are: {', '.join(PICTURES)}.")
    if by not in plots.VOICES:
        raise SettingsError(
            f"Shares of voice are not counted by {by!a}.", where="--by", next_step=f"Choose {', '.join(plots.VOICES)}."
        )
    if top is not None and not 1 <= top <= MOST.get(name, top):
        raise SettingsError(
            f"A {name} of {top} cannot be read.", where="--top", next_step=f"Choose from 1 to {MOST[name]}."
        )


def _drawn(chosen: Settings, name: str, since: date | None, until: date | None, *, by: str, top: int) -> Picture:
    period = _period(chosen, since, until)
    days = {"since": period.since, "until": period.until}
    match name:
        case "timeline":
            return plots.timeline(report("plot_timeline", chosen, **days), period)
        case "network":
            actors = report("plot_network_actors", chosen, **days, top=top)
            pairs = report("plot_network_links", chosen, **days, actors=[row["actor"] for row in actors])
            return plots.network(actors, pairs, period, _sided(chosen, period))
        case _:
            only: dict[str, Any] = {} if by in _QUERIES else {"by": _GROUPS.get(by, by)}
            rows = report(_QUERIES.get(by, "plot_voice_outlets"), chosen, **days, top=top, **only)
            return plots.share_of_voice(rows, period, by, _sided(chosen, period))


def _period(chosen: Settings, since: date | None, until: date | None) -> Period:
    days = {row["day_on"]: row["talks_articles"] for row in report("plot_days", chosen)}
    told = [day for day, articles in days.items() if articles]
    where = str(warehouse.published_path(chosen).resolve())
    if not told:
        raise NothingHeld(
            "No article about the talks has been published yet: there is nothing to draw.",
            where=where,
            next_step="`trucewatch status` says what became of what was collected.",
        )
    end = until or max(told[-1], since or told[-1]) + timedelta(days=1)
    begin = since or max(end - timedelta(days=DAYS), min(told[0], end - timedelta(days=1)))
    if begin >= end:
        raise SettingsError(
            f"No day is before {end} and not before {begin}.",
            where="--since, --until",
            next_step="--until is the first day that is left out: for one day, write the day after it.",
        )
    if (end - begin).days > MOST_DAYS:
        raise SettingsError(
            f"{(end - begin).days} days do not fit into one picture.",
            where="--since, --until",
            next_step=f"Choose {MOST_DAYS} days at most.",
        )
    held = {day: articles for day, articles in days.items() if begin <= day < end}
    if not any(held.values()):
        raise NothingHeld(
            "These days have no article about the talks.",
            where=where,
            next_step=f"There are such articles from {told[0]} to {told[-1]}.",
        )
    return Period(since=begin, until=end, talks=held)


def _sided(chosen: Settings, period: Period) -> plots.Sided:
    """Return how a side is called and its hue, by the parties of the pack on the last of the days."""
    pack = pack_in(chosen.pack)
    last = period.until - timedelta(days=1)
    parties = [each.side for party in pack.parties for each in pack.actors[party].sides if covers(each, last)]
    topic = Topic(
        topic=pack.topic,
        version=pack.version,
        parties=tuple(dict.fromkeys(parties)),
        names={actor_id: actor.name for actor_id, actor in pack.actors.items()},
    )
    return lambda side: side_of(side, topic)
