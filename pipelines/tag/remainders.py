"""What remains of reported words beside the quotations in them, and without who says them."""

from bisect import bisect_left
from collections.abc import Sequence

from pipelines.tag.index import Hit
from pipelines.tag.scene import Scene
from pipelines.tag.sources import WORDS_OF_SOURCE, apposed
from pipelines.tag.spans import after_that
from pipelines.tag.speech import CUE_GAP, LEAST_WORDS, WORD, overlaps, trimmed
from pipelines.tag.voices import Speaker, Voices

NEAR_WORDS = 8
"""Words from the beginning of a clause to its verb."""
SAYS_ITSELF = 6
"""Words of a clause without a "that", those quoted in it left aside, that tell something by themselves."""
LEAST_ASKED = 2
"""Words before a quotation of what somebody is asked for."""
GOES_ON = 3
"""Words of a clause behind the quoted words in it."""


def marked_in(marked: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """Return the quotations that open in a span, and the one before it, which may reach into it."""
    return marked[max(0, bisect_left(marked, (start, 0)) - 1) : bisect_left(marked, (end, 0))]


def uncovered(
    scene: Scene, span: tuple[int, int], marked: Sequence[tuple[int, int]], cue: Hit
) -> tuple[int, int] | None:
    """Return a span up to the first quotation in it, which is a statement of its own; None where too little stands before.

    The whole clause where it says something around the quotation. Else a verb that only says has its content in the quotation.
    """
    start, end = span
    if not overlaps(start, end, marked):
        return span
    inner = [
        (max(opened, start), min(closed + 1, end)) for opened, closed in marked_in(marked, start, end) if start < closed
    ]
    if _says_more(scene, span, inner, cue):
        return span
    if (before := _before_colon(scene, span, inner, cue)) is not None:
        return before
    if cue.entry.cue == "other":
        return None
    first = next((opened for opened, closed in marked_in(marked, start, end) if start <= closed), end)
    asked = cue.entry.cue == "demand" and start > cue.end + 1  # whom it asks is left out
    return trimmed(scene, start, first, least=LEAST_ASKED if asked else LEAST_WORDS + 1) if first > start else None


def has_fragments(scene: Scene, span: tuple[int, int], marked: Sequence[tuple[int, int]]) -> bool:
    """Say whether all that is quoted in a span are parts of its sentences, behind words enough."""
    start, end = span
    inner = [each for each in marked_in(marked, start, end) if start < each[1] and each[0] < end]
    parts = all(scene.text[opened + 1 : opened + 2].islower() for opened, _ in inner)
    return bool(inner) and parts and len(WORD.findall(scene.text, start, inner[0][0])) >= LEAST_WORDS


def _says_more(scene: Scene, span: tuple[int, int], inner: Sequence[tuple[int, int]], cue: Hit) -> bool:
    """Say whether a clause behind a "that" says something around the quoted words in it, or goes on behind them."""
    start, end = span
    if not inner or scene.text.endswith((": ", ":"), 0, inner[-1][0]):
        return False
    if start < cue.end:
        return _is_clause_around(scene, span, inner)
    behind = len(WORD.findall(scene.text, inner[-1][1], end))
    if behind >= GOES_ON:
        return True
    outside = behind + len(WORD.findall(scene.text, start, inner[0][0]))
    if after_that(scene, cue, end) == start or _is_second_clause(scene, cue, start):
        return outside >= LEAST_WORDS
    bare = scene.lexicon.that_left_out and start == cue.end + 1 and cue.entry.cue == "other"
    return bare and outside >= SAYS_ITSELF and has_fragments(scene, span, [(at, to - 1) for at, to in inner])


def _before_colon(
    scene: Scene, span: tuple[int, int], inner: Sequence[tuple[int, int]], cue: Hit
) -> tuple[int, int] | None:
    """Return a clause that a colon parts from the quotation that goes on with it ("said it was good that they talked: “…”")."""
    lead = scene.text[span[0] : inner[0][0]].rstrip() if inner else ""
    if not lead.endswith(":") or span[0] < cue.end:
        return None
    governed = after_that(scene, cue, span[1]) == span[0] or _is_second_clause(scene, cue, span[0])
    return trimmed(scene, span[0], span[0] + len(lead)) if governed else None


def _is_second_clause(scene: Scene, cue: Hit, start: int) -> bool:
    """Say whether a clause behind a comma is reported without a "that" (“sagte, die Lage sei „angespannt“”)."""
    return bool(scene.lexicon.subordinators) and start > cue.end and scene.behind_comma(start)


def _is_clause_around(scene: Scene, span: tuple[int, int], inner: Sequence[tuple[int, int]]) -> bool:
    """Say whether a clause before its verb begins and ends outside the marks of a few quoted words (“Das Gespräch sei "…" gewesen, sagte X”)."""
    start, end = span
    if len(inner) > 1 or end > inner[0][1] + CUE_GAP or not scene.text[inner[0][0] + 1].islower():
        return False
    if scene.lexicon.verb_last and not scene.lower.endswith(scene.lexicon.content_endings, start, end):
        return False
    before = len(WORD.findall(scene.text, start, inner[0][0]))
    behind = len(WORD.findall(scene.text, inner[0][1], end))
    return bool(before and behind) and before + behind >= LEAST_WORDS


def before_teller(voice: Voices, span: tuple[int, int], cue: Hit) -> tuple[int, int]:
    """Return what was said without who said it, who is described between commas before the verb ("…, X, the envoy, said")."""
    scene = voice.scene
    outer = apposed(voice, span[0], cue) if span[1] == cue.start - 2 else None
    if outer is None:
        return span
    inner = scene.lower.rfind(", ", outer + 2, cue.start - 2)
    opens = scene.lower[inner + 2 : cue.start].partition(" ")[0]
    named = voice.last(inner, cue.start)
    closes = named is not None and named.end == cue.start - 2
    return (trimmed(scene, span[0], outer) or span) if closes or opens in scene.lexicon.articles.set else span


def is_speaker(scene: Scene, span: tuple[int, int], speaker: Speaker, cue: Hit) -> bool:
    """Say whether a short span is rather who speaks, with an addition, in front of the verb."""
    written = as_named(speaker) or "\n"
    if scene.text.startswith(written, span[0]) and len(scene.text[span[0] : span[1]].split()) <= NEAR_WORDS:
        return True
    return _is_described(scene, span, written, cue)


def _is_described(scene: Scene, span: tuple[int, int], written: str, cue: Hit) -> bool:
    """Say whether nothing but a comma stands between a verb and what is only its subject with a description ("X, the head of Y, confirmed …")."""
    between = scene.text[span[1] : cue.start]
    small = set(between[2:].lower().split()) <= scene.lexicon.auxiliaries.set
    if scene.lexicon.verb_last or span[1] > cue.start or not between.startswith(", ") or not small:
        return False
    opening = scene.text[span[0] : span[1]].partition(",")[0].rpartition(": ")[2].split()
    if 1 < len(opening) <= WORDS_OF_SOURCE and all(word[0].isupper() for word in opening):
        return "," in scene.text[span[0] : span[1]]
    at = scene.text.find(written, *span)
    if "," in scene.text[span[0] : at]:
        return False  # "What was said, X, the head of Y, confirmed"
    behind = scene.text.startswith(written, cue.end + 1)
    return at >= 0 and scene.text.startswith(",", at + len(written)) and not behind


def as_named(source: Speaker) -> str | None:
    """Return a source as the text names it."""
    return source.written or source.name
