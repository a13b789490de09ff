"""Lists of names beside texts: X.out with lines `surface<TAB>lemma<TAB>type<TAB>id`, and X.txt.

Shared tasks on names are labelled so. The first line of a list may be the id of the document. A text that begins with the
same id, or with one line and a language, has a head: language and day are taken from it and the rest is left out. Lines
that begin with two offsets, `start<TAB>end<TAB>surface<TAB>lemma<TAB>type<TAB>id`, say where each name stands in the text as
it is.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from pipelines.packs.model import Pack
from pipelines.workbench.external.closed import Label, Spoken, beside, closed_text, read_text
from pipelines.workbench.external.naming import Names, seat_of, seats
from pipelines.workbench.labelled import NAMED, LabelledForm, LabelledText, LabelsError

ENDINGS = frozenset({".out", ".tsv"})
COLUMNS = 4
OFFSETS = ("start", "end")
HEAD = 4
"""Lines of a head: id, language, day, address; day and address may be empty."""
_LANGUAGE = re.compile(r"[A-Za-z]{2}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ADDRESS = re.compile(r"https?://\S+")


def read(
    files: Sequence[Path], every: Sequence[Path], names: Names, pack: Pack, spoken: Spoken
) -> Iterator[LabelledText]:
    """Yield the text of each list."""
    for path in files:
        raw, listed = read_text(beside(every, path)), read_text(path)
        if _has_offsets(listed):
            placed = list(_placed(listed, path, raw, names))
            yield closed_text(path.stem, spoken(path), raw, placed, closed=names.closed, pack=pack)
            continue
        document, forms = _forms(listed, path, names, pack)
        language, day, text = _body(raw, document, pack)
        yield LabelledText(
            text_id=path.stem,
            language=spoken(path) or language,
            text=text,
            published_on=day,
            forms=tuple(forms),
            closed=names.closed,
            kinds=NAMED,
            seats=seats(names.closed, pack),
        )


def _has_offsets(listed: str) -> bool:
    """Say whether the first line of a list that is not empty begins with two offsets."""
    first = next((line for line in listed.splitlines() if line.strip()), "").split("\t")
    return len(first) >= len(OFFSETS) + COLUMNS and all(cell.isdecimal() for cell in first[: len(OFFSETS)])


def _placed(listed: str, path: Path, text: str, names: Names) -> Iterator[Label]:
    """Yield the labels of a list with offsets."""
    for number, line in enumerate(listed.splitlines(), 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if not _has_offsets(line):
            raise LabelsError(
                f"A line of a list with offsets has {len(cells)} columns, or no offsets.",
                where=f"{path}:{number}: {line}",
                next_step="A line holds start, end, surface, lemma, type and id, parted by tabs.",
            )
        start, end = map(int, cells[: len(OFFSETS)])
        surface, lemma, kind, entity = cells[len(OFFSETS) : len(OFFSETS) + COLUMNS]
        if text[start:end] != surface:
            raise LabelsError(
                f"The list says {surface!r}, and the text has {text[start:end]!r} there.",
                where=f"{path}:{number}",
                next_step="Are text and list of one version? Line ends count as they are.",
            )
        yield Label(start=start, end=end, actor=names.actor([entity, lemma, surface], kind))


def _forms(listed: str, path: Path, names: Names, pack: Pack) -> tuple[str | None, list[LabelledForm]]:
    """Return the id of the document, None where the list does not say it, and the forms with who they are."""
    forms = []
    document = None
    for number, line in enumerate(listed.splitlines(), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip():
            continue
        if len(cells) == 1 and number == 1:
            document = line.strip().lstrip("\ufeff")
            continue
        if len(cells) < COLUMNS:
            raise LabelsError(
                f"A line of the list has {len(cells)} columns.",
                where=f"{path}:{number}: {line}",
                next_step="A line holds surface, lemma, type and id, parted by tabs.",
            )
        surface, lemma, kind, entity = cells[:COLUMNS]
        actor = names.actor([entity, lemma, surface], kind)
        forms.append(LabelledForm(surface=surface, actor=actor, also=seat_of(actor, pack)))
    return document, forms


def _body(raw: str, document: str | None, pack: Pack) -> tuple[str | None, date | None, str]:
    """Return language and day of the head, where there is one, and the text behind it."""
    lines = raw.lstrip("\ufeff").splitlines()
    head = [line.strip() for line in lines[:HEAD]]
    if not head or not (head[0] == document or (len(head) == HEAD and _LANGUAGE.fullmatch(head[1]))):
        return None, None, raw
    language = day = None
    at = 1
    for line in head[1:]:
        if found := _DAY.match(line):
            day = date.fromisoformat(found.group())
        elif at == 1 and _LANGUAGE.fullmatch(line):
            language = line.lower()
        elif line and not _ADDRESS.fullmatch(line):
            break
        at += 1
    return language if language in pack.languages else None, day, "\n".join(lines[at:])
