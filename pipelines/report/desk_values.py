"""What the desk's pages are made of: promises, tasks, sources, checks, runs. Frozen, and made from rows by others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipelines.records import Outcome

if TYPE_CHECKING:
    from pipelines.report.findings import FindingLine


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
    """Something a person should do: what is the matter, with what, and the next step.

    `link` is an address below the desk's, where it can be looked at.
    """

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
class Ran:
    """How an expectation ended in one run."""

    run: str
    is_met: bool
    unexpected: int
    evaluated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A row that failed an expectation: its key, and what is known of it. Addresses are below the desk's, empty for none."""

    key: str
    title: str
    address: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """The result of one expectation; `label` is the name under which refused rows cite it."""

    label: str
    suite: str
    columns: str
    expectation: str
    arguments: str
    threshold: str
    severity: str
    stops: bool
    state: State
    evaluated: int
    unexpected: int
    observed: str
    note: str
    samples: tuple[Sample, ...] = ()
    trend: tuple[Ran, ...] = ()


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
    """A loss of the funnel: in a stage so many ended like this and went no further; `after` it so many are left."""

    stage: str
    outcome: str
    reason: str
    count: int
    after: int
    samples: tuple[str, ...]
    sources: tuple[str, ...]
    detail: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage of the funnel: what was lost there, and how many of a kind are left after it."""

    stage: str
    losses: tuple[Loss, ...]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """What a run saw of one kind, what it lost on the way stage by stage, and what is left.

    `notes` are of what was loaded all the same.
    """

    kind: str
    seen: int
    losses: tuple[Loss, ...]
    left: int
    notes: tuple[Loss, ...]

    @property
    def unaccounted(self) -> int:
        """Return how many have no outcome (or, below zero, more than one)."""
        return self.seen - self.left - sum(loss.count for loss in self.losses)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the stages in which something was lost, in their order."""
        found = []
        for stage, losses in groupby(self.losses, key=lambda loss: loss.stage):
            of_stage = tuple(losses)
            found.append(Step(stage=stage, losses=of_stage, left=of_stage[-1].after))
        return tuple(found)


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
class Passes:
    """How the expectations of the runs of one day ended; `evaluated` rows were looked at, `unexpected` of them failed."""

    day_on: date
    runs: int
    checks: int
    met: int
    evaluated: int
    unexpected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The desk at one look. `snapshot` is the file that was read, `now` when; `questions` the SQL by name.

    Runs are those of the last 30 days, `passes` has one entry for each of these days on which there was one, `last_on`
    is the last of them. `findings` is None where no rule was ever asked.
    """

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
    passes: tuple[Passes, ...]
    last_on: date | None
    findings: "tuple[FindingLine, ...] | None"
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Something that a run set aside; `key` leads to it in the quarantine."""

    key: str
    kind: str
    what: str
    source_id: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """One run from what it saw to what it loaded."""

    now: datetime
    snapshot: str
    line: RunLine
    funnels: tuple[Funnel, ...]
    refusals: tuple[Refusal, ...]
    aside: tuple[Aside, ...]
    checks: tuple[CheckLine, ...]
    astray: tuple[Astray, ...]
    questions: Mapping[str, str]
