"""The word lists are data: these tests are their schema."""

import pytest

from pipelines.extract.soft_blocks import ELEMENT
from pipelines.extract.text import fold, read_words

LANGUAGES = {"en", "uk", "ru", "tr", "de", "fr", "pl", "cs"}


@pytest.mark.parametrize(
    "kind",
    ["consent", "paywall", "challenge", "login", "not_found", "geo_block", "maintenance", "javascript", "parked"],
)
def test_soft_blocks(kind):
    signs = read_words("soft_blocks.yaml")[kind]
    assert set(signs) == {"titles", "phrases", "markers", "elements"}
    for group in ("titles", "phrases"):
        assert set(signs[group]) == LANGUAGES
        for lines in signs[group].values():
            assert all(isinstance(line, str | int) and fold(str(line)) for line in lines)
            assert len(lines) == len(set(lines))
    assert all(ELEMENT.fullmatch(element) for element in signs["elements"])


@pytest.mark.parametrize("group", ["whole_lines", "openings"])
def test_furniture(group):
    words = read_words("furniture.yaml")[group]
    assert set(words) == LANGUAGES
    assert all(isinstance(line, str) and fold(line) for lines in words.values() for line in lines)
