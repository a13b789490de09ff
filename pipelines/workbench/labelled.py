"""What a careful reader says of one text: the measure that tags are held against. Our gold and sets from elsewhere alike.

A layer that is None was not labelled, and nothing is said about it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from pipelines.errors import TrucewatchError
from pipelines.records import Mention, Statement

UNKNOWN_ROUND = "unknown"
NAMED = frozenset({"name", "metonym"})
"""The kinds that labelled sets from elsewhere know: they mark names."""


class LabelsError(TrucewatchError):
    """A labelled set cannot be read, or the figures are not what the floors ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledMention:
    """A mention as it should be tagged. `optional`: tagging it neither helps nor hurts.

    `also`: the government that a metonym of this place may be tagged as (sets from elsewhere label the place).
    """

    wanted: Mention
    optional: bool = False
    also: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledStatement:
    """A statement as it should be tagged; only the fields named in `judged` were labelled."""

    wanted: Statement
    judged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledForm:
    """A distinct surface form that a list without offsets gives a document."""

    surface: str
    actor: str | None  # None: outside the closed list
    also: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """One text and what was labelled in it; offsets count code points of `title` and `text`.

    `closed`: only these actors are counted, in labels and tags alike; None: all. `kinds`: likewise. `seats`: the
    governments that count where a metonym of one of their places, which is in the list, names them. `others`: spans
    (zone, start, end) of labelled names of which nothing is known but that they are somebody else's.
    `zones` are those that were labelled, `judges_kinds` and `judges_acting` say whether kinds, and who acts and who
    held an office, were. `language` None: to be guessed.
    """

    text_id: str
    language: str | None
    text: str
    title: str = ""
    published_on: date | None = None
    mentions: tuple[LabelledMention, ...] | None = None
    forms: tuple[LabelledForm, ...] | None = None
    label: str | None = None
    facets: frozenset[str] | None = None
    rounds: tuple[tuple[str, str], ...] | None = None  # round id, aspect
    quotes: tuple[LabelledStatement, ...] | None = None
    reported: tuple[LabelledStatement, ...] | None = None
    closed: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    seats: frozenset[str] = frozenset()
    others: frozenset[tuple[str, int, int]] = frozenset()
    zones: frozenset[str] = frozenset({"title", "text"})
    judges_kinds: bool = False
    judges_acting: bool = False

    @property
    def published_at(self) -> datetime | None:
        """Return noon (UTC) of the day of publication."""
        return datetime.combine(self.published_on, time(12), UTC) if self.published_on else None
