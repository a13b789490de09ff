"""Direct speech without marks: a paragraph that the next one attributes behind a dash, a sentence in the first person that a cue closes."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipelines.tag.index import Hit
from pipelines.tag.quotes import DASHES, MARKS, SPACED_DASHES, Quote
from pipelines.tag.scene import Scene

LONGEST = 1200
"""Characters of a paragraph that is one quotation."""
LEAST_WORDS = 3
SHORTEST_VERB = 5
"""Letters of a verb that tells of "us" by its ending."""
NAME_REACH = 40
"""Characters from a dash to a verb behind a name."""
NEAR = 90
"""Characters from a verb of speech to the colon that closes its clause."""


def with_unmarked(scene: Scene, marked: Sequence[Quote]) -> Sequence[Quote]:
    """Return the quotations of a text with those that no marks tell of, where none of the others stands."""
    spans = [(each.start, each.end) for each in marked]
    plain = [each for each in _unmarked(scene) if not _overlaps(spans, each)]
    return sorted([*marked, *plain]) if plain else marked


def _overlaps(spans: Sequence[tuple[int, int]], quote: Quote) -> bool:
    """Say whether a quotation shares a character with one of the sorted, disjoint spans."""
    place = bisect_left(spans, (quote.end,))
    return place > 0 and spans[place - 1][1] > quote.start


def _unmarked(scene: Scene) -> Iterator[Quote]:
    """Yield what is said in the first person before a dash or behind a colon, and paragraphs that the next one attributes."""
    text = scene.text
    last = -1
    for cue in scene.hits.cues:
        if cue.start < scene.body_at or cue.start < last:
            continue
        if text[cue.start - 1] == " " and text[cue.start - 2] in DASHES:
            found = _before_dash(scene, cue.start - 2)
        elif scene.lexicon.articles and (dash := _before_name(scene, cue)) >= 0:
            found = _before_dash(scene, dash)
        elif scene.lexicon.ourselves and text.find(": ", cue.end, cue.end + NEAR) >= 0:
            found = _behind_colon(scene, cue)
        else:
            continue
        if found is not None:
            last = found.end
            yield found


def _before_name(scene: Scene, cue: Hit) -> int:
    """Return where a dash stands before a name and a verb that closes the sentence (" - X said."); -1 if none does."""
    begin = max(0, cue.start - NAME_REACH)
    at = max(scene.text.rfind(dash, begin, cue.start) for dash in SPACED_DASHES)
    words = scene.text[at + 3 : cue.start].split() if at >= 0 else []
    named = 0 < len(words) <= LEAST_WORDS and all(word[0].isupper() and word.isalpha() for word in words)
    return at + 1 if named and scene.text[cue.end : cue.end + 1] in {".", "\n", ""} else -1


def _before_dash(scene: Scene, dash: int) -> Quote | None:
    """Return the sentences before a dash and a verb of speech: in the paragraph of the dash, or in the one before it."""
    number = scene.paragraph(dash)
    start, _ = scene.paragraphs[number]
    if dash > start:
        return _of_us(scene, number, start, dash) if scene.text[dash - 1] == " " else None
    if not number or not scene.lexicon.verb_genders:
        return None
    begin, stop = scene.paragraphs[number - 1]
    whole = begin >= scene.body_at and stop - begin <= LONGEST and scene.text.count(" ", begin, stop) >= LEAST_WORDS
    if not whole or scene.text[begin] in MARKS + DASHES or scene.text[stop - 1] == ":" or _is_told(scene, begin, stop):
        return None
    return _plain(begin, stop, number - 1)


def _of_us(scene: Scene, number: int, start: int, dash: int) -> Quote | None:
    """Return the sentences before a dash from the first one that speaks of "us", up to one that is told or marked."""
    begin = None
    stop = start + len(scene.text[start:dash].rstrip(" ,"))
    for first, last in reversed([each for each in scene.sentences(number) if each[0] < dash]):
        end = min(last, stop)
        if _is_told(scene, first, end):
            break
        begin = first if _speaks_of_us(scene, first, end) else begin
    if begin is None or begin < scene.dateline or scene.text.count(" ", begin, stop) < LEAST_WORDS:
        return None
    return _plain(begin, stop, number)


def _behind_colon(scene: Scene, cue: Hit) -> Quote | None:
    """Return the sentence in the first person behind a verb of speech and a colon, without marks around it."""
    text = scene.text
    start, end = scene.sentence(cue.start)
    colon = text.find(": ", cue.end, min(end, cue.end + NEAR))
    if colon < 0 or any(mark in text[cue.end : colon] for mark in ",.;!?" + MARKS):
        return None
    begin = colon + 2
    opens = text[begin : begin + 1].isupper() or scene.lexicon.verb_genders  # «Jak podkreślił: przyjechaliśmy tu …»
    if not opens or _is_told(scene, begin, end) or not _speaks_of_us(scene, begin, end):
        return None
    if start < scene.dateline or text.count(" ", begin, end) < LEAST_WORDS:
        return None
    return _plain(begin, end, scene.paragraph(begin))


def _plain(start: int, end: int, paragraph: int) -> Quote:
    return Quote(start, end, start, end, paragraph, runs_on=False, continues=False, dashed=True)


def _is_told(scene: Scene, start: int, end: int) -> bool:
    """Say whether marks stand in a span, or a dash or comma before a verb of speech: somebody else's words, or a clause that tells."""
    if any(mark in MARKS for mark in scene.text[start:end] if not mark.isalnum() and mark not in "'’"):
        return True
    cues = scene.hits.cues
    place = bisect_left(cues, (start,))
    while place < len(cues) and cues[place].start < end:
        at = cues[place].start
        if scene.text[at - 2 : at] in {", ", *(dash[1:] for dash in SPACED_DASHES)} or cues[place].entry.according:
            return True
        if _has_that(scene, cues[place]):
            return True
        place += 1
    return False


def _has_that(scene: Scene, cue: Hit) -> bool:
    """Say whether a "that" follows a verb of speech."""
    behind = scene.after(cue.end, SHORTEST_VERB + LEAST_WORDS).lstrip(" ,")
    return behind.startswith(scene.lexicon.that.opening)


def _speaks_of_us(scene: Scene, start: int, end: int) -> bool:
    """Say whether a word in the first person stands in a span."""
    lexicon = scene.lexicon
    for word in scene.lower[start:end].split():
        plain = word.strip(".,;:!?…()")
        if plain in lexicon.ourselves.set:
            return True
        if len(plain) >= SHORTEST_VERB and plain.endswith(lexicon.our_endings):
            return True
    return False
