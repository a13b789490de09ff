"""At whom a statement is aimed: whom its verb addresses, whom it names, or the other party where it names nobody."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.tag.index import Hit
from pipelines.tag.scene import Scene
from pipelines.tag.signals import DUTIES, LAST_MARKS, Signal
from pipelines.tag.voices import Voices

AIMED = frozenset({"demand", "condemn", "threaten", "offer", "sanction", "reject"})
"""Kinds of statement that are aimed at somebody."""
AT_OPPONENT = frozenset({"demand", "condemn", "threaten", "reject"})
"""Kinds that a party aims at the other one where it names nobody."""
BY_ADJECTIVE = frozenset({"condemn", "sanction", "threaten"})
"""Kinds whose target may be named by the adjective of what it did or has."""
ADDRESSING = frozenset({"demand", "condemn", "threaten"})
"""Kinds whose verb names before its clause at whom it is aimed."""
TOLD_REACH = 24
"""Characters between such a verb and who is named."""
ADDRESSED_REACH, ADDRESSED_WORDS = 60, 2
"""Characters before a demand within which stands who it is addressed to, and words between."""


class Aim(NamedTuple):
    """What is known of a statement before it is told at whom it is aimed; `decided` are the words that make it of its kind, None where its verb does."""

    kind: str
    speaker: str | None
    decided: Signal | None


def aimed_at(voice: Voices, span: tuple[int, int], aim: Aim) -> str | None:
    """Return at whom a statement is aimed: who is addressed or named, else the other party, else whom its verb names before it.

    What is asked of both sides is aimed at nobody.
    """
    scene, speaker = voice.scene, aim.speaker
    where = _aiming(scene, span, aim)
    if aim.kind == "demand" and _asks_both(voice, *where):
        return None
    if scene.lexicon.particles:
        addressed = _addressed(voice, span[0], aim)
    else:
        addressed = None if aim.decided else _told(voice, span[0], aim)
    aimed = addressed or named(voice, *where, aim.kind, speaker)
    if aimed or aim.kind not in AT_OPPONENT:
        return aimed
    other = opponent(voice, speaker)
    if other:
        return other if _means(voice, span, aim, other) else None
    return named(voice, scene.sentence(span[0])[0], span[0], aim.kind, speaker)


def _asks_both(voice: Voices, start: int, end: int) -> bool:
    """Say whether a demand is made of both sides ("called on all parties to …"): they stand in it, or between its verb and it."""
    verb = verb_before(voice, start)
    begin = verb.end if verb is not None and start - verb.end <= TOLD_REACH else start
    text = voice.scene.lower[begin:end]
    return any(phrase in text for phrase in voice.scene.lexicon.both_sides)


def _told(voice: Voices, at: int, aim: Aim) -> str | None:
    """Return who stands right behind the verb of a demand, before its clause («попросил X, чтобы …», "asked X that …")."""
    verb = verb_before(voice, at)
    if aim.kind not in ADDRESSING or verb is None or verb.entry.cue not in ADDRESSING:
        return None
    first = voice.first(verb.end, at)
    if first is None or "," in voice.scene.text[verb.end : first.start] or first.start - verb.end > TOLD_REACH:
        return None
    return named(voice, verb.end, at, aim.kind, aim.speaker)


def verb_before(voice: Voices, at: int) -> Hit | None:
    """Return the verb of speech that stands before a span in its sentence."""
    place = bisect_left(voice.cue_starts, at) - 1
    if place < 0 or voice.cues[place].start < voice.scene.sentence(at)[0]:
        return None
    return voice.cues[place]


def _means(voice: Voices, span: tuple[int, int], aim: Aim, other: str) -> bool:
    """Say whether a statement that names nobody means the other party.

    It speaks of the topic, or its paragraph, the title or the lead of the other party, which is not enough where only a
    hint makes a demand. Another conflict is named nowhere near; whom an accusation names, though nobody knows him, is another.
    """
    scene = voice.scene
    first, last = scene.paragraphs[scene.paragraph(span[0])]
    if scene.between(scene.hits.conflicts, first, last):
        return False
    if aim.kind == "condemn" and aim.decided is None and scene.lexicon.accusing:
        verb = verb_before(voice, span[0])
        if verb is not None and scene.lower.startswith(scene.lexicon.accusing, verb.start) and _names(scene, verb.end):
            return False
    if bisect_left(voice.term_starts, span[0]) < bisect_left(voice.term_starts, span[1]):
        return True
    if aim.kind == "demand" and aim.decided is not None and (aim.decided.hint or aim.decided.name in DUTIES):
        return False
    lead = scene.paragraphs[scene.paragraph(scene.body_at)][1]
    return any(_tells_of(voice, other, *zone) for zone in ((first, last), (0, lead)))


def _names(scene: Scene, at: int) -> bool:
    """Say whether one of the first words behind a verb has a capital: a name."""
    return any(word[0].isupper() for word in scene.text[at : at + TOLD_REACH].split()[:2])


def _tells_of(voice: Voices, party: str, start: int, end: int) -> bool:
    """Say whether a span names a party, somebody of it or something by its adjective."""
    sides = voice.scene.facts.sides
    return any(party in sides.get(each.actor or "", ()) for each in voice.between(start, end)) or any(
        country == party for _, _, country in _adjectives(voice, start, end)
    )


def _addressed(voice: Voices, at: int, aim: Aim) -> str | None:
    """Return who stands before the part of a verb that closes the clause before its demand («forderte X auf, …»)."""
    last = voice.last(max(0, at - ADDRESSED_REACH), at)
    if last is None:
        return None
    between = voice.scene.text[last.end : at]
    closed = between.endswith(", ") and between.islower() and len(between.split()) <= ADDRESSED_WORDS
    found = named(voice, last.start, last.end, aim.kind, aim.speaker) if closed else None
    return (
        found if found in voice.scene.facts.pack.parties else None
    )  # whoever else is addressed shall do it to a party


def named(voice: Voices, start: int, end: int, kind: str, speaker: str | None) -> str | None:
    """Return at whom a statement is aimed: the first country, organisation or person of a span that is not of the speaker's side.

    Whose attack, army or fleet it is tells an adjective, too ("condemned the Russian attack"); what is aimed at an army, a
    ministry or a firm of a party is aimed at the party.
    """
    aimed = [(each.start, each.actor) for each in voice.between(start, end) if each.actor and each.as_actor]
    if kind in BY_ADJECTIVE and (adjectives := _adjectives(voice, start, end)):
        aimed += [(at, actor) for at, _, actor in adjectives]
        aimed.sort()
    if not aimed:
        return None
    own = _own(voice, speaker)
    facts = voice.scene.facts
    sides = facts.sides.get(speaker or "", frozenset())
    for _, actor_id in aimed:
        actor = facts.actor(actor_id)
        if actor is None:
            continue
        meant = actor.stands_for if actor.type == "place" and actor.stands_for else actor.actor_id
        theirs = facts.sides.get(meant, frozenset())
        if meant not in own and (kind == "condemn" or sides.isdisjoint(theirs)):
            return next(iter(theirs)) if actor.type == "organisation" and len(theirs) == 1 else meant
    return None


def _adjectives(voice: Voices, start: int, end: int) -> Sequence[tuple[int, int, str]]:
    """Return the adjectives of countries in a span."""
    starts = voice.adjective_starts
    return voice.adjectives[bisect_left(starts, start) : bisect_left(starts, end)]


def opponent(voice: Voices, speaker: str | None) -> str | None:
    """Return the other party of two, where the speaker is of one: at whom it aims where it names nobody."""
    facts = voice.scene.facts
    side = facts.sides.get(speaker or "", frozenset())
    others = [party for party in facts.pack.parties if party not in side]
    return others[0] if len(side) == 1 and len(others) == 1 else None


def _aiming(scene: Scene, span: tuple[int, int], aim: Aim) -> tuple[int, int]:
    """Return where the target of a statement stands: where a "must" makes the demand, in its own sentence.

    "The world must act. Russia …" is not aimed at Russia.
    """
    return sentence_of(scene, *span, aim.decided.sentence) if aim.kind == "demand" and aim.decided else span


def sentence_of(scene: Scene, start: int, end: int, number: int) -> tuple[int, int]:
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
