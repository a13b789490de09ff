"""What a statement says: its kind, facet, places, amounts, negation, modality, target."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from pipelines.records import AmountInStatement, PlaceInStatement
from pipelines.tag.aiming import AIMED, Aim, aimed_at, opponent, sentence_of, verb_before
from pipelines.tag.aiming import named as named_in
from pipelines.tag.amounts import amounts
from pipelines.tag.lexicon import CONSENT
from pipelines.tag.placing import of_sentence, places
from pipelines.tag.scene import Scene
from pipelines.tag.signals import (
    BACKSHIFT,
    DUTIES,
    IMPERATIVE,
    NECESSITY,
    NEGATIONS,
    NUMBER,
    OWN_DUTY,
    Signal,
    place_of,
    signals,
    words_of,
)
from pipelines.tag.voices import Voices, is_cased, is_oblique, is_person

TALKS = "talks"
"""The facet of talks as such: it decides on relevance and is not reported as a facet of a text or statement."""
UNWILLING = "unwilling"
"""Words for who does not want to («не готов», "refuses to"): the speaker rejects, of somebody else he complains."""
STALLING = "stalling"
"""Phrases for who does all he can that nothing comes of it: the speaker complains, unless it is of his own side."""
PROPOSING = "proposing"
"""Words by which the speaker proposes: what he says should be done then, or not, is part of the proposal."""
PRECEDENCE = (
    "decline_comment",
    "ultimatum",
    PROPOSING,
    STALLING,
    "reject",
    UNWILLING,
    "concede",
    "threaten",
    "demand",
    NECESSITY,
    OWN_DUTY,
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
    ("agree", "noting"): "other",
}
"""(kind by the verb, words of the content) → kind: "urged both to agree or risk …" threatens, "rejected the allegations" denies,
«… olduğunu kabul etti» admits where «öneriyi kabul etti» accepts, «принял к сведению» only takes note."""
COLOURING = frozenset({"concede"})
"""Types of verbs that only colour a quotation (“…”, he admitted): its own words decide."""
SIGNAL_KINDS = {
    "ultimatum": "threaten",
    IMPERATIVE: "demand",
    NECESSITY: "demand",
    OWN_DUTY: "demand",
    UNWILLING: "reject",
    STALLING: "condemn",
    PROPOSING: "offer",
}
MODALITIES = ("conditional", "future", "hypothetical")
OPENING_TOKENS = 2
"""Words at the beginning of a statement: a condition among them stands before what it is a condition of."""
NEGATING_TOKENS = 3
"""Words from a negation to what it negates."""
UNLESS_TOKENS = 6
"""Words between a condition and the negation that makes it an "unless"."""
A_WORD = 20
"""Characters within which the first word of a span ends."""
DENIED_REACH = 40
"""Characters before a verb within which the words stand that negate it."""
SUBJECT_REACH = 30
"""Characters between who does not want to and the words that say so."""
LEAVING = "leaving"
"""Phrases in which troops leave regions: a withdrawal, though no place is named."""
PLACED: Mapping[str, str] = {"withdrawal_from": "territorial_withdrawal", "strike_on": "military_strike"}
"""What a statement does with a place → the facet that this is, in a pack that has it."""
TELLING = 2
"""Weight of terms that tell a facet; a weak one alone gives way to what the sentence before speaks of."""
WHOLE = (0, -1)
"""Stands for the whole text among the spans whose facet was looked for."""
OUTWEIGHING = 1.2
"""How many times the weight of the next facet the first of a text must have."""


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
    by_verb = _by_verb(voice, start, end, None if cue_type in COLOURING and not is_reported else cue_type)
    kind, decided = _kind(by_verb, found)
    if decided is not None and decided.name in DUTIES and not _asks(voice, start, end, decided, speaker):
        kind, decided = _kind(by_verb, [each for each in found if each.name not in DUTIES])
    if decided is not None and decided.name == STALLING and not _of_another(voice, start, end, decided, speaker):
        kind, decided = _kind(by_verb, [each for each in found if each.name != STALLING])
    if decided is not None and decided.name == "conditional" and speaker is None:
        kind = "other"  # what an observer expects of an "if" threatens nobody
    if decided is not None and decided.name == UNWILLING and _of_another(voice, start, end, decided, speaker):
        kind = "condemn"
    if kind == "condemn" and decided is not None and is_reported and _warns_of(voice, start):
        kind = "other"
    named = places(voice, start, end)
    leaving = any(signal.name == LEAVING for signal in found)
    facet = _facet_of(voice, (start, end), kind, named, leaving=leaving, is_reported=is_reported)
    if not named and kind == "deny":
        named = of_sentence(voice, start)
    target = None
    if kind in AIMED:
        target = aimed_at(voice, (start, end), Aim(kind, speaker, decided))
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


def _by_verb(voice: Voices, start: int, end: int, cue_type: str | None) -> str | None:
    """Return what the verb of a statement says, where its object or what stands before it turns that."""
    lexicon = voice.scene.lexicon
    if cue_type == "agree" and _greets(voice, start, end):
        cue_type = "other"
    if cue_type == "demand" and lexicon.instructing and _instructs(voice, start):
        return "other"
    if cue_type in CONSENT and lexicon.nothing_of and voice.scene.lower.startswith(lexicon.nothing_of, start):
        return "reject"
    if cue_type == "consult" and _is_denied(voice, start):
        return "decline_comment"
    return cue_type


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
    if decided.name == UNWILLING and any(
        each.name == "telling" and each.sentence == decided.sentence for each in found
    ):
        kind = "decline_comment"  # who does not want to tell anything refuses nothing else
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
    """Consent refuses where it is negated ("will not contribute", "is not open to"); what will not be discussed is declined."""
    if kind not in CONSENT and kind != "consult":
        return kind
    negated = any(each.name == NEGATIONS and 0 < decided.token - each.token <= NEGATING_TOKENS for each in found)
    if not negated:
        return kind
    if kind in CONSENT:
        return "reject"
    coming = any(each.name == "future" and each.sentence == decided.sentence for each in found)
    return "decline_comment" if coming else "other"


def _firsts(found: Sequence[Signal]) -> tuple[dict[str, Signal], dict[str, Signal]]:
    """Return the first word that tells something, by what it tells, of those that are no hints, and of the hints."""
    plain: dict[str, Signal] = {}
    hints: dict[str, Signal] = {}
    for signal in found:
        (hints if signal.hint else plain).setdefault(signal.name, signal)
    return plain, hints


def _greets(voice: Voices, start: int, end: int) -> bool:
    """Say whether the object of a verb of consent is somebody who is received or welcomed, not something («принял посла»)."""
    scene = voice.scene
    first = voice.first(start, start + 1)
    if first is not None and (first.kind == "role" or is_person(voice, first)):
        return first.end >= end or scene.lower[first.end] != "'"
    guests = scene.lexicon.guests
    return bool(guests) and scene.lower.startswith(guests, start) and "'s " not in scene.lower[start : start + A_WORD]


def _instructs(voice: Voices, start: int) -> bool:
    """Say whether the verb before a span tells somebody's own people what to do: nothing is demanded of others."""
    verb = verb_before(voice, start)
    return verb is not None and voice.scene.lower.startswith(voice.scene.lexicon.instructing, verb.start)


