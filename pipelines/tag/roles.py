"""Titles: whose office they name, and who held it on the day (convention 3 of a tag)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.packs.model import Form, FormKind, Office
from pipelines.tag.entries import HEAD
from pipelines.tag.index import Hit
from pipelines.tag.references import MEMORY, Told, holder, holds, named_in_order, referred
from pipelines.tag.scene import Scene, padded

_NAME_AHEAD = re.compile(r" (?:[^\W\d_][\w'’-]*)")
_COMMA_NAME_BEFORE = re.compile(r",? (?:(?:the|der|die|le|la) )?\Z")
_ATTRIBUTE_BETWEEN = re.compile(r", (?:[a-z]{1,3} )?[^\W\d_A-Z][\w-]+ ")
"""A name, a comma, and an attribute of the title ("…, the new minister", «…, новий очільник …»)."""
_ATTRIBUTE = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
"""An attribute between whose it is and the title ("…'s veteran foreign minister")."""
_CLOSED = re.compile(r"[,;)]|\.(?:\s|\Z)| (?:for|to|on) ")
"""What closes an apposition: then it describes the name before it, whoever holds the office."""
REACH = 3
"""Characters between a title and the name it leans on."""
_LEAN = re.compile(r"[ \u00a0]?(?:[(\"“«]?)")


@dataclass(frozen=True, slots=True)
class People:
    """The persons named in a text, as (start, end, actor) in reading order."""

    spans: Sequence[tuple[int, int, str]]
    starts: Sequence[int]


@dataclass(frozen=True, slots=True)
class Titled:
    """A title in the text. Not `mentioned`: it leans on a name, or is a former one. `office` is its id if sure.

    `owner`: (start, end, actor) of the country or organisation named inside a title that is no mention of its own.
    """

    start: int
    end: int
    actor: str | None
    office: str | None
    mentioned: bool
    rule: str
    owner: tuple[int, int, str] | None = None


def titles(scene: Scene, hits: Sequence[tuple[Hit, Form]], persons: Sequence[tuple[int, int, str]]) -> Iterator[Titled]:
    """Yield the titles of a text in reading order."""
    told = Told(later=persons)
    names = iter(named_in_order(scene, hits))
    upcoming = next(names, None)
    people = People(persons, [start for start, _, _ in persons])
    for place, (hit, form) in enumerate(hits):
        while upcoming and upcoming[0] < hit.start:
            told.everybody.append(upcoming[1])
            if upcoming[2]:
                told.add(scene, *upcoming[:2])
            upcoming = next(names, None)
        if form.kind is not FormKind.ROLE:
            continue
        if _cancelled(scene, hit) or _is_attribute(scene, hit):
            if owner := _named_inside(scene, hit):
                yield Titled(hit.start, hit.end, None, None, mentioned=False, rule="role.former", owner=owner)
            continue
        titled = _titled(scene, hits, place, people, told)
        if titled is not None:
            if titled.actor and titled.mentioned:
                told.persons.append(titled.actor)
                told.everybody.append(titled.actor)
                told.previous = titled.end, titled.actor
            yield titled


def _titled(
    scene: Scene,
    hits: Sequence[tuple[Hit, Form]],
    place: int,
    people: People,
    told: Told,
) -> Titled | None:
    hit, form = hits[place]
    if form.rule == HEAD:
        return _by_head(scene, hits, place, told)
    start, end, offices = _with_country(scene, hits, place)
    if _leans(scene, end, people.starts):
        _introduce(told, people, (start, end), offices, aside=_is_aside(scene, hits, place, start))
        owner = _named_beside(scene, hits, place, start, end)
        if owner is None and not (start == hit.start and _follows_name(scene, hit)):
            owner = _named_inside(scene, hit)
        return Titled(start, end, None, None, mentioned=False, rule="role.leans", owner=owner)
    beside = _beside(scene, start, end, people, offices)
    if beside is not None:
        return Titled(start, end, beside, None, mentioned=True, rule="role.apposition")
    if form.rule == OWN and _of_another(scene, hit):
        return None
    if not (form.bare or _is_bare_too(hit)) or (start, end) != (hit.start, hit.end):
        office = offices[0] if offices else None
        actor = told.by_office(office.office_id) if office else None
        actor = actor or _named_twin(scene, people, office, start) or scene.holder(office) if office else None
        owner = None if office else _named_beside(scene, hits, place, start, end)
        known = office.office_id if office else None
        return Titled(start, end, actor, known, mentioned=bool(offices), rule=form.rule, owner=owner)
    found = referred(scene, hit, told, offices)
    return Titled(start, end, found[0], None, mentioned=True, rule=found[1]) if found else None


def _named_twin(scene: Scene, people: People, office: Office, start: int) -> str | None:
    """Return who was named before and holds another office of this title on the same side («помощник президента»), its own holder unnamed."""
    facts = scene.facts
    of_side = (facts.titles.get((side, office.title)) for side in facts.sides.get(office.of, ()) if side != office.of)
    twins = {twin.office_id for twin in of_side if twin is not None}
    if not twins:
        return None
    named = [actor for _, _, actor in people.spans[: bisect_left(people.starts, start)]]
    if scene.holder(office) in named:
        return None
    return next((each for each in reversed(named) if not facts.held.get(each, frozenset()).isdisjoint(twins)), None)


def _introduce(told: Told, people: People, span: tuple[int, int], offices: Sequence[Office], *, aside: bool) -> None:
    """Keep in mind whom a title leans on: the same title alone means that person again.

    `aside`: who is only an object there takes the title from nobody who had it before.
    """
    place = bisect_left(people.starts, span[1])
    if not offices or place == len(people.starts) or people.starts[place] - span[1] > REACH:
        return
    titles = frozenset(office.title for office in offices)
    if not (aside and told.by_title(titles)):
        told.introduced.append((titles, frozenset(office.office_id for office in offices), people.spans[place][2]))


def _is_aside(scene: Scene, hits: Sequence[tuple[Hit, Form]], place: int, start: int) -> bool:
    """Say whether a title with its name is an object: by its case, or a preposition before it."""
    named = hits[place + 1][1] if place + 1 < len(hits) else None
    if named is not None and named.rule.endswith((".gen", ".dat", ".acc", ".ins", ".loc")):
        return True
    return scene.before(start).removesuffix("the ").endswith(scene.lexicon.obliques.padded)


def _is_attribute(scene: Scene, hit: Hit) -> bool:
    """Say whether a word that may be a title is the attribute of a noun here ("…'s head negotiator")."""
    lexicon = scene.lexicon
    attributes = lexicon.title_attributes
    if not attributes or hit.entry.surface.rpartition(" ")[2].lower() not in attributes.set:
        return False
    word = scene.after(hit.end)[1:].partition(" ")[0].rstrip(",.;:!?")
    if not word.isalpha() or not scene.text[hit.end + 1].islower():
        return False
    known = (
        lexicon.obliques.set | lexicon.auxiliaries.set | lexicon.conjunctions.set | lexicon.ands.set | lexicon.ors.set
    )
    cues = scene.hits.cues
    at = bisect_left(cues, (hit.end,))
    return word not in known and not (at < len(cues) and cues[at].start == hit.end + 1) and not word.endswith("s")


OWN = "role.own"
LOOK = 30


def _of_another(scene: Scene, hit: Hit) -> bool:
    """Say whether a word that names one office alone has another country before it, where countries stand before titles."""
    return " " not in hit.entry.surface and _follows_name(scene, hit)


def _follows_name(scene: Scene, hit: Hit) -> bool:
    """Say whether a capitalised word stands right before a title, where whose it is stands there («Pakistan Dışişleri …»)."""
    if not scene.lexicon.verb_last or scene.folded[hit.start - 1 : hit.start] != " ":
        return False
    words = scene.folded[max(0, hit.start - LOOK) : hit.start].split()
    return bool(words) and words[-1][:1].isupper() and words[-1].isalpha()


def _is_bare_too(hit: Hit) -> bool:
    """Say whether a title that one office has alone is that of others as well."""
    return any(form.kind is FormKind.ROLE and form.bare for form in hit.entry.forms)


def _named_inside(scene: Scene, hit: Hit) -> tuple[int, int, str] | None:
    """Return the name of a country or organisation that ends or begins a title («президент США …», "US President …")."""
    owners = scene.facts.owners
    language = scene.lexicon.language
    title = scene.folded[hit.start : hit.end]
    for gap in _GAP.finditer(title):
        ahead, behind = title[: gap.start()], title[gap.end() :]
        if (owner := owners.get((language, behind))) and not _ministry(ahead):
            return hit.start + gap.end(), hit.end, owner
        if owner := owners.get((language, ahead)):
            return hit.start, hit.start + gap.start(), owner
    return None


_GAP = re.compile(r"[ ']")


def _named_beside(
    scene: Scene, hits: Sequence[tuple[Hit, Form]], place: int, start: int, end: int
) -> tuple[int, int, str] | None:
    """Return the country that `_with_country` took into the span of a title, where it is named and no adjective."""
    for other, form in (*hits[max(0, place - 1) : place], *hits[place + 1 : place + 2]):
        inside = start <= other.start and other.end <= end
        if inside and _is_country(scene, form) and not _ministry(scene.folded[start : other.start].rstrip()):
            return other.start, other.end, form.target
    return None


def _ministry(ahead: str) -> bool:
    """Say whether an abbreviation stands last («глава МИД»): a country behind it is part of the ministry's name."""
    word = ahead.rpartition(" ")[2]
    return len(word) > 1 and word.isupper()


