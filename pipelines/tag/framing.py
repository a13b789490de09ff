"""Words by which a text takes a side, told by concept and by whose word it is; and whether the outlet only quotes them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipelines.packs.model import APART
from pipelines.tag.facets import Ground
from pipelines.tag.index import Hit
from pipelines.tag.quotes import Quote
from pipelines.tag.scene import Scene
from pipelines.tag.speech import overlaps

TELLING = 3
"""Weight of a term that counts wherever the text speaks of the parties; a lighter one wants a party in its paragraph."""


class Worded(NamedTuple):
    """A framing term in the coordinates of the scene."""

    start: int
    end: int
    concept: str
    side: str
    quoted: bool
    rule: str


def framing(scene: Scene, where: Ground, quoted: Sequence[Quote]) -> Iterator[Worded]:
    """Yield the framing terms in reading order; those of one concept never overlap, the first and longer one counts."""
    marks = [(quote.opened, quote.closed) for quote in quoted]
    blocked = 0
    reached: dict[str, int] = {}
    for start, end, entry in sorted(scene.hits.framings, key=_in_order):
        if entry.blocks:
            blocked = max(blocked, end)
        if start < blocked:
            continue
        paragraph = scene.paragraph(start)
        for form in entry.framings if where.ours(paragraph) else ():
            concept, _, side = form.target.partition(APART)
            if start < reached.get(concept, 0) or not (form.weight >= TELLING or where.parties_in(paragraph)):
                continue
            reached[concept] = end
            yield Worded(start, end, concept, side, overlaps(start, end, marks), form.rule)


def _in_order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end
