"""Expectations and how they ended: their bounds in words, rows that failed them, how they ended in the runs before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipelines.report.desk_values import WORST_FIRST, CheckLine, Ran, Sample, State
from pipelines.report.severity import gravity, stops_load

Rows = Sequence[Mapping[str, Any]]
Name = tuple[str, str, str]
"""What makes an expectation the same in two runs: its suite, its type and its arguments as JSON."""


def _name(row: Mapping[str, Any]) -> Name:
    return (row["suite"], row["expectation"], row["kwargs"])


def trends_of(rows: Rows) -> Mapping[Name, tuple[Ran, ...]]:
    """Return how each expectation ended in the last runs, the oldest first: rows of desk_trend.sql."""
    return {
        _name(row): tuple(
            Ran(run=run, is_met=bool(met), unexpected=unexpected or 0, evaluated=evaluated or 0)
            for run, met, unexpected, evaluated in zip(
                row["runs"], row["successes"], row["unexpected"], row["evaluated"], strict=True
            )
        )
        for row in rows
    }


def first_parts(failing: Rows) -> list[str]:
    """Return what the keys of failing rows begin with: ids of articles, items, documents."""
    return sorted({key.partition("/")[0] for row in failing for key in row["failing_keys"]})


def samples_of(failing: Rows, found: Rows) -> Mapping[Name, tuple[Sample, ...]]:
    """Return rows that failed: those of desk_failing.sql, with what desk_samples.sql says of them.

    An article that is held is the first choice, then the item that it would have come of, then the document.
    """
    known: dict[str, Mapping[str, Any]] = {}
    documents: dict[str, str] = {}
    for row in found:
        known.setdefault(row["id"], row)
        if row["fetch_id"]:
            documents.setdefault(row["id"], row["fetch_id"])
    return {
        _name(row): tuple(
            _sample(key, known.get(key.partition("/")[0]), documents.get(key.partition("/")[0], ""))
            for key in row["failing_keys"]
        )
        for row in failing
    }


_ROOMS = {"article": "articles", "item": "quarantine/item", "document": "documents"}


def _sample(key: str, row: Mapping[str, Any] | None, document: str) -> Sample:
    return Sample(
        key=key,
        title=(row["title"] or "") if row else "",
        address=f"{_ROOMS[row['what']]}/{row['named']}" if row else "",
        document=document,
    )


def check_lines(
    rows: Rows,
    *,
    trends: Mapping[Name, tuple[Ran, ...]] | None = None,
    samples: Mapping[Name, tuple[Sample, ...]] | None = None,
) -> tuple[CheckLine, ...]:
    """Return one line an expectation, failed ones first, the most severe of them first."""
    lines = [
        replace(_check_line(row), trend=(trends or {}).get(_name(row), ()), samples=(samples or {}).get(_name(row), ()))
        for row in rows
    ]
    lines.sort(key=lambda line: (WORST_FIRST.index(line.state), gravity(line.severity)))
    return tuple(lines)


def _check_line(row: Mapping[str, Any]) -> CheckLine:
    columns, given = _arguments(row["kwargs"])
    return CheckLine(
        label=f"{row['expectation']}({columns or 'table'})",
        suite=row["suite"],
        columns=columns,
        expectation=row["expectation"].removeprefix("expect_").replace("_", " "),
        arguments=", ".join(f"{name} {json.dumps(value, ensure_ascii=False)}" for name, value in sorted(given.items())),
        threshold=threshold(given),
        severity=row["severity"],
        stops=row["level"] == "batch",
        state=_check_state(row),
        evaluated=row["evaluated"] or 0,
        unexpected=row["unexpected"] or 0,
        observed=row["observed"] or "",
        note=row["notes"] or "",
    )


def threshold(given: Mapping[str, Any]) -> str:
    """Return what the arguments of an expectation demand, in words; empty where they set no bound."""
    said = []
    lowest, highest, share = given.get("min_value"), given.get("max_value"), given.get("mostly")
    if lowest is not None and highest is not None:
        said.append(f"{lowest} to {highest}")
    elif lowest is not None:
        said.append(f"at least {lowest}")
    elif highest is not None:
        said.append(f"at most {highest}")
    if isinstance(share, int | float):
        said.append(f"in {100 * share:g}\u2009% of rows")
    return ", ".join(said)


def _check_state(row: Mapping[str, Any]) -> State:
    if row["success"]:
        return State.GOOD
    return State.BAD if stops_load(row) else State.WARNING


def _arguments(kwargs: str | None) -> tuple[str, Mapping[str, Any]]:
    """Return the columns that an expectation is about, and what else it was given."""
    try:
        given = json.loads(kwargs or "{}")
    except ValueError:
        return "", {"arguments": kwargs}
    if not isinstance(given, dict):
        return "", {"arguments": kwargs}
    named = [given.pop(name, None) for name in ("column", "column_A", "column_B")]
    columns = [str(name) for name in [*named, *(given.pop("column_list", None) or ())] if name is not None]
    return ", ".join(columns), given
