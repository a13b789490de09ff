"""The text as it is matched: NFC, folded, and a way back to the offsets of the text that was given."""

import re
import unicodedata
from dataclasses import dataclass

APOSTROPHES = "’ʼ‘´`＇′ʹ‛"
SPACES = "\u00a0\u202f\u2009\u2007\u200a\u2002\u2003\u2005\u2006\u2008\u3000\t"
HYPHENS = "\u2010\u2011"
# Soft hyphen, zero-width and bidirectional marks, variation selectors; and the acute that Russian primers put on a stressed vowel.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2066\u2067\u2068\u2069\ufeff\ufe0e\ufe0f\u0301"


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised copy. `starts[i]` and `ends[i]` are where its code point i began and ended as given; None = as given."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Return the given offsets of a non-empty span."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normal(given: str) -> Normal:
    """Return the NFC copy without invisible characters; lone surrogates become U+FFFD."""
    try:
        given.encode()
    except UnicodeEncodeError:
        given = re.sub("[\ud800-\udfff]", "\ufffd", given)
    if given.isascii():
        return Normal(given)
    if unicodedata.is_normalized("NFC", given) and not any(mark in given for mark in INVISIBLE):
        return Normal(given)
    return _mapped(given)


def _mapped(given: str) -> Normal:
    """Compose cluster by cluster, so that each code point of the copy knows the cluster it came from."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(given):
        composed = unicodedata.normalize("NFC", given[start:end])
        visible = "".join(mark for mark in composed if mark not in INVISIBLE)
        pieces.append(visible)
        starts.extend([start] * len(visible))
        ends.extend([end] * len(visible))
    return Normal("".join(pieces), tuple(starts), tuple(ends))


def _clusters(given: str) -> list[tuple[int, int]]:
    """Split before each code point that cannot combine with what stands before it (combining class 0, no Hangul vowel or tail)."""
    cuts = [
        at for at, mark in enumerate(given) if at == 0 or not (unicodedata.combining(mark) or "\u1160" <= mark <= "\u11ff")
    ]
    return list(zip(cuts, [*cuts[1:], len(given)], strict=True))


def folded(text: str) -> str:
    """Return the text with one apostrophe, one space, one hyphen; the length stays."""
    if text.isascii():
        return text.replace("`", "'").replace("\t", " ")
    for marks, plain in ((APOSTROPHES, "'"), (SPACES, " "), (HYPHENS, "-")):
        for mark in marks:
            if mark in text:
                text = text.replace(mark, plain)
    return text
