"""What a statement says: its kind, facet, places, amounts, negation, modality, target."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from pipelines.records import AmountInStatement, PlaceInStatement
from pipelines.tag.amounts import amounts
from pipelines.tag.lexicon import CONSENT
from pipelines.tag.placing import of_sentence, places
from pipelines.tag.scene import Scene
from pipelines.tag.signals import BACKSHIFT, IMPERATIVE, LAST_MARKS, NEGATIONS, NUMBER, Signal, signals, words_of
from pipelines.tag.voices import Voices

TALKS = "talks"
"""The facet of talks as such: it decides on relevance and is not reported as a facet of a text or statement."""
AIMED = frozenset({"demand", "condemn", "threaten", "offer", "sanction", "reject"})
"""Kinds of statement that are aimed at somebody."""
AT_OPPONENT = frozenset({"demand", "condemn", "threaten", "reject"})
"""Kinds that a party aims at the other one where it names nobody."""
BY_ADJECTIVE = frozenset({"condemn", "sanction", "threaten"})
"""Kinds whose target may be named by the adjective of what it did or has."""
PRECEDENCE = (
    "decline_comment",
    "ultimatum",
    "reject",
    "concede",
    "threaten",
    "demand",
    IMPERATIVE,
    "deny",
    "condemn",
    "sanction",
    "agree",
    "offer",
    "consult",
)
"""Where the verb is neutral, the first kind whose words the content has."""
OVERRIDES: Mapping[tuple[str, str], str] = {
    ("demand", "ultimatum"): "threaten",
    ("offer", "threaten"): "threaten",
    ("offer", "reject"): "reject",
    ("reject", "allegation"): "deny",
    ("reject", "telling"): "decline_comment",
    ("reject", "decline_comment"): "decline_comment",
    ("agree", "admission"): "concede",
}
"""(kind by the verb, words of the content) → kind: "urged both to agree or risk …" threatens, "rejected the allegations" denies,
«… olduğunu kabul etti» admits where «öneriyi kabul etti» accepts."""
COLOURING = frozenset({"concede"})
"""Types of verbs that only colour a quotation (“…”, he admitted): its own words decide."""
SIGNAL_KINDS = {"ultimatum": "threaten", IMPERATIVE: "demand"}
MODALITIES = ("conditional", "future", "hypothetical")
OPENING_TOKENS = 2
"""Words at the beginning of a statement: a condition among them stands before what it is a condition of."""
NEGATING_TOKENS = 3
"""Words from a negation to what it negates."""
UNLESS_TOKENS = 6
"""Words between a condition and the negation that makes it an "unless"."""
ADDRESSED_REACH, ADDRESSED_WORDS = 60, 2
"""Characters before a demand within which stands who it is addressed to, and words between."""
PLACED: Mapping[str, str] = {"withdrawal_from": "territorial_withdrawal", "strike_on": "military_strike"}
"""What a statement does with a place → the facet that this is, in a pack that has it."""
TELLING = 2
"""Weight of terms that tell a facet; a weak one alone gives way to what the sentence before speaks of."""


class Content(NamedTuple):
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


def content(voice: Voices, start: int, end: int, cue_type: str | None, speaker: str | None) -> Content:
    """Read the span of a statement; `cue_type` is what its verb says."""
    scene = voice.scene
    found = signals(scene.lexicon, words_of(scene.lower[start:end]))
    is_reported = _is_reported(scene, start)
    kind, decided = _kind(None if cue_type in COLOURING and not is_reported else cue_type, found)
    named = places(voice, start, end)
    facet = _facet_of(voice, start, end, kind, named, is_reported=is_reported)
    if not named and kind == "deny":
        named = of_sentence(voice, start)
    target = None
    if kind in AIMED:
        target = _aimed_at(voice, (start, end), kind, _aiming(scene, start, end, kind, decided), speaker)
    if not found:
        return Content(kind, facet, target, places=named, amounts=amounts(scene, start, end, worded=False))
    return Content(
        type=kind,
        facet=facet,
        target=target,
        negated=kind != "decline_comment" and _negated(found, decided),
        modality=_modality(found, decided, reported=is_reported),
        places=named,
        amounts=amounts(scene, start, end, worded=any(signal.name == NUMBER for signal in found)),
    )


def _kind(cue_type: str | None, found: Sequence[Signal]) -> tuple[str, Signal | None]:
    """Return the kind of a statement, and the words that decided on it where its verb did not."""
    named = bool(cue_type) and cue_type != "other"
    if not found:
        return (cue_type, None) if cue_type and named else ("other", None)
    plain, hints = _firsts(found)
    if cue_type and named:
        for (by_verb, name), kind in OVERRIDES.items():
            if by_verb == cue_type and name in plain:
                return kind, plain[name]
        return cue_type, None
    decided = _of_first_sentence(plain) or _unless(found)
    if decided is None:
        decided = next((hints[name] for name in PRECEDENCE if name in hints), None) if hints else None
    if decided is None:
        return "other", None
    if decided.name == "conditional":
        return "threaten", decided
    kind = SIGNAL_KINDS.get(decided.name, decided.name)
    return _refused(_on_condition(kind, decided, found), decided, found), decided


def _of_first_sentence(told: Mapping[str, Signal]) -> Signal | None:
    """Return what decides in the first sentence that tells a kind at all; a demand counts wherever it stands.

    What follows explains, but the reasons for a demand often stand before it.
    """
    telling = [told[name] for name in PRECEDENCE if name in told] if told else []
    if len(telling) <= 1:
        return telling[0] if telling else None
    first = min(signal.sentence for signal in telling)
    return next(signal for signal in telling if signal.sentence == first or signal.name == "demand")


def _on_condition(kind: str, decided: Signal, found: Sequence[Signal]) -> str:
    """Measures that depend on a condition are threatened, not taken."""
    conditional = any(each.name == "conditional" and each.sentence == decided.sentence for each in found)
    return "threaten" if kind == "sanction" and conditional else kind


def _refused(kind: str, decided: Signal, found: Sequence[Signal]) -> str:
    """Consent refuses where it is negated: "will not contribute", "is not open to"."""
    negated = any(each.name == NEGATIONS and 0 < decided.token - each.token <= NEGATING_TOKENS for each in found)
    return "reject" if kind in CONSENT and negated else kind


def _firsts(found: Sequence[Signal]) -> tuple[dict[str, Signal], dict[str, Signal]]:
    """Return the first word that tells something, by what it tells, of those that are no hints, and of the hints."""
    plain: dict[str, Signal] = {}
    hints: dict[str, Signal] = {}
    for signal in found:
        (hints if signal.hint else plain).setdefault(signal.name, signal)
    return plain, hints


def _unless(found: Sequence[Signal]) -> Signal | None:
    """Return the condition that opens a sentence and is negated: "If there is no deal by Friday, we are done" threatens."""
    for at, signal in enumerate(found):
        if signal.name == "conditional":
            behind = (each for each in found[at + 1 :] if each.token - signal.token <= UNLESS_TOKENS)
            if any(each.name == NEGATIONS and each.sentence == signal.sentence for each in behind):
                return signal
    return None


def _negated(found: Sequence[Signal], decided: Signal | None) -> bool:
    """Say whether the sentence that decides on the kind, or the first one, has a negation; those of an "if" behind it do not count."""
    sentence = decided.sentence if decided else 0
    first = None
    for each in found:
        if each.name == NEGATIONS and each.sentence == sentence:
            first = each.token
            break
    if first is None:
        return False
    inside = (each.token for each in found if each.name == "conditional" and each.sentence == sentence)
    condition = next((token for token in inside if token > OPENING_TOKENS), None)
    return condition is None or first < condition


def _modality(found: Sequence[Signal], decided: Signal | None, *, reported: bool) -> str | None:
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


def _facet(voice: Voices, start: int, end: int) -> tuple[str | None, int]:
    """Return the facet with the most weight inside, with its weight; None without one."""
    starts = voice.term_starts
    first = bisect_left(starts, start)
    last = bisect_left(starts, end, first)
    if first == last:
        return None, 0
    weights: dict[str, int] = {}
    for _, facet, weight in voice.terms[first:last]:
        if facet != TALKS:
            weights[facet] = weights.get(facet, 0) + weight
    return max(weights.items(), key=_weight) if weights else (None, 0)


_weight = itemgetter(1)


def _telling(voice: Voices, start: int, end: int) -> str | None:
    """Return the facet with the most weight inside if it is one that tells by itself; looked for once in a span."""
    if (start, end) not in voice.facets:
        facet, weight = _facet(voice, start, end)
        voice.facets[start, end] = facet if weight >= TELLING else None
    return voice.facets[start, end]


def _facet_of(
    voice: Voices, start: int, end: int, kind: str, named: Sequence[PlaceInStatement], *, is_reported: bool
) -> str | None:
    """Return the facet that a statement is about, by the nearest words that tell one.

    Its own, what it does with a place, those of the sentences around it, of its paragraph, of the text; what only says
    something need not be about what the text is about.
    """
    scene = voice.scene
    own, weight = _facet(voice, start, end) if scene.hits.terms else (None, 0)
    if weight >= TELLING:
        return own
    told = next((facet for place in named if (facet := PLACED.get(place.role or "")) in scene.facts.pack.facets), None)
    if told or not scene.hits.terms:
        return told
    near = _facet_around(voice, start, end, is_reported=is_reported) or (own if weight > 0 else None)
    if near:
        return near
    paragraph = _telling(voice, *scene.paragraphs[scene.paragraph(start)])
    return paragraph if paragraph or kind == "other" else _telling(voice, 0, len(scene.text))


def _facet_around(voice: Voices, start: int, end: int, *, is_reported: bool) -> str | None:
    """Return the facet of the sentence before a statement and of its own, in its paragraph; of a quotation's only up to it."""
    scene = voice.scene
    sentence = scene.sentence(start)
    paragraph = scene.paragraphs[scene.paragraph(start)][0]
    begin = scene.sentence(sentence[0] - 2)[0] if sentence[0] - 1 > paragraph else sentence[0]
    return _telling(voice, begin, max(end, sentence[1]) if is_reported else start)


