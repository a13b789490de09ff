"""wires.yaml: what is particular to each agency's documents and to its API, as pydantic models and as records."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from pipelines.packs.sheet import EntryError, Id, Language, Prose, Sheet, Text, as_list, in_words
from pipelines.records import ItemStatus, WireApi, WireProfile

Fault = tuple[tuple[str | int, ...], str]
"""A key path inside an entry, and what to write there."""

FIELDS = frozenset(
    {
        "guid",
        "url",
        "headline",
        "title",
        "summary",
        "body",
        "text",
        "language",
        "published_at",
        "updated_at",
        "first_created_at",
        "authors",
        "byline",
        "dateline",
        "located",
        "provider",
        "info_source",
        "version",
        "status",
        "embargo_until",
        "urgency",
        "slugline",
        "keywords",
        "genres",
        "subjects",
        "editorial_note",
        "signals",
        "corrects",
        "kills",
        "kill_names",
        "rights",
        "usage_terms",
    }
)
"""Fields of an item whose place a profile may name; `headline` and `body` are what agencies call `title` and `text`."""

Paths = Annotated[tuple[Text, ...], BeforeValidator(as_list), Field(min_length=1)]
Pattern = Annotated[str, Field(min_length=1, max_length=500)]
Cue = Annotated[str, in_words(r"[a-z][a-z_]{0,31}", "write the cue as small letters, like `writethru` or `correction`")]
Parameter = Annotated[
    str, in_words(r"[A-Za-z0-9._~$\[\]-]{1,64}", "write the name of a query parameter, like since or page[number]")
]
Path = Annotated[str, in_words(r"[^/\s]+(/[^/\s]+)*", "write names parted by slashes, like _links/next/href")]


class ApiSheet(Sheet):
    """How a wire is asked over HTTP. docs/how-to/add-a-wire.md explains every key."""

    since_parameter: Parameter | None = None
    since_format: Literal["iso", "epoch", "epoch_ms"] = "iso"
    cursor_path: Path | None = None
    next_path: Path | None = None
    next_parameter: Parameter | None = None
    page_parameter: Parameter | None = None
    first_page: Annotated[int, Field(ge=0, le=1)] = 1
    size_parameter: Parameter | None = None
    page_size: Annotated[int, Field(ge=1, le=1000)] = 100
    overlap_seconds: Annotated[int, Field(ge=0, le=86_400)] = 300
    first_hours: Annotated[float, Field(ge=0, le=24 * 366)] = 24.0
    interval_seconds: Annotated[int, Field(ge=10, le=86_400)] = 60
    max_pages: Annotated[int, Field(ge=1, le=1000)] = 100

    @model_validator(mode="after")
    def _without_faults(self) -> Self:
        found = list(self._faults())
        if found:
            raise EntryError(found)
        return self

    def _faults(self) -> Iterator[Fault]:
        if self.next_parameter and not self.next_path:
            yield ("next_parameter",), "`next_parameter` needs `next_path`: write where the answer holds its value"
        if self.next_path and self.page_parameter:
            yield ("page_parameter",), "pages are counted or linked: write either `page_parameter` or `next_path`"
        if self.cursor_path and not self.since_parameter:
            yield ("cursor_path",), "`cursor_path` needs `since_parameter`: write which parameter carries the cursor"


class ProfileSheet(Sheet):
    """What is particular to the documents of one agency. docs/how-to/add-a-wire.md explains every key."""

    id: Id
    provider: Text | None = None
    language: Language | None = None
    charset: Text | None = None
    fields: Mapping[str, Paths] = {}
    statuses: Mapping[str, ItemStatus] = {}
    urgencies: Mapping[str, Annotated[int, Field(ge=1, le=9)]] = {}
    cues: Mapping[Pattern, Cue] = {}
    kills: Annotated[tuple[Pattern, ...], BeforeValidator(as_list)] = ()
    slugline: Pattern | None = None
    identity: Literal["slugline", "number"] = "slugline"
    api: ApiSheet | None = None
    note: Prose | None = None

    @model_validator(mode="after")
    def _without_faults(self) -> Self:
        found = [*self._unknown_fields(), *self._charset(), *self._broken_patterns()]
        if found:
            raise EntryError(found)
        return self

    def _unknown_fields(self) -> Iterator[Fault]:
        for name in self.fields:
            if name not in FIELDS:
                yield ("fields", name), f"an item has no field `{name}`: it has {', '.join(sorted(FIELDS))}"

    def _charset(self) -> Iterator[Fault]:
        if re.fullmatch(r"iso646-[a-z]{2}", self.charset or ""):  # a national variant of ASCII, read by the parser
            return
        try:
            "".encode(self.charset or "utf-8")
        except (LookupError, ValueError):
            yield ("charset",), f"{self.charset!r} is no charset: write one like utf-8, latin-1 or windows-1251"

    def _broken_patterns(self) -> Iterator[Fault]:
        patterns: list[tuple[tuple[str | int, ...], str]] = [(("cues", each), each) for each in self.cues]
        patterns += [(("kills", number), each) for number, each in enumerate(self.kills)]
        patterns += [(("slugline",), self.slugline)] if self.slugline else []
        for key, pattern in patterns:
            try:
                groups = re.compile(pattern).groupindex
            except re.error as error:
                yield key, f"this is no regular expression: {error}"
                continue
            if key == ("slugline",) and "base" not in groups:
                yield key, "write a group (?P<base>…) around what all versions of a story have in common"


def profile_of(sheet: ProfileSheet) -> WireProfile:
    """Return the record of a profile."""
    return WireProfile(
        profile_id=sheet.id,
        provider=sheet.provider,
        language=sheet.language,
        charset=sheet.charset,
        fields=tuple(sheet.fields.items()),
        statuses=tuple(sheet.statuses.items()),
        urgencies=tuple(sheet.urgencies.items()),
        cues=tuple(sheet.cues.items()),
        kills=sheet.kills,
        slugline=sheet.slugline,
        identity=sheet.identity,
        api=WireApi(**sheet.api.model_dump()) if sheet.api else None,
    )
