"""Speakers that the pack does not have: names as written, and descriptions ("the union's lawyer")."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipelines.packs.model import FormKind
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.match import CYRILLIC
from pipelines.tag.scene import NAMES, Scene
from pipelines.tag.voices import Speaker, Stranger, Voices, is_oblique

ADJACENT_WORDS = 3
MOST_DESCRIBING = 6
NAME_REACH = 45
"""Characters between a verb and a name behind it."""
MOST_ABBREVIATION = 5
SHORTEST_COMMON = 5
OF_NOBODY = tuple("yieěuůęąуюыиіїе")
"""How nouns end that are objects or plurals more often than one person who speaks."""
SHORTEST_TOLD = 7
"""Letters of the shortest name of several who were told, by its ending."""
COMMON_REACH = 5000
"""Characters on either side within which a word stands with a small letter if it is common here."""
CASE_ENDING = 2
"""Letters of a word that its case may change, at most: what is left tells whether it stands elsewhere."""
LONGEST = 60
"""Characters of the longest name or description looked at."""
_SMALL = "".join(filter(str.islower, map(chr, range(0x80, 0x530))))
"""Small letters of Latin beyond ASCII, Greek and Cyrillic: `re` has no class for them."""
_CAPITAL = rf"[^\W\d_a-z{_SMALL}](?<![^\W_].)"
"""A letter that is not small and opens a word: the look back comes behind it, so that all else is passed over fast."""
_PROPER = rf"{_CAPITAL}[\w'’-]*"
_ARTICLE = r"(?:(?:[ae]l|[ae][dnst]|ash|[аеэ]ль|а[днрстш])-)?"
"""The article before a surname, in small letters (Majed al-Ansari, Majid el-Ensari)."""
_SHORT = rf"{_CAPITAL}\w{{0,3}}\. "
"""An initial or a title with its full stop ("J. ", "Prof. ")."""
NAME = re.compile(
    rf"{_CAPITAL}(?:\w{{0,3}}\. (?:{_SHORT})?{_PROPER}|[\w'’-]*)"
    rf"(?: (?:(?:de|von|van|al|el|bin|bint|der) )?(?:{_SHORT}){{0,2}}{_ARTICLE}{_PROPER}){{0,3}}"
)
_ADDRESS = re.compile(r"\.[^\W\d_]")
_NAME_LAST = re.compile(rf"((?:(?:{_SHORT}){{0,2}}{_PROPER} ){{0,3}}(?:(?<= ){_ARTICLE})?{_PROPER})\W{{0,3}}\Z")


def unknown_before(voice: Voices, at: int, start: int) -> Speaker | None:
    """Return a name that the pack does not have and that ends here."""
    folded = voice.scene.folded
    stop = at
    while stop > start and not (folded[stop - 1].isalnum() or folded[stop - 1] in "'-_"):
        stop -= 1
    if "–" in folded[stop:at] or "—" in folded[stop:at]:
        return None  # what was said ends there («… Донбасса — отметил он»)
    blank = folded.rfind(" ", start, stop)
    if stop == start or not _has_capital(folded, max(start, blank + 1), stop):
        return None  # before anything is searched: most words are small
    found = _NAME_LAST.search(folded, max(start, at - 60), at)
    if not found or found.end(1) < at - 2 or is_oblique(voice.scene, found.start(1), start):
        return None
    if _is_governed(voice.scene, found.start(1), start) or found[1].lower() in voice.scene.lexicon.platforms.set:
        return None  # a network is where it was written: «X у своїй мережі Y написав»
    if voice.scene.lexicon.addressees and found[1].isupper() and voice.scene.text[found.start(1) - 2] == ",":
        return None  # an agency that was told («X, žalobce, ČTK řekl»)
    if (whole := _of_noun_before(voice, *found.span(1), start)) is not None:
        return whole
    if found.start(1) == start and _is_common(voice.scene, *found.span(1)):
        return None
    return as_written(voice, found.start(1), found.end(1), start)


def _is_common(scene: Scene, start: int, end: int) -> bool:
    """Say whether the word that opens a sentence is an object: by its ending, or a plural with a small letter elsewhere in the text.

    «Rozhovory popsal jako …»: before its verb stands an object, in languages whose verbs tell the subject. Before a verb with a
    "that" stands none.
    """
    word = scene.lower[start:end]
    behind = scene.lower[end : end + LONGEST].split(maxsplit=2)
    if len(behind) > 1 and behind[0].endswith(",") and behind[1] in scene.lexicon.that.set:
        return False
    if word.endswith(scene.lexicon.no_subject_endings):
        return True
    if not scene.lexicon.verb_genders or " " in word or len(word) < SHORTEST_COMMON or not word.endswith(OF_NOBODY):
        return False
    verb = scene.lower[end : end + LONGEST].split()[:1]
    of_one = (*scene.lexicon.verb_genders.get("m", ()), *scene.lexicon.verb_genders.get("f", ()))
    if not verb or not verb[0].endswith(of_one):
        return False  # several may speak
    stem = " " + scene.folded[start].lower() + scene.folded[start + 1 : end - CASE_ENDING]
    return scene.folded.find(stem, max(0, start - COMMON_REACH), end + COMMON_REACH) >= 0


def _of_noun_before(voice: Voices, begin: int, end: int, start: int) -> Speaker | None:
    """Return who speaks where a single name in the genitive ends right before a verb: who is named before the comma of an apposition, else the noun with it.

    «X, глава МЗС Ирана, отверг», «лидер Тисы заявил».
    """
    scene = voice.scene
    endings = scene.lexicon.owner_endings
    while (blank := scene.folded.find(" ", begin, end)) > 0 and scene.folded[begin:blank].isupper():
        begin = blank + 1  # the office is part of the description («глава МЗС Ирана»)
    before = scene.folded[start:begin].rstrip()
    if not endings or " " in scene.folded[begin:end] or not scene.lower[begin:end].endswith(endings) or not before:
        return None
    comma = scene.text.rfind(", ", start, begin)
    words = scene.text[comma + 2 if comma > 0 else start : begin].split()
    if not 0 < len(words) <= ADJACENT_WORDS or not all(word.isalpha() for word in words):
        return None
    if any(word.lower() in small_words(scene.lexicon) for word in words):
        return None
    named = _NAME_LAST.search(scene.folded, max(start, comma - LONGEST), comma) if comma > 0 else None
    if named is not None and " " in named[1] and named.end(1) == comma:
        return as_written(voice, named.start(1), comma, start)
    if words[0][0].isupper() and comma > 0:
        return None
    return Speaker(None, " ".join([*words, scene.text[begin:end]]), "speaker.described")


def _is_governed(scene: Scene, at: int, start: int) -> bool:
    """Say whether a name belongs to the noun before it: behind a preposition («na svém Twitteru», «в интервью X»), or of who was told."""
    words = scene.folded[max(start, at - LONGEST) : at].split()[-2:]
    lexicon = scene.lexicon
    if len(words) < TWO_WORDS:
        return False
    if words[1] in lexicon.addressees.set:
        return True
    governed = words[0].lower() in lexicon.obliques.set - lexicon.ands.set
    return governed and (words[1] in lexicon.own.set or (bool(lexicon.verb_genders) and words[1].islower()))


def _has_capital(text: str, start: int, end: int) -> bool:
    """Say whether a word holds a letter that is not small."""
    return not text[start:end].islower()


def unknown_behind(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return a name that the pack does not have, if one follows soon, no preposition governs it, and nobody is told by it."""
    scene = voice.scene
    since = near = start
    if scene.lexicon.cased and scene.after(start, 8).startswith(scene.lexicon.places_told.padded):
        return None
    for found in NAME.finditer(scene.folded, start, end):
        if found.start() - near > NAME_REACH:
            return None
        told = scene.lexicon.nouns_capital and " der " in found.group()  # “X der Y Zeitung”: who was told stands behind
        if not told and _is_addressee(scene, found, start, end):
            since = found.end()
            continue
        if scene.folded[found.start() - 1 : found.start()] == "(":
            return None
        ours = voice.between(found.start(), found.start() + 1)
        if scene.lexicon.verb_genders and ours and ours[0].end >= found.end():
            since = found.end()
            continue  # somebody of the pack, in a case that is no subject's
        words = scene.lower[since : found.start()].split()
        governing = [place for place, word in enumerate(words) if word in scene.lexicon.obliques.set]
        if (
            governing
            and _behind_platform(scene, *found.span()) == found.span()
            and len(words) - governing[-1] <= ADJACENT_WORDS
            and not _is_time(scene, words[governing[-1] + 1 :])
        ):
            since = found.end()
            continue
        if scene.lexicon.owner_endings and _goes_on(scene, found):
            near = found.end()
            continue  # an attribute of the noun behind it («голова Харківської … адміністрації»)
        span = _of_name(scene, found)
        if span is None:
            continue
        span = _behind_platform(scene, *span) if governing else span
        return _with_noun(voice, since, *span) or as_written(voice, *span, -1)
    return None


