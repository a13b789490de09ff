"""Russian and Ukrainian names and phrases in every case, at build time.

Names go by the tables below, never by a dictionary: pymorphy3 does not know them and guesses («Песков» becomes
sand, «Зеленский» also yields Зеленская, who is another person). Only phrases of dictionary words (organisations,
titles, terms) ask pymorphy3, which is imported inside the one function that needs it.

A paradigm row is (ending of the nominative, letters to cut, endings): endings stand in the order of `CASES`,
variants parted by `/`; a `0` is the empty ending, `=` the nominative itself. The first row that fits wins.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

CASES = ("nom", "gen", "dat", "acc", "ins", "loc", "voc")
INFLECTED = frozenset({"ru", "uk"})
"""Languages in which this module knows paradigms."""

Forms = Mapping[str, tuple[str, ...]]
"""Case -> variants; Russian has no vocative."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a paradigm table."""

    ending: re.Pattern[str]
    cut: int
    endings: tuple[tuple[str, ...], ...]


def table(*rows: tuple[str, int, str]) -> tuple[Row, ...]:
    """Return a paradigm table, its rows as the head of this module has them."""
    return tuple(
        Row(re.compile(f"(?:{ending})$"), cut, tuple(tuple(each.split("/")) for each in endings.split()))
        for ending, cut, endings in rows
    )


VOWELS = "аеёиоуыэюяєії"
CONSONANT = "[бвгґджзйклмнпрстфхцчшщ]"

# ── Russian: gen dat acc ins loc ──────────────────────────────────────────────────────────────────

RU_MASCULINE = table(
    ("ец", 2, "ца цу ца цем/цом це"),
    ("[жшчщц]", 0, "а у а ем е"),
    ("ий", 1, "я ю я ем и"),
    ("й", 1, "я ю я ем е"),
    ("ь", 1, "я ю я ем е"),
    (CONSONANT, 0, "а у а ом е"),
    ("ия", 1, "и и ю ей и"),
    ("я", 1, "и е ю ей е"),
    ("[гкх]а", 1, "и е у ой е"),
    ("[жшчщ]а", 1, "и е у ей е"),
    ("ца", 1, "ы е у ей е"),
    (f"[{VOWELS}]а", 0, "= = = = ="),
    ("а", 1, "ы е у ой е"),
)
RU_FEMININE = RU_MASCULINE[6:]
RU_SURNAME_MASCULINE = (
    *table(
        ("[гкх]ий", 2, "ого ому ого им ом"),
        ("ый|ой", 2, "ого ому ого ым ом"),
    ),
    *RU_MASCULINE,
)
RU_SURNAME_SLAVIC = table(("ов|ев|ёв|ин|ын", 0, "а у а ым е"))
RU_SURNAME_FEMININE = (
    *table(
        ("ая", 2, "ой ой ую ой ой"),
        ("(ов|ев|ёв|ин|ын)а", 1, "ой ой у ой ой"),
    ),
    *RU_FEMININE,
)
RU_PLACE = (
    *table(
        ("ье", 1, "я ю = ем ="),
        ("ие", 1, "я ю = ем и"),
        ("ий", 1, "я ю = ем и"),
        ("[жшчщц]", 0, "а у = ем е"),
        ("й", 1, "я ю = ем е"),
        (f"^[^{VOWELS}]*[{VOWELS}][^{VOWELS}]*ь", 1, "я ю = ём е"),
        ("ь", 1, "я ю = ем е"),
        (CONSONANT, 0, "а у = ом е"),
    ),
    *RU_FEMININE,
)
RU_SOFT_FEMININE = table(("ь", 1, "и и = ью и"))
RU_PLURAL = table(("ы|и", 1, "ов ам = ами ах"))
RU_PLURAL_BARE = table(("ы|и", 1, "0 ам = ами ах"))

# ── Ukrainian: gen dat acc ins loc voc ────────────────────────────────────────────────────────────

