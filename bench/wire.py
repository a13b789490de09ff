"""The second half of `make bench`: 5,000 wire files in every format, delivered into a folder and picked up in one run.

Prints what parsing and picking up cost, next to what it costs merely to read the same bytes as XML, JSON or lines, and
whether memory grows with the number of files. Ends with exit code 1 when a goal is missed.
"""

import argparse
import json
import logging
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from bench import runs
from bench.collect import MEBIBYTE, Goal, judge, say
from tests.lifecycle.deliveries import FORMS, Telling

GOAL_RATE = 300.0
POISON_EACH = 250
"""One file in so many cannot be read: 4 of a thousand."""

FEW_SHARE = 5
"""Memory at all files is compared with memory at this part of them."""

GROWTH_TOLERATED = 1.2
"""Memory may grow by this factor while the files become five times as many: their names are kept."""

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
SOURCES = """\
- id: spool
  publisher: spool
  name: A wire that is made up
  kind: wire
  path: spool
  language: en
  cadence_hours: 12
"""
SENTENCES = (
    "Norrland and Sudland went on with the talks about the harbour, said {name}, who keeps the books of the quay.",
    "Nobody who was asked on {day} wanted to say whether the pilots had been promised anything for the time in between.",
    "The mole has been under water since the autumn, and the {number} ships that wait outside pay for every night.",
    '"We have not slept for a week," said a clerk of the harbour, who counted {number} barrels and {name} among them.',
    "A second meeting was called off twice, once for fog and once because {name} could not be found before {day}.",
    "What was agreed will be read out in the morning, and then both sides will sign, according to three people there.",
    "The fishermen want the sand left where it is until the herring is gone, which {name} called a matter of {number} days.",
)
NAMES = ("Ada Brill", "Emil Oder", "Mirjam Stau", "Jonas Kiel", "Vera Lotse", "Piet Anker", "Olga Reede", "Tom Dock")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")

Given = TypeVar("Given")
Result = TypeVar("Result")
Delivered = tuple[str, bytes]
"""A file's name and what is in it."""


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """What parsing some files cost, in one process and through a child; `few_bytes` was resident after the first part."""

    files: int
    body_bytes: int
    items: int
    refused: int
    cpu_seconds: float
    child_cpu_seconds: float
    peer_cpu_seconds: float
    by_format: Mapping[str, tuple[int, float, float]]
    few_bytes: int
    all_bytes: int

    @property
    def rate(self) -> float:
        """Return the files parsed in a second of one core."""
        return self.files / self.cpu_seconds


@dataclass(frozen=True, kw_only=True)
class PickedUp:
    """What one pick-up of a folder did and cost: the process and its children. `left` are files that stayed."""

    files: int
    outcomes: Mapping[str, int]
    refused: int
    left: int
    wall_seconds: float
    cpu_seconds: float
    own_peak_bytes: int
    child_peak_bytes: int


@dataclass(frozen=True, kw_only=True)
class Worked:
    """What `monitor` made of what was picked up: the stories that can be read about in the snapshot."""

    stories: int
    wall_seconds: float
    cpu_seconds: float


