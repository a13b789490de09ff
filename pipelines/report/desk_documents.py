"""What came: one document with the first of its bytes as text, and what became of the items in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pipelines.report.desk_findings import Rows, outcome_word
from pipelines.report.desk_words import meaning
from pipelines.report.pages import Page, page

STYLE: Final = "desk.css"
EXCERPT: Final = 4_000
"""Characters of a body that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Where the bytes of a document lie and how they begin. Without `text`, `why` says why it is not shown."""

    sha256: str
    size_bytes: int
    place: str
    text: str | None
    why: str

    @property
    def is_cut(self) -> bool:
        """Return whether there is more than is shown."""
        return self.text is not None and len(self.text) >= EXCERPT


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentItem:
    """One item of a document and how it ended. `key` leads to it where it is quarantined, else it is empty."""

    id: str
    title: str
    outcome: str
    reason: str
    detail: str
    article_id: str
    key: str
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A document as it came; `row` is that of desk_document.sql."""

    row: Mapping[str, Any]
    outcome: str
    reason: str
    body: Body | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDocument:
    """A document with its items."""

    now: datetime
    snapshot: str
    came: Came
    items: tuple[DocumentItem, ...]
    questions: Mapping[str, str]


def came_of(row: Mapping[str, Any], body: Body | None) -> Came:
    """Return a document in words."""
    row = {
        name: "" if value is None and name in {"kind", "source_id", "fetch_outcome"} else value
        for name, value in row.items()
    }
    return Came(row=row, outcome=outcome_word(row["outcome"] or ""), reason=meaning(row["reason"]), body=body)


def excerpt_of(body: bytes) -> str:
    """Return how a body begins, read as UTF-8, each byte that is none as a sign for it."""
    return body[: 4 * EXCERPT].decode("utf-8", "replace")[:EXCERPT]


def items_of(rows: Rows) -> tuple[DocumentItem, ...]:
    """Return the items of a document: rows of desk_document_items.sql."""
    return tuple(
        DocumentItem(
            id=row["id"],
            title=row["title"],
            outcome=outcome_word(row["outcome"]),
            reason=meaning(row["reason"]),
            detail=row["detail"] or "",
            article_id=(row["article_id"] or "") if row["outcome"] in {"loaded", "duplicate"} else "",
            key=f"item/{row['id']}/{row['revision']}" if row["outcome"] == "quarantined" else "",
            run=row["run"],
        )
        for row in rows
    )


def document_page(document: OneDocument, *, root: str) -> Page:
    """Return the page of one document."""
    return page(
        "desk_document.html", STYLE, section="sources", root=root, desk=document, now=document.now, came=document.came
    )
