"""The page of one article: how it stands, where it was seen, what was refused of it. The terminal tells its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pipelines.report.brief_words import web_address
from pipelines.report.desk_findings import Rows
from pipelines.report.desk_quarantine import Ended, refused_of
from pipelines.report.pages import Page, page

STYLE: Final = "desk.css"
_WORDS: Final = frozenset(
    {"title", "text_depth", "relevance", "published_precision", "published_origin", "pack_version"}
)
"""Columns that may be empty and are shown as words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneArticle:
    """One article; the rows are those of `sql/report/desk_article*.sql`."""

    now: datetime
    snapshot: str
    about: Mapping[str, Any]
    revisions: Rows
    seen: Rows
    story: Rows
    refused: tuple[Ended, ...]
    questions: Mapping[str, str]


def article_of(
    *,
    now: datetime,
    snapshot: str,
    about: Mapping[str, Any],
    revisions: Rows,
    seen: Rows,
    story: Rows,
    refused: Rows,
    questions: Mapping[str, str],
) -> OneArticle:
    """Return one article; `now` is naive UTC."""
    return OneArticle(
        now=now,
        snapshot=snapshot,
        about={name: "" if value is None and name in _WORDS else value for name, value in about.items()},
        revisions=revisions,
        seen=seen,
        story=story,
        refused=refused_of(refused),
        questions=questions,
    )


def article_page(article: OneArticle, *, root: str) -> Page:
    """Return the page of one article."""
    return page(
        "desk_article.html",
        STYLE,
        root=root,
        desk=article,
        now=article.now,
        about=article.about,
        address=web_address(article.about["url"]),
    )
