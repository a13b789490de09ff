"""`cluster` and `validate`: bring the batches of a run together, settle identities, check what is to be loaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

from pipelines import cluster as clustering
from pipelines import settings as environment
from pipelines import stage, warehouse
from pipelines.errors import NothingPublished, StageError
from pipelines.records import (
    ArticleRow,
    CarriedRow,
    Check,
    CreditRow,
    DocumentRow,
    FacetRow,
    Fetch,
    FramingRow,
    HiddenRow,
    Kill,
    KillOrder,
    LedgerKind,
    LedgerRow,
    MentionRow,
    Observation,
    Outcome,
    Reason,
    RejectedRow,
    RoundRow,
    StatementRow,
    VisitRow,
    WireRow,
)
from pipelines.run import decisions
from pipelines.run.accounting import document_row
from pipelines.run.findings import open_findings
from pipelines.run.house import House, open_house
from pipelines.run.planning import HISTORY
from pipelines.run.wires import settle_wires

Row = TypeVar("Row")

CHILDREN = (MentionRow, StatementRow, FacetRow, RoundRow, FramingRow, CreditRow)
LOADABLE = (DocumentRow, Observation, ArticleRow, VisitRow, WireRow, HiddenRow, *CHILDREN)

STOPPED: Final = "stopped_load"
"""The rule whose finding says that the last load was stopped."""

SUITES: Mapping[str, type] = {
    "documents": DocumentRow,
    "items": Observation,
    "revisions": ArticleRow,
    "mentions": MentionRow,
    "statements": StatementRow,
    "facets": FacetRow,
    "rounds": RoundRow,
    "framing": FramingRow,
    "credits": CreditRow,
    "visits": VisitRow,
    "wires": WireRow,
}
"""Which record each suite of `expectations/` checks; those of articles and stories check what follows from revisions.

Without a suite: `HiddenRow`, which is an id; kills, which are obeyed whatever they look like; what the pack says, which was
checked when it was loaded; readings and corrections, which were when they were written.
"""


NOTHING_RELEASED: Mapping[decisions.RowKey, str] = {}
NO_ITEMS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The rows of all batches of a run that came through, and the batches that did not."""

    rows: Mapping[type, tuple[object, ...]]
    lost: tuple[str, ...]

    def of(self, record: type[Row]) -> tuple[Row, ...]:
        """Return the rows of one record type."""
        return self.rows.get(record, ())  # type: ignore[return-value]  # keyed by its own type


def cluster(run: str) -> str:
    """Settle identity, revisions and duplicates over all batches of a run; write the rows to be validated.

    A batch that left no manifest is lost: its documents end as failed(batch_lost) and the next plan takes them up.
    """
    house = open_house()
    plan = stage.read_manifest(house.stage(run, "plan"), "plan")
    gathered = _gather(house, run, plan.extra["batches"])
    now = datetime.fromisoformat(plan.extra["now"])

    wires = settle_wires(house.settings, gathered.of(WireRow), gathered.of(Kill), gathered.of(KillOrder), now)
    known = warehouse.known_items(house.settings, now - HISTORY)
    sightings = (*(wires.decide(each) for each in gathered.of(Observation)), *wires.again)
    observations, chosen = clustering.merge_observations(
        sightings,
        gathered.of(ArticleRow),
        gathered.of(VisitRow),
        known_articles={(each.article_id, each.revision) for each in known},
        kills=wires.killed_items,
    )
    lost = _lost_documents(house, plan, gathered.lost)
    documents = {each.fetch_id: each for each in (*gathered.of(DocumentRow), *lost)}

    folder = house.stage(run, "cluster")
    files = [
        stage.write(folder, tuple(documents[key] for key in sorted(documents)), DocumentRow),
        stage.write(folder, tuple(map(wires.doubt, observations)), Observation),
        stage.write(folder, gathered.of(RejectedRow), RejectedRow),
        stage.write(folder, wires.kills, Kill),
        stage.write(folder, wires.rows, WireRow),
        stage.write(folder, wires.hidden, HiddenRow),
        stage.write(folder, gathered.of(VisitRow), VisitRow),
        stage.write(folder, _chosen(gathered.of(ArticleRow), chosen), ArticleRow),
    ]
    files += [stage.write(folder, _chosen(gathered.of(record), chosen), record) for record in CHILDREN]
    manifest = stage.Manifest(
        run=run,
        task="cluster",
        token=plan.token,
        files=tuple(files),
        extra={"lost": list(gathered.lost), "held": sorted(_with_held(sightings, gathered.of(CarriedRow)))},
    )
    stage.write_manifest(folder, manifest)
    return run


def _with_held(sightings: Iterable[Observation], carried: Iterable[CarriedRow]) -> set[str]:
    """Return the documents with a version that is held in them: each, of several that brought the same."""
    held = [each for each in sightings if each.outcome is Outcome.HELD]
    versions = {(each.item_id, each.item_revision) for each in held}
    again = (each.fetch_id for each in carried if (each.item_id, each.item_revision) in versions)
    return {*(each.fetch_id for each in held), *again}


