"""Every fault of the table against what the ledger says of it, and what no fault may do."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.faults.table import Case, Ending, cases

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]  # the first of them plays all the faults

TABLES = ("article_revisions", "sightings", "documents", "rejected_rows", "ledger", "source_health")
DOCUMENTS = """
    select d.*, l.outcome as ledger_outcome, l.reason as ledger_reason, l.next_try_at as ledger_next_try_at
    from documents as d
    inner join ledger as l on d.run = l.run and d.fetch_id = l.id and l.kind = 'document'
    order by d.fetched_at
"""
ITEMS = """
    select
        l.source_id, l.outcome, l.reason, l.article_id, s.title as item_title, s.flags as item_flags,
        a.text, a.text_depth, a.flags, a.published_at
    from ledger as l
    left join sightings as s on l.id = s.item_id and l.revision = s.item_revision
    left join article_revisions as a on l.article_id = a.article_id and l.article_revision = a.revision
    where l.kind = 'item'
"""


class Found:
    """What the warehouse has of every source."""

    def __init__(self, played: Any) -> None:
        self._documents = played.rows(DOCUMENTS)
        self._items = played.rows(ITEMS)

    def polls(self, sources: set[str]) -> list[dict]:
        return [each for each in self._documents if each["source_id"] in sources and each["kind"] == "feed"]

    def pages(self, sources: set[str]) -> list[dict]:
        return [each for each in self._documents if each["source_id"] in sources and each["kind"] == "page"]

    def items(self, sources: set[str]) -> list[dict]:
        return [each for each in self._items if each["source_id"] in sources]


@pytest.fixture(scope="module")
def found(played) -> Found:
    return Found(played)


def ending(row: Mapping[str, Any]) -> Ending:
    return Ending(row["outcome"], row["reason"])


def judged() -> list:
    """Every case, by its fault and name; one of which the house makes something else is expected to fail."""
    return [
        pytest.param(
            case,
            id=f"{case.fault:02d}-{case.name}",
            marks=[pytest.mark.xfail(reason=case.wrong, strict=True, raises=AssertionError)] if case.wrong else [],
        )
        for case in cases()
    ]


@pytest.mark.parametrize("case", judged())
def test_a_fault_ends_as_stated(case: Case, found: Found, played):
    sources = {source["id"] for source in case.sources()}
    polls, pages, items = found.polls(sources), found.pages(sources), found.items(sources)
    for key, stated in case.ends.items():
        CHECKS[key](stated, case=case, polls=polls, pages=pages, items=items, played=played)


# ── What `ends` may state ─────────────────────────────────────────────────────────────────────────


def feed_ends(stated, *, polls, **_):
    endings = [stated] if isinstance(stated, str) else stated
    assert [ending(poll) for poll in polls] == [Ending.read(each) for each in endings]


def pages_end(stated, *, pages, **_):
    if stated == "none":
        assert pages == []
        return
    assert pages
    for each in pages:
        said = stated if isinstance(stated, str) else stated[urlsplit(each["url"]).path]
        assert ending(each) == Ending.read(said), each["url"]


def items_end(stated, *, items, **_):
    wanted = {Ending.read(said): count for said, count in stated.items()}
    # A page that cannot be had leaves the item the feed's own words; the reason stays with the item.
    got = Counter(Ending("loaded") if each["outcome"] == "loaded" else ending(each) for each in items)
    assert dict(got) == wanted


def next_try(stated, *, polls, pages, played, **_):
    failed = [each for each in [*polls, *pages] if each["outcome"] == "failed"]
    assert failed
    ranges = stated if isinstance(stated[0], list) else [stated] * len(failed)
    for each, (least, most) in zip(failed, ranges, strict=True):
        assert each["next_try_at"] == each["ledger_next_try_at"]
        seconds = (each["next_try_at"] - each["fetched_at"]).total_seconds() / played.politeness
        assert least - 0.5 <= seconds <= most + 0.5


def state(stated, *, case, played, **_):
    """The present state of its source: what an operator is alarmed by."""
    query = "select state from source_health where source_id = $source and to_at is null"
    assert played.rows(query, source=case.case_id) == [{"state": stated}]


def asked(stated, *, case, played, **_):
    counts = {path: len(played.server.asked(case.host, path)) for path in stated}
    assert counts == stated


def each_article(name, is_right):
    def check(stated, *, items, **_):
        rows = [each for each in items if each["article_id"]]
        assert rows
        for each in rows:
            assert is_right(stated, each[name]), each[name]

    return check


def titles(stated, *, items, **_):
    assert {each["item_title"] for each in items} == set(stated)


def item_flags(stated, *, items, **_):
    flags = {flag for each in items for flag in each["item_flags"]}
    assert set(stated) <= flags


def flags(stated, *, items, **_):
    """Each of these stands on some article, and the first on all of them."""
    every = [set(each["flags"]) for each in items]
    assert set(stated) <= set().union(*every)
    assert all(stated[0] in each for each in every)


def articles(stated, *, items, **_):
    assert len({each["article_id"] for each in items}) == stated


def detail(stated, *, polls, **_):
    assert [each["detail"] for each in polls if stated not in (each["detail"] or "")] == []


def stories(stated, *, items, played, **_):
    of = {each["article_id"] for each in items}
    rows = played.rows("select article_id, story_id from stories")
    assert len({row["story_id"] for row in rows if row["article_id"] in of}) == stated


def mentions(stated, *, items, played, **_):
    of = {each["article_id"] for each in items}
    rows = played.rows("select article_id from mentions where actor = 'harbour-council'")
    assert sum(row["article_id"] in of for row in rows) == stated


def sightings(stated, *, case, played, **_):
    sources = {source["id"] for source in case.sources()}
    assert sum(row["source_id"] in sources for row in played.rows("select source_id from sightings")) == stated


CHECKS = {
    "feed": feed_ends,
    "page": pages_end,
    "items": items_end,
    "next_try": next_try,
    "state": state,
    "asked": asked,
    "titles": titles,
    "item_flags": item_flags,
    "flags": flags,
    "stories": stories,
    "mentions": mentions,
    "sightings": sightings,
    "depth": each_article("text_depth", lambda stated, depth: depth == stated),
    "text": each_article("text", lambda stated, text: stated in text),
    "length": each_article("text", lambda stated, text: stated[0] <= len(text) <= stated[1]),
    "published": each_article("published_at", lambda stated, at: str(at or "") == str(stated or "")),
    "articles": articles,
    "detail": detail,
}


# ── What no fault may do ──────────────────────────────────────────────────────────────────────────


def test_every_fault_of_the_list_is_played():
    assert {case.fault for case in cases()} == {0, *range(1, 53), *range(59, 71)}
    assert len({case.case_id for case in cases()}) == len(cases())


def test_every_run_ends_well(played):
    assert [(run.command, run.code, run.said if run.code else "") for run in played.runs] == [
        *[("collect", 0, "")] * played.rounds,
        ("monitor", 0, ""),
    ]


def test_everything_is_in_the_ledger_once(played):
    assert played.rows("select * from ledger_conservation") == []
    fetched = {each.fetch_id for each in played.fetches}
    assert {row["fetch_id"] for row in played.rows("select fetch_id from documents")} == fetched
    assert played.rows("select count(*) as number from ledger where kind = 'document'") == [{"number": len(fetched)}]


def test_nothing_but_the_server_is_dialled(played):
    assert played.server.trapped == []
    dialled = {address for run in played.runs for address in run.dialled}
    assert dialled == set(played.server.allow_hosts.split(","))


def test_no_request_carries_a_cookie_or_the_password_of_another_host(played):
    """Faults 14 and 15."""
    requests = played.server.requests
    assert not {name for request in requests for name in request.headers} & {"cookie", "proxy-authorization"}
    told = {
        (request.host, request.headers["authorization"]) for request in requests if "authorization" in request.headers
    }
    assert told == {("f15-secret.example", played.secret)}


def test_a_password_is_nowhere_but_in_its_request(played):
    word = played.secret.split()[1]
    assert all(word not in run.said for run in played.runs)
    files = [path for path in played.data.rglob("*.jsonl") if word in path.read_text(encoding="utf-8")]
    assert files == []
    for name in TABLES:
        assert played.rows(f"select * from {name} as each where contains(cast(each as varchar), '{word}')") == []


def test_blocked_is_never_tried_again(played):
    blocked = [each for each in played.fetches if each.reason and each.reason.startswith("blocked_")]
    assert blocked
    assert {(each.outcome, each.final, each.next_try_at) for each in blocked} == {("refused", True, None)}


def test_failed_is_tried_again_within_a_day(played):
    failed = played.rows("select fetched_at, next_try_at from documents where outcome = 'failed'")
    assert failed
    waits = [(each["next_try_at"] - each["fetched_at"]).total_seconds() / played.politeness for each in failed]
    assert 60 - 0.5 <= min(waits) <= max(waits) <= 86_400 + 0.5


def test_what_outsiders_wrote_is_one_printable_line(played):
    details = [row["detail"] for row in played.rows("select detail from ledger where detail is not null")]
    assert details
    assert [each for each in details if not each.isprintable()] == []
    assert all(line.isprintable() for run in played.runs for line in run.said.splitlines())


def test_what_lies_outside_is_in_no_table(played):
    for name in TABLES:
        assert played.rows(f"select * from {name} as each where contains(cast(each as varchar), 'canary sings')") == []


def test_no_run_lasts_longer_than_its_deadline(played):
    for run in played.runs[: played.rounds]:
        assert run.seconds < played.deadline_seconds + 30


def test_no_child_takes_more_than_half_a_gigabyte(played):
    assert 0 < max(run.child_mb for run in played.runs) < 512


def test_a_bomb_costs_the_collector_little(played):
    """Fault 18: the round with the bombs, against the one before it without them."""
    without, with_bombs = played.runs[1], played.runs[2]
    assert with_bombs.peak_mb - without.peak_mb < 50


def test_a_slow_host_delays_no_other(played):
    """Fault 36: everybody else's pages were had while the slow host had most of its own still to answer."""
    slow = [each.at_seconds for each in played.server.asked("f36-slow.example") if each.path.startswith("/page/")]
    assert len(slow) == 500
    others = [each.at_seconds for each in played.server.asked("f00-good.example")]
    assert max(others) < slow[250]
    assert played.server.most_at_once["f36-slow.example"] <= 2


def test_crawl_delay_without_measure_is_cut(played):
    """Fault 37: a minute at most, whatever is asked for."""
    turns = [each.at_seconds for each in played.server.asked("f37-crawl-delay.example") if "/page/" in each.path]
    assert all(later - earlier >= 0.9 * 60 * played.politeness for earlier, later in pairwise(turns))
