"""Identity and stories: what can only be seen beside other articles, settled within the load.

    rows merged ─▶ texts near them ─▶ links ─▶ aliases ─▶ rows move to the article they belong to ─▶ heads
                                                                     heads ─▶ texts of groups ─▶ stories

The comparing is `Memory`'s, functions of values that the loader is given; what stands here reads and writes. All of it
depends on which texts there are, not on the order in which they came.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from pipelines import stage
from pipelines.records import ArticleAlias, Basis, IdentityLink, StoryMember
from pipelines.warehouse import statements
from pipelines.warehouse.connect import Connection

PERSON: Final = "person"
"""The rule of links that come from corrections of kind identity."""

_FETCHED_AT_ONCE: Final = 2_000
_STORIES_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionText:
    """One revision of an article with what may show that it is that of another: under the id that its item gave it."""

    article_id: str
    revision: str
    publisher_id: str
    basis: Basis
    other_ids: tuple[str, ...]
    is_wire: bool
    at: datetime
    text_depth: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentText:
    """An article as it stands."""

    article_id: str
    publisher_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an article id was recognised by (0 the publisher's own id, then addresses) and when the article appeared.

    Both None of an id under which nothing came.
    """

    rank: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What texts show of each other: which article ids are of one article, and pairs of ids that are of one story."""

    links: tuple[IdentityLink, ...]
    pairs: tuple[tuple[str, str], ...]


class Memory(Protocol):
    """What compares texts. Functions of values."""

    def join(self, texts: Iterable[RevisionText]) -> Joined:
        """Return what revisions show of each other; each is read once."""

    def aliases(
        self,
        links: Sequence[IdentityLink],
        standings: Mapping[str, Standing],
        apart: frozenset[tuple[str, str]],
    ) -> tuple[ArticleAlias, ...]:
        """Return which id leads to which. `apart` are pairs, the smaller first, that a person said are two."""

    def groups(
        self, articles: Iterable[tuple[str, datetime]], pairs: Iterable[tuple[str, str]]
    ) -> tuple[tuple[str, ...], ...]:
        """Return the stories with more than one article, as article ids, the earliest first."""

    def members(self, articles: Sequence[CurrentText]) -> tuple[StoryMember, ...]:
        """Return the members of one story, given the earliest first."""


def settle_identity(connection: Connection, memory: Memory, scratch: Path, children: Iterable[str]) -> Joined:
    """Bring the rows of one article under one id, revisions and their `children`.

    Return what the texts showed, for `settle_stories`.
    """
    statements.run(connection, "load/stage_memory")
    joined = memory.join(_texts(connection))
    _write(connection, "load/merge_identity_links", scratch, joined.links, IdentityLink)
    same, apart = _told_by_persons(connection)
    aliases = memory.aliases((*_links(connection), *same), _standings(connection), apart)
    statements.run(connection, "load/delete_aliases")
    _write(connection, "load/insert_aliases", scratch, aliases, ArticleAlias)
    statements.run(connection, "load/stage_moved")
    if statements.count(connection, "load/count_moved"):
        for table in ("revisions", *children):
            statements.run(connection, f"load/drop_later_{table}")
            statements.run(connection, f"load/move_{table}")
    statements.run(connection, "load/move_sightings")
    statements.run(connection, "load/move_visits")
    statements.run(connection, "load/touch_moved")
    return joined


def settle_stories(connection: Connection, memory: Memory, joined: Joined, scratch: Path) -> None:
    """Write the stories anew that the load changed, once it is known which revisions are current."""
    statements.run(connection, "load/stage_storied")
    leads = {str(alias): str(article) for alias, article in statements.run(connection, "load/read_aliases")}
    pairs = {(leads.get(one, one), leads.get(other, other)) for one, other in joined.pairs}
    named = sorted({each for pair in pairs for each in pair})
    heads = statements.run(connection, "load/read_storied_heads", articles=named)
    groups = memory.groups([(str(article_id), _instant(at)) for article_id, at, _ in heads], pairs)
    touched = {str(article_id) for article_id, _, is_touched in heads if is_touched}
    stood: dict[str, set[str]] = defaultdict(set)
    for story_id, article_id in statements.run(connection, "load/read_story_members"):
        stood[str(story_id)].add(str(article_id))
    changed = [each for each in groups if stood[each[0]] != set(each) or touched.intersection(each)]
    members: list[StoryMember] = []
    for first in range(0, len(changed), _STORIES_AT_ONCE):
        portion = changed[first : first + _STORIES_AT_ONCE]
        texts = _current_texts(connection, [each for group in portion for each in group])
        for group in portion:
            members += memory.members([texts[each] for each in group])
    kept = {each for group in groups for each in group} - {each for group in changed for each in group}
    statements.run(connection, "load/delete_story_members", kept=sorted(kept))
    _write(connection, "load/insert_story_members", scratch, members, StoryMember)


def _current_texts(connection: Connection, articles: Sequence[str]) -> dict[str, CurrentText]:
    return {
        str(article_id): CurrentText(
            article_id=str(article_id),
            publisher_id=str(publisher_id),
            title=str(title or ""),
            text=str(text or ""),
        )
        for article_id, publisher_id, title, text in statements.run(
            connection, "load/read_storied_texts", articles=sorted(articles)
        )
    }


def _texts(connection: Connection) -> Iterator[RevisionText]:
    rows = connection.execute(statements.text("load/read_memory"))
    while batch := rows.fetchmany(_FETCHED_AT_ONCE):
        for article_id, revision, publisher_id, basis, other_ids, is_wire, at, depth, title, text in batch:
            yield RevisionText(
                article_id=article_id,
                revision=revision,
                publisher_id=publisher_id or "",
                basis=Basis(basis),
                other_ids=tuple(other_ids),
                is_wire=is_wire,
                at=_instant(at),
                text_depth=depth or "",
                title=title or "",
                text=text or "",
            )


def _links(connection: Connection) -> Iterator[IdentityLink]:
    for one, other, rule in statements.run(connection, "load/read_identity_links"):
        yield IdentityLink(one_id=str(one), other_id=str(other), rule=str(rule))


def _told_by_persons(connection: Connection) -> tuple[tuple[IdentityLink, ...], frozenset[tuple[str, str]]]:
    """Return the links that persons made, and the pairs that they told apart."""
    same, apart = [], set()
    for one, other, is_same in statements.run(connection, "load/read_identity_corrections"):
        first, second = sorted((str(one), str(other)))
        if is_same:
            same.append(IdentityLink(one_id=first, other_id=second, rule=PERSON))
        else:
            apart.add((first, second))
    return tuple(same), frozenset(apart)


def _standings(connection: Connection) -> dict[str, Standing]:
    return {
        str(article_id): Standing(
            rank=None if rank is None else int(str(rank)), at=None if at is None else _instant(at)
        )
        for article_id, rank, at in statements.run(connection, "load/read_standings")
    }


def _write(connection: Connection, name: str, scratch: Path, rows: Sequence[object], record: type) -> None:
    path = scratch / stage.write(scratch, tuple(rows), record).name
    statements.run(connection, name, files=[str(path)])


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(f"{value!r} is no timestamp")
    return value.replace(tzinfo=UTC)
