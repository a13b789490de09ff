"""What becomes of every kind of answer (the fault numbers are those of docs/faults, sections A and B)."""

import asyncio
import gzip
import resource
import socket
import time
import zlib

import pytest

from pipelines.collect.client import YOUNG_AT_ONCE, Client, Validator, user_agent
from pipelines.records import Reason

BODY = "<p>Переговори тривають</p>".encode() * 50
"""A page of a few kB."""


def answering(body=b"", status="200 OK", **headers):
    lines = {"Content-Length": len(body), "Content-Type": "text/html"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    shown = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    return lambda _: [f"HTTP/1.1 {status}\r\n{shown}\r\n".encode(), body]


def endless(first, chunk, pause=0.0):
    def route(request):
        yield first
        while True:
            time.sleep(pause)
            yield chunk

    return route


def slowly(*chunks):
    def route(_):
        for chunk in chunks:
            yield chunk
            time.sleep(0.1)

    return route


def test_body_and_headers_of_interest(server, get):
    server.routes["/"] = answering(BODY, ETag='"v1"', Last_Modified="Sun, 01 Mar 2026 06:00:00 GMT")
    response = get("/")
    assert (response.status, response.reason, response.body) == (200, None, BODY)
    assert (response.etag, response.last_modified) == ('"v1"', "Sun, 01 Mar 2026 06:00:00 GMT")
    assert response.content_type == "text/html"
    assert response.final_url == server.url("/")


def test_request_names_us_and_offers_what_we_decode(server, get):
    server.routes["/"] = answering(BODY)
    get("/", client={"contact": "desk@example.org"})
    headers = server.requests[0].headers
    assert headers["user-agent"].startswith("trucewatch/")
    assert headers["user-agent"].endswith("(+desk@example.org)")
    assert headers["accept-encoding"] == "gzip, deflate"


def test_contact_cannot_add_a_header():
    assert "\n" not in user_agent("desk@example.org\r\nX-Evil: 1")


V1 = Validator(etag='"v1"', last_modified="Sun, 01 Mar 2026 06:00:00 GMT")
NOT_MODIFIED = answering(b"", "304 Not Modified", Content_Length=None)


def test_validators_are_sent_and_304_is_an_answer(server, get):
    server.routes["/"] = NOT_MODIFIED
    response = get("/", validators={server.url("/"): V1})
    assert (response.status, response.reason) == (304, None)
    assert server.requests[0].headers["if-none-match"] == '"v1"'
    assert server.requests[0].headers["if-modified-since"] == "Sun, 01 Mar 2026 06:00:00 GMT"


def test_validators_go_to_their_own_url_only_wherever_it_stands_in_the_chain(server, get):
    server.routes["/old"] = answering(b"", "302 Found", Location="/feed?x=1#top")
    server.routes["/feed?x=1"] = NOT_MODIFIED
    known = {server.url("/feed?x=1"): V1, server.url("/feed"): Validator(etag='"other"')}
    assert get("/old", validators=known).reason is None
    assert [request.headers.get("if-none-match") for request in server.requests] == [None, '"v1"']


def test_304_of_a_hop_that_was_not_asked_conditionally_is_no_answer(server, get):
    server.routes["/old"] = answering(b"", "302 Found", Location="/new")
    server.routes["/new"] = NOT_MODIFIED
    assert get("/old", validators={server.url("/old"): V1}).reason is Reason.PROTOCOL


@pytest.mark.parametrize("validator", [Validator(), Validator(etag="a\r\nX: 1"), Validator(etag="é")])
def test_a_validator_that_cannot_be_sent_makes_no_condition(server, get, validator):
    server.routes["/"] = NOT_MODIFIED
    assert get("/", validators={server.url("/"): validator}).reason is Reason.PROTOCOL
    assert "if-none-match" not in server.requests[0].headers


def test_304_nobody_asked_for_is_no_answer(server, get):
    server.routes["/"] = answering(b"", "304 Not Modified", Content_Length=None)
    assert get("/").reason is Reason.PROTOCOL


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        ("gzip", gzip.compress(BODY)),
        ("x-gzip", gzip.compress(BODY)),
        ("GZIP", gzip.compress(BODY)),
        ("identity, gzip", gzip.compress(BODY)),
        ("gzip", gzip.compress(BODY[:700]) + gzip.compress(BODY[700:])),
        ("gzip", gzip.compress(BODY) + b"\0" * 64),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("identity", BODY),
        ("", BODY),
    ],
    ids=["gzip", "x-gzip", "case", "identity-gzip", "members", "padding", "zlib", "bare-deflate", "identity", "none"],
)
def test_codings_that_are_read(server, get, coding, coded):
    server.routes["/"] = answering(coded, Content_Encoding=coding)
    assert get("/").body == BODY


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_coded_body_in_tiny_pieces(server, get, size):
    coded = gzip.compress(BODY[:200]) + gzip.compress(BODY[200:400])

    def route(request):
        yield b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        for start in range(0, len(coded), size):
            piece = coded[start : start + size]
            yield b"%x\r\n%s\r\n" % (len(piece), piece)
        yield b"0\r\n\r\n"

    server.routes["/"] = route
    assert get("/").body == BODY[:400]


