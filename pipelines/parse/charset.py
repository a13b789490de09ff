"""Bytes → text. Right words or nothing: a wrong guess would be stored for good.

Publishers declare encodings wrongly in the HTTP header, in the XML declaration or in both, so a declaration is
evidence, not an order. Order of belief: byte order mark; the zero bytes of UTF-16 and UTF-32 (XML 1.0, appendix F);
valid UTF-8 with characters beyond ASCII, which text in another encoding hardly ever is by chance; then the encoding
in which the letters are distributed as in one of the languages below, where a declared encoding has a head start.
"""

import codecs
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

MAX_DAMAGE = 0.02
"""Share of characters beyond ASCII that may be unreadable: cut UTF-8 sequences, one stray byte."""
HEAD_START = 1.5
"""Nats per byte by which another encoding must beat the declared one."""
HEAD_START_SHORT = 12.0
"""The same, in all, for samples so short that frequencies say little."""
DEFAULT_SHARE = 0.3
"""What of it a declaration of Latin 1 or windows-1252 is worth: both stand where nobody chose anything."""
WORST_BELIEVABLE, WORST_BELIEVABLE_MULTIBYTE = -5.5, -4.5
"""Mean log probability per byte below which an undeclared encoding is no reading at all."""
SAMPLE_CHARACTERS, SAMPLE_BYTES = 2000, 200_000
WIDE_SAMPLE_BYTES, MIN_ZEROS, MAX_ZEROS = 256, 0.3, 0.05
"""Bytes that tell UTF-16 and UTF-32 without a mark; least and largest share of zeros where ASCII has them and not."""
MAX_NULS = 0.02
"""Share of zero bytes beyond which a text is in an encoding of wider characters that we cannot tell."""
MIN_INTACT, MAX_DAMAGED = 4, 8
"""Intact characters for each damaged one that show a text to be UTF-8, if only so many are damaged."""
UNSEEN = math.log(1e-5)
FOREIGN = math.log(1e-3)

