"""What each surface of a pack and of a language may mean: gathered once, before one automaton is made of the surfaces."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pipelines.packs.model import Form, FormKind, Office, Pack
from pipelines.tag.crediting import Sign
from pipelines.tag.lexicon import Lexicon, lexicon

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
    """All that one surface string may mean in one language, of which some is derived when it is first found.

    `layers`: the places in `Hits` where it belongs. `sure`: whom it names without a condition, or whose office. `plain`: the
    form that is all it means, without a condition.
    """

    surface: str
    forms: list[Form] = field(default_factory=list)  # of actors
    terms: list[Form] = field(default_factory=list)
    blocks: bool = False
    cue: str | None = None  # a verb of speech, and the type of statement it makes
    noun_cue: str | None = None
    according: bool = False
    source: bool = False  # a noun for sources without a name
    conflict: bool = False
    subject: bool = False  # of negotiations that are none of ours
    rounds: list[str] = field(default_factory=list)
    framings: list[Form] = field(default_factory=list)
    sign: Sign | None = None  # an outlet, or a noun for outlets
    endings: "re.Pattern[str] | Literal[False] | None" = None  # that may be fused to it; found when first asked for
    layers: tuple[int, ...] | None = None
    sure: tuple[str, ...] = ()
    plain: Form | None = None

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

    def completed(self, offices: Mapping[str, Office]) -> "Entry":
        """Return it with what is derived from all its meanings."""
        self.sure = tuple(_sure(self.forms, offices))
        if len(self.forms) == 1 and not self.forms[0].needs:
            self.plain = self.forms[0]
        self.layers = _layers(self)
        return self


def _sure(forms: Iterable[Form], offices: Mapping[str, Office]) -> Iterator[str]:
    """Yield whom forms name without a condition; a title tells whose it is."""
    for form in forms:
        if form.kind in WHOLE_NAME_KINDS and not form.needs:
            yield form.target
        elif form.kind is FormKind.ROLE and not form.bare and form.target in offices:
            yield offices[form.target].of


WHOLE_NAME_KINDS = frozenset({FormKind.NAME, FormKind.METONYM})


def _layers(entry: Entry) -> tuple[int, ...]:
    """Return the places in `Hits` where an entry belongs; a blocker covers actors, terms and framing."""
    belongs = (
        bool(entry.forms) or entry.blocks,
        bool(entry.terms) or entry.blocks,
        entry.speaks,
        entry.source,
        entry.conflict,
        bool(entry.rounds),
        bool(entry.framings) or entry.blocks,
        entry.sign is not None,
        entry.subject,
    )
    return tuple(layer for layer, belonging in enumerate(belongs) if belonging)


def by_language(pack: Pack) -> Mapping[str, Sequence[Form]]:
    """Return the forms that count in each language, those of `*` in all; and under `*` these alone."""
    everywhere = [form for form in pack.forms if form.language == "*"]
    found: dict[str, list[Form]] = {language: list(everywhere) for language in (*pack.languages, "*")}
    for form in pack.forms:
        if form.language != "*":
            found.setdefault(form.language, list(everywhere)).append(form)
    return found


Meanings = dict[str, "Form | Entry"]
"""Surface → what it may mean: a form alone, as nine out of ten do, or an entry."""


def meanings_of(pack: Pack, lexicon: Lexicon, forms: Sequence[Form], signs: Mapping[str, Sign]) -> Meanings:
    """Return surface → what it may mean in this language."""
    meanings: Meanings = {}
    named = [form for form in forms if form.kind is not FormKind.FRAMING]
    _add_forms(meanings, named)
    _add_heads(meanings, named, lexicon)
    _add_forms(meanings, [form for form in forms if form.kind is FormKind.FRAMING])
    _add_words(meanings, lexicon)
    _add_names(meanings, pack, {lexicon.language, "*"})
    for surface, sign in signs.items():
        _at(meanings, surface).sign = sign
    return meanings


def _add_forms(meanings: Meanings, forms: Iterable[Form]) -> None:
    """Add forms as they are matched."""
    for form in forms:
        for surface in _variants(form, lexicon(form.language)):
            if meanings.setdefault(surface, form) is not form:
                _at(meanings, surface).add(form)


def _add_heads(meanings: Meanings, forms: Sequence[Form], lexicon: Lexicon) -> None:
    """Add the nouns of bare titles of several words: "the minister" is the last one told of who holds such an office."""
    heads: dict[str, dict[str, Form]] = {}
    for form in forms:
        if form.kind is FormKind.ROLE and form.bare and form.language == lexicon.language:
            head = _head(form.text, lexicon)
            if head and head != form.text:
                heads.setdefault(head, {}).setdefault(form.target, replace(form, text=head, rule=HEAD))
    for head, of_offices in heads.items():
        for surface in _initials(head):
            if surface not in meanings:
                _at(meanings, surface).forms.extend(of_offices.values())


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


def names_by_person(names: Mapping[str, frozenset[str]]) -> Mapping[str, Sequence[str]]:
    """Return person → given names."""
    found: dict[str, list[str]] = {}
    for name, actors in names.items():
        for actor in actors:
            found.setdefault(actor, []).append(name)
    return found


def _add_words(entries: Meanings, lexicon: Lexicon) -> None:
    """Add what the language itself says: verbs of speech, nouns for sources."""
    pronouns = [phrase for phrases in lexicon.according_pronoun.values() for phrase in phrases]
    for word, kind in {**dict.fromkeys(lexicon.parted, "other"), **lexicon.cues}.items():
        for surface in _initials(word):
            _at(entries, surface).cue = kind
    for word, kind in lexicon.noun_cues.items():
        for surface in _initials(word):
            _at(entries, surface).noun_cue = kind
    for word in (*lexicon.according_to, *lexicon.according_to_after, *lexicon.according_relative, *pronouns):
        for surface in _initials(_with_nouns(word, lexicon)):
            _at(entries, surface).according = True
    for word in lexicon.unnamed_nouns:
        for surface in _initials(word):
            _at(entries, surface).source = True


def _add_names(entries: Meanings, pack: Pack, spoken: set[str]) -> None:
    """Add the names of other conflicts and of rounds, and what else is negotiated about."""
    for language in spoken & set(pack.other_conflicts):
        for name in pack.other_conflicts[language]:
            for surface in (name, name.upper()):
                _at(entries, surface).conflict = True
    for language in spoken & set(pack.other_subjects):
        for name in pack.other_subjects[language]:
            for surface in _initials(name):
                _at(entries, surface).subject = True
    for each in pack.rounds:
        for language in spoken & set(each.names):
            for surface in {variant for name in each.names[language] for variant in _initials(name)}:
                _at(entries, surface).rounds.append(each.round_id)


def _at(meanings: Meanings, surface: str) -> Entry:
    """Return the entry of a surface, made if there is none or a form alone."""
    known = meanings.get(surface)
    if isinstance(known, Entry):
        return known
    entry = meanings[surface] = Entry(surface)
    if known is not None:
        entry.add(known)
    return entry


def _initials(word: str) -> tuple[str, str]:
    """Return a word as it is and with an initial capital."""
    return word, word[:1].upper() + word[1:]


def _with_nouns(phrase: str, lexicon: Lexicon) -> str:
    """Return a phrase with the capitals of the nouns in it ("nach Angaben von")."""
    nouns = lexicon.saying_nouns.set
    return (
        " ".join(word[:1].upper() + word[1:] if word in nouns else word for word in phrase.split(" "))
        if nouns
        else phrase
    )


def _variants(form: Form, spoken: Lexicon) -> Iterable[str]:
    """Return the form as written, in capitals, with an initial capital, and as a headline capitalises it."""
    text = form.text.replace("’", "'")
    seen = {text: None}
    if len(text) >= SHORTEST_CAPITALS:
        seen[_capitals(text, spoken)] = None
        if spoken.dotless_i:
            seen[text.upper()] = None
    if spoken.capitals_drop_accents and (plain := _without_accents(text)) != text:
        seen[plain] = None
    if form.kind is FormKind.BLOCKER and " " in text:
        seen[text[:1].lower() + text[1:]] = None
    if text[:1].islower():
        first = _capitals(text[0], spoken)
        seen[first + text[1:]] = None
        if (spoken.headline_capitals or form.language == "*") and (" " in text or "-" in text):
            seen[_headline(text, spoken)] = None
    elif form.kind in CAPITALISED and " " in text:
        seen[_every_word_capital(text)] = None
    return seen


ACCENTED = str.maketrans("ÀÂÉÈÊËÎÏÔÛÙÇ", "AAEEEEIIOUUC")


def _without_accents(text: str) -> str:
    """Return a name without the accents of capitals."""
    return text.translate(ACCENTED)


def _capitals(text: str, spoken: Lexicon) -> str:
    return text.replace("i", "İ").upper() if spoken.dotless_i else text.upper()


CAPITALISED = frozenset({FormKind.NAME, FormKind.BLOCKER})
"""What desks that know English rules write with a capital for every word: «Совет Безопасности», "Ministerstwo Obrony"."""
LONGEST_SMALL_WORD = 3
"""Letters up to which a word inside a name keeps its small letter: von der, по, для."""


def _every_word_capital(text: str) -> str:
    """Return a name with a capital for each word that is no small one."""
    return " ".join(word[:1].upper() + word[1:] if len(word) > LONGEST_SMALL_WORD else word for word in text.split(" "))


def _headline(text: str, spoken: Lexicon) -> str:
    return " ".join(word if word in SMALL_WORDS else _capitals(word[:1], spoken) + word[1:] for word in text.split(" "))
