"""Stretches between quotation marks, and direct speech behind a dash. One pass per paragraph, linear in its length."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

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
SPACED_DASHES = tuple(f" {dash} " for dash in DASHES)
"""A dash between words, with its blanks."""
SINGLE = "'’‘"
RUNS_ON = '“«„"'
"""Marks of a quotation that may go on in the next paragraph, which then opens with the same mark again."""
PAIRS = frozenset(pair * often for pair in ("“”", "«»", "„“", "„”") for often in range(1, 7))
"""The marks of a paragraph that can be read in one way only, whatever stands around them: most have no others."""
POSSESSIVE_REACH = 300
DASH_REACH = 60
"""Characters from a dash to the verb of speech of the clause behind it."""
BARE_REACH = 16
"""The same where no punctuation stands before the dash."""
CLOSING = '»”“"’'
OPENING = '«„“"‘'
SENTENCE_ENDS = '.!?…:”»"'
_CLAUSE_ENDS = re.compile(r"[.,!?…:;]| [—–-] |\Z")
TOLD_WORDS = 2
"""Small words of a clause behind direct speech before its name or its end."""
_DASH = re.compile(r"[—–-](?<!\S.)\s+(?=\S)")
"""A dash between blanks. What stands before it is looked at behind it: a pattern that begins with letters is searched fast."""


class Quote(NamedTuple):
    """`start`..`end` is the content; the marks stand at `opened` and `closed` (equal to the content's bounds where there is none)."""

    start: int
    end: int
    opened: int
    closed: int
    paragraph: int
    runs_on: bool  # no closing mark here: the next paragraph goes on
    continues: bool  # the paragraph before ran on into this one
    dashed: bool = False


def last_mark(text: str, quote: Quote) -> str:
    """Return the last character of what is said, marks that close a quotation inside it left aside («… “Yes,”» → ",")."""
    at = quote.end - 1
    while at > quote.start and text[at] in CLOSING:
        at -= 1
    return text[at]


class _Open(NamedTuple):
    mark: str
    at: int
    continued: bool = False


def quotes(scene: Scene) -> list[Quote]:
    """Return the outermost quoted stretches in reading order."""
    text = scene.text
    found: list[Quote] = []
    carried: str | None = None
    marks = _marks(text)
    dashes = _dashes(text) if scene.hits.cues or scene.lexicon.verb_genders else []
    if not marks and not dashes:
        return found
    place = dash = 0
    for number, (start, end) in enumerate(scene.paragraphs):
        stop = bisect_left(marks, end, place)
        pieces: list[Quote] = []
        if carried or stop > place:
            pieces, carried = _paragraph(scene, number, marks[place:stop], carried)
            found += pieces
        place = stop
        stop = bisect_left(dashes, end, dash)
        if stop > dash and not carried and (spoken := [*_dashed(scene, number, start, end)]):
            found[len(found) - len(pieces) :] = _outermost([*pieces, *spoken])
        dash = stop
    return found


def _dashes(text: str) -> list[int]:
    """Return where a dash opens a paragraph or follows a sentence: only there speech between dashes may begin."""
    places: list[int] = []
    for dash in DASHES:
        at = text.find(dash)  # a single character is found many times faster than two
        while at >= 0:
            if text[at + 1 : at + 2] == " " and (
                not at or text[at - 1] == "\n" or (text[at - 1] == " " and text[at - 2] in SENTENCE_ENDS)
            ):
                places.append(at)
            at = text.find(dash, at + 1)
    places.sort()
    return places


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


def _paragraph(scene: Scene, number: int, marks: Sequence[int], carried: str | None) -> tuple[list[Quote], str | None]:
    text = scene.text
    if not carried and "".join(map(text.__getitem__, marks)) in PAIRS:
        pairs = zip(marks[::2], marks[1::2], strict=True)
        found = [_quote(text, opened, closed, number) for opened, closed in pairs]
        return [quote for quote in found if quote.end > quote.start], None
    start, end = scene.paragraphs[number]
    stack: list[_Open] = []
    done: list[Quote] = []
    if carried and text[start] != carried:
        stack.append(_Open(carried, start - 1, continued=True))
    for at in marks:
        mark = text[at]
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        depth = _closed_depth(stack, mark, before, after) if stack else None
        if depth is not None and not (mark in SINGLE and _is_possessive(text, at, end)):
            opened = stack[depth]
            del stack[depth:]
            done.append(_quote(text, opened.at, at, number, continues=opened.continued))
        elif _opens(mark, before, after, stack, inward=scene.lexicon.inward_guillemets):
            stack.append(_Open(mark, at, continued=bool(carried) and at == start))
    runs_on = _runs_on(scene, number, stack) if stack else None
    if runs_on is not None:
        done.append(_quote(text, runs_on.at, end, number, runs_on=True, continues=runs_on.continued))
    return _outermost(done), runs_on.mark if runs_on else None


def _quote(
    text: str, opened: int, closed: int, paragraph: int, *, runs_on: bool = False, continues: bool = False
) -> Quote:
    content = text[opened + 1 : closed]
    start = closed - len(content.lstrip())
    return Quote(start, start + len(content.strip()), opened, closed, paragraph, runs_on, continues)


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


def _opens(mark: str, before: str, after: str, stack: list[_Open], *, inward: bool) -> bool:
    if mark not in CLOSERS or (after.isspace() and mark not in "«“„"):
        return False
    free = not before.isalnum() and before not in ".,!?…"
    if mark in "'‘" or mark == "’":
        return mark != "’" and not before.isalnum() and after.isalnum()
    if mark == "»":
        opening = inward or (not before.strip() and after.isalnum())
        return opening and free and not any(each.mark == "«" for each in stack)
    if mark == "”":
        return free and not before.strip() and not stack
    return free or mark in "«„“"


def _is_possessive(text: str, at: int, end: int) -> bool:
    """Say whether a single mark after s is rather an apostrophe: a later one, behind punctuation, closes the quotation."""
    if text[at - 1 : at] != "s" or not re.match(r" [^\W\d_]", text[at + 1 : at + 3]) or not text[at + 2].islower():
        return False
    return re.search(r"[.,!?…][’']", text[at + 1 : min(end, at + POSSESSIVE_REACH)]) is not None


def _runs_on(scene: Scene, number: int, stack: list[_Open]) -> _Open | None:
    """Return the open mark that the next paragraph takes up: it opens with it again, or closes it before opening another."""
    if stack[0].mark not in RUNS_ON or number + 1 >= len(scene.paragraphs):
        return None
    opened = stack[0]
    start, end = scene.paragraphs[number + 1]
    if scene.paragraphs[number][0] < scene.body_at <= start:
        return None
    if scene.text[start] == opened.mark:
        return opened
    following = _MARK.search(scene.text, start, end)
    if opened.mark == '"':
        return opened if opened.at == scene.paragraphs[number][0] and _closes_next(scene, start, end) else None
    closes = (
        following is not None
        and following.group() in CLOSERS[opened.mark]
        and opened.mark in "“«„"
        and (
            following.group() not in '"“' or (opened.mark == "„" and _stands_as_closing(scene.text, following.start()))
        )
    )
    return opened if closes else None


def _closes_next(scene: Scene, start: int, end: int) -> bool:
    """Say whether a paragraph holds one straight mark alone, behind a sentence: it closes what the paragraph before opened."""
    at = scene.text.find('"', start, end)
    return at > start and scene.text[at - 1] in ".,!?…" and scene.text.find('"', at + 1, end) < 0


def _stands_as_closing(text: str, at: int) -> bool:
    """Say whether a mark stands behind a word or its punctuation, and before none."""
    return not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()


def _outermost(done: list[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    for quote in sorted(done, key=_reach) if len(done) > 1 else done:
        if quote.end > quote.start and (not kept or quote.opened >= kept[-1].closed):
            kept.append(quote)
    return kept


def _reach(quote: Quote) -> tuple[int, int]:
    return quote.opened, -quote.closed


# ── Direct speech behind a dash: "— Words, — said so-and-so. — More words." ─────────────────────────


def _dashed(scene: Scene, number: int, start: int, end: int) -> Iterator[Quote]:
    """Yield what stands between dashes, from a dash that opens the paragraph or follows a sentence, to one before a cue clause."""
    begin: int | None = None
    told = False  # a cue clause has closed a stretch: the next dash takes the speech up again
    for dash in _DASH.finditer(scene.text, start, end):
        if start < scene.dateline >= dash.end():
            continue
        before = scene.text[start : dash.start()].rstrip()[-1:]
        if begin is None:
            if not before or before in SENTENCE_ENDS or (told and before in ",;"):
                opens = told or scene.text[dash.end()].isupper() or scene.text[dash.end()].isdigit()
                begin = dash.end() if opens else None
        elif _closes(scene, dash.end(), end, before):
            stop = begin + len(scene.text[begin : dash.start()].rstrip())
            if scene.text[stop - 1] in CLOSING and scene.text[begin] in OPENING:
                begin = None  # the dash belongs to a quotation in marks
                continue
            yield Quote(begin, stop, begin, stop, number, runs_on=False, continues=False, dashed=True)
            begin, told = None, True
    if told and begin is not None and begin < end:
        yield Quote(begin, end, begin, end, number, runs_on=False, continues=False, dashed=True)


def _closes(scene: Scene, at: int, end: int, before: str) -> bool:
    """Say whether a dash ends what was said: a clause in small letters with a verb of speech follows."""
    bare = before not in ",.!?…"
    if not scene.text[at].islower() or (bare and not scene.lexicon.dash_speech_bare):
        return False
    cues = scene.hits.cues
    place = bisect_left(cues, (at,))
    if place < len(cues) and cues[place].start < min(end, at + (BARE_REACH if bare else DASH_REACH)):
        return True
    return bool(scene.lexicon.verb_genders) and _is_told(scene, at, end)


def _is_told(scene: Scene, at: int, end: int) -> bool:
    """Say whether a clause of one or two small words, or one with a name after as many, stands here: a verb of any sort."""
    clause = scene.text[at : min(end, at + DASH_REACH)]
    stop = _CLAUSE_ENDS.search(clause)
    words = clause[: stop.start()].split() if stop else clause.split()
    if scene.lower[at : at + len(words[0])] in scene.lexicon.that.set:
        return False
    if stop and len(words) <= TOLD_WORDS and not any(word[0].isupper() for word in words):
        return stop.group() != "," and words[0].endswith(_verbal(scene))
    return any(word[0].isupper() for word in words[1 : TOLD_WORDS + 1])


def _verbal(scene: Scene) -> tuple[str, ...]:
    """Return how verbs end whose subject has a gender."""
    return tuple(ending for endings in scene.lexicon.verb_genders.values() for ending in endings)
