"""What a pack may hold and its keeper should look at again: weak forms, entries nobody confirmed, offices nobody looked up."""

from collections.abc import Container, Iterator
from datetime import date, timedelta
from typing import Protocol

from pipelines.packs import forms, outlets
from pipelines.packs.folder import LOCK, Problem, Sheets
from pipelines.packs.model import APART, FormKind

SHORTEST = 4
"""Letters below which a lower- or mixed-case name must say under which condition it counts."""
REVIEW_DAYS = 180
"""Days after which somebody should look up again who holds the offices: ministers last about two years."""


def weak_word(language: str, form: str, common: Container[tuple[str, str]]) -> str | None:
    """Return what is wrong with a form that counts without a condition; None where nothing is."""
    letters = [each for each in form if each.isalpha()]
    if len(letters) < SHORTEST and not form.isupper() and not any(each.isdigit() for each in form):
        return f"shorter than {SHORTEST} letters"
    if (language, form.casefold()) in common:
        return "a common word (common_words.yaml)"
    return None


def weak_forms(sheets: Sheets, common: Container[tuple[str, str]]) -> Iterator[Problem]:
    """Yield generated forms of names that are short or common words and count without a condition.

    The forms are those of the lock, fresh or not; of a pack without one those that are generated while it loads.
    """
    written = {
        (actor.id, language, alias.form)
        for actor in sheets.every_actor
        for language, aliases in actor.aliases.items()
        for alias in aliases
    }
    lines = {
        (line.target, line.language, line.text)
        for line in _lines(sheets)
        if line.kind in {FormKind.NAME, FormKind.METONYM} and not line.needs
    }
    places = {
        actor.id: (name, sheets.files[name].line_of((position, "aliases")), f"{position}.aliases")
        for name, actors in sheets.actors.items()
        for position, actor in enumerate(actors)
    }
    for target, language, text in sorted(lines - written):
        if target in places and (word := weak_word(language, text, common)):
            yield Problem(*places[target], f"{text} ({language}), a form of {target}, is {word}")


def _lines(sheets: Sheets) -> list[forms.Line]:
    if not forms.needs_inflection(sheets):
        return forms.generate(sheets)
    return list(forms.parse(sheets.folder.bodies.get(LOCK, b"").decode(errors="replace")))


def unverified(sheets: Sheets) -> Iterator[Problem]:
    """Yield actors, tenures, rounds and wordings that nobody could confirm and that do not say what is doubtful."""
    for name, key, what, entry in _entries(sheets):
        if not entry.verified and not entry.note:
            line = sheets.files[name].line_of(key)
            message = f"{what} is unverified, and has no note"
            yield Problem(name, line, ".".join(map(str, key)), message)


class _Verified(Protocol):
    """An entry that may be in doubt."""

    @property
    def verified(self) -> bool:
        """Return whether it was confirmed."""

    @property
    def note(self) -> str | None:
        """Return what is said of it."""


def _entries(sheets: Sheets) -> Iterator[tuple[str, tuple[str | int, ...], str, _Verified]]:
    """Yield (file, key, what it is, entry) of all that may be in doubt."""
    for name, actors in sheets.actors.items():
        yield from ((name, (at, "verified"), each.id, each) for at, each in enumerate(actors))
    for at, office in enumerate(sheets.offices):
        for number, tenure in enumerate(office.tenures):
            since = f" from {tenure.from_on}" if tenure.from_on else ""
            yield "offices.yaml", (at, "tenures", number), f"{tenure.actor} as {office.id}{since}", tenure
    yield from (("rounds.yaml", (at, "verified"), each.id, each) for at, each in enumerate(sheets.rounds))
    for at, concept in enumerate(sheets.framing):
        for number, wording in enumerate(concept.wordings):
            yield "framing.yaml", (at, "wordings", number), f"{concept.id} as {wording.side} words it", wording


