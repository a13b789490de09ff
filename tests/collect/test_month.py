"""A month of fifty sources in simulated time: the state of each on every day, and nothing lost on the way.

May 2025 has public holidays in nearly every country of the table, on other days in each. An outlet publishes when
its line says; what its server does wrong, and when, stands beside it; the last column is what must be said of it at
the end of each day. Collection runs every quarter of an hour, and polls what is due.
"""

import random
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from pipelines.collect.health import (
    Memory,
    Polled,
    excused,
    is_due,
    is_network_silent,
    judge,
    remember,
    url_of,
    validators,
)
from pipelines.records import FeedState, FetchOutcome, Reason, Source, SourceKind

MONTH = datetime(2025, 5, 1, tzinfo=UTC)  # a Thursday
DAYS = 30
TICK = timedelta(minutes=15)

COLLECTOR_DOWN = (21, 23)  # nothing is polled from the beginning of the 21st to the end of the 22nd
NETWORK_DOWN = (25.5, 25.75)  # six hours in which no name can be resolved

HOLIDAYS = {  # in May 2025; from the calendars of the countries, not from the library
    "RU": {1, 2, 8, 9},
    "DE": {1, 29},
    "FR": {1, 8, 29},
    "PL": {1, 3},
    "TR": {1, 19},
    "GB": {5, 26},
    "US": {26},
}

SIGNS = {
    "o": FeedState.OK,
    "q": FeedState.QUIET,
    "s": FeedState.STALE,
    "e": FeedState.EMPTY,
    "h": FeedState.HTML,
    "b": FeedState.BLOCKED,
    "m": FeedState.MOVED,
    "d": FeedState.DOWN,
    "x": FeedState.DEAD,
    "p": FeedState.PAUSED,
}


def instant(day: float) -> datetime:
    """Day 1.0 is the first midnight of the month, 4.25 six in the morning of the fourth."""
    return MONTH + timedelta(days=day - 1)


# ── What servers do wrong ─────────────────────────────────────────────────────────────────────────
# A fault takes the request's instant and what the server would have answered, and gives what it answers.

Fault = Callable[["Request"], Polled]


@dataclass(frozen=True)
class Request:
    at: datetime
    url: str
    etag: str | None
    right: Polled  # the answer of a server without this fault


def fails(
    reason: Reason, status: int | None = None, detail: str | None = None, retry_after: str | None = None
) -> Fault:
    def answer(request: Request) -> Polled:
        return Polled(
            at=request.at,
            url=request.url,
            outcome=FetchOutcome.FAILED,
            reason=reason,
            status=status,
            detail=detail,
            retry_after=retry_after,
        )

    return answer


def answers_with(**changes: object) -> Fault:
    def answer(request: Request) -> Polled:
        values = {"at": request.at, "url": request.url, "outcome": FetchOutcome.OK, "status": 200}
        return Polled(**values | changes)

    return answer


error_500 = fails(Reason.HTTP_SERVER_ERROR, 500, "HTTP 500")
error_404 = fails(Reason.HTTP_GONE, 404, "HTTP 404")
error_403 = fails(Reason.HTTP_FORBIDDEN, 403, "HTTP 403")
throttled = fails(Reason.HTTP_THROTTLED, 429, "HTTP 429", retry_after="7200")
by_robots = fails(Reason.ROBOTS, None, "disallowed by robots.txt")
no_name = fails(Reason.DNS, None, "[Errno -2] Name or service not known")
no_resolver = fails(Reason.DNS, None, "[Errno -3] Temporary failure in name resolution")
times_out = fails(Reason.TIMEOUT, None, "no answer within 30 s")
expired = fails(Reason.TLS, None, "certificate has expired")
no_bytes = fails(Reason.EMPTY, 200, "no content")
html = answers_with(rejected=Reason.NOT_A_FEED, detail="an HTML page", body_sha256="html", etag='"html"')
challenge = answers_with(rejected=Reason.SOFT_BLOCK, detail="challenge", body_sha256="challenge")
emptied = answers_with(keys=(), body_sha256="no entries")


def hourly(fault: Fault) -> Fault:
    """Fail in the first quarter of every hour."""
    return lambda request: fault(request) if request.at.minute < 15 else request.right


def moves_to(url: str, then: Fault | None = None) -> Fault:
    """Redirect for good; at the new place stands the feed, or what `then` answers."""

    def answer(request: Request) -> Polled:
        there = then(request) if then else request.right
        return there if request.url == url else with_(there, moved_to=url)

    return answer


