"""From which day on a plan reads the records: not all of a year, and never one day too few."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pipelines.collect.fetches import FetchLog

MEMO = "counts.json"
"""Beside the days of the fetch records: what was counted in each, so that it is not counted again."""


def first_open_day(log: FetchLog, root: Path, accounted: Mapping[date, int], before: date) -> date | None:
    """Return the first day before `before` with more fetch records than the ledger accounts for; None if none has.

    `accounted` says how many it does, by day; `root` is the folder of the log.
    """
    counts = _counts(log, root, before)
    return next((day for day, records in counts.items() if records > accounted.get(day, 0)), None)


def _counts(log: FetchLog, root: Path, before: date) -> dict[date, int]:
    """Return the number of records by day.

    Records are only ever appended, so a day of the size it had when it was counted has as many as then.
    """
    known = _read(root / MEMO)
    counted: dict[str, tuple[int, int]] = {}
    for day in log.days():
        if day >= before:
            break
        size_bytes = sum(path.stat().st_size for path in log.files(day))
        earlier = known.get(day.isoformat())
        counted[day.isoformat()] = earlier if earlier and earlier[0] == size_bytes else (size_bytes, log.count(day))
    if counted != known:
        _write(root / MEMO, counted)
    return {date.fromisoformat(day): records for day, (_, records) in counted.items()}


def _read(path: Path) -> dict[str, tuple[int, int]]:
    try:
        kept = json.loads(path.read_bytes())
        return {str(day): (int(size), int(records)) for day, (size, records) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):  # none yet, or torn: then all is counted anew
        return {}


def _write(path: Path, counted: Mapping[str, tuple[int, int]]) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(counted), encoding="ascii")
    temporary.replace(path)
