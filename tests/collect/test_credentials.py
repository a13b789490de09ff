"""A secret goes to the server it is meant for and to nobody else: not over a redirect, not into what we keep (77)."""

import copy
import logging
import pickle
import socket
from urllib.parse import quote

import pytest

from pipelines.collect.credentials import HIDDEN, Credential
from pipelines.records import Reason

CANARY = "c4n/Ary+k3y&=~7"
BY_HEADER = Credential(f"Bearer {CANARY}", header="X-Api-Key")
BY_PARAMETER = Credential(CANARY, parameter="key")
SPELLINGS = [
    CANARY,
    quote(CANARY, safe=""),
    quote(CANARY),
    quote(CANARY, safe="").replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d"),
    quote(quote(CANARY, safe=""), safe=""),
    "".join(f"%{ord(each):02x}" for each in CANARY),
    CANARY.replace("&", "&amp;"),
    CANARY.replace("/", "\\/"),
]


def shows(text):
    return any(spelling in text for spelling in SPELLINGS) or "c4n" in text


def page(body=b"", status="200 OK", *headers):
    lines = "".join(f"{header}\r\n" for header in headers)
    return lambda _: [f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{lines}\r\n".encode(), body]


def sent(credential, path):
    """The path as it arrives: a slash needs no encoding in a query."""
    return credential.put_into(path).replace("%2F", "/")


@pytest.mark.parametrize("credential", [BY_HEADER, BY_PARAMETER])
def test_it_does_not_show_itself(credential):
    shown = [repr(credential), str(credential), f"{credential}", f"{[credential]!r}"]
    assert not any(shows(each) for each in shown)
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError) as error:
            leave(credential)
        assert not shows(str(error.value))


@pytest.mark.parametrize(
    "given",
    [
        {"header": None},
        {"header": "X-Key", "parameter": "key"},
        {"header": "X Key"},
        {"header": "X-Key\r\nX-Evil"},
        {"header": ""},
        {"value": CANARY + "\r\nX-Evil: 1", "header": "X-Key"},
        {"value": CANARY + " ", "header": "X-Key"},
        {"value": CANARY + "ö", "header": "X-Key"},
        {"value": "", "header": "X-Key"},
    ],
)
def test_what_cannot_be_sent_is_refused_without_being_shown(given):
    with pytest.raises(ValueError, match="a credential") as error:
        Credential(**({"value": CANARY} | given))
    assert not shows(str(error.value))


def test_header_and_parameter_reach_their_server(server, get):
    for path in ("/feed?lang=uk", "/feed"):
        server.routes[path] = page(b"<rss/>")
    assert get("/feed?lang=uk", credential=BY_HEADER).body == b"<rss/>"
    assert server.requests[-1].headers["x-api-key"] == f"Bearer {CANARY}"
    server.routes["/feed?lang=uk&key=c4n/Ary%2Bk3y%26%3D~7"] = page(b"<rss/>")
    server.routes["/feed?key=c4n/Ary%2Bk3y%26%3D~7"] = page(b"<rss/>")
    response = get("/feed?lang=uk", credential=BY_PARAMETER)
    assert (response.body, response.final_url) == (b"<rss/>", server.url("/feed?lang=uk"))
    assert get("/feed", credential=BY_PARAMETER).body == b"<rss/>"


@pytest.mark.parametrize("credential", [BY_HEADER, BY_PARAMETER])
def test_it_stays_at_its_origin(server, get, credential):
    """A redirect to another origin, which copies the query as servers do, arrives there without it."""
    server.routes[sent(credential, "/feed")] = page(b"", "301 Moved", f"Location: {credential.put_into('/here')}")
    server.routes[sent(credential, "/here")] = page(
        b"", "301 Moved", f"Location: {credential.put_into('http://elsewhere.example/there?x=1')}"
    )
    server.routes["/there?x=1"] = page(b"<rss/>")
    response = get("/feed", credential=credential, client={"connect_to": (("*.example", f"127.0.0.1:{server.port}"),)})
    assert response.body == b"<rss/>"
    assert response.moved_to == response.final_url == "http://elsewhere.example/there?x=1"
    here, there = [f"{request.path} {request.headers}" for request in server.requests][1:]
    assert shows(here)
    assert not shows(there)


