"""What each file of a pack may hold, as pydantic models. Keys are those of the YAML; unknown keys are errors.

pack.yaml              one PackSheet
actors.yaml, persons.yaml, governments.yaml, organisations.yaml, places.yaml    lists of ActorSheet
titles.yaml            list of TitleSheet
offices.yaml           list of OfficeSheet
facets.yaml            list of FacetSheet
framing.yaml           list of FramingSheet (pipelines.packs.framing)
outlets.yaml           list of OutletSheet (pipelines.packs.outlets)
rounds.yaml            list of RoundSheet
sources.yaml           list of SourceSheet
wires.yaml             list of ProfileSheet (pipelines.packs.wires)
blockers.yaml, other_conflicts.yaml, other_subjects.yaml    language -> phrases
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, TypeAdapter, model_validator

from pipelines.packs.framing import FramingSheet
from pipelines.packs.model import ActsAs, Need
from pipelines.packs.outlets import OutletSheet
from pipelines.packs.sheet import (
    EntryError,
    HeaderName,
    Id,
    Language,
    ParameterName,
    Prose,
    Sheet,
    Text,
    as_list,
    in_words,
)
from pipelines.packs.wires import ProfileSheet
from pipelines.records import SourceKind, TextDepth

ACTOR_FILES = ("actors.yaml", "persons.yaml", "governments.yaml", "organisations.yaml", "places.yaml")


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


def _as_alias(value: object) -> object:
    return {"form": value} if isinstance(value, str) else value


class AliasSheet(Sheet):
    """One name as written, in its nominative. `stem` is what the endings are put to where a vowel flees."""

    form: Text
    needs: Annotated[frozenset[Need], BeforeValidator(as_list)] = frozenset()
    inflect: Inflection | None = None
    stem: Text | None = None


Alias = Annotated[AliasSheet, BeforeValidator(_as_alias)]
Aliases = Mapping[Language, tuple[Alias, ...]]
Texts = Mapping[Language, tuple[Text, ...]]
NOTHING: Mapping[Any, Any] = {}
"""What stands where a file says nothing; pydantic copies it."""


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

    before: Texts = NOTHING
    of: Texts = NOTHING


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
    aliases: Aliases = NOTHING
    demonyms: Aliases = NOTHING
    adjectives: Texts = NOTHING
    in_titles: InTitlesSheet = InTitlesSheet()
    examples: tuple[ExampleSheet, ...] = ()


class TitleSheet(Sheet):
    """A title as it is written, per language; `{}` in a name is where an attributive country stands.

    `feminine` are names that take feminine agreement. `with_country` are names too common to count alone;
    `bare: false` says so of all.
    """

    id: Id
    names: Texts = NOTHING
    feminine: Texts = NOTHING
    with_country: Texts = NOTHING
    bare: bool = True


class TenureSheet(Sheet):
    """Who held the office; `from` inclusive, `to` exclusive."""

    actor: Id
    from_on: date | None = Field(default=None, alias="from")
    to_on: date | None = Field(default=None, alias="to")
    verified: bool = True
    note: Prose | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_on and self.to_on and self.to_on <= self.from_on:
            raise ValueError("`to` must be later than `from`")
        return self


class OfficeSheet(Sheet):
    """An office of a country or organisation. `forms` are ways to name it that its title does not yield.

    `reviewed` is the day on which its holder was last looked up; without it that of pack.yaml counts.
    """

    id: Id
    of: Id
    title: Id
    forms: Texts = NOTHING
    reviewed: date | None = None
    tenures: tuple[TenureSheet, ...] = ()


class TermsSheet(Sheet):
    """Terms of one facet in one language, by weight.

    `everyday`: those of them that stand in texts on anything, and make a text one on the talks only beside others.
    """

    strong: tuple[Text, ...] = ()
    medium: tuple[Text, ...] = ()
    weak: tuple[Text, ...] = ()
    everyday: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _weighed(self) -> Self:
        missing = sorted({*self.everyday} - {*self.strong, *self.medium, *self.weak})
        if missing:
            raise EntryError([(("everyday",), f"no term with a weight is called “{each}”") for each in missing])
        return self


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
    names: Texts = NOTHING
    participants: tuple[Id, ...] = ()
    verified: bool = True
    note: Prose | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_on and self.to_on < self.from_on:
            raise ValueError("`to` must not be earlier than `from`")
        return self


Country = Annotated[str, in_words(r"[A-Z]{2}", "write two capital letters (ISO 3166-1), like GB")]
LONGEST_ADDRESS = 2048
WEB_ADDRESS = re.compile(r"https?://[^\s/?#@\\]+([/?]\S*)?")


def _web_address(value: str) -> str:
    try:
        is_one = len(value) <= LONGEST_ADDRESS and WEB_ADDRESS.fullmatch(value) and urlsplit(value).port != 0
    except ValueError:  # brackets without an address in them, a port that is none
        is_one = False
    if not is_one:
        raise ValueError(
            "write a web address like https://example.org/rss: no user name, no blanks, "
            f"at most {LONGEST_ADDRESS} characters"
        )
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
SecretName = Annotated[str, in_words(r"[a-z0-9_]{1,64}", "write the name of the secret (a-z, 0-9, _), never its value")]
Cadence = Annotated[float, Field(gt=0, le=24 * 366)]
RestDay = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]
Ownership = Literal["state", "government", "public", "private", "nonprofit", "intergovernmental", "exile", "unknown"]
OF_A_STATE = ("state", "government")
"""Kinds of ownership behind which one state stands."""
PAGE_NUMBER = "{n}"
"""Where the number of the page stands in the address of an archive."""


class AffiliationSheet(Sheet):
    """Who owns a source, which state stands behind it and on whose side, half-open in time."""

    ownership: Ownership
    owner: Text | None = None
    state: Country | None = None
    side: Id | None = None
    from_on: date | None = Field(default=None, alias="from")
    to_on: date | None = Field(default=None, alias="to")


class SanctionSheet(Sheet):
    """A list on which a source stands, half-open in time from the day on which it applies."""

    regime: Text
    from_on: date | None = Field(default=None, alias="from")
    to_on: date | None = Field(default=None, alias="to")
    note: Prose | None = None


class SourceSheet(Sheet):
    """One feed, sitemap or wire of one publisher. docs/how-to/add-a-source.md explains every key."""

    id: Id
    publisher: Id
    name: Text
    kind: SourceKind
    url: WebAddress | None = None
    path: Text | None = None
    profile: Id | None = None
    archive: WebAddress | None = None
    language: Annotated[str, in_words(r"[a-z]{2}|und", "write two small letters (ISO 639-1), like en, or und")]
    country: Country | None = None
    time_zone: str = "UTC"
    depth: TextDepth = TextDepth.FULL
    cadence_hours: Cadence | None = None
    rests_on: Annotated[tuple[RestDay, ...], BeforeValidator(as_list)] = ()
    operator: Id | None = None
    article_id_pattern: str | None = None
    obey_robots_for_feed: bool = False
    licensed: bool = False
    secret: SecretName | None = None
    secret_header: HeaderName | None = None
    secret_parameter: ParameterName | None = None
    ownership: Ownership | None = None
    side: Id | None = None
    affiliations: tuple[AffiliationSheet, ...] = ()
    sanctions: tuple[SanctionSheet, ...] = ()
    credibility: Prose | None = None
    rights: Prose | None = None
    redistributable: bool = False
    paused_why: Prose | None = None
    verified: bool = False
    note: Prose | None = None

    @property
    def periods(self) -> tuple[AffiliationSheet, ...]:
        """Return the affiliations; flat `ownership` and `side` are one without dates, of the source's own country."""
        if self.affiliations or self.ownership is None:
            return self.affiliations
        state = self.country if self.ownership in OF_A_STATE else None
        return (AffiliationSheet(ownership=self.ownership, state=state, side=self.side),)

    @property
    def is_usable(self) -> bool:
        """Return whether it is polled or picked up."""
        return self.paused_why is None

    @model_validator(mode="after")
    def _without_faults(self) -> Self:
        found = [*self._delivery(), *self._credential(), *self._history(), *self._reading()]
        if found:
            raise EntryError(found)
        return self

    def _delivery(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what is wrong with the way it delivers."""
        is_wire = self.kind is SourceKind.WIRE
        if is_wire and self.url and self.path:
            yield ("path",), "a wire has a folder or an address: write either `path` or `url`, not both"
        if is_wire and self.url and not self.profile:
            yield (
                ("url",),
                "a wire with a `url` needs `profile`, which says how to ask; or write its folder in the inbox under `path`",
            )
        if not is_wire and self.path:
            yield ("path",), f"a {self.kind} has no `path`: write its address under `url`"
        if not is_wire and self.profile:
            yield ("profile",), f"only a wire has a `profile`, and this is a {self.kind}: leave it out"
        if self.paused_why is None and not (self.path or self.url):
            key = "path" if is_wire else "url"
            yield (key,), f"`{key}` is missing: write it, or write under `paused_why` why there is none"
        if self.path and (self.path.startswith("/") or ".." in self.path.split("/")):
            yield ("path",), "`path` must lie inside the inbox: write it relative to data/inbox/, without `..`"
        if self.archive and (is_wire or not self.url):
            yield ("archive",), "only a source with a `url` has an archive: leave `archive` out"
        if self.archive and (self.archive.count(PAGE_NUMBER) != 1 or self.archive.count("{") != 1):
            yield ("archive",), f"write {PAGE_NUMBER} once, where the number of the page stands"

    def _credential(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what is wrong with the reference to a secret."""
        ways = [key for key in ("secret_header", "secret_parameter") if getattr(self, key)]
        if self.secret is None and ways:
            yield (ways[0],), f"`{ways[0]}` needs `secret`: write the name of the secret to send"
        if self.secret is not None and not ways:
            yield ("secret",), "write either `secret_header` or `secret_parameter`: where the secret is sent"
        if len(ways) > 1:
            yield ("secret_parameter",), "write either `secret_header` or `secret_parameter`, not both"

    def _history(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what is wrong with affiliations and sanctions: told twice, reversed, out of order, overlapping."""
        for key in ("ownership", "side"):
            if self.affiliations and getattr(self, key) is not None:
                yield (key,), f"write `{key}` in the entries of `affiliations`, not beside them"
        if not self.affiliations and self.side is not None and self.ownership is None:
            yield ("side",), "`side` needs `ownership` beside it: write `ownership: unknown` if nothing is known"
        dated: tuple[tuple[str, Sequence[AffiliationSheet | SanctionSheet]], ...] = (
            ("affiliations", self.affiliations),
            ("sanctions", self.sanctions),
        )
        for name, periods in dated:
            for number, each in enumerate(periods):
                if each.from_on and each.to_on and each.to_on <= each.from_on:
                    yield (name, number, "to"), "`to` must be later than `from`: it is the first day that is not meant"
        yield from self._succession()

    def _succession(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for number, (earlier, later) in enumerate(pairwise(self.affiliations), start=1):
            if earlier.to_on is None:
                yield ("affiliations", number - 1), "write `to` here: another affiliation follows"
            elif later.from_on is None or later.from_on < earlier.to_on:
                yield ("affiliations", number, "from"), "write a `from` that is not before the `to` of the one above"

    def _reading(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield what is wrong with the keys by which entries are read."""
        if "holiday" in self.rests_on and self.country is None:
            yield ("rests_on",), "`holiday` needs `country`: write whose public holidays are meant"
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            yield ("time_zone",), f"{self.time_zone!r} is no IANA time zone: write one like Europe/Zurich"
        if self.article_id_pattern is None:
            return
        try:
            has_group = bool(re.compile(self.article_id_pattern).groups)
        except re.error as error:
            yield ("article_id_pattern",), f"this is no regular expression: {error}"
        else:
            if not has_group:
                yield ("article_id_pattern",), "write a group (in parentheses) around the article id"


class PackSheet(Sheet):
    """What the pack watches. With `extends`, what is left out is the other pack's.

    `reviewed` is the day on which the holders of all offices were last looked up.
    """

    id: Id
    topic: Text
    languages: tuple[Language, ...] = Field(min_length=1)
    parties: tuple[Id, ...]
    extends: Text | None = None
    reviewed: date | None = None


ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    "pack.yaml": TypeAdapter(PackSheet),
    **{name: TypeAdapter(tuple[ActorSheet, ...]) for name in ACTOR_FILES},
    "titles.yaml": TypeAdapter(tuple[TitleSheet, ...]),
    "offices.yaml": TypeAdapter(tuple[OfficeSheet, ...]),
    "facets.yaml": TypeAdapter(tuple[FacetSheet, ...]),
    "framing.yaml": TypeAdapter(tuple[FramingSheet, ...]),
    "outlets.yaml": TypeAdapter(tuple[OutletSheet, ...]),
    "rounds.yaml": TypeAdapter(tuple[RoundSheet, ...]),
    "sources.yaml": TypeAdapter(tuple[SourceSheet, ...]),
    "wires.yaml": TypeAdapter(tuple[ProfileSheet, ...]),
    "blockers.yaml": TypeAdapter(Texts),
    "other_conflicts.yaml": TypeAdapter(Texts),
    "other_subjects.yaml": TypeAdapter(Texts),
    "common_words.yaml": TypeAdapter(Texts),
}
"""How each file is checked, by its name; a file of another name is a problem."""

FORMER_KEYS: Mapping[str, str] = {
    "fetch_pages": "write `depth: summary` for false; true is the default",
    "archive_url": "write `archive`",
}
"""Keys that entries of sources.yaml had, or that their records have, and what to write instead."""


def keys_of(file: str) -> tuple[str, ...]:
    """Return every key that the mappings of a file may have, those of nested ones included, each as it is written."""
    schema = ADAPTERS[file].json_schema(by_alias=True)
    parts = [schema, schema.get("items", {}), *schema.get("$defs", {}).values()]
    return tuple(dict.fromkeys(key for part in parts for key in part.get("properties", {})))