def _warns_of(voice: Voices, start: int) -> bool:
    """Say whether a verb warns of what stands in a span, which nobody has done yet («попередив про …», "warned of …"): a "that" may accuse."""
    verb = verb_before(voice, start)
    if verb is None or not voice.scene.lower.startswith(voice.scene.lexicon.warning, verb.start):
        return False
    between = voice.scene.lower[verb.end : start].split()
    return voice.scene.lexicon.obliques.set.issuperset(between)


def _is_denied(voice: Voices, start: int) -> bool:
    """Say whether what follows is what somebody will not speak of: its verb is in the future, and negated («не будет обсуждать»)."""
    verb = verb_before(voice, start)
    if verb is None:
        return False
    before = set(voice.scene.lower[max(0, verb.start - DENIED_REACH) : verb.start].split()[-3:])
    lexicon = voice.scene.lexicon
    return not before.isdisjoint(lexicon.negations.set) and not before.isdisjoint(lexicon.future.set)


def _asks(voice: Voices, start: int, end: int, decided: Signal, speaker: str | None) -> bool:
    """Say whether something that has to be done is asked for.

    What a party itself has to do is its plan, while an outsider's "we must" calls on his own camp. Of what has to be done by
    nobody in particular a party's words ask the other one; those of others must be about a facet, or name somebody.
    """
    party = bool(opponent(voice, speaker))
    if decided.name == OWN_DUTY:
        return not party
    if party or _telling(voice, start, end):
        return True
    return named_in(voice, *sentence_of(voice.scene, start, end, decided.sentence), "demand", speaker) is not None


