"""A batch that is lost and a batch that is broken: what the run still publishes, and what the next one makes good."""

from dataclasses import replace

import pytest

from pipelines import run, stage, warehouse
from pipelines.errors import FenceLost, RunIncomplete, RunStopped
from pipelines.records import (
    ArticleRow,
    CreditRow,
    FacetRow,
    FramingRow,
    MentionRow,
    Observation,
    RoundRow,
    StatementRow,
)
from pipelines.run import house as houses
from pipelines.run.acknowledging import acknowledge
from pipelines.run.planning import Planned

pytestmark = pytest.mark.slow


@pytest.fixture
def here(collected, monkeypatch):
    """The first press day collected, and this process set up to work it."""
    for name, value in collected.environment.items():
        if name.startswith("TRUCEWATCH_"):
            monkeypatch.setenv(name, value)
    return collected


def planned(batch_size: int = 400, name: str = "test") -> Planned:
    return run.plan(
        run_after=houses.clock(), dag_run_id=name, as_of=run.instant("2025-05-16T23:59:59"), batch_size=batch_size
    )


def settle(name: str) -> None:
    for task in (run.cluster, run.validate, run.load, run.publish):
        task(name)


def ask(query: str) -> list[tuple]:
    return list(warehouse.query(run.open_house().settings, query).rows)


def test_a_lost_batch_is_failed_and_made_good_by_the_next_run(here):
    plan = planned(batch_size=50)
    assert len(plan.batches) > 2
    for batch in plan.batches[1:]:
        run.process(batch)
    settle(plan.run)
    with pytest.raises(RunIncomplete, match="1 of"):
        run.finish(plan.run)
    failed = ask("select outcome, reason from ledger where reason = 'batch_lost'")
    assert failed
    assert set(failed) == {("failed", "batch_lost")}
    assert ask("from ledger_conservation") == []
    short = ask("select count(*) from articles")[0][0]

    run.monitor(as_of=run.instant("2025-05-16T23:59:59"))
    assert ask("select count(*) from articles")[0][0] > short
    assert ask("select * from ledger_current where reason = 'batch_lost'") == []
    assert ask("from ledger_conservation") == []


def test_a_broken_batch_stops_the_load_and_is_published_red(here):
    plan = planned()
    (batch,) = plan.batches
    run.process(batch)
    # As a tagger would that counts in bytes and whose weights do not add up.
    change(plan.run, batch, MentionRow, lambda row: replace(row, start=row.start + 1))
    change(plan.run, batch, FramingRow, lambda row: replace(row, start=row.start + 1))
    change(plan.run, batch, FacetRow, lambda row: replace(row, score=row.score + 1))
    settle(plan.run)
    with pytest.raises(RunStopped, match="Nothing of run"):
        run.finish(plan.run)
    assert ask("select count(*) from article_revisions") == [(0,)]
    assert ask("select distinct outcome, reason from ledger where kind = 'item' and outcome <> 'failed'") == []
    assert ask("select count(*) > 0 from quality_results where not success and severity = 'critical'") == [(True,)]
    ((stopped, why),) = ask("select stopped, stop_reason from runs")
    assert stopped
    assert [each.partition(":")[0] for each in why.split("; ")] == ["mentions", "facets", "framing"]
    assert ask("select subject, severity, detail from findings_open where rule = 'stopped_load'") == [
        ("load", "critical", why)
    ]
    assert ask("select count(distinct suite) from quality_results") == [(13,)], "what else was found is shown too"
    assert ask("from ledger_conservation") == []

    one_item_and_two_tags_are_refused()


def one_item_and_two_tags_are_refused() -> None:
    """The run after it takes everything up again, and sets aside exactly what is not as expected."""
    plan = planned(name="next")
    (batch,) = plan.batches
    run.process(batch)
    item_id = rows_of(plan.run, batch, StatementRow)[0].item_id
    for record in (Observation, ArticleRow, MentionRow, StatementRow, FacetRow, RoundRow, FramingRow, CreditRow):
        change(plan.run, batch, record, lambda row: replace(row, item_revision="x") if row.item_id == item_id else row)
    others = [row for row in rows_of(plan.run, batch, FramingRow) if row.item_id != item_id]
    shifted = [others[0], next(row for row in others if row.article_id != others[0].article_id)]
    change(plan.run, batch, FramingRow, lambda row: replace(row, surface=row.surface + "!") if row in shifted else row)
    # Far too many: but somebody has said to go on.
    change(plan.run, batch, FacetRow, lambda row: replace(row, score=row.score + 1))
    acknowledge("stopped_load", "load", "olga", "the facets are known to be wrong")
    settle(plan.run)
    run.finish(plan.run)

    assert ask("select count(*) > 20 from articles") == [(True,)]
    assert ask("select closed_at is not null from findings where rule = 'stopped_load'") == [(True,)]
    assert ask("select count(*) from revision_facets") == [(0,)]
    assert ask("from ledger_conservation") == []
    refused = ask(f"select subject, article_id from rejected_rows where reason = 'expectation' and run = '{plan.run}'")
    refused = [row for row in refused if row[0] != "revision_facets"]
    assert sorted(subject for subject, _ in refused) == [
        "article_revisions", "revision_framing", "revision_framing", "sightings",
    ]  # fmt: skip
    # Of the item, neither the article nor anything that was said of it; of the tags, only themselves.
    ((gone,),) = {(article_id,) for subject, article_id in refused if subject == "article_revisions"}
    for table in ("article_revisions", "revision_mentions", "revision_statements", "revision_facets", "sightings"):
        assert ask(f"select count(*) from {table} where article_id = '{gone}'") == [(0,)]
    for row in shifted:
        assert ask(f"select count(*) from article_revisions where article_id = '{row.article_id}'") == [(1,)]
        assert ask(
            f"select count(*) from revision_framing where article_id = '{row.article_id}' and position = {row.position}"
        ) == [(0,)]
    told = ask(f"select outcome, reason, detail from ledger where id = '{item_id}' and run = '{plan.run}'")
    assert told == [("quarantined", "expectation", "expect_column_values_to_match_regex(item_revision)")]


def rows_of(name, batch, record):
    folder = run.open_house().stage(name, batch)
    return stage.rows(folder, stage.read_manifest(folder, batch), record)


def change(name, batch, record, changed) -> None:
    """Write the rows of one record type of a batch anew."""
    folder = run.open_house().stage(name, batch)
    manifest = stage.read_manifest(folder, batch)
    broken = stage.write(folder, [changed(row) for row in stage.rows(folder, manifest, record)], record)
    files = tuple(broken if file.record == record.__name__ else file for file in manifest.files)
    stage.write_manifest(folder, replace(manifest, files=files))


def test_a_run_that_was_overtaken_cannot_load(here):
    older = planned()
    for batch in older.batches:
        run.process(batch)
    run.cluster(older.run)
    run.validate(older.run)
    newer = planned(name="newer")
    with pytest.raises(FenceLost):
        run.load(older.run)
    assert newer.batches, "what the older run took up is taken up again"


def test_loading_and_finishing_a_run_again_changes_nothing(here):
    plan = planned()
    for batch in plan.batches:
        run.process(batch)
    settle(plan.run)
    before = warehouse.content_hashes(warehouse.published_path(run.open_house().settings))
    run.load(plan.run)
    run.publish(plan.run)
    assert run.finish(plan.run) == run.finish(plan.run)
    assert warehouse.content_hashes(warehouse.published_path(run.open_house().settings)) == before
