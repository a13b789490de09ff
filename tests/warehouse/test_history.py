"""What the next run is told of earlier ones."""

from datetime import timedelta

from pipelines import warehouse
from pipelines.records import KnownItem, LedgerKind, Outcome, Reason
from pipelines.warehouse import Ending


def test_before_the_first_snapshot_there_is_nothing(desk, rows):
    assert warehouse.known_items(desk.settings, rows.DAWN) == ()
    assert warehouse.endings(desk.settings) == {}
    assert warehouse.accounted(desk.settings) == {}
    assert warehouse.tombstones(desk.settings) == ()


def publish(desk, *given, **changes):
    approved, _ = desk.load(*given, **changes)
    warehouse.publish(desk.settings, approved.run)


def test_known_items_are_those_whose_text_is_stored(desk, rows):
    old, new, textless = (
        rows.observation("i", seen=0),
        rows.observation("j", seen=5),
        rows.observation("k", article=None, text=None, seen=6),
    )
    publish(desk, old, rows.article(old), new, rows.article(new), textless)
    assert warehouse.known_items(desk.settings, rows.at(1)) == (
        KnownItem(
            item_id=new.item_id,
            item_revision=new.item_revision,
            article_id=new.article_id,
            revision=new.revision,
            ranked_at=rows.at(5),
        ),
    )
    assert len(warehouse.known_items(desk.settings, rows.DAWN - timedelta(days=1))) == 2


def test_the_latest_outcome_by_token_counts(desk, rows):
    publish(desk, rows.document("f0", Outcome.FAILED, reason=Reason.BATCH_LOST))
    publish(desk, rows.document("f0", Outcome.LOADED), now=rows.at(-99))  # the clock went back, the token did not
    assert warehouse.accounted(desk.settings)["f0"].outcome is Outcome.LOADED


def test_a_held_story_speaks_for_its_document(desk, rows):
    held = {"outcome": Outcome.HELD, "reason": Reason.EMBARGO, "article": None, "text": None, "fetch_id": "f0"}
    publish(
        desk,
        rows.document("f0"),
        rows.observation("i", **held, until_at=rows.at(8)),
        rows.observation("j", **held, until_at=rows.at(3)),
        rows.observation("k", **(held | {"reason": Reason.WITHHELD})),
        rows.observation("l", **(held | {"outcome": Outcome.LOADED, "reason": None})),
    )
    assert warehouse.accounted(desk.settings) == {
        "f0": Ending(
            kind=LedgerKind.ITEM, outcome=Outcome.HELD, reason=Reason.EMBARGO, until_at=rows.at(3), next_try_at=None
        )
    }
    assert len(warehouse.endings(desk.settings)["f0"]) == 5
    publish(desk, *(rows.observation(each, fetch_id="f0") for each in "ijk"))
    assert warehouse.accounted(desk.settings)["f0"].outcome is Outcome.LOADED


def test_a_day_is_accounted_for_by_what_was_settled(desk, rows):
    publish(
        desk,
        rows.document("f0"),
        rows.document("f1", Outcome.FAILED, reason=Reason.BATCH_LOST),
        rows.document("f2", fetched_at=rows.at(24)),
        rows.document("f3", fetched_at=rows.at(24)),
        rows.observation(outcome=Outcome.HELD, reason=Reason.EMBARGO, fetch_id="f2", until_at=rows.at(30)),
    )
    day = rows.DAWN.date()
    assert warehouse.accounted_days(desk.settings, rows.at(29)) == {day: 1, day + timedelta(days=1): 2}
    assert warehouse.accounted_days(desk.settings, rows.at(31)) == {day: 1, day + timedelta(days=1): 1}
    assert warehouse.settled(desk.settings, rows.DAWN, rows.at(29)) == {"f0": False, "f2": False, "f3": False}
    assert warehouse.settled(desk.settings, rows.at(1), rows.at(31)) == {"f3": False}
    publish(desk, rows.document("f1", Outcome.QUARANTINED, reason=Reason.NOT_A_FEED))
    assert warehouse.settled(desk.settings, rows.DAWN, rows.at(29))["f1"] is True
    assert warehouse.accounted_days(desk.settings, rows.at(29))[day] == 2
    assert set(warehouse.endings(desk.settings, rows.at(1))) == {"f2", "f3"}
    assert set(warehouse.endings(desk.settings)) == {"f0", "f1", "f2", "f3"}