UK_MASCULINE = table(
    ("ець", 3, "ця цю/цеві ця цем цеві/ці/цю цю"),
    ("й", 1, "я ю/єві я єм єві/ї/ю ю"),
    ("ь", 1, "я ю/еві я ем еві/і/ю ю"),
    ("[жшчщ]", 0, "а у/еві а ем еві/і/у е/у"),
    ("ц", 0, "а у/ові/еві а ом/ем ові/еві/і/у е/у"),
    ("[гкх]", 0, "а у/ові а ом ові/у у"),
    (CONSONANT, 0, "а у/ові а ом ові/і/у е"),
    (f"[{VOWELS}']я", 1, "ї ї ю єю ї є"),
    ("я", 1, "і і ю ею і ю/е"),
    ("га", 2, "ги зі гу гою зі го"),
    ("ка", 2, "ки ці ку кою ці ко"),
    ("ха", 2, "хи сі ху хою сі хо"),
    ("[жшчщ]а", 1, "і і у ею і е"),
    (f"[{VOWELS}]а", 0, "= = = = = ="),
    ("а", 1, "и і у ою і о"),
)
UK_FEMININE = UK_MASCULINE[7:]
UK_GIVEN_O = table(
    (f"[{VOWELS}]о|^.{{1,2}}о", 0, "= = = = = ="),
    ("ко", 1, "а у/ові а ом ові/у у"),
    ("о", 1, "а у/ові а ом ові/і/у е"),
)
UK_SURNAME_MASCULINE = (
    *table(
        ("[сцз]ький", 2, "ого ому ого им ому/ім ="),
        ("ий", 2, "ого ому ого им ому/ім ="),
        ("ко|хно|ло", 1, "а у/ові а ом ові/у у/="),
    ),
    *UK_MASCULINE,
)
UK_SURNAME_SLAVIC = table(("ов|ев|єв|ин|ін|їн", 0, "а у/ові а им ові/і/у е/="))
UK_SURNAME_FEMININE = (
    *table(
        ("(ськ|цьк|зьк)а", 1, "ої ій у ою ій ="),
        ("(ов|ев|єв)а", 1, "ої ій у ою ій ="),
        ("(ин|ін|їн)а", 1, "ої/и ій/і у ою ій/і о/="),
    ),
    *UK_FEMININE,
)
UK_PLACE = (
    *table(
        ("(ж|н|ш|ч|л|т|с|д|з)\\1я", 1, "я ю = ям і/ю ="),
        ("'я", 1, "я ю = ям ї/ю ="),
        ("й", 1, "я/ю ю/єві = єм ї/ю ю"),
        ("ь", 1, "я/ю ю/еві = ем і/ю ю"),
        ("[жшчщ]", 0, "а/у у/еві = ем і/у е"),
        ("г", 1, "га/гу гу/гові = гом зі/гу ге"),
        ("[кх]", 0, "а/у у/ові = ом у/ові у"),
        (CONSONANT, 0, "а/у у/ові = ом і/у/ові е"),
    ),
    *UK_FEMININE,
)
UK_SOFT_FEMININE = table(("ь", 1, "і і = + і е"))
UK_PLURAL = table(("и", 1, "ів ам = ами ах ="), ("і", 1, "ів ам = ами ах ="), ("ї", 1, "їв ям = ями ях ="))
UK_PLURAL_BARE = table(("и|і", 1, "0 ам = ами ах ="))

# ── Adjectives: masculine, neuter, feminine, plural; acc is settled by animacy ─────────────────────

ADJECTIVES: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]] = {
    "ru": (
        (
            "[гкхжшчщ](?:ий|ой|ая|ое|ие)",
            {
                "m": "ий ого ому им ом",
                "n": "ое ого ому им ом",
                "f": "ая ой ой ой ой ую",
                "p": "ие их им ими их",
            },
        ),
        (
            "(?:ый|ой|ая|ое|ые)",
            {
                "m": "ый ого ому ым ом",
                "n": "ое ого ому ым ом",
                "f": "ая ой ой ой ой ую",
                "p": "ые ых ым ыми ых",
            },
        ),
        (
            "(?:ий|яя|ее|ие)",
            {
                "m": "ий его ему им ем",
                "n": "ее его ему им ем",
                "f": "яя ей ей ей ей юю",
                "p": "ие их им ими их",
            },
        ),
    ),
    "uk": (
        (
            "(?:ий|а|е|і)",
            {"m": "ий ого ому им ому", "n": "е ого ому им ому", "f": "а ої ій ою ій у", "p": "і их им ими их"},
        ),
        (
            "(?:ій|я|є)",
            {
                "m": "ій ього ьому ім ьому",
                "n": "є ього ьому ім ьому",
                "f": "я ьої ій ьою ій ю",
                "p": "і іх ім іми іх",
            },
        ),
    ),
}