def _by_head(scene: Scene, hits: Sequence[tuple[Hit, Form]], place: int, told: Told) -> Titled | None:
    """Read the noun of a title alone ("the minister said"): it counts as the subject of a verb of speech only.

    With a country's adjective before it ("the Polish minister said"), it is one of that country.
    """
    hit, _ = hits[place]
    if not scene.lexicon.nouns_capital and _is_of_body(scene, hit):
        return None
    start, offices = hit.start, _offices(scene, hit)
    before, form = hits[place - 1] if place else (None, None)
    if before and form and form.kind is FormKind.ADJECTIVE and scene.folded[before.end : hit.start] == " ":
        of_country = scene.facts.beside.get(form.target, ())
        start, offices = before.start, [office for office in offices if office in of_country]
    if not offices or not _is_subject(scene, start, hit.end):
        return None
    if start == hit.start:
        back = holder(scene, told.persons, offices)
    else:
        back = next((person for person in reversed(told.persons[-MEMORY:]) if holds(scene, person, offices)), None)
    return Titled(start, hit.end, back, None, mentioned=True, rule=HEAD) if back else None


def _is_of_body(scene: Scene, hit: Hit) -> bool:
    """Say whether the noun of a title has behind it what it is of ("the head of the firm"): then it refers back to nobody."""
    lexicon = scene.lexicon
    owners = [owner for owner in lexicon.title_owners if owner.rstrip() in lexicon.country_links.set]
    return bool(owners) and scene.folded.startswith(tuple(f" {owner}" for owner in owners), hit.end)


