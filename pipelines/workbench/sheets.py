"""What an entry of a gold file may hold, as pydantic models, and whether the pack knows what it speaks of."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from pipelines.packs.model import Pack
from pipelines.packs.sheet import Sheet
from pipelines.tag.content import TALKS
from pipelines.workbench.labelled import UNKNOWN_ROUND

_Written = Annotated[str, StringConstraints(min_length=1)]
Kind = Literal["name", "role", "metonym", "demonym", "unnamed"]
Label = Literal["talks", "passing", "no"]
Aspect = Literal["subject", "background"]
Modality = Literal["future", "conditional", "hypothetical"]
StatementType = Literal[
    "demand",
    "offer",
    "agree",
    "reject",
    "deny",
    "condemn",
    "threaten",
    "consult",
    "concede",
    "sanction",
    "decline_comment",
    "other",
]
KINDS: tuple[str, ...] = get_args(Kind)
STATEMENT_TYPES: tuple[str, ...] = get_args(StatementType)


class AmountSheet(Sheet):
    """A number with its unit, as written; `side` an actor id or `each`."""

    value: float
    unit: _Written
    side: str | None = None


class StatementSheet(Sheet):
    """One statement; `nth` says which of several places where its words stand is meant, from 1, title first."""

    quote: _Written | None = None
    reported: _Written | None = None
    nth: Annotated[int, Field(ge=1)] | None = None
    speaker: str | None = None
    speaker_name: str | None = None
    attributed_to: str | None = None
    type: StatementType | None = None
    facet: str | None = None
    target: str | None = None
    negated: bool | None = None
    modality: Modality | None = None
    places: tuple[str, ...] = ()
    amounts: tuple[AmountSheet, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> "StatementSheet":
        if (self.quote is None) == (self.reported is None):
            raise ValueError("a statement has either `quote` or `reported`")
        return self

    @property
    def words(self) -> str:
        """Return what is said, as it stands in the text."""
        return self.quote or self.reported or ""


def _parted(value: object) -> object:
    """Take `surface | kind | actor` apart; marks before the surface: `!` does not act, `?` may be tagged or not."""
    if not isinstance(value, str) or value.count("|") < 2:
        raise ValueError("write a mention as `surface | kind | actor`, the actor empty where there is none")
    written, kind, actor = (part.strip() for part in value.rsplit("|", 2))
    surface = written.lstrip("!?")
    marks = written[: len(written) - len(surface)]
    name, at, number = surface.rpartition("@")
    counted = bool(at) and number.isdecimal() and int(number) > 0
    return {
        "surface": name if counted else surface,
        "nth": int(number) if counted else None,
        "kind": kind,
        "actor": actor or None,
        "acts": "!" not in marks,
        "optional": "?" in marks,
    }


class MentionSheet(Sheet):
    """One mention; `nth`, written `surface@2`, counts its places from the mention before it, from 1."""

    surface: _Written
    nth: int | None
    kind: Kind
    actor: str | None
    acts: bool
    optional: bool


class TextSheet(Sheet):
    """One text. Lists that are left out are empty: such a text has no facet, no round, no statement."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}-[a-z]+-\d+$")]
    published_on: date | None = None
    title: str = ""
    text: _Written
    mentions: tuple[Annotated[MentionSheet, BeforeValidator(_parted)], ...]
    label: Label
    facets: tuple[str, ...] = ()
    rounds: dict[str, Aspect] = Field(default_factory=dict)
    statements: tuple[StatementSheet, ...] = ()


# ── Against the pack ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a text, and what to write instead; `key` is the path inside its entry."""

    key: tuple[str | int, ...]
    message: str


def faults(sheet: TextSheet, pack: Pack) -> Iterator[Fault]:
    """Yield ids that the pack does not have, words that do not stand in the text, labels that contradict each other."""
    facets = frozenset(pack.facets) - {TALKS}
    known_rounds = {UNKNOWN_ROUND, *(each.round_id for each in pack.rounds)}
    for number, mention in enumerate(sheet.mentions):
        key = ("mentions", number)
        yield from _known(key, "actor", mention.actor, pack.actors)
        if mention.kind == "unnamed" and mention.actor:
            yield Fault(key, "a source without a name has no actor: leave the last part empty")
        if mention.kind not in {"unnamed", "role"} and not mention.actor:
            yield Fault(
                key, f"a {mention.kind} needs an actor of the pack; what the pack does not know is not labelled"
            )
    for number, facet in enumerate(sheet.facets):
        yield from _known(("facets", number), "facet", facet, facets)
    for round_id in sheet.rounds:
        yield from _known(("rounds", round_id), "round", round_id, known_rounds)
    if sheet.label == "no" and sheet.facets:
        yield Fault(("facets",), "a text labelled `no` has no facets: leave them out, or mend the label")
    for number, said in enumerate(sheet.statements):
        yield from _said(sheet, ("statements", number), said, pack, facets)


def _said(
    sheet: TextSheet, key: tuple[str | int, ...], said: StatementSheet, pack: Pack, facets: Container[str]
) -> Iterator[Fault]:
    if sheet.label == "no" and said.reported:
        yield Fault(key, "in a text labelled `no` only quotes are labelled: leave it out, or mend the label")
    if said.speaker and said.speaker_name:
        yield Fault((*key, "speaker_name"), "a speaker of the pack needs no name beside its id")
    yield from _known((*key, "speaker"), "actor", said.speaker, pack.actors)
    yield from _known((*key, "target"), "actor", said.target, pack.actors)
    yield from _known((*key, "facet"), "facet", said.facet, facets)
    for place in said.places:
        yield from _known((*key, "places"), "actor", place, pack.actors)
    for amount in said.amounts:
        yield from _known((*key, "amounts"), "side", amount.side, {"each", *pack.actors})
    for field, words in (("speaker_name", said.speaker_name), ("attributed_to", said.attributed_to)):
        if words and words not in sheet.title and words not in sheet.text:
            yield Fault((*key, field), f"`{words}` does not stand in title or text: copy it letter by letter")


def _known(key: tuple[str | int, ...], noun: str, value: str | None, known: Container[str]) -> Iterator[Fault]:
    if value is None or value in known:
        return
    near = get_close_matches(value, known, n=1) if isinstance(known, Iterable) else []
    hint = f": did you mean `{near[0]}`?" if near else ": take an id of the pack"
    yield Fault(key, f"the pack has no {noun} `{value}`{hint}")
