"""Loading: again, in any order, by whom, and what is left out."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines import warehouse
from pipelines.errors import FenceLost, StageError
from pipelines.records import Outcome, Reason
from pipelines.run.memory import Likeness


def story(rows, *arguments, **changes):
    seen = rows.observation(*arguments, **changes)
    held = rows.article(seen)
    return (seen, held, *rows.children(held))


def test_one_run_arrives_whole(desk, rows):
    approved, report = desk.load(
        *story(rows), rows.document("f0"), rows.CHECK, rows.rejected("items", "k"), rows.ledger("r", rows.observation())
    )
    assert not report.again
    assert desk.problems() == {"ledger_conservation": [(approved.run, "item", "k", "", 0, None)]}
    assert desk.rows("select title, text, day_on::varchar, authors from article_revisions") == [
        ("Title i x", f"{rows.NAME} spoke of {rows.make_id('r')}", "2026-01-05", ["N. N."])
    ]
    assert desk.rows("select places, amounts from revision_statements") == [
        ([{"place": "harbour", "role": "from"}], [])
    ]
    assert desk.rows("select condition from revision_statements") == [("if it rains",)]
    assert desk.rows("select facet, evidence from revision_facets") == [("talks", ["title: talks", "lead: truce"])]
    assert desk.rows("select source_id, kind from sources") == [("s1", "feed")]
    assert desk.rows("select sides[1].side, sides[1].from_on::varchar from actors") == [("one", "2026-01-05")]
    assert desk.rows("select stopped, token, counts::json->>'ArticleRow' from runs") == [(False, 1, "1")]
    assert report.rows["revision_mentions"] == 2


def test_loading_again_does_nothing(desk, rows):
    approved, _ = desk.load(*story(rows), rows.document("f0"), rows.CHECK)
    before = {
        table: desk.rows(f"from {table}")
        for table in ("sightings", "article_revisions", "revision_mentions", "ledger", "runs", "quality_results")
    }
    assert warehouse.load(desk.settings, approved, Likeness()).again
    assert before == {table: desk.rows(f"from {table}") for table in before}


def test_the_same_run_with_a_newer_token_changes_nothing(desk, rows):
    approved, first = desk.load(*story(rows), rows.document("f0"), rows.CHECK, rows.rejected("documents", "k"))
    before = desk.hashes()
    _, second = desk.load(
        *story(rows), rows.document("f0"), rows.CHECK, rows.rejected("documents", "k"), run=approved.run
    )
    assert not second.again
    assert first.rows == second.rows
    assert desk.hashes() == before
    assert desk.rows("select distinct token from ledger") == [(2,)]


LOADS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from("ijk"),
            st.sampled_from("xy"),
            st.sampled_from(["a", "b", None]),
            st.sampled_from("rs"),
            st.integers(0, 3),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda each: each[:2],
    ),
    min_size=2,
    max_size=3,
)


@pytest.mark.slow
@given(loads=LOADS, killed=st.sampled_from([None, "i", "j"]), data=st.data())
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_order_of_runs_does_not_matter(loads, killed, data, rows, tmp_path_factory):
    """Two observations of one item revision at one instant by one request are one observation: they differ by request here."""
    batches = []
    for number, batch in enumerate(loads):
        batches.append([
            each
            for item, revision, article, text, seen in batch
            for each in _rows(rows, rows.observation(item, revision, article=article, text=text if article else None, seen=seen, fetch_id=f"f{number}-{item}", absent_at=rows.at(seen - 1) if seen % 2 else None))
        ])  # fmt: skip
    kills = [()] * len(batches)
    if killed:
        kills[data.draw(st.integers(0, len(batches) - 1))] = (rows.kill(killed),)
    order = data.draw(st.permutations(range(len(batches))))
    outcomes = []
    for numbers in (range(len(batches)), order):
        desk = rows.open_desk(tmp_path_factory.mktemp("desk"))
        for number in numbers:
            desk.load(*batches[number], kills=kills[number])
        assert desk.problems() == {}
        outcomes.append(
            (
                desk.hashes(),
                desk.rows(
                    "select item_id, item_revision, seen_at, absent_at, last_seen_at, ranked_at from sightings order by all"
                ),
            )
        )
    assert outcomes[0] == outcomes[1]


def _rows(rows, observed):
    if observed.article_id is None:
        return (replace(observed, outcome=Outcome.FAILED),)
    held = rows.article(observed)
    return (observed, held, *rows.children(held))


def test_the_earliest_observation_describes_a_revision_with_its_own_children(desk, rows):
    late, early, later = (
        story(rows, item, seen=seen, source=f"s{seen}") for item, seen in (("i", 5), ("j", 2), ("k", 7))
    )
    desk.load(*late)
    desk.load(*early[:3])  # one mention only
    desk.load(*later)
    assert desk.rows("select item_id, title from article_revisions") == [(rows.make_id("j"), "Title j x")]
    assert desk.rows("select item_id, position from revision_mentions") == [(rows.make_id("j"), 0)]
    assert desk.rows("select count(*) from revision_statements") == [(0,)]
    assert desk.problems() == {}


def test_credits_are_kept_with_their_revision_and_go_with_it(desk, rows):
    first = story(rows)
    desk.load(*first)
    assert desk.rows("select position, zone, start, surface, outlet, name, publisher_id from revision_credits") == [
        (0, "text", 0, rows.NAME, None, rows.NAME, None)
    ]
    earlier = story(rows, "j", seen=-1)
    desk.load(*earlier[:2])  # the same revision, seen before, in which nobody is credited
    assert desk.rows("select count(*) from revision_credits") == [(0,)]
    assert desk.problems() == {}


def test_an_equal_observation_refreshes(desk, rows):
    first = story(rows)
    desk.load(*first)
    desk.load(first[0], replace(first[1], relevance="no", pack_version="newer"), *rows.children(first[1])[:1])
    assert desk.rows("select relevance, pack_version from article_revisions") == [("no", "newer")]
    assert desk.rows("select count(*) from revision_mentions") == [(1,)]


def test_a_late_older_version_does_not_become_current(desk, rows):
    second = story(rows, "i", "x2", text="two", seen=1, ranked_at=rows.at(2), version="10")
    first = story(rows, "i", "x1", text="one", seen=8, ranked_at=rows.at(1), version="9")
    desk.load(*second)
    desk.load(*first)
    assert desk.rows("select current_revision from article_heads") == [(rows.make_id("two"),)]
    assert desk.rows("select count(*) from article_revisions") == [(2,)]


def test_versions_of_one_instant_compare_as_numbers(desk, rows):
    ninth = story(rows, "i", "x1", text="one", version="9")
    tenth = story(rows, "i", "x2", text="two", version="10")
    desk.load(*ninth, *tenth)
    assert desk.rows("select current_revision from article_heads") == [(rows.make_id("two"),)]


def test_days_begin_in_the_zone_of_the_house(desk, rows):
    desk.settings = replace(desk.settings, day_zone="Europe/Kyiv")
    evening = rows.at(17.5)  # 22:30 UTC, half past midnight in Kyiv
    dated = story(rows, "i", "x", article="a", published_at=evening)
    undated = story(rows, "j", "x", article="b", published_at=None, seen=17.5)
    desk.load(*dated, *undated)
    assert desk.rows("select day_on::varchar from article_revisions") == [("2026-01-06",)] * 2


def test_what_validation_refused_stays_out_with_its_children(desk, rows):
    good, bad = story(rows, "i", article="a"), story(rows, "j", article="b")
    key = f"{rows.make_id('b')}/{rows.make_id('r')}"
    mention = f"{rows.make_id('a')}/{rows.make_id('r')}/1"
    desk.load(
        *good,
        *bad,
        rows.rejected("article_revisions", key),
        refused=(("article_revisions", key), ("revision_mentions", mention)),
    )
    assert desk.rows("select distinct article_id from article_revisions") == [(rows.make_id("a"),)]
    assert desk.rows("select article_id, position from revision_mentions") == [(rows.make_id("a"), 0)]
    assert desk.rows("select count(*) from revision_statements") == [(1,)]
    assert desk.rows("select subject, key from rejected_rows") == [("article_revisions", key)]
    assert desk.rows("select count(*) from sightings") == [(2,)]
    assert desk.problems() == {}


def test_a_refused_item_leaves_no_sighting(desk, rows):
    good = story(rows)
    desk.load(*good, refused=(("sightings", f"{good[0].item_id}/{good[0].item_revision}"),))
    assert desk.rows("select count(*) from sightings") == [(0,)]
    assert desk.rows("select current_revision from article_heads") == [(good[0].revision,)]


def test_a_stopped_run_shows_what_it_saw_and_loads_nothing(desk, rows):
    desk.load(*story(rows, "i", article="a"))
    before = desk.hashes()
    desk.load(
        *story(rows, "j", article="b"), rows.document("f0"), rows.CHECK, rows.rejected("x", "k"), stop_reason="too much"
    )
    assert desk.hashes() == before
    assert desk.rows("select stopped, stop_reason from runs order by token") == [(False, None), (True, "too much")]
    assert desk.rows("select count(*) from ledger") == [(3,)]
    assert (
        desk.rows("select count(*) from quality_results") == desk.rows("select count(*) from rejected_rows") == [(1,)]
    )
    assert desk.problems() == {}


def test_two_outcomes_of_one_item_are_shown(desk, rows):
    observed = rows.observation()
    run = "20260105T050000Z-11111111"
    twice = replace(rows.ledger(run, observed), outcome=Outcome.FAILED, reason=Reason.TIMEOUT)
    desk.load(observed, twice, run=run)
    assert set(desk.problems()) == {"ledger_conservation", "unique_keys"}


def test_a_run_that_lost_its_claim_may_not_commit(desk, rows):
    zombie = desk.approved(*story(rows))
    newer, _ = desk.load(*story(rows, "j", article="b"))
    before = desk.rows("select * from runs")
    with pytest.raises(FenceLost, match=f"{newer.run} holds the warehouse with token 2"):
        warehouse.load(desk.settings, zombie, Likeness())
    assert desk.rows("select * from runs") == before
    assert desk.rows("select count(*) from article_revisions") == [(1,)]


def test_a_run_may_not_use_the_token_of_another(desk, rows):
    mine = desk.approved(*story(rows))
    with pytest.raises(FenceLost):
        warehouse.load(desk.settings, replace(mine, run="20260105T050000Z-99999999"), Likeness())


def test_tokens_rise(desk, rows):
    tokens = [warehouse.claim(desk.settings, f"r{number}", rows.DAWN) for number in range(3)]
    assert tokens == [1, 2, 3]


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-1], lambda content: content[:50] + b"x" + content[51:], lambda _: b""]
)
def test_an_altered_stage_file_is_refused(desk, rows, damage):
    approved = desk.approved(*story(rows))
    path = approved.files[1][1]
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(StageError, match=path.name):
        warehouse.load(desk.settings, approved, Likeness())
    assert desk.rows("select count(*) from runs") == [(0,)]


def test_hostile_words_are_values(desk, rows):
    words = "'; drop table sightings; --\x00$files\u202e"
    observed = rows.observation(title=words, detail=words)
    desk.load(observed, rows.article(observed, body=words))
    assert desk.rows("select title, text from article_revisions") == [(words, words)]


def test_a_failed_load_leaves_nothing(desk, rows):
    good = story(rows)
    approved = desk.approved(*good)
    twice = desk.approved(*good, run=approved.run)
    broken = replace(
        twice, files=(*twice.files, (type(good[1]), *approved.files[0][1:]))
    )  # an Observation file as ArticleRow
    with pytest.raises(Exception, match="article"):
        warehouse.load(desk.settings, broken, Likeness())
    assert desk.rows("select count(*) from sightings") == desk.rows("select count(*) from ledger") == [(0,)]
    warehouse.load(desk.settings, twice, Likeness())
    assert desk.rows("select count(*) from sightings") == [(1,)]


@pytest.mark.slow
def test_every_order_of_three_sightings_of_one_item(desk, rows, tmp_path):
    """An observation without an article never describes an item that has one, however late it is."""
    seen = [
        _rows(rows, rows.observation(article="a", text="r", seen=1, fetch_id="f1")),
        _rows(rows, rows.observation(article=None, text=None, seen=9, fetch_id="f9")),
        _rows(rows, rows.observation(article="b", text="s", seen=4, fetch_id="f4")),
    ]
    found = set()
    for order in itertools.permutations(range(3)):
        other = rows.open_desk(tmp_path / "".join(map(str, order)))
        for number in order:
            other.load(*seen[number])
        found.add(tuple(other.rows("select article_id, fetch_id, last_seen_at from sightings")))
    assert found == {((rows.make_id("b"), "f4", rows.at(9).replace(tzinfo=None)),)}
