"""Entries of sources.yaml written by a command: rendered as a person would write them, added without harm."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from pipelines.errors import PackError
from pipelines.packs import folder as folders
from pipelines.packs.folder import File, Problem
from pipelines.packs.loading import references, refusal
from pipelines.packs.schema import SourceSheet
from pipelines.packs.sources import FILE

WIDTH = 110
"""Columns after which a long text goes on in the next line."""


def stanza(**fields: object) -> str:
    """Return one entry of sources.yaml, keys in the order of `SourceSheet`, those left out that only repeat a default.

    `fields` are the keys of the entry; None means that it has no such key; affiliations and sanctions are dicts
    with `from` and `to`. Raises `PackError` for an entry that the schema refuses.
    """
    given = {key: _plain(value) for key, value in fields.items() if value is not None}
    check_entry(SourceSheet, given, what="source", guide="docs/how-to/add-a-source.md")
    keys = [
        key for key, field in SourceSheet.model_fields.items() if key in given and given[key] != _plain(field.default)
    ]
    return as_entry(line for key in keys for line in _lines(key, given[key]))


def check_entry(sheet: type[BaseModel], given: Mapping[str, object], *, what: str, guide: str) -> None:
    """Raise `PackError`, naming the key, for an entry that the schema refuses."""
    try:
        sheet.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise PackError(
            f"This is no {what} as a pack describes one.",
            where=f"{'.'.join(map(str, first['loc']))}: {_in_words(first['type'], first.get('ctx', {}), first['msg'])}",
            next_step=f"{guide} explains every key.",
        ) from error


def _in_words(kind: str, bounds: Mapping[str, object], message: str) -> str:
    """Return what the schema says of a value as a person says it."""
    match kind:
        case "string_too_long":
            return f"longer than {bounds['max_length']} characters"
        case "string_too_short" | "missing":
            return "it is empty"
        case "string_unicode":
            return "it holds bytes that are no text in UTF-8"
        case _:
            return message.removeprefix("Value error, ")


def as_entry(lines: Iterable[str]) -> str:
    """Return the lines of a mapping as one entry of a list in YAML."""
    first, *others = lines
    return "\n".join([f"- {first}", *(f"  {line}" for line in others)]) + "\n"


def append_stanza(folder: Path, text: str) -> tuple[str, ...]:
    """Add entries to the sources.yaml of the pack in `folder` and return their ids.

    The file is replaced only when the whole pack with the new entries is as the schema says, and the entries that
    were there are what they were. A pack that took its sources from the one it extends gets a file of its own that
    holds them too. Raises `PackError` with file, line and key otherwise, and when the file cannot be written.
    """
    before, problems = folders.check(folders.read(folder))
    if before is None:
        raise refusal(folder, problems)
    body = before.folder.bodies.get(FILE, b"").decode().rstrip("\n")
    changed = f"{body}\n\n{text.strip(chr(10))}\n".lstrip("\n").encode()
    after, problems = folders.check(replace(before.folder, bodies={**before.folder.bodies, FILE: changed}))
    problems = problems if after is None else references(after)
    if after is not None and after.sources[: len(before.sources)] != before.sources:
        problems = [Problem(FILE, 1, "", "the new entries would change one that is there: begin them with `- id:`")]
    if after is None or problems:
        raise refusal(folder, problems)
    replace_file(folder / FILE, changed)
    return tuple(source.id for source in after.sources[len(before.sources) :])


# ── What a check found ────────────────────────────────────────────────────────────────────────────


def mark_verified(folder: Path, heard: Mapping[str, date]) -> tuple[str, ...]:
    """Say in sources.yaml which sources answered with a feed, on which day; return the ids of the entries changed.

    Only the lines of `verified` and `note` change; comments and layout stay. An entry is left alone that is written
    in one line (flow style), and so is a note as a literal block or without room for the day. Raises `PackError` where
    the pack has no sources.yaml of its own, is not as the schema says, or cannot be written.
    """
    path = folder / FILE
    if not path.is_file():
        raise PackError(
            "The pack takes its sources from the one it extends, which cannot be changed here.",
            where=str(path),
            next_step="Set `verified` in a pack with a sources.yaml of its own.",
        )
    before, problems = folders.check(folders.read(folder))
    if before is None:
        raise refusal(folder, problems)
    text = before.folder.bodies[FILE].decode()
    lines = text.split("\n")
    edits = [edit for entry in _entries(before.files[FILE], lines, heard) for edit in entry.edits(heard[entry.id])]
    for edit in sorted(edits, key=lambda each: -each.first):
        lines[edit.first : edit.end] = edit.lines
    changed = "\n".join(lines).encode()
    after, problems = folders.check(replace(before.folder, bodies={**before.folder.bodies, FILE: changed}))
    if after is None:
        raise refusal(folder, problems)
    if [_but_for_the_check(each) for each in after.sources] != [_but_for_the_check(each) for each in before.sources]:
        raise refusal(folder, [Problem(FILE, 1, "", "its layout is not understood: set `verified` by hand")])
    if changed != text.encode():
        replace_file(path, changed)
    return tuple(new.id for new, old in zip(after.sources, before.sources, strict=True) if new != old)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Lines in place of those from `first` (from 0) to before `end`."""

    first: int
    end: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One entry of sources.yaml in block style, which ends before line `end`, with the nodes of two of its keys."""

    id: str
    lines: Sequence[str]
    end: int
    indent: str
    verified: yaml.Node | None
    note: tuple[yaml.Node, yaml.Node] | None

    def edits(self, on: date) -> Iterator[_Edit]:
        """Yield what has to change so that the entry says it was heard on this day."""
        if self.verified is not None:
            line = self.lines[self.verified.start_mark.line]
            start, end = self.verified.start_mark.column, self.verified.end_mark.column
            at = self.verified.start_mark.line
            yield _Edit(at, at + 1, (f"{line[:start]}true{line[end:]}",))
        added = () if self.verified is not None else (f"{self.indent}verified: true{self._line_end}",)
        if self.note is None:
            yield _Edit(self.end, self.end, (*added, f"{self.indent}note: {_answered(on)}{self._line_end}"))
            return
        key, value = self.note
        note = self._with_day(value, on)
        first, end = key.start_mark.line, value.end_mark.line + 1
        if note is None:
            yield _Edit(first, first, added)
        else:
            behind = self.lines[end - 1][value.end_mark.column :].rstrip("\r")
            *others, last = (f"{self.indent}{line}" for line in _lines("note", note))
            yield _Edit(
                first, end, (*added, *(f"{each}{self._line_end}" for each in others), f"{last}{behind}{self._line_end}")
            )

    @property
    def _line_end(self) -> str:
        return "\r" if self.lines[0].endswith("\r") else ""

    @staticmethod
    def _with_day(value: yaml.Node, on: date) -> str | None:
        """Return the note with the day in place of an earlier one, None where it has no room for it."""
        if not isinstance(value, yaml.ScalarNode) or value.style in {"|", ">"}:
            return None
        note = f"{_ANSWERED.sub('', value.value).strip()} {_answered(on)}".strip()
        return note if len(note) <= LONGEST_NOTE else None


LONGEST_NOTE = 400
_ANSWERED = re.compile(r"\s*Answered (?:in|on) \d{4}-\d\d(?:-\d\d)?\.")


def _answered(on: date) -> str:
    return f"Answered on {on}."


def _entries(file: File, lines: Sequence[str], wanted: Mapping[str, date]) -> Iterator[_Entry]:
    nodes = file.node.value if isinstance(file.node, yaml.SequenceNode) else []
    ends = [*(node.start_mark.line for node in nodes[1:]), len(lines)]
    for node, end in zip(nodes, ends, strict=True):
        keys = {key.value: (key, value) for key, value in node.value}
        if node.flow_style or keys["id"][1].value not in wanted:
            continue
        while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
            end -= 1  # noqa: PLW2901 - what stands between two entries belongs to the next one
        yield _Entry(
            id=keys["id"][1].value,
            lines=lines,
            end=end,
            indent=" " * node.start_mark.column,
            verified=keys["verified"][1] if "verified" in keys else None,
            note=keys.get("note"),
        )


def _but_for_the_check(source: SourceSheet) -> SourceSheet:
    return source.model_copy(update={"verified": False, "note": None})


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────


def replace_file(path: Path, body: bytes) -> None:
    """Write a file of a pack whole or not at all. Raises `PackError` when it cannot be written."""
    half = path.with_suffix(".yaml.new")
    try:
        half.write_bytes(body)
        os.replace(half, path)  # noqa: PTH105  (atomic on POSIX and Windows alike)
    except OSError as error:
        raise PackError(
            "The pack cannot be written.",
            where=f"{path}: {error.strerror}",
            next_step="Copy the pack to a folder of yours and name it in TRUCEWATCH_PACK.",
        ) from error


def _plain(value: object) -> object:
    """Return a value as YAML can say it: enums as their text, tuples as lists."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _lines(key: str, value: object) -> Sequence[str]:
    """Return a key and its value: texts in block style, lists in one line, periods one a line."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [f"{key}:", *(f"  - {_flow(each)}" for each in value)]
    if isinstance(value, list):
        return [f"{key}: {_flow(value)}"]
    text: str = yaml.safe_dump({key: value}, allow_unicode=True, width=WIDTH)
    return text.rstrip("\n").split("\n")


def _flow(value: object) -> str:
    text: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**6)
    return text.rstrip("\n")
