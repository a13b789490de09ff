"""Every surface form of a pack: generated from its sheets at build time, frozen in a reviewable lock file.

    Sheets ──generate──▶ Line … ──write──▶ forms.lock ──read──▶ Line … ──▶ Form, Round.names, other_conflicts, …

A line of the lock: language, kind, target, text, rule, needs, weight, bare; parted by tabs, sorted. The header
carries the digest of the files it was made from. Besides the kinds of `FormKind` the lock freezes the inflected
names of rounds (`round`), of other conflicts (`conflict`) and what else is negotiated about (`subject`), which are no forms of
their own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipelines.packs import framing, inflect, west_slavic
from pipelines.packs.folder import Sheets
from pipelines.packs.framing import FramingSheet
from pipelines.packs.model import EVERYDAY, POSSESSIVE, Form, FormKind, Need
from pipelines.packs.schema import ActorSheet, AliasSheet, FacetSheet, Inflection, OfficeSheet, TitleSheet
from pipelines.packs.spoken import spoken

GRAMMAR = 7
"""Counts up with every change of this module or of `inflect` that changes forms: makes old locks stale."""

ROUND = "round"
CONFLICT = "conflict"
SUBJECT = "subject"
WEIGHTS = {"strong": 3, "medium": 2, "weak": 1}
HEADER = re.compile(r"# forms of (?P<pack>\S+), grammar (?P<grammar>\d+), made from (?P<digest>[0-9a-f]{64})")


class Line(NamedTuple):
    """One line of the lock; a tuple, because fifty thousand of them are read while a pack loads."""

    language: str
    kind: str
    target: str
    text: str
    rule: str
    needs: str = ""
    weight: int = 0
    bare: bool = False

    def __str__(self) -> str:
        """Return the line as it stands in the lock."""
        bare = "bare" if self.bare else ""
        return "\t".join(
            (self.language, self.kind, self.target, self.text, self.rule, self.needs, str(self.weight or ""), bare)
        )


def needs_inflection(sheets: Sheets) -> bool:
    """Tell whether the pack has a language with cases: without one its forms are generated while it loads."""
    return bool(inflect.INFLECTED & set(sheets.pack.languages))


def generate(sheets: Sheets) -> list[Line]:
    """Return every form of the pack, sorted, none twice with the same meaning."""
    lines: dict[tuple[str, str, str, str], Line] = {}
    for line in _every(spoken(sheets)):
        key = (line.language, line.kind, line.target, line.text)
        known = lines.get(key)
        if known is None or (known.needs and not line.needs) or line.weight > known.weight:
            lines[key] = line
    return sorted(lines.values())


def _every(sheets: Sheets) -> Iterator[Line]:
    for actor in sheets.every_actor:
        yield from _names(actor, sheets.pack.languages)
        yield from _demonyms_and_adjectives(actor)
    actors = {actor.id: actor for actor in sheets.every_actor}
    titles = {title.id: title for title in sheets.titles}
    for office in sheets.offices:
        yield from _roles(office, titles[office.title], actors[office.of])
    for facet in sheets.facets:
        yield from _terms(facet)
    for concept in sheets.framing:
        yield from _framing(concept)
    for each in sheets.rounds:
        yield from _phrases(each.names, ROUND, each.id)
    yield from _phrases(sheets.blockers, FormKind.BLOCKER, "")
    for language, texts in sheets.other_conflicts.items():
        for text in texts:
            for form in _conflict_forms(language, text):
                yield Line(language, CONFLICT, "", form, CONFLICT)
    yield from _phrases(sheets.other_subjects, SUBJECT, "")


def _terms(facet: FacetSheet) -> Iterator[Line]:
    for language, terms in facet.terms.items():
        for name, weight in WEIGHTS.items():
            for text in getattr(terms, name):
                rule = f"term.{name}{EVERYDAY if text in terms.everyday else ''}"
                for form in _phrase_forms(language, text, numbers=("own", "other")):
                    yield Line(language, FormKind.TERM, facet.id, form, rule, weight=weight)


def _framing(concept: FramingSheet) -> Iterator[Line]:
    for side, name, language, term in framing.matched(concept):
        for surface in framing.surfaces(language, term):
            for form in _spellings(language, surface):
                target, weight = framing.target_of(concept.id, side), framing.WEIGHTS[name]
                yield Line(language, FormKind.FRAMING, target, form, f"framing.{name}", weight=weight)


def _phrases(texts: Mapping[str, Sequence[str]], kind: str, target: str) -> Iterator[Line]:
    for language, phrases in texts.items():
        for text in phrases:
            for form in _phrase_forms(language, text):
                yield Line(language, kind, target, form, kind)


# ── Names ─────────────────────────────────────────────────────────────────────────────────────────

_DEFAULTS = {
    "person": Inflection.NAME,
    "place": Inflection.PLACE,
    "government": Inflection.PLACE,
    "organisation": Inflection.PHRASE,
}


LENT = "en"
"""The language whose names of persons are taken in others in Latin letters that have none: papers print what agencies wire."""


def _aliases(actor: ActorSheet, languages: Iterable[str]) -> Mapping[str, Sequence[AliasSheet]]:
    """Return language → names, those of persons that a language has none for as English writes them."""
    lent = actor.aliases.get(LENT, ()) if actor.type == "person" else ()
    without = [each for each in languages if each not in actor.aliases and each not in inflect.INFLECTED]
    return {**actor.aliases, **dict.fromkeys(without, lent)}


def _names(actor: ActorSheet, languages: Iterable[str]) -> Iterator[Line]:
    metonym = actor.type == "place" and actor.stands_for is not None
    kind = FormKind.METONYM if metonym else FormKind.NAME
    for language, aliases in _aliases(actor, languages).items():
        for alias in aliases:
            needs = ",".join(sorted(alias.needs))
            part = "surname" if actor.type == "person" and " " not in alias.form else "name"
            for case, forms in _cases(actor, language, alias).items():
                for form in forms:
                    yield Line(language, kind, actor.id, form, f"{part}.{case}", needs)
            if part == "surname" and alias.inflect is not Inflection.NONE:
                for form in west_slavic.possessive(language, alias.form, actor.gender):
                    yield Line(language, kind, actor.id, form, f"{part}.{POSSESSIVE}", needs)


def _cases(actor: ActorSheet, language: str, alias: AliasSheet) -> Mapping[str, tuple[str, ...]]:
    """Return an alias in every case; in German with its genitive, in languages without cases as it is."""
    how = alias.inflect or _default(actor, alias.form)
    if how is Inflection.NONE or (alias.form.isupper() and len(alias.form) > 1):
        return {"nom": _spellings(language, alias.form)}
    if language == "de":
        return _german(alias.form, actor)
    if language in west_slavic.INFLECTED:
        return _west_slavic(actor, language, alias, how)
    if language not in inflect.INFLECTED:
        return {"nom": (alias.form,)}
    forms = _inflected(actor, language, alias, how)
    return {case: tuple(s for each in variants for s in _spellings(language, each)) for case, variants in forms.items()}


def _default(actor: ActorSheet, form: str) -> Inflection:
    how = _DEFAULTS[actor.type]
    return Inflection.PHRASE if how is Inflection.PLACE and " " in form else how


def _inflected(actor: ActorSheet, language: str, alias: AliasSheet, how: Inflection) -> inflect.Forms:
    if how in {Inflection.NAME, Inflection.FOREIGN, Inflection.LAST_WORD}:
        return inflect.person(
            language,
            alias.form,
            actor.gender,
            foreign=how is Inflection.FOREIGN,
            last_word=how is Inflection.LAST_WORD,
        )
    if how is Inflection.PHRASE:
        return inflect.phrase(language, alias.form)[0]
    if how is Inflection.ADJECTIVE:
        return inflect.adjective(language, alias.form, "f")
    return inflect.place(language, alias.form, stem=alias.stem, paradigm=how.value)


def _west_slavic(actor: ActorSheet, language: str, alias: AliasSheet, how: Inflection) -> inflect.Forms:
    """Return a Polish or Czech alias in every case."""
    if actor.type == "person":
        return west_slavic.person(language, alias.form, actor.gender, last_word=how is Inflection.LAST_WORD)
    if how is Inflection.ADJECTIVE:
        return west_slavic.person(language, alias.form, "f")
    if " " in alias.form:
        return west_slavic.phrase(language, alias.form)
    paradigm = Inflection.PLACE if how is Inflection.PHRASE else how
    return west_slavic.place(language, alias.form, stem=alias.stem, paradigm=paradigm.value)


def _german(form: str, actor: ActorSheet) -> Mapping[str, tuple[str, ...]]:
    """Return the name with its genitive in -s, which is fused (Putins); names in s, ß, x, z take an apostrophe."""
    if actor.type == "organisation" or form[-1:] in "sßxz.0123456789" or form.split(" ", maxsplit=1)[0].islower():
        return {"nom": (form,)}
    return {"nom": (form,), "gen": (form + "s",)}


def _spellings(language: str, form: str) -> tuple[str, ...]:
    """Return the form, and in Russian also with е for ё, as newspapers print it."""
    if language == "ru" and ("ё" in form or "Ё" in form):
        return form, form.replace("ё", "е").replace("Ё", "Е")
    return (form,)


def _demonyms_and_adjectives(actor: ActorSheet) -> Iterator[Line]:
    for language, aliases in actor.demonyms.items():
        for alias in aliases:
            needs = ",".join(sorted(alias.needs))
            inflects = alias.inflect is not Inflection.NONE and language not in west_slavic.INFLECTED
            forms = _phrase_forms(language, alias.form, animate=True) if inflects else (alias.form,)
            for form in forms:
                yield Line(language, FormKind.DEMONYM, actor.id, form, "demonym", needs)
    for language, texts in actor.adjectives.items():
        for text in texts:
            for form in _adjective_forms(language, text):
                yield Line(language, FormKind.ADJECTIVE, actor.id, form, "adjective")


def _adjective_forms(language: str, text: str) -> tuple[str, ...]:
    if language == "de":
        return tuple(text + ending for ending in ("e", "er", "en", "em", "es")) if text[0].islower() else (text,)
    if language in west_slavic.INFLECTED:
        return west_slavic.every_adjective(language, text)
    return inflect.every_adjective(language, text)


def _phrase_forms(
    language: str, text: str, *, animate: bool = False, numbers: Sequence[str] = ("own",)
) -> Iterator[str]:
    seen = set()
    if language in west_slavic.INFLECTED:
        phrases = [west_slavic.phrase(language, text)]
    else:
        phrases = inflect.phrase(language, text, animate=animate, numbers=numbers)
    for forms in phrases:
        for variants in forms.values():
            for form in variants:
                for spelling in _spellings(language, form):
                    if spelling not in seen:
                        seen.add(spelling)
                        yield spelling


def _conflict_forms(language: str, text: str) -> Iterator[str]:
    if language in inflect.INFLECTED and " " not in text and text[0].isupper() and not text.isupper():
        forms = inflect.place(language, text)
        yield from dict.fromkeys(each for variants in forms.values() for each in variants)
    else:
        yield from _phrase_forms(language, text)


# ── Roles: a title with its country, and the bare title ───────────────────────────────────────────

ADJECTIVE_AFTER = frozenset({"fr"})
CASED = inflect.INFLECTED | west_slavic.INFLECTED
"""Languages in which a title and the adjective of its country stand in the same case."""
SMALL_WORDS = frozenset({"of", "for", "and", "the", "to"})


def _roles(office: OfficeSheet, title: TitleSheet, actor: ActorSheet) -> Iterator[Line]:
    for language, name, gender, bare in _title_names(title):
        for rule, form in _titled(language, name, gender, actor):
            yield Line(language, FormKind.ROLE, office.id, form, rule)
        if bare:
            for form in _bare(language, name, gender):
                yield Line(language, FormKind.ROLE, office.id, form, "role.bare", bare=True)
    for language, texts in office.forms.items():
        for text in texts:
            for form in _own(language, text):
                yield Line(language, FormKind.ROLE, office.id, form, "role.own")


def _own(language: str, text: str) -> Iterator[str]:
    """Yield what only this office is called, in every case."""
    if language in west_slavic.INFLECTED:
        yield from _bare(language, text, "f" if text.split(" ", maxsplit=1)[0].endswith(west_slavic.FEMALE) else "m")
    else:
        yield from _phrase_forms(language, text, animate=True)


def _title_names(title: TitleSheet) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (language, name, gender of agreement, whether it counts alone)."""
    for names, gender, bare in (
        (title.names, "m", title.bare),
        (title.feminine, "f", title.bare),
        (title.with_country, "m", False),
    ):
        for language, texts in names.items():
            for text in texts:
                yield language, text, gender, bare and "{}" not in text


