"""The database of the house: one writer's file that nobody opens but the loader, and published snapshots of it.

    Approved ─load─▶ data/warehouse/warehouse.duckdb ─publish─▶ data/published/trucewatch.duckdb ─query─▶ rows

docs/tables.md describes what lies in it. Only `connect` imports duckdb.
"""

from pipelines.warehouse.approved import Approved, LoadReport
from pipelines.warehouse.contents import content_hashes
from pipelines.warehouse.history import (
    WIRE_FACTS,
    Ending,
    KilledDelivery,
    Tombstone,
    accounted,
    accounted_days,
    article_documents,
    endings,
    first_seen,
    judged_at,
    killed_deliveries,
    known_items,
    known_looks,
    known_wires,
    rejected_documents,
    settled,
    tagged_documents,
    tombstones,
)
from pipelines.warehouse.loading import claim, load
from pipelines.warehouse.memory import CurrentText, Joined, Memory, RevisionText, Standing
from pipelines.warehouse.migrations import migrate
from pipelines.warehouse.publication import publish, publish_if_stale, published_path
from pipelines.warehouse.questions import QueryResult, query
from pipelines.warehouse.rebuilding import (
    Compared,
    compare,
    follow_claim,
    last_planned,
    open_claim,
    swap,
    take_over_history,
    take_over_remains,
    worked_documents,
)

__all__ = [
    "WIRE_FACTS",
    "Approved",
    "Compared",
    "CurrentText",
    "Ending",
    "Joined",
    "KilledDelivery",
    "LoadReport",
    "Memory",
    "QueryResult",
    "RevisionText",
    "Standing",
    "Tombstone",
    "accounted",
    "accounted_days",
    "article_documents",
    "claim",
    "compare",
    "content_hashes",
    "endings",
    "first_seen",
    "follow_claim",
    "judged_at",
    "killed_deliveries",
    "known_items",
    "known_looks",
    "known_wires",
    "last_planned",
    "load",
    "migrate",
    "open_claim",
    "publish",
    "publish_if_stale",
    "published_path",
    "query",
    "rejected_documents",
    "settled",
    "swap",
    "tagged_documents",
    "take_over_history",
    "take_over_remains",
    "tombstones",
    "worked_documents",
]
