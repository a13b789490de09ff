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
    endings,
    first_seen,
    judged_at,
    killed_deliveries,
    known_items,
    known_looks,
    known_wires,
    settled,
    tombstones,
)
from pipelines.warehouse.loading import claim, load
from pipelines.warehouse.migrations import migrate
from pipelines.warehouse.publication import publish, publish_if_stale, published_path
from pipelines.warehouse.questions import QueryResult, query

__all__ = [
    "WIRE_FACTS",
    "Approved",
    "Ending",
    "KilledDelivery",
    "LoadReport",
    "QueryResult",
    "Tombstone",
    "accounted",
    "accounted_days",
    "claim",
    "content_hashes",
    "endings",
    "first_seen",
    "judged_at",
    "killed_deliveries",
    "known_items",
    "known_looks",
    "known_wires",
    "load",
    "migrate",
    "publish",
    "publish_if_stale",
    "published_path",
    "query",
    "settled",
    "tombstones",
]
