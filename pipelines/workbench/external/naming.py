"""Who is meant by the names that a labelled set from elsewhere uses: its map, and the pack.

A map is `entities.yaml` (name: actor id) or `entities.tsv` (name<TAB>actor id, `#` begins a comment). A name is a surface,
a lemma or an identifier of the set, in any capitals; `*` stands for any letters, `TYPE:name` counts for labels of that
type only, and an empty actor says: somebody else, though another line would fit.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from pipelines.packs.folder import File
from pipelines.packs.model import Pack
from pipelines.workbench.labelled import LabelsError
from pipelines.workbench.mentions import folded

FILES = ("entities.yaml", "entities.tsv")
STAR = "*"


@dataclass(frozen=True)
class Names:
    """Folded name → actor id, None for somebody else; names with a star apart, in the order of the file."""

    plain: Mapping[str, str | None]
    starred: tuple[tuple[str, str | None], ...] = ()
    closed: frozenset[str] = field(default_factory=frozenset)

    def actor(self, names: Iterable[str], kind: str = "") -> str | None:
        """Return the actor of the first name that the map has; None where it has none of them."""
        for name in map(folded, names):
            for key in (f"{folded(kind)}:{name}", name) if kind else (name,):
                if key in self.plain:
                    return self.plain[key]
            for pattern, actor in self.starred:
                if fnmatchcase(name, pattern) or (kind and fnmatchcase(f"{folded(kind)}:{name}", pattern)):
                    return actor
        return None


def read_names(folder: Path, pack: Pack) -> Names | None:
    """Return the map that lies in a folder; None without one. Raises `LabelsError` for a map that cannot be used."""
    for name in FILES:
        path = folder / name
        if path.is_file():
            pairs = list(_yaml(path) if path.suffix == ".yaml" else _tsv(path))
            return _names(path, pairs, pack)
    return None


def _names(path: Path, pairs: Iterable[tuple[int, str, str | None]], pack: Pack) -> Names:
    plain: dict[str, str | None] = {}
    starred: list[tuple[str, str | None]] = []
    for line, name, actor in pairs:
        if actor is not None and actor not in pack.actors:
            raise LabelsError(
                f"The pack {pack.pack_id} has no actor {actor!r}.",
                where=f"{path}:{line}: {name}",
                next_step="Take an id of the pack, or leave the actor empty: then the name is somebody else's.",
            )
        if STAR in name:
            starred.append((folded(name).replace("[", "[[]").replace("?", "[?]"), actor))
        else:
            plain[folded(name)] = actor
    return Names(
        plain=plain,
        starred=tuple(starred),
        closed=frozenset(actor for actor in (*plain.values(), *(each for _, each in starred)) if actor),
    )


def _yaml(path: Path) -> Iterator[tuple[int, str, str | None]]:
    try:
        file = File(path.name, path.read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LabelsError(f"The map is not readable as YAML: {error}", where=str(path), next_step=_MAP) from error
    if not isinstance(file.value, dict) or any(not isinstance(each, str | None) for each in file.value.values()):
        raise LabelsError("The map is not a list of `name: actor id`.", where=str(path), next_step=_MAP)
    for name, actor in file.value.items():
        yield file.line_of((name,)), name, actor or None


def _tsv(path: Path) -> Iterator[tuple[int, str, str | None]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise LabelsError("The map is not UTF-8.", where=str(path), next_step=_MAP) from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, tab, actor = line.partition("\t")
        if not tab:
            raise LabelsError("A line of the map has no tab.", where=f"{path}:{number}: {line}", next_step=_MAP)
        yield number, name.strip(), actor.strip() or None


_MAP = "Write `name: actor id` (entities.yaml) or name<TAB>actor id (entities.tsv), one a line."


def seat_of(actor: str | None, pack: Pack) -> str | None:
    """Return the government that sits in a place; None for anybody else."""
    known = pack.actors.get(actor or "")
    return known.stands_for if known is not None and known.type == "place" else None


def seats(closed: Iterable[str], pack: Pack) -> frozenset[str]:
    """Return the governments that sit in the places of a closed list."""
    return frozenset(seat for actor in closed if (seat := seat_of(actor, pack)))
