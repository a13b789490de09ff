"""Speakers that are described, not named ("the union's lawyer"), as the text describes them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipelines.tag.lexicon import Lexicon
from pipelines.tag.quotes import DASHES
from pipelines.tag.scene import Scene
from pipelines.tag.strangers import LONGEST, NAME, as_written, is_small, name_first
from pipelines.tag.voices import Speaker, Voices

MOST_DESCRIBING = 6
MOST_NOUNS = 3
SHORTEST_NOUN = 4
ARTICLE_AND_NOUN = 2
NAME_AND_NOUN = 3
MOST_LEADING = 12
"""Words of a clause that leads to a quotation with a colon."""
_TOLD_IN_MARKS = re.compile(r"\s*(?:à )?[«„“\"][^«»„“”\"]{2,30}[»“”\"](?=\s)")
NOT_INSIDE = r"(?:(?<!\.)|(?=\s|\Z)(?<!\b[A-WYZÀ-ÞЀ-Я]\.)(?<!\b[A-ZÀ-ÞЀ-Я]\w\.)(?<!\b[Gg]en\.)(?<!\b[Pp]rof\.))"
"""What holds behind a mark that ends something: it is no full stop behind an abbreviation or inside a web address.

X is a network more often than an initial.
"""
_IN_MARKS = re.compile(r"[«„“\"][^«»„“”\"]{2,30}[»“”\"] ")
_PHRASE_END = re.compile(rf"[,;:!?—–“”«»\"„(\n.]{NOT_INSIDE}")


def described_right(voice: Voices, at: int, start: int) -> Speaker | None:
    """Take who is described right before a verb, article first, as written ("the club's coach told …")."""
    scene = voice.scene
    lexicon = scene.lexicon
    if not (lexicon.articles or lexicon.possessors) or scene.text[at - 1 : at] == ",":
        return None
    begin = max(start, at - LONGEST)
    words = scene.text[begin:at].split()
    if words and (words[-1] in DASHES or _is_function_word(lexicon, words[-1].lower())):
        return None
    for size in range(ARTICLE_AND_NOUN, min(len(words), MOST_DESCRIBING - 1) + 1):
        word = words[-size].lower()
        if word[-1] in ",:;.—–":
            return None
        if lexicon.elided and word.startswith(tuple(lexicon.elided)):
            return Speaker(None, " ".join([words[-size][2:], *words[len(words) - size + 1 :]]), "speaker.described")
        before = words[-size - 1].lower() if size < len(words) else ""
        if lexicon.elided and not lexicon.country_links.set.isdisjoint((word, before)):
            continue  # « le ministre de la Culture »
        if word in lexicon.ands.set and lexicon.adjectives_behind:
            continue  # « les délégations américaine et ukrainienne »
        if word in lexicon.obliques.set:
            return None
        owned = word in lexicon.possessors.set or (
            bool(lexicon.possessive) and word.replace("’", "'").endswith(lexicon.possessive)
        )
        if owned or word in lexicon.articles.set:
            said = not lexicon.subjunctive.set.isdisjoint(words[-size + 1 :])  # “erklärte, die Gewalt habe nicht …”
            none = said or before in _governing(lexicon)
            return None if none else Speaker(None, " ".join(words[-size + (not owned) :]), "speaker.described")
    return None


def _is_function_word(lexicon: Lexicon, word: str) -> bool:
    """Say whether a word is no noun: a conjunction, a preposition, an auxiliary."""
    return word in _function_words(lexicon)


@lru_cache(maxsize=64)
def _function_words(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.ands.set | lexicon.obliques.set | lexicon.auxiliaries.set | lexicon.conjunctions.set


@lru_cache(maxsize=64)
def _governing(lexicon: Lexicon) -> frozenset[str]:
    """Return the prepositions."""
    return lexicon.obliques.set - lexicon.ands.set


@lru_cache(maxsize=64)
def _ending(lexicon: Lexicon) -> frozenset[str]:
    """Return the prepositions that end a description."""
    return lexicon.obliques.set - lexicon.country_links.set


@lru_cache(maxsize=64)
def articles_of(lexicon: Lexicon) -> frozenset[str]:
    """Return articles and determiners."""
    return lexicon.articles.set | lexicon.determiners.set


@lru_cache(maxsize=64)
def _no_nouns(lexicon: Lexicon) -> frozenset[str]:
    """Return words behind a verb that are no noun."""
    return frozenset().union(
        lexicon.adverbial.set,
        lexicon.days.set,
        lexicon.that.set,
        lexicon.auxiliaries.set,
        lexicon.conjunctions.set,
        lexicon.stopwords.set,
    )


def described_first(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take who is described where a clause begins, article first, up to a comma ("A resident, who …, told …")."""
    scene = voice.scene
    comma = scene.text.find(",", start, end)
    words = scene.text[start : comma if comma > 0 else end].split()
    if comma < 0 or not ARTICLE_AND_NOUN <= len(words) <= MOST_DESCRIBING:
        return None
    if words[0].lower() not in scene.lexicon.articles.set or voice.between(start, comma):
        return None
    return Speaker(None, " ".join(words[1:]), "speaker.described")


