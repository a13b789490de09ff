"""Outlets in a pack: news agencies, broadcasters, papers and sites that texts credit, and the forms of their names.

outlets.yaml is a list of outlets. `name` and `names` count in texts of every language as they are written; `aliases` are
names of one language, in each case that it has: by the tables of names, so that a pack of other outlets needs no new lock of
forms. A `common` name is a word of everyday use: it counts in quotation marks, or
beside a noun for what it is.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from pipelines.packs import inflect, west_slavic
from pipelines.packs.model import Outlet, OutletName
from pipelines.packs.sheet import Id, Language, Prose, Sheet, Text

EVERYWHERE = "*"
"""The language of names that are written alike in all."""


def _as_name(value: object) -> object:
    return {"form": value} if isinstance(value, str) else value


class OutletNameSheet(Sheet):
    """One name as written, in the nominative. `cases` are its other forms, where the grammar does not make them."""

    form: Text
    common: bool = False
    inflect: Literal["place", "phrase", "none"] | None = None
    cases: tuple[Text, ...] = ()


OutletAlias = Annotated[OutletNameSheet, BeforeValidator(_as_name)]
OutletAliases = Mapping[Language, tuple[OutletAlias, ...]]
NOTHING: OutletAliases = {}
"""What stands where a file says nothing; pydantic copies it."""


class OutletSheet(Sheet):
    """Somebody who reports. `publisher` is the one in sources.yaml, where the outlet is watched; `common` says so of every name."""

    id: Id
    name: Text
    publisher: Id | None = None
    common: bool = False
    names: tuple[OutletAlias, ...] = ()
    aliases: OutletAliases = NOTHING
    note: Prose | None = None


def surfaces(language: str, name: OutletNameSheet) -> tuple[str, ...]:
    """Return a name in every case that the language has."""
    text = name.form
    if name.cases:
        return (text, *name.cases)
    foreign = text.isascii() and language in inflect.INFLECTED  # a name in Latin letters has no cases there
    if name.inflect == "none" or text.isupper() or foreign:
        return (text,)
    how = name.inflect or ("phrase" if " " in text else "place")
    return tuple(dict.fromkeys([text, *_inflected(language, text, how)]))


def _inflected(language: str, text: str, how: str) -> Iterator[str]:
    if language in inflect.INFLECTED:
        forms = _slavic_phrase(language, text) if how == "phrase" else inflect.place(language, text)
    elif language in west_slavic.INFLECTED:
        forms = (west_slavic.phrase if how == "phrase" else west_slavic.place)(language, text)
    else:
        return
    for variants in forms.values():
        yield from variants


def _slavic_phrase(language: str, text: str) -> inflect.Forms:
    """Return an adjective and its noun in every case; any other phrase stays as it is."""
    adjective, _, noun = text.partition(" ")
    gender = next((each for each, endings in ADJECTIVES.items() if adjective.endswith(endings)), None)
    if gender is None or " " in noun:
        return inflect.fixed(text)
    parts = inflect.adjective(language, adjective, gender), inflect.place(language, noun)
    return inflect.joined(language, parts)


ADJECTIVES: Mapping[str, tuple[str, ...]] = {"f": ("ая", "яя", "ська", "цька", "на"), "m": ("ий", "ый", "ой")}
"""Gender → how an adjective ends in the nominative."""


def outlet(sheet: OutletSheet, languages: Container[str], publishers: Container[str]) -> Outlet:
    """Return the record of an outlet. `publishers`: those that the pack watches; another one is left out."""
    names = {OutletName(language=EVERYWHERE, text=sheet.name, common=sheet.common): None}
    for language, some in ((EVERYWHERE, sheet.names), *sheet.aliases.items()):
        if language == EVERYWHERE or language in languages:
            for name in some:
                for text in (name.form, *name.cases) if language == EVERYWHERE else surfaces(language, name):
                    names[OutletName(language=language, text=text, common=name.common or sheet.common)] = None
    return Outlet(
        outlet_id=sheet.id,
        name=sheet.name,
        publisher=sheet.publisher if sheet.publisher in publishers else None,
        names=tuple(names),
    )
