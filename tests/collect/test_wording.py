"""Whatever a stranger writes stays on one printable line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.collect.wording import DETAIL_LENGTH, one_line


@given(st.text(st.characters()) | st.text(min_size=DETAIL_LENGTH))
def test_any_text_becomes_one_printable_line(text):
    line = one_line(text)
    assert line.isprintable()
    assert len(line) <= DETAIL_LENGTH


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("мир и talks", "мир и talks"),
        ("a\r\nb\x1b[31m", "a\\r\\nb\\x1b[31m"),
        ("\u202eevil\ud800", "\\u202eevil\\ud800"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_what_is_escaped(text, line):
    assert one_line(text) == line
