"""What the tagger knows of a language: `languages/<language>.yaml` as one frozen record."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""That of libyaml where PyYAML was built with it: four times as fast."""
FOLDER = Path(__file__).parent / "languages"


def closing_word(text: str) -> str:
    """Return the last word of a text with the blank behind it, if there is one."""
    return text[text.rfind(" ", 0, -1) + 1 :]


class Words(tuple[str, ...]):  # noqa: SLOT001 - the dictionary of each holds what was derived
    """Words or phrases of one use, with what the rules derive from them at every turn, derived once."""

    @cached_property
    def padded(self) -> tuple[str, ...]:
        """The words with a blank on both sides, as they stand in running text; behind an elision (d') none."""
        return tuple(f" {word}" if word.endswith("'") else f" {word} " for word in self)

    @cached_property
    def closing(self) -> frozenset[str]:
        """What `closing_word` says of text that ends with one of the words: tells at once that none of them is there."""
        return frozenset(map(closing_word, self.padded))

    @cached_property
    def lasts(self) -> frozenset[str]:
        """The last word of each phrase: where it does not stand, none of them does."""
        return frozenset(phrase[phrase.rfind(" ") + 1 :] for phrase in self)

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """The words with a blank behind, as they open a clause."""
        return tuple(f"{word} " for word in self)

    @cached_property
    def set(self) -> frozenset[str]:
        """The words as a set, in lower case."""
        return frozenset(word.lower() for word in self)

    @cached_property
    def phrases(self) -> frozenset[tuple[str, ...]]:
        """The phrases as tuples of words."""
        return frozenset(tuple(phrase.split(" ")) for phrase in self)


