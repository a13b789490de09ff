"""What a statement says: its kind, facet, places, amounts, negation, modality, target."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
TELLING = 2
"""Weight of terms that tell a facet; a weak one alone gives way to what the sentence before speaks of."""


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


def content(voice: Voices, start: int, end: int, cue_type: str | None, speaker: str | None) -> Content:
    """Read the span of a statement; `cue_type` is what its verb says."""
    scene = voice.scene
    found = signals(scene.lexicon, words_of(scene.lower[start:end]))
    kind, decided = _kind(None if cue_type in COLOURING and not _is_reported(scene, start) else cue_type, found)
    facet = _facet_of(scene, start, end, kind)
    named = places(voice, start, end)
    if not named and kind == "deny":
        named = of_sentence(voice, start)
    aiming = _aiming(scene, start, end, kind, decided)
    target = _aimed_at(voice, (start, end), kind, aiming, speaker) if kind in AIMED else None
    return Content(
        type=kind,
        facet=facet,
        target=target,
        negated=kind != "decline_comment" and _negated(found, decided),
        modality=_modality(found, decided, reported=_is_reported(scene, start)),
        places=named,
        amounts=tuple(amounts(scene, start, end, worded=any(signal.name == NUMBER for signal in found))),
    )


def _kind(cue_type: str | None, found: Sequence[Signal]) -> tuple[str, Signal | None]:
    """Return the kind of a statement, and the words that decided on it where its verb did not."""
    plain, hints = _firsts(found, hints=False), _firsts(found, hints=True)
    if cue_type and cue_type != "other":
        for (by_verb, name), kind in OVERRIDES.items():
            if by_verb == cue_type and name in plain:
                return kind, plain[name]
        return cue_type, None
    for told in (_of_first_sentence(plain), hints):
        for name in PRECEDENCE:
            if name in told:
                kind = SIGNAL_KINDS.get(name, name)
                return _refused(_on_condition(kind, told[name], found), told[name], found), told[name]
        unless = _unless(found)
        if unless is not None:
            return "threaten", unless
    return "other", None


def _of_first_sentence(told: Mapping[str, Signal]) -> Mapping[str, Signal]:
    """Return what the first sentence tells that tells a kind at all; a demand counts wherever it stands.

    What follows explains, but the reasons for a demand often stand before it.
    """
    first = min((told[name].sentence for name in PRECEDENCE if name in told), default=0)
    return {name: signal for name, signal in told.items() if signal.sentence == first or name == "demand"}


def _on_condition(kind: str, decided: Signal, found: Sequence[Signal]) -> str:
    """Measures that depend on a condition are threatened, not taken."""
    conditional = any(each.name == "conditional" and each.sentence == decided.sentence for each in found)
    return "threaten" if kind == "sanction" and conditional else kind


def _refused(kind: str, decided: Signal, found: Sequence[Signal]) -> str:
    """Consent refuses where it is negated: "will not contribute", "is not open to"."""
    negated = any(each.name == NEGATIONS and 0 < decided.token - each.token <= NEGATING_TOKENS for each in found)
    return "reject" if kind in CONSENT and negated else kind


def _firsts(found: Sequence[Signal], *, hints: bool) -> dict[str, Signal]:
    """Return the first word that tells something, by what it tells: the hints, or the others."""
    first: dict[str, Signal] = {}
    for signal in found:
        if signal.hint is hints:
            first.setdefault(signal.name, signal)
    return first


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
    inside = [signal for signal in found if signal.sentence == sentence]
    condition = next(
        (each.token for each in inside if each.name == "conditional" and each.token > OPENING_TOKENS), None
    )
    return any(each.name == NEGATIONS and (condition is None or each.token < condition) for each in inside)


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


def _facet(scene: Scene, start: int, end: int, least: int = 1) -> str | None:
    """Return the facet with the most weight inside, at least `least`; None without one."""
    weights: dict[str, int] = {}
    for hit in scene.hits.terms[_from(scene, start) : _from(scene, end)]:
        for form in hit.entry.terms:
            if form.target != TALKS:
                weights[form.target] = weights.get(form.target, 0) + form.weight
    facet = max(weights, key=lambda facet: weights[facet], default=None)
    return facet if facet and weights[facet] >= least else None


def _facet_of(scene: Scene, start: int, end: int, kind: str) -> str | None:
    """Return the facet that a statement is about, by the nearest words that tell one.

    Its own, those of the sentences around it, of its paragraph, of the text; what only says something need not be about
    what the text is about.
    """
    near = _facet(scene, start, end, TELLING) or _facet_around(scene, start, end) or _facet(scene, start, end)
    if near:
        return near
    paragraph = _facet(scene, *scene.paragraphs[scene.paragraph(start)], TELLING)
    return paragraph if paragraph or kind == "other" else _facet(scene, 0, len(scene.text), TELLING)


def _facet_around(scene: Scene, start: int, end: int) -> str | None:
    """Return the facet of the sentence before a statement and of its own, in its paragraph; of a quotation's only up to it."""
    sentence = scene.sentence(start)
    paragraph = scene.paragraphs[scene.paragraph(start)][0]
    begin = scene.sentence(sentence[0] - 2)[0] if sentence[0] - 1 > paragraph else sentence[0]
    return _facet(scene, begin, max(end, sentence[1]) if _is_reported(scene, start) else start, TELLING)


def _from(scene: Scene, at: int) -> int:
    return bisect_left(scene.hits.terms, (at,))


def _aimed_at(
    voice: Voices, span: tuple[int, int], kind: str, aiming: tuple[int, int], speaker: str | None
) -> str | None:
    """Return at whom a statement is aimed: whom it names, else the other party, else whom its verb names before it."""
    named = _target(voice, *aiming, kind, speaker)
    if named or kind not in AT_OPPONENT:
        return named
    return _opponent(voice, speaker) or _target(voice, voice.scene.sentence(span[0])[0], span[0], kind, speaker)


def _target(voice: Voices, start: int, end: int, kind: str, speaker: str | None) -> str | None:
    """Return at whom a statement is aimed: the first country, organisation or person of a span that is not of the speaker's side.

    Whose attack, army or fleet it is tells an adjective, too ("condemned the Russian attack").
    """
    own = _own(voice, speaker)
    facts = voice.scene.facts
    aimed = [(each.start, each.actor) for each in voice.between(start, end) if each.actor and each.as_actor]
    if kind in BY_ADJECTIVE:
        aimed += [(at, actor) for at, _, actor in _adjectives(voice, start, end)]
    for _, actor_id in sorted(aimed):
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
    facts = voice.scene.facts
    actor = facts.actor(speaker)
    sides = {period.side for period in actor.sides} if actor else set()
    countries = {facts.pack.offices[office].of for office in facts.held.get(speaker, ())}
    return frozenset({speaker, *sides, *countries})
