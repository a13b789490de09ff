"""What a noun reports: "Russia's demand for …", "its refusal to …"."""

from collections.abc import Iterator, Sequence

from pipelines.tag.index import Hit
from pipelines.tag.spans import before_break
from pipelines.tag.speakers import clause_subject
from pipelines.tag.speech import Said, overlaps, trimmed
from pipelines.tag.standing_for import owner
from pipelines.tag.voices import Speaker, Voices


def nominal(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Read what a noun reports: with its owner ("Russia's demand for …", "its refusal to …"), or as agreed by nobody named."""
    scene = voice.scene
    for cue in scene.hits.cues:
        kind = cue.entry.noun_cue
        if kind is None or overlaps(cue.start, cue.end, marked):
            continue
        start, end = scene.sentence(cue.start)
        speaker = _noun_owner(voice, cue, start)
        if speaker is None and kind != "agree":
            continue
        span = trimmed(scene, cue.end, before_break(scene, cue.end, end), least=2)
        if span and not overlaps(*span, marked):
            yield Said(*span, False, speaker, kind, f"reported.noun.{kind}")


def _noun_owner(voice: Voices, cue: Hit, start: int) -> Speaker | None:
    """Return whose demand or refusal it is: the name or adjective before the noun, or the subject that "its" stands for."""
    scene = voice.scene
    before = scene.lower[start : cue.start].rstrip()
    if before.rpartition(" ")[2] in scene.lexicon.possessors.set:
        clause = max((before.rfind(word) for word in scene.lexicon.breaks), default=-1)
        return clause_subject(voice, start + max(0, clause), cue.start)
    return owner(voice, start + len(before) + 1, start)