NONE = Words()
CONSENT = frozenset({"agree", "offer"})
"""Types whose verbs refuse where they are negated."""
REFUSAL = frozenset({"reject", "deny"})
"""Types whose verbs only say something where they are negated («не исключил»)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Words by their use. Lists hold lower-case words or phrases; `…_endings` are regular expressions of fused suffixes.

    `cues`: reporting verb → type of statement. `numbers` and `multipliers`: word → value. `signal_endings`: what a word tells
    of a statement by its ending (`negations`, `future`, a type …). How phrases of `content_types` are written: see signals. `place_roles`: role → first letters of words that give it.
    `verb_genders`: gender → how a verb ends whose subject has it. `before` lists are matched against what stands left of a name,
    `after` lists against what stands right of it.
    """

    language: str = "und"
    cues: Mapping[str, str] = field(default_factory=dict)
    noun_cues: Mapping[str, str] = field(default_factory=dict)
    parted: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)  # first part → last part, type
    content_types: Mapping[str, Words] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    multipliers: Mapping[str, float] = field(default_factory=dict)
    place_roles: Mapping[str, Words] = field(default_factory=dict)
    signal_endings: tuple[tuple[str, re.Pattern[str]], ...] = ()
    verb_genders: Mapping[str, Words] = field(default_factory=dict)
    pronouns: Mapping[str, Words] = field(default_factory=dict)
    according_pronoun: Mapping[str, Words] = field(default_factory=dict)
    verb_last: bool = False
    months_capital: bool = False
    apostrophe_is_letter: bool = False
    cased: bool = False  # names change with their case, and adjectives before a noun with it
    noun_attributes: bool = False  # a noun stands before another as its attribute ("US President", "Istanbul talks")
    adjectives_behind: bool = False  # the adjective of a country may stand behind a title
    headline_capitals: bool = False  # titles are written with a capital for each word
    dotless_i: bool = False  # i and ı are two letters: the capital of i is İ
    capitals_drop_accents: bool = False  # many papers leave out the accents of capitals
    inward_guillemets: bool = False  # » opens what « closes
    letters: str = ""  # letters that tell the language from others
    name_endings: str = ""
    plural_ending: str = ""
    participle_endings: Words = NONE  # how participles end that stand for a clause ("saying", «diyen»)
    role_endings: str = ""
    term_endings: str = ""
    framing_endings: str = ""
    that: Words = NONE
    content_after: Words = NONE
    adverbial: Words = NONE
    days: Words = NONE
    conjunctions: Words = NONE
    ands: Words = NONE
    according_to: Words = NONE
    according_to_after: Words = NONE
    according_loosely: Words = NONE  # words for "according to" that go with plans and laws, too
    saying_nouns: Words = NONE  # nouns in such phrases, where nouns are written with a capital
    according_relative: Words = NONE  # the same with a relative pronoun («podle něhož»)
    months: Words = NONE
    months_other: Words = NONE
    former: Words = NONE
    cancels_after: Words = NONE
    determiners: Words = NONE
    bare_after: Words = NONE
    country_links: Words = NONE
    possessive: Words = NONE
    place_before: Words = NONE
    mild_place_before: Words = NONE
    clock_before: Words = NONE  # prepositions of whose time it is, behind the hour («о 20:00 за …»)
    venue_before: Words = NONE  # prepositions that say where people meet
    venue_suffixes: Words = NONE  # the same, where such words are suffixes behind an apostrophe
    place_suffixes: Words = NONE
    mild_place_suffixes: Words = NONE
    place_nouns: Words = NONE
    place_nouns_before: Words = NONE
    seat_before: Words = NONE
    seat_after: Words = NONE
    between: Words = NONE  # before two of whom each does something to the other
    of: Words = NONE  # before a place to which something belongs, and never where somebody plays
    month_leads: Words = NONE  # what stands before months and hardly before persons
    given_name_obliques: Words = NONE  # endings that few given names of men have in the nominative
    with_before: Words = NONE  # prepositions that mean "with" before the instrumental, and "from" otherwise
    at_whom: Words = NONE  # prepositions of place that name before the accusative at whom something is aimed
    with_nouns: Words = NONE  # first letters of nouns behind which such a preposition means "with" anyhow
    skies: Words = NONE  # nouns behind a country that tell only where ("… skies")
    to_whom: Words = NONE  # a preposition with its article, behind which a country is given or told something
    genitive_suffix: str = ""  # a regular expression of the ending behind a country whose city follows
    over: Words = NONE  # "above": before a country only where something flies
    capitals: Words = NONE  # nouns for a capital: the country behind one does not act, nor the city behind both
    flying: Words = NONE  # first letters of words for what flies and is shot down
    place_from: Words = NONE  # prepositions that say from where: a country does not act behind them
    journeys: Words = NONE  # verbs and nouns of going with their preposition, before a country
    from_suffixes: Words = NONE  # endings that say from whom, at the beginning of a title
    attribute_before: Words = NONE  # words before the name of a town that belong to the noun behind it
    correspondents: Words = NONE  # "from our correspondent", in a dateline
    streets: Words = NONE  # nouns before or behind a name that make it that of a street, a stadium, a prize
    houses: Words = NONE  # nouns before a place's name that make it that of a hotel, a cinema, a ship
    houses_behind: Words = NONE  # the same behind it
    sports: Words = NONE  # first letters of words of sports pages
    namesakes: Words = NONE  # first letters of words for a namesake
    collective_country: Words = NONE
    unnamed_nouns: Words = NONE
    unnamed_modifiers: Words = NONE
    unnamed_strong: Words = NONE
    unnamed_stems: Words = NONE
    unnamed_strong_stems: Words = NONE
    unnamed_after: Words = NONE
    unnamed_trailing: Words = NONE  # first letters of attributes behind a noun for sources
    unnamed_endings: Words = NONE  # how adjectives of countries end that the pack need not know
    unnamed_weak: Words = NONE  # nouns that a country before them makes no sources of
    unnamed_alone: Words = NONE  # nouns that are sources wherever they speak
    pointing_back: Words = NONE  # what opens a sentence that tells who said the one before («об этом»)
    purposes: Words = NONE  # words for "that" that tell what something is for as well («чтобы»)
    infinitive_endings: tuple[str, ...] = ()  # how the verb ends that somebody offers or asks to do before one of these
    told_endings: tuple[str, ...] = ()  # how nouns end of whom it is offered to before one of these
    no_that_behind: Words = NONE  # words behind which a "that" opens another clause ("so that", « pour que »)
    that_left_out: bool = (
        False  # a clause may be reported without a "that" behind words of time ("said on Monday he …")
    )
    that_time: Words = NONE  # nouns behind a "that" that is none ("that day")
    audiences: Words = NONE  # nouns for who is told, behind a verb that needs no "to" ("told a press conference")
    infinitives_told: Words = NONE  # infinitives that a verb of speech reports without a "that" (« a dit espérer … »)
    subjunctive: Words = (
        NONE  # verbs in the mood that only reported speech has, that stand second in a sentence (“sei”)
    )
    warning: tuple[str, ...] = ()  # how verbs begin that warn of something
    places_told: Words = NONE  # a preposition right behind a verb, before the outlet that was told («uvedl pro X»)
    adding: tuple[str, ...] = ()  # parts of verbs by which somebody goes on speaking ("added")
    objects_in_cue: Words = NONE  # how a word of a verb of speech ends that is its object («suçlamaları reddetti»)
    told_passive: Words = NONE  # how the verb of what is reported ends before a passive («… süreceği belirtildi»)
    opinion_of: Words = NONE  # a preposition before whose opinion a sentence tells (« Pour X, … »)
    buts: Words = NONE  # "but", where no comma stands before it
    withholding: tuple[
        str, ...
    ] = ()  # how verbs begin that decline to say something, but not that it is so («neřekl, kdy …»)
    asked_about: Words = NONE  # prepositions behind "asked" before what about
    pointing_before: Words = NONE  # the same right before its verb («Ve čtvrtek to oznámil X»)
    trade_nouns: tuple[
        str, ...
    ] = ()  # first letters of nouns for any politician, alone whoever spoke before ("the diplomat said")
    office_nouns: tuple[str, ...] = ()  # the same of nouns for who holds an office ("the minister said")
    no_subject_endings: Words = NONE  # how a word ends that opens a sentence and is an object («Схему назвав …»)
    closing_only: Words = NONE  # verbs that report where they close their clause only («комментировать это он не стал»)
    calling: tuple[str, ...] = ()  # how verbs begin by which somebody calls something so («назвал слова ультиматумом»)
    with_reference: Words = (
        NONE  # words behind a verb of an outlet, before whom it cites («сообщает X со ссылкой на …»)
    )
    announcing: tuple[
        str, ...
    ] = ()  # how verbs begin whose object, without a "that", is what they say («ogłosiła sankcje»)
    accused_of: Words = NONE  # what stands between whom they accuse and of what
    appealing: tuple[
        str, ...
    ] = ()  # how verbs begin that ask somebody to do something, whom they ask right behind them
    asked_for: Words = NONE  # words between who is asked and what for
    charges: Words = NONE  # such words that belong to the charge («o podsycanie»)
    content_endings: Words = (
        NONE  # how the verb of what is reported ends where verbs come last («… olduğunu belirten X»)
    )
    pointed_at: Words = NONE  # the same right behind a verb of speech («uvedl to», "said this")
    unnamed_things: Words = NONE  # first letters of what a source may be of that is nobody (energy, income)
    unnamed_predicates: Words = NONE  # forms of a noun for sources that tell what something is («источником назвали …»)
    unnamed_familiar: Words = NONE  # first letters of a word before the noun with a phrase before it (vertrauter)
    unnamed_familiar_from: str = ""  # how that phrase begins (mit)
    proper_before: bool = False  # a capitalised word before a noun for sources tells whose they are
    negations: Words = NONE
    future: Words = NONE
    conditional: Words = NONE
    condition_words: Words = NONE  # words that open the clause of a condition; `-li`: fused to the first word
    condition_ending: str = ""  # where verbs come last, a regular expression of the word that closes it
    condition_not_behind: Words = NONE  # words before such a word behind which it is none ("even if", "asked if")
    no_conditions: Words = NONE  # phrases that it opens without a condition («если говорить»)
    condition_ambiguous: Words = NONE  # such words that mean something else as well («si»)
    condition_subjects: Words = NONE  # first letters of what stands behind those that do not
    backshift: Words = NONE  # a future put back into the past by reported speech ("would")
    before_imperative: Words = NONE  # words that may stand before an imperative that opens a sentence ("please")
    negated_verb: str = ""  # how a verb of consent is negated, `{}` for the verb: it refuses then («не {}»)
    not_negating: Words = NONE  # behind a negation, takes it back ("not only")
    each_side: Words = NONE
    both_sides: Words = NONE  # phrases for all parties: a demand made of them is aimed at none of them
    nothing_of: Words = NONE  # first letters of what opens an object that there is nothing of ("accepted no …")
    instructing: Words = NONE  # how verbs begin by which somebody tells his own people what to do
    guests: Words = NONE  # first letters of what opens the object of a verb of consent where it is who is received
    answering: Words = NONE  # words that open what somebody was asked, before a verb that answers
    accusing: Words = NONE  # first letters of verbs whose object is who is accused
    swap_words: Words = NONE  # between the numbers of an exchange ("1,000-for-1,000")
    swap_units: Words = NONE  # first letters of the words for who is exchanged
    percent_words: Words = NONE
    year_words: Words = NONE
    no_units: Words = NONE  # words behind a number that count nothing (o'clock)
    unit_attributes: Words = NONE  # attributes between a number and its noun
    attribute_endings: Words = NONE  # how attributes end
    region_words: Words = NONE  # "regions", that several adjectives share
    nouns_capital: bool = False  # every noun is written with a capital
    spokespeople: Words = NONE
    infinitives: Words = NONE  # before a verb that somebody is asked to do ("called on X to …")
    questions: Words = (
        NONE  # behind a verb that is asked about, or a word that is none of speech then («требовал ли …», “so lange”)
    )
    tolls: Words = NONE  # what is asked for without a statement: lives, anonymity (“forderte drei Tote”)
    own: Words = NONE  # possessives of the subject («svém»): what they stand before is none
    possessors: Words = NONE  # "its", "their": what a noun of speech belongs to is told of before
    topic_marks: Words = NONE  # behind a subject that is set off («ise»)
    converb_ending: str = ""  # a regular expression of verbs whose sentence goes on («diyerek»)
    particles: Words = NONE  # parts of a verb that close its clause (“lehnte … ab”)
    adverb_endings: Words = NONE  # how adverbs end that open a sentence
    adverbs_lead_verb: bool = False  # and stand between subject and verb
    articles: Words = NONE
    elided: Words = NONE  # articles before a vowel ("l'")
    object_endings: Words = NONE  # how nouns end that are objects: no subject behind a verb of any sort
    cased_endings: str = ""  # a regular expression of words that are no subject: places, times, participles, genitives
    quotatives: Words = NONE  # what follows a quotation as such («diye», «şeklinde»)
    verb_first_behind: bool = False  # behind a quotation the verb comes before its subject
    dash_speech_bare: bool = False  # no comma stands before the dash that closes what was said
    perfect: Words = NONE  # auxiliaries in second place whose participle closes the clause («hat … gefordert»)
    participle_form: str = ""  # a regular expression of such participles
    participles: Words = NONE  # of them, those that are no other form of their verb
    or_conjunctions: Words = NONE  # prepositions that open a clause as well ("after X confirmed")
    fronting: Words = NONE  # words that open a clause whose verb, the second in it, comes before its subject
    subordinators: Words = NONE  # words that open a clause that is not reported, where those that are need no "that"
    clause_verbs: Words = NONE  # verbs in second place that tell such a clause from an enumeration
    verb_closes: bool = False  # a part of the verb closes the clause, behind the places in it
    addressing: Words = NONE  # verbs of speech whose object is who is told ("told")
    addressees: Words = NONE  # who is told behind a verb of speech: media, reporters («агентству», «dziennikarzom»)
    dative_endings: Words = NONE  # how a name ends of who is told
    reflexives: Words = NONE  # parts of a verb that stand behind it («zlobil se», «żali się», “freut sich”)
    one_of: Words = NONE  # "one of", where verbs may stand without a subject
    relatives: Words = NONE  # pronouns of whom the name before them is the subject (", who said")
    stopwords: Words = NONE
    obliques: Words = NONE
    auxiliaries: Words = NONE
    hypothetical: Words = NONE
    ors: Words = NONE
    breaks: Words = NONE
    unbroken: Words = NONE  # such words behind which the same clause goes on («а также»)
    passive: Words = NONE  # behind a verb whose subject it is done to
    passive_before: Words = NONE  # the same, before it ("was")
    impersonal: Words = NONE  # verbs of what stands in a paper, or is said in an office («говорится в заявлении X»)
    papers: Words = NONE  # nouns for papers in which somebody speaks ("a statement from X said")
    going_on: Words = NONE  # verbs by which the same speaker goes on, with a "that" only (", adding that …")
    no_speech: Words = NONE  # a verb of speech with the word behind it that makes it none («podał rękę»)
    occasions: Words = NONE  # what closes the words on where something was said («… açıklamada, »)
    seat_speaks: Words = NONE
    about: Words = NONE
    asides: Words = NONE  # what stands between commas behind a verb, before its subject («, в свою очередь,»)
    named_so: Words = NONE  # words before a name in quotation marks (formula, operation, so-called)
    unbound_endings: Words = (
        NONE  # how words end that open a sentence and are no subject: adverbs, converbs, other cases
    )
    owner_endings: Words = NONE  # how a name ends in the genitive, of what is somebody's («лидер Тисы»)
    insertions: Words = NONE  # how what is inserted between a subject and its verb begins ("quoted by", « dont »)
    citing: Words = NONE  # first letters of verbs by which an outlet cites somebody (“zitierte ihn …”)
    cited: Mapping[str, Words] = field(default_factory=dict)  # gender → pronouns of whom such a verb cites
    neuters: Words = NONE  # "it", as the subject of a verb of speech: who spoke right before and is no person
    bodies_again: Words = NONE  # first letters of the noun by which a body is called again («Bakanlığın açıklamasında»)
    ourselves: Words = NONE  # words in the first person: a sentence with one that nobody marks is still a quotation
    our_endings: Words = NONE  # how verbs of which "we" is the subject end
    asking: Words = NONE  # words that open a question ("why"), which a title puts and nobody says
    platforms: Words = NONE  # networks on which something is posted, before who posts it («написав у Telegram X»)
    labels: Words = NONE  # labels before the colon of a quotation that name nobody ("Quote:")
    agents: Words = NONE  # "by", behind whose doing it is («X tarafından»)
    body_cases: str = ""  # a regular expression of the ending of a body whose paper it is («Bakanlıktan»)
    possessed_endings: Words = NONE  # how the noun of an office ends behind whose it is, where that stands first
    possessed_vowel_endings: Words = NONE  # the same where the noun itself ends in a vowel
    bodies: Words = NONE  # how the last word of an office or body ends, which is no person's name
    latter: Words = NONE  # "the latter": whom the text named last
    leaders: Words = NONE  # nouns for who leads a country, behind its adjective or before it
    headline_links: Words = NONE  # behind who opens a title: what the words behind its colon are about or came after
    title_head: str = ""  # which word of a title is its noun: first | last
    title_head_ending: str = ""  # a regular expression of what the noun loses when it stands alone
    title_owners: Words = NONE  # how what a title is of begins behind it: "of", or first letters of its noun
    title_attributes: Words = NONE  # titles that are attributes before a noun ("head negotiator")
    nationality_endings: Words = NONE  # how adjectives of countries end that stand behind a title
    no_nationalities: Words = NONE  # words that end like them
    owner_attributes: Words = NONE  # how attributes end before the noun for whose title it is
    title_links: Words = NONE  # what parts the noun of a title from what it is of
    honorifics: Words = NONE  # capitalised words before a surname that are no given names
    described_names: bool = False  # a capitalised word between a common noun and a surname is a given name
    last_parts: tuple[str, ...] = ()  # the last parts of `parted`, the longest first


