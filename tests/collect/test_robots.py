"""What robots.txt allows, in every state it can be found in (fault 37)."""

import asyncio
import time

import pytest

from pipelines.collect.client import Client, Response
from pipelines.collect.pace import Pace
from pipelines.collect.robots import MAX_ROBOTS_BYTES, Robots, rules
from pipelines.records import Reason

PAGE = "http://outlet.example/news/1.html"


def found(body=b"", content_type="text/plain", reason=None, status=200):
    return Response(
        final_url="http://outlet.example/robots.txt", status=status, content_type=content_type, body=body, reason=reason
    )


@pytest.mark.parametrize(
    ("body", "allowed", "delay_seconds"),
    [
        (b"", True, 0),
        (b"User-agent: *\nDisallow: /", False, 0),
        (b"User-agent: *\nDisallow:", True, 0),
        (b"User-agent: *\nDisallow: /news/", False, 0),
        (b"User-agent: *\nDisallow: /news/\nAllow: /news/1.html", True, 0),
        (b"User-agent: *\nDisallow: /*.html$", False, 0),
        (b"User-agent: otherbot\nDisallow: /", True, 0),
        (b"User-agent: trucewatch\nDisallow: /\n\nUser-agent: *\nAllow: /", False, 0),
        (b"user-agent: TruceWatch/1.0\nDisallow: /", False, 0),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: trucewatch\nAllow: /", True, 0),
        (b"User-agent: otherbot\nUser-agent: *\nDisallow: /", False, 0),
        (b"User-agent: otherbot # us\nDisallow: /\nUser-agent: *\nAllow: /", True, 0),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /admin/", True, 0),
        (b"User-agent: *\nCrawl-delay: 7", True, 7),
        (b"User-agent: *\nCrawl-delay: 1e9", True, 60),
        (b"User-agent: *\nCrawl-delay: -3", True, 0),
        (b"User-agent: *\nCrawl-delay: nan", True, 0),
        (b"\xff\xfe\x00garbage\x00" * 50, True, 0),
    ],
)
def test_rules(body, allowed, delay_seconds):
    verdict = rules(found(body)).verdict(PAGE)
    assert (verdict.allowed, verdict.is_final, verdict.crawl_delay_seconds) == (allowed, True, delay_seconds)


@pytest.mark.parametrize(
    ("response", "allowed", "is_final"),
    [
        (found(status=404, reason=Reason.HTTP_GONE), True, True),
        (found(status=403, reason=Reason.HTTP_FORBIDDEN), True, True),
        (found(status=400, reason=Reason.HTTP_CLIENT_ERROR), True, True),
        (found(reason=Reason.TOO_MANY_REDIRECTS), True, True),
        (found(reason=Reason.BLOCKED_ADDRESS), True, True),
        (found(b"<!doctype html><p>User-agent: *\nDisallow: /", content_type="text/html"), True, True),
        (found(b"\n <html>\nUser-agent: *\nDisallow: /", content_type=None), True, True),
        (found(status=503, reason=Reason.HTTP_SERVER_ERROR), False, False),
        (found(status=429, reason=Reason.HTTP_THROTTLED), False, False),
        (found(reason=Reason.TIMEOUT), False, False),
        (found(reason=Reason.DNS), False, False),
        (found(reason=Reason.CONNECT), False, False),
    ],
)
def test_states_of_the_file(response, allowed, is_final):
    verdict = rules(response).verdict(PAGE)
    assert (verdict.allowed, verdict.is_final) == (allowed, is_final)


def test_thousands_of_agents_above_thousands_of_rules_cost_little():
    agents = b"".join(b"User-agent: a%d\n" % number for number in range(15_000))
    body = (agents + b"Disallow: /x\n" * 20_000)[:MAX_ROBOTS_BYTES]
    began = time.process_time()
    assert rules(found(body)).verdict(PAGE).allowed
    assert time.process_time() - began < 5


def test_read_once_per_origin_even_when_asked_at_once(server):
    server.routes["/robots.txt"] = lambda _: [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /no\n"
        + b"#" * 2 * MAX_ROBOTS_BYTES
    ]

    async def ask():
        async with Client(allow_hosts=frozenset({f"127.0.0.1:{server.port}"})) as client:
            robots = Robots(client, Pace(0))
            paths = ["/yes", "/no", "/no/2", "/yes/2"]
            return [
                each.allowed for each in await asyncio.gather(*(robots.verdict(server.url(path)) for path in paths))
            ]

    assert asyncio.run(ask()) == [True, False, False, True]
    assert len(server.requests) == 1
