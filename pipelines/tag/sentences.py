"""Paragraphs and sentences of a text. The only importer of sentencex."""

import re

from sentencex import segment

# sentencex is quadratic in unmatched quotation marks (100,000 took 3-10 s): it sees none, and no more than this at once.
# Nor does it see blanks of more than one byte: at a full stop behind a capital and such a blank it crashes.
WINDOW = 4_000
_OPENING = re.compile("\\s+([\"'“„«‘(\\[]+)\\Z")
_OPENERS = "\"'“„«‘(["
_TITLES = (" M.", " MM.", "\u2019M.", "'M.")
"""Titles of the French that end no sentence before a name."""
_STOP = re.compile("[.!?\u2026\u203d\u3002\uff01\uff0e\uff1f\uff61]")
"""What may end a sentence. Many a paragraph has none but at its end."""
_NETWORK = re.compile(r"(?<=\b[^\W\d_A-ZÀ-ÞА-ЯЁІЇЄҐ]) X(?=\.\s)|(?<=[^\W\d_A-ZÀ-ÞА-ЯЁІЇЄҐ]{2}) X(?=\.\s)")
"""X behind a small word is the network, no initial: the sentence ends ("wrote on X. He …")."""
_MARKS = re.compile("[\"'“”„«»‘’‚‹›()\\[\\]\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans between newlines, without surrounding blanks, empty ones left out."""
    spans = []
    start = 0
    for line in text.split("\n"):
        inner = line.strip()
        if inner:
            begin = start if len(inner) == len(line) else start + line.index(inner)
            spans.append((begin, begin + len(inner)))
        start += len(line) + 1
    return spans


def sentences(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """Return the sentence spans inside one paragraph; a piece that begins in lower case belongs to the one before."""
    if end - start <= WINDOW and not _STOP.search(text, start, end - 1):
        return [(start, end)]
    spans: list[tuple[int, int]] = []
    while start < end:
        stop = min(end, start + WINDOW)
        if stop < end:
            blank = text.rfind(" ", start + 1, stop)
            stop = blank if blank > start else stop
        window = _MARKS.sub(" ", text[start:stop])
        if " X." in window:  # the pattern looks behind each letter
            window = _NETWORK.sub("_X", window)
        for piece in segment(language, window):  # all of the window, in pieces: in half the time that their bounds take
            _append(spans, text, start, start + len(piece))
            start += len(piece)
        start = stop
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a piece; a mark that opens at the end of the one before belongs to this one."""
    piece = text[start:end]
    inner = piece.strip()
    if not inner:
        return
    first = inner[0]
    begin = start if piece[0] == first else start + piece.index(inner)
    stop = begin + len(inner)
    if not spans:
        spans.append((begin, stop))
        return
    if not first.isalnum() and first not in "—–":
        first = next((mark for mark in inner if mark.isalnum() or mark in "—–"), "")
    if (
        first in "—–"
    ):  # speech goes on behind a dash („…. – Nikt nie musi …”), or who said it stands there («…! – сказав він»)
        first = next((mark for mark in inner if mark.isalnum()), first)
    if (first.islower() or first in "—–") and stop - spans[-1][0] <= WINDOW:
        spans[-1] = (spans[-1][0], stop)
        return
    if text.endswith(_TITLES, spans[-1][0], spans[-1][1]) and first.isupper():
        spans[-1] = (spans[-1][0], stop)
        return
    if text[spans[-1][1] - 1] in _OPENERS and (opening := _OPENING.search(text, spans[-1][0], spans[-1][1])):
        spans[-1] = (spans[-1][0], opening.start())
        begin = opening.start(1)
    spans.append((begin, stop))
