"""What kind of statement a sentence makes, in eight languages: data/types/*.yaml, a sentence a row.

The mean F1 of the twelve kinds is measured per language, and the fields beside the kind over all of them. A failure lists
the sentences that were read otherwise.
"""

from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parent / "data" / "types"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PUBLISHED = datetime(2025, 8, 1, 12, tzinfo=UTC)
LEAST_F1 = 0.85
LEAST_TARGETS = 0.75
LEAST_NEGATED = 0.9
KINDS = {
    "demand",
    "offer",
    "agree",
    "reject",
    "deny",
    "condemn",
    "threaten",
    "consult",
    "concede",
    "sanction",
    "decline_comment",
    "other",
}


@lru_cache(maxsize=8)
def table(language):
    return yaml.load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@pytest.fixture(scope="module")
def read(tagger):
    """Language → pairs of a row and the statement that was read in its sentence: the longest, a quotation before others."""

    @lru_cache(maxsize=8)
    def rows(language):
        return [(row, statement(tagger, language, row["text"])) for row in table(language)["statements"]]

    return rows


def statement(tagger, language, text):
    tags = tagger.tag(title=table(language)["title"], text=text, language=language, published_at=PUBLISHED)
    inside = [each for each in tags.statements if each.zone == "text"]
    quoted = [each for each in inside if each.is_quote]
    return max(quoted or inside, key=lambda each: each.end - each.start, default=None)


def macro_f1(pairs):
    """Mean F1 of the kinds wanted, of pairs (wanted, found)."""
    right = Counter(wanted for wanted, found in pairs if wanted == found)
    wanted = Counter(wanted for wanted, _ in pairs)
    found = Counter(found for _, found in pairs)
    return sum(2 * right[kind] / (wanted[kind] + found[kind]) for kind in wanted) / len(wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kind_of_a_statement(read, language):
    rows = read(language)
    pairs = [(row["type"], said.type if said else None) for row, said in rows]
    misses = [f"{found} for {row['type']}: {row['text']}" for (row, _), (_, found) in zip(rows, pairs, strict=True)
              if found != row["type"]]  # fmt: skip
    assert {wanted for wanted, _ in pairs} == KINDS
    assert macro_f1(pairs) >= LEAST_F1, "\n".join(misses)


def test_at_whom_it_is_aimed(read):
    rows = [row for language in LANGUAGES for row in read(language) if "target" in row[0]]
    misses = [
        f"{said and said.target} for {row['target']}: {row['text']}"
        for row, said in rows
        if said is None or said.target != row["target"]
    ]
    assert len(misses) <= (1 - LEAST_TARGETS) * len(rows), "\n".join(misses)


def test_whether_it_says_no(read):
    rows = [(row, said) for language in LANGUAGES for row, said in read(language) if row.get("negated")]
    misses = [row["text"] for row, said in rows if said is None or not said.negated]
    assert len(misses) <= (1 - LEAST_NEGATED) * len(rows), "\n".join(misses)


def test_every_language_has_its_table():
    assert LANGUAGES == ["cs", "de", "en", "fr", "pl", "ru", "tr", "uk"]
