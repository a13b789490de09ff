import gzip
import http.client
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from pipelines.newsroom import Newsroom
from pipelines.newsroom.content import HERE


class Got(NamedTuple):
    """A response as received; `body` is decoded from its content coding."""

    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Got]


@pytest.fixture
def press() -> Iterator[Newsroom]:
    with Newsroom() as newsroom:
        yield newsroom


@pytest.fixture
def ask(press: Newsroom) -> Ask:
    def get(host: str, path: str, method: str = "GET", **headers: str) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", press.port, timeout=10)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": host, **given})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Got(response.status, found, gzip.decompress(body) if found.get("content-encoding") == "gzip" else body)

    return get


@pytest.fixture(scope="session")
def expectations() -> dict[str, Any]:
    return yaml.safe_load((HERE / "expectations.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def sources() -> dict[str, dict[str, Any]]:
    rows = yaml.safe_load((HERE / "pack" / "sources.yaml").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


@pytest.fixture(scope="session")
def wires() -> list[Path]:
    return sorted((HERE / "wire").glob("edition*/*/*"))


@pytest.fixture(scope="session")
def written() -> Callable[[Path], str]:
    """Reads a wire document as characters: in the charset that its first line names, else its agency's profile."""
    profiles = yaml.safe_load((HERE / "pack" / "wires.yaml").read_text(encoding="utf-8"))
    charsets = {each["id"]: each["charset"] for each in profiles if "charset" in each}

    def read(path: Path) -> str:
        body = path.read_bytes()
        if said := re.match(rb'<\?xml [^>]*encoding="([^"]+)"', body):
            return body.decode(said[1].decode())
        charset = charsets.get(path.parent.name, "utf-8")
        return body.decode("ascii" if charset.startswith("iso646") else charset)

    return read
