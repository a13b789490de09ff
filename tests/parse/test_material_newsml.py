"""IPTC's listings of NewsML-G2, read by path where they are at hand: what each of them is, and what a text item says.

Codes, dates and counts stand here; of headlines and stories only a hash and the length.
"""

import hashlib
from datetime import UTC, datetime

import pytest

from pipelines.parse import parse
from pipelines.records import Document, Format, ItemStatus, ParsedDocument, Rejected

NOT_TEXT = {
    "3": "tag:gettyimages.com,2010:GYI0062134533",
    "3A": "tag:gettyimages.com,2010:GYI0062134533",
    "4": "urn:newsml:afp.com:20140131:CNG.3424d3807bc.391@video_1359566",
    "5": "tag:example.com,2008:407624",
    "6": "tag:example.com,2008:UK-NEWS-TOPTEN:UK20081220098658",
    "10": "urn:newsml:iptc.org:20080229:ncdci-subjectcode",
    "11": "urn:newsml:iptc.org:20080229:ncdci-person",
    "12": "urn:newsml:iptc.org:20090202:ncdki-accesscode",
    "13": "urn:newsml:iptc.org:20130517:catalog",
    "14": "urn:newsml:iptc.org:20160422:qqwpiruuew4711",
    "15": "urn:newsml:iptc.org:20101019:qqwpiruuew4712",
    "16": "urn:newsml:iptc.org:20090122:qqwpiruuew4711",
    "17": "urn:newsml:iptc.org:20101025:gbmrmdreis4711",
    "18": "urn:newsml:iptc.org:20101025:gbmrmdreis4711",
    "19": "urn:newsml:iptc.org:20101025:gbmrmdreis4711",
    "20": "urn:newsml:iptc.org:20101025:gbmrmdreis4711",
    "23": "urn:iptc.org:20161019:sports1",
    "26": "tag:acmenews.com,2008:WORLD-NEWS:USA20081208098658",
}
"""Pictures, films, packages, planning, concepts: each with its guid, none of them an item."""
PARTS = ("7", "8", "9", "25", "28")
"""Cut out of an item: a groupSet, a contentSet, contentMeta."""
EMPTY = ("e3b0c44298fc1c14", 0)

TEXTS = {
    "1": {
        "guid": "urn:newsml:acmenews.com:20161018:US-FINANCE-FED",
        "version": "11",
        "embargo_until": datetime(2018, 10, 23, 12, 0, tzinfo=UTC),
        "updated_at": datetime(2018, 10, 21, 21, 25, 32, tzinfo=UTC),
        "published_at": datetime(2016, 10, 18, 18, 12, 21, tzinfo=UTC),
        "first_created_at": datetime(2016, 10, 18, 18, 12, 21, tzinfo=UTC),
        "signals": ("sig:update",),
        "subjects": ("medtop:04000000", "medtop:20000523"),
        "provider": "REUTERS",
        "headline": ("c639d8020c5392e1", 32),
        "story": EMPTY,
    },
    "2": {
        "guid": "urn:newsml:acmenews.com:20161121:US-FINANCE-FED",
        "version": "11",
        "embargo_until": None,
        "updated_at": datetime(2018, 11, 21, 21, 25, 32, tzinfo=UTC),
        "published_at": datetime(2016, 11, 21, 20, 21, 6, tzinfo=UTC),
        "first_created_at": None,
        "signals": (),
        "subjects": ("medtop:04000000", "medtop:20000350", "medtop:20000379"),
        "provider": "http://www.acmenews.com/about/",
        "headline": ("c639d8020c5392e1", 32),
        "story": ("ec4fc36daac7feb6", 839),
    },
    "21": {
        "guid": "urn:newsml:sportsml.org:20160502:xt.prog.20150606005942-43710-16.068-event-stats-progressive",
        "version": "1",
        "embargo_until": None,
        "updated_at": datetime(2015, 6, 6, 4, 59, 42, tzinfo=UTC),
        "published_at": datetime(2015, 6, 6, 4, 59, 42, tzinfo=UTC),
        "first_created_at": None,
        "signals": (),
        "subjects": (
            "spct:season-regular",
            "subj:15000000",
            "subj:15007000",
            "vendleague:l.mlb.com",
            "vendconf:l.mlb.com-c.national",
            "vendevent:l.mlb.com-2015-e.43710",
            "vendteam:l.mlb.com-t.16",
            "vendteam:l.mlb.com-t.27",
        ),
        "provider": "XML Team Solutions, Inc.",
        "headline": ("83b25a9f83274a91", 147),
        "story": EMPTY,  # tables of results, and not one paragraph
    },
    "22": {
        "guid": "tag:xmlteam.com,2016:xt.5932656-preview",
        "version": "11",
        "embargo_until": None,
        "updated_at": datetime(2018, 10, 19, 15, 45, tzinfo=UTC),
        "published_at": datetime(2016, 10, 19, 16, 15, tzinfo=UTC),
        "first_created_at": None,
        "signals": (),
        "subjects": (
            "medtop:20000822",
            "medtop:20000849",
            "league:l.mlb.com",
            "conf:l.mlb.com-c.national",
            "event:l.mlb.com-2016-e.19358",
            "team:l.mlb.com-t.19",
            "team:l.mlb.com-t.26",
            "person:l.mlb.com-p.456",
            "person:l.mlb.com-p.123",
        ),
        "provider": "www.xmlteam.com",
        "headline": ("f1c9a18116984baf", 81),
        "story": ("3d99a02a776370d3", 1168),
    },
    "27": {
        "guid": "urn:newsml:acmenews.com:20161019:201003230594296001",
        "version": "11",
        "embargo_until": None,
        "updated_at": datetime(2018, 10, 19, 14, 23, tzinfo=UTC),
        "published_at": datetime(2016, 10, 19, 13, 15, tzinfo=UTC),
        "first_created_at": datetime(2016, 10, 19, 13, 15, tzinfo=UTC),
        "signals": (),
        "subjects": (),
        "provider": "http://www.acmenews.com",
        "headline": ("333edd2a277aa54d", 37),
        "story": EMPTY,
    },
    "29": {
        "guid": "urn:newsml:acmenews.com:20161019T1205:HOP-HISTORY-EXAMPLE",
        "version": "11",
        "embargo_until": None,
        "updated_at": datetime(2018, 10, 19, 20, 15, tzinfo=UTC),
        "published_at": datetime(2018, 10, 19, 20, 15, tzinfo=UTC),
        "first_created_at": None,
        "signals": (),
        "subjects": (),
        "provider": "reuters",
        "headline": EMPTY,
        "story": EMPTY,
    },
}