def before_colon(voice: Voices, start: int, colon: int) -> Speaker | None:
    """Take the subject of a short clause that leads to a quotation with a colon, whatever its verb («парировал: «»).

    A name of several words, else the noun that opens the clause.
    """
    scene = voice.scene
    named = name_first(voice, start, colon)
    if named is not None:
        return named
    comma = scene.text.rfind(", ", start, colon)
    words = scene.text[comma + 2 if comma > 0 else start : colon].split()
    lexicon = scene.lexicon
    if len(words) <= ARTICLE_AND_NOUN:
        words = scene.text[start:colon].split()
    if words and words[0].lower() in articles_of(lexicon):
        words = words[1:]
    if not ARTICLE_AND_NOUN <= len(words) <= MOST_LEADING or is_small(lexicon, words[0].lower()):
        return None
    if scene.between(scene.hits.cues, start, start + len(words[0])):
        return None  # the verb of who spoke before («dedi ve ekledi: “»)
    if words[0].lower().endswith(_past(lexicon)) and comma < 0 and words[1][0].islower():
        return None  # a verb without its subject („Postawił jednak warunek: „”)
    return Speaker(None, words[0].rstrip(","), "speaker.described")


@lru_cache(maxsize=64)
def _past(lexicon: Lexicon) -> tuple[str, ...]:
    """Return how verbs end whose subject has a gender."""
    return tuple(ending for endings in lexicon.verb_genders.values() for ending in endings) or ("\0",)