def _is_subject(scene: Scene, start: int, end: int) -> bool:
    """Say whether a word alone is who speaks: right behind the verb, or at the beginning of a clause right before it."""
    lexicon = scene.lexicon
    cues = scene.hits.cues
    at = bisect_left(cues, (start,))
    before = scene.before(start)
    if at and _only(scene.lower[cues[at - 1].end : start], lexicon.bare_after):
        return bool(_CLAUSE_GOES_NO_FURTHER.match(scene.lower, end)) or scene.after(end).startswith(
            padded(lexicon.obliques)
        )
    opened = before.removesuffix("the ").rstrip(" ")
    if lexicon.bare_after and not before.endswith(padded(lexicon.bare_after)):
        return False
    if not opened.endswith((".", "¶", "»", "”", "—", "–", ",", "!", "?", ":")) and start not in {0, scene.body_at}:
        return False
    if lexicon.verb_last:
        return scene.folded[end : end + 1] == ","
    return at < len(cues) and _only(scene.lower[end : cues[at].start], lexicon.auxiliaries)


_CLAUSE_GOES_NO_FURTHER = re.compile(r"\s*(?:[.,;:!?…»”)]|[—–-] |\n|\Z)")


def _only(between: str, words: Sequence[str]) -> bool:
    """Say whether nothing, or one of the words, stands between."""
    inner = between.strip(" ")
    return len(between) <= REACH_OF_SUBJECT and (not inner or inner in words)


REACH_OF_SUBJECT = 20


def _with_country(scene: Scene, hits: Sequence[tuple[Hit, Form]], place: int) -> tuple[int, int, list[Office]]:
    """Return the span of a title with the country beside it, and the offices it may name."""
    hit, form = hits[place]
    offices = _offices(scene, hit)
    if not form.bare:
        return hit.start, hit.end, offices
    before = hits[place - 1] if place else None
    if before and _attributive(scene, before, hit.start):
        return before[0].start, hit.end, _of_country(scene, before[1], offices)
    after = hits[place + 1] if place + 1 < len(hits) else None
    if after and _follows(scene, hit.end, after):
        return hit.start, after[0].end, _of_country(scene, after[1], offices)
    return hit.start, hit.end, offices


def _offices(scene: Scene, hit: Hit) -> list[Office]:
    known = scene.facts.pack.offices
    return [known[form.target] for form in hit.entry.forms if form.kind is FormKind.ROLE and form.target in known]


def _of_country(scene: Scene, form: Form, offices: list[Office]) -> list[Office]:
    """Return the office of that country with one of these titles, at most one."""
    actor = scene.facts.actor(form.target)
    country = (actor.stands_for if actor and actor.type == "place" else None) or form.target
    for title in dict.fromkeys(office.title for office in offices):
        office = scene.facts.titles.get((country, title))
        if office:
            return [office]
    return []


