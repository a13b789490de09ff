"""What follows from failed expectations: rows are set aside, or the whole load is stopped.

critical, level row     exactly the failing rows are refused; the rest loads
critical, level batch   the load is stopped
warning, info           everything loads, the finding is shown
too many rows refused   the load is stopped
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.errors import SuiteError
from pipelines.records import Check, Reason, RejectedRow
from pipelines.validate.suites import read_suite

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.validate.measure import Measured

UNEXPECTED_KEYS_KEPT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The table a frame is bound for, and the columns of its key."""

    table: str
    key: tuple[str, ...]


SUBJECTS: Mapping[str, Subject] = {
    # In the order of validation: children of refused articles are not looked at.
    "items": Subject(table="sightings", key=("item_id", "item_revision")),
    "articles": Subject(table="article_revisions", key=("article_id", "revision")),
    "mentions": Subject(table="revision_mentions", key=("article_id", "revision", "position")),
    "statements": Subject(table="revision_statements", key=("article_id", "revision", "position")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the run's frames are worth: every check, the rows to set aside, and whether to load at all.

    A refused article takes its children with it: they are not listed, whoever loads leaves them out by key.
    `stop_reason` names each cause without a final stop, None unless `stopped`.
    """

    checks: tuple[Check, ...]
    refused: tuple[RejectedRow, ...]
    stopped: bool
    stop_reason: str | None


def validate(
    frames: Mapping[str, "pd.DataFrame"],
    suites: Path,
    *,
    now: datetime,
    stop_share: float = 0.20,
    stop_rows: int = 5,
) -> Verdict:
    """Hold each frame against its suite and say what follows.

    `frames` maps items, articles, mentions, statements to frames with the fields of `Observation`,
    `ArticleRow`, `MentionRow`, `StatementRow` (instants naive UTC); any may be absent. `now` is the run's.
    The load is stopped when more than `stop_share` of a frame's rows, and at least `stop_rows`, are refused.
    Raises `SuiteError` naming file and expectation when a suite cannot be used.
    """
    for name in frames.keys() - SUBJECTS.keys():
        raise SuiteError(f"No suite belongs to the frame {name!r}.", next_step=f"Name it one of {', '.join(SUBJECTS)}.")
    checks: list[Check] = []
    refused: list[RejectedRow] = []
    causes: list[str] = []
    for name in SUBJECTS:
        if name in frames:
            findings = _validate_frame(name, frames, suites, now, _article_keys(refused))
            checks += findings.checks
            refused += findings.refused
            causes += findings.batch_failures
            causes += _too_many(name, findings, stop_share, stop_rows)
    return Verdict(
        checks=tuple(checks),
        refused=tuple(refused),
        stopped=bool(causes),
        stop_reason="; ".join(causes) or None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Findings:
    rows: int
    refused_rows: int
    checks: list[Check]
    refused: list[RejectedRow]
    batch_failures: list[str]


def _validate_frame(
    name: str,
    frames: Mapping[str, "pd.DataFrame"],
    suites: Path,
    now: datetime,
    refused_articles: frozenset[tuple[str | None, str | None]],
) -> _Findings:
    from pipelines.validate import columns, measure

    suite = read_suite(suites, name)
    frame = frames[name]
    if name in {"mentions", "statements"}:
        frame = columns.without_articles(frame, refused_articles)
    frame = columns.with_columns(name, frame, frames.get("articles"), now.astimezone(UTC).replace(tzinfo=None))
    measured = measure.measure(suite, frame)
    key_of = _key_reader(frame, SUBJECTS[name])
    causes = _refusals(measured)
    return _Findings(
        rows=len(frame),
        refused_rows=len(causes),
        checks=[_check(name, each, key_of) for each in measured],
        refused=_rejected_rows(name, frame, causes, key_of, frames.get("items")),
        batch_failures=[
            f"{name}: {each.expectation.label} failed for the run as a whole ({_observed(each)})"
            for each in measured
            if _is_broken(each, level="batch")
        ],
    )


def _is_broken(measured: "Measured", *, level: str) -> bool:
    """Say whether a critical expectation of this level failed; one with `mostly` may hold in spite of some rows."""
    expectation = measured.expectation
    return not measured.success and expectation.severity == "critical" and expectation.meta.level == level


def _refusals(measured: Iterable["Measured"]) -> dict[int, list[str]]:
    """Return, per position of a refused row, the labels of the expectations that refused it."""
    causes: dict[int, list[str]] = {}
    for each in measured:
        if _is_broken(each, level="row"):
            for position in each.failing or ():
                causes.setdefault(position, []).append(each.expectation.label)
    return causes


def _rejected_rows(
    name: str,
    frame: "pd.DataFrame",
    causes: Mapping[int, Sequence[str]],
    key_of: Callable[[int], str],
    items: "pd.DataFrame | None",
) -> list[RejectedRow]:
    """Return one row per refused key, in the frame's order, with the labels of what refused it.

    Source and fetch are read from the row, else from the item it came from.
    """
    fetches = _fetches(items) if causes and name != "items" else {}
    positions = sorted(causes)
    wanted = frame.columns.intersection(["item_id", "item_revision", "source_id", "fetch_id", "article_id", "revision"])
    rows = _plain(frame.iloc[positions][wanted]).to_dict("records")
    rejected: dict[str, RejectedRow] = {}
    for position, row in zip(positions, rows, strict=True):
        source_id, fetch_id = fetches.get((row["item_id"], row["item_revision"]), (None, None))
        rejected.setdefault(
            key_of(position),
            RejectedRow(
                stage="validate",
                subject=SUBJECTS[name].table,
                key=key_of(position),
                source_id=row.get("source_id") or source_id,
                fetch_id=row.get("fetch_id") or fetch_id,
                article_id=row["article_id"],
                revision=row["revision"],
                reason=Reason.EXPECTATION,
                detail="; ".join(causes[position]),
            ),
        )
    return list(rejected.values())


def _fetches(items: "pd.DataFrame | None") -> dict[tuple[str | None, str | None], tuple[str | None, str | None]]:
    """Return source and fetch per key of an item."""
    if items is None:
        return {}
    plain = _plain(items[["item_id", "item_revision", "source_id", "fetch_id"]])
    return {(item_id, revision): (source, fetch) for item_id, revision, source, fetch in plain.itertuples(index=False)}


def _check(name: str, measured: "Measured", key_of: Callable[[int], str]) -> Check:
    expectation, failing = measured.expectation, measured.failing or ()
    return Check(
        suite=name,
        expectation=expectation.type,
        kwargs=json.dumps(expectation.kwargs, ensure_ascii=False, sort_keys=True, allow_nan=False),
        severity=expectation.severity,
        level=expectation.meta.level,
        success=measured.success,
        evaluated=measured.evaluated,
        unexpected=len(failing),
        observed=_observed(measured),
        unexpected_keys=tuple(key_of(position) for position in failing[:UNEXPECTED_KEYS_KEPT]),
        notes=expectation.notes,
    )


def _observed(measured: "Measured") -> str | None:
    """Return `7 of 120` for expectations about rows, the value of an aggregate, None where there is none."""
    if measured.failing is not None:
        return f"{len(measured.failing)} of {measured.evaluated} unexpected"
    value = measured.observed
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _too_many(name: str, findings: _Findings, stop_share: float, stop_rows: int) -> list[str]:
    rows, refused = findings.rows, findings.refused_rows
    if refused < stop_rows or refused <= stop_share * rows:
        return []
    counts: dict[str, int] = {}
    for row in findings.refused:
        for label in row.detail.split("; "):
            counts[label] = counts.get(label, 0) + 1
    worst = max(counts, key=lambda label: counts[label])
    how_many = f"{name}: {refused} of {rows} rows refused ({refused / rows:.0%}), more than {stop_share:.0%}"
    return [f"{how_many}, most often by {worst}"]


def _article_keys(refused: Iterable[RejectedRow]) -> frozenset[tuple[str | None, str | None]]:
    return frozenset((row.article_id, row.revision) for row in refused if row.subject == SUBJECTS["articles"].table)


def _key_reader(frame: "pd.DataFrame", subject: Subject) -> Callable[[int], str]:
    """Return a function from row position to key, parts joined by `/`, `null` where one is missing."""
    plain = _plain(frame[list(subject.key)])
    columns = [plain[name].tolist() for name in subject.key]
    return lambda position: "/".join(_key_part(column[position]) for column in columns)


def _key_part(value: object) -> str:
    # pandas turns integers into floats where another row has a null.
    return "null" if value is None else str(int(value) if isinstance(value, float) else value)


def _plain(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the frame with None for null in any of pandas' spellings, which are not JSON."""
    return frame.astype("object").where(frame.notna(), None)
