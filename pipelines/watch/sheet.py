"""What a file of watches may hold, as pydantic models, and what is told of one that holds something else.

A file is a list of watches. Keys of one watch must all hold; of the names under one key any is enough. With
`statement_types` or `speakers` one statement must be all of it: then `facets` and `places` are the statement's too.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Final, Literal

import yaml
from pydantic import BeforeValidator, Field, StringConstraints, TypeAdapter, ValidationError

from pipelines.errors import WatchError
from pipelines.packs.folder import File
from pipelines.packs.sheet import Language, Prose, Sheet, Text, as_list
from pipelines.watch.expression import Expression
from pipelines.watch.language import TextError, parse
from pipelines.watch.spikes import DAYS, SpikeRule

ID: Final = r"^[a-z0-9_-]{1,64}$"
SHOWN: Final = 10

WatchId = Annotated[str, StringConstraints(pattern=ID)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Names = Annotated[tuple[Name, ...], BeforeValidator(as_list), Field(min_length=1)]
Relevance = Literal["talks", "passing", "no"]

LISTS: Final = ("actors", "facets", "statement_types", "speakers", "places", "sources", "languages")
"""The keys that hold names that somebody else defines."""
_ABOUT: Final = (*LISTS, "text")
"""The keys of which a watch has at least one."""


class SpikeSheet(Sheet):
    """`times` as many articles as expected, and at least so many; `days` is said for the reader."""

    times: Annotated[float, Field(ge=1, le=100)] = 3.0
    at_least: Annotated[int, Field(ge=2, le=100_000)] = 5
    days: Literal[14] = DAYS


class AlertSheet(Sheet):
    """What is told: every new article, more articles than usual, or both."""

    hits: bool = False
    spike: SpikeSheet | None = None


def _as_alert(value: object) -> object:
    return {"hits": True} if value == "hits" else {"spike": {}} if value == "spike" else value


class WatchSheet(Sheet):
    """One watch as it is written."""

    id: WatchId
    name: Text
    note: Prose | None = None
    actors: Names | None = None
    acting: bool = False
    facets: Names | None = None
    statement_types: Names | None = None
    speakers: Names | None = None
    places: Names | None = None
    sources: Names | None = None
    languages: Annotated[tuple[Language, ...], BeforeValidator(as_list), Field(min_length=1)] | None = None
    relevance: Annotated[tuple[Relevance, ...], BeforeValidator(as_list), Field(min_length=1)] = ("talks",)
    text: str | None = None
    alert: Annotated[AlertSheet, BeforeValidator(_as_alert)] = AlertSheet(hits=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names that a watch may use, by its keys."""

    names: Mapping[str, frozenset[str]]
    """Keys are those of `LISTS`; sources are ids of sources and of publishers."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A watch, checked. `where` is the file and the line at which it stands."""

    sheet: WatchSheet
    file: str
    line: int
    expression: Expression | None = field(default=None, repr=False)

    @property
    def watch_id(self) -> str:
        """Return its id."""
        return self.sheet.id

    @property
    def spike_rule(self) -> SpikeRule | None:
        """Return what counts as a spike; None where none is told."""
        rule = self.sheet.alert.spike
        return SpikeRule(times=rule.times, at_least=rule.at_least) if rule else None

    @cached_property
    def version(self) -> str:
        """Return a hash of what it looks for, 12 hex digits: name, note and alerts do not count, nor does any order."""
        sought = self.sheet.model_dump(exclude={"id", "name", "note", "alert"})
        plain = {key: sorted(value) if isinstance(value, tuple) else value for key, value in sought.items()}
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:12]

    @property
    def of_statements(self) -> bool:
        """Say whether it looks for one statement that is all of it."""
        return bool(self.sheet.statement_types or self.sheet.speakers)


Fault = tuple[str, int, str]
"""File, line, and a sentence that begins with the key."""

_ADAPTER: Final = TypeAdapter(tuple[WatchSheet, ...])
Found = tuple[tuple[str | int, ...], str]


