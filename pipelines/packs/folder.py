"""The files of a pack: read, composed with line numbers, checked against the schema. The only reader of YAML.

folder ──read──▶ Folder (own files over those of the pack it extends) ──check──▶ Sheets + problems
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipelines.errors import PackError
from pipelines.packs.framing import FramingSheet
from pipelines.packs.outlets import OutletSheet
from pipelines.packs.schema import (
    ACTOR_FILES,
    ADAPTERS,
    FORMER_KEYS,
    ActorSheet,
    FacetSheet,
    OfficeSheet,
    PackSheet,
    RoundSheet,
    SourceSheet,
    TitleSheet,
    keys_of,
)
from pipelines.packs.sheet import EntryError
from pipelines.packs.wires import ProfileSheet

LOCK = "forms.lock"
BUNDLED = Path(__file__).parent
FORM_FILES = (
    *ACTOR_FILES,
    "titles.yaml",
    "offices.yaml",
    "facets.yaml",
    "framing.yaml",
    "rounds.yaml",
    "blockers.yaml",
    "other_conflicts.yaml",
    "other_subjects.yaml",
)
"""The files from which forms are generated; sources and pack.yaml may change without a new lock."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file. `key` is the path inside the document, parted by dots."""

    file: str
    line: int
    key: str
    message: str

    @property
    def where(self) -> str:
        """Return `file:line: key`."""
        return f"{self.file}:{self.line}: {self.key}"


class File:
    """One YAML file: its bytes, its node tree (for line numbers) and its plain value."""

    def __init__(self, name: str, body: bytes) -> None:
        """Compose and construct; raises `yaml.YAMLError` or `UnicodeDecodeError` for what is no YAML."""
        self.name = name
        loader = yaml.CSafeLoader(body)
        try:
            self.node: yaml.Node | None = loader.get_single_node()
            self.value: object = None if self.node is None else _plain(loader, self.node, set())
        finally:
            loader.dispose()

    def line_of(self, location: Iterable[str | int]) -> int:
        """Return the line (from 1) of the deepest part of a location that the document has."""
        node = self.node
        line = 1 if node is None else node.start_mark.line + 1
        for step in location:
            child = self._child(node, step)
            if child is None:
                break
            node, line = child
        return line

    @staticmethod
    def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    return value, key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return node.value[step], node.value[step].start_mark.line + 1
        return None

    def repeated_keys(self) -> Iterator[Problem]:
        """Yield each key that a mapping holds twice: YAML keeps the last one silently."""
        waiting = [] if self.node is None else [self.node]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.SequenceNode):
                waiting.extend(node.value)
            elif isinstance(node, yaml.MappingNode):
                seen = set()
                for key, value in node.value:
                    if key.value in seen:
                        yield Problem(self.name, key.start_mark.line + 1, str(key.value), "this key stands here twice")
                    seen.add(key.value)
                    waiting.append(value)


def _plain(loader: yaml.CSafeLoader, node: yaml.Node, seen: set[int]) -> object:
    """Return the value of a node: three times as fast as the library's constructor, which a pack has no need of.

    Booleans are `true` and `false` alone, as in YAML 1.2: NO is Norway. Raises `yaml.YAMLError` for an alias
    (`*name`): a pack says everything where it stands.
    """
    if isinstance(node, yaml.ScalarNode):
        is_text = node.tag == _TEXT or (node.tag == _BOOLEAN and node.value.lower() not in {"true", "false"})
        return node.value if is_text else loader.construct_object(node)
    if id(node) in seen:
        raise yaml.MarkedYAMLError(problem="a pack uses no YAML aliases", problem_mark=node.start_mark)
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return {_key(key): _plain(loader, value, seen) for key, value in node.value}
    return [_plain(loader, each, seen) for each in node.value]


_TEXT = "tag:yaml.org,2002:str"
_BOOLEAN = "tag:yaml.org,2002:bool"


def _key(node: yaml.Node) -> str:
    """Return a key as it is written: `no:` and `on:` are languages here, not booleans."""
    return str(node.value)


@dataclass(frozen=True)
class Folder:
    """The effective files of a pack, by name: its own, else those of the pack it extends."""

    path: Path
    bodies: Mapping[str, bytes]
    inherited: Mapping[str, object]  # pack.yaml keys of the extended pack

    @cached_property
    def version(self) -> str:
        """Return the first 12 hex digits of SHA-256 over names and bytes of every effective file."""
        return self._digest(sorted(self.bodies))[:12]

    @cached_property
    def forms_digest(self) -> str:
        """Return SHA-256 (hex) over the files from which forms are generated."""
        return self._digest([name for name in FORM_FILES if name in self.bodies])

    def _digest(self, names: Iterable[str]) -> str:
        digest = hashlib.sha256()
        for name in names:
            digest.update(f"{name}\0{len(self.bodies[name])}\0".encode())
            digest.update(self.bodies[name])
        return digest.hexdigest()


