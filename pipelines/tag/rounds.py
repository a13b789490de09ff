"""Which rounds of talks a text is about or looks back to: by the names of city and venue, and by dates."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pipelines.packs.model import Round
from pipelines.records import RoundMention
from pipelines.tag.content import TALKS
from pipelines.tag.facets import LEAD_CHARACTERS, Ground
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.mentions import Named
from pipelines.tag.scene import AFTER, BEFORE, Scene

UNKNOWN = "unknown"
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)([0-3]?\d)(?!\d)")
LONGEST_DAYS = 40
UP_FRONT = 1_500
SPOKEN_OF = frozenset({TALKS, "leaders_summit"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Said:
    """A date as far as a sentence says it."""

    year: int | None
    month: int
    day: int | None

    def agrees(self, one: date) -> bool:
        """Say whether a day fits all that is said."""
        return self.month == one.month and self.year in {None, one.year} and self.day in {None, one.day}


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence on talks that names where they are or were held."""

    at: int
    rounds: tuple[str, ...]  # rounds of the pack held there
    surface: str
    text: str
    is_city: bool


def rounds(scene: Scene, mentions: Sequence[Named], where: Ground) -> tuple[RoundMention, ...]:
    """Return each round once, the subject first; a venue of talks that no listed round explains gives `unknown`."""
    if not where.parties:
        return ()
    found: dict[str, tuple[str, str]] = {}
    known = scene.facts.rounds
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
    for at, ids, surface, is_city in sorted([*_named_rounds(scene, mentions), *_cities(scene, mentions)]):
        if scene.body_at <= at < scene.dateline:
            continue
        start, end = scene.sentence(at)
        start = max(start, scene.dateline) if start >= scene.body_at else start
        if _on_talks(scene, start, end) and where.ours(scene.paragraph(at)):
            yield _Place(at, ids, surface, scene.text[start:end], is_city)


def _cities(scene: Scene, mentions: Sequence[Named]) -> Iterator[tuple[int, tuple[str, ...], str, bool]]:
    """Yield the cities of rounds where they are places, not governments."""
    for named in mentions:
        if named.actor is not None and named.actor in scene.facts.cities and not named.as_actor:
            yield named.start, scene.facts.cities[named.actor], scene.text[named.start : named.end], True


def _named_rounds(scene: Scene, mentions: Sequence[Named]) -> Iterator[tuple[int, tuple[str, ...], str, bool]]:
    """Yield the names of rounds and venues; a single word that is also an actor's only where it is tagged as a place."""
    places = {named.start for named in mentions if not named.as_actor}
    actors = {hit.start for hit in scene.hits.actors} - places
    for hit in scene.hits.rounds:
        surface = hit.entry.surface
        if " " in surface or (surface[0].isupper() and hit.start not in actors):
            yield hit.start, tuple(hit.entry.rounds), surface, False


def _on_talks(scene: Scene, start: int, end: int) -> bool:
    terms = scene.between(scene.hits.terms, start, end)
    return any(form.target in SPOKEN_OF for hit in terms for form in hit.entry.terms)


def _resolved(scene: Scene, place: _Place, known: Mapping[str, Round]) -> Iterator[tuple[str, str, str]]:
    """Yield (round, aspect, evidence): by the dates in the sentence, and by the day of publication unless they say a day."""
    candidates = [known[round_id] for round_id in place.rounds if round_id in known]
    said = _dates_said(scene, place)
    near = _near_now(scene, candidates)
    front = "subject" if place.at < scene.body_at + UP_FRONT else "background"
    dated = [best for date_said in said if (best := _best(each for each in candidates if _agrees(each, date_said)))]
    for each in dated:
        yield each.round_id, front if each in near else "background", f"{place.surface}+date"
    if any(date_said.day for date_said in said):
        if not dated and place.is_city:
            yield UNKNOWN, front, f"{place.surface}+date"
    elif near and not any(each in near for each in dated):
        today = scene.published_on or near[0].from_on
        closest = min(near, key=lambda each: (abs(today - each.to_on), -len(each.participants)))
        yield closest.round_id, front, f"{place.surface}+published"
    elif not dated and place.is_city and place.at < scene.body_at + LEAD_CHARACTERS:
        yield UNKNOWN, "subject", place.surface


def _best(held: Iterable[Round]) -> Round | None:
    """Return the round with the most participants: papers and offers of the same days have fewer."""
    return max(held, key=lambda each: len(each.participants), default=None)


def _near_now(scene: Scene, candidates: Sequence[Round]) -> list[Round]:
    today = scene.published_on
    if today is None:
        return []
    return [each for each in candidates if each.from_on - BEFORE <= today <= each.to_on + AFTER]


def _dates_said(scene: Scene, place: _Place) -> list[_Said]:
    """Return the dates of the sentence that name a month, with day and year where they stand beside it."""
    months = _months(scene.lexicon)
    words = _WORD.findall(place.text)
    said = []
    for at, word in enumerate(words):
        month = months.get(word) or (months.get(word.lower()) if word[0].isupper() else None)
        if month:
            beside = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
            day = next((int(each) for each in beside if _DAY.fullmatch(each)), None)
            year = next((int(each) for each in words[at + 1 : at + 3] if _YEAR.fullmatch(each)), None)
            said.append(_Said(year, month, day))
    return said


@lru_cache(maxsize=64)
def _months(lexicon: Lexicon) -> Mapping[str, int]:
    """Return month name → number, as a month is written: with a capital where the language capitalises it."""
    named = lexicon.months_capital
    return {
        word.capitalize() if named else word: number
        for words in (lexicon.months, lexicon.months_other)
        for number, word in enumerate(words, 1)
    }


def _agrees(each: Round, said: _Said) -> bool:
    length = min((each.to_on - each.from_on).days, LONGEST_DAYS)
    return any(said.agrees(each.from_on + timedelta(days=offset)) for offset in range(length + 1))
