"""Which rounds of talks a text is about or looks back to: by the names of city and venue, by dates, by who sat there."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from pipelines.packs.model import Actor, ActsAs, Round
from pipelines.records import RoundMention
from pipelines.tag.content import TALKS
from pipelines.tag.dates import DateSaid, dates_said
from pipelines.tag.facets import LEAD_CHARACTERS, Ground
from pipelines.tag.mentions import Named
from pipelines.tag.scene import BEFORE, Scene

UNKNOWN = "unknown"
SUBJECT, BACKGROUND = "subject", "background"
UP_FRONT = 700
"""Characters of the body in which a report names what it is about."""
FRESH = timedelta(days=3)
"""So long after a round a report is about it; later ones look back."""
SPOKEN_OF = frozenset({TALKS, "leaders_summit", "ceasefire", "mediation", "prisoner_exchange"})
"""Facets whose terms make a sentence with a city speak of a round; a pack with other facets has `talks` alone."""
QUORUM = 2
"""Participants of a round who make a paragraph with its city speak of it without such a term."""
OPENING = 200
"""Characters of the body that are read together with the whole text, as its title is."""
FEW = 3
"""Rounds that may share a name which still tells them apart by date."""
LONGEST_DAYS = 40
YEAR = timedelta(days=365)
_DIGIT = re.compile(r"\d")


class _Place(NamedTuple):
    """Where a city or venue of rounds is named, or a round itself."""

    at: int
    rounds: tuple[str, ...]  # rounds of the pack held there
    surface: str
    start: int  # of its sentence
    end: int
    is_city: bool
    is_seat: bool  # the seat of a government that is named for it day by day
    is_capital: bool
    on_talks: bool  # its sentence has a term of talks


def rounds(scene: Scene, mentions: Sequence[Named], where: Ground, label: str) -> tuple[RoundMention, ...]:
    """Return each round once, the subject first; a venue of talks that no listed round explains gives `unknown`.

    `label` is the relevance of the text: one that mentions the talks in passing has no round as its subject, one about
    something else has none at all.
    """
    if not where.parties or label == "no":
        return ()
    found: dict[str, tuple[str, str]] = {}
    known = scene.facts.rounds
    present = _present(mentions)
    for place in _places(scene, mentions, where):
        for round_id, aspect, evidence in _resolved(scene, place, known, present):
            if found.get(round_id, (BACKGROUND, ""))[0] != SUBJECT:
                found[round_id] = (aspect if label == TALKS else BACKGROUND, evidence)
    for round_id, evidence in _by_date(scene, where) if label == TALKS else ():
        found.setdefault(round_id, (BACKGROUND, evidence))
    if len(found) > 1:
        found.pop(UNKNOWN, None)
    return tuple(
        RoundMention(round=round_id, aspect=aspect, evidence=evidence)
        for round_id, (aspect, evidence) in sorted(found.items(), key=lambda item: item[1][0] != SUBJECT)
    )


def _by_date(scene: Scene, where: Ground) -> Iterator[tuple[str, str]]:
    """Yield the rounds between the parties that a sentence on talks means by a day alone ("the talks on May 16")."""
    done = (0, 0)
    for hit in scene.hits.terms:
        if done[0] <= hit.start < done[1] or all(form.target != TALKS for form in hit.entry.terms):
            continue
        done = scene.sentence(hit.start)
        if _DIGIT.search(scene.text, *done) and where.ours(scene.paragraph(hit.start)):
            for said in dates_said(scene, *done):
                if said.day and (best := _best(scene, _meetings_on(scene, said))):
                    yield best.round_id, "date"


def _meetings_on(scene: Scene, said: DateSaid) -> Iterator[Round]:
    """Yield the rounds at which every party sat on a day of the last year."""
    for each in scene.facts.meeting_rounds:
        if _recent(scene, each) and _agrees(each, said):
            yield each


def _recent(scene: Scene, each: Round) -> bool:
    """Say whether a round lies in the year before publication: a day without a year means none other."""
    today = scene.published_on
    return today is not None and today - YEAR <= each.from_on <= today + FRESH


def _present(mentions: Sequence[Named]) -> Mapping[str, list[int]]:
    """Return actor → where it is mentioned."""
    found: dict[str, list[int]] = {}
    for named in mentions:
        if named.actor is not None:
            found.setdefault(named.actor, []).append(named.start)
    return found


def _places(scene: Scene, mentions: Sequence[Named], where: Ground) -> Iterator[_Place]:
    """Yield where a paragraph about the parties names a city or venue of rounds, or a round itself."""
    capitals = {named.start: actor for named in mentions if (actor := _capital(scene, named.actor))}
    for at, ids, surface, is_city in sorted([*_named_rounds(scene, mentions), *_cities(scene, mentions)]):
        if where.ours(scene.paragraph(at)):
            start, end = scene.sentence(at)
            capital = capitals.get(at)
            is_seat = capital is not None and (capital.acts_by_default or capital.acts_as is ActsAs.PLACE)
            on_talks = _on_talks(scene, start, end)
            yield _Place(at, ids, surface, start, end, is_city, is_seat, capital is not None, on_talks)


def _capital(scene: Scene, actor_id: str | None) -> Actor | None:
    actor = scene.facts.actor(actor_id) if actor_id else None
    return actor if actor is not None and actor.stands_for else None


def _cities(scene: Scene, mentions: Sequence[Named]) -> Iterator[tuple[int, tuple[str, ...], str, bool]]:
    """Yield the cities of rounds where they are places, not governments."""
    for named in mentions:
        if named.actor is not None and named.actor in scene.facts.cities and not named.as_actor:
            yield named.start, scene.facts.cities[named.actor], scene.text[named.start : named.end], True


def _named_rounds(scene: Scene, mentions: Sequence[Named]) -> Iterator[tuple[int, tuple[str, ...], str, bool]]:
    """Yield the names of rounds and venues; what is also an actor's, or in a title, only where it is tagged as a place."""
    places = {named.start for named in mentions if not (named.as_actor or named.rule.startswith("role"))}
    spans = {(hit.start, hit.end) for hit in scene.hits.actors if hit.start not in places}
    actors = {start for start, _ in spans}
    for hit in scene.hits.rounds:
        surface = hit.entry.surface
        if hit[:2] in spans:
            continue
        if " " in surface or "-" in surface or (surface[0].isupper() and hit.start not in actors):
            yield hit.start, tuple(hit.entry.rounds), surface, False


