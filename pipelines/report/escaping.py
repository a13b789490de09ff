"""Untrusted text made harmless for the place where it is shown: terminal, CSV, JSON, Markdown."""

import re

# C0, DEL and C1 (terminal escapes, bells, new lines) and lone surrogates, which no encoder takes.
_CONTROLS = "\x00-\x1f\x7f-\x9f\ud800-\udfff"
# Besides them: line and paragraph separators, bidirectional controls, soft hyphen, zero-width space, word joiner,
# byte order mark, annotations, tag characters. Joiners (U+200C, U+200D) stay: Persian and emoji are spelled with them.
_FORMATS = "\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_INVISIBLE = re.compile(f"[{_CONTROLS}{_FORMATS}]")
_NOT_FOR_CSV = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}

# Excel in East Asian locales takes the full-width signs as well.
_FORMULA = re.compile(r"[\t\r]|\s*[=+\-@＝＋－＠]")
# What Markdown, and the HTML and mathematics that its dialects let through, would read as mark-up.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|&~$#!]")


def visible(text: str) -> str:
    r"""Return the text on one line, each control or invisible formatting character as an escape (`\x1b`, `\u202e`)."""
    return _INVISIBLE.sub(_escape, text)


def csv_cell(text: str) -> str:
    """Return the text with an apostrophe before what a spreadsheet would run as a formula (= + - @ TAB CR).

    Blanks before the sign count as well: spreadsheets drop them. Line breaks and invisible formatting stay, as
    offsets count them; other control characters become escapes.
    """
    shown = without_controls(text)
    return f"'{shown}" if is_formula(text) else shown


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would run a text as a formula where it is typed or read from CSV."""
    return _FORMULA.match(text) is not None


def without_controls(text: str) -> str:
    """Return the text with control characters and lone surrogates as escapes, but for tabs and line breaks."""
    return _NOT_FOR_CSV.sub(_escape, text)


def json_text(text: str) -> str:
    r"""Return JSON in which invisible characters inside strings are written `\uXXXX`: the values stay the same."""
    return _INVISIBLE.sub(_escape_json, text)


def markdown_cell(text: str, *, number: bool = False) -> str:
    """Return the text as one line of a table cell in which nothing is mark-up; a number needs no escape."""
    return text if number else _MARKDOWN.sub(r"\\\g<0>", visible(text))


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _escape_json(match: re.Match[str]) -> str:
    # JSON writes what lies beyond U+FFFF as two surrogates (RFC 8259, section 7).
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
