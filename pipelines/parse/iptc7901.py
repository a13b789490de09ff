"""IPTC 7901 (The IPTC Recommended Message Format, revision 5 of 1995), with control characters or without.

    SOH  source and number, priority, category, number of words, anything else
         keywords, mostly with strokes between them
    STX  what is to be done with the message (in capitals or brackets), headline, byline, ending in `=`
         the story
    ETX  day, hour and minute, month, year                                                              EOT

A telex frame has ZCZC before the header and NNNN behind the story. Of the header's fields the number and the priority
are sure, and with them a file is known; category and words may lack behind ZCZC.
"""

import re
from dataclasses import dataclass

from pipelines.parse.cues import is_cue
from pipelines.parse.entry import Entry
from pipelines.parse.newscodes import subject_code
from pipelines.parse.telegraph import STX, Frame, Line, framed, paragraphs, shown
from pipelines.parse.wiretext import Told, dateline_of, entry_of, is_embargo_line, sent_at
from pipelines.records import Document, Format

HEADER = re.compile(
    r"(?:ZCZC\s+)?(?P<service>[A-Za-z]{1,10}?)[ -]?(?P<number>\d{1,6})\s{1,4}(?P<priority>[1-9])\s{1,4}"
    r"(?P<category>[^\W\d_][^\W\d_/-]{0,19})\s{1,4}(?P<words>\d{1,5})(?:\s+(?P<more>\S.*))?"
)
TELEX = re.compile(r"ZCZC(?: [A-Z0-9/]{1,12}){0,6}")
_TELEX_END = re.compile(r"\s*NNNN\s*")
_BY = re.compile(r"(?:by|von|par|por|di|da|av|af|door|przez)[ :]+\S", re.IGNORECASE)
_BRACKETED = re.compile(r"\(.*\)|\[.*\]")
_INITIALS = re.compile(
    r"\([\w\\/.-]{1,12}(?: [\w\\/.-]{1,12}){0,4}\)|==\S{2,20}"
    r"|(?P<credit>[a-z]{2,6})(?:[-/][a-z]{2,5})?(?: [a-zäöüß\d]{1,5}(?:/[a-zäöüß]{1,5})?){1,7}"
)
_END_MARK = re.compile(r"(?:\.?/\.){1,2} ?(?:[A-Z]{2,4}/?)*|(?:[A-Z]{2,4}/){1,4}")
"""The sign that a story ends, with the initials of who wrote it, or these alone."""
_CORRECTS = re.compile(r"\bCOR \d{1,5}\b")
# A telex of results: a line for the exchange, then `SLUG : Headline`.
_NAMED_HEAD = re.compile(r":?(?P<slug>[A-Z][A-Z ]{2,24}?) ?: ?(?P<title>[^:\s].*)")
_NOTES = re.compile(r"#{1,3} \S.*|(?:\* ?){3,}")
_PRIVATE = re.compile(r"(?:\* ?){3,}|the following information is not (?:intended )?for publication\b.*", re.IGNORECASE)
_LINK = re.compile(r"- \[.*\]\(.*\)|https?://\S+|- https?://\S+")
# Marks before the header fields of a telex: $ category, : keywords, = what version, ^ headline, + subject, * form
_TELEX_FIELDS = {
    "$": "category",
    ":": "slugline",
    "=": "version",
    "^": "title",
    "+": "subject",
    "*": "",
    "&": "",
    "%": "",
    "#": "slugline",
    "@": "",
    "~": "",
}
_CLOSING = {"(": ")", "[": "]"}
MAX_HEADING = 14
MAX_HEADLINE = 3
"""Lines of a headline that no sign ends."""
MIN_TITLE_WORDS = 3
"""Of the first line of a telex that has nothing but lines."""


@dataclass(frozen=True, slots=True)
class _Heading:
    """The lines before the story, those of keywords apart, and the story."""

    slug: tuple[Line, ...]
    lines: tuple[Line, ...]
    body: tuple[Line, ...]


