"""What each file of a pack may hold, as pydantic models. Keys are those of the YAML; unknown keys are errors.

pack.yaml              one PackSheet
actors.yaml, persons.yaml, governments.yaml, organisations.yaml, places.yaml    lists of ActorSheet
titles.yaml            list of TitleSheet
offices.yaml           list of OfficeSheet
facets.yaml            list of FacetSheet
rounds.yaml            list of RoundSheet
sources.yaml           list of SourceSheet
blockers.yaml, other_conflicts.yaml    language -> phrases
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from pipelines.packs.model import ActsAs, Need
from pipelines.records import SourceKind

ACTOR_FILES = ("actors.yaml", "persons.yaml", "governments.yaml", "organisations.yaml", "places.yaml")

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Sheet(BaseModel):
    """Frozen, and strict about keys: a misspelt key would otherwise be a silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Inflection(StrEnum):
    """How a name changes in Russian and Ukrainian; the default follows from the actor's type."""

    NAME = "name"  # given names and surname, each by its own paradigm
    FOREIGN = "foreign"  # likewise, but a surname in -in or -ov is no Slavic one: instrumental -om
    LAST_WORD = "last_word"  # only the last word changes (Chinese and Korean names)
    PLACE = "place"
    PLURAL = "plural"  # plural place name, genitive in -ov / -iv
    PLURAL_BARE = "plural_bare"  # plural place name, genitive without an ending
    FEMININE = "feminine"  # feminine in a soft sign
    ADJECTIVE = "adjective"  # a name that is an adjective (a street that stands for an office)
    PHRASE = "phrase"  # adjectives agree with the head noun, what follows the head stays
    NONE = "none"


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_alias(value: object) -> object:
    return {"form": value} if isinstance(value, str) else value


class AliasSheet(Sheet):
    """One name as written, in its nominative. `stem` is what the endings are put to where a vowel flees."""

    form: Text
    needs: Annotated[frozenset[Need], BeforeValidator(_as_list)] = frozenset()
    inflect: Inflection | None = None
    stem: Text | None = None


Alias = Annotated[AliasSheet, BeforeValidator(_as_alias)]
Aliases = Mapping[Language, tuple[Alias, ...]]
Texts = Mapping[Language, tuple[Text, ...]]


class SideSheet(Sheet):
    """Whose side, half-open in time."""

    side: Id
    from_on: date | None = Field(default=None, alias="from")
    to_on: date | None = Field(default=None, alias="to")


def _as_sides(value: object) -> object:
    return [{"side": value}] if isinstance(value, str) else value


class ExampleSheet(Sheet):
    """A sentence of ours with the surfaces that must be tagged as this actor; none = must not be tagged."""

    text: Text
    tags: tuple[Text, ...]
    language: Language | None = None


class InTitlesSheet(Sheet):
    """How a country or organisation stands with a title: before it (attributive) or after it (as in "of …")."""

    before: Texts = {}
    of: Texts = {}


class ActorSheet(Sheet):
    """Someone or something that is named."""

    id: Id
    name: Text
    type: Literal["person", "government", "organisation", "place"]
    wikidata: Annotated[str, StringConstraints(pattern=r"^Q[1-9]\d*$")] | None = None
    gender: Literal["m", "f"] | None = None
    side: Annotated[tuple[SideSheet, ...], BeforeValidator(_as_sides)] = ()
    stands_for: Id | None = None
    acts: bool | None = None
    acts_as: ActsAs = ActsAs.PLACE
    verified: bool = True
    note: Text | None = None
    aliases: Aliases = {}
    demonyms: Aliases = {}
    adjectives: Texts = {}
    in_titles: InTitlesSheet = InTitlesSheet()
    examples: tuple[ExampleSheet, ...] = ()


class TitleSheet(Sheet):
    """A title as it is written, per language; `{}` in a name is where an attributive country stands.

    `feminine` are names that take feminine agreement. `with_country` are names too common to count alone;
    `bare: false` says so of all.
    """

    id: Id
    names: Texts = {}
    feminine: Texts = {}
    with_country: Texts = {}
    bare: bool = True


