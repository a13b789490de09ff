"""Data quality in a terminal, 80 cells wide: the verdict, the promises, what to do now."""

from collections.abc import Iterator
from typing import Final

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipelines.report.desk_values import Promise, Quality, State, Task
from pipelines.report.escaping import visible
from pipelines.report.pages import instant

MARKS: Final = {
    State.BAD: ("✗", "red"),
    State.WARNING: ("!", "yellow"),
    State.GOOD: ("✓", "green"),
    State.NONE: ("–", "dim"),
}
INDENT: Final = 4


def summary(quality: Quality) -> Iterator[RenderableType]:
    """Yield the parts of the summary; all text of others in it is literal and on one line."""
    yield Text.assemble(_mark(quality.state), (quality.word, "bold"), ". ", visible(quality.sentence))
    yield _promises(quality.promises)
    if not quality.tasks:
        yield Text("Nothing to do.")
        return
    yield Text("What to do now", style="bold")
    for task in quality.tasks:
        yield from _task(task)


def _mark(state: State) -> Text:
    shape, colour = MARKS[state]
    return Text(f"{shape} ", style=colour)


def _promises(promises: tuple[Promise, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("promise", no_wrap=True)
    table.add_column("figure", ratio=1, overflow="fold")
    table.add_column("since", overflow="fold")
    for promise in promises:
        table.add_row(
            Text.assemble(_mark(promise.state), promise.title),
            Text(f"{promise.kept} of {promise.out_of} {promise.unit}"),
            Text(instant(promise.since)),
        )
    return table


def _task(task: Task) -> Iterator[RenderableType]:
    yield Text.assemble(_mark(task.state), f"{visible(task.what)} {visible(task.where)}")
    if task.next_step:
        yield Padding(Text(visible(task.next_step)), (0, 0, 0, INDENT))
