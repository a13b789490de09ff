"""What an edit changed in a title and a text, piece by piece: sentences first, then the words of those that are alike.

(title, text) before and after → `Edits` → lines for a terminal, with colours or with marks, or a fragment of HTML
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape
from itertools import pairwise
from typing import Final

from rich.text import Text

from pipelines.report.escaping import visible

Version = tuple[str, str]
"""Title and text."""

ALIKE: Final = 0.4
"""Share of the words of two sentences from which on one is shown as the other, edited."""
LEAST_KEPT: Final = 2
"""Words that must have stayed between two changes to be shown as kept: a lone "the" would only tear the new words apart."""
MOST_STEPS: Final = 100_000
"""Words that are compared with words, in all passages of a text: beyond, what changed is shown as old and new."""
CONTEXT: Final = 70
"""Characters shown of what stayed, before and behind a change."""

_END: Final = re.compile(r"[.!?…][\"'”»’)\]]{0,3}[ \t]+|\n\s*")
"""Behind what a sentence or paragraph ends; the white space belongs to it."""
_WORD: Final = re.compile(r"(?:\d+(?:[.,:]\d+)*|[^\W_]+(?:['’ʼ-][^\W_]+)*|\S)\s*|\s+")
"""A word or mark with the white space behind it."""
_MARKS: Final = {"removed": ("[-", "-]"), "added": ("{+", "+}"), "kept": ("", "")}
_STYLES: Final = {"removed": "red strike", "added": "green", "kept": ""}
_ELEMENTS: Final = {"removed": ("<del>", "</del>"), "added": ("<ins>", "</ins>"), "kept": ("", "")}


class Fate(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one fate.

    The kept and the added pieces are the new text; the kept and the removed ones are the old text but for white space.
    """

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """The pieces of a title and of a text."""

    title: tuple[Piece, ...]
    text: tuple[Piece, ...]

    @property
    def words_added(self) -> int:
        """Return how many words are new."""
        return _count_words(self, Fate.ADDED)

    @property
    def words_removed(self) -> int:
        """Return how many words are gone."""
        return _count_words(self, Fate.REMOVED)


def edits(earlier: Version, later: Version) -> Edits:
    """Return what became of the earlier title and text in the later ones. Takes well below 100 ms, however long they are."""
    budget = [MOST_STEPS]
    return Edits(
        title=_merged(_sentence_edits(earlier[0], later[0], budget)),
        text=_merged(_text_edits(earlier[1], later[1], budget)),
    )


def _text_edits(earlier: str, later: str, budget: list[int]) -> Iterator[Piece]:
    old, new = _sentences(earlier), _sentences(later)
    matcher = SequenceMatcher(None, [each.strip() for each in old], [each.strip() for each in new])
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield from _kept("".join(old[first:last]), "".join(new[start:end]))
        else:
            yield from _passage(old[first:last], new[start:end], budget)


def _passage(old: Sequence[str], new: Sequence[str], budget: list[int]) -> Iterator[Piece]:
    """Yield the pieces of a passage that changed: sentences that are alike word by word, in their order; others whole."""
    at = 0
    bags = [Counter(_words(each)) for each in new]
    budget[0] -= len(old) * sum(map(len, bags))
    for sentence in old:
        found = _alike(Counter(_words(sentence)), bags, at) if budget[0] > 0 else None
        if found is None:
            yield Piece(Fate.REMOVED, sentence)
            continue
        yield from (Piece(Fate.ADDED, each) for each in new[at:found])
        yield from _sentence_edits(sentence, new[found], budget)
        at = found + 1
    yield from (Piece(Fate.ADDED, each) for each in new[at:])


def _alike(words: Counter[str], bags: Sequence[Counter[str]], at: int) -> int | None:
    """Return which sentence from a position on shares most words with one, if it shares enough of them."""
    shares = [
        (2 * (words & bags[place]).total() / max(1, words.total() + bags[place].total()), -place)
        for place in range(at, len(bags))
    ]
    share, place = max(shares, default=(0.0, 0))
    return -place if share >= ALIKE else None


