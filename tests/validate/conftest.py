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
    Basis,
    FetchKind,
    FetchOutcome,
    ItemStatus,
    Outcome,
    PlaceInStatement,
    TextDepth,
    make_id,
)
from pipelines.run.settling import SUITES
from pipelines.validate.suites import read_suite

NOW = datetime.fromisoformat("2026-03-02T06:00:00+00:00")
SEEN = datetime.fromisoformat("2026-03-02T05:00:00")
TEXT = (
    "Delegations met for a second day in the palace by the strait. "
    "Sergey Lavrov said that the talks would go on. “We need a week,” said a mediator, and the guests left by boat."
)
MAIN = ("items", "revisions", "mentions", "statements")
LISTS = {"cues", "signals", "keywords", "genres", "subjects", "associations"}
LANGUAGES = {"harbour_post_en": "en"}
SHA256 = "ab" * 32


def span_of(words):
    return {"zone": "text", "start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


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
            "published_at": SEEN,
            "status": "usable",
            "flags": [],
            "outcome": Outcome.LOADED.value,
        },
        "revisions": {
            "source_id": "harbour_post_en",
            "publisher_id": "harbour_post",
            "observed_at": SEEN,
            "url": f"https://harbour-post.example/{number}",
            "canonical_url": f"https://harbour-post.example/{number}",
            "title": "A second day of talks",
            "text": TEXT,
            "text_depth": TextDepth.FULL.value,
            "text_fingerprint": make_id(TEXT, str(number)),
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
            "raw_sha256": SHA256,
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
        "documents": {
            "fetch_id": make_id("fetch", str(number)),
            "source_id": "harbour_post_en",
            "kind": FetchKind.FEED.value,
            "url": "https://harbour-post.example/rss.xml",
            "fetched_at": SEEN,
            "fetch_outcome": FetchOutcome.OK.value,
            "status": 200,
            "raw_sha256": SHA256,
            "body_bytes": 2_000,
            "format": "rss",
            "items": 1,
            "attempt": 1,
            "outcome": Outcome.LOADED.value,
        },
        "facets": {"facet": "talks", "score": 0.7, "evidence": ["talks"], "pack_version": "f00d"},
        "rounds": {"round": "strait-1", "aspect": "subject", "evidence": "palace+date", "pack_version": "f00d"},
        "framing": span_of("guests")
        | {
            "position": 0,
            "surface": "guests",
            "concept": "delegations",
            "side": "neutral",
            "quoted": False,
            "rule": "framing.common",
            "pack_version": "f00d",
        },
        "credits": span_of("a mediator")
        | {
            "position": 0,
            "surface": "a mediator",
            "outlet": "harbour_post",
            "name": "The Harbour Post",
            "rule": "credit.verb",
            "pack_version": "f00d",
        },
        "visits": {
            "fetch_id": make_id("look", str(number)),
            "source_id": "harbour_post_en",
            "checked_at": SEEN,
            "status": 200,
            "url": f"https://harbour-post.example/{number}",
            "raw_sha256": SHA256,
        },
        "wires": {
            "source_id": "strait_wire",
            "publisher_id": "strait_wire",
            "fetch_id": make_id("wire", str(number)),
            "raw_sha256": SHA256,
            "version_created_at": SEEN,
            "seen_at": SEEN,
            "status": ItemStatus.USABLE.value,
            "embargo_unclear": False,
            "flags": [],
            "urgency": 4,
        },
    }
    empty = {field.name: None for field in fields(SUITES[suite])}
    keys = {name: value for name, value in keys_of(number).items() if name in empty}
    return empty | keys | rows[suite] | ({"item_id": None} if suite == "documents" else {})


def as_frame(suite, rows):
    return pd.DataFrame(list(rows), columns=[field.name for field in fields(SUITES[suite])])


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
def languages():
    return LANGUAGES


@pytest.fixture(scope="session")
def suites():
    return settings.shipped("expectations")


LEAN = {
    "expect_column_values_to_be_in_set(relevance)",
    "expect_column_values_to_be_in_set(text_depth)",
    "expect_column_values_to_not_be_in_set(language)",
    "expect_column_values_to_match_regex(language)",
    "expect_column_values_to_be_between(published_ahead_days)",
    "expect_compound_columns_to_be_unique(article_id, revision)",
    "expect_column_values_to_not_be_null(article_id)",
    "expect_column_values_to_not_be_null(position)",
    "expect_column_values_to_be_in_set(kind)",
    "expect_column_values_to_be_in_set(article_known)",
    "expect_span_to_match_text(zone_text, start, end, surface)",
    "expect_table_row_count_to_be_between(table)",
}


@pytest.fixture(scope="session")
def lean(suites, tmp_path_factory):
    """The suites that ship with few of their expectations: each costs time, and what follows of one is the same."""
    folder = tmp_path_factory.mktemp("lean")
    for path in suites.glob("*.json"):
        suite = read_suite(suites, path.stem)
        kept = [each.model_dump() for each in suite.expectations if each.label in LEAN]
        (folder / path.name).write_text(json.dumps({"name": path.stem, "expectations": kept}), "utf-8")
    return folder


@pytest.fixture(scope="session")
def sound_frames():
    """Return a function that gives frames of `count` sound items, with changes by suite and number."""

    def build(count, changes=None, *, of=MAIN):
        changes = changes or {}
        return {
            suite: as_frame(
                suite,
                [spoil(sound_row(suite, number), changes.get((suite, number), {})) for number in range(count)],
            )
            for suite in of
        }

    return build


@pytest.fixture(scope="session")
def staged_frames():
    """Return a function that gives the frames of `count` sound items as the stage makes them from records."""
    special = {
        "status": lambda value: ItemStatus(value) if isinstance(value, str) else value,
        "outcome": Outcome,
        "text_depth": TextDepth,
        "kind": lambda value: FetchKind(value) if value in {each.value for each in FetchKind} else value,
        "fetch_outcome": FetchOutcome,
        "identified_by": lambda _: Basis.OWN,
        "other_ids": lambda _: (),
        "places": lambda _: (PlaceInStatement(place="kherson", role="keep"),),
        "amounts": lambda _: (AmountInStatement(value=1000.0, unit="prisoner", side="each"),),
    }

    def typed(name, value):
        if name in special:
            return special[name](value)
        if value is None and name in LISTS:
            return ()
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
            for suite, record in SUITES.items()
        }

    return build


@pytest.fixture(scope="session")
def spoilt():
    """Return the cases of data/spoilt_rows.json, in order: item n+1 has the fault of case n."""
    return json.loads((Path(__file__).parent / "data" / "spoilt_rows.json").read_text("utf-8"))
