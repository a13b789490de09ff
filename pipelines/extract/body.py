"""The body of an article, by trafilatura, with a check against what the page holds. Its only importer.

Measured on 181 pages (tests/extract/test_benchmark.py; F1, CPU per page): fast precision 0.946 at 6 ms but five
articles lost, precision 0.964 at 12 ms but one lost, default 0.960 at 12 ms. In this order, each only when the one
before came out short against the page's own prose: 0.967 at 7 ms, none lost. With old markup made plain, the lines
beside fields and in margins left out, and the densest region where an attempt misses it: 0.972 at the same cost.
"""

import logging

import lxml.html
import trafilatura
from trafilatura.metadata import Document as TrafilaturaDocument
from trafilatura.settings import Extractor

from pipelines.extract.layout import LINE, Prose, aside, densest, plain, prose
from pipelines.extract.tree import visible

# "discarding data" is no news to us: every rejected page becomes a row.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

ENOUGH = 0.7
"""Share of the prose's characters from which the first attempt is believed."""

HALF = 0.5
"""Share of the prose of the page, or of its densest region, under which that region is taken instead."""

TOO_SHORT = 0.35
"""Share under which an extraction has lost most of an article; comments and teasers account for the rest."""

SHORT = 200
"""Characters under which an extraction is checked by another whatever the paragraphs say."""

LEAST = 20
"""Characters on the whole page under which there is nothing to extract."""


def body(root: lxml.html.HtmlElement) -> str:
    """Return the body, paragraphs on lines of their own, "" when there is none. The tree is left as it was."""
    if len(visible(root)) < LEAST:
        return ""  # a shell that a script would fill: not worth three attempts
    written = prose(root)
    page = plain(root, written)
    if page is not root:
        written = prose(page)
    text = _without(_extracted(page, written), aside(page))
    held = sum(len(each.text) for each in written)
    if len(text) < HALF * held:
        inside = set(densest(page, written).iter())
        wider = "\n".join(each.text for each in written if each.holder in inside)
        if len(text) < HALF * len(wider) and (_holds(wider, text) or not _leads(page, text, wider)):
            return wider
    return text


def _extracted(page: lxml.html.HtmlElement, written: list[Prose]) -> str:
    """Return what trafilatura takes for the body, at the least cost that finds most of the prose."""
    held = sum(len(each.text) for each in written)
    text = _attempt(page, fast=True, precision=True)
    if len(text) < max(SHORT, ENOUGH * held):
        text = _attempt(page, fast=False, precision=True) or text
    if len(text) < max(SHORT, TOO_SHORT * held):
        text = max(_attempt(page, fast=False, precision=False), text, key=len)
    return text


def _without(text: str, aside: frozenset[str]) -> str:
    """Return a text without the lines that stand aside on the page, the text itself where these are most of it."""
    lines = text.split("\n")
    kept = [line for line in lines if " ".join(line.removeprefix("- ").split()) not in aside]
    return "\n".join(kept) if sum(map(len, kept)) >= HALF * len(text) else text


def _attempt(root: lxml.html.HtmlElement, *, fast: bool, precision: bool) -> str:
    options = Extractor(output_format="python", fast=fast, precision=precision, comments=False, with_metadata=False)
    document = trafilatura.bare_extraction(root, options=options)
    return str(document.text or "") if isinstance(document, TrafilaturaDocument) else ""


def _holds(wider: str, text: str) -> bool:
    """Whether most of the prose in `text` stands in `wider` too: else that is comments, or other articles."""
    lines = [" ".join(line.split()) for line in text.split("\n") if len(line) >= LINE]
    kept = sum(len(line) for line in lines if line in wider)
    return kept >= ENOUGH * sum(map(len, lines))


def _leads(page: lxml.html.HtmlElement, text: str, wider: str) -> bool:
    """Whether `text` stands before `wider`, and below the heading if that does: comments follow an article.

    A text that stands after the prose, or above the heading, is a slogan or an imprint.
    """
    shown = _folded("".join(page.itertext()))
    heading = shown.find(_folded(next(("".join(each.itertext()) for each in page.iter("h1")), "")))
    here, there = (shown.find(_folded(_opening(each))) for each in (text, wider))
    return here < there and not here < heading < there


def _opening(text: str) -> str:
    lines = text.split("\n")
    return next((line for line in lines if len(line) >= LINE), lines[0])[:LINE]


def _folded(text: str) -> str:
    return " ".join(text.split())
