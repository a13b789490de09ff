"""Polish and Czech names, places, adjectives and titles in every case, at build time.

Everything goes by the tables below; there is no dictionary. What they cannot know (where a vowel flees in a place's
name, plural names of countries) stands in the pack: as a `stem`, or as one more alias. Tables are those of `inflect`:
(ending of the nominative, letters to cut, endings of gen dat acc ins loc), variants parted by `/`, `0` no ending,
`=` the nominative. Where usage wavers, or hangs on pronunciation, a row has both: a form too many is no word at all.
"""

import re
from collections.abc import Mapping

from pipelines.packs.inflect import CASES, Forms, Row, decline, fixed, joined, table

INFLECTED = frozenset({"pl", "cs"})
"""Languages in which this module knows paradigms."""

# ── Polish: gen dat acc ins loc ───────────────────────────────────────────────────────────────────

PL_NOUN_A = table(
    ("[eaoi]ja", 2, "i i ję ją i"),
    ("ea", 1, "i i ę ą i"),
    ("ja", 1, "i i ę ą i"),
    ("ia", 1, "i i ę ą i"),
    ("ya", 1, "i i ę ą i"),
    ("la", 1, "i i ę ą i"),
    ("(cz|sz|rz|ż|c|dz)a", 1, "y y ę ą y"),
    ("[kK]a", 2, "ki ce kę ką ce"),
    ("ga", 2, "gi dze gę gą dze"),
    ("cha", 3, "chy sze chę chą sze"),
    ("ha", 2, "hy sze hę hą sze"),
    ("sta", 3, "sty ście stę stą ście"),
    ("ta", 2, "ty cie tę tą cie"),
    ("da", 2, "dy dzie dę dą dzie"),
    ("ra", 2, "ry rze rę rą rze"),
    ("ła", 2, "ły le łę łą le"),
    ("a", 1, "y ie ę ą ie"),
)
PL_NOUN_MASCULINE = (
    *table(
        ("minister", 2, "ra rowi ra rem rze"),
        ("ek", 2, "ka kowi ka kiem ku"),
        ("[kg]", 0, "a owi a iem u"),
        ("sz|cz|rz|ż|ch|c|j|l|h", 0, "a owi a em u"),
        ("ń", 1, "nia niowi nia niem niu"),
        ("ś", 1, "sia siowi sia siem siu"),
        ("ć", 1, "cia ciowi cia ciem ciu"),
        ("ź", 1, "zia ziowi zia ziem ziu"),
        ("st", 2, "sta stowi sta stem ście"),
        ("t", 1, "ta towi ta tem cie"),
        ("d", 1, "da dowi da dem dzie"),
        ("r", 1, "ra rowi ra rem rze"),
        ("ł", 1, "ła łowi ła łem le"),
        ("[bcfmnpsvwxzğş]", 0, "a owi a em ie"),
    ),
    *PL_NOUN_A,
)
PL_PERSON_MASCULINE = (
    *table(
        ("[dgjlnrtw]ij", 0, "a owi a em u"),
        ("(sk|ck|dzk)[yi]j", 2, "iego iemu iego im im"),
        ("yj", 2, "ego emu ego ym ym"),
        ("i", 0, "ego emu ego m m"),
        ("y", 1, "ego/y'ego emu/y'emu ego/y'ego ym ym"),
        ("ko", 1, "i/a owi ę/a ą/iem u"),
        ("co", 2, "ca/cy/= cowi/cy/= ca/cę/= cem/cą/= cu/cy/="),
        ("io", 1, "a/= owi/= a/= em/= u/="),
        ("ło", 1, "y/a owi ę/a ą/em u"),
        ("[nr]o", 1, "a/= owi/= a/= em/= ze/="),
        ("oe", 0, "=/go =/mu =/go =/m =/m"),
        ("[aeiou]e|[áéíóúöüäuo]", 0, "= = = = ="),
        ("[kg]e", 1, "e'a/e e'owi/e e'a/e e'em/iem/e e'u/e"),
        ("e", 0, "'a/= 'owi/= 'a/= 'em/= ="),
    ),
    *PL_NOUN_MASCULINE,
)
PL_PERSON_FEMININE = (*table(("(ow|ew|in|yn|sk|ck|dzk|ąc)a", 1, "ej ej ą ą ej")), *PL_NOUN_A)
PL_PLACE = table(
    ("ruś", 1, "si si = sią si"),
    ("sko", 1, "a u = iem u"),
    ("no", 1, "a u = em ie"),
    ("że|sze|cze|rze", 1, "a u = em u"),
    ("[aeioóuyöü]", 0, "= = = = ="),
    ("[kg]", 0, "u/a owi = iem u"),
    ("[dD]om", 0, "u owi = em u"),
    ("sz|cz|rz|ż|ch|c|j|l|h", 0, "a/u owi = em u"),
    ("ń", 1, "nia niowi = niem niu"),
    ("szt", 2, "ztu ztowi = ztem zcie"),
    ("t", 1, "tu towi = tem cie"),
    ("d", 1, "du dowi = dem dzie"),
    ("r", 1, "ru rowi = rem rze"),
    ("ł", 1, "łu łowi = łem le"),
    ("[bfmnpsvwxz]", 0, "u/a owi = em ie"),
)
PL_PLURAL = table(("y|i", 1, "0 om = ami ach"))

