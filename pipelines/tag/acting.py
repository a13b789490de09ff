"""Whether a named place or country acts, or is only where something happens (conventions 4 and 5 of a tag)."""

import re
from bisect import bisect_left
from collections.abc import Container
from functools import lru_cache

from pipelines.packs.model import Actor
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon, Words, closing_word
from pipelines.tag.scene import Scene, padded

NEAR = 25
WITH_WHOM = "ins"
"""The case behind "with" where the same preposition means "from" with another («z …»)."""
WHERE = "loc"
"""The case that says where, or about what."""
WHERE_OR_TO_WHOM = frozenset({"loc", "dat"})
"""Cases that look alike in many names: rules of forms tell the first."""
WHERE_TO = frozenset({"acc", "nom"})
"""The cases in which "on" means "at whom", as rules of forms tell them: where both are alike, the first is told."""
OPENING = ("“", "„", "«", "”", '"')


def place_acts(scene: Scene, start: int, end: int, case: str = "") -> bool:
    """Say whether the name of a capital stands for its government here. `case` is that of the form, if known."""
    lexicon = scene.lexicon
    if scene.body_at <= start < scene.dateline:
        return False
    given, last = scene.lead(start)
    before, word = _bare(scene, given, last)
    after = scene.after(end)
    if (
        _speaks(scene, before, word, start, end)
        or _opens_from(scene, start, after)
        or (last in lexicon.ands.closing and _second_of_pair(scene, given))
    ):
        return True
    if lexicon.place_suffixes and after.startswith(lexicon.place_suffixes):
        return _acts_suffixed(scene, after)
    if _ends_with(before, word, lexicon.seat_before):
        return True
    hour = _ends_with(before, word, lexicon.clock_before) and _tells_hour(before)
    if hour or _ends_with(before, word, lexicon.place_nouns_before) or _is_capital_told(scene, start):
        return False
    if _with_whom(scene, before, word, case):
        return True
    where = case == WHERE and not _ends_with(before, word, lexicon.about)
    if where or _ends_with(before, word, lexicon.place_before) or _behind_attribute(scene, before, case):
        at_whom = case in WHERE_TO and _ends_with(before, word, lexicon.at_whom)
        return at_whom or _seat_follows(scene, after.lstrip())
    return not (_attributive(scene, start, end, after) or _between_towns(scene, before, end))


def _tells_hour(before: str) -> bool:
    """Say whether an hour stands before the last word, a preposition that tells whose time it is («20:00 за …»)."""
    return _HOUR.search(before.rstrip(" ").rpartition(" ")[0]) is not None


_HOUR = re.compile(r"\d[:.]\d\d\Z")


def country_acts(scene: Scene, start: int, end: int, case: str = "", *, institution: bool = False) -> bool:
    """Say whether a country or an institution acts: it does unless something only happens there.

    "From" an institution speak its people, from a country come goods and refugees too.
    """
    lexicon = scene.lexicon
    if scene.body_at <= start < scene.dateline:
        return False
    after = scene.after(end)
    before, word = scene.lead(start)
    if not (institution and word.endswith("'")):  # "à l'…" with an institution is a dative more often than a place
        before, word = _bare(scene, before, word, places=not institution)
    if word not in _governing(lexicon):
        return not _starts_with(after, lexicon.skies)
    if _speaks(scene, before, word, start, end) or _opens_from(scene, start, after) or _quoted_from(scene, after):
        return True
    if lexicon.mild_place_suffixes and after.startswith(lexicon.mild_place_suffixes):
        return _seat_follows(scene, after.partition(" ")[2])
    if _ends_with(before, word, lexicon.seat_before) or _with_whom(scene, before, word, case):
        return True
    if not institution and _ends_with(before, word, lexicon.place_from):
        return _people_before(scene, before) or _seat_follows(scene, after.lstrip())
    return not _is_there(before, word, after, lexicon)


def _is_there(before: str, word: str, after: str, lexicon: Lexicon) -> bool:
    """Say whether what stands around a country tells that something goes or flies there, or only happens there."""
    if _ends_with(before, word, lexicon.journeys) or _starts_with(after, lexicon.skies):
        return True
    if _ends_with(before, word, lexicon.over) and _flies(before, lexicon):
        return True
    return _ends_with(before, word, lexicon.mild_place_before) or _ends_with(before, word, lexicon.capitals)


