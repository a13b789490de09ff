"""Taking killed stories out of a stored document, where a hostile one can be killed itself."""

from dataclasses import dataclass

from pipelines import parse
from pipelines.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A document, and the guids of the stories that must not stand in it any more."""

    document: Document
    guids: frozenset[str]


def redact(work: Redaction) -> bytes | None:
    """Return what is left of the document, the same bytes where nothing of them stood in it; None when nothing is left."""
    return parse.redact(work.document, work.guids)