# ── Czech ─────────────────────────────────────────────────────────────────────────────────────────

CS_SOFT = "[šžčřcjďťňľ]"
CS_NOUN_A = table(
    ("[jyi]a", 1, "e/i i u/i ou/í i"),
    ("ka", 2, "ky ce ku kou ce"),
    ("ha", 2, "hy ze hu hou ze"),
    ("ga", 2, "gy ze gu gou ze"),
    ("ra", 2, "ry ře ru rou ře"),
    ("[lszš]a", 1, "y e u ou e"),
    ("a", 1, "y ě u ou ě"),
)
CS_NOUN_MASCULINE = table(
    ("tel", 0, "e i/ovi e em i/ovi"),
    ("ec", 2, "ce ci/covi ce cem ci/covi"),
    ("ek", 2, "ka kovi/ku ka kem kovi/ku"),
    (CS_SOFT, 0, "e i/ovi e em i/ovi"),
    ("[szx]", 0, "e/a ovi/i e/a em ovi/i"),
    ("[bdfghklmnprtvwğ]", 0, "a ovi/u a em ovi/u"),
    ("ja", 1, "i/e ovi u ou ovi"),
    ("[cč]a", 1, "i/y ovi u ou ovi"),
    ("a", 1, "y ovi u ou ovi"),
)
CS_PERSON_MASCULINE = (
    *table(
        ("(sk|ck|zk)[iy]j", 2, "ého ému ého ým ém"),
        ("yj", 2, "ého ému ého ým ém"),
        ("ý", 1, "ého ému ého ým ém"),
        ("(sk|ck|dzk)i", 1, "ého/iho ému/imu ého/iho ým/im ém/im"),
        ("[íiy]", 0, "ho mu ho m m"),
        ("co", 2, "ca/ka covi/kovi ca/ka cem/kem covi/kovi"),
        ("o", 1, "a ovi a em ovi"),
        ("[áéóöüúu]", 0, "= = = = ="),
        ("[cč]e", 1, "e i/ovi/eovi e em i/ovi/eovi"),
        ("e", 1, "e/a/ea eovi/ovi/e e/a/ea em eovi/ovi/e"),
    ),
    *CS_NOUN_MASCULINE,
)
CS_PERSON_FEMININE = (
    *table(
        ("á", 1, "é é ou ou é"),
        ("ie", 1, "e i i í i"),
        ("ně", 1, "ě i i í i"),
    ),
    *CS_NOUN_A,
)
CS_PLACE = table(
    ("ie", 1, "e i i í i"),
    ("á", 1, "é é ou ou é"),
    ("ko", 1, "a u = em u"),
    ("no|vo", 1, "a u = em ě/u"),
    ("[aeiíoóuúyéů]", 0, "= = = = ="),
    (CS_SOFT, 0, "e i = em i"),
    ("[hkg]", 0, "u/a u = em u"),
    ("[lszrx]", 0, "u/a u/i = em u/e"),
    ("[bdfmnptvw]", 0, "u/a u = em ě/u"),
)
CS_SOFT_FEMININE = table(("ť", 1, "ti ti = tí ti"), ("ň", 1, "ně ni = ní ni"), ("[žš]", 0, "e i = í i"))
CS_PLURAL = table(("y", 1, "0 ám/ům = ami/y ách/ech"))

# ── The nouns of names of several words ───────────────────────────────────────────────────────────