def _sentence_edits(earlier: str, later: str, budget: list[int]) -> Iterator[Piece]:
    old, new = _WORD.findall(earlier), _WORD.findall(later)
    budget[0] -= len(old) * len(new)
    if budget[0] < 0 or not _is_edited(earlier, later):
        yield from _replaced(earlier, later)
        return
    matcher = SequenceMatcher(None, [each.strip() for each in old], [each.strip() for each in new])
    gone, come = "", ""
    codes = matcher.get_opcodes()
    for number, (tag, first, last, start, end) in enumerate(codes):
        was, now = "".join(old[first:last]), "".join(new[start:end])
        if tag == "equal" and (number in {0, len(codes) - 1} or len(_words(now)) >= LEAST_KEPT):
            yield from _replaced(gone, come)
            yield from _kept(was, now)
            gone, come = "", ""
        else:
            gone += was
            come += now
    yield from _replaced(gone, come)


def _kept(was: str, now: str) -> Iterator[Piece]:
    """Yield what stayed, and the blank behind it that went: it parts the words before from those that went after it."""
    yield Piece(Fate.KEPT, now)
    if now == now.rstrip():
        yield Piece(Fate.REMOVED, was[len(was.rstrip()) :])


def _is_edited(earlier: str, later: str) -> bool:
    return _alike(Counter(_words(earlier)), [Counter(_words(later))], 0) is not None


def _replaced(gone: str, come: str) -> Iterator[Piece]:
    if gone.strip():
        yield Piece(Fate.REMOVED, gone)
    if come:
        yield Piece(Fate.ADDED, come)


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with neighbours of one fate as one; between two that stayed, what went stands before what came."""
    merged: list[Piece] = []
    gone, come = "", ""
    for each in pieces:
        if each.fate is Fate.REMOVED:
            gone += each.text
        elif each.fate is Fate.ADDED:
            come += each.text
        elif each.text:
            merged += _replaced(gone, come)
            gone, come = "", ""
            if merged and merged[-1].fate is Fate.KEPT:
                merged[-1] = Piece(Fate.KEPT, merged[-1].text + each.text)
            else:
                merged.append(each)
    return (*merged, *_replaced(gone, come))


def _sentences(text: str) -> list[str]:
    ends = [0, *(found.end() for found in _END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]


def _words(text: str) -> list[str]:
    return [each.strip() for each in _WORD.findall(text) if each[0].isalnum()]


def _count_words(found: Edits, fate: Fate) -> int:
    return sum(len(_words(each.text)) for each in (*found.title, *found.text) if each.fate is fate)


# ── As people see them ────────────────────────────────────────────────────────────────────────────


def shortened(pieces: Sequence[Piece], context: int = CONTEXT) -> tuple[Piece, ...]:
    """Return the pieces with nothing but the surroundings of the changes left of what stayed; none if all stayed."""
    if all(each.fate is Fate.KEPT for each in pieces):
        return ()
    last = len(pieces) - 1
    return tuple(
        Piece(each.fate, _surroundings(each.text, context, is_first=number == 0, is_last=number == last))
        if each.fate is Fate.KEPT
        else each
        for number, each in enumerate(pieces)
    )


def _surroundings(text: str, context: int, *, is_first: bool, is_last: bool) -> str:
    head = "" if is_first else text[:context]
    tail = "" if is_last else text[max(len(text) - context, 0) :]
    if len(head) + len(tail) >= len(text):
        return text
    return (
        f"{head.rsplit(maxsplit=1)[0] if ' ' in head else head} … {tail.split(maxsplit=1)[-1] if ' ' in tail else tail}"
    )


def as_text(pieces: Iterable[Piece], *, coloured: bool) -> Text:
    """Return the pieces for a terminal: in colours, or between marks ([-gone-], {+new+}) where there are none."""
    shown = Text()
    for each in pieces:
        lines = "\n".join(visible(line) for line in each.text.split("\n"))
        if coloured:
            shown.append(lines, style=_STYLES[each.fate])
        else:
            shown.append(_enclosed(lines, *_MARKS[each.fate]))
    return shown


def as_html(pieces: Iterable[Piece]) -> str:
    """Return the pieces as a fragment of HTML, escaped, with `del` and `ins`; a line break is a `br`."""
    parts = []
    for each in pieces:
        lines = "<br>\n".join(escape(visible(line)) for line in each.text.split("\n"))
        parts.append(_enclosed(lines, *_ELEMENTS[each.fate]))
    return "".join(parts)


def _enclosed(text: str, opening: str, closing: str) -> str:
    """Return a text between marks; the blanks around it stay outside."""
    inner = text.strip()
    if not inner or not opening:
        return text
    start = text.index(inner)
    return f"{text[:start]}{opening}{inner}{closing}{text[start + len(inner) :]}"