def _of_another(voice: Voices, start: int, end: int, decided: Signal, speaker: str | None) -> bool:
    """Say whether who does not want to is named right before, and is not the speaker or of the speaker's side."""
    at = start + place_of(voice.scene.lower[start:end], decided.token)
    named = voice.last(max(start, at - SUBJECT_REACH), at)
    if speaker is None or named is None or not named.as_actor:
        return False
    if is_oblique(voice.scene, named.start, start) or is_cased(voice, named):
        return False
    return named_in(voice, named.start, named.end, "reject", speaker) is not None


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
    voice: Voices,
    span: tuple[int, int],
    kind: str,
    named: Sequence[PlaceInStatement],
    *,
    leaving: bool,
    is_reported: bool,
) -> str | None:
    """Return the facet that a statement is about, by the nearest words that tell one.

    Its own, what it does with a place, those of the sentences around it, of the text where one outweighs all others; what
    only says something need not be about what the text is about.
    """
    scene = voice.scene
    own, weight = _facet(voice, *span) if scene.hits.terms else (None, 0)
    if weight >= TELLING:
        return own
    roles = [place.role or "" for place in named] + (["withdrawal_from"] if leaving else [])
    told = next((facet for role in roles if (facet := PLACED.get(role)) in scene.facts.pack.facets), None)
    if told or not scene.hits.terms:
        return told
    near = _facet_around(voice, *span, is_reported=is_reported) or (own if weight > 0 else None)
    return near or (None if kind == "other" else _facet_of_text(voice))


def _facet_of_text(voice: Voices) -> str | None:
    """Return the facet of most weight in the text, if it outweighs every other one; looked for once in a text."""
    if WHOLE not in voice.facets:
        weights: dict[str, int] = {}
        for _, facet, weight in voice.terms:
            if facet != TALKS:
                weights[facet] = weights.get(facet, 0) + weight
        weighed = sorted(weights.items(), key=_weight, reverse=True)
        clear = [facet for facet, weight in weighed[:1] if weight >= TELLING]
        if len(weighed) > 1 and weighed[0][1] < OUTWEIGHING * weighed[1][1]:
            clear = []
        voice.facets[WHOLE] = clear[0] if clear else None
    return voice.facets[WHOLE]


def _facet_around(voice: Voices, start: int, end: int, *, is_reported: bool) -> str | None:
    """Return the facet of the sentence before a statement and of its own, in its paragraph; of a quotation's only up to it."""
    scene = voice.scene
    sentence = scene.sentence(start)
    paragraph = scene.paragraphs[scene.paragraph(start)][0]
    begin = scene.sentence(sentence[0] - 2)[0] if sentence[0] - 1 > paragraph else sentence[0]
    return _telling(voice, begin, max(end, sentence[1]) if is_reported else start)
