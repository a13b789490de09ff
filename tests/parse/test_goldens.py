"""Each document in data/ gives exactly what the YAML file beside it says."""

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from pipelines.parse import parse
from pipelines.records import Document, Item, ParsedDocument, Rejected

DATA = Path(__file__).parent / "data"
CASES = sorted(path for path in DATA.iterdir() if path.suffix in {".xml", ".json"})
DEFAULTS = {field.name: field.default for field in dataclasses.fields(Item)}
IDENTITY = {"item_id", "item_revision", "source_id"}


def shown(item: Item) -> dict:
    """Return what an item says beyond its defaults, in terms of YAML."""
    said = {}
    for name, default in DEFAULTS.items():
        value = getattr(item, name)
        if name in IDENTITY or value == default or value is None:
            continue
        said[name] = [plainly(each) for each in value] if isinstance(value, tuple) else instant(value)
    return said


def plainly(value):
    """Return a record inside an item as the mapping of what it says."""
    if not dataclasses.is_dataclass(value):
        return value
    return {name: said for name, said in dataclasses.asdict(value).items() if said is not None}


def instant(value):
    if not isinstance(value, datetime):
        return str(value) if type(value) not in {int, bool, type(None)} else value
    assert value.utcoffset() == timedelta(0), "instants are UTC"
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def outcome(result: ParsedDocument | Rejected) -> dict:
    if isinstance(result, Rejected):
        return {"reason": str(result.reason)}
    related = [f"{each.relation} {each.url} {instant(each.modified_at) or ''}".strip() for each in result.related]
    return {
        "format": str(result.format),
        "title": result.title,
        "flags": list(result.flags),
        "rejected": [str(each.reason) for each in result.rejected],
        **({"related": related} if related else {}),
        "items": [shown(item) for item in result.items],
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_document_gives_what_its_yaml_says(path):
    wanted = yaml.safe_load(path.with_suffix(path.suffix + ".expected.yaml").read_text(encoding="utf-8"))
    given = wanted.pop("document", {})
    result = parse(Document(document_id="d", source_id="golden", body=path.read_bytes(), **given))
    assert outcome(result) == wanted


def test_every_expectation_has_its_document():
    expected = {path.name.removesuffix(".expected.yaml") for path in DATA.glob("*.expected.yaml")}
    assert expected == {path.name for path in CASES}
