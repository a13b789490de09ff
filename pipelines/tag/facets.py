"""How strongly a text speaks of each facet of the topic: weighted terms by zone, evidence kept to the watched parties."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.packs.model import FormKind
from pipelines.records import FacetScore
from pipelines.tag.content import TALKS
from pipelines.tag.scene import Scene

TITLE, LEAD, BODY = 2.0, 1.5, 1.0
"""Weight of a term by where it stands."""
LEAD_CHARACTERS = 600
HALF = 6.0
"""Weight that gives a score of 0.63: two strong terms, or one in the title."""
LEAST = 3.0
"""Weight below which a facet is not reported: one strong term, or several weaker ones."""
BOTH = 2
REPEATS = 3
"""How often the same term counts."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Per paragraph: which parties it speaks of and whether another conflict is named. `parties` are those of the whole text."""

    parties: frozenset[str]
    by_paragraph: Sequence[frozenset[str]]
    elsewhere: Sequence[int]  # number of names of other conflicts
    foreign: bool  # the text is about another conflict: named more often than paragraphs speak of us, and no paragraph of both parties

    def ours(self, paragraph: int) -> bool:
        """Say whether a paragraph speaks of our parties, or at least of no other conflict."""
        if self.foreign or len(self.by_paragraph[paragraph]) < BOTH:
            return not self.elsewhere[paragraph] and (bool(self.by_paragraph[paragraph]) or not self.foreign)
        return True


def ground(scene: Scene) -> Ground:
    """Find the parties: by name, people, adjective, capital, or by persons on their side."""
    count = len(scene.paragraphs)
    parties: list[set[str]] = [set() for _ in range(count)]
    for hit in scene.hits.actors:
        for form in hit.entry.forms[:1]:
            target = form.target
            if form.kind is FormKind.ROLE:
                office = scene.facts.pack.offices.get(target)
                target = office.of if office and not form.bare else ""
            sides = scene.facts.sides.get(target)
            if sides:
                parties[scene.paragraph(hit.start)] |= sides
    elsewhere = [0] * count
    for hit in scene.hits.conflicts:
        elsewhere[scene.paragraph(hit.start)] += 1
    spoken = sum(1 for each in parties if each)
    together = any(len(each) >= BOTH and not other for each, other in zip(parties, elsewhere, strict=True))
    foreign = sum(elsewhere) > spoken and sum(elsewhere) > 1 and not together
    return Ground(frozenset().union(*parties), [frozenset(each) for each in parties], elsewhere, foreign)


def facet_scores(scene: Scene, where: Ground) -> tuple[FacetScore, ...]:
    """Return the facets of the text, strongest first; none without a party."""
    if not where.parties:
        return ()
    sums: dict[str, float] = {}
    seen: dict[tuple[str, str], int] = {}
    for hit in scene.hits.terms:
        if not where.ours(scene.paragraph(hit.start)):
            continue
        for form in hit.entry.terms:
            key = (form.target, form.text)
            seen[key] = seen.get(key, 0) + 1
            if form.target != TALKS and seen[key] <= REPEATS:
                sums[form.target] = sums.get(form.target, 0.0) + form.weight * _zone(scene, hit.start)
    scores = [
        FacetScore(facet=facet, score=round(1 - math.exp(-total / HALF), 3))
        for facet, total in sums.items()
        if total >= LEAST
    ]
    return tuple(sorted(scores, key=lambda each: (-each.score, each.facet)))


def _zone(scene: Scene, at: int) -> float:
    if at < scene.body_at:
        return TITLE
    return LEAD if at - scene.body_at < LEAD_CHARACTERS else BODY
