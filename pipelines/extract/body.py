"""The body of an article, by trafilatura, with a check against what the page holds. Its only importer.

Measured on 181 pages (tests/extract/test_benchmark.py; F1, CPU per page): fast precision 0.946 at 6 ms but five
articles lost, precision 0.964 at 12 ms but one lost, default 0.960 at 12 ms. In this order, each only when the one
before came out short against the page's own paragraphs: 0.967 at 7 ms, none lost.
"""

import logging
from collections.abc import Iterator

import lxml.html
import trafilatura
from trafilatura.metadata import Document as TrafilaturaDocument
from trafilatura.settings import Extractor

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

LINE = 60
"""Characters from which a paragraph counts as prose; shorter ones are mostly teasers and captions."""

LEAST = 20
"""Characters on the whole page under which there is nothing to extract."""

LINKED = 0.5
ASIDE = frozenset({"nav", "footer", "aside", "form", "button", "figcaption", "select", "noscript"})
MARGINS = ("comment", "related", "newsletter", "cookie", "consent")


def body(root: lxml.html.HtmlElement) -> str:
    """Return the body, paragraphs on lines of their own, "" when there is none. The tree is left as it was."""
    if len(visible(root)) < LEAST:
        return ""  # a shell that a script would fill: not worth three attempts
    prose = list(_prose(root))
    held = sum(len(text) for _, text in prose)
    text = _attempt(root, fast=True, precision=True)
    if len(text) < max(SHORT, ENOUGH * held):
        text = _attempt(root, fast=False, precision=True) or text
    if len(text) < max(SHORT, TOO_SHORT * held):
        text = max(_attempt(root, fast=False, precision=False), text, key=len)
    if len(text) < HALF * held:
        wider = _densest(prose)
        if len(text) < HALF * len(wider) and _holds(wider, text):
            return wider
    return text


def _attempt(root: lxml.html.HtmlElement, *, fast: bool, precision: bool) -> str:
    options = Extractor(output_format="python", fast=fast, precision=precision, comments=False, with_metadata=False)
    document = trafilatura.bare_extraction(root, options=options)
    return str(document.text or "") if isinstance(document, TrafilaturaDocument) else ""


def _prose(root: lxml.html.HtmlElement) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
    """Yield the paragraphs that are long, mostly unlinked and not in the page's margins."""
    for paragraph in root.iter("p"):
        text = " ".join("".join(paragraph.itertext()).split())
        if len(text) < LINE:
            continue
        linked = sum(len("".join(link.itertext())) for link in paragraph.iter("a"))
        if linked <= LINKED * len(text) and not any(map(_is_margin, paragraph.iterancestors())):
            yield paragraph, text


def _is_margin(element: lxml.html.HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    return element.tag in ASIDE or any(name.startswith(MARGINS) or name == "sidebar" for name in names)


def _densest(prose: list[tuple[lxml.html.HtmlElement, str]]) -> str:
    """Return the prose below the smallest element that holds most of it: trafilatura saw one chunk of several."""
    weights: dict[lxml.html.HtmlElement, int] = {}
    total = sum(len(text) for _, text in prose)
    for paragraph, text in prose:
        for parent in paragraph.iterancestors():
            weights[parent] = weights.get(parent, 0) + len(text)
    dense = [element for element, weight in weights.items() if weight >= ENOUGH * total]
    if not dense:
        return ""
    smallest = min(dense, key=lambda element: weights[element])
    inside = set(smallest.iter("p"))
    return "\n".join(text for paragraph, text in prose if paragraph in inside)


def _holds(wider: str, text: str) -> bool:
    """Whether most of the prose in `text` stands in `wider` too: else that is comments, or other articles."""
    lines = [" ".join(line.split()) for line in text.split("\n") if len(line) >= LINE]
    kept = sum(len(line) for line in lines if line in wider)
    return kept >= ENOUGH * sum(map(len, lines))