def read(files: Mapping[str, bytes], vocabulary: Vocabulary) -> tuple[tuple[Watch, ...], tuple[Fault, ...]]:
    """Return the watches of files that are right, by name of the file and as they stand in it, and what is wrong.

    An unknown name is told with those that are near. Raises nothing: `refusal` makes an error of faults.
    """
    faults: list[Fault] = []
    watches: list[Watch] = []
    for name, body in sorted(files.items()):
        try:
            file = File(name, body)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            faults.append(_broken(name, error))
            continue
        faults += [(each.file, each.line, f"{each.key}: {each.message}") for each in file.repeated_keys()]
        try:
            sheets = _ADAPTER.validate_python(file.value or ())
        except ValidationError as error:
            faults += [(name, file.line_of(key), message) for key, message in _told(error)]
            continue
        for position, sheet in enumerate(sheets):
            line = file.line_of((position,))
            watch, found = _checked(sheet, name, line, vocabulary)
            if other := next((each for each in watches if each.watch_id == sheet.id), None):
                found.append(((), f"id: {sheet.id} is the id of the watch at {other.file}:{other.line} already"))
            faults += [(name, file.line_of((position, *key)), message) for key, message in found]
            watches += [] if found else [watch]
    return tuple(watches), tuple(faults)


def refusal(faults: Sequence[Fault]) -> WatchError:
    """Return the error that names the first ten faults by file and line."""
    shown = [f"{file}:{line}: {message}" for file, line, message in faults[:SHOWN]]
    if len(faults) > SHOWN:
        shown.append(f"and {len(faults) - SHOWN} more")
    return WatchError(
        "A watch cannot be used as it is written."
        if len(faults) == 1
        else f"{len(faults)} things of watches cannot be used as they are written.",
        where="\n".join(shown),
        next_step="Correct the file; `trucewatch watch add --help` shows what a watch may hold.",
    )


def _checked(sheet: WatchSheet, file: str, line: int, vocabulary: Vocabulary) -> tuple[Watch, list[Found]]:
    found = list(_unknown(sheet, vocabulary))
    expression = None
    if sheet.text is not None:
        try:
            expression = parse(sheet.text)
        except TextError as error:
            drawn = "\n".join(f"    {each}" for each in error.drawn.split("\n"))
            found.append((("text",), f"text, column {error.column}: {error.what}\n{drawn}"))
    if all(getattr(sheet, key) is None for key in _ABOUT):
        found.append(((), f"{sheet.id} looks for nothing: give it one of {', '.join(_ABOUT)}"))
    if sheet.acting and not sheet.actors:
        found.append((("acting",), "acting: says something of `actors`, and there are none"))
    if not sheet.alert.hits and sheet.alert.spike is None:
        found.append((("alert",), "alert: tells nothing: write `hits: true`, or a `spike`"))
    return Watch(sheet=sheet, file=file, line=line, expression=expression), found


def _unknown(sheet: WatchSheet, vocabulary: Vocabulary) -> Iterator[Found]:
    """Yield each name that nobody defines: it would be a watch that never tells anything."""
    for key in LISTS:
        known = vocabulary.names[key]
        for position, name in enumerate(getattr(sheet, key) or ()):
            if name not in known:
                yield (key, position), f"{key}: there is no {name}: {_near(name, known)}"


def _near(name: str, known: frozenset[str]) -> str:
    near = get_close_matches(name.casefold(), sorted(known), n=3, cutoff=0.5)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"there are {', '.join(sorted(known))}" if len(known) <= 20 else "no other is spelled alike"


def _broken(name: str, error: Exception) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else 1
    return name, line, f"not readable as YAML: {getattr(error, 'problem', None) or error}"


def _told(error: ValidationError) -> Iterator[Found]:
    for each in error.errors(include_url=False):
        key = each["loc"]
        written = ".".join(str(part) for part in key[1:] if isinstance(part, str)) or "watch"
        yield key, f"{written}: {_sentence(each, key)}"


def _sentence(each: Mapping[str, object], key: Sequence[str | int]) -> str:
    match each["type"]:
        case "extra_forbidden":
            near = get_close_matches(str(key[-1]), _keys(key), n=1)
            return f"there is no such key: {f'did you mean `{near[0]}`?' if near else 'leave it out'}"
        case "missing":
            return "is missing: write it"
        case "tuple_type" if not key:
            return "a file holds a list: put `- ` before `id` and indent the rest"
        case "string_pattern_mismatch" if key[-1] == "id":
            return "an id has up to 64 small letters, digits, _ and -"
        case _:
            return str(each["msg"]).removeprefix("Value error, ")


def _keys(key: Sequence[str | int]) -> list[str]:
    sheet = SpikeSheet if "spike" in key else AlertSheet if "alert" in key else WatchSheet
    return list(sheet.model_fields)


def written(sheet: WatchSheet) -> str:
    """Return a watch as a file of its own holds it."""
    given = sheet.model_dump(mode="json", exclude_defaults=True)
    plain = {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in given.items()
        if value is not None
    }
    text: str = yaml.safe_dump([plain], allow_unicode=True, sort_keys=False, width=100)
    return text
