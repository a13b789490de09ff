"""Documents of others, read by path where they are at hand: as many entries as they hold, and no crash."""

import calendar
import io
import re
from datetime import UTC, datetime

import feedparser
import pytest

from pipelines.parse import parse
from pipelines.parse.entry import is_web
from pipelines.parse.plain import plain_title
from pipelines.records import Document, ParsedDocument

HEADER = re.compile(rb"Header:\s*Content-type:\s*(.+)", re.IGNORECASE)


def read(path, content_type=None):
    return parse(Document(document_id="d", source_id="s", body=path.read_bytes(), content_type=content_type))


def told(entry: feedparser.FeedParserDict) -> tuple[str, str | None, datetime | None]:
    """Return what feedparser reads of an entry: its title without markup, its link to the web, its publication."""
    parts = next(
        filter(None, (dict.get(entry, f"{name}_parsed") for name in ("published", "created", "updated"))), None
    )
    at = datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    link = dict.get(entry, "link")
    return plain_title(dict.get(entry, "title") or "", markup=True), link if link and is_web(link) else None, at


def test_whatever_feedparser_reads_is_in_the_items(shared_data):
    paths = sorted((shared_data / "feeds").rglob("*.xml"))
    assert paths
    for path in paths:
        header = HEADER.search(path.read_bytes())
        content_type = header[1].decode("latin-1").strip() if header else "application/xml"
        expected = feedparser.parse(io.BytesIO(path.read_bytes()), response_headers={"content-type": content_type})
        result = read(path, content_type)
        items = result.items if isinstance(result, ParsedDocument) else ()
        found = [(item.title, item.url, item.published_at) for item in items]
        assert found == [told(entry) for entry in expected.entries], path.name


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("koi8r", "Как пережить"),
        ("eucjp", "ゲーム"),
        ("euckr", "EUC-KR 에서"),
        ("gb2312", "不归移民"),
        ("shiftjis", "DrecomRSSに"),
    ],
)
def test_undeclared_encodings(shared_data, name, start):
    document = read(shared_data / "feeds" / "illformed" / "chardet" / f"{name}.xml")
    assert document.items[0].title.startswith(start)


@pytest.mark.parametrize("version", ["1.6", "2.2", "3.1"])
def test_ninjs_examples_agree_in_every_version(shared_data, version):
    folder = shared_data / "wire" / "ninjs" / version
    item = read(folder / "005_complex_text_article.json").items[0]
    assert item.title == "Captain of wrecked cruise ship on trial in Italy"
    assert item.text.count("\n\n") == 3
    for name in ("006_photo_only", "007_multimedia", "003_associations_example"):
        result = read(folder / f"{name}.json")
        assert (result.items, [str(each.reason) for each in result.rejected]) == ((), ["not_text"])
