"""The demo: two press days of the bundled newsroom through `collect`, `monitor` and `brief`, in a data folder of its own."""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines import newsroom, run, warehouse
from pipelines import settings as environment
from pipelines.errors import SettingsError
from pipelines.run.briefing import LATEST, brief

MARKER = ".trucewatch-demo"
"""A file that says a data folder holds nothing but sample rows and may be thrown away."""

Execute = Callable[[str, Mapping[str, Any]], None]
"""Runs one DAG, named by its id, with its parameters; raises unless it succeeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """Where the sample rows were published."""

    data: Path
    snapshot: Path
    brief: Path
    hashes: Mapping[str, str]


def demo(data: Path, execute: Execute | None = None, progress: Callable[[str], None] | None = None) -> DemoResult:
    """Run both press days from an empty folder and return what was published.

    `execute` None runs the tasks in this process, without Airflow. Sets this process's TRUCEWATCH_ variables:
    the tasks of either way read them.

    Raises `SettingsError` for a folder that holds anything but an earlier demo.
    """
    tell = progress or (lambda _: None)
    execute = execute or without_airflow
    _empty(data)
    (data / "watches").mkdir()
    shutil.copyfile(Path(newsroom.__file__).with_name("watches.yaml"), data / "watches" / "newsroom.yaml")
    with newsroom.Newsroom() as press:
        os.environ.update(variables(data, press))
        for edition, printed_at in newsroom.EDITIONS.items():
            press.edition = edition
            when = f"{printed_at:%-d %B, %H:%M} UTC"
            tell(f"{when}: {press.deliver(data, edition)} wire files delivered")
            tell(f"{when}: collect")
            execute("collect", {})
            day = newsroom.press_day(edition)
            if edition == newsroom.editions_of(day)[-1]:
                tell(f"press day {day}: monitor")
                execute("monitor", {"as_of": newsroom.as_of(day).isoformat()})
        tell("brief")
        execute("brief", {})
    chosen = environment.load()
    snapshot = warehouse.published_path(chosen)
    return DemoResult(
        data=data, snapshot=snapshot, brief=chosen.data / "reports" / LATEST, hashes=warehouse.content_hashes(snapshot)
    )


def variables(data: Path, press: newsroom.Newsroom) -> dict[str, str]:
    """Return the environment in which the house collects from the newsroom into `data`, and from nowhere else."""
    return {
        f"{environment.PREFIX}{name}": value
        for name, value in {
            "DATA": str(data),
            "PACK": str(Path(newsroom.__file__).parent / "pack"),
            "CONTACT": "demo@newsroom.example",
            "ALLOW_HOSTS": press.allow_hosts,
            "CONNECT_TO": press.connect_to,
            "POLITENESS": "0",
            "INBOX_SECONDS": "0",  # its files appear whole
            f"SECRET_{newsroom.SECRET.upper()}": newsroom.TOKEN,
        }.items()
    }


def without_airflow(dag_id: str, params: Mapping[str, Any]) -> None:
    """Run the tasks of `collect`, `monitor` or `brief` in this process."""
    if dag_id == "collect":
        run.collect()
    elif dag_id == "brief":
        brief()
    else:
        run.monitor(as_of=run.instant(params.get("as_of")))


def _empty(data: Path) -> None:
    if data.exists() and any(data.iterdir()):
        if not (data / MARKER).exists():
            raise SettingsError(
                "The demo needs a folder of its own: sample rows never mix with real ones.",
                where=str(data),
                next_step="Name an empty folder with --data.",
            )
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    (data / MARKER).write_text("Sample rows of the bundled newsroom; `trucewatch demo` empties this folder.\n")
