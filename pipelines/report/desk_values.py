"""What the desk's pages are made of: promises, tasks, sources, checks, runs. Frozen, and made from rows by others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from pipelines.records import Outcome


class State(StrEnum):
    """How something stands; each has a word and a shape, never a colour alone."""

    BAD = "bad"
    WARNING = "warning"
    GOOD = "good"
    NONE = "none"  # there is nothing to judge


WORST_FIRST: Final = tuple(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise of the house: `kept` of `out_of` `unit`; `since` is when it came to stand like this."""

    name: str
    title: str
    state: State
    kept: int
    out_of: int
    unit: str
    since: datetime | None
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something a person should do: what is the matter, with what, and the next step. `link` is a part of the page."""

    state: State
    what: str
    where: str
    next_step: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source with what became of its items; `outcomes` holds a count for each of `Outcome`."""

    source_id: str
    publisher: str
    kind: str
    language: str | None
    country: str | None
    state: State
    word: str
    last_heard_at: datetime | None
    items: int
    outcomes: Mapping[Outcome, int]
    reason: str
    detail: str
    advice: str
    next_try_at: datetime | None
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """The result of one expectation."""

    suite: str
    columns: str
    expectation: str
    arguments: str
    severity: str
    stops: bool
    state: State
    evaluated: int
    unexpected: int
    observed: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run: how much it saw, what of that it loaded, and whether all of it is accounted for."""

    run: str
    mode: str
    planned_at: datetime
    dag_run_id_sha: str
    pack_version: str
    state: State
    word: str
    stop_reason: str
    batches: int
    lost_batches: int
    documents: int
    items: int
    loaded: int
    refused: int
    unaccounted: int
    checks: int
    failed_checks: int

    @property
    def seen(self) -> int:
        """Return how many documents and item revisions the run saw."""
        return self.documents + self.items


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A step of the funnel: so many ended like this and went no further; `after` it so many are left."""

    outcome: str
    reason: str
    count: int
    after: int
    samples: tuple[str, ...]
    sources: tuple[str, ...]
    detail: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """What a run saw of one kind, what it lost on the way, and what is left. `notes` are of what was loaded all the same."""

    kind: str
    seen: int
    losses: tuple[Loss, ...]
    left: int
    notes: tuple[Loss, ...]

    @property
    def unaccounted(self) -> int:
        """Return how many have no outcome (or, below zero, more than one)."""
        return self.seen - self.left - sum(loss.count for loss in self.losses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Rows that a stage refused for one reason."""

    stage: str
    subject: str
    reason: str
    advice: str
    count: int
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Astray:
    """Something a run saw that did not end in exactly one outcome."""

    run: str
    kind: str
    id: str
    outcomes: int
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """So many of a kind that wait, and when the first of them is due; None: when its sender says so."""

    kind: str
    outcome: str
    reason: str
    count: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The desk at one look. `snapshot` is the file that was read, `now` when; `questions` the SQL by name."""

    now: datetime
    snapshot: str
    state: State
    word: str
    sentence: str
    promises: tuple[Promise, ...]
    tasks: tuple[Task, ...]
    waits: tuple[Wait, ...]
    sources: tuple[SourceLine, ...]
    checks: tuple[CheckLine, ...]
    runs: tuple[RunLine, ...]
    astray: tuple[Astray, ...]
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """One run from what it saw to what it loaded."""

    now: datetime
    snapshot: str
    line: RunLine
    funnels: tuple[Funnel, ...]
    refusals: tuple[Refusal, ...]
    checks: tuple[CheckLine, ...]
    astray: tuple[Astray, ...]
    questions: Mapping[str, str]
