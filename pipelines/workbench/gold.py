"""The gold files: read, checked against their rules (gold/README.md) and against the pack, resolved to offsets.

gold/<part>/<language>.yaml ──sheets──▶ TextSheet ──resolve──▶ LabelledText

Every fault of all files is told at once, with file, line, id and what to do.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from pipelines.packs.folder import File, Problem
from pipelines.packs.model import Pack
from pipelines.records import AmountInStatement, Mention, PlaceInStatement, Statement
from pipelines.workbench.labelled import (
    LabelledMention,
    LabelledStatement,
    LabelledText,
    LabelsError,
)
from pipelines.workbench.sheets import Fault, MentionSheet, StatementSheet, TextSheet, faults
from pipelines.workbench.spans import Place, mention_spans, statement_spans

SHOWN = 20
"""How many faults an error lists."""
PARTS = ("dev", "test")
GUIDE = "gold/README.md says how texts are labelled."

_TEXTS = TypeAdapter(list[TextSheet])


def read(folder: Path, part: str, pack: Pack, languages: Iterable[str] | None = None) -> tuple[LabelledText, ...]:
    """Return the labelled texts of a part (dev | test), language by language.

    `languages` None: of every file there is. Raises `LabelsError` where there is no such file, and for every fault in
    files and texts, all of them in one error.
    """
    place = folder / part
    paths = [place / f"{language}.yaml" for language in languages] if languages else sorted(place.glob("*.yaml"))
    missing = [path for path in paths if not path.is_file()] or ([] if paths else [place])
    if missing:
        raise LabelsError(
            f"There is no gold to score against: {', '.join(map(str, missing))} is missing.",
            where=str(folder.absolute()),
            next_step=f"Name a folder that holds {part}/<language>.yaml, or a labelled set with --external. {GUIDE}",
        )
    texts: list[LabelledText] = []
    problems: list[Problem] = []
    for path in paths:
        found, wrong = _file(path, part, pack)
        texts.extend(found)
        problems.extend(wrong)
    if problems:
        raise _refusal(folder, problems)
    return tuple(texts)


def _refusal(folder: Path, problems: Sequence[Problem]) -> LabelsError:
    shown = [f"{each.where}: {each.message}" for each in sorted(problems)[:SHOWN]]
    more = [f"… and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
    count = "1 fault" if len(problems) == 1 else f"{len(problems)} faults"
    return LabelsError(f"The gold in {folder} has {count}.", where="\n".join([*shown, *more]), next_step=GUIDE)


def _file(path: Path, part: str, pack: Pack) -> tuple[list[LabelledText], list[Problem]]:
    """Return the texts of one file, and what is wrong with it."""
    name = f"{part}/{path.name}"
    body = path.read_bytes()
    try:
        file = File(name, body)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return [], [Problem(name, line, "", f"not readable as YAML: {getattr(error, 'problem', None) or error}")]
    problems = [*file.repeated_keys(), *_not_composed(name, body.decode())]
    try:
        sheets = _TEXTS.validate_python(file.value)
    except ValidationError as error:
        return [], [*problems, *_told(file, error)]
    texts: list[LabelledText] = []
    seen: set[str] = set()
    for number, sheet in enumerate(sheets):
        wrong = [*_misnamed(sheet, path.stem, part, seen)]
        seen.add(sheet.id)
        if path.stem not in pack.languages:
            wrong.append(Fault(("id",), f"the pack {pack.pack_id} does not speak `{path.stem}`"))
        wrong.extend(faults(sheet, pack))
        if not wrong:
            text, unclear = resolved(sheet, path.stem)
            wrong.extend(unclear)
            texts.append(text)
        problems.extend(
            Problem(name, file.line_of((number, *each.key)), _key(sheet.id, each.key), each.message) for each in wrong
        )
    return texts, problems


def _misnamed(sheet: TextSheet, language: str, part: str, seen: set[str]) -> Iterator[Fault]:
    if not sheet.id.startswith(f"{language}-{part}-"):
        yield Fault(("id",), f"an id of this file begins with `{language}-{part}-`")
    if sheet.id in seen:
        yield Fault(("id",), "another text has this id: number them")


def _not_composed(name: str, body: str) -> Iterator[Problem]:
    """Yield the lines that are not NFC: stored texts are, and offsets count in them."""
    for number, line in enumerate(body.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            yield Problem(name, number, "", "not NFC: write accented letters as one character")


def _told(file: File, error: ValidationError) -> Iterator[Problem]:
    for each in error.errors(include_url=False):
        message = each["msg"].removeprefix("Value error, ")
        if each["type"] == "extra_forbidden":
            message = "there is no such key: leave it out, or mend its name"
        elif each["type"] == "missing":
            message = f"`{each['loc'][-1]}` is missing: write it"
        key = each["loc"]
        yield Problem(file.name, file.line_of(key), _key(_id_at(file.value, key), key[1:]), message)


def _id_at(value: object, key: Sequence[object]) -> str:
    """Return the id of the text that a key leads into; its number where it has none."""
    if not key or not isinstance(key[0], int):
        return ""
    text = value[key[0]] if isinstance(value, list) else None
    return str(text.get("id", key[0])) if isinstance(text, dict) else str(key[0])


def _key(text_id: str, key: Iterable[object]) -> str:
    return ".".join([text_id, *(str(part) for part in key)])


# ── From words to offsets ─────────────────────────────────────────────────────────────────────────


def resolved(sheet: TextSheet, language: str) -> tuple[LabelledText, list[Fault]]:
    """Return the text with the offsets of its labels, and the labels whose place is not clear."""
    unclear: list[Fault] = []
    places = mention_spans(
        sheet.title, sheet.text, [(each.surface, each.nth) for each in sheet.mentions], unclear.append
    )
    said = list(_statements(sheet, unclear))
    return LabelledText(
        text_id=sheet.id,
        language=language,
        title=sheet.title,
        text=sheet.text,
        published_on=sheet.published_on,
        mentions=tuple(
            LabelledMention(wanted=_wanted(each, place), optional=each.optional)
            for each, place in zip(sheet.mentions, places, strict=False)
        ),
        label=sheet.label,
        facets=frozenset(sheet.facets),
        rounds=tuple(sheet.rounds.items()),
        quotes=tuple(each for each in said if each.wanted.is_quote),
        reported=None if sheet.label == "no" else tuple(each for each in said if not each.wanted.is_quote),
        judges_kinds=True,
        judges_acting=True,
    ), unclear


def _wanted(sheet: MentionSheet, place: Place) -> Mention:
    return Mention(
        zone=place.zone,
        start=place.start,
        end=place.end,
        surface=sheet.surface,
        kind=sheet.kind,
        actor=sheet.actor,
        wikidata=None,
        name=None,
        as_actor=sheet.acts,
        rule="gold",
    )


def _statements(sheet: TextSheet, unclear: list[Fault]) -> Iterator[LabelledStatement]:
    places = statement_spans(
        sheet.title, sheet.text, [(each.words, bool(each.quote), each.nth) for each in sheet.statements], unclear.append
    )
    for each, place in zip(sheet.statements, places, strict=True):
        if place is not None:
            yield LabelledStatement(
                wanted=_statement(each, place),
                judged=frozenset(each.model_fields_set - {"quote", "reported", "nth"}),
            )


def _statement(sheet: StatementSheet, place: Place) -> Statement:
    return Statement(
        zone=place.zone,
        start=place.start,
        end=place.end,
        is_quote=bool(sheet.quote),
        speaker=sheet.speaker,
        speaker_name=sheet.speaker_name,
        rule="gold",
        attributed_to=sheet.attributed_to,
        type=sheet.type,
        facet=sheet.facet,
        target=sheet.target,
        negated=bool(sheet.negated),
        modality=sheet.modality,
        places=tuple(PlaceInStatement(place=place) for place in sheet.places),
        amounts=tuple(
            AmountInStatement(value=amount.value, unit=amount.unit, side=amount.side) for amount in sheet.amounts
        ),
    )
