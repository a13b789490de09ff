"""Where a rebuild works: a data folder of its own with the raw documents and the journal of the house in it, by links."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.run.house import open_house, single, working_in
from pipelines.settings import Settings

LOCK = "rebuild.lock"
FOLDER = "rebuild"
SHARED = ("raw", "held", "journal")
"""What the new warehouse is made of: it is looked at where it lies."""
MEMO = "rebuild.json"
"""Says with what the rebuild was begun."""


def place_of(chosen: Settings, pack: Path | None) -> Settings:
    """Return the settings of a place in which the warehouse can be built; one that was left is gone on with.

    Not where the pack, the zone of days or the file has become another: then what lies there is removed.
    """
    place = replace(
        chosen, data=_data(chosen), warehouse=str(_warehouse(chosen)), pack=(pack or chosen.pack).absolute()
    )
    wanted = {"pack": version_of(place), "warehouse": place.warehouse, "zone": chosen.day_zone}
    if _read(place.data / MEMO) != wanted:
        remove_place(place)
    place.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.warehouse_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in SHARED:
        (chosen.data / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (place.data / name).is_symlink():
            (place.data / name).symlink_to((chosen.data / name).absolute(), target_is_directory=True)
    (place.data / MEMO).write_text(json.dumps(wanted), encoding="utf-8")
    return place


def version_of(place: Settings) -> str:
    """Return the version of the pack that a place works with."""
    with working_in(place):
        return open_house().pack.version


def remove_place(place: Settings) -> None:
    """Remove all of a rebuild; links in it are removed, what they lead to is not."""
    for folder in (place.data, place.warehouse_path.parent):
        if folder.exists():
            shutil.rmtree(folder)


def discard_abandoned(settings: Settings) -> bool:
    """Remove what a rebuild that was killed has left: it holds texts. Return whether any was removed.

    One that is at work is left alone.
    """
    left = replace(settings, data=_data(settings), warehouse=str(_warehouse(settings)))
    if not left.data.exists() and not left.warehouse_path.parent.exists():
        return False
    with single(settings.data / LOCK) as mine:
        if mine:
            remove_place(left)
    return mine


def _data(settings: Settings) -> Path:
    return settings.data / FOLDER


def _warehouse(settings: Settings) -> Path:
    """Return the new file: in a folder beside the old one, so that taking its place is one step of the file system."""
    old = settings.warehouse_path.absolute()
    return old.parent / FOLDER / old.name


def _read(memo: Path) -> Any:  # noqa: ANN401  # whatever JSON holds
    try:
        return json.loads(memo.read_bytes())
    except (OSError, ValueError):
        return None
