"""What a monitor asks for: the state of the house as a JSON object, or as text in Prometheus' exposition format.

Only ids stand in labels; no title, no sentence and no address leaves the house this way.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pipelines.report.desk_values import WORST_FIRST, Quality
from pipelines.report.findings import FindingLine
from pipelines.report.severity import SEVERITIES

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
"""Of `prometheus`: the text format that every scraper reads."""


def as_json(quality: Quality, findings: Sequence[FindingLine]) -> dict[str, Any]:
    """Return the state of the house; times are ISO 8601 in UTC. `state` is bad | warning | good | none."""
    last = quality.runs[0] if quality.runs else None
    return {
        "state": quality.state.value,
        "at": _iso(quality.now),
        "snapshot": quality.snapshot,
        "promises": {
            each.name: {"state": each.state.value, "kept": each.kept, "out_of": each.out_of}
            for each in quality.promises
        },
        "last_run": last
        and {
            "run": last.run,
            "planned_at": _iso(last.planned_at),
            "state": last.state.value,
            "documents": last.documents,
            "items": last.items,
            "loaded": last.loaded,
            "refused": last.refused,
            "unaccounted": last.unaccounted,
            "checks": last.checks,
            "failed_checks": last.failed_checks,
        },
        "sources": {
            line.source_id: {"state": line.state.value, "heard_at": line.last_heard_at and _iso(line.last_heard_at)}
            for line in quality.sources
        },
        "findings": [
            {
                "rule": line.rule,
                "subject": line.subject,
                "severity": line.severity,
                "figure": line.figure,
                "threshold": line.threshold,
                "first_seen_at": _iso(line.first_seen_at),
                "acknowledged": line.acknowledged_at is not None,
            }
            for line in findings
        ],
    }


def prometheus(quality: Quality, findings: Sequence[FindingLine]) -> str:
    """Return the state of the house as gauges, in the text format 0.0.4. States count from 0, the best."""
    return "".join(f"{line}\n" for line in _lines(quality, findings))


def _lines(quality: Quality, findings: Sequence[FindingLine]) -> Iterator[str]:
    grade = {state: float(number) for number, state in enumerate(reversed(WORST_FIRST))}
    yield from _gauge(
        "promise_state",
        "state of a promise: 0 nothing to judge, 1 good, 2 warning, 3 bad",
        [({"promise": each.name}, grade[each.state]) for each in quality.promises],
    )
    yield from _gauge(
        "promise_kept_ratio",
        "share of what a promise is about for which it is kept",
        [({"promise": each.name}, each.kept / each.out_of) for each in quality.promises if each.out_of],
    )
    if quality.runs:
        last = quality.runs[0]
        counts = ("documents", "items", "loaded", "refused", "unaccounted", "checks", "failed_checks", "lost_batches")
        yield from _gauge("last_run_time_seconds", "time of the last run", [({}, _seconds(last.planned_at))])
        yield from _gauge(
            "last_run_stopped", "1 where the last load was stopped", [({}, float(bool(last.stop_reason)))]
        )
        for name in counts:
            yield from _gauge(
                f"last_run_{name}", f"{name.replace('_', ' ')} of the last run", [({}, float(getattr(last, name)))]
            )
    yield from _gauge(
        "source_state",
        "state of a source: 0 nothing to judge, 1 good, 2 warning, 3 bad",
        [({"source": line.source_id}, grade[line.state]) for line in quality.sources],
    )
    yield from _gauge(
        "source_heard_time_seconds",
        "time at which a source last answered",
        [
            ({"source": line.source_id}, _seconds(line.last_heard_at))
            for line in quality.sources
            if line.last_heard_at is not None
        ],
    )
    yield from _gauge(
        "open_findings",
        "findings that stand",
        [
            (
                {"severity": severity, "acknowledged": str(known).lower()},
                float(
                    sum(line.severity == severity and (line.acknowledged_at is not None) is known for line in findings)
                ),
            )
            for severity in SEVERITIES
            for known in (False, True)
        ],
    )
    yield from _gauge(
        "finding_open",
        "1 for each finding that stands",
        [({"rule": line.rule, "subject": line.subject, "severity": line.severity}, 1.0) for line in findings],
    )


def _gauge(name: str, help_text: str, samples: Sequence[tuple[Mapping[str, str], float]]) -> Iterator[str]:
    if not samples:
        return
    yield f"# HELP trucewatch_{name} {help_text}"
    yield f"# TYPE trucewatch_{name} gauge"
    for labels, value in samples:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"trucewatch_{name}{{{inside}}} {value!r}" if inside else f"trucewatch_{name} {value!r}"


def _escaped(text: str) -> str:
    """Escape a label's value as the format has it; other control characters must not reach a terminal."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in plain)


def _seconds(at: datetime) -> float:
    return at.replace(tzinfo=UTC).timestamp()


def _iso(at: datetime) -> str:
    return at.replace(tzinfo=UTC).isoformat()