PL_NEUTER = table(("ie|że|rze", 1, "a u = em u"), ("o", 1, "a u = em ie"))
CS_FEMININE_E = table(("e", 1, "e i i í i"))
CS_FEMININE_BARE = table(("[td]", 0, "i i = í i"), ("[řžšcjl]", 0, "e i = í i"))
CS_NEUTER = table(("o", 1, "a u = em u/ě"), ("e", 1, "e i = em i"), ("í", 0, "= = = m ="))

GIVEN_STEMS: Mapping[str, Mapping[str, str]] = {
    "pl": {"Paweł": "Pawł", "Lew": "Lw", "Pavel": "Pavl"},
    "cs": {"Pavel": "Pavl", "Karel": "Karl", "Lev": "Lv"},
}
"""Names whose last vowel flees, as given names and as surnames."""

# ── Adjectives: masculine, neuter, feminine, plural ───────────────────────────────────────────────

ADJECTIVES: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]] = {
    "pl": (
        (
            "i",
            {
                "m": "i iego iemu im im",
                "n": "ie iego iemu im im",
                "f": "a iej iej ą iej ą",
                "p": "ie ich im imi ich",
            },
        ),
        (
            "y",
            {
                "m": "y ego emu ym ym",
                "n": "e ego emu ym ym",
                "f": "a ej ej ą ej ą",
                "p": "e ych ym ymi ych",
            },
        ),
    ),
    "cs": (
        (
            "ý",
            {
                "m": "ý ého ému ým ém",
                "n": "é ého ému ým ém",
                "f": "á é é ou é ou",
                "p": "é ých ým ými ých",
            },
        ),
        ("í", {"m": "í ího ímu ím ím", "n": "í ího ímu ím ím", "f": "í í í í í í", "p": "í ích ím ími ích"}),
    ),
}
MASCULINE_PLURALS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "pl": (("ski", "scy"), ("cki", "ccy"), ("dzki", "dzcy"), ("ny", "ni")),
    "cs": (("ský", "ští"), ("cký", "čtí"), ("ný", "ní")),
}
"""Endings of the nominative and of what several men are called (ukraińscy, ukrajinští)."""
SHORTEST = 2
"""Letters up to which a part of a name stays as it is (Le, Di)."""
NOUN_STEMS: Mapping[str, Mapping[str, str]] = {
    "pl": {"obwód": "obwod", "Urząd": "Urzęd", "Półwysep": "Półwysp"},
    "cs": {"dům": "dom", "dvůr": "dvor", "stolec": "stolc"},
}
"""Nouns of several-word names whose last vowel changes or flees."""
QUALIFYING: Mapping[str, re.Pattern[str]] = {
    "pl": re.compile(r"\w{2,}(?:(?:n|ż|w|sz|ał)[yae]|(?:sk|ck|dzk|lk)(?:i|a|ie))\Z"),
    "cs": re.compile(r"\w{2,}(?:[ýáé]|(?<!ě)ní|[dš]í)\Z"),
}
"""Words that look like adjectives, in the nominative singular of any gender."""
BEHIND = re.compile(r"\w{2,}(?:(?:al|r|cz|yj)ny|ow[ye]|(?:sk|ck|dzk)(?:i|a|ie)|n[ae]|owa|ża|sza|cza)\Z")
"""Polish adjectives behind the noun of a name; a genitive (Bezpieczeństwa, Obrony) must not look like one."""
LEADING: Mapping[str, re.Pattern[str]] = {
    "pl": re.compile(r"[a-ząćęłńóśźż]{2,}(?:n|sk|ck|dzk|w|k|l)[yi]\Z"),
    "cs": re.compile(r"[a-záčďéěíňóřšťúůýž]{2,}(?:[ýá]|ní)\Z"),
}
"""Adjectives before the noun of a title (specjalny wysłannik, generální tajemník)."""
FEMININE_LEADING: Mapping[str, re.Pattern[str]] = {
    "pl": re.compile(r"[a-ząćęłńóśźż]{2,}(?:n|sk|ck|dzk|k)a\Z"),
    "cs": LEADING["cs"],
}
FEMALE = ("wa", "ka", "ąca", "yně")
"""Endings of titles that women have."""


def person(language: str, name: str, gender: str | None, *, last_word: bool = False) -> Forms:
    """Return a person's name in every case; the last word is the surname, words before it are given names.

    `last_word`: nothing but the last word changes. Without a gender nothing does; words that begin with a small letter
    (von, de) and initials never do.
    """
    words = name.split()
    if gender is None or not words:
        return {"nom": (name,)}
    last = len(words) - 1
    parts = []
    for at, word in enumerate(words):
        if last_word:
            parts.append(_last_part(language, word, gender) if at == last else fixed(word))
        else:
            changes = word[-1].isalpha() and not word[0].islower() and len(word) > SHORTEST
            parts.append(_person_word(language, word, gender) if changes else fixed(word))
    return joined(language, parts)


