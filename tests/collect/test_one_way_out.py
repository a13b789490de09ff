"""Nothing reaches the network but `pipelines.collect.client`: read off the syntax tree of all that ships.

Whoever needs an exception writes it down here, with its reason.
"""

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOOKED_THROUGH = ("pipelines", "dags", "plugins", "scripts", "bench")

NETWORK = (
    *("_socket", "aiohttp", "anyio", "asyncio.open_connection", "asyncio.open_unix_connection", "asyncio.start_server"),
    *("courlan.network", "curl_cffi", "dns", "fsspec", "ftplib", "grpc", "h11", "h2", "htmldate", "http.client"),
    *("http.server", "httpcore", "httplib2", "httpx", "imaplib", "niquests", "nntplib", "paramiko", "playwright"),
    *("poplib", "pycurl", "requests", "selenium", "smtplib", "socket", "socketserver", "ssl", "telnetlib"),
    *("trafilatura.downloads", "trafilatura.feeds", "trafilatura.fetch_response", "trafilatura.fetch_url"),
    *("trafilatura.sitemaps", "trafilatura.spider", "trio", "urllib.request", "urllib.robotparser", "urllib3"),
    *("webbrowser", "websockets", "xmlrpc"),
)
"""Modules and names; what lies below them counts too."""

METHODS = frozenset(
    {"create_connection", "create_datagram_endpoint", "create_server", "open_connection", "sock_connect", "urlopen"}
)
"""Ways out on objects of any kind."""

READERS = frozenset({"feedparser.parse", "lxml.etree.parse", "lxml.html.parse", "lxml.etree.iterparse"})
"""They open what looks like an address or a path, so they are given `BytesIO` or nothing."""

COMMANDS = frozenset({"curl", "wget", "nc", "telnet"})

LOADS = "importlib.import_module(?)"
SERVES = "serves pages of its own on 127.0.0.1"
ALLOWED = {
    "pipelines/collect/client.py": ("the way out", ["aiohttp*", "socket*", "ssl*"]),
    "pipelines/collect/guard.py": ("reads numbers as the system would", ["socket", "socket.inet_aton"]),
    "pipelines/children.py": ("loads the functions that its parent names, of packages that its parent names", [LOADS]),
    "pipelines/run/__init__.py": ("loads its own modules", [LOADS]),
    "pipelines/newsroom/press.py": (SERVES, ["http.server*"]),
    "scripts/airflow_here.py": (
        "asks the Airflow that it started on 127.0.0.1, and whether a port is free",
        ["socket*", "urllib.request*"],
    ),
    "bench/naive.py": (
        "what ours is measured against, on servers of 127.0.0.1",
        ["aiohttp*", "socket*", "feedparser*"],
    ),
    "bench/press.py": (SERVES, [".create_server"]),
    "scripts/pictures.py": ("takes pictures of pages on 127.0.0.1", ["playwright*"]),
}


def ways_out(code: str) -> Iterator[str]:
    """Yield each name in a module that leads to the network, dotted, or with a dot before a method's."""
    tree = ast.parse(code)
    names = dict(_imported(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from filter(_is_network, _modules(node))
            case ast.Attribute(attr=attribute):
                if attribute in METHODS:
                    yield f".{attribute}"
                dotted = _dotted(node, names)
                if dotted and _is_network(dotted):
                    yield dotted
            case ast.Call():
                yield from _calls(node, names)
            case ast.Constant(value=str() as text) if text in COMMANDS:
                yield text


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                name = each.name if each.asname else each.name.partition(".")[0]
                yield each.asname or name, name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                yield each.asname or each.name, f"{node.module}.{each.name}"


def _modules(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (each.name for each in node.names)
    elif node.module and not node.level:
        yield from (f"{node.module}.{each.name}" for each in node.names)


def _calls(node: ast.Call, names: dict[str, str]) -> Iterator[str]:
    called = _dotted(node.func, names) or ""
    first = node.args[0] if node.args else None
    if called in {"importlib.import_module", "__import__"}:
        loaded = first.value if isinstance(first, ast.Constant) else "?"
        if loaded == "?" or _is_network(str(loaded)):
            yield f"{called}({loaded})"
    if called in READERS and not (isinstance(first, ast.Call) and _dotted(first.func, names) == "io.BytesIO"):
        yield f"{called} of an address"
    if any(each.arg == "no_network" and getattr(each.value, "value", None) is not True for each in node.keywords):
        yield "no_network"


def _dotted(node: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value, names)
        return inner and f"{inner}.{node.attr}"
    return None


def _is_network(dotted: str) -> bool:
    return any(dotted == each or dotted.startswith(f"{each}.") for each in NETWORK)


FILES = sorted(str(path.relative_to(ROOT)) for folder in LOOKED_THROUGH for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("folder", LOOKED_THROUGH)
def test_nothing_else_reaches_the_network(folder):
    found = {
        name: sorted({way for way in ways_out((ROOT / name).read_text()) if not is_allowed(name, way)})
        for name in FILES
        if name.startswith(f"{folder}/")
    }
    assert found
    assert {name: ways for name, ways in found.items() if ways} == {}


def is_allowed(name, way):
    _, patterns = ALLOWED.get(name, ("", []))
    return any(fnmatchcase(way, pattern) for pattern in patterns)


@pytest.mark.parametrize("name", ALLOWED)
def test_exceptions_are_needed(name):
    used = set(ways_out((ROOT / name).read_text()))
    assert [each for each in ALLOWED[name][1] if not any(fnmatchcase(way, each) for way in used)] == []


@pytest.mark.parametrize(
    "code",
    [
        "import aiohttp",
        "import aiohttp.client as a",
        "def f():\n    import requests",
        "if TYPE_CHECKING:\n    from httpx import Client",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import urllib.parse\nurllib.request.urlopen(x)",
        "import http.client",
        "from http import client",
        "import socket",
        "from socket import create_connection",
        "import urllib3",
        "import ftplib",
        "import smtplib",
        "import trafilatura\ntrafilatura.fetch_url(x)",
        "import trafilatura as t\nt.downloads.fetch_response(x)",
        "from trafilatura import fetch_url",
        "from trafilatura.sitemaps import sitemap_search",
        "import asyncio\nasyncio.open_connection('a', 80)",
        "from asyncio import open_connection",
        "loop.create_connection(P, 'a', 80)",
        "loop.sock_connect(s, a)",
        "import importlib\nimportlib.import_module('aiohttp')",
        "import importlib\nimportlib.import_module(name)",
        "__import__('socket')",
        "import feedparser\nfeedparser.parse('http://a.example/')",
        "import feedparser\nfeedparser.parse(body)",
        "from feedparser import parse\nparse(url)",
        "from lxml import etree\netree.parse(url)",
        "import lxml.html\nlxml.html.parse(url)",
        "from lxml import etree\netree.XMLParser(no_network=False)",
        "subprocess.run(['curl', url])",
        "from playwright.sync_api import sync_playwright",
    ],
)
def test_every_way_out_is_seen(code):
    assert list(ways_out(code))


@pytest.mark.parametrize(
    "code",
    [
        "from urllib.parse import urlsplit",
        "import urllib.parse\nurllib.parse.quote(x)",
        "from http import HTTPStatus",
        "import io, feedparser\nfeedparser.parse(io.BytesIO(body))",
        "import trafilatura\ntrafilatura.bare_extraction(tree)",
        "from pipelines.collect.client import Client",
        "requests = 3\nrequests += 1",
        "import asyncio\nasyncio.run(main())",
    ],
)
def test_what_stays_inside_passes(code):
    assert list(ways_out(code)) == []