CUT = gzip.compress(BODY)[:-12]
FAULTS = {
    "gzip cut, length right (24)": (answering(CUT, Content_Encoding="gzip"), Reason.TRUNCATED),
    "gzip of one byte": (answering(b"\x1f", Content_Encoding="gzip"), Reason.TRUNCATED),
    "deflate of one byte": (answering(b"\x78", Content_Encoding="deflate"), Reason.TRUNCATED),
    "second member cut": (answering(gzip.compress(BODY) + CUT, Content_Encoding="gzip"), Reason.TRUNCATED),
    "gzip checksum wrong": (
        answering(gzip.compress(BODY)[:-8] + b"\0" * 8, Content_Encoding="gzip"),
        Reason.BAD_ENCODING,
    ),
    "plain text labelled gzip (25)": (answering(BODY, Content_Encoding="gzip"), Reason.BAD_ENCODING),
    "a thousand members": (answering(gzip.compress(b"") * 1000, Content_Encoding="gzip"), Reason.BAD_ENCODING),
    "brotli unasked (19)": (answering(b"\x8b\x02\x80abc\x03", Content_Encoding="br"), Reason.UNSUPPORTED_ENCODING),
    "zstd unasked (19)": (answering(b"\x28\xb5\x2f\xfd", Content_Encoding="zstd"), Reason.UNSUPPORTED_ENCODING),
    "gzip twice (20)": (
        answering(gzip.compress(gzip.compress(BODY)), Content_Encoding="gzip, gzip"),
        Reason.UNSUPPORTED_ENCODING,
    ),
    "a thousand codings (20)": (
        answering(BODY, Content_Encoding=", ".join(["gzip"] * 1000)),
        Reason.UNSUPPORTED_ENCODING,
    ),
    "length too long (23)": (answering(BODY, Content_Length=len(BODY) + 9), Reason.TRUNCATED),
    "chunked cut (23)": (
        lambda _: [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nabc"],
        Reason.TRUNCATED,
    ),
    "chunk size garbage (23)": (
        slowly(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n", b"zz\r\n"),
        Reason.TRUNCATED,
    ),
    "chunk size garbage in one packet (23)": (
        lambda _: [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nzz\r\n"],
        Reason.TRUNCATED,
    ),
    "endless body (21)": (endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536), Reason.TOO_LARGE),
    "length over the cap": (answering(b"", Content_Length=10**12), Reason.TOO_LARGE),
    "header of 65 kB (26)": (answering(BODY, X_Long="x" * 65_000), Reason.PROTOCOL),
    "5,000 headers (26)": (answering(BODY, **{f"X_{n}": n for n in range(5000)}), Reason.PROTOCOL),
    "endless header (26)": (endless(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 4096), Reason.PROTOCOL),
    "endless headers": (endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 100), Reason.PROTOCOL),
    "not HTTP": (lambda _: [b"220 mail.example ESMTP\r\n"], Reason.PROTOCOL),
    "closed without a word": (lambda _: [], Reason.CONNECT),
    "no such page": (answering(BODY, "404 Not Found"), Reason.HTTP_GONE),
    "gone": (answering(BODY, "410 Gone"), Reason.HTTP_GONE),
    "login": (answering(BODY, "401 Unauthorized"), Reason.HTTP_FORBIDDEN),
    "forbidden": (answering(BODY, "403 Forbidden"), Reason.HTTP_FORBIDDEN),
    "legal": (answering(BODY, "451 Unavailable For Legal Reasons"), Reason.HTTP_FORBIDDEN),
    "teapot": (answering(BODY, "418 I'm a teapot"), Reason.HTTP_CLIENT_ERROR),
    "throttled": (answering(BODY, "429 Too Many Requests", Retry_After="120"), Reason.HTTP_THROTTLED),
    "down": (answering(BODY, "503 Service Unavailable"), Reason.HTTP_SERVER_ERROR),
    "a range nobody asked for": (answering(BODY, "206 Partial Content"), Reason.PROTOCOL),
    "redirect without a place": (answering(b"", "302 Found"), Reason.PROTOCOL),
    "redirect into nonsense": (answering(b"", "302 Found", Location="http://[bad"), Reason.INVALID_URL),
    "image (34)": (answering(b"\x89PNG", Content_Type="image/png"), Reason.NOT_HTML),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults(server, get, name):
    server.routes["/"], reason = FAULTS[name]
    response = get("/", only_types=frozenset({"text/html"}))
    assert response.reason is reason
    assert response.body == b""
    assert response.detail is not None
    assert response.detail.isprintable()


def test_150_headers_are_fine(server, get):
    server.routes["/"] = answering(BODY, **{f"X_{n}": n for n in range(150)})
    assert get("/").body == BODY


def test_no_content_type_is_any_type(server, get):
    server.routes["/"] = answering(BODY, Content_Type=None)
    assert get("/", only_types=frozenset({"text/html"})).body == BODY


def test_empty_body_labelled_gzip_is_empty(server, get):
    server.routes["/"] = answering(b"", Content_Encoding="gzip")
    response = get("/")
    assert (response.reason, response.body) == (None, b"")


def test_retry_after_is_handed_on(server, get):
    server.routes["/"] = FAULTS["throttled"][0]
    assert get("/").retry_after == "120"


def test_bomb_costs_its_cap_and_no_more(server, get):
    pack = zlib.compressobj(1, wbits=31)
    bomb = b"".join(pack.compress(bytes(1 << 20)) for _ in range(256)) + pack.flush()
    assert len(bomb) < 1_200_000
    server.routes["/"] = answering(bomb, Content_Encoding="gzip")
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    response = get("/", max_bytes=10_000_000)
    after_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert response.reason is Reason.TOO_LARGE
    assert after_kb - before_kb < 50_000


def test_cut_keeps_the_beginning(server, get):
    server.routes["/"] = answering(b"x" * 1000, Content_Length=None, Connection="close")
    response = get("/", max_bytes=600, cut=True)
    assert (response.reason, len(response.body)) == (None, 600)


@pytest.mark.parametrize(
    ("first", "chunk"),
    [(b"HTTP/1.1 200 OK\r\n\r\n", b"x"), (b"HTTP/1.1 200 OK\r\n", b"X"), (b"", b"")],
    ids=["body drips", "header drips", "silence"],
)
def test_drip_ends_at_the_deadline(server, get, first, chunk):
    server.routes["/"] = endless(first, chunk, pause=0.05)
    began = time.monotonic()
    response = get("/", client={"deadline_seconds": 0.5})
    assert response.reason is Reason.TIMEOUT
    assert time.monotonic() - began < 2


def test_redirects_share_one_deadline(server, get):
    def slowly(request):
        time.sleep(0.3)
        return answering(b"", "302 Found", Location="/")(request)

    server.routes["/"] = slowly
    assert get("/", client={"deadline_seconds": 0.7}).reason is Reason.TIMEOUT


def test_five_redirects_are_followed_six_are_not(server, get):
    for hop in range(6):
        server.routes[f"/{hop}"] = answering(b"", "302 Found", Location=f"{hop + 1}?a=b#part")
        server.routes[f"/{hop}?a=b"] = server.routes[f"/{hop}"]
    server.routes["/6?a=b"] = answering(BODY)
    assert get("/1").final_url == server.url("/6?a=b")
    assert get("/0").reason is Reason.TOO_MANY_REDIRECTS


def test_loop_ends(server, get):
    server.routes["/"] = answering(b"", "301 Moved Permanently", Location="/")
    assert get("/").reason is Reason.TOO_MANY_REDIRECTS
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", Reason.BLOCKED_ADDRESS),
        ("//10.0.0.1/", Reason.BLOCKED_ADDRESS),
        ("http://2130706433/", Reason.BLOCKED_ADDRESS),
        ("file:///etc/passwd", Reason.BLOCKED_SCHEME),
        ("ftp://example.org/", Reason.BLOCKED_SCHEME),
        ("gopher://example.org/", Reason.BLOCKED_SCHEME),
        ("data:text/html,hello", Reason.BLOCKED_SCHEME),
        ("javascript:alert(1)", Reason.BLOCKED_SCHEME),
        ("http://user:secret@example.org/", Reason.INVALID_URL),
        ("http://example.org\\@127.0.0.1/", Reason.INVALID_URL),
        ("/" + "x" * 2100, Reason.INVALID_URL),
    ],
)
def test_redirects_that_are_not_followed(server, get, location, reason):
    server.routes["/"] = answering(b"", "302 Found", Location=location)
    assert get("/").reason is reason
    assert len(server.requests) == 1


