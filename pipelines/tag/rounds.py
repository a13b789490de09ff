"""Which rounds of talks a text is about or looks back to: by the names of city and venue, and by dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.packs.model import Round
from pipelines.records import RoundMention
from pipelines.tag.content import TALKS
from pipelines.tag.facets import Ground
from pipelines.tag.mentions import Named
from pipelines.tag.scene import Scene

BEFORE = timedelta(days=4)
AFTER = timedelta(days=9)
"""A report from 4 days before a round to 9 days after it may be about it."""
UNKNOWN = "unknown"
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)([0-3]?\d)(?!\d)")
NEAR = 40


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence on talks that names where they are or were held."""

    at: int
    rounds: tuple[str, ...]  # rounds of the pack held there
    surface: str
    text: str


def rounds(scene: Scene, mentions: Sequence[Named], where: Ground) -> tuple[RoundMention, ...]:
    """Return each round once, the subject first; a venue of talks that no listed round explains gives `unknown`."""
    if not where.parties:
        return ()
    found: dict[str, tuple[str, str]] = {}
    known = {each.round_id: each for each in scene.facts.pack.rounds}
    for place in _places(scene, mentions, where):
        for round_id, aspect, evidence in _resolved(scene, place, known):
            if found.get(round_id, ("background", ""))[0] != "subject":
                found[round_id] = (aspect, evidence)
    if len(found) > 1:
        found.pop(UNKNOWN, None)
    return tuple(
        RoundMention(round=round_id, aspect=aspect, evidence=evidence)
        for round_id, (aspect, evidence) in sorted(found.items(), key=lambda item: item[1][0] != "subject")
    )


def _places(scene: Scene, mentions: Sequence[Named], where: Ground) -> Iterator[_Place]:
    """Yield where a sentence that speaks of talks names a city or venue of rounds, or a round itself."""
    by_city = _by_city(scene)
    spots = [(hit.start, hit.entry.rounds, hit.entry.surface) for hit in scene.hits.rounds]
    for named in mentions:
        if named.actor in by_city and named.kind in {"name", "metonym"}:
            spots.append((named.start, by_city[named.actor], scene.text[named.start : named.end]))
    for at, ids, surface in sorted(spots):
        start, end = scene.sentence(at)
        if _on_talks(scene, start, end) and where.ours(scene.paragraph(at)):
            yield _Place(at, tuple(ids), surface, scene.lower[start:end])


def _by_city(scene: Scene) -> dict[str, tuple[str, ...]]:
    cities: dict[str, list[str]] = {}
    names = {actor.name.lower(): actor_id for actor_id, actor in scene.facts.pack.actors.items() if actor.type == "place"}
    for each in scene.facts.pack.rounds:
        city = each.city if each.city in scene.facts.pack.actors else names.get(each.city.lower())
        if city:
            cities.setdefault(city, []).append(each.round_id)
    return {city: tuple(ids) for city, ids in cities.items()}


def _on_talks(scene: Scene, start: int, end: int) -> bool:
    from bisect import bisect_left

    low = bisect_left(scene.hits.terms, start, key=lambda hit: hit.start)
    high = bisect_left(scene.hits.terms, end, key=lambda hit: hit.start)
    return any(form.target in {TALKS, "leaders_summit"} for hit in scene.hits.terms[low:high] for form in hit.entry.terms)


def _resolved(scene: Scene, place: _Place, known: dict[str, Round]) -> Iterator[tuple[str, str, str]]:
    """Yield (round, aspect, evidence): by the date in the sentence first, else by the day of publication."""
    candidates = [known[round_id] for round_id in place.rounds if round_id in known]
    said = _date_said(scene, place)
    if said is not None:
        dated = [each for each in candidates if _agrees(each, *said)]
        day = _near_now(scene, dated)
        yield from ((each.round_id, "subject" if each in day and _up_front(scene, place) else "background", f"{place.surface}+date") for each in dated)
        if not dated and _names_round(scene, place):
            yield UNKNOWN, "background", f"{place.surface}+date"
        return
    near = _near_now(scene, candidates)
    if near:
        closest = min(near, key=lambda each: abs((scene.published_on or each.from_on) - each.from_on))
        yield closest.round_id, "subject" if _up_front(scene, place) else "background", f"{place.surface}+published"
    else:
        yield UNKNOWN, "subject" if _up_front(scene, place) else "background", place.surface


def _near_now(scene: Scene, candidates: Sequence[Round]) -> list[Round]:
    today = scene.published_on
    if today is None:
        return []
    return [each for each in candidates if each.from_on - BEFORE <= today <= each.to_on + AFTER]


def _names_round(scene: Scene, place: _Place) -> bool:
    return bool(place.rounds)


def _up_front(scene: Scene, place: _Place) -> bool:
    return place.at < scene.body_at + 1500


def _date_said(scene: Scene, place: _Place) -> tuple[int | None, int | None, int | None] | None:
    """Return (year, month, day) as far as the sentence says them beside the place; None when it says neither month nor year."""
    months = {word: number for words in (scene.lexicon.months, scene.lexicon.months_other) for number, word in enumerate(words, 1)}
    words = re.findall(r"[^\W_]+", place.text)
    year = next((int(word) for word in words if _YEAR.fullmatch(word)), None)
    month = next((months[word] for word in words if word in months), None)
    if year is None and month is None:
        return None
    day = None
    if month is not None:
        at = next(place for place, word in enumerate(words) if word in months)
        day = next((int(word) for word in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2]) if _DAY.fullmatch(word)), None)
    return year, month, day


def _agrees(each: Round, year: int | None, month: int | None, day: int | None) -> bool:
    days = [each.from_on + timedelta(days=offset) for offset in range(min((each.to_on - each.from_on).days, NEAR) + 1)]
    return any(
        (year is None or one.year == year) and (month is None or one.month == month) and (day is None or one.day == day) for one in days
    )

