"""The texts of the last days, in which those that belong to the story of a new one are found without reading all.

Texts are put in by portions; a portion never changes again, one more day is one more portion. Looking up costs as much
as there are portions: of many small ones, `Index.of(index.arrays())` makes one. Texts meet where they
share a key of a band (`sketch`), no more than seven days apart, and are then compared as a whole (`relation`). Two
that are known to be of one story by way of others need not be compared, so a flood of a thousand nearly equal pages
costs a few thousand comparisons, not half a million. Which texts are joined in the end depends neither on the order
in which they came nor on the portions.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from pipelines.likeness.portion import Columns, Portion
from pipelines.likeness.relation import Relation, may_be_one_story, relate
from pipelines.likeness.shingles import Shingles
from pipelines.likeness.sketch import BANDS, band_keys

DAYS = timedelta(days=7)
"""How far apart the texts of a story are looked for: what is printed again later is a form or an anniversary."""

CROWD = 64
"""Texts with one key from which they are a crowd: a wire story in every paper, a form, a flood."""
NEAREST, STORIES, PATIENCE = 4, 64, 64
"""Of a crowd a new text is compared with the nearest in time of each story in it, of the nearest stories, and with no
more in all its crowds; a crowd in which nothing is like anything is that of a form.

Should none of these be like it while one further off is, the portions in which they came could decide what is joined.
"""

Numbers = NDArray[np.int64]
"""Texts by their number in the index: portion after portion, row after row."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to be put in: whose it is, when it was published (or first seen; aware), what of it is compared."""

    article_id: str
    publisher_id: str
    at: datetime
    shingles: Shingles


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles of one story, the earlier one first (ties: by id), and what they are to each other."""

    first_id: str
    second_id: str
    relation: Relation


class Index:
    """Texts that can be met again, and which of them are known to be of one story."""

    def __init__(self) -> None:
        self._empty()

    def _empty(self) -> None:
        self._portions: list[Portion] = []
        self._bases: list[int] = []  # the number of the first text of each portion
        self._seconds = np.zeros(0, np.int64)
        self._parents = np.zeros(0, np.int64)  # a forest: texts of one root are of one story

    def __len__(self) -> int:
        return len(self._seconds)

    @property
    def portions(self) -> tuple[Portion, ...]:
        """Return what was put in, portion by portion."""
        return tuple(self._portions)

    @property
    def nbytes(self) -> int:
        """Return the bytes that the index takes."""
        return sum(portion.nbytes for portion in self._portions) + self._seconds.nbytes + self._parents.nbytes

    def add(self, entries: Iterable[Entry]) -> tuple[Link, ...]:
        """Put articles in. Return the links that join them to each other and to what was there, sorted by ids.

        They are as many as join all that belongs together, not one for each two that are alike. An article that is
        there already with the same text is passed over; with another text, its next revision, it counts as one with
        itself and needs no link.
        """
        entries = self._unknown(entries)
        if not entries:
            return ()
        base = len(self)
        texts = [each.shingles for each in entries]
        columns = Columns.of(
            [each.article_id for each in entries],
            (each.publisher_id for each in entries),
            (round(each.at.timestamp()) for each in entries),
            [text.sampled() for text in texts],
        )
        self._append(Portion.of(columns, band_keys(texts)), np.arange(base, base + len(columns)))
        self._join_revisions(base)
        return tuple(sorted(self._links(base), key=lambda link: (link.first_id, link.second_id)))

    def forget(self, before: datetime) -> None:
        """Let go of the portions whose every text is older than a moment: at least seven days before any to come."""
        if not self._portions:
            return
        limit = round(before.timestamp())
        sizes = [len(portion.columns) for portion in self._portions]
        kept = [int(portion.columns.seconds.max()) >= limit for portion in self._portions]
        roots = self._roots(np.arange(len(self)))[np.repeat(kept, sizes)]
        _, first, inverse = np.unique(roots, return_index=True, return_inverse=True)
        portions = [portion for portion, is_kept in zip(self._portions, kept, strict=True) if is_kept]
        self._empty()
        for portion in portions:
            self._append(portion, np.zeros(len(portion.columns), np.int64))
        self._parents = first[inverse].astype(np.int64)

    def arrays(self) -> Mapping[str, NDArray[np.generic]]:
        """Return all that the index holds as plain arrays, in one portion; of an empty one none."""
        if not self._portions:
            return {}
        order = np.argsort(np.concatenate([each.columns.article_ids for each in self._portions]), kind="stable")
        merged = Columns.merged([each.columns for each in self._portions], order)
        keys = np.concatenate([each.keys_of_rows for each in self._portions])[order]
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        stories = places[self._roots(order)]
        return {field.name: getattr(merged, field.name) for field in fields(Columns)} | {
            "keys": keys,
            "stories": stories,
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Index":
        """Return the index of which these are the arrays."""
        index = cls()
        if not arrays:
            return index
        columns = Columns(**{field.name: arrays[field.name] for field in fields(Columns)})  # type: ignore[arg-type]
        index._append(Portion.of(columns, arrays["keys"]), arrays["stories"])  # type: ignore[arg-type]
        return index

    # ── Putting in ────────────────────────────────────────────────────────────────────────────────

    def _unknown(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries that are not there yet with the same text, in the order of their ids."""
        ordered = sorted(entries, key=lambda each: (each.article_id, each.at, each.shingles.marks.tobytes()))
        unknown: list[Entry] = []
        if not ordered:
            return unknown
        ids = np.array([each.article_id.encode() for each in ordered])
        known: list[list[Shingles]] = [[] for _ in ordered]
        for portion in self._portions:
            there = portion.columns.article_ids
            first, end = np.searchsorted(there, ids, "left"), np.searchsorted(there, ids, "right")
            for place in np.flatnonzero(first < end):
                known[place] += map(portion.columns.text, range(first[place], end[place]))
        for each, before in zip(ordered, known, strict=True):
            if unknown and unknown[-1].article_id == each.article_id:
                before.append(unknown[-1].shingles.sampled())
            if not any(np.array_equal(each.shingles.sampled().marks, other.marks) for other in before):
                unknown.append(each)
        return unknown

    def _append(self, portion: Portion, parents: Numbers) -> None:
        self._bases.append(len(self))
        self._portions.append(portion)
        self._seconds = np.concatenate((self._seconds, portion.columns.seconds))
        self._parents = np.concatenate((self._parents, parents))

    def _join_revisions(self, base: int) -> None:
        """Join the texts of one article that is in the newest portion with each other and with older ones."""
        ids = self._portions[-1].columns.article_ids
        for place in np.flatnonzero(ids[1:] == ids[:-1]):
            self._join(base + int(place), base + int(place) + 1)
        for portion, first_number in zip(self._portions[:-1], self._bases[:-1], strict=True):
            there = portion.columns.article_ids
            at = np.minimum(np.searchsorted(there, ids), len(there) - 1)
            for place in np.flatnonzero(there[at] == ids):
                self._join(base + int(place), first_number + int(at[place]))

    # ── Meeting ───────────────────────────────────────────────────────────────────────────────────

    def _links(self, base: int) -> Iterator[Link]:
        """Compare the texts of the newest portion with all that share a key with them, and join those of one story."""
        met, crowds = self._met(base)
        for new, old in met:
            yield from self._compared(int(new), int(old))
        refused: dict[int, set[int]] = defaultdict(set)
        for crowd in crowds:
            yield from self._crowded(crowd, base, refused)

    def _met(self, base: int) -> tuple[Numbers, list[Numbers]]:
        """Return which new texts meet which others, as pairs, and the crowds in which some of the new ones stand."""
        codes: list[Numbers] = []
        crowds: dict[bytes, Numbers] = {}
        near = self._near()
        for band in range(BANDS):
            keys = self._portions[-1].keys[band]
            if not len(keys):
                continue
            spans = [(number, *self._portions[number].span(band, keys)) for number in near]
            sizes = sum(end - first for _, first, end in spans)
            is_crowd = sizes > CROWD
            for number, first, end in spans:
                counts = np.where(is_crowd, 0, end - first)
                new = np.repeat(base + self._portions[-1].rows[band].astype(np.int64), counts)
                steps = np.arange(len(new)) - np.repeat(np.cumsum(counts) - counts, counts)
                old = self._bases[number] + self._portions[number].rows[band][np.repeat(first, counts) + steps]
                wanted = (new > old) & (np.abs(self._seconds[new] - self._seconds[old]) <= DAYS.total_seconds())
                codes.append(new[wanted] << 32 | old[wanted])
            for place in np.flatnonzero(is_crowd & np.append(True, keys[1:] != keys[:-1])):
                members = np.concatenate([
                    self._bases[number] + self._portions[number].rows[band][first[place] : end[place]].astype(np.int64)
                    for number, first, end in spans
                ])  # fmt: skip
                members.sort()
                crowds.setdefault(members.tobytes(), members)
        pairs = np.unique(np.concatenate(codes)) if codes else np.zeros(0, np.int64)
        return np.stack((pairs >> 32, pairs & 0xFFFFFFFF), axis=1), list(crowds.values())

    def _near(self) -> list[int]:
        """Return the portions in which texts are no more than seven days from some in the newest one."""
        newest = self._portions[-1].columns.seconds
        reach = DAYS.total_seconds()
        return [
            number
            for number, portion in enumerate(self._portions)
            if portion.columns.seconds.max() >= newest.min() - reach
            and portion.columns.seconds.min() <= newest.max() + reach
        ]

    def _crowded(self, members: Numbers, base: int, refused: dict[int, set[int]]) -> Iterator[Link]:
        """Compare the new texts of a crowd with those nearest to them in time of each other story in it.

        `refused` are those that each was compared with in vain, in other crowds.
        """
        members = members[np.lexsort((members, self._seconds[members]))]
        for new in members[members >= base].tolist():
            if len(refused[new]) >= PATIENCE:
                continue
            roots = self._roots(members)
            others = members[roots != self._root(new)]
            if not len(others):
                if (roots == roots[0]).all():
                    return
                continue
            distance = np.abs(self._seconds[others] - self._seconds[new])
            near = distance <= DAYS.total_seconds()
            others = others[near][np.argsort(distance[near], kind="stable")]
            yield from self._nearest_of_each(new, others, refused[new])

    def _nearest_of_each(self, new: int, others: Numbers, refused: set[int]) -> Iterator[Link]:
        """Compare one text with the nearest ones of each story."""
        tried: dict[int, int] = {}
        for other, root in zip(others.tolist(), self._roots(others).tolist(), strict=True):
            if len(refused) >= PATIENCE:
                return
            if tried.get(root, 0) >= NEAREST or (root not in tried and len(tried) >= STORIES):
                continue
            tried[root] = tried.get(root, 0) + 1
            if other in refused or self._root(other) == self._root(new):
                continue
            if link := next(self._compared(new, other), None):
                yield link
            else:
                refused.add(other)

    def _compared(self, one: int, other: int) -> Iterator[Link]:
        """Yield the link of two texts, and join them, if they are of one story and not known to be."""
        if self._root(one) == self._root(other):
            return
        first, second = sorted((one, other), key=lambda number: (self._seconds[number], self._article_id(number)))
        (columns, row), (others, other_row) = self._place(first), self._place(second)
        text, other_text = columns.text(row), others.text(other_row)
        if not may_be_one_story(text, other_text):
            return
        relation = relate(
            text,
            other_text,
            same_publisher=bool(columns.publishers[row] == others.publishers[other_row]),
        )
        if relation.is_one_story:
            self._join(one, other)
            yield Link(self._article_id(first), self._article_id(second), relation)

    def _place(self, number: int) -> tuple[Columns, int]:
        portion = bisect_right(self._bases, number) - 1
        return self._portions[portion].columns, number - self._bases[portion]

    def _article_id(self, number: int) -> str:
        columns, row = self._place(number)
        article_id: str = columns.article_ids[row].decode()
        return article_id

    # ── The forest ────────────────────────────────────────────────────────────────────────────────

    def _root(self, number: int) -> int:
        while (parent := int(self._parents[number])) != number:
            self._parents[number] = self._parents[parent]
            number = parent
        return number

    def _roots(self, numbers: Numbers) -> Numbers:
        roots = self._parents[numbers]
        while not np.array_equal(roots, above := self._parents[roots]):
            roots = above
        return roots

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parents[second] = first
