"""Who goes on speaking where a clause names nobody: «dodał», „řekl také“, "added the minister"."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from pipelines.packs.model import FormKind
from pipelines.tag.descriptions import noun_behind, opening_noun, phrase_end
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.referring import ENDS, last_heard, referred
from pipelines.tag.scene import Scene
from pipelines.tag.speakers import subject
from pipelines.tag.speech import overlaps
from pipelines.tag.strangers import small_words
from pipelines.tag.voices import Speaker, Voices, is_cased, is_oblique, is_person, of_mention

FULL_NAME_REACH = 10_000
"""Characters in which a full name stands before its surname alone."""
PERSON_REACH = 3000
"""Characters of a paragraph looked back over for somebody whom a pronoun may mean."""
MOST_SUBHEAD = 80
"""Characters of a line that is a subhead."""
MOST_CUES = 8
"""Verbs of speech looked back over for the last speaker."""
BARE_WORDS = 5
"""Words before a verb up to which its clause may be without a subject."""
ANYBODY = "person"
"""The gender of a verb that does not tell."""

ONE_REACH = 30
"""Characters behind a verb within which "one of …" begins."""
SHORTEST_SUBJECT = 5
"""Letters of a noun that opens a sentence as its subject: the small words of a language are shorter."""
OPENING_MARKS = "«„“\"'–—- "
_STOPS = frozenset(",.;:")
NEAR = 12
"""Characters between a quotation and the clause behind it."""
Marked = Sequence[tuple[int, int]]
"""Sorted, disjoint spans of quotations: verbs inside them are the speaker's own words."""


def left_out(voice: Voices, cue: Hit, start: int, end: int, marked: Marked) -> Speaker | None:
    """Return who spoke last if the clause of a verb, from `start`, names nobody: only small words stand before the verb.

    For languages whose verbs may stand without a subject. Where a description follows the verb («пояснив глава держави»), only
    who spoke in the sentence or paragraph right before can be meant, else the description stands as written.
    """
    scene = voice.scene
    if not scene.lexicon.verb_genders:
        return None
    before = scene.text[start : cue.start].split()
    if len(before) > BARE_WORDS or any(word[0].isupper() for word in before[1:]):
        return None
    if (one := _one_of(scene, cue.end, end)) is not None:
        return one
    if (somebody := _of_country(scene, start, cue)) is not None:
        return somebody
    gender = verb_gender(scene, cue)
    described = noun_behind(voice, cue.end, end) if len(before) <= 1 else None
    if described is None:
        last = last_speaker(voice, start, marked, gender, bare=not before)
        unknown = _unknown_subject(voice, start, cue) if before and last else None
        if unknown is not None and _is_surname(scene, unknown.name or "", start):
            return unknown
        again = unknown is None or (" " not in (unknown.name or "") and gender != "any")  # «Министр добавил»
        return last if again else unknown
    return _next_before(voice, start, marked, gender) or described


def _of_country(scene: Scene, start: int, cue: Hit) -> Speaker | None:
    """Return, as written, somebody of a country whose adjective opens the clause, where no office is told («польский министр»)."""
    first = next(iter(scene.between(scene.hits.actors, start, cue.start)), None)
    if first is None or first.entry.forms[0].kind is not FormKind.ADJECTIVE or scene.text[start : first.start].strip():
        return None
    written = scene.text[first.start : cue.start].strip()
    return Speaker(None, written, "speaker.described") if " " in written and "," not in written else None


def _unknown_subject(voice: Voices, start: int, cue: Hit) -> Speaker | None:
    """Return, as written, a noun that opens a sentence before its verb and is nobody of the pack («Gospodarze rozmów nalegali»).

    It is the object where somebody stands behind the verb («Pomoc zaoferowała szefowa …»).
    """
    scene = voice.scene
    lexicon = scene.lexicon
    words = scene.text[start : cue.start].split()
    first = words[0].strip(OPENING_MARKS)
    if len(first) < SHORTEST_SUBJECT or not first.isalpha() or not (first[0].isupper() and first[1:].islower()):
        return None
    small = small_words(lexicon)
    if first.lower() in small or first.lower() in no_subjects(lexicon):
        return None
    if first.lower().endswith(lexicon.unbound_endings):
        return None
    behind = voice.first(cue.end, cue.end + 1 + SHORTEST_SUBJECT)
    if any(mark in word for word in words for mark in ",:;()") or (behind is not None and behind.as_actor):
        return None
    stop = next((place for place, word in enumerate(words[1:], 1) if word.lower() in small), len(words))
    return Speaker(None, " ".join([first, *words[1:stop]]), "speaker.as_written")