def only_at(url: str) -> Fault:
    """Nowhere else is there anything."""
    return lambda request: request.right if request.url == url else error_404(request)


def says_304(request: Request) -> Polled:
    """Whoever asks with an ETag is told that nothing is new."""
    if request.etag is None:
        return request.right
    return Polled(at=request.at, url=request.url, outcome=FetchOutcome.NOT_MODIFIED, status=304)


def same_etag(request: Request) -> Polled:
    """The ETag stays while the body changes, and conditions are ignored."""
    return with_(request.right, etag='"same"')


def new_guids(request: Request) -> Polled:
    """Other ids at each poll for the same entries."""
    keys = request.right.keys
    fresh = tuple(f"{request.at.isoformat()} {key}" for key in keys) if keys is not None else None
    return with_(request.right, keys=fresh, body_sha256=request.at.isoformat(), etag=None)


def with_(polled: Polled, **changes: object) -> Polled:
    return Polled(**{name: getattr(polled, name) for name in Polled.__slots__} | changes)


# ── Outlets ───────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Outlet:
    """A source with the instants at which it publishes, and the faults of its server by day.

    `a_day` entries on each working day between `hours` (UTC); `on` names weekdays on which it works (0 is Monday).
    """

    name: str
    country: str | None
    a_day: float
    states: str
    hours: tuple[int, int] = (0, 24)
    on: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    works_on_holidays: bool = True
    listed: int = 30
    stops: float = 99.0
    floods: tuple[int, ...] = ()
    at_once: int = 1
    faults: tuple[tuple[float, float, Fault], ...] = ()
    kind: SourceKind = SourceKind.FEED
    cadence_hours: float | None = None
    rests_on: tuple[str, ...] = ()
    paused_why: str | None = None
    listed_days: float | None = None
    published: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance = random.Random(self.name)
        first, last = self.hours
        for day in range(-13, DAYS + 1):  # it has published before
            at = instant(day)
            is_holiday = day in HOLIDAYS.get(self.country or "", ()) and not self.works_on_holidays
            if at.weekday() not in self.on or is_holiday:
                continue
            times = round(self.a_day * (10 if day in self.floods else 1) / self.at_once)
            if self.a_day < 1:
                times = int(chance.random() < self.a_day)
            slot = (last - first) / max(times, 1)
            for each in range(times):
                moment = at + timedelta(hours=first + slot * (each + chance.random()))
                self.published += [moment + timedelta(seconds=20 * k) for k in range(self.at_once)]
        self.published = sorted(at for at in self.published if at < instant(self.stops))

    @property
    def source(self) -> Source:
        return Source(
            source_id=self.name,
            publisher_id=self.name,
            publisher=self.name,
            kind=self.kind,
            language="en",
            country=self.country,
            url=f"https://{self.name}.example/feed",
            cadence_hours=self.cadence_hours,
            rests_on=self.rests_on,
            paused_why=self.paused_why,
        )

    def right(self, at: datetime, url: str, etag: str | None) -> Polled:
        """The answer of a server without faults."""
        end = bisect_right(self.published, at)
        begin = max(end - self.listed, 0)
        if self.listed_days is not None:
            begin = bisect_right(self.published, at - timedelta(days=self.listed_days))
        version = f'"{begin}-{end}"'
        if etag == version:
            return Polled(at=at, url=url, outcome=FetchOutcome.NOT_MODIFIED, status=304)
        return Polled(
            at=at,
            url=url,
            outcome=FetchOutcome.OK,
            status=200,
            final_url=url,
            etag=version,
            body_sha256=version,
            keys=tuple(str(index) for index in range(end - 1, begin - 1, -1)),
            newest_at=self.published[end - 1] if end > begin else None,
            oldest_at=self.published[begin] if end > begin else None,
        )

    def answer(self, at: datetime, url: str, etag: str | None) -> Polled:
        right = self.right(at, url, etag)
        for begins, ends, fault in self.faults:
            if instant(begins) <= at < instant(ends):
                return fault(Request(at, url, etag, right))
        return right


OFF = ("sat", "sun", "holiday")
OFFICE = {"on": (0, 1, 2, 3, 4), "works_on_holidays": False, "hours": (6, 18), "rests_on": OFF, "cadence_hours": 24}
UNKNOWN_OFFICE = {"on": (0, 1, 2, 3, 4), "works_on_holidays": False, "hours": (6, 18)}
DAILY = {"hours": (5, 21), "cadence_hours": 12}