def header_of(line: str) -> re.Match[str] | None:
    """Return the header that a line is, None for any other line."""
    return HEADER.fullmatch(shown(line)) if len(line) <= 200 else None


def is_telex(line: str) -> bool:
    """Return whether a line opens a telex frame."""
    return "ZCZC" in line[:12] and (bool(TELEX.fullmatch(shown(line[:200]))) or header_of(line) is not None)


def read_message(document: Document, lines: list[Line]) -> Entry | None:
    """Return the story of one message, None where no header is."""
    told = Told(format=Format.IPTC7901)
    frame = framed(lines)
    start = _read_header(told, frame)
    if start is None:
        return None
    frame = _without_footer(document, told, frame, start)
    body = None
    if not told.service and not frame.has_text_mark:
        body = _read_marks(told, frame) or _read_named_head(told, frame)
    heading = _heading_of(frame, told) if body is None else _Heading(slug=(), lines=(), body=body)
    _read_heading(told, heading)
    _read_body(told, heading.body)
    if not (told.service or told.title or told.slugline):
        told.title = next((line.words for line in heading.body if len(line.words.split()) >= MIN_TITLE_WORDS), "")
    return entry_of(document, told)


def _read_header(told: Told, frame: Frame) -> int | None:
    """Read the header and return how many lines of the head it takes up."""
    was_telex = False
    for at, line in enumerate(frame.head[:6]):
        if match := header_of(line.text):
            told.service, told.number = match["service"], match["number"]
            told.priority, told.category = match["priority"], match["category"]
            told.credit = _credit(match["more"] or "")
            told.keyword_line = "correction" if _CORRECTS.search(match["more"] or "") else ""
            told.lines["header"] = line.number
            return at + 1
        if is_telex(line.text):
            was_telex = True
            told.credit = line.words.removeprefix("ZCZC").strip()
            told.lines["header"] = line.number
        elif line.words.strip() and was_telex:
            break
    if not was_telex:
        return None
    match = re.match(r"([A-Za-z]{2,8}) ?(\d{1,6})?$", told.credit)
    told.credit, told.number = (match[1], match[2] or "") if match else ("", "")
    told.sender = told.credit
    return next((at + 1 for at, line in enumerate(frame.head[:6]) if is_telex(line.text)), 0)


def _credit(more: str) -> str:
    """Return the agency that an extended header names: the word before its own number, or in capitals."""
    words = re.findall(r"[^\W\d_]{2,10}", more)
    capitals = [word for word in words if word.isupper()]
    return capitals[0] if capitals else words[0] if words else ""


def _without_footer(document: Document, told: Told, frame: Frame, start: int) -> Frame:
    """Return the frame without its header and its date-time group, which is read."""
    head, text, post = list(frame.head[start:]), list(frame.text), list(frame.post)
    last = post if any(line.words for line in post) else text or head
    for part in (head, text):
        while part and (not part[-1].words or _TELEX_END.fullmatch(part[-1].words)):
            part.pop()
    for line in [line for line in reversed(last) if line.words][:3]:
        if instant := sent_at(document, line.words):
            told.sent, told.lines["sent"] = instant, line.number
            if last is not post:
                last.remove(line)
            break
    else:
        if any(line.words for line in post):
            told.flags.append("bad_date")
    return Frame(head=tuple(head), text=tuple(text), post=(), has_text_mark=frame.has_text_mark)


def _read_marks(told: Told, frame: Frame) -> tuple[Line, ...] | None:
    """Read header fields that a sign before them tells; return the story behind them, None where there are none."""
    for at, line in enumerate(frame.head):
        name = _TELEX_FIELDS.get(line.text[:1])
        if name is None or not line.text.strip():
            return frame.head[at:] if at >= 2 else None
        value = shown(line.text[1:])
        told.lines.setdefault(name or "header", line.number)
        if re.fullmatch(r"\d{8}", value):
            told.codes.append(subject_code(value))
        elif name == "category" and " " not in value:
            told.category = value[:1]
        elif name in {"category", "title"} or (name == "slugline" and told.slugline):
            told.title = told.title or value
        elif name == "slugline":
            told.slugline = value
        elif name == "version":
            told.keyword_line = value
    return None


