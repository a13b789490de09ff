"""Pages that stand in for an article: consent walls, paywalls, challenges, login walls, errors served as 200.

No single sign decides, since each stands on ordinary pages too: a banner, a teaser for subscribers, a login form in
the header. Several weak signs in a page that says little else do. The signs are data: `soft_blocks.yaml`.
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

STUB_LENGTH = 1000
"""A shorter text on a page that declares itself not free (schema.org isAccessibleForFree) is its teaser."""

LONG_STUB_LENGTH = 2500
"""A shorter text on such a page is its teaser where it asks to subscribe, too."""

TAIL_LENGTH = 400
PAYWALL = "paywall"

TITLE_PARTS = re.compile(r"\s+[|–—·•»:-]+\s+|[|:!.…]+")
ELEMENT = re.compile(r"(?P<tag>\w+)\[(?P<attribute>[\w-]+)=(?P<value>[\w-]+)\]")


@dataclass(frozen=True, slots=True)
class SoftBlock:
    """The signs of one kind, folded for comparison."""

    kind: str
    titles: frozenset[str]
    phrases: tuple[str, ...]
    markers: tuple[bytes, ...]
    elements: tuple[tuple[str, str, str], ...]


def soft_block(
    root: lxml.html.HtmlElement, markup: bytes, text: str, titles: Iterable[str], *, free: bool | None
) -> str | None:
    """Return the kind of wall that the page is: consent, paywall, challenge, login or not_found; None for none.

    `text` is what was extracted, "" if nothing was: then everything the page shows is looked at. `titles` are its
    title and headings, `free` what it declares of itself.
    """
    said = text or visible(root)
    needed = next((points for length, points in NEEDED if len(said) < length), None)
    paywall = next(block for block in _blocks() if block.kind == PAYWALL)
    if free is False and len(text) < (LONG_STUB_LENGTH if _phrases(paywall, said) else STUB_LENGTH):
        return PAYWALL
    if needed is None:
        return None
    parts = {fold(part) for title in titles for part in (title, *TITLE_PARTS.split(title))}
    lowered = markup.lower()
    points = {block.kind: _points(block, root, lowered, said, parts) for block in _blocks()}
    kind = max(points, key=lambda each: points[each])
    return kind if points[kind] >= needed else None


def _points(block: SoftBlock, root: lxml.html.HtmlElement, markup: bytes, said: str, parts: set[str]) -> int:
    titled = 2 if block.titles & parts else 0
    spoken = _phrases(block, said)
    if not titled and not spoken:
        return 0  # markup alone proves nothing
    marked = any(marker in markup for marker in block.markers)
    built = any(
        (element.get(attribute) or "").lower() == value
        for tag, attribute, value in block.elements
        for element in root.iter(tag)
    )
    return titled + spoken + marked + built


def _phrases(block: SoftBlock, said: str) -> int:
    """Return how many phrases of a kind the text holds; offers to subscribe count at its end only, where a teaser stops."""
    words = f" {fold(_tail(said) if block.kind == PAYWALL else said)} "
    return sum(phrase in words for phrase in block.phrases)


def _tail(said: str) -> str:
    """Return the last lines of a text, at least one."""
    lines: list[str] = []
    for line in reversed(said.split("\n")):
        if lines and sum(map(len, lines)) + len(line) > TAIL_LENGTH:
            break
        lines.insert(0, line)
    return "\n".join(lines)


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
