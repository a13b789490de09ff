"""Actors written by a command: rendered as a person would write them, appended to the right file of a pack without harm."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml

from pipelines.packs import folder as folders
from pipelines.packs.folder import LOCK, Problem
from pipelines.packs.loading import references, refusal
from pipelines.packs.schema import ACTOR_FILES, ActorSheet
from pipelines.packs.stanzas import as_entry, check_entry, replace_file

FILES: Mapping[str, str] = {
    "person": "persons.yaml",
    "government": "governments.yaml",
    "organisation": "organisations.yaml",
    "place": "places.yaml",
}
"""Where an actor of a type stands in a pack that parts its actors by type."""
TOGETHER = ACTOR_FILES[0]
"""The file of all actors in a small pack, and of those that a pack adds to the one it extends."""
WIDTH = 120


def actor_stanza(**fields: object) -> str:
    """Return one entry of a file of actors, keys in the order of `ActorSheet`, those left out that are None or empty.

    `fields` are the keys of the entry. Raises `PackError` for an entry that the schema refuses, naming the key.
    """
    given = {key: value for key, value in fields.items() if value not in (None, (), [], {}, "")}
    check_entry(ActorSheet, given, what="actor", guide="docs/how-to/add-an-actor.md")
    keys = [key for key in ActorSheet.model_fields if key in given]
    return as_entry(line for key in keys for line in _lines(key, given[key]))


def file_for(folder: Path, kind: str) -> str:
    """Return the name of the file to which a new actor of this type is added.

    It is the file of the type where the pack has one of its own, else actors.yaml: what a pack takes over from the one
    it extends is not copied.
    """
    return FILES[kind] if (folder / FILES[kind]).is_file() else TOGETHER


def append_actor(folder: Path, kind: str, text: str) -> Path:
    """Add an entry to the pack in `folder` and return the file it stands in now; nothing that was there changes.

    The file is replaced only when the whole pack with the new entry is as the schema says, every id is known, and the
    entries that were there are what they were. Raises `PackError` otherwise, and when the file cannot be written.
    """
    before, problems = folders.check(folders.read(folder))
    if before is None:
        raise refusal(folder, problems)
    name = file_for(folder, kind)
    body = before.folder.bodies.get(name, b"").decode().rstrip("\n")
    changed = f"{body}\n\n{text.strip(chr(10))}\n".lstrip("\n").encode()
    after, problems = folders.check(replace(before.folder, bodies={**before.folder.bodies, name: changed}))
    problems = problems if after is None else references(after)
    known = before.actors.get(name, ())
    if after is not None and after.actors[name][: len(known)] != known:
        problems = [Problem(name, 1, "", "the new entry would change one that is there: begin it with `- id:`")]
    if after is None or problems:
        raise refusal(folder, problems)
    replace_file(folder / name, changed)
    return folder / name


def take_back(folder: Path, bodies: Mapping[str, bytes | None]) -> None:
    """Put files of a pack back as they were; None takes away what was not there."""
    for name, body in bodies.items():
        if body is None:
            (folder / name).unlink(missing_ok=True)
        else:
            replace_file(folder / name, body)


def state_of(folder: Path, kind: str) -> Mapping[str, bytes | None]:
    """Return the files that a new actor of this type changes, as they are now."""
    names = (file_for(folder, kind), LOCK)
    return {name: (folder / name).read_bytes() if (folder / name).is_file() else None for name in names}


# ── Rendering ─────────────────────────────────────────────────────────────────────────────────────


def _lines(key: str, value: object) -> Sequence[str]:
    """Return a key and its value: aliases one language a line, examples one a line, the rest as it fits."""
    if key == "examples" and isinstance(value, Sequence):
        return [f"{key}:", *(f"  - {_flow(each)}" for each in value)]
    if isinstance(value, Mapping):
        return [f"{key}:", *(f"  {name}: {_flow(each)}" for name, each in value.items())]
    if isinstance(value, str):
        text: str = yaml.safe_dump({key: value}, allow_unicode=True, width=WIDTH)
        return text.rstrip("\n").split("\n")
    return [f"{key}: {_flow(value)}"]


def _flow(value: object) -> str:
    plain = _plain(value)
    if isinstance(plain, list | dict):
        text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**6)
        return text.rstrip("\n")
    text = yaml.safe_dump([plain], allow_unicode=True, default_flow_style=True, width=10**6)
    return text.strip()[1:-1]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | bool | int | float | date) else str(value)
