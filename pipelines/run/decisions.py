"""`data/journal/decisions.jsonl`: what people decided about quarantined things.

A line is a decision; of two about one thing the later stands. Lines are only ever added; but once an article is killed,
why people decided so goes: that they did, who and when, remains.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from pipelines.records import ITS_ITEM, Decision, DecisionAction, LedgerKind
from pipelines.run.journal import alone, append_lines, read_lines, replace_lines

RowKey = tuple[str, str]
"""A table, and the key of a row in it with its parts joined by `/`, as `validate` calls them."""
Released = Mapping[RowKey, Mapping[str, str]]
"""By row which checks it is to pass, each with who released it."""

REVISIONS, ITEMS = "article_revisions", "sightings"
"""The tables whose rows a release lets pass."""


def read(data: Path) -> tuple[Decision, ...]:
    """Return every decision ever made, oldest first."""
    found: dict[str, Decision] = {}
    for line in read_lines(_path(data)):
        made = Decision(
            **{
                **line,
                "action": DecisionAction(line["action"]),
                "kind": LedgerKind(line["kind"]),
                "decided_at": datetime.fromisoformat(line["decided_at"]),
                "expectations": tuple(line["expectations"]),
            }
        )
        found.setdefault(made.decision_id, made)
    return tuple(sorted(found.values(), key=lambda each: (each.decided_at, each.decision_id)))


def append(data: Path, made: Iterable[Decision]) -> None:
    """Add decisions that are not there yet, all or none; durable on return."""
    with alone(_path(data)):
        known = {line["decision_id"] for line in read_lines(_path(data))}
        new = [each for each in made if each.decision_id not in known]
        append_lines(_path(data), [{**asdict(each), "decided_at": each.decided_at.isoformat()} for each in new])


def released(made: Iterable[Decision]) -> Released:
    """Return what people have released; `made` the oldest first.

    That very revision is released, from those very checks: what is said of a later one, or what another check finds,
    nobody has seen. A later reprocessing leaves a release standing, a dismissal ends it.
    """
    found: dict[RowKey, dict[str, str]] = {}
    for each in made:
        revision, item = (
            (REVISIONS, f"{each.article_id}/{each.article_revision}"),
            (ITEMS, f"{each.id}/{each.revision}"),
        )
        if each.action is DecisionAction.DISMISS:
            found.pop(revision, None)
            found.pop(item, None)
        elif each.action is DecisionAction.RELEASE:
            of_item = "".join(each.expectations[:1]).startswith(ITS_ITEM)
            labels = [label.removeprefix(ITS_ITEM) for label in each.expectations]
            found.setdefault(item if of_item else revision, {}).update(dict.fromkeys(labels, each.who))
    return found


def forget_words(data: Path, killed: Collection[tuple[str, str]]) -> int:
    """Take out of the journal why people decided about killed things, given by kind (article, item, document) and id.

    Return how many lines were changed.
    """
    path = _path(data)
    if not killed or not path.exists():
        return 0
    with alone(path):
        lines = list(read_lines(path))
        wordy = [
            line
            for line in lines
            if line["why"] and {("article", line["article_id"]), (line["kind"], line["id"])} & set(killed)
        ]
        for line in wordy:
            line["why"] = ""
        if wordy:
            replace_lines(path, lines)
    return len(wordy)


def _path(data: Path) -> Path:
    return data / "journal" / "decisions.jsonl"
