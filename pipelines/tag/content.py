"""What a statement says: its kind, facet, places, amounts, negation, modality, target."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.records import AmountInStatement, PlaceInStatement
from pipelines.tag.amounts import amounts
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.placing import of_sentence, places
from pipelines.tag.scene import Scene
from pipelines.tag.voices import Voices

TALKS = "talks"
"""The facet of talks as such: it decides on relevance and is not reported as a facet of a text or statement."""
AIMED = frozenset({"demand", "condemn", "threaten", "offer", "sanction", "reject"})
"""Kinds of statement that are aimed at somebody."""
AT_OPPONENT = frozenset({"demand", "condemn", "threaten", "reject"})
"""Kinds that a party aims at the other one where it names nobody."""
PRECEDENCE = (
    "decline_comment",
    "ultimatum",
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
NEGATIONS = "negations"
OVERRIDES: Mapping[tuple[str, str], str] = {
    ("demand", "ultimatum"): "threaten",
    ("offer", "threaten"): "threaten",
    ("offer", NEGATIONS): "reject",
    ("reject", "allegation"): "deny",
    ("reject", "telling"): "decline_comment",
}
"""(kind by the verb, words of the content) → kind: "urged both to agree or risk …" threatens, "rejected the allegations" denies."""
SIGNAL_KINDS = {"ultimatum": "threaten"}
MODALITIES = ("conditional", "future", "hypothetical")
NUMBER = "number"
BACKSHIFT = "backshift"
OPENING_TOKENS = 2
"""Words at the beginning of a statement: a condition among them stands before what it is a condition of."""
TELLING = 2
"""Weight of terms that tell a facet; a weak one alone gives way to what the sentence before speaks of."""
LAST_MARKS = frozenset(".!?…")
_TOKEN = re.compile(r"[\w%'-]+|[.!?…]")


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


@dataclass(frozen=True, slots=True)
class _Signal:
    """What a word or phrase inside a statement tells: `token` counts words and marks, `sentence` sentences of the span."""

    name: str
    token: int
    sentence: int


def content(voice: Voices, start: int, end: int, cue_type: str | None, speaker: str | None) -> Content:
    """Read the span of a statement; `cue_type` is what its verb says."""
    scene = voice.scene
    tokens = _TOKEN.findall(scene.lower[start:end])
    found = _signals(scene.lexicon, tokens)
    kind, decided = _kind(cue_type, found)
    facet = _facet(scene, start, end, TELLING) or _facet_around(scene, start, end) or _facet(scene, start, end)
    named = places(voice, start, end)
    if not named and kind == "deny":
        named = of_sentence(voice, start)
    target = _target(voice, *_aiming(scene, start, end, kind, decided), speaker) if kind in AIMED else None
    if target is None and kind in AT_OPPONENT and (facet or kind == "condemn"):
        target = _opponent(voice, speaker)
    return Content(
        type=kind,
        facet=facet,
        target=target,
        negated=kind != "decline_comment" and _negated(found, decided),
        modality=_modality(found, decided, reported=_is_reported(scene, start)),
        places=named,
        amounts=tuple(amounts(scene, start, end, worded=any(signal.name == NUMBER for signal in found))),
    )


def _kind(cue_type: str | None, found: Sequence[_Signal]) -> tuple[str, _Signal | None]:
    """Return the kind of a statement, and the words that decided on it where its verb did not."""
    first: dict[str, _Signal] = {}
    for signal in found:
        first.setdefault(signal.name, signal)
    if cue_type and cue_type != "other":
        for (by_verb, name), kind in OVERRIDES.items():
            if by_verb == cue_type and name in first:
                return kind, first[name]
        return cue_type, None
    for name in PRECEDENCE:
        if name in first:
            return SIGNAL_KINDS.get(name, name), first[name]
    return "other", None


def _negated(found: Sequence[_Signal], decided: _Signal | None) -> bool:
    """Say whether the sentence that decides on the kind, or the first one, has a negation; those of an "if" behind it do not count."""
    sentence = decided.sentence if decided else 0
    inside = [signal for signal in found if signal.sentence == sentence]
    condition = next(
        (each.token for each in inside if each.name == "conditional" and each.token > OPENING_TOKENS), None
    )
    return any(each.name == NEGATIONS and (condition is None or each.token < condition) for each in inside)


def _modality(found: Sequence[_Signal], decided: _Signal | None, *, reported: bool) -> str | None:
    """Return how sure the sentence that decides on the kind, else any, is of what it says.

    In reported speech a "would" without a condition is a "will" put back into the past.
    """
    sentence = decided.sentence if decided else None
    names = {signal.name for signal in found if sentence is None or signal.sentence == sentence}
    if BACKSHIFT in names and "conditional" not in names:
        return "future" if reported else "conditional"
    return next((name for name in MODALITIES if name in names), None)


def _is_reported(scene: Scene, start: int) -> bool:
    """Say whether no quotation mark opens right before the span."""
    return scene.text[start - 1 : start] not in QUOTES or start == 0


QUOTES = frozenset("\"“„«»‘‚'‹›”")
_Table = Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]


def _signals(lexicon: Lexicon, tokens: Sequence[str]) -> list[_Signal]:
    """Return what the words and phrases among the tokens tell, in reading order."""
    table = _table(lexicon)
    endings = lexicon.signal_endings
    found: list[_Signal] = []
    sentence = 0
    for at, word in enumerate(tokens):
        if word in LAST_MARKS:
            sentence += 1
            continue
        for name, phrase in table.get(word, ()):
            if len(phrase) == 1 or tuple(tokens[at : at + len(phrase)]) == phrase:
                if name == NEGATIONS and tokens[at + 1 : at + 2] and tokens[at + 1] in lexicon.not_negating.set:
                    continue
                found.append(_Signal(name, at, sentence))
        for name, ending in endings:
            if ending.search(word):
                found.append(_Signal(name, at, sentence))
    return found


@lru_cache(maxsize=64)
def _table(lexicon: Lexicon) -> _Table:
    """Return first word → (what the phrase tells, all its words)."""
    signals: list[tuple[str, Sequence[str]]] = [
        *lexicon.content_types.items(),
        (NEGATIONS, lexicon.negations),
        ("conditional", lexicon.conditional),
        ("future", lexicon.future),
        ("hypothetical", lexicon.hypothetical),
        (BACKSHIFT, lexicon.backshift),
        (NUMBER, tuple(lexicon.numbers)),
    ]
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, phrases in signals:
        for phrase in phrases:
            words = tuple(_TOKEN.findall(phrase))
            table.setdefault(words[0], []).append((name, words))
    return table


def _facet(scene: Scene, start: int, end: int, least: int = 1) -> str | None:
    """Return the facet with the most weight inside, at least `least`; None without one."""
    weights: dict[str, int] = {}
    for hit in scene.hits.terms[_from(scene, start) : _from(scene, end)]:
        for form in hit.entry.terms:
            if form.target != TALKS:
                weights[form.target] = weights.get(form.target, 0) + form.weight
    facet = max(weights, key=lambda facet: weights[facet], default=None)
    return facet if facet and weights[facet] >= least else None


def _facet_around(scene: Scene, start: int, end: int) -> str | None:
    """Return the facet of the sentence before a statement and of its own, in its paragraph; of a quotation's only up to it."""
    sentence = scene.sentence(start)
    paragraph = scene.paragraphs[scene.paragraph(start)][0]
    begin = scene.sentence(sentence[0] - 2)[0] if sentence[0] - 1 > paragraph else sentence[0]
    return _facet(scene, begin, max(end, sentence[1]) if _is_reported(scene, start) else start, TELLING)


