"""NITF as agencies really write it: what stands in other places than the DTD has for it."""

import pytest

from pipelines.parse import parse
from pipelines.records import Association, Document, Item, ParsedDocument


def nitf(head: str = "", docdata: str = "", body_head: str = "", content: str = "<p>The story.</p>") -> Item:
    body = (
        f"<nitf><head>{head}<docdata>{docdata}</docdata></head><body><body.head><hedline><hl1>Talks resume</hl1></hedline>"
        f"{body_head}</body.head><body.content>{content}</body.content></body></nitf>"
    )
    result = parse(Document(document_id="d", source_id="s", body=body.encode()))
    assert isinstance(result, ParsedDocument), result
    (item,) = result.items
    return item


def test_an_id_that_is_text() -> None:
    assert nitf(docdata="<doc-id>48210</doc-id>").guid == "48210"


def test_the_owner_of_the_rights_outside_of_them() -> None:
    item = nitf(body_head="<rights.owner>Harbour Wire</rights.owner>")
    assert (item.provider, item.rights) == ("Harbour Wire", "Harbour Wire")


def test_the_source_delivers_where_nobody_else_is_said_to() -> None:
    item = nitf(docdata='<del-list><from-src src-name="HW" level-number="1"/></del-list>')
    assert (item.provider, item.info_source) == ("HW", "HW")


def test_authors_without_their_agency_else_from_the_head() -> None:
    byline = "<distributor>Harbour Wire</distributor><byline>By Mia Muster, Harbour Wire Port Editor</byline>"
    assert nitf(body_head=byline).authors == ("Mia Muster",)
    assert nitf('<meta name="author" content="Mia Muster"/>').authors == ("Mia Muster",)


@pytest.mark.parametrize(
    ("head", "docdata", "subjects"),
    [
        ("", '<identified-content><classifier type="hwcode" value="p"/></identified-content>', ("hwcode:p",)),
        ("", '<identified-content><classifier idsrc="HW" type="x" value="p"/></identified-content>', ("HW:p",)),
        ("", '<identified-content><classifier type="x">Ports</classifier></identified-content>', ()),
        ('<meta name="category_iptc" content="04000000"/>', "", ("subj:04000000",)),
        ('<meta name="HWIPTCSequence" content="417"/>', "", ()),
    ],
)
def test_subjects_outside_of_tobject(head: str, docdata: str, subjects: tuple[str, ...]) -> None:
    assert nitf(head, docdata).subjects == subjects


def test_keywords_of_a_meta_where_none_are_listed() -> None:
    meta = '<meta name="keywords" content="quay, crane"/>'
    assert nitf(meta).keywords == ("quay", "crane")
    assert nitf(meta, '<key-list><keyword key="ship"/></key-list>').keywords == ("ship",)


def test_a_slugline_of_its_own_and_a_generation() -> None:
    item = nitf(
        docdata='<fixture fix-id="daily-7"/><du-key generation="3"/>', body_head="<slugline>PORT-TALKS</slugline>"
    )
    assert (item.slugline, item.version) == ("PORT-TALKS", "3")


def test_media_beside_the_story_are_associations() -> None:
    item = nitf(
        content='<p>One.</p><media media-type="image"><media-reference source="quay.jpg"/><media-caption>A quay'
        '</media-caption></media><media media-type="video"><media-reference data-location="#clip"/></media>'
    )
    assert item.text == "One."
    assert item.associations == (Association(relation=None, guid="quay.jpg", kind="picture"),)
