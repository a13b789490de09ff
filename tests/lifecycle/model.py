"""What must become of wire stories, as small as it can be said: no files, no runs, one pass over all that was delivered.

It is told what arrived, in the order of arrival, and asked what holds at a moment. It shares no code with the house.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MARGIN = timedelta(minutes=2)
NAMED_WITHIN = timedelta(hours=72)

Story = tuple[str, str]
"""(publisher, guid): channels of one publisher speak of the same story."""

Key = tuple[str, str]
"""(item id, item revision)."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One version of one story as one channel brought it. `orders` are the guids and `name` the slugline that it kills.

    A cancellation without a guid of its own names its story by its slugline too: it may be one of the day before.
    """

    key: Key
    story: Story
    created_at: datetime
    number: int
    status: str = "usable"
    embargo_until: datetime | None = None
    is_sealed: bool = False
    slugline: str = ""
    orders: tuple[str, ...] = ()
    name: str = ""
    is_order: bool = False


@dataclass(frozen=True, kw_only=True)
class Fate:
    """Where a version stands: visible, killed, held (withheld | embargo | sealed, `until` for a time), obeyed or unclear."""

    what: str
    why: str = ""
    until: datetime | None = None


VISIBLE = Fate(what="visible")
KILLED = Fate(what="killed")
WITHHELD = Fate(what="held", why="withheld")
SEALED = Fate(what="held", why="sealed")


@dataclass
class Model:
    """All that arrived, and what follows from it. `fates` are those of the last moment that was asked for.

    `buried` are the stories that earlier runs killed.
    """

    versions: list[Arrival] = field(default_factory=list)
    killed: set[Story] = field(default_factory=set)
    buried: set[Story] = field(default_factory=set)
    unclear: set[Key] = field(default_factory=set)
    fates: dict[Key, Fate] = field(default_factory=dict)

    def run(self, arrivals: Iterable[Arrival], now: datetime) -> dict[Key, Fate]:
        """Take in what arrived since the last run, and say of every version where it stands."""
        arrived, self.buried = list(arrivals), set(self.killed)
        known = {each.key for each in self.versions}
        for each in arrived:
            if each.key not in known:
                self.versions.append(each)
                known.add(each.key)
        for each in arrived:
            self._obey(each)
        released = {key for key, fate in self.fates.items() if fate == VISIBLE}
        self.fates = {each.key: self._fate(each, released, now) for each in self.versions}
        return self.fates

    def current(self, story: Story) -> Key | None:
        """The version that counts, of those that may be seen."""
        seen = [each for each in self._newest_first(story) if self.fates[each.key] == VISIBLE]
        return seen[0].key if seen else None

    def _obey(self, order: Arrival) -> None:
        publisher, _ = order.story
        if order.status == "canceled":
            self.killed.add(order.story)
        self.killed |= {(publisher, guid) for guid in order.orders}
        if order.name and not any(self._is_story(each) and each.story == order.story for each in self.versions):
            meant = {each.story for each in self.versions if self._is_meant(each, order)}
            self.unclear.discard(order.key)
            dead = meant & self.buried  # count as one: which of them is meant is all the same
            if len(meant - dead) + bool(dead) == 1:
                self.killed |= meant
            else:
                self.unclear.add(order.key)

    def _is_meant(self, version: Arrival, order: Arrival) -> bool:
        return (
            self._is_story(version)
            and version.story[0] == order.story[0]
            and version.slugline.casefold() == order.name.casefold()
            and abs(version.created_at - order.created_at) <= NAMED_WITHIN
        )

    def _is_story(self, version: Arrival) -> bool:
        return not version.is_order and version.status != "canceled"

    def _newest_first(self, story: Story) -> list[Arrival]:
        told = [
            (each.created_at, each.number, seen, each) for seen, each in enumerate(self.versions) if each.story == story
        ]
        return [each for *_, each in sorted(told, key=lambda told: told[:3], reverse=True)]

    def _fate(self, version: Arrival, released: set[Key], now: datetime) -> Fate:
        if version.story in self.killed:
            return KILLED
        story = self._newest_first(version.story)
        if story[0].status == "withheld" or version.status == "withheld":
            return WITHHELD
        if version.is_order:
            return Fate(what="unclear" if version.key in self.unclear else "obeyed")
        if (version.embargo_until is None and not version.is_sealed) or version.key in released:
            return VISIBLE
        # Its own embargo, and those of all newer versions: what they hold back, it would give away.
        embargoes = [each for each in story[: story.index(version) + 1] if each.embargo_until or each.is_sealed]
        if any(each.is_sealed for each in embargoes):
            return SEALED
        until = max(each.embargo_until for each in embargoes if each.embargo_until)
        return VISIBLE if until + MARGIN <= now else Fate(what="held", why="embargo", until=until)
