"""The dateline of a report: "CITY, May 17 (Agency) – " before its first sentence."""

import re

from pipelines.tag.lexicon import Lexicon

_DATELINE = re.compile(r"[^\n]{0,90}?(?:\s?[—–]\s|\s--?\s|\)\s?[—–:.-]\s?|/[^/\n]{2,24}/\.?\s)")
_CLOSING = re.compile("[—–)/-]")
"""A mark that a dateline ends with: looked for first, as most texts have none at their beginning."""
LONGEST_CLOSED = 92
"""Characters of a dateline up to the mark."""
_DATED = re.compile(
    r"(?P<place>[^\W\d_][^\n,.:;]{1,40})[,.] (?:\d{1,2}\.? (?P<after>[^\W\d_]{3,})|(?P<before>[^\W\d_]{3,})\.? \d{1,2})\.? "
)
"""Place and day alone: "CITY, 24 October. "."""
_CITY = re.compile(r"[^\W\d_][^\n,.:;]{1,40}, ")
_CITY_ALONE = re.compile(r"(?:[^\W\d_][\w-]+ ){0,2}[^\W\d_][\w-]+\. ")
_ASIDE = re.compile(r"\([^()\n]{1,40}\)")
_BRACKETED = re.compile(r"\((?=[^\W\d_])[^()\n]{2,40}\) (?=[^\W\d_a-zà-ÿа-я])")
"""A place in brackets before the first sentence: "(City) The …"."""
_SHOUTED = re.compile(r"(?P<place>[^\W\d_]{3,20})(?: [^\W\d_]{2,12}(?:[-/][^\W\d_]{2,12})? ?\||:) (?=[^\W\d_])")
"""A place in capitals and a bar or a colon: "CITY AFP | The …", "CITY: The …"."""
_WORD = re.compile(r"[^\W\d_]+")
SHORTEST_MONTH = 3
"""Letters from which the beginning of a month's name stands for it (авг, Sept)."""


def dateline_end(text: str, body_at: int, lexicon: Lexicon) -> int:
    """Return where the dateline of the body ends; `body_at` when there is none.

    It holds capitalised words, agencies, numbers and months before a dash, anything in brackets, and nothing else; or a
    place and a day alone; or a place in brackets, or in capitals before a bar or a colon; or a place, and whose correspondent
    writes from there; or a place for a sentence.
    """
    end = _dateline_at(text, body_at, lexicon)
    if end > body_at:
        return end
    at = body_at
    for _ in range(MOST_KICKERS):
        stop = text.find("\n", at)
        if stop < 0 or stop - at > KICKER:
            return body_at
        at = _next_line(text, stop)
        end = _dateline_at(text, at, lexicon, sure=True)
        if end > at:
            return end
    return body_at


MOST_KICKERS = 4
"""Lines of stamps, kickers and names of photographers above a dateline."""
KICKER = 60
"""Characters of such a line."""


def _next_line(text: str, stop: int) -> int:
    while stop < len(text) and text[stop] in "\n ":
        stop += 1
    return stop


def _dateline_at(text: str, body_at: int, lexicon: Lexicon, *, sure: bool = False) -> int:
    """Return where a dateline ends that begins here, else where it would begin. `sure`: only one with a mark behind it."""
    found = _DATELINE.match(text, body_at) if _CLOSING.search(text, body_at, body_at + LONGEST_CLOSED) else None
    if found:
        words = _WORD.findall(_ASIDE.sub("", found.group()))
        if words and all(word[0].isupper() or len(word) == 1 or _is_month(word, lexicon) for word in words):
            return found.end()
    if sure:
        return body_at
    bracketed = _BRACKETED.match(text, body_at)
    if bracketed and _capitalised(bracketed.group()):
        return bracketed.end()
    shouted = _SHOUTED.match(text, body_at)
    if shouted and shouted["place"].isupper():
        return shouted.end()
    dated = _DATED.match(text, body_at)
    if dated and _is_month(dated["after"] or dated["before"], lexicon) and _capitalised(dated["place"]):
        return dated.end()
    city = _CITY.match(text, body_at) if lexicon.correspondents else None
    if city and text[city.end() : city.end() + LONGEST].lower().startswith(lexicon.correspondents):
        return city.end()
    alone = _CITY_ALONE.match(text, body_at)
    return alone.end() if alone and _capitalised(alone.group()) else body_at


LONGEST = 40


def _capitalised(place: str) -> bool:
    return all(word[0].isupper() for word in _WORD.findall(place))


def _is_month(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word is the name of a month, or begins one."""
    small = word.lower()
    return any(
        small == month or (len(small) >= SHORTEST_MONTH and month.startswith(small))
        for months in (lexicon.months, lexicon.months_other)
        for month in months
    )
