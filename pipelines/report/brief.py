"""The brief of one day: from rows of the published snapshot to values, from values to a page.

    rows of sql/report/brief_*.sql ─assemble─▶ Brief ─brief_page─▶ Page
                                                     └brief_text──▶ Markdown, JSON

Nothing here opens, asks the time or knows who takes part in the talks. Every sentence is made from figures of the rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pipelines.report.brief_claims import claims_of
from pipelines.report.brief_figures import COUNTED, excerpt, figures
from pipelines.report.brief_movement import coverage_of, event_of, movers_of, turns_of, voices_of
from pipelines.report.brief_soundness import Soundness, silent_of, soundness_of
from pipelines.report.brief_statements import kinds_of, most_reported, statements_of
from pipelines.report.brief_stories import revisions_of, stories_of
from pipelines.report.brief_values import (
    Claim,
    DayFigures,
    Event,
    Excerpt,
    Figure,
    Kind,
    Mover,
    Revision,
    Right,
    Row,
    Rows,
    Share,
    Side,
    Silent,
    Statement,
    Story,
    Topic,
    Turn,
)
from pipelines.report.brief_words import local, side_of, web_address
from pipelines.report.pages import Page, number, page, percent

CLAIMS_SHOWN: Final = 8
OUTLETS_NAMED: Final = 3
STORIES_SHOWN: Final = 7
QUOTES_SHOWN: Final = 8
REPORTED_SHOWN: Final = 5
OF_A_KIND: Final = 8
REVISIONS_SHOWN: Final = 8
MOVERS_SHOWN: Final = 6
DAYS_LINKED: Final = 5
NAMED_SHOWN: Final = 10
ACTORS_LISTED: Final = 40

_NOON: Final = time(12)

RIGHTS: Final[Mapping[Right, str]] = {
    Right.INSIDE: (
        "This page is for the house. Of a source that reserves all rights, or that stands on a list of sanctions, it "
        "shows title and link and no other words; of the others it quotes briefly."
    ),
    Right.OUTSIDE: (
        "This brief has left the house. Only of sources whose licence lets texts be passed on does it show words; of "
        "all others title and link."
    ),
}
"""What the page says of rights."""


# ── What the page says ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that the page of one day says. `now` (UTC) is when the last run of the brief took place.

    `figures` are all that the page may show, by name; `excerpts` and `queries` the rows that they are counted from.
    """

    day_on: date
    now: datetime
    zone: str
    topic: Topic
    today: DayFigures
    previous: DayFigures | None
    earlier: tuple[DayFigures, ...]
    rounds: tuple[str, ...]
    facets: tuple[Turn, ...]
    claims: tuple[Claim, ...]
    speakers: tuple[str, ...]
    statements: tuple[Statement, ...]
    speaking_sides: tuple[Side, ...]
    kinds: tuple[Kind, ...]
    movers: tuple[Mover, ...]
    event: Event | None
    stories: tuple[Story, ...]
    revisions: tuple[Revision, ...]
    silent: tuple[Silent, ...]
    coverage: Mapping[str, tuple[Share, ...]]
    voices: tuple[Share, ...]
    soundness: Soundness
    runs: tuple[Row, ...]
    right: Right
    figures: Mapping[str, Figure]
    queries: Mapping[str, str]
    excerpts: Mapping[str, Excerpt]

    @property
    def rising(self) -> tuple[Mover, ...]:
        """Return the actors named more often than before, the greatest change first."""
        return self._moved(1)

    @property
    def falling(self) -> tuple[Mover, ...]:
        """Return the actors named less often than before, the greatest change first."""
        return self._moved(-1)

    def _moved(self, sign: int) -> tuple[Mover, ...]:
        moved = [each for each in self.movers if each.mean is not None and sign * each.change > 0]
        return tuple(sorted(moved, key=lambda each: (-abs(each.change), -each.articles, each.name)))

    @property
    def new_claims(self) -> tuple[Claim, ...]:
        """Return the claims that no source had before the day."""
        return tuple(each for each in self.claims if each.is_new)

    @property
    def quotes(self) -> tuple[Statement, ...]:
        """Return what was quoted."""
        return tuple(each for each in self.statements if each.is_quote)

    @property
    def reported(self) -> tuple[Statement, ...]:
        """Return what was reported in the outlets' own words."""
        return tuple(each for each in self.statements if not each.is_quote)


