"""Sentences whose mood alone tells that they are reported: “… . Die Delegation reise am Montag ab.” goes on with who spoke last.

`subjunctive` of a language are the verbs, in the form that only reported speech has, that may stand second in such a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipelines.tag.lexicon import Lexicon, Words
from pipelines.tag.scene import Scene
from pipelines.tag.speech import Said, cues_in, overlaps, trimmed
from pipelines.tag.voices import GENITIVE, Heard, Speaker, Voices, is_oblique, is_person, last_before, of_mention

MOST_BEFORE = 9
"""Words of a main clause before its verb."""
PAIR = 2
"""Commas around what stands between the subject and its verb (“Die Delegation, die …, reise ab”)."""
SENTENCES = 2
"""Sentences back within which somebody has spoken."""
RULE = "reported.mood"


def going_on(voice: Voices, told: Sequence[Said], marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Yield the sentences in the mood of reported speech that follow a statement, as said by its speaker."""
    scene = voice.scene
    verbs = scene.lexicon.subjunctive
    if not verbs or not (told or voice.heard):
        return
    taken = sorted([*((said.start, said.end) for said in told), *marked])
    heard = list(voice.told)
    last = -1
    for verb in _verbs(verbs).finditer(scene.lower, scene.body_at):
        start, end = scene.sentence(verb.start())
        if start <= last or overlaps(start, end, taken) or not _is_main(scene, start, verb.start()):
            continue
        speaker = _told_of(voice, heard, start) or _last(voice, heard, start)
        span = trimmed(scene, start, end)
        if speaker is None or span is None:
            continue
        last = start
        heard.append(Heard(span[1], speaker))
        heard.sort(key=lambda each: each.at)
        typed = (cue.entry.cue for cue in cues_in(voice, *span) if cue.entry.cue != "other")
        yield Said(*span, False, speaker, next(typed, "other"), RULE)


def is_in_mood(scene: Scene, start: int, end: int) -> bool:
    """Say whether only its mood tells that a sentence is reported."""
    verbs = scene.lexicon.subjunctive
    verb = _verbs(verbs).search(scene.lower, start, end) if verbs else None
    return verb is not None and _is_main(scene, start, verb.start())


@lru_cache(maxsize=64)
def _verbs(words: Words) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


@lru_cache(maxsize=64)
def _subordinating(lexicon: Lexicon) -> frozenset[str]:
    """Return words that open a clause whose verb comes last."""
    return lexicon.subordinators.set | lexicon.that.set


def _is_main(scene: Scene, start: int, at: int) -> bool:
    """Say whether a verb stands second in its sentence: behind few words, or behind a clause that opens it and its comma."""
    before = scene.lower[start:at].rstrip()
    words = before.split()
    if not words or "ich" in words or not scene.text[start].isupper():
        return False
    if before.endswith(","):
        if words[0] in _subordinating(scene.lexicon):
            return True
        return before.count(",") == PAIR and len(before.partition(",")[0].split()) <= MOST_BEFORE
    return "," not in before and len(words) <= MOST_BEFORE and words[0] not in scene.lexicon.that.set


def _told_of(voice: Voices, heard: Sequence[Heard], start: int) -> Speaker | None:
    """Return the person who is the subject of the sentence before, where nobody speaks in that (“X dämpfte die Erwartungen. Das bedeute nichts.”)."""
    before = voice.scene.sentence_before(start)
    if before is None or before[0] < voice.scene.body_at:
        return None
    spoken = [last_before(heard, start), last_before(voice.heard, start)]
    if any(each is not None and each.at > before[0] for each in spoken):
        return None
    for named in voice.between(*before):
        if not named.rule.endswith(GENITIVE):  # “X’s Gesandter”
            opens = is_person(voice, named) and named.as_actor and not is_oblique(voice.scene, named.start, before[0])
            return of_mention(voice, named)._replace(rule="speaker.last") if opens else None
    return None


def _last(voice: Voices, heard: Sequence[Heard], start: int) -> Speaker | None:
    """Return who spoke in the sentences right before, in this paragraph or the one before."""
    scene = voice.scene
    found = max(
        (each for each in (last_before(heard, start), last_before(voice.heard, start)) if each is not None),
        key=lambda each: each.at,
        default=None,
    )
    if found is None or found.at < scene.body_at or scene.paragraph(start) - scene.paragraph(found.at - 1) > 1:
        return None
    between = len([1 for begin, _ in _sentences(scene, found.at, start) if begin > found.at])
    return found.speaker._replace(rule="speaker.last") if between < SENTENCES else None


def _sentences(scene: Scene, start: int, end: int) -> Iterator[tuple[int, int]]:
    for paragraph in range(scene.paragraph(start), scene.paragraph(end) + 1):
        yield from (each for each in scene.sentences(paragraph) if start < each[1] and each[0] < end)
