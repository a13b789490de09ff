"""Texts → words as numbers, some hundred texts at a time: arithmetic on whole arrays of code points.

A word is the value of a polynomial in its folded letters modulo 2^64 (Karp and Rabin 1987), taken from running sums.
Folding forgets what a reprint changes without changing the text: Unicode form, case, marks upon Latin letters and
dots upon ё and İ, invisible characters, the dots in initials, the separators in large numbers, and what follows the
seventh letter of a word (which also makes one name of its several transliterations). In scripts that part no words,
each character is one.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]

END = "\uffff"
"""Parts texts. No character: it stands in none, and is taken out where it does."""

OTHER = 0xFFFE
"""What a character beyond the basic plane counts as: no letter, no mark."""

LONGEST = 200_000
"""Characters of a text that are read: ten times the longest reportage."""

CHUNK = 1 << 16
"""Characters that are worked at once, of several texts or of one that is longer: enough to make the calls cheap, few
enough for the cache of a core."""

PREFIX = 7
"""Letters of a word that count; of a number all do."""

NOUNS = 0.18
"""Share of a text's words that are capitalised within sentences, from which all nouns are (German: .2 to .3)."""

BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
"""Odd, so that it has an inverse modulo 2^64; 2^64 divided by the golden ratio."""

WORD, DIGIT, CAPITAL, QUOTE, SEPARATOR, IGNORED, ALONE, DOT = (1 << bit for bit in range(8))
"""Traits of a character."""

QUOTES = '"“”„‟«»‹›〝〞＂'
SEPARATORS = ",.'’ \u00a0\u202f\u2009"
"""Marks between the thousands of a number, in one country or another."""
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
PARTED_BY_NOTHING = ((0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x2E80, 0xA000), (0xF900, 0xFB00))
"""Thai and Lao, Burmese, Khmer, Chinese and Japanese: blocks of letters between which no space stands."""
BASE_LETTERS = {"ё": "е", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "s", "æ": "a", "œ": "o"}
MARGIN = 4
"""Characters that are looked at behind and before another."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of several texts in a row.

    `values` tell them apart, `texts` says whose each is (0, 1, …), `lengths` how many letters it has, `figures`,
    `names` and `quoted` what it is: a number; capitalised within a sentence; between quotation marks that are even in
    number in its line.
    """

    values: Numbers
    texts: NDArray[np.intp]
    lengths: NDArray[np.intp]
    figures: NDArray[np.bool_]
    names: NDArray[np.bool_]
    quoted: NDArray[np.bool_]


def words_of(texts: Sequence[str]) -> Words:
    """Return the words of some texts, which together are no longer than `LONGEST`."""
    margin = END * MARGIN
    joined = margin + "".join(f"{text}{END}" for text in texts) + margin
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    if points.max() > ord(END):
        points = np.where(points > ord(END), np.uint32(OTHER), points)
    traits = _traits().take(points)
    kept = ~_ignored(traits)
    kept[:MARGIN] = kept[-MARGIN:] = True
    points, traits = points[kept], traits[kept]
    starts, ends = _bounds(traits)
    figures = traits[starts] & DIGIT > 0
    sums = np.zeros(len(points) + 1, np.uint64)
    np.cumsum(_folded().take(points) * _powers()[: len(points)], out=sums[1:])
    counted = np.where(figures, ends, np.minimum(ends, starts + PREFIX))
    parts = np.flatnonzero(points == ord(END))[MARGIN:]
    owners = np.searchsorted(parts, starts)
    return Words(
        values=(sums[counted] - sums[starts]) * _inverses()[starts],
        texts=owners,
        lengths=ends - starts,
        figures=figures,
        names=_names(traits[starts] & CAPITAL > 0, _follows(points, starts, ends), owners),
        quoted=_quoted(points, traits, starts),
    )


def readable(text: str) -> str:
    """Return what of a text is read, in one Unicode form."""
    return unicodedata.normalize("NFKC", text[:LONGEST]).replace(END, " ").replace("ß", "ss")[:LONGEST]