def _is_surname(scene: Scene, word: str, before: int) -> bool:
    """Say whether a word stands behind another capital earlier in the text, inside a sentence: the surname of a full name."""
    found = (
        re.search(
            rf"\w,? [^\W\d_][\w-]+ {re.escape(word)}\b",
            scene.text[max(scene.body_at, before - FULL_NAME_REACH) : before],
        )
        if word
        else None
    )
    return found is not None and found.group().split()[-2][0].isupper()


@lru_cache(maxsize=64)
def no_subjects(lexicon: Lexicon) -> frozenset[str]:
    """Return words that open a sentence and are no noun: negations, what opens a condition, asides, what parts two clauses."""
    return frozenset().union(
        lexicon.negations.set,
        lexicon.condition_words.set,
        lexicon.asides.set,
        lexicon.before_imperative.set,
        lexicon.own.set,
        lexicon.relatives.set,
        lexicon.former.set,
        lexicon.numbers,
        (word.strip(" ,") for word in lexicon.breaks),
    )


def _one_of(scene: Scene, start: int, end: int) -> Speaker | None:
    """Return one of several who speaks behind the verb, as written («jeden z uczestników», «один из дипломатов»)."""
    phrases = scene.lexicon.one_of.padded
    if not phrases:
        return None
    behind = scene.lower[start : min(end, start + ONE_REACH)]
    at = min((place for phrase in phrases if (place := behind.find(phrase)) >= 0), default=-1)
    if at < 0 or not _STOPS.isdisjoint(behind[:at]):
        return None
    begin = start + at + 1
    return Speaker(None, scene.text[begin : phrase_end(scene, begin, end)].strip(), "speaker.described")


def _next_before(voice: Voices, at: int, marked: Marked, gender: str) -> Speaker | None:
    """Return who spoke in the sentence right before this one, or in the paragraph right before."""
    scene = voice.scene
    quotation = max(0, bisect_left(marked, (at, 0)) - 1)
    begin = marked[quotation][0] if marked and marked[quotation][1] <= at <= marked[quotation][1] + NEAR else at
    paragraph = scene.paragraphs[scene.paragraph(begin)][0]
    earliest = (
        scene.sentence(begin - 2)[0]
        if begin - 1 > paragraph
        else scene.paragraphs[max(0, scene.paragraph(begin) - 1)][0]
    )
    cues = scene.hits.cues
    place = bisect_left(cues, (begin,))
    for cue in reversed(cues[max(0, place - MOST_CUES) : place]):
        if cue.start < earliest:
            break
        if cue.entry.cue is None or overlaps(cue.start, cue.end, marked):
            continue
        speaker = subject(voice, cue, *scene.sentence(cue.start))
        if speaker and speaker.actor and _may_be(voice, speaker, gender):
            return Speaker(speaker.actor, speaker.name, "speaker.last")
    return None


def verb_gender(scene: Scene, cue: Hit) -> str:
    """Return the gender of a verb's subject by its ending: `m`, `f`, `any` for a plural, `person` where it does not tell."""
    if scene.lower[cue.start : cue.end] in scene.lexicon.impersonal.set:
        return "any"
    return gender_by_ending(scene, scene.lower[cue.start : cue.end].partition(" ")[0])


def gender_by_ending(scene: Scene, verb: str) -> str:
    """Return the same of a verb as a word."""
    genders = scene.lexicon.verb_genders.items()
    return next((gender for gender, endings in genders if verb.endswith(endings)), ANYBODY)


