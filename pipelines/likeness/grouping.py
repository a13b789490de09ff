"""Links → stories. A story is what links join; its id is that of its earliest member.

The id survives what arrives later, because what is later is not earlier. Where two stories grow into one, or a member
turns up that is older than all, the older id stands and the others lead to it. Functions of values: the order of
members and links does not matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """An article that may be of a story, by when it was published (or first seen); ties: by id."""

    at: datetime
    article_id: str


@dataclass(frozen=True, slots=True)
class Story:
    """Articles of one story, the earliest first."""

    members: tuple[Member, ...]

    @property
    def story_id(self) -> str:
        """Return the id of the story: that of its earliest member."""
        return self.members[0].article_id


def group(members: Iterable[Member], links: Iterable[tuple[str, str]]) -> tuple[Story, ...]:
    """Return the stories of articles, the earliest first; an article without a link is a story of its own.

    `links` are pairs of article ids; one that names an unknown article (killed since, say) joins nothing. An article
    that is given twice counts from the earlier time.
    """
    earliest: dict[str, Member] = {}
    for member in members:
        earliest[member.article_id] = min(member, earliest.get(member.article_id, member))
    parents = {article_id: article_id for article_id in earliest}
    for first, second in links:
        if first in parents and second in parents:
            parents[_root(parents, first)] = _root(parents, second)
    found: dict[str, list[Member]] = defaultdict(list)
    for article_id, member in earliest.items():
        found[_root(parents, article_id)].append(member)
    return tuple(sorted((Story(tuple(sorted(each))) for each in found.values()), key=lambda story: story.members[0]))


def story_ids(stories: Iterable[Story]) -> Mapping[str, str]:
    """Return the story of each article. Whatever id a story ever had was a member's, so this leads from it, too."""
    return {member.article_id: story.story_id for story in stories for member in story.members}


def retired(before: Iterable[Story], after: Iterable[Story]) -> Mapping[str, str]:
    """Return which story ids of an earlier state are no more, each with the id of the story that it is part of now.

    Of a story that fell apart, because a member was withdrawn, the part with the earliest member that is left goes on.
    A story of which nothing is left leads nowhere and is not named.
    """
    now = story_ids(after)
    gone: dict[str, str] = {}
    for story in before:
        heir = next((now[member.article_id] for member in story.members if member.article_id in now), None)
        if heir is not None and heir != story.story_id:
            gone[story.story_id] = heir
    return gone


def _root(parents: dict[str, str], article_id: str) -> str:
    while (parent := parents[article_id]) != article_id:
        parents[article_id] = parents[parent]
        article_id = parent
    return article_id