def test_location_in_raw_utf8_is_followed(server, get):
    server.routes["/"] = lambda _: [
        "HTTP/1.1 302 Found\r\nLocation: /мир\r\nContent-Length: 0\r\n\r\n".encode(),
    ]
    server.routes["/%D0%BC%D0%B8%D1%80"] = answering(BODY)
    assert get("/").body == BODY


@pytest.mark.parametrize(
    ("statuses", "last", "moved"),
    [
        ([301], "200 OK", True),
        ([308, 301], "200 OK", True),
        ([], "200 OK", False),
        ([302], "200 OK", False),
        ([301, 307], "200 OK", False),
        ([303, 301], "200 OK", False),
        ([301], "404 Not Found", False),
    ],
)
def test_moved_is_what_permanent_redirects_alone_led_to(server, get, statuses, last, moved):
    for hop, status in enumerate(statuses):
        server.routes[f"/{hop}"] = answering(b"", f"{status} Somewhere", Location=f"/{hop + 1}")
    end = f"/{len(statuses)}"
    server.routes[end] = answering(BODY, last)
    response = get("/0")
    assert response.final_url == server.url(end)
    assert response.moved_to == (server.url(end) if moved else None)


def test_a_feed_that_moved_and_has_not_changed(server, get):
    server.routes["/old"] = answering(b"", "301 Moved Permanently", Location="/new")
    server.routes["/new"] = NOT_MODIFIED
    response = get("/old", validators={server.url("/new"): V1})
    assert (response.status, response.reason, response.moved_to) == (304, None, server.url("/new"))


