"""A pack without the languages that it does not speak: what it takes over from another may have more."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from pipelines.packs.folder import Sheets

Model = TypeVar("Model", bound=BaseModel)
Value = TypeVar("Value")


def spoken(sheets: Sheets) -> Sheets:
    """Return the sheets with the names, titles and terms in the pack's own languages only, so that no other is inflected."""
    languages = frozenset(sheets.pack.languages)
    return replace(
        sheets,
        actors={
            name: tuple(_without(each, languages, "aliases", "demonyms", "adjectives") for each in actors)
            for name, actors in sheets.actors.items()
        },
        titles=tuple(_without(each, languages, "names", "feminine", "with_country") for each in sheets.titles),
        offices=tuple(_without(each, languages, "forms") for each in sheets.offices),
        facets=tuple(_without(each, languages, "terms") for each in sheets.facets),
        framing=tuple(
            each.model_copy(
                update={
                    "wordings": tuple(
                        _without(wording, languages, "telling", "common", "vague") for wording in each.wordings
                    )
                }
            )
            for each in sheets.framing
        ),
        rounds=tuple(_without(each, languages, "names") for each in sheets.rounds),
        blockers=_only(sheets.blockers, languages),
        other_conflicts=_only(sheets.other_conflicts, languages),
        other_subjects=_only(sheets.other_subjects, languages),
    )


def _without(sheet: Model, languages: Collection[str], *fields: str) -> Model:
    return sheet.model_copy(update={field: _only(getattr(sheet, field), languages) for field in fields})


def _only(values: Mapping[str, Value], languages: Collection[str]) -> dict[str, Value]:
    return {language: value for language, value in values.items() if language in languages}