@lru_cache(maxsize=64)
def lexicon(language: str) -> Lexicon:
    """Return what is known of a language; an empty record for one without a file."""
    path = FOLDER / f"{language}.yaml"
    if not (language.isalpha() and path.is_file()):
        return Lexicon(language=language)
    # BaseLoader: `on`, `no` and `off` are words here, not booleans.
    written = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - BaseLoader builds strings only
    values: dict[str, Any] = {each.name: _value(each.name, written) for each in fields(Lexicon) if each.name in written}
    lasts = {last for parts in values.get("parted", {}).values() for last, _ in parts}
    return Lexicon(**values, last_parts=tuple(sorted(lasts, key=len, reverse=True)))


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages that have a file."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def _value(name: str, written: Mapping[str, object]) -> object:
    value = written[name]
    if name in {"cues", "noun_cues"}:
        negated = written.get("negated_verb") if name == "cues" else None
        verbs = _verbs(value, written.get("cue_endings"), negated if isinstance(negated, str) else "")
        tenses = written.get("cue_tenses")
        return {**_in_tenses(verbs, tenses), **verbs} if isinstance(tenses, dict) else verbs
    if name == "parted" and isinstance(value, dict):
        return _parted(value)
    if name in {"numbers", "multipliers"} and isinstance(value, dict):
        return {word: float(number) for number, words in value.items() for word in words}
    if name == "signal_endings" and isinstance(value, dict):
        return tuple((signal, re.compile(f"(?:{ending})\\Z")) for signal, ending in value.items())
    if isinstance(value, dict):
        return {key: Words(words) for key, words in value.items()}
    if isinstance(value, list):
        return Words(value)
    return value == "true" if value in {"true", "false"} else value


