"""Which URLs and addresses may be asked at all. Pure: nothing here resolves a name or opens a socket.

`check_url` judges what can be read off a URL; `check_address` judges the address about to be dialled, and has
the last word: names may resolve to anything, and to something else a moment later.
"""

import re
import socket
import unicodedata
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from pipelines.records import Reason

MAX_URL_LENGTH = 2048
SCHEME_PORTS = {"http": 80, "https": 443}
OPEN_PORTS = frozenset(SCHEME_PORTS.values())

_FORBIDDEN_ASCII = re.compile(r"[\x00-\x20\\\x7f]")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_HOST = re.compile(r"(?!\.)[\w.-]+")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|\d+", re.ASCII)
_DOTS = str.maketrans({"。": ".", "．": ".", "｡": "."})

# What `is_global` lets pass and is still no host of the public internet: IPv6 forms that carry an IPv4 address to
# be reached through a translator or tunnel, and ranges kept for protocols.
_NOT_PUBLIC_V6 = tuple(
    ip_network(each)
    for each in (
        "::/96",  # IPv4-compatible, RFC 4291 2.5.5.1
        "::ffff:0:0/96",  # IPv4-mapped, RFC 4291 2.5.5.2: judged as such, never dialled by that name
        "::ffff:0:0:0/96",  # IPv4-translated, RFC 7915
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 of a local network, RFC 8215
        "100::/64",  # discard only, RFC 6666
        "2001::/23",  # protocol assignments, among them Teredo (RFC 4380) and ORCHID
        "2001:db8::/32",  # documentation, RFC 3849
        "2002::/16",  # 6to4, RFC 3056
        "3fff::/20",  # documentation, RFC 9637
        "5f00::/16",  # segment routing, RFC 9602
        "fec0::/10",  # site-local, RFC 3879
    )
)
_UNICAST_V6 = ip_network("2000::/3")  # all that IANA has given out for global unicast
_NOT_PUBLIC_V4 = tuple(
    ip_network(each)
    for each in (
        "192.0.0.0/24",  # protocol assignments, RFC 6890
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved
    )
)


def check_url(url: str, allowed: frozenset[str] = frozenset()) -> Reason | None:
    """Return why this URL must not be asked, or None.

    `allowed` holds `host:port` entries, lower case. A port other than 80 and 443 passes here when any entry has
    it, because a name may lead to the address of that entry; `check_address` then decides.
    """
    scheme = _SCHEME.match(url)
    if len(url) > MAX_URL_LENGTH or not scheme or _has_forbidden_character(url):
        return Reason.INVALID_URL
    if scheme[1].lower() not in SCHEME_PORTS:
        return Reason.BLOCKED_SCHEME
    parts = split(url)
    if parts is None or "@" in parts.netloc or not parts.hostname:
        return Reason.INVALID_URL
    return _check_host(parts.hostname, port_of(parts), allowed, is_bracketed="[" in parts.netloc)


def check_address(ip: str, port: int, allowed: frozenset[str]) -> Reason | None:
    """Return why this address must not be dialled, or None.

    `allowed` entries read `192.0.2.1:8800` or `[2001:db8::1]:8800` and let exactly that address and port through.
    """
    try:
        address = ip_address(ip)
    except ValueError:
        return Reason.BLOCKED_ADDRESS
    if host_port(str(address), port) in allowed:
        return None
    if not is_public(address):
        return Reason.BLOCKED_ADDRESS
    return None if port in OPEN_PORTS else Reason.BLOCKED_PORT


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether this is a unicast address of the public internet, reached without translator or tunnel."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _NOT_PUBLIC_V4)
    if address.scope_id is not None or address not in _UNICAST_V6:
        return False
    return address.is_global and not any(address in network for network in _NOT_PUBLIC_V6)


def is_local(url: str, connect_to: tuple[tuple[str, str], ...] = ()) -> bool:
    """Return whether asking for the URL stays on this machine, by its own host or by that of `connect_to`."""
    parts = split(url)
    host = dialled(parts.hostname or "", 0, connect_to)[0] if parts else ""
    if _is_localhost(host):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def split(url: str) -> SplitResult | None:
    """Return the parts of the URL, or None if it has no readable authority (RFC 3986, section 3.2)."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def port_of(parts: SplitResult) -> int:
    """Return the port that would be dialled: 443 for https, 80 for anything else, unless one is written."""
    return parts.port if parts.port is not None else SCHEME_PORTS.get(parts.scheme, 80)


def origin(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port (RFC 6454), None for a URL without them."""
    parts = split(url)
    if parts is None or not parts.hostname:
        return None
    return parts.scheme, normal_host(parts.hostname), port_of(parts)


def dialled(host: str, port: int, connect_to: tuple[tuple[str, str], ...]) -> tuple[str, int]:
    """Return the host and port to dial for those of a URL: the target of the first pattern that fits, or their own."""
    name = normal_host(host)
    for pattern, target in connect_to:
        if fnmatchcase(name, pattern):
            target_host, _, target_port = target.rpartition(":")
            return target_host.strip("[]"), int(target_port)
    return name, port


def normal_host(host: str) -> str:
    """Return the host in one spelling: compatibility forms folded (`①`, `。`), lower case, no final dot."""
    if host.isascii():
        return host.lower().removesuffix(".")
    return unicodedata.normalize("NFKC", host.translate(_DOTS)).translate(_DOTS).lower().removesuffix(".")


def is_address(host: str) -> bool:
    """Return whether this is a literal address, in the one spelling that Python reads."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def host_port(host: str, port: int) -> str:
    """Return `host:port` as `allow_hosts` spells it, an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _has_forbidden_character(url: str) -> bool:
    if url.isascii():
        return _FORBIDDEN_ASCII.search(url) is not None
    return any(each == "\\" or each.isspace() or unicodedata.category(each) in {"Cc", "Cs"} for each in url)


def _check_host(given: str, port: int, allowed: frozenset[str], *, is_bracketed: bool) -> Reason | None:
    host = normal_host(given)
    if is_bracketed:
        return check_address(host, port, allowed) if is_address(host) else Reason.INVALID_URL
    if not _HOST.fullmatch(host):
        return Reason.INVALID_URL
    if host_port(host, port) in allowed:
        return None
    if _is_localhost(host):
        return None if f"127.0.0.1:{port}" in allowed or f"[::1]:{port}" in allowed else Reason.BLOCKED_ADDRESS
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return _check_number(given, host, port, allowed)
    may_pass = port in OPEN_PORTS or any(entry.endswith(f":{port}") for entry in allowed)
    return None if may_pass else Reason.BLOCKED_PORT


def _check_number(given: str, host: str, port: int, allowed: frozenset[str]) -> Reason | None:
    """Judge a host that ends in a number: an IPv4 address, by the URL Standard's host parser.

    Spellings other than four decimal numbers (`127.1`, `0x7f000001`) are refused whatever they stand for.
    """
    if is_address(host) and given == host:
        return check_address(host, port, allowed)
    try:
        socket.inet_aton(host)
    except OSError:
        return Reason.INVALID_URL
    return Reason.BLOCKED_ADDRESS


def _is_localhost(host: str) -> bool:
    """RFC 6761, section 6.3: these names mean this machine, whatever a resolver says."""
    return host == "localhost" or host.endswith(".localhost")
