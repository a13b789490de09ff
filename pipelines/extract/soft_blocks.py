"""Pages that stand in for an article: consent walls, paywalls, challenges, login walls, errors served as 200 and alike.

No single sign decides, since each stands on ordinary pages too: a banner, a teaser for subscribers, a login form in
the header. Several weak signs in a page that says little else do, and for all but paywalls, which stand on the article's
own page, one of them must be how a wall introduces itself: an article about cookies is none. The signs are data:
`soft_blocks.yaml`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import lxml.html

from pipelines.extract.text import fold, read_words
from pipelines.extract.tree import visible

# Points needed by the length of the text in characters: the longer, the less likely it is a wall and nothing else.
NEEDED = ((600, 2), (1500, 3), (4000, 5))

NEEDED_UNDER_TITLE = 3
"""Points needed whatever the length, where the page is titled as a wall: what follows are teasers of articles."""

DECLARED = 3
"""Points needed besides, where the page says in JSON-LD or by the title its feed gave it that it is an article."""

ALONE = 300
"""Characters up to which a page shows nothing but its text, and up to which a text is no more than a wall's."""

AKIN = 0.3
"""Share of the words of the feed's title that the page's own titles have where it is the article."""

STUB_LENGTH = 1000
"""A shorter text on a page that declares itself not free (schema.org isAccessibleForFree) is its teaser."""

LONG_STUB_LENGTH = 2500
"""A shorter text on such a page is its teaser where it asks to subscribe, too."""

TAIL_LENGTH = 400

PAYWALL = "paywall"
CHALLENGE = "challenge"
JAVASCRIPT = "javascript"
NOT_FOUND = "not_found"
SAME_TEXT = "same_text"

SITE_WORDS = 4
"""Words of which the name of a site beside a wall's title has at most so many; a headline has more."""

BESIDE = re.compile(r"\s+[|–—·•»/-]+\s+|\s*\|\s*")
PIECES = re.compile(r"[:.,;!?…()\[\]]+")
ELEMENT = re.compile(r"(?P<tag>\w+)\[(?P<attribute>[\w-]+)=(?P<value>[\w-]+)\]")

MARKUP = re.compile(rb"<script\b.*?</script|<[^>]*>", re.DOTALL)
SHELL = re.compile(
    rb"<[a-z-]+\s[^>]{0,200}?\bid\s*=\s*[\"']?(?:root|app|application|__next|__nuxt|___gatsby|app-root|svelte)[\"'\s>]"
    rb"|<app-root\b|\bng-app\b|\bdata-reactroot\b",
    re.IGNORECASE,
)
"""Where a script would put the page (React, Vue, Next, Nuxt, Gatsby, Angular, Svelte)."""


@dataclass(frozen=True, slots=True)
class SoftBlock:
    """The signs of one kind, folded for comparison."""

    kind: str
    titles: frozenset[str]
    phrases: tuple[str, ...]
    markers: tuple[bytes, ...]
    elements: tuple[tuple[str, str, str], ...]


def soft_block(
    root: lxml.html.HtmlElement,
    markup: bytes,
    text: str,
    titles: Iterable[str],
    *,
    free: bool | None,
    entitled: str = "",
    is_declared: bool = False,
) -> str | None:
    """Return the kind of wall that the page is, one of those in `soft_blocks.yaml`; None for none.

    `text` is what was extracted, "" if nothing was: then everything the page shows is looked at. `titles` are its
    title and headings, `free` what it declares of itself, `entitled` what the feed calls the article; `is_declared`
    that the page declares to be an article.
    """
    titles = tuple(titles)
    if free is not False and len(text) >= NEEDED[-1][0] and not _titled(titles):
        return None
    page = _page(root, markup, text, titles, entitled, is_declared=is_declared)
    if free is False and len(text) < (LONG_STUB_LENGTH if _phrases(_block_of(PAYWALL), page.tail) else STUB_LENGTH):
        return PAYWALL
    points = {block.kind: _points(block, page) for block in _blocks()}
    kind = max(points, key=lambda each: points[each])
    return kind if points[kind] > 0 else None


def empty_shell(markup: bytes, shown: str) -> str | None:
    """Return why a page without any article shows nothing: a challenge or a page that a script would fill; else None."""
    lowered = markup.lower()
    if len(shown) > ALONE or b"<script" not in lowered:
        return None
    if any(marker in lowered for marker in _block_of(CHALLENGE).markers):
        return CHALLENGE
    return JAVASCRIPT if SHELL.search(markup) or _phrases(_block_of(JAVASCRIPT), _words(shown)) else None


@dataclass(frozen=True, slots=True)
class _Page:
    """What is looked at, the words of `shown`, `said` and `tail` folded and between spaces.

    `lines` are those of its text and its titles, `shown` is the beginning of all that the page shows, `said` the text or where there is none what is shown, `tail`
    its end. `is_foreign`: its titles are not what the feed calls the article. `claims` are what its titles may be read as: sets of pieces that are all a wall's, or it is no such title.
    """

    root: lxml.html.HtmlElement
    markup: bytes
    lines: tuple[str, ...]
    length: int
    shown: str
    said: str
    tail: str
    claims: tuple[frozenset[str], ...]
    is_alone: bool
    is_foreign: bool
    is_declared: bool


