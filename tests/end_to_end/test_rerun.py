"""Running again changes nothing; neither does the size of batches or the order of runs."""

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


def test_two_days_in_one_run_of_small_batches_give_the_same_tables(collected, two_days):
    collected.edition(2)
    collected.edition(3)
    collected.monitor(2, "--batch-size", "60")
    assert collected.hashes() == two_days.hashes()
