import dataclasses
import datetime as dt
import pathlib

import pytest
import yaml

from pipelines.records import Document, Item

DATA = pathlib.Path(__file__).parent / "data"


def pytest_generate_tests(metafunc):
    if "golden" in metafunc.fixturenames:
        names = sorted(path.stem for path in DATA.glob("*.yaml"))
        metafunc.parametrize("golden", names, indirect=True)


@dataclasses.dataclass(frozen=True)
class Golden:
    """A page, what is known of it, and what must come out."""

    page: Document
    item: Item | None
    expected: dict


@pytest.fixture
def golden(request):
    expected = yaml.safe_load((DATA / f"{request.param}.yaml").read_text("utf-8"))
    markup = (DATA / f"{request.param}.html").read_text("utf-8")
    for old, new in expected.get("replace", {}).items():  # signs that the encoding of the case lacks
        markup = markup.replace(old, new)
    page = make_document(
        markup.encode(expected.get("encoding", "utf-8")),
        url=expected["url"],
        content_type=expected.get("content_type"),
        time_zone=expected.get("time_zone", "UTC"),
    )
    item = expected.get("item")
    return Golden(page, make_item(**item) if item else None, expected)


def make_document(body, *, url="https://press.example/a", content_type=None, time_zone="UTC"):
    return Document(
        document_id="d1", source_id="s1", body=body, url=url, content_type=content_type, time_zone=time_zone
    )


def make_item(*, title="Talks go on", authors=(), published_at=None, **rest):
    if isinstance(published_at, str):
        published_at = dt.datetime.fromisoformat(published_at)
    return Item(
        item_id="i1", item_revision="r1", source_id="s1", guid=None, title=title,
        **{"url": None, "authors": tuple(authors), "published_at": published_at, **rest},
    )  # fmt: skip


@pytest.fixture
def document():
    return make_document


@pytest.fixture
def entry():
    return make_item
