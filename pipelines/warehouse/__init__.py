"""The database of the house: one writer's file that nobody opens but the loader, and published snapshots of it.

    Approved ─load─▶ data/warehouse/warehouse.duckdb ─publish─▶ data/published/trucewatch.duckdb ─query─▶ rows

docs/tables.md describes what lies in it. Only `connect` imports duckdb.
"""

from pipelines.warehouse.approved import Approved, LoadReport
from pipelines.warehouse.contents import content_hashes
from pipelines.warehouse.findings import Acknowledgement, Room, Surroundings
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
    killed_ids,
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
from pipelines.warehouse.questions import Asking, QueryResult, asking, query
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
from pipelines.warehouse.rules import UNANSWERED, UNREAD, Rule, shipped_rules

__all__ = [
    "UNANSWERED",
    "UNREAD",
    "WIRE_FACTS",
    "Acknowledgement",
    "Approved",
    "Asking",
    "Compared",
    "CurrentText",
    "Ending",
    "Joined",
    "KilledDelivery",
    "LoadReport",
    "Memory",
    "QueryResult",
    "RevisionText",
    "Room",
    "Rule",
    "Standing",
    "Surroundings",
    "Tombstone",
    "accounted",
    "accounted_days",
    "article_documents",
    "asking",
    "claim",
    "compare",
    "content_hashes",
    "endings",
    "first_seen",
    "follow_claim",
    "judged_at",
    "killed_deliveries",
    "killed_ids",
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
    "shipped_rules",
    "swap",
    "tagged_documents",
    "take_over_history",
    "take_over_remains",
    "tombstones",
    "worked_documents",
]
