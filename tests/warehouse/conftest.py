"""Rows with short ids, an `Approved` made of them, and a warehouse in a folder of its own."""

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipelines import stage, warehouse
from pipelines.packs.model import Actor, SidePeriod
from pipelines.records import (
    ArticleRow,
    Check,
    CreditRow,
    DocumentRow,
    FacetRow,
    FeedState,
    FetchKind,
    FetchOutcome,
    FramingRow,
    ItemStatus,
    Kill,
    LedgerKind,
    LedgerRow,
    MentionRow,
    Observation,
    Outcome,
    PlaceInStatement,
    Reading,
    Reason,
    RejectedRow,
    RoundRow,
    Source,
    SourceKind,
    StatementRow,
    TextDepth,
    VisitRow,
    make_id,
)
from pipelines.run.memory import Likeness
from pipelines.settings import Settings
from pipelines.warehouse import connect

DAWN = datetime(2026, 1, 5, 5, tzinfo=UTC)
NAME = "Аня 🕊"  # beyond the basic plane, so that offsets in bytes or UTF-16 would be wrong


def at(hours):
    return DAWN + timedelta(hours=hours)


def observation(item="i", revision="x", *, article="a", text="r", seen=0, source="s1", **changes):
    row = Observation(
        item_id=make_id(item), item_revision=make_id(revision), source_id=source, publisher_id=f"p-{article}", fetch_id=f"f{seen}",
        page_fetch_id=None, guid=f"guid-{item}", url=f"https://press.example/{item}", title=f"Title {item} {revision}",
        seen_at=at(seen), absent_at=None, last_seen_at=at(seen), ranked_at=at(seen), published_at=at(-1), updated_at=None,
        version=None, status=ItemStatus.USABLE, flags=(), article_id=article and make_id(article),
        revision=text and make_id(text), outcome=Outcome.LOADED, reason=None, detail=None, next_try_at=None, until_at=None,
    )  # fmt: skip
    return replace(row, **changes)


def article(seen_as, body="", **changes):
    body = body or f"{NAME} spoke of {seen_as.revision}"
    row = ArticleRow(
        article_id=seen_as.article_id, revision=seen_as.revision, item_id=seen_as.item_id,
        item_revision=seen_as.item_revision, source_id=seen_as.source_id, publisher_id=seen_as.publisher_id,
        observed_at=seen_as.seen_at, url=seen_as.url, canonical_url=None, title=seen_as.title, text=body,
        text_depth=TextDepth.FULL, text_fingerprint=seen_as.revision, language="en", declared_language=None,
        authors=("N. N.",), site_name=None, published_at=seen_as.published_at, published_offset_minutes=0,
        published_precision="second", published_origin="feed", flags=(), relevance="talks", relevance_score=0.9,
        relevance_evidence=("rule",), pack_version="pack", raw_sha256="0" * 64,
    )  # fmt: skip
    return replace(row, **changes)


def children(of):
    key = {
        "article_id": of.article_id,
        "revision": of.revision,
        "item_id": of.item_id,
        "item_revision": of.item_revision,
        "pack_version": "pack",
    }
    mention = {"kind": "name", "actor": "anya", "wikidata": None, "name": "Anya", "as_actor": True, "rule": "r"}
    return (
        MentionRow(**key, position=0, zone="text", start=0, end=len(NAME), surface=of.text[: len(NAME)], **mention),
        MentionRow(**key, position=1, zone="title", start=0, end=5, surface=of.title[:5], **(mention | {"actor": "title"})),
        StatementRow(
            **key, position=0, zone="text", start=3, end=9, content=of.text[3:9], is_quote=True, speaker="anya",
            speaker_name="Anya", attributed_to=None, type="demand", facet=None, target=None, negated=False, modality=None,
            condition="if it rains", places=(PlaceInStatement(place="harbour", role="from"),), amounts=(), rule="r",
        ),
        FacetRow(**key, facet="talks", score=0.5, evidence=("title: talks", "lead: truce")),
        RoundRow(**key, round="round-1", aspect="subject", evidence="city"),
        FramingRow(
            **key, position=0, zone="text", start=0, end=len(NAME), surface=of.text[: len(NAME)], concept="name", side="one",
            quoted=False, rule="r",
        ),
        CreditRow(
            **key, position=0, zone="text", start=0, end=len(NAME), surface=of.text[: len(NAME)], outlet=None, name=NAME,
            publisher_id=None, rule="r",
        ),
    )  # fmt: skip


def ledger(run, row):
    return LedgerRow(
        run=run, kind=LedgerKind.ITEM, id=row.item_id, revision=row.item_revision, source_id=row.source_id,
        fetch_id=row.fetch_id, outcome=row.outcome, reason=row.reason, detail=row.detail, next_try_at=row.next_try_at,
        until_at=row.until_at, article_id=row.article_id, article_revision=row.revision,
    )  # fmt: skip