OUTLETS = [
    # well all month, of every pace: around the clock, office hours, weekends off, named by the pack or to be learned
    Outlet("agency", "RU", 300, "o30", cadence_hours=3),
    Outlet("agency-bursts", "UA", 300, "o30", at_once=15, cadence_hours=6),
    Outlet("agency-by-day", "TR", 200, "o30", hours=(4, 18)),
    Outlet("paper-ua", "UA", 40, "o30", **DAILY),
    Outlet("paper-us", "US", 30, "o30", hours=(11, 24), cadence_hours=12),
    Outlet("paper-unknown", None, 20, "o30", hours=(5, 21)),
    Outlet("office-ru", "RU", 8, "o30", **OFFICE),
    Outlet("office-de", "DE", 8, "o30", **OFFICE),
    Outlet("office-fr", "FR", 4, "o30", **OFFICE),
    Outlet("office-pl", "PL", 6, "o30", **OFFICE),
    Outlet("office-tr", "TR", 6, "o30", **OFFICE),
    Outlet("office-gb", "GB", 6, "o30", **OFFICE),
    Outlet("office-us", "US", 6, "o30", **OFFICE),
    Outlet("gulf", "SA", 6, "o30", on=(0, 1, 2, 3, 6), hours=(6, 18), rests_on=("fri", "sat"), cadence_hours=24),
    Outlet("learned-de", "DE", 8, "o30", **UNKNOWN_OFFICE),
    Outlet("learned-fr", "FR", 12, "o30", **UNKNOWN_OFFICE),
    Outlet("learned-ru", "RU", 12, "o30", **UNKNOWN_OFFICE),
    Outlet("learned-gulf", "SA", 8, "o30", on=(0, 1, 2, 3, 6), hours=(6, 18)),
    Outlet("no-sundays", "GB", 12, "o30", on=(0, 1, 2, 3, 4, 5), hours=(6, 20)),
    Outlet("weekly", "GB", 1, "o30", on=(3,), hours=(8, 12), cadence_hours=170),
    Outlet("now-and-then", "CH", 0.3, "o30", cadence_hours=240),
    Outlet("sitemap-office", "DE", 10, "o30", **OFFICE, kind=SourceKind.SITEMAP, listed_days=2),
    # floods
    Outlet("flood", "UA", 30, "o30", **DAILY, floods=(15,)),
    Outlet("flood-office", "DE", 8, "o30", **OFFICE, floods=(14,)),
    # outages
    Outlet("error-500", "UA", 40, "o7 d2 o21", **DAILY, faults=((8.25, 10.25, error_500),)),
    Outlet("error-500-office", "DE", 6, "o11 d2 o17", **OFFICE, faults=((12.25, 14.25, error_500),)),
    Outlet("no-name", "UA", 40, "o4 d7 o19", **DAILY, faults=((5.25, 12.25, no_name),)),
    Outlet("gone", "UA", 40, "o3 d14 x13", **DAILY, faults=((4.25, 99, error_404),)),
    Outlet("gone-and-back", "UA", 40, "o1 d14 x7 o8", **DAILY, faults=((2.25, 18, error_404),)),
    Outlet("expired", "PL", 20, "o5 d3 o22", **DAILY, faults=((6.25, 9.25, expired),)),
    Outlet("flaky", "UA", 40, "o30", **DAILY, faults=((3, 28, hourly(times_out)),)),
    # refusals
    Outlet("forbidden", "US", 20, "o9 b21", **DAILY, faults=((10.25, 99, error_403),)),
    Outlet("throttled", "US", 20, "o9 b2 o19", **DAILY, faults=((10.25, 12.25, throttled),)),
    Outlet("robots", "US", 20, "o12 b18", **DAILY, faults=((13.25, 99, by_robots),)),
    Outlet("challenge", "US", 20, "o12 b4 o14", **DAILY, faults=((13.25, 17.25, challenge),)),
    # other things than news
    Outlet("html", "UA", 20, "o11 h3 o16", **DAILY, faults=((12.25, 15.25, html),)),
    Outlet("emptied", "UA", 20, "o8 e3 o19", **DAILY, faults=((9.25, 12.25, emptied),)),
    Outlet("no-bytes", "UA", 20, "o8 e3 o19", **DAILY, faults=((9.25, 12.25, no_bytes),)),
    Outlet(
        "home-page", "UA", 20, "o8 h22", **DAILY, faults=((9.25, 99, moves_to("https://home-page.example/", html)),)
    ),
    # silences: on a Tuesday at ten, before holidays and weekends, and where all was learned
    Outlet("stops", "UA", 40, "o6 q2 s22", hours=(5, 21), cadence_hours=24, stops=6.4),
    Outlet("stops-office-ru", "RU", 8, "o11 q1 s18", **OFFICE, stops=6.75),
    Outlet("stops-office-de", "DE", 8, "o27 q2 s1", **OFFICE, stops=26.6),
    Outlet("stops-learned", None, 20, "o13 s17", hours=(5, 21), stops=13.5),
    Outlet("frozen-guids", "UA", 20, "o13 s17", **DAILY, stops=13.4, faults=((13, 99, new_guids),)),
    # servers that lie
    Outlet("says-304", "UA", 4, "o30", cadence_hours=24, faults=((8, 99, says_304),)),
    Outlet("says-304-weekly", "GB", 1, "o30", on=(3,), hours=(8, 12), cadence_hours=170, faults=((8, 99, says_304),)),
    Outlet("same-etag", "UA", 20, "o30", **DAILY, faults=((8, 99, same_etag),)),
    # moves
    Outlet("moved", "UA", 20, "o5 m25", **DAILY, faults=((6.25, 99, moves_to("https://new.example/feed")),)),
    Outlet(
        "moved-and-back",
        "UA",
        20,
        "o5 m9 o16",
        **DAILY,
        faults=(
            (6.25, 15.25, moves_to("https://elsewhere.example/feed")),
            (15.25, 99, only_at("https://moved-and-back.example/feed")),
        ),
    ),
    Outlet("paused", "UA", 20, "p30", **DAILY, paused_why="no permission yet"),
]


