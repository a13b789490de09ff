"""What the slugline, the headline or the keyword line of a wire story makes of it: a second lead, a take, a kill.

Agencies tell editors what to do with a story by words in fixed places: before the dash or colon that opens a headline
(`UPDATE 1-`, `(2nd LD)`), behind a comma or at the end of a slugline (`Talks,1st Ld-Writethru`), as a whole keyword
line. Read here is what agencies of all countries share; what one of them does besides stands in its `WireProfile`,
whose expressions are tried first. A word elsewhere is none of these: "Killed in", "Update on talks", "Take two: …".
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipelines.parse.plain import one_line
from pipelines.records import WireProfile

MAX_LINE = 400
"""Characters read of a line; the longest slugline has 120."""

_NTH = r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -]{0,2})"
_NTH_SAID = r"(\d{1,2})(?:st|nd|rd|th)[ -]{0,2}"
_WHEN = r"[a-z0-9 ,:./-]{1,60}"
# A cue as it stands alone between commas, or as a whole line; a group that matches is its number.
_WHOLE = (
    ("writethru", rf"{_NTH}?(?:(?:ld|lead)[ -]{{0,3}})?(?:write[ -]?thr(?:u|ough)|wthru)[ -]{{0,2}}(\d{{1,2}})?"),
    ("lead", rf"{_NTH_SAID}(?:ld|lead)|(?:new[ -])?(?:ld|lead)[ -]?(\d{{1,2}})?"),
    ("update", rf"update[ds]?[ -]?(\d{{1,2}})?|{_NTH_SAID}update"),
    ("wrapup", r"wrap(?:-?up)?[ -]?(\d{1,2})?"),
    ("refile", r"refile[ds]?"),
    ("correction", rf"{_NTH}?correct(?:ions?|ed|ive|s)?[ -]?(\d{{1,2}})?"),
    ("correction", r"berichtigung|korrektur|r[eé]ctificati[fv]o?|correctif|rectificaci[oó]n|correcci[oó]n|rettifica"),
    ("clarification", r"clarif(?:ication|ied|ies)"),
    (
        "advance",
        rf"adv(?:ance)?\.?[ -]?(\d{{1,2}})(?:-\d{{1,2}})?|adv(?:ance)?\.?(?: (?:for|sun|weekend|time){_WHEN})?",
    ),
    ("add", rf"{_NTH_SAID}add|add[ -]?(\d{{1,2}})"),
    ("take", rf"{_NTH_SAID}take|take[ -]?(\d{{1,2}})"),
    ("sub", rf"{_NTH}?sub(?:stitut(?:e|ion)|s)?[ -]?(\d{{1,2}})?"),
    ("insert", rf"{_NTH}?inserts?[ -]?(\d{{1,2}})?"),
    ("repeat", r"repeat(?:ed|ing|s)?|rpt|re-?transmi(?:ssion|tted|ts)|re-?sen[dt]"),
    ("flash", r"(?:news[ -]?)?flash"),
    ("bulletin", r"bulletin"),
    ("alert", r"news[ -]?alert|alert"),
    ("urgent", r"urgent|eil(?:meldung)?"),
    ("advisory", r"(?:media |editorial )?advisory"),
    ("kill", r"(?:mandatory[ -]|bulletin[ -])?kill(?:[ -](?:mandatory|advisory|notice|order))?"),
    ("kill", r"(?:mandatory[ -]|story[ -])?(?:withdraw(?:al|n)|elimination)(?:[ -](?:advisory|notice|order))?"),
    ("embargo", r"embargo(?:ed)?(?: (?:until|for|till)" + _WHEN + ")?"),
    ("hold", r"hold(?: for (?:release|orders)" + f"(?:{_WHEN})?)?|hfr|withh[oe]ld"),
    ("budget", r"bjt|budget"),
    ("optional", r"opt(?:ional)?(?: (?:material|trim|cut|add)s?)?"),
    ("replaces", r"replac(?:es|ement|ing)(?: [a-z0-9 ,:./-]{1,80})?"),
)
# What says at the end of a slugline, behind a space or a dash, that it is no part of the name.
_TAIL = (
    ("writethru", rf"(?:{_NTH_SAID})?(?:(?:ld|lead)[ -]{{0,3}})?(?:write-?thr(?:u|ough)|wthru)"),
    ("lead", rf"{_NTH_SAID}(?:ld|lead)|(?:ld|lead)(\d{{1,2}})"),
    ("update", rf"update[ -]?(\d{{1,2}})|{_NTH_SAID}update"),
    ("wrapup", r"wrap-?up[ -]?(\d{1,2})"),
    ("correction", rf"{_NTH_SAID}correction"),
    ("advance", r"adv ?(\d{1,2})"),
    ("add", rf"{_NTH_SAID}add|add ?(\d{{1,2}})"),
    ("take", rf"{_NTH_SAID}take|take ?(\d{{1,2}})"),
    ("sub", rf"{_NTH_SAID}sub"),
    ("insert", rf"{_NTH_SAID}insert"),
    ("kill", r"mandatory kill|kill (?:mandatory|advisory|notice|order)"),
)
# What opens a headline, whichever its case; the second list only in capitals, as it may open any sentence.
_HEAD = (
    *_TAIL,
    ("update", r"updated?"),
    ("refile", r"refiled?"),
    ("correction", r"correct(?:ion|ed)(?: ?\(official\))?"),
    ("repeat", r"rpt"),
    ("clarification", r"clarification"),
    ("lead", r"ld"),
)
_HEAD_CAPITALS = (
    ("lead", r"(?:NEW )?LEAD"),
    ("wrapup", r"WRAP-?UP"),
    ("advance", r"ADV(?:ANCE)?"),
    ("repeat", r"REPEAT(?:ED|ING)?|RETRANSMITTED|RESEND"),
    ("flash", r"(?:NEWS ?)?FLASH"),
    ("bulletin", r"BULLETIN"),
    ("alert", r"(?:NEWS ?)?ALERT"),
    ("urgent", r"URGENT"),
    ("advisory", r"(?:MEDIA |EDITORIAL )?ADVISORY"),
    ("kill", r"(?:BULLETIN )?KILL"),
    ("kill", r"(?:STORY )?(?:WITHDRAWN|WITHDRAWAL|ELIMINATION)|STORY (?:KILLED|REMOVED)"),
    ("embargo", r"EMBARGO(?:ED)?"),
    ("hold", r"HFR|HOLD FOR RELEASE"),
    ("optional", r"OPTIONAL"),
    ("replaces", r"REPLAC(?:ES|EMENT)"),
)
_COLON_ONLY = (("urgent", "urgent"), ("flash", "(?:news ?)?flash"))
_DASH = r"\s*(?::|--|[–—]|-(?![a-zß-ÿ0-9]))\s*"
"""A hyphen before a small letter joins a word: flash-flood, update 24-hour."""
_NO_WORD = r"(?![A-Z]{4})"
"""Nor is a word in capitals behind a hyphen anything but the second half of KILL-SWITCH or FLASH-FLOOD."""


def _compiled(
    table: Iterable[tuple[str, str]], shape: str, flags: int = re.IGNORECASE
) -> list[tuple[str, re.Pattern[str]]]:
    return [(kind, re.compile(shape.replace("CUE", cue), flags)) for kind, cue in table]


_WHOLE_CUES = _compiled(_WHOLE, r"(?:CUE)")
_TAIL_CUES = _compiled(_TAIL, r"(?:^|[\s,/_-])[\s,/_-]*(?:CUE)$")
_HEAD_CUES = [
    *_compiled(_HEAD, rf"[(\[]\s*(?:CUE)\s*[)\]]\s*[:–—-]?\s*|(?:CUE)(?-i:{_DASH})"),
    *_compiled(
        _HEAD_CAPITALS,
        rf"[(\[]\s*(?:CUE)\s*[)\]]\s*[:–—-]?\s*|(?:CUE)(?:\s*(?::|--|[–—])\s*|\s+-\s+|-(?![a-zß-ÿ0-9]){_NO_WORD})",
        0,
    ),
    *_compiled(_COLON_ONLY, r"(?:CUE)\s*:\s*"),
]
_BRACKET_AT_END = re.compile(r"\s*\(([^()]{2,60})\)\s*$")
_COUNT = re.compile(r"\d{2,5}(?:\s*words?)?", re.IGNORECASE)
_COUNTS_AT_END = re.compile(r"(?:\s+(?:\d{1,2}-\d{1,2}(?:-\d{2,4})?|\d{2,5}))+\s*$")
_MAX_PEELED = 4

_KILL = r"(?:kill|withdraw(?:al|n)|elimination)"
_STORY = r"(?:story|item|article|copy|text|report|dispatch|versions?|takes?|slug(?:ged|line)?|[a-z]{1,12}-{1,2}[\w-]+)"
_ADDRESSED = r"(?:(?:attention|attn|note to|urgent|important)?[ ,:-]{0,3}(?:eds?|editors?|subscribers|clients)(?:'? note|\.)?[ ,:–—-]{0,4})?"
_KILL_HEADLINE = re.compile(
    rf"{_ADDRESSED}(?:"
    rf"(?:bulletin|mandatory|advisory)[ -]{_KILL}\b(?![ -]?(?:switch|zone|chain|list))"
    rf"|{_KILL}[ -](?:mandatory|advisory|notice|order)\b\s*(?::|-|[–—]|$)"
    r"|(?:story|item|article) (?:killed|withdrawn|removed|kill|withdrawal)\s*(?::|--?|[–—]|$)"
    r"|(?:advisory|note)\s*[:–—-]\s*(?:story|item|article) (?:is |has been )?(?:killed|withdrawn)\b"
    r")",
    re.IGNORECASE,
)
_KILL_NOTE = re.compile(
    rf"{_ADDRESSED}(?:"
    rf"(?:this is an? )?(?:bulletin|mandatory|advisory)[ -]{_KILL}\b"
    rf"|{_KILL}(?:[ -](?:mandatory|advisory|notice|order))?\s*(?:[:.!–—]|--|- |$)"
    rf"|(?:please |editors? must |must )?(?:kill|withdraw) (?:and do not use |immediately )?(?:(?:the|this|all|our|previous|following|earlier) )*{_STORY}\b"
    r"|(?:(?:the|this|our|following|previous|above) ){1,2}(?:story|item|article|report|dispatch)[^.:;]{0,80}? (?:has been|is|was|must be|is being)"
    r" (?:hereby )?(?:killed|withdrawn|retracted|cancell?ed|eliminated)\b"
    r"|story (?:killed|withdrawn|removed)\b"
    r")",
    re.IGNORECASE,
)
_GUID = re.compile(
    r"(?:\burn:[a-z0-9][a-z0-9-]{1,31}:|\btag:[^\s,]{1,80},\d{4}|\bhttps?://)[^\s<>\"'()\[\],]{2,300}", re.IGNORECASE
)
_SLUG = r"[^\W\d_][\w.]{0,30}(?:(?:-{1,2}|/)\w[\w.]{0,39}){1,6}"
_SLUG_NAMED = re.compile(
    rf"\bslug(?:ged|line)?[ :]{{1,3}}[\"'“”„]?(?P<slug>{_SLUG}|[A-Z][\w-]{{2,40}})"
    rf"|(?:kill|withdraw(?:n|al)?|elimination|story|item|advisory|removed|killed)[ :–—-]{{1,4}}(?:the |story |slugged ){{0,2}}[\"'“”„]?(?P<named>{_SLUG})",
    re.IGNORECASE,
)


def cues_of(
    slugline: str | None, headline: str | None, profile: WireProfile | None, *, keyword_line: str | None = None
) -> tuple[str, ...]:
    """Return what a story is by the words around it, `kind` or `kind:number`, in the order in which they stand.

    The profile's own come first, then those of keyword line, slugline and headline. Each kind with a number stands
    for itself without one: `writethru:1`, not `writethru` beside it. A first lead that is written through is `writethru:1`.
    """
    slug, head = _line(slugline), _line(headline)
    found = [*_own(profile, slug), *_own(profile, head)]
    for line in (_line(keyword_line), slug):
        found.extend(_split_slug(line)[1])
    found.extend(cue for cue, _ in _opening(head))
    if (bracket := _BRACKET_AT_END.search(head)) and (bracket[1].isupper() or bracket[1][:1].isdigit()):
        found.extend(_each_whole(bracket[1]))
    numbered = {cue.partition(":")[0] for cue in found if ":" in cue}
    return tuple(dict.fromkeys(cue for cue in found if ":" in cue or cue not in numbered))


def base_of(slugline: str | None, profile: WireProfile | None) -> str:
    """Return what the sluglines of all versions, takes and adds of one story have in common; empty for none."""
    slug = _line(slugline)
    if profile is not None and profile.slugline:
        pattern = _pattern(profile.slugline)
        if pattern is not None and (match := pattern.search(slug)) and match.groupdict().get("base"):
            return one_line(match["base"])
    return _split_slug(slug)[0]


def is_cue(line: str | None) -> bool:
    """Return whether a whole line is nothing but a cue: `ADV17`, `KILL`, not `REFILE-Talks end`."""
    return _whole(_line(line).lower()) is not None or _whole(_line(line)) is not None


def without_cue(headline: str | None) -> str:
    """Return a headline without the cues that open it."""
    head = _line(headline)
    end = max((end for _, end in _opening(head)), default=0)
    return head[end:] or head


def is_kill_order(
    headline: str | None, slugline: str | None, editorial_note: str | None, profile: WireProfile | None
) -> bool:
    """Return whether a message orders editors to kill a story, itself or others; a body is never asked."""
    slug, head, note = _line(slugline), _line(headline), _line(editorial_note)
    if profile is not None:
        own = filter(None, map(_pattern, profile.kills))
        if any(pattern.search(line) for pattern in own for line in (head, slug, note) if line):
            return True
    if "kill" in {*_split_slug(slug)[1], *(cue for cue, _ in _opening(head))}:
        return True
    return bool(_KILL_HEADLINE.match(head) or _KILL_HEADLINE.match(slug) or _KILL_NOTE.match(note))


def guids_named(text: str | None) -> tuple[str, ...]:
    """Return the guids (urn:…, tag:…, http…) that stand in the headline or editorial note of a kill order."""
    found = (match[0].rstrip(".;:!?") for match in _GUID.finditer(one_line(text or "")))
    return tuple(dict.fromkeys(found))


def slugs_named(
    slugline: str | None, headline: str | None, editorial_note: str | None, profile: WireProfile | None = None
) -> tuple[str, ...]:
    """Return the sluglines, without cues, of the stories that a kill order is about: its own and those it names."""
    found = [base_of(slugline, profile)]
    found.extend(base_of(match["name"], profile) for match in _QUOTED.finditer(_line(headline)))
    for line in (_line(headline), _line(editorial_note)):
        text = _GUID.sub(" ", line)
        found.extend(
            base_of((match["slug"] or match["named"]).rstrip("."), profile) for match in _SLUG_NAMED.finditer(text)
        )
    return tuple(dict.fromkeys(filter(None, found)))


_QUOTED = re.compile(r"[\"“”„«](?P<name>[^\"“”„«»]{3,80})[\"“”»]")
"""A name that the headline of an order puts between the quotation marks of any language."""


def _line(text: str | None) -> str:
    return one_line((text or "")[:MAX_LINE])


@lru_cache(maxsize=512)
def _pattern(expression: str) -> re.Pattern[str] | None:
    try:
        return re.compile(expression)
    except re.error:
        return None


def _own(profile: WireProfile | None, line: str) -> Iterator[str]:
    for expression, cue in profile.cues if profile is not None and line else ():
        pattern = _pattern(expression)
        if pattern is not None and (match := pattern.search(line)):
            yield _named(cue, match)


def _named(kind: str, match: re.Match[str]) -> str:
    number = next((group for group in match.groups() if group and group.isdigit()), None)
    return f"{kind}:{int(number)}" if number else kind


def _whole(segment: str) -> str | None:
    for kind, pattern in _WHOLE_CUES:
        if match := pattern.fullmatch(segment):
            return _named(kind, match)
    return None


def _each_whole(inside: str) -> list[str]:
    """Return the cues of a bracket, of which each part has to be known or a count: (UPDATE 2, PIX)."""
    return [cue for part in inside.split(",") if (cue := _whole(part.strip()))]


def _split_slug(slug: str) -> tuple[str, list[str]]:
    """Return the name in a slugline or keyword line and the cues around it."""
    cues: list[str] = []
    opened = list(_opening(slug, firm_only=True))
    name = slug[max((end for _, end in opened), default=0) :]
    cues.extend(cue for cue, _ in opened)
    if (bracket := _BRACKET_AT_END.search(name)) and (inside := _each_whole(bracket[1])):
        name, cues = name[: bracket.start()], [*cues, *inside]
    first, *rest = (part.strip() for part in name.split(","))
    names = [first] if first else []
    behind: list[str] = []
    for part in rest:
        if cue := _whole(part):
            behind.append(cue)
        elif not _COUNT.fullmatch(part):
            kept, found = _peeled(part)
            behind.extend(found)
            names.extend([kept] if kept else [])
    if len(names) == 1 and not rest and (cue := _whole(names[0])) and not any(map(str.islower, names[0])):
        return "", [*cues, cue]
    if names:
        names[0], found = _peeled(names[0])
        cues.extend(found)
    return ",".join(filter(None, names)).rstrip(" ,/-_"), [*cues, *behind]


def _peeled(name: str) -> tuple[str, list[str]]:
    """Return a name without the counts, dates and cues at its end, and the cues in reading order."""
    cues: list[str] = []
    for _ in range(_MAX_PEELED):
        bare = _COUNTS_AT_END.sub("", name)
        found = next(((kind, match) for kind, cue in _TAIL_CUES if (match := cue.search(bare))), None)
        if found is None:
            break
        name = bare[: found[1].start()].rstrip(" ,/_-")
        cues.insert(0, _named(*found))
    if cues and not name:
        return "", cues
    # A slug of capitals and small letters whose last part is KILL: nobody writes a name so.
    if (match := re.search(r"[ -]{1,3}KILL$", name)) and any(char.islower() for char in name):
        return name[: match.start()], [*cues, "kill"]
    return name, cues


def _opening(head: str, *, firm_only: bool = False) -> Iterator[tuple[str, int]]:
    """Yield the cues that open a headline, each with the offset behind it: REFILE-UPDATE 1-."""
    at = 0
    patterns = _HEAD_CUES[: len(_HEAD)] if firm_only else _HEAD_CUES
    for _ in range(_MAX_PEELED):
        found = next(((kind, match) for kind, cue in patterns if (match := cue.match(head, at))), None)
        if found is None or found[1].end() >= len(head):
            break
        at = found[1].end()
        yield _named(*found), at
