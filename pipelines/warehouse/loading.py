"""`claim` and `load`: the only writers of the warehouse.

    stage files ─▶ staged_… (temporary) ─ tombstones ─ refusals ─ earlier observations ─▶ tables ─ identity ─ heads ─
    stories, in one transaction

Whatever the order of loads, the same observations give the same tables: each table says which of two rows for one
key stands (the comments in sql/load), and nothing depends on which came first.
"""

import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from pipelines import stage
from pipelines.errors import FenceLost
from pipelines.packs.model import Actor, ListedRound
from pipelines.records import (
    ArticleRow,
    Check,
    Correction,
    CreditRow,
    Decision,
    DocumentRow,
    FacetRow,
    FramingRow,
    HiddenRow,
    Kill,
    LedgerRow,
    MentionRow,
    Observation,
    Reading,
    RejectedRow,
    RoundRow,
    Source,
    StatementRow,
    VisitRow,
    WireRow,
)
from pipelines.settings import Settings
from pipelines.warehouse import connect, contents, durable, erasure, statements
from pipelines.warehouse.approved import Approved, LoadReport
from pipelines.warehouse.connect import CATALOG, Connection
from pipelines.warehouse.memory import Memory, settle_identity, settle_stories
from pipelines.warehouse.migrations import migrate, naive

STAGED: Final[Mapping[str, type]] = {
    "documents": DocumentRow,
    "observations": Observation,
    "articles": ArticleRow,
    "visits": VisitRow,
    "wires": WireRow,
    "hidden": HiddenRow,
    "rejected": RejectedRow,
    "checks": Check,
    "ledger": LedgerRow,
    "readings": Reading,
    "kills": Kill,
    "corrections": Correction,
    "decisions": Decision,
    "sources": Source,
    "actors": Actor,
    "known_rounds": ListedRound,
}
CHILDREN: Final[Mapping[str, type]] = {
    "mentions": MentionRow,
    "statements": StatementRow,
    "facets": FacetRow,
    "rounds": RoundRow,
    "framing": FramingRow,
    "credits": CreditRow,
}
DECIDE: Final = (
    "stage_tombstones",
    "merge_tombstones",
    "delete_open_tombstones",
    "stage_killed_items",
    "stage_killed_wire_items",
    "stage_killed_pages",
    "insert_killed_ids",
    "discard_killed_articles",
    "discard_killed_visits",
    "discard_refused_articles",
    "discard_refused_visits",
    "discard_later_articles",
    "discard_refused_observations",
    "blank_staged_observations",
    "bury_staged_wire_sightings",
    "blank_staged_wires",
    "blank_staged_documents",
    "blank_staged_ledger",
    "blank_staged_rejected",
    "stage_touched",
    "blank_staged_corrections",
    "blank_staged_decisions",
)
ERASE: Final = (
    "bury_articles",
    "bury_mentions",
    "bury_statements",
    "bury_facets",
    "bury_rounds",
    "bury_framing",
    "bury_credits",
    "bury_uncorrected",
    "bury_visits",
    "blank_sightings",
    "bury_wire_sightings",
    "blank_wires",
    "hide_sightings",
    "hide_wires",
    "blank_documents",
    "blank_ledger",
    "blank_rejected_rows",
    "blank_corrections",
    "blank_decisions",
)
"""Come before the merges, which would otherwise overwrite words without anyone counting that they were there."""

MERGE: Final = (
    "delete_corrections",
    "insert_corrections",
    "delete_decisions",
    "insert_decisions",
    "merge_sightings",
    "merge_articles",
    "merge_wires",
    *(f"{verb}_{child}" for child in (*CHILDREN, "visits") for verb in ("delete", "insert")),
    *(f"{verb}_{dimension}" for dimension in ("sources", "actors", "known_rounds") for verb in ("delete", "insert")),
)
CORRECT: Final = (
    "forget_uncorrected",
    "stage_effective_corrections",
    "stage_uncorrected",
    *(f"{verb}_corrected_{child}" for child in ("mentions", "statements") for verb in ("delete", "insert")),
    "correct_relevance",
    "delete_uncorrected",
    "insert_uncorrected",
)
"""Comes when every revision stands under its article. What the tagger said is kept aside, so that it can return."""