CS_POSSESSIVE = ("ův", "ova", "ovo", "ovu", "ovy", "ově", "ovou", "ovi", "ových", "ovým", "ovými")
CS_NO_POSSESSIVE = re.compile(r".*(?:[áéíóöúůüuyýi]|[iy]j|e[ck])\Z")
"""Surnames declined like adjectives or not at all, and those whose last vowel flees."""


def possessive(language: str, surname: str, gender: str | None) -> tuple[str, ...]:
    """Return the possessive adjective of a Czech man's surname in all its forms (Trumpův návrh, Trumpova slova).

    It says what "Trump's" says, and there is no other way to say it with one word. Empty where there is none.
    """
    flees = surname in GIVEN_STEMS.get(language, {})
    if language != "cs" or gender != "m" or flees or not surname.isalpha() or CS_NO_POSSESSIVE.match(surname):
        return ()
    stem = surname[:-1] if surname[-1] in "ao" else surname
    return tuple(stem + ending for ending in CS_POSSESSIVE)


def place(language: str, name: str, *, stem: str | None = None, paradigm: str = "place") -> Forms:
    """Return the name of a place, one word, in every case.

    `stem` replaces the nominative as what endings are put to (Kijów: Kijow). `paradigm`: place | plural | plural_bare |
    feminine (a soft consonant).
    """
    head, hyphen, last = name.rpartition("-")
    forms = decline(last, _place_table(language, last, paradigm), stem=stem)
    return {case: tuple(f"{head}{hyphen}{each}" for each in variants) for case, variants in forms.items()}


def phrase(language: str, text: str) -> Forms:
    """Return the name of an institution or region, several words, in every case.

    Adjectives before the noun agree with it, and in Polish so does one directly behind it; what follows stays as it is
    (Rada Bezpieczeństwa ONZ). Plural names stay as they are, and so do those without a noun these tables know.
    """
    words = text.split(" ")
    looks = [bool(QUALIFYING[language].match(word)) and not word.isupper() for word in words]
    at = next((position for position, adjectival in enumerate(looks) if not adjectival), 0)
    feminine = language == "cs" and at > 0 and words[at - 1].endswith("á")
    gender, paradigm = _inanimate(language, words[at], feminine=feminine)
    if any(_gender_of(word) not in {gender, "any"} for word in words[:at]):  # a noun that looks like an adjective
        at = 0
        gender, paradigm = _inanimate(language, words[at], feminine=False)
    if not paradigm or not words[at].isalpha() or words[at].isupper():
        return {"nom": (text,)}
    behind = (
        language == "pl" and at + 1 < len(words) and BEHIND.match(words[at + 1]) and _gender_of(words[at + 1]) == gender
    )
    agreeing = {*range(at), *([at + 1] if behind else [])}
    noun = decline(words[at], paradigm, stem=NOUN_STEMS[language].get(words[at]))
    parts = [
        noun if position == at else _agreeing(language, word, gender) if position in agreeing else fixed(word)
        for position, word in enumerate(words)
    ]
    return joined(language, parts)


def _inanimate(language: str, noun: str, *, feminine: bool) -> tuple[str, tuple[Row, ...]]:
    """Return the gender of an inanimate noun by its ending, and its table: an empty one for what is not known."""
    if noun.endswith("a"):
        return "f", PL_NOUN_A if language == "pl" else CS_NOUN_A
    if language == "pl":
        neuter = noun.endswith(("o", "ie", "że", "rze"))
        masculine = noun[-1] not in "aeioóuyąęüö"
        return ("n", PL_NEUTER) if neuter else ("m", PL_PLACE) if masculine else ("", ())
    if feminine and noun[-1] not in "eo":
        return "f", CS_FEMININE_BARE
    if noun.endswith(("ie", "ce", "se", "ze")):
        return "f", CS_FEMININE_E
    if noun.endswith(("o", "ře", "í")):
        return "n", CS_NEUTER
    return ("m", CS_PLACE) if noun[-1] not in "aáeéěiyýuúů" else ("", ())


def _gender_of(adjectival: str) -> str:
    return {"a": "f", "á": "f", "e": "n", "é": "n", "í": "any"}.get(adjectival[-1], "m")


