"""What findings need of the world when a run is published, and the open ones as people are shown them."""

import shutil
from dataclasses import asdict

from pipelines import settings as environment
from pipelines import warehouse
from pipelines.report.findings import Explained, FindingLine, finding_lines
from pipelines.run import acknowledging
from pipelines.run.house import Reading, clock, reading
from pipelines.settings import Settings


def surroundings(chosen: Settings) -> warehouse.Surroundings:
    """Return what is acknowledged, and how much room the disk of the data folder has now."""
    room = shutil.disk_usage(chosen.data)
    return warehouse.Surroundings(
        acknowledged=acknowledging.read(chosen.data),
        unread=acknowledging.count_unread(chosen.data),
        room=warehouse.Room(measured_at=clock(), free_bytes=room.free, total_bytes=room.total),
    )


def explained() -> dict[str, Explained]:
    """Return what every rule says of itself, by its name."""
    return {
        rule.name: Explained(
            name=rule.name,
            title=rule.title,
            finds=rule.finds,
            why=rule.why,
            next_step=rule.next_step,
            threshold=rule.threshold,
        )
        for rule in (*warehouse.shipped_rules(), warehouse.UNANSWERED, warehouse.UNREAD)
    }


def open_findings(chosen: Settings | None = None) -> tuple[FindingLine, ...]:
    """Return the findings of the published snapshot that stand, worst first, those that nobody knows of before others.

    What was acknowledged since it was published counts already. Raises `NothingPublished`.
    """
    found = chosen or environment.load()
    with reading(found) as snapshot:
        return findings_in(snapshot, found) or ()


def findings_in(snapshot: Reading, chosen: Settings) -> tuple[FindingLine, ...] | None:
    """Return the findings of an open snapshot that stand, as `open_findings`; None where no rule was asked yet."""
    if not snapshot.has("findings_open"):
        return None
    rows = snapshot.rows("findings_open")
    closed = {(row["rule"], row["subject"], row["first_seen_at"]): row["closed_acknowledged_at"] for row in rows}
    said = {}
    for each in acknowledging.read(chosen.data):
        key = (each.rule, each.subject, each.first_seen_at.replace(tzinfo=None))
        if (known := closed.get(key)) is None or each.acknowledged_at.replace(tzinfo=None) > known:
            said[key] = asdict(each)
    return finding_lines(rows, said, explained())
