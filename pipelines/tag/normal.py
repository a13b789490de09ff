"""The text as it is matched: NFC, unwrapped, folded, and a way back to the offsets of the text that was given."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain, pairwise

APOSTROPHES = "’ʼ‘´`＇′ʹ‛"
SPACES = "\u00a0\u202f\u2009\u2007\u200a\u2002\u2003\u2005\u2006\u2008\u3000\t"
HYPHENS = "\u2010\u2011"
# Letters of two alphabets that look alike, pairwise; a name with one of the other alphabet in it is that name in disguise.
CYRILLIC_TWINS, LATIN_TWINS = "АВЕЅІЈКМНОРСТУХаеѕіјорсух", "ABESIJKMHOPCTYXaesijopcyx"
# Soft hyphen, zero-width and bidirectional marks, variation selectors; and the acute that Russian primers put on a stressed vowel.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2066\u2067\u2068\u2069\ufeff\ufe0e\ufe0f\u0301"


# Latin without the soft hyphen, Cyrillic and punctuation that NFC leaves alone; the last one before anything else may take a mark.
_PLAIN = "[\x00-\xac\xae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e]"
_RUN = re.compile(f"({_PLAIN}+(?={_PLAIN}|\\Z))|{_PLAIN}?[^{_PLAIN[1:-1]}]+|(?s:.)")


_TO_LATIN = str.maketrans(CYRILLIC_TWINS, LATIN_TWINS)
_TO_CYRILLIC = str.maketrans(LATIN_TWINS, CYRILLIC_TWINS)
_MIXED = re.compile("[A-Za-z](?:(?=[\u0400-\u04ff])|(?<=[\u0400-\u04ff].))")
"""A Latin letter beside a Cyrillic one. It begins with a set, which is looked for four times faster than alternatives are."""
_CYRILLIC_LEADS = (b"\xd0", b"\xd1", b"\xd2", b"\xd3")
"""First bytes of Cyrillic letters in UTF-8, and of no other character: looked for a hundred times faster than letters."""
_WORD = re.compile(r"[^\W\d_]+")

HARD = "\u00a0"
"""A blank at which no line is broken."""
_GAP = re.compile("(?<=[ \u00a0])[ \u00a0]+")
"""Blanks behind a blank."""
WRAPPED_LINE = range(40, 121)
"""Characters of a line that was broken because it was full, not because a paragraph ended."""
LEAST_WRAPPED = 3
"""Lines that go on in lower case, from which a text counts as wrapped; one in four of its lines must."""
_BULLETS = frozenset("-*•·")
_DASHES = frozenset("–—")


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised copy. `starts[i]` and `ends[i]` are where its code point i began and ended as given; None = as given."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Return the given offsets of a non-empty span."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normal(given: str) -> Normal:
    """Return the NFC copy without invisible characters, with wrapped lines joined and one blank between words.

    Lone surrogates become U+FFFD.
    """
    given = _unwrapped(given)
    if given.isascii():
        return _narrowed(Normal(given)) if "  " in given else Normal(given)
    try:
        given.encode()
    except UnicodeEncodeError:
        given = re.sub("[\ud800-\udfff]", "\ufffd", given)
    if unicodedata.is_normalized("NFC", given) and not any(map(given.__contains__, INVISIBLE)):
        copy = Normal(given)
    else:
        copy = _mapped(given)
    return _narrowed(copy) if _has_gaps(copy.text) else copy


def _has_gaps(text: str) -> bool:
    """Say whether two blanks stand side by side; most texts have no hard one."""
    return "  " in text or (HARD in text and any(map(text.__contains__, (f" {HARD}", f"{HARD} ", HARD + HARD))))


def _unwrapped(given: str) -> str:
    """Return the text with a blank for each newline inside a paragraph, if its lines were broken at a width."""
    lines = given.split("\n")
    lower = sum(1 for line in lines if line[:1].islower())
    if lower < LEAST_WRAPPED or 4 * lower < sum(map(bool, lines)):
        return given
    pieces = lines[:1]
    for before, line in pairwise(lines):
        goes_on = len(before) in WRAPPED_LINE and _goes_on(line)
        pieces += (" " if goes_on else "\n", line)
    return "".join(pieces)


def _goes_on(line: str) -> bool:
    """Say whether a line may belong to the one before: not one that is indented, an entry of a list, or begins a speech."""
    first = line[:1]
    if first in _DASHES:
        return line[1:].lstrip()[:1].islower()
    return bool(first.strip()) and first not in _BULLETS


def _narrowed(copy: Normal) -> Normal:
    """Return the copy with one blank where there are several, as in lines that were set to a width."""
    gaps = [gap.span() for gap in _GAP.finditer(copy.text)]
    bounds = [0, *chain.from_iterable(gaps), len(copy.text)]
    kept = [range(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    at = list(chain.from_iterable(kept))
    return Normal(
        "".join(copy.text[each.start : each.stop] for each in kept),
        tuple(map(copy.starts.__getitem__, at)) if copy.starts else tuple(at),
        tuple(map(copy.ends.__getitem__, at)) if copy.ends else tuple(each + 1 for each in at),
    )


def _mapped(given: str) -> Normal:
    """Compose cluster by cluster, so that each code point of the copy knows the cluster it came from."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for run in _RUN.finditer(given):
        if run[1] is not None:
            pieces.append(run[1])
            starts.extend(range(run.start(), run.end()))
            ends.extend(range(run.start() + 1, run.end() + 1))
            continue
        for start, end in _clusters(given, run.start(), run.end()):
            composed = unicodedata.normalize("NFC", given[start:end])
            visible = "".join(mark for mark in composed if mark not in INVISIBLE)
            pieces.append(visible)
            starts.extend([start] * len(visible))
            ends.extend([end] * len(visible))
    return Normal("".join(pieces), tuple(starts), tuple(ends))


def _clusters(given: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split before each code point that cannot combine with what stands before it (combining class 0, no Hangul vowel or tail)."""
    cuts = [
        at
        for at in range(start, end)
        if at == start or not (unicodedata.combining(given[at]) or "\u1160" <= given[at] <= "\u11ff")
    ]
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def folded(text: str) -> str:
    """Return the text with one apostrophe, one space, one hyphen and each word in one alphabet; the length stays."""
    if text.isascii():
        return text.replace("`", "'").replace("\t", " ")
    if _is_mixed(text):
        text = _WORD.sub(_undisguised, text)
    for marks, plain in ((APOSTROPHES, "'"), (SPACES, " "), (HYPHENS, "-")):
        for mark in marks:
            if mark in text:
                text = text.replace(mark, plain)
    return text


def _is_mixed(text: str) -> bool:
    """Say whether a Latin letter stands beside a Cyrillic one; in most texts one look at the bytes tells."""
    encoded = text.encode(errors="surrogatepass")
    return any(lead in encoded for lead in _CYRILLIC_LEADS) and _MIXED.search(text) is not None


def _undisguised(match: re.Match[str]) -> str:
    """Return a word of two alphabets in the one of most of its letters, if the others have twins there."""
    word = match[0]
    if word.isascii() or not _MIXED.search(word):
        return word
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in word)
    plain = word.translate(_TO_CYRILLIC if 2 * cyrillic > len(word) else _TO_LATIN)
    return word if _MIXED.search(plain) else plain
