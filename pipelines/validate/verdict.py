"""What follows from failed expectations: rows are set aside, or the whole load is stopped.

critical, level row     exactly the failing rows are refused; the rest loads. A refused item takes its article revision
                        along, a refused revision its mentions, statements and other children
critical, level batch   the load is stopped
warning, info           everything loads, the finding is shown
released by a person    that row passes that check; the check holds if no other row failed it
too many rows refused   the load is stopped
"""

import json
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipelines.errors import SuiteError
from pipelines.records import ITS_ITEM, Check, Reason, RejectedRow
from pipelines.validate.suites import read_suite

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.validate.measure import Measured

UNEXPECTED_KEYS_KEPT = 1_000

Released = Mapping[tuple[str, str], Collection[str]]
"""By table and key of a row the labels of the expectations that a person lets it pass."""

STOP_SHARE: Final = 0.20
"""Where more of a frame's rows are refused, something is wrong with the run and not with them."""

NOTHING_RELEASED: Final[Released] = {}


"""How the detail of a revision begins that goes because its item was refused."""

ITEM_KEY = ("item_id", "item_revision")
REVISION_KEY = ("article_id", "revision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The table a frame is bound for, and the columns of its key.

    `refuses` says whether a row can be set aside. It cannot where the row is the account of what came (a document, a
    look again, a version of a wire story) or follows from rows that are judged themselves (an article, a story):
    leaving it out would hide something and mend nothing.
    """

    table: str
    key: tuple[str, ...]
    refuses: bool = True
    is_child: bool = False


def _child(table: str, *, by: str = "position") -> Subject:
    return Subject(table=table, key=(*REVISION_KEY, by), is_child=True)


SUBJECTS: Mapping[str, Subject] = {
    # In the order of validation: what a refused row takes along is not looked at.
    "documents": Subject(table="documents", key=("fetch_id",), refuses=False),
    "items": Subject(table="sightings", key=ITEM_KEY),
    "revisions": Subject(table="article_revisions", key=REVISION_KEY),
    "articles": Subject(table="article_heads", key=("article_id",), refuses=False),
    "stories": Subject(table="story_members", key=("story_id",), refuses=False),
    "mentions": _child("revision_mentions"),
    "statements": _child("revision_statements"),
    "facets": _child("revision_facets", by="facet"),
    "rounds": _child("revision_rounds", by="round"),
    "framing": _child("revision_framing"),
    "credits": _child("revision_credits"),
    "visits": Subject(table="article_visits", key=("article_id", "fetch_id"), refuses=False),
    "wires": Subject(table="wire_versions", key=ITEM_KEY, refuses=False),
}
DERIVED = frozenset({"articles", "stories"})
"""Frames that are made of the revisions, here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the run's frames are worth: every check, the rows to set aside, and whether to load at all.

    A refused article takes its children with it: they are not listed, whoever loads leaves them out by key.
    `passed` are table and key of the rows that failed a check and pass it because a person released them.
    `stop_reason` names each cause without a final stop, None unless `stopped`.
    """

    checks: tuple[Check, ...]
    refused: tuple[RejectedRow, ...]
    stopped: bool
    stop_reason: str | None
    passed: frozenset[tuple[str, str]] = frozenset()


def validate(
    frames: Mapping[str, "pd.DataFrame"],
    suites: Path,
    *,
    now: datetime,
    languages: Mapping[str, str] | None = None,
    stop_share: float = STOP_SHARE,
    stop_rows: int = 5,
    released: Released = NOTHING_RELEASED,
) -> Verdict:
    """Hold each frame against its suite and say what follows.

    `frames` maps names of `SUBJECTS` to frames with the fields of their records (`DocumentRow`, `Observation` for items,
    `ArticleRow` for revisions, `MentionRow` …; instants naive UTC); any may be absent, and articles and stories are made
    of the revisions that are not refused. `now` is the run's, `languages` what each source is said to write.
    The load is stopped when more than `stop_share` of a frame's rows, and at least `stop_rows`, are refused.
    `released` rows pass the checks named of them, which counts neither as refused nor as a failure of the check.
    Raises `SuiteError` naming file and expectation when a suite cannot be used.
    """
    names = SUBJECTS.keys() - DERIVED
    for name in frames.keys() - names:
        raise SuiteError(f"No suite belongs to the frame {name!r}.", next_step=f"Name it one of {', '.join(names)}.")
    judged = _Judged(frames=frames, suites=suites, now=now, languages=languages or {}, released=released)
    checks: list[Check] = []
    refused: list[RejectedRow] = []
    causes: list[str] = []
    passed: set[tuple[str, str]] = set()
    for name in SUBJECTS:
        if name in frames or (name in DERIVED and "revisions" in frames):
            findings = _validate_frame(name, judged, refused)
            checks += findings.checks
            refused += findings.refused
            passed |= findings.passed
            causes += findings.batch_failures
            causes += _too_many(name, findings, stop_share, stop_rows)
            if name == "items" and "revisions" in frames:
                refused += _taken_along(frames["revisions"], findings.refused)
    return Verdict(
        checks=tuple(checks),
        refused=tuple(refused),
        passed=frozenset(passed),
        stopped=bool(causes),
        stop_reason="; ".join(causes) or None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What a validation was given."""

    frames: Mapping[str, "pd.DataFrame"]
    suites: Path
    now: datetime
    languages: Mapping[str, str]
    released: Released


@dataclass(frozen=True, slots=True, kw_only=True)
class _Findings:
    rows: int
    refused_rows: int
    checks: list[Check]
    refused: list[RejectedRow]
    passed: set[tuple[str, str]]
    batch_failures: list[str]


def _validate_frame(name: str, judged: _Judged, refused: Sequence[RejectedRow]) -> _Findings:
    from pipelines.validate import columns, measure

    subject, frames = SUBJECTS[name], judged.frames
    suite = read_suite(judged.suites, name, refuses=subject.refuses)
    beside = columns.Beside(
        now=judged.now.astimezone(UTC).replace(tzinfo=None),
        items=frames.get("items"),
        revisions=frames.get("revisions"),
        languages=judged.languages,
    )
    frame = columns.with_columns(name, _frame(name, frames, refused), beside)
    measured = measure.measure(suite, frame)
    key_of = _key_reader(frame, subject)
    passed = [_passed(each, subject.table, key_of, judged.released) for each in measured]
    causes = _refusals(measured, passed)
    return _Findings(
        rows=len(frame),
        refused_rows=len(causes),
        checks=[_check(name, each, key_of, let) for each, let in zip(measured, passed, strict=True)],
        passed={(subject.table, key_of(each)) for let in passed for each in let},
        refused=_rejected_rows(name, frame, causes, key_of, frames.get("items")),
        batch_failures=[
            f"{name}: {each.expectation.label} failed for the run as a whole ({_observed(each)})"
            for each in measured
            if _is_broken(each, level="batch")
        ],
    )


def _frame(name: str, frames: Mapping[str, "pd.DataFrame"], refused: Sequence[RejectedRow]) -> "pd.DataFrame":
    """Return the rows of a frame that no refused row took along; of a derived one, made of the revisions that are left."""
    from pipelines.validate import columns

    # Which article revisions are out is known when their children are looked at, but not yet when they are themselves.
    gone = frozenset((row.article_id, row.revision) for row in refused if row.subject == SUBJECTS["revisions"].table)
    match name:
        case "articles" | "stories":
            make = columns.articles_of if name == "articles" else columns.stories_of
            return make(columns.kept(frames["revisions"], gone, REVISION_KEY))
        case "revisions":
            return columns.kept(frames[name], gone, REVISION_KEY)
        case _:
            return columns.kept(frames[name], gone if SUBJECTS[name].is_child else frozenset(), REVISION_KEY)


def _taken_along(revisions: "pd.DataFrame", items: Sequence[RejectedRow]) -> list[RejectedRow]:
    """Return a row for each article revision that was taken from a refused item."""
    if not items:
        return []
    by_item = {row.key: row for row in items}
    plain = _plain(revisions[[*ITEM_KEY, *REVISION_KEY]])
    rows: dict[str, RejectedRow] = {}
    for item_id, item_revision, article_id, revision in plain.itertuples(index=False):
        item = by_item.get(f"{_key_part(item_id)}/{_key_part(item_revision)}")
        if item is not None:
            key = f"{_key_part(article_id)}/{_key_part(revision)}"
            rows[key] = replace(
                item,
                subject=SUBJECTS["revisions"].table,
                key=key,
                article_id=article_id,
                revision=revision,
                detail=f"{ITS_ITEM}{item.detail}",
            )
    return list(rows.values())


def _is_broken(measured: "Measured", *, level: str) -> bool:
    """Say whether a critical expectation of this level failed; one with `mostly` may hold in spite of some rows."""
    expectation = measured.expectation
    return not measured.success and expectation.severity == "critical" and expectation.meta.level == level


def _passed(measured: "Measured", table: str, key_of: Callable[[int], str], released: Released) -> frozenset[int]:
    """Return the positions of failing rows that a person lets pass this check."""
    if not released or not _is_broken(measured, level="row"):
        return frozenset()
    label = measured.expectation.label
    return frozenset(each for each in measured.failing or () if label in released.get((table, key_of(each)), ()))


def _refusals(measured: Iterable["Measured"], passed: Iterable[frozenset[int]]) -> dict[int, list[str]]:
    """Return, per position of a refused row, the labels of the expectations that refused it."""
    causes: dict[int, list[str]] = {}
    for each, let in zip(measured, passed, strict=True):
        if _is_broken(each, level="row"):
            for position in sorted(set(each.failing or ()) - let):
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
                article_id=row.get("article_id"),
                revision=row.get("revision"),
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


def _check(name: str, measured: "Measured", key_of: Callable[[int], str], passed: frozenset[int]) -> Check:
    expectation, failing = measured.expectation, measured.failing or ()
    return Check(
        suite=name,
        expectation=expectation.type,
        kwargs=json.dumps(expectation.kwargs, ensure_ascii=False, sort_keys=True, allow_nan=False),
        severity=expectation.severity,
        level=expectation.meta.level,
        success=measured.success or (bool(passed) and len(passed) == len(failing)),
        evaluated=measured.evaluated,
        unexpected=len(failing),
        observed=_observed(measured, len(passed)),
        unexpected_keys=tuple(key_of(position) for position in failing[:UNEXPECTED_KEYS_KEPT]),
        notes=expectation.notes,
    )


def _observed(measured: "Measured", passed: int = 0) -> str | None:
    """Return `7 of 120` for expectations about rows, the value of an aggregate, None where there is none."""
    if measured.failing is not None:
        told = f"{len(measured.failing)} of {measured.evaluated} unexpected"
        return f"{told}, {passed} released by a person" if passed else told
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