# ── Words that need a stem of their own ───────────────────────────────────────────────────────────

GIVEN_STEMS: Mapping[str, Mapping[str, str]] = {
    "ru": {"Лев": "Льв", "Павел": "Павл", "Пётр": "Петр"},
    "uk": {"Лев": "Лев"},
}
UK_SOFT_GIVEN = {"Ігор": "Ігорь", "Лазар": "Лазарь"}
"""Written hard, declined soft."""
PARTICLES = frozenset(
    {"фон", "дер", "ван", "ден", "де", "да", "ди", "ді", "ле", "ла", "бин", "бін", "ибн", "ібн", "аль", "эль", "ель"}
)
"""Parts of names that never change, in lower case."""


def person(language: str, name: str, gender: str | None, *, foreign: bool = False, last_word: bool = False) -> Forms:
    """Return a person's name in every case; the last word is the surname, words before it are given names.

    `foreign`: a surname in -ин or -ов takes the instrumental of a common noun (Паролином, not Паролиным).
    `last_word`: nothing but the last word changes. Without a gender, or outside Russian and Ukrainian, nothing does.
    """
    words = name.split()
    if language not in INFLECTED or gender is None or not words:
        return {"nom": (name,)}
    declined = []
    for position, word in enumerate(words):
        last = position == len(words) - 1
        if word.lower() in PARTICLES or (last_word and not last) or not word[-1].isalpha() or word.isascii():
            declined.append(fixed(word))
        elif last:
            declined.append(_surname(language, word, gender, foreign=foreign or last_word))
        else:
            declined.append(_given(language, word, gender))
    return joined(language, declined)


def place(language: str, name: str, *, stem: str | None = None, paradigm: str = "place") -> Forms:
    """Return a place's name in every case; of hyphenated names the last part changes.

    `stem` replaces the nominative as what endings are put to (Київ: Києв). `paradigm`: place | plural |
    plural_bare | feminine (the tables of this module).
    """
    if language not in INFLECTED:
        return {"nom": (name,)}
    table = _PLACES[language][paradigm]
    head, hyphen, last = name.rpartition("-")
    forms = _ordered(language, decline(last, table, stem=stem))
    return {case: tuple(f"{head}{hyphen}{each}" for each in variants) for case, variants in forms.items()}


def adjective(language: str, word: str, gender: str, *, animate: bool = False) -> Forms:
    """Return an adjective, given in the nominative of any gender, in every case of one gender (m, n, f, p = plural)."""
    for ending, genders in ADJECTIVES[language]:
        match = re.search(f"{ending}$", word)
        if match is None:
            continue
        cut = 2 if language == "ru" or word.endswith(("ий", "ій")) else 1
        stem = word[:-cut]
        endings = [tuple(each.split("/")) for each in genders[gender].split()]
        forms = dict(
            zip(("nom", "gen", "dat", "ins", "loc"), ([stem + e for e in each] for each in endings), strict=False)
        )
        forms["acc"] = [stem + endings[5][0]] if gender == "f" else _accusative(forms, gender, animate=animate)
        return _ordered(language, {case: tuple(variants) for case, variants in forms.items()})
    return fixed(word)


def every_adjective(language: str, word: str) -> tuple[str, ...]:
    """Return an adjective in all genders, numbers and cases, nominatives first, none twice."""
    if language not in INFLECTED:
        return (word,)
    found = [adjective(language, word, gender) for gender in "mfnp"]
    return _unique(form for case in CASES for forms in found for form in forms.get(case, ()))


def _accusative(forms: Mapping[str, list[str]], gender: str, *, animate: bool) -> list[str]:
    return list(forms["gen"] if animate and gender in {"m", "p"} else forms["nom"])


# ── Phrases of dictionary words ───────────────────────────────────────────────────────────────────