def _read_named_head(told: Told, frame: Frame) -> tuple[Line, ...] | None:
    """Read a telex whose second line is `SLUG : Headline`; return the story below it, None for any other."""
    lines = [at for at, line in enumerate(frame.head) if line.words]
    if len(lines) < 3 or not frame.head[lines[0]].words.isupper():
        return None
    line = frame.head[lines[1]]
    match = _NAMED_HEAD.fullmatch(line.words)
    if match is None:
        return None
    told.slugline, told.title = match["slug"], match["title"]
    told.lines["slugline"] = told.lines["title"] = line.number
    return frame.head[lines[1] + 1 :]


def _heading_of(frame: Frame, told: Told) -> _Heading:
    slug = [line for line in frame.head if line.words] if frame.has_text_mark else []
    lines = list(frame.text) if frame.has_text_mark else list(frame.head)
    end = _end_of_heading(lines)
    if end is None:
        end = _end_of_headline(lines, told)
    heading = _with_whole_brackets([line for line in lines[:end] if line.words])
    if not frame.has_text_mark and len(heading) >= 2 and not _is_told(heading[0].words):
        slug, heading = heading[:1], heading[1:]
    return _Heading(slug=tuple(slug), lines=tuple(heading), body=tuple(lines[end:]))


def _with_whole_brackets(lines: list[Line]) -> list[Line]:
    """Return the lines of a heading, those of a note in brackets that runs over several put together."""
    found: list[Line] = []
    end = 0
    for at, line in enumerate(lines):
        if at < end:
            found[-1] = Line(found[-1].number, f"{found[-1].text.rstrip()} {line.text.strip()}")
            continue
        end = _end_of_bracket(lines, at)
        found.append(line)
    return found


def _end_of_bracket(lines: list[Line], at: int) -> int:
    """Return the offset behind the line that closes the bracket in which a line begins, else that of the line."""
    opening = lines[at].words[:1]
    if opening not in _CLOSING or _CLOSING[opening] in lines[at].words:
        return at
    closed = (end + 1 for end in range(at + 1, len(lines)) if lines[end].words.rstrip("= ").endswith(_CLOSING[opening]))
    return next(closed, at)


def _end_of_heading(lines: list[Line]) -> int | None:
    """Return the offset behind the line that ends in `=`, which closes headline and byline."""
    seen = 0
    for at, line in enumerate(lines):
        words = line.words
        seen += bool(words)
        if seen > MAX_HEADING:
            return None
        if words.endswith("=") and len(words) > 1 and not words.startswith("="):
            return at + 1
    return None


def _end_of_headline(lines: list[Line], told: Told) -> int:
    """Return the offset behind a headline that no sign ends: few short lines above a blank or indented one."""
    at = next((at for at, line in enumerate(lines) if line.words), 0)
    # Where keywords stand above, alone, the headline is what follows the blank line.
    if not any(STX in line.text for line in lines) and at + 1 < len(lines) and not lines[at + 1].words:
        at = next((more for more, line in enumerate(lines[at + 1 :], at + 1) if line.words), at)
    end = at
    while end < len(lines) and lines[end].words and not (end > at and lines[end].text.startswith(("  ", "\t"))):
        end += 1
    block = lines[at:end]
    has_keywords = len(block) > 1 and block[0].words.endswith("/")
    block = block[1:] if has_keywords else block
    words = " ".join(line.words for line in block)
    is_sentence = words.endswith((".", '"', "”")) and not has_keywords
    is_story = len(block) > MAX_HEADLINE or is_sentence or end == len(lines)
    return at if is_story or dateline_of(words, (told.credit, told.service)).line else end