# ── Which day, which runs ─────────────────────────────────────────────────────────────────────────


def latest_day(days: Rows, runs: Rows, zone: str) -> date | None:
    """Return the last day with articles, none after the day of the last run: a wrong date must not be the news.

    None without any article.
    """
    held = [row["day_on"] for row in days]
    until = max((local(row["planned_at"], zone).date() for row in runs), default=None)
    return max((each for each in held if until is None or each <= until), default=max(held, default=None))


def runs_of(day: date, runs: Rows, zone: str) -> tuple[Row, ...]:
    """Return the runs that the brief's completeness speaks of, in their order; empty only if there is no run.

    They are those planned from the beginning of the day to the noon after it: a daily run takes up the evening before.
    Without one it is the first run after that, without that the last of all.
    """
    start = datetime.combine(day, time(), ZoneInfo(zone))
    noon = datetime.combine(day + timedelta(days=1), _NOON, ZoneInfo(zone))
    planned = [(local(row["planned_at"], zone), row) for row in runs]
    chosen = [row for at, row in planned if start <= at < noon]
    later = [row for at, row in planned if at >= noon]
    return tuple(chosen or later[:1] or list(runs)[-1:])


# ── Assembling ────────────────────────────────────────────────────────────────────────────────────


def assemble(
    rows: Mapping[str, Rows],
    *,
    day: date,
    zone: str,
    topic: Topic,
    queries: Mapping[str, str] | None = None,
    right: Right = Right.INSIDE,
) -> Brief:
    """Return the brief of a day from the rows of each query, named as its file without `brief_`.

    `rows` has those of `COUNTED`; runs are those of the brief, in their order, totals those of `sql/report/sources.sql`.
    `queries` holds the text of each with its parameters filled in, `right` says whose words may be shown. The day has
    articles and there is a run.
    """
    days = [day_figures(row) for row in rows["days"]]
    weights = {row["facet"]: row["articles"] for row in rows["facets"]}
    statements = statements_of(rows["statements"], topic, weights, right)
    sides, kinds = kinds_of(rows["statements"], statements, topic)
    return Brief(
        day_on=day,
        now=max(row["planned_at"] for row in rows["runs"]),
        zone=zone,
        topic=topic,
        today=next(each for each in days if each.day_on == day),
        previous=next((each for each in days if each.day_on == day - timedelta(days=1)), None),
        earlier=tuple(each for each in days if day - timedelta(days=14) <= each.day_on < day),
        rounds=tuple(topic.rounds.get(row["round"], row["round"]) for row in rows["rounds"]),
        facets=turns_of(rows["facets"]),
        claims=claims_of(rows["claims"], day, topic, weights, right),
        speakers=most_reported(rows["statements"])[0],
        statements=statements,
        speaking_sides=sides,
        kinds=kinds,
        movers=movers_of(rows["actors"], topic),
        event=event_of(rows["framing"], topic),
        stories=stories_of(rows["stories"], day, rows["sources"]),
        revisions=revisions_of(rows["revisions"], right),
        silent=silent_of(rows["silence"]),
        coverage=coverage_of(rows["coverage"], topic),
        voices=voices_of(rows["actors"], topic),
        soundness=soundness_of(rows, topic),
        runs=tuple(rows["runs"]),
        right=right,
        figures=figures(rows, day),
        queries=queries or {},
        excerpts={name: excerpt(rows[name], right) for name in COUNTED},
    )


