"""The table of faults, read: what is served where, which sources the pack has, and what the ledger must say.

faults.yaml ─▶ `Case` ─┬─▶ behaviours of the server
                       ├─▶ sources of a pack, per round
                       └─▶ what must come of it (`Ending`)
"""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from tests.faults import feeds, pages, transport
from tests.faults.server import Behaviour, Table, missing

HERE = Path(__file__).parent
LETTERS = {"L": "loaded", "D": "duplicate", "Q": "quarantined", "B": "quarantined", "F": "failed"}
"""The letters of the list of faults. B is Q with a reason that begins with `blocked_`."""

BEHAVIOURS: Mapping[str, Behaviour] = {
    "missing": missing,
    **{
        name: function
        for module in (pages, feeds, transport)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if next(iter(inspect.signature(function).parameters), "") == "request"
    },
}


@dataclass(frozen=True, slots=True)
class Ending:
    """An outcome and its reason, as the ledger has them. Reads `L`, `Q too_large`, `B blocked_port`, `F timeout`."""

    outcome: str
    reason: str | None = None

    @classmethod
    def read(cls, said: str) -> "Ending":
        """Raises `KeyError` for an unknown letter, `ValueError` for a B whose reason is none."""
        letter, _, reason = said.partition(" ")
        if (letter == "B") != reason.startswith("blocked_"):
            raise ValueError(said)
        return cls(LETTERS[letter], reason or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One way in which a fault is played, by sources of its own. `ends` is what must come of it, as the table says it.

    `wrong` says what the house makes of it today instead.
    """

    fault: int
    name: str
    title: str
    row: Mapping[str, Any]
    ends: Mapping[str, Any]
    wrong: str | None

    @property
    def case_id(self) -> str:
        """Name of the source, and first label of its host."""
        return str(self.row.get("id") or f"f{self.fault:02d}-{self.name}")

    @property
    def host(self) -> str:
        """Where its feed lies."""
        return f"{self.case_id}.{self.row.get('zone', 'example')}"

    @property
    def rounds(self) -> tuple[int, ...]:
        """Rounds of collecting in which its sources are polled, from 1."""
        return tuple(self.row.get("rounds", (1,)))

    def sources(self) -> Iterator[dict[str, Any]]:
        """Yield its sources as a pack has them."""
        several = self.row.get("sources") or [{}]
        for number, own in enumerate(several, 1):
            name = self.case_id if len(several) == 1 else f"{self.case_id}-{number}"
            yield {
                "id": name,
                "publisher": name,
                "name": f"Fault {self.fault}: {self.name}",
                "kind": "feed",
                "url": f"{self.row.get('scheme', 'http')}://{name}.{self.row.get('zone', 'example')}/feed",
                "language": "en",
                "verified": True,
                **self.row.get("source", {}),
                **own,
            }

    def places(self) -> Iterator[tuple[str, str, Any]]:
        """Yield host, path and what is served there."""
        for source in self.sources():
            host = f"{source['id']}.{self.row.get('zone', 'example')}"
            yield host, "/feed", self.row.get("feed", "rss")
            yield host, "*", self.row.get("page", "article")
            yield host, "/robots.txt", self.row.get("robots", "missing")
            for path, served in self.row.get("at", {}).items():
                yield host, path, served


def cases() -> list[Case]:
    """Return every case of the table."""
    rows = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
    return [
        Case(fault=row["fault"], name=name, title=row["title"], row=case, ends=case["ends"], wrong=case.get("wrong"))
        for row in rows
        for name, case in row["cases"].items()
    ]


def fill(value: Any, words: Mapping[str, object]) -> Any:
    """Return a value of the table with `{port}` and alike put in."""
    if isinstance(value, str):
        for word, meaning in words.items():
            value = value.replace(f"{{{word}}}", str(meaning))
        return value
    if isinstance(value, list):
        return [fill(each, words) for each in value]
    return {key: fill(each, words) for key, each in value.items()} if isinstance(value, dict) else value


def serve(table: Table, every: list[Case], words: Mapping[str, object]) -> None:
    """Put the behaviours of the cases into a server's table."""
    for case in every:
        for host, path, served in case.places():
            table[host, path] = behaviour(fill(served, words))


def behaviour(served: str | Mapping[str, Mapping[str, Any]]) -> Behaviour:
    """Return what `name` or `{name: options}` stands for."""
    if isinstance(served, str):
        return BEHAVIOURS[served]
    ((name, options),) = served.items()
    return partial(BEHAVIOURS[name], **options)


def names(every: list[Case], round_number: int) -> dict[str, list[str] | str]:
    """Return what the name servers say in one round: addresses or the name of an error, by name."""
    answers = ((case.host, case.row["dns"]) for case in every if "dns" in case.row)
    return {host: dns if isinstance(dns, str) else dns[min(round_number, len(dns)) - 1] for host, dns in answers}


def write_pack(folder: Path, every: list[Case], words: Mapping[str, object]) -> Path:
    """Write a pack with the sources of these cases, and nothing to find but one actor."""
    folder.mkdir()
    sources = [fill(source, words) for case in every for source in case.sources()]
    for name, value in {**PACK, "sources.yaml": sources}.items():
        (folder / name).write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
    return folder


PACK = {
    "pack.yaml": {"id": "faults", "topic": "Faults", "languages": ["en"], "parties": []},
    "actors.yaml": [
        {
            "id": "harbour-council",
            "name": "Harbour Council",
            "type": "organisation",
            "aliases": {"en": ["Harbour Council"]},
        }
    ],
}
