"""Lives of wire stories, drawn at random: what an agency does with a story, round by round, and in which words.

A life is a list of rounds, a round a list of acts. All lives of a world share the clock and are worked by the same runs.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tests.lifecycle.deliveries import FORMS, Form, Telling

BEGIN = datetime(2026, 3, 2, 5, tzinfo=UTC)
CHANNELS = {"gull": "gull", "tern": "gull", "skua": "skua"}
"""Wires by id, each with its publisher: two channels of one agency, and one of another."""

FEWEST_ROUNDS = 3

HOPS = (5, 10, 30, 60, 120, 180)
"""Minutes between two rounds."""

EMBARGOES = (-30, 0, 3, 8, 28, 58, 100, 240, 400)
"""Minutes from the clock of a round to the end of an embargo; with the margin of two some end at a round."""

_LETTERS = "bcdfghjklmnpqrstvwxz"


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that an agency does.

    rest    nothing
    tell    version `version` of the story, as `status`, with an embargo in `minutes`, or one that cannot be read
    again   an earlier telling, number `version`, in the same bytes; `elsewhere` through the other channel
    cancel  the story, by its status
    advise  an order that names it by its guid; by another agency where `elsewhere`, which must change nothing
    name    an order that names it by its slugline
    break   an earlier telling whose file broke off on its way
    """

    what: str
    version: int = 0
    status: str = "usable"
    minutes: int | None = None
    is_sealed: bool = False
    elsewhere: bool = False
    is_packed: bool = False


@dataclass(frozen=True, kw_only=True)
class Life:
    """One story: its format, the wire it comes by, what is done with it in each round.

    `is_tied`: all versions were created at one time. `shares`: its slugline is that of the life before it too, and so is
    its guid where that is another agency's.
    """

    form: str
    channel: str
    is_tied: bool
    shares: bool
    rounds: tuple[tuple[Act, ...], ...]


@dataclass(frozen=True, kw_only=True)
class World:
    """Lives that are lived at once, the minutes before each round, and the round in which a web copy of the first appears."""

    hops: tuple[int, ...]
    lives: tuple[Life, ...]
    copied_in: int


TELLING = (
    "rest",
    "rest",
    "tell",
    "tell",
    "tell",
    "withhold",
    "withhold",
    "embargo",
    "embargo",
    "seal",
    "again",
    "again",
    "break",
)
KILLING = ("cancel", "advise", "name")


@st.composite
def acts(draw: st.DrawFn, kinds: tuple[str, ...]) -> Act:
    """Return one act of these kinds; examples shrink to none, and to first versions that are usable."""
    kind = draw(st.sampled_from(kinds))
    if kind == "rest":
        return Act(what="rest")
    version = draw(st.sampled_from([3, 2, 2, 1, 0] if kind == "withhold" else [0, 0, 1, 2, 3]))
    act = Act(what=kind, version=version, elsewhere=draw(st.booleans()), is_packed=draw(st.booleans()))
    match kind:
        case "withhold":
            return replace(act, what="tell", status="withheld")
        case "seal":
            return replace(act, what="tell", is_sealed=True)
        case "embargo":
            status = draw(st.sampled_from(["usable", "usable", "usable", "withheld"]))
            return replace(act, what="tell", status=status, minutes=draw(st.sampled_from(EMBARGOES)))
    return act


@st.composite
def lives(draw: st.DrawFn, rounds: int) -> Life:
    """Return one life of so many rounds; every other one is never killed by an order of its own."""
    kinds = TELLING + (KILLING if draw(st.booleans()) else ())
    return Life(
        form=draw(st.sampled_from(list(FORMS))),
        channel=draw(st.sampled_from(list(CHANNELS))),
        is_tied=draw(st.sampled_from([False, False, True])),
        shares=draw(st.sampled_from([False, False, False, True])),
        rounds=tuple((draw(acts(kinds)), draw(acts(kinds))) for _ in range(rounds)),
    )


@st.composite
def worlds(draw: st.DrawFn, *, sequences: int, most_rounds: int) -> World:
    """So many lives at once."""
    rounds = draw(st.integers(FEWEST_ROUNDS, most_rounds))
    return World(
        hops=tuple(draw(st.sampled_from(HOPS)) for _ in range(rounds)),
        lives=tuple(draw(lives(rounds)) for _ in range(sequences)),
        copied_in=draw(st.integers(0, rounds - 1)),
    )


def marker(*parts: object) -> str:
    """Return a word that stands in no other place: the same for the same parts."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return "zq" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:12])


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of a telling by which it is known again, and those it shares with all tellings of its story.

    `told` are words of headline and text, `beside` of byline, note and keywords, `file` is that of its file's name.
    """

    told: frozenset[str]
    beside: frozenset[str]
    slug: str
    guid: str
    file: str

    @property
    def own(self) -> frozenset[str]:
        """Return the words that no other telling has."""
        return self.told | self.beside