def _ignored(traits: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which characters count for nothing: 1,000 is 1000, and U.S. is US."""
    ignored = traits & IGNORED > 0
    digit = traits & DIGIT > 0
    inner = slice(MARGIN, len(traits) - MARGIN)

    def beside(flags: NDArray[np.bool_], distance: int) -> NDArray[np.bool_]:
        return flags[MARGIN + distance : len(flags) - MARGIN + distance]

    thousands = (traits[inner] & SEPARATOR > 0) & beside(digit, -1) & beside(digit, 1)
    if thousands.any():
        ignored[inner] |= thousands & beside(digit, 2) & beside(digit, 3) & ~beside(digit, 4)
    dots = traits[inner] & DOT > 0
    word = traits & WORD > 0
    letter = word & ~digit
    initials = dots & beside(letter, -1) & ~beside(word, -2) & beside(letter, 1) & ~beside(word, 2)
    ignored[inner] |= initials
    return ignored


def _bounds(traits: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where words begin, and where they end (exclusive)."""
    word = traits & WORD > 0
    alone = traits & ALONE > 0
    joins = word[1:] & word[:-1] & ~alone[1:] & ~alone[:-1]
    begins, ends = word.copy(), word.copy()
    begins[1:] &= ~joins
    ends[:-1] &= ~joins
    return np.flatnonzero(begins), np.flatnonzero(ends) + 1


def _follows(points: NDArray[np.uint32], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which words stand one character, which is no end of a line, behind another."""
    before = points[starts - 1]
    follows: NDArray[np.bool_] = (before != ord("\n")) & (before != ord(END))
    follows[1:] &= starts[1:] - ends[:-1] == 1
    follows[:1] = False
    return follows


def _names(capitals: NDArray[np.bool_], follows: NDArray[np.bool_], owners: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which words are names: capitalised, and close behind another word.

    Where every noun is capitalised, those that stand beside another such word: first name and surname, rank and name.
    """
    names = capitals & follows
    shares = np.bincount(owners, names) / np.maximum(np.bincount(owners), 1)
    beside = np.zeros(len(names), np.bool_)
    beside[1:] = names[1:] & capitals[:-1] & follows[1:]
    beside[:-1] |= beside[1:]
    named: NDArray[np.bool_] = np.where(shares[owners] > NOUNS, beside & names, names)
    return named


def _quoted(points: NDArray[np.uint32], traits: NDArray[np.uint8], starts: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which words stand in quotation marks; in a line with an odd number of them, none."""
    quotes = np.cumsum(traits & QUOTE > 0, dtype=np.int32)
    breaks = (points == ord("\n")) | (points == ord(END))
    before_break = quotes[breaks]
    line = np.cumsum(breaks, dtype=np.int32)[starts]
    first = before_break[line - 1]
    is_even = (before_break[line] - first) & 1 == 0
    quoted: NDArray[np.bool_] = is_even & ((quotes[starts] - first) & 1 == 1)
    return quoted


@cache
def _traits() -> NDArray[np.uint8]:
    """Return the traits of every character of the basic plane."""
    table = np.zeros(ord(END) + 1, np.uint8)
    for point in range(ord(END)):
        letter = chr(point)
        if letter.isalnum() and point != 0x02BC:  # the letter apostrophe, which some houses write as a mark
            table[point] = WORD | DIGIT * letter.isdigit() | CAPITAL * letter.isupper()
        elif letter in INVISIBLE or unicodedata.category(letter) == "Mn":
            table[point] = IGNORED
    for letters, trait in ((QUOTES, QUOTE), (SEPARATORS, SEPARATOR), (".", DOT)):
        for letter in letters:
            table[ord(letter)] |= trait
    for first, end in PARTED_BY_NOTHING:
        table[first:end] |= (table[first:end] & WORD > 0) * np.uint8(ALONE)
    return table


@cache
def _folded() -> Numbers:
    """Return for every character of the basic plane the one that it counts as, scattered over 64 bits."""
    folded = np.arange(ord(END) + 1, dtype=np.uint64)
    for point in range(ord(END)):
        letter = chr(point).casefold()[:1]
        base = unicodedata.normalize("NFD", letter)[0]
        folded[point] = ord(BASE_LETTERS.get(letter, base if base.isascii() else letter))
    return scatter(folded)


def scatter(values: Numbers) -> Numbers:
    """Return numbers whose every bit depends on all bits of those given (the finaliser of MurmurHash3)."""
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xFF51AFD7ED558CCD)
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xC4CEB9FE1A85EC53)
    return values ^ (values >> np.uint64(33))


@cache
def _powers() -> Numbers:
    powers = np.full(LONGEST + CHUNK, BASE, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


@cache
def _inverses() -> Numbers:
    inverse = np.uint64(pow(int(BASE), -1, 1 << 64))
    inverses = np.full(LONGEST + CHUNK, inverse, np.uint64)
    inverses[0] = 1
    return np.multiply.accumulate(inverses)
