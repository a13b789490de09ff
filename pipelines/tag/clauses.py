"""The clause of a verb of speech: where it begins, what opens it, and whether its verb leans on the one before."""

import re
from functools import lru_cache

from pipelines.tag.descriptions import NOT_INSIDE
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon, Words
from pipelines.tag.mentions import Named
from pipelines.tag.quotes import SPACED_DASHES
from pipelines.tag.scene import Scene
from pipelines.tag.strangers import ADJACENT_WORDS
from pipelines.tag.voices import Voices, is_oblique, is_person

INVERTED_REACH = 70
"""Characters from a verb of speech to its subject behind it."""
TITLE_REACH = 40
"""Characters from "and" to a name behind its title."""
LONGEST_ADVERB = 24
"""Characters of the longest adverb between a comma and a verb, its blank counted."""
LONGEST_BRACKET = 24
"""Characters of a bracket between a name and its verb."""
FRONTED_REACH = 90
"""Characters of what opens a clause before its verb."""
CLAUSE_END = re.compile(rf"[,;:!?—–“”«»\"„\n.]{NOT_INSIDE}")


def behind_dash(scene: Scene, cue: Hit) -> bool:
    """Say whether a dash stands right before a verb of speech («… — сообщил X»)."""
    return scene.text[cue.start - 3 : cue.start] in SPACED_DASHES


def is_plural(scene: Scene, cue: Hit) -> bool:
    """Say whether a verb is a plural, past or present, in languages whose verbs tell by an ending of their own."""
    return re.search(rf"{scene.lexicon.plural_ending}\b", scene.lower[cue.start : cue.end]) is not None


def own_clause(voice: Voices, start: int, at: int) -> int:
    """Return where the clause of a verb begins that has a subject of its own behind a comma and "and", "but" ("…, and X, an adviser, said"), else `start`."""
    scene = voice.scene
    begin = start
    for opening in _joints(scene.lexicon):
        place = scene.lower.rfind(opening, start, at)
        if place >= begin:
            behind = place + len(opening)
            named = voice.between(behind, min(at, behind + TITLE_REACH))[:2]  # a country in a title, and its name
            opens = any(each.as_actor and _opens_clause(scene, behind, each, at) for each in named)
            begin = behind if opens else begin
    return _spliced(voice, begin, at) if scene.lexicon.verb_genders else begin


def _spliced(voice: Voices, start: int, at: int) -> int:
    """Return where a name begins behind a comma alone and right before a verb whose "that" follows («…, X konstatoval, že …»), else `start`."""
    scene = voice.scene
    comma = scene.text.rfind(", ", start, at)
    named = voice.first(comma + 2, comma + 3) if comma >= start else None
    if named is None or not named.as_actor or skip_auxiliaries(scene, at, named.end) - named.end > 1:
        return start
    behind = scene.lower[at : at + LONGEST_ADVERB].partition(" ")
    clause = behind[0].endswith(",") and behind[2].startswith(scene.lexicon.that.opening)
    return comma + 2 if clause else start


@lru_cache(maxsize=64)
def _joints(lexicon: Lexicon) -> tuple[str, ...]:
    """Return what joins two clauses, their comma first."""
    return (*(f", {word} " for word in lexicon.ands), *(each for each in lexicon.breaks if each.startswith(", ")))


def _opens_clause(scene: Scene, start: int, named: Named, at: int) -> bool:
    """Say whether a name opens a clause, or stands behind its title in small words and right before the verb ("and spokesman X told")."""
    if named.start <= start:
        return True
    words = scene.text[start : named.start].split()
    small = len(words) <= ADJACENT_WORDS and not any(word.lower() in scene.lexicon.obliques.set for word in words)
    return small and skip_auxiliaries(scene, at, named.end) - named.end <= 1


