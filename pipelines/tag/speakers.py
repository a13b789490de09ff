"""Who said it: the subject of a verb of speech, by name, title, pronoun or continuation."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipelines.tag.index import Hit
from pipelines.tag.mentions import Named
from pipelines.tag.scene import Scene, padded
from pipelines.tag.strangers import ADJACENT_WORDS, described_before, name_at, unknown_before, unknown_behind
from pipelines.tag.voices import LEANING, Speaker, Voices, is_oblique, voices

__all__ = ["Speaker", "Voices", "voices"]

INVERTED_REACH = 70
"""Characters from a verb of speech to its subject behind it."""
MEMORY = 40
"""Mentions that a pronoun or a verb looks back over."""
_CLAUSE_END = re.compile(r"[.,;:!?—–“”«»\"„\n]")


def subject(
    voice: Voices, cue: Hit, start: int, end: int, *, inverted: bool = True, beside: bool = False
) -> Speaker | None:
    """Return who speaks in a clause `start`..`end` around its verb: right before it, right behind it, else first in the clause.

    Not `inverted`: the subject cannot stand behind the verb here. `beside`: it must stand next to the verb.
    """
    if voice.scene.lexicon.verb_last:
        named = topic(voice, start, cue.start)
        return (
            of_mention(voice, named) if named else _first_in_clause(voice, start, cue.start) or _behind(voice, cue, end)
        )
    return (
        _right_before(voice, cue, start)
        or (_behind(voice, cue, end) if inverted and not is_participle(voice.scene, cue) else None)
        or (None if beside else _first_in_clause(voice, start, cue.start))
    )


def _right_before(voice: Voices, cue: Hit, start: int) -> Speaker | None:
    """Take what stands before the verb with nothing but auxiliaries and adverbs between."""
    scene = voice.scene
    if speaker := _by_pronoun(voice, _inner_pronoun(scene, cue), cue.start):
        return speaker
    at = _skip_auxiliaries(scene, cue.start, start)
    named = voice.mentions[bisect_left(voice.starts, at) - 1] if bisect_left(voice.starts, at) else None
    if named and named.start >= start and named.end >= at - 1 and not scene.lower[named.end : at].strip(" ,"):
        free = not is_oblique(scene, named.start, start) or _seat_speaks(scene, named, cue)
        return of_mention(voice, named) if free else None
    word = scene.lower[max(start, at - 40) : at].split()
    if word and (speaker := _by_pronoun(voice, word[-1].strip("“«\"'("), at)):
        return speaker
    if speaker := (
        _by_collective(voice, at, start)
        or (None if "," in scene.text[at : cue.start] else _by_source_noun(voice, at, start))
        or _by_spokesperson(voice, at, start)
    ):
        return speaker
    if scene.lexicon.language == "de" and "," in scene.text[at : cue.start]:
        return None  # every German noun has a capital: the last word of what was said is no name
    return unknown_before(voice, at, start)


def topic(voice: Voices, start: int, end: int) -> Named | None:
    """Return the name that a comma or "too" sets off as the subject of a sentence whose verb comes last («X, … dedi»)."""
    scene = voice.scene
    for named in reversed(voice.between(start, end)[:MEMORY]):
        behind = scene.after(named.end, 8)
        if named.as_actor and (behind.startswith((",", *scene.lexicon.topic_marks.padded))):
            return named
    return None


def is_subject(voice: Voices, named: Named) -> bool:
    """Say whether a name is in no case, or in that of the subject of a subordinate clause («X'ın … dediği»)."""
    scene = voice.scene
    if scene.folded[named.end : named.end + 1] != "'":
        return not scene.after(named.end, 8).startswith(scene.lexicon.ands.padded)
    return scene.lower.startswith(scene.lexicon.possessive, named.end)


def right_behind(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take the name that follows the verb at once where verbs close the sentence («…» dedi X): an afterthought, in no case."""
    scene = voice.scene
    at = cue.end + 1
    if scene.lexicon.converb_ending and re.search(
        rf"{scene.lexicon.converb_ending}\Z", scene.lower[cue.start : cue.end]
    ):
        return None  # the sentence goes on: what follows is not its subject
    titles = [hit for hit in scene.between(scene.hits.actors, at, at + 1) if hit.entry.forms[0].kind in LEANING]
    begin = titles[0].end + 1 if titles else at
    named = next(iter(voice.between(at, min(end, begin + 1))), None)
    if named is not None:
        suffixed = scene.folded[named.end : named.end + 1] == "'"
        return None if suffixed or not named.as_actor else of_mention(voice, named)
    return name_at(voice, at, end)


def _skip_auxiliaries(scene: Scene, at: int, start: int) -> int:
    """Step left over words such as "has", "also", «также», at most three."""
    phrases = scene.lexicon.auxiliaries.phrases
    for _ in range(ADJACENT_WORDS):
        left = scene.lower[max(start, at - 40) : at].rstrip(" ,")
        words = left.rsplit(" ", ADJACENT_WORDS)
        found = next((size for size in (3, 2, 1) if len(words) >= size and tuple(words[-size:]) in phrases), 0)
        if (
            not found
            and scene.lexicon.language == "en"
            and words[-1:]
            and words[-1].endswith(scene.lexicon.adverb_endings)
        ):
            found = 1
        if not found:
            break
        at = max(start, at - 40) + len(left) - len(" ".join(words[-found:]))
    while at > start and scene.text[at - 1] in " ,":
        at -= 1
    return at


def _behind(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take the subject of an inverted clause ("said X", «заявил X») up to the next comma."""
    scene = voice.scene
    stop = min(end, cue.end + INVERTED_REACH)
    closing = _CLAUSE_END.search(scene.text, cue.end, stop)
    stop = closing.start() if closing else stop
    words = scene.lower[cue.end : stop].split()
    if words and (speaker := _by_pronoun(voice, words[0], cue.start)):
        return speaker
    found = [named for named in voice.between(cue.end, stop) if not is_oblique(scene, named.start, cue.end)]
    if found:
        person = next((named for named in found[1:] if is_person(voice, named)), None)
        near = person and not is_person(voice, found[0]) and person.start - found[0].end <= ADJACENT_WORDS * 10
        return of_mention(voice, person if person and near else found[0])
    return unknown_behind(voice, cue.end, stop)


def _first_in_clause(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take the first mention before the verb that no preposition makes an object."""
    segment = _last_segment(voice.scene, start, end)
    found = clause_subject(voice, segment, end) or described_before(voice, segment, end, start)
    if found or segment == start or _opens_phrase(voice.scene, segment):
        return found
    return clause_subject(voice, start, end)


def clause_subject(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the first mention of a span that acts and that no preposition makes an object."""
    for named in voice.between(start, end)[:MEMORY]:
        if not is_oblique(voice.scene, named.start, start) and (named.as_actor or named.kind != "name"):
            return of_mention(voice, named)
    return _by_collective_in(voice, start, end)


def _opens_phrase(scene: Scene, at: int) -> bool:
    """Say whether another subject begins here: an article or a capital."""
    word = scene.text[at : at + MEMORY].partition(" ")[0]
    return word[:1].isupper() or word in scene.lexicon.determiners


def is_participle(scene: Scene, cue: Hit) -> bool:
    """Say whether the verb has no subject of its own (urging, diyen)."""
    ending = scene.lexicon.participle_ending
    return bool(ending) and scene.lower[cue.start : cue.end].split()[0].endswith(ending)


def _last_segment(scene: Scene, start: int, end: int) -> int:
    """Return where the part after the last comma begins if the subject stands there: "…, the office said", not "X, …, said"."""
    if scene.lexicon.verb_last:
        return start
    at = _skip_auxiliaries(scene, end, start)
    comma = scene.lower.rfind(", ", start, end)
    return comma + 2 if start <= comma < at else start


def is_person(voice: Voices, named: Named) -> bool:
    """Say whether a mention names a person of the pack."""
    actor = voice.scene.facts.actor(named.actor) if named.actor else None
    return actor is not None and actor.type == "person"


def _seat_speaks(scene: Scene, named: Named, cue: Hit) -> bool:
    """Say whether a preposition of place is part of the subject: «в … заявили», «у … повідомили»."""
    words = scene.lexicon.seat_speaks
    plural = re.search(rf"{scene.lexicon.plural_ending}\b", scene.lower[cue.start : cue.end])
    return bool(words) and plural is not None and scene.before(named.start).endswith(padded(words))


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


def _by_pronoun(voice: Voices, word: str, at: int) -> Speaker | None:
    """Resolve he, she, they to the last person before with that gender, in this paragraph first."""
    gender = next((gender for gender, words in voice.scene.lexicon.pronouns.items() if word in words), None)
    return referred(voice, gender, at) if gender else None


def inverted_gender(scene: Scene, cue: Hit) -> str | None:
    """Return the gender of the pronoun that an inverted verb carries behind its hyphen ("dit-elle")."""
    word = _inner_pronoun(scene, cue)
    return next((gender for gender, words in scene.lexicon.pronouns.items() if word in words), None) if word else None


def _inner_pronoun(scene: Scene, cue: Hit) -> str:
    """Return the pronoun that an inverted verb carries behind its hyphen, which stays on it ("a-t-elle ajouté": "-elle")."""
    _, hyphen, word = scene.lower[cue.start : cue.end].partition(" ")[0].rpartition("-")
    return hyphen + word if hyphen else ""


def referred(voice: Voices, gender: str, at: int) -> Speaker:
    """Return the person, by gender, that a pronoun at this place refers to; nobody if none fits."""
    sentence = voice.scene.sentence(at)[0]
    reached = bisect_left(voice.starts, at)
    fitting = [named for named in voice.mentions[max(0, reached - MEMORY) : reached] if _fits(voice, named, gender)]
    before_sentence = [named for named in fitting if named.start < sentence]
    chosen = _subject_of_last_sentence(voice, before_sentence) or (fitting[-1] if fitting else None)
    return of_mention(voice, chosen) if chosen else Speaker(None, None, "speaker.pronoun")


def _subject_of_last_sentence(voice: Voices, fitting: Sequence[Named]) -> Named | None:
    """Return the first fitting mention of the last sentence that has one: its subject more often than the others."""
    if not fitting:
        return None
    start, end = voice.scene.sentence(fitting[-1].start)
    inside = [named for named in fitting if start <= named.start < end]
    return next((named for named in inside if not is_oblique(voice.scene, named.start, start)), fitting[-1])


def _fits(voice: Voices, named: Named, gender: str) -> bool:
    actor = voice.scene.facts.actor(named.actor) if named.actor else None
    if actor is None:
        return named.kind == "unnamed"
    if gender == "person":
        return actor.type == "person"
    if gender == "any":
        return named.kind in {"demonym", "unnamed"} or actor.type != "place"
    return actor.type == "person" and actor.gender in {gender, None}


def _by_collective(voice: Voices, at: int, start: int) -> Speaker | None:
    """Take "Russian negotiators", "Moscow's representatives", « la délégation russe »: the country of the group before the verb."""
    scene = voice.scene
    left = " " + scene.lower[max(start, at - 40) : at]
    word = left.rpartition(" ")[2]
    if word in scene.lexicon.collective_country.set:
        return owner(voice, at - len(word), start)
    group = left.removesuffix(" " + word).rpartition(" ")[2]
    if group not in scene.lexicon.collective_country.set:
        return None
    place = bisect_left(voice.adjective_starts, at - len(word))
    if place < len(voice.adjectives) and voice.adjectives[place][:2] == (at - len(word), at):
        return spoken_by(voice, voice.adjectives[place][2], "speaker.collective")
    return None


def _by_source_noun(voice: Voices, at: int, start: int) -> Speaker | None:
    """Take "the official": the last unnamed source told of."""
    sources = voice.scene.hits.sources
    place = bisect_left(sources, (at,)) - 1
    if place < 0 or sources[place].start < start or sources[place].end != at:
        return None
    scene_before = voice.scene.before(sources[place].start)
    earlier = voice.mentions[max(0, bisect_left(voice.starts, at) - 40) : bisect_left(voice.starts, at)]
    definite = scene_before.endswith(padded(voice.scene.lexicon.bare_after))
    last = next((named for named in reversed(earlier) if named.kind == "unnamed"), None) if definite else None
    return (
        of_mention(voice, last)
        if last
        else Speaker(None, voice.scene.text[sources[place].start : at], "speaker.source")
    )


def _by_spokesperson(voice: Voices, at: int, start: int) -> Speaker | None:
    """Take "a spokesperson" without a name: who was last told of, in this paragraph, of those who have one."""
    scene = voice.scene
    words = scene.lower[max(start, at - MEMORY) : at].split()
    if len(words) < ADJACENT_WORDS - 1 or words[-1] not in scene.lexicon.spokespeople.set:
        return None
    if words[-2] not in scene.lexicon.determiners.set:
        return None
    paragraph = scene.paragraphs[scene.paragraph(at)][0]
    for named in reversed(voice.between(paragraph, start)):
        actor = scene.facts.actor(named.actor) if named.actor else None
        if actor and named.as_actor and actor.type != "person":
            speaker = of_mention(voice, named)
            return Speaker(speaker.actor, speaker.name, "speaker.spokesperson")
    return None


def _by_collective_in(voice: Voices, start: int, end: int) -> Speaker | None:
    adjective = bisect_left(voice.adjective_starts, start)
    if adjective < len(voice.adjectives) and voice.adjectives[adjective][1] < end:
        begin, stop, target = voice.adjectives[adjective]
        following = voice.scene.lower[stop + 1 : stop + 40]
        if following.startswith(tuple(voice.scene.lexicon.collective_country.set)) and not is_oblique(
            voice.scene, begin, start
        ):
            return spoken_by(voice, target, "speaker.collective")
    return None


def owner(voice: Voices, at: int, start: int) -> Speaker | None:
    """Return the country whose adjective or name stands right before `at`."""
    place = bisect_right(voice.adjective_starts, at) - 1
    if (
        place >= 0
        and voice.adjectives[place][0] >= start
        and not voice.scene.text[voice.adjectives[place][1] : at].strip()
    ):
        return spoken_by(voice, voice.adjectives[place][2], "speaker.collective")
    before = bisect_left(voice.starts, at) - 1
    if before >= 0 and voice.mentions[before].start >= start:
        named = voice.mentions[before]
        between = voice.scene.lower[named.end : at].strip()
        if between in {"", *voice.scene.lexicon.possessive}:
            return of_mention(voice, named)
    return None


def colon_speaker(voice: Voices, start: int, colon: int) -> Speaker | None:
    """Return who stands right before a colon."""
    found = [named for named in voice.between(start, colon) if not voice.scene.text[named.end : colon].strip()]
    if found:
        return of_mention(voice, found[-1])
    return unknown_before(voice, colon, start) if colon - start <= INVERTED_REACH else None
