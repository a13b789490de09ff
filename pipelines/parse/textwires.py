"""The text wires IPTC 7901 and ANPA 1312: whether a file is one, and its messages, however many it holds."""

import re
from itertools import pairwise

from pipelines.parse import anpa, iptc7901
from pipelines.parse.entry import Entry, finish
from pipelines.parse.refusal import reject
from pipelines.parse.telegraph import EOT, ETX, SOH, STX, Line, lines_of, read_text, unpadded
from pipelines.parse.wiretext import sent_at
from pipelines.records import Document, Format, ParsedDocument, Reason, Rejected

# A header behind SOH, a telex, or a file that begins with a header: what all others are dismissed by, unread.
_FRAMED = re.compile(
    rb"\x01 ?(?:ZCZC\s+)?(?:[A-Za-z]{1,10}[ -]?\d{1,6}[ \t]{1,4}[1-9][ \t]|[A-Za-z]\d{3,5}[A-Z]{0,12}[\x1f\r\na-z -])"
)
_TELEX = re.compile(
    rb"\s{0,40}ZCZC(?:[ \t]+[A-Z0-9/]{1,12}){0,6}[ \t]*[\r\n]|\s{0,40}ZCZC[ \t]+[A-Za-z]{1,10}[ -]?\d{1,6}[ \t]+[1-9][ \t]"
)
_BARE = re.compile(
    rb"\s{0,40}(?:[A-Za-z]{1,10}[ -]?\d{1,6}[ \t]{1,4}[1-9][ \t]{1,4}[A-Za-z][\w/-]{0,19}[ \t]{1,4}\d{1,5}[ \t\r\n]"
    rb"|[A-Za-z]\d{3,5}[A-Z]{0,12}\x1f?[a-z0-9-]{0,8}\s{1,4}[A-Za-z] [A-Za-z][\x11-\x14 ])"
)
_OTHER = (b"<", b"{", b"[")
_STAMP = re.compile(r"\s*\[\d\d-[A-Za-z]{3}-\d\d\s+\d\d:\d\d\]\s*")
_STAMPED = re.compile(rb"\s{0,40}\[\d\d-[A-Za-z]{3}-\d\d[ \t]+\d\d:\d\d\]")
"""When a terminal received what follows, above the messages of a day."""
MAX_LINES, MAX_MESSAGES = 200_000, 20_000
"""Of a file; the longest story has a thousand lines, and a flood of empty ones costs gigabytes."""
HEADING = 16
"""Lines within which a message without control characters shows that it is one, and lines at its end that do."""


def might_be(body: bytes) -> bool:
    """Return whether a file looks like a text wire at first sight, read in one pass."""
    bare = unpadded(body)
    if stamp := _STAMPED.match(bare):
        bare = bare[stamp.end() :]
    if body.lstrip(b"\x00 \t\r\n\xef\xbb\xbf").startswith(_OTHER) and not stamp:
        return False
    return bool(_BARE.match(bare) or _TELEX.match(bare) or _FRAMED.search(bare))


def parse_text_wire(document: Document) -> ParsedDocument | Rejected | None:
    """Return the stories of a file, None where it holds no message after all.

    A message that cannot be read is rejected as FEED_INVALID, beside the others; a file of more than 200,000
    lines as TOO_LARGE.
    """
    charset = document.profile.charset if document.profile else None
    decoded = read_text(unpadded(document.body), charset, document.content_type)
    if decoded is None:
        return None
    count = decoded.text.count
    breaks, messages = max(count("\n"), count("\r")), count(SOH) + count(EOT)
    if breaks > MAX_LINES or messages > MAX_MESSAGES:
        return reject(Reason.TOO_LARGE, f"{breaks} lines, {messages} beginnings and ends of messages")
    lines = lines_of(decoded.text.removeprefix("\ufeff"))
    read: list[tuple[Format, Entry] | Rejected] = [_read(document, message) for message in _messages(document, lines)]
    formats = [each[0] for each in read if isinstance(each, tuple)]
    if not formats:
        return None
    entries = [each[1] if isinstance(each, tuple) else each for each in read]
    return finish(document, formats[0], None, entries, decoded.flags)


def messages_in(document: Document) -> tuple[list[Line], list[tuple[int, str | None]]] | None:
    """Return the lines of a file, and for each message in it the index of its first line and its story's guid."""
    charset = document.profile.charset if document.profile else None
    decoded = read_text(unpadded(document.body), charset, document.content_type)
    if decoded is None:
        return None
    lines = lines_of(decoded.text)
    places = {id(line): at for at, line in enumerate(lines)}
    found = []
    for message in _messages(document, lines):
        read = _read(document, message)
        found.append((places[id(message[0])], read[1].guid if isinstance(read, tuple) else read.guid))
    return lines, found


def _messages(document: Document, lines: list[Line]) -> list[list[Line]]:
    """Return the lines of each message: from SOH, else from ZCZC, else from a header to the next one."""
    starts = [at for at, line in enumerate(lines) if line.text.startswith(SOH)]
    starts = starts or [at for at, line in enumerate(lines) if iptc7901.is_telex(line.text)]
    if starts:
        return [lines[at:end] for at, end in pairwise([*starts, len(lines)])]
    starts = [at for at in range(len(lines)) if _opens(document, lines, at)]
    if not starts or any(line.words and not _STAMP.fullmatch(line.text) for line in lines[: starts[0]]):
        return []
    bare = [lines[at:end] for at, end in pairwise([*starts, len(lines)])]
    return bare if _is_closed(document, bare[0]) else []


def _opens(document: Document, lines: list[Line], at: int) -> bool:
    """Return whether a header stands at a line, at the beginning of the file or below a blank or dated line."""
    if iptc7901.header_of(lines[at].text):
        return not at or not lines[at - 1].words or sent_at(document, lines[at - 1].words) is not None
    if at and lines[at - 1].words:
        return False
    return at + 1 < len(lines) and anpa.header_of(lines[at].text, lines[at + 1].text) is not None


def _is_closed(document: Document, message: list[Line]) -> bool:
    """Return whether a message without SOH has something else that only a wire has, besides its header."""
    if len(message) > 1 and anpa.header_of(message[0].text, message[1].text):
        return True
    said = [line for line in message if line.words]
    if any(STX in line.text or ETX in line.text for line in said):
        return True
    if any(line.words.endswith(" =") or line.words == "NNNN" for line in (*said[:HEADING], *said[-3:])):
        return True
    return any(sent_at(document, line.words) for line in said[-3:])


def _read(document: Document, message: list[Line]) -> tuple[Format, Entry] | Rejected:
    if entry := anpa.read_message(document, message):
        return Format.ANPA, entry
    if entry := iptc7901.read_message(document, message):
        return Format.IPTC7901, entry
    return reject(Reason.FEED_INVALID, f"no header in the message at line {message[0].number}")
