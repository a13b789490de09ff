"""Findings: what the rules over all runs find, kept from the run that first showed it until one that does not.

    rules ─▶ found (temporary) ─▶ findings: seen again | new | closed ─ acknowledgements

Judged in the writer's file before it is copied to be published, with the last run's time for now: of a stopped run too,
and again with the same result.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipelines.warehouse import contents, statements
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.migrations import naive
from pipelines.warehouse.rules import Rule, shipped_rules

MOST = 500
"""Findings kept of one rule: where more are found, it is the rule's subject that is broken and not each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """A person's word that a finding is known: of the one of `rule` about `subject` that was first seen at that time."""

    rule: str
    subject: str
    first_seen_at: datetime
    acknowledged_at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much room there is on the disk of the data folder, by the clock of the machine."""

    measured_at: datetime
    free_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What findings depend on beside the tables: every acknowledgement ever journalled, and the room on the disk."""

    acknowledged: tuple[Acknowledgement, ...] = ()
    room: Room | None = None


def judge(connection: Connection, surroundings: Surroundings) -> None:
    """Judge all rules anew and keep what they find, in one transaction; nothing where no run was loaded yet."""
    if not contents.has_table(connection, "findings"):  # a file of an older schema: the next load migrates it
        return
    loaded = statements.run(connection, "load/read_last_load")
    if not loaded:
        return
    run, _, planned_at = loaded[0]
    connection.begin()
    if room := surroundings.room:
        values = {
            "measured_at": naive(room.measured_at),
            "free_bytes": room.free_bytes,
            "total_bytes": room.total_bytes,
        }
        statements.run(connection, "load/delete_disk", run=run)
        statements.run(connection, "load/insert_disk", run=run, **values)
    statements.run(connection, "load/stage_acknowledged")
    for each in surroundings.acknowledged:
        statements.run(
            connection,
            "load/insert_acknowledged",
            rule=each.rule,
            subject=each.subject,
            first_seen_at=naive(each.first_seen_at),
            acknowledged_at=naive(each.acknowledged_at),
            by=each.by,
            why=each.why,
        )
    statements.run(connection, "load/stage_found")
    for rule in shipped_rules():
        for row in _found(connection, rule, planned_at):
            statements.run(connection, "load/insert_found", rule=rule.name, title=rule.title, **row)
    for step in ("close_findings", "merge_findings", "acknowledge_findings"):
        statements.run(connection, f"load/{step}", run=run, now=planned_at)
    connection.commit()


def _found(connection: Connection, rule: Rule, now: object) -> Iterator[dict[str, object]]:
    values = {"now": now} if "now" in statements.parameters(rule.sql) else None
    rows = connection.execute(rule.sql, values).fetchmany(MOST)
    names = ("subject", "severity", "detail", "figure", "threshold")
    return (dict(zip(names, row, strict=True)) for row in rows)
