"""Findings: what the rules over all runs find, kept from the run that first showed it until one that does not.

    rules ─▶ found (temporary) ─▶ findings: seen again | new | closed ─ acknowledgements

Judged in the writer's file before it is copied to be published, with the last run's time for now: of a stopped run too,
and again with the same result.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipelines.warehouse import contents, statements
from pipelines.warehouse.connect import Connection, DatabaseError
from pipelines.warehouse.migrations import naive
from pipelines.warehouse.rules import UNANSWERED, UNREAD, Rule, shipped_rules
from pipelines.warehouse.statements import Row

MOST = 500
"""Findings kept of one rule: where more are found, it is the rule's subject that is broken and not each of them."""

_COLUMNS: Final = ("subject", "severity", "detail", "figure", "threshold")


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
    """What findings depend on beside the tables: every acknowledgement ever journalled, and the room on the disk.

    `unread` counts lines of that journal that are not understood.
    """

    acknowledged: tuple[Acknowledgement, ...] = ()
    unread: int = 0
    room: Room | None = None


def judge(connection: Connection, surroundings: Surroundings, rules: Iterable[Rule] | None = None) -> None:
    """Judge all rules (those shipped) anew and keep what they find, in one transaction; nothing where no run was loaded yet.

    A rule that fails is a finding itself, and what it found before is kept: kills wait for what is published here.
    """
    if not contents.has_table(connection, "findings"):  # a file of an older schema: the next load migrates it
        return
    loaded = statements.run(connection, "load/read_last_load")
    if not loaded:
        return
    run, _, planned_at = loaded[0]
    if room := surroundings.room:
        values = {
            "measured_at": naive(room.measured_at),
            "free_bytes": room.free_bytes,
            "total_bytes": room.total_bytes,
        }
        connection.begin()
        statements.run(connection, "load/delete_disk", run=run)
        statements.run(connection, "load/insert_disk", run=run, **values)
        connection.commit()
    found = [
        *_all_found(connection, shipped_rules() if rules is None else rules, planned_at),
        *_unread(surroundings.unread),
    ]
    connection.begin()
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
    for rule, row in found:
        values = dict(zip(_COLUMNS, row, strict=True))
        statements.run(connection, "load/insert_found", rule=rule.name, title=rule.title, **values)
    # Before closing, so that what is closed now has its own acknowledgement; and after, for what goes on from before.
    for step in ("acknowledge_findings", "close_findings", "merge_findings", "acknowledge_findings"):
        statements.run(connection, f"load/{step}", run=run, now=planned_at, unanswered=UNANSWERED.name)
    connection.commit()


def _all_found(connection: Connection, rules: Iterable[Rule], now: object) -> Iterator[tuple[Rule, Row]]:
    """Ask every rule, outside a transaction: one in which a statement failed takes no other."""
    for rule in rules:
        try:
            rows = _found(connection, rule, now)
        except DatabaseError as error:  # its words may be those of rows
            yield UNANSWERED, (rule.name, "critical", type(error).__name__, None, None)
        else:
            yield from ((rule, row) for row in rows)


def _found(connection: Connection, rule: Rule, now: object) -> list[Row]:
    values = {"now": now} if "now" in statements.parameters(rule.sql) else None
    rows = rule.sql.strip().removesuffix(";")
    asked = (  # a file of ours inside a sentence of ours
        "select cast(subject as varchar), severity, detail, cast(figure as double), cast(threshold as double) "  # noqa: S608
        f"from ({rows}\n) as found "
        f"order by list_position(['critical', 'warning', 'info'], severity), subject, detail limit {MOST}"
    )
    return connection.execute(asked, values).fetchall()


def _unread(lines: int) -> Iterator[tuple[Rule, Row]]:
    if lines:
        yield UNREAD, ("acknowledgements.jsonl", "warning", f"lines passed over: {lines}", lines, 0)
