"""What direct and reported speech have in common: the statement, its verbs, its span, and who is named as a source."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipelines.tag.descriptions import articles_of, phrase_end
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.referring import referred
from pipelines.tag.scene import Scene
from pipelines.tag.strangers import unknown_behind
from pipelines.tag.voices import Speaker, Voices, is_nominative, is_person, of_mention

CUE_GAP = 80
"""Characters between words said and their verb of speech."""
LEAST_WORDS = 3
SHORTEST_PHRASE = 4
"""Letters of a word that means "according to" wherever it stands."""
WORD = re.compile(r"[^\W_]+")


class Said(NamedTuple):
    """A statement in the coordinates of the scene."""

    start: int
    end: int
    is_quote: bool
    speaker: Speaker | None
    cue: str | None
    rule: str
    attributed_to: str | None = None


def cues_in(voice: Voices, start: int, end: int) -> Sequence[Hit]:
    """Return the verbs of speech that begin in a span."""
    first = bisect_left(voice.cue_starts, start)
    return voice.cues[first : bisect_left(voice.cue_starts, end, first)]


@lru_cache(maxsize=64)
def _openers(lexicon: Lexicon) -> tuple[str, ...]:
    """Return all words for "according to" as they open a clause: one look for them settles most clauses."""
    pronouns = [phrase for phrases in lexicon.according_pronoun.values() for phrase in phrases]
    return (*pronouns, *lexicon.according_to.opening)


def according(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return whom an "according to" at the beginning of a clause names."""
    scene = voice.scene
    at = start
    while at < end and scene.lower[at] in " ,—–":
        at += 1
    if scene.lower.startswith(_openers(scene.lexicon), at, end):
        for gender, phrases in scene.lexicon.according_pronoun.items():
            if scene.lower.startswith(phrases, at, end):
                return referred(voice, gender, at)
        phrase = next(
            (each for each in scene.lexicon.according_to.opening if scene.lower.startswith(each, at, end)), ""
        )
        comma = scene.lower.find(",", at + len(phrase) - 1, end)
        stop = comma if comma > 0 else end
        begin = at + len(phrase) - 1
        return (
            _pointed_at(voice, phrase, begin, stop)
            or named_source(voice, begin, stop)
            or described_source(voice, begin, stop)
        )
    for phrase in _closers(scene.lexicon):
        place = scene.lower.find(phrase, start, end)
        if place > 0:
            return named_source(voice, start, place)
    return None


@lru_cache(maxsize=64)
def _closers(lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words for "according to" that stand behind who is meant, before a comma."""
    return tuple(f" {word}, " for word in lexicon.according_to_after)


def according_within(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return whom an "according to" inside a clause names, if no verb of speech stands behind it («Putin podle X „hraje o čas“»)."""
    scene = voice.scene
    last = next(iter(reversed(scene.between(scene.hits.cues, start, end))), None)
    if last is None or not last.entry.according or last.end - last.start < SHORTEST_PHRASE:
        return None
    phrase = scene.lower[last.start : last.end]
    for gender, phrases in scene.lexicon.according_pronoun.items():
        if phrase in phrases.set:
            return referred(voice, gender, last.start)
    if phrase in scene.lexicon.according_to_after.set:
        return named_source(voice, max(start, last.start - CUE_GAP), last.start)
    stop = min(end, last.end + CUE_GAP)
    pointed = _pointed_at(voice, phrase, last.end, stop)
    return pointed or named_source(voice, last.end, stop) or described_source(voice, last.end, stop)


def _pointed_at(voice: Voices, phrase: str, start: int, end: int) -> Speaker | None:
    """Return whom a noun behind an "according to" points back to, where the first name is the subject of what is said («Zdaniem polityka Putin …»).

    Only where the form tells: a person in the case of a subject cannot be the source, a verb in the phrase aside («как заявил X»).
    """
    scene = voice.scene
    named = voice.first(start, end)
    if not scene.lexicon.verb_genders or named is None or not is_person(voice, named):
        return None
    if phrase.startswith(CLAUSES) or not is_nominative(voice, named):
        return None
    words = scene.text[start : named.start].split()
    if not 0 < len(words) <= LEAST_WORDS or any(not word.isalpha() or word[0].isupper() for word in words):
        return None
    found = referred(voice, ANYBODY, start)
    return found if found.actor or found.name else Speaker(None, " ".join(words), "speaker.described")


CLAUSES = ("jak ", "як ", "как ")
"""How an "according to" begins that is a clause with a verb, whose subject the source is."""
ANYBODY = "person"
"""The gender of a noun that does not tell."""


def named_source(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return who is named as a source: a person or title before anything else."""
    named = voice.between(start, end)
    people = [each for each in named if each.kind in {"role", "unnamed"} or is_person(voice, each)]
    chosen = (people or list(named))[:1]
    if chosen:
        return of_mention(voice, chosen[0])
    source = next(iter(voice.scene.between(voice.scene.hits.sources, start, end)), None)
    if source is not None:
        return Speaker(None, voice.scene.text[source.start : source.end], "speaker.source")
    return unknown_behind(voice, start, end)


def described_source(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the words behind an "according to" as they stand, up to punctuation («по словам агента, …»)."""
    words = voice.scene.text[start : phrase_end(voice.scene, start, end)].split()
    if words and words[0].lower() in articles_of(voice.scene.lexicon):
        words = words[1:]
    described = 0 < len(words) <= LEAST_WORDS and not any(word[0].isdigit() for word in words)
    return Speaker(None, " ".join(words), "speaker.described") if described else None


def first_speaker(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the first mention of a span as a speaker."""
    named = voice.between(start, end)
    return of_mention(voice, named[0]) if named else None


def trimmed(scene: Scene, start: int, end: int, least: int = LEAST_WORDS) -> tuple[int, int] | None:
    """Strip blanks, punctuation and conjunctions at both ends; None when fewer words remain."""
    text = scene.text[start:end]
    inner = text.strip(" ,;:.!?…—–-\n")
    if not _has_words(inner, least):
        return None
    begin = start + text.index(inner)
    return begin, begin + len(inner)


def _has_words(text: str, least: int) -> bool:
    """Say whether a text has so many words."""
    return _at_least(least).match(text) is not None


@lru_cache(maxsize=16)
def _at_least(words: int) -> re.Pattern[str]:
    """Return a pattern of so many words; it takes back nothing, so that it is linear in the text."""
    return re.compile(rf"[\W_]*+[^\W_]++(?:[\W_]++[^\W_]++){{{words - 1}}}")


def overlaps(start: int, end: int, marked: Sequence[tuple[int, int]]) -> bool:
    """Say whether a span touches one of the sorted, disjoint spans."""
    if not marked:
        return False
    at = bisect_left(marked, (start, start))
    if at < len(marked) and marked[at][0] < end:
        return True
    return at > 0 and start <= marked[at - 1][1] and marked[at - 1][0] < end
