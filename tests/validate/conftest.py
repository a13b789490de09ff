"""Sound records of one run as frames, and the means to spoil one field of one row."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from pipelines import settings, stage
from pipelines.records import (
    AmountInStatement,
    ArticleRow,
    Basis,
    ItemStatus,
    MentionRow,
    Observation,
    Outcome,
    PlaceInStatement,
    StatementRow,
    TextDepth,
    make_id,
)

NOW = datetime.fromisoformat("2026-03-02T06:00:00+00:00")
SEEN = datetime.fromisoformat("2026-03-02T05:00:00")
TEXT = (
    "Delegations met for a second day in the palace by the strait. "
    "Sergey Lavrov said that the talks would go on. “We need a week,” said a mediator, and the guests left by boat."
)
RECORDS = {"items": Observation, "articles": ArticleRow, "mentions": MentionRow, "statements": StatementRow}


def keys_of(number):
    return {
        "item_id": make_id("item", str(number)),
        "item_revision": make_id("item revision", str(number)),
        "article_id": make_id("article", str(number)),
        "revision": make_id("revision", str(number)),
    }


def sound_row(suite, number):
    """Return the fields of the row that item `number` gives in a suite's frame."""
    rows = {
        "items": {
            "source_id": "harbour_post_en",
            "publisher_id": "harbour_post",
            "fetch_id": make_id("fetch", str(number)),
            "url": f"https://harbour-post.example/{number}",
            "title": "A second day of talks",
            "seen_at": SEEN,
            "last_seen_at": SEEN,
            "ranked_at": SEEN,
            "status": "usable",
            "flags": [],
            "outcome": Outcome.LOADED.value,
        },
        "articles": {
            "source_id": "harbour_post_en",
            "publisher_id": "harbour_post",
            "observed_at": SEEN,
            "url": f"https://harbour-post.example/{number}",
            "canonical_url": f"https://harbour-post.example/{number}",
            "title": "A second day of talks",
            "text": TEXT,
            "text_depth": TextDepth.FULL.value,
            "text_fingerprint": make_id(TEXT),
            "language": "en",
            "authors": ["Ada Quill"],
            "published_at": SEEN,
            "published_offset_minutes": 0,
            "published_precision": "second",
            "published_origin": "feed",
            "flags": [],
            "relevance": "talks",
            "relevance_score": 0.9,
            "relevance_evidence": ["lead:talks"],
            "pack_version": "f00d",
            "raw_sha256": "ab" * 32,
        },
        "mentions": {
            "position": 0,
            "zone": "text",
            "start": TEXT.index("Sergey"),
            "end": TEXT.index("Sergey") + len("Sergey Lavrov"),
            "surface": "Sergey Lavrov",
            "kind": "name",
            "actor": "lavrov",
            "wikidata": "Q58217",
            "name": "Sergey Lavrov",
            "as_actor": True,
            "rule": "alias",
            "pack_version": "f00d",
        },
        "statements": {
            "position": 0,
            "zone": "text",
            "start": TEXT.index("We need"),
            "end": TEXT.index("We need") + len("We need a week,"),
            "content": "We need a week,",
            "is_quote": True,
            "speaker_name": "a mediator",
            "type": "demand",
            "negated": False,
            "places": [],
            "amounts": [],
            "rule": "quote",
            "pack_version": "f00d",
        },
    }
    return {field.name: None for field in fields(RECORDS[suite])} | keys_of(number) | rows[suite]


def as_frame(suite, rows):
    return pd.DataFrame(list(rows), columns=[field.name for field in fields(RECORDS[suite])])


def spoil(row, change):
    """Return the row with the change; in JSON instants are text, and long values `{"repeat": …, "times": …}`."""
    return row | {name: parsed(name, value) for name, value in change.items()}


def parsed(name, value):
    match value:
        case {"repeat": part, "times": times}:
            return part * times
        case str() if name.endswith("_at"):
            return datetime.fromisoformat(value)
        case _:
            return value


@pytest.fixture(scope="session")
def now():
    return NOW


@pytest.fixture(scope="session")
def suites():
    return settings.shipped("expectations")


@pytest.fixture(scope="session")
def sound_frames():
    """Return a function that gives the four frames of `count` sound items, with changes by suite and number."""

    def build(count, changes=None):
        changes = changes or {}
        return {
            suite: as_frame(
                suite,
                [spoil(sound_row(suite, number), changes.get((suite, number), {})) for number in range(count)],
            )
            for suite in RECORDS
        }

    return build


@pytest.fixture(scope="session")
def staged_frames():
    """Return a function that gives the frames of `count` sound items as the stage makes them from records."""
    special = {
        "status": ItemStatus,
        "outcome": Outcome,
        "text_depth": TextDepth,
        "identified_by": lambda _: Basis.OWN,
        "other_ids": lambda _: (),
        "places": lambda _: (PlaceInStatement(place="kherson", role="keep"),),
        "amounts": lambda _: (AmountInStatement(value=1000.0, unit="prisoner", side="each"),),
    }

    def typed(name, value):
        if name in special:
            return special[name](value)
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC)
        return tuple(value) if isinstance(value, list) else value

    def build(count):
        return {
            suite: stage.frame(
                [
                    record(**{name: typed(name, value) for name, value in sound_row(suite, number).items()})
                    for number in range(count)
                ],
                record,
            )
            for suite, record in RECORDS.items()
        }

    return build


@pytest.fixture(scope="session")
def spoilt():
    """Return the cases of data/spoilt_rows.json, in order: item n+1 has the fault of case n."""
    return json.loads((Path(__file__).parent / "data" / "spoilt_rows.json").read_text("utf-8"))
