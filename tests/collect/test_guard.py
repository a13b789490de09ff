"""Which URLs and addresses are asked (faults A 1-6, 11, 12, 16), as tables and against a slow list of networks."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.collect import guard
from pipelines.collect.pages import link_refusal
from pipelines.records import Reason

NOBODY = frozenset()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "HTTPS://Example.ORG:443/path?x=1#part",
        "http://example.org:80",
        "http://новини.укр/мир?так=1",
        "http://xn--b1amarcd.example/a%20b",
        "http://under_score.example/",
        "http://93.184.216.34/",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/",
        "http://example.org./",
        "http://example.org/" + "x" * 2029,
    ],
)
def test_urls_that_are_asked(url):
    assert guard.check_url(url) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", Reason.INVALID_URL),
        ("example.org/page", Reason.INVALID_URL),
        ("/page", Reason.INVALID_URL),
        ("//example.org/", Reason.INVALID_URL),
        ("http:///page", Reason.INVALID_URL),
        ("http://", Reason.INVALID_URL),
        ("http://user:pw@example.org/", Reason.INVALID_URL),
        ("http://good.example@127.0.0.1/", Reason.INVALID_URL),
        ("http://example.org\\@127.0.0.1/", Reason.INVALID_URL),
        ("http://example.org/a\tb", Reason.INVALID_URL),
        ("http://example.org/a\r\nHost: b", Reason.INVALID_URL),
        ("http://example.org/a b", Reason.INVALID_URL),
        ("http://example.org/\x00", Reason.INVALID_URL),
        ("http://example.org/\ud800", Reason.INVALID_URL),
        ("http://example.org:port/", Reason.INVALID_URL),
        ("http://example.org:99999/", Reason.INVALID_URL),
        ("http://127%2e0.0.1/", Reason.INVALID_URL),
        ("http://[fe80::1%25eth0]/", Reason.BLOCKED_ADDRESS),
        ("http://[::1/", Reason.INVALID_URL),
        ("http://[example.org]/", Reason.INVALID_URL),
        ("http://1.2.3.4.5/", Reason.INVALID_URL),
        ("http://300.1.1.1/", Reason.INVALID_URL),
        ("http://example.org/" + "x" * 2030, Reason.INVALID_URL),
        ("file:///etc/passwd", Reason.BLOCKED_SCHEME),
        ("ftp://example.org/", Reason.BLOCKED_SCHEME),
        ("gopher://example.org/", Reason.BLOCKED_SCHEME),
        ("javascript:alert(1)", Reason.BLOCKED_SCHEME),
        ("data:text/html,x", Reason.BLOCKED_SCHEME),
        ("http://example.org:22/", Reason.BLOCKED_PORT),
        ("http://example.org:25/", Reason.BLOCKED_PORT),
        ("http://example.org:5432/", Reason.BLOCKED_PORT),
        ("http://example.org:6379/", Reason.BLOCKED_PORT),
        ("http://example.org:8080/", Reason.BLOCKED_PORT),
        ("http://93.184.216.34:8080/", Reason.BLOCKED_PORT),
        ("http://example.org:0/", Reason.BLOCKED_PORT),
        ("http://127.0.0.1/", Reason.BLOCKED_ADDRESS),
        ("http://2130706433/", Reason.BLOCKED_ADDRESS),
        ("http://134744072/", Reason.BLOCKED_ADDRESS),  # public, but nobody writes it so
        ("http://0x7f000001/", Reason.BLOCKED_ADDRESS),
        ("http://0X7F.1/", Reason.BLOCKED_ADDRESS),
        ("http://0177.0.0.1/", Reason.BLOCKED_ADDRESS),
        ("http://127.1/", Reason.BLOCKED_ADDRESS),
        ("http://0/", Reason.BLOCKED_ADDRESS),
        ("http://[::1]/", Reason.BLOCKED_ADDRESS),
        ("http://[::ffff:127.0.0.1]/", Reason.BLOCKED_ADDRESS),
        ("http://[64:ff9b::a9fe:a9fe]/", Reason.BLOCKED_ADDRESS),
        ("http://[::ffff:7f00:1]/", Reason.BLOCKED_ADDRESS),
        ("http://[::]/", Reason.BLOCKED_ADDRESS),
        ("http://[::127.0.0.1]/", Reason.BLOCKED_ADDRESS),
        ("http://[2002:7f00:1::]/", Reason.BLOCKED_ADDRESS),
        ("http://[fec0::1]/", Reason.BLOCKED_ADDRESS),
        ("http://[fd00:ec2::254]/", Reason.BLOCKED_ADDRESS),
        ("http://169.254.169.254/latest/", Reason.BLOCKED_ADDRESS),
        ("http://100.100.100.200/", Reason.BLOCKED_ADDRESS),
        ("http://10.1.2.3/", Reason.BLOCKED_ADDRESS),
        ("http://172.16.0.1/", Reason.BLOCKED_ADDRESS),
        ("http://192.168.0.1/", Reason.BLOCKED_ADDRESS),
        ("http://100.64.0.1/", Reason.BLOCKED_ADDRESS),
        ("http://192.0.0.8/", Reason.BLOCKED_ADDRESS),
        ("http://224.0.0.1/", Reason.BLOCKED_ADDRESS),
        ("http://①②⑦.⓪.⓪.①/", Reason.BLOCKED_ADDRESS),
        ("http://127。0。0。1/", Reason.BLOCKED_ADDRESS),
        ("http://127.0.0.1./", Reason.BLOCKED_ADDRESS),
        ("http://localhost/", Reason.BLOCKED_ADDRESS),
        ("http://LOCALHOST./", Reason.BLOCKED_ADDRESS),
        ("http://db.localhost/", Reason.BLOCKED_ADDRESS),
    ],
)
def test_urls_that_are_not_asked(url, reason):
    assert guard.check_url(url) is reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:8800/", None),
        ("http://localhost:8800/", None),
        ("http://[::1]:8801/", None),
        ("http://intranet.example:8080/", None),
        ("http://else.example:8800/", None),  # may lead to the allowed address: decided when dialling
        ("http://127.0.0.1:8801/", Reason.BLOCKED_ADDRESS),
        ("http://127.0.0.2:8800/", Reason.BLOCKED_ADDRESS),
        ("http://2130706433:8800/", Reason.BLOCKED_ADDRESS),
        ("http://else.example:8802/", Reason.BLOCKED_PORT),
    ],
)
def test_allow_list(url, reason):
    allowed = frozenset({"127.0.0.1:8800", "[::1]:8801", "intranet.example:8080"})
    assert guard.check_url(url, allowed) is reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://example.org/a", None),
        ("javascript:alert(1)", Reason.INVALID_LINK),
        ("mailto:desk@example.org", Reason.INVALID_LINK),
        ("news/1.html", Reason.INVALID_LINK),
        ("http://", Reason.INVALID_LINK),
        ("http://[bad/", Reason.INVALID_LINK),
        ("http://10.0.0.1/", Reason.BLOCKED_ADDRESS),
        ("http://user@example.org/", Reason.INVALID_URL),
    ],
)
def test_links_of_items(url, reason):
    assert link_refusal(url, NOBODY) is reason


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "192.0.0.8",
        "192.0.0.170",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:8.8.8.8",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "4000::1",
        "example.org",
        "127.1",
        "1.2.3",
        "0x7f.0.0.1",
    ],
)
def test_addresses_that_are_not_dialled(ip):
    assert guard.check_address(ip, 443, NOBODY) is Reason.BLOCKED_ADDRESS


@pytest.mark.parametrize("ip", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a02:6b8::feed:ff", "2001:200::1"])
def test_addresses_that_are_dialled(ip):
    assert guard.check_address(ip, 443, NOBODY) is None
    assert guard.check_address(ip, 22, NOBODY) is Reason.BLOCKED_PORT


def test_an_allowed_address_is_that_address_and_port():
    allowed = frozenset({"10.0.0.5:8080", "[fd00::5]:8080"})
    assert guard.check_address("10.0.0.5", 8080, allowed) is None
    assert guard.check_address("fd00:0:0::5", 8080, allowed) is None
    assert guard.check_address("10.0.0.5", 8081, allowed) is Reason.BLOCKED_ADDRESS
    assert guard.check_address("10.0.0.6", 8080, allowed) is Reason.BLOCKED_ADDRESS


# The special-purpose registries of IANA, written out a second time, without `is_global`.
SPECIAL_V4 = """0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3"""
SPECIAL_V6 = "2001::/23 2001:db8::/32 2002::/16 3fff::/20"


def is_public_slowly(address):
    if address.version == 4:
        return not any(address in ip_network(each) for each in SPECIAL_V4.split())
    return address in ip_network("2000::/3") and not any(address in ip_network(each) for each in SPECIAL_V6.split())


EDGES = [
    str(edge)
    for each in (SPECIAL_V4 + " " + SPECIAL_V6).split()
    for network in [ip_network(each)]
    for edge in (
        network[0],
        network[-1],
        ip_address(max(0, int(network[0]) - 1)) if network.version == 4 else network[1],
    )
]


@given(
    st.one_of(
        st.ip_addresses(v=4),
        st.ip_addresses(v=6),
        st.integers(0, 2**125 - 1).map(lambda rest: IPv6Address((1 << 125) + rest)),
        st.sampled_from(EDGES).map(ip_address),
    )
)
@example(IPv4Address("223.255.255.255"))
@example(IPv6Address("2001:1ff:ffff::"))
@example(IPv6Address("2001:200::"))
def test_random_addresses_against_the_slow_list(address):
    refusal = guard.check_address(str(address), 80, NOBODY)
    assert (refusal is None) == is_public_slowly(address)


@given(st.text(max_size=60))
@example("http://[::1")
@example("http://a:b:c/")
def test_check_url_answers_for_any_text(text):
    for url in (text, f"http://{text}", f"http://{text}/", f"http://example.org/{text}"):
        assert guard.check_url(url) is None or isinstance(guard.check_url(url), Reason)


def test_is_local():
    assert guard.is_local("http://127.0.0.1:8800/feed")
    assert guard.is_local("http://localhost/feed")
    assert not guard.is_local("http://example.org/feed")
    assert not guard.is_local("http://outlet.example/", (("*.example", "10.0.0.1:80"),))
    assert guard.is_local("http://Outlet.Example/", (("*.example", "127.0.0.1:8800"),))
    assert guard.is_local("http://outlet.example/", (("*.example", "[::1]:8800"),))