def _on_talks(scene: Scene, start: int, end: int) -> bool:
    terms = scene.between(scene.hits.terms, start, end)
    return any(form.target in SPOKEN_OF for hit in terms for form in hit.entry.terms)


def _resolved(
    scene: Scene, place: _Place, known: Mapping[str, Round], present: Mapping[str, list[int]]
) -> Iterator[tuple[str, str, str]]:
    """Yield (round, aspect, evidence): by the dates in the sentence, and by the day of publication unless they say a day.

    A proposal or an agreement is meant by its name whatever day is said beside it.
    """
    candidates = [known[round_id] for round_id in place.rounds if round_id in known]
    in_dateline = scene.body_at <= place.at < scene.dateline
    said = [] if in_dateline or not place.on_talks else dates_said(scene, place.start, place.end)
    near = [each for each in _near_now(scene, candidates) if _is_meant(scene, place, each, present)]
    dated = [best for one in said if (best := _best(scene, (each for each in candidates if _agrees(each, one))))]
    for each in dated:
        yield each.round_id, _aspect(scene, place, each), f"{place.surface}+date"
    if not dated and len(candidates) == 1 and _is_paper(scene, candidates[0]):
        yield candidates[0].round_id, _aspect(scene, place, candidates[0]), place.surface
    elif any(one.day and not (near and one.lies_ahead(scene.published_on)) for one in said):
        if not dated and place.is_city:
            yield UNKNOWN, SUBJECT if place.at < scene.body_at + UP_FRONT else BACKGROUND, f"{place.surface}+date"
    elif near and not any(each in near for each in dated):
        closest = _closest(scene, near, present)
        yield closest.round_id, _aspect(scene, place, closest), f"{place.surface}+published"
    elif not dated and place.on_talks and not in_dateline and _only_hosts(place) and _leads(scene, place):
        yield UNKNOWN, SUBJECT, place.surface