class TenureSheet(Sheet):
    """Who held the office; `from` inclusive, `to` exclusive."""

    actor: Id
    from_on: date | None = Field(default=None, alias="from")
    to_on: date | None = Field(default=None, alias="to")
    verified: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_on and self.to_on and self.to_on <= self.from_on:
            raise ValueError("`to` must be later than `from`")
        return self


class OfficeSheet(Sheet):
    """An office of a country or organisation. `forms` are ways to name it that its title does not yield."""

    id: Id
    of: Id
    title: Id
    forms: Texts = {}
    tenures: tuple[TenureSheet, ...] = ()


class TermsSheet(Sheet):
    """Terms of one facet in one language, by weight."""

    strong: tuple[Text, ...] = ()
    medium: tuple[Text, ...] = ()
    weak: tuple[Text, ...] = ()


class FacetSheet(Sheet):
    """One facet of the topic."""

    id: Id
    note: Text | None = None
    terms: Mapping[Language, TermsSheet] = {}


class RoundSheet(Sheet):
    """A round of talks; days inclusive. `city` and `venue` are actor ids where the pack has them."""

    id: Id
    name: Text
    from_on: date = Field(alias="from")
    to_on: date | None = Field(default=None, alias="to")
    city: str = ""
    venue: str | None = None
    names: Texts = {}
    participants: tuple[Id, ...] = ()
    verified: bool = True

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_on and self.to_on < self.from_on:
            raise ValueError("`to` must not be earlier than `from`")
        return self


class SourceSheet(Sheet):
    """One feed or wire of one publisher."""

    id: Id
    publisher: Id
    name: Text
    kind: SourceKind
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s/@]+(/\S*)?$", max_length=2048)] | None = None
    path: Text | None = None
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2}|und)$")]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    ownership: Literal["state", "public", "private", "exile", "government", "unknown"] | None = None
    side: Id | None = None
    fetch_pages: bool = True
    obey_robots_for_feed: bool = False
    time_zone: str = "UTC"
    article_id_pattern: str | None = None
    paused_why: Text | None = None
    verified: bool = False
    note: Text | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.kind is SourceKind.FEED and (self.path or not (self.url or self.paused_why)):
            raise ValueError("a feed has a `url` and no `path`")
        if self.kind is SourceKind.WIRE and (self.url or not self.path):
            raise ValueError("a wire has a `path` and no `url`")
        if self.path and (self.path.startswith("/") or ".." in self.path.split("/")):
            raise ValueError("`path` must lie inside the inbox: relative, without `..`")
        return self

    @model_validator(mode="after")
    def _usable(self) -> Self:
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"`time_zone` {self.time_zone!r} is not an IANA time zone") from error
        if self.article_id_pattern is None:
            return self
        try:
            pattern = re.compile(self.article_id_pattern)
        except re.error as error:
            raise ValueError(f"`article_id_pattern` is no regular expression: {error}") from error
        if not pattern.groups:
            raise ValueError("`article_id_pattern` needs a group around the article id")
        return self


class PackSheet(Sheet):
    """What the pack watches. With `extends`, what is left out is the other pack's."""

    id: Id
    topic: Text
    languages: tuple[Language, ...] = Field(min_length=1)
    parties: tuple[Id, ...]
    extends: Text | None = None


ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    "pack.yaml": TypeAdapter(PackSheet),
    **{name: TypeAdapter(tuple[ActorSheet, ...]) for name in ACTOR_FILES},
    "titles.yaml": TypeAdapter(tuple[TitleSheet, ...]),
    "offices.yaml": TypeAdapter(tuple[OfficeSheet, ...]),
    "facets.yaml": TypeAdapter(tuple[FacetSheet, ...]),
    "rounds.yaml": TypeAdapter(tuple[RoundSheet, ...]),
    "sources.yaml": TypeAdapter(tuple[SourceSheet, ...]),
    "blockers.yaml": TypeAdapter(Texts),
    "other_conflicts.yaml": TypeAdapter(Texts),
    "common_words.yaml": TypeAdapter(Texts),
}
"""How each file is checked, by its name; a file of another name is a problem."""
