"""Addresses of articles: absolute, without tracking and AMP, on the site they were found on."""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

URL_LENGTH = 2048

TRACKING = re.compile(
    r"(?:utm_|at_|mc_|ns_|pk_|hsa_|_hs)\w*|(?:fb|g|y|dc|ms|tt|tw)clid|igshid|gclsrc|cmpid|ref|ref_?src|referrer|rss|_ga|"
    r"amp|outputtype|traffic_source|from_?source|share|smid|ocid|icid|cid",
    re.IGNORECASE,
)
AMP_VALUES = frozenset({"", "1", "amp", "true", "html"})
AMP_PATH = re.compile(r"(?:/amp|\.amp)(?=/?$|\.html?$)", re.IGNORECASE)
AMP_CACHES = (".ampproject.org", ".google.com", ".bing-amp.com")

SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gen", "in", "info", "mil", "net", "or", "org"})


def canonical_url(claims: Iterable[str], *, base: str, url: str | None) -> str | None:
    """Return the article's own address: the first claim that lies on the site of `url`, else `url` itself.

    Claims may be relative, to `base` (as the base element of the page says) or to `url`.
    """
    origin = _join(url or "", base) if base else url or ""
    for claim in claims:
        address = clean_url(_join(origin, claim)) if claim else None
        if address and _is_plausible(address, url):
            return address
    return clean_url(url) if url else None


def clean_url(url: str) -> str | None:
    """Return an absolute http(s) URL without fragment, tracking and AMP; None if it is not one."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or len(url) > URL_LENGTH or not _is_host(host):
        return None
    if port is not None and port != {"http": 80, "https": 443}[parts.scheme]:
        host = f"{host}:{port}"
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(*pair)])
    path = AMP_PATH.sub("", parts.path) or "/"
    return urlunsplit(SplitResult(parts.scheme, host, path, query, ""))


def _is_host(host: str) -> bool:
    return bool(host) and not re.search(r"[\s\x00-\x20<>\"'\\^`{}|%]", host)


def _is_tracking(name: str, value: str) -> bool:
    if not TRACKING.fullmatch(name):
        return False
    return name.lower() not in {"amp", "outputtype"} or value.lower() in AMP_VALUES


def _is_plausible(address: str, url: str | None) -> bool:
    """Whether a claimed address can be the article's: on the same site, and not the front page for a page below it."""
    if not url:
        return True
    try:
        there, here = urlsplit(address), urlsplit(url)
    except ValueError:
        return False
    if not there.path.strip("/") and not there.query and here.path.strip("/"):
        return False
    host = here.hostname or ""
    return site(there.hostname or "") == site(host) or f".{host}".endswith(AMP_CACHES)


def site(host: str) -> str:
    """Return the part of a host that one publisher owns: two labels, three below a general second level (co.uk)."""
    labels = host.lower().rstrip(".").split(".")
    count = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-count:])


def label(url: str | None) -> str:
    """Return the name in a host, which many sites are called by: `example` of `www.example.co.uk`."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return site(host).partition(".")[0]


def _join(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return ""
