"""The mentions of a scene arranged for the question who speaks, and what tells a subject from an object."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.packs.model import FormKind
from pipelines.tag.index import Hit
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


class Heard(NamedTuple):
    """Who has said something in quotation marks, and where the words end."""

    at: int
    speaker: Speaker


@dataclass(frozen=True, slots=True, eq=False)
class Voices:
    """The mentions of a scene, arranged so that the subject of a verb can be found in constant time.

    `cues` are the verbs of speech; `quoted` are the spans between quotation marks, marks included; `heard` who spoke in those that were read so far.
    """

    scene: Scene
    mentions: Sequence[Named]
    starts: Sequence[int]
    adjectives: Sequence[tuple[int, int, str]]
    adjective_starts: Sequence[int] = field(default=())
    cues: Sequence[Hit] = field(default=())
    cue_starts: Sequence[int] = field(default=())
    quoted: list[tuple[int, int]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    def between(self, start: int, end: int) -> Sequence[Named]:
        """Return the mentions that begin in a span."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def is_quoted(self, at: int) -> bool:
        """Say whether a position lies between quotation marks: who is named there does not speak."""
        place = bisect_left(self.quoted, (at + 1,)) - 1
        return place >= 0 and at < self.quoted[place][1]


def voices(scene: Scene, mentions: Sequence[Named]) -> Voices:
    """Arrange the mentions of a scene."""
    adjectives = [
        (hit.start, hit.end, form.target)
        for hit in scene.hits.actors
        for form in hit.entry.forms[:1]
        if form.kind is FormKind.ADJECTIVE
    ]
    cues = [hit for hit in scene.hits.cues if hit.entry.cue]
    return Voices(
        scene,
        mentions,
        [each.start for each in mentions],
        adjectives,
        [start for start, _, _ in adjectives],
        cues,
        [hit.start for hit in cues],
    )


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
    article = before.rstrip().rpartition(" ")[2]
    if article in scene.lexicon.articles.set:
        before = before.rstrip().removesuffix(article)
    if before.endswith(padded(words)):
        return True
    left = before.split()
    return len(left) > 1 and left[-2] in scene.lexicon.according_to.set and before.endswith(" ")


def is_person(voice: Voices, named: Named) -> bool:
    """Say whether a mention names a person of the pack."""
    actor = voice.scene.facts.actor(named.actor) if named.actor else None
    return actor is not None and actor.type == "person"


def of_mention(voice: Voices, named: Named) -> Speaker:
    """Return a mention as a speaker: a capital speaks for its government, a source without a name as written."""
    scene = voice.scene
    rule = f"speaker.{named.kind}"
    if named.actor is None:
        return Speaker(None, _fullest(voice, named), rule)
    actor = scene.facts.actor(named.actor)
    if actor and actor.type == "place" and actor.stands_for and not actor.acts_by_default:
        actor = scene.facts.actor(actor.stands_for) or actor
    written = scene.text[named.start : named.end]
    return Speaker(actor.actor_id, actor.name, rule, written) if actor else Speaker(None, None, rule)


def _fullest(voice: Voices, named: Named) -> str:
    """Return a source as written; one told of before in more words ("the Ukrainian official" after "a senior …") by those."""
    text = voice.scene.text
    words = text[named.start : named.end].lower().split()
    if named.kind == "unnamed":
        for earlier in voice.mentions[: bisect_left(voice.starts, named.start)]:
            if earlier.kind == "unnamed":
                fuller = text[earlier.start : earlier.end].lower().split()
                if fuller[-1] == words[-1] and len(fuller) > len(words) and set(words) <= set(fuller):
                    return text[earlier.start : earlier.end]
    return text[named.start : named.end]


def spoken_by(voice: Voices, actor_id: str, rule: str) -> Speaker:
    """Return an actor as a speaker."""
    actor = voice.scene.facts.actor(actor_id)
    return Speaker(actor_id, actor.name if actor else None, rule)
