"""The mentions of a scene arranged for the question who speaks, and what tells a subject from an object."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.packs.model import FormKind
from pipelines.tag.mentions import Named
from pipelines.tag.scene import Scene, padded

LEANING = frozenset({FormKind.ROLE, FormKind.ADJECTIVE})
"""Kinds of form that lean on the name behind them."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """`actor` in the pack's terms (a capital that speaks is its government), or a name as written, or neither.

    `written` is how the text names an actor, where it names it.
    """

    actor: str | None
    name: str | None
    rule: str
    written: str | None = None


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


def is_oblique(scene: Scene, at: int, start: int) -> bool:
    """Say whether a preposition makes a name an object; titles and adjectives that lean on the name are stepped over."""
    words = scene.lexicon.obliques
    if not words:
        return False
    begin = at
    place = bisect_left(scene.hits.actors, (at,)) - 1
    while place >= 0 and (hit := scene.hits.actors[place]).start >= start and begin - hit.end == 1:
        if not any(form.kind in LEANING for form in hit.entry.forms):
            break
        begin, place = hit.start, place - 1
    before = " " + scene.lower[max(start, begin - 30) : begin]
    if before.removesuffix("the ").endswith(padded(words)):
        return True
    left = before.split()
    return len(left) > 1 and left[-2] in scene.lexicon.according_to.set and before.endswith(" ")
