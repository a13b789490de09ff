"""A snapshot without texts, for those to whom the texts may not be passed on: titles, links and all that we found."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipelines import settings
from pipelines.errors import SettingsError
from pipelines.run.exportplace import forget_exports, place, scratch, settled, target
from pipelines.run.places import DERIVED_COLUMNS, TEXT_COLUMNS
from pipelines.warehouse.exports import readable_snapshot
from pipelines.warehouse.publication import published_path
from pipelines.warehouse.sharing import copy_without

STAYING: Final = frozenset({"title", "url", "canonical_url", "final_url", "moved_to"})
"""Titles and links: what may be passed on of anything that was published."""

NAME: Final = "trucewatch-without-texts.duckdb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The file, the rows in it, and how many columns were emptied."""

    path: Path
    rows: int
    emptied: int


def leaving() -> dict[str, frozenset[str]]:
    """Return the columns that hold words of articles other than titles and links, by table."""
    return {table: names - STAYING for table, names in {**TEXT_COLUMNS, **DERIVED_COLUMNS}.items()}


def share(out: Path | None = None) -> Shared:
    """Write the published snapshot without texts to a file (None: one in `data/exports/`), whole or not at all.

    Raises `NothingPublished`, `SettingsError` for a file that cannot be, and `WarehouseError` when a kill was obeyed
    meanwhile: then nothing is written.
    """
    chosen = settings.load()
    if out is not None and out.is_dir():
        raise SettingsError(
            "This is a folder.", where=str(out), next_step="Name a file with --out, such as shared.duckdb."
        )
    now = readable_snapshot(chosen)
    forget_exports(chosen)
    folder = target(chosen, out.absolute().parent if out else None)
    path = folder / (out.name if out else NAME)
    columns = leaving()
    with scratch(folder) as beside:
        made = beside / path.name
        rows = copy_without(chosen, published_path(chosen).with_name(now.name), made, columns)
        with settled(chosen, now.tombstones_sha256, folder):
            place(made, path)
    return Shared(path=path, rows=sum(rows.values()), emptied=sum(map(len, columns.values())))