def _page(
    root: lxml.html.HtmlElement,
    markup: bytes,
    text: str,
    titles: tuple[str, ...],
    entitled: str,
    *,
    is_declared: bool,
) -> _Page:
    expected = set(fold(entitled).split())
    met = expected.intersection(fold(" ".join(titles)).split())
    shown = visible(root)
    said = text or shown
    return _Page(
        root=root,
        markup=markup,
        lines=(*text.split("\n"), *titles),
        length=len(said),
        shown=_words(shown),
        said=_words(said),
        tail=_words(_tail(said)),
        claims=_claims(titles),
        is_alone=not text or len(shown) < ALONE,
        is_foreign=len(met) < AKIN * len(expected),
        is_declared=is_declared or (len(expected) > 1 and any(fold(title) == fold(entitled) for title in titles)),
    )


def _points(block: SoftBlock, page: _Page) -> int:
    """Return by how many points the signs of a kind pass what is needed, and one; 0 or less is no such wall."""
    is_paywall = block.kind == PAYWALL
    titled = any(claim <= block.titles for claim in page.claims)
    needed = [points for length, points in NEEDED if page.length < length][:1]
    if titled and not is_paywall:
        needed.append(2 if page.length < ALONE else NEEDED_UNDER_TITLE)
    if not needed:
        return 0
    spoken = _phrases(block, page.tail if is_paywall else page.said)
    if titled and not is_paywall:
        spoken = max(spoken, _phrases(block, page.shown))
    if not titled and not spoken:
        return 0  # markup alone proves nothing
    if not (is_paywall or titled or page.is_alone or page.is_foreign or _introduces(block, page)):
        return 0
    more = DECLARED if page.is_declared and not is_paywall else 0
    return (2 if titled else 0) + spoken + _built(block, page) - min(needed) - more + 1


def _introduces(block: SoftBlock, page: _Page) -> bool:
    """Whether a phrase of a wall is most of a line, as it is of a heading or a button."""
    lines = map(_words, page.lines)
    return any(phrase in line and 2 * len(phrase) > len(line) for line in lines for phrase in block.phrases)


def _built(block: SoftBlock, page: _Page) -> int:
    markup = b"".join(MARKUP.findall(page.markup)).lower() if block.markers else b""
    marked = any(marker in markup for marker in block.markers)
    built = any(
        (element.get(attribute) or "").lower() == value
        for tag, attribute, value in block.elements
        for element in page.root.iter(tag)
    )
    return marked + built


def _titled(titles: tuple[str, ...]) -> bool:
    claims = _claims(titles)
    return any(claim <= block.titles for block in _blocks() for claim in claims)


def _claims(titles: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """Return what titles may be read as: the whole, its sentences, and the same without the name of the site beside it."""
    claims: dict[frozenset[str], None] = {}
    for title in titles:
        parts = [part for part in BESIDE.split(title) if fold(part)]
        for part in (title, *(parts if len(parts) > 1 else ())):
            if part == title or all(other is part or len(fold(other).split()) <= SITE_WORDS for other in parts):
                claims[frozenset((fold(part),))] = None
                claims[frozenset(filter(None, map(fold, PIECES.split(part))))] = None
    return tuple(filter(None, claims))


def _phrases(block: SoftBlock, words: str) -> int:
    """Return how many phrases of a kind stand in folded words; offers to subscribe count where a teaser stops, at its end."""
    return sum(phrase in words for phrase in block.phrases)


def _words(text: str) -> str:
    return f" {fold(text)} "


def _tail(said: str) -> str:
    """Return the last lines of a text, at least one."""
    lines: list[str] = []
    for line in reversed(said.split("\n")):
        if lines and sum(map(len, lines)) + len(line) > TAIL_LENGTH:
            break
        lines.insert(0, line)
    return "\n".join(lines)


def _block_of(kind: str) -> SoftBlock:
    return next(block for block in _blocks() if block.kind == kind)


@cache
def _blocks() -> tuple[SoftBlock, ...]:
    return tuple(_block(kind, signs) for kind, signs in read_words("soft_blocks.yaml").items())


def _block(kind: str, signs: dict[str, Any]) -> SoftBlock:
    elements = (ELEMENT.fullmatch(text) for text in signs["elements"])
    return SoftBlock(
        kind=kind,
        titles=frozenset(fold(str(line)) for lines in signs["titles"].values() for line in lines),
        phrases=tuple(dict.fromkeys(f" {fold(line)} " for lines in signs["phrases"].values() for line in lines)),
        markers=tuple(marker.lower().encode() for marker in signs["markers"]),
        elements=tuple((match["tag"], match["attribute"], match["value"]) for match in elements if match),
    )
