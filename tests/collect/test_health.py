"""What is remembered of a source and what state that shows, case by case; the month of fifty is in test_month.py."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.collect.health import (
    Memory,
    Polled,
    excused,
    is_due,
    is_network_silent,
    judge,
    reading,
    remember,
    url_of,
    validators,
)
from pipelines.collect.schedule import DEFAULT_LIMITS
from pipelines.records import FeedState, FetchOutcome, Reason, Source, SourceKind

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://paper.example/feed"
NEW_URL = "https://paper.example/new"
SOURCE = Source(
    source_id="paper",
    publisher_id="paper",
    publisher="Paper",
    kind=SourceKind.FEED,
    language="en",
    country="DE",
    url=URL,
    cadence_hours=12,
)


def news(at: datetime, *keys: str, **changes: object) -> Polled:
    """A 200 with a feed of these entries, the newest just published."""
    values = {
        "at": at,
        "url": URL,
        "outcome": FetchOutcome.OK,
        "status": 200,
        "final_url": URL,
        "etag": f'"{"".join(keys)}"',
        "body_sha256": "".join(keys),
        "keys": keys,
        "newest_at": at,
        "oldest_at": at - 10 * HOUR,
    }
    return Polled(**values | changes)


def unchanged(at: datetime, **changes: object) -> Polled:
    return Polled(**{"at": at, "url": URL, "outcome": FetchOutcome.NOT_MODIFIED, "status": 304} | changes)


def failure(at: datetime, reason: Reason, status: int | None = None, **changes: object) -> Polled:
    values = {"at": at, "url": URL, "outcome": FetchOutcome.FAILED, "reason": reason, "status": status}
    return Polled(**values | changes)


def page(at: datetime, **changes: object) -> Polled:
    """A 200 with an HTML page."""
    values = {"rejected": Reason.NOT_A_FEED, "detail": "an HTML page", "body_sha256": "page", "keys": None}
    return news(at, **values | changes)


def after(*polls: Polled, source: Source = SOURCE) -> Memory:
    memory = None
    for polled in polls:
        memory = remember(memory, polled, source)
    return memory


# ── Answers ───────────────────────────────────────────────────────────────────────────────────────


def test_a_source_never_polled_is_due_and_nothing_is_said_against_it():
    assert is_due(None, SOURCE, MONDAY)
    assert judge(None, SOURCE, MONDAY).state is FeedState.OK
    assert judge(None, SOURCE, MONDAY).why == "not polled yet"


def test_a_paused_source_and_one_without_an_address_are_never_due():
    paused = replace(SOURCE, paused_why="no\npermission")
    assert not is_due(None, paused, MONDAY)
    assert not is_due(None, replace(SOURCE, url=None), MONDAY)
    assert judge(None, paused, MONDAY).state is FeedState.PAUSED
    assert judge(None, paused, MONDAY).why == r"no\npermission"


def test_what_was_new_is_counted_against_the_body_before():
    first = after(news(MONDAY, "a", "b"))
    assert (first.items, first.new_items, first.is_gap) == (2, 2, False)
    second = remember(first, news(MONDAY + HOUR, "c", "a", "b"), SOURCE)
    assert (second.items, second.new_items, second.is_gap) == (3, 1, False)
    assert second.last_new_at == MONDAY + HOUR


def test_the_order_of_entries_tells_nothing():
    first = after(news(MONDAY, "a", "b", "c"))
    forth = remember(first, news(MONDAY + HOUR, "d", "b", "a"), SOURCE)
    back = remember(first, news(MONDAY + HOUR, "a", "b", "d"), SOURCE)
    assert (forth.new_items, forth.next_poll_at) == (back.new_items, back.next_poll_at)


def test_the_same_body_is_an_answer_with_nothing_new():
    memory = after(news(MONDAY, "a"), news(MONDAY + HOUR, keys=None, body_sha256="a"))
    assert memory.new_items is None
    assert memory.last_good_at == MONDAY + HOUR
    assert memory.last_new_at == MONDAY


def test_a_body_without_an_entry_of_the_last_one_may_hide_a_gap_and_is_polled_sooner():
    memory = after(news(MONDAY, "a", "b"), news(MONDAY + HOUR, "c", "d"))
    assert memory.is_gap
    assert reading(memory, SOURCE, "fetch").is_gap
    assert memory.interval_seconds == DEFAULT_LIMITS.shortest_seconds
    assert not remember(memory, unchanged(MONDAY + 2 * HOUR), SOURCE).is_gap


def test_a_gap_is_seen_across_failures_and_an_empty_feed():
    memory = after(
        news(MONDAY, "a"), failure(MONDAY + HOUR, Reason.TIMEOUT), news(MONDAY + 2 * HOUR), news(MONDAY + 3 * HOUR, "b")
    )
    assert memory.is_gap


def test_the_same_entries_under_new_ids_are_neither_news_nor_a_gap():
    times = {"newest_at": MONDAY - HOUR, "oldest_at": MONDAY - 9 * HOUR}
    memory = after(news(MONDAY, "a", "b", **times), news(MONDAY + HOUR, "A", "B", **times))
    assert not memory.is_gap
    assert memory.new_items == 0
    assert memory.last_new_at == MONDAY - HOUR


def test_entries_of_one_time_are_not_taken_for_the_same():
    times = {"newest_at": MONDAY - HOUR, "oldest_at": MONDAY - HOUR}
    memory = after(news(MONDAY, "a", "b", **times), news(MONDAY + HOUR, "c", "d", **times))
    assert memory.is_gap
    assert memory.new_items == 2


def test_of_a_huge_feed_only_so_many_entries_are_remembered():
    keys = tuple(f"entry {number}" for number in range(20_000))
    memory = after(news(MONDAY, *keys, body_sha256="huge", etag=None))
    assert len(memory.keys) == DEFAULT_LIMITS.remembered_keys
    assert len(memory.to_json()) < 40_000
    assert not remember(memory, news(MONDAY + HOUR, *keys, body_sha256="huge"), SOURCE).is_gap


# ── Conditional requests ──────────────────────────────────────────────────────────────────────────


def test_validators_are_those_of_the_last_200_of_its_final_address():
    memory = after(news(MONDAY, "a", final_url=NEW_URL, last_modified="Mon"), unchanged(MONDAY + HOUR, etag='"other"'))
    known = validators(memory, SOURCE, MONDAY + 2 * HOUR)
    assert (known.final_url, known.etag, known.last_modified, known.body_sha256) == (NEW_URL, '"a"', "Mon", "a")


@pytest.mark.parametrize(
    "polls",
    [
        [failure(MONDAY, Reason.TIMEOUT)],
        [unchanged(MONDAY)],
        [news(MONDAY, "a", etag=None)],
        [news(MONDAY, "a"), failure(MONDAY + HOUR, Reason.TIMEOUT)],
        [news(MONDAY, "a"), page(MONDAY + HOUR)],
    ],
)
def test_without_a_200_or_after_a_failure_a_request_has_no_conditions(polls):
    assert validators(after(*polls), SOURCE, MONDAY + 2 * HOUR) is None


def test_a_page_in_place_of_the_feed_does_not_replace_the_validators():
    memory = after(news(MONDAY, "a"), page(MONDAY + HOUR, etag='"page"'))
    assert memory.etag == '"a"'


def test_validators_are_dropped_weekly_and_when_the_source_is_slower_than_usual():
    rare = replace(SOURCE, cadence_hours=24 * 30)
    memory = after(news(MONDAY, "a"), source=rare)
    assert validators(memory, rare, MONDAY + timedelta(days=6)) is not None
    assert validators(memory, rare, MONDAY + timedelta(days=7)) is None
    assert validators(after(news(MONDAY, "a")), SOURCE, MONDAY + 11 * HOUR) is not None
    assert validators(after(news(MONDAY, "a")), SOURCE, MONDAY + 13 * HOUR) is None


# ── Failures ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("reason", "status", "detail", "state", "polls"),
    [
        (Reason.HTTP_SERVER_ERROR, 503, None, FeedState.DOWN, 2),
        (Reason.HTTP_GONE, 410, None, FeedState.DOWN, 2),
        (Reason.TIMEOUT, None, None, FeedState.DOWN, 2),
        (Reason.DNS, None, "[Errno -3] Temporary failure in name resolution", FeedState.DOWN, 4),
        (Reason.DNS, None, "[Errno -2] Name or service not known", FeedState.DOWN, 1),
        (Reason.TOO_LARGE, 200, None, FeedState.DOWN, 1),
        (Reason.CREDENTIALS, None, None, FeedState.DOWN, 1),
        (Reason.HTTP_FORBIDDEN, 451, None, FeedState.BLOCKED, 1),
        (Reason.HTTP_THROTTLED, 429, None, FeedState.BLOCKED, 2),
        (Reason.ROBOTS, None, None, FeedState.BLOCKED, 2),
        (Reason.SOFT_BLOCK, 200, None, FeedState.BLOCKED, 1),
        (Reason.EMPTY, 200, None, FeedState.EMPTY, 1),
    ],
)
def test_so_many_failures_in_a_row_are_a_state(reason, status, detail, state, polls):
    memory = after(news(MONDAY, "a"))
    for number in range(1, polls + 1):
        assert memory.state is FeedState.OK
        memory = remember(memory, failure(MONDAY + number * HOUR, reason, status, detail=detail), SOURCE)
    assert memory.state is state
    assert memory.state_since_at == MONDAY + polls * HOUR
    assert f"{polls} x {reason}" in memory.why


def test_one_answer_ends_all_failures():
    memory = after(*(failure(MONDAY + n * HOUR, Reason.HTTP_SERVER_ERROR, 500) for n in range(9)))
    assert memory.failures == 4.5
    memory = remember(memory, news(MONDAY + 9 * HOUR, "a"), SOURCE)
    assert (memory.failures, memory.state, memory.why) == (0, FeedState.OK, None)


def test_a_source_that_never_answered_is_down_at_its_first_failure():
    assert after(failure(MONDAY, Reason.TIMEOUT)).state is FeedState.DOWN


def test_not_modified_cannot_tell_that_a_failure_is_over():
    memory = after(news(MONDAY, "a"), page(MONDAY + HOUR), unchanged(MONDAY + 2 * HOUR))
    assert memory.state is FeedState.HTML
    assert memory.failures > 1
    assert memory.last_good_at == MONDAY


def test_the_same_page_again_is_still_no_feed():
    same = news(MONDAY + 2 * HOUR, keys=None, body_sha256="page")
    assert after(news(MONDAY, "a"), page(MONDAY + HOUR), same).state is FeedState.HTML
    old = news(MONDAY + 2 * HOUR, keys=None, body_sha256="a")
    assert after(news(MONDAY, "a"), page(MONDAY + HOUR), old).state is FeedState.OK


def test_another_thing_that_is_no_feed_is_down():
    assert after(page(MONDAY, detail="UTF-7")).state is FeedState.DOWN
    assert after(page(MONDAY, rejected=Reason.PARSE_TIMEOUT)).state is FeedState.DOWN


def test_a_body_lost_in_our_own_store_is_no_failure_of_the_publisher():
    assert after(news(MONDAY, "a"), page(MONDAY + HOUR, rejected=Reason.RAW_CORRUPT)).failures == 0


def test_a_feed_without_entries_is_empty_but_a_news_sitemap_only_once_it_is_silent():
    sitemap = replace(SOURCE, kind=SourceKind.SITEMAP)
    empty = news(MONDAY + HOUR)
    assert after(news(MONDAY, "a"), empty).state is FeedState.EMPTY
    assert after(news(MONDAY, "a"), empty, source=sitemap).state is FeedState.OK
    later = replace(empty, at=MONDAY + 19 * HOUR)
    assert after(news(MONDAY, "a"), later, source=sitemap).state is FeedState.EMPTY


def test_a_source_is_dead_after_two_weeks_of_failures_and_then_probed_weekly():
    memory = after(news(MONDAY, "a"))
    at = MONDAY
    while memory.state is not FeedState.DEAD:
        at = memory.next_poll_at
        memory = remember(memory, failure(at, Reason.HTTP_GONE, 404), SOURCE)
    assert timedelta(days=14) < at - MONDAY < timedelta(days=15.5)
    assert timedelta(days=6) < memory.next_poll_at - at <= timedelta(days=7)
    assert remember(memory, news(memory.next_poll_at, "b"), SOURCE).state is FeedState.OK


def test_one_failure_after_a_long_pause_of_our_own_is_not_death():
    memory = after(news(MONDAY, "a"), failure(MONDAY + timedelta(days=60), Reason.DNS))
    assert memory.state is FeedState.DOWN


def test_text_from_a_server_stays_on_one_line():
    assert after(failure(MONDAY, Reason.PROTOCOL, detail="bad\r\nheader\x1b[31m")).why.endswith(
        r"(bad\r\nheader\x1b[31m)"
    )


# ── Moves ─────────────────────────────────────────────────────────────────────────────────────────


def moved(at: datetime, to: str = NEW_URL) -> Polled:
    return news(at, "a", moved_to=to, final_url=to)


def test_the_address_changes_after_three_equal_answers():
    memory = after(moved(MONDAY), moved(MONDAY + HOUR))
    assert (memory.state, url_of(memory, SOURCE)) == (FeedState.OK, URL)
    memory = remember(memory, moved(MONDAY + 2 * HOUR), SOURCE)
    assert (memory.state, url_of(memory, SOURCE)) == (FeedState.MOVED, NEW_URL)
    memory = remember(memory, news(MONDAY + 3 * HOUR, "b", "a", url=NEW_URL), SOURCE)
    assert (memory.state, url_of(memory, SOURCE)) == (FeedState.MOVED, NEW_URL)


def test_answers_that_differ_or_redirects_that_do_not_last_count_from_the_beginning():
    other = moved(MONDAY + 2 * HOUR, "https://other.example/")
    assert url_of(after(moved(MONDAY), moved(MONDAY + HOUR), other, moved(MONDAY + 3 * HOUR)), SOURCE) == URL
    here = news(MONDAY + 2 * HOUR, "a")
    assert url_of(after(moved(MONDAY), moved(MONDAY + HOUR), here, moved(MONDAY + 3 * HOUR)), SOURCE) == URL


def test_a_permanent_redirect_to_a_page_is_no_move():
    polls = [page(MONDAY + n * HOUR, moved_to=NEW_URL) for n in range(5)]
    assert url_of(after(news(MONDAY - HOUR, "a"), *polls), SOURCE) == URL


def test_a_new_address_that_fails_is_given_up_for_the_one_of_the_pack():
    memory = after(*(moved(MONDAY + n * HOUR) for n in range(3)))
    memory = remember(memory, failure(MONDAY + 3 * HOUR, Reason.HTTP_GONE, 404), SOURCE)
    assert url_of(memory, SOURCE) == NEW_URL
    memory = remember(memory, failure(MONDAY + 4 * HOUR, Reason.HTTP_GONE, 404), SOURCE)
    assert url_of(memory, SOURCE) == URL


def test_a_corrected_pack_ends_the_move():
    memory = after(*(moved(MONDAY + n * HOUR) for n in range(3)))
    corrected = replace(SOURCE, url=NEW_URL)
    assert is_due(memory, corrected, MONDAY + 2 * HOUR)
    assert validators(memory, corrected, MONDAY + 2 * HOUR) is None
    memory = remember(memory, news(MONDAY + 3 * HOUR, "b", "a", url=NEW_URL), corrected)
    assert (memory.state, memory.url, memory.new_items, memory.is_gap) == (FeedState.OK, NEW_URL, 1, False)


# ── Silence ───────────────────────────────────────────────────────────────────────────────────────


def heard_hourly(hours: int, source: Source = SOURCE, begin: datetime = MONDAY) -> Memory:
    """The memory of a source that gave one entry and then nothing new."""
    return after(news(begin, "a"), *(unchanged(begin + n * HOUR) for n in range(1, hours + 1)), source=source)


@pytest.mark.parametrize(
    ("hours", "state"), [(12, FeedState.OK), (18, FeedState.OK), (19, FeedState.QUIET), (37, FeedState.STALE)]
)
def test_silence_is_measured_by_the_usual_wait(hours, state):
    assert heard_hourly(hours).state is state


def test_silence_grows_between_polls_but_not_while_the_collector_is_silent():
    rare = replace(SOURCE, cadence_hours=16.8)  # quiet after 25.2 hours
    memory = heard_hourly(25, rare)
    assert memory.state is FeedState.OK
    assert judge(memory, rare, MONDAY + 25.4 * HOUR).state is FeedState.QUIET
    fresh = heard_hourly(1)
    assert judge(fresh, SOURCE, MONDAY + timedelta(days=9)).state is FeedState.OK


def test_the_silence_of_a_source_that_fails_counts_until_it_was_last_heard():
    memory = remember(heard_hourly(17), failure(MONDAY + 40 * HOUR, Reason.TIMEOUT), SOURCE)
    assert memory.state is FeedState.OK


def test_a_feed_found_with_old_entries_is_stale_at_once():
    assert after(news(MONDAY, "a", newest_at=MONDAY - timedelta(days=90))).state is FeedState.STALE
    year_one = datetime(1, 1, 1, tzinfo=UTC)
    assert after(news(MONDAY, "a", newest_at=year_one, oldest_at=year_one)).state is FeedState.STALE


@pytest.mark.parametrize(
    ("rests_on", "state"), [(("sat", "sun"), FeedState.OK), (("mon",), FeedState.STALE), ((), FeedState.OK)]
)
def test_days_of_rest_do_not_count_nor_weekends_not_known_yet(rests_on, state):
    friday_evening = datetime(2026, 3, 6, 20, tzinfo=UTC)
    memory = heard_hourly(60, replace(SOURCE, rests_on=rests_on), friday_evening)
    assert memory.state is state


@pytest.mark.parametrize(("rests_on", "state"), [(("holiday",), FeedState.OK), (("sun",), FeedState.QUIET)])
def test_public_holidays_do_not_count(rests_on, state):
    thursday = datetime(2026, 4, 30, 20, tzinfo=UTC)  # the first of May is a holiday in Germany
    assert heard_hourly(26, replace(SOURCE, rests_on=rests_on), thursday).state is state


# ── The run ───────────────────────────────────────────────────────────────────────────────────────


def unreached(host: str, memory: Memory | None = None) -> tuple[Memory | None, Polled]:
    return memory, failure(MONDAY, Reason.DNS, url=f"https://{host}.example/feed")


def test_when_no_host_that_was_well_is_reached_it_is_our_network():
    assert is_network_silent(unreached(host) for host in "abc")
    assert not is_network_silent([])
    assert not is_network_silent(unreached(host) for host in "ab")
    assert not is_network_silent(unreached(host) for host in "aaab")


def test_one_answer_of_whatever_kind_shows_that_the_network_works():
    polls = [unreached(host) for host in "abcd"]
    assert not is_network_silent([*polls, (None, failure(MONDAY, Reason.HTTP_SERVER_ERROR, 500))])
    assert not is_network_silent([*polls, (None, news(MONDAY, "a"))])
    assert is_network_silent(
        [*polls, (None, failure(MONDAY, Reason.ROBOTS)), (None, failure(MONDAY, Reason.INVALID_URL))]
    )


def test_sources_that_were_failing_before_prove_nothing():
    failing = after(failure(MONDAY - HOUR, Reason.DNS))
    assert not is_network_silent(unreached(host, failing) for host in "abcdef")


def test_an_excused_poll_leaves_everything_as_it_was_and_is_soon_repeated():
    memory = after(news(MONDAY, "a"))
    again = excused(memory, MONDAY + HOUR)
    assert again.next_poll_at == MONDAY + HOUR + timedelta(seconds=600)
    assert replace(again, next_poll_at=memory.next_poll_at) == memory
    assert excused(None, MONDAY) is None


def test_a_clock_that_was_put_back_does_not_keep_a_source_from_being_polled():
    memory = after(news(MONDAY + timedelta(days=1), "a"))
    assert is_due(memory, SOURCE, MONDAY)
    assert not is_due(memory, SOURCE, MONDAY + timedelta(days=1))


def test_the_reading_tells_what_the_poll_changed():
    memory = after(news(MONDAY, "a"), news(MONDAY + HOUR, "b", "a"))
    row = reading(memory, SOURCE, "fetch")
    assert (row.source_id, row.fetch_id, row.read_at) == ("paper", "fetch", MONDAY + HOUR)
    assert (row.state, row.state_since_at, row.items, row.new_items) == (FeedState.OK, MONDAY, 2, 1)
    assert row.next_poll_at == memory.next_poll_at
    nothing_new = reading(remember(memory, unchanged(MONDAY + 2 * HOUR), SOURCE), SOURCE, "fetch")
    assert (nothing_new.items, nothing_new.new_items) == (None, None)


# ── Whatever comes ────────────────────────────────────────────────────────────────────────────────

INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
POLLS = st.builds(
    Polled,
    at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    url=st.sampled_from([URL, NEW_URL, "http://[", ""]),
    outcome=st.sampled_from(FetchOutcome),
    reason=st.none() | st.sampled_from(Reason),
    status=st.none() | st.sampled_from([200, 304, 404, 500]),
    retry_after=st.none() | st.text(max_size=20) | st.just("86400"),
    moved_to=st.none() | st.sampled_from([URL, NEW_URL]),
    rejected=st.none() | st.sampled_from(Reason),
    detail=st.none() | st.text(max_size=20),
    body_sha256=st.none() | st.sampled_from(["one", "two"]),
    final_url=st.none() | st.just(NEW_URL),
    etag=st.none() | st.text(max_size=5),
    keys=st.none() | st.lists(st.text(max_size=3), max_size=8).map(tuple),
    newest_at=st.none() | INSTANTS,
    oldest_at=st.none() | INSTANTS,
)
SOURCES = st.builds(
    lambda cadence_hours, rests_on, country, time_zone, kind: replace(
        SOURCE, cadence_hours=cadence_hours, rests_on=tuple(rests_on), country=country, time_zone=time_zone, kind=kind
    ),
    st.none() | st.floats(0.1, 1000),
    st.sets(st.sampled_from(["mon", "sat", "sun", "holiday"])),
    st.sampled_from([None, "DE", "UA", "RU", "EU", "XX", "sa"]),
    st.sampled_from(["UTC", "Europe/Kyiv", "America/New_York", "Nowhere/At_All", "../etc"]),
    st.sampled_from([SourceKind.FEED, SourceKind.SITEMAP]),
)


@given(source=SOURCES, polls=st.lists(POLLS, min_size=1, max_size=12), in_order=st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_comes_is_remembered_within_its_limits_and_survives_a_restart(source, polls, in_order):
    memory = None
    for polled in sorted(polls, key=lambda each: each.at) if in_order else polls:
        memory = remember(memory, polled, source)
        longest = DEFAULT_LIMITS.probe_seconds if memory.state is FeedState.DEAD else DEFAULT_LIMITS.longest_seconds
        waiting = memory.next_poll_at - polled.at
        assert timedelta(seconds=DEFAULT_LIMITS.shortest_seconds) <= waiting <= timedelta(seconds=longest)
        assert Memory.from_json(memory.to_json()) == memory
        assert is_due(memory, source, memory.next_poll_at)
        assert not is_due(memory, source, polled.at)
        assert reading(memory, source, "fetch").state is judge(memory, source, polled.at).state
        if memory.trouble is not None:
            assert validators(memory, source, polled.at) is None


def test_a_memory_of_an_older_version_has_the_defaults_of_what_is_new():
    memory = after(news(MONDAY, "a"))
    values = json.loads(memory.to_json())
    del values["peak_per_hour"]
    values["of_another_version"] = 1
    assert Memory.from_json(json.dumps(values)) == replace(memory, peak_per_hour=None)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "3", '{"last_at": 3}', '"text"'])
def test_what_is_no_memory_is_refused(text):
    with pytest.raises((ValueError, KeyError, TypeError)):
        Memory.from_json(text)
