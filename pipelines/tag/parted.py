"""Verbs of speech in two parts, of which the last closes the clause and tells what the first means („schlug … vor“, „schlug … aus“)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.tag.index import Hit
from pipelines.tag.lexicon import turned
from pipelines.tag.scene import Scene

REACH = 200
"""Characters of the longest clause that a last part closes."""
_CLAUSE_MARK = re.compile(r"[,;:.!?–—(\n](?!\d)")
_APART = re.compile(r"[–—(]")
"""What stands behind such a mark tells no more of what was said (“… zurück – auch nach dem Treffen”, “… zurück (dpa)”)."""


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
    """Return the type of a verb with its last part: at the end of its clause, before "and", or alone behind another clause in it.

    (“wies den Vorwurf, dass …, zurück”)
    """
    at, end = cue.end, scene.sentence(cue.start)[1]
    while at < end:
        clause = clause_behind(scene, at)
        first = at == cue.end
        for last, kind in parts:
            place = _place(scene, last, clause) if first else 0 if clause == last else -1
            if place >= 0:
                before = clause[:place].rpartition(" ")[2]
                return turned(kind) if before in scene.lexicon.negations.set else kind
        at += len(clause)
        if not scene.text.startswith(", ", at) or (first and not clause):
            return None
        at += 1
    return None


def _place(scene: Scene, last: str, clause: str) -> int:
    """Return where a last part stands in a clause that it closes, or before "and"; -1 without it."""
    for word in scene.lexicon.ands:
        if (at := clause.find(f"{last} {word} ")) >= 0:
            return at
    return len(clause) - len(last) if clause.endswith(last) else -1


def clause_behind(scene: Scene, at: int) -> str:
    """Return the clause behind a position, in lower case, without the blanks before its mark."""
    mark = _CLAUSE_MARK.search(scene.text, at, at + REACH)
    return scene.lower[at : mark.start() if mark else at + REACH].rstrip()


def last_part(scene: Scene, cue: Hit, begin: int, end: int) -> int | None:
    """Return where the last part of a verb begins that closes the clause in a span, or stands before "and"; None without one."""
    mark = _APART.search(scene.text, begin, end)
    clause = scene.lower[begin : mark.start() if mark else end].rstrip(" .!?")
    parts = scene.lexicon.parted.get(scene.lower[cue.start : cue.end], ())
    place = next((place for last, _ in parts if (place := _place(scene, last, clause)) >= 0), -1)
    return begin + place if place >= 0 else None