def test_headers_that_reserve_mining_are_handed_on(server, get):
    server.routes["/"] = answering(BODY, TDM_Reservation="1", tdm_policy="https://outlet.example/terms.json")
    response = get("/")
    assert (response.tdm_reservation, response.tdm_policy) == ("1", "https://outlet.example/terms.json")


def test_cookies_are_forgotten(server):
    server.routes["/"] = answering(BODY, Set_Cookie="session=1; Path=/")

    async def twice():
        async with Client(allow_hosts=frozenset({f"127.0.0.1:{server.port}"})) as client:
            return [await client.get(server.url("/"), max_bytes=10_000) for _ in range(2)]

    assert [response.body for response in asyncio.run(twice())] == [BODY, BODY]
    assert all("cookie" not in request.headers for request in server.requests)


def test_cookies_do_not_follow_a_redirect(server, get):
    server.routes["/"] = answering(b"", "302 Found", Location="http://b.example/", Set_Cookie="session=1; Path=/")
    server.routes["/end"] = answering(BODY)
    get("/", client={"connect_to": (("*.example", f"127.0.0.1:{server.port}"),)})
    assert len(server.requests) == 6
    assert all("cookie" not in request.headers for request in server.requests)


def test_proxy_and_netrc_are_ignored(server, get, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login user password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    monkeypatch.setenv("NO_PROXY", "nobody.example")
    server.routes["/"] = answering(BODY)
    assert get("/").body == BODY
    assert "authorization" not in server.requests[0].headers


def test_connect_to_dials_there_and_asks_for_the_name(server, get):
    server.routes["/page?x=1"] = answering(BODY)
    response = get(
        "http://Outlet.Example/page?x=1", client={"connect_to": (("*.example", f"127.0.0.1:{server.port}"),)}
    )
    assert response.body == BODY
    assert server.requests[0].headers["host"] == "outlet.example"


def test_connect_to_does_not_open_the_guard(server, get):
    target = (("*.example", f"127.0.0.1:{server.port}"),)
    response = get("http://outlet.example/", client={"connect_to": target, "allow_hosts": frozenset()})
    assert response.reason is Reason.BLOCKED_ADDRESS
    assert server.requests == []


def test_allowed_name_may_lead_anywhere(server, get):
    server.routes["/"] = answering(BODY)
    target = (("intranet.example", f"localhost:{server.port}"),)
    allowed = frozenset({f"localhost:{server.port}"})
    assert get("http://intranet.example/", client={"connect_to": target, "allow_hosts": allowed}).body == BODY


@pytest.fixture
def silent_port():
    """A listening socket that no test may reach."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        yield listener.getsockname()[1]
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "127.0.0.1.",
        "anything.localhost",
    ],
)
def test_no_spelling_of_this_machine_is_dialled(get, silent_port, host):
    response = get(f"http://{host}:{silent_port}/", client={"contact": "desk@example.org"})
    assert response.reason is Reason.BLOCKED_ADDRESS


def test_name_that_turns_out_to_be_private_is_not_dialled(get, silent_port):
    response = get(
        "http://rebound.example/",
        client={"contact": "desk@example.org", "connect_to": (("*", f"127.0.0.1:{silent_port}"),)},
    )
    assert response.reason is Reason.BLOCKED_ADDRESS
    assert "127.0.0.1" in response.detail


def test_redirect_to_a_private_address_sends_nothing_there(server, get, silent_port):
    server.routes["/"] = answering(b"", "302 Found", Location=f"http://127.0.0.1:{silent_port}/")
    response = get("/", client={"contact": "desk@example.org"})
    assert response.reason is Reason.BLOCKED_ADDRESS
    assert response.final_url == f"http://127.0.0.1:{silent_port}/"


def addresses(*ips):
    """A resolver for which every name has these addresses."""
    return lambda _, port, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]


@pytest.fixture
def nobodys_port(free_port):
    return free_port()


@pytest.mark.parametrize("order", [1, -1])
def test_name_with_a_good_and_a_private_address_is_blocked(get, silent_port, nobodys_port, order):
    """Whether or not anybody listens at the good one (fault 8)."""
    for good in (silent_port, nobodys_port):
        response = get(
            f"http://both.example:{good}/",
            client={
                "contact": "desk@example.org",
                "allow_hosts": frozenset({f"127.0.0.1:{good}"}),
                "look_up": addresses(*("127.0.0.1", "127.0.0.2")[::order]),
            },
        )
        assert (response.reason, response.detail) == (Reason.BLOCKED_ADDRESS, "leads to 127.0.0.2")


def test_name_that_changes_to_a_private_address_between_two_looks(server, get, silent_port):
    """The judge sits where it is dialled (fault 9): what the name meant before does not count."""
    server.routes["/"] = answering(b"", "302 Found", Location=f"http://rebinds.example:{silent_port}/")
    answers = iter([addresses("127.0.0.1"), addresses("127.0.0.2")])

    def look_up(*asked, **given):
        return next(answers)(*asked, **given)

    response = get(
        f"http://rebinds.example:{server.port}/",
        client={
            "contact": "desk@example.org",
            "allow_hosts": frozenset({f"127.0.0.1:{server.port}", f"127.0.0.1:{silent_port}"}),
            "look_up": look_up,
        },
    )
    assert response.reason is Reason.BLOCKED_ADDRESS
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("error", "sign"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), "Errno -3]"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "Errno -2]"),
        (UnicodeError("label too long"), "not a host name"),
    ],
)
def test_what_the_resolver_says_stands_in_the_detail(get, error, sign):
    def look_up(*_, **__):
        raise error

    response = get("http://outlet.example/", client={"contact": "desk@example.org", "look_up": look_up})
    assert response.reason is Reason.DNS
    assert sign in response.detail


def test_literal_target_needs_no_resolver(server, get):
    def unasked(*_, **__):
        raise AssertionError("the resolver was asked")

    server.routes["/"] = answering(BODY)
    target = (("*.example", f"127.0.0.1:{server.port}"),)
    assert get("http://outlet.example/", client={"connect_to": target, "look_up": unasked}).body == BODY


def test_without_contact_only_this_machine_is_dialled(get):
    response = get("http://93.184.216.34/")
    assert response.reason is Reason.BLOCKED_ADDRESS


def test_nobody_listens(server, get, nobodys_port):
    there = f"127.0.0.1:{nobodys_port}"
    assert get(f"http://{there}/", client={"allow_hosts": frozenset({there})}).reason is Reason.CONNECT


@pytest.mark.parametrize("name", ["a..example", "x" * 64 + ".example", "no-such-name.invalid"])
def test_names_that_do_not_resolve(get, name):
    response = get(f"http://{name}/", client={"contact": "desk@example.org"})
    assert response.reason in {Reason.DNS, Reason.INVALID_URL}


def test_url_in_a_detail_is_one_printable_line(get):
    response = get("http://outlet.example/a\r\nX: \x1b[31m\u202e/")
    assert response.reason is Reason.INVALID_URL
    assert response.detail == "http://outlet.example/a\\r\\nX: \\x1b[31m\\u202e/"


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_body_of_megabytes(server, get, coding):
    body = bytes(range(256)) * 12_000
    coded = gzip.compress(body, 1) if coding == "gzip" else body
    server.routes["/"] = answering(coded, Content_Encoding=coding)
    assert get("/", max_bytes=4_000_000).body == body


def test_start_is_told_once_when_the_request_is_sent(server, get):
    """Not when its turn came: what it waits for a connection would shorten the interval that the server sees."""
    told = []

    def first(request):
        assert request.at >= told[0]
        return answering(b"", "302 Found", Location="/end")(request)

    server.routes |= {"/": first, "/end": answering(BODY)}
    assert get("/", on_start=lambda: told.append(time.monotonic())).body == BODY
    assert len(told) == 1


def test_start_is_not_told_where_nothing_is_sent(get, nobodys_port):
    told = []
    allowed = {"allow_hosts": frozenset({f"127.0.0.1:{nobodys_port}"})}
    for url in (f"http://127.0.0.1:{nobodys_port}/", "http://10.0.0.1/", "nonsense"):
        assert get(url, on_start=lambda: told.append(1), client=allowed).reason is not None
    assert told == []


@pytest.fixture
def hanging_port():
    """The system takes connections in, and nobody ever looks at them."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        yield listener.getsockname()[1]


def test_hosts_that_hang_delay_no_other(server, hanging_port):
    """Also more of them than are asked at once."""
    server.routes["/"] = answering(BODY)
    hanging, good = 2 * YOUNG_AT_ONCE, 20

    async def run():
        allowed = frozenset({f"127.0.0.1:{port}" for port in (hanging_port, server.port)})
        targets = (
            ("*.hangs.example", f"127.0.0.1:{hanging_port}"),
            ("*.good.example", f"127.0.0.1:{server.port}"),
        )
        async with Client(allow_hosts=allowed, connect_to=targets) as client:
            hung = [
                asyncio.create_task(client.get(f"http://{number}.hangs.example/", max_bytes=1))
                for number in range(hanging)
            ]
            await asyncio.sleep(0)
            asked = (client.get(f"http://{number}.good.example/", max_bytes=10_000) for number in range(good))
            async with asyncio.timeout(10):
                bodies = [response.body for response in await asyncio.gather(*asked)]
            assert not any(task.done() for task in hung)
            for task in hung:
                task.cancel()
            await asyncio.gather(*hung, return_exceptions=True)
        return bodies

    assert asyncio.run(run()) == [BODY] * good


def test_resolver_that_hangs_for_some_names_answers_for_others(server):
    server.routes["/"] = answering(BODY)

    def look_up(host, port, **given):
        time.sleep(1 if "slow" in host else 0)
        return addresses("127.0.0.1")(host, server.port, **given)

    async def run():
        async with Client(allow_hosts=frozenset({f"127.0.0.1:{server.port}"}), look_up=look_up) as client:
            hung = [
                asyncio.create_task(client.get(f"http://slow{number}.example:{server.port}/", max_bytes=10_000))
                for number in range(60)
            ]
            await asyncio.sleep(0)
            began = time.monotonic()
            response = await client.get(f"http://quick.example:{server.port}/", max_bytes=10_000)
            seconds = time.monotonic() - began
            await asyncio.gather(*hung)
            return response.body, seconds

    body, seconds = asyncio.run(run())
    assert body == BODY
    assert seconds < 0.9
