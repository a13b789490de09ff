"""Addresses without tracking, AMP and fragments, and the key by which two of them are one. Never raises.

What tells a text apart stays: any parameter that `tracking.yaml` does not name, a query without names (`?ad9093da`), and
a fragment that a script reads as an address (`#!/news/7`). Spelling is left to courlan for keys and kept for storage.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import yaml
from courlan import normalize_url

from pipelines.addresses.sites import site

URL_LENGTH = 2048
MOST_WRAPPERS = 3

DEFAULT_PORTS = {"http": 80, "https": 443}

NO_HOST = re.compile(r"[\s\x00-\x20<>\"'\\^`{}|%/?#@]")
UNSAFE = re.compile(r"[\s\x00-\x20\x7f-\x9f\"<>\\^`{|}\ud800-\udfff]")
"""What is written as an escape: a blank of any kind at the end would be lost on a second look."""
ROUTE = re.compile(r"!?/.|!.")
"""Fragments that name a page: hash-bangs, and the paths of applications that live in one page."""

SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.IGNORECASE)
AMP_SEGMENT = re.compile(r"/+(?:amp|amphtml)(?=/|$)", re.IGNORECASE)
AMP_ENDING = re.compile(r"(?<=[^/])\.amp(?=/*$|\.s?html?$)", re.IGNORECASE)

# Caches that serve pages of others, with the host in the path: AMP (Google, Bing), Turbo pages (Yandex).
WRAPPERS = (
    (r"(?:.+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)", r"/[a-z]{1,3}/(?P<secure>s/)?(?P<host>[^/]+)/?(?P<path>.*)"),
    (r"(?:www\.)?google\.[a-z.]{2,6}", r"/amp/(?P<secure>s/)?(?P<host>[^/]+)/?(?P<path>.*)"),
    (r"(?:.+\.)?turbopages\.org", r"/(?:turbo/)?(?P<host>[^/]+)/(?P<secure>s/)?(?P<path>.*)"),
    (r"(?:.+\.)?yandex\.(?:ru|com|by|kz)", r"/turbo/(?P<host>[^/]+)/(?P<secure>s/)?(?P<path>.*)"),
)

FORMS = re.compile(r"^(?:www\d?|amp|m|mobile)\.", re.IGNORECASE)
"""Beginnings of hosts that serve the same pages as the host without them."""

ESCAPE = re.compile("%([0-9a-fA-F]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
SAFE_IN_QUERY = "%!=:,-/?@[]();*'$~+"


@dataclass(frozen=True, slots=True)
class Tracking:
    """The data of `tracking.yaml`, lower case."""

    prefixes: tuple[str, ...]
    names: frozenset[str]
    unless_numbered: frozenset[str]
    by_site: dict[str, frozenset[str]]
    amp_names: frozenset[str]
    amp_values: frozenset[str]


def clean_url(url: str) -> str | None:
    """Return an absolute http(s) URL without fragment, tracking and AMP; None if it is not one."""
    parts = _cleaned(url)
    found = urlunsplit(parts) if parts else None
    return found if found is not None and len(url) <= URL_LENGTH else None


def address_key(url: str) -> str:
    """Return what two addresses of one page share: no scheme, no `www.`, `m.` or `amp.`, no tracking, no final slash.

    Escapes, doubled slashes, the order of parameters and the spelling of the host are folded too. A text that is
    no address is its own key. `https://` and a key make an address with that key.
    """
    parts = _cleaned(url)
    if parts is None:
        return " ".join(url.split())
    plain = urlsplit(normalize_url(urlunsplit((parts.scheme, parts.netloc, _folded(parts.path), "", "")), strict=True))
    host = plain.netloc
    while (shorter := FORMS.sub("", host)) != host and site(shorter.partition(":")[0]) == site(host.partition(":")[0]):
        host = shorter
    pieces = sorted(_folded(quote(piece, safe=SAFE_IN_QUERY)) for piece in parts.query.replace("%20", "+").split("&"))
    query = "&".join(pieces)
    return f"{host}{plain.path.rstrip('/')}{'?' if query else ''}{query}{'#' if parts.fragment else ''}{parts.fragment}"


def _cleaned(url: str) -> SplitResult | None:
    parts = _split(url)
    for _ in range(MOST_WRAPPERS):
        inner = _unwrapped(parts) if parts else None
        if inner is None:
            break
        parts = inner
    if parts is None:
        return None
    host, colon, port = parts.netloc.rpartition(":") if _port(parts) else (parts.netloc, "", "")
    if host.startswith("amp.") and site(host) == site(host[4:]):
        host = host[4:]
    owner = site(host)
    fields = parts.query.replace("&amp;", "&").split("&")
    query = "&".join(field for field in fields if field and not _is_tracking(field, owner))
    return SplitResult(
        parts.scheme,
        f"{host}{colon}{port}",
        UNSAFE.sub(_escaped, _page_path(parts.path)) or "/",
        UNSAFE.sub(_escaped, query),
        UNSAFE.sub(_escaped, parts.fragment) if ROUTE.match(parts.fragment) else "",
    )


def _split(url: str) -> SplitResult | None:
    """Return the parts of a web address, the host without user, default port and final dot; None if it is none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in DEFAULT_PORTS or "@" in parts.netloc or not host or NO_HOST.search(host):
        return None
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    return parts._replace(netloc=host)


def _port(parts: SplitResult) -> bool:
    return bool(re.search(r":\d+$", parts.netloc))


def _unwrapped(parts: SplitResult) -> SplitResult | None:
    """Return the address of the page that a cache serves; None where it is no cache's."""
    for hosts, paths in WRAPPERS:
        match = re.fullmatch(paths, parts.path) if re.fullmatch(hosts, parts.netloc) else None
        if match and "." in match["host"]:
            scheme = "https" if match["secure"] else "http"
            return _split(f"{scheme}://{match['host']}/{match['path']}?{parts.query}")
    return None


def _page_path(path: str) -> str:
    """Return a path without session and AMP, however often these were put on."""
    shorter = ""
    while shorter != path:
        shorter, path = path, AMP_ENDING.sub("", AMP_SEGMENT.sub("", SESSION.sub("", path)))
    return path


def _is_tracking(field: str, owner: str) -> bool:
    name, equals, value = field.partition("=")
    name, value = name.lower(), value.lower()
    known = _tracking()
    if name in known.amp_names:
        return value in known.amp_values
    if value in {"amp", "amphtml"}:
        return True
    if name in known.names or name in known.by_site.get(owner, ()):
        return True
    if equals and name in known.unless_numbered:
        return not any(map(str.isdigit, value))
    return bool(equals) and name.startswith(known.prefixes)


def _escaped(match: re.Match[str]) -> str:
    return quote(match[0], safe="", errors="replace")


def _folded(text: str) -> str:
    """Return a text whose escapes are written in one way (RFC 3986, 6.2.2): capital digits, none for plain letters."""
    return ESCAPE.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return letter if letter in UNRESERVED else match[0].upper()


@cache
def _tracking() -> Tracking:
    said: dict[str, Any] = yaml.safe_load(resources.files(__package__).joinpath("tracking.yaml").read_text("utf-8"))
    return Tracking(
        prefixes=tuple(said["prefixes"]),
        names=frozenset(said["names"]),
        unless_numbered=frozenset(said["unless_numbered"]),
        by_site={owner: frozenset(names) for owner, names in said["by_site"].items()},
        amp_names=frozenset(said["amp_names"]),
        amp_values=frozenset(said["amp_values"]),
    )
