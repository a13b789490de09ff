"""What the files of a pack have in common: strict sheets, kinds of text, faults told under the key they stand at."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Sheet(BaseModel):
    """Frozen, and strict about keys: a misspelt key would otherwise be a silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def as_list(value: object) -> object:
    """Return one text as the list that it stands for."""
    return [value] if isinstance(value, str) else value


class EntryError(ValueError):
    """Faults of one entry, each with the key it stands under: `folder` makes a `Problem` with its line of each."""

    def __init__(self, found: Sequence[tuple[tuple[str | int, ...], str]]) -> None:
        """`found` holds (key path inside the entry, message) pairs; a message says what to write instead."""
        super().__init__("; ".join(message for _, message in found))
        self.found = tuple(found)


def in_words(pattern: str, message: str) -> AfterValidator:
    """Return a check of a whole text whose error is a sentence, and never shows the text: it may hold a password."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if compiled.fullmatch(value) is None:
            raise ValueError(message)
        return value

    return AfterValidator(check)


Prose = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
HeaderName = Annotated[str, in_words(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}", "write the name of a header, like X-Api-Key")]
ParameterName = Annotated[str, in_words(r"[A-Za-z0-9._~-]{1,64}", "write the name of a query parameter, like token")]
