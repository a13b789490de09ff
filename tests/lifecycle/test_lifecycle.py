"""Which versions of a wire story may be seen: tables of cases, and what holds for all orders of arrival."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import lifecycle
from pipelines.lifecycle import EMBARGO_MARGIN, KILLED, NAMED_WITHIN, VISIBLE, Standing
from pipelines.records import ItemStatus, KillOrder, Outcome, Reason, WireRow, make_id
from pipelines.warehouse import WIRE_FACTS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HIDDEN = Standing(outcome=Outcome.HELD, reason=Reason.WITHHELD)
UNCLEAR = Standing(outcome=Outcome.HELD, reason=Reason.EMBARGO_UNCLEAR)


def at(hours):
    return NOON + timedelta(hours=hours)


def held(hours):
    return Standing(outcome=Outcome.HELD, reason=Reason.EMBARGO, until_at=at(hours))


def version(name, created=0, number="1", *, story="s", seen=None, status="usable", **changes):
    """A version of a story; `seen` when it was created unless given."""
    said = {
        "article_id": story, "item_id": make_id("gull", story), "item_revision": name, "source_id": "gull",
        "publisher_id": "gull", "fetch_id": f"f-{name}", "guid": story, "version": number, "version_created_at": at(created),
        "seen_at": at(created if seen is None else seen), "status": ItemStatus(status), "embargo_unclear": False,
    }  # fmt: skip
    row = WireRow(**dict.fromkeys(WIRE_FACTS) | said)
    return replace(row, **changes)


def embargoed(name, until, created=0, **more):
    return version(name, created, embargo_until=at(until), **more)


def standings(*versions, killed=(), now=0):
    """What holds for each version at an hour, by its name."""
    found = lifecycle.standings(versions, killed=killed, now=at(now))
    return {revision: standing for (_, revision), standing in found.items()}


CASES = {
    "one that is usable": ([version("a")], {"a": VISIBLE}),
    "one that is withheld": ([version("a", status="withheld")], {"a": HIDDEN}),
    "a correction beside what it corrects": ([version("a"), version("b", 1, "2")], {"a": VISIBLE, "b": VISIBLE}),
    "withheld last: all of it goes": (
        [version("a"), version("b", 1, "2"), version("c", 2, "3", status="withheld")],
        {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN},
    ),
    "usable again: what was itself withheld stays held": (
        [version("a"), version("b", 1, "2", status="withheld"), version("c", 2, "3")],
        {"a": VISIBLE, "b": HIDDEN, "c": VISIBLE},
    ),
    "an older version that is withheld and comes late hides nothing": (
        [version("b", 1, "2"), version("a", 0, "1", seen=9, status="withheld")],
        {"a": HIDDEN, "b": VISIBLE},
    ),
    "created at one time: the number decides, as a number": (
        [version("a", 0, "10", status="withheld"), version("b", 0, "9", seen=5)],
        {"a": HIDDEN, "b": HIDDEN},
    ),
    "created at one time: no number ranks below any": (
        [version("a", 0, None, status="withheld", seen=5), version("b", 0, "1")],
        {"a": HIDDEN, "b": VISIBLE},
    ),
    "the same number: the one seen later is the newer": (
        [version("a", 0, "1", seen=1, status="withheld"), version("b", 0, "1", seen=2)],
        {"a": HIDDEN, "b": VISIBLE},
    ),
    "the time of creation outranks the number": (
        [version("a", 0, "7", status="withheld"), version("b", 1, "2")],
        {"a": HIDDEN, "b": VISIBLE},
    ),
    "embargo": ([embargoed("a", 3)], {"a": held(3)}),
    "embargo without a time": ([version("a", embargo_unclear=True)], {"a": UNCLEAR}),
    "embargo that is over": ([embargoed("a", -1)], {"a": VISIBLE}),
    "a newer version extends it": (
        [embargoed("a", 3), embargoed("b", 6, 1, number="2")],
        {"a": held(6), "b": held(6)},
    ),
    "a newer version that ends sooner does not shorten it": (
        [embargoed("a", 6), embargoed("b", 3, 1, number="2")],
        {"a": held(6), "b": held(3)},
    ),
    "an older version extends nothing": (
        [embargoed("a", 9, 0), embargoed("b", 3, 1, number="2")],
        {"a": held(9), "b": held(3)},
    ),
    "one that is over is held by a newer one that is not": (
        [embargoed("a", -1, -2), embargoed("b", 4, -1, number="2")],
        {"a": held(4), "b": held(4)},
    ),
    "through one in between without any": (
        [embargoed("a", 2, -2), version("b", -1, "2"), embargoed("c", 4, 0, number="3")],
        {"a": held(4), "b": VISIBLE, "c": held(4)},
    ),
    "a newer version without one is free, the older stays held": (
        [embargoed("a", 3), version("b", 1, "2")],
        {"a": held(3), "b": VISIBLE},
    ),
    "a newer version whose embargo cannot be read holds the older for good": (
        [embargoed("a", 3), version("b", 1, "2", embargo_unclear=True), version("c", -1, "0")],
        {"a": UNCLEAR, "b": UNCLEAR, "c": VISIBLE},
    ),
    "an unclear one is not freed by a newer one that is": (
        [version("a", embargo_unclear=True), embargoed("b", -1, 1, number="2")],
        {"a": UNCLEAR, "b": VISIBLE},
    ),
    "withheld and under embargo: withheld": (
        [embargoed("a", 3), version("b", 1, "2", status="withheld")],
        {"a": HIDDEN, "b": HIDDEN},
    ),
    "stories do not touch each other": (
        [version("a", story="s"), version("b", 1, "2", story="t", status="withheld")],
        {"a": VISIBLE, "b": HIDDEN},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("versions", "expected"), CASES.values(), ids=CASES.keys())
def test_the_versions_of_a_story(versions, expected):
    assert standings(*versions) == expected
    assert standings(*reversed(versions)) == expected


def test_a_kill_beats_everything_that_is_known_of_the_story():
    story = [
        version("a"),
        embargoed("b", 3, 1),
        version("c", 2, status="withheld"),
        version("d", 3, embargo_unclear=True),
    ]
    others = [version("x", story="t")]
    expected = {**dict.fromkeys("abcd", KILLED), "x": VISIBLE}
    assert standings(*story, *others, killed={"s"}) == expected
    assert standings(*others, *reversed(story), killed={"s"}, now=99) == expected


def test_a_hold_ends_two_minutes_after_the_embargo_and_not_before():
    until = at(0)
    assert timedelta(minutes=2) == EMBARGO_MARGIN
    assert not lifecycle.is_over(until, until)
    assert not lifecycle.is_over(until, until + EMBARGO_MARGIN - timedelta(microseconds=1))
    assert lifecycle.is_over(until, until + EMBARGO_MARGIN)
    assert standings(embargoed("a", 0), now=1.99 / 60)["a"].outcome is Outcome.HELD
    assert standings(embargoed("a", 0), now=2 / 60)["a"] is VISIBLE


def test_stories_of_which_nothing_may_be_seen_are_those_whose_newest_version_is_withheld():
    versions = [
        version("a", story="s"), version("b", 1, "2", story="s", status="withheld"),
        version("c", story="t", status="withheld"), version("d", 1, "2", story="t"),
        version("e", story="u", status="withheld"), embargoed("f", 3, story="v"),
    ]  # fmt: skip
    assert lifecycle.hidden(versions) == {"s", "u"}
    assert lifecycle.hidden([]) == frozenset()


STORIES = st.lists(
    st.builds(
        lambda name, story, created, number, seen, status, until, unclear: version(
            f"{name}", created, number, story=story, seen=seen, status=status, embargo_unclear=unclear,
            embargo_until=None if until is None or unclear else at(until),
        ),
        st.integers(0, 99), st.sampled_from("st"), st.integers(-2, 2), st.sampled_from([None, "1", "2", "10", "2a"]),
        st.integers(0, 3), st.sampled_from(["usable", "usable", "withheld", "canceled"]),
        st.none() | st.integers(-3, 3), st.sampled_from([False, False, True]),
    ),
    max_size=7,
    unique_by=lifecycle.key_of,
)  # fmt: skip


@given(versions=STORIES, now=st.integers(-3, 4), killed=st.sets(st.sampled_from("st")), data=st.data())
def test_the_order_in_which_versions_come_and_how_often_changes_nothing(versions, now, killed, data):
    expected = lifecycle.standings(versions, killed=killed, now=at(now))
    again = data.draw(st.permutations(versions)) + data.draw(st.permutations(versions))
    assert lifecycle.standings(again, killed=killed, now=at(now)) == expected
    assert lifecycle.hidden(again) == lifecycle.hidden(versions)
    assert expected.keys() == {lifecycle.key_of(each) for each in versions}


@given(versions=STORIES, now=st.integers(-3, 4))
def test_nothing_is_seen_that_says_itself_that_it_must_not_be(versions, now):
    """What a version says of itself holds whatever the others say: they can only hold it for longer."""
    found = lifecycle.standings(versions, killed=(), now=at(now))
    for each in versions:
        (alone,) = lifecycle.standings([each], killed=(), now=at(now)).values()
        standing = found[lifecycle.key_of(each)]
        if alone is not VISIBLE:
            assert standing.outcome is Outcome.HELD
        if standing.until_at is not None:
            assert standing.until_at >= each.embargo_until
            assert not lifecycle.is_over(standing.until_at, at(now))


@given(versions=STORIES, now=st.integers(-3, 4), later=st.integers(0, 9))
def test_time_only_ever_frees(versions, now, later):
    before = lifecycle.standings(versions, killed=(), now=at(now))
    after = lifecycle.standings(versions, killed=(), now=at(now + later))
    assert all(after[key] is VISIBLE for key, standing in before.items() if standing is VISIBLE)


def test_a_version_that_is_seen_again_was_first_seen_when_it_was_first_seen():
    """A delivery of old bytes must not make an old version the newest one."""
    old = version("a", 0, "1", seen=1, status="withheld")
    new = version("b", 0, "1", seen=2)
    again = replace(old, seen_at=at(3), fetch_id="again")
    expected = {"a": HIDDEN, "b": VISIBLE}
    assert standings(old, new, again) == expected
    assert standings(again, new, old) == expected
    assert lifecycle.hidden([old, new, again]) == frozenset()


# ── Orders that name a story ──────────────────────────────────────────────────────────────────────


def order(*names, at_hour=1, publisher="gull", article_ids=()):
    return KillOrder(
        item_id="order", item_revision="o", source_id="gull", publisher_id=publisher, fetch_id="f-o",
        ordered_at=at(at_hour), names=names, note="legal", article_ids=article_ids,
    )  # fmt: skip


def slugged(name, slug, created=0, *, publisher="gull", **more):
    return version(
        name, created, story=more.pop("story", name), slug_key=lifecycle.slug_key(publisher, slug), publisher_id=publisher, **more
    )  # fmt: skip


def test_an_order_that_names_a_killed_story_again_is_clear_and_kills_nothing_more():
    """Its guid is gone: a kill without one would be looked for in everything that has no id."""
    assert lifecycle.obey([order("Harbour")], [slugged("a", "Harbour", guid=None)]) == lifecycle.Obeyed(
        kills=(), unclear={}
    )


def killed(*orders, versions):
    """The stories that orders kill, and whether a person must look at one of them."""
    obeyed = lifecycle.obey(orders, versions)
    assert lifecycle.obey(orders, reversed(versions)) == obeyed
    return {kill.article_id for kill in obeyed.kills}, obeyed.unclear.keys() == {("order", "o")}


def test_a_name_that_means_one_story_kills_it():
    obeyed = lifecycle.obey([order("BC-HARBOUR")], [slugged("a", "BC-Harbour"), slugged("b", "BC-Quay")])
    (kill,) = obeyed.kills
    assert (kill.article_id, kill.item_id, kill.guid) == ("a", make_id("gull", "a"), "a")
    assert (kill.fetch_id, kill.ordered_at, kill.note) == ("f-o", at(1), "legal")
    assert obeyed.unclear == {}


SHARED = [slugged("a", "Harbour"), slugged("b", "Harbour", 0.5), slugged("c", "Quay")]
NAMES = {
    "all versions of a story are one": (
        order("Harbour"), [slugged("a", "Harbour", story="s"), slugged("b", "Harbour", 1, story="s")], {"s"}, False
    ),
    "one that is held is meant too": (order("Harbour"), [slugged("a", "Harbour", status="withheld")], {"a"}, False),
    "what continues a story goes with it": (
        order("Harbour"), [slugged("a", "Harbour"), slugged("a:take2", "Harbour"), slugged("a:add1", "Harbour")],
        {"a", "a:take2", "a:add1"}, False,
    ),
    "none has it": (order("Mast"), SHARED, set(), True),
    "two have it": (order("Harbour"), SHARED, set(), True),
    "no version has a slugline": (order("Harbour"), [version("a")], set(), True),
    "another publisher's": (order("Harbour"), [slugged("a", "Harbour", publisher="skua")], set(), True),
    "part of another name": (order("Harbour"), [slugged("a", "Harbour-Master")], set(), True),
    "an order is no story": (order("Harbour"), [slugged("a", "Harbour", status="canceled")], set(), True),
    "a guid tells which of two": (order("Harbour", article_ids=("b",)), SHARED, {"b"}, False),
    "told by a guid, it may still come": (order("Mast", article_ids=("b",)), SHARED, set(), False),
    "told by a guid, the name means one other": (order("Quay", article_ids=("z",)), SHARED, {"c"}, False),
    "told by a guid, the name means several others": (order("Harbour", article_ids=("z",)), SHARED, set(), True),
    "what was killed before is one, also of several and where one is delivered anew": (
        order("Harbour"), [slugged("a", "Harbour", guid=None), slugged("a2", "Harbour", 1, story="a"), slugged("b", "Harbour", guid=None)],
        {"a"}, False,
    ),
    "of two names one means a story": (order("Harbour", "Quay"), SHARED, {"c"}, False),
}  # fmt: skip


@pytest.mark.parametrize(("given_order", "versions", "stories", "is_unclear"), NAMES.values(), ids=NAMES.keys())
def test_what_a_name_means(given_order, versions, stories, is_unclear):
    assert killed(given_order, versions=versions) == (stories, is_unclear)


def test_what_is_told_of_an_unclear_order_names_no_story():
    assert lifecycle.obey([order("Harbour")], SHARED).unclear == {
        ("order", "o"): "2 stories have the slugline that it names"
    }


def test_sluglines_mean_stories_of_three_days():
    edge = NAMED_WITHIN / timedelta(hours=1)
    assert timedelta(hours=72) == NAMED_WITHIN
    for created in (1 - edge, 1 + edge):
        assert killed(order("Harbour"), versions=[slugged("a", "Harbour", created)]) == ({"a"}, False)
    for created in (1 - edge - 0.01, 1 + edge + 0.01):
        assert killed(order("Harbour"), versions=[slugged("a", "Harbour", created)]) == (set(), True)


def test_case_and_spaces_of_a_slugline_do_not_tell_stories_apart():
    assert lifecycle.slug_key("gull", "BC-Harbour  Talks") == lifecycle.slug_key("gull", "bc-harbour talks")
    assert lifecycle.slug_key("gull", "BC-Harbour") != lifecycle.slug_key("skua", "BC-Harbour")
