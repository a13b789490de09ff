"""A new actor, from what a person types to an entry of the pack: ids, sides, aliases and examples as short texts.

side      ukraine | ukraine:2024-09-05 | ukraine:2024-09-05:2026-07-16     from, and the first day after
alias     en=Ada Berg | en=Berg | full_name_in_text                      the condition stands behind a bar
example   Ada Berg smiled. | Ada Berg      en=Berg Street is closed. |     what must be tagged; nothing: no tag
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from pipelines import packs
from pipelines.errors import PackError
from pipelines.packs.folder import Sheets
from pipelines.packs.forms import needs_inflection
from pipelines.packs.loading import checked
from pipelines.packs.model import Need
from pipelines.packs.newcomers import FILES, actor_stanza, append_actor, state_of, take_back

_LANGUAGE = re.compile(r"([a-z]{2})=")
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


def write(answers: Answers, languages: Sequence[str]) -> str:
    """Return the entry. Languages without an alias stand there with an empty list, as what is still to do.

    Raises `PackError` for an answer that cannot be read, and for an entry that the schema refuses.
    """
    _known(answers.type, TYPES, "type")
    aliases = _aliases(answers.aliases, languages)
    return actor_stanza(
        id=answers.actor_id,
        name=answers.name,
        type=answers.type,
        wikidata=answers.wikidata,
        gender=answers.gender,
        side=[_side(each) for each in answers.sides],
        stands_for=answers.stands_for,
        verified=None if answers.verified else False,
        note=answers.note,
        aliases={language: aliases.get(language, []) for language in languages},
        examples=[_example(each, languages) for each in answers.examples],
    )


def add(folder: Path, answers: Answers) -> Added:
    """Add an actor to the pack in `folder` and generate its forms anew where it has a lock.

    Raises `PackError` when the pack has the id already, when an answer cannot be read, and when forms cannot be
    generated: then nothing has changed.
    """
    sheets = checked(folder)
    if answers.actor_id in {actor.id for actor in sheets.every_actor}:
        raise PackError(
            f"The pack has an actor {answers.actor_id} already: nothing was changed.",
            where=_place(sheets, answers.actor_id),
            next_step="Take another id, or change the entry by hand.",
        )
    languages = sheets.pack.languages
    stanza = write(answers, languages)
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


def _place(sheets: Sheets, actor_id: str) -> str:
    for name, actors in sheets.actors.items():
        for position, actor in enumerate(actors):
            if actor.id == actor_id:
                return f"{name}:{sheets.files[name].line_of((position, 'id'))}"
    return "pack.yaml:1"


# ── Reading what was typed ────────────────────────────────────────────────────────────────────────


def _known(value: str, known: Iterable[str], what: str) -> None:
    """Raise `PackError` for a value that is none of those known."""
    some = list(known)
    if value in some:
        return
    near = get_close_matches(value, some, n=1)
    raise PackError(
        f"There is no {what} {value!r}.",
        where=f"--{what}",
        next_step=f"Write one of {', '.join(some)}" + (f": did you mean {near[0]}?" if near else "."),
    )


def _side(written: str) -> Mapping[str, object]:
    side, _, dates = written.partition(":")
    first, _, last = dates.partition(":")
    period = {"from": _day(first, written), "to": _day(last, written)}
    return {"side": side.strip(), **{key: day for key, day in period.items() if day}}


def _day(written: str, whole: str) -> date | None:
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError as error:
        raise PackError(
            f"{written.strip()!r} is no day.",
            where=f"--side {whole}",
            next_step="Write it as 2024-09-05; SIDE, SIDE:FROM or SIDE:FROM:TO.",
        ) from error


def _aliases(written: Iterable[str], languages: Sequence[str]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for each in written:
        language, is_pair, form = each.partition("=")
        if not is_pair:
            raise PackError(
                f"{each!r} does not say in which language it is written.",
                where="--alias",
                next_step="Write LANGUAGE=NAME, like en=Ada Berg.",
            )
        _known_language(language.strip(), languages, "alias")
        name, _, need = (part.strip() for part in form.partition("|"))
        if need:
            _known(need, [each.value for each in Need], "alias")
        found.setdefault(language.strip(), []).append({"form": name, "needs": need} if need else name)
    return found


def _known_language(language: str, languages: Sequence[str], option: str) -> None:
    if language not in languages:
        raise PackError(
            f"The pack does not speak {language!r}.",
            where=f"--{option} {language}=…",
            next_step=f"Its languages are {', '.join(languages)}; docs/how-to/add-a-language.md adds one.",
        )


def _example(written: str, languages: Sequence[str]) -> Mapping[str, object]:
    prefix = _LANGUAGE.match(written)
    text, bar, tags = (written[prefix.end() :] if prefix else written).rpartition("|")
    if not bar:
        raise PackError(
            f"The example {written!r} does not say what must be tagged in it.",
            where="--example",
            next_step="Write TEXT | SURFACE; SURFACE; nothing behind the bar: it must not be tagged.",
        )
    if prefix:
        _known_language(prefix[1], languages, "example")
    surfaces = [each.strip() for each in tags.split(";") if each.strip()]
    return {"text": text.strip(), "tags": surfaces, **({"language": prefix[1]} if prefix else {})}


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[\w=:.-]+", value) else "'" + value.replace("'", "'\\''") + "'"
