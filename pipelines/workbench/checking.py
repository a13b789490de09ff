"""The pack against its own examples: what `lint` finds, and each sentence that does not tag as it says."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pipelines import packs
from pipelines.extract.language import detect_language
from pipelines.packs import Finding
from pipelines.packs.folder import Sheets
from pipelines.packs.loading import checked
from pipelines.packs.model import ActsAs
from pipelines.packs.schema import ActorSheet, ExampleSheet
from pipelines.records import Mention
from pipelines.tag import Tagger
from pipelines.workbench.occurrences import UNDETERMINED

NAMING = frozenset({"name", "metonym", "demonym"})
"""Kinds of mentions that examples speak of; titles depend on the day, and examples have none."""

UNLOADABLE = frozenset({"schema", "reference", "lock"})
"""Kinds of findings with which a pack cannot be loaded."""


def check(folder: Path, today: date) -> list[Finding]:
    """Return every finding of `lint`, and where the pack can be loaded, the examples that do not hold; errors first.

    Raises `PackError` only where there is no pack to look at.
    """
    found = packs.lint(folder, today)
    if any(each.kind in UNLOADABLE for each in found):
        return found
    return [*examples(checked(folder), Tagger(packs.load(folder))), *found]


def about(findings: Iterable[Finding], file: str, line: int) -> list[Finding]:
    """Return the findings on a file from a line on: what concerns an entry that was just added at its end."""
    return [
        each
        for each in findings
        if (found := _WHERE.match(each.where)) and found["file"] == file and int(found["line"]) >= line
    ]


_WHERE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+):")


def examples(sheets: Sheets, tagger: Tagger) -> Iterator[Finding]:
    """Yield the examples of actors that the engine tags otherwise than they say.

    Of a pack that extends another those in files of its own: it may speak fewer languages than the other.
    """
    for name, actors in sheets.actors.items():
        if not (sheets.folder.path / name).is_file():
            continue
        for position, actor in enumerate(actors):
            for number, example in enumerate(actor.examples):
                language = example.language or detect_language(example.text, None)
                found = surfaces(tagger, actor, example, language)
                if found != example.tags:
                    key = (position, "examples", number)
                    where = f"{name}:{sheets.files[name].line_of(key)}: {'.'.join(map(str, key))}"
                    message = f"{actor.id} is tagged as {_listed(found)} here, not as {_listed(example.tags)}: “{example.text}”"
                    message += "" if example.language else f" (read as {_named(language)}; it has no `language`)"
                    yield packs.finding("example", where, message)


def surfaces(tagger: Tagger, actor: ActorSheet, example: ExampleSheet, language: str) -> tuple[str, ...]:
    """Return what the engine tags as this actor in an example, as it is written, in reading order."""
    tags = tagger.tag(title="", text=example.text, language=language, published_at=None)
    return tuple(each.surface for each in tags.mentions if _means(actor, each))


def _means(actor: ActorSheet, mention: Mention) -> bool:
    """Say whether a mention is of the actor, or of the country that the name of its capital stands for."""
    if mention.kind not in NAMING:
        return False
    is_seat = actor.acts_as is ActsAs.COUNTRY and mention.kind == "metonym" and mention.actor == actor.stands_for
    return mention.actor == actor.id or is_seat


def _named(language: str) -> str:
    return "no language that can be told" if language == UNDETERMINED else language


def _listed(surfaces: tuple[str, ...]) -> str:
    return ", ".join(surfaces) or "nothing"
