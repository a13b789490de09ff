"""Bytes of a page to text: the right letters, or at worst marked gaps, never mojibake."""

import codecs
import re

# Byte order marks, the longer ones first (Unicode standard, chapter 2.13).
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Labels that browsers read as the Windows superset (Encoding Standard, "names and labels").
SUPERSETS = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}

# What an undeclared or wrongly declared page may be, most frequent in the news of our languages first.
GUESSES = ("windows-1251", "windows-1252", "windows-1254", "iso8859-2", "windows-1250", "koi8-u", "iso8859-5", "cp866")

# Escape-based encodings look like ASCII, so bytes that are valid UTF-8 prove nothing against them.
ESCAPED = frozenset({"iso2022_jp", "hz"})

HEAD_BYTES = 4096
LATE_BYTES = 2**20
"""How far a page is searched for its own word on its encoding, scripts and comments before it, where it is no UTF-8."""

SAMPLE_BYTES = 200_000
FEW = 0.02
"""Share of damaged characters up to which text in the declared UTF-8 is better than any guess."""

TRUST, SLACK = 1.3, 0.05
"""How much odder than the best guess a declared encoding may read and still be believed: times, plus."""

CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
XML_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")

SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
"""Half of a surrogate pair in the bytes of UTF-8, where it is forbidden (Unicode standard, 3.9)."""

SIGNS = frozenset("¡¿–—«»“”„‘’‚‹›…€№§°·•©®™±½\xa0\xad")
RARE = frozenset("ðÐþÞýÝ¹²³ªº")
"""Icelandic letters and raised signs: far more often another language's letters, read as Western European."""

MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
WORD = re.compile(r"[^\W\d_]+")
LETTERS = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*")


def decode(body: bytes, content_type: str | None) -> str:
    """Return the text of a page.

    Order: byte order mark, valid UTF-8 (which other encodings hardly ever are by chance), UTF-16 by its zero
    bytes, then the charset of the Content-Type header and of the page, and where these make no words, the guess
    that makes most. Lone surrogates are left out, undecodable bytes become U+FFFD.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _declared(body, content_type)
    if not ESCAPED.intersection(declared):
        for whole in (body, SURROGATE.sub(b"", body)):
            try:
                return whole.decode("utf-8")
            except UnicodeDecodeError:
                continue
    wide = _wide(body)
    if wide:
        return body.decode(wide, "replace")
    return body.decode(_best(body, declared), "replace")


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Return the codecs that header and page name, in order of trust, unknown and misleading labels left out."""
    labels = CHARSET.findall(content_type or "")
    for pattern in (XML_DECLARATION, META):
        labels += [label.decode("ascii") for label in pattern.findall(body[:LATE_BYTES])]
    return list(dict.fromkeys(name for name in map(_codec, labels) if name))


def _codec(label: str) -> str | None:
    try:
        found = codecs.lookup(label)
    except LookupError:
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name.startswith(("utf-16", "utf-32", "utf-7", "idna")):
        return None  # a page that could be read as ASCII up to its label is none of these
    return SUPERSETS.get(found.name, found.name)


def _wide(body: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zero bytes: markup is ASCII, so every other byte of it is zero."""
    head = body[:HEAD_BYTES]
    half = len(head) // 2
    if half < 4:
        return None
    zeros_first, zeros_second = head[0::2].count(0), head[1::2].count(0)
    if zeros_second > half // 4 and zeros_second > 4 * zeros_first:
        return "utf-16-le"
    if zeros_first > half // 4 and zeros_first > 4 * zeros_second:
        return "utf-16-be"
    return None


def _best(body: bytes, declared: list[str]) -> str:
    sample = body[:SAMPLE_BYTES]
    if "utf-8" in declared or not declared:
        text = sample.decode("utf-8", "replace")
        if text.count("\ufffd") <= FEW * max(1, sum(letter > "\x7f" for letter in text)):
            return "utf-8"
    candidates = [*(name for name in declared if name != "utf-8"), *GUESSES]
    scores = {name: _oddity(sample, name) for name in candidates}
    for name in declared:
        # A declared encoding is believed unless another one is clearly better at making words.
        if name in scores and scores[name] <= TRUST * min(scores.values()) + SLACK:
            return name
    return min(candidates, key=lambda name: scores[name])


def _oddity(sample: bytes, name: str) -> float:
    """Return the share of non-ASCII letters and signs that stand where no language puts them; 0 is perfect.

    Wrong single-byte Cyrillic swaps the case inside words or mixes scripts; Cyrillic read as Latin makes words
    of accented letters only, Latin read as Cyrillic puts single Cyrillic letters among Latin ones.
    """
    text = MARKUP.sub(" ", sample.decode(name, "replace"))
    foreign = [letter for letter in text if letter > "\x7f"]
    if not foreign:
        return 0.0
    odd = sum(3 for letter in foreign if letter == "\ufffd" or "\x80" <= letter <= "\x9f")
    odd += sum(1 for letter in foreign if letter in RARE or not (letter.isalpha() or letter in SIGNS))
    for word in WORD.findall(text):
        accented = sum("\x7f" < letter < "\u0530" for letter in word)  # Latin, Greek, Cyrillic
        if accented:
            odd += _odd_letters(word, accented)
    return odd / len(foreign)


def _odd_letters(word: str, accented: int) -> int:
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in word)
    if cyrillic:
        odd = accented if cyrillic < len(word) else 0
    else:
        odd = accented if 2 * accented > len(word) and len(word) > 2 else 0
    rest = word[1:]
    if not (word.isupper() or rest.islower()):
        odd += accented
    return odd
