"""Patterns are found where they stand, whatever letters and marks they and the text are made of; sentences are split at any blank."""

from random import Random

import pytest

from pipelines.tag.match import WordMatcher, in_word
from pipelines.tag.sentences import sentences

LATIN = ("Ab", "bc", "Łb", "A b", "A-b", "A.", "«A", "é", "bé A", "b'A", "I", "İb")
CYRILLIC = ("Аб", "бв", "Іб", "А б", "А-б", "А.", "«А", "Ab", "б'А", "ё", "Łб")
LETTERS = " .-'«»\n_AbcŁéİІёАбв中\u0301"


def _where(text, pattern):
    """Return the ends of a pattern where a word may begin, or wherever it stands if it begins with a mark."""
    ends = [at + len(pattern) for at in range(len(text)) if text.startswith(pattern, at)]
    starts_free = not in_word(pattern[0])
    return [end for end in ends if starts_free or end == len(pattern) or not in_word(text[end - len(pattern) - 1])]


@pytest.mark.parametrize("patterns", [LATIN, CYRILLIC], ids=["Latin", "Cyrillic"])
def test_each_pattern_is_found_at_the_beginning_of_words(patterns):
    matcher = WordMatcher(patterns)
    random = Random(7)
    for _ in range(400):
        text = "".join(random.choice([*LETTERS, *patterns]) for _ in range(24))
        found = matcher.occurrences(text)
        for number, pattern in enumerate(patterns):
            assert set(_where(text, pattern)) <= {end for each, _, end in found if each == number}
        assert all(text[start:end] == patterns[number] for number, start, end in found)
        assert [end for *_, end in found] == sorted(end for *_, end in found)


@pytest.mark.parametrize("blank", "\x85\xa0\u1680\u2009\u2028\u202f\u3000")
@pytest.mark.parametrize("language", ["en", "fr", "uk", "und"])
def test_a_wide_blank_before_a_full_stop_is_no_crash(language, blank):
    text = f"They spoke of plan A{blank}. Then they left."
    assert sentences(text, 0, len(text), language)[-1][1] == len(text)
