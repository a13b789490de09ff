"""What somebody thinks of something, without a verb: « Pour X, l'accord est injuste »."""

from collections.abc import Iterator, Sequence

from pipelines.tag.speech import Said, cues_in, overlaps, trimmed
from pipelines.tag.voices import Voices, is_person, of_mention

RULE = "reported.opinion"
LONGEST_TITLE = 12
"""Characters of the preposition with its article."""


def opinions(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Yield the sentences that open with such a preposition, a person or an office, and a comma, and in which nobody speaks."""
    scene = voice.scene
    openings = scene.lexicon.opinion_of.opening
    if not openings:
        return
    for named in voice.mentions:
        if named.start < scene.body_at or not scene.text.startswith(", ", named.end):
            continue
        start, end = scene.sentence(named.start)
        if named.start - start > LONGEST_TITLE or not scene.lower.startswith(openings, start):
            continue
        article = scene.lower[start : named.start].split()[1:]
        speaks = is_person(voice, named) or named.kind == "role"
        if not speaks or any(word not in scene.lexicon.articles.set for word in article):
            continue
        behind = voice.first(named.end + 2, named.end + 3)
        if behind is not None and is_person(voice, behind) and scene.text.startswith(", ", behind.end):
            named = behind  # noqa: PLW2901 - « Pour le ministre, Prénom Nom, … »
        span = trimmed(scene, named.end + 2, end)
        tells = span is not None and not cues_in(voice, *span) and not _goes_on(voice, *span)
        if span is not None and tells and not overlaps(*span, marked):
            yield Said(*span, False, of_mention(voice, named), "other", RULE)


def _goes_on(voice: Voices, at: int, end: int) -> bool:
    """Say whether the words behind the comma still tell of whoever is named before it: a relative clause, an apposition, others beside them."""
    scene = voice.scene
    if scene.lower[at:end].split(maxsplit=1)[0] in scene.lexicon.relatives.set:
        return True
    named = voice.first(at, at + 1)
    return named is not None and scene.lower.startswith((", ", *scene.lexicon.ands.padded), named.end)
