"""The dateline of a report: "CITY, May 17 (Agency) – " before its first sentence."""

import re

from pipelines.tag.lexicon import Lexicon

_DATELINE = re.compile(r"[^\n]{0,90}?(?:\s?[—–]\s|\s--?\s|\)\s?[—–:-]\s?|/[^/\n]{2,24}/\.?\s)")
_WORD = re.compile(r"[^\W\d_]+")


def dateline_end(text: str, body_at: int, lexicon: Lexicon) -> int:
    """Return where the dateline of the body ends; `body_at` when there is none.

    It holds capitalised words, agencies, numbers and month names before a dash, and nothing else.
    """
    found = _DATELINE.match(text, body_at)
    if not found:
        return body_at
    words = _WORD.findall(found.group())
    months = {*lexicon.months, *lexicon.months_other}
    named = all(word[0].isupper() or word.lower() in months or len(word) == 1 for word in words)
    return found.end() if words and named else body_at
