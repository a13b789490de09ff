"""A new actor, from what a person types (`typed`) to an entry of the pack."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines import packs
from pipelines.errors import PackError
from pipelines.packs.folder import Sheets
from pipelines.packs.forms import needs_inflection
from pipelines.packs.loading import checked
from pipelines.packs.model import Need
from pipelines.packs.newcomers import FILES, actor_stanza, append_actor, state_of, take_back
from pipelines.workbench import typed

TYPES = tuple(FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person said of a new actor, each as it was typed."""

    actor_id: str
    name: str
    type: str
    sides: tuple[str, ...] = ()
    gender: str | None = None
    wikidata: str | None = None
    stands_for: str | None = None
    aliases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    note: str | None = None
    verified: bool = True

    def command(self) -> str:
        """Return the command that says the same without being asked."""
        options: list[tuple[str, str | None]] = [
            ("id", self.actor_id),
            ("name", self.name),
            ("type", self.type),
            *(("side", each) for each in self.sides),
            ("gender", self.gender),
            ("wikidata", self.wikidata),
            ("stands-for", self.stands_for),
            *(("alias", each) for each in self.aliases),
            *(("example", each) for each in self.examples),
            ("note", self.note),
        ]
        given = [f"--{name} {_quoted(value)}" for name, value in options if value]
        return " ".join(["trucewatch pack add-actor", *given, *([] if self.verified else ["--unverified"])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What was added: the entry as written, the file it stands in and on which line, languages still without an alias."""

    stanza: str
    path: Path
    line: int
    missing: tuple[str, ...]


def proposed_id(name: str, taken: Collection[str], kind: str) -> str:
    """Return an id for a name: the surname of a person, the whole name of all else; with the given name where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    if not words:
        return ""
    if kind != "person":
        return "-".join(words)
    return words[-1] if words[-1] not in taken else "_".join((words[-1], *words[:-1]))


def proposed_aliases(name: str, kind: str) -> tuple[str, ...]:
    """Return how English texts name somebody: the name, and of a person the surname alone where the name stands in the text."""
    surname = name.rpartition(" ")[2]
    return (name, f"{surname} | {Need.FULL_NAME_IN_TEXT}") if kind == "person" and surname != name else (name,)


def cleaned(answers: Answers) -> Answers:
    """Return the answers in NFC, without blanks around them. Raises `PackError` for a character that nobody sees."""
    return replace(
        answers,
        actor_id=typed.text(answers.actor_id, "id"),
        name=typed.text(answers.name, "name"),
        sides=tuple(typed.text(each, "side") for each in answers.sides),
        aliases=tuple(typed.text(each, "alias") for each in answers.aliases),
        examples=tuple(typed.text(each, "example") for each in answers.examples),
        note=typed.text(answers.note, "note") if answers.note else None,
    )


def write(answers: Answers, sheets: Sheets) -> str:
    """Return the entry. Languages without an alias stand there with an empty list, as what is still to do.

    Raises `PackError` for an answer that cannot be read, and for an entry that the schema refuses.
    """
    languages = sheets.pack.languages
    typed.known(answers.type, TYPES, "type")
    if not answers.name:
        raise PackError("A new actor needs a name.", where="--name", next_step="Give the usual English name.")
    if answers.gender:
        typed.known(answers.gender, typed.GENDERS, "gender")
    if answers.stands_for:
        typed.known_actor(answers.stands_for, sheets, "stands-for")
    aliases: dict[str, list[object]] = {language: [] for language in languages}
    for each in answers.aliases:
        language, alias = typed.alias(each, languages)
        aliases[language].append(alias)
    return actor_stanza(
        id=typed.actor_id(answers.actor_id),
        name=answers.name,
        type=answers.type,
        wikidata=typed.wikidata(answers.wikidata) if answers.wikidata else None,
        gender=answers.gender,
        side=[typed.side(each, typed.sides(sheets)) for each in answers.sides],
        stands_for=answers.stands_for,
        verified=None if answers.verified else False,
        note=answers.note,
        aliases=aliases,
        examples=[typed.example(each, languages) for each in answers.examples],
    )


def add(folder: Path, answers: Answers) -> Added:
    """Add an actor to the pack in `folder` and generate its forms anew where it has a lock.

    Raises `PackError` when the pack has the id already, when an answer cannot be read, and when forms cannot be
    generated: then nothing has changed.
    """
    sheets = checked(folder)
    answers = cleaned(answers)
    refuse_known(sheets, answers.actor_id, answers.name)
    languages = sheets.pack.languages
    stanza = write(answers, sheets)
    before = state_of(folder, answers.type)
    path = append_actor(folder, answers.type, stanza)
    try:
        if needs_inflection(sheets):
            packs.write_forms(folder)
    except BaseException:
        take_back(folder, before)
        raise
    line = int(_place(checked(folder), answers.actor_id).rsplit(":", 1)[1])
    given = {each.partition("=")[0] for each in answers.aliases}
    return Added(stanza=stanza, path=path, line=line, missing=tuple(each for each in languages if each not in given))


def refuse_known(sheets: Sheets, actor_id: str, name: str) -> None:
    """Raise `PackError` where the pack has an actor of this id or of this name."""
    for actor in sheets.every_actor:
        if actor_id == actor.id:
            raise PackError(
                f"The pack has an actor {actor_id} already: nothing was changed.",
                where=_place(sheets, actor_id),
                next_step="Take another id, or change the entry by hand.",
            )
        if name.casefold() == actor.name.casefold():
            raise PackError(
                f"The pack has {actor.name} already, as {actor.id}: nothing was changed.",
                where=_place(sheets, actor.id),
                next_step=f"Change the entry by hand; somebody else of that name needs a longer one: “{name} (general)”.",
            )


def _place(sheets: Sheets, actor_id: str) -> str:
    for name, actors in sheets.actors.items():
        for position, actor in enumerate(actors):
            if actor.id == actor_id:
                return f"{name}:{sheets.files[name].line_of((position, 'id'))}"
    return "pack.yaml:1"


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[\w=:.-]+", value) else "'" + value.replace("'", "'\\''") + "'"
