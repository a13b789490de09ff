"""ANPA 1312 (wire service transmission guidelines of the American Newspaper Publishers Association), its dialects too.

    SYN SYN SOH  service letter and story number, US, selector code
                 priority, category, DC3 or DC4, DC1 (text) or DC2 (table), keyword, version, month-day, number of words
    STX          lines of the head, each between `^` and `<` (flush left) or `=` (centred): keyword and version,
                 headline, notes to editors, summary, byline, its agency
                 the story, each paragraph behind a TAB, rows of tables behind BS
    ETX          service and time                                                                       EOT

Some agencies send the same fields without `^`: the headline first and the keyword below it, or the reverse.
"""

import re
from collections.abc import Iterator
from datetime import date

from pipelines.parse.cues import is_cue
from pipelines.parse.entry import Entry
from pipelines.parse.telegraph import Frame, Line, framed, paragraphs, shown
from pipelines.parse.wiretext import Told, entry_of, is_embargo_line, sent_at
from pipelines.records import Document, Format

_FIRST = re.compile(
    r"(?P<service>[A-Za-z])(?P<number>\d{3,5})(?P<agency>[A-Z]{2,12})?[\x1f ]?(?P<selector>[a-z0-9-]{2,8})?"
)
_SECOND = re.compile(
    r"(?P<priority>[A-Za-z]) (?P<category>[A-Za-z])[\x11-\x14 ]{1,5}(?P<keyword>\S.{0,120}?)\s{1,40}"
    r"(?P<first>[0-3]?\d)-(?P<second>[0-3]?\d)(?:-\d\d)?(?:\s{1,40}(?P<words>\d{1,5}))?\s*"
)
TABLE = "\x12"
MAX_FILED_DAYS = 3
"""Between filing and sending; a header that is further off names no day of this story."""
URGENCIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 6, "a": 6, "s": 8, "w": 8}
"""Flash, bulletin, urgent, regular, deferred or daily, advances for weekday and Sunday, and for use at will."""
_STORY_NUMBER = re.compile(r"[A-Za-z]\d{3,5}")
_COUNT = re.compile(r"[0-9]{1,5}")
_EDITORS = re.compile(
    r"\(?\s*(?:eds?|editors?|editor'?s'? note|update|note to editors)\s*[:_—-]\s*(?P<note>.+?)\)?", re.IGNORECASE
)
_LABEL = re.compile(r"(?P<label>HL|HEADLINE|INDEX|SYMBOL|CODE|SLUG|BYLINE)\s*:\s*(?P<value>.*)", re.IGNORECASE)
_PICTURES = re.compile(r"[A-Z]{2,8} (?:Photo|Graphic|Video|Audio|Interactive)s?\b.*")
_BY = re.compile(r"by[ :]+\S", re.IGNORECASE)
_SLUG = re.compile(r"(?:AM|PM|BC)-\S.*", re.IGNORECASE)
_FOOTER_CREDIT = re.compile(r"(?P<credit>[A-Z]{2,8})-[A-Z]{2,3}-\d")
_SIGN_OFF = re.compile(r"==\S{2,20}|MORE|[A-Z]{2,8}(?: [a-z]{2,4}(?:/[a-z]{2,4})?){0,4}|_{2,}")
_HALF = re.compile(r"(?<![^\s\d;|]){(?=[\s;|,.)]|$)|(?<=\d){(?![\w])")
_DASH = re.compile(r"(?<=\s)_(?=\s)")