def _is_told(words: str) -> bool:
    """Return whether a line of the heading is an instruction: in brackets, an embargo, or in capitals."""
    return bool(_BRACKETED.fullmatch(words)) or is_embargo_line(words) or bool(_BY.match(words))


def _read_heading(told: Told, heading: _Heading) -> None:
    if heading.slug:
        keywords = " ".join(line.words for line in heading.slug)
        told.slugline = keywords.strip("/ ")
        told.lines["slugline"] = heading.slug[0].number
    if heading.slug and "/" in keywords:
        told.keywords.extend(filter(None, (word.strip() for word in told.slugline.split("/"))))
    rest = [(line, line.words.rstrip("= ").strip()) for line in heading.lines]
    cues = [told.keyword_line]
    titles: list[str] = []
    for at, (line, words) in enumerate(rest):
        others = any(not _is_told(more) for _, more in rest[at + 1 :])
        if is_embargo_line(words.strip("()[] ")):
            told.embargoes.append(words.strip("()[] "))
            told.lines.setdefault("embargo", line.number)
        elif _BRACKETED.fullmatch(words):
            note = words[1:-1].strip()
            told.notes.append(note)
            told.lines.setdefault("notes", line.number)
            cues.extend(cue for cue in [note.partition(":")[0].strip()] if is_cue(cue))
        elif _BY.match(words) and (titles or others):
            told.byline = words
            told.lines["byline"] = line.number
        elif words.isupper() and others and not titles and len(words.split()) <= 4:
            cues.append(words)
        elif words:
            titles.append(words)
            told.lines.setdefault("title", line.number)
    told.title = told.title or " ".join(titles)
    told.keyword_line = ",".join(filter(None, [told.slugline.replace(",", " "), *cues])) if any(cues) else ""


def _read_body(told: Told, body: tuple[Line, ...]) -> None:
    lines = list(body)
    while lines and (not lines[-1].words or _is_sign_off(told, lines)):
        lines.pop()
    notes: list[Line] = []
    for at, line in enumerate(lines):
        if _NOTES.fullmatch(line.words) or _PRIVATE.fullmatch(line.words):
            lines, notes = lines[:at], lines[at:]
            break
    first = [line for line in lines if line.words][:3]
    for line in first:
        if is_embargo_line(line.words, in_body=True):
            told.embargoes.append(line.words)
            told.lines.setdefault("embargo", line.number)
            lines.remove(line)
    told.paragraphs = paragraphs(lines)
    if lines:
        told.lines["text"] = next((line.number for line in lines if line.words), lines[0].number)
    _read_notes(told, notes)


def _is_sign_off(told: Told, lines: list[Line]) -> bool:
    """Return whether the last line is the sign of an end, or stands alone with nothing but an agency and initials."""
    if len(lines) < 2 or _END_MARK.fullmatch(lines[-1].words):
        return len(lines) > 1
    match = _INITIALS.fullmatch(lines[-1].words)
    if match is None or lines[-2].words:
        return False
    credit = match["credit"]
    return credit in {None, told.credit.lower()} or any(f"({credit}" in line.words for line in lines)


def _read_notes(told: Told, notes: list[Line]) -> None:
    """Read a notebook below the story: sections under headings of number signs; links and contacts are no notes."""
    for line in _with_whole_points(notes):
        words = line.words
        if _PRIVATE.fullmatch(words):
            return
        if words and not words.startswith("#") and not _LINK.fullmatch(words):
            told.notes.append(words.removeprefix("- "))
            told.lines.setdefault("notes", line.number)


def _with_whole_points(notes: list[Line]) -> list[Line]:
    """Return the lines of a notebook, those of a point that runs over several put together."""
    found: list[Line] = []
    for line in notes:
        if found and found[-1].words.startswith("- ") and line.words and line.text.startswith("  "):
            found[-1] = Line(found[-1].number, f"{found[-1].text.rstrip()} {line.text.strip()}")
        else:
            found.append(line)
    return found
