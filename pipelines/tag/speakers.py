"""Who said it: the subject of a verb of speech, by name, title, pronoun or continuation."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.packs.model import FormKind
from pipelines.tag.index import Hit
from pipelines.tag.mentions import Named
from pipelines.tag.scene import Scene, padded

INVERTED_REACH = 70
"""Characters from a verb of speech to its subject behind it."""
ADJACENT_WORDS = 3
MOST_DESCRIBING = 6
MEMORY = 40
"""Mentions that a pronoun or a verb looks back over."""
_SMALL = "".join(filter(str.islower, map(chr, range(0x80, 0x530))))
"""Small letters of Latin beyond ASCII, Greek and Cyrillic: `re` has no class for them."""
_PROPER = rf"(?<![^\W_])[^\W\d_a-z{_SMALL}][\w'’-]*"
_NAME = re.compile(rf"{_PROPER}(?: (?:(?:de|von|van|al|el|bin|bint|der) )?{_PROPER}){{0,3}}")
_NAME_LAST = re.compile(rf"((?:{_PROPER} ){{0,3}}{_PROPER})\W{{0,3}}\Z")
_CLAUSE_END = re.compile(r"[.,;:!?—–“”«»\"„\n]")


@dataclass(frozen=True, slots=True)
class Speaker:
    """`actor` in the pack's terms (a capital that speaks is its government), or a name as written, or neither."""

    actor: str | None
    name: str | None
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """The mentions of a scene, arranged so that the subject of a verb can be found in constant time."""

    scene: Scene
    mentions: Sequence[Named]
    starts: Sequence[int]
    adjectives: Sequence[tuple[int, int, str]]
    adjective_starts: Sequence[int] = field(default=())

    def between(self, start: int, end: int) -> Sequence[Named]:
        """Return the mentions that begin in a span."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def voices(scene: Scene, mentions: Sequence[Named]) -> Voices:
    """Arrange the mentions of a scene."""
    adjectives = [
        (hit.start, hit.end, form.target)
        for hit in scene.hits.actors
        for form in hit.entry.forms[:1]
        if form.kind is FormKind.ADJECTIVE
    ]
    return Voices(scene, mentions, [each.start for each in mentions], adjectives, [start for start, _, _ in adjectives])


def subject(
    voice: Voices, cue: Hit, start: int, end: int, *, inverted: bool = True, beside: bool = False
) -> Speaker | None:
    """Return who speaks in a clause `start`..`end` around its verb: right before it, right behind it, else first in the clause.

    Not `inverted`: the subject cannot stand behind the verb here. `beside`: it must stand next to the verb.
    """
    if voice.scene.lexicon.verb_last:
        return _first_in_clause(voice, start, cue.start) or _behind(voice, cue, end) or None
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
        free = not _oblique(scene, named.start, start) or _seat_speaks(scene, named, cue)
        return of_mention(voice, named) if free else None
    word = scene.lower[max(start, at - 40) : at].split()
    if word and (speaker := _by_pronoun(voice, word[-1].strip("“«\"'("), at)):
        return speaker
    if speaker := _by_collective(voice, at, start) or _by_source_noun(voice, at, start):
        return speaker
    if scene.lexicon.language == "de" and "," in scene.text[at : cue.start]:
        return None  # every German noun has a capital: the last word of what was said is no name
    return _unknown_before(voice, at, start)


def right_behind(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take the name that follows the verb at once where verbs close the sentence («…» dedi X): an afterthought, in no case."""
    scene = voice.scene
    at = cue.end + 1
    named = next(iter(voice.between(cue.end, min(end, at + 1))), None)
    if named is not None:
        suffixed = scene.folded[named.end : named.end + 1] == "'"
        return None if suffixed or not named.as_actor else of_mention(voice, named)
    found = _NAME.match(scene.folded, at, end)
    if not found or scene.folded[found.end() : found.end() + 1] == "'" or " " not in found.group():
        return None
    return _as_written(voice, found.start(), found.end(), -1)


def _skip_auxiliaries(scene: Scene, at: int, start: int) -> int:
    """Step left over words such as "has", "also", «также», at most three."""
    phrases = scene.lexicon.auxiliaries.phrases
    for _ in range(ADJACENT_WORDS):
        left = scene.lower[max(start, at - 40) : at].rstrip(" ,")
        words = left.rsplit(" ", ADJACENT_WORDS)
        found = next((size for size in (3, 2, 1) if len(words) >= size and tuple(words[-size:]) in phrases), 0)
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
    found = [named for named in voice.between(cue.end, stop) if not _oblique(scene, named.start, cue.end)]
    if found:
        person = next((named for named in found[1:] if is_person(voice, named)), None)
        near = person and not is_person(voice, found[0]) and person.start - found[0].end <= ADJACENT_WORDS * 10
        return of_mention(voice, person if person and near else found[0])
    return unknown_behind(voice, cue.end, stop)


