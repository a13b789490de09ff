"""The topic pack as the stages see it: checked, compiled, frozen. Nothing here knows what the topic is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from pipelines.records import Source, WireProfile


class FormKind(StrEnum):
    """What a surface form stands for. `target` of a form is the id of an actor, an office or a facet accordingly."""

    NAME = "name"  # target: actor
    METONYM = "metonym"  # target: actor, a place whose name often stands for a government
    DEMONYM = "demonym"  # target: actor, the country whose people it names
    ROLE = "role"  # target: office; title with its country, or a bare title
    ADJECTIVE = "adjective"  # target: actor; no mention, but it tells whose "president" or "official" is meant
    TERM = "term"  # target: facet
    FRAMING = "framing"  # target: concept/side, both of framing.yaml
    BLOCKER = "blocker"  # target: empty; a longer name that is something else: matched, then discarded


APART = "/"
"""Between concept and side in the target of a framing form: no id holds it."""


class Need(StrEnum):
    """A condition on the text under which a form counts; without it a short or common form would be noise."""

    FULL_NAME_IN_TEXT = "full_name_in_text"  # a form of the same actor without this need occurs in the text
    TOPIC_IN_TEXT = "topic_in_text"  # one of the parties, or a strong term of the `talks` facet, occurs
    COUNTRY_IN_TEXT = "country_in_text"  # that, or the actor's country, or somebody else of it is named
    SPEECH_NEAR = "speech_near"  # a verb of speech stands in the same sentence


class ActsAs(StrEnum):
    """Whose mention it is where the name of a seat of government reports what the government does."""

    PLACE = "place"
    COUNTRY = "country"  # that of `stands_for`


POSSESSIVE = "poss"
"""The last part of the rule of forms that are possessive adjectives."""
EVERYDAY = "+everyday"
"""The end of the rule of terms that stand in texts on anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One surface form, inflected, as it is matched in NFC text (`’` folded to `'`).

    `language` is ISO 639-1; a form counts in texts of that language only, `*` counts in all. Matching is
    case-sensitive, and all-capitals and sentence-initial capitals of the form match too. `weight` is 3 strong,
    2 medium, 1 weak for terms, 3 telling, 1 common for framing, else 0. `bare` marks a role title without its country.
    """

    text: str
    language: str
    kind: FormKind
    target: str
    rule: str
    needs: frozenset[Need] = frozenset()
    weight: int = 0
    bare: bool = False

    @property
    def is_possessive(self) -> bool:
        """Say whether this is the possessive adjective of a name, which names whose something is and is no subject."""
        return self.rule.endswith(f".{POSSESSIVE}")

    @property
    def is_everyday(self) -> bool:
        """Say whether this is a term that stands in texts on anything, and tells only beside others what a text is about."""
        return self.rule.endswith(EVERYDAY)


class Period(Protocol):
    """Days from `from_on` to before `to_on`; None = unbounded."""

    @property
    def from_on(self) -> date | None:
        """Return the first day."""

    @property
    def to_on(self) -> date | None:
        """Return the day after the last."""


def covers(period: Period, day: date) -> bool:
    """Say whether a day lies in a period."""
    return (period.from_on is None or period.from_on <= day) and (period.to_on is None or day < period.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePeriod:
    """Whose side an actor is on, half-open in time; None = unbounded."""

    side: str
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone or something that is named. `stands_for`: the actor whose decisions a place's name reports.

    `acts_as`: whether a place that acts is tagged as itself or as what it stands for.
    `acts_by_default` is True for persons, organisations, countries and for seats of power (a palace that
    speaks), False for places. `verified` is False where identity, dates or side could not be confirmed.
    """

    actor_id: str
    name: str
    wikidata: str | None
    type: str  # person | government | organisation | place
    gender: str | None
    sides: tuple[SidePeriod, ...]
    stands_for: str | None = None
    acts_by_default: bool = True
    acts_as: ActsAs = ActsAs.PLACE
    verified: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Who held an office, half-open: `from_on` <= day < `to_on`."""

    actor: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office whose title names its holder of the day. `title` groups offices alike (president, foreign_minister)."""

    office_id: str
    of: str  # actor id of the country or organisation
    title: str
    tenures: tuple[Tenure, ...]

    def holder(self, on: date | None) -> str | None:
        """Return the actor id in office on that day; None without a date, in a gap, or where unknown."""
        if on is None:
            return None
        return next((tenure.actor for tenure in self.tenures if covers(tenure, on)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRound:
    """A round of talks as tables list it: days inclusive; `city` is an actor id, empty where it has none."""

    round_id: str
    name: str
    from_on: date
    to_on: date
    city: str
    participants: tuple[str, ...]
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(ListedRound):
    """A round of talks with the names of its city and venue that identify it in a text."""

    names: Mapping[str, tuple[str, ...]]  # language -> surface forms of city, venue and usual names of the round


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletName:
    """A name of an outlet, in one case. `language` `*` counts in all; a `common` one is a word of everyday use."""

    language: str
    text: str
    common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A news agency, broadcaster, paper or site that texts credit. `publisher` is its id among the sources, where we watch it."""

    outlet_id: str
    name: str
    names: tuple[OutletName, ...]
    publisher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A compiled pack. `version` is a hash over every file of the folder (first 12 hex digits of SHA-256).

    `profiles` are those of wires, by id. `parties` are the actors between whom the watched talks run; `other_conflicts` names, per language, what
    other negotiations are about: evidence against relevance. `other_subjects`: what else our parties negotiate about.
    """

    pack_id: str
    version: str
    topic: str
    languages: tuple[str, ...]
    parties: tuple[str, ...]
    sources: tuple[Source, ...]
    actors: Mapping[str, Actor]
    offices: Mapping[str, Office]
    facets: tuple[str, ...]
    rounds: tuple[Round, ...]
    forms: tuple[Form, ...]
    other_conflicts: Mapping[str, tuple[str, ...]]
    other_subjects: Mapping[str, tuple[str, ...]]
    profiles: Mapping[str, WireProfile] = field(default_factory=dict)
    outlets: Mapping[str, Outlet] = field(default_factory=dict)

    @property
    def publishers(self) -> dict[str, str]:
        """Return outlet → publisher, of the outlets that are watched."""
        return {each.outlet_id: each.publisher for each in self.outlets.values() if each.publisher}

    def profile_of(self, source: Source) -> WireProfile | None:
        """Return what is particular to the documents of a source, None where nothing is."""
        return self.profiles.get(source.profile or "")
