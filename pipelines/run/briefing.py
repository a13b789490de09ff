"""The brief of a day: from the published snapshot to `data/reports/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pipelines import settings, warehouse
from pipelines.errors import NothingHeld
from pipelines.packs.model import Pack, covers
from pipelines.report import brief as pages
from pipelines.report.pages import Page
from pipelines.run.house import on_one_snapshot, pack_in, question, report
from pipelines.settings import Settings
from pipelines.warehouse import durable
from pipelines.warehouse.publication import current_snapshot

LATEST: Final = "brief.html"

_OF_THE_DAY: Final = ("rounds", "facets", "stories", "statements", "actors", "coverage")
_OF_THE_RUNS: Final = {"sources": "brief_sources", "outcomes": "brief_outcomes", "checks": "checks"}
_OF_ALL: Final = {"days": "brief_days", "runs": "brief_runs", "conservation": "conservation", "totals": "sources"}
_PUBLIC: Final = 0o644


def brief(day: date | None = None, *, out: Path | None = None) -> Path:
    """Write the brief of a day (None: the latest with articles) and return its path.

    It is `reports/brief-YYYY-MM-DD.html` in the data folder, and `brief.html` leads to that of the latest day; with
    `out` it is that file and nothing else. Readers see the old file or the new one, never half of one. After a kill
    the briefs of other days are written anew as well: what was killed must not stand in them.
    Raises `NothingPublished` when there is no snapshot, `NothingHeld` when the day has no articles.
    """
    chosen = settings.load()
    pack = pack_in(chosen.pack)
    folder = chosen.data / "reports"
    forget_the_unseen()
    made = _made(chosen, pack, day)
    if out is not None:
        durable.place(out, made.html, _PUBLIC)
        return out
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    path = _path(folder, made.day_on)
    durable.place(path, made.html, _PUBLIC)
    if made.is_latest:
        durable.link(folder / LATEST, path.name)
    return path


def brief_html(day: date | None = None, *, root: str | None = None) -> Page:
    """Return the brief of a day (None: the latest with articles) without writing it.

    With `root`, the address under which the desk answers (ending with a slash), it links to the days around.
    Raises as `brief`.
    """
    chosen = settings.load()
    made = _made(chosen, pack_in(chosen.pack), day, root)
    return Page(html=made.html, policy=made.policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made(Page):
    """The page of one day. `is_latest`: no later day has articles."""

    day_on: date
    is_latest: bool


def _made(chosen: Settings, pack: Pack, day: date | None, root: str | None = None) -> _Made:
    def read(_: str) -> tuple[pages.Brief, date | None, pages.Rows]:
        rows = {name: report(query, chosen) for name, query in _OF_ALL.items()}
        latest = pages.latest_day(rows["days"], rows["runs"], chosen.day_zone)
        return _assembled(chosen, pack, rows, _held(chosen, rows, day or latest)), latest, rows["days"]

    assembled, latest, days = on_one_snapshot(chosen, read)
    around = None if root is None else pages.around(assembled.day_on, days, root=root)
    page = pages.brief_page(assembled, around)
    return _Made(html=page.html, policy=page.policy, day_on=assembled.day_on, is_latest=assembled.day_on == latest)


def forget_the_unseen() -> None:
    """Write all briefs anew if something was killed or withheld since they were written; remove those of empty days."""
    chosen = settings.load()
    pack = pack_in(chosen.pack)
    folder = chosen.data / "reports"
    if not folder.exists():
        return
    mark = folder / ".tombstones"
    snapshot = current_snapshot(chosen)
    tombstones = snapshot.tombstones_sha256 if snapshot else ""
    if mark.exists() and mark.read_text(encoding="utf-8") == tombstones:
        return
    held = {row["day_on"] for row in report(_OF_ALL["days"], chosen)}
    written = {_path(folder, day): day for day in held}
    for path in sorted(folder.glob("brief-????-??-??.html")):
        if path in written:
            durable.place(path, _made(chosen, pack, written[path]).html, _PUBLIC)
        else:
            path.unlink()
    durable.place(mark, tombstones, _PUBLIC)


def _path(folder: Path, day: date) -> Path:
    return folder / f"brief-{day.isoformat()}.html"


def _assembled(chosen: Settings, pack: Pack, of_all: Mapping[str, pages.Rows], day: date) -> pages.Brief:
    runs = pages.runs_of(day, of_all["runs"], chosen.day_zone)
    of_day, of_runs = {"day": day}, {"runs": [row["run"] for row in runs]}
    asked: dict[str, tuple[str, Mapping[str, object]]] = {
        **{name: (f"brief_{name}", of_day) for name in _OF_THE_DAY},
        **{name: (query, of_runs) for name, query in _OF_THE_RUNS.items()},
    }
    rows = {name: report(query, chosen, **only) for name, (query, only) in asked.items()}
    queries = {name: question(query) for name, query in _OF_ALL.items()}
    queries |= {name: question(query, **only) for name, (query, only) in asked.items()}
    return pages.assemble(
        {**of_all, **rows, "runs": runs},
        day=day,
        zone=chosen.day_zone,
        topic=_topic(pack, day),
        queries=queries,
    )


def _held(chosen: Settings, rows: Mapping[str, pages.Rows], day: date | None) -> date:
    """Return the day if articles of it are held.

    Raises `NothingHeld`.
    """
    if day is None or not rows["runs"]:
        raise NothingHeld(
            "No article has been published yet: there is nothing to brief on.",
            where=str(warehouse.published_path(chosen).resolve()),
            next_step="`trucewatch status` says what became of what was collected.",
        )
    held = [row["day_on"] for row in rows["days"]]
    if day not in held:
        raise NothingHeld(
            f"No article of {day.isoformat()} is held.",
            where=str(warehouse.published_path(chosen).resolve()),
            next_step=f"Days with articles, the latest first: {', '.join(each.isoformat() for each in held[:-8:-1])}.",
        )
    return day


def _topic(pack: Pack, day: date) -> pages.Topic:
    """Return what the page takes from the pack: titles, names, and the sides that the parties are on that day."""
    parties = [period.side for party in pack.parties for period in pack.actors[party].sides if covers(period, day)]
    return pages.Topic(
        topic=pack.topic,
        version=pack.version,
        parties=tuple(dict.fromkeys(parties)),
        names={actor_id: actor.name for actor_id, actor in pack.actors.items()},
        rounds={each.round_id: each.name for each in pack.rounds},
    )
