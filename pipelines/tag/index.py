"""A pack and a lexicon as one automaton per language, and the hits of a text sorted into what they may mean."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import NamedTuple

from pipelines.packs.model import Form, FormKind, Pack
from pipelines.tag.crediting import Sign
from pipelines.tag.entries import SHORTEST_CAPITALS, Entry, given_names, meanings_of, names_by_person
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.match import WordMatcher, ends_word, in_word, starts_word

FREE = frozenset(" \n.,;:!?()«»“”„—–")
"""Marks that part words in every language."""


class Hit(NamedTuple):
    """An entry at its place."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of a text in reading order; `actors` and `terms` without what a longer hit or a blocker covers.

    `framings` come by their end, all of them, and the blockers among them: what covers what is decided by concept. So do
    `signs`, the names of outlets and nouns for them. `subjects` are what else than our talks is negotiated about.
    """

    actors: tuple[Hit, ...]
    terms: tuple[Hit, ...]
    cues: tuple[Hit, ...]
    sources: tuple[Hit, ...]
    conflicts: tuple[Hit, ...]
    rounds: tuple[Hit, ...]
    framings: tuple[Hit, ...] = ()
    signs: tuple[Hit, ...] = ()
    subjects: tuple[Hit, ...] = ()


class Index:
    """What one language may say of a pack: compiled once, read by many threads."""

    def __init__(self, pack: Pack, lexicon: Lexicon, forms: Sequence[Form], signs: Mapping[str, Sign]) -> None:
        """Compile `forms` and `signs`, those of the pack that count in this language."""
        self.lexicon = lexicon
        self._offices = pack.offices
        meanings = meanings_of(pack, lexicon, forms, signs)
        self._surfaces = tuple(meanings)
        self._meanings = tuple(meanings.values())
        self._entries: list[Entry | None] = [None] * len(meanings)
        self._matcher = WordMatcher(self._surfaces) if meanings else None
        self.given_names: Mapping[str, frozenset[str]] = given_names(pack, forms)
        self.own_given_names: Mapping[str, Sequence[str]] = names_by_person(self.given_names)

    def hits(self, text: str) -> Hits:
        """Return the hits that stand at word boundaries."""
        layers: tuple[list[Hit], ...] = ([], [], [], [], [], [], [], [], [])
        self._sort_into(layers, text)
        actors, terms, cues, sources, conflicts, rounds, framings, signs, subjects = layers
        return Hits(
            longest(actors, FORMS) if actors else (),
            longest(terms, TERMS) if terms else (),
            longest(cues) if cues else (),
            longest(sources) if sources else (),
            tuple(conflicts),
            tuple(rounds),
            tuple(framings),
            tuple(signs),
            longest(subjects) if subjects else (),
        )

    def _sort_into(self, layers: tuple[list[Hit], ...], text: str) -> None:
        """Add what the automaton finds where a word begins and ends to the layers where it belongs, by end."""
        letter = self.lexicon.apostrophe_is_letter
        found = self._entries
        size = len(text)
        for pattern, start, end in self._matcher.occurrences(text) if self._matcher else ():
            # The plain cases first: a blank or a letter on either side settles most occurrences.
            if (
                start
                and (before := text[start - 1]) not in FREE
                and (before.isalpha() or not starts_word(text, start, apostrophe_is_letter=letter))
            ):
                continue
            entry = found[pattern] or self._found(pattern)
            stop = end
            if (
                end < size
                and (after := text[end]) not in FREE
                and (after.isalpha() or not ends_word(text, end, apostrophe_is_letter=letter))
            ):
                stop = _fused(text, end, entry, self.lexicon)
                if not stop:
                    continue
            hit = _hit(Hit, (start, stop, entry))
            for layer in entry.layers or ():
                layers[layer].append(hit)

    def _found(self, pattern: int) -> Entry:
        """Return the entry of a surface that was found for the first time: few of all there are ever are.

        Threads that do so at once make the same one twice; either will do.
        """
        meaning = self._meanings[pattern]
        if isinstance(meaning, Form):
            entry = Entry(self._surfaces[pattern])
            entry.add(meaning)
        else:
            entry = meaning
        self._entries[pattern] = entry.completed(self._offices)
        return entry


_hit = tuple.__new__
"""Makes a `Hit` of its three parts: in half the time of a call of the class."""


def merged(found: Iterable[Hits], everywhere: Hits) -> Hits:
    """Return the hits of several languages as one, with the signs that count everywhere: a text whose language is unknown."""
    several = list(found)
    everything = {
        field.name: sorted((hit for hits in several for hit in getattr(hits, field.name)), key=itemgetter(1))
        for field in fields(Hits)
    }
    return Hits(
        actors=longest(everything["actors"], FORMS),
        terms=longest(everything["terms"], TERMS),
        cues=(),
        sources=(),
        conflicts=tuple(sorted(everything["conflicts"], key=lambda hit: hit.start)),
        rounds=tuple(sorted(everything["rounds"], key=lambda hit: hit.start)),
        framings=tuple(everything["framings"]),
        signs=everywhere.signs,
        subjects=longest(everything["subjects"]),
    )


_START = itemgetter(0)
FORMS: Callable[[Entry], object] = attrgetter("forms")
TERMS: Callable[[Entry], object] = attrgetter("terms")


def longest(hits: list[Hit], wanted: Callable[[Entry], object] | None = None) -> tuple[Hit, ...]:
    """Return the leftmost longest hits, those that are `wanted`; a blocker takes its place and is then left out.

    Hits come by end. Turned round and sorted by start alone, the longer of two that begin together comes first.
    """
    hits.reverse()
    hits.sort(key=_START)
    kept = []
    reached = -1
    for hit in hits:
        start, end, entry = hit
        if start >= reached:
            reached = end
            if wanted is None or wanted(entry):
                kept.append(hit)
    return tuple(kept)


def _fused(text: str, end: int, entry: Entry, lexicon: Lexicon) -> int:
    """Return where the word ends if what follows is an ending of this kind of form; 0 if not."""
    endings = entry.endings
    if endings is None:
        endings = entry.endings = _endings(entry, lexicon) or False
    if not endings:
        return 0
    tail = endings.match(text, end)
    return tail.end() if tail and not (tail.end() < len(text) and in_word(text[tail.end()])) else 0


def _endings(entry: Entry, lexicon: Lexicon) -> "re.Pattern[str] | None":
    """Return the suffixes that may be fused to a surface, by the widest kind it has."""
    if entry.terms and len(entry.surface) > SHORTEST_CAPITALS:
        return compiled(lexicon.term_endings)
    kinds = {form.kind for form in entry.forms}
    if entry.framings and not kinds:
        return compiled(lexicon.framing_endings)
    if kinds & {FormKind.ROLE, FormKind.DEMONYM}:
        return compiled(lexicon.role_endings)
    if kinds & {FormKind.NAME, FormKind.METONYM} and not entry.surface.isupper():
        return compiled(lexicon.name_endings)
    return None


@lru_cache(maxsize=64)
def compiled(pattern: str) -> "re.Pattern[str] | None":
    """Return the compiled pattern; None for an empty one."""
    return re.compile(pattern) if pattern else None
