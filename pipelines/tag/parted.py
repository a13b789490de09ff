"""Verbs of speech in two parts, of which the last closes the clause and tells what the first means („schlug … vor“, „schlug … aus“)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.tag.index import Hit
from pipelines.tag.lexicon import turned
from pipelines.tag.scene import Scene

REACH = 200
"""Characters from the first part to the last."""
_CLAUSE_MARK = re.compile(r"[,;:.!?–—\n](?!\d)")


def with_parts(scene: Scene, cues: Sequence[Hit]) -> Iterator[Hit]:
    """Yield the verbs of speech, those in two parts with the type of both; a first part that speaks only with its last one is left out without it."""
    lexicon = scene.lexicon
    for cue in cues:
        word = scene.lower[cue.start : cue.end]
        parts = lexicon.parted.get(word)
        kind = _kind(scene, cue, parts) if parts is not None else None
        if kind is not None and kind != cue.entry.cue:
            yield cue._replace(entry=replace(cue.entry, cue=kind))
        elif parts is None or kind is not None or word in lexicon.cues:
            yield cue


def _kind(scene: Scene, cue: Hit, parts: Sequence[tuple[str, str]]) -> str | None:
    """Return the type of a verb with its last part, at the end of its clause or behind another clause in it (“wies den Vorwurf, dass …, zurück”)."""
    at, end = cue.end, scene.sentence(cue.start)[1]
    while at < end:
        clause = clause_behind(scene, at)
        last, kind = next(((last, kind) for last, kind in parts if clause.endswith(last)), ("", None))
        at += len(clause)
        if kind is not None:
            before = clause[: len(clause) - len(last)].rpartition(" ")[2]
            return turned(kind) if before in scene.lexicon.negations.set else kind
        if not scene.text.startswith(", ", at):
            return None
        at += 1
    return None


def clause_behind(scene: Scene, at: int) -> str:
    """Return the clause behind a position, in lower case."""
    mark = _CLAUSE_MARK.search(scene.text, at, at + REACH)
    return scene.lower[at : mark.start() if mark else at + REACH]


def last_part(scene: Scene, cue: Hit, begin: int, end: int) -> int | None:
    """Return where the last part of a verb begins that closes the clause in a span; None without one."""
    clause = scene.lower[begin:end].rstrip(" .!?")
    parts = scene.lexicon.parted.get(scene.lower[cue.start : cue.end], ())
    last = next((last for last, _ in parts if clause.endswith(last)), "")
    return begin + len(clause) - len(last) if last else None
