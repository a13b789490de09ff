"""The mentions of a scene arranged for the question who speaks, and what tells a subject from an object."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from pipelines.packs.model import POSSESSIVE, FormKind
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.mentions import Named
from pipelines.tag.once import once
from pipelines.tag.parted import with_parts
from pipelines.tag.scene import Scene

LEANING = frozenset({FormKind.ROLE, FormKind.ADJECTIVE})
"""Kinds of form that lean on the name behind them."""


class Speaker(NamedTuple):
    """`actor` in the pack's terms (a capital that speaks is its government), or a name as written, or neither.

    `written` is how the text names an actor, where it names it.
    """

    actor: str | None
    name: str | None
    rule: str
    written: str | None = None


Stranger = tuple[int, int, Speaker]
"""Somebody outside the pack: where the name begins and ends, and who speaks."""


class Heard(NamedTuple):
    """Who has said something, and where the words end."""

    at: int
    speaker: Speaker


_AT = itemgetter(0)


def last_before(said: Sequence[Heard], at: int) -> Heard | None:
    """Return the last of what was said, in reading order, that ends at a position or before it."""
    place = bisect_right(said, at, key=_AT)
    return said[place - 1] if place else None


class Voices:
    """The mentions of a scene, arranged so that the subject of a verb can be found in constant time.

    Possessive adjectives of names are left out: whose something is does not say it (Trumpův poradce řekl).
    What only some texts need is arranged when first asked for. `quoted` are the spans between quotation marks, marks
    included; `heard` who spoke in those that were read so far, `told` who was reported to have spoken; `owned`, `facets` and `strangers` what was asked before of a speaker or a span.
    """

    def __init__(self, scene: Scene, mentions: Sequence[Named]) -> None:
        self.scene = scene
        self.mentions = [each for each in mentions if not each.rule.endswith(POSSESSIVE)]
        self.starts = [each[0] for each in self.mentions]
        self.quoted: list[tuple[int, int]] = []
        self.heard: list[Heard] = []
        self.told: list[Heard] = []
        self.owned: dict[str, frozenset[str]] = {}
        self.facets: dict[tuple[int, int], str | None] = {}
        self.strangers: dict[tuple[int, int], Stranger | None] = {}

    @once
    def adjectives(self) -> Sequence[tuple[int, int, str]]:
        """The adjectives of countries: start, end, country."""
        return [
            (start, end, entry.forms[0].target)
            for start, end, entry in self.scene.hits.actors
            if entry.forms[0].kind is FormKind.ADJECTIVE
        ]

    @once
    def adjective_starts(self) -> Sequence[int]:
        """Where they begin."""
        return [start for start, _, _ in self.adjectives]

    def adjective_at(self, at: int) -> tuple[int, int, str] | None:
        """Return the adjective of a country that begins here."""
        place = bisect_left(self.adjective_starts, at)
        found = self.adjectives[place] if place < len(self.adjectives) else None
        return found if found is not None and found[0] == at else None

    @once
    def adjectives_written(self) -> Mapping[str, str]:
        """Adjective of a country, as it stands in the text in lower case → country."""
        return {self.scene.lower[start:end]: country for start, end, country in self.adjectives}

    @once
    def cues(self) -> Sequence[Hit]:
        """The verbs of speech; none that is part of a name ("the United States")."""
        cues = [hit for hit in self.scene.hits.cues if hit.entry.cue and not self._is_in_name(hit)]
        return [*with_parts(self.scene, cues)] if self.scene.lexicon.parted else cues

    def _is_in_name(self, hit: Hit) -> bool:
        place = bisect_left(self.starts, hit.start) - 1
        return place >= 0 and hit.end <= self.mentions[place].end

    @once
    def cue_starts(self) -> Sequence[int]:
        """Where they begin."""
        return [hit.start for hit in self.cues]

    @once
    def terms(self) -> Sequence[tuple[int, str, int]]:
        """What the terms tell: start, facet, weight."""
        return [(hit.start, form.target, form.weight) for hit in self.scene.hits.terms for form in hit.entry.terms]

    @once
    def term_starts(self) -> Sequence[int]:
        """Where they begin."""
        return [start for start, _, _ in self.terms]

    def between(self, start: int, end: int) -> Sequence[Named]:
        """Return the mentions that begin in a span."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def first(self, start: int, end: int) -> Named | None:
        """Return the first mention that begins in a span; of `at` and `at + 1` the one that begins there."""
        place = bisect_left(self.starts, start)
        return self.mentions[place] if place < len(self.starts) and self.starts[place] < end else None

    def last(self, start: int, end: int) -> Named | None:
        """Return the last mention that begins in a span."""
        place = bisect_left(self.starts, end) - 1
        return self.mentions[place] if place >= 0 and self.starts[place] >= start else None

    def is_quoted(self, at: int) -> bool:
        """Say whether a position lies between quotation marks: who is named there does not speak."""
        place = bisect_left(self.quoted, (at + 1,)) - 1
        return place >= 0 and at < self.quoted[place][1]


def voices(scene: Scene, mentions: Sequence[Named]) -> Voices:
    """Arrange the mentions of a scene."""
    return Voices(scene, mentions)