def test_a_redirect_that_carries_it_away_elsewhere_is_not_followed(server, get):
    server.routes[sent(BY_PARAMETER, "/feed")] = page(
        b"", "302 Found", f"Location: http://elsewhere.example/{quote(CANARY, safe='')}/feed"
    )
    target = {"connect_to": (("*.example", f"127.0.0.1:{server.port}"),)}
    response = get("/feed", credential=BY_PARAMETER, client=target)
    assert response.reason is Reason.INVALID_URL
    assert len(server.requests) == 1
    assert not shows(repr(response))


ECHOES = {
    "body": page(f"<link href='/feed?key={quote(CANARY, safe='')}'/> {CANARY}".encode()),
    "headers": page(b"x", "200 OK", f'ETag: "{CANARY}"', f"Content-Type: {CANARY}", f"TDM-Policy: /{CANARY}"),
    "redirect to a place one does not go": page(b"", "302 Found", f"Location: ftp://x.example/?k={quote(CANARY)}"),
    "redirect, cut in the middle": page(b"", "302 Found", f"Location: http://x.example:22/{'a' * 170}?key={CANARY}"),
    "redirect for ever": page(b"", "302 Found", f"Location: /feed?key={quote(CANARY, safe='')}"),
    "redirect into nonsense": page(b"", "302 Found", f"Location: http://[{CANARY}"),
    "no HTTP": lambda _: [f"{CANARY} is no HTTP\r\n\r\n".encode()],
    "bad header": lambda _: [f"HTTP/1.1 200 OK\r\n{CANARY}\r\n\r\n".encode()],
    "strange coding": page(b"x", "200 OK", f"Content-Encoding: {CANARY}"),
    "failure": page(CANARY.encode(), "500 " + CANARY, f"Retry-After: {CANARY}"),
    "nothing": lambda _: [],
}


@pytest.fixture
def shown(caplog, capfd):
    """What has been logged and written so far."""
    caplog.set_level(logging.DEBUG)
    return lambda: caplog.text + "".join(capfd.readouterr())


@pytest.mark.parametrize("credential", [BY_HEADER, BY_PARAMETER], ids=["header", "parameter"])
@pytest.mark.parametrize("echo", ECHOES)
def test_nothing_that_a_server_echoes_shows_it(server, get, shown, echo, credential):
    server.routes[sent(credential, "/feed")] = ECHOES[echo]
    response = get("/feed", credential=credential)
    assert server.requests[0].path in server.routes
    assert not shows(repr(response))
    assert not shows(shown())
    if echo == "body":
        assert response.body == f"<link href='/feed?key={HIDDEN}'/> {HIDDEN}".encode()


@pytest.mark.parametrize("credential", [BY_HEADER, BY_PARAMETER], ids=["header", "parameter"])
def test_no_failure_before_an_answer_shows_it(get, shown, credential):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    allowed = {"allow_hosts": frozenset({f"127.0.0.1:{port}"}), "contact": "desk@example.org"}
    for url in (f"http://127.0.0.1:{port}/feed", "http://a..example/feed", "http://10.0.0.1/feed", "ftp://x.example/"):
        response = get(url, credential=credential, client=allowed)
        assert response.reason is not None
        assert not shows(repr(response))
    assert not shows(shown())


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_hidden(spelling):
    assert BY_HEADER.hidden_in(f"a {spelling} b") == f"a {HIDDEN} b"
    assert BY_HEADER.hidden_in(f"a Bearer {spelling} b") == f"a {HIDDEN} b"
    assert BY_PARAMETER.hidden_in_bytes(f"я {spelling} я".encode()) == f"я {HIDDEN} я".encode()


def test_text_without_it_is_left_alone():
    body = bytes(range(256)) * 10
    assert BY_PARAMETER.hidden_in_bytes(body) is body
    url = "http://outlet.example/feed?key=other&a=&b=1%2F2#part"
    assert BY_PARAMETER.taken_out_of(url) == url
    assert BY_HEADER.put_into(url) == BY_HEADER.taken_out_of(url) == url
    assert BY_PARAMETER.taken_out_of(BY_PARAMETER.put_into(url)) == url
