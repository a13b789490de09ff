"""Pictures of an archive: share of voice, timeline, network, from rows of the snapshot to SVG, PNG and a table.

    rows of sql/report/plot_*.sql ─share_of_voice, timeline, network─▶ Picture ─inline, svg, png, rows─▶

A picture holds the rows it was made from: what it shows can be read as figures, too. The same rows give the same bytes.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Protocol

from markupsafe import Markup

from pipelines.report import drawing
from pipelines.report.pages import country_name, day, language_name, number, percent
from pipelines.report.plot_network import NEAREST, Link, Node, near
from pipelines.report.plot_network import network as network_chart
from pipelines.report.plot_strips import Strip, all_days, strips

Row = Mapping[str, Any]
Rows = Sequence[Row]

VOICES: Final = {
    "actor": "actors",
    "side": "sides",
    "outlet": "outlets",
    "outlet-side": "sides of outlets",
    "language": "languages",
    "country": "countries of outlets",
    "ownership": "kinds of ownership",
}
"""What shares of voice are shown by, and how many of it are called."""

_SPOKEN_OF: Final = 5


class Side(Protocol):
    """A side in words and the name of its hue in the palette."""

    @property
    def word(self) -> str: ...  # noqa: D102
    @property
    def hue(self) -> str: ...  # noqa: D102


Sided = Callable[[str | None], Side]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from the first to the one before `until`, and how many articles about the talks each has that has any held."""

    since: date
    until: date
    talks: Mapping[date, int]

    @property
    def words(self) -> str:
        """Return "30 April to 17 May 2025", or the one day."""
        last = self.until - timedelta(days=1)
        if last == self.since:
            return day(last)
        begin = day(self.since).removesuffix(f" {last.year}")
        return f"{begin.removesuffix(f' {day(last).split()[1]}')} to {day(last)}"

    @property
    def articles(self) -> int:
        """Return the articles about the talks of these days."""
        return sum(self.talks.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is drawn, what it says in words, and the rows behind it; `shown` are the columns that a narrow table has."""

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    specification: dict[str, Any] = field(repr=False)

    @property
    def narrow(self) -> tuple[tuple[object, ...], ...]:
        """Return the rows with the columns `shown` only."""
        places = [self.columns.index(name) for name in self.shown]
        return tuple(tuple(row[at] for at in places) for row in self.rows)

    def inline(self, key: str | None = None) -> Markup:
        """Return the picture for a page whose style sheet is `tokens.css`; `key` is ours and becomes part of ids.

        It is 752 pixels wide and shrinks with the page: to be read on a phone it belongs into something that scrolls.
        """
        return drawing.inline(self.specification, key=key or self.name, title=self.title, description=self.description)

    def svg(self) -> str:
        """Return the picture as an SVG file."""
        return drawing.standalone(self.inline())

    def png(self) -> bytes:
        """Return the picture as a PNG file."""
        return drawing.png(self.svg())


def share_of_voice(rows: Rows, period: Period, by: str, sided: Sided) -> Picture:
    """Return in what part of each day's articles about the talks an actor or side is named, or which outlets have them."""
    voices: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        voices[row["voice"]].append(row)
    found = [_voice(by, of_it, period, sided) for of_it in voices.values()]
    what = {"actor": "that name them", "side": "that name an actor of theirs"}.get(by, "that are theirs")
    title = f"Share of voice of {len(found)} {VOICES[by]}, {period.words}"
    heard = "; ".join(f"{strip.label} {strip.total} ({strip.total_note})" for strip in found[:_SPOKEN_OF])
    return Picture(
        name="share-of-voice",
        title=title,
        description=f"Bars by day: the share of the day's articles about the talks {what}. Over all days: {heard}.",
        columns=(
            "day_on",
            by.replace("-", "_"),
            "name",
            "side",
            "articles",
            "originals",
            "day_articles",
            "article_share",
        ),
        shown=("day_on", "name", "articles", "day_articles", "article_share"),
        rows=tuple(
            (
                row["day_on"],
                row["voice"],
                _named(by, row, sided),
                row["side"],
                row["articles"],
                row["originals"],
                row["day_articles"],
                round(row["article_share"], 6),
            )
            for row in rows
        ),
        specification=strips(
            found,
            heading=f"Share of voice: {VOICES[by]}",
            subheading=f"{period.words}. Part of the day's articles about the talks {what}; beside the names, of all days.",
            notes=f"{_SCALE}{_NAMED.get(by, '')}",
            days=all_days(period.since, period.until),
            held=frozenset(period.talks),
            shown=percent,
        ),
    )


def timeline(rows: Rows, period: Period) -> Picture:
    """Return how many articles of each day are about each round of talks, and on which days these took place."""
    rounds: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        rounds[row["round"]].append(row)
    found = [_round(of_it) for of_it in rounds.values() if any(row["articles"] or row["is_on"] for row in of_it)]
    heard = "; ".join(f"{strip.label}: {strip.total}" for strip in found[:_SPOKEN_OF])
    columns = ("day_on", "round", "name", "is_on", "articles", "originals", "statements", "new_claims")
    return Picture(
        name="timeline",
        title=f"Timeline of the talks, {period.words}",
        description=f"Bars by day: articles about each round of talks. Over all days: {heard}.",
        columns=columns,
        shown=("day_on", "name", "is_on", "articles", "statements", "new_claims"),
        rows=tuple(tuple(row[name] for name in columns) for row in rows),
        specification=strips(
            found,
            heading="Timeline of the talks",
            subheading=f"{period.words}. Articles of the day that are about a round; a mark below the line: it took place on that day.",
            notes=_SCALE + " An article may be about two rounds. A claim is new on the day of its first report.",
            days=all_days(period.since, period.until),
            held=frozenset(period.talks),
            shown=number,
        ),
    )


def network(actors: Rows, pairs: Rows, period: Period, sided: Sided) -> Picture:
    """Return who is named with whom: the actors of the rows, and of the pairs those that each has most in common with."""
    nodes = [
        Node(key=row["actor"], label=row["name"], side=side.word, hue=side.hue, articles=row["articles"])
        for row in actors
        for side in [sided(row["side"])]
    ]
    named = {node.key: node for node in nodes}
    links = [
        Link(
            key=row["actor"],
            other_key=row["other_actor"],
            articles=row["articles"],
            weight=row["articles"]
            / (named[row["actor"]].articles + named[row["other_actor"]].articles - row["articles"]),
        )
        for row in pairs
    ]
    drawn = near(links)
    most = max((link.articles for link in links), default=0)
    heard = "; ".join(
        f"{named[link.key].label} and {named[link.other_key].label} {number(link.articles)}"
        for link in links[:_SPOKEN_OF]
    )
    return Picture(
        name="network",
        title=f"Who is named together: {len(nodes)} actors, {period.words}",
        description=f"A network. Articles about the talks that name both: {heard}."
        if heard
        else "No two are named together.",
        columns=(
            "actor",
            "name",
            "side",
            "other_actor",
            "other_name",
            "other_side",
            "articles",
            "originals",
            "weight",
            "is_drawn",
        ),
        shown=("name", "other_name", "articles", "weight", "is_drawn"),
        rows=tuple(
            (
                link.key,
                named[link.key].label,
                named[link.key].side,
                link.other_key,
                named[link.other_key].label,
                named[link.other_key].side,
                link.articles,
                row["originals"],
                round(link.weight, 6),
                link in drawn,
            )
            for link, row in zip(links, pairs, strict=True)
        ),
        specification=network_chart(
            nodes,
            drawn,
            heading="Who is named together",
            subheading=f"{period.words}. {number(period.articles)} articles about the talks; beside each name those that name it.",
            notes=f"Areas: articles that name the actor. Lines: articles that name both, the widest {number(most)}. Drawn are "
            f"the {len(drawn)} of {len(links)} pairs that are among the {NEAREST} of an actor with the largest part of their articles "
            "in common. Near is who has much in common; left, right, up and down mean nothing. Places are left out.",
        ),
    )


_SCALE: Final = "All rows have one scale, from zero. Where the line is missing, no article of the day is held."
_MANY: Final = " One article names many: shares add up to more than 100 %."
_NAMED: Final = {"actor": f" Places are left out.{_MANY}", "side": _MANY}


def _voice(by: str, rows: Rows, period: Period, sided: Sided) -> Strip:
    side = sided(rows[0]["side"])
    articles = sum(row["articles"] for row in rows)
    label = _named(by, rows[0], sided)
    is_sided = by in {"actor", "side", "outlet", "outlet-side"}
    return Strip(
        label=label,
        note=side.word if is_sided and side.word != label else "",
        hue=f"--{side.hue}" if is_sided else "--quiet",
        values={row["day_on"]: row["article_share"] for row in rows},
        total=percent(articles / period.articles if period.articles else None),
        total_note=f"{number(articles)} of {number(period.articles)}",
    )


def _named(by: str, row: Row, sided: Sided) -> str:
    voice = row["voice"]
    match by:
        case "side" | "outlet-side":
            return sided(voice).word
        case "language":
            return language_name(voice)
        case "country":
            return country_name(voice)
        case "ownership":
            return str(voice).replace("-", " ").capitalize() if voice else "Ownership not known"
        case _:
            return str(row["name"] or voice)


def _round(rows: Rows) -> Strip:
    articles, claims = (sum(row[name] for row in rows) for name in ("articles", "new_claims"))
    first = rows[0]
    return Strip(
        label=str(first["name"] or first["round"]) if first["round"] else "About no round",
        note="",
        hue="--link" if first["round"] else "--no-side",
        values={row["day_on"]: row["articles"] for row in rows},
        total=f"{number(articles)} article{'' if articles == 1 else 's'}",
        total_note=f"{number(claims)} new claim{'' if claims == 1 else 's'}",
        on=frozenset(row["day_on"] for row in rows if row["is_on"]),
    )
