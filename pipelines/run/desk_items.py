"""What the desk reads of single things: what is set aside, documents and how they begin, articles, findings."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from pipelines import settings as environment
from pipelines.collect.raw import RawCorruptError, RawMissingError, RawStore
from pipelines.report.desk_articles import OneArticle, article_of
from pipelines.report.desk_documents import Body, Came, OneDocument, came_of, excerpt_of, items_of
from pipelines.report.desk_quarantine import (
    OneEntry,
    Pending,
    Quarantine,
    checks_that_refused,
    ended_of,
    entries_of,
    refused_of,
)
from pipelines.report.desk_rules import Findings
from pipelines.run import deciding
from pipelines.run.findings import explained, findings_in
from pipelines.run.house import Reading, naive, question, reading
from pipelines.settings import Settings

LARGEST_SHOWN: Final = 8 * 1024 * 1024
"""Bytes of a body above which none of it is shown: reading it would keep the page waiting."""

_ARTICLE: Final = {
    "revisions": "desk_article_revisions",
    "seen": "desk_article_seen",
    "story": "desk_article_story",
    "refused": "desk_article_refused",
}


# ── Quarantine ────────────────────────────────────────────────────────────────────────────────────


def quarantine(
    chosen: Settings | None = None, *, now: datetime | None = None, requested: Iterable[deciding.Pending] = ()
) -> Quarantine:
    """Return all that is set aside, the latest first; `requested` is what was asked for and is not journalled yet.

    Raises `NothingPublished` when there is no snapshot.
    """
    found = chosen or environment.load()
    with reading(found) as snapshot:
        deciding.check_version(snapshot)
        only = {"states": list(deciding.STATES)}
        return Quarantine(
            now=naive(now),
            snapshot=snapshot.snapshot,
            entries=entries_of(snapshot.rows("quarantine", **only), _pending(found, snapshot, requested)),
            questions={"entries": question("quarantine", **only)},
        )


def entry(
    key: str,
    chosen: Settings | None = None,
    *,
    now: datetime | None = None,
    requested: Iterable[deciding.Pending] = (),
) -> OneEntry | None:
    """Return something that is or was set aside, by `Subject.key`; None when no run has ever seen it.

    `requested` is what was asked for and is not journalled yet.

    Raises `SettingsError` for what is no key, `NothingPublished` when there is no snapshot.
    """
    subject, found = deciding.subject_of(key), chosen or environment.load()
    with reading(found) as snapshot:
        deciding.check_version(snapshot)
        history = snapshot.rows("desk_endings", kind=subject.kind.value, id=subject.id)
        of_this = [row for row in history if row["revision"] == subject.revision]
        if not of_this:
            return None
        rows = snapshot.rows("desk_entry", kind=subject.kind.value, id=subject.id, revision=subject.revision)
        this = next(iter(entries_of(rows, _pending(found, snapshot, requested))), None)
        sightings = snapshot.rows("desk_sighting", id=subject.id, revision=subject.revision)
        fetches = dict.fromkeys(
            each
            for each in (
                sightings[0]["page_fetch_id"] if sightings else None,
                sightings[0]["fetch_id"] if sightings else None,
                of_this[0]["fetch_id"],
            )
            if each
        )
        refusals = {"id": subject.id, "document": of_this[0]["fetch_id"] or "" if subject.kind == "document" else ""}
        if subject.kind == "item" and this and this.article_id:
            refusals = {"id": f"{this.article_id}/{rows[0]['article_revision']}", "document": ""}
        return OneEntry(
            now=naive(now),
            snapshot=snapshot.snapshot,
            key=subject.key,
            entry=this,
            sighting=sightings[0] if sightings else None,
            came=tuple(came for each in fetches if (came := _came(snapshot, found, each)) is not None),
            checks=checks_that_refused(this, snapshot.rows("checks", runs=[this.run])) if this and this.rules else (),
            refused=refused_of(snapshot.rows("desk_refusals", **refusals)),
            history=ended_of(of_this),
            questions={
                "refused": question("desk_refusals", **refusals),
                "history": question("desk_endings", kind=subject.kind.value, id=subject.id),
                "document": question("desk_document", document=next(iter(fetches), "")),
            },
        )


def _pending(chosen: Settings, snapshot: Reading, requested: Iterable[deciding.Pending]) -> Mapping[str, Pending]:
    """Return the last decision about each thing that is not in effect yet, by key."""
    asked = sorted((*requested, *deciding.pending(chosen, snapshot)), key=lambda each: each.decided_at)
    return {
        each.subject.key: Pending(
            action=str(each.action), who=each.who, why=each.why, decided_at=naive(each.decided_at)
        )
        for each in asked
    }


# ── Documents ─────────────────────────────────────────────────────────────────────────────────────


def document(fetch_id: str, chosen: Settings | None = None, *, now: datetime | None = None) -> OneDocument | None:
    """Return one document with its items; None when the snapshot has none of this id.

    Raises `NothingPublished` when there is no snapshot.
    """
    found, only = chosen or environment.load(), {"document": fetch_id}
    with reading(found) as snapshot:
        came = _came(snapshot, found, fetch_id)
        if came is None:
            return None
        return OneDocument(
            now=naive(now),
            snapshot=snapshot.snapshot,
            came=came,
            items=items_of(snapshot.rows("desk_document_items", **only)),
            questions={
                "document": question("desk_document", **only),
                "items": question("desk_document_items", **only),
            },
        )


def _came(snapshot: Reading, chosen: Settings, fetch_id: str) -> Came | None:
    rows = snapshot.rows("desk_document", document=fetch_id)
    return came_of(rows[0], _body(chosen, rows[0])) if rows else None


def _body(chosen: Settings, row: Mapping[str, Any]) -> Body | None:
    """Return where a body lies and how it begins, unless nobody may see it; None where none came."""
    sha256 = row["raw_sha256"]
    if not sha256:
        return None
    raw = RawStore(chosen.data / "raw", chosen.data / "held")
    text, why = None, ""
    if row["is_withheld"] or raw.is_held(sha256):
        why = "Not shown: an agency holds back something in it, or has ordered it to vanish."
    elif raw.is_removed(sha256):
        why = "Not shown: it was removed on purpose."
    elif (row["body_bytes"] or 0) > LARGEST_SHOWN:
        why = "Not shown: it is too large to be read for a page."
    else:
        try:
            text = excerpt_of(raw.get(sha256))
        except RawMissingError:
            why = (
                "Not here: this Airflow does not see the file, or it was cleared after the time that its source allows."
            )
        except RawCorruptError:
            why = "Not shown: the stored bytes are damaged. Restore raw/ from the backup."
        except OSError:
            why = "Not shown: the file cannot be read."
    return Body(
        sha256=sha256,
        size_bytes=row["body_bytes"] or 0,
        place=f"raw/{sha256[:2]}/{sha256[2:4]}/{sha256}.zst",
        text=text,
        why=why,
    )


# ── Articles ──────────────────────────────────────────────────────────────────────────────────────


def article(article_id: str, chosen: Settings | None = None, *, now: datetime | None = None) -> OneArticle | None:
    """Return one article; None when none of this id is held, or nobody may see it.

    Raises `NothingPublished` when there is no snapshot.
    """
    only = {"article": article_id}
    with reading(chosen) as snapshot:
        about = snapshot.rows("desk_article", **only)
        if not about:
            return None
        return article_of(
            now=naive(now),
            snapshot=snapshot.snapshot,
            about=about[0],
            **{name: snapshot.rows(file, **only) for name, file in _ARTICLE.items()},
            questions={name: question(file, **only) for name, file in ({"about": "desk_article"} | _ARTICLE).items()},
        )


# ── Findings ──────────────────────────────────────────────────────────────────────────────────────


def findings(chosen: Settings | None = None, *, now: datetime | None = None) -> Findings:
    """Return the findings that stand. Raises `NothingPublished` when there is no snapshot."""
    found = chosen or environment.load()
    with reading(found) as snapshot:
        lines = findings_in(snapshot, found)
        return Findings(
            now=naive(now),
            snapshot=snapshot.snapshot,
            lines=lines,
            closed=snapshot.rows("desk_closed") if lines is not None else (),
            rules=explained(),
            questions={"findings": question("findings_open"), "closed": question("desk_closed")},
        )
