"""Decisions about quarantined things in the warehouse: which run took one up, and what of one outlives a kill."""

from dataclasses import replace

from pipelines import warehouse
from pipelines.records import Decision, DecisionAction, FetchKind, LedgerKind
from pipelines.run import decisions


def test_a_decision_keeps_the_run_that_took_it_up_and_loses_its_words_with_the_article(desk, rows):
    seen = rows.observation()
    made = [
        Decision(
            decision_id=name, action=DecisionAction.RELEASE, kind=LedgerKind.ITEM, id=rows.make_id(item), revision="x",
            fetch_id="f0", who="vera", why="Quoted9Words", decided_at=rows.at(20), article_id=article and rows.make_id(article),
            article_revision=article and "r", expectations=("one(a)", "two(b)"),
        )
        for name, item, article in (("d1", "other", "a"), ("d2", "i", None), ("d3", "else", None))
    ]  # fmt: skip
    page = rows.document("page", kind=FetchKind.PAGE, item_id=seen.item_id)
    made.append(replace(made[2], decision_id="d4", action=DecisionAction.DISMISS, kind=LedgerKind.DOCUMENT, id="page"))
    first, _ = desk.load(seen, rows.article(seen), page, decisions=made[:2], taken_up=("d1",))
    second, _ = desk.load(decisions=made, taken_up=("d1", "d3"))
    assert desk.rows("select decision_id, run, expectations from decisions order by 1") == [
        ("d1", first.run, ["one(a)", "two(b)"]),
        ("d2", None, ["one(a)", "two(b)"]),
        ("d3", second.run, ["one(a)", "two(b)"]),
        ("d4", None, ["one(a)", "two(b)"]),
    ]
    assert desk.problems() == {}
    stopped, _ = desk.load(decisions=made, taken_up=("d2",), stop_reason="a threshold")
    assert desk.rows(f"select count(*) from decisions where run = '{stopped.run}'") == [(0,)]

    before = desk.hashes()["decisions"]
    _, told = desk.load(decisions=made, taken_up=("d2",))
    assert desk.hashes()["decisions"] == before, "who took it up when is no content"
    _, told = desk.load(kills=[rows.kill("i")], decisions=made)
    assert told.erased
    assert desk.rows("select decision_id, who, why from decisions order by 1") == [
        ("d1", "vera", ""),
        ("d2", "vera", ""),
        ("d3", "vera", "Quoted9Words"),
        ("d4", "vera", ""),
    ]
    assert desk.problems() == {}
    # By the end of the run the journal has lost the same words, and no others.
    decisions.append(desk.settings.data, made)
    last, _ = desk.load(kills=[rows.kill("i")], decisions=made)
    warehouse.publish(desk.settings, last.run)
    assert decisions.forget_words(desk.settings.data, warehouse.killed_ids(desk.settings)) == 3
    kept = {each.decision_id: each.why for each in decisions.read(desk.settings.data)}
    assert kept == dict(desk.rows("select decision_id, why from decisions"))
