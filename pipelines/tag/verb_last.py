"""Who speaks where verbs close the sentence: before the quotation, behind it, or in the sentence before."""

from pipelines.tag.index import Hit
from pipelines.tag.speakers import is_subject, of_mention, topic
from pipelines.tag.strangers import unknown_before
from pipelines.tag.voices import Speaker, Voices


def opening_subject(voice: Voices, start: int, cue: Hit) -> Speaker | None:
    """Take the name that opens the sentence behind a quotation (“…” X … böyle konuştu)."""
    named = next(iter(voice.between(start, min(cue.start, start + 3))), None)
    return of_mention(voice, named) if named and named.as_actor and is_subject(voice, named) else None


def first_subject(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the subject of a sentence whose verb comes last: the name that stands right before `end`, else its topic."""
    named = [each for each in voice.between(start, end) if each.as_actor]
    if named and len(voice.scene.text[named[-1].end : end].split()) <= 1 and is_subject(voice, named[-1]):
        return of_mention(voice, named[-1])
    lead = voice.scene.text[start:end]
    stranger = unknown_before(voice, start + len(lead.rstrip(" ,")), start) if lead.rstrip().endswith(",") else None
    if stranger is not None and (not named or named[-1].end < end - len(stranger.name or "") - 3):
        return stranger
    chosen = topic(voice, start, end) or (named[0] if named else None)
    return of_mention(voice, chosen) if chosen else None


def earlier_subject(voice: Voices, before: int) -> Speaker | None:
    """Return the first actor of the sentence before, in the same paragraph (the verb alone carries the subject)."""
    scene = voice.scene
    start = scene.paragraphs[scene.paragraph(before)][0]
    return first_subject(voice, start, before)