def is_fronted(scene: Scene, start: int, at: int) -> bool:
    """Say whether something else than the subject opens a clause whose verb is second (“Am Freitag forderte X …”)."""
    fronting = scene.lexicon.fronting.set
    if not fronting or at - start > FRONTED_REACH:
        return False
    before = scene.lower[start:at]
    return before.lstrip().partition(" ")[0] in fronting and not CLAUSE_END.search(before)


def end_of_subject(voice: Voices, cue: Hit, start: int) -> int:
    """Return where the subject ends that stands behind a verb in such a clause, with all that "and" joins; else the verb's end."""
    scene = voice.scene
    if not is_fronted(scene, start, cue.start):
        return cue.end
    stop = cue.end
    for named in voice.between(cue.end, cue.end + INVERTED_REACH):
        between = scene.text[stop : named.start]
        titled = is_person(voice, named) and all(word[0].isupper() for word in between.split())
        apart = stop > cue.end and between.strip() not in scene.lexicon.ands.set and not titled
        if apart or any(mark in between for mark in ",;:(") or is_oblique(scene, named.start, cue.end):
            break
        stop = named.end
    return stop


def skip_auxiliaries(scene: Scene, at: int, start: int) -> int:
    """Step left over words such as "has", "also", «в свою очередь», at most three, and over a party in brackets («X (ANO) řekl»)."""
    between = _between(scene.lexicon)
    phrases, lasts = between.phrases, between.lasts
    adverbs = scene.lexicon.adverb_endings if scene.lexicon.adverbs_lead_verb else ()
    for _ in range(ADJACENT_WORDS):
        begin = max(start, at - 40)
        left = scene.lower[begin:at].rstrip(" ,")
        bracket = left.rfind("(", max(0, len(left) - LONGEST_BRACKET)) if left.endswith(")") else -1
        if bracket > 0:
            at = begin + bracket
            left = left[:bracket].rstrip(" ,")
        opens = left.rfind(" ") + 1
        last = left[opens:]
        is_adverb = last.endswith(adverbs) and not scene.text[begin + opens].isupper()  # “Lovely said”
        if last not in lasts and not is_adverb:
            break
        words = left.rsplit(" ", ADJACENT_WORDS)
        found = next((size for size in (3, 2, 1) if len(words) >= size and tuple(words[-size:]) in phrases), 0)
        if not found and is_adverb:
            found = 1
        if not found:
            break
        at = begin + len(left) - len(" ".join(words[-found:]))
    while at > start and scene.text[at - 1] in " ,":
        at -= 1
    return at


def adverb_start(scene: Scene, at: int) -> int:
    """Return where the adverb behind a comma begins that stands right before a verb («…, неоднократно говорил X»), else `at`."""
    word = scene.lower[max(0, at - LONGEST_ADVERB) : at].rpartition(", ")[2]
    alone = word.endswith(" ") and word.count(" ") == 1 and word[:-1].endswith(scene.lexicon.adverb_endings)
    begin = at - len(word)
    return begin if alone and scene.lexicon.verb_genders and scene.behind_comma(begin) else at


@lru_cache(maxsize=64)
def _between(lexicon: Lexicon) -> Words:
    """Return what may stand between a subject and its verb."""
    return Words((*lexicon.auxiliaries, *lexicon.asides))


def is_participle(scene: Scene, cue: Hit) -> bool:
    """Say whether the verb has no subject of its own (urging, diyen)."""
    ending = scene.lexicon.participle_endings
    return bool(ending) and scene.lower[cue.start : cue.end].partition(" ")[0].endswith(ending)


def goes_on(scene: Scene, cue: Hit) -> bool:
    """Say whether the same speaker goes on by this verb ("…, adding that …", «…, добавив, что …»)."""
    return scene.lower[cue.start : cue.end] in scene.lexicon.going_on.set


def has_no_subject(scene: Scene, cue: Hit) -> bool:
    """Say whether the verb leans on the clause before it: a participle, or one by which the same speaker goes on."""
    return is_participle(scene, cue) or goes_on(scene, cue)
