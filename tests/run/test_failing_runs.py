"""A batch that is lost and a batch that is broken: what the run still publishes, and what the next one makes good."""

from dataclasses import replace

import pytest

from pipelines import run, stage, warehouse
from pipelines.errors import FenceLost, RunIncomplete, RunStopped
from pipelines.records import MentionRow
from pipelines.run import house as houses
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
    break_offsets(plan.run, batch)
    settle(plan.run)
    with pytest.raises(RunStopped, match="Nothing of run"):
        run.finish(plan.run)
    assert ask("select count(*) from article_revisions") == [(0,)]
    assert ask("select distinct outcome, reason from ledger where kind = 'item' and outcome <> 'failed'") == []
    assert ask("select count(*) > 0 from quality_results where not success and severity = 'critical'") == [(True,)]
    assert ask("select stopped from runs") == [(True,)]
    assert ask("from ledger_conservation") == []

    run.monitor(as_of=run.instant("2025-05-16T23:59:59"))
    assert ask("select count(*) > 20 from articles") == [(True,)]
    assert ask("from ledger_conservation") == []


def break_offsets(name: str, batch: str) -> None:
    """Shift every mention by one letter, as a tagger that counts in bytes would."""
    folder = run.open_house().stage(name, batch)
    manifest = stage.read_manifest(folder, batch)
    mentions = [replace(row, start=row.start + 1) for row in stage.rows(folder, manifest, MentionRow)]
    broken = stage.write(folder, mentions, MentionRow)
    files = tuple(broken if file.record == "MentionRow" else file for file in manifest.files)
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
