"""The page of the findings: what the rules over all runs found and what stands, who knows of it, what each rule is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pipelines.report.desk_addresses import Shown, choices, part
from pipelines.report.findings import Explained, FindingLine
from pipelines.report.pages import Page, page

STYLE: Final = "desk.css"
FINDINGS_A_PAGE: Final = 50


class KnownFilter(StrEnum):
    """Which findings are shown, by whether somebody knows of them."""

    ALL = "all"
    NEW = "new"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsView(Shown):
    """What is shown of the findings; an empty filter shows all."""

    show: KnownFilter = KnownFilter.ALL
    severity: str = ""
    rule: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The findings that stand, worst first; None where no rule was asked yet. `closed` are those that ended last."""

    now: datetime
    snapshot: str
    lines: tuple[FindingLine, ...] | None
    closed: Sequence[Mapping[str, Any]]
    rules: Mapping[str, Explained]
    questions: Mapping[str, str]


def findings_page(
    findings: Findings,
    view: FindingsView,
    *,
    root: str,
    form: Any = None,  # noqa: ANN401
    pending: Mapping[str, str] | None = None,
) -> Page:
    """Return the list of findings; `form` is what the form that acknowledges needs.

    `pending`: of what was acknowledged and is not journalled yet, by key of the finding who asked.
    """
    lines = findings.lines or ()
    shown = [line for line in lines if _is_shown(line, view)]
    return page(
        "desk_findings.html",
        STYLE,
        forms=form is not None,
        section="findings",
        root=root,
        desk=findings,
        now=findings.now,
        view=view,
        form=form,
        pending=pending or {},
        known=choices(
            view,
            "show",
            [
                (KnownFilter.ALL, "all", len(lines)),
                (KnownFilter.NEW, "new", sum(line.acknowledged_at is None for line in lines)),
                (KnownFilter.KNOWN, "known to somebody", sum(line.acknowledged_at is not None for line in lines)),
            ],
        ),
        severities=_values(view, "severity", [line.severity for line in lines]),
        named=_values(view, "rule", [line.rule for line in lines]),
        findings=part(shown, view.page, FINDINGS_A_PAGE),
    )


def _is_shown(line: FindingLine, view: FindingsView) -> bool:
    return (
        view.show in {KnownFilter.ALL, KnownFilter.NEW if line.acknowledged_at is None else KnownFilter.KNOWN}
        and view.severity in {"", line.severity}
        and view.rule in {"", line.rule}
    )


def _values(view: FindingsView, name: str, values: Sequence[str]) -> Sequence[Any]:
    different = sorted(set(values), key=values.index)
    if len(different) < 2 and not getattr(view, name):
        return ()
    return choices(view, name, [("", "any", len(values)), *((each, each, values.count(each)) for each in different)])
