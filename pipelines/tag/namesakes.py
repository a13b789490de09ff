"""Names that are somebody else's: a surname behind another given name, a ministry of another country."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from pipelines.packs.model import Form, FormKind
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene, ending_at

LONGEST_NAME = 24
SHORTEST_GIVEN = 3
"""Letters of a given name: shorter ones are articles and particles (Le, Di) more often than names."""
SAME_INITIALS = ("aао", "eyjiеєіиюяэ", "bvбв", "vwву", "hgгґх", "ckкq", "uwув", "zsзс")
"""Letters that one given name may begin with in different spellings (Oleksandr, Aleksandr; Yuri, Iurii)."""


def strangers(scene: Scene, hits: Sequence[tuple[Hit, Form]]) -> frozenset[int]:
    """Return where surnames stand that belong to somebody outside the pack, or to nobody: a month in a date.

    A surname behind another given name is a stranger's, and so are later ones: until the person of the pack is named
    in full, or, where that person was named before, until the paragraph ends. So is the one in the title, where only
    the stranger is named in full. A namesake that is called so is a stranger.
    """
    persons = [(hit, form) for hit, form in hits if form.kind is FormKind.NAME and _is_person(scene, form)]
    if not persons:
        return frozenset()
    # No given name stands before a possessive adjective: a capital there opens the sentence.
    alone = [(hit, form) for hit, form in persons if " " not in hit.entry.surface and not form.is_possessive]
    named = {hit.start: form.target for hit, form in alone if _other_given_name(scene, hit, form)}
    if any(map(scene.lower.__contains__, scene.lexicon.namesakes)):
        named |= {hit.start: form.target for hit, form in persons if _called_namesake(scene, hit)}
    months = {hit.start for hit, _ in alone if _is_month(scene, hit)}
    months |= _covered(scene, hits, alone)
    if not named:
        return frozenset(months)
    known = _known(hits, named)
    return frozenset({*named, *months, *_later(scene, alone, named, known), *_in_title(scene, alone, named, known)})


def _covered(scene: Scene, hits: Sequence[tuple[Hit, Form]], alone: Sequence[tuple[Hit, Form]]) -> set[int]:
    """Return where the title has surnames that the text has inside longer names only, which are somebody else's."""
    in_title = [(hit, form) for hit, form in alone if hit.start < scene.body_at]
    if not in_title:
        return set()
    told = {form.target for hit, form in hits if hit.start >= scene.body_at}
    return {
        hit.start
        for hit, form in in_title
        if form.target not in told and f" {hit.entry.surface} " in scene.folded[scene.body_at :]
    }


def _called_namesake(scene: Scene, hit: Hit) -> bool:
    """Say whether the text says beside a person's name that it is a namesake's («… (полный тёзка …)»)."""
    words: tuple[str, ...] = scene.lexicon.namesakes
    if " " in hit.entry.surface:  # told in full: "no relation" says whose name is meant, "namesake" that it is not
        words = tuple(word for word in words if " " not in word)
    after = scene.after(hit.end, NEAR_NAMESAKE).partition(".")[0]
    return any(f" {word}" in after or f"({word}" in after or after.startswith(f"-{word}") for word in words) or (
        scene.before(hit.start, NEAR_NAMESAKE).rpartition(" ")[0].rpartition(" ")[2].startswith(words or ("\n",))
    )


NEAR_NAMESAKE = 32
"""Characters between a name and the word that calls it a namesake's."""


def _is_person(scene: Scene, form: Form) -> bool:
    actor = scene.facts.actor(form.target)
    return actor is not None and actor.type == "person"


def _in_title(
    scene: Scene,
    alone: Sequence[tuple[Hit, Form]],
    named: Mapping[int, str],
    known: Mapping[str, Sequence[tuple[int, bool]]],
) -> Iterator[int]:
    """Yield the surnames of the title that the text gives to strangers only."""
    for hit, form in alone:
        if hit.start >= scene.body_at:
            return
        if form.target in named.values() and not any(full for _, full in known.get(form.target, ())):
            yield hit.start


def _is_month(scene: Scene, hit: Hit) -> bool:
    """Say whether a surname that is also the name of a month stands in a date ("in …", "… 2019", "3 …")."""
    lexicon = scene.lexicon
    if hit.entry.surface.lower() not in lexicon.months.set:
        return False
    before, after = scene.before(hit.start, NEAR_DATE), scene.after(hit.end, NEAR_DATE)
    if _DAY_BEFORE.search(before) or _NUMBER_AFTER.match(after):
        return True
    if before.replace("-", " ").endswith(lexicon.month_leads.padded):
        return not after.startswith("'")
    around = {*before.split()[-2:], *after.split()[:2]}
    return not around.isdisjoint(lexicon.months)


