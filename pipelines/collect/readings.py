"""What each poll told of its source: the readings, `raw/readings/`."""

from datetime import datetime
from pathlib import Path

from pipelines.collect.recordlog import RecordLog
from pipelines.records import FeedState, Reading


class ReadingLog(RecordLog[Reading]):
    """The readings of a data folder, by the day of `read_at`."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            root,
            Reading,
            "read_at",
            {
                "state": FeedState,
                "read_at": datetime.fromisoformat,
                "state_since_at": datetime.fromisoformat,
                "newest_item_at": datetime.fromisoformat,
                "next_poll_at": datetime.fromisoformat,
            },
        )
