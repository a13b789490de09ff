"""What docs/tables.md says of the ledger holds: each outcome and each reason has its line."""

import re
from pathlib import Path

import pytest

from pipelines.records import Outcome, Reason
from pipelines.report.reasons import IN_WORDS

TEXT = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_is_explained(outcome):
    assert re.search(rf"^\| {outcome.value} \|(?: [^|]*\|){{3}}$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_explained(reason):
    assert f"| `{reason.value}` | {IN_WORDS[reason]} |" in TEXT