def _is_paper(scene: Scene, each: Round) -> bool:
    """Say whether a round is a proposal or an agreement, known by the day of publication: no meeting, which city and day tell."""
    return not each.city and scene.published_on is not None and each.from_on <= scene.published_on


def _is_meant(scene: Scene, place: _Place, each: Round, present: Mapping[str, list[int]]) -> bool:
    """Say whether a name means a round of these days: by a term of talks beside it, or by who sat at the table.

    A seat of government, where much else happens, and a name that many rounds bear ("phone call") need both or those who
    sat there; and such a name means none that is still to come.
    """
    if place.is_seat:
        return place.on_talks and _sat_there(scene, place, each, present)
    if len(place.rounds) > FEW and not each.city:
        if scene.published_on is not None and each.from_on > scene.published_on:
            return False
        return _sat_there(scene, place, each, present)
    return place.on_talks or _sat_there(scene, place, each, present)


def _only_hosts(place: _Place) -> bool:
    return place.is_city and not place.is_capital


def _leads(scene: Scene, place: _Place) -> bool:
    return place.at < scene.body_at + LEAD_CHARACTERS


def _aspect(scene: Scene, place: _Place, each: Round) -> str:
    """Say whether a report is about a round: one of these days that it names at its beginning."""
    today = scene.published_on
    fresh = today is not None and each.from_on - BEFORE <= today <= each.to_on + FRESH
    return SUBJECT if fresh and place.at < scene.body_at + UP_FRONT else BACKGROUND


def _sat_there(scene: Scene, place: _Place, each: Round, present: Mapping[str, list[int]]) -> bool:
    """Say whether those who sat at the table are named in the paragraph; for title and beginning, anywhere."""
    start, end = scene.paragraphs[scene.paragraph(place.at)]
    if place.at < max(scene.dateline, scene.body_at + OPENING):
        start, end = 0, len(scene.text)
    there = 0
    for actor in each.participants:
        at = present.get(actor)
        if at and bisect_left(at, end) > bisect_left(at, start):
            there += 1
            if there == QUORUM:
                return True
    return False


def _closest(scene: Scene, near: Sequence[Round], present: Mapping[str, list[int]]) -> Round:
    """Return the round of these days whose participants the text names, then the one closest to publication."""
    today = scene.published_on or near[0].from_on

    def rank(each: Round) -> tuple[bool, int, int, int]:
        named = sum(actor in present for actor in each.participants)
        return (today < each.from_on, abs((today - each.to_on).days), -named, -len(each.participants))

    return min(near, key=rank)


def _best(scene: Scene, held: Iterable[Round]) -> Round | None:
    """Return the round closest to publication, then that with the most participants: papers of the same days have fewer."""
    today = scene.published_on
    return min(
        held,
        key=lambda each: (abs((each.from_on - today).days) if today else 0, -len(each.participants)),
        default=None,
    )


def _near_now(scene: Scene, candidates: Sequence[Round]) -> list[Round]:
    near = scene.around.rounds
    return [each for each in candidates if each.round_id in near] if near else []


def _agrees(each: Round, said: DateSaid) -> bool:
    if each.from_on == each.to_on:
        return said.agrees(each.from_on)
    length = min((each.to_on - each.from_on).days, LONGEST_DAYS)
    return any(said.agrees(each.from_on + timedelta(days=offset)) for offset in range(length + 1))