def _aimed_at(
    voice: Voices, span: tuple[int, int], kind: str, aiming: tuple[int, int], speaker: str | None
) -> str | None:
    """Return at whom a statement is aimed: whom it names, else the other party, else whom its verb names before it."""
    addressed = _addressed(voice, span[0], kind, speaker) if voice.scene.lexicon.particles else None
    named = addressed or _target(voice, *aiming, kind, speaker)
    if named or kind not in AT_OPPONENT:
        return named
    return _opponent(voice, speaker) or _target(voice, voice.scene.sentence(span[0])[0], span[0], kind, speaker)


def _addressed(voice: Voices, at: int, kind: str, speaker: str | None) -> str | None:
    """Return who stands before the part of a verb that closes the clause before its demand («forderte X auf, …»)."""
    named = voice.last(max(0, at - ADDRESSED_REACH), at)
    if named is None:
        return None
    between = voice.scene.text[named.end : at]
    closed = between.endswith(", ") and between.islower() and len(between.split()) <= ADDRESSED_WORDS
    found = _target(voice, named.start, named.end, kind, speaker) if closed else None
    return (
        found if found in voice.scene.facts.pack.parties else None
    )  # whoever else is addressed shall do it to a party


def _target(voice: Voices, start: int, end: int, kind: str, speaker: str | None) -> str | None:
    """Return at whom a statement is aimed: the first country, organisation or person of a span that is not of the speaker's side.

    Whose attack, army or fleet it is tells an adjective, too ("condemned the Russian attack").
    """
    aimed = [(each.start, each.actor) for each in voice.between(start, end) if each.actor and each.as_actor]
    if kind in BY_ADJECTIVE and (adjectives := _adjectives(voice, start, end)):
        aimed += [(at, actor) for at, _, actor in adjectives]
        aimed.sort()
    if not aimed:
        return None
    own = _own(voice, speaker)
    facts = voice.scene.facts
    for _, actor_id in aimed:
        actor = facts.actor(actor_id)
        if actor is None:
            continue
        meant = actor.stands_for if actor.type == "place" and actor.stands_for else actor.actor_id
        if meant not in own:
            return meant
    return None


def _adjectives(voice: Voices, start: int, end: int) -> Sequence[tuple[int, int, str]]:
    """Return the adjectives of countries in a span."""
    starts = voice.adjective_starts
    return voice.adjectives[bisect_left(starts, start) : bisect_left(starts, end)]


def _opponent(voice: Voices, speaker: str | None) -> str | None:
    """Return the other party of two, where the speaker is of one: at whom it aims where it names nobody."""
    facts = voice.scene.facts
    side = facts.sides.get(speaker or "", frozenset())
    others = [party for party in facts.pack.parties if party not in side]
    return others[0] if len(side) == 1 and len(others) == 1 else None


def _aiming(scene: Scene, start: int, end: int, kind: str, decided: Signal | None) -> tuple[int, int]:
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
    if (known := voice.owned.get(speaker)) is not None:
        return known
    facts = voice.scene.facts
    actor = facts.actor(speaker)
    sides = {period.side for period in actor.sides} if actor else set()
    countries = {facts.pack.offices[office].of for office in facts.held.get(speaker, ())}
    voice.owned[speaker] = own = frozenset({speaker, *sides, *countries})
    return own
