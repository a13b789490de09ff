"""What the text wires IPTC 7901 and ANPA 1312 share: control characters, charsets, messages in a file, paragraphs.

Both frame a message by control characters of ISO 646 (SOH header STX text ETX postscript EOT), a few of which mean
something inside the text: BS begins a line of a table, US and DLE part its columns, FF and VT enclose instructions to
a typesetter. Many deliveries lost the frame on their way, others have ZCZC and NNNN of the telex instead.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from pipelines.parse.charset import Decoded, decode
from pipelines.parse.entry import MAX_FIELD
from pipelines.parse.plain import one_line

SOH, STX, ETX, EOT = "\x01", "\x02", "\x03", "\x04"
PADDING = b"\x00\x7f\x16"
"""NUL, DEL and SYN fill pauses of a line and stand for nothing."""
LONG_LINE = 110
"""Characters beyond which a message was never broken into lines: each of its lines is a paragraph."""
NARROW = 45
"""Characters up to which no wire breaks lines: a message of such lines is a list, and stays one."""
LOOSE = 0.75
"""Of the usual width: a line that would have held the next word within it ends where somebody wanted it to end."""

# ISO 646 gives the places of [ \\ ] ^ ` { | } ~ to the letters of a country.
_NATIONAL = {
    "iso646-de": str.maketrans("[\\]{|}~", "ÄÖÜäöüß"),
    "iso646-se": str.maketrans("[\\]^`{|}~", "ÄÖÅÜéäöåü"),
    "iso646-no": str.maketrans("[\\]{|}", "ÆØÅæøå"),
    "iso646-fr": str.maketrans("@[\\]{|}~", "à°ç§éùè¨"),
    "iso646-es": str.maketrans("[\\]{|}", "¡Ñ¿°ñç"),
    "iso646-it": str.maketrans("[\\]`{|}~", "°çéùàòèì"),
}
_ALIASES = {"din-66003": "iso646-de", "iso646-fi": "iso646-se", "iso646-dk": "iso646-no", "ns-4551": "iso646-no"}
# Words that tell which country's letters stand in a text: {ber and f}r are German, p} and f|r Swedish.
_TELLING = {
    "iso646-de": frozenset(
        {"f}r", "}ber", "k|nnen", "k|nnte", "m}ssen", "w}rde", "w}rden", "gr|~te", "gro~e", "w{re", "zur}ck"}
    ),
    "iso646-se": frozenset(
        {"p}", "f|r", "{r", "att", "n{r", "ocks}", "fr}n", "sj{lv", "m}ste", "ska", "d{r", "h{r", "inte"}
    ),
    "iso646-no": frozenset({"p}", "ogs}", "f|r", "n}r", "m}", "v{re", "v{ret", "}ret", "s}", "f}r", "etter", "ikke"}),
}
_WORD = re.compile(r"[a-z{|}~\[\]\\]{2,20}", re.IGNORECASE)
_INSIDE_WORD = re.compile(r"[A-Za-z][{|}~\\][a-z]|\b[{|}][a-z]{2}|[a-z]{2}[{|}~](?![\w{|}~])")
MIN_INSIDE = 3
CHARSET_SAMPLE = 500_000
"""Bytes by which a charset is told: to try each on 20 MB takes half a minute."""
# In code pages of DOS, letters stand where windows-1252 has quotation marks and gaps.
_DOS_LETTER = re.compile(
    rb"(?<=[A-Za-z])[\x81\x82\x84\x86-\x88\x8b\x8d\x93-\x95](?=[a-z])|(?<![A-Za-z])[\x8e\x90\x99\x9a](?=[a-z])"
)
_CP1252_LETTER = re.compile(rb"(?<=[A-Za-z])[\xdf-\xf6\xf8-\xff](?=[a-z])|(?<=[A-Za-z])\x92(?=[a-z])")

_BREAK = re.compile(r"\r*\n|\r")
_FRAME = re.compile(r"(?=\x01)|(?<=\x04)")
_ESCAPE = re.compile(r"\x1b[ -/]{0,3}[0-~]?")
_INSTRUCTION = re.compile(r"\x0c[^\x0b\x0c]{0,80}\x0b")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")
_COLUMN = re.compile("[\x08\x10\x1f\t]")
_WIDE_GAP = re.compile(r"(?<=\S)(?: {3,}|\t[ \t]*)(?=\S)")
_BULLET = re.compile(r" *[*+•] +(?=\S)")
_RULE = re.compile(r"[_=*+~–—-]{3,}|(?:\* ?){3,}|[. ]{3,}")


@dataclass(frozen=True)
class Line:
    """One line of a file: its number from 1 and its text, control characters included."""

    number: int
    text: str

    @cached_property
    def words(self) -> str:
        """Return the line as a reader sees it."""
        return shown(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A message between its control characters; what stands before STX, between STX and ETX, and behind it."""

    head: tuple[Line, ...]
    text: tuple[Line, ...]
    post: tuple[Line, ...]
    has_text_mark: bool


def unpadded(body: bytes) -> bytes:
    """Return a file without the characters that fill pauses."""
    return body.translate(None, PADDING)


def read_text(body: bytes, charset: str | None, content_type: str | None) -> Decoded | None:
    """Return the text of a wire, in the profile's charset if it names one that exists, else in the likeliest.

    Besides what `charset.decode` tells apart these are code page 850 and the seven-bit alphabets of ISO 646. A profile
    may name the latter `iso646-de`, `-se`, `-no`, `-fr`, `-es`, `-it`.
    """
    name = _ALIASES.get((charset or "").lower(), (charset or "").lower())
    if name in _NATIONAL:
        return Decoded(text=body.decode("ascii", "replace").translate(_NATIONAL[name]), codec=name)
    if name:
        try:
            text = body.decode(name, "replace")
        except (LookupError, ValueError, UnicodeError):
            text = ""
        if text:
            return Decoded(text=text, codec=name, flags=("encoding_damaged",) if "\ufffd" in text else ())
    if body.isascii():
        return _seven_bit(body.decode("ascii"))
    if _is_dos(body):
        return Decoded(text=body.decode("cp850"), codec="cp850")
    decoded = decode(body[:CHARSET_SAMPLE], content_type)
    if decoded is None or len(body) <= CHARSET_SAMPLE:
        return decoded
    return replace(decoded, text=body.decode(decoded.codec, "replace"))


