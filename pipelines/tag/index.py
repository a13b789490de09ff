"""A pack and a lexicon as one automaton per language, and the hits of a text sorted into what they may mean."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Literal, NamedTuple

from pipelines.packs.model import Form, FormKind, Pack
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.match import Matcher, ends_word, in_word, starts_word

FREE = frozenset(" \n.,;:!?()«»“”„—–")
"""Marks that part words in every language."""
HEAD = "role.head"
"""Rule of the noun of a title that stands for the whole of it ("the minister")."""
ATTRIBUTE_ENDINGS = ("ий", "ый", "ой", "ная", "ний", "ній", "na", "ny", "ní", "ný")
SHORTEST_CAPITALS = 3
"""Letters from which the all-capitals variant of a form is matched: shorter ones are words of headlines."""
SMALL_WORDS = frozenset(
    [
        "of",
        "for",
        "and",
        "the",
        "to",
        "in",
        "on",
        "at",
        "a",
        "an",
        "by",
        "with",
        "de",
        "der",
        "du",
        "des",
        "la",
        "le",
        "von",
        "und",
        "et",
    ]
)


@dataclass(slots=True)
class Entry:
    """All that one surface string may mean in one language. Complete once the index is built, but for its endings."""

    surface: str
    forms: list[Form] = field(default_factory=list)  # of actors
    terms: list[Form] = field(default_factory=list)
    blocks: bool = False
    cue: str | None = None  # a verb of speech, and the type of statement it makes
    noun_cue: str | None = None
    according: bool = False
    source: bool = False  # a noun for sources without a name
    conflict: bool = False
    rounds: list[str] = field(default_factory=list)
    framings: list[Form] = field(default_factory=list)
    endings: "re.Pattern[str] | Literal[False] | None" = None  # that may be fused to it; found when first asked for

    @property
    def speaks(self) -> bool:
        """Say whether this is a verb of speech or a phrase that names a source."""
        return self.cue is not None or self.noun_cue is not None or self.according

    def add(self, form: Form) -> None:
        """Take up one more meaning."""
        if form.kind is FormKind.TERM:
            self.terms.append(form)
        elif form.kind is FormKind.FRAMING:
            self.framings.append(form)
        elif form.kind is FormKind.BLOCKER:
            self.blocks = True
        else:
            self.forms.append(form)


class Hit(NamedTuple):
    """An entry at its place."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of a text in reading order; `actors` and `terms` without what a longer hit or a blocker covers.

    `framings` come by their end, all of them, and the blockers among them: what covers what is decided by concept.
    """

    actors: tuple[Hit, ...]
    terms: tuple[Hit, ...]
    cues: tuple[Hit, ...]
    sources: tuple[Hit, ...]
    conflicts: tuple[Hit, ...]
    rounds: tuple[Hit, ...]
    framings: tuple[Hit, ...] = ()


class Index:
    """What one language may say of a pack: compiled once, read by many threads."""

    def __init__(self, pack: Pack, lexicon: Lexicon, forms: Sequence[Form]) -> None:
        """Compile `forms`, those of the pack that count in this language."""
        self.lexicon = lexicon
        entries = _entries(pack, lexicon, forms)
        self._entries = tuple(entries.values())
        self._layers = tuple(map(_layers, self._entries))
        self._matcher = Matcher(list(entries)) if entries else None
        self.given_names: Mapping[str, frozenset[str]] = given_names(pack, forms)

    def hits(self, text: str) -> Hits:
        """Return the hits that stand at word boundaries."""
        layers: tuple[list[Hit], ...] = ([], [], [], [], [], [], [])
        self._sort_into(layers, text)
        actors, terms, cues, sources, conflicts, rounds, framings = layers
        return Hits(
            longest(actors, FORMS),
            longest(terms, TERMS),
            longest(cues),
            longest(sources),
            tuple(conflicts),
            tuple(rounds),
            tuple(framings),
        )

    def _sort_into(self, layers: tuple[list[Hit], ...], text: str) -> None:
        """Add what the automaton finds where a word begins and ends to the layers where it belongs, by end."""
        letter = self.lexicon.apostrophe_is_letter
        entries, of_entry = self._entries, self._layers
        size = len(text)
        for pattern, start, end in self._matcher.occurrences(text) if self._matcher else ():
            # The plain cases first: a blank or a letter on either side settles most occurrences.
            if (
                start
                and (before := text[start - 1]) not in FREE
                and (before.isalpha() or not starts_word(text, start, apostrophe_is_letter=letter))
            ):
                continue
            stop = end
            if (
                end < size
                and (after := text[end]) not in FREE
                and (after.isalpha() or not ends_word(text, end, apostrophe_is_letter=letter))
            ):
                stop = _fused(text, end, entries[pattern], self.lexicon)
                if not stop:
                    continue
            hit = Hit(start, stop, entries[pattern])
            for layer in of_entry[pattern]:
                layers[layer].append(hit)


def _layers(entry: Entry) -> tuple[int, ...]:
    """Return the places in `Hits` where an entry belongs; a blocker covers actors, terms and framing."""
    if not (
        entry.terms or entry.framings or entry.blocks or entry.source or entry.conflict or entry.rounds or entry.speaks
    ):
        return _ACTORS  # nine out of ten
    belongs = (
        bool(entry.forms) or entry.blocks,
        bool(entry.terms) or entry.blocks,
        entry.speaks,
        entry.source,
        entry.conflict,
        bool(entry.rounds),
        bool(entry.framings) or entry.blocks,
    )
    return tuple(layer for layer, belonging in enumerate(belongs) if belonging)


_ACTORS = (0,)


def merged(found: Iterable[Hits]) -> Hits:
    """Return the hits of several languages as one: a text whose language is unknown."""
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


# ── Building ──────────────────────────────────────────────────────────────────────────────────────


def by_language(pack: Pack) -> Mapping[str, Sequence[Form]]:
    """Return the forms that count in each language, those of `*` in all; and under `*` these alone."""
    everywhere = [form for form in pack.forms if form.language == "*"]
    found: dict[str, list[Form]] = {language: list(everywhere) for language in (*pack.languages, "*")}
    for form in pack.forms:
        if form.language != "*":
            found.setdefault(form.language, list(everywhere)).append(form)
    return found


def _entries(pack: Pack, lexicon: Lexicon, forms: Sequence[Form]) -> dict[str, Entry]:
    """Return surface → what it may mean in this language."""
    entries: dict[str, Entry] = {}
    named = [form for form in forms if form.kind is not FormKind.FRAMING]
    for form in named:
        for surface in _variants(form, form.language):
            _at(entries, surface).add(form)
    _add_heads(entries, named, lexicon)
    for form in forms:
        if form.kind is FormKind.FRAMING:
            for surface in _variants(form, form.language):
                _at(entries, surface).add(form)
    _add_words(entries, lexicon)
    _add_names(entries, pack, {lexicon.language, "*"})
    return entries


def _add_heads(entries: dict[str, Entry], forms: Sequence[Form], lexicon: Lexicon) -> None:
    """Add the nouns of bare titles of several words: "the minister" is the last one told of who holds such an office."""
    heads: dict[str, dict[str, Form]] = {}
    for form in forms:
        if form.kind is FormKind.ROLE and form.bare and form.language == lexicon.language:
            head = _head(form.text, lexicon)
            if head and head != form.text:
                heads.setdefault(head, {}).setdefault(form.target, replace(form, text=head, rule=HEAD))
    for head, of_offices in heads.items():
        for surface in _initials(head):
            if surface not in entries:
                _at(entries, surface).forms.extend(of_offices.values())


def _head(title: str, lexicon: Lexicon) -> str | None:
    """Return the noun of a title, in lower case; None where the language has no rule for it."""
    words = title.split(" ")
    if len(words) == 1 or not lexicon.title_head:
        return None
    if lexicon.title_head == "first":
        noun = next((word for word in words if not word.endswith(ATTRIBUTE_ENDINGS)), words[0])
    else:
        link = next((at for at, word in enumerate(words) if word in lexicon.title_links), len(words))
        noun = words[max(0, link - 1)]
    noun = noun[:1].replace("İ", "i").lower() + noun[1:]
    return re.sub(f"{lexicon.title_head_ending}\\Z", "", noun) if lexicon.title_head_ending else noun


def given_names(pack: Pack, forms: Sequence[Form]) -> Mapping[str, frozenset[str]]:
    """Return given name, in every case → the persons of the pack who bear it: the first word of full names."""
    found: dict[str, set[str]] = {}
    for form in forms:
        if form.kind is FormKind.NAME and form.language != "*" and " " in form.text:
            actor = pack.actors.get(form.target)
            first = form.text.partition(" ")[0]
            if actor is not None and actor.type == "person" and first.isalpha() and not first.isupper():
                found.setdefault(first, set()).add(actor.actor_id)
    return {name: frozenset(actors) for name, actors in found.items()}


def _add_words(entries: dict[str, Entry], lexicon: Lexicon) -> None:
    """Add what the language itself says: verbs of speech, nouns for sources."""
    pronouns = [phrase for phrases in lexicon.according_pronoun.values() for phrase in phrases]
    for word, kind in lexicon.cues.items():
        for surface in _initials(word):
            _at(entries, surface).cue = kind
    for word, kind in lexicon.noun_cues.items():
        for surface in _initials(word):
            _at(entries, surface).noun_cue = kind
    for word in (*lexicon.according_to, *lexicon.according_to_after, *pronouns):
        for surface in _initials(word):
            _at(entries, surface).according = True
    for word in lexicon.unnamed_nouns:
        for surface in _initials(word):
            _at(entries, surface).source = True


def _add_names(entries: dict[str, Entry], pack: Pack, spoken: set[str]) -> None:
    """Add the names of other conflicts and of rounds."""
    for language in spoken & set(pack.other_conflicts):
        for name in pack.other_conflicts[language]:
            for surface in (name, name.upper()):
                _at(entries, surface).conflict = True
    for each in pack.rounds:
        for language in spoken & set(each.names):
            for surface in {variant for name in each.names[language] for variant in _initials(name)}:
                _at(entries, surface).rounds.append(each.round_id)


def _at(entries: dict[str, Entry], surface: str) -> Entry:
    entry = entries.get(surface)
    if entry is None:
        entry = entries[surface] = Entry(surface)
    return entry


def _initials(word: str) -> tuple[str, str]:
    """Return a word as it is and with an initial capital."""
    return word, word[:1].upper() + word[1:]


def _variants(form: Form, language: str) -> Iterable[str]:
    """Return the form as written, in capitals, with an initial capital, and as a headline capitalises it."""
    text = form.text.replace("’", "'")
    seen = {text: None}
    if len(text) >= SHORTEST_CAPITALS:
        seen[_capitals(text, language)] = None
        if language == "tr":
            seen[text.upper()] = None
    if form.kind is FormKind.BLOCKER and " " in text:
        seen[text[:1].lower() + text[1:]] = None
    if text[:1].islower():
        first = "İ" if language == "tr" and text[0] == "i" else text[0].upper()
        seen[first + text[1:]] = None
        if language in {"en", "tr", "*"} and (" " in text or "-" in text):
            seen[_headline(text, language)] = None
    return seen


def _capitals(text: str, language: str) -> str:
    return text.replace("i", "İ").upper() if language == "tr" else text.upper()


def _headline(text: str, language: str) -> str:
    return " ".join(
        word if word in SMALL_WORDS else _capitals(word[:1], language) + word[1:] for word in text.split(" ")
    )


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
