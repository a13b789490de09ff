"""Which sources a run had not finished when it ended: their earlier bodies are gone through again by the next one.

A feed may have rolled over by then, and its older entries would otherwise never get their pages.
"""

from datetime import datetime
from pathlib import Path

from pipelines.collect.durable import make_folder, sync_folder
from pipelines.records import make_id


class Unfinished:
    """One small file per source: the instant from which its bodies are not finished."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def begin(self, source_id: str, since: datetime) -> None:
        """Mark the source durably before its new body is recorded; an earlier mark stays."""
        path = self._path(source_id)
        if self.since(source_id) is not None:
            return
        make_folder(self._root)
        scratch = path.with_suffix(".tmp")
        scratch.write_text(since.isoformat(), encoding="ascii")
        scratch.rename(path)
        sync_folder(self._root)

    def end(self, source_id: str) -> None:
        """Take the mark away."""
        self._path(source_id).unlink(missing_ok=True)

    def since(self, source_id: str) -> datetime | None:
        """Return the instant of the mark, None if there is none or a power cut left it empty."""
        try:
            return datetime.fromisoformat(self._path(source_id).read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    def _path(self, source_id: str) -> Path:
        return self._root / make_id(source_id)
