"""The body of an article, by trafilatura, with a check against what the page holds. Its only importer.

Measured on 181 pages (tests/extract/test_benchmark.py; F1, CPU per page): fast precision 0.946 at 6 ms but five
articles lost, precision 0.964 at 12 ms but one lost, default 0.960 at 12 ms. In this order, each only when the one
before came out short against the page's own paragraphs: 0.967 at 7 ms, none lost.
"""

import logging

import lxml.html
import trafilatura
from trafilatura.metadata import Document as TrafilaturaDocument
from trafilatura.settings import Extractor

from pipelines.extract.layout import LINE, Prose, densest, plain, prose
from pipelines.extract.tree import visible

# "discarding data" is no news to us: every rejected page becomes a row.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

ENOUGH = 0.7
"""Share of the paragraphs' characters from which the first attempt is believed."""

HALF = 0.5
"""Share under which the page's own paragraphs are taken instead, where they hold what was extracted."""

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
    held = sum(len(each.text) for each in written)
    text = _attempt(page, fast=True, precision=True)
    if len(text) < max(SHORT, ENOUGH * held):
        text = _attempt(page, fast=False, precision=True) or text
    if len(text) < max(SHORT, TOO_SHORT * held):
        text = max(_attempt(page, fast=False, precision=False), text, key=len)
    if len(text) < HALF * held:
        wider = _densest(written)
        if len(text) < HALF * len(wider) and _holds(wider, text):
            return wider
    return text


def _attempt(root: lxml.html.HtmlElement, *, fast: bool, precision: bool) -> str:
    options = Extractor(output_format="python", fast=fast, precision=precision, comments=False, with_metadata=False)
    document = trafilatura.bare_extraction(root, options=options)
    return str(document.text or "") if isinstance(document, TrafilaturaDocument) else ""


def _densest(written: list[Prose]) -> str:
    """Return the prose below the smallest element that holds most of it: trafilatura saw one chunk of several."""
    weights: dict[lxml.html.HtmlElement, int] = {}
    total = sum(len(each.text) for each in written)
    for each in written:
        for parent in each.holder.iterancestors():
            weights[parent] = weights.get(parent, 0) + len(each.text)
    dense = [element for element, weight in weights.items() if weight >= ENOUGH * total]
    if not dense:
        return ""
    inside = set(min(dense, key=lambda element: weights[element]).iter())
    return "\n".join(each.text for each in written if each.holder in inside)


def _holds(wider: str, text: str) -> bool:
    """Whether most of the prose in `text` stands in `wider` too: else that is comments, or other articles."""
    lines = [" ".join(line.split()) for line in text.split("\n") if len(line) >= LINE]
    kept = sum(len(line) for line in lines if line in wider)
    return kept >= ENOUGH * sum(map(len, lines))