def _flies(before: str, lexicon: Lexicon) -> bool:
    """Say whether something flies before "over" («drony nad …»), not a victory or a debate."""
    return any(word.startswith(lexicon.flying) for word in before.rpartition(". ")[2].split()[-AIRBORNE:])


AIRBORNE = 5
"""Words before a country, with the preposition, among which what flies over it is told."""


def _owns_capital(scene: Scene, end: int) -> bool:
    """Say whether a country with the ending of a genitive tells only whose capital is meant ("…'nin başkenti …")."""
    lexicon = scene.lexicon
    owned = re.match(rf"{lexicon.genitive_suffix} (?:\(\w+\) )?", scene.folded[end : end + NEAR])
    return owned is not None and scene.lower.startswith(lexicon.capitals.opening, end + owned.end())


def _is_in_office(scene: Scene, start: int, end: int, case: str) -> bool:
    """Say whether a country in the genitive is that of an office that leans on a name («замминистра обороны … Иван Петров»).

    The office need not be of the pack: a noun stands before the country, given name and surname behind it.
    """
    if (case == "nom" and not scene.text[start:end].isupper()) or scene.text[end : end + 1] != " ":
        return False
    if not scene.text[end + 1 : end + 2].isupper():
        return False
    noun = scene.lead(start)[1].rstrip(" ")
    if len(noun) < SHORTEST_NOUN or not noun.isalpha() or noun in scene.lexicon.obliques.set:
        return False
    name = _GIVEN_AND_SURNAME.match(scene.text, end)
    if not name or name[1].lower() in scene.lexicon.days.set:
        return False
    hits = scene.hits.actors
    at = bisect_left(hits, (end,))
    if at < len(hits) and hits[at].start == end + 1:
        named = scene.facts.actor(hits[at].entry.forms[0].target)
        if named is None or named.type != "person":
            return False
    cues = scene.hits.cues
    last = bisect_left(cues, (start,)) - 1
    return last < 0 or cues[last].end + 1 < start


SHORTEST_NOUN = 4
"""Letters of a noun for an office or what it is of; shorter words are prepositions."""
_GIVEN_AND_SURNAME = re.compile(r" ([^\W\d_]+)(?: [^\W\d_]\.)? (?=[^\W\d_])[^\W\d_a-zа-яёіїєґ][\w'’-]+")


@lru_cache(maxsize=64)
def _governing(lexicon: Lexicon) -> Container[str]:
    """Return the words before a country that may tell whether it acts; suffixes may tell it behind any word."""
    if lexicon.from_suffixes or lexicon.mild_place_suffixes:
        return _ANY
    lists = (
        lexicon.seat_speaks,
        lexicon.seat_before,
        lexicon.with_before,
        lexicon.place_from,
        lexicon.journeys,
        lexicon.over,
        lexicon.capitals,
        lexicon.to_whom,
        lexicon.mild_place_before,
    )
    return frozenset().union(*(words.closing for words in lists))


class _Any:
    """Holds every word."""

    def __contains__(self, word: object) -> bool:
        """Say that it does."""
        return True


_ANY = _Any()


def acts(scene: Scene, actor: Actor, start: int, end: int, case: str = "") -> bool:
    """Say whether an actor named here acts, by its type."""
    if actor.type == "person":
        return True
    if not actor.acts_by_default:
        return False
    government = actor.type == "government"
    if (told := _by_neighbours(scene, start, end, case, government=government)) is not None:
        return told
    return country_acts(scene, start, end, case, institution=actor.type == "organisation")


def _by_neighbours(scene: Scene, start: int, end: int, case: str, *, government: bool) -> bool | None:
    """Say whether a country or an organisation acts where what stands beside it tells that for sure, else None."""
    lexicon = scene.lexicon
    if government and lexicon.to_whom and _ends_with(*scene.lead(start), lexicon.to_whom):
        return True
    if "" in lexicon.country_links and _is_in_office(scene, start, end, case):
        return False
    if government and lexicon.genitive_suffix and scene.folded[end : end + 1] == "'" and _owns_capital(scene, end):
        return False
    return None