def _gather(house: House, run: str, batches: Iterable[str]) -> Gathered:
    rows: dict[type, list[object]] = {record: [] for record in (*LOADABLE, RejectedRow, CarriedRow, Kill, KillOrder)}
    lost = []
    for batch in batches:
        folder = house.stage(run, batch)
        try:
            manifest = stage.read_manifest(folder, batch)
        except StageError:
            lost.append(batch)
            continue
        for record, table in rows.items():
            table.extend(stage.rows(folder, manifest, record))
    return Gathered(rows={record: tuple(table) for record, table in rows.items()}, lost=tuple(lost))


def _chosen(rows: Iterable[Row], keys: frozenset[clustering.RowKey]) -> tuple[Row, ...]:
    return tuple(row for row in rows if clustering.row_key(row) in keys)  # type: ignore[arg-type]  # articles, children


def _lost_documents(house: House, plan: stage.Manifest, lost: Iterable[str]) -> list[DocumentRow]:
    """Return the rows of the documents that lost batches owed."""
    return [
        document_row(fetch, Outcome.FAILED, Reason.BATCH_LOST, "its batch gave no result; the next run takes it up")
        for batch in lost
        for fetch in _owed(house, plan.run, batch, frozenset(plan.extra["batches"][batch]))
    ]


def _owed(house: House, run: str, batch: str, ids: frozenset[str]) -> list[Fetch]:
    """Return the fetch records of a batch: from its plan, or where that is why it was lost, from the log."""
    folder = house.stage(run, "plan")
    try:
        fetches: Iterable[Fetch] = stage.rows(folder, stage.read_manifest(folder, batch), Fetch)
    except StageError:
        fetches = house.log.read()
    return [fetch for fetch in fetches if fetch.fetch_id in ids]


# ── Validate ──────────────────────────────────────────────────────────────────────────────────────


def validate(run: str) -> str:
    """Check the run's frames with Great Expectations, write verdict and ledger. Never fails for bad rows."""
    from pipelines.validate import STOP_SHARE
    from pipelines.validate import validate as check_frames

    house = open_house()
    plan = stage.read_manifest(house.stage(run, "plan"), "plan")
    source = house.stage(run, "cluster")
    manifest = stage.read_manifest(source, "cluster")
    now = datetime.fromisoformat(plan.extra["now"])
    released = decisions.released(decisions.read(house.settings.data))
    verdict = check_frames(
        {suite: stage.frames(source, manifest, record) for suite, record in SUITES.items()},
        environment.shipped("expectations"),
        now=now,
        languages={each.source_id: each.language for each in house.sources},
        released=released,
        # What was refused is set aside all the same, and the next stop is a new one.
        stop_share=1.0 if _is_told_to_go_on(house) else STOP_SHARE,
    )

    refused = verdict.refused
    # What a rebuild brings was let through when it came; a part of it may look odd that as a day of its own did not.
    stopped = verdict.stopped and plan.extra["mode"] != "rebuild"
    rejected = (*stage.rows(source, manifest, RejectedRow), *refused)
    ledger = ledger_rows(
        run,
        stage.rows(source, manifest, DocumentRow),
        stage.rows(source, manifest, Observation),
        stage.rows(source, manifest, RejectedRow),
        visits=stage.rows(source, manifest, VisitRow),
        refused={} if stopped else _refused_articles(refused),
        refused_items={} if stopped else _refused_items(refused),
        released=_told(released, verdict.passed),
        stop_reason=verdict.stop_reason if stopped else None,
    )
    folder = house.stage(run, "validate")
    files = (
        stage.write(folder, verdict.checks, Check),
        stage.write(folder, rejected, RejectedRow),
        stage.write(folder, ledger, LedgerRow),
    )
    extra = {
        "stopped": stopped,
        "stop_reason": verdict.stop_reason,
        "refused": [list(_key(each)) for each in refused],
    }
    stage.write_manifest(folder, stage.Manifest(run=run, task="validate", token=plan.token, files=files, extra=extra))
    return run


def _is_told_to_go_on(house: House) -> bool:
    """Say whether the last load was stopped and somebody has acknowledged that.

    Stored bytes do not mend themselves: without such a word they would stop every run that takes them up again.
    """
    try:
        standing = open_findings(house.settings)
    except NothingPublished:
        return False
    return any(each.rule == STOPPED and each.acknowledged_at for each in standing)


def _key(refused: RejectedRow) -> tuple[str, str]:
    return (refused.subject, refused.key)


def _refused_articles(refused: Iterable[RejectedRow]) -> dict[clustering.ArticleKey, str]:
    return {
        (each.article_id or "", each.revision or ""): each.detail
        for each in refused
        if each.subject == "article_revisions"
    }


def _told(released: decisions.Released, passed: Iterable[decisions.RowKey]) -> dict[decisions.RowKey, str]:
    """Return how the ledger tells of rows that passed a check because a person released them."""
    return {
        row: "; ".join(f"{label} released by {who}" for label, who in sorted(released[row].items())) for row in passed
    }