def _in_tenses(verbs: Mapping[str, str], tenses: Mapping[str, str]) -> dict[str, str]:
    """Return verbs in another tense, by how they end («önerdi», «önermişti»)."""
    return {
        verb[: -len(ending)] + other: kind
        for verb, kind in verbs.items()
        for ending, other in tenses.items()
        if verb.endswith(ending)
    }


def _parted(by_type: Mapping[str, Sequence[str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the first part of a verb → its last parts, the longest first, each with its type („schlug … vor“)."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for kind, verbs in by_type.items():
        for verb in verbs:
            first, _, last = verb.partition(" …")
            parts.setdefault(first, []).append((last, kind))
    return {first: tuple(sorted(lasts, key=lambda each: -len(each[0]))) for first, lasts in parts.items()}


def _verbs(by_type: object, endings: object, negated: str) -> dict[str, str]:
    """Return verb → type of statement; `~` in a verb stands for each ending in turn.

    A verb that is listed with a type and among those that only say has the type. Verbs of consent refuse where they are
    negated, those of refusal only say something; `negated` is how.
    """
    verbs: dict[str, str] = {}
    if isinstance(by_type, dict):
        for kind, words in sorted(by_type.items(), key=lambda item: item[0] != "other"):
            for word in words:
                for ending in endings if "~" in word and isinstance(endings, list) else [""]:
                    verbs[re.sub("~", ending, word)] = kind
    if negated:
        opposite = {negated.format(verb): turned(kind) for verb, kind in verbs.items() if kind in CONSENT | REFUSAL}
        verbs = {**opposite, **verbs}
    return verbs


def turned(kind: str) -> str:
    """Return the type of a negated verb of consent or refusal; other verbs only say something."""
    return "reject" if kind in CONSENT else "other"