def main() -> int:
    """Measure and print. Return the exit code."""
    options = argparse.ArgumentParser(prog="bench.wire", description=__doc__)
    options.add_argument("--files", type=int, default=5000)
    options.add_argument("--parse", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--pick-up", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    logging.disable(logging.WARNING)
    if given.parse:
        return _tell(parse_all(given.parse))
    if given.pick_up:
        return _tell(pick_up())
    with tempfile.TemporaryDirectory(prefix="bench-wire-") as name:
        folder = Path(name)
        deliver(folder / "few", given.files // FEW_SHARE)
        deliver(folder / "all", given.files)
        parsed = Parsed(**_told("--parse", str(folder / "all" / "data" / "inbox" / "spool")))
        show_parsed(parsed)
        few, every = (picked_up(folder / each) for each in ("few", "all"))
        show_picked_up(every)
        worked = work(folder / "all")
        show_worked(worked)
    return judge(goals(given.files, parsed, few, every, worked))


# ── The files ─────────────────────────────────────────────────────────────────────────────────────


def deliver(folder: Path, count: int) -> None:
    """Write a pack with one wire, and that many files into its inbox."""
    pack, inbox = folder / "pack", folder / "data" / "inbox" / "spool"
    pack.mkdir(parents=True)
    inbox.mkdir(parents=True)
    (pack / "pack.yaml").write_text(runs.PACK, encoding="utf-8")
    (pack / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    for name, body in files(count):
        (inbox / name).write_bytes(body)


def files(count: int) -> Iterator[Delivered]:
    """Yield so many files, the formats by turns, each of another length; one in `POISON_EACH` cannot be read."""
    forms = list(FORMS.items())
    for number in range(count):
        random = Random(number)  # noqa: S311 - the same files in each run
        name, form = forms[number % len(forms)]
        body = form.write([telling(number, random)])
        if is_poison(number):
            body = poison(number // POISON_EACH, body)
        yield f"{number:05d}-{name}.{form.suffix}", body


def telling(number: int, random: Random) -> Telling:
    """Return one story of 200 to 900 words, corrected now and then, a few under an embargo that is over."""
    created_at = BEGIN + timedelta(seconds=7 * number)
    return Telling(
        guid=f"urn:newsml:spool.example:20260302:s{number:05d}",
        number=1 + (number % 7 == 0),
        created_at=created_at,
        headline=f"{random.choice(NAMES)} speaks of {random.randint(2, 400)} days at the harbour",
        paragraphs=tuple(_paragraph(random) for _ in range(random.randint(5, 13))),
        slugline=f"BC-Harbour-{number}",
        byline=random.choice(NAMES),
        note="Sample text written for trucewatch.",
        keyword="harbour",
        embargo_until=created_at + timedelta(hours=1) if number % 50 == 0 else None,
    )


def _paragraph(random: Random) -> str:
    sentences = random.sample(SENTENCES, random.randint(2, 4))
    return " ".join(
        each.format(name=random.choice(NAMES), day=random.choice(DAYS), number=random.randint(2, 999))
        for each in sentences
    )


def is_poison(number: int) -> bool:
    """Say whether the file of this number cannot be read."""
    return number % POISON_EACH == POISON_EACH - 1


def poison(kind: int, body: bytes) -> bytes:
    """Return something that no format is: cut off, entities, noise, a page of HTML."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE n [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><newsItem>&b;</newsItem>'
    return (
        b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x"><itemMeta><versionCreated>2026-03',
        bomb,
        bytes(Random(kind).randbytes(3000)),  # noqa: S311 - noise that is the same in each run
        b"<!doctype html><html><head><title>Gateway</title></head><body>"
        + body[:500].hex().encode()
        + b"</body></html>",
    )[kind % 4]


# ── In processes of their own ─────────────────────────────────────────────────────────────────────


def _told(*arguments: str, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    said = runs.told("bench.wire", *arguments, environment=environment)
    del said["descriptors"]
    return said


def _tell(answer: Mapping[str, Any]) -> int:
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


def parse_all(folder: Path) -> dict[str, Any]:
    """Parse every file of a folder here, in a child, and with the peers; return the fields of `Parsed`."""
    from pipelines import parse
    from pipelines.children import Children
    from pipelines.records import Document, ParsedDocument
    from pipelines.run.house import PARSE_SECONDS

    def document(path: Path) -> Document:
        return Document(document_id=path.name, source_id="spool", body=path.read_bytes(), received_at=BEGIN)

    paths = sorted(folder.iterdir())
    for path in paths[: len(FORMS) * 3]:  # what is imported and compiled with the first of a format
        parse.parse(document(path))
    counts: Counter[str] = Counter()
    by_format: dict[str, list[float]] = {name: [0, 0.0, 0.0] for name in FORMS}
    few_bytes, cpu_seconds = 0, 0.0
    for number, path in enumerate(paths):
        given = document(path)
        own_seconds, parsed = _timed(parse.parse, given)
        peer_seconds, _ = _timed(peer, given.body)
        counts["bytes"] += len(given.body)
        counts["items"] += len(parsed.items) if isinstance(parsed, ParsedDocument) else 0
        counts["refused"] += not isinstance(parsed, ParsedDocument)
        cpu_seconds += own_seconds
        if not is_poison(number):
            spent = by_format[path.stem.partition("-")[2]]
            spent[:] = spent[0] + 1, spent[1] + own_seconds, spent[2] + peer_seconds
        if number + 1 == len(paths) // FEW_SHARE:
            few_bytes = _resident_bytes()
    all_bytes = _resident_bytes()
    with Children(1) as children:
        for _ in children.map(parse.parse, map(document, paths[: len(FORMS)]), timeout_seconds=PARSE_SECONDS):
            pass  # the child has started
        before_seconds = _cpu_seconds(resource.RUSAGE_SELF)
        for _ in children.map(parse.parse, map(document, paths), timeout_seconds=PARSE_SECONDS):
            pass
        parent_seconds = _cpu_seconds(resource.RUSAGE_SELF) - before_seconds
    return {
        "files": len(paths),
        "body_bytes": counts["bytes"],
        "items": counts["items"],
        "refused": counts["refused"],
        "cpu_seconds": cpu_seconds,
        "child_cpu_seconds": parent_seconds + _cpu_seconds(resource.RUSAGE_CHILDREN),
        "peer_cpu_seconds": sum(spent[2] for spent in by_format.values()),
        "by_format": by_format,
        "few_bytes": few_bytes,
        "all_bytes": all_bytes,
    }


def _timed(work: Callable[[Given], Result], given: Given) -> tuple[float, Result]:
    began_seconds = time.process_time()
    result = work(given)
    return time.process_time() - began_seconds, result


def peer(body: bytes) -> object:
    """Read a file as far as libraries do without knowing what is in it: a tree of XML, values of JSON, lines."""
    from lxml import etree

    if body.startswith(b"<"):
        try:
            return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return None
    if body.startswith(b"{"):
        return json.loads(body)
    return body.decode("latin-1").split("\r\n")


def pick_up() -> dict[str, Any]:
    """Pick up what lies in the inbox that the environment names; return the fields of `PickedUp`."""
    from pipelines import settings
    from pipelines.run.wiring import collect_wires

    began_seconds = time.monotonic()
    report = collect_wires()
    wall_seconds = time.monotonic() - began_seconds
    cpu_seconds = runs.cpu_seconds()
    inbox = settings.load().data / "inbox" / "spool"
    return {
        "files": sum(report.outcomes.values()),
        "outcomes": {str(outcome): count for outcome, count in report.outcomes.items()},
        "refused": sum(1 for path in (inbox / ".refused").glob("*") if not path.name.endswith(".why.txt")),
        "left": sum(1 for path in inbox.iterdir() if path.is_file()),
        "wall_seconds": wall_seconds,
        "cpu_seconds": cpu_seconds,
        "own_peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "child_peak_bytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    }


def picked_up(folder: Path) -> PickedUp:
    """Pick up what was delivered into a folder, in a process of its own."""
    return PickedUp(**_told("--pick-up", environment=_environment(folder)))


def work(folder: Path) -> Worked:
    """Run `monitor` over what was picked up, in a process of its own, and count the stories that it published."""
    from pipelines import warehouse
    from pipelines.settings import load

    environment = _environment(folder)
    said = runs.told("bench.once", "--monitor", environment=environment)
    ((stories,),) = warehouse.query(
        load(environment), "select count(*) from wire_stories where revision is not null"
    ).rows
    return Worked(
        stories=int(str(stories)),
        wall_seconds=said["wall_seconds"],
        cpu_seconds=said["own_user_seconds"] + said["own_system_seconds"] + said["children_cpu_seconds"],
    )


def _environment(folder: Path) -> dict[str, str]:
    given = {"DATA": str(folder / "data"), "PACK": str(folder / "pack"), "INBOX_SECONDS": "0"}
    return {f"TRUCEWATCH_{name}": value for name, value in given.items()}


def _cpu_seconds(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize()


# ── What is said ──────────────────────────────────────────────────────────────────────────────────


def show_parsed(parsed: Parsed) -> None:
    """Print what parsing cost, by format, beside the peers."""
    ratio = parsed.cpu_seconds / parsed.peer_cpu_seconds
    say(
        f"{parsed.files} wire files of {parsed.body_bytes / parsed.files / 1024:.1f} KB on average; {runs.machine()}",
        "",
        "parsing",
        f"  one process     {parsed.rate:.0f} files/s per core; {parsed.items} items, {parsed.refused} files refused",
        f"  through a child {parsed.files / parsed.child_cpu_seconds:.0f} files/s per core, pipes and the parent's part included",
        f"  ours / peers    {ratio:.1f} of the CPU that lxml.etree, json and str.split take to read the same bytes",
    )
    for name, (count, own_seconds, peer_seconds) in parsed.by_format.items():
        say(
            f"  {name:15} {count / own_seconds:.0f} files/s, {1000 * own_seconds / count:.2f} ms each, "
            f"{own_seconds / peer_seconds:.1f} of its peer"
        )
    say("")


def show_picked_up(run: PickedUp) -> None:
    """Print what picking them up cost: read, looked into, stored, recorded, moved."""
    counted = ", ".join(f"{count} {outcome}" for outcome, count in run.outcomes.items())
    say(
        "picking up",
        f"  files           {run.files} in {run.wall_seconds:.1f} s, {run.files / run.wall_seconds:.0f}/s; {counted}; {run.refused} set aside",
        f"  CPU             {run.cpu_seconds:.1f} s, {run.files / run.cpu_seconds:.0f} files/s per core",
        f"  peaks           {run.own_peak_bytes / MEBIBYTE:.0f} MB picking up, {run.child_peak_bytes / MEBIBYTE:.0f} MB a child",
        "",
    )


def show_worked(worked: Worked) -> None:
    """Print what the other half of the job cost: parse again, tag, cluster, validate, load, publish."""
    say(
        f"monitor           {worked.cpu_seconds:.1f} s CPU in {worked.wall_seconds:.1f} s; {worked.stories} stories published",
        "",
    )


def goals(count: int, parsed: Parsed, few: PickedUp, every: PickedUp, worked: Worked) -> Iterator[Goal]:
    """Yield what is wanted, and whether it is so."""
    poisoned = sum(map(is_poison, range(count)))
    yield Goal(
        f"at least {GOAL_RATE:.0f} files a second per core are parsed",
        f"{parsed.rate:.0f}/s",
        is_kept=parsed.rate >= GOAL_RATE,
    )
    yield Goal(
        "every file is picked up in one run, and those that nobody can read are set aside",
        f"{every.files} of {count}, {every.refused} of {poisoned} set aside, {every.left} left lying",
        is_kept=every.files == count and every.refused == poisoned == parsed.refused and every.left == 0,
    )
    yield Goal(
        "every other file is a story that is published by the run after it",
        f"{worked.stories} of {count - poisoned}",
        is_kept=worked.stories == count - poisoned,
    )
    yield _flat("memory of parsing is flat", count, parsed.few_bytes, parsed.all_bytes)
    yield _flat("memory of picking up is flat", count, few.own_peak_bytes, every.own_peak_bytes)
    yield _flat("memory of its children is flat", count, few.child_peak_bytes, every.child_peak_bytes)


def _flat(wanted: str, count: int, few_bytes: int, all_bytes: int) -> Goal:
    return Goal(
        wanted,
        f"{few_bytes / MEBIBYTE:.1f} MB with {count // FEW_SHARE} files, {all_bytes / MEBIBYTE:.1f} MB with {count}",
        is_kept=all_bytes <= few_bytes * GROWTH_TOLERATED,
    )


if __name__ == "__main__":
    sys.exit(main())
