"""The shape of a ninjs item, 1.x to 3.x (iptc.org/std/ninjs), as far as it is read.

Names are in lower case: version 3 differs from 2 in nothing else. What the standard gives as one string or one list
is often the other in the wild, and both are taken; a property of any other type is left out, never the document.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.parse.jsonvalue import Json

Text = str | int | float | None
Texts = str | int | float | list[Any] | None
Objects = str | dict[str, Any] | list[Any] | None


class NinjsItem(BaseModel):
    """Properties of a news item, each optional. Status and embargo are not here: unreadable, they mean "hold"."""

    model_config = ConfigDict(strict=True, extra="ignore")

    uri: Text = None
    guid: Text = None
    type: Text = None
    mimetype: Text = None
    representationtype: Text = None
    version: Text = None
    versioncreated: Text = None
    firstcreated: Text = None
    contentcreated: Text = None
    urgency: Text = None
    language: Text = None
    title: Text = None
    slugline: Text = None
    slug: Text = None
    byline: Text = None
    by: Text = None
    source: Text = None
    copyrightholder: Text = None
    copyrightnotice: Texts = None
    usageterms: Texts = None
    ednote: Texts = None
    located: Objects = None
    dateline: Objects = None
    provider: Objects = None
    headline: Objects = None
    headlines: Objects = None
    description: Objects = None
    descriptions: Objects = None
    body: Objects = None
    bodies: Objects = None
    bylines: Objects = None
    authors: Objects = None
    infosource: Objects = None
    infosources: Objects = None
    keyword: Objects = None
    keywords: Objects = None
    genre: Objects = None
    genres: Objects = None
    subject: Objects = None
    subjects: Objects = None
    signal: Objects = None
    signals: Objects = None
    associations: Objects = None
    links: Objects = None
    replacing: Objects = None
    replaces: Objects = None
    corrects: Objects = None
    evolvedfrom: Objects = None


_PATTERNS = ("headline_", "description_", "body_")
"""Version 1 names variants of a text by what follows (`patternProperties`)."""


def shaped(item: dict[str, Json]) -> tuple[dict[str, Json], tuple[str, ...]]:
    """Return the item without properties of the wrong type, and a flag `field_ignored:<name>` for each of them."""
    wrong = [
        name
        for name, value in item.items()
        if name.startswith(_PATTERNS) and value is not None and not isinstance(value, str)
    ]
    try:
        NinjsItem.model_validate(item)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        wrong.extend(str(each["loc"][0]) for each in found)
    if not wrong:
        return item, ()
    return (
        {name: value for name, value in item.items() if name not in wrong},
        tuple(f"field_ignored:{name}" for name in sorted(set(wrong))),
    )