# ── The month ─────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Month:
    """What collection did and said: polls by outlet, states by outlet and hour, when each entry was first seen."""

    polls: dict[str, list[Polled]] = field(default_factory=dict)
    memories: dict[str, list[Memory]] = field(default_factory=dict)
    states: dict[tuple[str, datetime], FeedState] = field(default_factory=dict)
    seen: dict[str, dict[str, datetime]] = field(default_factory=dict)


def is_in(at: datetime, span: tuple[float, float]) -> bool:
    return instant(span[0]) <= at < instant(span[1])


@pytest.fixture(scope="module")
def month() -> Month:
    said = Month()
    sources = {outlet.name: outlet.source for outlet in OUTLETS}
    memories: dict[str, Memory | None] = dict.fromkeys(sources)
    for tick in range(DAYS * 96 + 1):
        at = MONTH + tick * TICK
        if not is_in(at, COLLECTOR_DOWN):
            run(said, at, sources, memories)
        if tick % 4 == 0:
            for name, source in sources.items():
                said.states[name, at] = judge(memories[name], source, at).state
    return said


def run(said: Month, at: datetime, sources: dict[str, Source], memories: dict[str, Memory | None]) -> None:
    """One run of collection, as the collector does it: poll, remember, and excuse all if nobody answered."""
    before, polls = {}, {}
    for outlet in OUTLETS:
        name, source = outlet.name, sources[outlet.name]
        memory = memories[name]
        if not is_due(memory, source, at):
            continue
        known = validators(memory, source, at)
        url = url_of(memory, source) or ""
        if is_in(at, NETWORK_DOWN):
            polled = no_resolver(Request(at, url, None, outlet.right(at, url, None)))
        else:
            polled = outlet.answer(at, url, known.etag if known else None)
        before[name], polls[name] = memory, polled
        memories[name] = remember(memory, polled, source)
    if is_network_silent((before[name], polled) for name, polled in polls.items()):
        memories.update({name: excused(memory, at) for name, memory in before.items()})
    for name, polled in polls.items():
        said.polls.setdefault(name, []).append(polled)
        said.memories.setdefault(name, []).append(memories[name])
        for key in polled.keys or ():
            said.seen.setdefault(name, {}).setdefault(key, at)


def expected(states: str) -> list[FeedState]:
    """`o4 d7` is four days OK, then seven DOWN."""
    return [SIGNS[part[0]] for part in states.split() for _ in range(int(part[1:]))]


def test_there_are_fifty_sources_and_thirty_days():
    assert len({outlet.name for outlet in OUTLETS}) == 50
    assert {len(expected(outlet.states)) for outlet in OUTLETS} == {DAYS}


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.name)
def test_the_state_at_the_end_of_each_day(outlet, month):
    said = [month.states[outlet.name, instant(day + 1)] for day in range(1, DAYS + 1)]
    assert said == expected(outlet.states)