def adjective(language: str, word: str, gender: str, *, animate: bool = False) -> Forms:
    """Return an adjective, given in the masculine nominative, in every case of one gender (m, n, f, p = plural)."""
    for ending, genders in ADJECTIVES[language]:
        if not word.endswith(ending):
            continue
        stem = word[: -len(ending)]
        endings = genders[gender].split()
        forms = {case: (stem + each,) for case, each in zip(("nom", "gen", "dat", "ins", "loc"), endings, strict=False)}
        if gender == "f":
            forms["acc"] = (stem + endings[5],)
        else:
            forms["acc"] = forms["gen"] if animate and gender == "m" else forms["nom"]
        return {case: forms[case] for case in CASES if case in forms}
    return fixed(word)


def every_adjective(language: str, word: str) -> tuple[str, ...]:
    """Return an adjective in all genders, numbers and cases, nominatives first, none twice."""
    found = [adjective(language, word, gender) for gender in "mfnp"]
    forms = [form for case in CASES for each in found for form in each.get(case, ())]
    men = [
        word.removesuffix(ending) + plural for ending, plural in MASCULINE_PLURALS[language] if word.endswith(ending)
    ]
    return tuple(dict.fromkeys((*forms, *men)))


def title(language: str, text: str, gender: str) -> Forms:
    """Return the title of one person in every case: adjectives agree with the noun, what follows stays as it is.

    A title that begins with a name (Putinův poradce) stays as it is.
    """
    words = text.split(" ")
    if not words[0][0].islower():
        return {"nom": (text,)}
    parts: list[Forms] = []
    leading = (LEADING if gender == "m" else FEMININE_LEADING)[language]
    while len(words) > 1 and leading.match(words[0]) and words[1][0].islower():
        parts.append(_agreeing(language, words.pop(0), gender, animate=True))
    noun = words.pop(0)
    parts.append(_title_noun(language, noun, gender))
    if language == "pl" and gender == "m" and words and words[0].islower() and BEHIND.match(words[0]):
        parts.append(adjective(language, words.pop(0), "m", animate=True))
    return joined(language, [*parts, *(fixed(word) for word in words)])


def _agreeing(language: str, word: str, gender: str, *, animate: bool = False) -> Forms:
    """Return an adjective, given in the nominative of any gender, in every case of one."""
    if language == "cs":
        masculine = word if word.endswith("í") else word[:-1] + "ý"
    else:
        stem = word.removesuffix("e") if word.endswith("ie") else word[:-1]
        masculine = stem if stem.endswith("i") else stem + ("i" if stem.endswith(("k", "g")) else "y")
    return adjective(language, masculine, gender, animate=animate)


def _title_noun(language: str, noun: str, gender: str) -> Forms:
    if noun.endswith("čí"):
        return decline(noun, CS_PERSON_MASCULINE) if gender == "m" else fixed(noun)
    if gender == "m" and noun.endswith(("ący", "ny")):
        return adjective(language, noun, "m", animate=True)
    return _person_word(language, noun, gender)


def _person_word(language: str, word: str, gender: str) -> Forms:
    parts = word.split("-")
    declined = [decline(part, _PERSONS[language, gender], stem=GIVEN_STEMS[language].get(part)) for part in parts]
    if len(parts) == 1:
        return declined[0]
    return joined(language, declined, glue="-")


def _last_part(language: str, word: str, gender: str) -> Forms:
    """Return a name of which nothing but what stands behind its last hyphen changes (Kim Čong-un)."""
    head, hyphen, part = word.rpartition("-")
    forms = decline(part, _PERSONS[language, gender])
    return {case: tuple(f"{head}{hyphen}{each}" for each in variants) for case, variants in forms.items()}


def _place_table(language: str, word: str, paradigm: str) -> tuple[Row, ...]:
    if paradigm in {"plural", "plural_bare"}:
        return PL_PLURAL if language == "pl" else CS_PLURAL
    if paradigm == "feminine" and language == "cs":
        return CS_SOFT_FEMININE
    if word.endswith("a"):
        return PL_NOUN_A if language == "pl" else CS_NOUN_A
    return PL_PLACE if language == "pl" else CS_PLACE


_PERSONS: Mapping[tuple[str, str], tuple[Row, ...]] = {
    ("pl", "m"): PL_PERSON_MASCULINE,
    ("pl", "f"): PL_PERSON_FEMININE,
    ("cs", "m"): CS_PERSON_MASCULINE,
    ("cs", "f"): CS_PERSON_FEMININE,
}