def _bare(scene: Scene, before: str, word: str, *, places: bool = False) -> tuple[str, str]:
    """Return what stands before a name without an article, and the last word of it; `word` is the last with it.

    `places`: an article with a preposition of place in it (au) stays.
    """
    plain = word.rstrip(" ") or before.rstrip(" ").rpartition(" ")[2]
    if places and plain in scene.lexicon.mild_place_before.set:
        return before, word
    if plain and word.endswith((" ", "'")):
        lexicon = scene.lexicon
        if plain in lexicon.articles.set or plain in lexicon.bare_after.set:
            before = before.rstrip(" ")[: -len(plain)]
            return before, closing_word(before)
    return before, word


def _behind_attribute(scene: Scene, before: str, case: str) -> bool:
    """Say whether an attribute stands between a preposition of place and the name («v tenisové …»)."""
    if case not in WHERE_OR_TO_WHOM:
        return False
    left = f"{before.rstrip().rpartition(' ')[0]} "
    return _ends_with(left, closing_word(left), scene.lexicon.place_before)


def _speaks(scene: Scene, before: str, word: str, start: int, end: int) -> bool:
    """Say whether a preposition of place only tells who speaks («в … заявили»)."""
    return _ends_with(before, word, scene.lexicon.seat_speaks) and (
        _speech_follows(scene, end) or _speech_ends(scene, start)
    )


def _speech_follows(scene: Scene, end: int) -> bool:
    """Say whether a verb of speech comes next, two words between at most («в … такую увязку назвали»).

    More than one word only before a verb without a subject.
    """
    cues = scene.hits.cues
    place = bisect_left(cues, (end,))
    if place == len(cues) or cues[place].start - end >= NEAR or cues[place].entry.cue in DONE_THERE:
        return False
    between = scene.lower[end : cues[place].start]
    words = len(between.split())
    return not any(mark in between for mark in ",.\n") and (
        words <= 1 or (words <= MOST and _plural(scene, cues[place]))
    )


MOST = 3
DONE_THERE = frozenset({"agree", "consult"})
"""Kinds of verbs that tell what several did somewhere."""


def _plural(scene: Scene, cue: Hit) -> bool:
    """Say whether a verb of speech has the ending of one without a subject («заявили»)."""
    if not scene.lexicon.plural_ending:
        return False
    verb = scene.lower[cue.start : cue.end].partition(" ")[0]
    return re.search(rf"{scene.lexicon.plural_ending}\Z", verb) is not None


def _speech_ends(scene: Scene, start: int) -> bool:
    """Say whether an impersonal verb of speech stands right before the preposition («…, заявили в …»)."""
    if not scene.lexicon.plural_ending:
        return False
    cues = scene.hits.cues
    at = bisect_left(cues, (start,)) - 1
    if at < 0 or scene.lower[cues[at].end : start].strip() not in scene.lexicon.seat_speaks:
        return False
    return _plural(scene, cues[at]) and (
        scene.before(cues[at].start, 4).rstrip().endswith((",", "—", "–", "-", "»", "”"))
        or scene.before(cues[at].start, 6).endswith(padded(scene.lexicon.that))
    )


def _opens_from(scene: Scene, start: int, after: str) -> bool:
    """Say whether a title begins with whom something comes from ("…'den açıklama")."""
    endings = scene.lexicon.from_suffixes
    return start == 0 and bool(endings) and after.startswith(endings)


def _acts_suffixed(scene: Scene, after: str) -> bool:
    """Say whether a name with a suffix of place acts: never where it says "in", else by what follows."""
    lexicon = scene.lexicon
    if after.startswith(lexicon.mild_place_suffixes) and not after.startswith(lexicon.from_suffixes):
        return False
    return _quoted_from(scene, after) or _seat_follows(scene, after.partition(" ")[2])


