"""What the brief of a day says, as values: made from rows by the modules beside this one, shown by its template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from pipelines.report.edits import Piece

Row = Mapping[str, Any]
Rows = Sequence[Row]
Key = str | None

MEDIATOR: Final = "mediator"
"""The side that every pack calls so; the parties' sides come from the pack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the pack knows and the snapshot does not.

    `parties` are the sides of the parties to the talks, in the order of the pack; `names` gives actor ids their usual
    English names, `rounds` round ids theirs.
    """

    topic: str
    version: str
    parties: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    rounds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A side in words and its hue, the name of a CSS variable without dashes."""

    word: str
    hue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One outlet that carried something, and when.

    `is_day` says that only the day of `at` is known, `is_seen` that `at` is when we first saw it, as the outlet gave no
    time. `later` is the interval after the first to carry it, empty where either time is not known. `href` is None
    unless it is http or https.
    """

    outlet: str
    href: str | None
    at: datetime
    is_day: bool = False
    is_seen: bool = False
    later: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One text with those who carried it on the day, the earliest first.

    `earlier`: who had it on an earlier day, `earlier_on`. `made_by` seems to have made it, as its outlets credit or an
    agency's wire shows (`basis`); None where nothing says more than who was earliest. `originals` counts the articles
    of the day that are the first of the story, the others copy or rewrite what was there.
    """

    story_id: str
    title: str
    language: str
    carriers: tuple[Carrier, ...]
    articles: int
    originals: int
    revisions: int
    text_depth: str
    earlier: str | None = None
    earlier_on: date | None = None
    made_by: str | None = None
    basis: str | None = None

    @property
    def href(self) -> str | None:
        """Return where it can be read: at the first who carried it on the web."""
        return next((each.href for each in self.carriers if each.href), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing said, with all who reported it in these words on the day, the earliest first.

    `content` is None where no source of it lets its words be shown: then `title` is the headline of the first.
    """

    content: str | None
    title: str
    type: str
    language: str
    is_quote: bool
    speaker: str | None
    side: Side
    words: tuple[str, ...]
    towards: str | None
    attributed_to: str | None
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """Articles about the talks that name an actor, on the day and in the mean of the earlier days; None: no such day."""

    actor: str
    name: str
    side: Side
    articles: int
    mean: float | None

    @property
    def change(self) -> float:
        """Return by how many articles the day differs from the mean."""
        return self.articles - (self.mean or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Articles about the talks that speak of a facet, on the day and in the mean of the earlier days."""

    facet: str
    name: str
    articles: int
    mean: float | None

    @property
    def change(self) -> float:
        """Return by how many articles the day differs from the mean."""
        return self.articles - (self.mean or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Articles of a group of outlets, or acts and words of a side. `whole` is None where only `part` is counted."""

    key: str
    label: str
    hue: str
    part: int
    whole: int | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """What is held of one day."""

    day_on: date
    articles: int
    talks_articles: int
    outlets: int
    talks_outlets: int


class Right(StrEnum):
    """Whose words may be shown: the column of the rows that says so (docs/decisions/0025-words-in-the-brief.md)."""

    INSIDE = "may_quote"
    """On a page of the house: unless the source reserves all rights or stands on a list of sanctions."""
    OUTSIDE = "may_pass_on"
    """In what leaves the house: where its licence says that texts may be passed on, as in exports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One source and when its report of a claim appeared: not before `since` (None: not known), not after `until`.

    `later` is the time after the first source, empty where either is not exact. `is_new`: it began on the day.
    """

    outlet: str
    source_id: str
    href: str | None
    language: str
    since: datetime | None
    until: datetime
    later: str
    is_new: bool
    is_copy: bool

    @property
    def is_exact(self) -> bool:
        """Return whether it is known to the minute when it appeared."""
        return self.since is not None and (self.until - self.since).total_seconds() <= 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody demanded, offered, refused …, once, with the monitored sources that report it by the end of the day.

    `first` are those that had it first: several where nobody can say who of them was. `content` are the words of the
    earliest report whose source lets them be shown, in `language`, reported by `told_by`; else None, and `title` is the
    headline of the first. `is_new`: no source had it before the day.
    """

    claim_id: str
    speaker: str | None
    side: Side
    words: tuple[str, ...]
    towards: str | None
    content: str | None
    title: str
    is_quote: bool
    language: str
    told_by: str
    told_href: str | None
    first: tuple[Report, ...]
    reports: tuple[Report, ...]
    credited: tuple[str, ...]
    is_new: bool

    @property
    def today(self) -> tuple[Report, ...]:
        """Return the reports that began on the day, without those that had it first."""
        return tuple(each for each in self.reports if each.is_new and each not in self.first)

    @property
    def before(self) -> tuple[Report, ...]:
        """Return the reports of earlier days, without those that had it first."""
        return tuple(each for each in self.reports if not each.is_new and each not in self.first)

    @property
    def copies(self) -> tuple[Report, ...]:
        """Return the reports that copy or rewrite what another outlet had."""
        return tuple(each for each in self.reports if each.is_copy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Statements of one type: how many by side, in the order of the page, and what was said."""

    type: str
    name: str
    counts: tuple[tuple[str, int], ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One change of an article after it was published.

    `title` and `text` are what stayed, went and came; `text` is empty where the source does not let its words be shown
    (`is_withheld`) or where only the title changed. `at` is when the change was seen, or made by an agency.
    """

    outlet: str
    href: str | None
    language: str
    at: datetime
    is_played: bool
    headline: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    is_withheld: bool
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A name in words with its hue, and how often; `figure` is the name of that figure."""

    name: str
    hue: str
    count: int
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How the outlets of one group told the event of the day.

    `key` is part of the names of its figures. `headlines` are the actors that most headlines name first as ones who act;
    `terms` the words of a side that the outlets say themselves.
    """

    key: str
    outlets: Side
    articles: int
    originals: int
    statements: tuple[Counted, ...]
    headlines: tuple[Counted, ...]
    facets: tuple[Counted, ...]
    terms: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The round of talks that most of the day's articles are about, as groups of outlets told it; `by`: side, ownership."""

    round: str
    by: Mapping[str, tuple[Frame, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A source that was silent. `silence`: topic, outlet or feed; `expected`: articles about the talks, None: unknown."""

    outlet: str
    source_id: str
    language: str
    silence: str
    feed_state: str
    items: int
    expected: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of the page and the name of the query whose rows it is counted from."""

    value: float
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The first rows of a query, as text, and how many there are. Words that may not be shown are not in it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