NEAR_DATE = 16
_DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?(?: of)? \Z")
_NUMBER_AFTER = re.compile(r",? \d")


def _known(hits: Sequence[tuple[Hit, Form]], named: Mapping[int, str]) -> dict[str, list[tuple[int, bool]]]:
    """Return actor → (where, in full) for the persons that have namesakes here."""
    wanted = frozenset(named.values())
    known: dict[str, list[tuple[int, bool]]] = {}
    for hit, form in hits:
        if form.target in wanted and form.kind is FormKind.NAME and hit.start not in named:
            known.setdefault(form.target, []).append((hit.start, " " in hit.entry.surface))
    return known


def _later(
    scene: Scene,
    alone: Sequence[tuple[Hit, Form]],
    named: Mapping[int, str],
    known: Mapping[str, Sequence[tuple[int, bool]]],
) -> Iterator[int]:
    """Yield the bare surnames that follow a stranger's full name."""
    at = sorted(named)
    for hit, form in alone:
        if hit.start in named:
            continue
        before = [place for place in at[: bisect_left(at, hit.start)] if named[place] == form.target]
        if not before:
            continue
        last = before[-1]
        own = known.get(form.target, ())
        if any(last < place < hit.start for place, full in own if full):
            continue
        if any(place < last for place, _ in own) and scene.paragraph(last) != scene.paragraph(hit.start):
            continue
        yield hit.start


def _other_given_name(scene: Scene, hit: Hit, form: Form) -> bool:
    """Say whether a given name stands right before that cannot be this person's."""
    text = scene.folded
    if hit.start < scene.body_at or text[hit.start - 1 : hit.start] != " ":
        return False
    begin = text.rfind(" ", max(0, hit.start - LONGEST_NAME), hit.start - 1) + 1
    word = text[begin : hit.start - 1].lstrip("«\"“„'(—-\n").rpartition("\n")[2]
    begin = hit.start - 1 - len(word)
    if len(word) < SHORTEST_GIVEN or not word.isalpha() or not word[0].isupper() or word.isupper():
        return False
    if _in_hit(scene, begin):
        return False
    lexicon = scene.lexicon
    if word.lower() in _no_given_names(lexicon):
        return False
    if _FATHER.search(word.lower()) or _follows_own(scene, begin, form):
        return False
    if any(_same_given(word, name) for name in _own_given_names(scene, form)):
        return False
    if word in scene.given_names:
        return True
    return _described(scene, begin) and not (_in_another_case(scene, word, form) or _is_outlet(scene, hit.start - 1))


def _is_outlet(scene: Scene, end: int) -> bool:
    """Say whether the name of an agency or a paper ends here: it is no given name («řekl podle agentury … …»)."""
    return any(hit.entry.sign is not None and hit.entry.sign.outlet for hit in ending_at(scene.hits.signs, end))


@lru_cache(maxsize=64)
def _no_given_names(lexicon: Lexicon) -> frozenset[str]:
    """Return words that may stand before a surname with a capital: forms of address, dates, what opens a sentence."""
    dates = lexicon.days.set | lexicon.months.set | lexicon.months_other.set
    return dates | lexicon.honorifics.set | lexicon.asides.set | lexicon.adverbial.set


def _in_another_case(scene: Scene, word: str, form: Form) -> bool:
    """Say whether a word before a man's surname in the nominative has an oblique ending: it closes what stands before it.

    «в отношении Техаса Х заявил», "w sprawie Teksasu X milczał".
    """
    actor = scene.facts.actor(form.target)
    if actor is None or actor.gender != "m" or not form.rule.endswith(".nom"):
        return False
    return word.endswith(scene.lexicon.given_name_obliques)


def _alike(one: str, other: str) -> bool:
    """Say whether two given names may be spellings of one: their first letters are the same or often exchanged."""
    first, second = one[0].lower(), other[0].lower()
    return first == second or any(first in letters and second in letters for letters in SAME_INITIALS)


def _follows_own(scene: Scene, begin: int, form: Form) -> bool:
    """Say whether the person's own given name stands before: then the word is a second one."""
    before = scene.folded[max(0, begin - LONGEST_NAME) : begin].rstrip().rpartition(" ")[2].rpartition("\n")[2]
    return form.target in scene.given_names.get(before, frozenset())


