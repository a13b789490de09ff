"""What a statement says: its kind, facet, places, amounts, negation, modality, target."""

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.records import AmountInStatement, PlaceInStatement
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene
from pipelines.tag.speakers import Voices

TALKS = "talks"
"""The facet of talks as such: it decides on relevance and is not reported as a facet of a text or statement."""
AIMED = frozenset({"demand", "condemn", "threaten", "offer", "sanction", "deny", "reject"})
_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[ ,.\u00a0]\d{3})+|\d+(?:[.,]\d+)?)(?:\s?(%)|[- \u00a0]([^\W\d_][\w'-]*(?: of [^\W\d_]+)?))"
)
_WORD = re.compile(r"[\w%'-]+")
_MOST_AMOUNTS = 12
PRECEDENCE = (
    "decline_comment",
    "reject",
    "threaten",
    "demand",
    "deny",
    "condemn",
    "sanction",
    "concede",
    "agree",
    "offer",
    "consult",
)
"""Where the verb is neutral, the first kind whose words the content has."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands inside the span of a statement."""

    type: str | None = None
    facet: str | None = None
    target: str | None = None
    negated: bool = False
    modality: str | None = None
    places: tuple[PlaceInStatement, ...] = ()
    amounts: tuple[AmountInStatement, ...] = ()


UNREAD = Content()
"""The content of a quotation in a text that is not about the topic: who said it is told, what it says is not."""


def content(
    voice: Voices, start: int, end: int, cue_type: str | None, speaker: str | None, *, inside: bool = True
) -> Content:
    """Read the span of a statement; `cue_type` is what its verb says, `inside` whether the verb governs the span as a clause."""
    scene = voice.scene
    found = _signals(scene.lexicon, _WORD.findall(scene.lower[start:end]))
    kind = cue_type if cue_type and cue_type != "other" else _type_by_words(found)
    return Content(
        type=kind,
        facet=_facet(scene, start, end),
        target=_target(voice, start, end, speaker) if kind in AIMED else None,
        negated=inside and "negations" in found,
        modality=next((name for name in MODALITIES if name in found), None),
        places=_places(voice, start, end),
        amounts=tuple(_amounts(scene, start, end)),
    )


def _type_by_words(found: Collection[str]) -> str:
    return next((kind for kind in PRECEDENCE if kind in found), "other")


MODALITIES = ("conditional", "future", "hypothetical")
_Table = Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]


def _signals(lexicon: Lexicon, words: Sequence[str]) -> set[str]:
    """Return the kinds, the modalities and `negations` whose words or phrases stand among the words."""
    table = _table(lexicon)
    found: set[str] = set()
    for at, word in enumerate(words):
        for name, phrase in table.get(word, ()):
            if len(phrase) == 1 or tuple(words[at : at + len(phrase)]) == phrase:
                found.add(name)
    return found


@lru_cache(maxsize=64)
def _table(lexicon: Lexicon) -> _Table:
    """Return first word → (what the phrase tells, all its words)."""
    signals: list[tuple[str, Sequence[str]]] = [
        *lexicon.content_types.items(),
        ("negations", lexicon.negations),
        ("conditional", lexicon.conditional),
        ("future", lexicon.future),
        ("hypothetical", lexicon.hypothetical),
    ]
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, phrases in signals:
        for phrase in phrases:
            words = tuple(_WORD.findall(phrase))
            table.setdefault(words[0], []).append((name, words))
    return table


def _facet(scene: Scene, start: int, end: int) -> str | None:
    """Return the facet with the most weight inside; None without a term."""
    weights: dict[str, int] = {}
    for hit in scene.hits.terms[_from(scene, start) : _from(scene, end)]:
        for form in hit.entry.terms:
            if form.target != TALKS:
                weights[form.target] = weights.get(form.target, 0) + form.weight
    return max(weights, key=lambda facet: weights[facet]) if weights else None


def _from(scene: Scene, at: int) -> int:
    return bisect_left(scene.hits.terms, (at,))


def _places(voice: Voices, start: int, end: int) -> tuple[PlaceInStatement, ...]:
    found: dict[str, None] = {}
    for named in voice.between(start, end):
        actor = voice.scene.facts.actor(named.actor) if named.actor else None
        if actor and actor.type == "place" and not named.as_actor:
            found[actor.actor_id] = None
    return tuple(PlaceInStatement(place=place) for place in found)


def _amounts(scene: Scene, start: int, end: int) -> list[AmountInStatement]:
    amounts = []
    sides = [scene.lower.find(phrase, start, end) for phrase in scene.lexicon.each_side]
    each = any(at >= 0 for at in sides)
    for found in _NUMBER.finditer(scene.folded, start, end):
        unit = found[2] or found[3].lower()
        if unit in scene.lexicon.months or unit in scene.lexicon.obliques or _is_year(found[1]):
            continue
        amounts.append(AmountInStatement(value=_value(found[1]), unit=unit, side="each" if each else None))
        if len(amounts) == _MOST_AMOUNTS:
            break
    return amounts


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in {"19", "20"}


def _value(digits: str) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:[ ,.]\d{3})+", digits)
    return float(re.sub(r"[ ,.]", "", digits)) if grouped else float(digits.replace(",", "."))


def _target(voice: Voices, start: int, end: int, speaker: str | None) -> str | None:
    """Return the first country, organisation or person addressed inside that is not the speaker."""
    for named in voice.between(start, end):
        actor = voice.scene.facts.actor(named.actor) if named.actor else None
        if actor is None or not named.as_actor:
            continue
        meant = actor.stands_for if actor.type == "place" and actor.stands_for else actor.actor_id
        if meant != speaker:
            return meant
    return None
