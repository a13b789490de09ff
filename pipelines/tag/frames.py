"""How a text credits an outlet: what stands left and right of its name, looked at only where a name stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipelines.tag.crediting import Crediting
from pipelines.tag.scene import Scene, lowered

LOOK = 110
"""Characters that are looked at on either side of a name."""
LINE = 200
"""Characters behind a name within which its paragraph may end before they are read."""
MOST_BETWEEN = 7
"""Words between a frame and the name: articles, nouns for outlets, adjectives."""
MOST_UNKNOWN = 2
"""Of these, words that are no noun for outlets, no article and no preposition."""
MOST_SKIPPED = 4
"""Words of time and the like between a name and its verb."""
LONGEST_VERB = 3
MOST_NAMES = 3
SOON = 6
CLAUSE = 14
"""Words of a clause whose verb comes last."""
BEHIND = 7
LABEL = 3
"""Words of the longest label before a colon."""
QUOTES = "«»\"“”„‘'‹›"
OPENING = "«\"“„‘'‹"
CLOSING = "»\"”“’'›"
STOPS = frozenset(",.;:!?")
ENDS = frozenset(".,;:!?)]»”–—-")
_HARD = re.compile(r"[,;:!?()\[\]/|…\n–—¶]|(?<!\b\w)\.(?!\w)|\s-\s")
"""What no frame reaches over: punctuation, not the full stop of an initial or inside a word."""
_TOKEN = re.compile(r"[\w'’-]*\w|[^\w\s]")
_WORD = re.compile(r"[\w'-]*\w")
_MARK_BEFORE = re.compile(rf"[{OPENING}] ?\Z")
_MARK_BEHIND = re.compile(rf" ?[{CLOSING}]")
_GLOSS = re.compile(r"\s?\(([^()\n]{2,25})\)")
_CASE = re.compile(r"'\w{1,8}\b")


class Left(NamedTuple):
    """The words before a name up to the next hard mark, nearest last; `mark` is that mark, empty at the paragraph's begin."""

    words: Sequence[str]
    mark: str
    at: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name with what belongs to it: `start`..`end` of marks and nouns beside it; `case`: its suffix behind an apostrophe."""

    start: int
    end: int
    quoted: bool = False
    beside: bool = False
    case: str = ""
    behind: tuple[str, ...] = ()  # the tokens behind it in small letters, nouns for outlets and people taken off
    written: tuple[str, ...] = ()  # the same as written
    report: bool = False  # a noun for what outlets make stood there
    people: bool = False
    tail: str = ""  # the last noun behind it


def phrase(scene: Scene, words: Crediting, start: int, end: int) -> Phrase:
    """Return a name with the marks around it and the nouns behind it."""
    text = scene.folded
    line = text.find("\n", start, end + LINE)
    stop = line if line >= 0 else min(len(text), end + LINE)
    opened, closed = _MARK_BEFORE.search(text, max(0, start - 2), start), _MARK_BEHIND.match(text, end, stop)
    quoted = opened is not None and closed is not None
    begin = opened.start() if opened and closed else start
    at = closed.end() if opened and closed else end
    gloss = _GLOSS.match(text, at, stop)
    if gloss and gloss[1].isalpha() and gloss[1].isupper():
        at = gloss.end()  # its abbreviation
    case = _CASE.match(text, at, stop)
    if case:
        at = case.end()
    one = Phrase(begin, at, quoted=quoted, case=case.group() if case else "")
    return _with_nouns(words, one, _TOKEN.findall(text, at, min(stop, at + LOOK)), fused=text[at : at + 1] == "-")


def _with_nouns(words: Crediting, one: Phrase, written: Sequence[str], *, fused: bool) -> Phrase:
    """Return a phrase with the nouns behind it; `fused`: a hyphen joins the first to the name (“X-Informationen”)."""
    tokens = [lowered(token).lstrip("-") if fused else lowered(token) for token in written]
    shared = tokens[:1] == ["/"] and any(token in words.reports for token in tokens[2:3])
    place = 2 if shared else 0  # a poll of two ("X/Y poll")
    report, people, beside, tail = False, False, False, ""
    while place < len(tokens):
        token = tokens[place]
        known = {token, token.partition("'")[0]}
        if not known.isdisjoint(words.people):
            people = True
        elif not known.isdisjoint(words.reports) and token not in words.verbs:
            report = True
        elif not known.isdisjoint(words.noun_words):
            beside = True
        else:
            break
        tail = token
        place += 1
    return replace(
        one,
        beside=beside,
        behind=tuple(tokens[place:]) if tail or not fused else ("-",),
        written=tuple(written[place:]) if tail or not fused else ("-",),
        report=report,
        people=people,
        tail=tail,
    )


def left_of(scene: Scene, at: int) -> Left:
    """Return the words before a position in its paragraph."""
    start = max(0, at - LOOK)
    text = scene.lower[start:at]
    cut, mark = 0, " " if start else ""
    for found in _HARD.finditer(text):
        cut, mark = found.end(), found.group().strip()
    return Left(_WORD.findall(text[cut:]), mark, start + cut)


class Spot(NamedTuple):
    """A name where it stands, with the words of its language."""

    scene: Scene
    words: Crediting
    one: Phrase
    left: Left


def spot(scene: Scene, words: Crediting, start: int, end: int) -> Spot:
    """Return a name with what stands around it."""
    one = phrase(scene, words, start, end)
    left = left_of(scene, one.start)
    for article in scene.lexicon.elided:
        left = left._replace(words=[word.removeprefix(article) for word in left.words if word != article])
    return Spot(scene, words, one, left)


def framed(here: Spot) -> tuple[str, bool] | None:
    """Return the rule of the frame around a name, and whether a noun for outlets stands beside it; None without a frame."""
    _, words, one, left = here
    verb = _verb_behind(here)
    if verb and not _belongs(words, left):
        return verb, one.beside or _noun_before(words, left)
    before = _before(here)
    if before:
        return before
    if _is_citing(words, one.behind[1:] if one.behind[:1] == (",",) else one.behind):
        return "credit.verb", one.beside or _noun_before(words, left)
    rule = _clause(here) or _suffixed(here) or _verb_last(here)
    return (rule, one.beside or _noun_before(words, left)) if rule else None


def _belongs(words: Crediting, left: Left) -> bool:
    """Say whether the name only says to whom the noun before it belongs («редактор X сказал», "the head of the X said")."""
    last = next((word for word in reversed(left.words) if word in words.belongs or word not in words.between), "")
    return last in words.belongs


def _noun_before(words: Crediting, left: Left) -> bool:
    return bool(left.words) and _plain(words, left.words[-1]) in words.noun_words


def _plain(words: Crediting, word: str) -> str:
    """Return a word without an elided article or preposition before it (“l'agence”)."""
    return next((word[len(each) :] for each in words.elided if word.startswith(each)), word)


def _verb_behind(here: Spot) -> str | None:
    """Say whether a verb of reporting follows: at once, behind words of time, or behind an aside between commas."""
    scene, words, one, left = here
    tokens = one.behind
    if one.report and not one.case:
        return "credit.report"
    if one.case and scene.lexicon.verb_last:
        return None
    if tokens[:1] == (",",):
        close = next((at for at, each in enumerate(tokens[1:], 1) if each == ","), 0)
        if close and _verb(words.verbs_behind, words.skip, tokens[close + 1 :]):
            return "credit.verb"
        return None
    if _verb(words.verbs_behind, words.skip, tokens):
        return "credit.verb"
    if one.people and tokens[:1] and tokens[0] in scene.lexicon.obliques.set and _verb_soon(words, tokens):
        return "credit.verb"
    by_person = one.people or one.case or (left.words and left.words[-1] in words.people)
    if by_person and _verb(words.verbs_behind, words.skip, _without_names(one)):
        return "credit.verb"
    return None


def _verb_soon(words: Crediting, tokens: Sequence[str]) -> bool:
    """Say whether a verb of reporting, not in the passive, follows words of place ("an X reporter in the hall saw")."""
    for place, token in enumerate(tokens[:SOON]):
        if not token[0].isalnum():
            return False
        if token in words.verbs:
            return tokens[place - 1] not in words.passive
    return False


def _without_names(one: Phrase) -> Sequence[str]:
    """Return what follows the name of a person who reports for an outlet: up to three words with a capital."""
    names = 0
    while names < min(len(one.written), MOST_NAMES) and one.written[names][:1].isupper():
        names += 1
    return one.behind[names:]


def _verb(verbs: frozenset[str], skip: frozenset[str], tokens: Sequence[str]) -> bool:
    """Say whether a verb stands among the first tokens, behind nothing but words to skip and numbers."""
    for place in range(min(len(tokens), MOST_SKIPPED + 1)):
        if any(" ".join(tokens[place : place + size]) in verbs for size in range(LONGEST_VERB, 0, -1)):
            return True
        if tokens[place] not in skip and not tokens[place].isdigit():
            return False
    return False


def _is_citing(words: Crediting, tokens: Sequence[str]) -> bool:
    return any(tuple(tokens[:size]) in words.citing for size in range(1, LONGEST_VERB + 2))


def _before(here: Spot) -> tuple[str, bool] | None:
    """Return the rule of a phrase or a verb before a name, with no more than what describes an outlet between them."""
    scene, words, one, left = here
    known = left.words
    unknown, noun = 0, one.beside
    for dropped in range(min(len(known), MOST_BETWEEN) + 1):
        end = len(known) - dropped
        if not end:
            return None
        word = known[end - 1]
        rule = _phrase_rule(words, known[:end]) or _inverted(words, one, known[:end], dropped)
        if rule and not (rule in BROKEN_BY_A_NAME and _goes_on(scene, one)):
            return rule, noun
        plain = _plain(words, word)
        if plain in words.noun_words:
            noun = True
        elif word not in words.between and plain not in words.between:
            unknown += 1
            if unknown > MOST_UNKNOWN or word in scene.lexicon.obliques.set or word in scene.lexicon.conjunctions.set:
                return None
    return None


BROKEN_BY_A_NAME = frozenset({"credit.according", "credit.citing", "credit.by"})
"""Rules that do not hold where the name goes on in another word with a capital: it is part of a longer one."""


def _phrase_rule(words: Crediting, known: Sequence[str]) -> str | None:
    for phrase_words, rule in words.before.get(known[-1], ()):
        if tuple(known[-len(phrase_words) :]) == phrase_words:
            return rule
    last = known[-1]
    if words.dative and any(last == each for each in words.dative):
        said = known[-6:-1]
        if any(" ".join(said[at : at + size]) in words.verbs_behind for at in range(len(said)) for size in (1, 2)):
            return "credit.told"
    return None


def _inverted(words: Crediting, one: Phrase, known: Sequence[str], dropped: int) -> str | None:
    """Say whether a verb of reporting ends here, with the outlet behind it as its subject or as who was told."""
    if not any(" ".join(known[-size:]) in words.verbs for size in range(1, LONGEST_VERB + 1)):
        return None
    if not words.inverted_closes:
        return "credit.inverted"
    closes = not one.behind or one.behind[0] in ENDS or one.behind[0] in words.skip or _is_citing(words, one.behind)
    return "credit.inverted" if closes and dropped <= MOST_SKIPPED else None


def _goes_on(scene: Scene, one: Phrase) -> bool:
    """Say whether a word with a capital follows that is none for outlets and no day."""
    if scene.lexicon.nouns_capital or one.quoted or one.tail:
        return False
    following = scene.folded[one.end : one.end + 2]
    return (
        following[:1] == " "
        and following[1:].isupper()
        and bool(one.behind)
        and one.behind[0] not in scene.lexicon.days.set
    )


def _clause(here: Spot) -> str | None:
    """Say whether the name stands in a clause of reporting whose verb comes last (“wie X am Freitag berichtet”)."""
    _, words, one, left = here
    if one.behind[:1] and one.behind[0] in words.auxiliaries:
        opened = True
    else:
        at = next((at for at, word in enumerate(reversed(left.words)) if word in words.clause), MOST_BETWEEN)
        opened = at < MOST_BETWEEN and all(
            word in words.between or _plain(words, word) in words.between for word in left.words[len(left.words) - at :]
        )
    if not opened:
        return None
    for place, token in enumerate(one.behind[:CLAUSE]):
        if token in STOPS:
            return None
        if _verb(words.verbs, frozenset(), one.behind[place:]):
            return "credit.verb"
    return None


def _suffixed(here: Spot) -> str | None:
    """Say whether words follow that credit what stands before them (“X'e göre”, “X zufolge”)."""
    scene, words, one, _ = here
    verb_last = scene.lexicon.verb_last
    if not words.behind or (verb_last and not (one.case or one.tail)):
        return None
    told = _closing(scene, one) if one.case in words.told_cases else ()
    reach = list(one.behind[: BEHIND if verb_last else 2])
    stop = next((at for at, each in enumerate(reach) if each in STOPS - {","}), len(reach))
    for token in (*((one.tail,) if one.report else ()), *reach[:stop], *told):
        for start, rule in words.behind:
            if token.startswith(start):
                return rule
    return None


def _closing(scene: Scene, one: Phrase) -> Sequence[str]:
    """Return the last two words of the sentence, those behind the name."""
    _, end = scene.sentence(one.start)
    return _WORD.findall(scene.lower, one.end, end)[-2:]


def _verb_last(here: Spot) -> str | None:
    """Say whether the name is the subject of a sentence that a verb of reporting closes."""
    scene, words, one, left = here
    if not scene.lexicon.verb_last or one.case:
        return None
    subject = one.behind[:1] == (",",) or (one.tail and not one.tail.endswith(words.cases)) or not left.words
    if not subject or "'" in one.tail or (not one.beside and one.tail):
        return None
    said = _closing(scene, one)
    return "credit.verb" if any(" ".join(said[-size:]) in words.verbs for size in (1, 2)) else None