def _same_given(one: str, other: str) -> bool:
    """Say whether two given names may be one in two spellings, short for one another, or in two cases."""
    if not _alike(one, other):
        return False
    first, second = _sounds(one), _sounds(other)
    if first[:SHORT] == second[:SHORT] and min(len(first), len(second)) <= SHORT_NAME:
        return True
    return SequenceMatcher(None, first, second).ratio() >= SAME


SHORT = 2
SHORT_NAME = 4
"""Letters of short forms of given names (Don, Joe, Mike): they begin like the name they stand for."""
SAME = 0.58
"""From which likeness of two given names one may be the other (Oksana is not Olena, Daniil not Dmitri)."""


def _in_hit(scene: Scene, at: int) -> bool:
    """Say whether a word is part of a name, title or adjective of the pack."""
    hits = scene.hits.actors
    place = bisect_left(hits, (at + 1,)) - 1
    return place >= 0 and hits[place].end > at


def _described(scene: Scene, begin: int) -> bool:
    """Say whether a noun that tells who somebody is stands before the given name ("analyst", «политолог»).

    A capitalised one does in German, and where titles are written with capitals; so does a country («збірної України …»).
    """
    lexicon = scene.lexicon
    before = scene.folded[max(0, begin - LONGEST_NAME) : begin]
    if not before.endswith(" "):
        return False
    while before and not before[-1].isalpha() and before[-1] not in ",.:\n":
        before = before[:-1]  # a blank, or a sign that is no word
    word = before.rpartition(" ")[2].rpartition("\n")[2]
    opens = max(0, begin - LONGEST_NAME) + len(before) - len(word)
    if word.endswith(",") and word[:-1].islower():
        word = word[:-1]  # a description and, behind a comma, who it is of
    if not word.isalpha() or len(word) == 1:
        return False
    if word.islower():
        return lexicon.described_names and word not in _small(lexicon)
    if lexicon.described_names and _opens_sentence(scene, opens):
        return word.lower() not in _small(lexicon) and word.lower() not in lexicon.days.set
    if lexicon.nouns_capital or lexicon.verb_last:
        return word[0].isupper() and not word.isupper() and word.lower() not in lexicon.days
    return lexicon.described_names and _in_country(scene, begin - 2)


def _opens_sentence(scene: Scene, at: int) -> bool:
    """Say whether a word that begins here is the first of its sentence, and no part of a name of the pack."""
    before = scene.folded[max(0, at - 3) : at].rstrip(" ")
    return (at <= scene.body_at or before.endswith((".", "\n", "!", "?", "…"))) and not _in_hit(scene, at)


@lru_cache(maxsize=64)
def _small(lexicon: Lexicon) -> frozenset[str]:
    """Return the small words that are no nouns."""
    return (
        lexicon.obliques.set
        | lexicon.place_before.set
        | lexicon.conjunctions.set
        | lexicon.ands.set
        | lexicon.ors.set
        | lexicon.determiners.set
        | lexicon.articles.set
        | lexicon.auxiliaries.set
    )


def _in_country(scene: Scene, at: int) -> bool:
    """Say whether a position lies in the name of a country."""
    hits = scene.hits.actors
    place = bisect_left(hits, (at + 1,)) - 1
    if place < 0 or hits[place].end <= at:
        return False
    actor = scene.facts.actor(hits[place].entry.forms[0].target)
    return actor is not None and actor.type == "government"


# ── Names written otherwise than the pack has them ────────────────────────────────────────────────

_INITIALS = re.compile(r"(?<![\w.])((?P<first>[^\W\d_])\.[ ]?(?:[^\W\d_]\.[ ]?)?)\Z")
_WORDS_BEFORE = re.compile(r"(?<![\w-])(?P<given>[^\W\d_]+) (?:(?P<father>[^\W\d_]+) )?\Z")
_FATHER = re.compile(r"(?:[oe]vych|[оеёи]вич|[ії]вич|[оеє]вн|ович|[oe]vi[cč]|owicz|[oe]vn)\w{0,3}\Z")
"""What ends a name after the father, in any case."""
SIMILAR = 0.7
"""From which likeness of two given names one is the other in another spelling (Емануель, Емманюель)."""