def _seven_bit(text: str) -> Decoded:
    sample = text[:100_000]
    if len(_INSIDE_WORD.findall(sample)) >= MIN_INSIDE:
        words = [word.lower() for word in _WORD.findall(sample)]
        votes = {name: sum(word in telling for word in words) for name, telling in _TELLING.items()}
        best = max(votes, key=lambda name: votes[name])
        if votes[best]:
            return Decoded(text=text.translate(_NATIONAL[best]), codec=best)
    return Decoded(text=text, codec="ascii")


def _is_dos(body: bytes) -> bool:
    sample = body[:200_000]
    dos = len(_DOS_LETTER.findall(sample))
    if dos == 0 or len(_CP1252_LETTER.findall(sample)) >= dos:
        return False
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start < len(sample) - 4  # a sequence that the end of the sample cut is none of DOS
    return False


def lines_of(text: str) -> list[Line]:
    """Return the lines of a file; SOH begins one and EOT ends one, so that no message begins within a line."""
    found: list[Line] = []
    for number, whole in enumerate(_BREAK.split(text), start=1):
        line = whole[:MAX_FIELD]
        if SOH in line or EOT in line:
            found.extend(Line(number, part) for part in _FRAME.split(line) if part)
        else:
            found.append(Line(number, line))
    return found


def framed(lines: list[Line]) -> Frame:
    """Return a message by its parts. Without STX all is head, without ETX all behind STX is text."""
    parts: dict[int, list[Line]] = {0: [], 1: [], 2: []}
    at, marked = 0, False
    for line in lines:
        rest = line.text
        if at == 0 and STX in rest:
            before, _, rest = rest.partition(STX)
            parts[0].extend([Line(line.number, before)] if before.strip() else [])
            at, marked = 1, True
        if at < 2 and ETX in rest:
            before, _, rest = rest.partition(ETX)
            parts[at].extend([Line(line.number, before)] if before.strip() else [])
            at = 2
        parts[at].append(Line(line.number, rest))
    head, text, post = (tuple(parts[each]) for each in range(3))
    return Frame(head=head, text=text, post=post, has_text_mark=marked)


def shown(text: str) -> str:
    """Return text without control characters, instructions to typesetters and needless white space."""
    if not text.isprintable():
        text = _CONTROL.sub("", _COLUMN.sub(" ", _INSTRUCTION.sub("", _ESCAPE.sub("", text))))
    return one_line(text)


def paragraphs(lines: list[Line], *, tabular: bool = False) -> list[str]:
    """Return a story's paragraphs, each on one line; rows of a table follow each other in one, cells parted by ` | `.

    A blank line or an indented one begins a paragraph, but for one that hangs below the text of a bullet. Lines that
    end long before the margin were meant to, as was one before a bullet: they stay lines. `tabular` says that the format itself calls the story a table, so that its semicolons part cells too.
    """
    width = max((len(line.text.rstrip()) for line in lines), default=0)
    found: list[str] = []
    block: list[str] = []
    was_row, before, hang = False, "", 0

    def close() -> None:
        if block:
            found.append("\n".join(block))
            block.clear()

    for line in lines:
        raw = line.text.rstrip()
        words = shown(raw)
        if not words or _RULE.fullmatch(words):
            close()
            was_row = False
            continue
        row = _row(raw, tabular=tabular)
        if row is not None:
            if not was_row:
                close()
            block.append(row)
            was_row = True
            continue
        bullet = _BULLET.match(raw)
        is_hanging = bool(block) and not was_row and 0 < hang == len(raw) - len(raw.lstrip(" ")) and width <= LONG_LINE
        if was_row or (raw.startswith(("\t", "  ")) and not is_hanging) or width > LONG_LINE:
            close()
        if block and (is_hanging or (bullet is None and _runs_on(before, words, width))):
            block[-1] = f"{block[-1]} {words}"
        else:
            block.append(words)
            hang = bullet.end() if bullet else 0
        was_row, before = False, raw
    close()
    return found


def _runs_on(before: str, words: str, width: int) -> bool:
    if words[0].islower():
        return True
    return width > NARROW and len(before.expandtabs(4)) + 1 + len(words.split(maxsplit=1)[0]) >= LOOSE * width


def _row(raw: str, *, tabular: bool) -> str | None:
    """Return a line of a table with its cells parted, None for a line of a paragraph."""
    bare = _ESCAPE.sub("", raw)
    is_row = bare.startswith("\x08") or "\x1f" in bare
    inside = bare.strip(" \t\x08")
    if len(inside) > 2 and inside[0] == inside[-1] == "|":
        return " | ".join(filter(None, map(shown, inside.split("|"))))
    if tabular and inside.count(";") >= 2:
        return " | ".join(filter(None, (shown(cell) for cell in re.split(r"[;\x08\x10\x1f\t]", inside))))
    gaps = len(_WIDE_GAP.findall(inside))
    if not (is_row or gaps >= 2 or (tabular and gaps)):
        return None
    cells = re.split(r"[\x08\x10\x1f\t]+| {2,}" if is_row else r"[\x08\x10\x1f\t]+| {3,}", inside)
    return " | ".join(filter(None, map(shown, cells)))
