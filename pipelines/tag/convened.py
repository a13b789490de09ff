"""Where a text speaks of a round of these days that is not called talks: by who meets, where, and that they meet."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipelines.packs.model import Round
from pipelines.tag.content import TALKS
from pipelines.tag.facets import Ground
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene

SEATED = 2
"""Participants of a round, not all of one side, who tell that a text speaks of it."""
MANY = 3
"""Participants of a round who tell it without one of a party."""
TOLD = 2
"""Of place, participants and a word for meeting, how many a sentence on a round has, where the text names both parties."""
ALL = 3
MEETINGS = frozenset({TALKS, "leaders_summit"})
SHORTEST_STEM = 4
"""Letters of a stem that tells a word for meeting by itself."""


def convened(scene: Scene, where: Ground) -> Iterator[int]:
    """Yield where sentences speak of rounds of these days, in a text that names who sat at the table.

    A sentence does that has two of three, or all of them in a text that names one party: the place or name of the round,
    two of its participants, a word for meeting ("the two presidents met in …"). A place in the title counts for the first
    paragraph. The seat of a party, where its government is every day, is no place; a sentence that names another
    conflict is on that.
    """
    rounds = _rounds(scene, where)
    if not rounds:
        return
    seated = frozenset().union(*(each.participants for each in rounds)) & where.at_table
    at_place = sorted(_at_places(scene, rounds))
    sitting = [(hit.start, target) for hit in scene.hits.actors if (target := hit.entry.forms[0].target) in seated]
    needed = TOLD if len(where.parties) == len(scene.facts.pack.parties) else ALL
    opening = _opening(scene) if _one_in(at_place, 0, scene.body_at) else 0
    done = stop = -1
    for at in sorted({*at_place, *(start for start, _ in sitting)}):
        if at < stop:
            continue  # of a sentence that was looked at
        start, end = scene.sentence(at)
        if start <= done or scene.body_at <= at < scene.dateline:
            continue
        done, stop = start, end
        there = scene.body_at <= start < opening or _one_in(at_place, start, end)
        told = there + _sit(scene, sitting, start, end, rounds)
        if told + 1 < needed or scene.between(scene.hits.conflicts, start, end):
            continue
        if told >= needed or _meet(scene, start, end):
            yield at


def _opening(scene: Scene) -> int:
    """Return where the first paragraph of the body ends."""
    return scene.paragraphs[scene.paragraph(scene.body_at)][1]


def _one_in(places: Sequence[int], start: int, end: int) -> bool:
    """Say whether one of the places lies in a span."""
    place = bisect_left(places, start)
    return place < len(places) and places[place] < end


def _rounds(scene: Scene, where: Ground) -> list[Round]:
    """Return the rounds of these days of which the text names participants of a party and of another side, or many."""
    if len(where.at_table) < SEATED:
        return []
    known = scene.facts.rounds
    return [each for name in sorted(scene.around.rounds) if _of_sides(scene, (each := known[name]), where.at_table)]


def _of_sides(scene: Scene, each: Round, named: frozenset[str]) -> bool:
    sides = [scene.facts.sides.get(actor, frozenset()) for actor in each.participants if actor in named]
    return len(sides) >= MANY or (any(sides) and len(set(sides)) >= SEATED)


def _at_places(scene: Scene, rounds: list[Round]) -> frozenset[int]:
    """Return where the cities of the rounds are named, unless they are seats of a party, and the rounds themselves."""
    parties = scene.facts.pack.parties
    ids = {each.round_id for each in rounds if each.city}
    cities = {
        place
        for place, held in scene.facts.cities.items()
        if not ids.isdisjoint(held) and (actor := scene.facts.actor(place)) and actor.stands_for not in parties
    }
    named = [hit.start for hit in scene.hits.actors if hit.entry.forms[0].target in cities]
    return frozenset([*named, *(hit.start for hit in scene.hits.rounds if not ids.isdisjoint(hit.entry.rounds))])


def _sit(scene: Scene, sitting: Sequence[tuple[int, str]], start: int, end: int, rounds: list[Round]) -> bool:
    """Say whether a sentence names two participants of one round, not of one side."""
    here = sitting[bisect_left(sitting, (start,)) : bisect_left(sitting, (end,))]
    named = frozenset(target for _, target in here) if len(here) >= SEATED else frozenset()
    return len(named) >= SEATED and any(_of_sides(scene, each, named) for each in rounds)


def _meet(scene: Scene, start: int, end: int) -> bool:
    """Say whether a sentence has a word for a meeting."""
    if any(form.target in MEETINGS for hit in scene.between(scene.hits.terms, start, end) for form in hit.entry.terms):
        return True
    sentence = f" {scene.lower[start:end]}"
    return any(stem in sentence for stem in _stems(scene.lexicon))


@lru_cache(maxsize=64)
def _stems(lexicon: Lexicon) -> tuple[str, ...]:
    """Return the first letters of words for a meeting, with the blank before them."""
    return tuple(f" {stem}" for stem in lexicon.place_roles.get("venue", ()) if len(stem) >= SHORTEST_STEM)