def name_start(scene: Scene, hit: Hit, form: Form) -> int:
    """Return where a person's name begins of which the pack knows the surname only as it is written here.

    Before a surname may stand initials («В. В. …»), the given name and the father's, or the given name in another
    spelling.
    """
    start = hit.start
    text = scene.folded
    if " " in hit.entry.surface or text[start - 1 : start] not in {" ", "."} or start <= scene.body_at:
        return start
    before = text[max(0, start - LONGEST_NAME * 2) : start].rpartition("\n")[2]
    initials = _INITIALS.search(before)
    if initials and initials["first"].isupper() and initials["first"].lower() not in scene.lexicon.honorifics.set:
        own = _own_given_names(scene, form)
        return start - len(initials[1]) if any(_alike(initials["first"], name) for name in own) else start
    words = _WORDS_BEFORE.search(before)
    if not words:
        return start
    given, father = words["given"], words["father"]
    if father and _FATHER.search(father.lower()) and given[0].isupper() and father[0].isupper():
        begin = start - len(given) - len(father) - 2
        return begin if given in _own_given_names(scene, form) else start
    last = father or given
    begin = start - len(last) - 1
    if len(last) <= SHORTEST_GIVEN or not last[0].isupper() or last.isupper() or _in_hit(scene, begin):
        return start
    sounds = _sounds(last)
    similar = any(
        _alike(last, name) and SequenceMatcher(None, sounds, _sounds(name)).ratio() >= SIMILAR
        for name in _own_given_names(scene, form)
    )
    return begin if similar else start


def _sounds(name: str) -> str:
    """Return a name in one spelling of what is often written in several (Iurii, Yuri; Wladimir, Vladimir)."""
    return _DOUBLE.sub(r"\1", name.lower().translate(_SAME))


_SAME = str.maketrans("yjwэїі", "iivеии")
_DOUBLE = re.compile(r"(.)\1")


def _own_given_names(scene: Scene, form: Form) -> Sequence[str]:
    return scene.own_given_names.get(form.target, ())


# ── Ministries ────────────────────────────────────────────────────────────────────────────────────


def of_another_country(scene: Scene, hit: Hit, form: Form) -> bool:
    """Say whether the name of a ministry or chamber in one word is another country's: «МЗС Китаю», "the Polish Senate"."""
    if form.kind is not FormKind.NAME:
        return False
    actor = scene.facts.pack.actors.get(form.target)
    if actor is None or actor.type != "organisation" or not actor.sides:
        return False
    if " " in hit.entry.surface and not (scene.lexicon.verb_last and form.needs):
        return False
    own = {period.side for period in actor.sides}
    if scene.lexicon.verb_last:
        return _country_before(scene, hit, own)
    if any(other not in own for other in _neighbours(scene, hit)):
        return True
    return _conflict_beside(scene, hit)


def _country_before(scene: Scene, hit: Hit, own: Container[str]) -> bool:
    """Say whether the name of another country stands right before a ministry, where whose it is stands before it."""
    if scene.folded[hit.start - 1 : hit.start] != " ":
        return False
    hits = scene.hits.actors
    at = bisect_left(hits, (hit.start,)) - 1
    if at >= 0 and hits[at].end == hit.start - 1:
        form = hits[at].entry.forms[0]
        actor = scene.facts.actor(form.target) if form.kind is FormKind.NAME else None
        return actor is not None and actor.type == "government" and actor.actor_id not in own
    return _conflict_beside(scene, hit)


def _neighbours(scene: Scene, hit: Hit) -> Iterator[str]:
    """Yield the country whose adjective stands beside, and the one whose name follows with the link of the language."""
    hits = scene.hits.actors
    at = bisect_left(hits, (hit.start,))
    if at and scene.folded[hits[at - 1].end : hit.start] == " ":
        yield from (form.target for form in hits[at - 1].entry.forms[:1] if form.kind is FormKind.ADJECTIVE)
    behind = next((other for other in hits[at : at + 2] if other.start > hit.start), None)
    if behind is None or scene.folded[hit.end : hit.end + 1] != " ":
        return
    form, between = behind.entry.forms[0], scene.lower[hit.end : behind.start].strip()
    if form.kind is FormKind.ADJECTIVE and not between and scene.lexicon.adjectives_behind:
        yield form.target
    actor = scene.facts.actor(form.target) if form.kind is FormKind.NAME else None
    if actor is not None and actor.type == "government" and between in scene.lexicon.country_links.set:
        yield form.target


def _conflict_beside(scene: Scene, hit: Hit) -> bool:
    """Say whether a country that the pack knows from other conflicts only stands beside."""
    conflicts = scene.hits.conflicts
    at = bisect_left(conflicts, (hit.start,))
    before = at > 0 and scene.folded[conflicts[at - 1].end : hit.start] == " "
    return before or (at < len(conflicts) and scene.folded[hit.end : conflicts[at].start] == " ")
