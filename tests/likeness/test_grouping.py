"""Stories: their ids survive what arrives later, and old ids lead to new ones."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.likeness import Member, group, retired

BEGIN = datetime(2025, 5, 16, tzinfo=UTC)
NAMES = "abcdefgh"
LINKS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=8)


def member(name, minutes=None):
    return Member(BEGIN + timedelta(minutes=NAMES.index(name) if minutes is None else minutes), name)


def ids(stories):
    return {story.story_id: "".join(each.article_id for each in story.members) for story in stories}


def test_a_story_is_named_after_its_earliest_member():
    members = [member(name) for name in "dbca"]
    assert ids(group(members, [("d", "b"), ("c", "d")])) == {"a": "a", "b": "bcd"}
    assert ids(group([member("b", 5), member("a", 5)], [("a", "b")])) == {"a": "ab"}


def test_later_arrivals_change_no_id_and_merges_leave_a_trace():
    members = [member(name) for name in NAMES]
    before = group(members[:4], [("a", "b"), ("c", "d")])
    later = group(members[:5], [("a", "b"), ("c", "d"), ("d", "e")])
    assert retired(before, later) == {}
    merged = group(members, [("a", "b"), ("c", "d"), ("d", "e"), ("e", "b")])
    assert retired(before, merged) == retired(later, merged) == {"c": "a"}


def test_a_member_that_turns_up_late_and_is_older():
    before = group([member("c"), member("d")], [("c", "d")])
    after = group([member("c"), member("d"), member("h", -5)], [("c", "d"), ("h", "d")])
    assert retired(before, after) == {"c": "h"}


def test_a_member_is_withdrawn():
    before = group([member(name) for name in "abc"], [("a", "b"), ("b", "c")])
    after = group([member(name) for name in "bc"], [("a", "b"), ("b", "c")])
    assert ids(after) == {"b": "bc"}
    assert retired(before, after) == {"a": "b"}
    assert retired(before, ()) == {}


def test_an_article_given_twice_counts_from_the_earlier_time():
    stories = group([member("b"), member("c"), member("c", -1)], [("b", "c")])
    assert ids(stories) == {"c": "cb"}


@given(links=LINKS, data=st.data())
def test_the_order_does_not_matter(links, data):
    members = [member(name) for name in NAMES]
    shuffled = data.draw(st.permutations(links))
    turned = [data.draw(st.sampled_from([(one, other), (other, one)])) for one, other in shuffled]
    assert group(data.draw(st.permutations(members)), turned) == group(members, links)


@given(first=LINKS, more=LINKS)
def test_every_id_that_ever_was_leads_to_where_its_members_are(first, more):
    members = [member(name) for name in NAMES]
    before, after = group(members, first), group(members, [*first, *more])
    gone = retired(before, after)
    now = {each.article_id: story.story_id for story in after for each in story.members}
    for story in before:
        assert {now[each.article_id] for each in story.members} == {gone.get(story.story_id, story.story_id)}