RECORD: Final = (
    "delete_heads",
    "insert_heads",
    "merge_run_items",
    *(
        f"{verb}_{table}"
        for table in ("documents", "ledger", "rejected_rows", "quality_results")
        for verb in ("delete", "insert")
    ),
    "merge_runs",
    "merge_health",
    "merge_paused",
    "end_states",
)
"""What a run saw is written also when it was stopped: that a source fell silent must be visible then too."""

DERIVE: Final = (
    "stage_claim_keys",
    "stage_claimed_statements",
    "stage_claimed_times",
    "stage_claimed_details",
    "stage_claimed_chapters",
    "stage_claimed_fuller",
    "stage_claimed_reports",
    "stage_claimed",
    "delete_first_reports",
    "delete_claim_reports",
    "delete_claims",
    "insert_claims",
    "insert_claim_reports",
    "insert_first_reports",
)
"""What follows from the other tables, computed anew where they changed: also when a run was stopped, for its kills."""


def claim(settings: Settings, run: str, now: datetime, *, patience_seconds: float = connect.PATIENCE_SECONDS) -> int:
    """Give the warehouse to a run and return its fence token: a load with an older one is refused from now on.

    Raises `WarehouseBusy`, `SchemaMismatch`.
    """
    with connect.writer(settings, patience_seconds) as connection:
        migrate(connection, now)
        connection.begin()
        statements.run(connection, "load/claim_fence", run=run, claimed_at=naive(now))
        ((token, _),) = statements.run(connection, "load/read_fence")
        connection.commit()
        connection.execute(f"checkpoint {CATALOG}")
    return int(str(token))


def load(
    settings: Settings,
    approved: Approved,
    memory: Memory,
    *,
    patience_seconds: float = connect.PATIENCE_SECONDS,
) -> LoadReport:
    """Bring one run into the warehouse in one transaction. Loading the same run and token again does nothing.

    `memory` compares what was loaded with what was there: which articles are one, which are of one story.
    Where kills took rows out, the writer's file is rewritten before this returns.
    Raises `StageError` for an altered file, `FenceLost` when a newer run has claimed the warehouse,
    `WarehouseBusy`, `SchemaMismatch`, `WarehouseError` for a damaged file.
    """
    for _, path, sha256 in approved.files:
        stage.verify(path, sha256)
    warehouse = settings.warehouse_path
    with connect.writer(settings, patience_seconds) as connection:
        migrate(connection, approved.now)
        contents.check_counts(connection, warehouse)
        again = bool(statements.run(connection, "load/read_loaded_run", run=approved.run, token=approved.token))
        erased = 0
        if not again:
            _check_fence(connection, approved)
            erased = _transact(connection, settings, approved, memory)
        rows = _settle(connection, warehouse)
    return LoadReport(run=approved.run, token=approved.token, again=again, rows=rows, erased=erased)


def _check_fence(connection: Connection, approved: Approved) -> None:
    held = statements.run(connection, "load/read_fence")
    if held != [(approved.token, approved.run)]:
        token, run = held[0] if held else (0, "nobody")
        raise FenceLost(
            f"Run {approved.run} (token {approved.token}) may not load: {run} holds the warehouse with token {token}.",
            where=f"fence, token {token}",
            next_step="Nothing was changed. The newer run takes up what this one has not loaded.",
        )


