"""Who answers for a host: the domain that was registered, by the Public Suffix List that tld brings. Its only importer."""

from functools import lru_cache
from urllib.parse import urlsplit

from tld import get_fld

# Second levels under which names are registered, for top levels that the list does not know (press.co.example).
SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gen", "in", "info", "mil", "net", "or", "org"})


@lru_cache(maxsize=4096)
def site(host: str) -> str:
    """Return the part of a host that one publisher owns: `example.co.uk` of `www.example.co.uk`, a blog's own host.

    Of a host outside the Public Suffix List the last two labels, three below a general second level; of an IP
    address all of it.
    """
    host = host.lower().rstrip(".")
    if ":" in host or host.replace(".", "").isdigit():
        return host
    if found := _registered(host):
        return found
    labels = host.split(".")
    count = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-count:])


def label(url: str | None) -> str:
    """Return the name in a host, which many sites are called by: `example` of `www.example.co.uk`."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return site(host).partition(".")[0]


def _registered(host: str) -> str | None:
    try:
        found = get_fld(f"https://{host}/", fail_silently=True, search_private=True)
    except ValueError:  # brackets and the like, which no host has
        return None
    return str(found) if found else None
