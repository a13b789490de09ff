"""Whom a title alone refers to: "the president said", „Rzecznik dodał“ (convention 3 of a tag)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.packs.model import Form, FormKind, Office
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene, padded

MEMORY = 20
"""Persons told of that a bare title looks back over."""
NEAR_WORD = 24
"""Characters of a preposition and what stands before it."""
NEAR = 4
"""Names told of last, whose country may have such an office."""
LOOK = 30
_ATTRIBUTE_ENDINGS = ("ий", "ый", "ой", "ого", "его", "ому", "ему", "им", "ым", "ом", "ska", "ski", "ský", "ého", "ego")
_NAME_AHEAD = re.compile(r" (?:[^\W\d_][\w'’-]*)")
_NEW_SENTENCE = re.compile(r"[”»][.!?…]\s|\.[”»]\s+[A-ZА-ЯЁІЇЄҐ]")
OPENED = (".", ",", "—", "–", "¶", ":", "«", "“", "„", "‘", "!", "?", "…", ";", "(", '"', "-")
"""What a phrase may begin behind."""
QUOTES = "«“„‘\"'"


@dataclass(slots=True)
class Told:
    """Who was named up to a title, in reading order: persons, and everybody; and which persons come later.

    `previous`: where the title before ended, and whose it is ("the secretary of state and national security adviser").
    `named_in`: where the sentence begins that named the last person. `introduced`: titles and offices of a title that leaned on a person's name, and the person.
    """

    persons: list[str] = field(default_factory=list)
    everybody: list[str] = field(default_factory=list)
    later: Sequence[tuple[int, int, str]] = ()
    previous: tuple[int, str | None] = (0, None)
    named_in: int = -1
    introduced: list[tuple[frozenset[str], frozenset[str], str]] = field(default_factory=list)

    def add(self, scene: Scene, at: int, person: str) -> None:
        """Take up a person; one who stands behind a preposition does not come before whoever else the sentence names."""
        before = scene.before(at, NEAR_WORD)
        sentence = scene.sentence(at)[0]
        governed = before[before.rfind(" ", 0, -1) :].strip() in scene.lexicon.obliques.set and before.endswith(" ")
        place = len(self.persons)
        if governed and self.named_in == sentence and place:
            place -= 1
        self.named_in = sentence
        self.persons.insert(place, person)

    def by_title(self, titles: frozenset[str]) -> str | None:
        """Return who was last introduced with one of these titles before the name."""
        return next((person for known, _, person in reversed(self.introduced) if known & titles), None)

    def by_office(self, office: str) -> str | None:
        """Return who was last introduced with the title of this very office."""
        return next((person for _, ids, person in reversed(self.introduced) if ids == {office}), None)


def named_in_order(scene: Scene, hits: Sequence[tuple[Hit, Form]]) -> list[tuple[int, str, bool]]:
    """Return (start, actor, whether it is a person) of everybody named."""
    found = []
    for hit, form in hits:
        if form.kind is FormKind.NAME or form.kind is FormKind.METONYM:
            actor = scene.facts.actor(form.target)
            if actor is not None:
                found.append((hit.start, actor.actor_id, actor.type == "person"))
    return found


def referred(scene: Scene, hit: Hit, told: Told, offices: Sequence[Office]) -> tuple[str | None, str] | None:
    """Return whom a title alone refers to, and by which rule; None where it stands with another word or means nobody known.

    In a quotation, the one in office on the speaker's side; the person in office named last; in a title, the one named in the text; the one in office in the country of those
    named last; the one named later. Without a date, a title of several words names an office without holder.
    """
    end, before = told.previous
    if before and _only_and(scene, end, hit.start) and holds(scene, before, offices):
        return before, "role.chained"
    if not alone(scene, hit):
        return None
    if scene.published_on is None:
        return (None, "role.undated") if " " in hit.entry.surface else None
    guesses = ((person, rule) for person, rule in _guesses(scene, hit, told, offices) if person)
    return next(guesses, None)


def _guesses(scene: Scene, hit: Hit, told: Told, offices: Sequence[Office]) -> Iterator[tuple[str | None, str]]:
    """Yield who may be meant, each with its rule, the likeliest first."""
    yield _own_alone(scene, hit), "role.own"
    yield _beside_speaker(scene, hit, told, offices), "role.quoted"
    introduced = told.by_title(frozenset(office.title for office in offices)) if told.introduced else None
    yield (introduced if introduced and holds(scene, introduced, offices) else None), "role.introduced"
    yield holder(scene, told.persons, offices), "role.back"
    ahead = holder(scene, [actor for start, _, actor in reversed(told.later) if start > hit.start], offices)
    if hit.start < scene.body_at:
        yield ahead, "role.ahead"
    yield _beside_last(scene, told.everybody, offices), "role.side"
    yield ahead, "role.ahead"


def _only_and(scene: Scene, end: int, start: int) -> bool:
    return 0 < end < start and scene.lower[end:start].strip() in scene.lexicon.ands.set


def holds(scene: Scene, person: str, offices: Sequence[Office]) -> bool:
    """Say whether a person holds one of the offices on the day."""
    return any(scene.holder(office) == person for office in offices)


def _own_alone(scene: Scene, hit: Hit) -> str | None:
    """Return the holder of the office that alone is called by this word, where others are by the same with their country."""
    if scene.published_on is None:
        return None
    for form in hit.entry.forms:
        if form.kind is FormKind.ROLE and not form.bare and form.target in scene.facts.pack.offices:
            return scene.holder(scene.facts.pack.offices[form.target])
    return None


def holder(scene: Scene, persons: Sequence[str], offices: Sequence[Office]) -> str | None:
    """Return the last of the persons who holds an office with one of these titles on the day."""
    if scene.published_on is None:
        return None
    wanted = {office.title for office in offices}
    for person in dict.fromkeys(reversed(persons[-MEMORY:])):
        for office_id in scene.facts.held.get(person, frozenset()):
            office = scene.facts.pack.offices[office_id]
            if office.title in wanted and scene.holder(office) == person:
                return person
    return None


def _beside_last(scene: Scene, everybody: Sequence[str], offices: Sequence[Office]) -> str | None:
    """Return who holds such an office in the country or organisation of those named last."""
    wanted = {office.title for office in offices}
    for actor in dict.fromkeys(reversed(everybody[-NEAR:])):
        for owner in _owners(scene, actor):
            for office in scene.facts.beside.get(owner, ()):
                if office.title in wanted and (person := scene.holder(office)):
                    return person
    return None


def _beside_speaker(scene: Scene, hit: Hit, told: Told, offices: Sequence[Office]) -> str | None:
    """Return who holds such an office on the side of whom the quotation is by that the title stands in.

    That is the person named last before its colon, else the one in the clause right behind it, else the country of a source
    without a name there; a new sentence there is no such clause.
    """
    start, end = scene.paragraphs[scene.paragraph(hit.start)]
    opened = max((scene.text.rfind(mark, start, hit.start) for mark in OPENING), default=-1)
    if opened < 0 or any(scene.text.find(mark, opened + 1, hit.start) >= 0 for mark in CLOSING):
        return None
    if scene.text[start:opened].rstrip().endswith(":"):
        begin = scene.sentence(opened - 1)[0]
        ahead = next((actor for at, _, actor in reversed(told.later) if begin <= at < opened), None)
        if ahead is not None:
            return _beside_last(scene, [ahead], offices)
    closed = min((at for mark in CLOSING if (at := scene.text.find(mark, hit.end, end)) >= 0), default=-1)
    if closed < 0 or _NEW_SENTENCE.search(scene.text, closed - 1, closed + SOON):
        return None
    speaker = next((actor for at, _, actor in told.later if closed < at <= min(end, closed + BEHIND_QUOTE)), None)
    speaker = speaker or _country_of_source(scene, closed + 1, min(end, closed + BEHIND_QUOTE_UNNAMED))
    return _beside_last(scene, [speaker], offices) if speaker else None


def _country_of_source(scene: Scene, start: int, end: int) -> str | None:
    """Return the country named right beside a noun for a source, the first in a clause ("…,” said a senior US official")."""
    for source in scene.between(scene.hits.sources, start, end):
        if ". " in scene.text[start : source.start]:
            return None
        for hit in scene.between(scene.hits.actors, start, end):
            form = hit.entry.forms[0]
            if 1 in {source.start - hit.end, hit.start - source.end} and form.target in scene.facts.countries:
                return form.target
    return None


OPENING, CLOSING = "“«„", "”»"
SOON = 4
"""Characters behind a closing mark within which a new sentence shows."""
BEHIND_QUOTE = 30
"""Characters behind a quotation within which its speaker is named."""
BEHIND_QUOTE_UNNAMED = 80
"""The same for a source without a name, which takes more words ("a senior … official familiar with …")."""


def _owners(scene: Scene, actor_id: str) -> Iterator[str]:
    """Yield whose offices may be meant beside a name: its own, those of whom it stands for, of its country, of its side."""
    yield actor_id
    actor = scene.facts.actor(actor_id)
    if actor is None:
        return
    if actor.stands_for:
        yield actor.stands_for
    for office_id in sorted(scene.facts.held.get(actor_id, frozenset())):
        office = scene.facts.pack.offices[office_id]
        if scene.holder(office) == actor_id:
            yield office.of
            owner = scene.facts.actor(office.of)
            yield from (period.side for period in owner.sides) if owner else ()
    yield from (period.side for period in actor.sides)


def alone(scene: Scene, hit: Hit) -> bool:
    """Say whether a bare title has no other attribute: an article before it, or nothing that could be one."""
    before = scene.before(hit.start, LOOK)
    lexicon = scene.lexicon
    if _of_something(scene, hit):
        return False
    if lexicon.bare_after:
        unquoted = before.replace("“", " ").replace("«", " ").replace("„", " ").replace("‘", " ").replace('"', " ")
        if unquoted.endswith(padded(lexicon.bare_after)):
            if lexicon.nouns_capital and _plural(scene, hit, unquoted.split()):
                return False
            return not _genitive_ahead(scene, hit.end) or lexicon.nouns_capital
        return hit.start < scene.body_at and _heads_title(scene, hit)
    words = scene.text[max(0, hit.start - LOOK) : hit.start].split()
    if not words or before.rstrip().endswith(OPENED):
        return not _genitive_ahead(scene, hit.end)
    hits = scene.hits.actors
    at = bisect_left(hits, (hit.start,)) - 1
    if at >= 0 and hits[at].end == hit.start - 1 and hits[at].entry.forms[0].kind is FormKind.NAME:
        return not _genitive_ahead(scene, hit.end)
    return not _could_be_attribute(words[-1].lstrip(QUOTES), lexicon) and not _genitive_ahead(scene, hit.end)


def _of_something(scene: Scene, hit: Hit) -> bool:
    """Say whether whose title it is follows ("president of the company", «rzecznik resortu»), or is part of the word."""
    lexicon = scene.lexicon
    after = scene.after(hit.end, LOOK)
    if after.startswith(" ") and (
        after.startswith(lexicon.title_owners or ("\n",), 1) or _of_stranger(scene, hit, after)
    ):
        return True
    if lexicon.verb_last:  # an ending that says whose it is, with nobody before
        return " " not in hit.entry.surface and hit.entry.surface.endswith(lexicon.possessed_vowel_endings)
    if lexicon.bare_after:
        return False
    hits = scene.hits.actors
    at = bisect_left(hits, (hit.end,))
    return (
        at < len(hits)
        and scene.folded[hit.end : hits[at].start] == " "
        and hits[at].entry.forms[0].kind in {FormKind.ROLE, FormKind.ADJECTIVE}
    )


def _of_stranger(scene: Scene, hit: Hit, after: str) -> bool:
    """Say whether the adjective of a country outside the pack follows («le ministre thaïlandais»).

    Or an attribute before whose title it is («mluvčí thajské vlády»).
    """
    lexicon = scene.lexicon
    words = after.split()
    if not words or not scene.text[hit.end + 1 : hit.end + 2].islower():
        return False
    if lexicon.nationality_endings:
        return words[0].endswith(lexicon.nationality_endings) and words[0] not in lexicon.no_nationalities.set
    return (
        len(words) > 1
        and bool(lexicon.owner_attributes)
        and words[0].endswith(lexicon.owner_attributes)
        and words[1].startswith(lexicon.title_owners)
    )


def _plural(scene: Scene, hit: Hit, before: Sequence[str]) -> bool:
    """Say whether a German title with its article is a plural: “die Minister”, “ein Treffen der Minister”."""
    if hit.entry.surface.endswith("in"):
        return False
    article = before[-1]
    if article == "der" and (hit.entry.surface.endswith("en") or _noun_before(scene, hit.start)):
        return True
    return article == "die" and not hit.entry.surface.endswith("e")


def _noun_before(scene: Scene, at: int) -> bool:
    words = scene.text[max(0, at - LOOK) : at].split()
    return (
        len(words) > 1
        and words[-2].isalpha()
        and words[-2][0].isupper()
        and words[-2].lower() not in scene.lexicon.days
    )


def _heads_title(scene: Scene, hit: Hit) -> bool:
    """Say whether a title in a headline, without its article, is who speaks ("…, says spokesman", "Spokesman: …")."""
    before, after = scene.text[: hit.start].rstrip(), scene.text[hit.end : hit.end + 2]
    opened = not before or before.endswith(OPENED)
    cues = scene.hits.cues
    at = bisect_left(cues, (hit.start,))
    spoken = at > 0 and scene.text[cues[at - 1].end : hit.start] == " "
    closed = after.startswith((":", " :", "\n", ",")) or after in {" -", " –", " —"}
    return (opened or spoken) and (closed or (at < len(cues) and scene.text[hit.end : cues[at].start] == " "))


def _could_be_attribute(word: str, lexicon: Lexicon) -> bool:
    if lexicon.noun_attributes:
        return word[:1].isupper()
    return word.lower().endswith(_ATTRIBUTE_ENDINGS) and word.lower() not in NO_ATTRIBUTES


NO_ATTRIBUTES = frozenset({"jego", "něho", "его", "потом", "potom"})
"""Words with the ending of an attribute that may stand before any title."""


def _genitive_ahead(scene: Scene, end: int) -> bool:
    """Say whether a capitalised word follows: whose title it is, or who bears it."""
    ahead = _NAME_AHEAD.match(scene.text, end)
    return ahead is not None and ahead.group().strip()[0].isupper()
