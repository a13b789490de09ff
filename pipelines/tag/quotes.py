"""Stretches between quotation marks, and direct speech behind a dash. One pass per paragraph, linear in its length."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.tag.scene import Scene

CLOSERS = {
    "“": '”“"',
    "„": '“”"',
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’'",
    "‚": "‘’",
    "'": "'’",
    '"': '"”',
    "”": "”",
}
_MARK = re.compile("[\"“”„‟«»‹›‘’‚']")
MARKS = "\"“”„‟«»‹›‘’‚'"
DASHES = "—–-"
SINGLE = "'’‘"
RUNS_ON = '“«„"'
"""Marks of a quotation that may go on in the next paragraph, which then opens with the same mark again."""
POSSESSIVE_REACH = 300
_DASH_SPEECH = re.compile(r"[—–-]\s+(?=\S)")
_DASH_TURN = re.compile(r"[,.!?…]\s+[—–-]\s+")


@dataclass(frozen=True, slots=True)
class Quote:
    """`start`..`end` is the content; the marks stand at `opened` and `closed` (equal to the content's bounds where there is none)."""

    start: int
    end: int
    opened: int
    closed: int
    paragraph: int
    runs_on: bool  # no closing mark here: the next paragraph goes on
    continues: bool  # the paragraph before ran on into this one
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    mark: str
    at: int
    continued: bool = False


def quotes(scene: Scene) -> list[Quote]:
    """Return the outermost quoted stretches in reading order."""
    text = scene.text
    found: list[Quote] = []
    carried: str | None = None
    marks = _marks(text)
    for number, (start, end) in enumerate(scene.paragraphs):
        place = bisect_left(marks, start)
        if carried or (place < len(marks) and marks[place] < end):
            pieces, carried = _paragraph(scene, number, start, end, carried)
            if pieces:
                found.extend(pieces)
                continue
        if text[start] in DASHES:
            found.extend(_dashed(scene, number, start, end))
    return found


def _marks(text: str) -> list[int]:
    """Return where quotation marks stand, apostrophes inside words left aside. `str.find` is ten times a regex's speed."""
    places: list[int] = []
    for mark in MARKS:
        at = text.find(mark)
        while at >= 0:
            if mark not in SINGLE or not (text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()):
                places.append(at)
            at = text.find(mark, at + 1)
    places.sort()
    return places


def _paragraph(scene: Scene, number: int, start: int, end: int, carried: str | None) -> tuple[list[Quote], str | None]:
    text = scene.text
    stack: list[_Open] = []
    done: list[Quote] = []
    if carried and text[start] != carried:
        stack.append(_Open(carried, start - 1, continued=True))
    for found in _MARK.finditer(text, start, end):
        at, mark = found.start(), found.group()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark in SINGLE and before.isalnum() and after.isalnum():
            continue
        depth = _closed_depth(stack, mark, before, after)
        if depth is not None and not _is_possessive(text, at, end):
            opened = stack[depth]
            del stack[depth:]
            done.append(_quote(text, opened, at, number))
        elif _opens(mark, before, after, scene.lexicon.language, stack):
            stack.append(_Open(mark, at, continued=bool(carried) and at == start))
    runs_on = _runs_on(scene, number, stack)
    if runs_on is not None:
        done.append(_quote(text, runs_on, end, number, runs_on=True))
    return _outermost(done), runs_on.mark if runs_on else None


def _quote(text: str, opened: _Open, closed: int, paragraph: int, *, runs_on: bool = False) -> Quote:
    start, end = opened.at + 1, closed
    content = text[start:end]
    lead = len(content) - len(content.lstrip())
    return Quote(
        start + lead, start + lead + len(content.strip()), opened.at, closed, paragraph, runs_on, opened.continued
    )


def _closed_depth(stack: list[_Open], mark: str, before: str, after: str) -> int | None:
    """Return which open mark this one closes, the innermost first; None when it closes none."""
    for depth in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
        opened = stack[depth].mark
        if mark in CLOSERS[opened] and _may_close(opened, mark, before, after):
            return depth
    return None


def _may_close(opened: str, mark: str, before: str, after: str) -> bool:
    if mark in SINGLE:
        return not before.isspace() and not after.isalnum()
    if opened == mark == "“":  # meant as a closing mark when it stands like one
        return not before.isspace() and not after.isalnum()
    return True


def _opens(mark: str, before: str, after: str, language: str, stack: list[_Open]) -> bool:
    if mark not in CLOSERS or (after.isspace() and mark not in "«“„"):
        return False
    free = not before.isalnum() and before not in ".,!?…"
    if mark in "'‘" or mark == "’":
        return mark != "’" and not before.isalnum() and after.isalnum()
    if mark == "»":
        return language == "de" and free and not any(each.mark == "«" for each in stack)
    if mark == "”":
        return free and not before.strip() and not stack
    return free or mark in "«„“"


def _is_possessive(text: str, at: int, end: int) -> bool:
    """Say whether a single mark after s is rather an apostrophe: a later one, behind punctuation, closes the quotation."""
    if (
        text[at] not in SINGLE
        or text[at - 1 : at] != "s"
        or not re.match(r" [^\W\d_]", text[at + 1 : at + 3])
        or not text[at + 2].islower()
    ):
        return False
    return re.search(r"[.,!?…][’']", text[at + 1 : min(end, at + POSSESSIVE_REACH)]) is not None


def _runs_on(scene: Scene, number: int, stack: list[_Open]) -> _Open | None:
    """Return the open mark that the next paragraph takes up: it opens with it again, or closes it before opening another."""
    if not stack or stack[0].mark not in RUNS_ON or number + 1 >= len(scene.paragraphs):
        return None
    opened = stack[0]
    start, end = scene.paragraphs[number + 1]
    if scene.paragraphs[number][0] < scene.body_at <= start:
        return None
    if scene.text[start] == opened.mark:
        return opened
    following = _MARK.search(scene.text, start, end)
    closes = (
        following is not None
        and following.group() in CLOSERS[opened.mark]
        and opened.mark in "“«„"
        and following.group() not in '"“'
    )
    return opened if closes else None


def _outermost(done: list[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    for quote in sorted(done, key=lambda each: (each.opened, -each.closed)):
        if quote.end > quote.start and (not kept or quote.opened >= kept[-1].closed):
            kept.append(quote)
    return kept


# ── Direct speech behind a dash: "— Words, — said so-and-so. — More words." ─────────────────────────


def _dashed(scene: Scene, number: int, start: int, end: int) -> Iterator[Quote]:
    opening = _DASH_SPEECH.match(scene.text, start, end)
    if not opening or not _has_cue(scene, opening.end(), end):
        return
    turns = [(turn.start(), turn.end()) for turn in _DASH_TURN.finditer(scene.text, opening.end(), end)]
    begin = opening.end()
    for place, (stop, follow) in enumerate(turns):
        next_stop = turns[place + 1][0] if place + 1 < len(turns) else end
        if _is_cue_clause(scene, follow, next_stop):
            yield Quote(begin, stop, begin, stop, number, runs_on=False, continues=False, dashed=True)
            begin = turns[place + 1][1] if place + 1 < len(turns) else end
    if turns and begin < end and begin != opening.end():
        yield Quote(begin, end, begin, end, number, runs_on=False, continues=False, dashed=True)


def _is_cue_clause(scene: Scene, start: int, end: int) -> bool:
    return scene.text[start : start + 1].islower() and _has_cue(scene, start, end)


def _has_cue(scene: Scene, start: int, end: int) -> bool:
    cues = scene.hits.cues
    place = bisect_left(cues, (start,))
    return place < len(cues) and cues[place].start < end