@dataclass(frozen=True)
class Sheets:
    """The checked content of a folder; `files` keeps line numbers for later findings."""

    folder: Folder
    files: Mapping[str, File]
    pack: PackSheet
    actors: Mapping[str, tuple[ActorSheet, ...]]  # by file name
    titles: tuple[TitleSheet, ...]
    offices: tuple[OfficeSheet, ...]
    facets: tuple[FacetSheet, ...]
    framing: tuple[FramingSheet, ...]
    outlets: tuple[OutletSheet, ...]
    rounds: tuple[RoundSheet, ...]
    sources: tuple[SourceSheet, ...]
    profiles: tuple[ProfileSheet, ...]
    blockers: Mapping[str, tuple[str, ...]]
    other_conflicts: Mapping[str, tuple[str, ...]]
    other_subjects: Mapping[str, tuple[str, ...]]
    common_words: Mapping[str, tuple[str, ...]]

    @cached_property
    def every_actor(self) -> tuple[ActorSheet, ...]:
        """Return the actors of all files, in the order of the files."""
        return tuple(actor for actors in self.actors.values() for actor in actors)


def read(path: Path) -> Folder:
    """Return the effective files of the pack in `path`.

    Raises `PackError` when there is no pack.yaml, or when `extends` leads nowhere or in a circle.
    """
    return _read(path, ())


def _read(path: Path, chain: tuple[Path, ...]) -> Folder:
    resolved = path.resolve()
    if not (resolved / "pack.yaml").is_file():
        where = f"{chain[-1] / 'pack.yaml'}: extends" if chain else str(path)
        raise PackError(
            f"There is no pack in {path}: it has no pack.yaml.",
            where=where,
            next_step="Name the folder of a pack, or a pack that ships.",
        )
    if resolved in chain:
        raise PackError("The pack extends itself.", where=f"{resolved / 'pack.yaml'}: extends")
    own = {
        entry.name: entry.read_bytes()
        for entry in sorted(resolved.iterdir())
        if entry.is_file() and (entry.suffix == ".yaml" or entry.name == LOCK)
    }
    base = _extended(resolved, own["pack.yaml"])
    if base is None:
        return Folder(resolved, own, {})
    other = _read(base, (*chain, resolved))
    keys = {**other.inherited, **_mapping(other.bodies["pack.yaml"])}
    return Folder(resolved, {**other.bodies, **own}, keys)


def _extended(path: Path, body: bytes) -> Path | None:
    name = _mapping(body).get("extends")
    if not isinstance(name, str):
        return None
    bundled = BUNDLED / name
    return bundled if "/" not in name and "\\" not in name and bundled.is_dir() else path / name


def _mapping(body: bytes) -> dict[str, Any]:
    try:
        value = File("pack.yaml", body).value
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}  # reported by `check`, with its line
    return value if isinstance(value, dict) else {}


def check(folder: Folder) -> tuple[Sheets | None, list[Problem]]:
    """Return the checked sheets and every problem found; no sheets when there is any problem."""
    problems: list[Problem] = []
    files: dict[str, File] = {}
    checked: dict[str, Any] = {}
    for name, body in folder.bodies.items():
        if name == LOCK:
            continue
        if name not in ADAPTERS:
            problems.append(Problem(name, 1, "", f"a pack has no file of this name; it has {', '.join(ADAPTERS)}"))
            continue
        try:
            files[name] = File(name, body)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(_broken(name, error))
            continue
        problems.extend(files[name].repeated_keys())
        value = files[name].value
        if name == "pack.yaml" and isinstance(value, dict):
            value = {**folder.inherited, **value}
        try:
            checked[name] = ADAPTERS[name].validate_python(value)
        except ValidationError as error:
            problems.extend(_told(files[name], error))
    if problems:
        return None, sorted(problems)
    return _assemble(folder, files, checked), []


def _broken(name: str, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else 1
    return Problem(name, line, "", f"not readable as YAML: {getattr(error, 'problem', None) or error}")


def _told(file: File, error: ValidationError) -> Iterator[Problem]:
    for each in error.errors(include_url=False):
        fault = each.get("ctx", {}).get("error")
        message = each["msg"].removeprefix("Value error, ")
        if each["type"] == "extra_forbidden":
            message = _unknown_key(file.name, str(each["loc"][-1]))
        elif each["type"] == "missing":
            message = f"`{each['loc'][-1]}` is missing: write it"
        for key, what in fault.found if isinstance(fault, EntryError) else (((), message),):
            location = (*each["loc"], *key)
            yield Problem(file.name, file.line_of(location), ".".join(str(part) for part in location), what)


def _unknown_key(file: str, key: str) -> str:
    """Return what to say of a key that the file does not have: what became of it, or what it resembles."""
    if file == "sources.yaml" and key in FORMER_KEYS:
        return f"there is no key `{key}` any more: {FORMER_KEYS[key]}"
    near = get_close_matches(key, keys_of(file), n=1)
    return f"there is no key `{key}`" + (f": did you mean `{near[0]}`?" if near else ": leave it out")


def _assemble(folder: Folder, files: Mapping[str, File], checked: Mapping[str, Any]) -> Sheets:
    return Sheets(
        folder=folder,
        files=files,
        pack=checked["pack.yaml"],
        actors={name: checked[name] for name in ACTOR_FILES if name in checked},
        titles=checked.get("titles.yaml", ()),
        offices=checked.get("offices.yaml", ()),
        facets=checked.get("facets.yaml", ()),
        framing=checked.get("framing.yaml", ()),
        outlets=checked.get("outlets.yaml", ()),
        rounds=checked.get("rounds.yaml", ()),
        sources=checked.get("sources.yaml", ()),
        profiles=checked.get("wires.yaml", ()),
        blockers=checked.get("blockers.yaml", {}),
        other_conflicts=checked.get("other_conflicts.yaml", {}),
        other_subjects=checked.get("other_subjects.yaml", {}),
        common_words=checked.get("common_words.yaml", {}),
    )