@pytest.mark.parametrize(
    "outlet",
    [outlet for outlet in OUTLETS if set(expected(outlet.states)) == {FeedState.OK}],
    ids=lambda outlet: outlet.name,
)
def test_no_hour_of_a_good_month_raises_an_alarm(outlet, month):
    alarms = {
        at: state for (name, at), state in month.states.items() if name == outlet.name and state is not FeedState.OK
    }
    assert alarms == {}


def unheard(outlet: Outlet, month: Month) -> list[tuple[datetime, datetime]]:
    """The times between two answers in which the collector or its network was down."""
    answers = [polled.at for polled in month.polls[outlet.name] if polled.status is not None]
    downs = [instant(COLLECTOR_DOWN[0]), instant(NETWORK_DOWN[0])]
    return [(at, later) for at, later in pairwise(answers) if any(at < down <= later for down in downs)]


@pytest.mark.parametrize(
    "outlet",
    [outlet for outlet in OUTLETS if set(expected(outlet.states)) == {FeedState.OK}],
    ids=lambda outlet: outlet.name,
)
def test_no_entry_is_lost_while_the_collector_runs(outlet, month):
    spans, seen = unheard(outlet, month), month.seen[outlet.name]
    last_at = max(polled.at for polled in month.polls[outlet.name] if polled.keys)
    lost = [at for index, at in enumerate(outlet.published) if MONTH <= at <= last_at and str(index) not in seen]
    assert [at for at in lost if not any(begins <= at < ends for begins, ends in spans)] == []


def test_a_feed_that_rolled_over_while_the_collector_was_down_says_so(month):
    gaps = [memory.last_at for memory in month.memories["agency"] if memory.is_gap]
    back_at, online_at = instant(COLLECTOR_DOWN[1]), instant(NETWORK_DOWN[1])
    assert [at for at in gaps if at < back_at] == []
    assert gaps[0] == back_at
    assert [at for at in gaps[1:] if not online_at <= at <= online_at + TICK] == []


def test_a_network_of_our_own_that_is_down_is_nobodys_failure(month):
    asked = [
        memory
        for name, polls in month.polls.items()
        for polled, memory in zip(polls, month.memories[name], strict=True)
        if is_in(polled.at, NETWORK_DOWN) and month.states[name, instant(25)] is FeedState.OK
    ]
    assert len(asked) > 100
    assert {memory.failures for memory in asked} <= {0.0, 0.5}  # a half is the one that is flaky


def test_a_dead_feed_is_probed_weekly_and_found_alive(month):
    for name, probes in (("gone", 1), ("gone-and-back", 1)):
        memories = month.memories[name]
        dead = [index for index, memory in enumerate(memories) if memory.state is FeedState.DEAD]
        waits = [memories[i + 1].last_at - memories[i].last_at for i in dead if i + 1 < len(memories)]
        assert len(waits) >= probes
        assert all(timedelta(days=6) < wait <= timedelta(days=7) + TICK for wait in waits)


def test_a_feed_that_moved_is_asked_at_its_new_place(month):
    urls = [polled.url for polled in month.polls["moved"] if polled.at >= instant(6.25)]
    assert urls == ["https://moved.example/feed"] * 3 + ["https://new.example/feed"] * (len(urls) - 3)


def test_a_home_page_is_no_new_place(month):
    assert {polled.url for polled in month.polls["home-page"]} == {"https://home-page.example/feed"}


@pytest.mark.parametrize(("name", "days"), [("says-304", 1.5), ("says-304-weekly", 7), ("same-etag", 0.5)])
def test_what_a_server_denies_is_seen_within_a_week(name, days, month):
    outlet = next(outlet for outlet in OUTLETS if outlet.name == name)
    late = [
        month.seen[name][str(index)] - at
        for index, at in enumerate(outlet.published)
        if instant(8) <= at < instant(COLLECTOR_DOWN[0] - days) or instant(23) <= at < instant(DAYS - days)
    ]
    assert late
    assert max(late) < timedelta(days=days)


def test_no_server_is_asked_too_often(month):
    for polls in month.polls.values():
        waits = [later.at - polled.at for polled, later in pairwise(polls)]
        assert min(waits) >= TICK
    assert all(
        later.at - polled.at >= timedelta(hours=2)
        for polled, later in pairwise(month.polls["throttled"])
        if polled.retry_after == "7200"
    )
