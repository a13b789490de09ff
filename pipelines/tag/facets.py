"""How strongly a text speaks of each facet of the topic: weighted terms by zone, evidence kept to the watched parties."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pipelines.packs.model import Form, FormKind
from pipelines.records import FacetScore
from pipelines.tag.content import TALKS
from pipelines.tag.index import Hit
from pipelines.tag.mentions import STRONG, Named
from pipelines.tag.scene import Scene

ZONES = {"title": 2.0, "lead": 1.5, "body": 1.0}
"""Weight of a term by where it stands."""
LEAD_CHARACTERS = 600
HALF = 6.0
"""Weight that gives a score of 0.63: two strong terms, or one in the title."""
LEAST = 3.0
"""Weight below which a facet is not reported: one strong term, or several weaker ones."""
BOTH = 2
UP_FRONT = 600
"""Characters within which a text says what it is about: what is named further down does not decide what it is read for,
so that what follows a text changes nothing in it."""
PAIR = 8
"""Characters between two parties that are named side by side ("between X and Y")."""
NOTE = 300
"""Characters up to which a text is a note or a flash, too short to say what it is about."""
REPEATS = 3
"""How often the same term counts."""
MOST_EVIDENCE = 8
"""Terms named as evidence of a facet."""
QUOTES = frozenset("«»“”„\"'‘’")
"""Marks that open a title or the name of a club or ship, which an adjective before it then describes."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Which parties a text and its paragraphs speak of, and where another conflict is named (paragraph → how often).

    `about_us`: both parties are named, or one of them up front, or in a note anybody of the pack. `foreign`: the text is
    about another conflict, which is named more often than paragraphs speak of us, none of them of both parties. `at_table`:
    those named who take part in rounds of these days.
    """

    parties: frozenset[str]
    by_paragraph: Mapping[int, frozenset[str]]
    elsewhere: Mapping[int, int]
    foreign: bool
    about_us: bool
    acts: bool
    at_table: frozenset[str]

    @property
    def is_of_others(self) -> bool:
        """Say whether another conflict is named more often than paragraphs speak of us, and but one of our parties."""
        return len(self.parties) < BOTH and sum(self.elsewhere.values()) > len(self.by_paragraph)

    def parties_in(self, paragraph: int) -> frozenset[str]:
        """Return the parties that a paragraph speaks of."""
        return self.by_paragraph.get(paragraph, frozenset())

    def ours(self, paragraph: int) -> bool:
        """Say whether a paragraph speaks of our parties, or at least of no other conflict."""
        here = self.parties_in(paragraph)
        if self.foreign or len(here) < BOTH:
            return paragraph not in self.elsewhere and (bool(here) or not self.foreign)
        return True


def ground(scene: Scene, mentions: Sequence[Named]) -> Ground:
    """Find the parties: by name, people, adjective, capital, or by persons on their side.

    A name that is no mention here (a namesake, a street, a club) tells nothing.
    """
    parties: dict[int, frozenset[str]] = {}
    mentioned = {named.start: named.as_actor for named in mentions}
    acts = False
    sides_of = scene.facts.sides
    for hit in scene.hits.actors:
        start, _, entry = hit
        form = entry.forms[0]
        sides = sides_of.get(_target(scene, form) if form.kind is FormKind.ROLE else form.target)
        if sides and (start in mentioned or _describes(scene, hit)):
            paragraph = scene.paragraph(start)
            known = parties.get(paragraph)
            parties[paragraph] = known | sides if known else sides
            acts = acts or mentioned.get(start, True)
    elsewhere: dict[int, int] = {}
    for hit in scene.hits.conflicts:
        if not scene.body_at <= hit.start < scene.dateline:  # where a report was filed tells nothing
            paragraph = scene.paragraph(hit.start)
            elsewhere[paragraph] = elsewhere.get(paragraph, 0) + 1
    together = any(
        len(here) >= BOTH and (paragraph not in elsewhere or _apart(scene, paragraph))
        for paragraph, here in parties.items()
    )
    named = sum(elsewhere.values())
    together = together or (named > max(1, len(parties)) and _paired(scene))
    named_parties = frozenset().union(*parties.values())
    up_front = any(scene.paragraphs[paragraph][0] < UP_FRONT for paragraph in parties)
    return Ground(
        parties=named_parties,
        by_paragraph=parties,
        elsewhere=elsewhere,
        foreign=named > max(1, len(parties)) and not together,
        acts=acts,
        at_table=_at_table(scene, mentions) if named_parties else frozenset(),
        about_us=len(named_parties) >= BOTH or up_front or (bool(mentions) and len(scene.text) <= NOTE),
    )


def _at_table(scene: Scene, mentions: Sequence[Named]) -> frozenset[str]:
    """Return the actors named who take part in rounds around the day of publication."""
    return scene.around.seats.intersection([named.actor for named in mentions if named.actor])


def _apart(scene: Scene, paragraph: int) -> bool:
    """Say whether a sentence of a paragraph names both parties and no other conflict."""
    for start, end in scene.sentences(paragraph):
        here: set[str] = set()
        for hit in scene.between(scene.hits.actors, start, end):
            here |= _sides(scene, hit)
        if len(here) >= BOTH and not scene.between(scene.hits.conflicts, start, end):
            return True
    return False


def _paired(scene: Scene) -> bool:
    """Say whether a sentence with a strong term names both parties side by side: somebody else's leader mediates between them."""
    for term in scene.hits.terms:
        if any(form.weight >= STRONG for form in term.entry.terms):
            reached, before = -PAIR, frozenset[str]()
            for hit in scene.between(scene.hits.actors, *scene.sentence(term.start)):
                here = _sides(scene, hit)
                if hit.start - reached <= PAIR and before and here and before.isdisjoint(here):
                    return True
                reached, before = hit.end, here
    return False


