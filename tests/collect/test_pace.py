"""How requests to one host are spread, and that hosts do not wait for one another."""

import asyncio

from pipelines.collect.pace import Pace


async def visit(pace, host, log, lasting=0.0, interval_seconds=0.0):
    async with pace.turn(host, interval_seconds) as has_turn:
        if has_turn:
            log.append((host, asyncio.get_running_loop().time()))
            await asyncio.sleep(lasting)
    return has_turn


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
