"""Which of the addresses that a page claims is its own (RFC 6596; the same claims as search engines read).

A claim counts when it is a web address on the site where the page was found, and not that of its AMP form, of the
front page or of a section: templates that give every article the address of its section are a well-known fault.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from pipelines.addresses import address_key, clean_url, site

ELSEWHERE = "canonical_elsewhere"
INVALID = "canonical_invalid"
SECTION = "canonical_section"

SECTION_WORDS = 2
"""Words, parted by hyphens, of which the name of a section has at most so many."""

WORD = re.compile(r"[^\W\d_]{3,}")
PAGE_NUMBER = re.compile(r"\d{1,2}")
LANGUAGE = re.compile(r"/[a-z]{2}(?:-[a-z]{2})?/?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Canonical:
    """The address of an article and a flag for each kind of claim that was not believed."""

    url: str | None
    flags: tuple[str, ...] = ()


def canonical(claims: Iterable[str], *, amp: str, base: str, url: str | None) -> Canonical:
    """Return the article's own address: the first claim that can be it, else `url` itself.

    Claims may be relative, to `base` (as the base element of the page says) or to `url`. `amp` is what the page
    names as its AMP form (link rel=amphtml).
    """
    here = clean_url(url) if url else None
    origin = _join(url or "", base) if base else url or ""
    amp_form = _join(origin, amp) if amp else None
    flags: dict[str, None] = {}
    for claim in filter(None, claims):
        target = _join(origin, claim)
        if amp_form is not None and target == amp_form and target != url:
            continue
        address = clean_url(target)
        fault = _fault(address, here) if address else INVALID
        if fault is None:
            return Canonical(address, tuple(flags))
        flags[fault] = None
    return Canonical(here, tuple(flags))


def is_front_page(url: str) -> bool:
    """Whether an address is that of a site's beginning, or of its beginning in one language."""
    parts = _parts(url)
    return parts is not None and not parts.query and bool(LANGUAGE.fullmatch(parts.path) or not parts.path.strip("/"))


def _fault(address: str, url: str | None) -> str | None:
    """Return why a claimed address is not the article's, None if it can be."""
    there, here = _parts(address), _parts(url or "")
    if there is None or here is None or url is None:
        return None if there else INVALID
    if address_key(address) == address_key(url):
        return None
    if site(there.hostname or "") != site(here.hostname or ""):
        return ELSEWHERE
    return SECTION if _is_above(there, here) else None


def _is_above(there: SplitResult, here: SplitResult) -> bool:
    """Whether one address is the front page or a section, and the other that of an article."""
    steps, deeper = ([step for step in parts.path.split("/") if step] for parts in (there, here))
    if there.query or there.fragment:
        return False
    if not steps:
        return bool(deeper or here.query or here.fragment)
    if len(steps) >= len(deeper) or _names_article(steps[-1]) or steps[-1].count("-") >= SECTION_WORDS:
        return False
    if steps == deeper[: len(steps)]:
        return not PAGE_NUMBER.fullmatch(deeper[-1])
    is_article = _names_article(deeper[-1]) or deeper[-1].count("-") >= SECTION_WORDS
    return is_article and not set(WORD.findall(steps[-1])).intersection(WORD.findall(deeper[-1]))


def _names_article(step: str) -> bool:
    """Whether a step of a path has a figure or the ending of a file in it, which sections do not."""
    return "." in step or any(map(str.isdigit, step))


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _join(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return ""
