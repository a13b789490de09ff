"""`data/journal/corrections.jsonl`: what analysts said against the tagger, and what of it they took back.

A line is a correction, or the undoing of one. Lines are only ever added; but once an article is killed, what people wrote
about it goes: that they corrected it, who and when, remains.
"""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.records import Correction, CorrectionKind, FieldValue
from pipelines.run.journal import alone, append_lines, read_lines, replace_lines

ID_DIGITS = 12
"""Hex digits of a correction's id: people type it."""


def read(data: Path) -> tuple[Correction, ...]:
    """Return every correction ever made, oldest first, with whether it was undone; the first undoing counts."""
    found: dict[str, Correction] = {}
    for line in read_lines(_path(data)):
        undone = found.get(line["undoes"]) if "undoes" in line else None
        if undone is not None and undone.undone_at is None:
            found[undone.correction_id] = replace(
                undone,
                undone_at=datetime.fromisoformat(line["at"]),
                undone_by=line["who"],
                undone_why=line["why"],
            )
        elif "undoes" not in line:
            found.setdefault(line["correction_id"], _correction(line))
    return tuple(sorted(found.values(), key=lambda each: (each.corrected_at, each.correction_id)))


def append(data: Path, correction: Correction) -> None:
    """Add a correction that is not undone; durable on return."""
    kept = {name: value for name, value in asdict(correction).items() if not name.startswith("undone_")}
    with alone(_path(data)):
        append_lines(_path(data), [{**kept, "corrected_at": correction.corrected_at.isoformat()}])


def append_undoing(data: Path, correction_id: str, *, who: str, why: str, at: datetime) -> None:
    """Add that a correction is taken back; durable on return."""
    with alone(_path(data)):
        append_lines(_path(data), [{"undoes": correction_id, "who": who, "why": why, "at": at.isoformat()}])


def forget_words(data: Path, killed: Collection[str]) -> int:
    """Take out of the journal what people wrote about these articles. Return how many lines were changed."""
    path = _path(data)
    if not killed or not path.exists():
        return 0
    with alone(path):
        lines = list(read_lines(path))
        about = {
            line["correction_id"]
            for line in lines
            if "correction_id" in line and {line["article_id"], line["other_article_id"]} & set(killed)
        }
        wordy = [line for line in lines if line.get("undoes", line.get("correction_id")) in about and line["why"]]
        if not wordy:
            return 0
        for line in wordy:
            line["why"] = ""
        replace_lines(path, lines)
    return len(wordy)


def _correction(line: dict[str, Any]) -> Correction:
    values = line | {
        "kind": CorrectionKind(line["kind"]),
        "corrected_at": datetime.fromisoformat(line["corrected_at"]),
        "field_values": tuple(FieldValue(**each) for each in line["field_values"]),
    }
    return Correction(**values)


def _path(data: Path) -> Path:
    return data / "journal" / "corrections.jsonl"