def _titled(language: str, name: str, gender: str, actor: ActorSheet) -> Iterator[tuple[str, str]]:
    """Yield the title with its country in every way the language has, as (rule, form)."""
    before = actor.in_titles.before.get(language, ()) or _before(language, actor)
    if "{}" in name:
        for word in before:
            for form in _agreeing(language, word):
                yield "role.before", name.replace("{}", form)
        return
    if language in CASED:
        yield from _titled_in_cases(language, name, gender, actor, before)
        return
    written = _capitals(language, name)
    for title in written:
        for word in before:
            for form in _agreeing(language, word):
                pair = (title, form) if language in ADJECTIVE_AFTER else (form, title)
                yield "role.before", " ".join(pair)
        for owner in actor.in_titles.of.get(language, ()):
            yield "role.of", f"{title} of {owner}" if language == "en" else f"{title} {owner}"
            if language == "en":
                yield "role.of", f"{owner.removeprefix('the ')}'s {title}"


def _before(language: str, actor: ActorSheet) -> tuple[str, ...]:
    """Return what stands before a title where the pack does not say: adjectives, or the name in Turkish."""
    if language == "tr":
        return tuple(alias.form for alias in actor.aliases.get(language, ()))
    return actor.adjectives.get(language, ())


def _agreeing(language: str, word: str) -> tuple[str, ...]:
    if language == "de":
        return _adjective_forms(language, word)
    return (word,)