def of_two_sides(sheets: Sheets) -> Iterator[Problem]:
    """Yield framing terms that two sides of one concept have: nobody could say whose word it is.

    As `weak_forms`, by the forms of the lock.
    """
    sides: dict[tuple[str, str, str], set[str]] = {}
    for line in _lines(sheets):
        if line.kind == FormKind.FRAMING:
            concept, _, side = line.target.partition(APART)
            sides.setdefault((concept, line.language, line.text), set()).add(side)
    shared: dict[tuple[str, str, str], list[str]] = {}
    for (concept, language, text), owners in sorted(sides.items()):
        if len(owners) > 1:
            shared.setdefault((concept, language, " and of ".join(sorted(owners))), []).append(text)
    places = {concept.id: position for position, concept in enumerate(sheets.framing)}
    for (concept, language, both), texts in shared.items():
        if (position := places.get(concept)) is not None:
            number = sheets.files["framing.yaml"].line_of((position, "wordings"))
            message = f"{', '.join(texts)} ({language}): a word of {both}"
            yield Problem("framing.yaml", number, f"{position}.wordings", message)


SHORTEST_OUTLET = 2
"""Letters below which an outlet's name must be marked as a common word."""


def outlets_in_doubt(sheets: Sheets) -> Iterator[Problem]:
    """Yield names that two outlets have, and names so short or so common that they must be marked as `common`."""
    owners: dict[tuple[str, str], str] = {}
    common = {(language, word.casefold()) for language, words in sheets.common_words.items() for word in words}
    for position, sheet in enumerate(sheets.outlets):
        line = sheets.files["outlets.yaml"].line_of((position, "id"))
        record = outlets.outlet(sheet, sheets.pack.languages, ())
        for name in record.names:
            owner = owners.setdefault((name.language, name.text), sheet.id)
            if owner != sheet.id:
                yield Problem("outlets.yaml", line, f"{position}.names", f"{name.text} is also a name of {owner}")
            is_word = any((language, name.text.casefold()) in common for language in _read_in(name.language, sheets))
            if not name.common and (len(name.text) < SHORTEST_OUTLET or is_word):
                message = f"{name.text} is a word of everyday use, or a single letter, and counts anywhere"
                yield Problem("outlets.yaml", line, f"{position}.names", message)


def _read_in(language: str, sheets: Sheets) -> tuple[str, ...]:
    """Return the languages in whose texts a name of a language counts."""
    return sheets.pack.languages if language == outlets.EVERYWHERE else (language,)


def unwatched_outlets(sheets: Sheets) -> Iterator[Problem]:
    """Yield outlets whose publisher is none of those in sources.yaml."""
    watched = {each.publisher for each in sheets.sources}
    for position, sheet in enumerate(sheets.outlets):
        if sheet.publisher and sheet.publisher not in watched:
            line = sheets.files["outlets.yaml"].line_of((position, "publisher"))
            message = f"the publisher {sheet.publisher} of {sheet.id} has no source"
            yield Problem("outlets.yaml", line, f"{position}.publisher", message)


def unreviewed(sheets: Sheets, today: date) -> Iterator[Problem]:
    """Yield the offices whose holders nobody has looked up for `REVIEW_DAYS`; those that the date of the pack covers as one."""
    oldest = today - timedelta(days=REVIEW_DAYS)
    for position, office in enumerate(sheets.offices):
        if office.reviewed and office.reviewed < oldest:
            line = sheets.files["offices.yaml"].line_of((position, "reviewed"))
            yield Problem(
                "offices.yaml",
                line,
                f"{position}.reviewed",
                f"the holder of {office.id} was last looked up on {office.reviewed}",
            )
    others = [office for office in sheets.offices if office.reviewed is None]
    reviewed = sheets.pack.reviewed
    if others and (reviewed is None or reviewed < oldest):
        line = sheets.files["pack.yaml"].line_of(("reviewed",))
        when = f"were last looked up on {reviewed}" if reviewed else "have never been looked up"
        yield Problem("pack.yaml", line, "reviewed", f"the holders of {len(others)} offices {when}")
