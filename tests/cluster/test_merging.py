"""What a run makes of several observations of one item and of one article."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines import cluster
from pipelines.records import ArticleRow, ItemStatus, Observation, Outcome, TextDepth, VisitRow

DAWN = datetime(2026, 1, 5, tzinfo=UTC)


def at(hours):
    return DAWN + timedelta(hours=hours)


def observation(item="i", *, seen=0, revision="A", outcome=Outcome.LOADED, **changes):
    row = Observation(
        item_id=item, item_revision="x", source_id="s", publisher_id="p", fetch_id=f"f{seen}", page_fetch_id=None, guid=item,
        url=None, title="t", seen_at=at(seen), absent_at=None, last_seen_at=at(seen), ranked_at=at(seen), published_at=None,
        updated_at=None, version=None, status=ItemStatus.USABLE, flags=(), article_id="a", revision=revision, outcome=outcome,
        reason=None, detail=None, next_try_at=None, until_at=None,
    )  # fmt: skip
    return replace(row, **changes)


def article(item="i", revision="A", *, observed=0):
    return ArticleRow(
        article_id="a", revision=revision, item_id=item, item_revision="x", source_id="s", publisher_id="p", observed_at=at(observed),
        url=None, canonical_url=None, title="t", text=revision, text_depth=TextDepth.FULL, text_fingerprint="", language="en",
        declared_language=None, authors=(), site_name=None, published_at=None, published_offset_minutes=None,
        published_precision=None, published_origin=None, flags=(), relevance="talks", relevance_score=1.0,
        relevance_evidence=(), pack_version="", raw_sha256="",
    )  # fmt: skip


def visit(item="i", revision="B", *, hours=2):
    return VisitRow(
        article_id="a", fetch_id=f"v{hours}", item_id=item, item_revision="x", source_id="s", checked_at=at(hours), status=200,
        revision=revision, url="https://p.example/1", moved_to=None, raw_sha256=None,
    )  # fmt: skip


def settle(observations, articles, visits=(), *, known=(), kills=()):
    return cluster.merge_observations(observations, articles, visits, known_articles=set(known), kills=set(kills))


@pytest.mark.parametrize(
    ("told", "absent"),
    [
        ([(2, 1), (4, 3)], 1),
        ([(2, None), (4, 3)], None),
        ([(2, None), (2, 1)], 1),
        ([(2, 0), (2, 1)], 1),
    ],
    ids=["the earlier", "nothing before the earlier", "the one that knows", "the later of two"],
)
def test_the_earliest_sighting_says_when_it_was_not_there(told, absent):
    rows = [observation(seen=seen, absent_at=None if was is None else at(was)) for seen, was in told]
    for order in itertools.permutations(rows):
        ((merged,), _) = settle(order, ())
        assert (merged.seen_at, merged.absent_at) == (at(2), None if absent is None else at(absent))


def test_a_revision_that_only_a_look_showed_is_loaded_beside_the_first():
    ((first,), chosen) = settle([observation()], [article(), article(revision="B", observed=2)], [visit()])
    assert first.outcome is Outcome.LOADED
    assert chosen == {("a", "A", "i", "x"), ("a", "B", "i", "x")}


def test_a_look_at_a_known_item_is_loaded_and_the_item_stays_a_duplicate():
    known = observation(outcome=Outcome.DUPLICATE)
    ((first,), chosen) = settle([known], [article(revision="B", observed=2)], [visit()], known=[("a", "A")])
    assert first.outcome is Outcome.DUPLICATE
    assert chosen == {("a", "B", "i", "x")}


@pytest.mark.parametrize("outcome", [Outcome.KILLED, Outcome.HELD])
def test_a_look_at_a_story_that_is_killed_or_held_is_not_loaded(outcome):
    _, chosen = settle([observation(outcome=outcome)], [article(revision="B", observed=2)], [visit()])
    assert chosen == frozenset()
    _, chosen = settle([observation()], [article(revision="B", observed=2)], [visit()], kills=["i"])
    assert chosen == frozenset()


def test_of_two_that_show_one_revision_the_earlier_is_loaded():
    rows = [article("j", "B", observed=1), article("i", "B", observed=2)]
    observations = [observation("i"), observation("j", revision="B")]
    settled, chosen = settle(observations, [article(), *rows], [visit()])
    assert chosen == {("a", "A", "i", "x"), ("a", "B", "j", "x")}
    assert [each.outcome for each in settled] == [Outcome.LOADED, Outcome.LOADED]
