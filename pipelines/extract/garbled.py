"""Text that was read in a wrong encoding before it reached us: no letters of any language, yet valid Unicode.

Such a text is refused rather than stored. A page whose own bytes are read wrongly is no case of this: `encoding` finds
the right way to read those. What is told here was written by a program that had already done it.
"""

import re
from collections.abc import Iterator

# What the bytes 80 to BF become when they are read one by one: the second half of each letter's UTF-8.
WESTERN = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
CYRILLIC = "\x98\xa0ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈ¤Ґ¦§Ё©Є«¬\xad®Ї°±Ііґµ¶·ё№є»јЅѕї"

UTF8_AS_WESTERN = re.compile(f"[Â-ß][{WESTERN}]|[à-ï][{WESTERN}]{{2}}")
UTF8_AS_CYRILLIC = re.compile(f"(?:[РС][{CYRILLIC}]){{2,}}")
LEADS = re.compile("[ÐÑ]")
"""First halves of Cyrillic letters, whose second half is often a control, which has been taken out by then."""

CYRILLIC_AS_WESTERN = re.compile("(?<![A-Za-z])[À-ÿ²³¹ºª¿¯´]{4,}(?![A-Za-z])")
INVERTED = re.compile(r"\b[а-яё][А-ЯЁ]")
CAPITAL, SMALL = re.compile("[А-ЯЁ]"), re.compile("[а-яё]")
FRAMES = re.compile("[╨╤]")
"""The same halves in the code page of DOS."""
FOREIGN = re.compile(r"[^\x00-\x7f]")
WORD = re.compile(r"\w+")

SEVERAL = 3
"""Signs from which it is no accident: a capital before a quotation mark may look like one."""

MOST = 0.35
"""Share of the characters that are not ASCII, or of the words, from which a text is garbled; less is a quotation."""

PLAIN = 0.05
"""Share of the characters that are not ASCII up to which a text can be read, garbled or not: the checks before a load
warn of English whose quotation marks are lost."""

LOST = 0.003
"""Share of characters that could not be read (U+FFFD) from which a text misses letters in every line."""

SAMPLE_LENGTH = 20_000


def garbled(text: str) -> str | None:
    """Return how a text was misread, None for one that was not; what only quotes a misread word is not.

    Looks at the first 20,000 characters.
    """
    sample = text[:SAMPLE_LENGTH]
    lost = sample.count("\ufffd")
    if lost >= SEVERAL and lost >= LOST * len(sample):
        return f"{lost} characters that could not be read"
    foreign = len(FOREIGN.findall(sample))
    if foreign < max(SEVERAL, PLAIN * len(sample)):
        return None
    return next((name for name, is_so in _signs(sample, foreign) if is_so), None)


def _signs(sample: str, foreign: int) -> Iterator[tuple[str, bool]]:
    western = sum(map(len, UTF8_AS_WESTERN.findall(sample)))
    leads = len(LEADS.findall(sample))
    yield "UTF-8 read as Western European", western >= MOST * foreign or leads >= MOST / 2 * foreign
    yield "UTF-8 read as Cyrillic", sum(map(len, UTF8_AS_CYRILLIC.findall(sample))) >= MOST * foreign
    yield "frames instead of letters", len(FRAMES.findall(sample)) >= MOST / 2 * foreign
    accented = len(CYRILLIC_AS_WESTERN.findall(sample))
    yield "Cyrillic read as Western European", accented >= MOST * len(WORD.findall(sample))
    capitals, small = len(CAPITAL.findall(sample)), len(SMALL.findall(sample))
    yield "KOI8 read as windows-1251", len(INVERTED.findall(sample)) > 1 and capitals > 2 * small
