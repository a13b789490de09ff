"""Whether lines make a story: prose, a list of headlines, a live blog, or too little to be told by its words.

A list and a live blog hold the texts of many stories. What they share with one of them makes them no copy of it, or
every story they name would become one.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

SHORT_WORDS = 40
"""Words below which a text is a headline or a summary: two in one style meet in half of them by chance."""

CLOCK = re.compile(r"[\W_]{0,3}(?:[01]?\d|2[0-3])[:.h][0-5]\d\b")
BEFORE_CLOCK = frozenset("0123456789[(•*-–— ")
LIVE_LINES, LIVE_SHARE = 4, 0.25
"""Lines that begin with the time of day, and their share of all, from which a text is a live blog."""

LIST_LINES, LIST_SHARE, LIST_LENGTH = 5, 0.7, 140
"""Lines shorter than `LIST_LENGTH` characters that end like no sentence, and their share, from which a text is a list."""
SENTENCE_ENDS = frozenset('.!?…:;"”»“)')


class Layout(StrEnum):
    """What a text looks like as a whole."""

    PROSE = "prose"
    SHORT = "short"  # a headline or a summary
    LIST = "list"  # of headlines
    LIVE = "live"  # entries with the time of day


def layout_of(lines: Sequence[str], words: int) -> Layout:
    """Return what the lines of a story look like; `words` is their number."""
    if words < SHORT_WORDS:
        return Layout.SHORT
    if len(lines) >= LIVE_LINES:
        timed = sum(line[0] in BEFORE_CLOCK and CLOCK.match(line) is not None for line in lines)
        if timed >= LIVE_LINES and timed >= LIVE_SHARE * len(lines):
            return Layout.LIVE
    if len(lines) >= LIST_LINES:
        listed = sum(len(line) <= LIST_LENGTH and line.rstrip()[-1:] not in SENTENCE_ENDS for line in lines)
        if listed >= LIST_LINES and listed >= LIST_SHARE * len(lines):
            return Layout.LIST
    return Layout.PROSE
