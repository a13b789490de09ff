"""The examples of the ninjs standard, field by field, where they are at hand: words only by their hash and length."""

import hashlib
from datetime import UTC, datetime

import pytest

from pipelines.parse import parse
from pipelines.records import Document, Format, ItemStatus, ParsedDocument

VERSIONS = ("1.6", "2.2", "3.1")
SITE = "http://ninjs.example.com/newsitems/"
JULY_9 = datetime(2013, 7, 9, 10, 37, tzinfo=UTC)
HEADLINE, ONE_PARAGRAPH, FOUR_PARAGRAPHS = (
    ("de56c1c1ceaba3b8", 48),
    ("6d54b1616a92dec0", 953),
    ("0fe2e3404ed401ff", 956),
)
BYLINE, NOTICE, ELLIPSIS = ("f04b293c4689c5a5", 37), ("cf93385f911dffab", 66), ("ab5df625bc76dbd4", 3)
PLACE = ("4e0e27e9d63d0e0b", 16)
NO_WORDS = ("e3b0c44298fc1c14", 0)


def words(text):
    """Return what tells a text without holding it: the beginning of its SHA-256, and its length."""
    return hashlib.sha256((text or "").encode()).hexdigest()[:16], len(text or "")


def read(shared_data, version, name, **given):
    path = shared_data / "wire" / "ninjs" / version / f"{name}.json"
    result = parse(Document(document_id="d", source_id="s", body=path.read_bytes(), **given))
    assert isinstance(result, ParsedDocument)
    assert (result.format, result.flags) == (Format.NINJS, ())
    return result


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("name", "guid", "title", "text", "paragraphs"),
    [
        ("001_simple_example", f"{SITE}20130709simp123", HEADLINE, ONE_PARAGRAPH, 1),
        ("002_renditions_example", "renditions-example", NO_WORDS, ELLIPSIS, 1),
        ("004_simple_text_article", f"{SITE}20130709simp123", HEADLINE, FOUR_PARAGRAPHS, 4),
        ("005_complex_text_article", f"{SITE}20130709med123", HEADLINE, FOUR_PARAGRAPHS, 4),
    ],
)
def test_texts(shared_data, version, name, guid, title, text, paragraphs):  # noqa: PLR0917 -- a row of the table
    result = read(shared_data, version, name)
    (item,) = result.items
    assert result.rejected == ()
    assert (item.guid, words(item.title), words(item.text)) == (guid, title, text)
    assert item.text.count("\n\n") + 1 == paragraphs
    dated = name != "002_renditions_example"
    assert (item.published_at, item.updated_at) == ((JULY_9, JULY_9) if dated else (None, None))
    assert item.published_offset_minutes == (0 if dated else None)
    assert item.first_created_at is None
    assert words(item.byline) == (BYLINE if dated else NO_WORDS)
    assert item.authors == ((item.byline,) if dated else ())
    complete = name == "005_complex_text_article"
    assert item.language == ("en" if complete else None)
    assert words(item.located) == (PLACE if complete else NO_WORDS)
    assert words(item.rights) == (NOTICE if complete else NO_WORDS)
    assert (item.status, item.version, item.urgency, item.embargo_until) == (ItemStatus.USABLE, None, None, None)
    assert not item.embargo_unclear
    assert (item.slugline, item.editorial_note, item.corrects, item.provider) == (None, None, None, None)
    assert (item.subjects, item.signals, item.associations, item.categories) == ((), (), (), ())
    assert (item.cues, item.kills, item.is_advisory, item.flags) == ((), (), False, ())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("name", "kind", "guid"),
    [
        ("003_associations_example", "composite", "http://www.businesswire.com/news/home/20130515006361/en"),
        ("006_photo_only", "picture", f"{SITE}20130709simpPh123"),
        ("007_multimedia", "composite", f"{SITE}20130709cplx456"),
    ],
)
def test_what_is_no_text(shared_data, version, name, kind, guid):
    result = read(shared_data, version, name)
    assert result.items == ()
    assert [(str(each.reason), each.detail, each.guid) for each in result.rejected] == [
        ("not_text", f"{kind} {guid}", guid)
    ]


def test_event(shared_data):
    (rejected,) = read(shared_data, "3.1", "008_event").rejected
    assert (str(rejected.reason), rejected.detail.partition(" ")[0]) == ("not_text", "event")
    assert rejected.guid == "urn:nato.int:2023-nato-summit-press-conference"


def test_every_file_is_read_here(shared_data):
    found = {(path.parent.name, path.stem) for path in (shared_data / "wire" / "ninjs").glob("*/*.json")}
    assert len(found) == 22


@pytest.mark.parametrize(
    ("version", "places"),
    [
        (
            "1.6",
            {"title": "/headline_main", "text": "/body_richtext", "rights": "/copyrightnotice", "byline": "/byline"},
        ),
        (
            "2.2",
            {"title": "/headlines/0/value", "text": "/bodies/1/value", "rights": "/copyrightnotice", "byline": "/by"},
        ),
        ("3.1", {"title": "/headlines/0/value", "updated_at": "/versionCreated", "rights": "/copyrightNotice"}),
    ],
)
def test_places(shared_data, version, places):
    (item,) = read(shared_data, version, "005_complex_text_article", traced=True).items
    found = dict(item.places)
    assert {name: found[name] for name in places} == places
