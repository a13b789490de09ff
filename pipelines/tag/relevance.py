"""Whether a text is about the talks, mentions them in passing, or neither (convention 9 of a tag)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.records import Relevance
from pipelines.tag.content import TALKS
from pipelines.tag.facets import Ground
from pipelines.tag.scene import Scene

NEGOTIATED = frozenset(
    {
        TALKS,
        "ceasefire",
        "mediation",
        "leaders_summit",
        "prisoner_exchange",
        "territorial_withdrawal",
        "security_guarantees",
    }
)
"""Facets whose terms speak of what is negotiated; the others (strikes, sanctions …) only accompany it. A pack with other
facets is judged by all of them."""
CORE = frozenset({TALKS, "ceasefire", "mediation"})
"""Facets that make a sentence speak of talks without help; terms of the others count half."""
SENTENCE = 3.0
"""Weight from which a sentence speaks of the talks: a strong term, or a weak one between both parties."""
FAINT, FAINT_TEXT = 1.5, 6.0
"""Weight from which a sentence adds something, and the sum from which such sentences mean the talks without a clear one."""
BOTH, ONE = 2.0, 0.5
"""What both parties, or one of them, add to a sentence that has a term."""
TITLE_FACTOR = 1.5
TALKS_FROM = 0.5
PASSING = 0.2
"""Least score of a text with one sentence on the talks."""
ASIDE, WHOLE = 0.15, 0.4
"""How much sentences weigh in a text that is otherwise about something else; share from which they weigh in full."""
CHARACTERS_PER_SENTENCE = 120
CERTAIN = 0.999
MOST_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    weight: float
    terms: tuple[str, ...]
    parties: frozenset[str]
    elsewhere: int


def relevance(scene: Scene, where: Ground) -> Relevance:
    """Judge a text by its sentences: how many speak of talks, how large a share, whose talks."""
    if not where.parties:
        return Relevance(label="no", score=0.0, evidence=("no_party",))
    sentences = list(_sentences(scene, where))
    ours = [each for each in sentences if _is_ours(each, where)] if not where.foreign else []
    clear = [each for each in ours if each.weight >= SENTENCE]
    if not clear and sum(each.weight for each in ours) < FAINT_TEXT:
        return Relevance(
            label="no", score=0.05 if sentences else 0.0, evidence=("other_conflict",) if sentences else ()
        )
    evidence = [*dict.fromkeys(term for each in ours for term in each.terms)][:MOST_EVIDENCE]
    evidence.extend(f"party:{each}" for each in sorted(where.parties))
    share = (len(clear) + len(ours)) / 2 * CHARACTERS_PER_SENTENCE / max(CHARACTERS_PER_SENTENCE, len(scene.text))
    mass: float = sum(_mass(scene, each, where) for each in ours) * (ASIDE + (1 - ASIDE) * min(1.0, share / WHOLE))
    if len(sentences) - len(ours) > len(ours):
        mass *= ASIDE
        evidence.append("other_conflict_dominates")
    score = round(min(CERTAIN, max(PASSING, 1 - math.exp(-mass))), 3)
    if score >= TALKS_FROM:
        return Relevance(label="talks", score=score, evidence=tuple(evidence))
    return Relevance(label="passing", score=score, evidence=(*evidence, f"share:{share:.2f}"))


def _sentences(scene: Scene, where: Ground) -> Iterator[_Sentence]:
    """Yield the sentences whose terms weigh enough."""
    by_sentence: dict[tuple[int, int], list[tuple[str, str, int]]] = {}
    judged = NEGOTIATED if NEGOTIATED & set(scene.facts.pack.facets) else frozenset({*scene.facts.pack.facets, TALKS})
    for hit in scene.hits.terms:
        for form in hit.entry.terms:
            if form.target in judged:
                by_sentence.setdefault(scene.sentence(hit.start), []).append(
                    (form.target, hit.entry.surface, form.weight)
                )
    for (start, end), terms in by_sentence.items():
        paragraph = scene.paragraph(start)
        named = _parties_in(scene, start, end)
        weight: float = sum({surface: weight for _, surface, weight in terms}.values())
        core = any(facet in CORE for facet, _, _ in terms) or CORE.isdisjoint(scene.facts.pack.facets)
        weight = weight if core else weight / 2
        weight += BOTH if len(named) > 1 else ONE if named else 0.0
        if weight >= FAINT:
            elsewhere = len(scene.between(scene.hits.conflicts, start, end))
            yield _Sentence(
                start,
                weight,
                tuple(f"{facet}:{surface}" for facet, surface, _ in terms),
                named or where.parties_in(paragraph),
                elsewhere or (0 if named or where.parties_in(paragraph) else where.elsewhere.get(paragraph, 0)),
            )


def _parties_in(scene: Scene, start: int, end: int) -> frozenset[str]:
    found: set[str] = set()
    for hit in scene.between(scene.hits.actors, start, end):
        for form in hit.entry.forms[:1]:
            found |= scene.facts.sides.get(form.target, frozenset())
    return frozenset(found)


def _is_ours(sentence: _Sentence, where: Ground) -> bool:
    """Say whether a sentence speaks of our talks.

    Another conflict named there takes it, unless both parties are there too; a paragraph without a party counts only in
    a text that speaks of both.
    """
    if sentence.elsewhere:
        return len(sentence.parties) > 1
    return bool(sentence.parties) or len(where.parties) > 1


def _mass(scene: Scene, sentence: _Sentence, where: Ground) -> float:
    mass = 0.8 * min(sentence.weight / SENTENCE, 1.5) * (1.0 if sentence.weight >= SENTENCE else 0.6)
    if sentence.start < scene.body_at:
        mass *= TITLE_FACTOR
    if len(where.parties) < min(2, len(scene.facts.pack.parties)):
        mass *= 0.8
    return mass if sentence.parties else mass * 0.8
