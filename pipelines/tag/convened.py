"""Where a text speaks of a round of these days that is not called talks: by who meets, where, and that they meet."""

from collections.abc import Iterator
from functools import lru_cache

from pipelines.packs.model import Round
from pipelines.tag.content import TALKS
from pipelines.tag.facets import Ground
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene

SEATED = 2
"""Participants of a round, not all of one side, who tell that a text speaks of it."""
TOLD = 2
"""Of place, participants and a word for meeting, how many a sentence on a round has, where the text names both parties."""
ALL = 3
MEETINGS = frozenset({TALKS, "leaders_summit"})
SHORTEST_STEM = 4
"""Letters of a stem that tells a word for meeting by itself."""


def convened(scene: Scene, where: Ground) -> Iterator[int]:
    """Yield where sentences speak of rounds of these days, in a text that names who sat at the table.

    A sentence does that has two of three, or all of them in a text that names one party: the place or name of the round,
    two of its participants, a word for meeting ("the two presidents met in …"). The seat of a party, where its government is every day, is no place; a sentence that names another
    conflict is on that.
    """
    rounds = _rounds(scene, where)
    if not rounds:
        return
    seated = frozenset().union(*(each.participants for each in rounds)) & where.at_table
    at_place = _at_places(scene, rounds)
    needed = TOLD if len(where.parties) == len(scene.facts.pack.parties) else ALL
    done = -1
    for at in sorted({*at_place, *(hit.start for hit in scene.hits.actors if hit.entry.forms[0].target in seated)}):
        start, end = scene.sentence(at)
        if start <= done or scene.body_at <= at < scene.dateline:
            continue
        done = start
        if scene.between(scene.hits.conflicts, start, end):
            continue
        placed = any(start <= each < end for each in at_place)
        if placed + _sit(scene, start, end, rounds) + _meet(scene, start, end) >= needed:
            yield at


def _rounds(scene: Scene, where: Ground) -> list[Round]:
    """Return the rounds of these days of which the text names participants of a party and of another side."""
    if len(where.at_table) < SEATED:
        return []
    known = scene.facts.rounds
    return [each for name in sorted(scene.around.rounds) if _of_sides(scene, (each := known[name]), where.at_table)]


def _of_sides(scene: Scene, each: Round, named: frozenset[str]) -> bool:
    sides = [scene.facts.sides.get(actor, frozenset()) for actor in each.participants if actor in named]
    return any(sides) and len(set(sides)) >= SEATED


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


def _sit(scene: Scene, start: int, end: int, rounds: list[Round]) -> bool:
    """Say whether a sentence names two participants of one round, not of one side."""
    here = frozenset(hit.entry.forms[0].target for hit in scene.between(scene.hits.actors, start, end))
    return any(_of_sides(scene, each, here) for each in rounds)


def _meet(scene: Scene, start: int, end: int) -> bool:
    """Say whether a sentence has a word for a meeting."""
    if any(form.target in MEETINGS for hit in scene.between(scene.hits.terms, start, end) for form in hit.entry.terms):
        return True
    stems = _stems(scene.lexicon)
    return bool(stems) and any(word.startswith(stems) for word in scene.lower[start:end].split())


@lru_cache(maxsize=64)
def _stems(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(stem for stem in lexicon.place_roles.get("venue", ()) if len(stem) >= SHORTEST_STEM)
