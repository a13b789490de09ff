"""A pack and a lexicon as one automaton per language, and the hits of a text sorted into what they may mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.packs.model import Form, FormKind, Pack
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.match import Matcher, ends_word, in_word, starts_word

ACTOR_KINDS = frozenset({FormKind.NAME, FormKind.METONYM, FormKind.DEMONYM, FormKind.ROLE, FormKind.ADJECTIVE})
SHORTEST_CAPITALS = 3
"""Letters from which the all-capitals variant of a form is matched: shorter ones are words of headlines."""
SMALL_WORDS = frozenset("of for and the to in on at a an by with de der du des la le von und et".split())


@dataclass(slots=True)
class _Draft:
    forms: list[Form] = field(default_factory=list)
    cue: str | None = None
    noun_cue: str | None = None
    source: bool = False
    conflict: bool = False
    rounds: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one surface string may mean in one language."""

    surface: str
    forms: tuple[Form, ...]  # of actors
    terms: tuple[Form, ...]
    blocks: bool
    cue: str | None
    noun_cue: str | None
    source: bool
    conflict: bool
    rounds: tuple[str, ...]
    endings: "re.Pattern[str] | None"
    kinds: frozenset[FormKind]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry at its place."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Hits:
    """The hits of a text in reading order; `actors` and `terms` without what a longer hit or a blocker covers."""

    actors: tuple[Hit, ...]
    terms: tuple[Hit, ...]
    cues: tuple[Hit, ...]
    sources: tuple[Hit, ...]
    conflicts: tuple[Hit, ...]
    rounds: tuple[Hit, ...]


class Index:
    """What one language may say of a pack: compiled once, read by many threads."""

    def __init__(self, pack: Pack, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        drafts = _drafts(pack, lexicon)
        self._entries = tuple(_entry(surface, draft, lexicon) for surface, draft in drafts.items())
        self._matcher = Matcher(list(drafts)) if drafts else None

    def hits(self, text: str) -> Hits:
        """Return the hits that stand at word boundaries."""
        layers: dict[str, list[Hit]] = {"actors": [], "terms": [], "cues": [], "sources": [], "conflicts": [], "rounds": []}
        letter = self.lexicon.apostrophe_is_letter
        entries = self._entries
        size = len(text)
        for pattern, start, end in self._matcher.occurrences(text) if self._matcher else ():
            if start and (text[start - 1].isalpha() or not starts_word(text, start, apostrophe_is_letter=letter)):
                continue
            entry = entries[pattern]
            stop = end
            if end < size and (text[end].isalpha() or not ends_word(text, end, apostrophe_is_letter=letter)):
                stop = _fused(text, end, entry)
                if not stop:
                    continue
            _sort(Hit(start, stop, entry), layers)
        return Hits(
            longest(layers["actors"], lambda entry: bool(entry.forms)),
            longest(layers["terms"], lambda entry: bool(entry.terms)),
            longest(layers["cues"], lambda entry: True),
            longest(layers["sources"], lambda entry: True),
            tuple(layers["conflicts"]),
            tuple(layers["rounds"]),
        )


def _sort(hit: Hit, layers: dict[str, list[Hit]]) -> None:
    entry = hit.entry
    if entry.forms or entry.blocks:
        layers["actors"].append(hit)
    if entry.terms or entry.blocks:
        layers["terms"].append(hit)
    if entry.cue or entry.noun_cue:
        layers["cues"].append(hit)
    if entry.source:
        layers["sources"].append(hit)
    if entry.conflict:
        layers["conflicts"].append(hit)
    if entry.rounds:
        layers["rounds"].append(hit)


def longest(hits: list[Hit], wanted) -> tuple[Hit, ...]:  # noqa: ANN001
    """Return the leftmost longest hits; a blocker takes its place and is then left out."""
    kept = []
    reached = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= reached:
            reached = hit.end
            if wanted(hit.entry):
                kept.append(hit)
    return tuple(kept)


def _fused(text: str, end: int, entry: Entry) -> int:
    """Return where the word ends if what follows is an ending of this kind of form; 0 if not."""
    if entry.endings is None:
        return 0
    tail = entry.endings.match(text, end)
    return tail.end() if tail and not (tail.end() < len(text) and in_word(text[tail.end()])) else 0


# ── Building ──────────────────────────────────────────────────────────────────────────────────────


def _drafts(pack: Pack, lexicon: Lexicon) -> dict[str, _Draft]:
    """Return surface → what it may mean; every language's forms for `und`, else this language's and `*`."""
    drafts: dict[str, _Draft] = {}
    everything = lexicon.language == "und"
    for form in pack.forms:
        if everything or form.language in {lexicon.language, "*"}:
            for surface in _variants(form, form.language):
                drafts.setdefault(surface, _Draft()).forms.append(form)
    for words, mark in ((lexicon.cues, "cue"), (lexicon.noun_cues, "noun_cue")):
        for word, kind in words.items():
            for surface in (word, word[:1].upper() + word[1:]):
                setattr(drafts.setdefault(surface, _Draft()), mark, kind)
    for word in lexicon.unnamed_nouns:
        for surface in (word, word[:1].upper() + word[1:]):
            drafts.setdefault(surface, _Draft()).source = True
    for language, names in pack.other_conflicts.items():
        if everything or language in {lexicon.language, "*"}:
            for name in names:
                for surface in (name, name.upper()):
                    drafts.setdefault(surface, _Draft()).conflict = True
    for each in pack.rounds:
        for language, names in each.names.items():
            if everything or language in {lexicon.language, "*"}:
                for surface in {variant for name in names for variant in (name, name[:1].upper() + name[1:])}:
                    drafts.setdefault(surface, _Draft()).rounds.append(each.round_id)
    drafts.pop("", None)
    return drafts


def _variants(form: Form, language: str) -> Iterable[str]:
    """Yield the form as written, in capitals, with an initial capital, and as a headline capitalises it."""
    text = form.text.replace("’", "'")
    seen = {text: None}
    if len(text) >= SHORTEST_CAPITALS:
        seen[_capitals(text, language)] = None
        if language == "tr":
            seen[text.upper()] = None
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


def _entry(surface: str, draft: _Draft, lexicon: Lexicon) -> Entry:
    forms = tuple(form for form in draft.forms if form.kind in ACTOR_KINDS)
    kinds = frozenset(form.kind for form in draft.forms)
    return Entry(
        surface=surface,
        forms=forms,
        terms=tuple(form for form in draft.forms if form.kind is FormKind.TERM),
        blocks=FormKind.BLOCKER in kinds,
        cue=draft.cue,
        noun_cue=draft.noun_cue,
        source=draft.source,
        conflict=draft.conflict,
        rounds=tuple(dict.fromkeys(draft.rounds)),
        endings=_endings(surface, kinds, lexicon),
        kinds=kinds,
    )


def _endings(surface: str, kinds: frozenset[FormKind], lexicon: Lexicon) -> "re.Pattern[str] | None":
    """Return the suffixes that may be fused to this surface, by the widest kind it has."""
    if FormKind.TERM in kinds and len(surface) > SHORTEST_CAPITALS:
        return compiled(lexicon.term_endings)
    if kinds & {FormKind.ROLE, FormKind.DEMONYM}:
        return compiled(lexicon.role_endings)
    if kinds & {FormKind.NAME, FormKind.METONYM} and not surface.isupper():
        return compiled(lexicon.name_endings)
    return None


@lru_cache(maxsize=64)
def compiled(pattern: str) -> "re.Pattern[str] | None":
    """Return the compiled pattern; None for an empty one."""
    return re.compile(pattern) if pattern else None
