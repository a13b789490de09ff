"""Text → what of it is compared: the distinct runs of three of its words, as numbers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipelines.likeness.furniture import story_of
from pipelines.likeness.layout import Layout, layout_of
from pipelines.likeness.letters import CHUNK, Numbers, Words, readable, scatter, words_of

LENGTH = 3
"""Words in a row. Two make rewrites meet (a quarter of their runs), four part copies that an editor touched."""

OPENING = 60
"""Runs at the beginning of a text that stand for its lead: two or three sentences."""

MOST = 512
"""Runs of a text that are kept where room is dear. Of a longer text those are that are divisible by a power of two, by
a higher one the longer it is, so that what is kept of two texts can be compared (Broder 1997, sketches modulo m)."""

TELLING = 5
"""Letters from which a word says something of what a text is about; names and numbers always do."""
MOST_TELLING = 128
"""Such words of a text that are kept: the smallest by value, which is to say at random (bottom-k sketch)."""

FIGURE, NAME, QUOTED = 1, 2, 4
"""What a run holds: a number; a name; words that someone else said."""

WEIGHTS = (np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F), np.uint64(0xE7037ED1A0B428DB))
"""One odd number for each place in a run."""


@dataclass(frozen=True, slots=True)
class Shingles:
    """What of a text is compared.

    `marks` are its distinct runs of three words as sorted 32-bit numbers, `flags` what each of them holds (`FIGURE`,
    `NAME`, `QUOTED`, or'ed); `level` says that only marks divisible by 2^level were kept. `opening` are the marks of
    the lead in their order, `vocabulary` its telling words, sorted, numbers as odd values. `words` counts all words.
    """

    marks: NDArray[np.uint32]
    flags: NDArray[np.uint8]
    level: int
    opening: NDArray[np.uint32]
    vocabulary: NDArray[np.uint32]
    words: int
    layout: Layout

    def sampled(self) -> "Shingles":
        """Return the same with no more than `MOST` marks."""
        if len(self.marks) <= MOST:
            return self
        level = self.level
        while np.count_nonzero(self.marks & np.uint32((1 << level) - 1) == 0) > MOST:
            level += 1
        marks, flags = self.at(level)
        return replace(self, marks=marks, flags=flags, level=level)

    def at(self, level: int) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """Return the marks that are divisible by 2^level, which is no less than the text's own, and their flags."""
        if level == self.level:
            return self.marks, self.flags
        kept = self.marks & np.uint32((1 << level) - 1) == 0
        return self.marks[kept], self.flags[kept]


def shingle(text: str) -> Shingles:
    """Return what of one text is compared."""
    return next(shingle_all([text]))


def shingle_all(texts: Iterable[str]) -> Iterator[Shingles]:
    """Yield what of each text is compared, in their order; ten times as fast as one by one."""
    chunk: list[list[str]] = []
    size = 0
    for text in texts:
        lines = story_of(readable(text))
        length = sum(map(len, lines)) + len(lines)
        if chunk and size + length + len(chunk) >= CHUNK:
            yield from _shingled(chunk)
            chunk, size = [], 0
        chunk.append(lines)
        size += length
    if chunk:
        yield from _shingled(chunk)


def _shingled(stories: Sequence[list[str]]) -> Iterator[Shingles]:
    words = words_of(["\n".join(lines) for lines in stories])
    bounds = np.searchsorted(words.texts, np.arange(len(stories) + 1))
    values, flags = _runs(words)
    owners = words.texts[: len(values)]
    whole = owners == words.texts[LENGTH - 1 :] if len(values) else np.zeros(0, np.bool_)
    # One sort for all: text, then value, then flags, in 16 + 32 + 8 bits.
    packed = _distinct(
        (owners[whole].astype(np.uint64) << np.uint64(40))
        | (values[whole].astype(np.uint64) << np.uint64(8))
        | flags[whole],
        ignoring=8,
    )
    limits = np.searchsorted(packed, np.arange(len(stories) + 1, dtype=np.uint64) << np.uint64(40))
    all_marks = (packed >> np.uint64(8)).astype(np.uint32)
    all_flags = packed.astype(np.uint8)
    vocabulary, telling = _vocabulary(words, len(stories))
    for number, lines in enumerate(stories):
        first, end = int(bounds[number]), int(bounds[number + 1])
        count = end - first
        marks, held = all_marks[limits[number] : limits[number + 1]], all_flags[limits[number] : limits[number + 1]]
        if 0 < count < LENGTH:
            marks, held = _tiny(words, first, end)
        yield Shingles(
            marks=marks,
            flags=held,
            level=0,
            opening=values[first : max(first, min(first + OPENING, end - LENGTH + 1))].copy(),
            vocabulary=vocabulary[telling[number] : telling[number + 1]][:MOST_TELLING],
            words=count,
            layout=layout_of(lines, count),
        )


def _runs(words: Words) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return the value of each run of words and what it holds, also of runs across the border of two texts."""
    count = max(len(words.values) - LENGTH + 1, 0)
    total = np.zeros(count, np.uint64)
    flags = np.zeros(count, np.uint8)
    for place, weight in enumerate(WEIGHTS):
        total += words.values[place : place + count] * weight
        flags |= words.figures[place : place + count] * np.uint8(FIGURE)
        flags |= words.names[place : place + count] * np.uint8(NAME)
    flags |= words.quoted[1 : 1 + count] * np.uint8(QUOTED)
    return (scatter(total) >> np.uint64(32)).astype(np.uint32), flags


def _tiny(words: Words, first: int, end: int) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return the one run of a text of one or two words."""
    total = sum(words.values[first + place : first + place + 1] * WEIGHTS[place] for place in range(end - first))
    marks = (scatter(np.asarray(total, np.uint64)) >> np.uint64(32)).astype(np.uint32)
    return marks, np.zeros(1, np.uint8)


def _vocabulary(words: Words, texts: int) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """Return the distinct telling words of all texts, sorted within each, and where each text's begin."""
    tells = words.names | words.figures | (words.lengths >= TELLING)
    values: Numbers = scatter(words.values[tells]) >> np.uint64(33) << np.uint64(1) | words.figures[tells]
    packed = _distinct((words.texts[tells].astype(np.uint64) << np.uint64(32)) | values, ignoring=0)
    limits = np.searchsorted(packed, np.arange(texts + 1, dtype=np.uint64) << np.uint64(32))
    return packed.astype(np.uint32), limits


def _distinct(values: Numbers, *, ignoring: int) -> Numbers:
    """Return numbers sorted, the smallest of those that differ in their lowest bits only; faster than `np.unique`."""
    values = np.sort(values)
    compared = values >> np.uint64(ignoring)
    is_first = np.ones(len(values), np.bool_)
    np.not_equal(compared[1:], compared[:-1], out=is_first[1:])
    return values[is_first]
