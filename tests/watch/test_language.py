"""Boolean texts: what they mean, against a model that tries every place; what is said of those that mean nothing."""

import re
import time
import unicodedata

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.settings import shipped
from pipelines.watch import TextError, Words, fold, matches, parse, pattern
from pipelines.watch.expression import Either, Every, Near, Phrase, Term, Without
from pipelines.watch.words import APART

# ── Against a model ───────────────────────────────────────────────────────────────────────────────

WORDS = ("ka", "kab", "kabo", "mu")
terms = st.builds(Term, st.sampled_from(WORDS), st.booleans())
phrases = st.builds(Phrase, st.lists(terms, min_size=1, max_size=2).map(tuple))


def several(kind, parts):
    """Two or three parts, none of the same kind: the parser takes those together."""
    return st.builds(
        kind, st.lists(parts.filter(lambda each: not isinstance(each, kind)), min_size=2, max_size=3).map(tuple)
    )


placed = st.recursive(
    phrases,
    lambda inner: st.one_of(several(Either, inner), st.builds(Near, inner, inner, st.integers(0, 3))),
    max_leaves=4,
)
expressions = st.recursive(
    placed,
    lambda inner: st.one_of(
        several(Either, inner),
        several(Every, inner),
        st.builds(Without, inner.filter(lambda each: not isinstance(each, Without))),
    ),
    max_leaves=5,
)
texts = st.lists(st.sampled_from((*WORDS, "zo")), max_size=8).map(" ".join)


def written(each) -> str:
    match each:
        case Phrase(terms):
            return '"{}"'.format(" ".join(f"{term.word}{'*' if term.is_prefix else ''}" for term in terms))
        case Near(left, right, within):
            return f"({written(left)} NEAR/{within} {written(right)})"
        case Without(part):
            return f"(NOT {written(part)})"
        case Either(parts):
            return f"({' OR '.join(map(written, parts))})"
        case Every(parts):
            return f"({' AND '.join(map(written, parts))})"


def found(each, words: list[str]) -> set[frozenset[int]]:
    """Every set of places, from the first to the last, at which it stands: all are tried."""
    spans = [(first, last) for first in range(len(words)) for last in range(first, len(words))]
    match each:
        case Phrase(terms):
            return {
                frozenset(range(first, last + 1))
                for first, last in spans
                if last - first + 1 == len(terms)
                and all(
                    word.startswith(term.word) if term.is_prefix else word == term.word
                    for word, term in zip(words[first:], terms, strict=False)
                )
            }
        case Either(parts):
            return set().union(*(found(part, words) for part in parts))
        case Near(left, right, within):
            return {
                frozenset(range(min(one | other), max(one | other) + 1))
                for one in found(left, words)
                for other in found(right, words)
                if not one & other and max(min(one) - max(other), min(other) - max(one)) - 1 <= within
            }


def holds(each, words: list[str]) -> bool:
    match each:
        case Without(part):
            return not holds(part, words)
        case Every(parts):
            return all(holds(part, words) for part in parts)
        case Either(parts):
            return any(holds(part, words) for part in parts)
        case _:
            return bool(found(each, words))


def check_against_the_model(expression, title, text):
    assert parse(written(expression)) == expression
    apart = [""] * APART
    is_there = matches(expression, Words.of(title, text))
    assert is_there == holds(expression, [*title.split(), *apart[:9], *text.split()])
    sought = pattern(expression)
    if is_there and sought is not None:
        assert re.search(sought, f"{title} {text}")


@settings(max_examples=40)
@given(expressions, texts, texts)
def test_it_means_what_the_model_says(expression, title, text):
    check_against_the_model(expression, title, text)


@pytest.mark.soak
@settings(max_examples=20_000)
@given(expressions, texts, texts)
def test_it_means_what_the_model_says_at_length(expression, title, text):
    check_against_the_model(expression, title, text)


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("talks NEAR/100 talks NEAR/100 talks", True),
        ("(talks NEAR/100 talks NEAR/100 talks) NEAR/0 ship", True),
        ("talks NEAR/100 (ta* OR talks) NEAR/100 talks NEAR/100 quay", False),
    ],
)
def test_the_same_word_over_and_over_takes_no_more_than_its_length(text, is_there):
    words = Words.of("", "talks " * 20_000 + "ship")
    began = time.process_time()
    assert matches(parse(text), words) is is_there
    assert time.process_time() - began < 1


