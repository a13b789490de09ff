"""Which article an item belongs to: by the publisher's own id, else the address of its page, else its link or guid."""

import pytest

from pipelines.cluster import identify
from pipelines.records import Basis, make_id

SLUG = r"-a(\d+)(?:$|[?#])"


def found(guid=None, url=None, canonical=None, pattern=None, publisher="tide"):
    return identify(publisher, guid=guid, url=url, canonical_url=canonical, article_id_pattern=pattern)


def test_one_id_three_slugs_three_titles_one_article():
    slugs = ("envoys-meet", "envoys-meet-and-part", "what-the-envoys-agreed-on")
    ids = [found(url=f"https://tide.example/2026/03/02/{slug}-a89105", pattern=SLUG) for slug in slugs]
    assert {each.article_id for each in ids} == {make_id("tide", "id", "89105")}
    assert {each.basis for each in ids} == {Basis.OWN}


@pytest.mark.parametrize(
    "where",
    [
        {"guid": "https://tide.example/x-a89105", "url": "https://tide.example/short/1"},
        {"guid": "77", "url": "https://tide.example/x-a89105"},
        {"url": "https://tide.example/short/1", "canonical": "https://tide.example/x-a89105"},
    ],
    ids=["guid", "url", "canonical"],
)
def test_the_own_id_is_found_wherever_it_stands(where):
    assert found(**where, pattern=SLUG).article_id == make_id("tide", "id", "89105")


def test_without_one_the_page_says_which_it_is_and_the_link_leads_there():
    by_page = found(guid="1", url="https://tide.example/short/1", canonical="https://tide.example/envoys")
    by_link = found(guid="1", url="https://tide.example/short/1")
    assert (by_page.basis, by_link.basis) == (Basis.CANONICAL, Basis.URL)
    assert by_page.other_ids == (by_link.article_id,)
    assert by_link.other_ids == ()


def test_what_campaigns_and_phones_add_to_an_address_is_not_of_it():
    plain = found(url="https://tide.example/envoys")
    for url in (
        "https://tide.example/envoys?utm_source=feed",
        "http://www.tide.example/envoys/",
        "https://tide.example/envoys#top",
    ):
        assert found(url=url) == plain, url


def test_of_another_publisher_it_is_another_article():
    assert (
        found(url="https://tide.example/envoys").article_id
        != found(url="https://tide.example/envoys", publisher="mast").article_id
    )


def test_a_wire_story_goes_by_its_guid():
    assert found(guid="urn:newsml:castellan:1") == found(guid="urn:newsml:castellan:1")
    assert found(guid="urn:newsml:castellan:1").basis is Basis.GUID
    with pytest.raises(ValueError, match="neither guid nor url"):
        found()
