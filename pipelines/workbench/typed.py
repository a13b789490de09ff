"""What a person typed of a new actor, read into the values of an entry; what cannot be read is said in plain words.

side      ukraine | ukraine:2024-09-05 | ukraine:2024-09-05:2026-07-16     from, and the first day after
alias     en=Ada Berg | en=Berg | full_name_in_text                      the condition stands behind a bar
example   Ada Berg smiled. | Ada Berg      en=Berg Street is closed. |     what must be tagged; nothing: no tag
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from pipelines.errors import PackError
from pipelines.packs.folder import Sheets
from pipelines.packs.model import Need
from pipelines.report.escaping import visible

_LANGUAGE = re.compile(r"([a-z]{2})=")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
GENDERS = ("m", "f")


def text(written: str, option: str) -> str:
    """Return a text as packs hold it: NFC, without blanks around it.

    Raises `PackError` for a line break, a tab, a control or another character that nobody sees: no article has it in a name.
    """
    plain = unicodedata.normalize("NFC", written).strip()
    if visible(plain) != plain:
        place, character = next((at, each) for at, each in enumerate(plain) if visible(each) != each)
        raise PackError(
            f"Character {place + 1} is one that nobody sees: {visible(character)}.",
            where=f"--{option} {visible(shortened(plain))}",
            next_step="Type the text anew, on one line; copied texts carry such characters.",
        )
    return plain


def shortened(written: str, longest: int = 60) -> str:
    """Return a text that fits a line of a message."""
    return written if len(written) <= longest else f"{written[: longest - 1]}…"


def known(value: str, choices: Iterable[str], option: str, what: str = "") -> str:
    """Return a value that is one of those known. Raises `PackError` for another one, with the one that is like it."""
    some = list(choices)
    if value in some:
        return value
    near = get_close_matches(value, some, n=1)
    raise PackError(
        f"There is no {what or option} {shortened(value)!r}.",
        where=f"--{option}",
        next_step=f"Write one of {', '.join(some)}" + (f": did you mean {near[0]}?" if near else "."),
    )


def known_actor(value: str, sheets: Sheets, option: str) -> str:
    """Return the id of an actor that the pack has. Raises `PackError` for another one."""
    some = [actor.id for actor in sheets.every_actor]
    if value not in some:
        near = get_close_matches(value, some, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "Ids stand behind `- id:` in the files of the pack."
        raise PackError(f"The pack has no actor {shortened(value)!r}.", where=f"--{option}", next_step=hint)
    return value


def actor_id(written: str) -> str:
    """Return an id. Raises `PackError` for what is none, or none at all."""
    if not written:
        raise PackError(
            "No id can be made of this name.",
            where="--id",
            next_step="Give one: small Latin letters, digits, - and _, like berg.",
        )
    if not _ID.fullmatch(written):
        raise PackError(
            f"{shortened(written)!r} is no id.",
            where="--id",
            next_step="Write small Latin letters, digits, - and _, at most 64, a letter or digit first: berg.",
        )
    return written


def wikidata(written: str) -> str:
    """Return a Wikidata id. Raises `PackError` for what is none."""
    if not _WIKIDATA.fullmatch(written):
        raise PackError(
            f"{shortened(written)!r} is no Wikidata id.",
            where="--wikidata",
            next_step="Write Q and digits, as its page there is called; leave it out if you are not sure.",
        )
    return written


def sides(sheets: Sheets) -> list[str]:
    """Return what may be a side: the parties to the talks, then the sides that actors have."""
    taken = {side.side for actor in sheets.every_actor for side in actor.side}
    return [*sheets.pack.parties, *sorted(taken - set(sheets.pack.parties))]


def side(written: str, choices: Sequence[str]) -> Mapping[str, object]:
    """Return a side with its days. Raises `PackError` for one that nobody has, and for days that are none or in no order."""
    name, _, dates = written.partition(":")
    first, _, last = dates.partition(":")
    period = {"from": _day(first, written), "to": _day(last, written)}
    if period["from"] and period["to"] and period["to"] <= period["from"]:
        raise PackError(
            f"{period['to']} is not later than {period['from']}.",
            where=f"--side {written}",
            next_step="Write SIDE:FROM:TO; TO is the first day on which it is no longer so.",
        )
    return {"side": known(name.strip(), choices, "side"), **{key: day for key, day in period.items() if day}}


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


def alias(written: str, languages: Sequence[str]) -> tuple[str, object]:
    """Return language and alias. Raises `PackError` for another language than the pack has, no name, another condition."""
    language, is_pair, form = written.partition("=")
    if not is_pair:
        raise PackError(
            f"{shortened(written)!r} does not say in which language it is written.",
            where="--alias",
            next_step="Write LANGUAGE=NAME, like en=Ada Berg.",
        )
    _known_language(language.strip(), languages, "alias")
    name, _, need = (part.strip() for part in form.partition("|"))
    if not name:
        raise PackError(
            f"{shortened(written)!r} holds no name.",
            where="--alias",
            next_step="Write LANGUAGE=NAME, like en=Ada Berg; leave out a language whose spelling you do not know.",
        )
    if need:
        known(need, [each.value for each in Need], "alias", "condition")
    return language.strip(), {"form": name, "needs": need} if need else name


def _known_language(language: str, languages: Sequence[str], option: str) -> None:
    if language not in languages:
        raise PackError(
            f"The pack does not speak {language!r}.",
            where=f"--{option} {language}=…",
            next_step=f"Its languages are {', '.join(languages)}; docs/how-to/add-a-language.md adds one.",
        )


def example(written: str, languages: Sequence[str]) -> Mapping[str, object]:
    """Return an example. Raises `PackError` where text or bar is missing, or what must be tagged does not stand in it."""
    prefix = _LANGUAGE.match(written)
    words, bar, tags = (written[prefix.end() :] if prefix else written).rpartition("|")
    if not bar or not words.strip():
        missing = "what must be tagged in it" if not bar else "a text"
        raise PackError(
            f"The example {shortened(written)!r} does not say {missing}.",
            where="--example",
            next_step="Write TEXT | SURFACE; SURFACE; nothing behind the bar: it must not be tagged.",
        )
    if prefix:
        _known_language(prefix[1], languages, "example")
    surfaces = [each.strip() for each in tags.split(";") if each.strip()]
    if absent := [each for each in surfaces if each not in words]:
        raise PackError(
            f"{shortened(absent[0])!r} does not stand in its example.",
            where=f"--example {shortened(written)}",
            next_step="Write behind the bar what must be tagged, letter by letter as in the text.",
        )
    return {"text": words.strip(), "tags": surfaces, **({"language": prefix[1]} if prefix else {})}
