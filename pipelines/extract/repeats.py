"""What one page cannot show and many can: one text under many addresses, and floods of nearly equal ones.

A wall that no word gives away, a front page that answers every address: the same text stands under links that the feed
gives different titles. A flood (a broken template, a spammer) says nearly the same under each. Both are told within one
site, so that a wire copy in five outlets is neither. Functions of values.
"""

import heapq
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.addresses import address_key, site
from pipelines.extract.text import WORD, fold

SEVERAL = 3
"""Addresses, and titles in the feed, from which one text cannot be that of each."""

FLOOD = 50
"""Nearly equal texts of one site in one batch from which it is no series of short reports."""

SHINGLE = 3
SKETCH = 24
"""Words hashed together, and smallest hashes kept of a text (bottom-k sketch: Cohen and Kaplan 2007)."""

ALIKE = 0.75
"""Share of the smallest hashes of two texts that both have, from which they are nearly equal: 9 words of 10."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article of a batch: the link and the title of its feed entry, and the text of its page."""

    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Flood:
    """Positions of nearly equal texts of one site (its registered domain), at least `FLOOD` of them."""

    site: str
    members: tuple[int, ...]


def repeated_texts(articles: Sequence[Told]) -> frozenset[int]:
    """Return the positions of articles whose text stands under three addresses of the site and three titles.

    The words decide, not their case or punctuation. One article in several feeds has one address, however tracked.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, each in enumerate(articles):
        if words := fold(each.text):
            groups[_site(each.url), words].append(position)
    found: set[int] = set()
    for members in groups.values():
        if len(members) < SEVERAL:
            continue
        addresses = {address_key(articles[at].url) for at in members}
        titles = {fold(articles[at].title) for at in members}
        if len(addresses) >= SEVERAL and len(titles) >= SEVERAL:
            found.update(members)
    return frozenset(found)


def floods(articles: Iterable[Told], *, least: int = FLOOD) -> tuple[Flood, ...]:
    """Return the floods of a batch, largest first: `least` or more nearly equal texts of one site.

    Each text is compared with the first of each group that it shares most hashes with, so that the cost grows with
    the number of texts, not with its square.
    """
    groups: dict[tuple[str, int], list[int]] = {}
    holders: dict[tuple[str, int], list[int]] = defaultdict(list)
    sketches: dict[int, frozenset[int]] = {}
    for position, each in enumerate(articles):
        owner, sketch = _site(each.url), _sketch(each.text)
        if not sketch:
            continue
        shared = Counter(first for mark in sketch for first in holders[owner, mark])
        first, _ = max(shared.items(), key=lambda item: (item[1], -item[0]), default=(position, 0))
        if first != position and _alike(sketch, sketches[first]):
            groups[owner, first].append(position)
            continue
        groups[owner, position] = [position]
        sketches[position] = sketch
        for mark in sketch:
            holders[owner, mark].append(position)
    found = [Flood(owner, tuple(members)) for (owner, _), members in groups.items() if len(members) >= least]
    return tuple(sorted(found, key=lambda flood: (-len(flood.members), flood.members)))


def _site(url: str) -> str:
    return site(address_key(url).partition("/")[0].partition("?")[0].partition(":")[0])


def _sketch(text: str) -> frozenset[int]:
    words = WORD.findall(text.casefold())
    ends = range(SHINGLE, max(len(words), SHINGLE) + 1)
    hashes = (
        {zlib.crc32(" ".join(words[end - SHINGLE : end]).encode("utf-8", "replace")) for end in ends}
        if words
        else set()
    )
    return frozenset(heapq.nsmallest(SKETCH, hashes))


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether the smallest hashes of both texts together are mostly in each."""
    smallest = heapq.nsmallest(SKETCH, one | other)
    return sum(mark in one and mark in other for mark in smallest) >= ALIKE * len(smallest)
