"""Whom a text credits with what it reports: outlets of the pack, and others by their name as written.

An outlet that is only named is none: a verb of reporting, a phrase of attribution, a dateline, a line of agencies or the place
beside a colon must make it the source. Pictures have credits of their own, which do not count.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipelines.tag.crediting import Crediting, Found, Signs, parted
from pipelines.tag.frames import CLOSING, LABEL, OPENING, Spot, framed, left_of, spot
from pipelines.tag.scene import Scene
from pipelines.tag.strangers import NAME

DATELINE = 110
"""Characters of the body in which a dateline may stand."""
SHORT_LINE = 90
"""Characters of a line that names nothing but agencies."""
LINES = 2
"""Lines at either end of a body that may name the agencies it is from."""
BRACKET = 60
LONGEST_NAME = 45
_QUOTED = re.compile(r"\s?[«\"“„‘'] ?([^«»\"“”„\n]{2,40}?) ?[»\"“”’']")
_CAPITALS_LAST = re.compile(r"((?:[^\W\d_a-z][\w'’.-]* ){0,3}[^\W\d_a-z][\w'’.-]*) \Z")
_BETWEEN = re.compile(r"[\s()/,.;&+|–—\[\]-]+")
_COMMA = re.compile(r"\s?[,/]\s?\Z")
_PICTURE_REACH = 40
FRAMES_OF_STRANGERS = frozenset(
    {"credit.verb", "credit.inverted", "credit.told", "credit.according", "credit.citing", "credit.by"}
)
"""Rules that show an outlet the pack does not have: the others would take any name for one."""
IN_WORDS = frozenset({"credit.verb", "credit.told", "credit.according", "credit.citing", "credit.report"})
"""Rules that a picture near by does not undo."""
LISTS = frozenset({"credit.dateline", "credit.bracket", "credit.label", "credit.line"})
"""Rules of places where names stand in a row with commas or strokes between them."""
SHOWN_BY_PLACE = frozenset({*LISTS, "credit.headline"})
"""Rules under which a name counts that is a word of everyday use."""


class Credited(NamedTuple):
    """A credit in the coordinates of the scene; no `outlet`: one that the pack does not have."""

    start: int
    end: int
    outlet: str | None
    rule: str


def credited(scene: Scene, signs: Signs) -> list[Credited]:
    """Return the credits in reading order; none overlap."""
    if not scene.hits.signs:
        return []
    names, nouns = parted(
        Found(start, end, entry.sign)
        for start, end, entry in scene.hits.signs
        if entry.sign and end - start == len(entry.surface)  # nothing is fused to it
    )
    words = signs.words
    rules = [_rule(scene, words, names, place) for place in range(len(names))]
    _join(scene, words, names, rules)
    found = [
        Credited(each.start, each.end, each.sign.outlet, rule) for each, rule in zip(names, rules, strict=True) if rule
    ]
    return sorted([*found, *_strangers(scene, words, names, nouns)]) if nouns else found


def _rule(scene: Scene, words: Crediting, names: Sequence[Found], place: int) -> str | None:
    """Return the rule by which a name of the pack is credited where it stands."""
    start, end, sign = names[place]
    here = spot(scene, words, start, end)
    found = framed(here)
    rule, beside = found or (_placed(here, names, place), False)
    if rule is None or (rule not in IN_WORDS and _is_picture(here)):
        return None
    if sign.common and not (here.one.quoted or here.one.beside or beside or rule in SHOWN_BY_PLACE):
        return None
    return rule


# ── Places that credit without a verb ─────────────────────────────────────────────────────────────


def _placed(here: Spot, names: Sequence[Found], place: int) -> str | None:
    """Return the rule of a place that credits the name: dateline, label, brackets, a line of its own, beside a colon."""
    scene, words, one, left = here
    start = names[place].start
    if start >= scene.body_at and start < scene.body_at + DATELINE and start < scene.dateline:
        return "credit.dateline"
    if _is_labelled(here):
        return "credit.label"
    if _is_bracketed(scene, words, names, place):
        return "credit.bracket"
    if _is_line(scene, words, names, start):
        return "credit.line"
    if not _is_beside(here):
        return None
    in_dateline = scene.body_at < start < scene.body_at + DATELINE and left.mark != ""
    return "credit.dateline" if in_dateline and one.behind else "credit.headline"


def _is_labelled(here: Spot) -> bool:
    """Say whether a label stands before the name ("Source: X", "(by X)", "X" behind another name of a label)."""
    scene, words, one, left = here
    if left.mark == ":" and all(word in words.between for word in left.words):
        colon = scene.lower.rfind(":", 0, left.at)
        label = left_of(scene, colon)
        said = " ".join(label.words[-LABEL:])
        return label.mark in {"", "(", "[", ".", "|", "–", "—", "•"} and (
            said in words.labels or (1 < len(label.words) <= LABEL and label.words[0] in words.labels)
        )
    if left.mark in {"", "(", "["} and len(left.words) == 1 and left.words[0] in words.openers:
        return not one.behind or one.behind[0] in ")],/;"
    return False


def _is_bracketed(scene: Scene, words: Crediting, names: Sequence[Found], place: int) -> bool:
    """Say whether the name stands in brackets, or between strokes, that hold nothing but outlets, and that end something."""
    text = scene.folded
    start, end = names[place].start, names[place].end
    if text[start - 1 : start] == "/" and text[end : end + 1] == "/":
        return True
    opened = max(text.rfind("(", max(0, start - BRACKET), start), text.rfind("[", max(0, start - BRACKET), start))
    if opened < 0 or any(mark in text[opened:start] for mark in ")]\n"):
        return False
    closed = next((at for at in range(end, min(len(text), end + BRACKET)) if text[at] in ")]"), -1)
    if closed < 0 or "\n" in text[end:closed]:
        return False
    if place and names[place - 1].end >= opened - 1 and names[place - 1].sign.outlet == names[place].sign.outlet:
        return False  # an abbreviation behind the name that it is for
    inside = _within(names, opened, closed)
    if not _only_names(scene, words, inside, opened + 1, closed):
        return False
    following = text[closed + 1 : closed + 4].lstrip(" ")
    ends = not following or following[0] in "\n-–—.:,;"
    return ends or opened < scene.body_at + DATELINE or len(inside) > 1


def _within(names: Sequence[Found], start: int, end: int) -> Sequence[Found]:
    """Return the names that begin behind `start` and before `end`."""
    return names[bisect_left(names, (start + 1,)) : bisect_left(names, (end,))]


def _only_names(scene: Scene, words: Crediting, inside: Sequence[Found], start: int, end: int) -> bool:
    """Say whether a span holds names of outlets, what joins and introduces them, numbers, and nothing else."""
    at, rest = start, []
    for each in inside:
        rest.append(scene.lower[at : each.start])
        at = each.end
    rest.append(scene.lower[at:end])
    left = _BETWEEN.sub(" ", " ".join(rest)).split()
    return all(word in words.joins or word in words.openers or word in words.between or word.isdigit() for word in left)


def _is_line(scene: Scene, words: Crediting, names: Sequence[Found], at: int) -> bool:
    """Say whether the name stands in a line at the begin or the end of the body that holds nothing but outlets."""
    place = scene.paragraph(at)
    start, end = scene.paragraphs[place]
    if start < scene.body_at or end - start > SHORT_LINE:
        return False
    first = scene.paragraph(scene.body_at)
    if place >= first + LINES and place < len(scene.paragraphs) - LINES:
        return False
    if place == first and place == len(scene.paragraphs) - 1:
        return False
    return _only_names(scene, words, _within(names, start - 1, end), start, end)


def _is_beside(here: Spot) -> bool:
    """Say whether the name opens a title or a paragraph before a colon, or closes a title or a sentence behind a dash or colon."""
    scene, _, one, left = here
    if left.words:
        return False
    if left.mark == "" and one.behind[:1] == (":",):
        return True
    if left.mark not in {"-", "–", "—", ":"} or (left.mark == ":" and one.start >= scene.body_at):
        return False
    return not one.behind or (one.behind[0] == "." and one.start >= scene.body_at)


def _is_picture(here: Spot) -> bool:
    """Say whether the credit is that of a picture: a word for one stands shortly before or right behind it."""
    scene, words, one, _ = here
    if one.behind and one.behind[0].strip("/(") in words.photo:
        return True
    before = scene.lower[max(0, one.start - _PICTURE_REACH) : one.start].rpartition("\n")[2].rpartition(". ")[2]
    return not words.photo.isdisjoint(re.split(r"[^\w©]+", before))


# ── Names in a row ────────────────────────────────────────────────────────────────────────────────


def _join(scene: Scene, words: Crediting, names: Sequence[Found], rules: list[str | None]) -> None:
    """Credit the names that stand in a row with one that is credited."""
    pairs = list(pairwise(range(len(names))))
    for one, other in (*pairs, *((other, one) for one, other in reversed(pairs))):
        rule = rules[one]
        if rule and rules[other] is None:
            first, second = sorted((names[one], names[other]))
            gap = scene.lower[first.end : second.start]
            joined = gap.strip(" " + OPENING + CLOSING) in words.joins or gap.strip(" '\"") in words.joins
            if joined or (rule in LISTS and _COMMA.match(gap)):
                rules[other] = rule


# ── Outlets that the pack does not have ───────────────────────────────────────────────────────────


def _strangers(scene: Scene, words: Crediting, names: Sequence[Found], nouns: Sequence[Found]) -> Iterator[Credited]:
    """Yield credits of outlets that only a noun beside their name tells ("the newspaper X reported")."""
    reached = -1
    for noun in nouns:
        if noun.start < reached:
            continue
        span = None if _is_other(scene, words, noun) else _name_behind(scene, noun) or _name_before(scene, noun)
        if span is None or span[0] < reached or _is_known(scene, names, span):
            continue
        start, end = span
        found = framed(spot(scene, words, start, end))
        if found and found[0] in FRAMES_OF_STRANGERS:
            reached = end
            yield Credited(start, end, None, found[0])


def _is_other(scene: Scene, words: Crediting, noun: Found) -> bool:
    """Say whether the word before a noun makes it none for outlets (a space agency)."""
    before = scene.lower[max(0, noun.start - LONGEST_NAME) : noun.start].rstrip("-").split()
    return bool(before) and before[-1].startswith(words.other_nouns)


def _name_behind(scene: Scene, noun: Found) -> tuple[int, int] | None:
    """Return the name in quotation marks or with a capital that follows a noun for outlets."""
    quoted = _QUOTED.match(scene.folded, noun.end)
    if quoted:
        return quoted.span(1) if not quoted[1][0].islower() else None
    if scene.folded[noun.end : noun.end + 1] != " ":
        return None
    found = NAME.match(scene.folded, noun.end + 1, noun.end + 1 + LONGEST_NAME)
    return _no_day(scene, found.span()) if found else None


def _name_before(scene: Scene, noun: Found) -> tuple[int, int] | None:
    """Return the name in quotation marks or of capitals that stands before a noun for outlets, where the language has it so."""
    text = scene.folded
    if scene.lexicon.nouns_capital or text[noun.start - 1 : noun.start] != " ":
        return None
    if text[noun.start - 2 : noun.start - 1] in CLOSING:
        opened = max(text.rfind(mark, max(0, noun.start - LONGEST_NAME), noun.start - 2) for mark in OPENING)
        return (opened + 1, noun.start - 2) if opened >= 0 else None
    found = _CAPITALS_LAST.search(text, max(0, noun.start - LONGEST_NAME), noun.start)
    if not found or (" " not in found[1] and not scene.lexicon.verb_last):
        return None
    return _no_day(scene, found.span(1))


def _no_day(scene: Scene, span: tuple[int, int]) -> tuple[int, int] | None:
    """Return a name without articles before it; None for a day, or a word that opens a sentence."""
    start, end = span
    lexicon = scene.lexicon
    while start < end:
        word, _, rest = scene.lower[start:end].partition(" ")
        if word in lexicon.days.set or word in lexicon.months.set:
            return None
        if word not in lexicon.determiners.set and word not in lexicon.stopwords.set:
            return start, end
        if not rest:
            return None
        start += len(word) + 1
    return None


def _is_known(scene: Scene, names: Sequence[Found], span: tuple[int, int]) -> bool:
    """Say whether a name is that of an outlet or of an actor of the pack."""
    start, end = span
    return any(name.end > start for name in _within(names, start - LONGEST_NAME, end)) or any(
        hit.end > start for hit in scene.between(scene.hits.actors, start - LONGEST_NAME, end)
    )