def phrase(language: str, text: str, *, animate: bool = False, numbers: Sequence[str] = ("own",)) -> list[Forms]:
    """Return a noun phrase in every case, one mapping per number that it has.

    Adjectives before the head noun agree with it, and so does one directly behind it; whatever follows stays as it
    is (Организации Объединённых Наций). Abbreviations, and phrases without a head noun, stay as they are.
    `numbers`: `own` is the number that the text has, `other` the other one.
    """
    if language not in INFLECTED:
        return [{"nom": (text,)}]
    words = text.split(" ")
    head = _head(language, words)
    if head is None:
        return [_ordered(language, fixed(text))]
    noun = _noun(language, words[head], plural=_is_plural(language, words, head), animate=animate)
    found = []
    for number in numbers:
        forms, gender = noun.own if number == "own" else noun.other
        if "nom" not in forms:
            continue
        parts = [adjective(language, word, gender, animate=noun.animate) for word in words[:head]]
        parts.append(forms)
        rest = words[head + 1 :]
        if rest and _agrees_behind(language, rest, noun):
            parts.append(adjective(language, rest.pop(0), gender, animate=noun.animate))
        parts.extend(fixed(word) for word in rest)
        agreed = joined(language, parts)
        found.append(agreed if noun.animate else {case: agreed[case] for case in agreed if case != "voc"})
    return found or [_ordered(language, fixed(text))]


@dataclass(frozen=True, slots=True)
class Noun:
    """A dictionary noun: its forms in the number given and in the other one, each with the gender for agreement."""

    own: tuple[Forms, str]
    other: tuple[Forms, str]
    animate: bool
    nominative_number: str


def _head(language: str, words: Sequence[str]) -> int | None:
    """Return the position of the head noun: the first word that is no adjective of a noun behind it."""
    for position, word in enumerate(words):
        if _is_abbreviation(word) or not word[-1].isalpha():
            return None
        if _leads(language, words, position):
            continue
        readings = _readings(language, word)
        return position if _nominatives(readings) or _is_adjectival_noun(readings) else None
    return None


def _leads(language: str, words: Sequence[str], position: int) -> bool:
    """Tell whether the word is an adjective that agrees with a noun behind it, other adjectives between them."""
    shapes = _shapes(each for each in _readings(language, words[position]) if each.tag.POS in {"ADJF", "PRTF"})
    for word in words[position + 1 :]:
        if not shapes or not word[-1].isalpha():
            return False
        readings = _readings(language, word)
        if shapes & _shapes(_nominatives(readings)):
            return True
        shapes &= _shapes(each for each in readings if each.tag.POS in {"ADJF", "PRTF"})
    return False


def _shapes(readings: Iterable[Any]) -> set[str]:
    """Return the genders, or `p` for plural, of the readings in the nominative."""
    return {_gender(each, "plur" if "plur" in each.tag else "sing") for each in readings if _is_nominative(each)}


def _is_adjectival_noun(readings: Sequence[Any]) -> bool:
    return any(each.tag.POS in {"ADJF", "PRTF"} and _is_nominative(each) for each in readings)


def _nominatives(readings: Sequence[Any]) -> list[Any]:
    """Return the readings as a common noun in the nominative; the dictionary also knows «Рада» as a given name."""
    return [
        each
        for each in readings
        if each.tag.POS == "NOUN" and _is_nominative(each) and not {"Name", "Surn", "Patr"} & each.tag.grammemes
    ]


def _is_nominative(reading: Any) -> bool:  # noqa: ANN401  (pymorphy3 has no types)
    """Tell whether it is a nominative; the Ukrainian dictionary leaves the case of some base forms out."""
    return "nomn" in reading.tag or (reading.tag.case is None and reading.word == reading.normal_form)


def _has_number(reading: Any, number: str) -> bool:  # noqa: ANN401  (pymorphy3 has no types)
    """Tell the number; the Ukrainian dictionary marks the plural only."""
    return ("plur" in reading.tag) == (number == "plur")


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_plural(language: str, words: Sequence[str], head: int) -> bool:
    """Tell whether the phrase is plural, by its adjective where it has one."""
    if head == 0:
        readings = _readings(language, words[0])
        found = _nominatives(readings) or [each for each in readings if _is_nominative(each)]
        return bool(found) and "plur" in found[0].tag
    return words[0].endswith(("ые", "ие")) if language == "ru" else words[0].endswith("і")


