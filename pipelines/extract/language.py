"""The language of a text: letters that only one language has, then py3langid (its only importer), then the claim."""

import re
from functools import cache
from typing import Any

UNKNOWN = "und"

SAMPLE_LENGTH = 2000
"""Characters looked at: more changes nothing."""

FEWEST_LETTERS = 15
"""A shorter text says nothing of its language unless a letter gives it away."""

SURE = 0.8
"""Probability from which the text is believed against the claim of its source."""

AHEAD = 2.5
"""How many times likelier than the next the best guess must be where nothing is claimed."""

POSSIBLE = 0.05
"""Probability from which a claim is possible where the best guess is not sure."""

# What news is written in; the model's other classes (dialects, extinct languages) only win on short texts, wrongly.
LANGUAGES = (
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa",
    "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko",
    "ku", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt",
    "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "tk", "tl", "tr", "uk", "ur", "uz",  # codespell:ignore te
    "vi", "zh",
)  # fmt: skip

# Codes that are wrong, old or longer than two letters, as sites write them.
SPELLINGS = {
    "ua": "uk",
    "gb": "en",
    "us": "en",
    "cz": "cs",
    "iw": "he",
    "in": "id",
    "nb": "no",
    "nn": "no",
    "jp": "ja",
    "cn": "zh",
    "gr": "el",
    "eng": "en",
    "ukr": "uk",
    "rus": "ru",
    "tur": "tr",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "pol": "pl",
    "ces": "cs",
    "cze": "cs",
    "english": "en",
    "ukrainian": "uk",
    "russian": "ru",
    "turkish": "tr",
    "german": "de",
    "french": "fr",
    "polish": "pl",
    "czech": "cs",
}

LETTER = re.compile(r"[^\W\d_]")
CYRILLIC = re.compile("[\u0400-\u04ff]")
ONLY_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
ONLY_RUSSIAN = re.compile("[ыэъё]", re.IGNORECASE)
NEITHER = re.compile("[ўәғқңөұүһђћџљњјѓќѕ]", re.IGNORECASE)  # Belarusian, Kazakh, Serbian, Macedonian …
BULGARIAN_SIGN = re.compile("ъ", re.IGNORECASE)
RUSSIAN_VOWELS = re.compile("[ыэё]", re.IGNORECASE)


def detect_language(text: str, declared: str | None) -> str:
    """Return the ISO 639-1 code of the text's language, `und` when neither the text nor the claim tells.

    A text that is sure contradicts what its source declares; a short or ambiguous one does not.
    """
    sample = text[:SAMPLE_LENGTH]
    claim = normal_language(declared)
    letters = len(LETTER.findall(sample))
    if 2 * len(CYRILLIC.findall(sample)) > letters and (found := _by_letters(sample)):
        return found
    if letters < FEWEST_LETTERS:
        return claim or UNKNOWN
    return _by_model(sample, claim)


def normal_language(declared: str | None) -> str | None:
    """Return the two-letter code of a claim such as `uk-UA`, `en_GB` or `ua`; None if it is no language."""
    code = re.split(r"[-_,; ]", (declared or "").strip().lower(), maxsplit=1)[0]
    code = SPELLINGS.get(code, code)
    return code if code in LANGUAGES else None


def _by_letters(sample: str) -> str | None:
    """Tell Ukrainian from Russian by the letters that only one of them has; None if they do not tell.

    Quotations in the other language are shorter than the text around them, so the larger count wins.
    """
    if NEITHER.search(sample):
        return None
    ukrainian, russian = len(ONLY_UKRAINIAN.findall(sample)), len(ONLY_RUSSIAN.findall(sample))
    if BULGARIAN_SIGN.search(sample) and not RUSSIAN_VOWELS.search(sample):
        return None
    if ukrainian == russian:
        return None
    return "uk" if ukrainian > russian else "ru"


def _by_model(sample: str, claim: str | None) -> str:
    ranked = _identifier().rank(sample)
    (best, probability), (_, next_probability) = ranked[0], ranked[1]
    if probability >= SURE:
        return str(best)
    if claim and dict(ranked).get(claim, 0.0) >= POSSIBLE:
        return claim
    if probability >= AHEAD * next_probability:
        return str(best)
    return claim or UNKNOWN


@cache
def _identifier() -> Any:  # noqa: ANN401  # the package has no annotations
    """Return the model; reading it takes half a second, so the first text that needs it pays."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
