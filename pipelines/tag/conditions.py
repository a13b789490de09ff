"""What a statement depends on: the clause of an "if" inside it, or beside it in its sentence.

Where verbs come last the ending of the verb makes the clause («… ederse»), elsewhere the word that opens it («если …»). The
lists are in the language files: `condition_words` (`-li`: fused to its word), `condition_ending`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene
from pipelines.tag.speech import CUE_GAP, Said, overlaps
from pipelines.tag.voices import Voices

NEXT_TO = 24
"""Characters between a statement and a condition right behind it: a comma, a closing mark, a participle («… gedroht, falls»)."""
LEAST_WORDS = 2
"""Words of a clause, the one that opens it not counted, before a comma that closes it («если, конечно, …»)."""
LONGEST = 300
"""Characters of a clause; what is longer is none."""
_CLOSES = re.compile(r",\s|\s[—–-]\s|[;:!?…\n]|[»”“\"](?=[\s,.;:!?]|\Z)|[.](?=\s|\Z)")
_OPENED = re.compile(r"[,;:(«„“”\"—–\n]|[.!?…]\s")
_MARKS = ' ,.;:!?…—–-»”“"\n'


class _Clause(NamedTuple):
    start: int
    end: int


def conditions(voice: Voices, told: Sequence[Said]) -> dict[int, tuple[int, int]]:
    """Return place among the statements → span of the condition, for those that have one."""
    clauses = _clauses(voice, told) if told else ()
    if not clauses:
        return {}
    starts = [clause.start for clause in clauses]
    spans = sorted((said.start, said.end) for said in told)
    found: dict[int, tuple[int, int]] = {}
    for place, said in enumerate(told):
        own = clauses[bisect_left(starts, said.start) : bisect_left(starts, said.end)]
        clause = own[0] if own else _beside(voice.scene, said, _near(said, clauses, starts), spans)
        if clause is not None:
            end = min(clause.end, said.end) if own and said.is_quote else clause.end
            found[place] = clause.start, end
    return found


def _near(said: Said, clauses: Sequence[_Clause], starts: Sequence[int]) -> Sequence[_Clause]:
    """Return the clauses that stand near enough to be beside a statement."""
    first = bisect_left(starts, said.start - CUE_GAP - LONGEST)
    return clauses[first : bisect_left(starts, said.end + NEXT_TO + 1, first)]


def _beside(scene: Scene, said: Said, clauses: Sequence[_Clause], spans: Sequence[tuple[int, int]]) -> _Clause | None:
    """Return the clause that opens the sentence of a statement, or follows it at once; none that is of another statement."""
    begin, stop = scene.sentence(said.start)[0], scene.sentence(said.end - 1)[1]
    for clause in clauses:
        if clause.end <= begin or clause.start >= stop or overlaps(*clause, spans):
            continue
        opens = clause.end <= said.start <= clause.end + CUE_GAP and not scene.text[begin : clause.start].strip(_MARKS)
        if opens and not overlaps(clause.end, said.start, spans):
            return clause
        behind = scene.text[said.end : clause.start]
        if said.end <= clause.start <= said.end + NEXT_TO and len(behind.split()) <= 1:
            return clause
    return None


def in_condition(scene: Scene, at: int) -> bool:
    """Say whether a verb stands in the clause of a condition that a word opens: what it says has not happened."""
    words = scene.lexicon.condition_words
    if not words:
        return False
    begin = max(scene.sentence(at)[0], at - CUE_GAP)
    for word in words:
        place = scene.lower.rfind(word, begin, at)
        if (
            place >= 0
            and _opens_condition(scene, word, place)
            and not _CLOSES.search(scene.text, place + len(word), at)
        ):
            return True
    return False


def _clauses(voice: Voices, told: Sequence[Said]) -> Sequence[_Clause]:
    """Return the conditions of a text in reading order."""
    lexicon = voice.scene.lexicon
    found = [*_by_ending(voice.scene, told)] if lexicon.condition_ending else [*_by_opening(voice)]
    return sorted(set(found))


# ── A word opens the clause ───────────────────────────────────────────────────────────────────────


def _by_opening(voice: Voices) -> Iterator[_Clause]:
    scene = voice.scene
    for word in scene.lexicon.condition_words:
        at = scene.lower.find(word)
        while at >= 0:
            if _opens_condition(scene, word, at):
                start = _word_start(scene, at) if word[0] == "-" else at
                end = _closing(voice, at + len(word), min(start + LONGEST, scene.sentence(start)[1]))
                if start < end:
                    yield _Clause(start, end)
            at = scene.lower.find(word, at + len(word))


def _opens_condition(scene: Scene, word: str, at: int) -> bool:
    """Say whether a word stands for itself and means an "if", not a "whether" or an "even if"."""
    lexicon = scene.lexicon
    behind = at + len(word)
    if scene.folded[behind : behind + 1].isalnum() or (word[-1] != "'" and scene.folded[behind : behind + 1] == "-"):
        return False
    if word[0] == "-":
        return scene.folded[at - 1 : at].isalpha()
    if scene.folded[at - 1 : at].isalnum() or scene.lower.startswith(lexicon.no_conditions, at):
        return False
    before = scene.lower[max(0, at - CUE_GAP) : at].split()
    if before and before[-1].strip('«„“"(') in lexicon.condition_not_behind.set:
        return False
    if word not in lexicon.condition_ambiguous.set:
        return True
    return scene.folded[behind + 1 : behind + 2].isupper() or scene.lower.startswith(_subjects(lexicon), behind + 1)


@lru_cache(maxsize=64)
def _subjects(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(lexicon.condition_subjects)


def _word_start(scene: Scene, at: int) -> int:
    while at and scene.folded[at - 1].isalpha():
        at -= 1
    return at


def _closing(voice: Voices, begin: int, stop: int) -> int:
    """Return where a clause ends: at its comma or another mark, not at a comma that only lists places."""
    scene = voice.scene
    for mark in _CLOSES.finditer(scene.text, begin, stop):
        if mark.group()[0] == ",":
            if len(scene.text[begin : mark.start()].split()) < LEAST_WORDS or _lists(voice, mark.end()):
                continue
        elif not scene.text[begin : mark.start()].strip(_MARKS):
            continue
        stop = mark.start()
        break
    return begin + len(scene.text[begin:stop].rstrip(_MARKS))


def _lists(voice: Voices, at: int) -> bool:
    """Say whether a place that stands behind a comma belongs to an enumeration."""
    named = voice.first(at, at + 1)
    if named is None or named.as_actor:
        return False
    behind = voice.scene.lower[named.end : named.end + CUE_GAP]
    return behind.startswith((", ", *voice.scene.lexicon.ands.padded))


# ── Its verb closes it ────────────────────────────────────────────────────────────────────────────


def _by_ending(scene: Scene, told: Sequence[Said]) -> Iterator[_Clause]:
    """Yield what stands before a verb with the ending of a condition, from the mark before it or the beginning of the statement."""
    ending = _ending(scene.lexicon)
    for said in told:
        begin, stop = scene.sentence(said.start)[0], scene.sentence(said.end - 1)[1]
        for verb in ending.finditer(scene.lower, begin, stop):
            if scene.text[verb.start()].isupper():
                continue  # a name
            start = max(said.start if said.start < verb.start() < said.end else begin, verb.start() - LONGEST)
            for mark in _OPENED.finditer(scene.text, start, verb.start()):
                start = mark.end()
            for word in scene.lexicon.condition_words:
                start = max(start, scene.lower.rfind(word, start, verb.start()))
            start += len(scene.text[start : verb.start()]) - len(scene.text[start : verb.start()].lstrip(_MARKS))
            if start < verb.start():
                yield _Clause(start, verb.end())


@lru_cache(maxsize=64)
def _ending(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.condition_ending})\b")