def _behind_platform(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Return where a name begins behind the network or agency before it, which the preposition governs (« a annoncé sur X Jean Y »)."""
    first = scene.folded.find(" ", start, end)
    if first < 0:
        return start, end
    sign = next((hit for hit in scene.between(scene.hits.signs, start, start + 1) if hit.end < end), None)
    if scene.lower[start:first] in scene.lexicon.platforms.set:
        return first + 1, end
    return (sign.end + 1, end) if sign is not None and scene.folded[sign.end] == " " else (start, end)


def _with_noun(voice: Voices, start: int, begin: int, end: int) -> Speaker | None:
    """Return a single name in the genitive with the noun before it, behind a verb: who speaks is of it («lider Tiszy»)."""
    scene = voice.scene
    endings = scene.lexicon.owner_endings
    if not endings or " " in scene.text[begin:end] or not scene.lower[begin:end].endswith(endings):
        return None
    words = scene.text[start:begin].split()
    told = scene.lexicon.addressees.set | small_words(scene.lexicon)
    while words and words[0].lower() in told:
        words.pop(0)
    nouns = [word for word in words if word.isalpha() and word.islower()]
    if not 0 < len(words) <= ADJACENT_WORDS or len(nouns) != len(words) or not told.isdisjoint(words):
        return None
    return Speaker(None, " ".join([*words, scene.text[begin:end]]), "speaker.described")


def _of_name(scene: Scene, found: re.Match[str]) -> tuple[int, int] | None:
    """Return where a name begins and ends in a run of words with capitals behind a verb; None for the end of a title."""
    begin, end = found.span()
    lexicon = scene.lexicon
    if lexicon.nouns_capital and " der " in found.group():
        return begin, scene.folded.index(" der ", begin)  # who was told follows
    if lexicon.nouns_capital and found.group().count(" ") > 1 and " von " not in found.group():
        begin = scene.folded.rfind(" ", begin, scene.folded.rfind(" ", begin, end)) + 1
    begin = _behind_abbreviation(found, begin)
    if scene.folded[begin - 1] == "'" and lexicon.elided:
        if " " not in scene.folded[begin:end]:
            return None  # “secrétaire d'État”
        begin = scene.folded.index(" ", begin) + 1  # “conseiller d'État X”
    return begin, end


def is_outlet(scene: Scene, start: int, end: int) -> bool:
    """Say whether an outlet of the pack is called so."""
    return any(
        hit.entry.sign is not None and hit.entry.sign.outlet for hit in scene.between(scene.hits.signs, start, end)
    )


def _is_addressee(scene: Scene, found: re.Match[str], start: int, end: int) -> bool:
    """Say whether a name behind a verb of speech is rather who was told: an agency, a newspaper, a reporter.

    Its noun stands before it or in it («powiedział agencji AFP egipski negocjator», “der Deutschen Presse-Agentur”); or it is
    a single word in the dative, or an abbreviation, and the subject follows («пояснив Суспільному речник …»).
    """
    name = found.group()
    lexicon = scene.lexicon
    if (
        name.isupper()
        and len(name) <= MOST_ABBREVIATION
        and (found.start() > start + 1 or is_outlet(scene, *found.span()))
    ):
        return True
    told = lexicon.addressees.set
    if told:
        words = name.lower().split(" ")
        before = scene.lower[start : found.start()].rstrip(' «„“"').rpartition(" ")[2]
        if before in told or words[-1] in told or words[0] in told:
            return True
    if " " not in name and len(name) >= SHORTEST_TOLD and name.lower().endswith(lexicon.told_endings):
        return True
    if not lexicon.dative_endings or " " in name:
        return False
    if scene.lower[found.end() + 1 : found.end() + LONGEST].partition(" ")[0] in told:
        return name.lower().endswith(lexicon.dative_endings)  # „řekla X-ému rozhlasu …“
    following = NAME.search(scene.folded, found.end(), end)
    if following is None:
        return False
    between = scene.lower[found.end() : following.start()]
    return (
        (name.isupper() or name.lower().endswith(lexicon.dative_endings))
        and " " in following.group()
        and not following.group().partition(" ")[0].endswith(lexicon.dative_endings)
        and "," not in between
    )


def _behind_abbreviation(found: re.Match[str], begin: int) -> int:
    """Return where a name begins behind an abbreviation that was told («mówi WP Grzegorz T.»)."""
    first, _, rest = found.group().partition(" ")
    parted = " " in rest and begin == found.start() and len(first) > 1 and len(first) <= MOST_ABBREVIATION
    return begin + len(first) + 1 if parted and first.isupper() else begin


def _is_time(scene: Scene, words: Sequence[str]) -> bool:
    """Say whether a preposition has its object in words of time or occasion ("on Monday", «на брифинге»)."""
    lexicon = scene.lexicon
    return not _times(lexicon).isdisjoint(words)


@lru_cache(maxsize=64)
def _times(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.days.set | lexicon.months.set


@lru_cache(maxsize=64)
def _no_names(lexicon: Lexicon) -> frozenset[str]:
    """Return words with a capital where they open a sentence that are no part of the name behind them."""
    return frozenset().union(
        lexicon.determiners.set,
        lexicon.stopwords.set,
        lexicon.obliques.set,
        lexicon.conjunctions.set,
        lexicon.adverbial.set,
        lexicon.auxiliaries.set,
    )


@lru_cache(maxsize=64)
def _no_openers(lexicon: Lexicon) -> frozenset[str]:
    """Return small words that may open a sentence right before a verb of speech, and are no name."""
    return frozenset().union(
        lexicon.auxiliaries.set,
        lexicon.adverbial.set,
        lexicon.negations.set,
        lexicon.former.set,
        lexicon.ors.set,
        lexicon.ands.set,
    )


@lru_cache(maxsize=64)
def small_words(lexicon: Lexicon) -> frozenset[str]:
    """Return words that tell nothing of who speaks, adverbs by their ending left aside."""
    return frozenset().union(
        lexicon.obliques.set,
        lexicon.days.set,
        lexicon.adverbial.set,
        lexicon.auxiliaries.set,
        lexicon.conjunctions.set,
        lexicon.ands.set,
        lexicon.that.set,
        lexicon.stopwords.set,
        lexicon.possessors.set,
        *(words.set for words in lexicon.pronouns.values()),
    )


def as_written(voice: Voices, start: int, end: int, clause: int) -> Speaker | None:
    """Return a name that the pack does not have; single words that open a sentence are none.

    Whose somebody is, in the genitive before the name, is not of it («министр … Польши Имя Фамилия»).
    """
    start = _behind_first(voice.scene, _behind_owner(voice.scene, start, end), end)
    name = voice.scene.text[start:end]
    if _ADDRESS.match(voice.scene.text, end):
        return None  # the name of a site («передає X.НЕТ»)
    words = name.lower().split()
    lexicon = voice.scene.lexicon
    if len(name) == 1 or not _times(lexicon).isdisjoint(words):
        return None
    if lexicon.verb_last and "'" in voice.scene.folded[start:end]:
        stop = voice.scene.folded.index("'", start, end)  # a case: no subject, but of a noun («X'ın derdi»)
        genitive = voice.scene.lower.startswith(lexicon.possessive, stop) and " " in name
        return Speaker(None, voice.scene.text[start:stop], "speaker.as_written") if genitive else None
    if start == clause and len(words) == 1 and (not _opens_with_name(lexicon, words[0]) or is_small(lexicon, words[0])):
        return None
    if words[0] in _no_names(lexicon):
        governed = words[0] in lexicon.obliques.set and words[0] not in lexicon.ands.set
        return as_written(voice, start + len(words[0]) + 1, end, clause) if len(words) > 1 and not governed else None
    return Speaker(None, name, "speaker.as_written")


def _behind_owner(scene: Scene, start: int, end: int) -> int:
    """Return where a name begins behind a title; in languages with cases also the country or organisation whose somebody is."""
    begin = start
    cased = bool(scene.lexicon.verb_genders)
    for hit in scene.between(scene.hits.actors, start - LONGEST, end):
        form = hit.entry.forms[0]
        owns = form.kind is FormKind.ROLE or (cased and (form.rule.endswith(".gen") or hit.entry.surface.isupper()))
        if owns and start < hit.end < end - 1 and scene.text[hit.end] == " ":
            begin = hit.end + 1
    return begin


def _behind_first(scene: Scene, start: int, end: int) -> int:
    """Return where a name of several words begins behind one that is whose somebody is, or who was told; languages with cases only.

    Letters of another script («NBC News Имя»), an abbreviation («PKO BP Imię Nazwisko»), a genitive that a given name in
    no case does not agree with («министр Армении Имя Фамилия»).
    """
    lexicon = scene.lexicon
    if not lexicon.owner_endings or " " not in scene.text[start:end]:
        return start
    words = scene.text[start:end].split(" ")
    begin = start
    while len(words) > 1 and words[0][0].isascii() and words[-1][0] >= CYRILLIC:
        begin += len(words.pop(0)) + 1
    while len(words) > TWO_WORDS and words[0].isupper() and len(words[0]) > 1:
        begin += len(words.pop(0)) + 1
    if (
        len(words) > TWO_WORDS + 1
        and words[0].lower() in _offices(lexicon)
        and words[1].lower().endswith(lexicon.owner_endings)
    ):
        return begin + len(words[0]) + len(words[1]) + 2  # «Представитель Хамаса Имя Фамилия»
    titled = len(words) > TWO_WORDS and not _offices(lexicon).isdisjoint(
        scene.lower[max(0, begin - LONGEST) : begin].split()[-1:]
    )
    if titled and words[0].lower().endswith(lexicon.owner_endings):
        return begin + len(words[0]) + 1  # the same where the noun has been left aside as a title
    if len(words) > TWO_WORDS and _is_owner(scene, words[0].lower(), words[1].lower()):
        begin += len(words[0]) + 1
    return begin


@lru_cache(maxsize=64)
def _offices(lexicon: Lexicon) -> frozenset[str]:
    """Return nouns for who speaks for somebody."""
    return lexicon.unnamed_nouns.set | lexicon.spokespeople.set | lexicon.leaders.set


TWO_WORDS = 2
"""Words of a full name."""


def _is_owner(scene: Scene, first: str, second: str) -> bool:
    """Say whether the first of several words with capitals stands in the genitive and the second in no case."""
    if first.capitalize() in scene.given_names:
        return False
    return first.endswith(scene.lexicon.owner_endings) and not second.endswith(VOWELS)


VOWELS = tuple("aeiouyąęáéíóúůýěаеёиіїоуыэюяєьй")


def _opens_with_name(lexicon: Lexicon, word: str) -> bool:
    """Say whether the word that opens a sentence before a verb of speech may be a name: no adverb, no small word."""
    if not lexicon.adverb_endings or word.endswith(lexicon.adverb_endings):
        return False
    return word not in _no_openers(lexicon)


def name_at(voice: Voices, at: int, end: int) -> Speaker | None:
    """Return a name of several words that begins here and has no suffix behind an apostrophe."""
    found = NAME.match(voice.scene.folded, at, end)
    if not found or voice.scene.folded[found.end() : found.end() + 1] == "'" or " " not in found.group():
        return None
    return as_written(voice, found.start(), found.end(), -1)


def name_first(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the first name of several words of a span that no preposition makes an object."""
    found = first_stranger(voice, start, end)
    return found[2] if found else None


def first_stranger(voice: Voices, start: int, end: int) -> Stranger | None:
    """Return the first of the `strangers` of a span, looked for once."""
    known = voice.strangers
    if (start, end) not in known:
        known[start, end] = next(strangers(voice, start, end), None)
    return known[start, end]


def strangers(voice: Voices, start: int, end: int) -> Iterator[Stranger]:
    """Yield the names of several words in a span that the pack does not have and that no preposition makes an object."""
    scene = voice.scene
    for found in NAME.finditer(scene.folded, start, end):
        begin, stop = found.span()
        if " " not in found.group() or voice.is_quoted(begin) or is_oblique(scene, begin, start):
            continue
        if (scene.lexicon.nouns_capital and " der " in found.group()) or _goes_on(scene, found):
            continue
        if scene.folded[begin - 2 : begin - 1].isdigit() and scene.folded[begin - 1] == " ":
            continue  # an amount (“210 Milliarden Euro”)
        begin = _behind_owner(scene, begin, stop)
        if begin > found.start() and (whole := NAME.match(scene.folded, begin, end)):
            stop = whole.end()  # the title took words of the run
        if any(
            hit.end > begin and _is_ours(voice, hit) for hit in scene.between(scene.hits.actors, begin - LONGEST, stop)
        ):
            continue
        speaker = as_written(voice, begin, stop, start)
        if speaker is not None and " " in (speaker.name or ""):
            yield begin, stop, speaker


def _goes_on(scene: Scene, found: re.Match[str]) -> bool:
    """Say whether a run of capitals ends with an attribute whose noun follows («Экономист Высшей школы»): no name."""
    endings = scene.lexicon.attribute_endings
    follows = scene.text[found.end() : found.end() + 2]
    return bool(endings) and follows[:1] == " " and follows[1:].islower() and found.group().endswith(endings)


def _is_ours(voice: Voices, hit: Hit) -> bool:
    """Say whether a hit is no namesake's: a title, an adjective, or a name that was read as a mention."""
    if not any(form.kind in NAMES for form in hit.entry.forms):
        return True
    return any(named.end > hit.start for named in voice.between(hit.start - LONGEST, hit.end))


def is_small(lexicon: Lexicon, word: str) -> bool:
    """Say whether a word tells nothing of who speaks: a preposition, a time, a conjunction, an adverb, a pronoun."""
    return word in small_words(lexicon) or word.endswith(lexicon.adverb_endings)


def name_last(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Return a name of several words that closes the sentence behind its verb («…» dedi başmüzakereci X Y.)."""
    scene = voice.scene
    rest = scene.folded[cue.end : end].rstrip(" .!?…")
    found = _NAME_LAST.search(rest)
    if not found or " " not in found[1] or found.end(1) != len(rest) or len(rest.split()) > MOST_DESCRIBING:
        return None
    return as_written(voice, cue.end + found.start(1), cue.end + found.end(1), -1)
