"""Running again changes nothing; neither does the size of batches, the order of runs, or who runs them."""

import pytest

pytestmark = pytest.mark.slow


def test_collecting_and_monitoring_again_changes_nothing(shop, two_days):
    shop.day(1)
    shop.day(2)
    before = shop.hashes()
    assert before == two_days.hashes()
    shop.day(2)
    assert shop.hashes() == before
    shop.call("reprocess")
    assert shop.hashes() == before
    assert shop.rows("select * from ledger_conservation") == []


def test_two_days_in_one_run_of_small_batches_give_the_same_tables(shop, two_days):
    for day in (1, 2):
        shop.press.day = day
        shop.press.deliver(shop.data, day)
        shop.call("collect")
    shop.call("monitor", "--as-of", "2025-05-17T23:59:59+0000", "--batch-size", "7")
    assert shop.hashes() == two_days.hashes()