def header_of(first: str, second: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """Return the two lines of a header, None for any other two lines."""
    if len(first) > 60 or len(second) > 240:
        return None
    one = _FIRST.fullmatch(first.strip("\x01 \t"))
    two = _SECOND.fullmatch(second.strip("\x01")) if one else None
    return (one, two) if one and two else None


def read_message(document: Document, lines: list[Line]) -> Entry | None:
    """Return the story of one message, None where no header is."""
    frame = framed(lines)
    head = [line for line in frame.head if line.text.strip("\x01 \t")]
    headers = header_of(head[0].text, head[1].text) if len(head) >= 2 else None
    if headers is None:
        return None
    one, two = headers
    told = Told(format=Format.ANPA, service=one["service"], number=one["number"], credit=one["agency"] or "")
    told.priority, told.category = two["priority"].lower(), two["category"]
    told.urgency = URGENCIES.get(told.priority)
    told.lines["header"] = head[1].number
    told.keyword_line = _bare(two["keyword"])
    footer = _read_footer(document, told, frame, two)
    text = [line for line in (frame.text if frame.has_text_mark else head[2:]) if line is not footer]
    if any(line.text.lstrip("\x02 ").startswith("^") for line in text[:8]):
        _read_carets(told, text, tabular=TABLE in head[1].text)
    else:
        _read_plain(told, text)
    if not told.slugline:
        told.slugline = told.keyword_line
        told.lines["slugline"] = head[1].number
    return entry_of(document, told)


def _bare(keyword: str) -> str:
    """Return keyword and version of a header without the number of the story they refer to."""
    return " ".join(word for word in shown(keyword).split() if not _STORY_NUMBER.fullmatch(word))


def _read_footer(document: Document, told: Told, frame: Frame, header: re.Match[str]) -> Line | None:
    """Read when it was sent, from what stands behind ETX, else from the last lines; and on which day it was filed.

    Return the line that says the former, which is no part of the story.
    """
    footer = None
    lines = [line for line in frame.post if line.words] or [line for line in (*frame.head, *frame.text) if line.words]
    for line in list(reversed(lines))[:3]:
        words = line.words.rstrip("<")
        if instant := sent_at(document, words):
            told.sent, told.lines["sent"], footer = instant, line.number, line
            credit = _FOOTER_CREDIT.match(words)
            told.credit = told.credit or (credit["credit"] if credit else "")
            told.sender = told.credit
            break
    else:
        told.flags.append("bad_date")
    moment = told.sent.at if told.sent else document.received_at
    if moment is None:
        return footer
    first, second = int(header["first"]), int(header["second"])
    days = [_day(moment.year + step, *pair) for step in (-1, 0, 1) for pair in ((first, second), (second, first))]
    known = [day for day in days if day is not None]
    told.filed_on = min(known, key=lambda day: abs((day - moment.date()).days), default=None)
    if told.filed_on and told.sent and abs((told.filed_on - moment.date()).days) > MAX_FILED_DAYS:
        told.filed_on = moment.date()
    return footer


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_carets(told: Told, text: list[Line], *, tabular: bool) -> None:
    body: list[Line] = []
    centred: list[Line] = []
    awaits_agency = False
    for kind, line in _pieces(text):
        words, had_byline = line.words, bool(told.byline)
        if kind == "body":
            body.append(line)
        elif awaits_agency and kind and not is_embargo_line(words):
            awaits_agency, told.credit = False, told.credit or words  # the agency below a byline
        elif body or had_byline or not kind:
            body.append(Line(line.number, "\t" + line.text))
        elif not _read_head(told, line, words, kind) and words:
            (centred if kind == "=" else body).append(Line(line.number, "\t" + line.text))
        elif told.byline and not told.byline.lower().startswith("by the "):
            awaits_agency = True
    if not told.title and centred:
        told.title, told.lines["title"] = centred[0].words, centred.pop(0).number
    _set_text(told, [*centred, *body], tabular=tabular)


def _pieces(text: list[Line]) -> Iterator[tuple[str, Line]]:
    """Yield the lines of a text with how each ends: `<`, `=`, nothing, or `body` for those without `^`."""
    open_line: Line | None = None
    in_story = False
    for line in text:
        raw = line.text.rstrip().lstrip("\x02")
        in_story = in_story or raw.startswith(("\t", "\x08"))
        if open_line is not None:
            ends = raw.endswith(("<", "=")) and not raw.startswith(("^", "\t", "\x08"))
            whole = f"{open_line.text} {raw}" if ends else open_line.text
            yield (raw[-1] if ends else ""), Line(open_line.number, _unmarked(whole))
            open_line = None
            if ends:
                continue
        if not raw.startswith("^"):
            is_head = raw.endswith("<") and not in_story
            yield ("<" if is_head else "body"), Line(line.number, re.sub(r"[<@]+$", "", raw))
            continue
        parts = re.split(r"<\s*\^", raw)
        for part in parts[:-1]:
            yield "<", Line(line.number, _unmarked(part))
        last = Line(line.number, parts[-1])
        if last.text.endswith(("<", "=")):
            yield last.text[-1], Line(line.number, _unmarked(last.text))
        else:
            open_line = last
    if open_line is not None:
        yield "", Line(open_line.number, _unmarked(open_line.text))


def _unmarked(text: str) -> str:
    return text.strip().strip("^").rstrip("<=@ ")


def _read_head(told: Told, line: Line, words: str, kind: str) -> bool:
    """Read one line of the head; return False for one that belongs to the story."""
    if re.fullmatch(r"\*\d+", words) or _PICTURES.fullmatch(words):
        return True
    if not told.slugline and (
        _SLUG.fullmatch(words) or re.search(r",\s?[a-z]?\d{2,5}$", words) or _is_keyword(told, words)
    ):
        told.slugline = _slug(words)
        told.lines["slugline"] = line.number
        return True
    if is_embargo_line(words.strip("()")):
        told.embargoes.append(words.strip("()"))
        told.lines.setdefault("embargo", line.number)
    elif match := _EDITORS.fullmatch(words):
        told.notes.append(match["note"].strip())
        told.lines.setdefault("notes", line.number)
        told.embargoes.extend(note for note in told.notes[-1:] if is_embargo_line(note))
    elif match := _LABEL.fullmatch(words):
        _read_label(told, line, match["label"].upper(), match["value"].strip())
    elif _BY.match(words):
        told.byline, told.lines["byline"] = words, line.number
    elif kind == "<" and not told.title and is_cue(words):
        told.keyword_line = words  # a line that only says what the story is, as `ADV17`, is no headline
    elif kind == "<" and not (told.title and told.summary):
        name = "summary" if told.title else "title"
        setattr(told, name, _typeset(words))
        told.lines[name] = line.number
    else:
        return False
    return True


def _read_label(told: Told, line: Line, label: str, value: str) -> None:
    if label in {"HL", "HEADLINE"}:
        told.title, told.lines["title"] = value, line.number
    elif label == "INDEX":
        told.keywords.extend(filter(None, (part.strip() for part in value.split(","))))


def _slug(words: str) -> str:
    """Return a keyword line without number of words and number of the story referred to."""
    parts = [part.strip() for part in words.split(",")]
    kept = [part for part in parts if part and not _COUNT.fullmatch(part) and not _STORY_NUMBER.fullmatch(part)]
    return ", ".join(kept) or words


def _letters(text: str) -> str:
    return re.sub(r"^(?:bc|am|pm)-", "", text.lower()).translate({ord(char): None for char in " -_'.,/"})


def _is_keyword(told: Told, words: str) -> bool:
    """Return whether a line is the keyword of the header again, which may have been cut there."""
    keyword = _letters(told.keyword_line.split()[0]) if told.keyword_line else ""
    return len(keyword) >= 3 and _letters(words).startswith(keyword[:18])


def _read_plain(told: Told, text: list[Line]) -> None:
    """Read a text without `^`: head lines up to the first blank or indented one, of which one repeats the keyword."""
    end = next(
        (at for at, line in enumerate(text) if at and (not line.words or line.text.startswith(("  ", "\t", "\x08")))),
        min(2, len(text)),
    )
    head, body = [line for line in text[:end] if line.words], list(text[end:])
    titles: list[str] = []
    # The headline may begin with the keyword as well: the line that adds least to it is the keyword itself.
    repeats = [line for line in head if _is_keyword(told, line.words)] if len(head) > 1 else []
    slug = min(repeats, key=lambda line: len(line.words), default=None)
    is_slug_first = slug is head[0] if head else False
    is_closed = False
    for line in head:
        words = line.words
        if line is slug:
            told.slugline, told.lines["slugline"] = words, line.number
        elif is_embargo_line(words):
            told.embargoes.append(words)
            told.lines.setdefault("embargo", line.number)
        elif _BY.match(words) and titles:
            told.byline, told.lines["byline"] = words, line.number
        elif not titles or (is_slug_first and not is_closed):
            titles.append(words.rstrip("+").strip())
            is_closed = words.endswith("+")
            told.lines.setdefault("title", line.number)
        else:
            told.notes.append(match["note"] if (match := _EDITORS.fullmatch(words)) else words)
            told.lines.setdefault("notes", line.number)
    told.title = " ".join(titles)
    _set_text(told, body, tabular=False)


def _set_text(told: Told, body: list[Line], *, tabular: bool) -> None:
    lines = list(body)
    for line in [line for line in lines if line.words][:3]:
        if is_embargo_line(line.words, in_body=True):
            told.embargoes.append(line.words)
            told.lines.setdefault("embargo", line.number)
            lines.remove(line)
    while lines and (not lines[-1].words or (len(lines) > 1 and _SIGN_OFF.fullmatch(lines[-1].words))):
        lines.pop()
    told.paragraphs = paragraphs([Line(line.number, _typeset(line.text)) for line in lines], tabular=tabular)
    if first := next((line for line in lines if line.words), None):
        told.lines["text"] = first.number


def _typeset(text: str) -> str:
    """Return a line with the signs that ANPA 1312 has in place of others: `_` a dash, `{` a half."""
    return _HALF.sub("½", _DASH.sub("—", text)).replace("``", "“").replace("''", "”")
