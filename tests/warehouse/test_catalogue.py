"""docs/tables.md describes the schema as it is."""

from pathlib import Path

import yaml

from pipelines.settings import shipped
from pipelines.warehouse import catalogue

DOCUMENT = Path(__file__).parents[2] / "docs" / "tables.md"


def test_the_document_is_current():
    """If this fails: python -m pipelines.warehouse.catalogue docs/tables.md."""
    _, mark, written = DOCUMENT.read_text(encoding="utf-8").partition(catalogue.MARK)
    assert mark + written == catalogue.render()


def test_nothing_is_described_that_is_not_there():
    meanings = yaml.safe_load((shipped("sql") / "columns.yaml").read_text(encoding="utf-8"))
    sections = {section.split("\n", 1)[0]: section for section in catalogue.render().split("\n### ")[1:]}
    for name in meanings:
        table, _, column = name.rpartition(".")
        assert any(f"| `{column}` |" in section for title, section in sections.items() if table in {"", title}), name
