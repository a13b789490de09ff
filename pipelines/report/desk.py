"""The desk's overview, and the small pages that say why there is nothing to see. Each other page has its module."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from pipelines.report.brief import DayFigures
from pipelines.report.desk_sources import Sources, sources_values
from pipelines.report.desk_values import Passes, Quality, State
from pipelines.report.findings import FindingLine
from pipelines.report.pages import Page, page
from pipelines.report.severity import SEVERITIES

STYLE: Final = "desk.css"
RUNS_SHOWN: Final = 10
TASKS_SHOWN: Final = 12
FINDINGS_SHOWN: Final = 8
DAYS: Final = 30


def quality_page(quality: Quality, *, root: str = "", sources: Sources | None = None) -> Page:
    """Return the overview. `root` is the address under which the plugin answers, ending with a slash.

    Without it the page is a file of its own: no links to other pages, and with `sources` and all expectations in it.
    """
    served = bool(root)
    runs = quality.runs[:RUNS_SHOWN] if served else quality.runs
    return page(
        "desk_quality.html",
        STYLE,
        section="quality",
        quality=quality,
        root=root,
        runs=runs,
        tasks_shown=TASKS_SHOWN if served else len(quality.tasks),
        findings=(quality.findings or ())[: FINDINGS_SHOWN if served else None],
        severities=_by_severity(quality.findings or ()),
        days=_days(quality),
        failed=[line for line in quality.checks if line.state is not State.GOOD],
        met=[line for line in quality.checks if line.state is State.GOOD],
        **(
            {"now": quality.now, "desk": None, "served": served}
            if served or sources is None
            else sources_values(sources, None)
        ),
    )


def notice_page(title: str, what: str, *, where: str = "", next_step: str = "", root: str = "") -> Page:
    """Return a small page: what there is, where, and what to do. Also the page of every error."""
    return page("desk_notice.html", STYLE, title=title, what=what, where=where, next_step=next_step, root=root)


def briefs_page(days: Sequence[DayFigures], questions: Mapping[str, str], *, root: str) -> Page:
    """Return the list of all briefs; `days` the latest first."""
    return page("desk_briefs.html", STYLE, section="brief", days=days, questions=questions, root=root)


def _by_severity(lines: Sequence[FindingLine]) -> list[tuple[str, int, int]]:
    """Return for each severity how many findings are open, and how many of these nobody knows of."""
    return [
        (severity, len(found), sum(line.acknowledged_at is None for line in found))
        for severity in SEVERITIES
        for found in [[line for line in lines if line.severity == severity]]
    ]


def _days(quality: Quality) -> list[tuple[Any, Passes | None]]:
    """Return each of the last 30 days with how its expectations ended; None without a run."""
    if quality.last_on is None:
        return []
    of_day = {each.day_on: each for each in quality.passes}
    days = [quality.last_on - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    return [(each, of_day.get(each)) for each in days]
