"""What `load` takes and what it returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipelines.packs.model import Actor, ListedRound
from pipelines.records import Correction, Decision, Kill, Source

StagePath = tuple[type, Path, str]
"""Record type, file, SHA-256 of its bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """All that validation let through of one run, by files and hashes.

    `files`: (record type, path, sha256) of any of DocumentRow, Observation, ArticleRow, MentionRow, StatementRow,
    FacetRow, RoundRow, FramingRow, CreditRow, VisitRow, WireRow, HiddenRow, RejectedRow, LedgerRow, Check, Reading. `refused`: (table, key) of rows that validation set aside,
    key parts joined by `/`. `kills`: every kill ever journalled, the run's own among them; `corrections` and `decisions` likewise, and
    `taken_up` are the ids of the decisions that the run took up. `stop_reason` set = the run crossed a threshold: only what it saw, its ledger, findings and results are loaded, and kills obeyed.
    `run_mode`: monitor | reprocess | rebuild. `now`: the run's now, also when the load was recorded.
    """

    run: str
    token: int
    now: datetime
    pack_version: str
    files: tuple[StagePath, ...]
    run_mode: str = "monitor"
    dag_run_id_sha: str = ""
    batches: int = 0
    lost_batches: int = 0
    stop_reason: str | None = None
    refused: tuple[tuple[str, str], ...] = ()
    kills: tuple[Kill, ...] = ()
    corrections: tuple[Correction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    taken_up: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    rounds: tuple[ListedRound, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What a load did. `again` = this run and token were loaded before, nothing was done.

    `rows`: rows the warehouse holds now, by table. `erased`: rows that kills and stories withheld took out of it in this load.
    """

    run: str
    token: int
    again: bool
    rows: Mapping[str, int]
    erased: int = 0