OTHER_CASES = (".dat", ".acc", ".ins", ".loc")
"""How the rule of a form ends whose case is never that of a subject."""
THREE = 3
"""Words of a preposition with its article and noun."""
SUBJECT_CASE = ".nom"
INDECLINABLE = tuple("oóuúeéiíоуеиіюэ")
"""How a name ends that has one form for all cases in languages with cases."""
AS_ADJECTIVES = ("ski", "cki", "dzki")
"""How a surname ends that has cases like an adjective nevertheless."""
GENITIVE = ".gen"
"""The same for the case of an owner, who speaks through a noun before it."""


def is_cased(voice: Voices, named: Named, *, owns: bool = False) -> bool:
    """Say whether a name stands in a case that no subject stands in; only where the form tells («Путину», „Kyjevu“).

    `owns`: an organisation in the genitive may be one, by who speaks for it («представник Білого дому»).
    """
    if not voice.scene.lexicon.verb_genders:
        return False
    form = named.rule.partition("+")[0]
    if form.endswith(GENITIVE) and owns and not is_person(voice, named):
        before = voice.scene.before(named.start).split()
        return not before or before[-1] not in _spoken_for_by(voice.scene.lexicon)
    return form.endswith((*OTHER_CASES, GENITIVE))


def is_nominative(voice: Voices, named: Named) -> bool:
    """Say whether a name stands in the case of a subject and in no other; only where the form tells."""
    scene = voice.scene
    form = named.rule.partition("+")[0]
    name = scene.lower[named.start : named.end]
    return form.endswith(SUBJECT_CASE) and (not name.endswith(INDECLINABLE) or name.endswith(AS_ADJECTIVES))


@lru_cache(maxsize=64)
def _spoken_for_by(lexicon: Lexicon) -> frozenset[str]:
    """Return nouns for people who speak for the country or organisation behind them."""
    return (
        lexicon.spokespeople.set | lexicon.collective_country.set | lexicon.unnamed_nouns.set | lexicon.unnamed_weak.set
    )


def is_oblique(scene: Scene, at: int, start: int) -> bool:
    """Say whether a preposition makes a name an object; titles and adjectives that lean on the name are stepped over."""
    words = scene.lexicon.obliques
    if not words:
        return False
    begin = at
    place = bisect_left(scene.hits.actors, (at,)) - 1
    while place >= 0 and (hit := scene.hits.actors[place]).start >= start and begin - hit.end == 1:
        if not any(form.kind in LEANING for form in hit.entry.forms):
            break
        begin, place = hit.start, place - 1
    before = " " + scene.lower[max(start, begin - 30) : begin]
    article = before.rstrip().rpartition(" ")[2]
    if article in scene.lexicon.articles.set:
        before = before.rstrip().removesuffix(article)
    if before[before.rfind(" ", 0, -1) + 1 :] in words.closing and before.endswith(words.padded):
        return True
    if not before.endswith(" "):
        return False
    if scene.lexicon.nouns_capital and _with_title(scene, before):
        return True
    left = before.rsplit(None, 2)
    if len(left) < 2 or left[-1].endswith(","):
        return False
    told = left[-1] in scene.lexicon.addressees.set and left[-2] in words.set  # «w rozmowie z agencją X powiedział»
    return told or left[-2] in scene.lexicon.according_to.set


def _with_title(scene: Scene, before: str) -> bool:
    """Say whether a preposition, an article and a noun stand before a name (“mit dem Gesandten X”): the noun is its title."""
    words = before.rsplit(None, 3)[-3:]
    if len(words) < THREE or words[1] not in scene.lexicon.articles.set:
        return False
    return words[0] in scene.lexicon.obliques.set and words[2].isalpha()


def is_person(voice: Voices, named: Named) -> bool:
    """Say whether a mention names a person of the pack."""
    actor = voice.scene.facts.actor(named.actor) if named.actor else None
    return actor is not None and actor.type == "person"


def of_mention(voice: Voices, named: Named) -> Speaker:
    """Return a mention as a speaker: a capital speaks for its government, a source without a name as written."""
    scene = voice.scene
    rule = f"speaker.{named.kind}"
    if named.actor is None:
        return Speaker(None, _fullest(voice, named), rule)
    actor = scene.facts.actor(named.actor)
    if actor and actor.type == "place" and actor.stands_for and not actor.acts_by_default:
        actor = scene.facts.actor(actor.stands_for) or actor
    written = scene.text[named.start : named.end]
    return Speaker(actor.actor_id, actor.name, rule, written) if actor else Speaker(None, None, rule)


def _fullest(voice: Voices, named: Named) -> str:
    """Return a source as written; one told of before in more words ("the Ukrainian official" after "a senior …") by those."""
    text = voice.scene.text
    words = text[named.start : named.end].lower().split()
    if named.kind == "unnamed":
        for earlier in voice.mentions[: bisect_left(voice.starts, named.start)]:
            if earlier.kind == "unnamed":
                fuller = text[earlier.start : earlier.end].lower().split()
                if fuller[-1] == words[-1] and len(fuller) > len(words) and set(words) <= set(fuller):
                    return text[earlier.start : earlier.end]
    return text[named.start : named.end]


def spoken_by(voice: Voices, actor_id: str, rule: str) -> Speaker:
    """Return an actor as a speaker."""
    actor = voice.scene.facts.actor(actor_id)
    return Speaker(actor_id, actor.name if actor else None, rule)