def day_figures(row: Row) -> DayFigures:
    """Return a row of brief_days.sql as a value."""
    return DayFigures(**{name: row[name] for name in DayFigures.__dataclass_fields__})


# ── The page ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The days around that of a brief: the next, the earlier ones (the latest first), how many there are in all.

    `root` is the address under which the desk answers, ending with a slash.
    """

    newer: date | None
    earlier: tuple[date, ...]
    count: int
    root: str


def around(day: date, days: Rows, *, root: str) -> Around:
    """Return the days around one; rows of brief_days.sql."""
    held = sorted(row["day_on"] for row in days)
    return Around(
        newer=next((each for each in held if each > day), None),
        earlier=tuple(each for each in reversed(held) if each < day)[:DAYS_LINKED],
        count=len(held),
        root=root,
    )


def brief_page(brief: Brief, days: Around | None = None) -> Page:
    """Render a brief: the same brief gives the same bytes. With `days` it links to those around.

    One that leaves the house has neither rows nor queries: mail programs cut long pages.
    """
    return page(
        "brief.html",
        "brief.css",
        brief=brief,
        days=days,
        charts=_charts(brief),
        right_in_words=RIGHTS[brief.right],
        has_rows=brief.right is Right.INSIDE,
        most={
            "claims": CLAIMS_SHOWN,
            "outlets": OUTLETS_NAMED,
            "kind": OF_A_KIND,
            "revisions": REVISIONS_SHOWN,
            "stories": STORIES_SHOWN,
            "quotes": QUOTES_SHOWN,
            "reported": REPORTED_SHOWN,
            "movers": MOVERS_SHOWN,
            "actors": ACTORS_LISTED,
        },
    )


def _charts(brief: Brief) -> dict[str, object]:
    from pipelines.report import charts

    def movers(key: str, title: str, rows: Sequence[Mover]) -> object:
        shown = rows[: MOVERS_SHOWN if brief.earlier else NAMED_SHOWN]
        return charts.bars(
            [
                charts.Bar(
                    label=each.name,
                    note=each.side.word if each.side.word not in {each.name, "No side"} else "",
                    value=each.articles,
                    shown=number(each.articles) if each.mean is None else f"{each.articles}, mean {number(each.mean)}",
                    hue=f"--{each.side.hue}",
                    reference=each.mean,
                )
                for each in shown
            ],
            key=key,
            title=title,
            description="; ".join(
                f"{each.name}: {each.articles}" + ("" if each.mean is None else f", mean {number(each.mean)}")
                for each in shown
            ),
            most=max((max(each.articles, each.mean or 0) for each in brief.movers), default=None),
        )

    def shares(key: str, title: str, rows: Sequence[Share]) -> object:
        def shown(each: Share) -> str:
            of = "" if each.whole is None else f" of {each.whole}"
            return f"{each.part}{of}, {percent(each.share)}"

        return charts.bars(
            [
                charts.Bar(label=each.label, value=each.part, whole=each.whole, shown=shown(each), hue=f"--{each.hue}")
                for each in rows
            ],
            key=key,
            title=title,
            description="; ".join(f"{each.label}: {shown(each)}" for each in rows),
        )

    on_talks = "Articles about the talks, of all articles, and share of those about the talks"
    return {
        "rising": movers("rising", "Actors in more articles than before", brief.rising),
        "falling": movers("falling", "Actors in fewer articles than before", brief.falling),
        "named": movers("named", "Actors in most articles", [each for each in brief.movers if each.articles]),
        **{by: shares(by, f"{on_talks}, by {by} of the outlet", rows) for by, rows in brief.coverage.items()},
        "voices": shares("voices", "How often actors of each side act or speak", brief.voices),
    }


__all__ = [
    "Around",
    "Brief",
    "DayFigures",
    "Right",
    "Rows",
    "Topic",
    "around",
    "assemble",
    "brief_page",
    "day_figures",
    "latest_day",
    "runs_of",
    "side_of",
    "web_address",
]
