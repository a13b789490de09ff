"""Sources without a name: "a senior … official", «высокопоставленный чиновник», "üst düzey bir … yetkili" (convention 6)."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipelines.packs.model import Form, FormKind
from pipelines.tag.index import Hit
from pipelines.tag.scene import Scene

MOST_WORDS = 6


def unnamed_sources(scene: Scene, hits: Sequence[tuple[Hit, Form]]) -> Iterator[tuple[int, int]]:
    """Yield the spans, without article: a noun for sources with what stands before it and says whose or how high."""
    if not scene.hits.sources:
        return
    ends = [hit.end for hit, _ in hits]
    reached = 0
    for source in scene.hits.sources:
        if source.start < reached:
            continue
        start, strong = _leftwards(scene, source.start, hits, ends)
        if strong or _described_after(scene, source.end):
            reached = source.end
            yield start, source.end


def _leftwards(scene: Scene, start: int, hits: Sequence[tuple[Hit, Form]], ends: Sequence[int]) -> tuple[int, bool]:
    """Return where the phrase begins, and whether a word in it makes it a source of its own."""
    strong = False
    for _ in range(MOST_WORDS):
        gap = 1 if scene.folded[start - 1 : start] == " " else 0
        if not gap or start < 2:
            break
        country = _country_before(scene, start - gap, hits, ends)
        if country is not None:
            start, strong = country, True
            continue
        begin = _word_start(scene.folded, start - gap)
        word = scene.lower[begin : start - gap]
        if not _modifies(scene, word):
            break
        strong = strong or _is_strong(scene, word)
        start = begin
    return _without_article(scene, start), strong


def _country_before(scene: Scene, end: int, hits: Sequence[tuple[Hit, Form]], ends: Sequence[int]) -> int | None:
    """Return where a country's name or adjective begins that ends here."""
    at = bisect_left(ends, end)
    if at < len(ends) and ends[at] == end:
        hit, form = hits[at]
        actor = scene.facts.actor(form.target)
        if form.kind is FormKind.ADJECTIVE or (
            actor is not None and actor.type != "person" and form.kind is not FormKind.ROLE
        ):
            return hit.start
    return None


def _word_start(text: str, end: int) -> int:
    start = end
    while start and end - start < LONGEST_WORD and (text[start - 1].isalnum() or text[start - 1] in "-'"):
        start -= 1
    return start


LONGEST_WORD = 40


def _modifies(scene: Scene, word: str) -> bool:
    lexicon = scene.lexicon
    if not word:
        return False
    return word in lexicon.unnamed_modifiers or (bool(lexicon.unnamed_stems) and word.startswith(lexicon.unnamed_stems))


def _is_strong(scene: Scene, word: str) -> bool:
    lexicon = scene.lexicon
    return word in lexicon.unnamed_strong or (
        bool(lexicon.unnamed_strong_stems) and word.startswith(lexicon.unnamed_strong_stems)
    )


def _without_article(scene: Scene, start: int) -> int:
    for word in scene.lexicon.determiners:
        if scene.lower.startswith(word + " ", start):
            return start + len(word) + 1
    return start


def _described_after(scene: Scene, end: int) -> bool:
    after = scene.after(end, 40).lstrip(" ,")
    return bool(scene.lexicon.unnamed_after) and after.startswith(scene.lexicon.unnamed_after)
