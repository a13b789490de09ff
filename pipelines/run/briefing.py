"""The brief of a day: from the published snapshot to `data/reports/`."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from pipelines import settings, warehouse
from pipelines.errors import WarehouseError
from pipelines.packs.model import Pack
from pipelines.report import brief as pages
from pipelines.report.pages import Page
from pipelines.run.house import pack_in, report
from pipelines.settings import Settings
from pipelines.warehouse.publication import current_snapshot

LATEST: Final = "brief.html"

_OF_THE_DAY: Final = ("rounds", "facets", "stories", "statements", "actors", "coverage")
_OF_THE_RUNS: Final = ("sources", "outcomes", "checks")
_OF_ALL: Final = {"days": "brief_days", "runs": "brief_runs", "conservation": "conservation", "totals": "sources"}
_TRIES: Final = 3


def brief(day: date | None = None, *, out: Path | None = None) -> Path:
    """Write the brief of a day (None: the latest with articles) and return its path.

    It is `reports/brief-YYYY-MM-DD.html` in the data folder, and `brief.html` leads to that of the latest day; with
    `out` it is that file and nothing else. Readers see the old file or the new one, never half of one. After a kill
    the briefs of other days are written anew as well: what was killed must not stand in them.
    Raises `WarehouseError` when nothing is published or the day has no articles.
    """
    chosen = settings.load()
    pack = pack_in(chosen.pack)
    folder = chosen.data / "reports"
    if folder.exists():
        _forget_the_killed(chosen, pack, folder)
    made = _made(chosen, pack, day)
    if out is not None:
        _place(out, made.html)
        return out
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    path = _path(folder, made.day_on)
    _place(path, made.html)
    if made.is_latest:
        _lead(folder / LATEST, path.name)
    return path


def brief_html(day: date | None = None) -> Page:
    """Return the brief of a day (None: the latest with articles) without writing it.

    Raises as `brief`.
    """
    chosen = settings.load()
    made = _made(chosen, pack_in(chosen.pack), day)
    return Page(html=made.html, policy=made.policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made(Page):
    """The page of one day. `is_latest`: no later day has articles."""

    day_on: date
    is_latest: bool


def _made(chosen: Settings, pack: Pack, day: date | None) -> _Made:
    for _ in range(_TRIES):
        before = _snapshot(chosen)
        rows = {name: report(query, chosen) for name, query in _OF_ALL.items()}
        latest = pages.latest_day(rows["days"], rows["runs"], chosen.day_zone)
        assembled = _assembled(chosen, pack, rows, _held(chosen, rows, day or latest))
        if _snapshot(chosen) == before:
            break  # else a new snapshot was published between two questions: ask all of them again
    page = pages.brief_page(assembled)
    return _Made(html=page.html, policy=page.policy, day_on=assembled.day_on, is_latest=assembled.day_on == latest)


def _forget_the_killed(chosen: Settings, pack: Pack, folder: Path) -> None:
    """Write all briefs of the folder anew if something was killed since they were written; remove those of empty days."""
    mark = folder / ".tombstones"
    snapshot = current_snapshot(chosen)
    tombstones = snapshot.tombstones_sha256 if snapshot else ""
    if mark.exists() and mark.read_text(encoding="utf-8") == tombstones:
        return
    held = {row["day_on"] for row in report(_OF_ALL["days"], chosen)}
    written = {_path(folder, day): day for day in held}
    for path in sorted(folder.glob("brief-????-??-??.html")):
        if path in written:
            _place(path, _made(chosen, pack, written[path]).html)
        else:
            path.unlink()
    _place(mark, tombstones)


def _path(folder: Path, day: date) -> Path:
    return folder / f"brief-{day.isoformat()}.html"


def _snapshot(chosen: Settings) -> Path:
    return warehouse.published_path(chosen).resolve()


def _assembled(chosen: Settings, pack: Pack, of_all: Mapping[str, pages.Rows], day: date) -> pages.Brief:
    runs = pages.runs_of(day, of_all["runs"], chosen.day_zone)
    parameters: dict[str, Any] = {"day": day, "runs": [row["run"] for row in runs]}
    asked = {**dict.fromkeys(_OF_THE_DAY, "day"), **dict.fromkeys(_OF_THE_RUNS, "runs")}
    rows = {
        name: report(f"brief_{name}", chosen, **{parameter: parameters[parameter]}) for name, parameter in asked.items()
    }
    texts = {**_OF_ALL, **{name: f"brief_{name}" for name in asked}}
    return pages.assemble(
        {**of_all, **rows, "runs": runs},
        day=day,
        zone=chosen.day_zone,
        topic=_topic(pack, day),
        queries={name: _filled(query, parameters) for name, query in texts.items()},
    )


def _held(chosen: Settings, rows: Mapping[str, pages.Rows], day: date | None) -> date:
    """Return the day if articles of it are held.

    Raises `WarehouseError`.
    """
    if day is None or not rows["runs"]:
        raise WarehouseError(
            "No article has been published yet: there is nothing to brief on.",
            where=str(_snapshot(chosen)),
            next_step="`trucewatch status` says what became of what was collected.",
        )
    held = [row["day_on"] for row in rows["days"]]
    if day not in held:
        raise WarehouseError(
            f"No article of {day.isoformat()} is held.",
            where=str(_snapshot(chosen)),
            next_step=f"Days with articles, the latest first: {', '.join(each.isoformat() for each in held[:-8:-1])}.",
        )
    return day


def _topic(pack: Pack, day: date) -> pages.Topic:
    """Return what the page takes from the pack: titles, names, and the sides that the parties are on that day."""
    parties = [
        period.side
        for party in pack.parties
        for period in pack.actors[party].sides
        if (period.from_on is None or period.from_on <= day) and (period.to_on is None or day < period.to_on)
    ]
    return pages.Topic(
        topic=pack.topic,
        version=pack.version,
        parties=tuple(dict.fromkeys(parties)),
        names={actor_id: actor.name for actor_id, actor in pack.actors.items()},
        rounds={each.round_id: each.name for each in pack.rounds},
    )


def _filled(query: str, parameters: Mapping[str, Any]) -> str:
    """Return a query with its parameters written out, for people to copy; ours are dates and names of runs."""
    text = (settings.shipped("sql") / "report" / f"{query}.sql").read_text(encoding="utf-8").strip()
    runs = ", ".join(f"'{name}'" for name in parameters["runs"])
    return text.replace("$day", f"date '{parameters['day']:%Y-%m-%d}'").replace("$runs", f"[{runs}]")


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────


def _place(path: Path, text: str) -> None:
    """Write a file that everybody may read, in one step."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        os.fchmod(file.fileno(), 0o644)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)


def _lead(link: Path, target: str) -> None:
    """Let a symbolic link lead to a file beside it, in one step."""
    temporary = link.with_name(f".{link.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(link)