def _transact(connection: Connection, settings: Settings, approved: Approved, memory: Memory) -> int:
    """Load in one transaction and return how many stored rows were erased. A failure leaves nothing behind."""
    warehouse = settings.warehouse_path
    scratch = warehouse.with_name("scratch")
    shutil.rmtree(scratch, ignore_errors=True)  # a killed process may have left one
    files = _files(approved, scratch)
    values = _values(connection, settings, approved, files)

    connection.begin()
    for name in STAGED:
        statements.run(connection, f"load/stage_{name}", **(values | {"files": files[STAGED[name]]}))
    statements.run(connection, "load/stage_refusals", **values)
    for step in DECIDE:
        statements.run(connection, f"load/{step}", **values)
    for name, record in CHILDREN.items():
        statements.run(connection, f"load/stage_{name}", files=files[record])
    erased = sum(statements.count(connection, f"load/{step}") for step in ERASE)
    if approved.stop_reason is None:
        for step in MERGE:
            statements.run(connection, f"load/{step}")
    joined = settle_identity(connection, memory, scratch, CHILDREN)
    may_correct = approved.corrections or statements.count(connection, "load/count_uncorrected")
    if approved.stop_reason is None and may_correct:
        for step in CORRECT:
            statements.run(connection, f"load/{step}")
    for step in (*RECORD, *DERIVE):
        statements.run(connection, f"load/{step}", **values)
    settle_stories(connection, memory, joined, scratch)
    if erased:
        erasure.mark(warehouse)
    connection.commit()

    shutil.rmtree(scratch)
    return erased


def _files(approved: Approved, scratch: Path) -> dict[type, list[str]]:
    """Return the files by record type; an empty one where the run has none, or must not load it."""
    given: dict[type, list[str]] = {record: [] for record in (*STAGED.values(), *CHILDREN.values())}
    for record, path, _ in approved.files:
        given[record].append(str(path))
    written: tuple[tuple[type, tuple[object, ...]], ...] = (
        (Kill, approved.kills),
        (Correction, approved.corrections),
        (Decision, approved.decisions),
        (Source, approved.sources),
        (Actor, approved.actors),
        (ListedRound, approved.rounds),
    )
    for record, rows in written:
        given[record] = [str(scratch / stage.write(scratch, rows, record).name)]
    for record, paths in given.items():
        if not paths:
            paths.append(str(scratch / stage.write(scratch, (), record).name))
    return given


def _values(
    connection: Connection, settings: Settings, approved: Approved, files: Mapping[type, list[str]]
) -> dict[str, object]:
    """Return the parameters of the statements; each takes the ones it names."""
    counts = dict(approved.counts) or {
        record.__name__: _count(connection, files[record]) for record in (*STAGED.values(), *CHILDREN.values())
    }
    return {
        "run": approved.run,
        "token": approved.token,
        "recorded_at": naive(approved.now),
        "planned_at": naive(approved.now),
        "loaded_at": naive(approved.now),
        "mode": approved.run_mode,
        "dag_run_id_sha": approved.dag_run_id_sha,
        "batches": approved.batches,
        "lost_batches": approved.lost_batches,
        "stopped": approved.stop_reason is not None,
        "stop_reason": approved.stop_reason,
        "pack_version": approved.pack_version,
        "counts": json.dumps(counts, sort_keys=True),
        "day_zone": settings.day_zone,
        "refused_subjects": [subject for subject, _ in approved.refused],
        "refused_keys": [key for _, key in approved.refused],
        "taken_up": list(approved.taken_up),
        "files": files[Observation],
    }


def _count(connection: Connection, files: list[str]) -> int:
    ((rows,),) = statements.run(connection, "load/count_staged", files=files)
    return int(str(rows))


def _settle(connection: Connection, warehouse: Path) -> dict[str, int]:
    """Leave a file without a log, without erased bytes, and with its counts beside it. Return the counts."""
    connection.execute(f"checkpoint {CATALOG}")
    rows = contents.row_counts(connection)
    loaded = statements.run(connection, "load/read_last_load")
    token = int(str(loaded[0][1])) if loaded else 0
    if erasure.is_due(warehouse):
        erasure.rewrite(connection, warehouse)
    durable.place(contents.counts_path(warehouse), contents.counts_text(token, rows), 0o600)
    return rows
