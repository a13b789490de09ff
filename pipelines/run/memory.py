"""What the load cannot know of one article alone: that it is another one, that it is of the story of others.

Functions of values over `likeness`; `warehouse.memory` reads the texts and writes what comes of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations, islice
from typing import Final

from pipelines.likeness import (
    Entry,
    Index,
    Kind,
    Member,
    Relation,
    Shingles,
    alike_titles,
    group,
    relate,
    shingle_all,
    title_key,
)
from pipelines.records import ArticleAlias, Basis, IdentityLink, StoryMember, TextDepth
from pipelines.warehouse import CurrentText, Joined, RevisionText, Standing

PORTION: Final = 4_000
"""Texts that are compared with all before them at once; only their sketches are kept."""

ONE_TEXT: Final = timedelta(days=7)
"""How far apart two reports may be that are one by title and text."""

ONE_TITLE: Final = timedelta(days=2)
"""How far apart two reports without a text may be that are one by their title."""

MANY: Final = 40
"""Articles of one publisher in one story, or with one title, from which they are no article twice but a flood, a form,
a ticker; and ids that one address leads to, from which it is that of a front page."""

NEAREST: Final = 12
"""Earlier members of a story, the earliest first, among which the one that a member was taken from is looked for."""

SAME_TEXT: Final = 0.6
"""Share of the shorter of two texts of one publisher that the other must hold, for one article under two titles."""

ADDRESS, TITLE = "address", "title"
"""The rules of identity links that texts show; a person's come from the journal."""

FIRST, INDIRECT = "first", "indirect"
"""What a member of a story is besides copy, version and rewrite: the earliest, or one that only a later one leads to."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of a revision to be compared: no text."""

    publisher_id: str
    basis: Basis
    at: datetime
    is_headline: bool
    title: str
    shingles: Shingles


class Likeness:
    """The `Memory` of the loader."""

    def join(self, texts: Iterable[RevisionText]) -> Joined:
        """Return which ids are of one article (by address, by title), and pairs of ids that are of one story."""
        index = Index()
        seen: dict[str, list[_Seen]] = defaultdict(list)
        pairs: list[tuple[str, str]] = []
        addresses: dict[str, set[str]] = defaultdict(set)
        given = iter(texts)
        while portion := list(islice(given, PORTION)):
            entries = []
            for each, shingles in zip(portion, _shingled(portion), strict=True):
                for other in each.other_ids:
                    addresses[other].add(each.article_id)
                entries.append(Entry(each.article_id, each.publisher_id, each.at, shingles))
                if not each.is_wire:
                    seen[each.article_id].append(_seen(each, shingles.sampled()))
            pairs += [(link.first_id, link.second_id) for link in index.add(entries)]
        links = {*_by_address(addresses), *_by_title(seen, pairs)}
        return Joined(links=tuple(sorted(links, key=_link_order)), pairs=tuple(sorted(set(pairs))))

    def aliases(
        self,
        links: Sequence[IdentityLink],
        standings: Mapping[str, Standing],
        apart: frozenset[tuple[str, str]],
    ) -> tuple[ArticleAlias, ...]:
        """Return which id leads to which: what links join goes by the id that says most, of equals by the earliest.

        Two ids that a person said are two articles are never joined, whatever leads from one to the other.
        """
        groups = _Groups(apart)
        rules: dict[str, str] = {}
        for link in sorted(links, key=_link_order):
            if groups.join(link.one_id, link.other_id):
                for each in (link.one_id, link.other_id):
                    rules[each] = min(rules.get(each, link.rule), link.rule)
        found = []
        for members in groups.of_many():
            chief, *others = sorted(members, key=lambda each: _standing_order(each, standings.get(each)))
            found += [ArticleAlias(alias_id=each, article_id=chief, rule=rules[each]) for each in others]
        return tuple(sorted(found, key=lambda each: each.alias_id))

    def groups(
        self, articles: Iterable[tuple[str, datetime]], pairs: Iterable[tuple[str, str]]
    ) -> tuple[tuple[str, ...], ...]:
        """Return the stories with more than one article, as article ids, the earliest first."""
        stories = group((Member(at, article_id) for article_id, at in articles), pairs)
        return tuple(tuple(each.article_id for each in story.members) for story in stories if len(story.members) > 1)

    def members(self, articles: Sequence[CurrentText]) -> tuple[StoryMember, ...]:
        """Return the members of one story, given the earliest first, each with what it is to whom it shares most with."""
        return tuple(_members(articles))


# ── One article under two ids ─────────────────────────────────────────────────────────────────────


def _seen(each: RevisionText, shingles: Shingles) -> _Seen:
    return _Seen(
        publisher_id=each.publisher_id,
        basis=each.basis,
        at=each.at,
        is_headline=each.text_depth == TextDepth.HEADLINE or not each.text,
        title=each.title,
        shingles=shingles,
    )


def _by_address(addresses: Mapping[str, set[str]]) -> Iterator[IdentityLink]:
    """Yield the links between an article and the ids of its addresses; an address of many is that of a front page."""
    for other, articles in addresses.items():
        if len(articles) <= MANY:
            yield from (_link(other, each, ADDRESS) for each in articles if each != other)


