"""The pages of the runs: their list, one of them from seen to loaded, and the part of it that one task is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipelines.report.desk_addresses import Shown, part
from pipelines.report.desk_values import RunLine, RunReport, State
from pipelines.report.pages import Page, page

STYLE: Final = "desk.css"
RUNS_A_PAGE: Final = 30
ASIDE_SHOWN: Final = 25

SECTIONS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "plan": ("funnel",),
    "process": ("funnel", "refused"),
    "cluster": ("funnel",),
    "validate": ("expectations", "aside"),
    "load": ("funnel", "aside", "conservation"),
    "publish": ("conservation",),
}
"""What of a run a task is about; of every other one all is shown."""

ABOUT: Final[Mapping[str, str]] = {
    "plan": "What this run took up: documents that no earlier run accounts for.",
    "process": "What was lost while documents were parsed and their pages extracted.",
    "cluster": "What turned out to be known already.",
    "validate": "The expectations that this run was held against, and what they set aside.",
    "load": "How everything that the run saw ended.",
    "publish": "Whether all that was seen is accounted for in what was published.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsView(Shown):
    """Which page of the list of runs is shown."""

    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The runs of the last days, the newest first; `earlier` counts those before."""

    now: datetime
    snapshot: str
    days: int
    runs: Sequence[RunLine]
    earlier: int
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTab:
    """The task whose tab is shown, and its batch where it has one.

    `documents` counts those of the batch; None when the hand-over files that say so are gone.
    """

    task_id: str
    batch: str = ""
    documents: int | None = None


def runs_page(runs: Runs, view: RunsView, *, root: str) -> Page:
    """Return the list of runs."""
    return page(
        "desk_runs.html",
        STYLE,
        section="runs",
        root=root,
        desk=runs,
        now=runs.now,
        view=view,
        runs=part(runs.runs, view.page, RUNS_A_PAGE),
    )


def run_page(report: RunReport, *, root: str = "", dag_run_id: str | None = None, task: TaskTab | None = None) -> Page:
    """Return the page of one run, from what it saw to what it loaded.

    Inside the tab of its DAG run it is told its id, inside that of a task instance the task, of which only its part of
    the run is shown.
    """
    return page(
        "desk_run.html",
        STYLE,
        section="runs",
        report=report,
        line=report.line,
        root=root,
        now=report.now,
        dag_run_id=dag_run_id,
        task=task,
        about=ABOUT.get(task.task_id, "") if task else "",
        parts=SECTIONS_OF.get(task.task_id, ALL) if task else ALL,
        aside_shown=ASIDE_SHOWN,
        failed=[line for line in report.checks if line.state is not State.GOOD],
        met=[line for line in report.checks if line.state is State.GOOD],
    )


ALL: Final = ("funnel", "aside", "refused", "expectations", "conservation")