def whole_clause(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take a clause that is nothing but a description as the subject of the quotation behind it (La direction « prend note »)."""
    words = voice.scene.text[start:end].split()
    if len(words) not in {ARTICLE_AND_NOUN, ARTICLE_AND_NOUN + 1} or voice.between(start, end):
        return None
    lexicon = voice.scene.lexicon
    if words[-1].lower() in lexicon.subjunctive.set:
        return None  # what was said (“Die Lage sei „sehr ernst““)
    articled = words[0].lower() in lexicon.articles.set and not _is_function_word(lexicon, words[-1].lower())
    return Speaker(None, " ".join(words[1:]), "speaker.described") if articled else None


def opening_noun(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take the word that opens a sentence as who it is about, in a language without articles («Jerzy jest …»)."""
    scene = voice.scene
    word = scene.text[start:end].partition(" ")[0]
    if (
        len(word) < SHORTEST_NOUN
        or not word.isalpha()
        or not word[0].isupper()
        or is_small(scene.lexicon, word.lower())
    ):
        return None
    return Speaker(None, word, "speaker.last")


def described_before(voice: Voices, segment: int, end: int, start: int) -> Speaker | None:
    """Take a described speaker between a comma and the verb as written ("…, the mayor said")."""
    scene = voice.scene
    words = scene.lower[segment:end].split()
    if segment == start or not 1 < len(words) <= MOST_DESCRIBING or words[0] not in scene.lexicon.bare_after:
        return None
    if scene.lexicon.articles and not scene.lexicon.auxiliaries.set.isdisjoint(words[:-1]):
        return None  # a clause with a verb describes nobody ("… but warned that there would be no …")
    begin = segment + len(words[0]) + 1
    return Speaker(None, scene.text[begin:end].strip(), "speaker.described")


def described(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take who is described between a quotation and its verb, as written (”, the union's lawyer said)."""
    scene = voice.scene
    words = scene.lower[start:end].split()
    articles = (*scene.lexicon.determiners, *scene.lexicon.articles)
    if not 1 < len(words) <= MOST_DESCRIBING or words[0] not in articles:
        return None
    begin = scene.lower.index(words[0], start) + len(words[0])
    return Speaker(None, scene.text[begin:end].strip(), "speaker.described")


def described_behind(voice: Voices, at: int, end: int) -> Speaker | None:
    """Take who is described behind a verb with an article, as written (”, said a neighbour; », prévient une diplomate).

    By name where that follows behind a comma ("said the mayor, Jane Doe").
    """
    scene = voice.scene
    at = past_addressee(scene, at, end)
    stop = phrase_end(scene, at, end)
    words = scene.text[at:stop].split()
    if words and words[0].lower().startswith(scene.lexicon.elided) and len(words[0]) > SHORTEST_NOUN:
        words = [*words[0].split("'" if "'" in words[0] else "’", 1), *words[1:]]
    elif len(words) < ARTICLE_AND_NOUN or words[0].lower() not in articles_of(scene.lexicon):
        return None
    elif any(word.lower() in scene.lexicon.addressees.set for word in words[1 : 1 + ARTICLE_AND_NOUN]):
        return None  # who was told (“sagte der Deutschen Presse-Agentur”)
    if (apposed := _apposed(voice, stop, end)) is not None:
        return apposed
    return Speaker(None, " ".join(_phrase(scene, words[1:])), "speaker.described")


def noun_behind(voice: Voices, at: int, end: int) -> Speaker | None:
    """Take the words right behind a verb, or a position, as who speaks, in a language without articles («розповів співробітник компанії»)."""
    scene = voice.scene
    at = past_addressee(scene, at, end)
    lexicon = scene.lexicon
    if scene.lower.startswith(lexicon.according_to.opening, at + 1):
        return None  # who relayed it („dodal podle agentury X“)
    stop = phrase_end(scene, at, end)
    if (named := _behind_marks(voice, stop, end)) is not None:
        return named
    words = _without_addressee(scene, scene.text[at:stop].split())
    if len(words) > MOST_NOUNS and words[0] in _governing(lexicon) and words[2] not in lexicon.obliques.set:
        agreeing = words[1][-2:] == words[2][-2:]  # an adjective with its noun: the object goes on
        words = words if agreeing else words[2:]  # «написал в телеграм-канале офицер бригады»
    if not words or not words[0][0].islower() or len(words[0]) < SHORTEST_NOUN or words[0] in _no_nouns(lexicon):
        return None
    if words[0] in lexicon.according_to.set:
        return None
    if words[0] in lexicon.own.set:
        return None  # an object («zaczął swój wpis»)
    phrase = _phrase(scene, words)[:MOST_NOUNS]
    if not phrase or (len(phrase) == 1 and phrase[0].endswith(lexicon.told_endings)):
        return None  # who was told or helped („poděkoval za pomoc uprchlíkům“)
    named = _named_by(voice, phrase[0], at, stop) if lexicon.owner_endings else None
    return named or _apposed(voice, stop, end) or Speaker(None, " ".join(phrase), "speaker.described")


def _behind_marks(voice: Voices, stop: int, end: int) -> Speaker | None:
    """Return the full name behind a name in marks that belongs to a description («депутатка фракції „…“ Імʼя Прізвище»)."""
    scene = voice.scene
    marks = _IN_MARKS.match(scene.text, stop, end)
    named = NAME.match(scene.folded, marks.end(), end) if marks else None
    return as_written(voice, *named.span(), -1) if named and " " in named.group() else None


def _named_by(voice: Voices, noun: str, start: int, stop: int) -> Speaker | None:
    """Return the full name that closes a description behind words on what its noun is for („komisařka pro rozšíření Jana Nová“).

    Only one in the nominative by the gender of the noun: a woman's name ends like hers, a man's with a consonant.
    """
    scene = voice.scene
    found = next((each for each in NAME.finditer(scene.folded, start, stop) if " " in each.group()), None)
    if found is None or found.end() != stop or voice.between(start, stop):
        return None
    before = scene.text[start : found.start()].split()
    if not before or not before[-1].islower() or before[-1] in scene.lexicon.obliques.set:
        return None
    words = found.group().lower().split()
    if noun.endswith(FEMININE):
        fits = all(word.endswith(FEMININE) for word in words)
    else:
        fits = not any(word.endswith(NOT_OF_A_MAN) for word in words)
    return as_written(voice, *found.span(), -1) if fits else None


FEMININE = ("a", "á", "а", "я")
NOT_OF_A_MAN = ("a", "á", "e", "ě", "u", "m", "ą", "ę", "а", "я", "е", "у", "ю", "м", "ой")


def _apposed(voice: Voices, stop: int, end: int) -> Speaker | None:
    """Return the name set off behind a description that ends here at a comma."""
    found = NAME.match(voice.scene.folded, stop + 2, end) if voice.scene.text[stop : stop + 2] == ", " else None
    if found is None or " " not in found.group():
        return None
    if any((named.start, named.end) == found.span() for named in voice.between(found.start(), found.end())):
        return None
    return as_written(voice, found.start(), found.end(), -1)


def past_addressee(scene: Scene, at: int, end: int) -> int:
    """Return where a clause goes on behind a medium in quotation marks that was told (рассказал «Меридиану» чиновник)."""
    found = _TOLD_IN_MARKS.match(scene.text, at, end)
    return found.end() if found else at


def _without_addressee(scene: Scene, words: list[str]) -> list[str]:
    """Leave out who was told, right behind a verb: the noun of a medium with its name («agencji AFP»), or a bare name."""
    told = scene.lexicon.addressees.set
    begin = 0
    if words and words[0].lower() in scene.lexicon.reflexives.set:
        begin += 1
    endings = scene.lexicon.told_endings
    if endings and len(words) > begin + 1 and words[begin].islower() and words[begin].endswith(endings):
        begin += 1  # several who were told („řekl námořníkům …“)
    if begin < len(words) and words[begin].lower() in told:
        begin += 1
        while begin < len(words) and not words[begin][0].islower():
            begin += 1
    return words[begin:]


def _phrase(scene: Scene, words: Sequence[str]) -> Sequence[str]:
    """Return the words up to a preposition or a time; "of" does not end a description («père de famille»)."""
    lexicon = scene.lexicon
    prepositions, days = _ending(lexicon), lexicon.days.set
    for place, word in enumerate(words[:MOST_DESCRIBING]):
        behind_noun = lexicon.nouns_capital and place > 0 and words[place - 1][0].isupper() and word[0].islower()
        if behind_noun or word in prepositions or word.lower() in days:
            return _named(words[:place]) if lexicon.nouns_capital else words[:place]
    return _named(words[:MOST_DESCRIBING]) if lexicon.nouns_capital else words[:MOST_DESCRIBING]


def _named(words: Sequence[str]) -> Sequence[str]:
    """Return the name behind a noun, where all nouns have capitals (“chinesische Außenamtssprecher Lin Jian”), else the words."""
    last = words[-NAME_AND_NOUN:]
    return last[1:] if len(last) == NAME_AND_NOUN and all(word[0].isupper() for word in last) else words


def phrase_end(scene: Scene, start: int, end: int) -> int:
    """Return where the phrase that begins here ends: at punctuation."""
    closing = _PHRASE_END.search(scene.text, start, end)
    stop = closing.start() if closing else end
    dash = scene.text.find(" - ", start, stop)
    return dash if dash >= 0 else stop
