"""The rules over all runs: each a file that says what it finds, why that matters, what to do, and where it draws the line.

    sql/rules/NN_name.sql, those of sql/checks that have a title ─shipped_rules─▶ judged when a run is published (`findings`)

A rule returns (subject, severity, detail, figure, threshold), no row when all is well; `$now` is the time of the run.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pipelines.errors import WarehouseError
from pipelines.warehouse import statements

_LABELS: Final = ("Title", "Why", "Do", "Threshold")
_LABEL: Final = re.compile(rf"({'|'.join(_LABELS)}): (.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as its file explains it. `finds` says what one row is, `sql` is one SELECT."""

    name: str
    title: str
    finds: str
    why: str
    next_step: str
    threshold: str
    sql: str


UNANSWERED: Final = Rule(
    name="rule_failed",
    title="A rule could not be asked",
    finds="One row is one rule whose query failed.",
    why="What it watches over may be broken without a word. What it found before stands as it was.",
    next_step="This is a fault of ours, or the file is damaged: run trucewatch rebuild --check, and report the rule's name"
    " and the version.",
    threshold="none may",
    sql="",
)
"""What is found where a rule fails; no rule of its own, so that it cannot fail too."""
UNREAD: Final = Rule(
    name="journal_lines",
    title="Lines of the journal are not understood",
    finds="One row is one file of the journal with lines that this version cannot read. They are passed over.",
    why="What a person said there does not count.",
    next_step="Lines that a newer version wrote count again with it; any other was written by hand: put it right, or say"
    " the same again with trucewatch findings ack.",
    threshold="none may",
    sql="",
)
"""What is found where acknowledgements are not understood."""


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the files; checks last. Raises `WarehouseError` for one that explains nothing."""
    checks = (path for path in statements.files("checks") if "-- Title: " in path.read_text(encoding="utf-8"))
    return (*map(_rule, statements.files("rules")), *map(_check, checks))


def _rule(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    said = _explained(path, text)
    return Rule(
        name=path.stem.partition("_")[2],
        title=said["Title"],
        finds=said["Finds"],
        why=said["Why"],
        next_step=said["Do"],
        threshold=said["Threshold"],
        sql=text,
    )


def _check(path: Path) -> Rule:
    """Return a check as a rule: it finds one thing, that there are rows where there should be none."""
    text = path.read_text(encoding="utf-8")
    said = _explained(path, text)
    rows = text.strip().removesuffix(";")
    return Rule(
        name=path.stem,
        title=said["Title"],
        finds=said["Finds"],
        why=said["Why"],
        next_step=said["Do"],
        threshold=said["Threshold"],
        sql=(  # a file of ours inside a sentence of ours
            "select 'warehouse' as subject, 'critical' as severity, concat(count(*), ' rows') as detail, "  # noqa: S608
            f"count(*) as figure, 0 as threshold from ({rows}\n) as found having count(*) > 0"
        ),
    )


def _explained(path: Path, text: str) -> dict[str, str]:
    """Return the paragraphs of the first comment by their label; the one without a label says what is found."""
    said, label = {"Finds": ""}, "Finds"
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        words = line.removeprefix("--").strip()
        if found := _LABEL.fullmatch(words):
            label, words = found.groups()
            said[label] = ""
        said[label] = f"{said[label]} {words}".strip()
    if missing := [each for each in ("Finds", *_LABELS) if not said.get(each)]:
        raise WarehouseError(
            f"The rule does not explain itself: {', '.join(missing)} is missing.",
            where=f"sql/{path.parent.name}/{path.name}",
            next_step="Begin the file with a comment as the other rules have it.",
        )
    return said