def _attributive(scene: Scene, before: tuple[Hit, Form], start: int) -> bool:
    """Say whether a country or its adjective stands right before the title, with or without a possessive."""
    hit, form = before
    if form.kind is FormKind.ADJECTIVE:
        return scene.folded[hit.end : start] == " "
    if form.kind in {FormKind.NAME, FormKind.METONYM} and _is_country(scene, form):
        between = scene.lower[hit.end : start]
        if between == " ":
            return scene.lexicon.noun_attributes or (scene.lexicon.nouns_capital and form.rule.endswith(".gen"))
        parts = between.split()
        with_attribute = scene.lexicon.title_links and len(parts) == 2 and _ATTRIBUTE.fullmatch(parts[1])
        return bool(parts) and parts[0] in scene.lexicon.possessive and (len(parts) == 1 or bool(with_attribute))
    return False


def _follows(scene: Scene, end: int, after: tuple[Hit, Form]) -> bool:
    """Say whether the country follows the title with the link of the language (of, genitive, de la)."""
    hit, form = after
    between = scene.lower[end : hit.start]
    if form.kind is FormKind.ADJECTIVE:
        if between != " " or not scene.lexicon.adjectives_behind:
            return False
        return not hit.entry.surface.endswith(GENITIVES) or scene.folded[end - 1] in OBLIQUES
    return _is_country(scene, form) and between[:1] == " " and between.strip() in scene.lexicon.country_links


GENITIVES = ("ego", "ého", "iej")
OBLIQUES = frozenset("aueiy")
"""Last letters of titles in oblique cases: before a title in the nominative, a genitive is somebody else's."""


def _is_country(scene: Scene, form: Form) -> bool:
    actor = scene.facts.actor(form.target)
    return form.kind in {FormKind.NAME, FormKind.METONYM} and actor is not None and actor.type != "person"


def _cancelled(scene: Scene, hit: Hit) -> bool:
    """Say whether "former", "deputy" or the like stands before the title, or "-elect" after it."""
    before = scene.before(hit.start, 40)
    words = before.replace("-", "- ").replace("'", "' ").split()[-3:]
    former = scene.lexicon.former.set
    if words and words[-1].strip('-«"“') in former:
        return True
    if len(words) > 1 and words[-2].strip("-") in former:
        return before.endswith(" ") and not before.rstrip().endswith((",", ".", ":"))
    return _cancelled_after(scene, hit.end)


def _cancelled_after(scene: Scene, end: int) -> bool:
    words = scene.lexicon.cancels_after
    return bool(words) and scene.after(end, 20)[1:].startswith(words)


def _leans(scene: Scene, end: int, starts: Sequence[int]) -> bool:
    """Say whether a person's name follows at once: one of the pack's, or any other capitalised word."""
    nearest = bisect_left(starts, end)
    if nearest < len(starts) and starts[nearest] - end <= REACH and _LEAN.fullmatch(scene.folded, end, starts[nearest]):
        return True
    if scene.lexicon.nouns_capital or end < scene.body_at:
        return False
    ahead = _NAME_AHEAD.match(scene.text, end)
    if not ahead:
        return False
    if _is_no_person(scene, ahead.start() + 1):
        return False
    word = ahead.group().strip()
    return word[0].isupper() and not word.isupper() and word.lower() not in scene.lexicon.days


def _is_no_person(scene: Scene, at: int) -> bool:
    """Say whether what begins here is named in the pack and no person: it bears no title ("…Bakanı Ankara'ya geldi")."""
    hits = scene.hits.actors
    place = bisect_left(hits, (at,))
    if place == len(hits) or hits[place].start != at:
        return False
    actors = [scene.facts.actor(form.target) for form in hits[place].entry.forms]
    return all(actor is not None and actor.type != "person" for actor in actors)


def _beside(scene: Scene, start: int, end: int, people: People, offices: Sequence[Office]) -> str | None:
    """Return the person whom a title behind or before a comma describes, if that person ever held the office."""
    ids = {office.office_id for office in offices}
    place = bisect_left(people.starts, start)
    near = []
    if place and _COMMA_NAME_BEFORE.fullmatch(scene.lower, people.spans[place - 1][1], start):
        if _CLOSED.match(scene.text, end):
            return people.spans[place - 1][2]
        near.append(people.spans[place - 1])
    if place < len(people.spans) and scene.text[end : people.spans[place][0]] == ", ":
        near.append(people.spans[place])
    if place and not near and _ATTRIBUTE_BETWEEN.fullmatch(scene.text, people.spans[place - 1][1], start):
        near.append(people.spans[place - 1])
    for _, stop, actor in near:
        if not scene.facts.held.get(actor, frozenset()).isdisjoint(ids) and scene.text[stop : stop + 1] != ".":
            return actor
    return None
