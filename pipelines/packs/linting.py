"""What a maintainer should know of a pack before others load it: errors that stop it, warnings that do not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from pipelines.packs import folder as folders
from pipelines.packs import forms
from pipelines.packs.cautions import (
    of_two_sides,
    outlets_in_doubt,
    unreviewed,
    unverified,
    unwatched_outlets,
    weak_forms,
    weak_word,
)
from pipelines.packs.folder import LOCK, Problem, Sheets
from pipelines.packs.loading import references
from pipelines.packs.schema import AliasSheet, OfficeSheet, TenureSheet
from pipelines.packs.sources import source_warnings

ADVICE: Mapping[str, tuple[str, str]] = {
    "schema": ("error", "docs/how-to explains the files; the key and what it may hold stand in the message."),
    "reference": ("error", "Define the id, correct it where it is used, or take one of the two out."),
    "tenures": ("error", "Set `to` of the earlier tenure to the first day of the later one."),
    "ambiguous": ("error", "Write {form: …, needs: full_name_in_text} for one of them, or for both."),
    "weak": ("error", "Write {form: …, needs: full_name_in_text}, or topic_in_text for places and organisations."),
    "blocker": ("error", "Take it out of blockers.yaml, or write the longer name that is meant."),
    "framing": ("error", "Leave the word with one of the two sides, or move it to `vague`, which is never matched."),
    "outlet": ("error", "Leave the name with one outlet, or write `common: true` for a word of everyday use."),
    "lock": ("error", "Run `trucewatch pack forms --write`, review the changed lines, keep the file with the pack."),
    "example": (
        "error",
        "Look with `trucewatch pack try`; then mend the aliases, or the example (give its `language`).",
    ),
    "source": ("warning", "docs/how-to/add-a-source.md explains the key."),
    "weak_form": ("warning", "Look whether texts use the word; then write a condition (`needs`) or `inflect: none`."),
    "unwatched": ("warning", "Correct the publisher, or take it out: credits of the outlet lead to nobody we watch."),
    "no_example": ("warning", "Add one sentence that names the actor, and one with the same word for something else."),
    "unverified": ("warning", "Write under `note` what could not be confirmed, or take `verified: false` out."),
    "unreviewed": ("warning", "Look up who holds the office, correct the tenures, set `reviewed` to the day."),
}
"""Kinds of findings: how bad each is, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `severity` is error | warning, `where` is `file:line: key`, `kind` one of `ADVICE`."""

    severity: str
    where: str
    message: str
    kind: str = ""
    advice: str = ""


def finding(kind: str, where: str, message: str) -> Finding:
    """Return a finding of a kind, with what that kind implies."""
    severity, advice = ADVICE[kind]
    return Finding(severity, where, message, kind, advice)


def lint(folder: Path, today: date | None = None) -> list[Finding]:
    """Return every finding, errors first. Without a day, nothing is said of offices that nobody has looked up for long.

    Raises `PackError` only where there is no pack to look at.
    """
    sheets, problems = folders.check(folders.read(folder))
    if sheets is None:
        return [finding("schema", each.where, each.message) for each in problems]
    searches: tuple[tuple[str, Iterable[Problem]], ...] = (
        ("reference", references(sheets)),
        ("tenures", _overlaps(sheets)),
        ("ambiguous", _ambiguous(sheets)),
        ("weak", _weak(sheets)),
        ("blocker", _self_blocking(sheets)),
        ("framing", of_two_sides(sheets)),
        ("outlet", outlets_in_doubt(sheets)),
        ("lock", _stale(sheets)),
        ("source", source_warnings(sheets)),
        ("weak_form", weak_forms(sheets, _common(sheets))),
        ("unwatched", unwatched_outlets(sheets)),
        ("unverified", unverified(sheets)),
        ("unreviewed", unreviewed(sheets, today) if today else ()),
        ("no_example", _without_examples(sheets)),
    )
    return [finding(kind, each.where, each.message) for kind, found in searches for each in found]


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
    """Yield aliases that two actors own, neither of which counts under a condition only."""
    owners: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
    for each in _aliases(sheets):
        taken = owners[each.language, each.alias.form]
        others = [owner for owner, needy in taken if owner != each.actor and not (needy or each.alias.needs)]
        if others:
            message = f"{each.alias.form} is also an alias of {others[0]}; one of them needs a condition"
            yield Problem(*each.where, message)
        taken.append((each.actor, bool(each.alias.needs)))


def _weak(sheets: Sheets) -> Iterator[Problem]:
    """Yield short or common words that count without a condition."""
    common = _common(sheets)
    for each in _aliases(sheets):
        if not each.alias.needs and (word := weak_word(each.language, each.alias.form, common)):
            message = f"{each.alias.form} is {word}; say under which condition it counts (`needs`)"
            yield Problem(*each.where, message)


@dataclass(frozen=True, slots=True)
class _Owned:
    """One alias with its owner and its place in the files."""

    actor: str
    language: str
    alias: AliasSheet
    where: tuple[str, int, str]  # file, line, key


def _aliases(sheets: Sheets) -> Iterator[_Owned]:
    for name, actors in sheets.actors.items():
        for position, actor in enumerate(actors):
            for language, aliases in actor.aliases.items():
                for number, alias in enumerate(aliases):
                    key = (position, "aliases", language, number)
                    where = (name, sheets.files[name].line_of(key), ".".join(map(str, key)))
                    yield _Owned(actor.id, language, alias, where)


def _common(sheets: Sheets) -> frozenset[tuple[str, str]]:
    return frozenset((language, word.casefold()) for language, words in sheets.common_words.items() for word in words)


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


def _without_examples(sheets: Sheets) -> Iterator[Problem]:
    """Yield actors that no sentence holds to anything, those with most names first: most can go wrong with them."""
    found = [
        (name, position, actor)
        for name, actors in sheets.actors.items()
        for position, actor in enumerate(actors)
        if not actor.examples
    ]
    for name, position, actor in sorted(found, key=lambda each: -sum(map(len, each[2].aliases.values()))):
        line = sheets.files[name].line_of((position, "id"))
        names = sum(map(len, actor.aliases.values()))
        count = f" ({names} names)" if names > 1 else ""
        yield Problem(name, line, f"{position}.examples", f"{actor.id}{count} has no example")


def _stale(sheets: Sheets) -> Iterator[Problem]:
    if not forms.needs_inflection(sheets):
        return
    body = sheets.folder.bodies.get(LOCK)
    if body is None:
        yield Problem(LOCK, 1, "", "the forms are not frozen yet: `trucewatch pack forms --write`")
    elif not forms.is_fresh(sheets, body.decode(errors="replace")):
        yield Problem(LOCK, 1, "", "the frozen forms are stale: `trucewatch pack forms --write`")
