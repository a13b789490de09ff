"""The files of watches: read, checked against the pack, added to, taken from."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import yaml

from pipelines import watch as saved
from pipelines.errors import WatchError
from pipelines.packs.folder import File
from pipelines.packs.model import Pack
from pipelines.run.correcting import in_suite
from pipelines.settings import Settings
from pipelines.warehouse import durable
from pipelines.watch import Fault, Watch

_ID: Final = re.compile(r"[a-z0-9_-]{1,64}")
_PRIVATE: Final = 0o600


def look(chosen: Settings, pack: Pack) -> tuple[tuple[Watch, ...], tuple[Fault, ...]]:
    """Return the watches that are right, and what is wrong with the others. No folder: no watches."""
    folder = chosen.watches_path
    paths = sorted(each for each in folder.glob("*.yaml") if each.is_file()) if folder.is_dir() else []
    return saved.read({str(each): each.read_bytes() for each in paths}, vocabulary(pack))


def checked(chosen: Settings, pack: Pack) -> tuple[Watch, ...]:
    """Return all watches. Raises `WatchError` where one cannot be used."""
    watches, faults = look(chosen, pack)
    if faults:
        raise saved.refusal(faults)
    return watches


def named(chosen: Settings, pack: Pack, watch_id: str) -> Watch:
    """Return the watch of an id. Raises `WatchError` for none, with those that are spelled alike, and for a faulty one."""
    watches, faults = look(chosen, pack)
    found = next((each for each in watches if each.watch_id == watch_id), None)
    if found:
        return found
    if faults:
        raise saved.refusal(faults)
    ids = [each.watch_id for each in watches]
    near = get_close_matches(watch_id, ids, n=3, cutoff=0.5) or ids[:20]
    raise WatchError(
        f"There is no watch {watch_id[:64]!a}.",
        where=str(chosen.watches_path),
        next_step=f"There are: {', '.join(near)}." if near else "`trucewatch watch add --help` shows how to make one.",
    )


def add(chosen: Settings, pack: Pack, values: Mapping[str, Any]) -> tuple[Watch, Path]:
    """Write a watch to a file of its own, named after it, and return both. Raises `WatchError`; then nothing is written."""
    watch_id = str(values.get("id"))
    if not _ID.fullmatch(watch_id):
        raise WatchError(
            f"{watch_id[:80]!a} is no id of a watch.",
            where="ID",
            next_step="An id has up to 64 small letters, digits, _ and -: it names the file too.",
        )
    there = {each.watch_id for each in look(chosen, pack)[0]}
    path = chosen.watches_path / f"{watch_id}.yaml"
    if watch_id in there or path.exists():
        raise WatchError(
            f"There is a watch {watch_id} already.",
            where=str(path),
            next_step="Edit its file, or give this one another id.",
        )
    text = yaml.safe_dump([dict(values)], allow_unicode=True, sort_keys=False, width=100)
    watches, faults = saved.read({"as given": text.encode()}, vocabulary(pack))
    if faults:
        raise saved.refusal([("as given", line, message) for _, line, message in faults])
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    durable.place(path, saved.written(watches[0].sheet), _PRIVATE)
    return named(chosen, pack, watch_id), path


def remove(chosen: Settings, pack: Pack, watch_id: str) -> Path:
    """Take a watch out of its file, with the file where nothing else stands in it, and return the file.

    The other watches and their comments stay as they are. Raises `WatchError`.
    """
    found = named(chosen, pack, watch_id)
    path = Path(found.file)
    body = path.read_bytes()
    rest = _without(body, found.line - 1)
    before = File(path.name, body).value
    after = File(path.name, rest).value
    others = [each for each in before if each["id"] != watch_id] if isinstance(before, list) else None
    if (after or []) != others:
        raise WatchError(
            "The watch shares its lines with others.",
            where=f"{path}:{found.line}",
            next_step="Take it out of the file by hand.",
        )
    if others:
        durable.place(path, rest.decode(), _PRIVATE)
    else:
        path.unlink()
    return path


def _without(body: bytes, first: int) -> bytes:
    """Return a file without the entry that begins on a line; what stands above the next one stays with that."""
    node = File("watches", body).node
    entries = node.value if isinstance(node, yaml.SequenceNode) else []
    ends = [each.end_mark for each in entries if each.start_mark.line == first]
    lines = body.decode().splitlines(keepends=True)
    end = ends[-1].line + bool(ends[-1].column) if ends else first
    while end > first and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "".join(lines[:first] + lines[end:]).encode()


def vocabulary(pack: Pack) -> saved.Vocabulary:
    """Return the names that a watch may use: what the pack defines, and the types that statements can have."""
    actors = frozenset(pack.actors)
    return saved.Vocabulary(
        names={
            "actors": actors,
            "speakers": actors,
            "places": actors,
            "facets": frozenset(pack.facets),
            "statement_types": frozenset(in_suite("type")),
            "sources": frozenset(name for each in pack.sources for name in (each.source_id, each.publisher_id)),
            "languages": frozenset(pack.languages),
        }
    )