def _noun(language: str, word: str, *, plural: bool, animate: bool) -> Noun:
    number = "plur" if plural else "sing"
    readings = [each for each in _nominatives(_readings(language, word)) if _has_number(each, number)]
    if not readings:
        return _adjectival(language, word, plural=plural, animate=animate)
    reading = readings[0]
    lively = animate or "anim" in reading.tag
    other = "sing" if plural else "plur"
    return Noun(
        own=(_lexeme(language, reading, number, word), _gender(reading, number)),
        other=(_lexeme(language, reading, other, word), _gender(reading, other)),
        animate=lively,
        nominative_number=number,
    )


def _adjectival(language: str, word: str, *, plural: bool, animate: bool) -> Noun:
    """Return a noun that declines as an adjective (военнопленный, уповноважений, сборная)."""
    gender = "p" if plural else "f" if word.endswith(("ая", "яя", "а", "я")) else "m"
    if not plural and word.endswith(("ое", "ее", "е", "є")):
        gender = "n"
    lively = animate or gender == "m"
    return Noun(
        own=(adjective(language, word, gender, animate=lively), gender),
        other=(adjective(language, word, "m" if plural else "p", animate=lively), "m" if plural else "p"),
        animate=lively,
        nominative_number="plur" if plural else "sing",
    )


def _gender(reading: Any, number: str) -> str:  # noqa: ANN401  (pymorphy3 has no types)
    if number == "plur":
        return "p"
    singular = [each.tag.gender for each in (reading, *reading.lexeme) if each.tag.gender]
    return {"masc": "m", "femn": "f", "neut": "n"}.get(str(singular[0]) if singular else "", "m")


_GRAMMEMES = {"nom": "nomn", "gen": "gent", "dat": "datv", "acc": "accs", "ins": "ablt", "loc": "loct", "voc": "voct"}


_RARE = frozenset({"V-be", "V-oy", "V-ey", "V-bi", "V-en", "Arch", "Erro"})
"""Variants that news text does not use (прекращенье, стороною)."""


def _lexeme(language: str, reading: Any, number: str, written: str) -> Forms:  # noqa: ANN401  (no types)
    forms: dict[str, tuple[str, ...]] = {}
    lexeme = [each for each in reading.lexeme if _has_number(each, number) and not _RARE & each.tag.grammemes]
    for case, grammeme in _GRAMMEMES.items():
        found = [each.word for each in lexeme if grammeme in each.tag or (case == "nom" and _is_nominative(each))]
        if found:
            forms[case] = _unique(_cased_like(written, each) for each in found)
    if number == "plur" and "inan" in reading.tag and "nom" in forms:
        forms["acc"] = forms["nom"]  # the dictionary declines both halves of «страны-гаранты» by the second
    return _ordered(language, _without_other_nominatives(forms, written))


def _without_other_nominatives(forms: Mapping[str, tuple[str, ...]], written: str) -> Forms:
    """Return the forms without variants of the nominative that nobody wrote (дитини beside діти)."""
    if written not in forms.get("nom", ()):
        return forms
    others = set(forms["nom"]) - {written} - set(forms.get("gen", ()))
    kept = {case: tuple(form for form in variants if form not in others) for case, variants in forms.items()}
    return {case: variants for case, variants in kept.items() if variants}


def _cased_like(written: str, form: str) -> str:
    if written.isupper() and len(written) > 1:
        return form.upper()
    if "-" in written and form.count("-") == written.count("-"):
        pairs = zip(written.split("-"), form.split("-"), strict=True)
        return "-".join(_cased_like(ours, theirs) for ours, theirs in pairs)
    return form[:1].upper() + form[1:] if written[:1].isupper() else form


def _agrees_behind(language: str, rest: Sequence[str], noun: Noun) -> bool:
    """Tell whether the word behind the head is an adjective of it («папа римский»), not of what follows."""
    if len(rest) > 1 or not rest[0][-1].isalpha():
        return False
    gender = noun.own[1]
    if not rest[0].endswith(_ADJECTIVE_ENDINGS[language][gender]):
        return False
    return any(each.tag.POS == "ADJF" and _is_nominative(each) for each in _readings(language, rest[0]))


_ADJECTIVE_ENDINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ru": {"m": ("ый", "ий", "ой"), "f": ("ая", "яя"), "n": ("ое", "ее"), "p": ("ые", "ие")},
    "uk": {"m": ("ий", "ій"), "f": ("ська", "цька"), "n": ("ське", "цьке"), "p": ("ські", "цькі")},
}


