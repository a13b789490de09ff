"""What the tagger knows of crediting in a language, and the names of outlets.

`crediting/<language>.yaml` holds the words that stand around an outlet's name where a text credits it. Verbs and words of
time that `languages/<language>.yaml` has are taken from there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from pipelines.packs.model import Pack
from pipelines.tag.lexicon import LOADER, Lexicon

FOLDER = Path(__file__).parent / "crediting"
EVERYWHERE = "*"
SHORTEST_CAPITALS = 3
"""Letters from which a name is matched in capitals too, as datelines print it."""
RULES = {
    "told": "credit.told",
    "according": "credit.according",
    "citing": "credit.citing",
    "by": "credit.by",
    "bare": "credit.label",
}
"""Lists of phrases that stand before a name, and the rule of the credit that each makes."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crediting:
    """Words by their use, in small letters.

    `nouns` tell what an outlet is, `people` who writes for it, `small` words and these may stand between a frame and the name;
    `reports` are what an outlet makes ("a … report"); `verbs` stand before or behind the name, `skip` between it and them;
    `before`: last word of a phrase that credits the name behind it → phrases with their rules; `dative`: prepositions before who was
    told; `belongs`: nouns before a name that is only theirs, and no subject; `other_nouns`: first letters of a word that makes
    a noun behind it something else (a space agency); `passive`: verbs before a
    participle that is no report; `labels` stand before a colon,
    `openers` open a line of the outlet alone; `clause`: words that open a clause whose verb comes last; `behind`: beginnings of
    words that credit the name before them, with their rules; `cases`: how nouns end that are no subject, `told_cases`: the suffix of
    a name that was told; `auxiliaries`: verbs behind a name whose participle comes last; `elided`: articles and
    prepositions fused to a word; `photo`: words of pictures, whose credits are not those of the text.
    """

    nouns: tuple[str, ...] = ()
    noun_words: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    verbs_behind: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    before: Mapping[str, tuple[tuple[Phrase, str], ...]] = field(default_factory=dict)
    citing: frozenset[Phrase] = frozenset()
    dative: frozenset[str] = frozenset()
    belongs: frozenset[str] = frozenset()
    other_nouns: tuple[str, ...] = ()
    passive: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    photo: frozenset[str] = frozenset()
    joins: frozenset[str] = frozenset()
    clause: frozenset[str] = frozenset()
    behind: tuple[tuple[str, str], ...] = ()
    cases: tuple[str, ...] = ()
    told_cases: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    elided: tuple[str, ...] = ()
    inverted_closes: bool = False


@lru_cache(maxsize=64)
def crediting(lexicon: Lexicon) -> Crediting:
    """Return the words of a language; an empty record for one without a file."""
    path = FOLDER / f"{lexicon.language}.yaml"
    if not (lexicon.language.isalpha() and path.is_file()):
        return Crediting()
    written = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - BaseLoader builds strings only
    known = {key: tuple(value) for key, value in written.items() if isinstance(value, list)}
    nouns, people = known["nouns"], known["people"]
    verbs = frozenset(known["verbs"])
    return Crediting(
        nouns=nouns,
        noun_words=frozenset(_words(nouns)),
        people=frozenset(people),
        between=frozenset(
            (*_words(nouns), *people, *_words(known["small"]), *lexicon.articles.set, *lexicon.determiners.set)
        ),
        reports=frozenset(_words(known["reports"])),
        verbs=verbs,
        verbs_behind=verbs | {verb for verb, kind in lexicon.cues.items() if kind == "other"},
        skip=frozenset((*_words(known["skip"]), *lexicon.days.set, *lexicon.months.set)),
        before=_before({rule: known.get(name, ()) for name, rule in RULES.items()}),
        citing=frozenset(tuple(phrase.split()) for phrase in known["citing"]),
        dative=frozenset(known.get("dative", ())),
        belongs=frozenset(known["belongs"]),
        other_nouns=known["other_nouns"],
        passive=frozenset(known.get("passive", ())),
        labels=frozenset(known["labels"]),
        openers=frozenset(known["openers"]),
        photo=frozenset(known["photo"]),
        joins=frozenset(known["joins"]),
        clause=frozenset(known.get("as", ())),
        behind=tuple(
            (start, rule)
            for name, rule in (("behind_according", RULES["according"]), ("behind_told", RULES["told"]))
            for start in known.get(name, ())
        ),
        cases=known.get("cases", ()),
        told_cases=frozenset(known.get("told_cases", ())),
        auxiliaries=frozenset(known.get("auxiliaries", ())),
        elided=known.get("elided", ()),
        inverted_closes=written.get("inverted_closes") == "true",
    )


def _words(phrases: Iterable[str]) -> Iterable[str]:
    return (word for phrase in phrases for word in phrase.split())


def _before(phrases: Mapping[str, Iterable[str]]) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    """Return last word → (words, rule), longer phrases first."""
    found: dict[str, list[tuple[Phrase, str]]] = {}
    for rule, some in phrases.items():
        for phrase in some:
            words = tuple(phrase.split())
            found.setdefault(words[-1], []).append((words, rule))
    return {last: tuple(sorted(some, key=lambda each: -len(each[0]))) for last, some in found.items()}


class Sign(NamedTuple):
    """What a surface stands for: an outlet of the pack, or a noun for outlets (no `outlet`)."""

    outlet: str | None
    common: bool


class Found(NamedTuple):
    """A sign at its place."""

    start: int
    end: int
    sign: Sign


NOUN = Sign(None, common=False)


class Signs:
    """The names of the outlets of a pack in one language, and the nouns for outlets; read by many threads.

    `surfaces`: what is looked for → what it stands for. The index of the language looks for them with all else.
    """

    def __init__(self, pack: Pack, lexicon: Lexicon) -> None:
        """Gather; a pack without outlets still knows the nouns, by which others are told."""
        self.words = crediting(lexicon)
        signs: dict[str, Sign] = {}
        for noun in self.words.nouns:
            for surface in (noun, noun[:1].upper() + noun[1:]):
                signs[surface] = NOUN
        for outlet in pack.outlets.values():
            for name in outlet.names:
                if name.language in {EVERYWHERE, lexicon.language}:
                    for surface in _written(name.text):
                        known = signs.get(surface)
                        if known is None or known is NOUN or (known.common and not name.common):
                            signs[surface] = Sign(outlet.outlet_id, name.common)
        self.surfaces: Mapping[str, Sign] = signs


def parted(found: Iterable[Found]) -> tuple[list[Found], list[Found]]:
    """Return the names and the nouns among the signs of a text in reading order; the longer of two that overlap counts."""
    names: list[Found] = []
    nouns: list[Found] = []
    for each in found:
        (nouns if each.sign is NOUN else names).append(each)
    names = _longest(names)
    taken = {at for each in names for at in range(each.start, each.end)} if nouns else set()
    return names, [each for each in _longest(nouns) if each.start not in taken]


def _written(name: str) -> tuple[str, ...]:
    """Return a name as it is matched: apostrophes folded; also in capitals."""
    text = name.replace("’", "'")
    return (text, text.upper()) if len(text) >= SHORTEST_CAPITALS else (text,)


def _longest(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept
