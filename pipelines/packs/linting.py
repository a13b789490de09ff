"""What a maintainer should know of a pack before others load it: errors that stop it, warnings that do not."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from pipelines.packs import folder as folders
from pipelines.packs import forms
from pipelines.packs.folder import LOCK, Problem, Sheets
from pipelines.packs.loading import references
from pipelines.packs.schema import OfficeSheet, TenureSheet
from pipelines.packs.sources import source_warnings

SHORTEST = 4
"""Letters below which a lower- or mixed-case name must say under which condition it counts."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `severity` is error | warning, `where` is `file:line: key`."""

    severity: str
    where: str
    message: str


def lint(folder: Path) -> list[Finding]:
    """Return every finding, errors first. Raises `PackError` only where there is no pack to look at."""
    sheets, problems = folders.check(folders.read(folder))
    if sheets is None:
        return [_error(each) for each in problems]
    found = [_error(each) for each in (*references(sheets), *_overlaps(sheets))]
    found += [_error(each) for each in (*_ambiguous(sheets), *_self_blocking(sheets))]
    found += [_error(each) for each in _stale(sheets)]
    found += [Finding("warning", each.where, each.message) for each in source_warnings(sheets)]
    found += [Finding("warning", each.where, each.message) for each in _without_examples(sheets)]
    return found


def _error(problem: Problem) -> Finding:
    return Finding("error", problem.where, problem.message)


def _overlaps(sheets: Sheets) -> Iterator[Problem]:
    """Yield tenures of one office that overlap: the holder of a day would depend on their order."""
    for position, office in enumerate(sheets.offices):
        ordered = sorted(enumerate(office.tenures), key=lambda each: each[1].from_on or date.min)
        for (_, earlier), (number, later) in pairwise(ordered):
            if earlier.to_on is None or (later.from_on or date.min) < earlier.to_on:
                yield _overlap(sheets, office, earlier, (position, "tenures", number))


def _overlap(sheets: Sheets, office: OfficeSheet, earlier: TenureSheet, key: tuple[str | int, ...]) -> Problem:
    message = f"this tenure of {office.id} begins before that of {earlier.actor} ends"
    return Problem("offices.yaml", sheets.files["offices.yaml"].line_of(key), ".".join(map(str, key)), message)


def _ambiguous(sheets: Sheets) -> Iterator[Problem]:
    """Yield aliases that two actors own, and short or common words that count without a condition."""
    owners: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
    common = {(language, word.casefold()) for language, words in sheets.common_words.items() for word in words}
    for name, actors in sheets.actors.items():
        for position, actor in enumerate(actors):
            for language, aliases in actor.aliases.items():
                for number, alias in enumerate(aliases):
                    key = (position, "aliases", language, number)
                    where = (name, sheets.files[name].line_of(key), ".".join(map(str, key)))
                    taken = owners[language, alias.form]
                    others = [each for each, needy in taken if each != actor.id and not (needy or alias.needs)]
                    if others:
                        yield Problem(
                            *where, f"{alias.form} is also an alias of {others[0]}; one of them needs a condition"
                        )
                    taken.append((actor.id, bool(alias.needs)))
                    if not alias.needs and (word := _weak_word(language, alias.form, common)):
                        yield Problem(*where, f"{alias.form} is {word}; say under which condition it counts (`needs`)")


def _self_blocking(sheets: Sheets) -> Iterator[Problem]:
    """Yield blockers that are the name of an actor, as a sentence begins with them too: the actor would vanish."""
    names = {
        (language, alias.form)
        for actor in sheets.every_actor
        for language, aliases in actor.aliases.items()
        for alias in aliases
    }
    for language, texts in sheets.blockers.items():
        for number, text in enumerate(texts):
            if {(language, text), (language, text[:1].upper() + text[1:])} & names:
                key = (language, number)
                line = sheets.files["blockers.yaml"].line_of(key)
                yield Problem("blockers.yaml", line, f"{language}.{number}", f"{text} is the name of an actor")


def _weak_word(language: str, form: str, common: set[tuple[str, str]]) -> str | None:
    letters = [each for each in form if each.isalpha()]
    if len(letters) < SHORTEST and not form.isupper() and not any(each.isdigit() for each in form):
        return f"shorter than {SHORTEST} letters"
    if (language, form.casefold()) in common:
        return "a common word (common_words.yaml)"
    return None


def _without_examples(sheets: Sheets) -> Iterator[Problem]:
    for name, actors in sheets.actors.items():
        for position, actor in enumerate(actors):
            if not actor.examples:
                line = sheets.files[name].line_of((position, "id"))
                yield Problem(name, line, f"{position}.examples", f"{actor.id} has no example")


def _stale(sheets: Sheets) -> Iterator[Problem]:
    if not forms.needs_inflection(sheets):
        return
    body = sheets.folder.bodies.get(LOCK)
    if body is None:
        yield Problem(LOCK, 1, "", "the forms are not frozen yet: `trucewatch pack forms --write`")
    elif not forms.is_fresh(sheets, body.decode(errors="replace")):
        yield Problem(LOCK, 1, "", "the frozen forms are stale: `trucewatch pack forms --write`")
