"""What the tests of this room share."""

import os
from pathlib import Path

import pytest

from pipelines.parse import parse
from pipelines.records import Document, ParsedDocument

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def parsed():
    """A function: bytes or text → the parsed document, which must be one."""

    def read(body: bytes | str, **given) -> ParsedDocument:
        encoded = body.encode() if isinstance(body, str) else body
        result = parse(Document(document_id="d", source_id="s", body=encoded, **given))
        assert isinstance(result, ParsedDocument), result
        return result

    return read


@pytest.fixture
def refused():
    """A function: bytes or text → the reason of the refusal, which must be one."""

    def read(body: bytes | str, **given) -> str:
        encoded = body.encode() if isinstance(body, str) else body
        result = parse(Document(document_id="d", source_id="s", body=encoded, **given))
        assert not isinstance(result, ParsedDocument), result
        return str(result.reason)

    return read


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of material that is not part of the repository; its tests are skipped where it is missing."""
    folder = Path(os.environ.get("SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no material at {folder}: set SHARED_DATA to its folder")
    return folder
