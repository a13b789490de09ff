"""Connections: kept while there is room for them, never more of them than the process may have."""

import asyncio
import subprocess
import sys
import threading

import pytest

from pipelines.collect.client import Client

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"


class Connection(asyncio.Protocol):
    """Answers on one connection as long as it is asked, 20 ms later; `opened` counts them all."""

    opened = unanswered = most_unanswered = 0

    def connection_made(self, transport):
        type(self).opened += 1
        self.transport = transport

    def data_received(self, _data):
        kind = type(self)
        kind.unanswered += 1
        kind.most_unanswered = max(kind.most_unanswered, kind.unanswered)
        asyncio.get_running_loop().call_later(0.02, self.answer)

    def answer(self):
        type(self).unanswered -= 1
        self.transport.write(ANSWER)


@pytest.fixture
def keeping_port():
    """A server that leaves connections open, whatever it is asked."""
    loop = asyncio.new_event_loop()
    Connection.opened = Connection.unanswered = Connection.most_unanswered = 0
    listener = loop.run_until_complete(loop.create_server(Connection, "127.0.0.1", 0, backlog=512))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield listener.sockets[0].getsockname()[1]

    def end():
        listener.close()
        loop.call_later(0.05, loop.stop)

    loop.call_soon_threadsafe(end)
    thread.join()
    loop.close()


def test_requests_to_a_host_share_a_connection(keeping_port):
    async def run():
        async with Client(allow_hosts=frozenset({f"127.0.0.1:{keeping_port}"})) as client:
            return [
                (await client.get(f"http://127.0.0.1:{keeping_port}/{number}", max_bytes=10)).body
                for number in range(20)
            ]

    assert asyncio.run(run()) == [b"ok"] * 20
    assert Connection.opened == 1


def test_a_server_is_not_stormed(keeping_port):
    """It stands for ninety hosts, and its queue may be short."""

    async def run():
        target = (("*.example", f"127.0.0.1:{keeping_port}"),)
        async with Client(allow_hosts=frozenset({f"127.0.0.1:{keeping_port}"}), connect_to=target) as client:
            answers = await asyncio.gather(
                *(client.get(f"http://{number}.example/", max_bytes=10) for number in range(90))
            )
        return {answer.body for answer in answers}

    assert asyncio.run(run()) == {b"ok"}
    assert Connection.opened == 90
    assert Connection.most_unanswered < 30  # six, while the machine finds the time to answer


FEW_DESCRIPTORS = """
import asyncio, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 256))
from pipelines.collect.client import Client
port = sys.argv[1]
async def run():
    target = (("*.example", f"127.0.0.1:{port}"),)
    async with Client(allow_hosts=frozenset({f"127.0.0.1:{port}"}), connect_to=target) as client:
        answers = await asyncio.gather(*(client.get(f"http://{n}.example/", max_bytes=10) for n in range(400)))
        print(sum(answer.body == b"ok" for answer in answers), len(list(Path("/proc/self/fd").iterdir())))
asyncio.run(run())
"""


def test_four_hundred_hosts_with_few_descriptors(keeping_port):
    """256 is the hard limit here: a quarter for requests, half for idle connections."""
    ended = subprocess.run(
        [sys.executable, "-c", FEW_DESCRIPTORS, str(keeping_port)], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    answered, left_open = map(int, ended.stdout.split())
    assert answered == 400
    assert 64 < left_open < 128 + 64
