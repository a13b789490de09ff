"""The list of places that hold words of others is whole: no folder and no column is left out."""

import re

import pytest

from pipelines.run.places import DERIVED_COLUMNS, PLACES, TEXT_COLUMNS
from pipelines.settings import Settings
from pipelines.warehouse import connect, contents, statements
from pipelines.warehouse.loading import DERIVE, ERASE

PLAIN = {
    "sightings": {"version", "status", "flags"},
    "article_heads": set(),
    "article_revisions": {
        "text_depth", "text_fingerprint", "language", "declared_language", "published_precision", "published_origin",
        "flags", "relevance", "relevance_evidence", "pack_version", "raw_sha256", "identified_by", "other_ids",
    },
    "article_visits": {"raw_sha256"},
    "revision_mentions": {"zone", "kind", "actor", "wikidata", "name", "rule", "pack_version"},
    "revision_statements": {
        "zone", "speaker", "attributed_to", "type", "facet", "target", "modality", "places", "amounts", "rule", "pack_version",
    },
    "revision_framing": {"zone", "concept", "side", "rule", "pack_version"},
    "revision_credits": {"zone", "outlet", "rule", "pack_version"},
    "wire_versions": {"version", "status", "slug_key", "text_fingerprint", "flags", "raw_sha256"},
    "uncorrected_revisions": {"relevance", "relevance_evidence"},
    "corrections": {"kind", "zone", "who", "undone_by"},
    "decisions": {"action", "kind", "expectations", "who"},
    "documents": {
        "kind", "fetch_outcome", "content_type", "raw_sha256", "format", "outcome", "reason",
    },
    "rejected_rows": {"stage", "subject", "reason"},
    "ledger": {"kind", "outcome", "reason"},
    "claims": {"claim_key", "speaker", "type", "facet", "target", "places", "amounts", "languages"},
    "first_reports": {"source", "precision"},
}  # fmt: skip
"""Columns of these tables that hold words of ours, hashes or codes."""

OURS = {
    "migrations", "fence", "runs", "run_items", "quality_results", "sources", "actors", "source_health", "tombstones",
    "revision_facets", "revision_rounds", "identity_links", "article_alias", "story_members", "claim_reports",
    "claim_keys", "article_heads", "rounds", "findings", "disk", "killed_ids",
}  # fmt: skip
"""Tables without a word of an article: ids, hashes, figures, the pack, and notes of agencies about what they killed."""


LISTED = {**TEXT_COLUMNS, **DERIVED_COLUMNS}


@pytest.fixture(scope="module")
def columns(tmp_path_factory):
    """Columns with text by table, as the migrations make them; ids and hashes by their names are none."""
    path = tmp_path_factory.mktemp("schema") / "empty.duckdb"
    with connect.attached(path, Settings(workers=1)) as connection:
        for file in statements.files("schema"):
            connection.execute(file.read_text(encoding="utf-8"))
        return {
            table: {
                name
                for name, kind in contents.columns(connection, table).items()
                if "varchar" in kind and not re.search(r"(_id|_sha256|^run|revision|^id|_ids)$", name)
            }
            for table in contents.tables()
        }


def test_every_column_with_text_is_known(columns):
    unknown = {
        table: sorted(names - LISTED.get(table, set()) - PLAIN.get(table, set()))
        for table, names in columns.items()
        if table not in OURS
    }
    assert {table: names for table, names in unknown.items() if names} == {}


def test_no_column_is_listed_that_is_not_there(columns):
    for table, names in LISTED.items():
        assert names <= columns[table], table


def test_a_kill_reaches_every_table_that_holds_text():
    changed = set()
    for step in ERASE:
        sql = re.sub(r"--[^\n]*", "", statements.text(f"load/{step}"))
        changed |= set(re.findall(r"(?:delete from|update)\s+(\w+)", sql))
    assert set(TEXT_COLUMNS) <= changed


def test_what_follows_from_it_is_made_anew_by_each_load():
    assert {f"delete_{table}" for table in DERIVED_COLUMNS} <= set(DERIVE)


@pytest.mark.slow
def test_every_folder_is_known(two_days):
    files = {each.name for each in two_days.data.iterdir() if each.is_dir()}
    assert files <= set(PLACES)
    assert {"warehouse", "published", "raw", "held", "inbox", "journal", "stage"} <= files