def document(fetch_id, outcome=Outcome.LOADED, **changes):
    row = DocumentRow(
        fetch_id=fetch_id, source_id="s1", kind=FetchKind.FEED, url="https://press.example/feed", fetched_at=DAWN,
        fetch_outcome=FetchOutcome.OK, final_url=None, status=200, content_type="text/xml", raw_sha256="1" * 64,
        body_bytes=10, format="rss", items=1, item_id=None, attempt=1, outcome=outcome, reason=None, detail=None, next_try_at=None,
    )  # fmt: skip
    return replace(row, **changes)


def document_ledger(run, row):
    return LedgerRow(
        run=run, kind=LedgerKind.DOCUMENT, id=row.fetch_id, revision="", source_id=row.source_id, fetch_id=row.fetch_id,
        outcome=row.outcome, reason=row.reason, detail=row.detail, next_try_at=row.next_try_at, until_at=None,
        article_id=None, article_revision=None,
    )  # fmt: skip


def visit(seen_as, hours, text=None, **changes):
    """A look again at the page of an observed item: `text` names the revision it showed, None = it was gone."""
    row = VisitRow(
        article_id=seen_as.article_id, fetch_id=f"v{hours}-{seen_as.item_id[:4]}", item_id=seen_as.item_id,
        item_revision=seen_as.item_revision, source_id=seen_as.source_id, checked_at=at(hours),
        status=200 if text else 404, revision=text and make_id(text), url=seen_as.url, moved_to=None, raw_sha256=None,
    )  # fmt: skip
    return replace(row, **changes)


def reading(hours, state="ok", since=None, source="s1", **changes):
    row = Reading(
        source_id=source, fetch_id=f"r{hours}", read_at=at(hours), state=FeedState(state),
        state_since_at=at(hours if since is None else since), items=3, new_items=1,
    )  # fmt: skip
    return replace(row, **changes)


def kill(item, hours=9, note="kill"):
    return Kill(
        item_id=make_id(item), source_id="s1", guid=f"guid-{item}", fetch_id="fk", ordered_at=at(hours), note=note
    )


def rejected(subject, key, **changes):
    row = RejectedRow(
        stage="validate", subject=subject, key=key, source_id=None, fetch_id=None, article_id=None, revision=None,
        reason=Reason.EXPECTATION, detail="detail",
    )  # fmt: skip
    return replace(row, **changes)


CHECK = Check(
    suite="articles", expectation="expect_something(title)", kwargs="{}", severity="warning", level="row",
    success=True, evaluated=1, unexpected=0, observed=None, unexpected_keys=(), notes="",
)  # fmt: skip
SOURCE = Source(
    source_id="s1",
    publisher_id="p-a",
    publisher="Press",
    kind=SourceKind.FEED,
    language="en",
    url="https://press.example/feed",
)
ACTOR = Actor(
    actor_id="anya", name="Anya", wikidata=None, type="person", gender="f",
    sides=(SidePeriod(side="one", from_on=DAWN.date()),),
)  # fmt: skip


@dataclass
class Desk:
    """A warehouse in a folder, and the means to load rows into it."""

    settings: Settings
    numbers: itertools.count

    def approved(self, *rows, run=None, kills=(), **changes):
        number = next(self.numbers)
        run = run or f"20260105T05{number:04d}Z-00000000"
        token = changes.pop("token", None) or warehouse.claim(self.settings, run, DAWN)
        observed = [row for row in rows if isinstance(row, Observation)]
        documents = [row for row in rows if isinstance(row, DocumentRow)]
        rows = [*rows, *(ledger(run, row) for row in observed), *(document_ledger(run, row) for row in documents)]
        by_record = {}
        for row in rows:
            by_record.setdefault(type(row), []).append(row)
        folder = self.settings.data / "stage" / run
        files = [(record, stage.write(folder, held, record)) for record, held in by_record.items()]
        values = {
            "run": run, "token": token, "now": DAWN + timedelta(minutes=number), "pack_version": "pack", "kills": tuple(kills),
            "files": tuple((record, folder / file.name, file.sha256) for record, file in files),
            "sources": (SOURCE,), "actors": (ACTOR,),
        }  # fmt: skip
        return warehouse.Approved(**(values | changes))

    def load(self, *rows, **changes):
        approved = self.approved(*rows, **changes)
        return approved, warehouse.load(self.settings, approved, Likeness())

    def rows(self, sql):
        with connect.reader(self.settings.warehouse_path) as connection:
            return connection.execute(sql).fetchall()

    def hashes(self):
        return warehouse.content_hashes(self.settings.warehouse_path)

    def problems(self):
        with connect.reader(self.settings.warehouse_path) as connection:
            return {
                path.stem: found
                for path in sorted((Path(__file__).parents[2] / "sql" / "checks").glob("*.sql"))
                if (found := connection.execute(path.read_text(encoding="utf-8")).fetchall())
            }


def open_desk(folder):
    return Desk(Settings(data=folder, workers=1), itertools.count())


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path / "data")


@pytest.fixture(scope="session")
def rows():
    """Builders of rows, by name."""
    return SimpleNamespace(
        at=at, observation=observation, article=article, children=children, document=document, kill=kill,
        rejected=rejected, ledger=ledger, visit=visit, reading=reading, SOURCE=SOURCE, open_desk=open_desk, make_id=make_id, DAWN=DAWN, NAME=NAME, CHECK=CHECK,
    )  # fmt: skip
