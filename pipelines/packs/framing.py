"""Framing terms in a pack: words by which a text takes a side, and the forms in which they are matched.

framing.yaml is a list of concepts; each has wordings, one a side; each wording has terms per language, by how much
they tell: `telling` ones count wherever the text speaks of the parties, `common` ones (words of everyday use) only in a
paragraph that names a party, `vague` ones never: they are kept for the reader.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from pipelines.packs import inflect, west_slavic
from pipelines.packs.model import APART
from pipelines.packs.sheet import Id, Language, Prose, Sheet, Text

WEIGHTS: Mapping[str, int] = {"telling": 3, "common": 1}
"""The lists of a wording whose terms are matched, and the weight of their forms."""
GERMAN_ADJECTIVE = ("e", "er", "en", "em", "es")
GERMAN_NOUN = ("", "s", "es", "e", "en", "n")
PLURAL_IN_S = frozenset({"en", "fr"})


def _as_term(value: object) -> object:
    return {"form": value} if isinstance(value, str) else value


class FramingTermSheet(Sheet):
    """One term as written, in the nominative. `cases` are its other forms, where the grammar does not make them."""

    form: Text
    inflect: Literal["phrase", "place", "adjective", "none"] = "phrase"
    cases: tuple[Text, ...] = ()


FramingTerm = Annotated[FramingTermSheet, BeforeValidator(_as_term)]
FramingTerms = Mapping[Language, tuple[FramingTerm, ...]]
NOTHING: FramingTerms = {}
"""What stands where a file says nothing; pydantic copies it."""


class WordingSheet(Sheet):
    """How one side words a concept."""

    side: Id
    telling: FramingTerms = NOTHING
    common: FramingTerms = NOTHING
    vague: FramingTerms = NOTHING
    verified: bool = True
    note: Prose | None = None


class FramingSheet(Sheet):
    """Something that the sides word each in their own way."""

    id: Id
    note: Prose | None = None
    wordings: tuple[WordingSheet, ...] = ()


def target_of(concept: str, side: str) -> str:
    """Return the target of the forms of a wording."""
    return f"{concept}{APART}{side}"


def matched(concept: FramingSheet) -> Iterator[tuple[str, str, str, FramingTermSheet]]:
    """Yield (side, list, language, term) of each term of a concept that is matched."""
    for wording in concept.wordings:
        for name in WEIGHTS:
            terms: FramingTerms = getattr(wording, name)
            for language, some in terms.items():
                for term in some:
                    yield wording.side, name, language, term


def surfaces(language: str, term: FramingTermSheet) -> tuple[str, ...]:
    """Return a term as it may stand in a text: in every case and number that the language has."""
    if term.cases:
        return (term.form, *term.cases)
    if term.inflect == "none":
        return (term.form,)
    return tuple(dict.fromkeys([term.form, *_inflected(language, term)]))


def _inflected(language: str, term: FramingTermSheet) -> Iterator[str]:
    text = term.form
    if language in inflect.INFLECTED:
        yield from _slavic(language, term)
    elif language in west_slavic.INFLECTED:
        if term.inflect == "adjective":
            yield from west_slavic.every_adjective(language, text)
        else:
            forms = (west_slavic.place if term.inflect == "place" else west_slavic.phrase)(language, text)
            yield from _all(forms)
    elif language == "de" and term.inflect == "phrase":
        yield from german(text)
    elif language in PLURAL_IN_S and text[-1] not in "sxz":
        yield f"{text}s"


def _slavic(language: str, term: FramingTermSheet) -> Iterator[str]:
    if term.inflect == "place":
        yield from _all(inflect.place(language, term.form))
    elif term.inflect == "adjective":
        yield from inflect.every_adjective(language, term.form)
    else:
        for forms in inflect.phrase(language, term.form, numbers=("own", "other")):
            yield from _all(forms)


def _all(forms: inflect.Forms) -> Iterator[str]:
    for variants in forms.values():
        yield from variants


def german(text: str) -> Iterator[str]:
    """Yield a German noun, or an adjective with its noun, with every ending that they may have; other phrases as they are."""
    *attributes, noun = text.split(" ")
    if any(not word.islower() for word in attributes) or not noun[:1].isupper():
        yield text
        return
    nouns = [noun + ending for ending in GERMAN_NOUN]
    if not attributes:
        yield from nouns
        return
    stems = [_stem(word) for word in attributes]
    for ending in GERMAN_ADJECTIVE:
        for each in nouns:
            yield " ".join((*(stem + ending for stem in stems), each))


def _stem(adjective: str) -> str:
    """Return a German adjective without its ending (neue, russischer → neu, russisch)."""
    return adjective.removesuffix("e") if adjective.endswith("e") else adjective.removesuffix("er")
