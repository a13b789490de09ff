"""Suites as files: one JSON file a frame, read strictly, because Great Expectations drops what it cannot read."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.errors import SuiteError

Severity = Literal["critical", "warning", "info"]
Level = Literal["row", "batch"]


class Meta(BaseModel):
    """Our addition to an expectation: whether its failure speaks of rows or of the run as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    level: Level


class Expectation(BaseModel):
    """One entry of a suite. `notes` say why it exists and what to do when it fails."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str = Field(pattern=r"^expect_[a-z_]+$")
    kwargs: dict[str, Any]
    severity: Severity
    notes: str = Field(min_length=20)
    meta: Meta

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns it looks at; none of an expectation about the table."""
        named = [self.kwargs[key] for key in ("column", "column_A", "column_B") if key in self.kwargs]
        return tuple(map(str, [*named, *self.kwargs.get("column_list", [])]))

    @property
    def subject(self) -> str:
        """Return the columns it looks at, or `table`."""
        return ", ".join(self.columns) or "table"

    @property
    def label(self) -> str:
        """Return `type(columns)`, the name under which findings and rejected rows cite it."""
        return f"{self.type}({self.subject})"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    expectations: list[Expectation] = Field(min_length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The expectations of one frame, and the file they stand in."""

    name: str
    path: Path
    expectations: tuple[Expectation, ...]


def read_suite(folder: Path, name: str, *, refuses: bool = True) -> Suite:
    """Return the suite `name` from `folder`. `refuses` says whether rows of its frame can be set aside.

    Raises `SuiteError` naming file and expectation when the file is missing, is not JSON, holds an entry without type,
    kwargs, severity, notes or level, or one that would set rows aside where none can be.
    """
    path = folder / f"{name}.json"
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise SuiteError(
            f"The frame {name} has no suite.", where=str(path), next_step="Add the file, or rename the frame."
        ) from error
    except ValueError as error:
        raise SuiteError(f"The suite is not JSON: {error}", where=str(path)) from error
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        raise SuiteError(_first_problem(error), where=f"{path}: {_place(error, content)}") from error
    if file.name != name:
        raise SuiteError(f"The suite calls itself {file.name!r}.", where=str(path), next_step=f"Name it {name!r}.")
    for number, each in enumerate(file.expectations, start=1):
        if not refuses and (each.severity, each.meta.level) == ("critical", "row"):
            raise SuiteError(
                f"No row of the frame {name} can be set aside.",
                where=f"{path}: expectation {number} {each.label}",
                next_step="Make it a warning, or give it the level `batch`: its failure then stops the load.",
            )
    return Suite(name=name, path=path, expectations=tuple(file.expectations))


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'The file'}: {first['msg']}."


def _place(error: ValidationError, content: object) -> str:
    """Return `expectation <number from 1> <type>` of the first problem, as far as the file has one."""
    match error.errors()[0]["loc"], content:
        case ("expectations", int(index), *_), {"expectations": list(entries)}:
            entry = entries[index]
            kind = entry.get("type") if isinstance(entry, dict) else None
            return f"expectation {index + 1} {kind or ''}".rstrip()
        case _:
            return "suite"