def _first_in_clause(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take the first mention before the verb that no preposition makes an object."""
    segment = _last_segment(voice.scene, start, end)
    found = _first_free(voice, segment, end) or _described(voice, segment, end, start)
    if found or segment == start or _opens_phrase(voice.scene, segment):
        return found
    return _first_free(voice, start, end)


def _first_free(voice: Voices, start: int, end: int) -> Speaker | None:
    for named in voice.between(start, end)[:MEMORY]:
        if not _oblique(voice.scene, named.start, start) and (named.as_actor or named.kind != "name"):
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


def _described(voice: Voices, segment: int, end: int, start: int) -> Speaker | None:
    """Take a described speaker between a comma and the verb as written ("…, the mayor said")."""
    scene = voice.scene
    words = scene.lower[segment:end].split()
    if segment == start or not 1 < len(words) <= MOST_DESCRIBING or words[0] not in scene.lexicon.bare_after:
        return None
    begin = segment + len(words[0]) + 1
    return Speaker(None, scene.text[begin:end].strip(), "speaker.described")


def described(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take who is described between a quotation and its verb, as written (”, the union's lawyer said)."""
    scene = voice.scene
    words = scene.lower[start:end].split()
    if not 1 < len(words) <= MOST_DESCRIBING or words[0] not in scene.lexicon.determiners:
        return None
    begin = scene.lower.index(words[0], start) + len(words[0]) + 1
    return Speaker(None, scene.text[begin:end].strip(), "speaker.described")


def is_person(voice: Voices, named: Named) -> bool:
    """Say whether a mention names a person of the pack."""
    actor = voice.scene.facts.actor(named.actor) if named.actor else None
    return actor is not None and actor.type == "person"


def _seat_speaks(scene: Scene, named: Named, cue: Hit) -> bool:
    """Say whether a preposition of place is part of the subject: «в … заявили», «у … повідомили»."""
    words = scene.lexicon.seat_speaks
    plural = re.search(rf"{scene.lexicon.plural_ending}\b", scene.lower[cue.start : cue.end])
    return bool(words) and plural is not None and scene.before(named.start).endswith(padded(words))


def _oblique(scene: Scene, at: int, start: int) -> bool:
    before = " " + scene.lower[max(start, at - 30) : at]
    words = scene.lexicon.obliques
    return bool(words) and before.removesuffix("the ").endswith(padded(words))


def of_mention(voice: Voices, named: Named) -> Speaker:
    """Return a mention as a speaker: a capital speaks for its government, a source without a name as written."""
    scene = voice.scene
    rule = f"speaker.{named.kind}"
    if named.actor is None:
        return Speaker(None, scene.text[named.start : named.end], rule)
    actor = scene.facts.actor(named.actor)
    if actor and actor.type == "place" and actor.stands_for and not actor.acts_by_default:
        actor = scene.facts.actor(actor.stands_for) or actor
    return Speaker(actor.actor_id, actor.name, rule) if actor else Speaker(None, None, rule)


def spoken_by(voice: Voices, actor_id: str, rule: str) -> Speaker:
    """Return an actor as a speaker."""
    actor = voice.scene.facts.actor(actor_id)
    return Speaker(actor_id, actor.name if actor else None, rule)


def _by_pronoun(voice: Voices, word: str, at: int) -> Speaker | None:
    """Resolve he, she, they to the last person before with that gender, in this paragraph first."""
    gender = next((gender for gender, words in voice.scene.lexicon.pronouns.items() if word in words), None)
    return referred(voice, gender, at) if gender else None


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
    return next((named for named in inside if not _oblique(voice.scene, named.start, start)), fitting[-1])


def _fits(voice: Voices, named: Named, gender: str) -> bool:
    actor = voice.scene.facts.actor(named.actor) if named.actor else None
    if actor is None:
        return False
    if gender == "any":
        return named.kind in {"demonym", "unnamed"} or actor.type != "place"
    return actor.type == "person" and actor.gender in {gender, None}


def _by_collective(voice: Voices, at: int, start: int) -> Speaker | None:
    """Take "Russian negotiators", "Moscow's representatives": the country of the group right before the verb."""
    scene = voice.scene
    left = " " + scene.lower[max(start, at - 30) : at]
    word = left.rpartition(" ")[2]
    return _owner(voice, at - len(word), start) if word in scene.lexicon.collective_country.set else None


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


def _by_collective_in(voice: Voices, start: int, end: int) -> Speaker | None:
    adjective = bisect_left(voice.adjective_starts, start)
    if adjective < len(voice.adjectives) and voice.adjectives[adjective][1] < end:
        begin, stop, target = voice.adjectives[adjective]
        following = voice.scene.lower[stop + 1 : stop + 40]
        if following.startswith(tuple(voice.scene.lexicon.collective_country.set)) and not _oblique(
            voice.scene, begin, start
        ):
            return spoken_by(voice, target, "speaker.collective")
    return None


def _owner(voice: Voices, at: int, start: int) -> Speaker | None:
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


def _unknown_before(voice: Voices, at: int, start: int) -> Speaker | None:
    found = _NAME_LAST.search(voice.scene.folded, max(start, at - 60), at)
    if not found or found.end(1) < at - 2 or _oblique(voice.scene, found.start(1), start):
        return None
    return _as_written(voice, found.start(1), found.end(1), start)


def unknown_behind(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return a name that the pack does not have, if one follows soon."""
    found = _NAME.search(voice.scene.folded, start, end)
    return (
        _as_written(voice, found.start(), found.end(), -1)
        if found and found.start() - start <= ADJACENT_WORDS * 15
        else None
    )


def _as_written(voice: Voices, start: int, end: int, clause: int) -> Speaker | None:
    """Return a name that the pack does not have; single words that open a sentence are none."""
    name = voice.scene.text[start:end]
    words = name.lower().split()
    lexicon = voice.scene.lexicon
    if any(word in lexicon.days or word in lexicon.months for word in words):
        return None
    if start == clause and len(words) == 1:
        return None
    if words[0] in {*lexicon.determiners, *lexicon.stopwords, *lexicon.obliques, *lexicon.conjunctions}:
        return _as_written(voice, start + len(words[0]) + 1, end, clause) if len(words) > 1 else None
    return Speaker(None, name, "speaker.as_written")


def colon_speaker(voice: Voices, start: int, colon: int) -> Speaker | None:
    """Return who stands right before a colon."""
    found = [named for named in voice.between(start, colon) if not voice.scene.text[named.end : colon].strip()]
    if found:
        return of_mention(voice, found[-1])
    return _unknown_before(voice, colon, start) if colon - start <= INVERTED_REACH else None
