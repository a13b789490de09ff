"""Killed stories cut out of a file of a text wire, message by message; all other bytes stay as they are."""

import re

from pipelines.parse import textwires
from pipelines.parse.telegraph import EOT, SOH, Line, unpadded
from pipelines.records import Document

_BREAK = re.compile(r"\r*\n|\r")


def cut_text(document: Document, guids: frozenset[str]) -> bytes | None:
    """Return the file without those messages and without the padding of the line, the same bytes if it has none of them.

    None where its messages cannot be told apart by bytes.
    """
    found = textwires.messages_in(document)
    if found is None:
        return None
    lines, messages = found
    if not any(guid in guids for _, guid in messages):
        return document.body
    # One character a byte: what begins and ends lines and messages is the same in every charset of these wires.
    text = unpadded(document.body).decode("latin-1")
    starts = _starts(text, lines)
    if starts is None:
        return None
    ends = [starts[first] for first, _ in messages[1:]] + [len(text)]
    kept = [text[: starts[messages[0][0]]]]
    kept.extend(
        text[starts[first] : end] for (first, guid), end in zip(messages, ends, strict=True) if guid not in guids
    )
    return "".join(kept).encode("latin-1")


def _starts(text: str, lines: list[Line]) -> list[int] | None:
    """Return the offset of each line, several of which may stand in one of the file; None where they do not match."""
    starts: list[int] = []
    at, number = 0, 1
    for line in lines:
        if line.number == number and starts:
            # Another message within a line: SOH begins it, or EOT ended the one before.
            mark = text.find(SOH, at) if line.text.startswith(SOH) else text.find(EOT, at - 1) + 1
            at = mark if mark > 0 else len(text) + 1
        while number < line.number:
            gap = _BREAK.search(text, at)
            if gap is None:
                return None
            at, number = gap.end(), number + 1
        starts.append(at)
        at += len(line.text)
    return starts if at <= len(text) else None