def _by_title(seen: Mapping[str, Sequence[_Seen]], pairs: Iterable[tuple[str, str]]) -> Iterator[IdentityLink]:
    """Yield the links between articles of one publisher that are one by title and text.

    Where there is no text, the title alone says so.
    """
    for candidates in (*_of_one_story(seen, pairs), *_of_one_title(seen)):
        if len(candidates) > MANY:
            continue
        for one, other in combinations(sorted(candidates), 2):
            if any(_is_one(first, second) for first in seen[one] for second in seen[other]):
                yield _link(one, other, TITLE)


def _of_one_story(seen: Mapping[str, Sequence[_Seen]], pairs: Iterable[tuple[str, str]]) -> Iterator[set[str]]:
    members = [Member(min(each.at for each in revisions), article_id) for article_id, revisions in seen.items()]
    for story in group(members, pairs):
        by_publisher: dict[str, set[str]] = defaultdict(set)
        for member in story.members:
            by_publisher[seen[member.article_id][0].publisher_id].add(member.article_id)
        yield from (ids for ids in by_publisher.values() if len(ids) > 1)


def _of_one_title(seen: Mapping[str, Sequence[_Seen]]) -> Iterator[set[str]]:
    titled: dict[tuple[str, str], set[str]] = defaultdict(set)
    for article_id, revisions in seen.items():
        for each in revisions:
            if key := title_key(each.title):
                titled[each.publisher_id, key].add(article_id)
    yield from (ids for ids in titled.values() if len(ids) > 1)


def _is_one(one: _Seen, other: _Seen) -> bool:
    """Say whether two revisions are of one article. Two ids of the publisher's own are two articles by its word."""
    if one.basis is Basis.OWN and other.basis is Basis.OWN:
        return False
    if one.is_headline or other.is_headline:
        return title_key(one.title) == title_key(other.title) != "" and abs(one.at - other.at) <= ONE_TITLE
    if abs(one.at - other.at) > ONE_TEXT or not alike_titles(one.title, other.title):
        return False
    relation = relate(one.shingles, other.shingles, same_publisher=True)
    return relation.is_one_story and relation.held >= SAME_TEXT


def _link(one: str, other: str, rule: str) -> IdentityLink:
    return IdentityLink(one_id=min(one, other), other_id=max(one, other), rule=rule)


def _link_order(link: IdentityLink) -> tuple[str, str, str]:
    return (link.rule, link.one_id, link.other_id)


def _standing_order(article_id: str, standing: Standing | None) -> tuple[int, datetime, str]:
    latest = datetime.max.replace(tzinfo=UTC)
    if standing is None or standing.rank is None:
        return (9, latest, article_id)
    return (standing.rank, standing.at or latest, article_id)


class _Groups:
    """Ids that are joined, but for those that must stay apart."""

    def __init__(self, apart: frozenset[tuple[str, str]]) -> None:
        self._members: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def join(self, one: str, other: str) -> bool:
        """Join the groups of two ids. Return False where someone said that two of theirs are two articles."""
        first, second = (self._members.setdefault(each, {each}) for each in (one, other))
        if first is second:
            return True
        if any(self._apart[each] & second for each in first if each in self._apart):
            return False
        first |= second
        for each in second:
            self._members[each] = first
        return True

    def of_many(self) -> Iterator[set[str]]:
        """Yield the groups with more than one id."""
        done: set[int] = set()
        for members in self._members.values():
            if len(members) > 1 and id(members) not in done:
                done.add(id(members))
                yield members


def _shingled(texts: Iterable[RevisionText] | Iterable[CurrentText]) -> Iterator[Shingles]:
    """Yield what is compared of each text; of a report without one it is the title."""
    return shingle_all(each.text or each.title for each in texts)


# ── Stories ───────────────────────────────────────────────────────────────────────────────────────


def _members(articles: Sequence[CurrentText]) -> Iterator[StoryMember]:
    """Yield the members of one story, the earliest first."""
    story_id = articles[0].article_id
    shingles = list(_shingled(articles))
    for place, (article, own) in enumerate(zip(articles, shingles, strict=True), 1):
        earlier = articles[: min(place - 1, NEAREST)]
        measured = [
            (relate(theirs, own, same_publisher=other.publisher_id == article.publisher_id), other.article_id)
            for other, theirs in zip(earlier, shingles, strict=False)
        ]
        # Of equals the earliest: max() returns the first.
        nearest = max(measured, key=lambda each: _nearness(each[0]), default=None)
        yield _member(story_id, article.article_id, place, nearest)


def _nearness(relation: Relation) -> tuple[bool, float, float]:
    return (relation.kind is not Kind.NONE, relation.held, relation.jaccard)


def _member(story_id: str, article_id: str, place: int, nearest: tuple[Relation, str] | None) -> StoryMember:
    if nearest is None:
        return StoryMember(
            story_id=story_id, article_id=article_id, place=place, relation=FIRST,
            from_article_id=None, held=None, holds=None,
        )  # fmt: skip
    relation, from_article_id = nearest
    return StoryMember(
        story_id=story_id,
        article_id=article_id,
        place=place,
        relation=INDIRECT if relation.kind is Kind.NONE else relation.kind.value,
        from_article_id=from_article_id,
        held=round(relation.second_in_first, 3),
        holds=round(relation.first_in_second, 3),
    )
