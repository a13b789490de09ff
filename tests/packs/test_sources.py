"""Warnings about sources, each planted alone in a pack that has none."""

import pytest

from pipelines import packs
from pipelines.packs.sources import address_of


def warnings(folder):
    return [each for each in packs.lint(folder) if each.severity == "warning"]


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("http://tide.example/rss.xml", "http://BUOY.example:80/news.xml/", "2.url", "has the address of tide-en"),
        ("language: en\n  ownership", "language: it\n  ownership", "0.language", "of which the pack has no forms"),
        ("  cadence_hours: 12\n", "", "0.id", "has no `cadence_hours`"),
        ("state: NO, ", "", "2.affiliations.1", "belongs to a state"),
        ("ownership: private\n", "ownership: government\n", "0.ownership", "under `state` or `country`"),
        ("from: 2024-06-01, note", "note", "2.sanctions.0", "has no `from`"),
        ("https://buoy", "http://buoy", "2.secret", "would travel unencrypted"),
        ("  rights: CC BY 4.0\n", "", "2.redistributable", "which licence allows it"),
    ],
)
def test_one_lack_is_one_warning(harbour, write_pack, old, new, where, message):  # noqa: PLR0917  (pytest passes by name)
    assert old in harbour["sources.yaml"]
    harbour["sources.yaml"] = harbour["sources.yaml"].replace(old, new, 1)
    found = [each for each in warnings(write_pack(harbour)) if "fewer than" not in each.message]
    assert [each.where.split(" ")[-1] for each in found] == [where]
    assert message in found[0].message


def test_the_unverified_are_counted_in_one_warning(harbour, write_pack):
    harbour["sources.yaml"] = harbour["sources.yaml"].replace("  verified: true\n", "", 2)
    (found,) = warnings(write_pack(harbour))
    assert found.where == "sources.yaml:1: verified"
    assert found.message.startswith("2 of 3 sources are not verified")


def test_a_language_needs_three_usable_sources(harbour, write_pack):
    paused = "  verified: true\n  paused_why: It is said to be gone.\n"
    harbour["sources.yaml"] = harbour["sources.yaml"].replace("  verified: true\n", paused, 1)
    (found,) = warnings(write_pack(harbour))
    assert found.where == "pack.yaml:3: languages"
    assert found.message.startswith("2 usable sources in en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/rss", "https://a.example/rss/"),
        ("https://A.example:443/rss#top", "https://a.example/rss"),
        (" https://a.example", "https://a.example/"),
    ],
)
def test_the_same_feed_under_two_spellings(one, other):
    assert address_of(one) == address_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/rss?cat=1", "https://a.example/rss?cat=2"),
        ("https://a.example/rss", "https://a.example:8443/rss"),
        ("https://a.example/RSS", "https://a.example/rss"),
    ],
)
def test_feeds_that_are_told_apart(one, other):
    assert address_of(one) != address_of(other)


def test_a_text_that_is_no_address_stays_what_it_is():
    assert address_of("http://[::1") == "http://[::1"