@dataclass
class Teller:
    """Words the acts of one life. `tellings` are the versions that were told so far, in order."""

    number: int
    life: Life
    slug: str
    guid_word: str

    def __post_init__(self) -> None:
        self.tellings: list[Telling] = []
        self.words: list[Words] = []

    @property
    def form(self) -> Form:
        """Return the format of the life."""
        return FORMS[self.life.form]

    @property
    def order_form(self) -> Form:
        """Return the format in which orders come: a text wire's come in another one, for they need a guid of their own."""
        return self.form if self.form.has_guids else FORMS["newsml-g2"]

    @property
    def slugline(self) -> str:
        """Return what all versions are slugged."""
        return f"BC-{self.slug.capitalize()}"

    @property
    def guid(self) -> str:
        """Return the guid of the story; a text wire makes it of day and slugline."""
        if self.form.has_guids:
            return f"urn:newsml:gull.example:20260302:{self.guid_word}"
        return f"{self.life.form}:gul:2026-03-02:{self.slugline.lower()}"

    @property
    def foreign_channel(self) -> str:
        """Return a channel of another agency."""
        return "gull" if self.life.channel == "skua" else "skua"

    @property
    def others_channel(self) -> str:
        """Return the other channel of the agency; an agency with one has that one."""
        return {"gull": "tern", "tern": "gull"}.get(self.life.channel, self.life.channel)

    def tell(self, act: Act, clock: datetime) -> Telling:
        """Word a version. The same version worded again has other words: a correction that nobody numbered."""
        count = len(self.tellings)
        headline, body, byline, note, keyword = (marker(part, self.number, count) for part in "hbynk")
        can_be_withheld = self.form.has_guids
        told = Telling(
            guid=self.guid,
            number=act.version + 1,
            created_at=BEGIN - timedelta(minutes=55 - (0 if self.life.is_tied else 11 * act.version)),
            headline=f"Talks about the quay of {headline} go on",
            paragraphs=_paragraphs(body),
            slugline=self.slugline,
            byline=f"Ada {byline}",
            note=f"Note of {note} for desks",
            keyword=keyword if self.form.has_guids else "",
            status=act.status if can_be_withheld else "usable",
            embargo_until=None if act.minutes is None else clock + timedelta(minutes=act.minutes),
            is_sealed=act.is_sealed,
        )
        self.tellings.append(told)
        beside = {byline, note, *([keyword] if told.keyword else [])}
        guid = self.guid_word if self.form.has_guids else self.slug
        self.words.append(
            Words(
                told=frozenset({headline, body}),
                beside=frozenset(beside),
                slug=self.slug,
                guid=guid,
                file=marker("f", self.number, count),
            )
        )
        return told

    def cancel(self, clock: datetime) -> Telling:
        """Word a cancellation."""
        return Telling(
            guid=self.guid,
            number=9,
            created_at=clock,
            headline="Story withdrawn",
            paragraphs=(f"The story about {marker('c', self.number)} was wrong.",),
            slugline=self.slugline,
            note="MANDATORY KILL. The story was wrong.",
            status="canceled",
        )

    def advise(self, clock: datetime, order: int) -> Telling:
        """Word an order that names the story by its guid."""
        return replace(self._order(clock, order), slugline="", kills=self.guid)

    def name(self, clock: datetime, order: int) -> Telling:
        """Word an order that names the story by its slugline."""
        return self._order(clock, order)

    def _order(self, clock: datetime, order: int) -> Telling:
        return Telling(
            guid=f"urn:newsml:gull.example:20260302:order-{self.number}-{order}",
            number=1,
            created_at=clock,
            headline="MANDATORY KILL ADVISORY",
            paragraphs=(f"Editors: take the story about {marker('a', self.number, order)} down.",),
            slugline=self.slugline,
            note="Not for publication.",
        )


def _paragraphs(body: str) -> tuple[str, ...]:
    first = (
        f"Norrland and Sudland went on with the harbour talks on Monday, and {body} was told that both had sent their "
        "masters of the quay. The meeting lasted into the night, said those who had waited outside for a word of it."
    )
    second = (
        f"Norrland refused the harbour talks at first, {body} said. What was agreed will be read out in the morning, "
        'and then both sides will sign. "We have not slept for a week," said the clerk of the harbour.'
    )
    third = (
        "The mole has been under water since the autumn, and no ship has called there. The pilots want it dredged "
        f"before the ice comes, according to {body}, and the fishermen want it left alone until the herring is gone."
    )
    return first, second, third
