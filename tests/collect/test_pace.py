"""How requests to one host are spread, and that hosts do not wait for one another."""

import asyncio
from datetime import UTC, datetime, timedelta

from pipelines.collect.pace import Pace, operators_of
from pipelines.records import Source, SourceKind


async def visit(pace, host, log, lasting=0.0, interval_seconds=0.0):
    async with pace.turn(f"http://{host}/", interval_seconds) as turn:
        if turn is not None:
            turn.start()
            log.append((host, asyncio.get_running_loop().time()))
            await asyncio.sleep(lasting)
    return turn is not None


def test_a_host_is_asked_at_intervals():
    async def run():
        log = []
        pace = Pace(interval_seconds=0.1)
        await asyncio.gather(*(visit(pace, "a.example", log) for _ in range(4)))
        return [moment for _, moment in log]

    moments = asyncio.run(run())
    assert all(moment - moments[0] > 0.1 * number - 0.01 for number, moment in enumerate(moments))


def test_crawl_delay_and_politeness_scale_the_interval():
    async def run():
        log = []
        pace = Pace(0.01, interval_seconds=1)
        await asyncio.gather(*(visit(pace, "a.example", log, interval_seconds=10) for _ in range(3)))
        return log[-1][1] - log[0][1]

    assert 0.19 < asyncio.run(run()) < 1


def test_a_slow_host_delays_no_other():
    async def run():
        log = []
        pace = Pace(0)
        slow = [asyncio.create_task(visit(pace, "slow.example", log, lasting=5)) for _ in range(500)]
        await asyncio.sleep(0)
        await asyncio.gather(*(visit(pace, f"{number}.example", log) for number in range(100)))
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return [host for host, _ in log]

    hosts = asyncio.run(run())
    assert hosts.count("slow.example") == 2
    assert len(hosts) == 102


def test_what_would_come_too_late_has_no_turn():
    async def run():
        pace = Pace(interval_seconds=0.2, patience_seconds=0.3)
        return await asyncio.gather(*(visit(pace, "a.example", []) for _ in range(5)))

    assert asyncio.run(run()) == [True, True, False, False, False]


def test_the_interval_counts_from_the_moment_a_request_is_sent():
    async def late(pace, log):
        async with pace.turn("http://a.example/") as turn:
            await asyncio.sleep(0.05)  # no room for it yet
            turn.start()
            log.append(asyncio.get_running_loop().time())
            await asyncio.sleep(1.0)  # the interval does not wait for the answer

    async def run():
        log = []
        pace = Pace(interval_seconds=0.1)
        await asyncio.gather(*(late(pace, log) for _ in range(2)))
        return log[1] - log[0]

    assert 0.1 <= asyncio.run(run()) < 1.0


def source(publisher, url, operator=None):
    return Source(
        source_id=url,
        publisher_id=publisher,
        publisher=publisher,
        kind=SourceKind.FEED,
        language="en",
        url=url,
        operator=operator,
    )


def test_hosts_of_one_operator_share_a_budget():
    async def run():
        known = operators_of(
            [
                source("dw", "https://rss.dw.com/en"),
                source("one", "https://feeds.one.example/rss", operator="cdn"),
                source("two", "https://two.example/rss", operator="cdn"),
                source("a", "https://a.shared.com/rss"),
                source("b", "https://b.shared.com/rss"),
            ]
        )
        pace = Pace(operators=known)
        return [
            pace.budget_of(url)
            for url in (
                "https://rss.dw.com/en",
                "https://www.dw.com/en/article",
                "https://feeds.one.example/x",
                "https://two.example/x",
                "https://a.shared.com/x",
                "https://b.shared.com/x",
                "https://c.shared.com/x",
                "http://127.0.0.1:8801/x",
                "http://127.0.0.1:8802/x",
            )
        ]

    dw, dw_page, one, two, a, b, c, first_port, second_port = asyncio.run(run())
    assert dw == dw_page
    assert one == two
    assert len({a, b, c, first_port, second_port}) == 5


def test_a_host_that_asked_to_be_left_alone_is_left_alone_after_a_restart():
    now = datetime(2026, 3, 1, 6, tzinfo=UTC)

    async def first():
        pace = Pace()
        pace.rest("http://a.example/", 3600)
        return pace.busy(now)

    async def second(busy):
        pace = Pace(busy=busy, clock=lambda: now + timedelta(minutes=5), patience_seconds=600)
        return await asyncio.gather(visit(pace, "a.example", []), visit(pace, "b.example", []))

    assert asyncio.run(second(asyncio.run(first()))) == [False, True]
