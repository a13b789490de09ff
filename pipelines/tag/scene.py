"""One text with everything found in it so far, as the rules see it."""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import itemgetter

from pipelines.packs.model import Actor, FormKind, Office, Pack, Round
from pipelines.tag.dateline import dateline_end
from pipelines.tag.index import Hit, Hits
from pipelines.tag.lexicon import Lexicon, Words, closing_word, lexicon
from pipelines.tag.once import once
from pipelines.tag.sentences import paragraphs, sentences

NAMES = frozenset({FormKind.NAME, FormKind.METONYM})
BEFORE = timedelta(days=4)
AFTER = timedelta(days=9)
"""A report from 4 days before a round to 9 days after it may be about it."""
LOOK = 60
"""Characters that a rule looks left or right of a name."""


TWO = 2
END = sys.maxsize
"""Behind the end of any text."""
MOST_DAYS = 4096
"""Days that are kept in mind."""


@dataclass(frozen=True, slots=True)
class Around:
    """The rounds of the days around one, who takes part, and the cities where every party sits at the table.

    `holders`: office → who holds it on the day, for those that were asked for.
    """

    rounds: frozenset[str]
    seats: frozenset[str]
    venues: frozenset[str]
    holders: dict[str, str | None] = field(default_factory=dict)


NOWHERE = Around(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Facts:
    """The pack, arranged for look-ups. `titles`: (country, title) → office."""

    pack: Pack
    titles: Mapping[tuple[str, str], Office]
    rounds: Mapping[str, Round]
    cities: Mapping[str, tuple[str, ...]]  # place → rounds held there
    held: Mapping[str, frozenset[str]]  # actor → offices ever held
    titled: Mapping[tuple[str, str], str]  # (language, office) → all its titles, in small letters
    beside: Mapping[str, tuple[Office, ...]]  # actor → its offices, and those of whoever stands for it or on its side
    divisible: Mapping[str, Mapping[str, tuple[str, ...]]]  # language → title of several words, in each case → titles
    sides: Mapping[str, frozenset[str]]  # actor → parties it stands for or beside, at any time
    countries: frozenset[str]  # countries, and capitals that stand for them
    homes: Mapping[
        str, frozenset[str]
    ]  # actor → countries it is, stands for, is on the side of, or ever held an office of
    meetings: Sequence[
        tuple[date, date, str]
    ]  # (first day, last day, city) of the rounds between the parties themselves
    owners: Mapping[tuple[str, str], str]  # (language, a form of its name) → country or organisation
    meeting_rounds: Sequence[Round]  # rounds with a city on the days when every party sat at a table
    _around: dict[date, "Around"] = field(default_factory=dict)

    def around(self, day: date) -> "Around":
        """Return what rounds there are in the days around a day; most texts are of few days."""
        known = self._around.get(day)
        if known is None:
            near = [each for each in self.rounds.values() if each.from_on - BEFORE <= day <= each.to_on + AFTER]
            known = Around(
                rounds=frozenset(each.round_id for each in near),
                seats=frozenset(actor for each in near for actor in each.participants),
                venues=frozenset(city for first, last, city in self.meetings if first - BEFORE <= day <= last + AFTER),
            )
            if len(self._around) >= MOST_DAYS:
                self._around.clear()
            self._around[day] = known
        return known

    def actor(self, actor_id: str) -> Actor | None:
        """Return the actor; None for an id the pack does not have."""
        return self.pack.actors.get(actor_id)


def facts(pack: Pack) -> Facts:
    """Arrange a pack."""
    held: dict[str, set[str]] = {}
    for office in pack.offices.values():
        for tenure in office.tenures:
            held.setdefault(tenure.actor, set()).add(office.office_id)
    sides = {actor.actor_id: _sides(actor, pack) for actor in pack.actors.values()}
    cities = _cities(pack)
    meetings = _meetings(pack, sides, cities)
    days = {(first, last) for first, last, _ in meetings}
    return Facts(
        pack=pack,
        titles={(office.of, office.title): office for office in pack.offices.values()},
        rounds={each.round_id: each for each in pack.rounds},
        cities=cities,
        beside=_beside(pack),
        titled=_titled(pack),
        divisible=_divisible(pack),
        held={actor: frozenset(offices) for actor, offices in held.items()},
        sides=sides,
        countries=frozenset(
            actor.actor_id
            for actor in pack.actors.values()
            if actor.type == "government" or (actor.type == "place" and actor.stands_for and not actor.acts_by_default)
        ),
        homes={actor.actor_id: _homes(actor, held.get(actor.actor_id, set()), pack) for actor in pack.actors.values()},
        meetings=meetings,
        meeting_rounds=[each for each in pack.rounds if each.city and (each.from_on, each.to_on) in days],
        owners=_owners(pack),
    )


def _homes(actor: Actor, held: Iterable[str], pack: Pack) -> frozenset[str]:
    """Return the countries that an actor is of."""
    owners = (pack.actors.get(pack.offices[office].of) for office in held)
    near = (actor, *(owner for owner in owners if owner is not None))
    named = {
        name for each in near for name in (each.actor_id, each.stands_for, *(period.side for period in each.sides))
    }
    return frozenset(name for name in named if name and (of := pack.actors.get(name)) and of.type == "government")


def _divisible(pack: Pack) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the titles of several words that stand alone as well."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for form in pack.forms:
        if form.bare and " " in form.text and lexicon(form.language).cased and form.target in pack.offices:
            of_language = found.setdefault(form.language, {})
            title = pack.offices[form.target].title
            known = of_language.get(form.text, ())
            if title not in known:
                of_language[form.text] = (*known, title)
    return found


def _titled(pack: Pack) -> dict[tuple[str, str], str]:
    """Return what each office is called in each language, one title a line."""
    found: dict[tuple[str, str], list[str]] = {}
    for form in pack.forms:
        if form.target in pack.offices:
            found.setdefault((form.language, form.target), []).append(form.text.lower())
    return {key: "\n".join(texts) for key, texts in found.items()}


def _beside(pack: Pack) -> dict[str, tuple[Office, ...]]:
    """Return country → its offices, and those of the seats and organisations that stand for it or on its side."""
    found: dict[str, list[Office]] = {}
    for office in pack.offices.values():
        owner = pack.actors.get(office.of)
        beside = {office.of: None}
        if owner is not None and owner.stands_for:
            beside[owner.stands_for] = None
        if owner is not None and owner.type != "government":
            beside |= dict.fromkeys(period.side for period in owner.sides)
        for actor in beside:
            found.setdefault(actor, []).append(office)
    return {actor: tuple(offices) for actor, offices in found.items()}


def _owners(pack: Pack) -> dict[tuple[str, str], str]:
    """Return by which names, told in a title, the countries and organisations are called whose office it is.

    The abbreviation of a ministry tells nothing of the country; that of the actor whose office it is does.
    """
    having = {office.of for office in pack.offices.values()}
    return {
        (form.language, form.text): form.target
        for form in pack.forms
        if form.kind in NAMES
        and (actor := pack.actors.get(form.target)) is not None
        and (
            actor.type == "government"
            or (actor.type == "organisation" and _tells(form.text, has_offices=form.target in having))
        )
    }


def _tells(name: str, *, has_offices: bool) -> bool:
    return has_offices or not name.isupper() or " " in name


def _cities(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return the places of rounds; a round names its city by the id or the name of a place."""
    names = {actor.name.lower(): actor_id for actor_id, actor in pack.actors.items() if actor.type == "place"}
    cities: dict[str, list[str]] = {}
    for each in pack.rounds:
        city = each.city if each.city in pack.actors else names.get(each.city.lower())
        if city:
            cities.setdefault(city, []).append(each.round_id)
    return {city: tuple(ids) for city, ids in cities.items()}


def _meetings(
    pack: Pack, sides: Mapping[str, frozenset[str]], cities: Mapping[str, tuple[str, ...]]
) -> list[tuple[date, date, str]]:
    """Return when and where every party sat at the table."""
    wanted = frozenset(pack.parties)
    met = {
        each.round_id: each
        for each in pack.rounds
        if wanted and wanted <= frozenset().union(*(sides.get(actor, frozenset()) for actor in each.participants))
    }
    return [(met[one].from_on, met[one].to_on, city) for city, ids in cities.items() for one in ids if one in met]


def _sides(actor: Actor, pack: Pack) -> frozenset[str]:
    near = {actor.actor_id, actor.stands_for or "", *(period.side for period in actor.sides)}
    return frozenset(near & set(pack.parties))


@dataclass(frozen=True, eq=False)
class Scene:
    """Title, blank line and body as one normalised `text`; `folded` has the same length. The rest is found when asked for."""

    text: str
    folded: str
    body_at: int
    published_on: date | None
    lexicon: Lexicon
    facts: Facts
    hits: Hits
    given_names: Mapping[str, frozenset[str]]  # given name → persons who bear it
    own_given_names: Mapping[str, Sequence[str]]  # person → given names
    _sentences: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _leads: dict[int, tuple[str, str]] = field(default_factory=dict)

    @once
    def lower(self) -> str:
        """`folded` in lower case, of the same length."""
        return lowered(self.folded)

    @once
    def dateline(self) -> int:
        """Where the dateline ends, `body_at` without one."""
        return dateline_end(self.text, self.body_at, self.lexicon)

    @once
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The spans between newlines, without surrounding blanks."""
        return tuple(paragraphs(self.text))

    @once
    def _paragraph_starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.paragraphs)

    @property
    def around(self) -> Around:
        """The rounds of the days around publication; none without a date."""
        return self.facts.around(self.published_on) if self.published_on else NOWHERE

    def holder(self, office: Office) -> str | None:
        """Return who holds an office on the day of publication; None without a date, or where unknown."""
        if self.published_on is None:
            return None
        holders = self.around.holders
        if office.office_id not in holders:
            holders[office.office_id] = office.holder(self.published_on)
        return holders[office.office_id]

    def venues(self) -> frozenset[str]:
        """Return the cities where the parties meet or met in the days around publication."""
        return self.around.venues

    def paragraph(self, at: int) -> int:
        """Return the index of the paragraph that holds a position."""
        place = bisect_right(self._paragraph_starts, at)
        return place - 1 if place else 0

    def sentences(self, paragraph: int) -> list[tuple[int, int]]:
        """Return the sentences of a paragraph, split when first asked for."""
        known = self._sentences.get(paragraph)
        if known is None:
            start, end = self.paragraphs[paragraph]
            known = sentences(self.text, start, end, self.lexicon.language)
            self._sentences[paragraph] = known
        return known

    def sentence(self, at: int) -> tuple[int, int]:
        """Return the sentence around a position."""
        place = bisect_right(self._paragraph_starts, at)
        paragraph = place - 1 if place else 0
        spans = self._sentences.get(paragraph)
        if spans is None:
            spans = self.sentences(paragraph)
        if len(spans) < TWO:
            return spans[0] if spans else self.paragraphs[paragraph]
        place = bisect_right(spans, (at, END))
        return spans[place - 1 if place else 0]

    def between(self, hits: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
        """Return the hits of one layer that begin in a span."""
        if not hits:
            return ()
        first = bisect_left(hits, (start,))
        return hits[first : bisect_left(hits, (end,), first)] if end > start else ()

    def before(self, at: int, length: int = LOOK) -> str:
        """Return what stands left, in lower case, in one line, with a blank in front."""
        left = self.lower[at - length if at > length else 0 : at]
        return " " + (left.replace("\n", " ¶ ") if "\n" in left else left)

    def sentence_before(self, start: int) -> tuple[int, int] | None:
        """Return the sentence before the one that begins here, in its paragraph or at the end of the one before; none of the title."""
        place = self.paragraph(start)
        if start - 1 <= self.paragraphs[place][0]:
            if not place or self.paragraphs[place - 1][0] < self.body_at:
                return None
            return self.sentence(self.paragraphs[place - 1][1] - 1)
        begin, end = self.sentence(start - 2)
        return (self.dateline if begin < self.dateline < end else begin), end

    def behind_comma(self, at: int) -> bool:
        """Say whether a comma and a blank stand right before a position."""
        return self.text[at - 2 : at] == ", "

    def lead(self, at: int) -> tuple[str, str]:
        """Return what `before` does, and the last word of it, found once for each place."""
        known = self._leads.get(at)
        if known is None:
            before = self.before(at)
            known = self._leads[at] = before, closing_word(before)
        return known

    def after(self, at: int, length: int = LOOK) -> str:
        """Return what stands right, in lower case, up to the end of the paragraph, with a blank at the end."""
        right = self.lower[at : at + length]
        return (right.partition("\n")[0] if "\n" in right else right) + " "


def scene(
    *,
    text: str,
    folded: str,
    body_at: int,
    published_on: date | None,
    lexicon: Lexicon,
    pack: Facts,
    hits: Hits,
    given_names: Mapping[str, frozenset[str]],
    own_given_names: Mapping[str, Sequence[str]],
) -> Scene:
    """Lay out a text."""
    return Scene(
        text=text,
        folded=folded,
        body_at=body_at,
        published_on=published_on,
        lexicon=lexicon,
        facts=pack,
        hits=hits,
        given_names=given_names,
        own_given_names=own_given_names,
    )


def ending_at(hits: Sequence[Hit], end: int) -> Sequence[Hit]:
    """Return the hits that end here, of hits ordered by their end."""
    return hits[bisect_left(hits, end, key=_END) : bisect_right(hits, end, key=_END)]


_END = itemgetter(1)


def padded(words: Words) -> tuple[str, ...]:
    """Return the words with a blank on both sides, as they stand in running text."""
    return words.padded


def lowered(text: str) -> str:
    """Return the text in lower case at the same length: İ, whose lower case is two code points, becomes i."""
    lower = text.replace("İ", "i").lower()
    return lower if len(lower) == len(text) else "".join(mark.lower()[:1] or mark for mark in text)