@pytest.fixture(scope="module")
def listings(shared_data) -> dict[str, ParsedDocument | Rejected]:
    """What parsing gives of each listing, by its number."""
    paths = (shared_data / "wire" / "newsml-g2").glob("LISTING_*.xml")
    return {
        path.name.split("_")[1]: parse(Document(document_id="d", source_id="s", body=path.read_bytes()))
        for path in paths
    }


def hashed(text: str | None) -> tuple[str, int]:
    return hashlib.sha256((text or "").encode()).hexdigest()[:16], len(text or "")


def test_every_listing_is_accounted_for(listings):
    assert set(listings) == {*NOT_TEXT, *PARTS, *TEXTS, "24"}
    assert len(listings) == 30


@pytest.mark.parametrize("number", NOT_TEXT)
def test_what_is_no_text_is_recorded_by_its_guid(listings, number):
    found = listings[number]
    assert (found.format, found.items) == (Format.NEWSML_G2, ())
    assert [(str(each.reason), each.guid) for each in found.rejected] == [("not_text", NOT_TEXT[number])]


@pytest.mark.parametrize("number", PARTS)
def test_a_part_of_an_item_is_no_document(listings, number):
    assert str(listings[number].reason) == "unknown_format"


def test_a_message_gives_each_of_its_items_a_verdict(listings):
    found = listings["24"]
    assert found.items == ()
    assert [(str(each.reason), each.guid) for each in found.rejected] == [
        ("not_text", None),
        ("no_content", "N1"),
        ("no_content", "N2"),
        ("no_content", "N3"),
        ("no_content", "N4"),
    ]


@pytest.mark.parametrize("number", TEXTS)
def test_a_text_item_says_field_by_field_what_stands_in_it(listings, number):
    found = listings[number]
    assert (found.format, found.rejected, len(found.items)) == (Format.NEWSML_G2, (), 1)
    item, wanted = found.items[0], dict(TEXTS[number])
    headline, story = wanted.pop("headline"), wanted.pop("story")
    assert {name: getattr(item, name) for name in wanted} == wanted
    assert (hashed(item.title), hashed(item.text)) == (headline, story)
    assert (item.status, item.language, item.urgency) == (ItemStatus.USABLE, "en", None)
    assert (item.embargo_unclear, item.is_advisory, item.kills) == (False, False, ())