def _capitals(language: str, name: str) -> tuple[str, ...]:
    """Return an English title as written in running text and with capitals (foreign minister, Foreign Minister)."""
    if language != "en":
        return (name,)
    words = [word if word in SMALL_WORDS else word[:1].upper() + word[1:] for word in name.split(" ")]
    hyphened = ["-".join(part[:1].upper() + part[1:] for part in word.split("-")) for word in words]
    kept = [new if old not in SMALL_WORDS else old for old, new in zip(name.split(" "), hyphened, strict=True)]
    return tuple(dict.fromkeys((name, " ".join(words), " ".join(kept))))


def _titled_in_cases(
    language: str, name: str, gender: str, actor: ActorSheet, before: Iterable[str]
) -> Iterator[tuple[str, str]]:
    titles = _title_in_cases(language, name, gender)
    for owner in actor.in_titles.of.get(language, ()) or _genitives(language, actor):
        for case, variants in titles.items():
            for variant in variants:
                yield f"role.of.{case}", f"{variant} {owner}"
    for word in before:
        adjectives = _adjective_in_cases(language, word, gender)
        for case, variants in titles.items():
            for variant in variants:
                for form in adjectives.get(case, ()) or adjectives["nom"]:
                    yield f"role.before.{case}", f"{form} {variant}"