def _quoted_from(scene: Scene, after: str) -> bool:
    """Say whether a quotation comes from there ("…'den “önce …”")."""
    endings = scene.lexicon.from_suffixes
    return bool(endings) and after.startswith(endings) and after.partition(" ")[2].startswith(OPENING)


def _is_capital_told(scene: Scene, start: int) -> bool:
    """Say whether the noun for a capital and its country stand before a city («в столице … <город>», "the capital of …, <city>")."""
    capitals = scene.lexicon.capitals
    if not capitals:
        return False
    hits = scene.hits.actors
    at = bisect_left(hits, (start,)) - 1
    if at < 0 or scene.folded[hits[at].end : start] not in {" ", ", "}:
        return False
    city = scene.facts.actor(hits[at + 1].entry.forms[0].target)
    if city is None or city.stands_for != hits[at].entry.forms[0].target:
        return False
    words = scene.before(hits[at].start).split()[-CAPITAL_REACH:]
    return not capitals.set.isdisjoint(words)


CAPITAL_REACH = 3
"""Words before a country, with what links them, among which the noun for its capital stands."""


def _with_whom(scene: Scene, before: str, word: str, case: str) -> bool:
    """Say whether the preposition before means "with": «omówi z …», where the same word means "from" otherwise."""
    if not _ends_with(before, word, scene.lexicon.with_before):
        return False
    words = before.split()
    return case == WITH_WHOM or (len(words) > 1 and words[-2].startswith(scene.lexicon.with_nouns or ("\n",)))


def _seat_follows(scene: Scene, after: str) -> bool:
    """Say whether what follows is said or done by the government ("…'den açıklama", „aus … kam ein Nein“)."""
    return bool(scene.lexicon.seat_after) and after.startswith(scene.lexicon.seat_after)


def _people_before(scene: Scene, before: str) -> bool:
    """Say whether people of the country are told of («посредники из …»)."""
    words = before.split()
    nouns = (*scene.lexicon.unnamed_nouns.set, *scene.lexicon.collective_country.set)
    return len(words) > 1 and words[-2].startswith(nouns)


def _attributive(scene: Scene, start: int, end: int, after: str) -> bool:
    """Say whether the name only tells which one is meant ("the … round", "three … operators")."""
    lexicon = scene.lexicon
    if _starts_with(after, lexicon.place_nouns) or _QUOTED_PRICE.match(after):
        return True
    if lexicon.verb_last and (link := _AND_NAME.match(scene.text, end)) and link[1].lower() in lexicon.ands.set:
        return _starts_with(scene.after(link.end()), lexicon.place_nouns)
    if not lexicon.attribute_before or after[:1] != " " or not after[1:2].isalpha():
        return False
    word = scene.before(start, 20).split()[-1:]
    return bool(word) and (word[0] in lexicon.attribute_before.set or word[0].isdigit())


_QUOTED_PRICE = re.compile(r" [+−–-]?\d+[.,]\d+ ?(?:%|p)")
"""What a stock exchange gained or lost, behind the name of its city."""
_AND_NAME = re.compile(r" (\w+) [^\W\d_][\w-]*")


def _between_towns(scene: Scene, before: str, end: int) -> bool:
    """Say whether the name is the first of a pair whose second the pack does not know ("trains between … and …")."""
    if not before.endswith(scene.lexicon.between.padded):
        return False
    link = _AND_NAME.match(scene.text, end)
    if not link or not scene.text[link.end(1) + 1].isupper():
        return False
    hits = scene.hits.actors
    at = bisect_left(hits, (link.end(1) + 1,))
    return at == len(hits) or hits[at].start != link.end(1) + 1


def _second_of_pair(scene: Scene, before: str) -> bool:
    """Say whether this is the second of two seats of which the first acts ("between … and …")."""
    return any(
        before.endswith(f" {word} ") and f" {opener} " in before[-40:]
        for word in scene.lexicon.ands
        for opener in scene.lexicon.between
    )


def _ends_with(before: str, word: str, words: Words) -> bool:
    """Say whether one of the words stands right before. `word` is the last one, which tells it of most."""
    return word in words.closing and before.endswith(words.padded)


def _starts_with(after: str, words: Words) -> bool:
    return bool(words) and after.startswith(padded(words))
