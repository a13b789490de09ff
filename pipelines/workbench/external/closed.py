"""A labelled text with a closed list of actors, as sets from elsewhere are read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.packs.model import Pack
from pipelines.records import Mention
from pipelines.workbench.external.naming import seat_of, seats
from pipelines.workbench.judgement import Span, Spans, span_of
from pipelines.workbench.labelled import NAMED, LabelledMention, LabelledText, LabelsError
from pipelines.workbench.mentions import AROUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A labelled stretch of a text and who stands there; None: somebody outside the list."""

    start: int
    end: int
    actor: str | None
    kind: str = "name"
    zone: str = "text"


Spoken = Callable[[Path], str | None]
"""File → language of its texts; None: to be guessed."""


def closed_text(
    text_id: str, language: str | None, text: str, labels: Sequence[Label], *, closed: frozenset[str], pack: Pack
) -> LabelledText:
    """Return a text in which only the actors of `closed` count.

    Of labels inside one another the longest counts; those inside it may be tagged or not. Quotation marks around a name
    are none of it.
    """
    listed = [_unquoted(each, text) for each in labels if each.actor in closed]
    mentions = [
        LabelledMention(wanted=_wanted(each, text), also=seat_of(each.actor, pack))
        for each in sorted(listed, key=lambda each: (each.start, -each.end))
    ]
    spans = Spans(span_of(each.wanted) for each in mentions)
    return LabelledText(
        text_id=text_id,
        language=language,
        text=text,
        mentions=tuple(replace(each, optional=spans.hold(span_of(each.wanted))) for each in mentions),
        closed=closed,
        kinds=NAMED,
        seats=seats(closed, pack),
        others=frozenset(Span(each.zone, each.start, each.end) for each in labels if each.actor not in closed),
        zones=frozenset({"text"}),
    )


def _unquoted(label: Label, text: str) -> Label:
    """Return a label without the quotation marks on both sides of it."""
    start, end = label.start, label.end
    while label.zone == "text" and end - start > 2 and text[start] in AROUND and text[end - 1] in AROUND:
        start, end = start + 1, end - 1
    return replace(label, start=start, end=end)


def _wanted(label: Label, text: str) -> Mention:
    return Mention(
        zone=label.zone,
        start=label.start,
        end=label.end,
        surface=text[label.start : label.end] if label.zone == "text" else "",
        kind=label.kind,
        actor=label.actor,
        wikidata=None,
        name=None,
        as_actor=False,
        rule="label",
    )


def read_text(path: Path) -> str:
    """Return a file of UTF-8 as it is, line ends and all: offsets count in it. Raises `LabelsError` for other bytes."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise LabelsError(
            f"The file is not UTF-8: {error.reason} at byte {error.start}.",
            where=str(path),
            next_step="Convert it to UTF-8 first.",
        ) from error


def beside(files: Sequence[Path], path: Path) -> Path:
    """Return the text file that belongs to a file of labels: the same name, in its folder or in a parallel one.

    Endings (.txt, .out, .ann, .tsv) are left aside; of several, the one whose folders agree in most names. Raises
    `LabelsError` where there is none.
    """
    stem = bare(path.name)
    fitting = [each for each in files if each.suffix.lower() == ".txt" and each != path and bare(each.name) == stem]
    if not fitting:
        raise LabelsError(
            f"There is no text to these labels: {stem}.txt is missing.",
            where=str(path),
            next_step="Put the raw text beside the labels, or into a folder that lies parallel to theirs.",
        )
    return max(fitting, key=lambda each: (each.parent == path.parent, len({*each.parts} & {*path.parts}), str(each)))


def bare(name: str) -> str:
    """Return a file name without its endings."""
    while name.lower().endswith((".txt", ".out", ".ann", ".tsv")):
        name = name.rpartition(".")[0]
    return name


def languages_of(language: str | None, root: Path, pack: Pack) -> Spoken:
    """Return what tells the language of a file: the one that is named, else the nearest folder called like one."""

    def spoken(path: Path) -> str | None:
        folders: Iterator[str] = iter([*reversed(path.relative_to(root).parts[:-1]), root.name])
        return language or next((each for each in folders if each in pack.languages), None)

    return spoken
