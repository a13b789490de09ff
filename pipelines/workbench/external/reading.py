"""Which files of a set are read how."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipelines.packs.model import Pack
from pipelines.workbench.external import columns, jsonlines, lists, standoff
from pipelines.workbench.external.closed import languages_of
from pipelines.workbench.external.naming import FILES, read_names
from pipelines.workbench.labelled import LabelledText, LabelsError

FORMATS = "gold/README.md names the formats: JSON Lines, brat, CoNLL columns, lists of names beside texts."


def read_external(path: Path, pack: Pack, language: str | None) -> tuple[LabelledText, ...]:
    """Return the texts of a labelled set, a file or a folder with all below it, in the order of their paths.

    `language`: that of texts which name none; without it a folder called like a language of the pack tells, else it is
    guessed from the text. Texts that name another language are left out. Raises `LabelsError` for what cannot be read,
    with file and line.
    """
    if not path.exists():
        raise LabelsError(
            "There is no labelled set here.",
            where=str(path.absolute()),
            next_step=f"Name a file or a folder. {FORMATS}",
        )
    folder = path if path.is_dir() else path.parent
    every = sorted(each for each in folder.rglob("*") if each.is_file() and each.name not in FILES)
    files = every if path.is_dir() else [path]
    texts = list(_texts(folder, files, every, pack, language))
    if not texts:
        raise LabelsError("There are no labelled texts in this set.", where=str(path), next_step=FORMATS)
    chosen = tuple(each for each in texts if language is None or each.language == language)
    if not chosen:
        there = ", ".join(sorted({each.language or "none" for each in texts}))
        raise LabelsError(f"The set has no text in {language!r}: it has {there}.", where=str(path), next_step=FORMATS)
    return chosen


def _texts(
    folder: Path, files: Sequence[Path], every: Sequence[Path], pack: Pack, language: str | None
) -> Iterator[LabelledText]:
    """Yield the texts of each format that the files have; only rows with ids can do without a map."""
    names = read_names(folder, pack)
    spoken = languages_of(language, folder, pack)
    rows = [each for each in files if each.suffix.lower() in jsonlines.ENDINGS]
    yield from jsonlines.read(rows, every, names, pack, spoken)
    for room in (standoff, columns, lists):
        labels = [each for each in files if each.suffix.lower() in room.ENDINGS]
        if not labels:
            continue
        if names is None:
            raise LabelsError(
                "The set has no map: whom of the pack do its names mean?",
                where=str(folder),
                next_step="Write `name: actor id` lines into entities.yaml there, or name<TAB>actor id into entities.tsv.",
            )
        yield from room.read(labels, every, names, pack, spoken)
