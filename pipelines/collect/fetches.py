"""What was fetched, when, and how it ended: the fetch records, `raw/fetches/`."""

from datetime import datetime
from pathlib import Path

from pipelines.collect.recordlog import RecordLog
from pipelines.records import Fetch, FetchKind, FetchOutcome, Reason


class FetchLog(RecordLog[Fetch]):
    """The fetch records of a data folder, by the day of `fetched_at`."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            root,
            Fetch,
            "fetched_at",
            {
                "kind": FetchKind,
                "outcome": FetchOutcome,
                "reason": Reason,
                "fetched_at": datetime.fromisoformat,
                "next_try_at": datetime.fromisoformat,
            },
        )
