"""CoNLL columns: a word a line, its tag (B-PER, I-PER, O; BIO or BIOES) in the last column that has such a tag.

A blank line ends a sentence; `-DOCSTART-` or `# newdoc` begins a text. Without these each sentence is a text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.packs.model import Pack
from pipelines.workbench.external.closed import Label, Spoken, closed_text, read_text
from pipelines.workbench.external.naming import Names
from pipelines.workbench.labelled import LabelledText, LabelsError

ENDINGS = frozenset({".conll", ".conllu", ".bio", ".iob", ".iob2"})
_TAG = re.compile(r"O|[BIESLU]-(\S+)")
_NEW_DOCUMENT = re.compile(r"-DOCSTART-|#\s*newdoc\b")
_BEGINS = ("B", "S", "U")
NO_BLANK_BEFORE = frozenset({*".,;:!?…)]}»”’%", "..."})
NO_BLANK_AFTER = frozenset("([{«„“‘")


@dataclass(slots=True)
class _Growing:
    """A text as it is put together again from its words, and the labels found so far."""

    text: str = ""
    glued: bool = True
    labels: list[tuple[int, int, str]] = field(default_factory=list)  # start, end, type
    open: bool = False

    def add(self, word: str, tag: str, *, glue_next: bool) -> None:
        """Append a word with its tag; blanks stand where print would have them."""
        if not (self.glued or word in NO_BLANK_BEFORE):
            self.text += " "
        start = len(self.text)
        self.text += word
        self.glued = glue_next or word in NO_BLANK_AFTER
        prefix, _, kind = tag.partition("-")
        if not kind:
            self.open = False
            return
        if self.open and prefix not in _BEGINS and self.labels[-1][2] == kind:
            self.labels[-1] = (self.labels[-1][0], len(self.text), kind)
        else:
            self.labels.append((start, len(self.text), kind))
        self.open = True

    def end_sentence(self) -> None:
        """Begin a new line."""
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"
        self.glued, self.open = True, False


def read(
    files: Sequence[Path], _every: Sequence[Path], names: Names, pack: Pack, spoken: Spoken
) -> Iterator[LabelledText]:
    """Yield the texts of each file, words put together again."""
    for path in files:
        for number, grown in enumerate(_texts(path), 1):
            labels = [
                Label(start=start, end=end, actor=names.actor([grown.text[start:end]], kind))
                for start, end, kind in grown.labels
            ]
            yield closed_text(f"{path.stem}-{number}", spoken(path), grown.text, labels, closed=names.closed, pack=pack)


def _texts(path: Path) -> Iterator[_Growing]:
    lines = read_text(path).splitlines()
    has_documents = any(_NEW_DOCUMENT.match(line) for line in lines)
    word_at = _word_column(lines)
    grown = _Growing()
    for number, line in enumerate(lines, 1):
        if _NEW_DOCUMENT.match(line) or (not line.strip() and not has_documents):
            if grown.text:
                yield grown
            grown = _Growing()
        elif not line.strip():
            grown.end_sentence()
        elif not line.startswith("# "):
            word, tag, glued = _word(line, word_at, f"{path}:{number}")
            grown.add(word, tag, glue_next=glued)
    if grown.text:
        yield grown


def _cells(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else line.split()


def _word(line: str, word_at: int, where: str) -> tuple[str, str, bool]:
    """Return word, tag, and whether the next word follows without a blank."""
    cells = _cells(line)
    tag = next((cell for cell in reversed(cells[1:]) if _TAG.fullmatch(cell)), None)
    if tag is None or len(cells) <= word_at:
        raise LabelsError(
            "A line has no tag.",
            where=f"{where}: {line}",
            next_step="A line holds a word and, in a later column, O, B-TYPE or I-TYPE; sentences end with a blank line.",
        )
    return cells[word_at], tag, "SpaceAfter=No" in line


def _word_column(lines: Sequence[str]) -> int:
    """Return 1 where the first column counts the words, else 0."""
    first = [cells[0] for line in lines if len(cells := _cells(line)) > 2 and not line.startswith(("#", "-DOCSTART-"))]
    return int(bool(first) and all(re.fullmatch(r"\d+([-.]\d+)?", each) for each in first))