def last_speaker(voice: Voices, at: int, marked: Marked, gender: str = ANYBODY, *, bare: bool = True) -> Speaker | None:
    """Return who spoke last and may be meant by a verb of this gender; `bare`: no word stands before it.

    In this paragraph, or the one before if this one opens with what was said: one that has begun with somebody else speaks
    of them.
    """
    scene = voice.scene
    paragraph = scene.paragraph(at)
    opens = at - scene.paragraphs[paragraph][0] <= NEAR or not _begun(scene, paragraph, at)
    earliest = scene.paragraphs[_before(scene, paragraph) if opens else paragraph][0]
    heard = last_heard(voice, at, gender)
    if heard is not None and heard.at < earliest:
        heard = None
    if (told := _told_of(voice, at, gender)) is not None:
        return told
    cues = scene.hits.cues
    place = bisect_left(cues, (at,))
    for cue in reversed(cues[max(0, place - MOST_CUES) : place]):
        if cue.start < earliest or (heard is not None and cue.start < heard.at):
            break
        if cue.entry.cue is None or overlaps(cue.start, cue.end, marked) or _is_relative(scene, cue):
            continue
        start, end = scene.sentence(cue.start)
        speaker = subject(voice, cue, start, end)
        if speaker and (speaker.actor or speaker.name) and _may_be(voice, speaker, gender):
            return Speaker(speaker.actor, speaker.name, "speaker.last")
    if heard is not None:
        return Speaker(heard.speaker.actor, heard.speaker.name, "speaker.last")
    found = referred(voice, gender, at) if _names_person(voice, scene.paragraphs[paragraph][0], at) else None
    if found and (found.actor or found.name):
        return Speaker(found.actor, found.name, "speaker.last")
    return _opening(voice, at) if bare else None


def _before(scene: Scene, paragraph: int) -> int:
    """Return the paragraph before one, a subhead or a caption between them left aside: no mark ends it."""
    earlier = max(0, paragraph - 1)
    start, end = scene.paragraphs[earlier]
    subhead = start > scene.body_at and end - start < MOST_SUBHEAD and scene.text[end - 1] not in ENDS
    return max(0, earlier - 1) if subhead else earlier


def _is_relative(scene: Scene, cue: Hit) -> bool:
    """Say whether a verb stands right behind a relative pronoun: what is told of somebody aside."""
    return scene.lower[max(0, cue.start - NEAR) : cue.start].rstrip().rpartition(" ")[2] in scene.lexicon.relatives.set


def _begun(scene: Scene, paragraph: int, at: int) -> bool:
    """Say whether a sentence stands in a paragraph before the one at a position, which may itself be a quotation."""
    first = scene.sentences(paragraph)[0] if scene.sentences(paragraph) else scene.paragraphs[paragraph]
    return scene.sentence(at)[0] > first[0]


def _names_person(voice: Voices, start: int, end: int) -> bool:
    """Say whether a person of the pack is named in a span."""
    return any(is_person(voice, named) for named in voice.between(max(start, end - PERSON_REACH), end))


def _told_of(voice: Voices, at: int, gender: str) -> Speaker | None:
    """Return the one person of the pack whom the sentence right before names, nobody speaking in it."""
    scene = voice.scene
    start, _ = scene.sentence(at)
    if start - 1 <= scene.paragraphs[scene.paragraph(at)][0]:
        return None
    begin, end = scene.sentence(start - 2)
    if voice.is_quoted(end - 2) or any(cue.entry.cue for cue in scene.between(scene.hits.cues, begin, end)):
        return None
    people = [
        speaker
        for named in voice.between(begin, end)
        if is_person(voice, named)
        and not is_oblique(scene, named.start, begin)
        and not (scene.lexicon.verb_genders and is_cased(voice, named))
        and _may_be(voice, speaker := of_mention(voice, named), gender)
    ]
    return (
        Speaker(people[0].actor, people[0].name, "speaker.last") if len({each.actor for each in people}) == 1 else None
    )


def _opening(voice: Voices, at: int) -> Speaker | None:
    """Return whom the sentence before this place, in the same paragraph, opens with."""
    scene = voice.scene
    start, _ = scene.sentence(at)
    before = scene.sentence(start - 2) if start - 1 > scene.paragraphs[scene.paragraph(at)][0] else (start, start)
    if voice.is_quoted(before[0]):
        return None
    named = voice.first(before[0], before[0] + 1)
    if named is not None and named.as_actor:
        several = scene.after(named.end, NEAR).startswith(scene.lexicon.ands.padded)  # nobody of several alone
        return None if several else Speaker(*of_mention(voice, named)[:2], "speaker.last")
    return opening_noun(voice, *before)


def _may_be(voice: Voices, speaker: Speaker, gender: str) -> bool:
    """Say whether a verb of this gender may have this subject; names that the pack does not have may be of any."""
    actor = voice.scene.facts.actor(speaker.actor) if speaker.actor else None
    if actor is None or gender == "any":
        return True
    return actor.type == "person" and (gender == ANYBODY or actor.gender in {gender, None})
