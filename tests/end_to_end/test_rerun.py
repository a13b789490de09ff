"""Running again changes nothing; neither does the size of batches or the order of runs."""

from random import Random

import pytest

pytestmark = pytest.mark.slow


def test_collecting_monitoring_and_reprocessing_again_changes_nothing(after_two_days, two_days):
    shop, before = after_two_days, two_days.hashes()
    shop.edition(3)
    shop.monitor(2)
    assert shop.hashes() == before
    shop.call("reprocess")
    assert shop.hashes() == before
    assert shop.rows("select * from ledger_conservation") == []


@pytest.mark.soak
def test_two_days_in_one_run_of_small_batches_give_the_same_tables(collected, two_days):
    collected.edition(2)
    collected.edition(3)
    collected.monitor(2, "--batch-size", "60")
    assert collected.hashes() == two_days.hashes()


@pytest.mark.soak  # in `make test` single loads come in every order (tests/warehouse), looks in cuts (tests/run/test_revisits.py)
@pytest.mark.parametrize("seed", range(1, 6))
def test_no_order_of_runs_shows_and_a_rebuild_gives_the_same(collected, two_days, seed):
    """The sources in two runs, in an order that no clock gives, some of the second day before some of the first."""
    collected.edition(2)
    collected.edition(3)
    sources = [row["source_id"] for row in two_days.rows("select source_id from sources order by source_id")]
    Random(seed).shuffle(sources)
    for part in range(2):
        chosen = (word for each in sources[part::2] for word in ("--source", each))
        collected.call("reprocess", "--batch-size", "60", *chosen)
    assert collected.hashes() == two_days.hashes()
    collected.call("rebuild", "--check", "--window", "200")  # in `make test` a smaller one: tests/run/test_replay.py