def _title_in_cases(language: str, name: str, gender: str) -> inflect.Forms:
    if language in west_slavic.INFLECTED:
        return west_slavic.title(language, name, gender)
    return inflect.phrase(language, name, animate=True)[0]


def _adjective_in_cases(language: str, word: str, gender: str) -> inflect.Forms:
    if language in west_slavic.INFLECTED:
        return west_slavic.adjective(language, word, gender, animate=True)
    return inflect.adjective(language, word, gender, animate=True)


def _genitives(language: str, actor: ActorSheet) -> tuple[str, ...]:
    """Return the names of a country or organisation in the genitive, as they follow a title."""
    found: list[str] = []
    for alias in actor.aliases.get(language, ()):
        if not alias.needs:
            forms = _cases(actor, language, alias)
            found.extend(forms.get("gen") or forms["nom"])
    return tuple(dict.fromkeys(found))


def _bare(language: str, name: str, gender: str) -> Iterator[str]:
    if language in west_slavic.INFLECTED:
        yield from dict.fromkeys(
            each for variants in _title_in_cases(language, name, gender).values() for each in variants
        )
    elif language in inflect.INFLECTED:
        yield from _phrase_forms(language, name, animate=True)
    else:
        yield from _capitals(language, name)


# ── The lock ──────────────────────────────────────────────────────────────────────────────────────


def render(sheets: Sheets, lines: Iterable[Line]) -> str:
    """Return the text of the lock file."""
    header = f"# forms of {sheets.pack.id}, grammar {GRAMMAR}, made from {sheets.folder.forms_digest}"
    columns = "# language\tkind\ttarget\ttext\trule\tneeds\tweight\tbare"
    return "\n".join((header, columns, *map(str, lines), ""))


def is_fresh(sheets: Sheets, text: str) -> bool:
    """Tell whether a lock was made from these sheets by this grammar."""
    header = HEADER.match(text)
    return header is not None and int(header["grammar"]) == GRAMMAR and header["digest"] == sheets.folder.forms_digest


def parse(text: str) -> Iterator[Line]:
    """Yield the lines of a lock. Raises `ValueError` for a line that has not eight columns."""
    for row in text.splitlines():
        if row and not row.startswith("#"):
            language, kind, target, form, rule, needs, weight, bare = row.split("\t")
            yield Line(language, kind, target, form, rule, needs, int(weight or 0), bool(bare))


def compile_forms(lines: Iterable[Line]) -> tuple[Form, ...]:
    """Return the lines that are forms, as the stages see them."""
    kinds = {kind.value: kind for kind in FormKind}
    needs: dict[str, frozenset[Need]] = {"": frozenset()}
    forms = []
    for line in lines:
        kind = kinds.get(line.kind)
        if kind is None:
            continue
        if line.needs not in needs:
            needs[line.needs] = frozenset(Need(each) for each in line.needs.split(","))
        forms.append(
            Form(
                text=line.text,
                language=line.language,
                kind=kind,
                target=line.target,
                rule=line.rule,
                needs=needs[line.needs],
                weight=line.weight,
                bare=line.bare,
            )
        )
    return tuple(forms)
