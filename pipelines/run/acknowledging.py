"""`data/journal/acknowledgements.jsonl`: findings that a person knows of, by whom and why. Append-only, as all of the journal.

An acknowledgement is of one finding: what was closed and comes back is to be looked at again.
"""

import os
import pwd
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipelines import settings as environment
from pipelines.errors import SettingsError
from pipelines.run.house import clock, reading
from pipelines.run.journal import alone, append_lines, read_lines
from pipelines.settings import Settings
from pipelines.warehouse import Acknowledgement

LONGEST_WHY: Final = 2_000


def acknowledge(
    rule: str, subject: str, by: str | None = None, why: str = "", chosen: Settings | None = None
) -> Acknowledgement:
    """Say of an open finding that it is known, and journal that; durable on return. Again replaces what was said.

    `by` is the user of this machine unless given. Readers of the desk see it at once, the table from the next
    publication on. Raises `SettingsError` for a finding that is not open and without a reason, `NothingPublished`.
    """
    found = chosen or environment.load()
    reason = " ".join(why.split())
    if not reason or len(reason) > LONGEST_WHY:
        raise SettingsError(
            "An acknowledgement needs its reason, in at most 2,000 characters.",
            where="--why",
            next_step="Say in a sentence why this may stand: others will read it beside the finding.",
        )
    with reading(found) as snapshot:
        rows = snapshot.rows("findings_open") if snapshot.has("findings_open") else []
    open_now = [row for row in rows if (row["rule"], row["subject"]) == (rule, subject)]
    if not open_now:
        named = [str(row["subject"]) for row in rows if row["rule"] == rule] or sorted(
            {str(row["rule"]) for row in rows}
        )
        raise SettingsError(
            f"No finding {rule[:80]!r} about {subject[:80]!r} is open.",
            where="published snapshot",
            next_step=f"`trucewatch findings list` shows those that are: {', '.join(named[:8]) or 'none'}.",
        )
    made = Acknowledgement(
        rule=rule,
        subject=subject,
        first_seen_at=open_now[0]["first_seen_at"].replace(tzinfo=UTC),
        acknowledged_at=clock(),
        by=(by or "").strip() or pwd.getpwuid(os.getuid()).pw_name,
        why=reason,
    )
    with alone(_path(found.data)):
        append_lines(
            _path(found.data),
            [
                asdict(made)
                | {"first_seen_at": made.first_seen_at.isoformat(), "acknowledged_at": made.acknowledged_at.isoformat()}
            ],
        )
    return made


def read(data: Path) -> tuple[Acknowledgement, ...]:
    """Return every acknowledgement ever journalled, oldest first."""
    return tuple(
        replace(
            Acknowledgement(**line),
            first_seen_at=datetime.fromisoformat(line["first_seen_at"]),
            acknowledged_at=datetime.fromisoformat(line["acknowledged_at"]),
        )
        for line in read_lines(_path(data))
    )


def _path(data: Path) -> Path:
    return data / "journal" / "acknowledgements.jsonl"
