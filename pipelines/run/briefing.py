"""The brief of a day: from the published snapshot to `data/reports/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from pipelines import settings, warehouse
from pipelines.errors import NothingHeld
from pipelines.packs.model import Pack, covers
from pipelines.report import brief as pages
from pipelines.report import brief_text
from pipelines.report.escaping import visible
from pipelines.report.pages import Page
from pipelines.run.house import Reading, pack_in, question, reading, report
from pipelines.settings import Settings
from pipelines.warehouse import durable
from pipelines.warehouse.publication import current_snapshot

LATEST: Final = "brief.html"

_OF_THE_DAY: Final = (
    "rounds",
    "facets",
    "claims",
    "statements",
    "actors",
    "coverage",
    "framing",
    "stories",
    "silence",
)
_OF_THE_RUNS: Final = {
    "runs": "brief_runs_of",
    "sources": "brief_sources",
    "outcomes": "brief_outcomes",
    "checks": "checks",
}
_OF_ALL: Final = {"days": "brief_days", "runs": "brief_runs", "conservation": "conservation", "totals": "sources"}
_PUBLIC: Final = 0o644
_PAGES_KEPT: Final = 8


class Format(StrEnum):
    """A form in which a brief is written; the value is how its file's name ends."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"


def brief(day: date | None = None, *, out: Path | None = None, form: Format = Format.HTML) -> Path:
    """Write the brief of a day (None: the latest with articles) in all forms and return the path of the one asked for.

    They are `reports/brief-YYYY-MM-DD.html`, `.md` and `.json` in the data folder, and `brief.html`, `brief.md` and
    `brief.json` lead to those of the latest day; with `out` it is that file and nothing else. Readers see an old file
    or the new one, never half of one. After a kill the briefs of other days are written anew as well: what was killed
    must not stand in them.
    Raises `NothingPublished` when there is no snapshot, `NothingHeld` when the day has no articles.
    """
    chosen = settings.load()
    pack = pack_in(chosen.pack)
    folder = chosen.data / "reports"
    forget_the_unseen()
    made = _made(chosen, pack, day)
    if out is not None:
        durable.place(out, made.written(form), _PUBLIC)
        return out
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    for each in Format:
        path = _path(folder, made.brief.day_on, each)
        durable.place(path, made.written(each), _PUBLIC)
        if made.is_latest:
            durable.link(folder / f"brief.{each}", path.name)
    return _path(folder, made.brief.day_on, form)


def brief_html(day: date | None = None, *, root: str | None = None) -> Page:
    """Return the brief of a day (None: the latest with articles) without writing it.

    With `root`, the address under which the desk answers (ending with a slash), it links to the days around.
    Drawn once a snapshot: a page of the desk is asked for again and again. Raises as `brief`.
    """
    chosen = settings.load()
    return _drawn(day, root, _drawn_from(chosen))


@lru_cache(maxsize=_PAGES_KEPT)
def _drawn(day: date | None, root: str | None, _: tuple[object, ...]) -> Page:
    chosen = settings.load()
    made = _made(chosen, pack_in(chosen.pack), day)
    around = None if root is None else pages.around(made.brief.day_on, made.days, root=root)
    return pages.brief_page(made.brief, around)


def _drawn_from(chosen: Settings) -> tuple[object, ...]:
    """Return what a page follows from, besides the day: the snapshot's own file, the pack, the zone of days."""
    path = warehouse.published_path(chosen).resolve()
    held = path.stat() if path.exists() else None
    file = (held.st_ino, held.st_mtime_ns) if held else ()
    return (path, *file, pack_in(chosen.pack).version, chosen.day_zone)


def delivered(day: date | None = None) -> tuple[str, str, str]:
    """Return title, Markdown and HTML of the brief of a day as it may leave the house.

    Of sources whose texts may not be passed on it has title and link, as exports do. Raises as `brief`.
    """
    chosen = settings.load()
    made = _made(chosen, pack_in(chosen.pack), day, right=pages.Right.OUTSIDE)
    return visible(brief_text.title_of(made.brief)), made.written(Format.MARKDOWN), made.written(Format.HTML)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """The brief of one day, and the rows of all days. `is_latest`: no later day has articles."""

    brief: pages.Brief
    days: pages.Rows
    is_latest: bool

    def written(self, form: Format) -> str:
        match form:
            case Format.HTML:
                return pages.brief_page(self.brief).html
            case Format.MARKDOWN:
                return brief_text.brief_markdown(self.brief)
            case Format.JSON:
                return brief_text.brief_json(self.brief)


def _made(chosen: Settings, pack: Pack, day: date | None, right: pages.Right = pages.Right.INSIDE) -> _Made:
    with reading(chosen) as snapshot:  # one for all: figures that stand side by side are of one snapshot
        rows = {name: snapshot.rows(query) for name, query in _OF_ALL.items()}
        latest = pages.latest_day(rows["days"], rows["runs"], chosen.day_zone)
        assembled = _assembled(snapshot, chosen, pack, rows, day=_held(chosen, rows, day or latest), right=right)
    return _Made(brief=assembled, days=rows["days"], is_latest=assembled.day_on == latest)


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
    days = {_path(folder, day, form): (day, form) for day in held for form in Format}
    anew: dict[date, _Made] = {}
    for path in sorted(folder.glob("brief-????-??-??.*")):
        if path not in days:
            path.unlink()
            continue
        day, form = days[path]
        made = anew[day] if day in anew else anew.setdefault(day, _made(chosen, pack, day))
        durable.place(path, made.written(form), _PUBLIC)
    durable.place(mark, tombstones, _PUBLIC)


def _path(folder: Path, day: date, form: Format) -> Path:
    return folder / f"brief-{day.isoformat()}.{form}"


def _assembled(
    snapshot: Reading, chosen: Settings, pack: Pack, of_all: Mapping[str, pages.Rows], *, day: date, right: pages.Right
) -> pages.Brief:
    runs = pages.runs_of(day, of_all["runs"], chosen.day_zone)
    of_day, of_runs = {"day": day}, {"runs": [row["run"] for row in runs]}
    asked: dict[str, tuple[str, Mapping[str, object]]] = {
        **{name: (f"brief_{name}", of_day) for name in _OF_THE_DAY},
        "revisions": ("brief_revisions", {**of_day, "zone": chosen.day_zone}),
        **{name: (query, of_runs) for name, query in _OF_THE_RUNS.items()},
    }
    rows = {name: snapshot.rows(query, **only) for name, (query, only) in asked.items()}
    queries = {name: question(query) for name, query in _OF_ALL.items()}
    queries |= {name: question(query, **only) for name, (query, only) in asked.items()}
    return pages.assemble(
        {**of_all, **rows},
        day=day,
        zone=chosen.day_zone,
        topic=_topic(pack, day),
        queries=queries,
        right=right,
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