@settings(max_examples=100)
@given(st.text(st.sampled_from('ab*()" NEARORDT/5»«\n')) | st.text())
def test_a_text_is_understood_or_its_fault_has_a_column(text):
    fault = None
    try:
        parse(text)
    except TextError as error:
        fault = error
    if fault:
        assert 1 <= fault.column <= max(len(text), 1) + 1
        assert fault.what.endswith(".")
        line, caret = fault.drawn.split("\n")
        assert caret.strip() == "^"
        assert len(caret) <= len(line) + 1


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("expression", "text", "is_there"),
    [
        ("istanbul", "İSTANBUL’da", True),
        ("İstanbul", "istanbul", True),
        ("ISPARTA", "ısparta", True),
        ("переговоры", "ПЕРЕГОВОРЫ", True),
        ("возобновленный", "возобновлённый", True),
        ("п'ять", "П’ЯТЬ тисяч", True),
        ("п'ять", "ять п", False),
        ("muzakere", "MÜZAKERE", True),
        ("Łódź", "lodz", True),
        ("STRASSE", "Straße", True),
        ("cafe\u0301", "CAFÉ", True),
        ("nego*", "nego\u00adtiations", True),
        ("obmin", "обмін", False),
        ("1,000-for-1,000", "the 1 000 for 1 000 exchange", True),
        ("cease-fire", "a cease fire", True),
        ("ceasefire", "a cease-fire", False),
        ("swap*", "no Swapping here", True),
        ("swap", "no swapping here", False),
        ("„Waffenruhe“ OR «cessez-le-feu»", "Le cessez-le-feu", True),
        ("a1 NEAR/0 b1", "b1 a1", True),
        ("a1 NEAR/1 a1", "a1 b1", False),
    ],
)
def test_words(expression, text, is_there):
    assert matches(parse(expression), Words.of("", text)) is is_there


def test_neither_phrase_nor_near_reaches_from_the_title_into_the_text():
    words = Words.of("Talks end", "Without result")
    assert not matches(parse('"end without"'), words)
    assert not matches(parse("end NEAR/100 without"), words)
    assert matches(parse("end AND without"), words)


def test_sql_lets_every_letter_through_that_we_find():
    sql = (shipped("sql") / "watch" / "candidates.sql").read_text(encoding="utf-8")
    (condition,) = re.findall(r"or (regexp_matches\(.*\))$", sql, re.MULTILINE)
    condition = condition.replace("$pattern", "w.pattern")
    # what has case or marks: Latin, Greek, Cyrillic, Armenian, Georgian, Cherokee and their extensions
    codes = (*range(1, 0x600), *range(0x10A0, 0x1100), *range(0x13A0, 0x1400), *range(0x1C80, 0x2200))
    codes += (*range(0x2C00, 0x2E00), *range(0xA640, 0xAC40), *range(0xFB00, 0xFB50), *range(0xFF00, 0xFFF0))
    letters = [each for each in map(chr, codes) if unicodedata.category(each)[0] in "LN" and fold(each).isalnum()]
    letters += ["Gro\u00df", "GROSS", "GRO\u1e9e", "I\u0307", "e\u0301", "\u1fb3", "sss\u00df"]
    asked = [{"words": each, "pattern": pattern(Phrase((Term(fold(each)),)))} for each in letters]
    missed = duckdb.execute(
        f"select w.words from (select unnest($asked, recursive := true)) as w where not {condition}", {"asked": asked}
    ).fetchall()
    assert missed == []
    assert duckdb.execute(
        f"select {condition} from (select 'a ship' as words, $p as pattern) as w", {"p": pattern(parse("quay"))}
    ).fetchall() == [(False,)]


# ── Faults ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "empty"),
        ("ship harbour", 6, "Between two words"),
        ("ship AND", 9, "missing at the end"),
        ("AND ship", 1, "Before AND"),
        ("ship AND OR harbour", 10, "Before OR"),
        ("ship NOT harbour", 6, "AND NOT"),
        ("(ship", 6, "not closed"),
        ("ship)", 5, "No parenthesis"),
        ("ship AND ()", 11, "before the parenthesis"),
        ('ship OR "the harbour', 9, "quotation mark is not closed"),
        ("ship NEAR harbour", 6, "NEAR/5"),
        ("ship NEAR/101 harbour", 6, "up to 100"),
        ("(ship AND quay) NEAR/5 harbour", 17, "outside of it"),
        ("ship AND h*", 11, "at least 2"),
        ("sh*p", 3, "end of a word"),
        ("*ship", 1, "behind the beginning"),
        ("ship AND --", 10, "No letter"),
        ("ship AND\n  (quay", 17, "not closed"),
        ("(" * 21 + "a" + ")" * 21, 21, "More than 20"),
        ("ship OR " * 251 + "quay", 2_000, "more than 2000"),
    ],
)
def test_a_fault_is_told_with_its_column(text, column, words):
    with pytest.raises(TextError) as caught:
        parse(text)
    assert (caught.value.column, words in caught.value.what) == (column, True), caught.value.what
