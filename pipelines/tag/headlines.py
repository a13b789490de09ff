"""Titles and subheads that say who speaks without a verb: "X: words", "X after talks with Y: words", "words — X"."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.tag.mentions import Named
from pipelines.tag.quotes import SPACED_DASHES
from pipelines.tag.speech import CUE_GAP, Said, cues_in, first_speaker, overlaps, trimmed
from pipelines.tag.voices import Speaker, Voices, is_cased, is_oblique, is_person, of_mention

MOST_AHEAD = 3
"""Words of a title of office before the name that opens a headline."""
SHORTEST_SUBHEAD = 15
LONGEST_SUBHEAD = 90
"""Characters of the shortest and the longest subhead."""
ENDS = ".!?…:;,»”\"'“)"
MARK = 2
"""Characters of punctuation that may close a headline."""


def headline(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Read "X: words" in the title and in subheads, and "words — X" in the title."""
    scene = voice.scene
    yield from _subheads(voice, marked)
    if scene.body_at == 0 or not scene.paragraphs:
        return
    start, end = scene.paragraphs[0]
    if start >= scene.body_at or overlaps(start, end, marked):
        return
    if (told := _behind_colon(voice, start, end)) is not None:
        yield told
        return
    dash = max(scene.text.rfind(each, start, end) for each in SPACED_DASHES)
    if dash > 0:
        behind = voice.between(dash + 3, end)
        span = trimmed(scene, start, dash)
        if behind and span and behind[0].start <= dash + 4 and behind[0].as_actor and end - behind[0].end <= MARK:
            yield Said(*span, False, first_speaker(voice, behind[0].start, end), "other", "headline.dash")


def _subheads(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Read the same in a short paragraph of the body that another follows and no mark closes."""
    scene = voice.scene
    for (start, end), (follows, _) in pairwise(scene.paragraphs):
        short = scene.body_at <= start and SHORTEST_SUBHEAD <= end - start <= LONGEST_SUBHEAD
        if not short or scene.text[end - 1] in ENDS or not scene.text[start].isupper() or overlaps(start, end, marked):
            continue
        apart = scene.text[end:follows].count("\n") > 1
        if apart and (told := _behind_colon(voice, start, end)) is not None and told.speaker and told.speaker.actor:
            yield told._replace(rule="headline.subhead")


def _behind_colon(voice: Voices, start: int, end: int) -> Said | None:
    """Return what a title or subhead `start`..`end` says behind its colon; None where nobody speaks before it."""
    scene = voice.scene
    colon = scene.text.find(": ", start, end)
    span = trimmed(scene, colon + 2, end) if 0 < colon - start <= CUE_GAP else None
    speaker = _before_colon(voice, start, colon) if span else None
    return Said(*span, False, speaker, "other", "headline.colon") if span and speaker else None


def _before_colon(voice: Voices, start: int, colon: int) -> Speaker | None:
    """Return who speaks before the colon of a title: who ends there and is no object, else who opens it and speaks of something.

    «Переговоры с X: …» is nobody's, «Y о встрече с X: …» is Y's, and so is "Y tells X: …".
    """
    named = [each for each in voice.between(start, colon) if each.as_actor]
    if not named:
        return None
    opener, last = named[0], named[-1]
    if _is_topic(voice, last, colon):
        return None
    if _speaks_of(voice, opener, start, colon):
        return of_mention(voice, opener)
    if last.end < colon - 1 or is_oblique(voice.scene, last.start, start) or is_cased(voice, last, owns=True):
        return None
    return of_mention(voice, last)


def _speaks_of(voice: Voices, opener: Named, start: int, colon: int) -> bool:
    """Say whether who opens a title is followed by what the words are about or came after, or by a verb of speech ("X on …:", "X tells Y:")."""
    scene = voice.scene
    behind = opener.end + 1
    ahead = scene.text[start : opener.start].split()
    if behind >= colon or len(ahead) > MOST_AHEAD or is_oblique(scene, opener.start, start) or is_cased(voice, opener):
        return False
    if scene.lower.startswith(scene.lexicon.headline_links.opening, behind):
        return _type(voice, opener) in {"person", "organisation"}  # "Russia after X: …" is no country that speaks
    return any(cue.start == behind for cue in cues_in(voice, behind, behind + 1))


def _is_topic(voice: Voices, named: Named, colon: int) -> bool:
    """Say whether what stands before a colon only says what the title is about ("Ukraine: X says …", « A-B : pourquoi … »).

    A country or a capital before somebody else who speaks or acts at once; the second of two with a hyphen; a question behind.
    """
    scene = voice.scene
    begin = colon + 1 + len(scene.text[colon + 1 :]) - len(scene.text[colon + 1 :].lstrip(" :"))
    if scene.text[named.start - 1 : named.start] in {"-", "–"}:
        return True
    if scene.lower.startswith(scene.lexicon.asking.opening, begin):
        return True
    behind = voice.first(begin, begin + 1)
    if behind is None or _type(voice, named) == "person" or not (is_person(voice, behind) or behind.kind == "name"):
        return False
    return (
        behind.actor != named.actor
        and behind.as_actor
        and any(cue.start - behind.end <= 1 for cue in cues_in(voice, behind.end, behind.end + MARK))
    )


def _type(voice: Voices, named: Named) -> str | None:
    """Return what a mention is: person, government, organisation, place."""
    actor = voice.scene.facts.actor(named.actor) if named.actor else None
    return actor.type if actor else None
