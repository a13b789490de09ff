"""brat standoff: X.txt, and beside it X.ann with lines `T1<TAB>TYPE start end<TAB>surface`.

A normalisation (`N1<TAB>Reference T1 base:id<TAB>name`) names who a label means, before its surface does.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipelines.packs.model import Pack
from pipelines.workbench.external.closed import Label, Spoken, beside, closed_text, read_text
from pipelines.workbench.external.naming import Names
from pipelines.workbench.labelled import LabelledText, LabelsError

ENDINGS = frozenset({".ann"})
_LABEL = re.compile(r"(T\d+)\t(\S+) (\d+) (\d+)\t(.*)")
_IN_PIECES = re.compile(r"T\d+\t\S+ \d+ \d+;")
_REFERENCE = re.compile(r"N\d+\tReference (T\d+) (?:[^:\s]+:)?(\S+)(?:\t(.*))?")
_EXPECTED = "A label reads `T1<TAB>TYPE start end<TAB>surface`; offsets count characters of the text, from 0."


def read(
    files: Sequence[Path], every: Sequence[Path], names: Names, pack: Pack, spoken: Spoken
) -> Iterator[LabelledText]:
    """Yield the text of each file of labels. Labels in several pieces are passed over."""
    for path in files:
        text = read_text(beside(every, path))
        labels = list(_labels(path, text, names))
        yield closed_text(path.stem, spoken(path), text, labels, closed=names.closed, pack=pack)


def _labels(path: Path, text: str, names: Names) -> Iterator[Label]:
    lines = read_text(path).splitlines()
    referred: dict[str, list[str]] = {}
    for line in lines:
        if reference := _REFERENCE.fullmatch(line):
            referred.setdefault(reference[1], []).extend(filter(None, (reference[2], reference[3])))
    for number, line in enumerate(lines, 1):
        if not line.startswith("T") or _IN_PIECES.match(line):
            continue
        label = _LABEL.fullmatch(line)
        if label is None:
            raise LabelsError(
                "A line of labels is not understood.", where=f"{path}:{number}: {line}", next_step=_EXPECTED
            )
        start, end = int(label[3]), int(label[4])
        if " ".join(text[start:end].split()) != " ".join(label[5].split()):
            raise LabelsError(
                f"{label[1]} says {label[5]!r}, and the text has {text[start:end]!r} there.",
                where=f"{path}:{number}",
                next_step="Are text and labels of one version? Line ends count as they are.",
            )
        yield Label(start=start, end=end, actor=names.actor([*referred.get(label[1], ()), label[5]], label[2]))