@cache
def _analyzer(language: str) -> Any:  # noqa: ANN401  (pymorphy3 has no types)
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang=language)


@cache
def _readings(language: str, word: str) -> tuple[Any, ...]:
    return tuple(_analyzer(language).parse(word.lower()))


# ── Shared steps ──────────────────────────────────────────────────────────────────────────────────


def _surname(language: str, word: str, gender: str, *, foreign: bool) -> Forms:
    parts = word.split("-")
    declined = [decline(part, _surname_table(language, gender, foreign=foreign)) for part in parts]
    return joined(language, declined, glue="-")


def _surname_table(language: str, gender: str, *, foreign: bool) -> tuple[Row, ...]:
    if language == "ru":
        if gender == "f":
            return RU_SURNAME_FEMININE
        return RU_SURNAME_MASCULINE if foreign else (*RU_SURNAME_SLAVIC, *RU_SURNAME_MASCULINE)
    if gender == "f":
        return UK_SURNAME_FEMININE
    return UK_SURNAME_MASCULINE if foreign else (*UK_SURNAME_SLAVIC, *UK_SURNAME_MASCULINE)


def _given(language: str, word: str, gender: str) -> Forms:
    """Return a given name in every case; of double ones the first half changes with the second or stays (Жан-Клода, Жана-Клода)."""
    head, _, last = word.rpartition("-")
    if gender == "f":
        table = RU_FEMININE if language == "ru" else UK_FEMININE
    else:
        table = RU_MASCULINE if language == "ru" else (*UK_GIVEN_O, *UK_MASCULINE)
    stem = GIVEN_STEMS[language].get(last)
    if language == "uk" and last in UK_SOFT_GIVEN:
        soft = decline(UK_SOFT_GIVEN[last], table)
        forms: Forms = {**soft, "nom": (last,)}
    else:
        forms = decline(last, table, stem=stem)
    if not head:
        return forms
    both = joined(language, [_given(language, head, gender), forms], glue="-")
    return {
        case: _unique((*(f"{head}-{each}" for each in variants), *both.get(case, ())))
        for case, variants in forms.items()
    }


def decline(word: str, table: Iterable[Row], *, stem: str | None = None) -> Forms:
    """Return a word in every case by the first row that fits it, or fits its stem; unchanged where none does."""
    base = stem or word
    for row in table:
        if row.ending.search(base):
            root = base[: len(base) - row.cut]
            forms: dict[str, tuple[str, ...]] = {"nom": (word,)}
            for case, variants in zip(CASES[1:], row.endings, strict=False):
                forms[case] = tuple(_with_ending(word, root, ending) for ending in variants)
            return forms
    return fixed(word)


def _with_ending(word: str, root: str, ending: str) -> str:
    if ending == "=":
        return word
    if ending == "0":
        return root
    if ending == "+":  # Ukrainian feminine instrumental: the consonant doubles (Білоруссю)
        return f"{root}{root[-1]}ю"
    return root + ending


def fixed(word: str) -> Forms:
    """Return a word that is the same in every case."""
    return dict.fromkeys(CASES, (word,))


def joined(language: str, parts: Sequence[Forms], *, glue: str = " ") -> Forms:
    """Return the words case by case; variants of one word combine with those of the others, at most eight."""
    cases = [case for case in CASES if language == "uk" or case != "voc"]
    return {
        case: _unique(glue.join(words) for words in _few(product(*(part.get(case) or part["nom"] for part in parts))))
        for case in cases
    }


def _few(combinations: Iterable[tuple[str, ...]], most: int = 8) -> Iterator[tuple[str, ...]]:
    for position, words in enumerate(combinations):
        if position < most:
            yield words


def _ordered(language: str, forms: Mapping[str, tuple[str, ...]]) -> Forms:
    return {case: forms[case] for case in CASES if case in forms and (language == "uk" or case != "voc")}


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


_PLACES: Mapping[str, Mapping[str, tuple[Row, ...]]] = {
    "ru": {"place": RU_PLACE, "plural": RU_PLURAL, "plural_bare": RU_PLURAL_BARE, "feminine": RU_SOFT_FEMININE},
    "uk": {"place": UK_PLACE, "plural": UK_PLURAL, "plural_bare": UK_PLURAL_BARE, "feminine": UK_SOFT_FEMININE},
}
