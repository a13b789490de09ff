"""A portion of an index: some texts as arrays that never change again, and the tables in which their keys are found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipelines.likeness.layout import Layout
from pipelines.likeness.relation import LEAST_WORDS
from pipelines.likeness.shingles import Shingles
from pipelines.likeness.sketch import BANDS
from pipelines.records import make_id

LAYOUTS = tuple(Layout)
SEVERAL = {
    "mark_limits": ("marks", "flags"),
    "opening_limits": ("opening",),
    "vocabulary_limits": ("vocabulary",),
}
"""Columns of which each text has several values, by those that say which."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Texts as columns, one value a text, in the order of their article ids; plain arrays, to be kept anywhere.

    Of `marks`, `flags`, `opening` and `vocabulary` each text has several, the limits say which. `publishers` are
    hashes: all that matters is whether two are the same. `seconds` count from 1970 in UTC. `keys` has `BANDS` columns.
    """

    article_ids: NDArray[np.bytes_]
    publishers: NDArray[np.uint64]
    seconds: NDArray[np.int64]
    words: NDArray[np.uint32]
    levels: NDArray[np.uint8]
    layouts: NDArray[np.uint8]
    marks: NDArray[np.uint32]
    flags: NDArray[np.uint8]
    mark_limits: NDArray[np.int64]
    opening: NDArray[np.uint32]
    opening_limits: NDArray[np.int64]
    vocabulary: NDArray[np.uint32]
    vocabulary_limits: NDArray[np.int64]

    @classmethod
    def of(
        cls, article_ids: Sequence[str], publisher_ids: Iterable[str], seconds: Iterable[int], texts: Sequence[Shingles]
    ) -> "Columns":
        """Return texts as columns; the ids are in ascending order, and none has more marks than `MOST`."""
        publishers: dict[str, int] = {}
        codes = [publishers.setdefault(name, int(make_id(name)[:16], 16)) for name in publisher_ids]
        return cls(
            article_ids=np.array([each.encode() for each in article_ids]),
            publishers=np.array(codes, np.uint64),
            seconds=np.array(list(seconds), np.int64),
            words=np.array([text.words for text in texts], np.uint32),
            levels=np.array([text.level for text in texts], np.uint8),
            layouts=np.array([LAYOUTS.index(text.layout) for text in texts], np.uint8),
            marks=np.concatenate([text.marks for text in texts]),
            flags=np.concatenate([text.flags for text in texts]),
            mark_limits=_limits(len(text.marks) for text in texts),
            opening=np.concatenate([text.opening for text in texts]),
            opening_limits=_limits(len(text.opening) for text in texts),
            vocabulary=np.concatenate([text.vocabulary for text in texts]),
            vocabulary_limits=_limits(len(text.vocabulary) for text in texts),
        )

    @classmethod
    def merged(cls, parts: Sequence["Columns"], order: NDArray[np.int64]) -> "Columns":
        """Return all rows of several columns, numbered one after the other, in an order given by these numbers."""

        def joined(name: str) -> NDArray[np.generic]:
            return np.concatenate([getattr(each, name) for each in parts])

        several: dict[str, NDArray[np.generic]] = {}
        for limits, names in SEVERAL.items():
            lengths = np.concatenate([np.diff(getattr(each, limits)) for each in parts])
            starts = np.cumsum(lengths) - lengths
            taken = lengths[order]
            ends = np.cumsum(taken)
            places = np.repeat(starts[order] - (ends - taken), taken) + np.arange(taken.sum())
            several[limits] = np.append(0, ends)
            several |= {name: joined(name)[places] for name in names}
        single = (field.name for field in fields(cls) if field.name not in several)
        return cls(**{name: joined(name)[order] for name in single}, **several)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self.seconds)

    def text(self, row: int) -> Shingles:
        """Return what of one text is compared."""
        marks = slice(self.mark_limits[row], self.mark_limits[row + 1])
        return Shingles(
            marks=self.marks[marks],
            flags=self.flags[marks],
            level=int(self.levels[row]),
            opening=self.opening[self.opening_limits[row] : self.opening_limits[row + 1]],
            vocabulary=self.vocabulary[self.vocabulary_limits[row] : self.vocabulary_limits[row + 1]],
            words=int(self.words[row]),
            layout=LAYOUTS[self.layouts[row]],
        )


@dataclass(frozen=True, slots=True)
class Portion:
    """Texts, and for each band the keys in ascending order with the rows that have them.

    Texts that are too short to be told apart by their words stand in no table.
    """

    columns: Columns
    keys: NDArray[np.uint32]  # BANDS x texts in tables
    rows: NDArray[np.uint32]

    @classmethod
    def of(cls, columns: Columns, keys: NDArray[np.uint32]) -> "Portion":
        """Return a portion of texts and their keys, a row of `BANDS` keys for each text."""
        told = np.flatnonzero(columns.words >= LEAST_WORDS).astype(np.uint32)
        by_band = keys[told].T
        order = np.argsort(by_band, axis=1, kind="stable")
        return cls(columns, np.take_along_axis(by_band, order, axis=1), told[order])

    def span(self, band: int, keys: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return where in the table of a band each of some keys begins and ends; most do not stand there."""
        table = self.keys[band]
        first = np.searchsorted(table, keys)
        end = first.copy()
        if len(table):
            there = np.flatnonzero(table.take(first, mode="clip") == keys)
            end[there] = np.searchsorted(table, keys[there], "right")
        return first, end

    @property
    def keys_of_rows(self) -> NDArray[np.uint32]:
        """Return the keys as they were given, zeros for texts that stand in no table."""
        keys = np.zeros((len(self.columns), BANDS), np.uint32)
        for band in range(BANDS):
            keys[self.rows[band], band] = self.keys[band]
        return keys

    @property
    def nbytes(self) -> int:
        """Return the bytes that all arrays of the portion take."""
        columns: int = sum(getattr(self.columns, field.name).nbytes for field in fields(Columns))
        return self.keys.nbytes + self.rows.nbytes + columns


def _limits(lengths: Iterable[int]) -> NDArray[np.int64]:
    return np.array(list(accumulate(lengths, initial=0)), np.int64)