def _refused_items(refused: Iterable[RejectedRow]) -> dict[str, str]:
    return {each.key: each.detail for each in refused if each.subject == "sightings"}


def ledger_rows(
    run: str,
    documents: Iterable[DocumentRow],
    observations: Iterable[Observation],
    rejected: Iterable[RejectedRow],
    *,
    visits: Iterable[VisitRow] = (),
    refused: Mapping[clustering.ArticleKey, str],
    stop_reason: str | None,
    refused_items: Mapping[str, str] = NO_ITEMS,
    released: Mapping[decisions.RowKey, str] = NOTHING_RELEASED,
) -> tuple[LedgerRow, ...]:
    """Return exactly one row for each document, item revision and refused entry of a run.

    `refused` are the article revisions that validation set aside, with the expectation that failed; one that a look
    again at its page showed is told of that page. `refused_items` are the item revisions that it set aside, by
    `item_id/item_revision`. `released` are table and key of rows that a person let pass, with how
    that is told. A stopped run loads nothing: what would have been loaded or held ends as failed(load_stopped), kills
    stand.
    """
    showed = {each.fetch_id: (each.article_id, each.revision or "") for each in visits}
    rows = [_document_ledger(run, each, showed.get(each.fetch_id), refused) for each in documents]
    rows += [_item_ledger(run, each, refused, refused_items, released) for each in observations]
    rows += [_entry_ledger(run, each) for each in rejected if each.subject == "items"]
    if stop_reason is not None:
        rows = [_stopped(row, stop_reason) for row in rows]
    unique = {(row.kind, row.id, row.revision): row for row in rows}
    return tuple(unique[key] for key in sorted(unique))


def _document_ledger(
    run: str, row: DocumentRow, showed: clustering.ArticleKey | None, refused: Mapping[clustering.ArticleKey, str]
) -> LedgerRow:
    failed_check = refused.get(showed) if showed else None
    article_id, revision = showed if showed and failed_check is not None else (None, None)
    if failed_check is not None:
        row = replace(row, outcome=Outcome.QUARANTINED, reason=Reason.EXPECTATION, detail=failed_check)
    return LedgerRow(
        run=run,
        kind=LedgerKind.DOCUMENT,
        id=row.fetch_id,
        revision=row.raw_sha256 or "",
        source_id=row.source_id,
        fetch_id=row.fetch_id,
        outcome=row.outcome,
        reason=row.reason,
        detail=row.detail,
        next_try_at=row.next_try_at,
        until_at=None,
        article_id=article_id,
        article_revision=revision,
    )


def _item_ledger(
    run: str,
    row: Observation,
    refused: Mapping[clustering.ArticleKey, str],
    refused_items: Mapping[str, str],
    released: Mapping[decisions.RowKey, str],
) -> LedgerRow:
    outcome, reason, detail = row.outcome, row.reason, row.detail
    failed_check = refused_items.get(f"{row.item_id}/{row.item_revision}") or refused.get(
        (row.article_id or "", row.revision or "")
    )
    let_pass = (
        (decisions.REVISIONS, f"{row.article_id}/{row.revision}"),
        (decisions.ITEMS, f"{row.item_id}/{row.item_revision}"),
    )
    if failed_check is not None and outcome in {Outcome.LOADED, Outcome.DUPLICATE}:
        outcome, reason, detail = Outcome.QUARANTINED, Reason.EXPECTATION, failed_check
    elif outcome is Outcome.LOADED and (told := "; ".join(released[each] for each in let_pass if each in released)):
        reason, detail = Reason.RELEASED, told
    return LedgerRow(
        run=run,
        kind=LedgerKind.ITEM,
        id=row.item_id,
        revision=row.item_revision,
        source_id=row.source_id,
        fetch_id=row.fetch_id,
        outcome=outcome,
        reason=reason,
        detail=detail,
        next_try_at=row.next_try_at,
        until_at=row.until_at,
        article_id=row.article_id,
        article_revision=row.revision,
    )


def _entry_ledger(run: str, row: RejectedRow) -> LedgerRow:
    """Return the row of an entry that parsing refused: it has a key of its document and position, no revision."""
    return LedgerRow(
        run=run,
        kind=LedgerKind.ITEM,
        id=row.key,
        revision="",
        source_id=row.source_id or "",
        fetch_id=row.fetch_id or "",
        outcome=Outcome.NOT_TEXT if row.reason is Reason.NOT_TEXT else Outcome.QUARANTINED,
        reason=row.reason,
        detail=row.detail,
        next_try_at=None,
        until_at=None,
        article_id=None,
        article_revision=None,
    )


def _stopped(row: LedgerRow, why: str) -> LedgerRow:
    if row.outcome is Outcome.FAILED:
        return row
    return replace(row, outcome=Outcome.FAILED, reason=Reason.LOAD_STOPPED, detail=why, until_at=None)
