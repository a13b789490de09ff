"""Which language a text is in, by letters and small words: only for callers that did not detect it."""

import re

from pipelines.tag.lexicon import languages, lexicon

SAMPLE = 4_000
LEAST_WORDS = 2
_WORD = re.compile(r"[^\W\d_]+")


def guess(text: str) -> str:
    """Return the ISO 639-1 code of the likeliest language that has a lexicon, else `und`."""
    sample = text[:SAMPLE].lower()
    words = _WORD.findall(sample)
    scores = {
        language: sum(word in small for word in words)
        + 2 * any(letter in sample for letter in lexicon(language).letters)
        for language in languages()
        if (small := frozenset(lexicon(language).stopwords))
    }
    best = max(scores, key=lambda language: scores[language], default="und")
    return best if scores.get(best, 0) > LEAST_WORDS else "und"
