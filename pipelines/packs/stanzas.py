"""Entries of sources.yaml written by a command: rendered as a person would write them, added without harm."""

import os
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path

import yaml
from pydantic import ValidationError

from pipelines.errors import PackError
from pipelines.packs import folder as folders
from pipelines.packs.folder import Problem
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
    try:
        SourceSheet.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise PackError(
            "This is no source as a pack describes one.",
            where=f"{'.'.join(map(str, first['loc']))}: {first['msg'].removeprefix('Value error, ')}",
            next_step="docs/how-to/add-a-source.md explains every key.",
        ) from error
    keys = [
        key for key, field in SourceSheet.model_fields.items() if key in given and given[key] != _plain(field.default)
    ]
    lines = [line for key in keys for line in _lines(key, given[key])]
    return "\n".join([f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]) + "\n"


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
    _replace(folder / FILE, changed)
    return tuple(source.id for source in after.sources[len(before.sources) :])


def _replace(path: Path, body: bytes) -> None:
    half = path.with_suffix(".yaml.new")
    try:
        half.write_bytes(body)
        os.replace(half, path)  # noqa: PTH105  (atomic on POSIX and Windows alike)
    except OSError as error:
        raise PackError(
            "The sources of the pack cannot be written.",
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