def _from(scene: Scene, at: int) -> int:
    return bisect_left(scene.hits.terms, (at,))


def _target(voice: Voices, start: int, end: int, speaker: str | None) -> str | None:
    """Return at whom a statement is aimed: the first country, organisation or person of a span that is not of the speaker's side."""
    own = _own(voice, speaker)
    for named in voice.between(start, end):
        actor = voice.scene.facts.actor(named.actor) if named.actor else None
        if actor is None or not named.as_actor:
            continue
        meant = actor.stands_for if actor.type == "place" and actor.stands_for else actor.actor_id
        if meant not in own:
            return meant
    return None


def _opponent(voice: Voices, speaker: str | None) -> str | None:
    """Return the other party of two, where the speaker is of one: at whom it aims where it names nobody."""
    facts = voice.scene.facts
    side = facts.sides.get(speaker or "", frozenset())
    others = [party for party in facts.pack.parties if party not in side]
    return others[0] if len(side) == 1 and len(others) == 1 else None


def _aiming(scene: Scene, start: int, end: int, kind: str, decided: _Signal | None) -> tuple[int, int]:
    """Return where the target of a statement stands: where a "must" makes the demand, in its own sentence.

    "The world must act. Russia …" is not aimed at Russia.
    """
    return _sentence_of(scene, start, end, decided.sentence) if kind == "demand" and decided else (start, end)


def _sentence_of(scene: Scene, start: int, end: int, number: int) -> tuple[int, int]:
    """Return the span of the sentence, by number, inside a span."""
    begin, seen = start, 0
    for at in range(start, end):
        if scene.text[at] in LAST_MARKS:
            if seen == number:
                return begin, at
            begin, seen = at + 1, seen + 1
    return begin, end


def _own(voice: Voices, speaker: str | None) -> frozenset[str]:
    """Return the speaker, the side it speaks for and the countries whose offices it ever held: nobody aims at himself."""
    if speaker is None:
        return frozenset()
    facts = voice.scene.facts
    actor = facts.actor(speaker)
    sides = {period.side for period in actor.sides} if actor else set()
    countries = {facts.pack.offices[office].of for office in facts.held.get(speaker, ())}
    return frozenset({speaker, *sides, *countries})
