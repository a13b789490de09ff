"""Findings of the rules over all runs, as lines: what is the matter, since when, what to do, who knows of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from pipelines.report.desk_text import INDENT, MARKS
from pipelines.report.desk_values import State
from pipelines.report.escaping import visible
from pipelines.report.pages import instant
from pipelines.report.severity import gravity

STATES: Final = {"critical": State.BAD, "warning": State.WARNING, "info": State.NONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A rule as its file in sql/rules explains it."""

    name: str
    title: str
    finds: str
    why: str
    next_step: str
    threshold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """An open finding with what its rule says of it. Times are naive UTC; `acknowledged_at` is None where nobody knows."""

    rule: str
    subject: str
    severity: str
    title: str
    detail: str
    figure: float | None
    threshold: float | None
    first_seen_at: datetime
    last_seen_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    acknowledged_why: str
    finds: str
    why: str
    next_step: str
    threshold_words: str

    @property
    def state(self) -> State:
        """Return how grave it is: of one that somebody knows of, nothing to do."""
        return State.NONE if self.acknowledged_at else STATES.get(self.severity, State.BAD)


def finding_lines(
    rows: Sequence[Mapping[str, Any]],
    said: Mapping[tuple[str, str, datetime], Mapping[str, Any]],
    rules: Mapping[str, Explained],
) -> tuple[FindingLine, ...]:
    """Return rows of findings_open.sql as lines, those that nobody acknowledged first, of these the gravest.

    `said` are acknowledgements by rule, subject and first_seen_at; they count where the row has none yet.
    """
    lines = [_line(row, said.get((row["rule"], row["subject"], row["first_seen_at"])), rules) for row in rows]
    lines.sort(key=lambda line: (line.acknowledged_at is not None, gravity(line.severity)))
    return tuple(lines)


def _line(row: Mapping[str, Any], said: Mapping[str, Any] | None, rules: Mapping[str, Explained]) -> FindingLine:
    rule = rules.get(row["rule"])  # None: another version published it
    known = said or {
        "acknowledged_at": row["acknowledged_at"],
        "by": row["acknowledged_by"],
        "why": row["acknowledged_why"],
    }
    at = known["acknowledged_at"]
    return FindingLine(
        rule=row["rule"],
        subject=row["subject"],
        severity=row["severity"],
        title=row["title"],
        detail=row["detail"] or "",
        figure=row["figure"],
        threshold=row["threshold"],
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        acknowledged_at=at.replace(tzinfo=None) if at else None,
        acknowledged_by=known["by"] or "",
        acknowledged_why=known["why"] or "",
        finds=rule.finds if rule else "",
        why=rule.why if rule else "",
        next_step=rule.next_step if rule else "",
        threshold_words=rule.threshold if rule else "",
    )


def summary(lines: Sequence[FindingLine], *, steps: bool = True) -> Iterator[RenderableType]:
    """Yield open findings for a terminal; all text of others in it is literal and on one line.

    Without `steps` it is not said what to do, where that stands beside it already.
    """
    if not lines:
        yield Text("No finding is open.")
        return
    new = sum(line.acknowledged_at is None for line in lines)
    yield Text(f"Open findings: {new} new, {len(lines) - new} acknowledged", style="bold")
    for line in lines:
        shape, colour = MARKS[line.state]
        yield Text.assemble(
            Text(f"{shape} ", style=colour), f"{line.rule} {visible(line.subject)}: {line.title} ({line.severity})."
        )
        yield _beneath(f"{visible(line.detail)}; since {instant(line.first_seen_at)}.")
        if line.acknowledged_at:
            known = f"Acknowledged by {visible(line.acknowledged_by)} on {instant(line.acknowledged_at)}: "
            yield _beneath(known + visible(line.acknowledged_why))
        elif line.next_step and steps:
            yield _beneath(visible(line.next_step))


def explanation(lines: Sequence[FindingLine], rule: Explained) -> Iterator[RenderableType]:
    """Yield what a rule is, and its open findings."""
    yield Text(f"{rule.name}: {rule.title}", style="bold")
    for label, words in (
        ("Finds", rule.finds),
        ("Why", rule.why),
        ("Do", rule.next_step),
        ("Threshold", rule.threshold),
    ):
        yield Text(f"{label}: {words}")
    yield from summary(lines)


def _beneath(words: str) -> RenderableType:
    return Padding(Text(words), (0, 0, 0, INDENT))