def _describes(scene: Scene, hit: Hit) -> bool:
    """Say whether a hit is the adjective of a country, and of no name in quotation marks."""
    if hit.entry.forms[0].kind is not FormKind.ADJECTIVE:
        return False
    return QUOTES.isdisjoint(scene.text[hit.end : hit.end + 2])


def _sides(scene: Scene, hit: Hit) -> frozenset[str]:
    """Return the parties that a hit speaks of."""
    return scene.facts.sides.get(_target(scene, hit.entry.forms[0]), frozenset())


def _target(scene: Scene, form: Form) -> str:
    """Return the actor that a form speaks of: for a title with its country the country, for a bare title nobody."""
    if form.kind is not FormKind.ROLE:
        return form.target
    office = scene.facts.pack.offices.get(form.target)
    return office.of if office and not form.bare else ""


def facet_scores(scene: Scene, where: Ground) -> tuple[FacetScore, ...]:
    """Return the facets of the text, strongest first, each with the terms that counted; none without a party."""
    if not where.parties:
        return ()
    sums: dict[str, float] = {}
    seen: dict[tuple[str, str], int] = {}
    counted: dict[str, dict[tuple[str, str], None]] = {}  # facet → (zone, term), in the order of the text
    for hit in scene.hits.terms:
        if not where.ours(scene.paragraph(hit.start)):
            continue
        for form in hit.entry.terms:
            key = (form.target, form.text)
            seen[key] = seen.get(key, 0) + 1
            if form.target != TALKS and seen[key] <= REPEATS:
                zone = _zone(scene, hit.start)
                sums[form.target] = sums.get(form.target, 0.0) + form.weight * ZONES[zone]
                counted.setdefault(form.target, {})[zone, form.text] = None
    scores = [
        FacetScore(facet=facet, score=round(1 - math.exp(-total / HALF), 3), evidence=_evidence(counted[facet]))
        for facet, total in sums.items()
        if total >= LEAST
    ]
    return tuple(sorted(scores, key=lambda each: (-each.score, each.facet)))


def _evidence(counted: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the first terms with where they stand ("lead: ceasefire"), as the pack writes them."""
    return tuple(f"{zone}: {term}" for zone, term in islice(counted, MOST_EVIDENCE))


def _zone(scene: Scene, at: int) -> str:
    if at < scene.body_at:
        return "title"
    return "lead" if at - scene.body_at < LEAD_CHARACTERS else "body"