# Letters beyond ASCII, the most frequent first: a letter's probability falls with its rank (Zipf).
_LETTERS = {
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "uk": "оаинвіертсклудмпязьбгйчхжїшцюєщфґ",
    "be": "анісеортлклвудмпязьыбгйчхжшцюэўё",
    "bg": "аоеинтрсвлдкпмзбуягъчщжйцхюшф",
    "tr": "ıüşğçöâîûéə",
    "pl": "łąężśóćńźé",
    "cs": "íáěéčřžýšůúňťďó",
    "sk": "áíéčýžšľúťňôóďä",
    "hu": "éáőöóíüúű",
    "ro": "ăîâşţșț",
    "hr": "čšžćđ",
    "de": "üäößé",
    "fr": "éàèêçôîâùûëïœ",
    "es": "óíáéñúü¿¡",
    "pt": "ãçáéíóõêâàúô",
    "sv": "äåöé",
    "da": "øåæé",
    "is": "áðíéóúöýæþ",
    "el": "αοιετνσηρπκυμλςάίόγδώέήθχφύβξζψώϊϋ",
    "he": "יוהלארתבםמנשדחקעפכצגטזןסץךף",
    "ar": "االيمنوتربةعدسفهكقحجشصأطخضذثزغظىئءإؤآ",
    "th": "านรกเงอมย่ลวดทสต้ะ์ปบคหแจพชขใีิืัุู",
    "ja": "のにをはたがでるとしいなてれさっまらすこんりもかきくンーイスルトラリアドジックロシタプマグフィレ",
    "zh": "的一是不了在人有我他这個们中来上大为國和地到以说时要就出会可也你对生能而子那得于着下自之年这国会們來為說時對後",
    "ko": "이다의는에을가하고한를은기사지도로서대인해어시나자리일그수전정아라있었",
}
_CODECS = {
    "ru": ("cp1251", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"),
    "uk": ("cp1251", "koi8-u", "iso8859-5", "cp1125", "mac-cyrillic"),
    "be": ("cp1251",),
    "bg": ("cp1251",),
    "tr": ("cp1254", "iso8859-9"),
    "pl": ("cp1250", "iso8859-2"),
    "cs": ("cp1250", "iso8859-2"),
    "sk": ("cp1250", "iso8859-2"),
    "hu": ("cp1250", "iso8859-2"),
    "ro": ("cp1250", "iso8859-2", "iso8859-16"),
    "hr": ("cp1250", "iso8859-2"),
    "de": ("cp1252",),
    "fr": ("cp1252",),
    "es": ("cp1252",),
    "pt": ("cp1252",),
    "sv": ("cp1252",),
    "da": ("cp1252",),
    "is": ("cp1252",),
    "el": ("cp1253", "iso8859-7"),
    "he": ("cp1255", "iso8859-8"),
    "ar": ("cp1256", "iso8859-6"),
    "th": ("tis-620",),
    "ja": ("euc_jp", "cp932"),
    "zh": ("gb18030", "big5"),
    "ko": ("cp949",),
}
_LATIN = frozenset({"tr", "pl", "cs", "sk", "hu", "ro", "hr", "de", "fr", "es", "pt", "sv", "da", "is"})
_ONLY_DECLARED = frozenset({"mac-cyrillic"})
"""Too rare to be meant by bytes that nobody declared."""
_DEFAULT = ("cp1252",)
"""What bytes that nobody declared are on the web (WHATWG HTML, section 13.2.3.2), unless they make up whole words."""
_LONG_RUN = re.compile(rb"[\x80-\xff]{3}")
_ALPHABETIC = frozenset({"ru", "uk", "be", "bg", "el", "he", "ar"})
# What the declared name is taken to mean: the web's supersets (WHATWG Encoding, section 4.2).
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "koi8-r": "koi8-u",
}
_ALIASES = {
    **{f"{prefix}{page}": f"cp{page}" for prefix in ("x-cp", "cp-", "win-") for page in (1250, 1251, 1252, 1254)},
    "ms-cyrl": "cp1251",
    "dos-866": "cp866",
    "x-mac-cyrillic": "mac-cyrillic",
    **dict.fromkeys(("mac", "csmacintosh", "x-mac-roman"), "mac-roman"),
    "x-sjis": "cp932",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gbk",
}
"""Names that publishers use and Python does not know."""
_TEXT_CODEC = re.compile(
    r"ascii|utf-?(8|8-sig|16|16-[bl]e|32|32-[bl]e)|iso8859-\d+|cp\d+|koi8-[rut]|mac-\w+|euc_\w+|euc_jis_2004|shift_jis\w*"
    r"|big5\w*|gb\w+|hz|iso2022_\w+|tis-620|johab|ptcp154|kz1048"
)
_DECLARED_IN_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*['\"]([A-Za-z0-9._:-]{1,40})['\"]")
_DECLARED_IN_HTTP = re.compile(r"charset\s*=\s*['\"]?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_ASCII = bytes(range(128))
_BEYOND_ASCII = re.compile(rb"[\x00-\x7f]?[\x80-\xff][^<]*")
_PUNCTUATION = frozenset("«»„“”‘’‚‹›–—…№§©®™€£°·•\u00a0\u00ad¿¡")
_WIDE = {
    "utf-32-be": (True, True, True, False),
    "utf-32-le": (False, True, True, True),
    "utf-16-be": (True, False, True, False),
    "utf-16-le": (False, True, False, True),
}
"""Which of four bytes are zero in ASCII text."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A document's text, the codec that gave it, and flags: encoding_overridden, encoding_damaged."""

    text: str
    codec: str
    flags: tuple[str, ...] = ()


def decode(body: bytes, content_type: str | None) -> Decoded | None:
    """Return the text of a document, or None where no encoding gives words; never raises."""
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return _with_damage(body[len(mark) :], codec, everything=True)
    if wide := _wide_codec(body) or _mainframe_codec(body):
        return _with_damage(body, wide, everything=True)
    if body.count(0) > MAX_NULS * len(body):
        return None
    declared = _declared(body, content_type)
    if body.isascii():
        return _seven_bit(body, declared)
    return _as_utf8(body, declared) or _best(body, declared) or _with_strays(body)


def _declared(body: bytes, content_type: str | None) -> tuple[str, ...]:
    names = []
    if content_type and (match := _DECLARED_IN_HTTP.search(content_type)):
        names.append(match[1])
    if xml := _DECLARED_IN_XML.match(body[:400]):
        names.append(xml[1].decode("ascii"))
    known = (_known_codec(name) for name in names)
    return tuple(dict.fromkeys(codec for codec in known if codec))


def _known_codec(name: str) -> str | None:
    # Python also knows codecs that are no encodings of text (zip, hex, rot13, unicode_escape).
    try:
        codec = codecs.lookup(_ALIASES.get(name.lower(), name)).name
    except LookupError:
        return None
    if not _TEXT_CODEC.fullmatch(codec):
        return None
    return _SUPERSETS.get(codec, codec)


def _wide_codec(body: bytes) -> str | None:
    """Return the codec of UTF-16 or UTF-32 that lacks its mark: where its zero bytes stand tells."""
    head = body[:WIDE_SAMPLE_BYTES]
    zeros = [head[offset::4].count(0) * 4 / max(4, len(head)) for offset in range(4)]
    for codec, shape in _WIDE.items():
        # The beginning is markup for the most part; letters of other scripts have no zero byte.
        pairs = zip(zeros, shape, strict=True)
        if all(share >= MIN_ZEROS if is_zero else share <= MAX_ZEROS for share, is_zero in pairs):
            return codec
    return None


def _mainframe_codec(body: bytes) -> str | None:
    """Return the codec of a document in EBCDIC, which must have an XML declaration (XML 1.0, appendix F)."""
    if not body.startswith("<?xm".encode("cp037")):
        return None
    declared = _DECLARED_IN_XML.match(body[:400].decode("cp037").encode("latin-1", "replace"))
    codec = _known_codec(declared[1].decode("ascii")) if declared else None
    return codec if codec and codec.startswith("cp") else "cp037"


def _seven_bit(body: bytes, declared: tuple[str, ...]) -> Decoded:
    for codec in declared:
        if codec.startswith(("iso2022", "hz")):
            decoded = _with_damage(body, codec)
            if decoded:
                return decoded
    return Decoded(text=body.decode("ascii"), codec="ascii")


def _as_utf8(body: bytes, declared: tuple[str, ...]) -> Decoded | None:
    text = body.decode("utf-8", "replace")
    beyond = len(text) - len(body) + len(body.translate(None, _ASCII))
    damaged = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    if damaged:
        # Cut sequences and stray bytes in a text that is UTF-8 all the same.
        intact = beyond - damaged
        if damaged > MAX_DAMAGE * intact and not (damaged <= MAX_DAMAGED and intact >= MIN_INTACT * damaged):
            return None
        return Decoded(text=text, codec="utf-8", flags=("encoding_damaged",))
    overridden = bool(declared) and declared[0] != "utf-8" and declared[0] != "cp1252"
    if overridden and beyond < 4 and any(_multibyte(codec) for codec in declared):
        return None  # two or three characters may be valid UTF-8 by chance in gb18030 or EUC
    return Decoded(text=text, codec="utf-8", flags=("encoding_overridden",) if overridden else ())


def _with_strays(body: bytes) -> Decoded | None:
    """Return an ASCII text in which a few bytes stray that are no letters in any encoding."""
    if len(body.translate(None, _ASCII)) > MAX_DAMAGED:
        return None
    return Decoded(text=body.decode("ascii", "replace"), codec="ascii", flags=("encoding_damaged",))


def _multibyte(codec: str) -> bool:
    return codec.startswith(("gb", "big5", "euc", "cp93", "cp94", "shift", "johab"))


def _with_damage(body: bytes, codec: str, *, everything: bool = False) -> Decoded | None:
    text = body.decode(codec, "replace")
    damaged = text.count("\ufffd")
    beyond = len(text) if everything or not damaged else len(body.translate(None, _ASCII))
    if damaged > max(2, MAX_DAMAGE * beyond) and not (everything and codec == "utf-8"):
        return None
    return Decoded(text=text, codec=codec, flags=("encoding_damaged",) if damaged else ())


def _best(body: bytes, declared: tuple[str, ...]) -> Decoded | None:
    """Return the reading whose letters look most like a language, declared encodings first among equals."""
    sample = _beyond_ascii(body)
    expected = declared or (() if _LONG_RUN.search(sample) else _DEFAULT)
    ranked = []
    for codec, languages in _candidates(declared):
        if read := _with_damage(sample, codec):
            score, length = _score(read.text, codec, languages)
            start = (HEAD_START + HEAD_START_SHORT / length) * (codec in expected)
            start *= DEFAULT_SHARE if codec == "cp1252" else 1.0
            ranked.append((score + start, score, codec))
    for _, score, codec in sorted(ranked, key=lambda each: -each[0]):
        worst = WORST_BELIEVABLE_MULTIBYTE if _multibyte(codec) else WORST_BELIEVABLE
        if score < worst and codec not in declared:
            return None
        if decoded := _with_damage(body, codec):
            overridden = bool(declared) and codec not in declared
            return replace(decoded, flags=(*(("encoding_overridden",) if overridden else ()), *decoded.flags))
    return None


def _beyond_ascii(body: bytes) -> bytes:
    """Return the first stretches of text that hold bytes beyond ASCII: what tells encodings apart.

    A stretch begins where a character does, one before the first such byte, and ends with its element's text.
    """
    found: list[bytes] = []
    size = 0
    for match in _BEYOND_ASCII.finditer(body):
        found.append(match[0])
        size += len(match[0])
        if size > SAMPLE_BYTES:
            break
    return b"<".join(found)


def _candidates(declared: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    languages: dict[str, list[str]] = {codec: [] for codec in declared if not codec.startswith("utf")}
    for language, its_codecs in _CODECS.items():
        for codec in its_codecs:
            if codec in _ONLY_DECLARED and codec not in declared:
                continue
            languages.setdefault(_SUPERSETS.get(codec, codec), []).append(language)
    for codec, those in languages.items():
        # A declared encoding that no language has for its own (Latin 9, Baltic ones) may hold any in Latin letters.
        yield codec, tuple(those) or tuple(sorted(_LATIN))


def _score(text: str, codec: str, languages: tuple[str, ...]) -> tuple[float, int]:
    """Return the mean log probability per byte in the best of the languages, and the bytes looked at."""
    sample = _sample(text)
    size = max(1, len(sample)) * (2 if _multibyte(codec) or codec == "cp932" else 1)
    best = max(
        (sum(_log_probability(language, *each) for each in sample) for language in languages or ("",)),
        default=UNSEEN * size,
    )
    return best / size, size


def _sample(text: str) -> list[tuple[str, str, str]]:
    """Return the first characters beyond ASCII, each between its neighbours."""
    found = islice(re.finditer(r"[^\x00-\x7f]", text), SAMPLE_CHARACTERS)
    places = [match.start() for match in found]
    return [(text[max(0, at - 1) : at], text[at], text[at + 1 : at + 2]) for at in places]


@cache
def _probabilities(language: str) -> dict[str, float]:
    letters = _LETTERS.get(language, "")
    total = sum(1 / (rank + 2) for rank in range(len(letters)))
    # Long scripts are known only by their commonest signs: half of their text is other signs.
    known = 0.5 if language in {"zh", "ko", "ja"} else 1.0
    return {letter: math.log(known / (rank + 2) / total) for rank, letter in reversed(list(enumerate(letters)))}


def _log_probability(language: str, before: str, char: str, after: str) -> float:
    """Return how likely a character is between its neighbours in a language, as a natural logarithm."""
    if char in _PUNCTUATION:
        return math.log(0.02)
    if language in _ALPHABETIC and char.isalpha() and (_latin(before) or _latin(after)):
        return UNSEEN  # one word in two scripts
    table = _probabilities(language)
    lower = char.lower() if char != "İ" else "ı"
    if lower in table:
        if lower != char:
            # A capital after a small letter is the mark of KOI8 read as windows-1251 and the reverse.
            return UNSEEN if before.islower() else max(table[lower] + math.log(0.1), FOREIGN)
        # Latin scripts seldom put two such letters side by side.
        paired = language in _LATIN and before.isalpha() and not before.isascii()
        return table[char] + (math.log(0.3) if paired else 0.0)
    if language in {"zh", "ja", "ko"} and _ideographic(language, char):
        return math.log(0.5 / 2500) if _everyday(char) else UNSEEN
    return UNSEEN


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _ideographic(language: str, char: str) -> bool:
    if language == "ko":
        return "\uac00" <= char <= "\ud7a3"
    return "\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u30ff" or "\uff00" <= char <= "\uff60"


@cache
def _everyday(char: str) -> bool:
    """Return whether a sign is among the some 7,000 that the first standard of China, Korea or Japan thought needful."""
    return bool(char.encode("gb2312", "ignore") or char.encode("euc_kr", "ignore") or char.encode("euc_jp", "ignore"))
