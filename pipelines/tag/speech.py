"""What direct and reported speech have in common: the statement, its verbs, its span, and who is named as a source."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.tag.index import Hit
from pipelines.tag.scene import Scene
from pipelines.tag.speakers import is_person, of_mention, referred
from pipelines.tag.strangers import unknown_behind
from pipelines.tag.voices import Speaker, Voices

CUE_GAP = 80
"""Characters between words said and their verb of speech."""
LEAST_WORDS = 3
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in the coordinates of the scene."""

    start: int
    end: int
    is_quote: bool
    speaker: Speaker | None
    cue: str | None
    rule: str
    attributed_to: str | None = None


def cues_in(scene: Scene, start: int, end: int) -> list[Hit]:
    """Return the verbs of speech that begin in a span."""
    return [cue for cue in scene.between(scene.hits.cues, start, end) if cue.entry.cue]


def according(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return whom an "according to" at the beginning of a clause names."""
    scene = voice.scene
    lead = scene.lower[start:end].lstrip(" ,—–")
    at = start + (end - start - len(scene.lower[start:end].lstrip(" ,—–")))
    for gender, phrases in scene.lexicon.according_pronoun.items():
        if lead.startswith(phrases):
            return referred(voice, gender, at)
    for phrase in scene.lexicon.according_to:
        if lead.startswith(phrase + " "):
            comma = scene.lower.find(",", at + len(phrase), end)
            return named_source(voice, at + len(phrase), comma if comma > 0 else end)
    for word in scene.lexicon.according_to_after:
        place = scene.lower.find(f" {word}, ", start, end)
        if place > 0:
            return named_source(voice, start, place)
    return None


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


def first_speaker(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the first mention of a span as a speaker."""
    named = voice.between(start, end)
    return of_mention(voice, named[0]) if named else None


def trimmed(scene: Scene, start: int, end: int, least: int = LEAST_WORDS) -> tuple[int, int] | None:
    """Strip blanks, punctuation and conjunctions at both ends; None when fewer words remain."""
    text = scene.text[start:end]
    inner = text.strip(" ,;:.!?…—–-\n")
    if len(WORD.findall(inner)) < least:
        return None
    begin = start + text.index(inner)
    return begin, begin + len(inner)


def overlaps(start: int, end: int, marked: Sequence[tuple[int, int]]) -> bool:
    """Say whether a span touches one of the sorted, disjoint spans."""
    at = bisect_left(marked, (start, start))
    return any(begin < end and start <= stop for begin, stop in marked[max(0, at - 1) : at + 1])
